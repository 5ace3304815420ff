//! What can be appended next, worked out from the log, and the log's own notes over it.
//!
//! Nothing here changes the ledger. What is worked out becomes an entry, with the signatures that
//! it needs, and [`Ledger::admit`] has the last word on it.

use uuid::Uuid;

use super::{Ledger, PollLedger};
use crate::card::SignKey;
use crate::closing::Closing;
use crate::codec::Time;
use crate::draft::{self, DraftError, FirstRound, Ground};
use crate::entry::{OutcomeEntry, PollClosed, Published};
use crate::manifest::{Channel, Manifest};
use crate::note::{Origin, SignedNote};
use crate::opening::{CheckedShare, OpeningError, Share, Sums};
use crate::statement::{CertificateFacts, ClosingFacts};
use crate::verify::sums;

impl Ledger {
    fn ground(&self) -> Result<Ground<'_>, DraftError> {
        Ok(Ground {
            session: self.session().ok_or(DraftError::Missing("session"))?,
            officers: self.officers().ok_or(DraftError::Missing("officers"))?,
            attendance: self.state.attendance.as_ref().ok_or(DraftError::Missing("attendance"))?,
            roll: self.roll(),
            voided: self.state.voided.len(),
        })
    }

    fn known(&self, poll: Uuid) -> Result<PollLedger<'_>, DraftError> {
        self.poll(poll).ok_or(DraftError::Missing("poll of this id"))
    }

    /// The manifest of a first round on the session as it stands.
    ///
    /// # Errors
    /// What the session lacks, or that method and options give no form.
    pub fn first_round(&self, round: FirstRound) -> Result<Manifest, DraftError> {
        self.ground()?.first_round(round)
    }

    /// The manifest of the round that the outcome of a poll asks for, held in a way that may
    /// follow ([`Channel::may_follow`]).
    ///
    /// # Errors
    /// What is missing, or that the outcome asks for none.
    pub fn next_round(
        &self,
        before: Uuid,
        (poll, channel): (Uuid, Channel),
        opened_at: Time,
    ) -> Result<Manifest, DraftError> {
        let before = self.known(before)?;
        let outcome = before.outcome().ok_or(DraftError::Missing("outcome"))?;
        self.ground()?.next_round(before.poll().manifest(), outcome, (poll, channel, opened_at))
    }

    /// The figures of a poll that is being closed: ballots, slips handed out, the latest count of
    /// those present.
    ///
    /// Handed out is what tellers say was; where they do not say it is, of a sealed poll, every
    /// slip that is not void ([`Self::slips_handed_out`]) and else a paper for each who is
    /// present. Left-over slips that are kept for latecomers are not handed out: they are voided
    /// before the close, or the number is given here, since nothing can be left over later that
    /// was counted as handed out.
    ///
    /// # Errors
    /// What is missing.
    pub fn poll_closed(
        &self,
        poll: Uuid,
        handed_out: Option<u32>,
    ) -> Result<PollClosed, DraftError> {
        let known = self.known(poll)?;
        let attendance = self.state.attendance.as_ref();
        let present = attendance.ok_or(DraftError::Missing("attendance"))?.present;
        let most = match known.poll().manifest().channel {
            Channel::Sealed => u32::try_from(self.slips_handed_out()).unwrap_or(u32::MAX),
            Channel::Paper | Channel::Hands => present,
        };
        let ballots = u32::try_from(known.ballot_count()).unwrap_or(u32::MAX);
        Ok(PollClosed { poll, ballots, slips: handed_out.unwrap_or(most), present })
    }

    /// The facts of a poll's closing note over all entries so far.
    ///
    /// # Errors
    /// When the poll is not closed.
    pub fn closing_facts(&self, poll: Uuid, stubs: u64) -> Result<ClosingFacts, DraftError> {
        self.closing_facts_at(poll, stubs, self.size())
    }

    /// The facts of a poll's closing note over the first `size` entries: tellers sign for the log
    /// that their devices fetched, and other entries may have followed since.
    ///
    /// # Errors
    /// When the poll is not closed, or the log has not so many entries.
    pub fn closing_facts_at(
        &self,
        poll: Uuid,
        stubs: u64,
        size: usize,
    ) -> Result<ClosingFacts, DraftError> {
        let known = self.known(poll)?;
        known.closed().ok_or(DraftError::Missing("close of this poll"))?;
        let root = self.tree().root_at(size).ok_or(DraftError::Missing("head of this size"))?;
        let (ballots, papers) = (known.ballot_count(), known.papers());
        let facts = draft::closing_facts(known.poll(), (size, root), ballots, papers);
        Ok(ClosingFacts { stubs, ..facts })
    }

    /// Checks a teller's share as it comes in, before all are there and any is appended.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn check_share(&self, share: &Share) -> Result<(), DraftError> {
        let known = self.known(share.poll)?;
        Ok(opened(known)?.check(known.poll(), share).map(drop)?)
    }

    /// The outcome of a poll with a closing note: every share is checked, the sums are opened,
    /// paper is added and the rule decides. A poll without sealed ballots takes no shares. The
    /// shares are appended before it.
    ///
    /// # Errors
    /// A share that does not hold or is missing, or figures that contradict each other.
    pub fn outcome(&self, poll: Uuid, shares: &[Share]) -> Result<OutcomeEntry, DraftError> {
        let known = self.known(poll)?;
        let closed = known.closed().ok_or(DraftError::Missing("close of this poll"))?;
        closing(known)?;
        let sealed = if known.poll().manifest().channel == Channel::Sealed {
            let sums = opened(known)?;
            let check = |share: &Share| sums.check(known.poll(), share);
            let checked: Vec<CheckedShare> =
                shares.iter().map(check).collect::<Result<_, OpeningError>>()?;
            sums.totals(known.poll(), &checked)?
        } else if shares.is_empty() {
            vec![0; known.poll().form().slots()]
        } else {
            return Err(OpeningError::Stranger.into());
        };
        draft::outcome(known.poll(), closed, known.ballot_count(), &known.paper(), sealed)
    }

    /// The facts of the certificate of a poll that has an outcome.
    ///
    /// # Errors
    /// What is missing.
    pub fn certificate_facts(&self, poll: Uuid) -> Result<CertificateFacts, DraftError> {
        let known = self.known(poll)?;
        let closed = known.closed().ok_or(DraftError::Missing("close of this poll"))?;
        let outcome = known.outcome().ok_or(DraftError::Missing("outcome"))?;
        draft::certificate_facts(closing(known)?, closed, outcome)
    }

    /// The bulletin of a poll that has an outcome.
    ///
    /// # Errors
    /// What is missing.
    pub fn bulletin(&self, poll: Uuid) -> Result<Published, DraftError> {
        let known = self.known(poll)?;
        let outcome = known.outcome().ok_or(DraftError::Missing("outcome"))?;
        let manifest = known.poll().manifest();
        Ok(draft::bulletin(manifest, known.note(), closing(known)?, Some(outcome)))
    }

    /// A checkpoint over all entries so far. The caller signs only what is stored.
    ///
    /// # Errors
    /// When the session is not open or the key is not the log's.
    pub fn checkpoint(&self, key: &SignKey) -> Result<SignedNote, DraftError> {
        Ok(draft::checkpoint(self.tree(), self.signer(key)?, key))
    }

    /// The log's note over one entry (`docs/PROTOCOL.md` §5). The caller signs only what is stored.
    ///
    /// # Errors
    /// When there is no such entry or the key is not the log's.
    pub fn receipt(&self, index: usize, key: &SignKey) -> Result<SignedNote, DraftError> {
        let receipt = draft::receipt(self.tree(), self.signer(key)?, key, index);
        receipt.ok_or(DraftError::Missing("entry of this index"))
    }

    /// The log's name, where this is its key.
    fn signer(&self, key: &SignKey) -> Result<&Origin, DraftError> {
        let session = self.state.session.as_ref().ok_or(DraftError::Missing("session"))?;
        if session.body.log_key == key.public() {
            Ok(&session.origin)
        } else {
            Err(DraftError::LogKey)
        }
    }
}

fn closing(poll: PollLedger<'_>) -> Result<&Closing, DraftError> {
    poll.closing().ok_or(DraftError::Missing("closing note of this poll"))
}

/// The sums under a poll's closing note.
fn opened(poll: PollLedger<'_>) -> Result<Sums, DraftError> {
    let (_, sums) = sums(poll.0).ok_or(DraftError::Missing("closing note of this poll"))?;
    Ok(sums?)
}
