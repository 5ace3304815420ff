//! What everybody may do with a paper: check its code, and read a notice that is published.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{cached, hide};
use crate::domain::papers::{Layout, PaperAsked, PaperKind, VotesShown};
use crate::http::App;
use crate::http::address::{Path, Query};
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::pages::print::Options;
use crate::http::tables::shown;
use crate::http::visitor::Visitor;
use crate::http::words::Words;

#[derive(Template)]
#[template(path = "public/paper.html")]
struct PaperPage {
    w: Words,
    page: Page,
    /// Key of the word of what is checked.
    kind: &'static str,
    code: String,
    /// Whether it is the code of the data as they stand now.
    stands: bool,
}

/// What the code on a paper leads to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Printed {
    #[serde(default)]
    code: String,
    #[serde(default)]
    poll: Option<Uuid>,
    #[serde(default)]
    counts: VotesShown,
}

/// `GET /papers/{session}/{kind}`: whether a code still stands, and nothing else. A session that
/// does not exist is answered like a code that does not stand.
pub(in crate::http) async fn check(
    State(app): State<App>,
    Path((session, kind)): Path<(Uuid, String)>,
    Query(printed): Query<Printed>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let w = visitor.words;
    let kind = PaperKind::parse(&kind).ok_or(Failure::NoSuchPage)?;
    let layout = Layout { counts: printed.counts, ..Layout::default() };
    let asked = PaperAsked { kind, poll: printed.poll, layout };
    let stands = app.service.paper_stands(session, &asked, &printed.code).await?;
    let page = Page::of(&visitor, w.say("paper-check"));
    // What is shown is what was typed into an address; more than a code's worth of it is none.
    let code = printed.code.chars().take(30).collect();
    render(&PaperPage { w, page, kind: kind.word(), code, stands })
}

/// `GET /sessions/{session}/polls/{poll}/notice.pdf`.
pub(in crate::http) async fn notice(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    Query(options): Query<Options>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let paper = app.service.public_notice(session, poll, options.layout()).await.map_err(hide)?;
    let name = format!("{}-{}", paper.congress, paper.name);
    let bytes = app.service.print(session, vec![paper]).await?;
    Ok(cached(&visitor, shown(bytes, "notice", &name)))
}
