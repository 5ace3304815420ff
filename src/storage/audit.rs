//! The staff's audit trail (操作日志) at rest: each line is chained to the one before.

use ballotbox::codec::Digest;
use sqlx::AnyConnection;
use uuid::Uuid;

use super::StorageError;
use super::row::{Columns, integer};

/// A line of the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: String,
    /// In which session; empty where it concerns none.
    pub session: String,
    /// Who: the name to sign in with, or empty for the program itself.
    pub actor: String,
    /// As what.
    pub role: String,
    /// What was done: key of a message.
    pub action: String,
    /// With what: names, ids.
    pub object: String,
    /// Whatever else matters.
    pub details: String,
}

/// A line as it stands in the trail.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its position, from 1.
    pub position: u64,
    /// The line.
    pub line: Line,
    /// Digest of the line and of the chain before it.
    pub chain: String,
}

/// What the chain becomes with a line.
pub fn chained(before: &str, line: &Line) -> String {
    let parts = [
        before,
        &line.at,
        &line.session,
        &line.actor,
        &line.role,
        &line.action,
        &line.object,
        &line.details,
    ];
    // Lengths go before the texts, so that no two lines are one text.
    let lengths = parts.map(|part| format!("{}:", part.len()));
    let texts = lengths.iter().map(String::as_str).zip(parts);
    let bytes: Vec<&[u8]> =
        texts.flat_map(|(length, part)| [length.as_bytes(), part.as_bytes()]).collect();
    Digest::of(&bytes).to_string()
}

/// Appends a line.
///
/// The trail is one chain for all sessions: who appends holds one row until the end of the
/// transaction, so that on PostgreSQL too nobody else continues from the same line.
///
/// # Errors
/// When the database refuses.
pub async fn append(connection: &mut AnyConnection, line: &Line) -> Result<(), StorageError> {
    sqlx::query(
        "insert into facts (name, value) values ('audit_turn', '') \
         on conflict (name) do update set value = excluded.value",
    )
    .execute(&mut *connection)
    .await?;
    let last = sqlx::query("select position, chain from audit order by position desc limit 1")
        .fetch_optional(&mut *connection)
        .await?;
    let (position, before) = match &last {
        None => (0_u64, String::new()),
        Some(row) => {
            let columns = Columns::of("audit", row);
            (columns.number("position")?, columns.text("chain")?)
        }
    };
    sqlx::query(
        "insert into audit (position, at, session, actor, role, action, object, details, chain) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(integer(position + 1))
    .bind(&line.at)
    .bind(&line.session)
    .bind(&line.actor)
    .bind(&line.role)
    .bind(&line.action)
    .bind(&line.object)
    .bind(&line.details)
    .bind(chained(&before, line))
    .execute(connection)
    .await?;
    Ok(())
}

/// The latest lines of a session, or of everything where `session` is nothing; newest first.
///
/// # Errors
/// When the database refuses.
pub async fn latest(
    connection: &mut AnyConnection,
    session: Option<Uuid>,
    count: u32,
) -> Result<Vec<Kept>, StorageError> {
    let query = match session {
        Some(session) => sqlx::query(
            "select position, at, session, actor, role, action, object, details, chain from audit \
             where session = $1 order by position desc limit $2",
        )
        .bind(session.to_string())
        .bind(integer(count)),
        None => sqlx::query(
            "select position, at, session, actor, role, action, object, details, chain from audit \
             order by position desc limit $1",
        )
        .bind(integer(count)),
    };
    query.fetch_all(connection).await?.iter().map(read_row).collect()
}

/// The last line of a session with an action.
///
/// # Errors
/// When the database refuses.
pub async fn last(
    connection: &mut AnyConnection,
    session: Uuid,
    action: &str,
) -> Result<Option<Kept>, StorageError> {
    let row = sqlx::query(
        "select position, at, session, actor, role, action, object, details, chain from audit \
         where session = $1 and action = $2 order by position desc limit 1",
    )
    .bind(session.to_string())
    .bind(action)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(read_row).transpose()
}

fn read_row(row: &sqlx::any::AnyRow) -> Result<Kept, StorageError> {
    let columns = Columns::of("audit", row);
    let line = Line {
        at: columns.text("at")?,
        session: columns.text("session")?,
        actor: columns.text("actor")?,
        role: columns.text("role")?,
        action: columns.text("action")?,
        object: columns.text("object")?,
        details: columns.text("details")?,
    };
    Ok(Kept { position: columns.number("position")?, line, chain: columns.text("chain")? })
}
