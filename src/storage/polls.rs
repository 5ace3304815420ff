//! Polls before they open, at rest. From then on their state stands in the log.

use ballotbox::manifest::Channel;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::StorageError;
use super::row::{Columns, integer};
use crate::domain::paper;

/// Whether list and rule may still change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftState {
    /// They may.
    Draft,
    /// They are fixed.
    Ready,
    /// The poll stands in the log.
    Opened,
}

impl DraftState {
    const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Ready => "ready",
            Self::Opened => "opened",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        [Self::Draft, Self::Ready, Self::Opened].into_iter().find(|state| state.name() == name)
    }
}

/// A poll as it is prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its id, which it keeps in the log.
    pub id: Uuid,
    /// Its place in the session, from 1: the stub that goes into its box.
    pub position: u32,
    /// The question on the ballot.
    pub question: String,
    /// How votes come in.
    pub channel: Channel,
    /// The ballot method, as the JSON of `docs/FORMATS.md`.
    pub method: String,
    /// The rule, profile and changes, as the JSON of `docs/FORMATS.md`.
    pub rule: String,
    /// Whether it may still change.
    pub state: DraftState,
    /// The poll that it continues.
    pub previous: Option<Uuid>,
    /// The candidate projects in the order of the ballot.
    pub options: Vec<(u32, Uuid)>,
    /// Fingerprint of list and rule, from when they are fixed.
    pub list_digest: String,
    /// The day on which the congress adopted the 票决办法; empty before.
    pub adopted_on: String,
    /// How it was adopted, in words.
    pub adopted_record: String,
    /// Since when the running poll goes on on paper; empty where it does not.
    pub paper_since: String,
    /// Why it does, in words.
    pub paper_reason: String,
    /// Grows with every change.
    pub version: u64,
}

impl Draft {
    /// Whether slips have a stub for it: only a sealed vote's deputies tear one off.
    pub const fn takes_stub(&self) -> bool {
        matches!(self.channel, Channel::Sealed)
    }
}

fn read_row(row: &AnyRow) -> Result<Draft, StorageError> {
    let columns = Columns::of("polls", row);
    let previous = columns.text("previous")?;
    Ok(Draft {
        id: columns.id("id")?,
        position: columns.number("position")?,
        question: columns.text("question")?,
        channel: columns.word("channel", paper::parse)?,
        method: columns.text("method")?,
        rule: columns.text("rule")?,
        state: columns.word("state", DraftState::parse)?,
        previous: if previous.is_empty() { None } else { Some(columns.id("previous")?) },
        options: Vec::new(),
        list_digest: columns.text("list_digest")?,
        adopted_on: columns.text("adopted_on")?,
        adopted_record: columns.text("adopted_record")?,
        paper_since: columns.text("paper_since")?,
        paper_reason: columns.text("paper_reason")?,
        version: columns.number("version")?,
    })
}

/// All polls of a session in order.
///
/// # Errors
/// When the database refuses.
pub async fn all(
    connection: &mut AnyConnection,
    session: Uuid,
) -> Result<Vec<Draft>, StorageError> {
    let rows = sqlx::query(
        "select id, position, question, method, rule, state, previous, list_digest, adopted_on, \
         adopted_record, version, channel, paper_since, paper_reason from polls \
         where session = $1 order by position",
    )
    .bind(session.to_string())
    .fetch_all(&mut *connection)
    .await?;
    let mut drafts = rows.iter().map(read_row).collect::<Result<Vec<_>, _>>()?;
    let rows = sqlx::query(
        "select poll, number, project from poll_options where session = $1 order by poll, number",
    )
    .bind(session.to_string())
    .fetch_all(connection)
    .await?;
    for row in &rows {
        let columns = Columns::of("poll_options", row);
        let (poll, option) =
            (columns.id("poll")?, (columns.number("number")?, columns.id("project")?));
        if let Some(draft) = drafts.iter_mut().find(|draft| draft.id == poll) {
            draft.options.push(option);
        }
    }
    Ok(drafts)
}

/// Adds a poll. One that repeats what two persons fixed is so once its list stands there whole.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut AnyConnection,
    session: Uuid,
    draft: &Draft,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into polls (session, id, position, question, method, rule, state, previous, \
         list_digest, adopted_on, adopted_record, channel, paper_since, paper_reason, version) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)",
    )
    .bind(session.to_string())
    .bind(draft.id.to_string())
    .bind(integer(draft.position))
    .bind(&draft.question)
    .bind(&draft.method)
    .bind(&draft.rule)
    .bind(DraftState::Draft.name())
    .bind(draft.previous.map_or_else(String::new, |id| id.to_string()))
    .bind(&draft.list_digest)
    .bind(&draft.adopted_on)
    .bind(&draft.adopted_record)
    .bind(paper::name(draft.channel))
    .bind(&draft.paper_since)
    .bind(&draft.paper_reason)
    .execute(&mut *connection)
    .await?;
    write_options(connection, session, draft).await?;
    if draft.state != DraftState::Draft {
        sqlx::query("update polls set state = $1 where session = $2 and id = $3")
            .bind(draft.state.name())
            .bind(session.to_string())
            .bind(draft.id.to_string())
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// Changes a poll that has not changed since it was read. A list that is fixed stays as it is.
///
/// # Errors
/// [`StorageError::Changed`] when it has.
pub async fn update(
    connection: &mut AnyConnection,
    session: Uuid,
    draft: &Draft,
) -> Result<(), StorageError> {
    let done = sqlx::query(
        "update polls set question = $1, method = $2, rule = $3, state = $4, list_digest = $5, \
         adopted_on = $6, adopted_record = $7, position = $8, channel = $9, paper_since = $10, \
         paper_reason = $11, version = version + 1 \
         where session = $12 and id = $13 and version = $14",
    )
    .bind(&draft.question)
    .bind(&draft.method)
    .bind(&draft.rule)
    .bind(draft.state.name())
    .bind(&draft.list_digest)
    .bind(&draft.adopted_on)
    .bind(&draft.adopted_record)
    .bind(integer(draft.position))
    .bind(paper::name(draft.channel))
    .bind(&draft.paper_since)
    .bind(&draft.paper_reason)
    .bind(session.to_string())
    .bind(draft.id.to_string())
    .bind(integer(draft.version))
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() != 1 {
        return Err(StorageError::Changed("polls"));
    }
    if draft.state != DraftState::Draft {
        return Ok(());
    }
    clear_options(connection, session, draft.id).await?;
    write_options(connection, session, draft).await
}

/// Keeps how many deputies are on leave as a poll closes.
///
/// # Errors
/// When the database refuses.
pub async fn keep_on_leave(
    connection: &mut AnyConnection,
    session: Uuid,
    poll: Uuid,
    on_leave: u32,
) -> Result<(), StorageError> {
    sqlx::query("update polls set on_leave = $1 where session = $2 and id = $3")
        .bind(integer(on_leave))
        .bind(session.to_string())
        .bind(poll.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// How many deputies were on leave when each poll closed, where it was kept.
///
/// # Errors
/// When the database refuses.
pub async fn on_leave(
    connection: &mut AnyConnection,
    session: Uuid,
) -> Result<Vec<(Uuid, u32)>, StorageError> {
    let rows = sqlx::query("select id, on_leave from polls where session = $1 and on_leave >= 0")
        .bind(session.to_string())
        .fetch_all(connection)
        .await?;
    let read = |row: &AnyRow| {
        let columns = Columns::of("polls", row);
        Ok((columns.id("id")?, columns.number("on_leave")?))
    };
    rows.iter().map(read).collect()
}

/// Discards a poll that is a draft.
///
/// # Errors
/// When the database refuses.
pub async fn delete(
    connection: &mut AnyConnection,
    session: Uuid,
    poll: Uuid,
) -> Result<(), StorageError> {
    // Its list goes first, but not one that is fixed.
    for statement in [
        "delete from poll_options where session = $1 and poll = $2 and exists (select 1 \
         from polls where session = $1 and id = $2 and state = 'draft')",
        "delete from polls where session = $1 and id = $2 and state = 'draft'",
    ] {
        sqlx::query(statement)
            .bind(session.to_string())
            .bind(poll.to_string())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

async fn clear_options(
    connection: &mut AnyConnection,
    session: Uuid,
    poll: Uuid,
) -> Result<(), StorageError> {
    sqlx::query("delete from poll_options where session = $1 and poll = $2")
        .bind(session.to_string())
        .bind(poll.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

async fn write_options(
    connection: &mut AnyConnection,
    session: Uuid,
    draft: &Draft,
) -> Result<(), StorageError> {
    for (number, project) in &draft.options {
        sqlx::query(
            "insert into poll_options (session, poll, number, project) values ($1, $2, $3, $4)",
        )
        .bind(session.to_string())
        .bind(draft.id.to_string())
        .bind(integer(*number))
        .bind(project.to_string())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
