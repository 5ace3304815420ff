//! Notes that officers sign one after another, and what tellers hand in at the close, at rest.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::StorageError;
use super::row::{Columns, integer};

/// A note that waits for signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingNote {
    /// Its id.
    pub id: Uuid,
    /// The kind of entry that it becomes.
    pub kind: String,
    /// What it is about: the id of a poll, a slip's key, or nothing.
    pub subject: String,
    /// The text that is signed.
    pub text: String,
    /// The entry's body without the note, as JSON.
    pub body: String,
}

/// One officer's signature: the note's text with it alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The officer.
    pub officer: Uuid,
    /// The note.
    pub note: String,
}

fn read_row(row: &AnyRow) -> Result<WaitingNote, StorageError> {
    let columns = Columns::of("notes", row);
    Ok(WaitingNote {
        id: columns.id("id")?,
        kind: columns.text("kind")?,
        subject: columns.text("subject")?,
        text: columns.text("text")?,
        body: columns.text("body")?,
    })
}

/// All notes of a session that wait, the oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(
    connection: &mut AnyConnection,
    session: Uuid,
) -> Result<Vec<WaitingNote>, StorageError> {
    let rows = sqlx::query(
        "select id, kind, subject, text, body from notes \
         where session = $1 and state = 'waiting' order by made_at, id",
    )
    .bind(session.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter().map(read_row).collect()
}

/// Adds a note that waits.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut AnyConnection,
    session: Uuid,
    note: &WaitingNote,
    at: &str,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into notes (session, id, kind, subject, text, body, state, made_at) \
         values ($1, $2, $3, $4, $5, $6, 'waiting', $7)",
    )
    .bind(session.to_string())
    .bind(note.id.to_string())
    .bind(&note.kind)
    .bind(&note.subject)
    .bind(&note.text)
    .bind(&note.body)
    .bind(at)
    .execute(connection)
    .await?;
    Ok(())
}

/// How a waiting note ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteEnding {
    /// It stands in the log.
    Entered,
    /// It is not wanted any more.
    Withdrawn,
}

/// Ends a waiting note.
///
/// # Errors
/// [`StorageError::Changed`] when it does not wait any more.
pub async fn end(
    connection: &mut AnyConnection,
    session: Uuid,
    id: Uuid,
    ending: NoteEnding,
) -> Result<(), StorageError> {
    let state = match ending {
        NoteEnding::Entered => "entered",
        NoteEnding::Withdrawn => "withdrawn",
    };
    let done = sqlx::query(
        "update notes set state = $1 where session = $2 and id = $3 and state = 'waiting'",
    )
    .bind(state)
    .bind(session.to_string())
    .bind(id.to_string())
    .execute(connection)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("notes")) }
}

/// The signatures of a note.
///
/// # Errors
/// When the database refuses.
pub async fn signatures(
    connection: &mut AnyConnection,
    session: Uuid,
    note: Uuid,
) -> Result<Vec<Signed>, StorageError> {
    let rows = sqlx::query(
        "select officer, signed from note_signatures \
         where session = $1 and note = $2 order by officer",
    )
    .bind(session.to_string())
    .bind(note.to_string())
    .fetch_all(connection)
    .await?;
    let read = |row: &AnyRow| {
        let columns = Columns::of("note_signatures", row);
        Ok(Signed { officer: columns.id("officer")?, note: columns.text("signed")? })
    };
    rows.iter().map(read).collect()
}

/// Keeps an officer's signature of a note; the same officer's again changes nothing.
///
/// # Errors
/// When the database refuses.
pub async fn sign(
    connection: &mut AnyConnection,
    session: Uuid,
    note: Uuid,
    signed: &Signed,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into note_signatures (session, note, officer, signed) values ($1, $2, $3, $4) \
         on conflict (session, note, officer) do nothing",
    )
    .bind(session.to_string())
    .bind(note.to_string())
    .bind(signed.officer.to_string())
    .bind(&signed.note)
    .execute(connection)
    .await?;
    Ok(())
}

/// What one teller's device found at the close.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TellerClosing {
    /// The teller or, where stubs and ballots differ, the presidium member.
    pub officer: Uuid,
    /// Stubs counted.
    pub stubs: u64,
    /// Papers that were handed out and are in no box.
    pub unreturned: u64,
    /// The closing note with this officer's signature.
    pub note: String,
}

/// What officers handed in for the closing note of a poll.
///
/// # Errors
/// When the database refuses.
pub async fn closings(
    connection: &mut AnyConnection,
    session: Uuid,
    poll: Uuid,
) -> Result<Vec<TellerClosing>, StorageError> {
    let rows = sqlx::query(
        "select officer, stubs, unreturned, signed from closings where session = $1 and poll = $2 \
         order by officer",
    )
    .bind(session.to_string())
    .bind(poll.to_string())
    .fetch_all(connection)
    .await?;
    let read = |row: &AnyRow| {
        let columns = Columns::of("closings", row);
        Ok(TellerClosing {
            officer: columns.id("officer")?,
            stubs: columns.number("stubs")?,
            unreturned: columns.number("unreturned")?,
            note: columns.text("signed")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Keeps what an officer handed in; a recount replaces it as long as the note is not entered.
///
/// # Errors
/// When the database refuses.
pub async fn keep_closing(
    connection: &mut AnyConnection,
    session: Uuid,
    poll: Uuid,
    closing: &TellerClosing,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into closings (session, poll, officer, stubs, unreturned, signed) \
         values ($1, $2, $3, $4, $5, $6) on conflict (session, poll, officer) \
         do update set stubs = excluded.stubs, unreturned = excluded.unreturned, \
         signed = excluded.signed",
    )
    .bind(session.to_string())
    .bind(poll.to_string())
    .bind(closing.officer.to_string())
    .bind(integer(closing.stubs))
    .bind(integer(closing.unreturned))
    .bind(&closing.note)
    .execute(connection)
    .await?;
    Ok(())
}

/// The shares handed in for a poll, as JSON, kept back until all are in.
///
/// # Errors
/// When the database refuses.
pub async fn shares(
    connection: &mut AnyConnection,
    session: Uuid,
    poll: Uuid,
) -> Result<Vec<String>, StorageError> {
    let rows =
        sqlx::query("select share from shares where session = $1 and poll = $2 order by officer")
            .bind(session.to_string())
            .bind(poll.to_string())
            .fetch_all(connection)
            .await?;
    rows.iter().map(|row| Columns::of("shares", row).text("share")).collect()
}

/// Keeps a teller's share; a second one changes nothing.
///
/// # Errors
/// When the database refuses.
pub async fn keep_share(
    connection: &mut AnyConnection,
    session: Uuid,
    poll: Uuid,
    officer: Uuid,
    share: &str,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into shares (session, poll, officer, share) values ($1, $2, $3, $4) \
         on conflict (session, poll, officer) do nothing",
    )
    .bind(session.to_string())
    .bind(poll.to_string())
    .bind(officer.to_string())
    .bind(share)
    .execute(connection)
    .await?;
    Ok(())
}
