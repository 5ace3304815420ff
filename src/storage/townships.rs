//! Townships at rest.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::StorageError;
use super::row::{Columns, integer};
use crate::domain::township::{Township, TownshipKind};

fn read_row(row: &AnyRow) -> Result<Township, StorageError> {
    let columns = Columns::of("townships", row);
    let valid_from = columns.day("valid_from")?;
    Ok(Township {
        code: columns.text("code")?,
        name: columns.text("name")?,
        county: columns.text("county")?,
        kind: columns.word("kind", TownshipKind::parse)?,
        valid_from: valid_from.ok_or_else(|| columns.cannot_be("valid_from", ""))?,
        valid_to: columns.day("valid_to")?,
        predecessors: Vec::new(),
        version: columns.number("version")?,
    })
}

/// All townships in the order of their codes.
///
/// # Errors
/// When the database refuses.
pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Township>, StorageError> {
    let rows = sqlx::query(
        "select code, name, county, kind, valid_from, valid_to, version from townships \
         order by code",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut townships = rows.iter().map(read_row).collect::<Result<Vec<_>, _>>()?;
    let rows = sqlx::query(
        "select code, predecessor from township_predecessors order by code, predecessor",
    )
    .fetch_all(connection)
    .await?;
    for row in &rows {
        let columns = Columns::of("township_predecessors", row);
        let (code, predecessor) = (columns.text("code")?, columns.text("predecessor")?);
        if let Some(township) = townships.iter_mut().find(|township| township.code == code) {
            township.predecessors.push(predecessor);
        }
    }
    Ok(townships)
}

/// One township by its code.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    connection: &mut AnyConnection,
    code: &str,
) -> Result<Option<Township>, StorageError> {
    Ok(all(connection).await?.into_iter().find(|township| township.code == code))
}

/// Adds a township.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut AnyConnection,
    township: &Township,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into townships (code, name, county, kind, valid_from, valid_to, version) \
         values ($1, $2, $3, $4, $5, $6, 1)",
    )
    .bind(&township.code)
    .bind(&township.name)
    .bind(&township.county)
    .bind(township.kind.name())
    .bind(township.valid_from.to_string())
    .bind(township.valid_to.map_or_else(String::new, |day| day.to_string()))
    .execute(&mut *connection)
    .await?;
    write_predecessors(connection, township).await
}

/// Changes a township that has not changed since it was read.
///
/// # Errors
/// [`StorageError::Changed`] when it has.
pub async fn update(
    connection: &mut AnyConnection,
    township: &Township,
) -> Result<(), StorageError> {
    let done = sqlx::query(
        "update townships set name = $1, county = $2, kind = $3, valid_from = $4, valid_to = $5, \
         version = version + 1 where code = $6 and version = $7",
    )
    .bind(&township.name)
    .bind(&township.county)
    .bind(township.kind.name())
    .bind(township.valid_from.to_string())
    .bind(township.valid_to.map_or_else(String::new, |day| day.to_string()))
    .bind(&township.code)
    .bind(integer(township.version))
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() != 1 {
        return Err(StorageError::Changed("townships"));
    }
    sqlx::query("delete from township_predecessors where code = $1")
        .bind(&township.code)
        .execute(&mut *connection)
        .await?;
    write_predecessors(connection, township).await
}

async fn write_predecessors(
    connection: &mut AnyConnection,
    township: &Township,
) -> Result<(), StorageError> {
    for predecessor in &township.predecessors {
        sqlx::query("insert into township_predecessors (code, predecessor) values ($1, $2)")
            .bind(&township.code)
            .bind(predecessor)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
