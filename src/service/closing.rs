//! From the close to the totals: the tellers' closing notes become one, their shares are kept back
//! until all are in, and the rule decides (`docs/PROTOCOL.md` §6.3 to §6.6).

use ballotbox::entry::{Body, ClosingEntry};
use ballotbox::manifest::Channel;
use ballotbox::note::SignedNote;
use ballotbox::officers::Officers;
use ballotbox::opening::Share;
use ballotbox::statement::{ClosingFacts, Statement};
use uuid::Uuid;

use super::notes::{Pending, read_notes};
use super::work::Work;
use super::{Actor, Fault, Service};
use crate::domain::officer::Office;
use crate::domain::poll::{PollState, Verb};
use crate::domain::refusal::Refusal;
use crate::storage;
use crate::storage::notes::TellerClosing;

/// What an officer counted by hand before signing the closing note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandCount {
    /// Stubs in the box.
    pub stubs: u64,
    /// Papers that were handed out and are in no box (未交).
    pub unreturned: u64,
}

/// How far a poll's closing has come.
#[derive(Clone, Debug, Default)]
pub struct ClosingProgress {
    /// Who has signed, with the stubs each counted.
    pub signed: Vec<(Uuid, u64)>,
    /// Whether those who signed found different things.
    pub disagree: bool,
    /// Tellers whose share is in.
    pub shares: Vec<Uuid>,
}

impl Service {
    /// How far a poll's closing has come.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn closing_progress(
        &self,
        session: Uuid,
        poll: Uuid,
    ) -> Result<ClosingProgress, Fault> {
        let mut connection = self.storage().read().await?;
        let closings = storage::notes::closings(&mut connection, session, poll).await?;
        let texts = read_notes(closings.iter().map(|closing| closing.note.as_str()))?;
        let disagree = texts.windows(2).any(|pair| match pair {
            [one, other] => one.text() != other.text(),
            _ => false,
        });
        let shares = storage::notes::shares(&mut connection, session, poll).await?;
        let shares = shares.iter().map(|share| Ok(read_share(share)?.teller));
        Ok(ClosingProgress {
            signed: closings.iter().map(|closing| (closing.officer, closing.stubs)).collect(),
            disagree,
            shares: shares.collect::<Result<_, Fault>>()?,
        })
    }

    /// Takes an officer's signature of the closing note: a teller's, or a presidium member's where
    /// stubs and ballots differ. The last one that is needed enters the note.
    ///
    /// # Errors
    /// When it is not time, or the note says something else than the log.
    pub async fn sign_closing(
        &self,
        actor: &Actor,
        session: Uuid,
        poll: Uuid,
        HandCount { stubs, unreturned }: HandCount,
        note: SignedNote,
    ) -> Result<(), Fault> {
        let mut work = self.work_of(session, actor).await?;
        let officer = work.officer_of(actor).await?;
        let state = work.poll_state(poll).await?;
        if officer.office == Office::Teller {
            Verb::SignClosing.check(state, actor.account.role)?;
        } else if state != PollState::Closed {
            Verb::SignClosing.check(state, crate::domain::account::Role::Teller)?;
        }
        let logged = work.logged(poll)?;
        if logged.closing().is_some() {
            return Err(Refusal::conflict("refusal-closing-entered").into());
        }
        work.check_papers_in(poll, unreturned).await?;
        let facts = work.closing_facts(poll, stubs, &note)?;
        if officer.office == Office::Presidium && facts.stubs == facts.ballots {
            // The presidium answers for a difference only; where there is none, nothing is its.
            return Err(Refusal::forbidden("refusal-note-not-yours").into());
        }
        let text = Statement::Close(facts.clone()).text(&work.origin()?);
        let officers = work.known_officers()?;
        let key = officers.key(&work.origin()?, officer.id);
        let key = key.ok_or_else(|| Refusal::forbidden("refusal-no-officer"))?;
        note.check_all(&text, std::slice::from_ref(&key))
            .map_err(|_| Refusal::invalid("refusal-signature"))?;
        let closing =
            TellerClosing { officer: officer.id, stubs, unreturned, note: note.to_string() };
        storage::notes::keep_closing(work.connection(), session, poll, &closing).await?;
        let what = if unreturned == 0 {
            format!("{poll} stubs {stubs}")
        } else {
            format!("{poll} stubs {stubs} unreturned {unreturned}")
        };
        work.audit(actor, "audit-signed", "close", what).await?;
        work.enter_closing(actor, poll, facts, &officers).await?;
        work.commit().await?;
        Ok(())
    }

    /// Takes a teller's share. It is kept back until all are in; then all are entered together
    /// with the outcome, so that no teller sees totals first.
    ///
    /// # Errors
    /// When it is not time, or the share does not hold.
    pub async fn share(&self, actor: &Actor, session: Uuid, share: Share) -> Result<(), Fault> {
        let mut work = self.work_of(session, actor).await?;
        let officer = work.officer_of(actor).await?;
        let poll = share.poll;
        Verb::Share.check(work.poll_state(poll).await?, actor.account.role)?;
        if share.teller != officer.id {
            return Err(Refusal::forbidden("refusal-note-not-yours").into());
        }
        if work.logged(poll)?.poll().manifest().channel != Channel::Sealed {
            return Err(Refusal::conflict("refusal-no-locks").into());
        }
        if work.logged(poll)?.closing().is_none() {
            return Err(Refusal::conflict("refusal-no-closing-yet").into());
        }
        work.ledger().check_share(&share).map_err(|_| Refusal::invalid("refusal-share"))?;
        let text = serde_json::to_string(&share)
            .map_err(|_| Fault::Broken("a share cannot be written"))?;
        storage::notes::keep_share(work.connection(), session, poll, officer.id, &text).await?;
        work.audit(actor, "audit-share", poll.to_string(), "").await?;
        work.open_if_complete(actor, poll).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Reads a share that was checked when it came in.
pub(super) fn read_share(text: &str) -> Result<Share, Fault> {
    serde_json::from_str(text).map_err(|_| Fault::Broken("a kept share cannot be read"))
}

impl Work {
    /// The facts that a closing note must state: over the log of the size that the note names,
    /// which must cover the poll.
    fn closing_facts(
        &self,
        poll: Uuid,
        stubs: u64,
        note: &SignedNote,
    ) -> Result<ClosingFacts, Fault> {
        let size = note.text().lines().nth(4).and_then(|size| size.parse().ok());
        let size = size.ok_or_else(|| Refusal::invalid("refusal-closing-text"))?;
        let facts = self.ledger().closing_facts_at(poll, stubs, size);
        Ok(facts.map_err(|_| Refusal::invalid("refusal-closing-text"))?)
    }

    /// Enters the closing note when everybody who must sign has signed the same text.
    async fn enter_closing(
        &mut self,
        actor: &Actor,
        poll: Uuid,
        facts: ClosingFacts,
        officers: &Officers,
    ) -> Result<(), Fault> {
        let session = self.session.id;
        let closings = storage::notes::closings(self.connection(), session, poll).await?;
        let text = Statement::Close(facts.clone()).text(&self.origin()?);
        let mut parts = read_notes(closings.iter().map(|closing| closing.note.as_str()))?;
        parts.retain(|part| part.text() == text);
        let Ok(note) = SignedNote::join(&text, &parts, &officers.keys(&self.origin()?)) else {
            return Err(Fault::Broken("closing notes that were checked do not fit"));
        };
        let statement = Statement::Close(facts.clone());
        let Ok(presidium) = officers.check_tellers(&self.origin()?, &note, &statement) else {
            return Ok(());
        };
        if facts.stubs != facts.ballots && presidium < officers.threshold() {
            return Ok(());
        }
        self.append(Body::Closing(Box::new(ClosingEntry { facts, note }))).await?;
        self.audit(actor, "audit-entered", "closing", poll.to_string()).await?;
        // Papers and hands have no locks: nothing is to be opened, and the rule decides at once.
        match self.logged(poll)?.poll().manifest().channel {
            Channel::Sealed => Ok(()),
            Channel::Paper | Channel::Hands => self.decide(actor, poll, &[]).await,
        }
    }

    /// Enters all shares and the outcome when every teller's share is in.
    async fn open_if_complete(&mut self, actor: &Actor, poll: Uuid) -> Result<(), Fault> {
        let session = self.session.id;
        let kept = storage::notes::shares(self.connection(), session, poll).await?;
        let kept = kept.iter().map(|share| read_share(share)).collect::<Result<Vec<_>, _>>()?;
        let tellers: Vec<Uuid> =
            self.logged(poll)?.poll().manifest().tellers.iter().map(|teller| teller.id).collect();
        let of = |teller: &Uuid| kept.iter().find(|share| share.teller == *teller).cloned();
        let Some(shares) = tellers.iter().map(of).collect::<Option<Vec<Share>>>() else {
            return Ok(());
        };
        for share in &shares {
            self.append(Body::Share(Box::new(share.clone()))).await?;
        }
        self.decide(actor, poll, &shares).await
    }

    /// Enters the outcome, then asks for the certificate. A rehearsal is never certified.
    async fn decide(&mut self, actor: &Actor, poll: Uuid, shares: &[Share]) -> Result<(), Fault> {
        let outcome = self.ledger().outcome(poll, shares)?;
        self.append(Body::Outcome(Box::new(outcome))).await?;
        if !self.session.rehearsal {
            let facts = self.ledger().certificate_facts(poll)?;
            self.begin_note(&Pending::Certificate { facts }).await?;
        }
        self.audit(actor, "audit-entered", "outcome", poll.to_string()).await
    }
}
