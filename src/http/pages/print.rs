//! The print centre (W11): every paper that the day needs, by stage, with what it is for, a picture
//! of it, its options, and what is missing where it cannot be printed yet.

use askama::Template;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::domain::papers::{
    Layout, Numerals, PaperAsked, PaperKind, PaperSize, PaperStage, VotesShown,
};
use crate::http::App;
use crate::http::address::{Path, Query};
use crate::http::desk::session_page;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::tables::shown;
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::papers::Shelved;

/// A paper as the page shows it.
struct Line {
    kind: PaperKind,
    poll: Option<Uuid>,
    question: String,
    /// Why it cannot be printed yet, and who must do what.
    missing: Option<String>,
}

impl Line {
    fn of(w: Words, shelved: Shelved) -> Self {
        let Shelved { kind, poll, question, missing } = shelved;
        Self { kind, poll, question, missing: missing.map(|refusal| w.refusal(&refusal)) }
    }

    /// What its fields are called with, so that no two on the page are the same.
    fn id(&self) -> String {
        let poll = self.poll.map_or_else(String::new, |poll| format!("-{poll}"));
        format!("{}{poll}", self.kind.name())
    }

    /// What the address of its picture asks for.
    fn query(&self) -> String {
        self.poll.map_or_else(String::new, |poll| format!("?poll={poll}"))
    }
}

/// A stage of the day with its papers.
struct Stage {
    stage: PaperStage,
    lines: Vec<Line>,
}

impl Stage {
    /// How many of its papers can be printed.
    fn ready(&self) -> usize {
        self.lines.iter().filter(|line| line.missing.is_none()).count()
    }
}

#[derive(Template)]
#[template(path = "desk/print.html")]
struct PrintPage {
    w: Words,
    page: Page,
    session: Uuid,
    stages: Vec<Stage>,
}

/// Which paper, and how it is laid out; as the fields of a query, each with its usual value.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::http) struct Options {
    poll: Option<Uuid>,
    size: PaperSize,
    numerals: Numerals,
    dates: Numerals,
    counts: VotesShown,
}

impl Default for Options {
    fn default() -> Self {
        let Layout { size, numerals, dates, counts } = Layout::default();
        Self { poll: None, size, numerals, dates, counts }
    }
}

impl Options {
    /// The layout.
    pub(in crate::http) const fn layout(&self) -> Layout {
        let Self { size, numerals, dates, counts, .. } = *self;
        Layout { size, numerals, dates, counts }
    }

    const fn asked(&self, kind: PaperKind) -> PaperAsked {
        PaperAsked { kind, poll: self.poll, layout: self.layout() }
    }
}

/// `GET /desk/{session}/print`.
pub(in crate::http) async fn centre(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let (_, page) = session_page(&app, &visitor, session, "paper-centre").await?;
    let w = visitor.words;
    let shelf = app.service.paper_shelf(session).await?;
    let mut lines: Vec<_> = shelf.into_iter().map(|shelved| Line::of(w, shelved)).collect();
    let stages = PaperStage::ALL.map(|stage| {
        let (here, others) = lines.drain(..).partition(|line: &Line| line.kind.stage() == stage);
        lines = others;
        Stage { stage, lines: here }
    });
    render(&PrintPage { w, page, session, stages: stages.into() })
}

/// `GET /desk/{session}/print/{kind}`: one paper as PDF.
pub(in crate::http) async fn pdf(
    State(app): State<App>,
    Path((session, kind)): Path<(Uuid, String)>,
    Query(options): Query<Options>,
) -> Result<Response, Failure> {
    let kind = PaperKind::parse(&kind).ok_or(Failure::NoSuchPage)?;
    let paper = app.service.paper(session, &options.asked(kind)).await?;
    let name = format!("{}-{}", paper.congress, paper.name);
    let bytes = app.service.print(session, vec![paper]).await?;
    Ok(shown(bytes, kind.name(), &name))
}

/// `GET /desk/{session}/print/{kind}/picture`: its first page.
pub(in crate::http) async fn picture(
    State(app): State<App>,
    Path((session, kind)): Path<(Uuid, String)>,
    Query(options): Query<Options>,
) -> Result<Response, Failure> {
    let kind = PaperKind::parse(&kind).ok_or(Failure::NoSuchPage)?;
    let paper = app.service.paper(session, &options.asked(kind)).await?;
    let picture = app.service.picture(session, paper).await?;
    Ok(([(CONTENT_TYPE, "image/svg+xml")], picture).into_response())
}

/// `GET /desk/{session}/print/stage/{stage}`: all papers of a stage as one PDF.
pub(in crate::http) async fn stage(
    State(app): State<App>,
    Path((session, stage)): Path<(Uuid, String)>,
    Query(options): Query<Options>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let stage = PaperStage::parse(&stage).ok_or(Failure::NoSuchPage)?;
    let papers = app.service.papers_of_stage(session, stage, options.layout()).await?;
    let congress = papers.first().map_or("", |paper| paper.congress.as_str());
    let name = format!("{congress}-{}", visitor.words.say(stage.word()));
    let bytes = app.service.print(session, papers).await?;
    Ok(shown(bytes, stage.name(), &name))
}
