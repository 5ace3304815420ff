//! Sessions of congress at rest.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::row::{Columns, integer};
use super::{StorageError, Tx};
use crate::domain::session::{Session, Stage};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, township, title, site, rehearsal, stage, opens_on, stubs, threshold, \
             roll_fixed_at, log_size, version from sessions ",
            $rest
        )
    };
}

fn read_row(row: &AnyRow) -> Result<Session, StorageError> {
    let columns = Columns::of("sessions", row);
    let opens_on = columns.day("opens_on")?;
    Ok(Session {
        id: columns.id("id")?,
        township: columns.text("township")?,
        title: columns.text("title")?,
        site: columns.text("site")?,
        rehearsal: columns.flag("rehearsal")?,
        stage: columns.word("stage", Stage::parse)?,
        opens_on: opens_on.ok_or_else(|| columns.cannot_be("opens_on", ""))?,
        stubs: columns.number("stubs")?,
        threshold: columns.number("threshold")?,
        roll_fixed_at: columns.text("roll_fixed_at")?,
        log_size: columns.number("log_size")?,
        version: columns.number("version")?,
    })
}

/// All sessions, the latest day first.
///
/// # Errors
/// When the database refuses.
pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Session>, StorageError> {
    let rows = sqlx::query(select!("order by opens_on desc, created_at desc, id"))
        .fetch_all(connection)
        .await?;
    rows.iter().map(read_row).collect()
}

/// A session by its id.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    connection: &mut AnyConnection,
    id: Uuid,
) -> Result<Option<Session>, StorageError> {
    let query = sqlx::query(select!("where id = $1")).bind(id.to_string());
    query.fetch_optional(connection).await?.map(|row| read_row(&row)).transpose()
}

/// A session that this transaction will write: where the database locks rows, its row is locked, so
/// that the log's positions stay dense and sessions do not wait for each other.
///
/// # Errors
/// When the database refuses.
pub async fn lock(tx: &mut Tx, id: Uuid) -> Result<Option<Session>, StorageError> {
    let query = if tx.dialect().locks_rows() {
        sqlx::query(select!("where id = $1 for update"))
    } else {
        sqlx::query(select!("where id = $1"))
    };
    let row = query.bind(id.to_string()).fetch_optional(tx.connection()).await?;
    row.map(|row| read_row(&row)).transpose()
}

/// Adds a session.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut AnyConnection,
    session: &Session,
    at: &str,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into sessions (id, township, title, site, rehearsal, stage, opens_on, stubs, \
         threshold, roll_fixed_at, log_size, version, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 1, $11)",
    )
    .bind(session.id.to_string())
    .bind(&session.township)
    .bind(&session.title)
    .bind(&session.site)
    .bind(i64::from(session.rehearsal))
    .bind(session.stage.name())
    .bind(session.opens_on.to_string())
    .bind(integer(session.stubs))
    .bind(integer(session.threshold))
    .bind(&session.roll_fixed_at)
    .bind(at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes what can change of a session, and counts its version up by one.
///
/// # Errors
/// [`StorageError::Changed`] when somebody else has written it since it was read.
pub async fn update(connection: &mut AnyConnection, session: &Session) -> Result<(), StorageError> {
    let done = sqlx::query(
        "update sessions set title = $1, stage = $2, opens_on = $3, stubs = $4, threshold = $5, \
         roll_fixed_at = $6, log_size = $7, version = version + 1 where id = $8 and version = $9",
    )
    .bind(&session.title)
    .bind(session.stage.name())
    .bind(session.opens_on.to_string())
    .bind(integer(session.stubs))
    .bind(integer(session.threshold))
    .bind(&session.roll_fixed_at)
    .bind(integer(session.log_size))
    .bind(session.id.to_string())
    .bind(integer(session.version))
    .execute(connection)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("sessions")) }
}
