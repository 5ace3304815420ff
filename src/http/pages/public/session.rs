//! The annual list of a session (P1): what was chosen, by which vote, and what checks it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use ballotbox::manifest::{Channel, ListedOption};
use uuid::Uuid;

use super::poll::shows_counts;
use super::{cached, record};
use crate::domain::body::VotingBody;
use crate::domain::project::{Description, Project, write_wan};
use crate::http::App;
use crate::http::address::Path;
use crate::http::dates;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::tables::Exports;
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::record::{PublishedPoll, Record};

#[derive(Template)]
#[template(path = "public/session.html")]
struct SessionPage {
    w: Words,
    page: Page,
    session: Uuid,
    title: String,
    /// The body that votes here.
    voting: &'static VotingBody,
    organiser: String,
    at: String,
    lists: Vec<List>,
    tellers: Vec<String>,
    presidium: Vec<String>,
    results: Exports,
    progress: Exports,
}

/// What one question came to.
struct List {
    question: String,
    /// Whether it chooses: an evaluation has no list.
    chooses: bool,
    projects: Vec<Listed>,
    rounds: Vec<Round>,
}

/// A project on the list.
struct Listed {
    title: String,
    facts: Vec<(&'static str, String)>,
}

/// A poll that led to the list.
struct Round {
    poll: Uuid,
    number: u32,
    at: String,
    question_code: String,
    closing_code: String,
    /// Whether ballots were sealed, so that there are receipts.
    sealed: bool,
    corrections: Vec<Correction>,
}

/// A correction as it is shown.
pub(super) struct Correction {
    pub(super) at: String,
    pub(super) text: String,
}

/// The corrections of a poll as they are shown.
pub(super) fn corrections(words: Words, poll: &PublishedPoll) -> Vec<Correction> {
    let shown = poll.corrections.iter().map(|correction| Correction {
        at: dates::moment(words, &correction.at),
        text: correction.corrected.text.clone(),
    });
    shown.collect()
}

impl List {
    fn of(words: Words, record: &Record, latest: &PublishedPoll, projects: &[Project]) -> Self {
        let rounds = record.rounds(latest);
        let listed = latest.bulletin.elected.iter().map(|option| {
            let project = projects.iter().find(|project| project.id == option.id);
            Listed::of(words, option, project.map(|project| &project.description), &rounds)
        });
        Self {
            question: latest.manifest().question.clone(),
            chooses: latest.manifest().rule.grading.is_none(),
            projects: listed.collect(),
            rounds: rounds.iter().map(|poll| Round::of(words, poll)).collect(),
        }
    }
}

impl Listed {
    fn of(
        words: Words,
        option: &ListedOption,
        written: Option<&Description>,
        rounds: &[&PublishedPoll],
    ) -> Self {
        let mut facts = Vec::new();
        let mut add = |key, value: String| {
            if !value.is_empty() {
                facts.push((key, value));
            }
        };
        if let Some(written) = written {
            add("field-content", written.content.clone());
            add("field-location", written.location.clone());
            add("field-lead-unit", written.lead_unit.clone());
            if written.investment > 0 {
                let wan = write_wan(written.investment);
                add("field-investment", words.with("project-wan", [("amount", wan)]));
            }
            add("field-due", written.due.clone());
            add("field-goal", written.goal.clone());
        }
        if let Some(votes) = votes(option.id, rounds) {
            add("public-votes", words.with("public-votes-of", [("n", votes)]));
        }
        Self { title: option.title.clone(), facts }
    }
}

/// The votes with which an option was chosen, in the round in which it was, where the rule
/// publishes them.
fn votes(option: Uuid, rounds: &[&PublishedPoll]) -> Option<u32> {
    rounds.iter().find_map(|poll| {
        let at = poll.manifest().options.iter().position(|known| known.id == option)?;
        let line = poll.result.outcome.options.get(at)?;
        (line.elected && shows_counts(poll)).then_some(line.votes)
    })
}

impl Round {
    fn of(words: Words, poll: &PublishedPoll) -> Self {
        Self {
            poll: poll.id(),
            number: poll.manifest().round,
            at: dates::moment(words, &poll.at),
            question_code: poll.bulletin.question_code.clone(),
            closing_code: poll.bulletin.closing_code.clone(),
            sealed: poll.manifest().channel == Channel::Sealed,
            corrections: corrections(words, poll),
        }
    }
}

/// `GET /sessions/{session}`.
pub(in crate::http) async fn session(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let words = visitor.words;
    let record = record(&app, session).await?;
    let projects = app.service.elected_projects(&record).await?;
    let (session, township) = (&record.board.session, &record.board.township);
    let title = words.with(
        "public-list-title",
        [("year", session.opens_on.year().to_string()), ("township", township.name.clone())],
    );
    let organiser = words.with("public-organiser", [("township", &township.name)]);
    let officers = &record.officers;
    let answer = render(&SessionPage {
        w: words,
        page: Page::of(&visitor, title),
        session: session.id,
        title: session.title.clone(),
        voting: township.body(),
        organiser: words.told(township.body(), &organiser),
        at: record.updated_at().map(|at| dates::moment(words, at)).unwrap_or_default(),
        lists: record
            .latest_rounds()
            .map(|latest| List::of(words, &record, latest, &projects))
            .collect(),
        tellers: officers.tellers.iter().map(|teller| teller.name.clone()).collect(),
        presidium: officers.presidium.iter().map(|member| member.name.clone()).collect(),
        results: Exports::of(&format!("/sessions/{}/results", session.id)),
        progress: Exports::of(&format!("/sessions/{}/progress", session.id)),
    })?;
    Ok(cached(&visitor, answer))
}
