//! Sign-ins that have begun with a password and still want something, at rest.

use sqlx::AnyConnection;
use uuid::Uuid;

use super::StorageError;
use super::row::Columns;

/// A sign-in that has begun.
#[derive(Clone, Debug)]
pub struct BegunLogin {
    /// Digest of the browser's token.
    pub token: String,
    /// Whose.
    pub account: Uuid,
    /// Whether a code of the second factor was given.
    pub code_given: bool,
    /// The number of a second factor that is being set up; empty where none is.
    pub totp: String,
    /// When it began.
    pub started_at: String,
}

/// A sign-in by its token's digest.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    connection: &mut AnyConnection,
    token: &str,
) -> Result<Option<BegunLogin>, StorageError> {
    let row = sqlx::query(
        "select token, account, code_given, totp, started_at from begun_logins where token = $1",
    )
    .bind(token)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let columns = Columns::of("begun_logins", &row);
    Ok(Some(BegunLogin {
        token: columns.text("token")?,
        account: columns.id("account")?,
        code_given: columns.flag("code_given")?,
        totp: columns.text("totp")?,
        started_at: columns.text("started_at")?,
    }))
}

/// Begins a sign-in, and forgets those that began before `before`.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut AnyConnection,
    begun: &BegunLogin,
    before: &str,
) -> Result<(), StorageError> {
    sqlx::query("delete from begun_logins where started_at < $1")
        .bind(before)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "insert into begun_logins (token, account, code_given, totp, started_at) \
         values ($1, $2, $3, $4, $5)",
    )
    .bind(&begun.token)
    .bind(begun.account.to_string())
    .bind(i64::from(begun.code_given))
    .bind(&begun.totp)
    .bind(&begun.started_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes what has been given so far.
///
/// # Errors
/// When the database refuses.
pub async fn update(
    connection: &mut AnyConnection,
    begun: &BegunLogin,
) -> Result<(), StorageError> {
    sqlx::query("update begun_logins set code_given = $1, totp = $2 where token = $3")
        .bind(i64::from(begun.code_given))
        .bind(&begun.totp)
        .bind(&begun.token)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends all sign-ins of an account that have begun.
///
/// # Errors
/// When the database refuses.
pub async fn end_of_account(
    connection: &mut AnyConnection,
    account: Uuid,
) -> Result<(), StorageError> {
    sqlx::query("delete from begun_logins where account = $1")
        .bind(account.to_string())
        .execute(connection)
        .await?;
    Ok(())
}
