//! The outcome of a poll: what the rule makes of the totals, with a reason for every line.
//!
//! A tie or a shortfall is a result and never broken by software (`docs/PROTOCOL.md` §6.6). The
//! verifier runs [`decide`] again on the published totals and compares the whole [`Outcome`].

use serde::{Deserialize, Serialize};

pub use crate::{
    case::Case,
    decide_error::DecideError,
    decision::{decide, decide_opened_with},
    tally::{Answers, BallotCounts, Electorate, GatedVotes, Totals, TotalsError, Votes},
};

/// What a poll came to (`docs/FORMATS.md`, outcome).
///
/// Serialised without `null`, as canonical bytes demand; [`Outcome::report`] is the shape with
/// `null` for people and scripts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Whether and how the poll is decided.
    pub status: Status,
    /// One line per option, in the order of the poll.
    pub options: Vec<OptionOutcome>,
    /// Positions of the options chosen, in order of rank, then of number.
    pub elected: Vec<u32>,
    /// Positions of the options with equal votes at the cut, in order of number.
    pub tied: Vec<u32>,
    /// Seats that nobody was chosen for; 0 on a poll without seats.
    pub seats_left: u32,
    /// The next round that the rule asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Next>,
    /// What the rule or the figures give cause to remark on.
    pub warnings: Vec<Warning>,
    /// Why the poll came to this, in one sentence.
    pub reason: Reason,
}

/// Whether and how a poll is decided (`docs/RULES.md`, outcome of a poll).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The result stands.
    Decided,
    /// Options with equal votes compete for the last seats, and a re-vote or the presidium decides.
    TieAtCut,
    /// Fewer options passed than there are seats.
    Shortfall,
    /// Too few deputies were present; nothing is chosen.
    NoQuorum,
    /// More ballots returned than were issued; the whole vote is void.
    Void,
}

/// What became of one option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionOutcome {
    /// Position in the poll, from 0.
    pub index: u32,
    /// Title as voted on.
    pub title: String,
    /// Ballots that support the option: chosen, in favour, in the best grade, or with any number.
    pub votes: u32,
    /// The same as `votes`.
    pub yes: u32,
    /// Ballots against; with grades the ballots in any grade but the best.
    pub no: u32,
    /// Valid ballots that say nothing on the option.
    pub abstain: u32,
    /// Deputies present who cast no ballot (未投); with a second gate ballots issued and not cast.
    pub not_cast: u32,
    /// Deputies' part of `votes`; only with a second gate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputies: Option<u32>,
    /// Ballots per grade, or per number given; only with the methods `grade` and `rank`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Vec<u32>>,
    /// Points or sum of numbers; only with the scores `borda` and `rank_sum`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u64>,
    /// The grade reached; only with the method `grade` and when the poll is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// Whether the option met the pass mark; with grades, whether it reached a step.
    pub passed: bool,
    /// Whether the option is chosen; never with grades, which evaluate and do not choose.
    pub elected: bool,
    /// Place among all options, passed ones first, 1 the first; equal votes share a place.
    pub rank: u32,
    /// Why, in one sentence that names the figures.
    pub reason: Reason,
}

/// A further round that the rule asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Next {
    /// What kind of round.
    pub kind: NextKind,
    /// Positions, in this poll, of the options that it is held on.
    pub options: Vec<u32>,
    /// Seats that it is held for.
    pub seats: u32,
}

/// What kind of round follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextKind {
    /// Another poll at the same session.
    Revote,
}

/// A remark on the rule or the figures that changes nothing in the outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    /// What the remark is about, stable for scripts.
    pub code: WarningCode,
    /// One sentence in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// What a remark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// Fewer ballots cast than issued (`docs/RULES.md` §2 P11).
    NotReturned,
    /// More ballots issued than deputies present.
    IssuedOverPresent,
    /// The quorum is a smaller share than two thirds (P2, 组织法§14).
    QuorumBelowTwoThirds,
    /// Candidates exceed seats by less than 20 % (P4).
    #[serde(rename = "surplus_below_20_percent")]
    SurplusBelow20Percent,
    /// The basis demands more candidates than seats, and there are none (P4, Shaanxi).
    SurplusObligatory,
    /// The pass mark is not taken of all deputies (P6, 组织法§25).
    PassBaseNotAll,
    /// The pass mark is a smaller share than half (P7, 组织法§25).
    PassBelowHalf,
    /// A pass mark of exactly half that half itself meets (P7, 半数以上).
    HalfIsEnough,
    /// Tied options were all chosen, more than there are seats (P18).
    TieAllAdmitted,
    /// Tied options were all dropped, fewer than there are seats (P18).
    TieAllDropped,
    /// An option without a single vote is chosen, there being no pass mark.
    ElectedWithoutVotes,
}

/// One sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Outcome {
    /// The shape for people and scripts: as serialised, with `grade` and `next` present and `null`
    /// where they do not apply (`docs/FORMATS.md`, outcome).
    pub fn report(&self) -> Report<'_> {
        Report {
            status: self.status,
            options: self.options.iter().map(OptionReport::of).collect(),
            elected: &self.elected,
            tied: &self.tied,
            seats_left: self.seats_left,
            next: self.next.as_ref(),
            warnings: &self.warnings,
            reason: &self.reason,
        }
    }
}

/// An [`Outcome`] as `decide` and `simulate` print it; serialise it.
#[derive(Clone, Debug, Serialize)]
pub struct Report<'a> {
    status: Status,
    options: Vec<OptionReport<'a>>,
    elected: &'a [u32],
    tied: &'a [u32],
    seats_left: u32,
    next: Option<&'a Next>,
    warnings: &'a [Warning],
    reason: &'a Reason,
}

/// One line of a [`Report`], in the order of `docs/FORMATS.md`.
#[derive(Clone, Debug, Serialize)]
struct OptionReport<'a> {
    index: u32,
    title: &'a str,
    votes: u32,
    yes: u32,
    no: u32,
    abstain: u32,
    not_cast: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    deputies: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<&'a [u32]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u64>,
    grade: Option<&'a str>,
    passed: bool,
    elected: bool,
    rank: u32,
    reason: &'a Reason,
}

impl<'a> OptionReport<'a> {
    fn of(line: &'a OptionOutcome) -> Self {
        Self {
            index: line.index,
            title: &line.title,
            votes: line.votes,
            yes: line.yes,
            no: line.no,
            abstain: line.abstain,
            not_cast: line.not_cast,
            deputies: line.deputies,
            counts: line.counts.as_deref(),
            score: line.score,
            grade: line.grade.as_deref(),
            passed: line.passed,
            elected: line.elected,
            rank: line.rank,
            reason: &line.reason,
        }
    }
}
