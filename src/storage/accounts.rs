//! Accounts at rest. The password is an Argon2id string that only `service::passwords` reads.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::StorageError;
use super::row::{Columns, integer};
use crate::domain::account::{Account, AccountState, Role};

/// An account with what signing in needs.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The account.
    pub account: Account,
    /// The password's hash.
    pub password: String,
    /// Whose password it is.
    pub kind: PasswordKind,
    /// Since when.
    pub password_at: String,
    /// The number from which the second factor's secret follows; empty where none is set up.
    pub totp: String,
    /// The last step of which a code was taken.
    pub totp_step: u64,
}

/// Whose password an account has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordKind {
    /// The person has chosen it.
    Own,
    /// A code that others know, good for choosing a password and for nothing else.
    OneTime,
}

impl PasswordKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::OneTime => "one_time",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        [Self::Own, Self::OneTime].into_iter().find(|kind| kind.name() == name)
    }
}

/// A password as an account gets it.
#[derive(Clone, Debug)]
pub struct NewPassword<'a> {
    /// Its hash.
    pub hash: &'a str,
    /// Whose it is.
    pub kind: PasswordKind,
    /// Since when.
    pub at: &'a str,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, login, name, role, township, unit, password, state, password_kind, \
             password_at, totp, totp_step from accounts ",
            $rest
        )
    };
}

fn read_row(row: &AnyRow) -> Result<Credentials, StorageError> {
    let columns = Columns::of("accounts", row);
    let state = columns.text("state")?;
    let closed = state == AccountState::Closed.name();
    let account = Account {
        id: columns.id("id")?,
        login: columns.text("login")?,
        name: columns.text("name")?,
        role: columns.word("role", Role::parse)?,
        township: columns.text("township")?,
        unit: columns.text("unit")?,
        state: if closed { AccountState::Closed } else { AccountState::Active },
    };
    Ok(Credentials {
        account,
        password: columns.text("password")?,
        kind: columns.word("password_kind", PasswordKind::parse)?,
        password_at: columns.text("password_at")?,
        totp: columns.text("totp")?,
        totp_step: columns.number("totp_step")?,
    })
}

/// All accounts: by township, role and name to sign in with.
///
/// # Errors
/// When the database refuses.
pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Account>, StorageError> {
    let rows = sqlx::query(select!("order by township, role, login")).fetch_all(connection).await?;
    rows.iter().map(|row| Ok(read_row(row)?.account)).collect()
}

/// All accounts with what signing in needs.
///
/// # Errors
/// When the database refuses.
pub async fn all_credentials(
    connection: &mut AnyConnection,
) -> Result<Vec<Credentials>, StorageError> {
    let rows = sqlx::query(select!("order by township, role, login")).fetch_all(connection).await?;
    rows.iter().map(read_row).collect()
}

/// An account by its id.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    connection: &mut AnyConnection,
    id: Uuid,
) -> Result<Option<Credentials>, StorageError> {
    let query = sqlx::query(select!("where id = $1")).bind(id.to_string());
    query.fetch_optional(connection).await?.map(|row| read_row(&row)).transpose()
}

/// An account by the name it signs in with.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_login(
    connection: &mut AnyConnection,
    login: &str,
) -> Result<Option<Credentials>, StorageError> {
    let query = sqlx::query(select!("where login = $1")).bind(login);
    query.fetch_optional(connection).await?.map(|row| read_row(&row)).transpose()
}

/// Adds an account.
///
/// # Errors
/// When the database refuses, for instance a name to sign in with that stands already.
pub async fn insert(
    connection: &mut AnyConnection,
    account: &Account,
    password: NewPassword<'_>,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into accounts (id, login, name, role, township, unit, password, state, \
         password_kind, password_at, totp, totp_step, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', 0, $10)",
    )
    .bind(account.id.to_string())
    .bind(&account.login)
    .bind(&account.name)
    .bind(account.role.name())
    .bind(&account.township)
    .bind(&account.unit)
    .bind(password.hash)
    .bind(account.state.name())
    .bind(password.kind.name())
    .bind(password.at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets an account's password.
///
/// # Errors
/// When the database refuses.
pub async fn set_password(
    connection: &mut AnyConnection,
    id: Uuid,
    password: NewPassword<'_>,
) -> Result<(), StorageError> {
    sqlx::query(
        "update accounts set password = $1, password_kind = $2, password_at = $3 where id = $4",
    )
    .bind(password.hash)
    .bind(password.kind.name())
    .bind(password.at)
    .bind(id.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// Opens or closes an account.
///
/// # Errors
/// When the database refuses.
pub async fn set_state(
    connection: &mut AnyConnection,
    id: Uuid,
    state: AccountState,
) -> Result<(), StorageError> {
    sqlx::query("update accounts set state = $1 where id = $2")
        .bind(state.name())
        .bind(id.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Sets an account's second factor up, or takes it away where its number is empty.
///
/// # Errors
/// When the database refuses.
pub async fn set_totp(
    connection: &mut AnyConnection,
    id: Uuid,
    totp: &str,
    step: u64,
) -> Result<(), StorageError> {
    sqlx::query("update accounts set totp = $1, totp_step = $2 where id = $3")
        .bind(totp)
        .bind(integer(step))
        .bind(id.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes the code of a step, if none of it or of a later one was taken before.
///
/// # Errors
/// When the database refuses.
pub async fn take_step(
    connection: &mut AnyConnection,
    id: Uuid,
    step: u64,
) -> Result<bool, StorageError> {
    let done = sqlx::query("update accounts set totp_step = $1 where id = $2 and totp_step < $1")
        .bind(integer(step))
        .bind(id.to_string())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}
