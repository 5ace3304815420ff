//! The check of oneself at the start: the file is whole, the logs that still run and the audit
//! trail hold together. Nothing is taken before it has passed.

use ballotbox::codec::Digest;
use ballotbox::entry::{Body, Entry};
use ballotbox::ledger::Ledger;
use ballotbox::log::leaf_hash;
use ballotbox::note::Checkpoint;
use sqlx::AnyConnection;
use thiserror::Error;
use uuid::Uuid;

use super::audit::check_chain;
use super::{Fault, Service};
use crate::domain::session::{Session, Stage};
use crate::storage::{self, Storage, StorageError};

/// What does not hold, and where.
#[derive(Debug, Error)]
pub enum Unsound {
    /// The database refuses, or its file is damaged.
    #[error("{0}")]
    Storage(#[from] StorageError),
    /// The log of a session.
    #[error("the log of session {session} does not hold: {why}")]
    Log {
        /// Which.
        session: Uuid,
        /// What is wrong.
        why: String,
    },
    /// The audit trail.
    #[error("line {0} of the audit trail does not continue the line before it")]
    Trail(u64),
}

impl Unsound {
    /// Whether a backup answers it. While somebody else reads the file, nothing is wrong with it.
    pub fn wants_a_backup(&self) -> bool {
        !matches!(self, Self::Storage(StorageError::NotFolded))
    }
}

/// Where a log stands: its size and its root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The session.
    pub session: Uuid,
    /// Entries.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
}

impl Head {
    fn of(session: &Session, ledger: &Ledger) -> Self {
        let size = u64::try_from(ledger.size()).unwrap_or(u64::MAX);
        Self { session: session.id, size, root: ledger.root() }
    }

    /// The head as it is printed, to be compared: the size and ten characters.
    pub fn code(&self) -> String {
        format!("{}-{}", self.size, self.root.code(10, 5))
    }
}

impl Service {
    /// Checks oneself: the file, the logs of all sessions that are not closed, the audit trail.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub async fn self_check(&self) -> Result<(), Unsound> {
        self.storage().check_file().await?;
        for session in self.sessions_at_rest().await? {
            if session.stage != Stage::Closed {
                self.check_log(&session).await?;
            }
        }
        let mut connection = self.storage().read().await?;
        check_trail(&mut connection).await
    }

    /// As [`Self::self_check`], with the logs of closed sessions too; where each log stands.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub async fn check_all(&self) -> Result<Vec<Head>, Unsound> {
        self.storage().check_file().await?;
        let mut heads = Vec::new();
        for session in self.sessions_at_rest().await? {
            let ledger = self.check_log(&session).await?;
            heads.push(Head::of(&session, &ledger));
        }
        let mut connection = self.storage().read().await?;
        check_trail(&mut connection).await?;
        Ok(heads)
    }

    async fn sessions_at_rest(&self) -> Result<Vec<Session>, StorageError> {
        let mut connection = self.storage().read().await?;
        storage::sessions::all(&mut connection).await
    }

    /// Checks a log, and that it continues every checkpoint that was given out of it.
    async fn check_log(&self, session: &Session) -> Result<Ledger, Unsound> {
        let mut connection = self.storage().read().await?;
        let ledger = check_log(&mut connection, session).await?;
        let notes = storage::log::checkpoints(&mut connection, session.id).await?;
        let key = self.inner.keys.log_key(session.id).public();
        for note in &notes {
            let read = ledger.origin().map(|origin| Checkpoint::read(note, origin, &key));
            let continued = matches!(read, Some(Ok(Checkpoint { size, root }))
                if ledger.tree().root_at(size) == Some(root));
            if !continued {
                let why = "it does not continue a checkpoint of its own".into();
                return Err(Unsound::Log { session: session.id, why });
            }
        }
        Ok(ledger)
    }
}

/// Checks the file of a database that nobody writes to, and leaves no trace; where each log stands.
///
/// # Errors
/// The first thing that does not hold.
pub async fn check_copy(path: &str) -> Result<Vec<Head>, Unsound> {
    let storage = Storage::open_at_rest(path).await?;
    storage.integrity_check().await?;
    let mut heads = Vec::new();
    {
        let mut connection = storage.read().await?;
        for session in storage::sessions::all(&mut connection).await? {
            heads.push(Head::of(&session, &check_log(&mut connection, &session).await?));
        }
        check_trail(&mut connection).await?;
    }
    storage.close().await;
    Ok(heads)
}

async fn check_trail(connection: &mut AnyConnection) -> Result<(), Unsound> {
    for session in storage::audit::chains(connection).await? {
        let check = check_chain(connection, session).await?;
        if let Some(position) = check.broken_at {
            return Err(Unsound::Trail(position));
        }
    }
    Ok(())
}

/// Plays a log from its first entry and holds it against what else the database says of it.
async fn check_log(connection: &mut AnyConnection, session: &Session) -> Result<Ledger, Unsound> {
    let wrong = |why: String| Unsound::Log { session: session.id, why };
    let rows = storage::log::rows(connection, session.id).await?;
    let (mut entries, mut slips, mut ballots) = (Vec::new(), Vec::new(), Vec::new());
    for (number, row) in (0_u64..).zip(rows) {
        let entry = Entry::from_bytes(&row.bytes);
        let entry = entry.map_err(|error| wrong(format!("entry {number}: {error}")))?;
        let whole = row.position == number
            && row.kind == entry.body().kind()
            && row.leaf == leaf_hash(&row.bytes).to_string();
        if !whole {
            return Err(wrong(format!("entry {number} is not what was stored")));
        }
        if let Body::Ballot(ballot) = entry.into_body() {
            slips.push((ballot.poll, ballot.slip.to_string(), number));
            ballots.push(ballot);
        }
        entries.push(row.bytes);
    }
    let ledger = Ledger::read(&entries).map_err(|refuted| wrong(refuted.to_string()))?;
    for ballot in &ballots {
        let signed = ledger.poll(ballot.poll).map(|poll| ballot.check_signature(poll.poll()));
        if !matches!(signed, Some(Ok(()))) {
            return Err(wrong("a ballot is not signed by its slip".into()));
        }
    }
    if u64::try_from(entries.len()) != Ok(session.log_size) {
        return Err(wrong(format!("{} entries, not {}", entries.len(), session.log_size)));
    }
    let mut used = storage::log::used_slips(connection, session.id).await?;
    used.sort_by_key(|(_, _, position)| *position);
    if used != slips {
        return Err(wrong("the list of slips that have voted is not that of its ballots".into()));
    }
    Ok(ledger)
}

impl From<Unsound> for Fault {
    fn from(unsound: Unsound) -> Self {
        match unsound {
            Unsound::Storage(error) => Self::Storage(error),
            Unsound::Log { .. } | Unsound::Trail(_) => Self::Broken("the data do not hold"),
        }
    }
}
