//! The steps of one poll in the hall, from its opening to the bulletin.

use rand_core::CryptoRng;
use uuid::Uuid;

use super::{Hall, HallError, draw_id};
use crate::closing::Closing;
use crate::codec::Digest;
use crate::draft::{self, DraftError, FirstRound, Ground};
use crate::entry::{
    Body, CertificateEntry, ClosingEntry, OutcomeEntry, PollClosed, PollMark, PollOpened,
    PollVoided,
};
use crate::manifest::{Channel, Manifest, Poll, PollOption};
use crate::method::{Marks, Method};
use crate::note::SignedNote;
use crate::opening::{CheckedShare, Sums};
use crate::outcome::{Outcome, Totals};
use crate::paper::{PaperBatch, PaperFigures};
use crate::rule::Rule;
use crate::seal::{self, SealedBallot};
use crate::statement::{ClosingFacts, Statement};

/// What is put to the vote.
#[derive(Clone, Debug)]
pub struct Question {
    /// The question on the ballot.
    pub question: String,
    /// How votes come in.
    pub channel: Channel,
    /// The ballot method.
    pub method: Method,
    /// The candidates' titles and the digests of their descriptions, in order.
    pub options: Vec<(String, Digest)>,
    /// The rule.
    pub rule: Rule,
}

/// The ballots of a poll that has closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ballots {
    /// Slips, or papers, handed out.
    pub slips: u32,
    /// Deputies present by the close.
    pub present: u32,
}

/// What came out.
#[derive(Clone, Debug)]
pub struct Count {
    /// Totals in the method's own words.
    pub totals: Totals,
    /// The decision.
    pub outcome: Outcome,
}

/// A poll that the hall has opened.
#[derive(Clone, Debug)]
pub struct OpenPoll {
    poll: Poll,
    note: SignedNote,
    ballots: Vec<SealedBallot>,
    paper: Vec<PaperFigures>,
    closing: Option<Closing>,
    entry: Option<OutcomeEntry>,
    closed: PollClosed,
}

impl OpenPoll {
    /// The poll as tablets and tellers know it.
    pub const fn poll(&self) -> &Poll {
        &self.poll
    }

    /// The poll's id.
    pub const fn id(&self) -> Uuid {
        self.poll.manifest().poll
    }

    /// The sealed ballots so far.
    pub fn ballots(&self) -> &[SealedBallot] {
        &self.ballots
    }
}

impl Hall {
    /// Opens a poll: manifest, opening note of all tellers, entry.
    ///
    /// # Errors
    /// When form, rule or attendance do not allow it.
    pub fn open_poll(
        &mut self,
        question: Question,
        rng: &mut impl CryptoRng,
    ) -> Result<OpenPoll, HallError> {
        let options = (1_u32..)
            .zip(question.options)
            .map(|(number, (title, digest))| PollOption { id: draw_id(rng), number, title, digest })
            .collect();
        let round = FirstRound {
            poll: draw_id(rng),
            question: question.question,
            channel: question.channel,
            method: question.method,
            options,
            rule: question.rule,
            opened_at: self.now.clone(),
        };
        let manifest = self.on_ground(|ground| ground.first_round(round))?;
        self.open_manifest(manifest)
    }

    /// Opens the round that the outcome of a certified poll asks for.
    ///
    /// # Errors
    /// When it asks for none.
    pub fn open_next_round(
        &mut self,
        before: &OpenPoll,
        rng: &mut impl CryptoRng,
    ) -> Result<OpenPoll, HallError> {
        let entry = before.entry.as_ref().ok_or(DraftError::Missing("outcome"))?;
        let first = before.poll.manifest();
        let next = (draw_id(rng), first.channel, self.now.clone());
        let manifest = self.on_ground(|ground| ground.next_round(first, entry, next))?;
        self.open_manifest(manifest)
    }

    /// What manifests take from the session as the hall has it.
    fn on_ground<T>(
        &self,
        draft: impl FnOnce(&Ground<'_>) -> Result<T, DraftError>,
    ) -> Result<T, HallError> {
        let roll = if self.slips.is_empty() { None } else { Some(self.roll()?) };
        Ok(draft(&Ground {
            session: &self.opened(),
            officers: &self.officers,
            attendance: &self.attendance,
            roll: roll.as_ref(),
            voided: self.voided,
        })?)
    }

    fn open_manifest(&mut self, manifest: Manifest) -> Result<OpenPoll, HallError> {
        let poll = Poll::new(manifest)?;
        let note = self.signed(&poll.opening(), 0..self.counts().0, 0..0);
        let manifest = poll.manifest().clone();
        let closed = PollClosed { poll: manifest.poll, ballots: 0, slips: 0, present: 0 };
        self.append(Body::PollOpened(Box::new(PollOpened { manifest, note: note.clone() })))?;
        Ok(OpenPoll {
            poll,
            note,
            ballots: Vec::new(),
            paper: Vec::new(),
            closing: None,
            entry: None,
            closed,
        })
    }

    /// Seals marks with a slip, as a tablet does. Nothing is appended yet.
    ///
    /// # Errors
    /// When there is no such slip or the marks do not fit.
    pub fn seal(
        &self,
        poll: &OpenPoll,
        slip: usize,
        marks: &Marks,
        rng: &mut impl CryptoRng,
    ) -> Result<SealedBallot, HallError> {
        Ok(seal::seal(&poll.poll, &self.slip_key(slip)?, marks, rng)?)
    }

    /// Appends a sealed ballot, whatever the state of the poll, and tells its index.
    ///
    /// # Errors
    /// Never in practice.
    pub fn cast(&mut self, poll: &mut OpenPoll, ballot: SealedBallot) -> Result<usize, HallError> {
        poll.ballots.push(ballot.clone());
        self.append(Body::Ballot(Box::new(ballot)))
    }

    /// Pauses casting, or lets it go on.
    ///
    /// # Errors
    /// Never in practice.
    pub fn pause(&mut self, poll: &OpenPoll, paused: bool) -> Result<(), HallError> {
        let mark = Box::new(PollMark { poll: poll.id() });
        let body = if paused { Body::PollPaused(mark) } else { Body::PollResumed(mark) };
        self.append(body).map(drop)
    }

    /// The presidium voids a poll.
    ///
    /// # Errors
    /// Never in practice.
    pub fn void_poll(
        &mut self,
        poll: &OpenPoll,
        reason: &str,
        missing: Option<usize>,
    ) -> Result<(), HallError> {
        let missing = missing.and_then(|teller| self.tellers.get(teller)).map(|teller| teller.id);
        let statement = Statement::void_poll(poll.id(), reason, missing);
        let note = self.signed(&statement, 0..0, 0..self.officers.threshold());
        let (poll, reason) = (poll.id(), reason.to_owned());
        let body = PollVoided { poll, reason, missing_share: missing, note };
        self.append(Body::PollVoided(Box::new(body))).map(drop)
    }

    /// Closes the poll to ballots.
    ///
    /// # Errors
    /// Never in practice.
    pub fn close_poll(&mut self, poll: &mut OpenPoll, ballots: Ballots) -> Result<(), HallError> {
        poll.closed = PollClosed {
            poll: poll.id(),
            ballots: u32::try_from(poll.ballots.len()).unwrap_or(u32::MAX),
            slips: ballots.slips,
            present: ballots.present,
        };
        self.append(Body::PollClosed(Box::new(poll.closed.clone()))).map(drop)
    }

    /// Enters a batch of paper ballots that two tellers counted.
    ///
    /// # Errors
    /// When the figures are not possible.
    pub fn enter_paper(
        &mut self,
        poll: &mut OpenPoll,
        papers: u32,
        invalid: u32,
        totals: Vec<u32>,
    ) -> Result<(), HallError> {
        let batch = u32::try_from(poll.paper.len() + 1).unwrap_or(u32::MAX);
        let figures = PaperFigures { poll: poll.id(), batch, papers, invalid, totals };
        let figures = figures.clone().agree(&figures, poll.poll.form())?;
        let statement = Statement::Paper { poll: figures.poll, figures: figures.digest()? };
        let note = self.signed(&statement, 0..2, 0..0);
        poll.paper.push(figures.clone());
        self.append(Body::PaperBatch(Box::new(PaperBatch { figures, note }))).map(drop)
    }

    /// All tellers sign the closing note; the presidium too where stubs and ballots differ.
    ///
    /// # Errors
    /// When there are too few ballots.
    pub fn sign_closing(&mut self, poll: &mut OpenPoll, stubs: u64) -> Result<(), HallError> {
        let ballots = poll.ballots.len();
        let paper = poll.paper.iter().map(|batch| u64::from(batch.papers)).sum();
        let head = (self.tree.size(), self.tree.root());
        let facts = draft::closing_facts(&poll.poll, head, ballots, paper);
        let facts = ClosingFacts { stubs, ..facts };
        let presidium = if stubs == facts.ballots { 0 } else { self.officers.threshold() };
        let statement = Statement::Close(facts.clone());
        let note = self.signed(&statement, 0..self.counts().0, 0..presidium);
        let body = ClosingEntry { facts: facts.clone(), note: note.clone() };
        poll.closing = Some(Closing::new(&poll.poll, &self.origin, facts, note)?);
        self.append(Body::Closing(Box::new(body))).map(drop)
    }

    /// Every teller makes the share of the sums; the totals follow.
    ///
    /// # Errors
    /// When the poll has no closing note, or a share fails.
    pub fn open_sums(
        &mut self,
        poll: &OpenPoll,
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u32>, HallError> {
        if poll.poll.manifest().channel != Channel::Sealed {
            return Ok(vec![0; poll.poll.form().slots()]);
        }
        let closing = poll.closing.clone().ok_or(HallError::Missing("closing note"))?;
        let ballots: Vec<&SealedBallot> = poll.ballots.iter().collect();
        let sums = Sums::new(&poll.poll, closing, &ballots)?;
        let mut checked: Vec<CheckedShare> = Vec::new();
        for position in 0..self.tellers.len() {
            let officer = self.tellers.get(position).ok_or(HallError::Missing("teller"))?;
            let teller = poll.poll.manifest().tellers.get(position);
            let teller = teller.ok_or(HallError::Missing("teller"))?;
            let share = sums.share(teller, &officer.card.lock_key(self.session), rng)?;
            checked.push(sums.check(&poll.poll, &share)?);
            self.append(Body::Share(Box::new(share)))?;
        }
        Ok(sums.totals(&poll.poll, &checked)?)
    }

    /// The rule decides on sealed and paper totals together.
    ///
    /// # Errors
    /// When the figures contradict each other.
    pub fn decide(&mut self, poll: &mut OpenPoll, sealed: Vec<u32>) -> Result<Count, HallError> {
        let (ballots, paper) = (poll.ballots.len(), poll.paper.iter());
        let entry = draft::outcome(&poll.poll, &poll.closed, ballots, &paper, sealed)?;
        let count = Count { totals: entry.totals.clone(), outcome: entry.outcome.clone() };
        poll.entry = Some(entry.clone());
        self.append(Body::Outcome(Box::new(entry)))?;
        Ok(count)
    }

    /// All tellers and the presidium's threshold certify.
    ///
    /// # Errors
    /// When there is no outcome yet.
    pub fn certify(&mut self, poll: &OpenPoll) -> Result<(), HallError> {
        let closing = poll.closing.as_ref().ok_or(HallError::Missing("closing note"))?;
        let entry = poll.entry.as_ref().ok_or(HallError::Missing("outcome"))?;
        let facts = draft::certificate_facts(closing, &poll.closed, entry)?;
        let statement = Statement::Certificate(facts.clone());
        let note = self.signed(&statement, 0..self.counts().0, 0..self.officers.threshold());
        self.append(Body::Certificate(Box::new(CertificateEntry { facts, note }))).map(drop)
    }

    /// Publishes the bulletin.
    ///
    /// # Errors
    /// When there is no closing note yet.
    pub fn publish(&mut self, poll: &OpenPoll) -> Result<(), HallError> {
        let closing = poll.closing.as_ref().ok_or(HallError::Missing("closing note"))?;
        let body = draft::bulletin(poll.poll.manifest(), &poll.note, closing, poll.entry.as_ref());
        self.append(Body::Published(Box::new(body))).map(drop)
    }
}
