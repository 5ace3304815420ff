//! How one poll was decided (P4): question, figures, rule, votes and the reason of every line.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use ballotbox::manifest::Channel;
use ballotbox::method::Method;
use ballotbox::outcome::{OptionOutcome, Reason};
use ballotbox::rule::Publish;
use uuid::Uuid;

use super::session::{Correction, corrections};
use super::{cached, record, rule};
use crate::domain::body::VotingBody;
use crate::domain::officer::Office;
use crate::domain::outcome::Fate;
use crate::http::App;
use crate::http::address::Path;
use crate::http::charts::Bars;
use crate::http::dates;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::pages::apart::ApartView;
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::record::PublishedPoll;

#[derive(Template)]
#[template(path = "public/poll.html")]
struct PollPage {
    w: Words,
    page: Page,
    session: Uuid,
    poll: Uuid,
    congress: String,
    /// The body that votes here.
    voting: &'static VotingBody,
    round: u32,
    opened_at: String,
    at: String,
    figures: Vec<(&'static str, u64)>,
    papers: u64,
    apart: Option<ApartView>,
    /// Whether ballots were sealed, so that there are receipts.
    sealed: bool,
    rule: String,
    reason: String,
    /// Votes of each project, where the rule publishes them.
    counts: bool,
    bars: Bars,
    heads: Vec<String>,
    rows: Vec<Row>,
    remarks: Vec<String>,
    question_code: String,
    closing_code: String,
    tellers: Vec<String>,
    presidium: Vec<String>,
    corrections: Vec<Correction>,
}

/// A line of the table.
struct Row {
    number: u32,
    title: String,
    counts: Vec<u64>,
    fate: String,
    chosen: bool,
    reason: String,
}

fn reason(words: Words, body: &VotingBody, reason: &Reason) -> String {
    words.told(body, words.pick(&reason.zh, &reason.en))
}

/// Whether the rule publishes the votes of each project (`docs/RULES.md` §2 P26).
pub(super) fn shows_counts(poll: &PublishedPoll) -> bool {
    poll.manifest().rule.publish == Publish::Counts
}

/// The heads of the columns of counts.
fn heads(words: Words, poll: &PublishedPoll) -> Vec<String> {
    let scored = poll.result.outcome.options.iter().any(|line| line.score.is_some());
    match &poll.manifest().method {
        Method::YesNoAbstain {} | Method::Capped { .. } => {
            ["public-yes", "public-no", "public-abstain"].map(|key| words.say(key)).into()
        }
        Method::Grade { grades } => grades.clone(),
        Method::Rank { .. } if scored => {
            ["public-votes", "public-score"].map(|key| words.say(key)).into()
        }
        Method::Pick { .. } | Method::Rank { .. } => vec![words.say("public-votes")],
    }
}

/// The counts of a line, one for each head.
fn counts(method: &Method, line: &OptionOutcome) -> Vec<u64> {
    match method {
        Method::Pick { .. } => vec![line.votes.into()],
        Method::YesNoAbstain {} | Method::Capped { .. } => {
            [line.yes, line.no, line.abstain].map(u64::from).into()
        }
        Method::Grade { .. } => line.counts.iter().flatten().copied().map(u64::from).collect(),
        Method::Rank { .. } => {
            [Some(line.votes.into()), line.score].into_iter().flatten().collect()
        }
    }
}

fn rows(words: Words, body: &VotingBody, poll: &PublishedPoll) -> Vec<Row> {
    let manifest = poll.manifest();
    let lines = manifest.options.iter().zip(&poll.result.outcome.options);
    let row = lines.map(|(option, line)| Row {
        number: option.number,
        title: option.title.clone(),
        counts: if shows_counts(poll) { counts(&manifest.method, line) } else { Vec::new() },
        fate: match &line.grade {
            Some(grade) => grade.clone(),
            None => words.say(Fate::of(&poll.result, line).word()),
        },
        chosen: line.elected,
        reason: reason(words, body, &line.reason),
    });
    row.collect()
}

/// 应到, 实到, 发出, 收回, 未投, and 无效 where paper can be.
fn figures(poll: &PublishedPoll) -> Vec<(&'static str, u64)> {
    let ballots = poll.result.ballots;
    let mut figures = vec![
        ("public-all", poll.all().into()),
        ("public-present", poll.present.into()),
        ("public-issued", ballots.issued.into()),
        ("public-cast", ballots.cast.into()),
        ("public-not-cast", poll.not_cast().into()),
    ];
    if ballots.invalid > 0 {
        figures.push(("public-invalid", ballots.invalid.into()));
    }
    figures
}

fn names(poll: &PublishedPoll, office: Office) -> Vec<String> {
    let of = poll.certified_by.iter().filter(|(held, _)| *held == office);
    of.map(|(_, name)| name.clone()).collect()
}

/// `GET /sessions/{session}/polls/{poll}`.
pub(in crate::http) async fn poll(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let words = visitor.words;
    let record = record(&app, session).await?;
    let poll = record.poll(poll).ok_or(Failure::NoSuchPage)?;
    let (manifest, outcome) = (poll.manifest(), &poll.result.outcome);
    let voting = record.board.township.body();
    let remarks = outcome.warnings.iter().map(|it| words.pick(&it.zh, &it.en));
    let remarks = remarks.map(|remark| words.told(voting, remark));
    let answer = render(&PollPage {
        w: words,
        page: Page::of(&visitor, manifest.question.clone()),
        session: manifest.session,
        poll: manifest.poll,
        congress: record.board.session.title.clone(),
        voting,
        round: manifest.round,
        opened_at: dates::moment(words, &manifest.opened_at),
        at: dates::moment(words, &poll.at),
        figures: figures(poll),
        papers: poll.papers,
        apart: ApartView::of(words, manifest, &poll.result, poll.papers),
        sealed: manifest.channel == Channel::Sealed,
        rule: words.told(voting, &rule::paragraph(words, manifest)),
        reason: reason(words, voting, &outcome.reason),
        counts: shows_counts(poll),
        heads: if shows_counts(poll) { heads(words, poll) } else { Vec::new() },
        rows: rows(words, voting, poll),
        bars: Bars::of(words, voting, manifest, poll.present, &poll.result),
        remarks: remarks.collect(),
        question_code: poll.bulletin.question_code.clone(),
        closing_code: poll.bulletin.closing_code.clone(),
        tellers: names(poll, Office::Teller),
        presidium: names(poll, Office::Presidium),
        corrections: corrections(words, poll),
    })?;
    Ok(cached(&visitor, answer))
}
