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
use super::health::machine_line;
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
    turn: OwnedMutexGuard<()>,
    live: Arc<LiveSession>,
    /// What was appended, for the second copy: from which position on, and whether only ballots.
    appended: (usize, Vec<Vec<u8>>),
    only_ballots: bool,
    service: Service,
}

impl Service {
    /// Begins a change of a session: waits for the turn, begins the transaction, brings the ledger
    /// up to the log as it stands in the database.
    pub(super) async fn work(&self, session: Uuid) -> Result<Work, Fault> {
        self.check_unbroken()?;
        let live = self.inner.live.session(session);
        let turn = Arc::clone(&live.turn).lock_owned().await;
        let mut tx = self.storage().begin().await?;
        let found = storage::sessions::lock(&mut tx, session).await?;
        let session = found.ok_or_else(|| Refusal::not_found("refusal-no-session"))?;
        let ledger = catch_up(tx.connection(), &session, live.ledger()).await?;
        let ledger = Arc::unwrap_or_clone(ledger);
        let now = self.clock().now().map_err(|_| Fault::Broken("the clock stands nowhere"))?;
        let now = no_earlier(tx.connection(), &session, now).await?;
        let appended = (ledger.size(), Vec::new());
        let (only_ballots, service) = (true, self.clone());
        Ok(Work { tx, session, now, ledger, turn, live, appended, only_ballots, service })
    }

    /// Begins the change that begins a session: its row is still to be inserted, its log is empty.
    pub(super) async fn first_work(&self, session: Session) -> Result<Work, Fault> {
        let live = self.inner.live.session(session.id);
        let turn = Arc::clone(&live.turn).lock_owned().await;
        let tx = self.storage().begin().await?;
        let now = self.clock().now().map_err(|_| Fault::Broken("the clock stands nowhere"))?;
        let (ledger, appended, service) = (Ledger::new(), (0, Vec::new()), self.clone());
        let only_ballots = true;
        Ok(Work { tx, session, now, ledger, turn, live, appended, only_ballots, service })
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

    /// The ledger as it stands now, for reading. It never waits for a change that is being made.
    pub(super) async fn ledger(&self, session: &Session) -> Result<Arc<Ledger>, Fault> {
        let live = self.inner.live.session(session.id);
        // What stands here was committed. It is ahead where others wrote since the session was
        // read, and then it need not be read again from the first entry on.
        let known = || live.ledger().filter(|known| log_size(known) >= session.log_size);
        if let Some(known) = known() {
            return Ok(known);
        }
        // Another node has written. Whoever comes while its entries are read waits for them.
        let _reading = live.reading.lock().await;
        if let Some(known) = known() {
            return Ok(known);
        }
        let mut connection = self.storage().read().await?;
        let ledger = catch_up(&mut connection, session, live.ledger()).await?;
        live.keep_ledger(&ledger);
        Ok(ledger)
    }
}

/// The time now, or that of the log's last dated entry where the clock was set back behind it: the
/// times of a log never go back.
async fn no_earlier(
    connection: &mut AnyConnection,
    session: &Session,
    now: Time,
) -> Result<Time, Fault> {
    let last = storage::log::last_dated(connection, session.id).await?;
    let last = last.map(|bytes| Entry::from_bytes(&bytes)).transpose()?;
    let last = last.as_ref().and_then(Entry::at);
    Ok(last.filter(|last| last.as_str() > now.as_str()).cloned().unwrap_or(now))
}

fn log_size(ledger: &Ledger) -> u64 {
    u64::try_from(ledger.size()).unwrap_or(u64::MAX)
}

/// The ledger with all entries that the database has. One that is ahead was never committed.
async fn catch_up(
    connection: &mut AnyConnection,
    session: &Session,
    known: Option<Arc<Ledger>>,
) -> Result<Arc<Ledger>, Fault> {
    let known = known.filter(|known| log_size(known) <= session.log_size).unwrap_or_default();
    let size = log_size(&known);
    if size == session.log_size {
        return Ok(known);
    }
    let entries = storage::log::entries(connection, session.id, size).await?;
    if size == 0 {
        return Ok(Arc::new(Ledger::read(&entries)?));
    }
    let mut ledger = Arc::unwrap_or_clone(known);
    for bytes in entries {
        ledger.admit(&Entry::from_bytes(&bytes)?)?;
    }
    Ok(Arc::new(ledger))
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
        self.only_ballots &= kind == "ballot";
        if self.service.inner.copier.get().is_some() {
            self.appended.1.push(admitted.bytes.clone());
        }
        Ok(admitted)
    }

    /// Writes a line into the audit trail: of an account, or of nobody's for what is done at the
    /// machine itself.
    pub(super) async fn audit<'a>(
        &mut self,
        actor: impl Into<Option<&'a Actor>>,
        action: &str,
        object: impl Into<String>,
        details: impl Into<String>,
    ) -> Result<(), Fault> {
        let machine = machine_line(self.now.as_str().to_owned(), action, object.into());
        let session = self.session.id.to_string();
        let line = Line { session, details: details.into(), ..machine };
        let line = match actor.into() {
            None => line,
            Some(actor) => Line {
                actor: actor.account.login.clone(),
                role: actor.account.role.name().to_owned(),
                source: actor.source.address.clone(),
                device: short(&actor.source.device),
                ..line
            },
        };
        Ok(storage::audit::append(self.tx.connection(), &line).await?)
    }

    /// Makes the change durable, then tells everybody who follows.
    pub(super) async fn commit(self) -> Result<Arc<LiveSession>, Fault> {
        let Self { mut tx, session, ledger, turn, live, appended, only_ballots, service, .. } =
            self;
        storage::sessions::update(tx.connection(), &session).await?;
        tx.commit().await?;
        service.storage().witness(session.id, session.log_size).await?;
        if let Some(copier) = service.inner.copier.get() {
            let (first, entries) = appended;
            copier.follow(session.id, first, entries, only_ballots).await;
        }
        live.keep_committed(Arc::new(ledger));
        drop(turn);
        live.announce(session.version + 1);
        service.tell_nodes(session.id, session.version + 1);
        Ok(live)
    }
}
