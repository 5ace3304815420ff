//! Casting: one transaction for a sealed ballot, in the order of `docs/PROTOCOL.md` §5, and one
//! writer that commits what has queued (`docs/adr/0010-one-writer-task.md`).

use std::sync::{Arc, Weak};
use std::time::Duration;

use ballotbox::codec::{Digest, PublicKey};
use ballotbox::entry::{Body, Entry};
use ballotbox::ledger::Ledger;
use ballotbox::note::SignedNote;
use ballotbox::seal::{self, SealedBallot};
use ballotbox::verify::CastFault;
use thiserror::Error;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{Id, JoinSet};
use tokio::time::sleep;
use uuid::Uuid;

use super::checking::Check;
use super::paper::Held;
use super::{Fault, Inner, Service};
use crate::clock::Stopwatch;
use crate::domain::poll::PollState;
use crate::storage::{self, StorageError};

/// Ballots that may wait for the writer; more than three halls at once.
pub(super) const QUEUE_MAX: usize = 1_024;
/// Ballots in one transaction.
const BATCH_MAX: usize = 256;
/// How often a batch is written again while the database is away.
const TRIES: u32 = 4;
/// The pause before the first time; each is longer than the one before.
const PAUSE: Duration = Duration::from_millis(100);

/// What a tablet gets: where its ballot stands, signed by the log's key.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Position in the log, from 0.
    pub index: usize,
    /// Leaf of the entry.
    pub leaf: Digest,
    /// The log's note over both.
    pub note: SignedNote,
}

impl Receipt {
    /// 收据码: ten characters that show inclusion and nothing else.
    pub fn code(&self) -> String {
        receipt_code(&self.leaf)
    }
}

/// 收据码 of a leaf.
pub fn receipt_code(leaf: &Digest) -> String {
    leaf.code(10, 5)
}

/// Why a ballot is not taken. A type of its own, because the tablet acts on each in another way.
#[derive(Debug, Error)]
pub enum CastRefusal {
    /// Not the canonical bytes of a ballot, or one that does not hold.
    #[error("the ballot does not hold: {0}")]
    Ballot(#[from] seal::BallotError),
    /// There is no such poll.
    #[error("there is no such poll")]
    NoPoll,
    /// The slip has voted; other bytes than these are stored.
    #[error("the slip has voted already")]
    AlreadyVoted(Box<Receipt>),
    /// The poll is not open.
    #[error("the poll is not open")]
    NotOpen(PollState),
    /// The slip is not on the session's roll.
    #[error("the slip is not on the roll")]
    SlipUnknown,
    /// The slip is void.
    #[error("the slip is void")]
    SlipVoided,
    /// Storage or the log refused.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What is known of a slip in a poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlipState {
    /// It can vote.
    Unused,
    /// It has voted; the receipt code.
    Used(String),
    /// It is void.
    Voided,
    /// It is on no roll here.
    Unknown,
}

/// A ballot on its way to the writer.
pub(super) struct Cast {
    session: Uuid,
    ballot: SealedBallot,
    leaf: Digest,
    answer: oneshot::Sender<Result<Receipt, CastRefusal>>,
}

impl Service {
    /// Takes a sealed ballot. The answer comes after the commit; who goes away before it cancels
    /// nothing and gets the same answer for the same bytes.
    ///
    /// # Errors
    /// Why it is not taken.
    pub async fn cast(
        &self,
        session: Uuid,
        poll: Uuid,
        bytes: &[u8],
    ) -> Result<Receipt, CastRefusal> {
        let watch = Stopwatch::start();
        let answer = self.take(session, poll, bytes).await;
        self.inner.measures.cast(&answer, watch.elapsed());
        answer
    }

    async fn take(&self, session: Uuid, poll: Uuid, bytes: &[u8]) -> Result<Receipt, CastRefusal> {
        let ballot = SealedBallot::from_bytes(bytes)?;
        let leaf = Entry::ballot(ballot.clone()).leaf().map_err(Fault::from)?;
        let ledger = self.may_go_on(session, poll, &ballot).await?;
        match self.voted(session, &ledger, &ballot, leaf)? {
            // What this node has only read is committed once more before it is acknowledged.
            Some(Ok(receipt)) if !self.is_durable(session, &receipt) => {}
            Some(answer) => return answer,
            None => may_cast(&ledger, &ballot)?,
        }
        let ballot = self.check(&ledger, ballot).await?;
        let (answer, receipt) = oneshot::channel();
        let cast = Cast { session, ballot, leaf, answer };
        let gone = || Fault::Broken("the writer of ballots is gone");
        self.inner.casts.send(cast).await.map_err(|_| gone())?;
        receipt.await.map_err(|_| gone())?
    }

    /// What is known of a slip in a poll: a tablet asks before a deputy fills in a ballot in vain.
    ///
    /// # Errors
    /// When there is no such session or poll.
    pub async fn slip_state(
        &self,
        session: Uuid,
        poll: Uuid,
        slip: &PublicKey,
    ) -> Result<SlipState, CastRefusal> {
        let ledger = self.ledger(&self.session(session).await?).await?;
        let found = ledger.poll(poll).ok_or(CastRefusal::NoPoll)?;
        if let Some(index) = found.ballot_of(slip) {
            let leaf = ledger.tree().leaf(index).ok_or(Fault::Broken("a ballot has no leaf"))?;
            return Ok(SlipState::Used(receipt_code(&leaf)));
        }
        Ok(match ledger.roll() {
            Some(roll) if roll.contains(slip) => {
                let void = ledger.voided(slip).is_some()
                    || found.on_paper(slip)
                    || self.is_held(session, poll, slip).await?;
                if void { SlipState::Voided } else { SlipState::Unused }
            }
            _ => SlipState::Unknown,
        })
    }

    /// The answer for a slip that has voted: the same bytes get the same receipt in any state of
    /// the poll, other bytes are told so.
    fn voted(
        &self,
        session: Uuid,
        ledger: &Ledger,
        ballot: &SealedBallot,
        leaf: Digest,
    ) -> Result<Option<Result<Receipt, CastRefusal>>, Fault> {
        let used = ledger.poll(ballot.poll).and_then(|poll| poll.ballot_of(&ballot.slip));
        let Some(index) = used else { return Ok(None) };
        let receipt = self.receipt(session, ledger, index)?;
        let same = receipt.leaf == leaf;
        Ok(Some(if same { Ok(receipt) } else { Err(CastRefusal::AlreadyVoted(receipt.into())) }))
    }

    fn receipt(&self, session: Uuid, ledger: &Ledger, index: usize) -> Result<Receipt, Fault> {
        let leaf = ledger.tree().leaf(index).ok_or(Fault::Broken("a ballot has no leaf"))?;
        let note = ledger.receipt(index, &self.inner.keys.log_key(session))?;
        Ok(Receipt { index, leaf, note })
    }

    /// The ledger by which a ballot is judged first. The one at hand is taken where it lets the
    /// ballot go on, without asking the database: the writer judges again. What would be refused is
    /// judged by the newest.
    async fn may_go_on(
        &self,
        session: Uuid,
        poll: Uuid,
        ballot: &SealedBallot,
    ) -> Result<Arc<Ledger>, CastRefusal> {
        let goes_on = |ledger: &Arc<Ledger>| {
            let used = ledger.poll(poll).and_then(|known| known.ballot_of(&ballot.slip));
            ballot.poll == poll && (used.is_some() || ledger.may_cast(poll, &ballot.slip).is_ok())
        };
        let at_hand = self.inner.live.known(session).and_then(|live| live.ledger());
        if let Some(ledger) = at_hand.filter(goes_on) {
            return Ok(ledger);
        }
        let ledger = self.ledger(&self.session(session).await?).await?;
        ledger.poll(poll).ok_or(CastRefusal::NoPoll)?;
        if ballot.poll != poll {
            return Err(seal::BallotError::OtherPoll.into());
        }
        Ok(ledger)
    }

    /// Checks length, signature, points and proof.
    async fn check(
        &self,
        ledger: &Arc<Ledger>,
        ballot: SealedBallot,
    ) -> Result<SealedBallot, CastRefusal> {
        let (answer, checked) = oneshot::channel();
        let check = Check { ledger: Arc::clone(ledger), poll: ballot.poll, ballot, answer };
        let gone = || Fault::Broken("the task that checks ballots is gone");
        self.inner.checks.send(check).await.map_err(|_| gone())?;
        Ok(checked.await.map_err(|_| gone())??)
    }

    fn is_durable(&self, session: Uuid, receipt: &Receipt) -> bool {
        self.inner.live.session(session).is_durable(receipt.index)
    }

    /// One transaction for the ballots of one session that have queued. Everybody is answered
    /// after the commit, refusals too: a refusal may rest on a ballot of the same transaction.
    ///
    /// Where the database goes away in the middle nobody knows whether it has committed. The same
    /// ballots are then written again: a slip has one ballot, and the same bytes get the same
    /// receipt, so that asking twice does no harm.
    async fn write_batch(&self, session: Uuid, batch: Vec<Cast>) {
        let (mut ballots, mut answers) = (Vec::new(), Vec::new());
        for Cast { ballot, leaf, answer, .. } in batch {
            ballots.push((ballot, leaf));
            answers.push(answer);
        }
        let (mut tries, mut full) = (0, false);
        let planned = loop {
            match self.try_batch(session, &ballots).await {
                Ok(planned) => break planned,
                Err(Fault::Storage(error)) if self.storage().passes(&error) && tries < TRIES => {
                    tracing::warn!(session.id = %session, %error, "ballots are written again");
                    tries += 1;
                    self.inner.measures.rewritten();
                    sleep(PAUSE * tries).await;
                }
                Err(fault) => {
                    tracing::error!(session.id = %session, error = %fault, "not stored");
                    self.mind(&fault);
                    full = matches!(fault, Fault::Storage(StorageError::Full));
                    break Vec::new();
                }
            }
        };
        let mut planned = planned.into_iter();
        for answer in answers {
            let lost = || {
                let lost = Fault::Broken("the ballot was not stored");
                Err(if full { StorageError::Full.into() } else { lost }.into())
            };
            // A client that went away asks again with the same bytes.
            let _gone = answer.send(planned.next().unwrap_or_else(lost));
        }
    }

    async fn try_batch(
        &self,
        session: Uuid,
        batch: &[(SealedBallot, Digest)],
    ) -> Result<Vec<Result<Receipt, CastRefusal>>, Fault> {
        let mut work = self.work(session).await?;
        let before = work.ledger().size();
        let room = self.has_room_for_ballots();
        let held = work.all_held().await?;
        let mut planned = Vec::with_capacity(batch.len());
        for (ballot, leaf) in batch {
            let voted = self.voted(session, work.ledger(), ballot, *leaf)?;
            let mut decided = voted.or_else(|| may_cast(work.ledger(), ballot).err().map(Err));
            let is_this = |held: &Held| (held.poll, held.slip) == (ballot.poll, ballot.slip);
            if decided.is_none() && held.iter().any(is_this) {
                // Tellers have taken this slip in and handed out a paper for it.
                decided = Some(Err(CastRefusal::SlipVoided));
            }
            if let Some(decided) = decided {
                planned.push(decided);
                continue;
            }
            if !room {
                // Those who have voted still get their receipt.
                planned.push(Err(Fault::from(StorageError::Full).into()));
                continue;
            }
            let (poll, slip) = (ballot.poll, ballot.slip.to_string());
            let entry = work.append(Body::Ballot(Box::new(ballot.clone()))).await?;
            let position = u64::try_from(entry.index).unwrap_or(u64::MAX);
            storage::log::use_slip(work.connection(), session, poll, &slip, position).await?;
            planned.push(self.receipt(session, work.ledger(), entry.index).map_err(Into::into));
        }
        // A commit makes durable whatever was committed before it, on the standby too.
        let uncertain = |it: &Result<Receipt, _>| {
            it.as_ref().is_ok_and(|receipt| !self.is_durable(session, receipt))
        };
        if work.ledger().size() > before || planned.iter().any(uncertain) {
            work.commit().await?;
        }
        Ok(planned)
    }
}

/// The poll is open, the slip is on the roll and not void.
fn may_cast(ledger: &Ledger, ballot: &SealedBallot) -> Result<(), CastRefusal> {
    let state = || ledger.poll(ballot.poll).map_or(PollState::Draft, |poll| poll.phase().into());
    ledger.may_cast(ballot.poll, &ballot.slip).map_err(|fault| match fault {
        CastFault::NoPoll | CastFault::Channel => CastRefusal::NoPoll,
        CastFault::NotOpen => CastRefusal::NotOpen(state()),
        CastFault::NotOnRoll => CastRefusal::SlipUnknown,
        CastFault::Void => CastRefusal::SlipVoided,
        CastFault::Used => Fault::Broken("a used slip was not noticed").into(),
    })
}

/// The writer of ballots: what has queued for a session is one transaction, answered after its
/// commit. A session has one transaction at a time; sessions do not wait for each other where the
/// database takes several writers. It ends with the service.
pub(super) async fn write(service: Weak<Inner>, mut queue: mpsc::Receiver<Cast>) {
    let Some(writers_max) = service.upgrade().map(|it| it.storage.dialect().writers_max()) else {
        return;
    };
    let mut writing = Writing { service, writers_max, ..Writing::default() };
    let mut queued = Vec::with_capacity(BATCH_MAX);
    loop {
        tokio::select! {
            count = queue.recv_many(&mut queued, BATCH_MAX) => {
                if count == 0 {
                    return;
                }
                queued.drain(..).for_each(|cast| writing.take(cast));
            }
            Some(done) = writing.batches.join_next_with_id() => {
                writing.end(done.map_or_else(|error| error.id(), |(id, ())| id));
            }
        }
        if writing.begin().is_none() {
            return;
        }
    }
}

/// What waits and what is being written.
#[derive(Default)]
struct Writing {
    service: Weak<Inner>,
    writers_max: usize,
    /// Ballots that wait, by session, in the order in which the sessions came.
    waiting: Vec<(Uuid, Vec<Cast>)>,
    batches: JoinSet<()>,
    sessions: Vec<(Id, Uuid)>,
}

impl Writing {
    fn take(&mut self, cast: Cast) {
        match self.waiting.iter_mut().find(|(session, _)| *session == cast.session) {
            Some((_, batch)) if batch.len() < QUEUE_MAX => batch.push(cast),
            Some(_) => {
                let full = Fault::Broken("too many ballots of one session wait");
                // A client that went away asks again with the same bytes.
                let _gone = cast.answer.send(Err(full.into()));
            }
            None => self.waiting.push((cast.session, vec![cast])),
        }
    }

    /// Begins a transaction for each session that has none; nothing when the service has ended.
    fn begin(&mut self) -> Option<()> {
        let free = |sessions: &[(Id, Uuid)], wanted: Uuid| {
            sessions.iter().all(|(_, session)| *session != wanted)
        };
        while self.sessions.len() < self.writers_max {
            let next = self.waiting.iter().position(|(session, _)| free(&self.sessions, *session));
            let Some(next) = next else { break };
            let service = Service { inner: self.service.upgrade()? };
            let (session, mut batch) = self.waiting.remove(next);
            if batch.len() > BATCH_MAX {
                self.waiting.push((session, batch.split_off(BATCH_MAX)));
            }
            let write = async move { service.write_batch(session, batch).await };
            self.sessions.push((self.batches.spawn(write).id(), session));
        }
        Some(())
    }

    fn end(&mut self, task: Id) {
        self.sessions.retain(|(id, _)| *id != task);
    }
}
