//! The live copy: follows every commit with the journal, makes a whole backup now and then, and
//! says at the desk when it falls behind. A second disk that fails never stops the vote.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use uuid::Uuid;

use super::journal::Journals;
use super::{BackupError, Sealed, away, backups, make, refused};
use crate::clock::Stopwatch;
use crate::service::health::{Alarm, machine_line};
use crate::service::{Fault, Inner, KeyFile, Service};
use crate::storage::{self, Dialect};

/// Whole backups that are kept.
const KEPT: usize = 10;
/// How long a commit waits for the second disk. After that it goes on without.
const FOLLOW_MAX: Duration = Duration::from_secs(2);
/// How long the second disk may take for what it missed.
const CATCH_UP_MAX: Duration = Duration::from_secs(10);
/// How often is looked at what is behind.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Where the live copy goes, and how often a whole backup is made.
pub struct CopyPlan {
    /// The folder on the second disk.
    pub folder: PathBuf,
    /// The installation's secret.
    pub key: KeyFile,
    /// The same and the hall's authority, closed by a passphrase, to be put into each backup.
    pub sealed: Option<Sealed>,
    /// Between two backups.
    pub every: Duration,
}

/// The live copy.
pub(in crate::service) struct Copier {
    plan: CopyPlan,
    journals: Arc<Mutex<Journals>>,
    /// The journal failed; it is caught up from the database.
    behind: AtomicBool,
    /// More than ballots came, which the journal alone cannot bring back.
    urgent: AtomicBool,
}

impl Copier {
    /// Writes what was just committed into the journal.
    pub(in crate::service) async fn follow(
        &self,
        session: Uuid,
        first: usize,
        entries: Vec<Vec<u8>>,
        only_ballots: bool,
    ) {
        if !only_ballots {
            self.urgent.store(true, Ordering::Relaxed);
        }
        if entries.is_empty() || self.behind.load(Ordering::Relaxed) {
            return;
        }
        let written = self.with(move |journals| journals.append(session, first, &entries));
        let done = tokio::time::timeout(FOLLOW_MAX, written).await;
        if !matches!(done, Ok(Ok(true))) {
            tracing::error!(?done, "the second copy did not follow");
            self.behind.store(true, Ordering::Relaxed);
        }
    }

    /// Does something with the journals, off the event loop: the disk may not answer.
    async fn with<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Journals) -> Result<T, BackupError> + Send + 'static,
    ) -> Result<T, BackupError> {
        let journals = Arc::clone(&self.journals);
        away(move || act(&mut journals.lock().unwrap_or_else(PoisonError::into_inner))).await
    }
}

impl Service {
    /// Begins the live copy on a second disk.
    ///
    /// # Errors
    /// When the second disk cannot be written, or knows more than the database: then the database
    /// is an old one, and voting on would contradict receipts that were given out.
    pub async fn copy_to(&self, plan: CopyPlan) -> Result<(), BackupError> {
        if self.storage().dialect() == Dialect::Postgres {
            return Err(refused("PostgreSQL is copied by its own means (docs/RELIABILITY.md)"));
        }
        let journals = Arc::new(Mutex::new(Journals::below(&plan.folder)?));
        let (behind, urgent) = (AtomicBool::new(false), AtomicBool::new(true));
        let copier = Arc::new(Copier { plan, journals, behind, urgent });
        self.check_journals(&copier).await?;
        catch_up(self, &copier).await?;
        if self.inner.copier.set(Arc::clone(&copier)).is_err() {
            return Err(refused("there is a live copy already"));
        }
        let now = self.clock().now().map_err(|error| refused(error.to_string()))?;
        let place = copier.plan.folder.display().to_string();
        let line = machine_line(now.as_str().to_owned(), "audit-copy", place);
        self.enter(&line).await.map_err(|fault| refused(fault.to_string()))?;
        let inner = Arc::downgrade(&self.inner);
        tokio::spawn(async move { Keeper::new(copier).run(inner).await });
        Ok(())
    }

    async fn check_journals(&self, copier: &Copier) -> Result<(), BackupError> {
        let sessions = self.sessions().await.map_err(|fault| refused(fault.to_string()))?;
        for session in sessions {
            let ledger = self.ledger(&session).await.map_err(|fault| refused(fault.to_string()))?;
            let (id, here) = (session.id, ledger.size());
            let known = copier.with(move |journals| {
                let continued = journals.is_continued(id, ledger.tree())?;
                Ok((!continued).then_some(journals.size(id)?))
            });
            if let Some(known) = known.await? {
                return Err(refused(format!(
                    "the second copy knows {known} entries of the log of session {}, and the \
                     database with its {here} does not continue them: the database is an old one \
                     or another. Restore the newest backup",
                    session.id
                )));
            }
        }
        Ok(())
    }
}

/// Writes into the journals what the database has and they do not.
async fn catch_up(service: &Service, copier: &Copier) -> Result<(), BackupError> {
    let faulty = |fault: Fault| refused(fault.to_string());
    for session in service.sessions().await.map_err(faulty)? {
        let known = copier.with(move |journals| journals.size(session.id)).await?;
        let from = u64::try_from(known).unwrap_or(u64::MAX);
        if from >= session.log_size {
            continue;
        }
        let mut connection = service.storage().read().await?;
        let entries = storage::log::entries(&mut connection, session.id, from).await?;
        copier.with(move |journals| journals.append(session.id, known, &entries)).await?;
    }
    Ok(())
}

/// Keeps the live copy up to date.
struct Keeper {
    copier: Arc<Copier>,
    copied: u64,
    /// Since the last whole backup.
    since: Stopwatch,
    tried: Option<Stopwatch>,
    failed: Option<String>,
}

impl Keeper {
    fn new(copier: Arc<Copier>) -> Self {
        Self { copier, copied: u64::MAX, since: Stopwatch::start(), tried: None, failed: None }
    }

    async fn run(mut self, inner: Weak<Inner>) {
        while let Some(inner) = inner.upgrade() {
            let service = Service { inner };
            self.look(&service).await;
            drop(service);
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn look(&mut self, service: &Service) {
        let copier = Arc::clone(&self.copier);
        let mut behind = 0;
        if copier.behind.load(Ordering::Relaxed) {
            match caught_up(service, &copier).await {
                Ok(()) => {}
                Err(error) => {
                    self.failed = Some(error.to_string());
                    behind = missing(service, &copier).await;
                }
            }
        }
        let every = milliseconds(copier.plan.every);
        let changes = service.storage().commits();
        let rest = if copier.urgent.load(Ordering::Relaxed) { every / 6 } else { every };
        let rested = self.tried.as_ref().is_none_or(|tried| tried.milliseconds() >= rest);
        if rested && changes != self.copied {
            self.tried = Some(Stopwatch::start());
            copier.urgent.store(false, Ordering::Relaxed);
            match self.back_up_patiently(service).await {
                Ok(()) => {
                    (self.copied, self.since, self.failed) = (changes, Stopwatch::start(), None);
                }
                Err(error) => self.failed = Some(error.to_string()),
            }
        }
        if changes == self.copied {
            // Nothing has happened since: the last backup is as new as the database.
            self.since = Stopwatch::start();
        }
        service.inner.health.tell_copy(self.alarms(behind));
    }

    fn alarms(&self, behind: u64) -> Vec<Alarm> {
        let mut alarms = Vec::new();
        if let Some(why) = &self.failed {
            tracing::warn!(why, "the second copy was not written");
            alarms.push(Alarm::new("alarm-copy-failed", vec![("why", why.clone())]));
        }
        let old = self.since.milliseconds();
        if behind > 0 || old > milliseconds(self.copier.plan.every).saturating_mul(5) {
            let minutes = (old / 60_000).to_string();
            let facts = vec![("minutes", minutes), ("entries", behind.to_string())];
            alarms.push(Alarm::new("alarm-copy-behind", facts));
        }
        alarms
    }

    /// Makes a whole backup; as long as its disk does not answer, desks are told what is behind.
    async fn back_up_patiently(&self, service: &Service) -> Result<(), BackupError> {
        let mut made = std::pin::pin!(self.back_up(service));
        loop {
            if let Ok(made) = tokio::time::timeout(LOOK_EVERY, &mut made).await {
                return made;
            }
            let mut behind = 0;
            if self.copier.behind.load(Ordering::Relaxed) {
                behind = missing(service, &self.copier).await;
            }
            service.inner.health.tell_copy(self.alarms(behind));
        }
    }

    /// Makes a whole backup, checks it against the running logs, and lets the oldest go.
    async fn back_up(&self, service: &Service) -> Result<(), BackupError> {
        let plan = &self.copier.plan;
        let now = service.clock().timestamp();
        let (folder, list) =
            make(service.storage(), &plan.key, plan.sealed.as_ref(), &plan.folder, now).await?;
        for log in &list.logs {
            let faulty = |fault: Fault| refused(fault.to_string());
            let session = service.session(log.session).await.map_err(faulty)?;
            let ledger = service.ledger(&session).await.map_err(faulty)?;
            let size = usize::try_from(log.size).unwrap_or(usize::MAX);
            if ledger.tree().root_at(size) != Some(log.root) {
                return Err(refused(format!("{} is of another log", folder.display())));
            }
        }
        let place = plan.folder.clone();
        away(move || {
            for old in backups(&place)?.into_iter().skip(KEPT) {
                std::fs::remove_dir_all(&old).map_err(super::io_at(&old))?;
            }
            Ok(())
        })
        .await
    }
}

/// Catches the journals up, so that the next commit follows by itself.
async fn caught_up(service: &Service, copier: &Copier) -> Result<(), BackupError> {
    in_time(service, copier).await?;
    copier.behind.store(false, Ordering::Relaxed);
    // Who committed while that was read left it to whoever catches up.
    let rest = in_time(service, copier).await;
    if rest.is_err() {
        copier.behind.store(true, Ordering::Relaxed);
    }
    rest
}

async fn in_time(service: &Service, copier: &Copier) -> Result<(), BackupError> {
    let done = tokio::time::timeout(CATCH_UP_MAX, catch_up(service, copier)).await;
    done.map_err(|_| refused("the second disk does not answer"))?
}

/// Entries that the database has and the journal does not.
async fn missing(service: &Service, copier: &Copier) -> u64 {
    let mut count = 0;
    for session in service.sessions().await.unwrap_or_default() {
        // Who holds it writes to a disk that does not answer.
        let known =
            copier.journals.try_lock().ok().and_then(|mut journals| journals.size(session.id).ok());
        let known = known.and_then(|known| u64::try_from(known).ok()).unwrap_or_default();
        count += session.log_size.saturating_sub(known);
    }
    count
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
