//! The session's log at rest: entries, which slip cast which, and checkpoints. Append-only, by
//! triggers of the database too.

use sqlx::AnyConnection;
use uuid::Uuid;

use super::StorageError;
use super::row::{Columns, integer};

/// The canonical bytes of all entries from a position on, in order.
///
/// # Errors
/// When the database refuses.
pub async fn entries(
    connection: &mut AnyConnection,
    session: Uuid,
    from: u64,
) -> Result<Vec<Vec<u8>>, StorageError> {
    let rows = sqlx::query(
        "select bytes from entries where session = $1 and position >= $2 order by position",
    )
    .bind(session.to_string())
    .bind(integer(from))
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Columns::of("entries", row).bytes("bytes")).collect()
}

/// An entry with all that stands beside it.
#[derive(Clone, Debug)]
pub struct EntryRow {
    /// Its position.
    pub position: u64,
    /// Its kind.
    pub kind: String,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
    /// Its leaf.
    pub leaf: String,
}

/// All entries of a session with all that stands beside them, in order.
///
/// # Errors
/// When the database refuses.
pub async fn rows(
    connection: &mut AnyConnection,
    session: Uuid,
) -> Result<Vec<EntryRow>, StorageError> {
    let rows = sqlx::query(
        "select position, kind, bytes, leaf from entries where session = $1 order by position",
    )
    .bind(session.to_string())
    .fetch_all(connection)
    .await?;
    let read = |row| {
        let columns = Columns::of("entries", row);
        Ok(EntryRow {
            position: columns.number("position")?,
            kind: columns.text("kind")?,
            bytes: columns.bytes("bytes")?,
            leaf: columns.text("leaf")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Poll, slip and position of every slip that has voted.
///
/// # Errors
/// When the database refuses.
pub async fn used_slips(
    connection: &mut AnyConnection,
    session: Uuid,
) -> Result<Vec<(Uuid, String, u64)>, StorageError> {
    let rows = sqlx::query("select poll, slip, position from ballots where session = $1")
        .bind(session.to_string())
        .fetch_all(connection)
        .await?;
    let read = |row| {
        let columns = Columns::of("ballots", row);
        Ok((columns.id("poll")?, columns.text("slip")?, columns.number("position")?))
    };
    rows.iter().map(read).collect()
}

/// The positions and canonical bytes of all entries of a kind, in order.
///
/// # Errors
/// When the database refuses.
pub async fn of_kind(
    connection: &mut AnyConnection,
    session: Uuid,
    kind: &str,
) -> Result<Vec<(u64, Vec<u8>)>, StorageError> {
    let rows = sqlx::query(
        "select position, bytes from entries where session = $1 and kind = $2 order by position",
    )
    .bind(session.to_string())
    .bind(kind)
    .fetch_all(connection)
    .await?;
    let read = |row| {
        let columns = Columns::of("entries", row);
        Ok((columns.number("position")?, columns.bytes("bytes")?))
    };
    rows.iter().map(read).collect()
}

/// All entries of a session but the ballots, in order: what papers tell of it.
///
/// # Errors
/// When the database refuses.
pub async fn but_ballots(
    connection: &mut AnyConnection,
    session: Uuid,
) -> Result<Vec<Vec<u8>>, StorageError> {
    let rows = sqlx::query(
        "select bytes from entries where session = $1 and kind <> 'ballot' order by position",
    )
    .bind(session.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Columns::of("entries", row).bytes("bytes")).collect()
}

/// The last entry that bears a time: ballots do not.
///
/// # Errors
/// When the database refuses.
pub async fn last_dated(
    connection: &mut AnyConnection,
    session: Uuid,
) -> Result<Option<Vec<u8>>, StorageError> {
    let row = sqlx::query(
        "select bytes from entries where session = $1 and kind <> 'ballot' \
         order by position desc limit 1",
    )
    .bind(session.to_string())
    .fetch_optional(connection)
    .await?;
    row.map(|row| Columns::of("entries", &row).bytes("bytes")).transpose()
}

/// An entry to append.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'a> {
    /// Its position, the log's size before it.
    pub position: u64,
    /// Its kind.
    pub kind: &'a str,
    /// Its canonical bytes.
    pub bytes: &'a [u8],
    /// Its leaf.
    pub leaf: &'a str,
}

/// Appends an entry.
///
/// # Errors
/// When the database refuses, for instance a position that is taken.
pub async fn append(
    connection: &mut AnyConnection,
    session: Uuid,
    entry: NewEntry<'_>,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into entries (session, position, kind, bytes, leaf) values ($1, $2, $3, $4, $5)",
    )
    .bind(session.to_string())
    .bind(integer(entry.position))
    .bind(entry.kind)
    .bind(entry.bytes)
    .bind(entry.leaf)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes which entry a slip cast in a poll: the database refuses a second.
///
/// # Errors
/// When the database refuses.
pub async fn use_slip(
    connection: &mut AnyConnection,
    session: Uuid,
    poll: Uuid,
    slip: &str,
    position: u64,
) -> Result<(), StorageError> {
    sqlx::query("insert into ballots (session, poll, slip, position) values ($1, $2, $3, $4)")
        .bind(session.to_string())
        .bind(poll.to_string())
        .bind(slip)
        .bind(integer(position))
        .execute(connection)
        .await?;
    Ok(())
}

/// All checkpoints that were signed, the smallest first.
///
/// # Errors
/// When the database refuses.
pub async fn checkpoints(
    connection: &mut AnyConnection,
    session: Uuid,
) -> Result<Vec<String>, StorageError> {
    let rows = sqlx::query("select note from checkpoints where session = $1 order by size")
        .bind(session.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Columns::of("checkpoints", row).text("note")).collect()
}

/// Keeps a checkpoint; one that stands already is left as it is.
///
/// # Errors
/// When the database refuses.
pub async fn keep_checkpoint(
    connection: &mut AnyConnection,
    session: Uuid,
    size: u64,
    note: &str,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into checkpoints (session, size, note) values ($1, $2, $3) \
         on conflict (session, size) do nothing",
    )
    .bind(session.to_string())
    .bind(integer(size))
    .bind(note)
    .execute(connection)
    .await?;
    Ok(())
}
