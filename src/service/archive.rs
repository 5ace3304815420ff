//! The archive of a session: everything that is kept of it, as files. It leaves when two persons
//! want it to, and no other bytes leave than those that the second one confirmed
//! (`docs/adr/0025-an-archive-is-confirmed-by-its-digest.md`).

use std::sync::Arc;

use ballotbox::codec::Time;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::gathered::Gathered;
use super::papers::PrintedPaper;
use super::proposals::{Act, WaitingAct, check_archivable};
use super::{Actor, Fault, Service};
use crate::documents::archive::{Member, sha256};
use crate::domain::account::Role;
use crate::domain::refusal::Refusal;
use crate::storage;

/// One archive is made at a time: each holds all its files in memory.
static TURN: Semaphore = Semaphore::const_new(1);

/// The archive of a session.
#[derive(Clone, Debug)]
pub struct Archive {
    /// What its file is called, without its ending.
    pub title: String,
    /// The last line of the audit trail that is in it.
    pub until: u64,
    /// The SHA-256 of its bytes.
    pub digest: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// How far an archive has come on its way out.
#[derive(Clone, Debug)]
pub enum ExportStand {
    /// The session is not closed.
    Early,
    /// Nobody has asked.
    Nobody,
    /// It waits for the second person.
    Waiting(WaitingAct),
    /// It may be fetched.
    Granted(Granted),
    /// It was granted, and the session has changed since.
    Changed,
}

/// An archive that two persons let go.
#[derive(Clone, Debug)]
pub struct Granted {
    /// The last line of the audit trail that is in it.
    pub until: u64,
    /// The SHA-256 of its bytes.
    pub digest: String,
    /// Who confirmed.
    pub confirmed_by: Uuid,
    /// When.
    pub at: String,
}

/// A paper as a file of the archive.
fn on_paper(paper: PrintedPaper) -> Member {
    let about = ("会议文件，可打印".to_owned(), "a paper of the session, to print".to_owned());
    Member { name: format!("papers/{}", paper.name), bytes: paper.bytes, about }
}

impl Service {
    /// Asks for the archive to be let go: its digest stands in what is asked for.
    ///
    /// # Errors
    /// When the session is not closed, somebody else asks, or it is asked for already.
    pub async fn ask_to_export(&self, actor: &Actor, session: Uuid) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "act-export")?;
        check_archivable(self.session(session).await?.stage)?;
        let Archive { until, digest, .. } = self.archive(session, None).await?;
        self.propose(actor, session, Act::Export { until, digest }).await
    }

    /// How far the archive of a session has come.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn export_stand(&self, session: Uuid) -> Result<ExportStand, Fault> {
        if check_archivable(self.session(session).await?.stage).is_err() {
            return Ok(ExportStand::Early);
        }
        let waiting = self.waiting_acts(session).await?.into_iter();
        if let Some(act) = waiting.rev().find(|it| matches!(it.act, Act::Export { .. })) {
            return Ok(ExportStand::Waiting(act));
        }
        let Some(granted) = self.granted(session).await? else { return Ok(ExportStand::Nobody) };
        let archive = self.archive(session, Some(granted.until)).await?;
        let same = archive.digest == granted.digest;
        Ok(if same { ExportStand::Granted(granted) } else { ExportStand::Changed })
    }

    /// The archive that two persons let go, for the clerk. The audit trail tells of it.
    ///
    /// # Errors
    /// When nobody has let it go, or the session has changed since.
    pub async fn export(&self, actor: &Actor, session: Uuid) -> Result<Archive, Fault> {
        actor.must_be(&[Role::Clerk], "act-export")?;
        let granted = self.granted(session).await?;
        let granted = granted.ok_or_else(|| Refusal::conflict("refusal-export-nobody"))?;
        let archive = self.check_archive(session, granted.until, &granted.digest).await?;
        let mut work = self.work_after(session, actor).await?;
        let digest = archive.digest.clone();
        work.audit(actor, "audit-exported", archive.title.clone(), digest).await?;
        work.commit().await?;
        Ok(archive)
    }

    /// The archive for an administrator at the machine itself: the one that was let go where there
    /// is one, else as the session stands. The audit trail tells of it.
    ///
    /// # Errors
    /// When the session is not closed.
    pub async fn export_at_machine(&self, session: Uuid) -> Result<Archive, Fault> {
        check_archivable(self.session(session).await?.stage)?;
        let granted = self.granted(session).await?;
        let archive = self.archive(session, granted.as_ref().map(|granted| granted.until)).await?;
        if granted.is_some_and(|granted| granted.digest != archive.digest) {
            tracing::warn!(%session, "the archive is not the one that two persons let go");
        }
        let mut work = self.work(session).await?;
        let digest = archive.digest.clone();
        work.audit(None, "audit-exported", archive.title.clone(), digest).await?;
        work.commit().await?;
        Ok(archive)
    }

    /// The archive with these lines of the audit trail, where it has this digest.
    pub(super) async fn check_archive(
        &self,
        session: Uuid,
        until: u64,
        digest: &str,
    ) -> Result<Archive, Fault> {
        let archive = self.archive(session, Some(until)).await?;
        if archive.digest == digest {
            Ok(archive)
        } else {
            Err(Refusal::conflict("refusal-export-changed").into())
        }
    }

    /// The archive that was let go last: the trail has grown since the one before.
    async fn granted(&self, session: Uuid) -> Result<Option<Granted>, Fault> {
        let mut connection = self.storage().read().await?;
        let confirmed = storage::proposals::confirmed(&mut connection, session, "export").await?;
        let granted = confirmed.into_iter().map(|confirmed| {
            match serde_json::from_str(&confirmed.proposal.details) {
                Ok(Act::Export { until, digest }) => {
                    let (confirmed_by, at) = (confirmed.by, confirmed.at);
                    Ok(Granted { until, digest, confirmed_by, at })
                }
                _ => Err(Fault::Broken("a confirmed export cannot be read")),
            }
        });
        let granted = granted.collect::<Result<Vec<_>, _>>()?;
        Ok(granted.into_iter().max_by_key(|granted| granted.until))
    }

    /// The archive of a session with the audit trail up to a line, or to the last one.
    async fn archive(&self, session: Uuid, until: Option<u64>) -> Result<Archive, Fault> {
        let _turn = TURN.acquire().await.map_err(|_| Fault::Broken("the turn is gone"))?;
        let gathered = self.gather(session, until).await?;
        let (title, until) = (gathered.title(), gathered.until);
        let papers = self.session_papers(session).await?.into_iter().map(on_paper).collect();
        // Words, tables and compression take their time beside the event loop.
        let packed = tokio::task::spawn_blocking(move || {
            let bytes = gathered.pack(papers)?;
            Ok::<_, Fault>((sha256(&bytes), bytes))
        });
        let (digest, bytes) =
            packed.await.map_err(|_| Fault::Broken("the task that makes an archive broke"))??;
        Ok(Archive { title, until, digest, bytes })
    }

    /// Everything that goes into an archive.
    async fn gather(&self, session: Uuid, until: Option<u64>) -> Result<Gathered, Fault> {
        let known = self.session(session).await?;
        let mut trail = self.audit_trail(session).await?;
        trail.retain(|kept| until.is_none_or(|until| kept.position <= until));
        let newest = trail.first().ok_or(Fault::Broken("a session has no audit trail"))?;
        let until = newest.position;
        let as_of = Time::parse(&newest.line.at);
        let as_of = as_of.map_err(|_| Fault::Broken("a line of the trail has no time"))?;
        let board = self.board(session).await?;
        Ok(Gathered {
            until,
            as_of,
            bundle: self.bundle(session).await?,
            record: self.record_of(Arc::clone(&board)).await?,
            ledger: self.log_of(session).await?,
            deputies: self.roll(session).await?,
            projects: self.projects(session).await?,
            drafts: {
                let mut connection = self.storage().read().await?;
                storage::polls::all(&mut connection, session).await?
            },
            names: self.names_in(session).await?,
            session: known,
            body: board.township.body(),
            trail,
        })
    }
}
