//! What the log tells of one poll.

use crate::closing::Closing;
use crate::codec::PublicKey;
use crate::entry::{CertificateEntry, OutcomeEntry, PollClosed, Published};
use crate::manifest::{Poll, question_code};
use crate::note::SignedNote;
use crate::opening::Share;
use crate::paper::PaperFigures;
use crate::seal::SealedBallot;
use crate::verify::{Phase, PollState};

/// One poll as the log tells it so far.
#[derive(Clone, Copy)]
pub struct PollLedger<'a>(pub(super) &'a PollState);

impl<'a> PollLedger<'a> {
    /// The poll: its manifest, digest, form and box key.
    pub const fn poll(self) -> &'a Poll {
        &self.0.poll
    }

    /// The opening note.
    pub const fn note(self) -> &'a SignedNote {
        &self.0.note
    }

    /// How far it has come.
    pub const fn phase(self) -> Phase {
        self.0.phase
    }

    /// The question code (题面码), as read out.
    pub fn question_code(self) -> String {
        question_code(&self.0.note)
    }

    /// The closing code (封箱码), once there is a closing note.
    pub fn closing_code(self) -> Option<String> {
        self.0.closing.as_ref().map(|at| at.value.code())
    }

    /// The sealed ballots with their indices, in order.
    pub fn ballots(self) -> impl ExactSizeIterator<Item = (usize, &'a SealedBallot)> {
        self.0.ballots.iter().map(|at| (at.index, at.value.as_ref()))
    }

    /// How many sealed ballots there are.
    pub const fn ballot_count(self) -> usize {
        self.0.ballots.len()
    }

    /// Where the ballot of a slip stands in the log.
    pub fn ballot_of(self, slip: &PublicKey) -> Option<usize> {
        self.0.used.get(slip).copied()
    }

    /// Whether a slip is void for this poll because its holder votes on paper.
    pub fn on_paper(self, slip: &PublicKey) -> bool {
        self.0.on_paper.contains(slip)
    }

    /// The figures of the close.
    pub const fn closed(self) -> Option<&'a PollClosed> {
        self.0.closed.as_ref()
    }

    /// The batches of paper ballots, in order.
    pub fn paper(self) -> impl ExactSizeIterator<Item = &'a PaperFigures> + Clone {
        self.0.paper.iter().map(|at| &at.value)
    }

    /// Paper ballots so far, invalid ones included.
    pub fn papers(self) -> u64 {
        self.0.papers()
    }

    /// The closing note.
    pub fn closing(self) -> Option<&'a Closing> {
        self.0.closing.as_ref().map(|at| &at.value)
    }

    /// The tellers' shares, in order.
    pub fn shares(self) -> impl ExactSizeIterator<Item = &'a Share> {
        self.0.shares.iter().map(|at| &at.value)
    }

    /// Totals and decision.
    pub fn outcome(self) -> Option<&'a OutcomeEntry> {
        self.0.outcome.as_ref().map(|at| &at.value)
    }

    /// The certificate.
    pub fn certificate(self) -> Option<&'a CertificateEntry> {
        self.0.certificate.as_ref().map(|at| &at.value)
    }

    /// The bulletin.
    pub fn published(self) -> Option<&'a Published> {
        self.0.published.as_ref().map(|at| &at.value)
    }
}
