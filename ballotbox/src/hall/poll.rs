//! The steps of one poll in the hall, from its opening to the bulletin.

use rand_core::CryptoRng;
use uuid::Uuid;

use super::{Hall, HallError, draw_id};
use crate::closing::Closing;
use crate::codec::Digest;
use crate::entry::{
    Body, CertificateEntry, ClosingEntry, OutcomeEntry, PollClosed, PollMark, PollOpened,
    PollVoided, Published,
};
use crate::form::Form;
use crate::manifest::{
    Channel, ListedOption, MANIFEST_KIND, Manifest, ManifestElectorate, ManifestError,
    ManifestSlips, Poll, PollOption, Previous, RoundReason, SUITE, question_code,
};
use crate::method::{Marks, Method};
use crate::note::SignedNote;
use crate::opening::{CheckedShare, Sums};
use crate::outcome::{BallotCounts, Case, Electorate, Outcome, Status, Totals, decide_opened_with};
use crate::paper::{PaperBatch, PaperFigures};
use crate::rule::Rule;
use crate::seal::{self, SealedBallot};
use crate::statement::{CertificateFacts, ClosingFacts, Statement};

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
    present: u32,
    slips: u32,
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

    /// The elected options of this poll and of the rounds before it.
    fn elected(&self) -> Vec<ListedOption> {
        let entry = self.entry.as_ref();
        entry.map_or_else(Vec::new, |it| self.poll.manifest().elected_with(&it.outcome))
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
        let form =
            Form::compile(&question.method, question.options.len()).map_err(ManifestError::from)?;
        let options = (1_u32..)
            .zip(question.options)
            .map(|(number, (title, digest))| PollOption { id: draw_id(rng), number, title, digest })
            .collect();
        let manifest = Manifest {
            question: question.question,
            channel: question.channel,
            method: question.method,
            options,
            rule: question.rule,
            ..self.blank_manifest(form, rng)
        };
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
        let none = HallError::Missing("further round");
        let first = before.poll.manifest();
        let entry = before.entry.as_ref().ok_or_else(|| none.clone())?;
        let next = entry.outcome.next.as_ref().ok_or_else(|| none.clone())?;
        let options: Vec<PollOption> = next
            .options
            .iter()
            .filter_map(|&at| usize::try_from(at).ok().and_then(|at| first.options.get(at)))
            .cloned()
            .collect();
        let reason = match entry.outcome.status {
            Status::Shortfall => RoundReason::Shortfall,
            _ => RoundReason::Tie,
        };
        let method = first.method.for_next_round(options.len(), next.seats);
        let form = Form::compile(&method, options.len()).map_err(ManifestError::from)?;
        let manifest = Manifest {
            round: first.round.saturating_add(1),
            previous: Some(Previous {
                poll: first.poll,
                outcome: entry.digest()?,
                reason,
                elected: before.elected(),
            }),
            question: first.question.clone(),
            channel: first.channel,
            method,
            rule: first.rule.for_next_round(&entry.outcome).ok_or(none)?,
            options,
            ..self.blank_manifest(form, rng)
        };
        self.open_manifest(manifest)
    }

    /// A manifest of this session that still lacks its question.
    fn blank_manifest(&self, form: Form, rng: &mut impl CryptoRng) -> Manifest {
        let officers = self.officers.clone();
        Manifest {
            kind: MANIFEST_KIND.to_owned(),
            suite: SUITE.to_owned(),
            session: self.session,
            township: self.setup.township.clone(),
            poll: draw_id(rng),
            channel: Channel::Sealed,
            round: 1,
            previous: None,
            question: String::new(),
            method: Method::YesNoAbstain {},
            options: Vec::new(),
            rule: crate::profile::Profile::Default.rule(),
            form,
            electorate: ManifestElectorate {
                all_deputies: self.attendance.all,
                present: self.attendance.present,
            },
            slips: None,
            tellers: officers.tellers,
            presidium: officers.presidium,
            threshold: officers.threshold,
            log_key: self.log_key.public(),
            rehearsal: self.setup.rehearsal,
            opened_at: self.now.clone(),
        }
    }

    fn open_manifest(&mut self, mut manifest: Manifest) -> Result<OpenPoll, HallError> {
        if manifest.channel == Channel::Sealed {
            let roll = self.roll()?;
            manifest.slips = Some(ManifestSlips {
                count: u64::try_from(roll.count()).unwrap_or(u64::MAX),
                digest: roll.digest(),
                voided: u64::try_from(self.voided).unwrap_or(u64::MAX),
            });
        }
        let poll = Poll::new(manifest)?;
        let note = self.signed(&poll.opening(), 0..self.counts().0, 0..0);
        let manifest = poll.manifest().clone();
        self.append(Body::PollOpened(Box::new(PollOpened { manifest, note: note.clone() })))?;
        Ok(OpenPoll {
            poll,
            note,
            ballots: Vec::new(),
            paper: Vec::new(),
            closing: None,
            entry: None,
            present: 0,
            slips: 0,
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
        let digest = Digest::of(&[reason.as_bytes()]);
        let statement = Statement::VoidPoll { poll: poll.id(), reason: digest, missing };
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
        (poll.present, poll.slips) = (ballots.present, ballots.slips);
        let body = PollClosed {
            poll: poll.id(),
            ballots: u32::try_from(poll.ballots.len()).unwrap_or(u32::MAX),
            slips: ballots.slips,
            present: ballots.present,
        };
        self.append(Body::PollClosed(Box::new(body))).map(drop)
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
        let (size, root) = self.head();
        let ballots = u64::try_from(poll.ballots.len()).unwrap_or(u64::MAX);
        let paper = poll.paper.iter().map(|batch| u64::from(batch.papers)).sum();
        let (manifest, id) = (poll.poll.digest(), poll.id());
        let facts = ClosingFacts { poll: id, manifest, size, root, ballots, stubs, paper };
        let presidium = if stubs == ballots { 0 } else { self.officers.threshold() };
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
        let manifest = poll.poll.manifest();
        let mut paper = vec![0_u32; sealed.len()];
        for (sum, total) in poll.paper.iter().flat_map(paper_slots) {
            if let Some(place) = paper.get_mut(sum) {
                *place = place.saturating_add(total);
            }
        }
        let together: Vec<u32> =
            sealed.iter().zip(&paper).map(|(one, other)| one.saturating_add(*other)).collect();
        let totals = Totals::from_slots(&manifest.method, manifest.options.len(), &together)?;
        let papers: u32 = poll.paper.iter().map(|batch| batch.papers).sum();
        let ballots = BallotCounts {
            issued: poll.slips,
            cast: u32::try_from(poll.ballots.len()).unwrap_or(u32::MAX).saturating_add(papers),
            invalid: poll.paper.iter().map(|batch| batch.invalid).sum(),
        };
        let titles = manifest.titles();
        let case = Case {
            method: &manifest.method,
            titles: &titles,
            electorate: Electorate { all: manifest.electorate.all_deputies, present: poll.present },
            ballots,
            rule: &manifest.rule,
            totals: &totals,
        };
        let outcome = decide_opened_with(&case, manifest.electorate.present)?;
        let entry = OutcomeEntry {
            poll: poll.id(),
            sealed,
            paper,
            ballots,
            totals: totals.clone(),
            outcome: outcome.clone(),
        };
        poll.entry = Some(entry.clone());
        self.append(Body::Outcome(Box::new(entry)))?;
        Ok(Count { totals, outcome })
    }

    /// All tellers and the presidium's threshold certify.
    ///
    /// # Errors
    /// When there is no outcome yet.
    pub fn certify(&mut self, poll: &OpenPoll) -> Result<(), HallError> {
        let closing = poll.closing.as_ref().ok_or(HallError::Missing("closing note"))?;
        let entry = poll.entry.as_ref().ok_or(HallError::Missing("outcome"))?;
        let facts = CertificateFacts {
            poll: poll.id(),
            closing: closing.note().text_digest(),
            present: u64::from(poll.present),
            slips: u64::from(poll.slips),
            invalid: u64::from(entry.ballots.invalid),
            outcome: entry.digest()?,
        };
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
        let body = Published {
            poll: poll.id(),
            question: poll.poll.manifest().question.clone(),
            elected: poll.elected(),
            question_code: question_code(&poll.note),
            closing_code: closing.code(),
        };
        self.append(Body::Published(Box::new(body))).map(drop)
    }
}

fn paper_slots(batch: &PaperFigures) -> impl Iterator<Item = (usize, u32)> {
    batch.totals.iter().copied().enumerate()
}
