//! What tellers enter of batches of papers, each apart from the other, at rest. A correction is a
//! new row: what was entered first stays.

use ballotbox::paper::PaperFigures;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::StorageError;
use super::row::{Columns, integer};

/// What one teller read off a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperEntry {
    /// The teller.
    pub officer: Uuid,
    /// From 1; the last one counts.
    pub attempt: u32,
    /// The figures, which name poll and batch.
    pub figures: PaperFigures,
    /// When.
    pub at: String,
}

fn read_row(row: &AnyRow) -> Result<PaperEntry, StorageError> {
    let columns = Columns::of("paper_entries", row);
    Ok(PaperEntry {
        officer: columns.id("officer")?,
        attempt: columns.number("attempt")?,
        figures: columns.word("figures", |text| serde_json::from_str(text).ok())?,
        at: columns.text("at")?,
    })
}

/// Everything that was entered of a batch, each teller's attempts in order.
///
/// # Errors
/// When the database refuses.
pub async fn entries(
    connection: &mut AnyConnection,
    session: Uuid,
    (poll, batch): (Uuid, u32),
) -> Result<Vec<PaperEntry>, StorageError> {
    let rows = sqlx::query(
        "select officer, attempt, figures, at from paper_entries \
         where session = $1 and poll = $2 and batch = $3 order by officer, attempt",
    )
    .bind(session.to_string())
    .bind(poll.to_string())
    .bind(integer(batch))
    .fetch_all(connection)
    .await?;
    rows.iter().map(read_row).collect()
}

/// Keeps what a teller read off a batch.
///
/// # Errors
/// When the database refuses; an attempt that stands is never written over.
pub async fn keep(
    connection: &mut AnyConnection,
    session: Uuid,
    entry: &PaperEntry,
) -> Result<(), StorageError> {
    let figures = serde_json::to_string(&entry.figures).map_err(|error| {
        StorageError::Inconsistent { table: "paper_entries", what: error.to_string() }
    })?;
    sqlx::query(
        "insert into paper_entries (session, poll, batch, officer, attempt, figures, at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(session.to_string())
    .bind(entry.figures.poll.to_string())
    .bind(integer(entry.figures.batch))
    .bind(entry.officer.to_string())
    .bind(integer(entry.attempt))
    .bind(figures)
    .bind(&entry.at)
    .execute(connection)
    .await?;
    Ok(())
}
