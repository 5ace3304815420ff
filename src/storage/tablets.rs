//! Tablets at rest: digests of their secrets and of the codes that enrol them, never either.

use jiff::Timestamp;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::StorageError;
use super::row::{Columns, integer};
use crate::domain::tablet::Tablet;

/// What a code enrols.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Digest of the code.
    pub code: String,
    /// For which session.
    pub session: Uuid,
    /// What the tablet will be called.
    pub name: String,
    /// Where it will stand.
    pub seat: String,
    /// Until when the code can be used.
    pub expires_at: Timestamp,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select session, id, name, seat, enrolled_at, expires_at, seen_at, page, resets \
             from tablets ",
            $rest
        )
    };
}

fn read_row(row: &AnyRow) -> Result<Tablet, StorageError> {
    let columns = Columns::of("tablets", row);
    Ok(Tablet {
        id: columns.id("id")?,
        session: columns.id("session")?,
        name: columns.text("name")?,
        seat: columns.text("seat")?,
        enrolled_at: columns.parsed("enrolled_at")?,
        expires_at: columns.parsed("expires_at")?,
        seen_at: columns.parsed("seen_at")?,
        page: columns.text("page")?,
        resets: columns.number("resets")?,
    })
}

/// The tablets of a session by name.
///
/// # Errors
/// When the database refuses.
pub async fn all(
    connection: &mut AnyConnection,
    session: Uuid,
) -> Result<Vec<Tablet>, StorageError> {
    let query = sqlx::query(select!("where session = $1 order by name")).bind(session.to_string());
    query.fetch_all(connection).await?.iter().map(read_row).collect()
}

/// A tablet by its secret's digest.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_secret(
    connection: &mut AnyConnection,
    secret: &str,
) -> Result<Option<Tablet>, StorageError> {
    let query = sqlx::query(select!("where secret = $1")).bind(secret);
    query.fetch_optional(connection).await?.map(|row| read_row(&row)).transpose()
}

/// Enrols a tablet; another of the same name in the session is none any more.
///
/// # Errors
/// When the database refuses.
pub async fn enrol(
    connection: &mut AnyConnection,
    tablet: &Tablet,
    secret: &str,
) -> Result<(), StorageError> {
    sqlx::query("delete from tablets where session = $1 and name = $2")
        .bind(tablet.session.to_string())
        .bind(&tablet.name)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "insert into tablets (session, id, name, seat, secret, enrolled_at, expires_at, seen_at, \
         page, resets) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(tablet.session.to_string())
    .bind(tablet.id.to_string())
    .bind(&tablet.name)
    .bind(&tablet.seat)
    .bind(secret)
    .bind(tablet.enrolled_at.to_string())
    .bind(tablet.expires_at.to_string())
    .bind(tablet.seen_at.to_string())
    .bind(&tablet.page)
    .bind(integer(tablet.resets))
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes when a tablet was last heard, and what page it shows.
///
/// # Errors
/// When the database refuses.
pub async fn hear(
    connection: &mut AnyConnection,
    id: Uuid,
    seen_at: Timestamp,
    page: &str,
) -> Result<(), StorageError> {
    sqlx::query("update tablets set seen_at = $1, page = $2 where id = $3")
        .bind(seen_at.to_string())
        .bind(page)
        .bind(id.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Counts one reset more of a tablet; its name, where there is such a tablet.
///
/// # Errors
/// When the database refuses.
pub async fn reset(
    connection: &mut AnyConnection,
    session: Uuid,
    id: Uuid,
) -> Result<Option<String>, StorageError> {
    sqlx::query("update tablets set resets = resets + 1 where session = $1 and id = $2")
        .bind(session.to_string())
        .bind(id.to_string())
        .execute(&mut *connection)
        .await?;
    name(connection, session, id).await
}

/// Takes a tablet out; its name, where there was such a tablet.
///
/// # Errors
/// When the database refuses.
pub async fn remove(
    connection: &mut AnyConnection,
    session: Uuid,
    id: Uuid,
) -> Result<Option<String>, StorageError> {
    let name = name(connection, session, id).await?;
    sqlx::query("delete from tablets where session = $1 and id = $2")
        .bind(session.to_string())
        .bind(id.to_string())
        .execute(connection)
        .await?;
    Ok(name)
}

async fn name(
    connection: &mut AnyConnection,
    session: Uuid,
    id: Uuid,
) -> Result<Option<String>, StorageError> {
    let row = sqlx::query("select name from tablets where session = $1 and id = $2")
        .bind(session.to_string())
        .bind(id.to_string())
        .fetch_optional(connection)
        .await?;
    row.map(|row| Columns::of("tablets", &row).text("name")).transpose()
}

/// Keeps the digest of a code; one for the same name in the session is none any more.
///
/// # Errors
/// When the database refuses.
pub async fn offer(connection: &mut AnyConnection, offer: &Offer) -> Result<(), StorageError> {
    sqlx::query("delete from tablet_codes where session = $1 and name = $2")
        .bind(offer.session.to_string())
        .bind(&offer.name)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "insert into tablet_codes (code, session, name, seat, expires_at) \
         values ($1, $2, $3, $4, $5)",
    )
    .bind(&offer.code)
    .bind(offer.session.to_string())
    .bind(&offer.name)
    .bind(&offer.seat)
    .bind(offer.expires_at.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// What a code enrols, by its digest.
///
/// # Errors
/// When the database refuses.
pub async fn offered(
    connection: &mut AnyConnection,
    code: &str,
) -> Result<Option<Offer>, StorageError> {
    let row = sqlx::query(
        "select code, session, name, seat, expires_at from tablet_codes where code = $1",
    )
    .bind(code)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let columns = Columns::of("tablet_codes", &row);
    Ok(Some(Offer {
        code: columns.text("code")?,
        session: columns.id("session")?,
        name: columns.text("name")?,
        seat: columns.text("seat")?,
        expires_at: columns.parsed("expires_at")?,
    }))
}

/// Takes a code out; whether it was still there.
///
/// # Errors
/// When the database refuses.
pub async fn use_up(connection: &mut AnyConnection, code: &str) -> Result<bool, StorageError> {
    let done = sqlx::query("delete from tablet_codes where code = $1")
        .bind(code)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}
