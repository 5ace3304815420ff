//! Totals and counts: what came out of the box, before any rule is applied.
//!
//! Totals come from sealed sums, from paper or from a file. They are only ever sums, so a
//! contradiction between them and the counts (a total over the valid ballots, more voters than
//! deputies) proves an error somewhere and is refused before anything is decided.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::method::Method;

/// The voters (`docs/FORMATS.md`, `electorate`). With a second gate both count deputies only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Electorate {
    /// All deputies in office (全体代表; `docs/RULES.md` §2 P33): people.
    pub all: u32,
    /// Deputies present by the close of the poll (P31): people.
    pub present: u32,
}

/// The ballots (`docs/FORMATS.md`, `ballots`). With a second gate they are everybody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotCounts {
    /// Ballots, or slips, handed out (发出).
    pub issued: u32,
    /// Ballots cast (收回), invalid ones included.
    pub cast: u32,
    /// Invalid ballots (无效), at most `cast`; a sealed ballot is never invalid.
    pub invalid: u32,
}

/// Totals of a poll, one row per option (`docs/FORMATS.md`, `totals`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Totals {
    // First of all: a row of two numbers would pass for a struct of two members.
    /// Method `grade`: ballots per grade. Method `rank`: ballots per number, from 1.
    Rows(Vec<Vec<u32>>),
    /// Method `pick`: ballots that chose the option.
    Picks(Vec<Votes>),
    /// Methods `yes_no_abstain` and `capped`: ballots for and against.
    Answers(Vec<Answers>),
}

/// Votes in favour of one option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Votes {
    /// Everybody's.
    Plain(u32),
    /// Deputies' counted apart, for a rule with a second gate (`docs/RULES.md` §6, double gate).
    Gated(GatedVotes),
}

/// Votes of deputies, and of everybody with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatedVotes {
    /// Ballots of deputies.
    pub deputies: u32,
    /// Ballots of everybody, deputies included.
    pub all: u32,
}

/// Ballots for and against one option; the others abstained on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Ballots in favour.
    pub yes: Votes,
    /// Ballots against, everybody's.
    pub no: u32,
}

impl Votes {
    /// Everybody's votes.
    pub fn all(self) -> u32 {
        match self {
            Self::Plain(votes) => votes,
            Self::Gated(votes) => votes.all,
        }
    }

    /// The deputies' votes, if they are counted apart.
    pub fn deputies(self) -> Option<u32> {
        match self {
            Self::Plain(_) => None,
            Self::Gated(votes) => Some(votes.deputies),
        }
    }
}

impl Totals {
    /// Totals from the sums of the form's slots, in the order of the form
    /// (`docs/PROTOCOL.md` §2.1).
    ///
    /// # Errors
    /// The number of sums is not that of the form's slots.
    pub fn from_slots(method: &Method, options: usize, sums: &[u32]) -> Result<Self, TotalsError> {
        let width = method.slots_per_option();
        let wrong = TotalsError::WrongSlots { found: sums.len(), options, width };
        if options.checked_mul(width) != Some(sums.len()) || width == 0 {
            return Err(wrong);
        }
        let rows = sums.chunks_exact(width);
        Ok(match method {
            Method::Pick { .. } => Self::Picks(sums.iter().copied().map(Votes::Plain).collect()),
            Method::YesNoAbstain {} | Method::Capped { .. } => {
                let answers = |row: &[u32]| match row {
                    [yes, no] => Some(Answers { yes: Votes::Plain(*yes), no: *no }),
                    _ => None,
                };
                Self::Answers(rows.map(answers).collect::<Option<_>>().ok_or(wrong)?)
            }
            Method::Grade { .. } | Method::Rank { .. } => {
                Self::Rows(rows.map(<[u32]>::to_vec).collect())
            }
        })
    }

    /// The sums of the form's slots, in the order of the form; everybody's votes where deputies
    /// are counted apart.
    pub fn to_slots(&self) -> Vec<u32> {
        match self {
            Self::Picks(votes) => votes.iter().map(|votes| votes.all()).collect(),
            Self::Answers(answers) => {
                answers.iter().flat_map(|answers| [answers.yes.all(), answers.no]).collect()
            }
            Self::Rows(rows) => rows.concat(),
        }
    }

    /// Reads totals as `docs/FORMATS.md` writes them for a method.
    ///
    /// # Errors
    /// A row of another shape than the method's, named by its position.
    pub fn parse(method: &Method, json: &Value) -> Result<Self, TotalsError> {
        let rows = json.as_array().ok_or(TotalsError::NotAList)?;
        match method {
            Method::Pick { .. } => {
                each(rows, "a number, or {\"deputies\":…,\"all\":…}").map(Self::Picks)
            }
            Method::YesNoAbstain {} | Method::Capped { .. } => {
                each(rows, "{\"yes\":…,\"no\":…} and nothing else").map(Self::Answers)
            }
            Method::Grade { .. } => {
                each(rows, "a list with one number for each grade").map(Self::Rows)
            }
            Method::Rank { .. } => {
                each(rows, "a list with one number of ballots for each number given")
                    .map(Self::Rows)
            }
        }
    }

    /// Number of options the totals speak of.
    pub fn options(&self) -> usize {
        match self {
            Self::Picks(votes) => votes.len(),
            Self::Answers(answers) => answers.len(),
            Self::Rows(rows) => rows.len(),
        }
    }
}

/// Why totals cannot be those of a poll. Rows are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TotalsError {
    /// Not a list at all.
    #[error("`totals` must be a list with one entry for each option")]
    NotAList,
    /// An entry of another shape than the method's.
    #[error("`totals[{row}]` must be {expected}, in integers from 0 to 4294967295")]
    WrongShape {
        /// Position of the entry.
        row: usize,
        /// What the method takes.
        expected: &'static str,
    },
    /// Another number of sums than slots.
    #[error("there are {found} slot sums, but {options} options of {width} slots each")]
    WrongSlots {
        /// Sums given.
        found: usize,
        /// Options of the poll.
        options: usize,
        /// Slots of one option.
        width: usize,
    },
}

fn each<T: serde::de::DeserializeOwned>(
    rows: &[Value],
    expected: &'static str,
) -> Result<Vec<T>, TotalsError> {
    let read = |(row, json): (usize, &Value)| {
        serde_json::from_value(json.clone()).map_err(|_| TotalsError::WrongShape { row, expected })
    };
    rows.iter().enumerate().map(read).collect()
}
