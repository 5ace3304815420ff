//! The bars of a result with the line of the pass mark. The table beside them has the same numbers.

use ballotbox::rule::{Base, Pass};
use ballotbox::threshold::{Cmp, Threshold};

use crate::service::record::PublishedPoll;

/// Width of the picture, in its own units.
const WIDTH: u64 = 1_000;

/// The bars of a poll.
pub(super) struct Bars {
    /// One for each option, in the order of the ballot.
    pub(super) rows: Vec<Bar>,
    /// The fewest votes that pass, and where they stand.
    pub(super) line: Option<Line>,
    /// What the full width stands for.
    pub(super) whole: u32,
}

/// One option's bar.
pub(super) struct Bar {
    /// Number on the ballot.
    pub(super) number: u32,
    /// Title.
    pub(super) title: String,
    /// Votes.
    pub(super) votes: u32,
    /// Length.
    pub(super) width: u64,
    /// Whether the option is chosen.
    pub(super) chosen: bool,
    /// Key of the word of what became of it, or the grade itself.
    pub(super) fate: Fate,
}

/// What became of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Key of a word.
    Word(&'static str),
    /// The grade that it was given.
    Grade(String),
}

/// The line of the pass mark.
pub(super) struct Line {
    /// The fewest votes that pass.
    pub(super) votes: u32,
    /// Where it stands.
    pub(super) at: u64,
}

impl Bars {
    /// The bars of a published poll.
    pub(super) fn of(poll: &PublishedPoll) -> Self {
        let (rule, outcome) = (&poll.manifest().rule, &poll.result.outcome);
        let pass = match rule.pass {
            Pass::Share { base, threshold } if rule.grading.is_none() => Some((base, threshold)),
            Pass::Share { .. } | Pass::None => None,
        };
        let whole = pass.map_or(poll.present, |(base, _)| figure(poll, base));
        let most = outcome.options.iter().map(|line| line.votes).max().unwrap_or_default();
        let whole = whole.max(most).max(1);
        let at = |votes: u32| u64::from(votes) * WIDTH / u64::from(whole);
        let line = pass.and_then(|(base, threshold)| fewest(threshold, figure(poll, base)));
        let options = poll.manifest().options.iter().zip(&outcome.options);
        let rows = options.map(|(option, line)| Bar {
            number: option.number,
            title: option.title.clone(),
            votes: line.votes,
            width: at(line.votes),
            chosen: line.elected,
            fate: fate(poll, line),
        });
        let line = line.map(|votes| Line { votes, at: at(votes.min(whole)) });
        Self { rows: rows.collect(), line, whole }
    }
}

/// What became of an option.
fn fate(poll: &PublishedPoll, line: &ballotbox::outcome::OptionOutcome) -> Fate {
    if let Some(grade) = &line.grade {
        return Fate::Grade(grade.clone());
    }
    Fate::Word(if line.elected && poll.manifest().rule.seats.is_none() {
        "public-carried"
    } else if line.elected {
        "public-chosen"
    } else if poll.result.outcome.tied.contains(&line.index) {
        "public-tied"
    } else if line.passed {
        "public-passed"
    } else {
        "public-not-chosen"
    })
}

/// The figure of a base.
fn figure(poll: &PublishedPoll, base: Base) -> u32 {
    let ballots = poll.result.ballots;
    match base {
        Base::All => poll.all(),
        Base::Present => poll.present,
        Base::Issued => ballots.issued,
        Base::Valid => ballots.cast.saturating_sub(ballots.invalid),
    }
}

/// The fewest votes of a whole that hold against a share, where any do.
fn fewest(threshold: Threshold, whole: u32) -> Option<u32> {
    let share = u64::from(whole) * u64::from(threshold.num);
    let den = u64::from(threshold.den.max(1));
    let votes = match threshold.cmp {
        Cmp::Over => share / den + 1,
        Cmp::AtLeast => share.div_ceil(den),
    };
    u32::try_from(votes).ok().filter(|votes| *votes <= whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_stands_at_the_fewest_votes_that_pass() {
        for whole in 1..120 {
            for threshold in [Threshold::MORE_THAN_HALF, Threshold::TWO_THIRDS] {
                let votes = fewest(threshold, whole).unwrap();
                assert!(threshold.holds(votes, whole), "{votes} of {whole}");
                assert!(votes == 0 || !threshold.holds(votes - 1, whole), "{votes} of {whole}");
            }
        }
        assert_eq!(fewest(Threshold::MORE_THAN_HALF, 103), Some(52));
        assert_eq!(fewest(Threshold::MORE_THAN_HALF, 0), None);
    }
}
