//! Why a rule is refused, each reason a sentence that names the parameter.

use crate::{method::MethodError, threshold::ThresholdError};

/// Why a rule cannot be used, alone or with the poll's method and options.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The method does not fit the options.
    #[error(transparent)]
    Method(#[from] MethodError),
    /// A share that is no share.
    #[error("`rule.{place}` is wrong: {error}")]
    Share {
        /// The parameter.
        place: String,
        /// What is wrong with its fraction.
        error: ThresholdError,
    },
    /// No document is named.
    #[error("`rule.basis` is empty; it names the documents on which the rule is based")]
    NoBasis,
    /// Nothing would be chosen.
    #[error("`rule.seats` is 0, so that nothing could be chosen; null means all that pass")]
    NoSeats,
    /// More seats than options.
    #[error("`rule.seats` is {seats}, but the poll has only {options} options")]
    SeatsOverOptions {
        /// Seats as given.
        seats: u32,
        /// Number of options of the poll.
        options: usize,
    },
    /// An evaluation chooses nothing.
    #[error(
        "`rule.seats` must be null with the method `grade`, which evaluates and does not choose"
    )]
    SeatsOfGrades,
    /// Nobody may vote.
    #[error("`rule.second_gate.electorate` is 0")]
    NobodyAtSecondGate,
    /// Sealed sums do not count deputies apart.
    #[error("`rule.second_gate` needs the deputies counted apart, which a sealed poll cannot do")]
    SecondGateSealed,
    /// A second gate counts votes in favour.
    #[error("`rule.second_gate` works only with the methods `pick`, `yes_no_abstain` and `capped`")]
    SecondGateMethod,
    /// Ballots are not counted apart for deputies.
    #[error(
        "with `rule.second_gate` the base of `rule.pass` is `all`, `present` or `none`, because ballots are counted for everybody together"
    )]
    SecondGateBase,
    /// Unmarked options in favour only make sense where each is answered by itself.
    #[error("`rule.blank` can be `yes` only with the method `yes_no_abstain`")]
    BlankYes,
    /// Too many picks have no single item at fault.
    #[error(
        "`rule.over_vote` cannot be `item_void` with the method `pick`, where no single item is at fault"
    )]
    ItemVoidOfPick,
    /// Scores need numbers.
    #[error("`rule.rank_score` can be other than `pick` only with the method `rank`")]
    ScoreWithoutNumbers,
    /// Grades need steps.
    #[error(
        "`rule.grading` is missing: the method `grade` needs the steps that lead to each grade"
    )]
    GradingMissing,
    /// Steps need grades.
    #[error("`rule.grading` is given, but the method is not `grade`")]
    GradingWithoutGrades,
    /// A grading without steps.
    #[error("`rule.grading.steps` is empty")]
    NoSteps,
    /// A grade that the method does not name.
    #[error("`rule.{place}` is `{grade}`, which `method.grades` does not name")]
    UnknownGrade {
        /// The parameter.
        place: String,
        /// The name as given.
        grade: String,
    },
    /// A step for a better or the same grade after another.
    #[error("`rule.grading.steps[{0}]` is not for a lower grade than the step before it")]
    StepsOutOfOrder(usize),
    /// A sum over none or over more grades than there are.
    #[error("`rule.grading.steps[{position}].sum` must be between 1 and {grades}")]
    WrongSum {
        /// Position of the step.
        position: usize,
        /// Number of grades of the method.
        grades: usize,
    },
    /// The last grade would be better than one that takes votes.
    #[error("`rule.grading.else` is not a lower grade than the last step's")]
    ElseAboveStep,
}
