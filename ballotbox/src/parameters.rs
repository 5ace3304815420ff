//! The parameters of a rule, each a type whose names are those of `docs/FORMATS.md`.

use serde::{Deserialize, Serialize};

use crate::{
    rule_error::RuleError,
    threshold::{Base, Cmp, Threshold},
};

/// How many deputies must be present (`docs/RULES.md` §2 P2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    /// Of whom the share is taken.
    pub base: QuorumBase,
    /// Whether the share itself is enough.
    pub cmp: Cmp,
    /// Numerator of the share.
    pub num: u32,
    /// Denominator of the share.
    pub den: u32,
}

impl Quorum {
    /// The share as a threshold.
    pub fn threshold(self) -> Threshold {
        Threshold { cmp: self.cmp, num: self.num, den: self.den }
    }
}

/// The only base of a quorum: all deputies in office (组织法§14; `docs/RULES.md` §2 P33).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuorumBase {
    /// All deputies in office (全体代表), not the fixed number of seats.
    All,
}

/// The pass mark of an option (`docs/RULES.md` §2 P6–P7). In JSON `{"base":"all","cmp":">","num":1,
/// "den":2}`, or `{"base":"none"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "PassParts", into = "PassParts")]
pub enum Pass {
    /// No pass mark: more votes win (`none`, pure ranking).
    None,
    /// The votes for an option must hold against a share of a base.
    Share {
        /// The whole.
        base: Base,
        /// The share.
        threshold: Threshold,
    },
}

/// A second pass mark on the votes of everybody, beside the one on the deputies' votes
/// (`docs/RULES.md` §6, double gate).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondGate {
    /// Everybody who may vote, deputies included: people.
    pub electorate: u32,
    /// Whether the share itself is enough.
    pub cmp: Cmp,
    /// Numerator of the share.
    pub num: u32,
    /// Denominator of the share.
    pub den: u32,
}

impl SecondGate {
    /// The share as a threshold.
    pub fn threshold(self) -> Threshold {
        Threshold { cmp: self.cmp, num: self.num, den: self.den }
    }
}

/// Whether a poll needs more options than seats (差额; `docs/RULES.md` §2 P4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Surplus {
    /// The congress is free; less than 20 % is only remarked on.
    #[default]
    Free,
    /// A poll with as many options as seats is remarked on as against the basis (Shaanxi).
    Obligatory,
}

/// What happens to options with equal votes at the cut (`docs/RULES.md` §2 P18).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieAtCut {
    /// A re-vote among the tied only; more votes wins.
    #[default]
    Revote,
    /// The presidium decides.
    Presidium,
    /// All tied are chosen, more than there are seats.
    AdmitAll,
    /// None of the tied is chosen, fewer than there are seats.
    DropAll,
}

/// What happens when fewer options pass than there are seats (`docs/RULES.md` §2 P19).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shortfall {
    /// The seats stay empty.
    #[default]
    Leave,
    /// A second round at the same session, on those that did not pass.
    Revote,
    /// A vote at the next session.
    NextSession,
    /// The presidium decides.
    Presidium,
}

/// What an option without a mark means (`docs/RULES.md` §2 P12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blank {
    /// The deputy abstains on it (弃权).
    #[default]
    Abstain,
    /// The deputy is in favour (papers with boxes for against and abstain only).
    Yes,
}

/// What an over-vote on paper makes void (`docs/RULES.md` §2 P8). No screen lets one through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverVote {
    /// The whole ballot.
    #[default]
    BallotVoid,
    /// The item marked in two ways, while the others of the ballot count.
    ItemVoid,
}

/// What happens when more ballots return than were issued (`docs/RULES.md` §2 P10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnedOverIssued {
    /// The whole vote is void; the only lawful value.
    #[default]
    Void,
}

/// What of the result stands on the public page and in the notice (公告; `docs/RULES.md` §2 P26).
/// The record that everybody may download has the totals in any case: a count that cannot be
/// checked is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Publish {
    /// The projects that were chosen, with the votes of each.
    #[default]
    Counts,
    /// The projects that were chosen.
    Names,
}

/// How an item's grade follows from its ballots (`docs/RULES.md` §3.7, §6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grading {
    /// Tried in order; the first that holds gives the grade.
    pub steps: Vec<Step>,
    /// The grade when no step holds.
    #[serde(rename = "else")]
    pub otherwise: String,
    /// Of what every step's share is taken.
    pub base: Base,
}

/// One step of a grading: a grade and the share that it takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The grade that holds.
    pub grade: String,
    /// How many of the method's grades, from the best, are counted together.
    pub sum: u32,
    /// Whether the share itself is enough (含半数 or not).
    pub cmp: Cmp,
    /// Numerator of the share.
    pub num: u32,
    /// Denominator of the share.
    pub den: u32,
}

impl Step {
    /// The share as a threshold.
    pub fn threshold(&self) -> Threshold {
        Threshold { cmp: self.cmp, num: self.num, den: self.den }
    }
}

/// By what options are ranked that were given numbers (`docs/RULES.md` §2, ordinal variant).
///
/// The pass mark is always on the number of ballots that gave the option any number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankScore {
    /// A number is a vote; its height is ignored.
    #[default]
    Pick,
    /// Number 1 is `max` points, number `max` is one point; most points win.
    Borda,
    /// The sum of the numbers, a ballot without one counting `max + 1`; the lowest sum wins.
    RankSum,
}

impl Grading {
    /// Refuses steps that do not fit the method's grades, best first.
    pub(crate) fn check(&self, grades: &[String]) -> Result<(), RuleError> {
        let place = |name: &String| grades.iter().position(|grade| grade == name);
        if self.steps.is_empty() {
            return Err(RuleError::NoSteps);
        }
        let mut last = None;
        for (position, step) in self.steps.iter().enumerate() {
            let found = place(&step.grade).ok_or_else(|| RuleError::UnknownGrade {
                place: format!("grading.steps[{position}].grade"),
                grade: step.grade.clone(),
            })?;
            if last.is_some_and(|last| found <= last) {
                return Err(RuleError::StepsOutOfOrder(position));
            }
            last = Some(found);
            if step.sum == 0 || usize::try_from(step.sum).map_or(true, |sum| sum > grades.len()) {
                return Err(RuleError::WrongSum { position, grades: grades.len() });
            }
        }
        let otherwise = place(&self.otherwise).ok_or_else(|| RuleError::UnknownGrade {
            place: "grading.else".to_owned(),
            grade: self.otherwise.clone(),
        })?;
        if last.is_some_and(|last| otherwise <= last) {
            return Err(RuleError::ElseAboveStep);
        }
        Ok(())
    }
}

/// The JSON shape of a pass mark.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PassParts {
    base: PassBase,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cmp: Option<Cmp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    num: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    den: Option<u32>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PassBase {
    All,
    Present,
    Issued,
    Valid,
    None,
}

impl TryFrom<PassParts> for Pass {
    type Error = &'static str;

    fn try_from(parts: PassParts) -> Result<Self, Self::Error> {
        let base = match parts.base {
            PassBase::All => Base::All,
            PassBase::Present => Base::Present,
            PassBase::Issued => Base::Issued,
            PassBase::Valid => Base::Valid,
            // A share beside `none` is idle and not kept.
            PassBase::None => return Ok(Self::None),
        };
        match (parts.cmp, parts.num, parts.den) {
            (Some(cmp), Some(num), Some(den)) => {
                Ok(Self::Share { base, threshold: Threshold { cmp, num, den } })
            }
            _ => Err("a pass mark needs `cmp`, `num` and `den` unless its base is `none`"),
        }
    }
}

impl From<Pass> for PassParts {
    fn from(pass: Pass) -> Self {
        let (base, threshold) = match pass {
            Pass::None => {
                return Self { base: PassBase::None, cmp: None, num: None, den: None };
            }
            Pass::Share { base: Base::All, threshold } => (PassBase::All, threshold),
            Pass::Share { base: Base::Present, threshold } => (PassBase::Present, threshold),
            Pass::Share { base: Base::Issued, threshold } => (PassBase::Issued, threshold),
            Pass::Share { base: Base::Valid, threshold } => (PassBase::Valid, threshold),
        };
        let Threshold { cmp, num, den } = threshold;
        Self { base, cmp: Some(cmp), num: Some(num), den: Some(den) }
    }
}
