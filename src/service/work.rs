//! One change of a session: a transaction with the session's turn to write, its ledger, and the two
//! logs. What is recorded is recorded in the transaction of the change itself.

use std::sync::Arc;

use ballotbox::codec::Time;
use ballotbox::entry::{Body, Entry};
use ballotbox::ledger::{Admitted, Ledger};
use sqlx::AnyConnection;
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use super::audit::short;
use super::live::LiveSession;
use super::{Actor, Fault, Service};
use crate::domain::refusal::Refusal;
use crate::domain::session::Session;
use crate::storage::audit::Line;
use crate::storage::log::NewEntry;
use crate::storage::{self, Tx};

/// A change of a session that is being made.
pub(super) struct Work {
    tx: Tx,
    /// The session as it will be.
    pub(super) session: Session,
    /// When it is made.
    pub(super) now: Time,
    ledger: Ledger,
    place: OwnedMutexGuard<Option<Ledger>>,
    live: Arc<LiveSession>,
}

impl Service {
    /// Begins a change of a session: waits for the turn, begins the transaction, brings the ledger
    /// up to the log as it stands in the database.
    pub(super) async fn work(&self, session: Uuid) -> Result<Work, Fault> {
        let live = self.inner.live.session(session);
        let place = Arc::clone(&live.ledger).lock_owned().await;
        let mut tx = self.storage().begin().await?;
        let found = storage::sessions::lock(&mut tx, session).await?;
        let session = found.ok_or_else(|| Refusal::not_found("refusal-no-session"))?;
        let ledger = catch_up(tx.connection(), &session, place.clone()).await?;
        let now = self.clock().now().map_err(|_| Fault::Broken("the clock stands nowhere"))?;
        Ok(Work { tx, session, now, ledger, place, live })
    }

    /// Begins the change that begins a session: its row is still to be inserted, its log is empty.
    pub(super) async fn first_work(&self, session: Session) -> Result<Work, Fault> {
        let live = self.inner.live.session(session.id);
        let place = Arc::clone(&live.ledger).lock_owned().await;
        let tx = self.storage().begin().await?;
        let now = self.clock().now().map_err(|_| Fault::Broken("the clock stands nowhere"))?;
        Ok(Work { tx, session, now, ledger: Ledger::new(), place, live })
    }

    /// As [`Self::work`], for an account: it must belong to the session's township.
    pub(super) async fn work_of(&self, session: Uuid, actor: &Actor) -> Result<Work, Fault> {
        let work = self.work_after(session, actor).await?;
        work.session.stage.check_running()?;
        Ok(work)
    }

    /// As [`Self::work_of`], after the session is closed too: for corrections.
    pub(super) async fn work_after(&self, session: Uuid, actor: &Actor) -> Result<Work, Fault> {
        let work = self.work(session).await?;
        let account = &actor.account;
        if account.role.is_of_township() && account.township != work.session.township {
            // Not "forbidden": whether there is such a session is nobody else's business.
            return Err(Refusal::not_found("refusal-no-session").into());
        }
        Ok(work)
    }

    /// The ledger as it stands now, for reading.
    pub(super) async fn ledger(&self, session: &Session) -> Result<Ledger, Fault> {
        let live = self.inner.live.session(session.id);
        let mut place = live.ledger.lock().await;
        // What stands here was committed. It is ahead where others wrote since the session was
        // read, and then it need not be read again from the first entry on.
        let known = place.as_ref().filter(|known| log_size(known) >= session.log_size);
        if let Some(known) = known {
            return Ok(known.clone());
        }
        let mut connection = self.storage().read().await?;
        // The caller read the session before its turn came; others have written since, and what is
        // here is then ahead of it. Held against the old length, it would be read anew each time.
        let found = storage::sessions::find(&mut connection, session.id).await?;
        let session = found.ok_or_else(|| Refusal::not_found("refusal-no-session"))?;
        let ledger = catch_up(&mut connection, &session, place.clone()).await?;
        *place = Some(ledger.clone());
        Ok(ledger)
    }
}

fn log_size(ledger: &Ledger) -> u64 {
    u64::try_from(ledger.size()).unwrap_or(u64::MAX)
}

/// The ledger with all entries that the database has. One that is ahead was never committed.
async fn catch_up(
    connection: &mut AnyConnection,
    session: &Session,
    known: Option<Ledger>,
) -> Result<Ledger, Fault> {
    let mut ledger = known.filter(|known| log_size(known) <= session.log_size).unwrap_or_default();
    if log_size(&ledger) == 0 && session.log_size > 0 {
        let entries = storage::log::entries(connection, session.id, 0).await?;
        return Ok(Ledger::read(&entries)?);
    }
    if log_size(&ledger) < session.log_size {
        for bytes in storage::log::entries(connection, session.id, log_size(&ledger)).await? {
            ledger.admit(&Entry::from_bytes(&bytes)?)?;
        }
    }
    Ok(ledger)
}

impl Work {
    /// The connection to read and write with.
    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        self.tx.connection()
    }

    /// What the log tells so far.
    pub(super) const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Appends an entry that a verifier would not refute.
    pub(super) async fn append(&mut self, body: Body) -> Result<Admitted, Fault> {
        let kind = body.kind();
        let entry = Entry::new(self.now.clone(), body);
        let admitted = self.ledger.admit(&entry)?;
        let position = u64::try_from(admitted.index).unwrap_or(u64::MAX);
        let leaf = admitted.leaf.to_string();
        let entry = NewEntry { position, kind, bytes: &admitted.bytes, leaf: &leaf };
        storage::log::append(self.tx.connection(), self.session.id, entry).await?;
        self.session.log_size = position + 1;
        Ok(admitted)
    }

    /// Writes a line into the audit trail.
    pub(super) async fn audit(
        &mut self,
        actor: &Actor,
        action: &str,
        object: impl Into<String>,
        details: impl Into<String>,
    ) -> Result<(), Fault> {
        let line = Line {
            at: self.now.as_str().to_owned(),
            session: self.session.id.to_string(),
            actor: actor.account.login.clone(),
            role: actor.account.role.name().to_owned(),
            source: actor.source.address.clone(),
            device: short(&actor.source.device),
            action: action.to_owned(),
            object: object.into(),
            details: details.into(),
        };
        Ok(storage::audit::append(self.tx.connection(), &line).await?)
    }

    /// Makes the change durable, then tells everybody who follows.
    pub(super) async fn commit(self) -> Result<Arc<LiveSession>, Fault> {
        let Self { mut tx, session, ledger, mut place, live, .. } = self;
        storage::sessions::update(tx.connection(), &session).await?;
        tx.commit().await?;
        *place = Some(ledger);
        drop(place);
        live.announce(session.version + 1);
        Ok(live)
    }
}
