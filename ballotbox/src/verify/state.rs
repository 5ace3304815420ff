//! What has happened so far: the session and its polls as the entries tell it.

use std::collections::{BTreeMap, BTreeSet};

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
pub(super) struct Session {
    pub(super) origin: Origin,
    pub(super) body: SessionOpened,
}

/// How far a poll has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Open,
    Paused,
    Closed,
    Opened,
    Certified,
    Published,
    Voided,
}

impl Phase {
    const fn name(self) -> &'static str {
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
pub(super) struct At<T> {
    pub(super) index: usize,
    pub(super) value: T,
}

/// One poll with all its entries.
pub(super) struct PollState {
    pub(super) poll: Poll,
    pub(super) note: SignedNote,
    pub(super) phase: Phase,
    /// Index of the latest entry that the closing note must cover.
    pub(super) latest: usize,
    pub(super) ballots: Vec<At<SealedBallot>>,
    pub(super) used: BTreeSet<PublicKey>,
    /// Slips void for this poll alone: their holders vote on paper.
    pub(super) on_paper: BTreeSet<PublicKey>,
    pub(super) closed: Option<PollClosed>,
    pub(super) paper: Vec<At<PaperFigures>>,
    pub(super) closing: Option<At<Closing>>,
    pub(super) shares: Vec<At<Share>>,
    pub(super) outcome: Option<At<OutcomeEntry>>,
    pub(super) certificate: Option<At<CertificateEntry>>,
    pub(super) published: Option<At<Published>>,
}

impl PollState {
    pub(super) fn new(poll: Poll, note: SignedNote, index: usize) -> Self {
        Self {
            poll,
            note,
            phase: Phase::Open,
            latest: index,
            ballots: Vec::new(),
            used: BTreeSet::new(),
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
    pub(super) fn papers(&self) -> u64 {
        self.paper.iter().map(|batch| u64::from(batch.value.papers)).sum()
    }

    /// Invalid paper ballots so far.
    pub(super) fn invalid(&self) -> u64 {
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
pub(super) struct State {
    pub(super) tree: Tree,
    pub(super) session: Option<Session>,
    pub(super) officers: Option<Officers>,
    pub(super) roll: Option<SlipRoll>,
    /// Slips void for the whole session, and why.
    pub(super) voided: BTreeMap<PublicKey, VoidReason>,
    pub(super) attendance: Option<Attendance>,
    pub(super) polls: Vec<PollState>,
    pub(super) session_closed: bool,
    /// The first left-over slip that was voided when no closing note was to follow, so far.
    pub(super) left_over_late: Option<usize>,
}

impl State {
    pub(super) const fn new(tree: Tree) -> Self {
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
    pub(super) fn position(&self, poll: Uuid) -> Option<usize> {
        self.polls.iter().position(|state| state.poll.manifest().poll == poll)
    }

    /// Puts the report together.
    pub(super) fn report(&self, findings: &Findings) -> Report {
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
