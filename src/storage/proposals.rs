//! Acts that wait for a second person, at rest.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::StorageError;
use super::row::Columns;

/// An act that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: Uuid,
    /// What is to be done: the name of a `service::proposals::Act`.
    pub act: String,
    /// With what: the id of a poll or a deputy, the digest of an archive.
    pub subject: String,
    /// Whatever else is needed to do it.
    pub details: String,
    /// The account that asked.
    pub proposed_by: Uuid,
    /// When.
    pub proposed_at: String,
}

fn read_row(row: &AnyRow) -> Result<Proposal, StorageError> {
    let columns = Columns::of("proposals", row);
    Ok(Proposal {
        id: columns.id("id")?,
        act: columns.text("act")?,
        subject: columns.text("subject")?,
        details: columns.text("details")?,
        proposed_by: columns.id("proposed_by")?,
        proposed_at: columns.text("proposed_at")?,
    })
}

/// All acts of a session that wait, the oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(
    connection: &mut AnyConnection,
    session: Uuid,
) -> Result<Vec<Proposal>, StorageError> {
    let rows = sqlx::query(
        "select id, act, subject, details, proposed_by, proposed_at from proposals \
         where session = $1 and state = 'waiting' order by proposed_at, id",
    )
    .bind(session.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter().map(read_row).collect()
}

/// An act that a second person confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// What was asked for.
    pub proposal: Proposal,
    /// The account that confirmed.
    pub by: Uuid,
    /// When.
    pub at: String,
}

/// The acts of a name that were confirmed in a session. Times are to the second, so that they say
/// nothing about which was the last.
///
/// # Errors
/// When the database refuses.
pub async fn confirmed(
    connection: &mut AnyConnection,
    session: Uuid,
    act: &str,
) -> Result<Vec<Confirmed>, StorageError> {
    let rows = sqlx::query(
        "select id, act, subject, details, proposed_by, proposed_at, decided_by, decided_at \
         from proposals where session = $1 and act = $2 and state = 'confirmed' order by id",
    )
    .bind(session.to_string())
    .bind(act)
    .fetch_all(connection)
    .await?;
    let read = |row: &AnyRow| {
        let columns = Columns::of("proposals", row);
        let (by, at) = (columns.id("decided_by")?, columns.text("decided_at")?);
        Ok(Confirmed { proposal: read_row(row)?, by, at })
    };
    rows.iter().map(read).collect()
}

/// Adds an act that waits.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut AnyConnection,
    session: Uuid,
    proposal: &Proposal,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into proposals (session, id, act, subject, details, proposed_by, proposed_at, \
         state, decided_by, decided_at) values ($1, $2, $3, $4, $5, $6, $7, 'waiting', '', '')",
    )
    .bind(session.to_string())
    .bind(proposal.id.to_string())
    .bind(&proposal.act)
    .bind(&proposal.subject)
    .bind(&proposal.details)
    .bind(proposal.proposed_by.to_string())
    .bind(&proposal.proposed_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// How a waiting act ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A second person confirmed it; the schema refuses the first.
    Confirmed(Uuid),
    /// It is not wanted any more.
    Withdrawn,
}

/// Ends a waiting act.
///
/// # Errors
/// [`StorageError::Changed`] when it does not wait any more.
pub async fn end(
    connection: &mut AnyConnection,
    session: Uuid,
    id: Uuid,
    ending: Ending,
    at: &str,
) -> Result<(), StorageError> {
    let (state, by) = match ending {
        Ending::Confirmed(by) => ("confirmed", by.to_string()),
        Ending::Withdrawn => ("withdrawn", String::new()),
    };
    let done = sqlx::query(
        "update proposals set state = $1, decided_by = $2, decided_at = $3 \
         where session = $4 and id = $5 and state = 'waiting'",
    )
    .bind(state)
    .bind(by)
    .bind(at)
    .bind(session.to_string())
    .bind(id.to_string())
    .execute(connection)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("proposals")) }
}
