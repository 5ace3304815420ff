//! Wrong passwords and codes in a row, for each name and known device, and the devices that are
//! known.

use sqlx::AnyConnection;
use uuid::Uuid;

use super::StorageError;
use super::row::Columns;

/// Whose attempts are counted together: a name and a known device, or an empty text for all
/// devices that are not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The name to sign in with.
    pub login: String,
    /// Digest of the device's token.
    pub device: String,
}

/// How a bucket stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// Wrong ones in a row.
    pub count: u32,
    /// Until when nothing is taken; empty where something is.
    pub blocked_until: String,
}

/// How a bucket stands.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    connection: &mut AnyConnection,
    bucket: &Bucket,
) -> Result<Failures, StorageError> {
    let row = sqlx::query(
        "select failures, blocked_until from sign_in_failures where login = $1 and device = $2",
    )
    .bind(&bucket.login)
    .bind(&bucket.device)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(Failures::default()) };
    let columns = Columns::of("sign_in_failures", &row);
    let (count, blocked_until) = (columns.number("failures")?, columns.text("blocked_until")?);
    Ok(Failures { count, blocked_until })
}

/// Counts one more and tells how the bucket stands then. Its row is locked first, so that of many
/// at once none is lost.
///
/// # Errors
/// When the database refuses.
pub async fn count(
    connection: &mut AnyConnection,
    bucket: &Bucket,
    at: &str,
) -> Result<Failures, StorageError> {
    sqlx::query(
        "insert into sign_in_failures (login, device, failures, blocked_until, seen_at) \
         values ($1, $2, 1, '', $3) on conflict (login, device) do update \
         set failures = sign_in_failures.failures + 1, seen_at = excluded.seen_at",
    )
    .bind(&bucket.login)
    .bind(&bucket.device)
    .bind(at)
    .execute(&mut *connection)
    .await?;
    find(connection, bucket).await
}

/// Lets a bucket take nothing until then.
///
/// # Errors
/// When the database refuses.
pub async fn block(
    connection: &mut AnyConnection,
    bucket: &Bucket,
    until: &str,
) -> Result<(), StorageError> {
    sqlx::query("update sign_in_failures set blocked_until = $1 where login = $2 and device = $3")
        .bind(until)
        .bind(&bucket.login)
        .bind(&bucket.device)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets a bucket after a sign-in.
///
/// # Errors
/// When the database refuses.
pub async fn forget(connection: &mut AnyConnection, bucket: &Bucket) -> Result<(), StorageError> {
    sqlx::query("delete from sign_in_failures where login = $1 and device = $2")
        .bind(&bucket.login)
        .bind(&bucket.device)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets all buckets of a name.
///
/// # Errors
/// When the database refuses.
pub async fn forget_name(connection: &mut AnyConnection, login: &str) -> Result<(), StorageError> {
    sqlx::query("delete from sign_in_failures where login = $1")
        .bind(login)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets buckets that nobody has used since then.
///
/// # Errors
/// When the database refuses.
pub async fn forget_old(connection: &mut AnyConnection, before: &str) -> Result<(), StorageError> {
    sqlx::query("delete from sign_in_failures where seen_at < $1")
        .bind(before)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether an account has signed in on a device before; without an account, whether any has.
///
/// # Errors
/// When the database refuses.
pub async fn is_known(
    connection: &mut AnyConnection,
    account: Option<Uuid>,
    device: &str,
) -> Result<bool, StorageError> {
    let account = account.map_or_else(String::new, |account| account.to_string());
    let row = sqlx::query(
        "select device from devices where device = $1 and ($2 = '' or account = $2) limit 1",
    )
    .bind(device)
    .bind(account)
    .fetch_optional(connection)
    .await?;
    Ok(row.is_some())
}

/// Knows a device of an account from now on.
///
/// # Errors
/// When the database refuses.
pub async fn know(
    connection: &mut AnyConnection,
    account: Uuid,
    device: &str,
    at: &str,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into devices (account, device, since, seen_at) values ($1, $2, $3, $3) \
         on conflict (account, device) do update set seen_at = excluded.seen_at",
    )
    .bind(account.to_string())
    .bind(device)
    .bind(at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the devices of an account: whoever has one of them is a stranger again.
///
/// # Errors
/// When the database refuses.
pub async fn forget_devices(
    connection: &mut AnyConnection,
    account: Uuid,
) -> Result<(), StorageError> {
    sqlx::query("delete from devices where account = $1")
        .bind(account.to_string())
        .execute(connection)
        .await?;
    Ok(())
}
