//! What has happened so far: the session and its polls as the entries tell it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

use super::report::{Findings, OfficerReport, PollReport, Report, Verdict};
use crate::closing::Closing;
use crate::codec::PublicKey;
use crate::entry::{
    Attendance, CertificateEntry, OutcomeEntry, PollClosed, Published, SessionOpened,
};
use crate::log::Tree;
use crate::manifest::{Poll, question_code};
use crate::note::{Origin, SignedNote};
use crate::officers::Officers;
use crate::opening::Share;
use crate::paper::PaperFigures;
use crate::seal::SealedBallot;
use crate::slip::SlipRoll;
use crate::statement::VoidReason;

/// The session as its first entry names it.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) origin: Origin,
    pub(crate) body: SessionOpened,
}

/// How far a poll has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Ballots are taken.
    Open,
    /// Casting is interrupted.
    Paused,
    /// No ballot follows; the closing note or the shares are still awaited.
    Closed,
    /// The sums were opened and the rule has decided.
    Opened,
    /// Tellers and presidium signed the outcome.
    Certified,
    /// The bulletin is out.
    Published,
    /// Void, and never opened.
    Voided,
}

impl Phase {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Opened => "opened",
            Self::Certified => "certified",
            Self::Published => "published",
            Self::Voided => "voided",
        }
    }
}

/// A value with the index of the entry that holds it.
#[derive(Clone)]
pub(crate) struct At<T> {
    pub(crate) index: usize,
    pub(crate) value: T,
}

/// One poll with all its entries.
#[derive(Clone)]
pub(crate) struct PollState {
    pub(crate) poll: Poll,
    pub(crate) note: SignedNote,
    pub(crate) phase: Phase,
    /// Index of the latest entry that the closing note must cover.
    pub(crate) latest: usize,
    /// Shared, so that a copy of all that happened is cheap.
    pub(crate) ballots: Vec<At<Arc<SealedBallot>>>,
    /// Slips that have cast in this poll, with the index of the latest ballot of each.
    pub(crate) used: BTreeMap<PublicKey, usize>,
    /// Slips void for this poll alone: their holders vote on paper.
    pub(crate) on_paper: BTreeSet<PublicKey>,
    pub(crate) closed: Option<PollClosed>,
    pub(crate) paper: Vec<At<PaperFigures>>,
    pub(crate) closing: Option<At<Closing>>,
    pub(crate) shares: Vec<At<Share>>,
    pub(crate) outcome: Option<At<OutcomeEntry>>,
    pub(crate) certificate: Option<At<CertificateEntry>>,
    pub(crate) published: Option<At<Published>>,
}

impl PollState {
    pub(crate) fn new(poll: Poll, note: SignedNote, index: usize) -> Self {
        Self {
            poll,
            note,
            phase: Phase::Open,
            latest: index,
            ballots: Vec::new(),
            used: BTreeMap::new(),
            on_paper: BTreeSet::new(),
            closed: None,
            paper: Vec::new(),
            closing: None,
            shares: Vec::new(),
            outcome: None,
            certificate: None,
            published: None,
        }
    }

    /// Paper ballots so far, invalid ones included.
    pub(crate) fn papers(&self) -> u64 {
        self.paper.iter().map(|batch| u64::from(batch.value.papers)).sum()
    }

    /// Invalid paper ballots so far.
    pub(crate) fn invalid(&self) -> u64 {
        self.paper.iter().map(|batch| u64::from(batch.value.invalid)).sum()
    }

    /// Ballots issued and cast, as text for reports.
    fn report(&self) -> PollReport {
        PollReport {
            poll: self.poll.manifest().poll,
            question: self.poll.manifest().question.clone(),
            round: self.poll.manifest().round,
            state: self.phase.name(),
            ballots: self.ballots.len(),
            paper: self.papers(),
            question_code: question_code(&self.note),
            closing_code: self.closing.as_ref().map_or_else(String::new, |at| at.value.code()),
            outcome: self.outcome.as_ref().map(|at| at.value.outcome.clone()),
        }
    }
}

/// Everything that the entries have told so far.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) tree: Tree,
    pub(crate) session: Option<Session>,
    pub(crate) officers: Option<Officers>,
    pub(crate) roll: Option<SlipRoll>,
    /// Slips void for the whole session, and why.
    pub(crate) voided: BTreeMap<PublicKey, VoidReason>,
    pub(crate) attendance: Option<Attendance>,
    pub(crate) polls: Vec<PollState>,
    pub(crate) session_closed: bool,
    /// The first left-over slip that was voided when no closing note was to follow, so far.
    pub(crate) left_over_late: Option<usize>,
}

impl State {
    pub(crate) const fn new(tree: Tree) -> Self {
        Self {
            tree,
            session: None,
            officers: None,
            roll: None,
            voided: BTreeMap::new(),
            attendance: None,
            polls: Vec::new(),
            session_closed: false,
            left_over_late: None,
        }
    }

    /// The position of a poll in [`Self::polls`].
    pub(crate) fn position(&self, poll: Uuid) -> Option<usize> {
        self.polls.iter().position(|state| state.poll.manifest().poll == poll)
    }

    /// Puts the report together.
    pub(crate) fn report(&self, findings: &Findings) -> Report {
        let checks = findings.results();
        let refuted = checks.iter().any(|check| !check.ok);
        let published = self.polls.iter().any(|poll| poll.phase == Phase::Published);
        let verdict = match (refuted, published) {
            (true, _) => Verdict::Refuted,
            (false, true) => Verdict::Verified,
            (false, false) => Verdict::Incomplete,
        };
        let session = self.session.as_ref();
        Report {
            verified: verdict == Verdict::Verified,
            verdict,
            origin: session.map_or_else(String::new, |known| known.origin.as_str().to_owned()),
            session: session.map_or_else(String::new, |known| known.body.title.clone()),
            rehearsal: session.is_some_and(|known| known.body.rehearsal),
            checks,
            officers: self.officer_reports(),
            polls: self.polls.iter().map(PollState::report).collect(),
        }
    }

    fn officer_reports(&self) -> Vec<OfficerReport> {
        let Some(officers) = &self.officers else { return Vec::new() };
        let report = |role, name: &String, key: &PublicKey| OfficerReport {
            role,
            name: name.clone(),
            key: key.to_string(),
        };
        let tellers = officers.tellers.iter();
        let tellers = tellers.map(|teller| report("teller", &teller.name, &teller.sign));
        let members = officers.presidium.iter();
        tellers
            .chain(members.map(|member| report("presidium", &member.name, &member.sign)))
            .collect()
    }
}
