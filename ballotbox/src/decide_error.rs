//! Why a case cannot be decided, each reason a sentence that says what is wrong and where.

use crate::rule::RuleError;

/// Why figures or rule of a case cannot be right. Options are counted from 0, as in the JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecideError {
    /// The rule cannot decide this poll.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// More options than can be numbered.
    #[error("the poll has too many options")]
    TooManyOptions,
    /// Nobody could vote.
    #[error("`electorate.all` is 0: there is nobody who could vote")]
    NoDeputies,
    /// More deputies present than there are.
    #[error("`electorate.present` is {present}, more than `electorate.all`, which is {all}")]
    PresentOverAll {
        /// Deputies present.
        present: u32,
        /// All deputies.
        all: u32,
    },
    /// The wider electorate leaves deputies out.
    #[error(
        "`rule.second_gate.electorate` is {electorate}, fewer than the {all} deputies of `electorate.all`, who are part of it"
    )]
    SecondGateUnderDeputies {
        /// The wider electorate.
        electorate: u32,
        /// All deputies.
        all: u32,
    },
    /// More invalid ballots than ballots.
    #[error("`ballots.invalid` is {invalid}, more than `ballots.cast`, which is {cast}")]
    InvalidOverCast {
        /// Invalid ballots.
        invalid: u32,
        /// Ballots cast.
        cast: u32,
    },
    /// More ballots than voters.
    #[error("`ballots.cast` is {cast}, more than the {voters} who may vote")]
    CastOverVoters {
        /// Ballots cast.
        cast: u32,
        /// Deputies present, and with a second gate those who vote besides deputies.
        voters: u32,
    },
    /// Totals of another method.
    #[error("`totals` are not those of the poll's method")]
    OtherMethod,
    /// Rows missing or too many.
    #[error("`totals` has {found} entries, but the poll has {options} options")]
    WrongRows {
        /// Entries in the totals.
        found: usize,
        /// Options of the poll.
        options: usize,
    },
    /// Columns missing or too many.
    #[error("`totals[{row}]` has {found} numbers, and the method takes {width}")]
    WrongWidth {
        /// Position of the option.
        row: usize,
        /// Numbers in the row.
        found: usize,
        /// Grades or numbers of the method.
        width: usize,
    },
    /// More votes than valid ballots.
    #[error("`totals[{row}]` adds up to {total}, but only {valid} ballots are valid")]
    OverValid {
        /// Position of the option.
        row: usize,
        /// Votes of all kinds for the option.
        total: u64,
        /// Valid ballots.
        valid: u32,
    },
    /// A number given more often than there are ballots.
    #[error("`totals` give the number {number} {total} times, but only {valid} ballots are valid")]
    NumberOverValid {
        /// The number, from 1.
        number: usize,
        /// How often it was given.
        total: u64,
        /// Valid ballots.
        valid: u32,
    },
    /// More votes in favour than the method allows on the ballots.
    #[error(
        "`totals` have {total} votes in favour, but {valid} valid ballots with at most {max} each allow {most}"
    )]
    OverMax {
        /// Votes in favour of all options together.
        total: u64,
        /// Valid ballots.
        valid: u32,
        /// The method's `max`.
        max: u32,
        /// Their product.
        most: u64,
    },
    /// Fewer votes in favour than the method demands of the ballots.
    #[error(
        "`totals` have {total} votes in favour, but {valid} valid ballots with at least {min} each demand {least}"
    )]
    UnderMin {
        /// Votes in favour of all options together.
        total: u64,
        /// Valid ballots.
        valid: u32,
        /// The method's `min`.
        min: u32,
        /// Their product.
        least: u64,
    },
    /// Deputies not counted apart under a second gate.
    #[error(
        "`totals[{0}]` must count deputies apart, as {{\"deputies\":…,\"all\":…}}, because the rule has a second gate"
    )]
    DeputiesMissing(usize),
    /// Deputies counted apart without a second gate.
    #[error("`totals[{0}]` counts deputies apart, but the rule has no second gate")]
    DeputiesUncalledFor(usize),
    /// More deputies than voters for one option, or than there are.
    #[error(
        "`totals[{row}]` has {deputies} deputies in favour, but {all} in favour altogether and {present} deputies present"
    )]
    TooManyDeputies {
        /// Position of the option.
        row: usize,
        /// Deputies in favour.
        deputies: u32,
        /// Everybody in favour.
        all: u32,
        /// Deputies present.
        present: u32,
    },
    /// More voters for one option who are not deputies than there are.
    #[error(
        "`totals[{row}]` has {found} in favour who are not deputies, of whom there are {others}"
    )]
    TooManyOthers {
        /// Position of the option.
        row: usize,
        /// Everybody in favour but deputies.
        found: u32,
        /// The second gate's electorate but deputies.
        others: u32,
    },
}
