//! Pictures that the server draws as SVG: the ring of who is present, the bars of a result with
//! the line of the pass mark. Each says in words what it shows, and stands beside the same numbers.

use askama::Template;
use askama::filters::HtmlSafe;
use ballotbox::entry::OutcomeEntry;
use ballotbox::manifest::Manifest;
use ballotbox::outcome::OptionOutcome;
use ballotbox::rule::{Base, Pass, Threshold};

use super::words::Words;
use crate::domain::body::VotingBody;
use crate::domain::outcome::Fate;
use crate::domain::roll::Turnout;

/// Present out of all, as a ring with a tick at the quorum.
#[derive(Template)]
#[template(path = "charts/ring.html")]
pub(super) struct Ring {
    /// On the hall's screen, in its colours.
    hall: bool,
    title: String,
    desc: String,
    present: u32,
    all: u32,
    /// Thousandths of the ring.
    share: u64,
    /// Where the quorum stands, in degrees.
    quorum: u64,
}

impl HtmlSafe for Ring {}

impl Ring {
    /// The ring of a turnout, for a desk or for the hall's screen.
    pub(super) fn of(w: Words, turnout: Turnout, needed: u32, hall: bool) -> Self {
        let Turnout { all, present, .. } = turnout;
        let facts = [("all", all), ("present", present), ("needed", needed)];
        Self {
            hall,
            title: w.say("running-ring-title"),
            desc: w.with("running-ring-desc", facts),
            present,
            all,
            share: part(present, all, 1_000),
            quorum: part(needed, all, 360),
        }
    }
}

/// A result: one bar for each option, the most votes first.
#[derive(Template)]
#[template(path = "charts/bars.html")]
pub(super) struct Bars {
    rows: Vec<Bar>,
    line: Option<Line>,
    /// What the full width stands for, in words.
    scale: String,
}

impl HtmlSafe for Bars {}

/// One option's bar.
struct Bar {
    number: u32,
    title: String,
    votes: u32,
    width: String,
    fate: Fate,
    tag: String,
    says: String,
}

impl Bar {
    /// The name of its fate among the styles.
    const fn style(&self) -> &'static str {
        match self.fate {
            Fate::Chosen => "chosen",
            Fate::Tied => "tied",
            Fate::Again => "again",
            Fate::Left => "left",
            Fate::Evaluated => "evaluated",
            Fate::Undecided => "undecided",
        }
    }

    /// The pattern over its fill, so that colour alone says nothing: dots while somebody is still
    /// to decide, slanted lines over what is out, level ones where nothing is chosen.
    const fn pattern(&self) -> Option<&'static str> {
        match self.fate {
            Fate::Chosen => None,
            Fate::Tied | Fate::Again => Some("bar-tied"),
            Fate::Left => Some("bar-left"),
            Fate::Evaluated | Fate::Undecided => Some("bar-undecided"),
        }
    }
}

/// The line of the pass mark.
struct Line {
    at: String,
    legend: String,
}

impl Bars {
    /// The bars of an opened poll.
    pub(super) fn of(
        w: Words,
        body: &VotingBody,
        manifest: &Manifest,
        present: u32,
        entry: &OutcomeEntry,
    ) -> Self {
        let mark = PassMark::of(manifest, present, entry);
        let most = entry.outcome.options.iter().map(|option| option.votes).max().unwrap_or(0);
        let all = manifest.electorate.all_deputies;
        let whole = mark.as_ref().map_or(all, |mark| mark.whole).max(most).max(1);
        let mut rows: Vec<Bar> = entry
            .outcome
            .options
            .iter()
            .zip(&manifest.options)
            .map(|(option, on_ballot)| bar(w, entry, option, on_ballot.number, whole))
            .collect();
        rows.sort_by(|one, other| other.votes.cmp(&one.votes).then(one.number.cmp(&other.number)));
        let line =
            mark.map(|mark| Line { at: percent(mark.votes, whole), legend: mark.legend(w, body) });
        Self { rows, line, scale: w.with("running-scale", [("whole", whole)]) }
    }

    /// What the bars show: number, votes and what became of each, the most votes first.
    #[cfg(test)]
    pub(super) fn numbers(&self) -> Vec<(u32, u32, String)> {
        self.rows.iter().map(|row| (row.number, row.votes, row.tag.clone())).collect()
    }

    /// How many pages of so many bars there are.
    pub(super) fn pages(&self, on_one: usize) -> usize {
        self.rows.len().div_ceil(on_one.max(1)).max(1)
    }

    /// One page of them, from 1.
    pub(super) fn page(mut self, page: usize, on_one: usize) -> Self {
        let before = page.saturating_sub(1) * on_one;
        self.rows = self.rows.into_iter().skip(before).take(on_one).collect();
        self
    }
}

fn bar(w: Words, entry: &OutcomeEntry, option: &OptionOutcome, number: u32, whole: u32) -> Bar {
    let fate = Fate::of(entry, option);
    let tag = option.grade.clone().unwrap_or_else(|| w.say(fate.word()));
    let facts = [
        ("number", number.to_string()),
        ("title", option.title.clone()),
        ("votes", option.votes.to_string()),
        ("fate", tag.clone()),
    ];
    Bar {
        number,
        title: option.title.clone(),
        votes: option.votes,
        width: percent(option.votes, whole),
        fate,
        tag,
        says: w.with("running-bar-says", facts),
    }
}

/// The fewest votes that pass, and of what they are taken.
struct PassMark {
    votes: u32,
    whole: u32,
    base: Base,
    threshold: Threshold,
}

impl PassMark {
    fn of(manifest: &Manifest, present: u32, entry: &OutcomeEntry) -> Option<Self> {
        let Pass::Share { base, threshold } = manifest.rule.pass else { return None };
        if manifest.rule.grading.is_some() {
            return None;
        }
        let whole = match base {
            Base::All => manifest.electorate.all_deputies,
            Base::Present => present,
            Base::Issued => entry.ballots.issued,
            Base::Valid => entry.ballots.cast.saturating_sub(entry.ballots.invalid),
        };
        let votes = (0..=whole).find(|&votes| threshold.holds(votes, whole))?;
        Some(Self { votes, whole, base, threshold })
    }

    fn legend(&self, w: Words, body: &VotingBody) -> String {
        let base = match self.base {
            Base::All => "running-base-all",
            Base::Present => "running-base-present",
            Base::Issued => "running-base-issued",
            Base::Valid => "running-base-valid",
        };
        let half = self.threshold == Threshold::MORE_THAN_HALF;
        let key = if half { "running-line-half" } else { "running-line-other" };
        let base = w.with(base, [("n", self.whole)]);
        w.told(body, &w.with(key, [("votes", self.votes.to_string()), ("base", base)]))
    }
}

/// So many parts of a whole that is divided into `parts`.
fn part(some: u32, all: u32, parts: u64) -> u64 {
    u64::from(some) * parts / u64::from(all.max(1))
}

/// A part as a length of SVG, to a tenth of a percent.
fn percent(some: u32, all: u32) -> String {
    let thousandths = part(some, all, 1_000);
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_exact_to_a_tenth_of_a_percent() {
        assert_eq!(percent(44, 86), "51.1%");
        assert_eq!(percent(86, 86), "100.0%");
        assert_eq!(percent(0, 0), "0.0%");
        assert_eq!(part(43, 86, 360), 180);
    }

    #[test]
    fn the_ring_says_the_numbers_that_it_shows() {
        let turnout = Turnout { all: 86, present: 81, leave: 3, missing: 2 };
        let drawn = Ring::of(Words::default(), turnout, 58, false).render().unwrap();
        for wanted in ["role=\"img\"", ">81<", "/ 86", "stroke-dasharray=\"941 1000\""] {
            assert!(drawn.contains(wanted), "{wanted} is not in {drawn}");
        }
    }
}
