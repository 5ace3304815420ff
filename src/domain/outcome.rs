//! What a poll came to, as screens, tables and papers tell it: the word of the whole, the fate of
//! an option, the counts that its method has.

use ballotbox::entry::OutcomeEntry;
use ballotbox::method::Method;
use ballotbox::outcome::{OptionOutcome, Outcome, Status};

/// Key of the word of what a poll as a whole came to.
pub const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Decided => "running-status-decided",
        Status::TieAtCut => "running-status-tie",
        Status::Shortfall => "running-status-shortfall",
        Status::NoQuorum => "running-status-no-quorum",
        Status::Void => "running-status-void",
    }
}

/// Whether a poll judges its options: not where too few were present, nor where the vote is void.
pub const fn is_judged(status: Status) -> bool {
    match status {
        Status::Decided | Status::TieAtCut | Status::Shortfall => true,
        Status::NoQuorum | Status::Void => false,
    }
}

/// Positions of the options that an outcome leaves to a further round or to the presidium.
pub fn undecided(outcome: &Outcome) -> Vec<u32> {
    let mut open = outcome.next.as_ref().map_or_else(Vec::new, |next| next.options.clone());
    if outcome.status == Status::TieAtCut {
        open.extend(&outcome.tied);
    }
    open
}

/// What became of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// 入选.
    Chosen,
    /// 末位同票, and still to be decided.
    Tied,
    /// 未入选.
    Left,
}

impl Fate {
    /// What became of an option of an outcome.
    pub fn of(entry: &OutcomeEntry, option: &OptionOutcome) -> Self {
        let outcome = &entry.outcome;
        if option.elected {
            Self::Chosen
        } else if outcome.status == Status::TieAtCut && outcome.tied.contains(&option.index) {
            Self::Tied
        } else {
            Self::Left
        }
    }

    /// Key of its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Chosen => "running-fate-chosen",
            Self::Tied => "running-fate-tied",
            Self::Left => "running-fate-left",
        }
    }
}

/// The counts that a method has of an option, but for abstentions: its votes; for and against; in
/// each grade.
pub fn counts(method: &Method, option: &OptionOutcome) -> Vec<u32> {
    match method {
        Method::Pick { .. } | Method::Rank { .. } => vec![option.votes],
        Method::YesNoAbstain {} | Method::Capped { .. } => vec![option.yes, option.no],
        Method::Grade { .. } => option.counts.clone().unwrap_or_default(),
    }
}

/// The votes against an option. An evaluation has none: what its outcome counts so are the ballots
/// in other grades than the best, and those stand under their grades.
pub const fn against(method: &Method, option: &OptionOutcome) -> Option<u32> {
    match method {
        Method::Grade { .. } => None,
        Method::Pick { .. }
        | Method::YesNoAbstain {}
        | Method::Capped { .. }
        | Method::Rank { .. } => Some(option.no),
    }
}

#[cfg(test)]
mod tests {
    use ballotbox::outcome::Reason;

    use super::*;

    fn option(counts: Option<Vec<u32>>) -> OptionOutcome {
        OptionOutcome {
            index: 0,
            title: "一".into(),
            votes: 7,
            yes: 7,
            no: 5,
            abstain: 1,
            not_cast: 0,
            deputies: None,
            counts,
            score: None,
            grade: None,
            passed: true,
            elected: true,
            rank: 1,
            reason: Reason { zh: String::new(), en: String::new() },
        }
    }

    #[test]
    fn an_evaluation_has_grades_and_nobody_against() {
        let grades = ["满意", "基本满意", "不满意"].map(str::to_owned).to_vec();
        let levels = option(Some(vec![7, 4, 1]));
        let grade = Method::Grade { grades };
        assert_eq!((counts(&grade, &levels), against(&grade, &levels)), (vec![7, 4, 1], None));
        let answers = (Method::YesNoAbstain {}, option(None));
        assert_eq!(counts(&answers.0, &answers.1), [7, 5]);
        assert_eq!(against(&answers.0, &answers.1), Some(5));
        assert_eq!(counts(&Method::Pick { min: 0, max: 1 }, &option(None)), [7]);
        // What is counted of numbers is each place; a table shows how many ballots bear one.
        assert_eq!(counts(&Method::Rank { max: 2 }, &option(Some(vec![4, 3]))), [7]);
    }
}
