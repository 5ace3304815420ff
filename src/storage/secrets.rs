//! What an account keeps besides its password: hashes of older ones, and recovery codes.

use sqlx::AnyConnection;
use uuid::Uuid;

use super::StorageError;
use super::row::{Columns, integer};

/// Hashes of the passwords that an account had before, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn old_passwords(
    connection: &mut AnyConnection,
    account: Uuid,
) -> Result<Vec<String>, StorageError> {
    let rows =
        sqlx::query("select hash from old_passwords where account = $1 order by position desc")
            .bind(account.to_string())
            .fetch_all(connection)
            .await?;
    rows.iter().map(|row| Columns::of("old_passwords", row).text("hash")).collect()
}

/// Remembers the hash of a password that is replaced, and forgets all but the latest `keep`.
///
/// # Errors
/// When the database refuses.
pub async fn remember_password(
    connection: &mut AnyConnection,
    account: Uuid,
    hash: &str,
    keep: u32,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into old_passwords (account, position, hash) values ($1, \
         (select coalesce(max(position), 0) + 1 from old_passwords where account = $1), $2)",
    )
    .bind(account.to_string())
    .bind(hash)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "delete from old_passwords where account = $1 and position <= \
         (select max(position) from old_passwords where account = $1) - $2",
    )
    .bind(account.to_string())
    .bind(integer(keep))
    .execute(connection)
    .await?;
    Ok(())
}

/// The recovery codes that an account has left: position and hash of each.
///
/// # Errors
/// When the database refuses.
pub async fn recovery_codes(
    connection: &mut AnyConnection,
    account: Uuid,
) -> Result<Vec<(u32, String)>, StorageError> {
    let rows = sqlx::query(
        "select position, hash from recovery_codes where account = $1 order by position",
    )
    .bind(account.to_string())
    .fetch_all(connection)
    .await?;
    let read = |row| {
        let columns = Columns::of("recovery_codes", row);
        Ok((columns.number("position")?, columns.text("hash")?))
    };
    rows.iter().map(read).collect()
}

/// Gives an account these recovery codes in place of those it has.
///
/// # Errors
/// When the database refuses.
pub async fn set_recovery_codes(
    connection: &mut AnyConnection,
    account: Uuid,
    hashes: &[String],
) -> Result<(), StorageError> {
    sqlx::query("delete from recovery_codes where account = $1")
        .bind(account.to_string())
        .execute(&mut *connection)
        .await?;
    for (position, hash) in (1_u32..).zip(hashes) {
        sqlx::query("insert into recovery_codes (account, position, hash) values ($1, $2, $3)")
            .bind(account.to_string())
            .bind(integer(position))
            .bind(hash)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Takes a recovery code; tells whether it was still there.
///
/// # Errors
/// When the database refuses.
pub async fn take_recovery_code(
    connection: &mut AnyConnection,
    account: Uuid,
    position: u32,
) -> Result<bool, StorageError> {
    let done = sqlx::query("delete from recovery_codes where account = $1 and position = $2")
        .bind(account.to_string())
        .bind(integer(position))
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}
