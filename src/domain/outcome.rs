//! What a poll came to, as screens, tables and papers tell it: the word of the whole, the fate of
//! an option, the counts that its method has.

use ballotbox::entry::OutcomeEntry;
use ballotbox::method::Method;
use ballotbox::outcome::{OptionOutcome, Status};

use super::project::ProjectState;

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

/// What became of an option: the word of it on every page and paper, and the state that its project
/// is in once the result is published, so that the two cannot contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// 入选.
    Chosen,
    /// 末位同票, and still to be decided.
    Tied,
    /// 再次投票: it did not pass, and the rule holds a further round on it.
    Again,
    /// 未入选.
    Left,
    /// 已评定: it has a grade; an evaluation chooses nothing.
    Evaluated,
    /// 不作认定: the vote is void, or too few were present.
    Undecided,
}

impl Fate {
    /// What became of an option of an outcome.
    pub fn of(entry: &OutcomeEntry, option: &OptionOutcome) -> Self {
        let outcome = &entry.outcome;
        let again = outcome.next.as_ref().is_some_and(|next| next.options.contains(&option.index));
        if !is_judged(outcome.status) {
            Self::Undecided
        } else if option.grade.is_some() {
            Self::Evaluated
        } else if option.elected {
            Self::Chosen
        } else if outcome.status == Status::TieAtCut && outcome.tied.contains(&option.index) {
            Self::Tied
        } else if again {
            Self::Again
        } else {
            Self::Left
        }
    }

    /// The state into which publication moves the project; none where the vote did not decide about
    /// it, so that it stays a candidate.
    pub const fn project(self) -> Option<ProjectState> {
        match self {
            Self::Chosen => Some(ProjectState::Elected),
            Self::Left => Some(ProjectState::NotElected),
            Self::Tied | Self::Again | Self::Evaluated | Self::Undecided => None,
        }
    }

    /// Key of its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Chosen => "running-fate-chosen",
            Self::Tied => "running-fate-tied",
            Self::Again => "running-fate-again",
            Self::Left => "running-fate-left",
            Self::Evaluated => "running-fate-evaluated",
            Self::Undecided => "running-fate-undecided",
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
    use ballotbox::outcome::{BallotCounts, Case, Electorate, Reason, Totals, Votes, decide};
    use ballotbox::rule::{RuleSettings, Shortfall, TieAtCut};
    use uuid::Uuid;

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

    /// Of twelve deputies so many are present, who were all handed a ballot.
    struct Hall {
        present: u32,
        cast: u32,
    }

    const FULL: Hall = Hall { present: 12, cast: 12 };

    /// What becomes of projects by what the core decides.
    fn fates(
        method: &Method,
        rule: RuleSettings,
        hall: &Hall,
        totals: &Totals,
    ) -> Vec<(Fate, Option<ProjectState>)> {
        let titles = ["一", "二", "三", "四"].map(str::to_owned);
        let ballots = BallotCounts { issued: hall.present, cast: hall.cast, invalid: 0 };
        let case = Case {
            method,
            titles: &titles,
            electorate: Electorate { all: 12, present: hall.present },
            ballots,
            rule: &rule.resolve().unwrap(),
            totals,
        };
        let outcome = decide(&case).unwrap();
        let (poll, totals) = (Uuid::nil(), totals.clone());
        let entry = OutcomeEntry { poll, sealed: vec![], paper: vec![], ballots, totals, outcome };
        let fate = |line| Fate::of(&entry, line);
        entry.outcome.options.iter().map(fate).map(|it| (it, it.project())).collect()
    }

    /// Seven of twelve are more than half, and two projects are to be chosen.
    #[test]
    fn a_project_is_out_only_where_the_vote_decided_so() {
        let chosen = (Fate::Chosen, Some(ProjectState::Elected));
        let out = (Fate::Left, Some(ProjectState::NotElected));
        let [tied, again, undecided] =
            [Fate::Tied, Fate::Again, Fate::Undecided].map(|it| (it, None));
        let rule = |tie_at_cut, shortfall| RuleSettings {
            seats: Some(Some(2)),
            tie_at_cut: Some(tie_at_cut),
            shortfall: Some(shortfall),
            ..RuleSettings::default()
        };
        let too_few = Hall { present: 7, cast: 7 };
        let too_many = Hall { present: 12, cast: 13 };
        let (revote, presidium) = (TieAtCut::Revote, TieAtCut::Presidium);
        let (admit, drop) = (TieAtCut::AdmitAll, TieAtCut::DropAll);
        let (leave, once_more) = (Shortfall::Leave, Shortfall::Revote);
        for (votes, tie, short, hall, expected) in [
            // The controls decide: out are the third of three that pass, and what did not pass.
            ([9, 8, 7, 1], revote, once_more, &FULL, [chosen, chosen, out, out]),
            ([9, 1, 1, 1], revote, leave, &FULL, [chosen, out, out, out]),
            ([9, 7, 7, 1], drop, leave, &FULL, [chosen, out, out, out]),
            ([9, 7, 7, 1], admit, leave, &FULL, [chosen, chosen, chosen, out]),
            // Two are level, and somebody is still to decide between them.
            ([9, 7, 7, 1], presidium, leave, &FULL, [chosen, tied, tied, out]),
            ([9, 7, 7, 1], revote, leave, &FULL, [chosen, tied, tied, out]),
            // One seat is left for a further round on those that did not pass.
            ([9, 1, 1, 1], revote, once_more, &FULL, [chosen, again, again, again]),
            // Seven are fewer than two thirds of twelve; thirteen are more than were issued.
            ([7, 7, 0, 0], revote, once_more, &too_few, [undecided; 4]),
            ([9, 8, 7, 1], revote, once_more, &too_many, [undecided; 4]),
        ] {
            let totals = Totals::Picks(votes.map(Votes::Plain).to_vec());
            let method = Method::Pick { min: 0, max: 3 };
            let found = fates(&method, rule(tie, short), hall, &totals);
            assert_eq!(found, expected, "{votes:?} {tie:?} {short:?}");
        }
    }

    #[test]
    fn an_evaluation_decides_about_no_project() {
        let grades = ["满意", "不满意"].map(str::to_owned).to_vec();
        let rule = || -> RuleSettings {
            let step = r#"{"grade":"满意","sum":1,"cmp":">","num":1,"den":2}"#;
            let grading = format!(r#"{{"steps":[{step}],"else":"不满意","base":"all"}}"#);
            serde_json::from_str(&format!(r#"{{"grading":{grading}}}"#)).unwrap()
        };
        let totals = Totals::Rows([[12, 0], [7, 5], [5, 7], [0, 12]].map(Vec::from).to_vec());
        let method = Method::Grade { grades };
        assert_eq!(fates(&method, rule(), &FULL, &totals), [(Fate::Evaluated, None); 4]);
        // Where the vote is void there is no grade either.
        let too_many = Hall { present: 11, cast: 12 };
        assert_eq!(fates(&method, rule(), &too_many, &totals), [(Fate::Undecided, None); 4]);
    }
}
