//! What an installation knows of itself, by name.

use sqlx::AnyConnection;

use super::StorageError;
use super::row::Columns;

/// A fact, where it is known.
///
/// # Errors
/// When the database refuses.
pub async fn read(
    connection: &mut AnyConnection,
    name: &str,
) -> Result<Option<String>, StorageError> {
    let row = sqlx::query("select value from facts where name = $1")
        .bind(name)
        .fetch_optional(connection)
        .await?;
    row.map(|row| Columns::of("facts", &row).text("value")).transpose()
}

/// Writes a fact, or forgets it where the value is empty.
///
/// # Errors
/// When the database refuses.
pub async fn write(
    connection: &mut AnyConnection,
    name: &str,
    value: &str,
) -> Result<(), StorageError> {
    sqlx::query("delete from facts where name = $1").bind(name).execute(&mut *connection).await?;
    if !value.is_empty() {
        sqlx::query("insert into facts (name, value) values ($1, $2)")
            .bind(name)
            .bind(value)
            .execute(connection)
            .await?;
    }
    Ok(())
}
