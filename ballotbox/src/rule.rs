//! The rule of a poll: every parameter that turns totals into a decision, written out.
//!
//! What the law and the townships do differs in a handful of parameters (`docs/RULES.md` §2), and
//! a congress adopts them in its 票决办法. A [`Rule`] goes word for word into the poll manifest
//! (`docs/PROTOCOL.md` §3), the engine ([`crate::outcome::decide`]) reads nothing else, and
//! [`crate::regulation`] writes it out in Chinese, so that text and engine cannot disagree.

use serde::{Deserialize, Serialize};

use crate::{
    method::Method,
    outcome::{Outcome, Status},
};
pub use crate::{
    parameters::{
        Blank, Grading, OverVote, Pass, Publish, Quorum, QuorumBase, RankScore, ReturnedOverIssued,
        SecondGate, Shortfall, Step, Surplus, TieAtCut,
    },
    profile::Profile,
    rule_error::RuleError,
    settings::RuleSettings,
    threshold::{Base, Cmp, Threshold},
};

/// All parameters of a poll's rule (`docs/RULES.md` §2, names as in `docs/FORMATS.md`).
///
/// Serialised without `null`, for canonical bytes know none: a member that does not apply is left
/// out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The documents on which the congress bases its rule, as free text (§0 finding 6).
    pub basis: String,
    /// How many deputies must be present (P2).
    pub quorum: Quorum,
    /// The pass mark of an option (P6, P7).
    pub pass: Pass,
    /// A second pass mark among a wider electorate (P7, 石鼓).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_gate: Option<SecondGate>,
    /// How many options are chosen (应选, P17); all that pass when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// Whether there must be more options than seats (P4).
    pub surplus: Surplus,
    /// What happens to options with equal votes at the cut (P18).
    pub tie_at_cut: TieAtCut,
    /// What happens when fewer options pass than there are seats (P19).
    pub shortfall: Shortfall,
    /// What an unmarked option means (P12).
    pub blank: Blank,
    /// What an over-vote on paper makes void (P8).
    pub over_vote: OverVote,
    /// What happens when more ballots return than were issued (P10).
    pub returned_over_issued: ReturnedOverIssued,
    /// How an item's grade follows from its ballots; only with the method `grade` (§3.7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grading: Option<Grading>,
    /// By what options are ranked when they were given numbers (P16, 力洋).
    pub rank_score: RankScore,
    /// What of the result is published (P26).
    pub publish: Publish,
}

impl Rule {
    /// Whether the rule can decide a poll of this method on this many options.
    ///
    /// `sealed` says that the poll's channel is the sealed ballot, whose sums know no separate
    /// count of deputies.
    ///
    /// # Errors
    /// [`RuleError`] names the parameter that is wrong, or the two that contradict each other.
    pub fn check(&self, method: &Method, options: usize, sealed: bool) -> Result<(), RuleError> {
        method.check(options)?;
        self.check_shares()?;
        if let Some(seats) = self.seats {
            if matches!(method, Method::Grade { .. }) {
                return Err(RuleError::SeatsOfGrades);
            }
            if usize::try_from(seats).map_or(true, |seats| seats > options) {
                return Err(RuleError::SeatsOverOptions { seats, options });
            }
        }
        self.check_second_gate(method, sealed)?;
        if self.blank == Blank::Yes && !matches!(method, Method::YesNoAbstain {}) {
            return Err(RuleError::BlankYes);
        }
        if self.over_vote == OverVote::ItemVoid && matches!(method, Method::Pick { .. }) {
            return Err(RuleError::ItemVoidOfPick);
        }
        if self.rank_score != RankScore::Pick && !matches!(method, Method::Rank { .. }) {
            return Err(RuleError::ScoreWithoutNumbers);
        }
        match (method, &self.grading) {
            (Method::Grade { grades }, Some(grading)) => grading.check(grades),
            (Method::Grade { .. }, None) => Err(RuleError::GradingMissing),
            (_, Some(_)) => Err(RuleError::GradingWithoutGrades),
            (_, None) => Ok(()),
        }
    }

    /// The rule of the round that follows an outcome, or none when the rule asks for none.
    ///
    /// After a tie the tied have passed already, so there is no pass mark again: more votes wins,
    /// and tied again is reported again (`docs/RULES.md` §2 P18). After a shortfall the pass mark
    /// stays and the seats are those left (P19).
    pub fn for_next_round(&self, outcome: &Outcome) -> Option<Self> {
        let next = outcome.next.as_ref()?;
        let seats = Some(next.seats);
        match outcome.status {
            Status::TieAtCut => {
                Some(Self { seats, pass: Pass::None, second_gate: None, ..self.clone() })
            }
            Status::Shortfall => Some(Self { seats, ..self.clone() }),
            Status::Decided | Status::NoQuorum | Status::Void => None,
        }
    }

    /// Refuses what no poll could use, whatever its method.
    pub(crate) fn check_shares(&self) -> Result<(), RuleError> {
        if self.basis.trim().is_empty() {
            return Err(RuleError::NoBasis);
        }
        let share = |place: &str, threshold: Threshold| {
            threshold.check().map_err(|error| RuleError::Share { place: place.to_owned(), error })
        };
        share("quorum", self.quorum.threshold())?;
        if let Pass::Share { threshold, .. } = self.pass {
            share("pass", threshold)?;
        }
        if let Some(gate) = self.second_gate {
            share("second_gate", gate.threshold())?;
            if gate.electorate == 0 {
                return Err(RuleError::NobodyAtSecondGate);
            }
        }
        if let Some(grading) = &self.grading {
            for (position, step) in grading.steps.iter().enumerate() {
                share(&format!("grading.steps[{position}]"), step.threshold())?;
            }
        }
        if self.seats == Some(0) { Err(RuleError::NoSeats) } else { Ok(()) }
    }

    fn check_second_gate(&self, method: &Method, sealed: bool) -> Result<(), RuleError> {
        if self.second_gate.is_none() {
            return Ok(());
        }
        if sealed {
            return Err(RuleError::SecondGateSealed);
        }
        if matches!(method, Method::Grade { .. } | Method::Rank { .. }) {
            return Err(RuleError::SecondGateMethod);
        }
        match self.pass {
            Pass::None | Pass::Share { base: Base::All | Base::Present, .. } => Ok(()),
            Pass::Share { base: Base::Issued | Base::Valid, .. } => Err(RuleError::SecondGateBase),
        }
    }
}
