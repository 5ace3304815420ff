//! What polls came to (票决结果): every figure of every option, with the sentence that says why.

use ballotbox::entry::OutcomeEntry;
use ballotbox::manifest::Manifest;
use ballotbox::method::Method;
use ballotbox::outcome::{OptionOutcome, Reason};

use super::{Cell, Column, Kind, Table};
use crate::domain::body::VotingBody;
use crate::domain::outcome::{Fate, against, status_word};
use crate::domain::session::Session;

/// A poll whose sums are opened.
#[derive(Clone, Copy)]
pub(crate) struct Opened<'a> {
    /// What was fixed when it opened.
    pub(crate) manifest: &'a Manifest,
    /// Deputies present by the close.
    pub(crate) present: u32,
    /// Totals, ballots and the decision.
    pub(crate) entry: &'a OutcomeEntry,
}

/// The results of polls as one table: a row for each poll and option.
pub(crate) fn table(session: &Session, body: &VotingBody, polls: &[Opened<'_>]) -> Table {
    let parts = Parts::of(body, polls);
    Table {
        file: "results",
        name: "table-results",
        about: session.title.clone(),
        rehearsal: session.rehearsal,
        day: session.opens_on,
        columns: parts.columns(),
        rows: polls.iter().flat_map(|poll| parts.rows(*poll)).collect(),
    }
}

/// The columns that only some methods fill; a table has those that one of its polls needs.
struct Parts<'a> {
    /// In whose words reasons are told.
    body: &'a VotingBody,
    /// The grades of all evaluations, each once.
    grades: Vec<&'a str>,
    /// The most numbers that a ballot could give.
    numbers: u32,
    /// Whether points or sums of numbers decide.
    scored: bool,
    /// Whether deputies are counted apart.
    gated: bool,
}

impl<'a> Parts<'a> {
    fn of(body: &'a VotingBody, polls: &[Opened<'a>]) -> Self {
        let mut parts = Self { body, grades: Vec::new(), numbers: 0, scored: false, gated: false };
        for poll in polls {
            match &poll.manifest.method {
                Method::Grade { grades } => {
                    for grade in grades {
                        if !parts.grades.contains(&grade.as_str()) {
                            parts.grades.push(grade);
                        }
                    }
                }
                Method::Rank { max } => parts.numbers = parts.numbers.max(*max),
                Method::Pick { .. } | Method::YesNoAbstain {} | Method::Capped { .. } => {}
            }
            let options = &poll.entry.outcome.options;
            parts.scored |= options.iter().any(|option| option.score.is_some());
            parts.gated |= options.iter().any(|option| option.deputies.is_some());
        }
        parts
    }

    fn columns(&self) -> Vec<Column> {
        let number = |head| Column::new(head, Kind::Number, 8);
        let mut columns = vec![
            Column::new("field-question", Kind::Text, 24),
            number("table-round"),
            number("public-all"),
            number("public-present"),
            number("public-issued"),
            number("public-cast"),
            number("public-invalid"),
            Column::new("table-status", Kind::Text, 12),
            number("public-number"),
            Column::new("public-project", Kind::Text, 28),
            number("running-col-votes"),
            number("public-no"),
            number("public-abstain"),
            number("public-not-cast"),
        ];
        if self.gated {
            columns.push(number("table-deputies"));
        }
        columns.extend(self.grades.iter().map(|grade| Column::named((*grade).to_owned())));
        columns.extend((1..=self.numbers).map(|place| Column::numbered("table-place", place)));
        if self.scored {
            columns.push(number("public-score"));
        }
        if !self.grades.is_empty() {
            columns.push(Column::new("table-grade", Kind::Text, 12));
        }
        columns.extend([
            Column::new("table-passed", Kind::Text, 10),
            Column::new("public-fate", Kind::Text, 10),
            number("table-rank"),
            Column::new("field-reason", Kind::Text, 44),
            Column::new("table-poll-reason", Kind::Text, 44),
        ]);
        columns
    }

    fn rows(&self, poll: Opened<'_>) -> Vec<Vec<Cell>> {
        let options = poll.manifest.options.iter().zip(&poll.entry.outcome.options);
        options
            .map(|(on_ballot, option)| {
                let mut row = figures(poll);
                row.extend([
                    Cell::Number(on_ballot.number.into()),
                    Cell::text(&option.title),
                    Cell::Number(option.votes.into()),
                    Cell::number(against(&poll.manifest.method, option)),
                    Cell::Number(option.abstain.into()),
                    Cell::Number(option.not_cast.into()),
                ]);
                self.counts(&mut row, &poll.manifest.method, option);
                self.fate(&mut row, poll.entry, option);
                row
            })
            .collect()
    }

    /// What only some methods have.
    fn counts(&self, row: &mut Vec<Cell>, method: &Method, option: &OptionOutcome) {
        let counts = option.counts.as_deref().unwrap_or_default();
        if self.gated {
            row.push(Cell::number(option.deputies));
        }
        for wanted in &self.grades {
            let place = match method {
                Method::Grade { grades } => grades.iter().position(|grade| grade == wanted),
                _ => None,
            };
            row.push(Cell::number(place.and_then(|place| counts.get(place)).copied()));
        }
        let ranked = matches!(method, Method::Rank { .. });
        let mut numbers = counts.iter().filter(|_| ranked).copied();
        row.extend((0..self.numbers).map(|_| Cell::number(numbers.next())));
        if self.scored {
            row.push(Cell::number(option.score));
        }
    }

    /// What the rule makes of it.
    fn fate(&self, row: &mut Vec<Cell>, entry: &OutcomeEntry, option: &OptionOutcome) {
        if !self.grades.is_empty() {
            row.push(Cell::text(option.grade.as_deref().unwrap_or_default()));
        }
        let fate = Fate::of(entry, option);
        let (passed, rank) = match fate {
            // No project has passed or has a place, however many its votes.
            Fate::Undecided => (Cell::Empty, Cell::Empty),
            Fate::Chosen | Fate::Tied | Fate::Again | Fate::Left | Fate::Evaluated => (
                Cell::Word(if option.passed { "table-yes" } else { "table-no" }),
                Cell::Number(option.rank.into()),
            ),
        };
        row.extend([
            passed,
            Cell::Word(fate.word()),
            rank,
            self.told(&option.reason),
            self.told(&entry.outcome.reason),
        ]);
    }

    fn told(&self, reason: &Reason) -> Cell {
        let Reason { zh, en } = reason;
        Cell::Both { zh: self.body.says(zh), en: self.body.says_in_english(en) }
    }
}

/// The figures of the whole poll, which stand in each of its rows.
fn figures(poll: Opened<'_>) -> Vec<Cell> {
    let ballots = poll.entry.ballots;
    vec![
        Cell::text(&poll.manifest.question),
        Cell::Number(poll.manifest.round.into()),
        Cell::Number(poll.manifest.electorate.all_deputies.into()),
        Cell::Number(poll.present.into()),
        Cell::Number(ballots.issued.into()),
        Cell::Number(ballots.cast.into()),
        Cell::Number(ballots.invalid.into()),
        Cell::Word(status_word(poll.entry.outcome.status)),
    ]
}
