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
    /// Wrong passwords in a row.
    pub failures: u32,
    /// Until when it takes no password; empty when it does.
    pub blocked_until: String,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, login, name, role, township, unit, password, state, failures, \
             blocked_until from accounts ",
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
        failures: columns.number("failures")?,
        blocked_until: columns.text("blocked_until")?,
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
    password: &str,
    at: &str,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into accounts (id, login, name, role, township, unit, password, state, failures, \
         blocked_until, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, '', $9)",
    )
    .bind(account.id.to_string())
    .bind(&account.login)
    .bind(&account.name)
    .bind(account.role.name())
    .bind(&account.township)
    .bind(&account.unit)
    .bind(password)
    .bind(account.state.name())
    .bind(at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets an account's password and forgets wrong ones.
///
/// # Errors
/// When the database refuses.
pub async fn set_password(
    connection: &mut AnyConnection,
    id: Uuid,
    password: &str,
) -> Result<(), StorageError> {
    sqlx::query(
        "update accounts set password = $1, failures = 0, blocked_until = '' where id = $2",
    )
    .bind(password)
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

/// Counts one wrong password more and tells how the account stands then. Its row is locked first,
/// so that of many at once none is lost.
///
/// # Errors
/// When the database refuses.
pub async fn count_failure(
    connection: &mut AnyConnection,
    id: Uuid,
) -> Result<Option<Credentials>, StorageError> {
    sqlx::query("update accounts set failures = failures + 1 where id = $1")
        .bind(id.to_string())
        .execute(&mut *connection)
        .await?;
    find(connection, id).await
}

/// Sets the count of wrong passwords; `blocked_until` is empty where the account still takes one.
///
/// # Errors
/// When the database refuses.
pub async fn set_failures(
    connection: &mut AnyConnection,
    id: Uuid,
    failures: u32,
    blocked_until: &str,
) -> Result<(), StorageError> {
    sqlx::query("update accounts set failures = $1, blocked_until = $2 where id = $3")
        .bind(integer(failures))
        .bind(blocked_until)
        .bind(id.to_string())
        .execute(connection)
        .await?;
    Ok(())
}
