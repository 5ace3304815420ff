//! The staff's audit trail (操作日志) at rest: each line is chained to the one before of the same
//! session, or of the lines that concern none.

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
    /// From which address; empty for the program itself.
    pub source: String,
    /// From which known device: the beginning of its digest.
    pub device: String,
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
    /// Its position in its session's chain, from 1.
    pub position: u64,
    /// The line.
    pub line: Line,
    /// Digest of the line and of the chain before it.
    pub chain: String,
}

/// Where a chain ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The position of the last line; 0 where there is none.
    pub position: u64,
    /// The digest of the last line.
    pub chain: String,
}

impl Line {
    /// The same, where every text is one line of visible letters: what would break a line or turn
    /// its direction stands there as its number.
    fn on_one_line(&self) -> Self {
        let visible = |text: &String| {
            let hidden = |letter: char| {
                letter.is_control()
                    || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
                    || matches!(letter, '\u{2066}'..='\u{2069}' | '\u{feff}')
            };
            let mut shown = String::with_capacity(text.len());
            for letter in text.chars() {
                if hidden(letter) {
                    shown.extend(letter.escape_unicode());
                } else {
                    shown.push(letter);
                }
            }
            shown
        };
        Self {
            at: visible(&self.at),
            session: visible(&self.session),
            actor: visible(&self.actor),
            role: visible(&self.role),
            source: visible(&self.source),
            device: visible(&self.device),
            action: visible(&self.action),
            object: visible(&self.object),
            details: visible(&self.details),
        }
    }
}

/// What the chain becomes with a line.
pub fn chained(before: &str, line: &Line) -> String {
    let parts = [
        before,
        &line.at,
        &line.session,
        &line.actor,
        &line.role,
        &line.source,
        &line.device,
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
/// Each session has a chain of its own: who appends holds that chain's head until the end of the
/// transaction, so that on PostgreSQL too nobody else continues from the same line, and nobody of
/// another session waits.
///
/// # Errors
/// When the database refuses.
pub async fn append(connection: &mut AnyConnection, line: &Line) -> Result<(), StorageError> {
    let line = line.on_one_line();
    sqlx::query(
        "insert into audit_heads (session, position, chain) values ($1, 0, '') \
         on conflict (session) do update set position = audit_heads.position",
    )
    .bind(&line.session)
    .execute(&mut *connection)
    .await?;
    let before = head(connection, &line.session).await?;
    let (position, chain) = (before.position + 1, chained(&before.chain, &line));
    sqlx::query(
        "insert into audit (session, position, at, actor, role, source, device, action, object, \
         details, chain) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(&line.session)
    .bind(integer(position))
    .bind(&line.at)
    .bind(&line.actor)
    .bind(&line.role)
    .bind(&line.source)
    .bind(&line.device)
    .bind(&line.action)
    .bind(&line.object)
    .bind(&line.details)
    .bind(&chain)
    .execute(&mut *connection)
    .await?;
    sqlx::query("update audit_heads set position = $1, chain = $2 where session = $3")
        .bind(integer(position))
        .bind(&chain)
        .bind(&line.session)
        .execute(connection)
        .await?;
    Ok(())
}

/// Where a session's chain ends; with an empty text, the chain of what concerns none.
///
/// # Errors
/// When the database refuses.
pub async fn head(connection: &mut AnyConnection, session: &str) -> Result<Head, StorageError> {
    let row = sqlx::query("select position, chain from audit_heads where session = $1")
        .bind(session)
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(Head::default()) };
    let columns = Columns::of("audit_heads", &row);
    Ok(Head { position: columns.number("position")?, chain: columns.text("chain")? })
}

/// The sessions that have a chain, and an empty text for what concerns none.
///
/// # Errors
/// When the database refuses.
pub async fn chains(connection: &mut AnyConnection) -> Result<Vec<String>, StorageError> {
    // Lines without a head are a chain too: whoever took the head away is to be noticed.
    let rows = sqlx::query(
        "select session from audit_heads union select distinct session from audit order by 1",
    )
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Columns::of("audit_heads", row).text("session")).collect()
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select session, position, at, actor, role, source, device, action, object, \
             details, chain from audit ",
            $rest
        )
    };
}

/// Lines of a chain after a position, in their order.
///
/// # Errors
/// When the database refuses.
pub async fn after(
    connection: &mut AnyConnection,
    session: &str,
    position: u64,
    count: u32,
) -> Result<Vec<Kept>, StorageError> {
    let query =
        sqlx::query(select!("where session = $1 and position > $2 order by position limit $3"))
            .bind(session)
            .bind(integer(position))
            .bind(integer(count));
    query.fetch_all(connection).await?.iter().map(read_row).collect()
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
        Some(session) => sqlx::query(select!("where session = $1 order by position desc limit $2"))
            .bind(session.to_string())
            .bind(integer(count)),
        None => sqlx::query(select!("order by at desc, session, position desc limit $1"))
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
    let row =
        sqlx::query(select!("where session = $1 and action = $2 order by position desc limit 1"))
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
        source: columns.text("source")?,
        device: columns.text("device")?,
        action: columns.text("action")?,
        object: columns.text("object")?,
        details: columns.text("details")?,
    };
    Ok(Kept { position: columns.number("position")?, line, chain: columns.text("chain")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_whatever_is_written_into_it() {
        let line = Line {
            at: "2026-01-31T01:00:00Z".into(),
            session: String::new(),
            actor: "clerk".into(),
            role: "clerk".into(),
            source: "192.0.2.1\r\nX: y".into(),
            device: String::new(),
            action: "audit-denied".into(),
            object: "/x\u{0}\u{1b}[31m\u{202e}李四".into(),
            details: "一\n二\u{2028}三".into(),
        };
        let kept = line.on_one_line();
        assert_eq!(kept.source, "192.0.2.1\\u{d}\\u{a}X: y");
        assert_eq!(kept.object, "/x\\u{0}\\u{1b}[31m\\u{202e}李四");
        assert_eq!(kept.details, "一\\u{a}二\\u{2028}三");
        assert_eq!(kept.actor, "clerk", "the control: what is visible stays");
    }
}
