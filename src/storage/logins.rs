//! Logins at rest: the digest of the browser's token, never the token.

use sqlx::AnyConnection;
use uuid::Uuid;

use super::StorageError;
use super::row::Columns;

/// A login.
#[derive(Clone, Debug)]
pub struct Login {
    /// Digest of the token.
    pub token: String,
    /// The account.
    pub account: Uuid,
    /// The token that every form carries.
    pub csrf: String,
    /// When it began.
    pub started_at: String,
    /// When it was last used.
    pub seen_at: String,
    /// When the password was last typed.
    pub fresh_at: String,
    /// Digest of the token of the device that it began on.
    pub device: String,
}

/// A login by its token's digest.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    connection: &mut AnyConnection,
    token: &str,
) -> Result<Option<Login>, StorageError> {
    let row = sqlx::query(
        "select token, account, csrf, started_at, seen_at, fresh_at, device from logins \
         where token = $1",
    )
    .bind(token)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let columns = Columns::of("logins", &row);
    Ok(Some(Login {
        token: columns.text("token")?,
        account: columns.id("account")?,
        csrf: columns.text("csrf")?,
        started_at: columns.text("started_at")?,
        seen_at: columns.text("seen_at")?,
        fresh_at: columns.text("fresh_at")?,
        device: columns.text("device")?,
    }))
}

/// Begins a login; an older one of the account ends.
///
/// # Errors
/// When the database refuses.
pub async fn replace(connection: &mut AnyConnection, login: &Login) -> Result<bool, StorageError> {
    let ended = end_of_account(connection, login.account).await?;
    sqlx::query(
        "insert into logins (token, account, csrf, started_at, seen_at, fresh_at, device) \
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&login.token)
    .bind(login.account.to_string())
    .bind(&login.csrf)
    .bind(&login.started_at)
    .bind(&login.seen_at)
    .bind(&login.fresh_at)
    .bind(&login.device)
    .execute(connection)
    .await?;
    Ok(ended)
}

/// Notes that a login was used.
///
/// # Errors
/// When the database refuses.
pub async fn touch(
    connection: &mut AnyConnection,
    token: &str,
    at: &str,
) -> Result<(), StorageError> {
    sqlx::query("update logins set seen_at = $1 where token = $2")
        .bind(at)
        .bind(token)
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that the password was typed again.
///
/// # Errors
/// When the database refuses.
pub async fn refresh(
    connection: &mut AnyConnection,
    token: &str,
    at: &str,
) -> Result<(), StorageError> {
    sqlx::query("update logins set seen_at = $1, fresh_at = $1 where token = $2")
        .bind(at)
        .bind(token)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends a login.
///
/// # Errors
/// When the database refuses.
pub async fn end(connection: &mut AnyConnection, token: &str) -> Result<(), StorageError> {
    sqlx::query("delete from logins where token = $1").bind(token).execute(connection).await?;
    Ok(())
}

/// Ends whatever login an account has; tells whether there was one.
///
/// # Errors
/// When the database refuses.
pub async fn end_of_account(
    connection: &mut AnyConnection,
    account: Uuid,
) -> Result<bool, StorageError> {
    let done = sqlx::query("delete from logins where account = $1")
        .bind(account.to_string())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}
