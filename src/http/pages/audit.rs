//! The audit trail (W12 操作日志): of a session, and of everything for the administrator; newest
//! first, filtered by a text, as a page or as CSV.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::http::App;
use crate::http::address::Path;
use crate::http::desk::session_page;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::trail::{Names, TrailLine, csv};
use crate::http::visitor::Visitor;
use crate::http::words::Words;

/// Most lines on one page; the export has all.
const SHOWN_MAX: usize = 500;

/// What to look for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Wanted {
    q: String,
}

#[derive(Template)]
#[template(path = "audit/trail.html")]
struct TrailPage {
    w: Words,
    page: Page,
    /// Whether lines of several sessions stand in it.
    whole: bool,
    wanted: String,
    export: String,
    found: usize,
    lines: Vec<TrailLine>,
}

/// `GET /desk/{session}/audit`.
pub(in crate::http) async fn of_session(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(wanted): Query<Wanted>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let lines = session_lines(&app, &visitor, session).await?;
    let (_, page) = session_page(&app, &visitor, session, "nav-audit").await?;
    show(&visitor, page, false, wanted, lines)
}

/// `GET /desk/{session}/audit.csv`.
pub(in crate::http) async fn of_session_csv(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(wanted): Query<Wanted>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let lines = session_lines(&app, &visitor, session).await?;
    Ok(export(&visitor, &filtered(lines, &wanted.q)))
}

/// `GET /admin/audit`.
pub(in crate::http) async fn whole(
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let lines = whole_lines(&app, &visitor).await?;
    let page = Page::of(&visitor, visitor.words.say("nav-audit"));
    show(&visitor, page, true, wanted, lines)
}

/// `GET /admin/audit.csv`.
pub(in crate::http) async fn whole_csv(
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let lines = whole_lines(&app, &visitor).await?;
    Ok(export(&visitor, &filtered(lines, &wanted.q)))
}

async fn session_lines(
    app: &App,
    visitor: &Visitor,
    session: Uuid,
) -> Result<Vec<TrailLine>, Failure> {
    let mut names = Names::default();
    let polls = app.service.prepared_polls(session).await?;
    names.learn(polls.into_iter().map(|poll| (poll.draft.id, poll.draft.question)));
    let roll = app.service.roll(session).await?;
    names.learn(roll.into_iter().map(|deputy| (deputy.id, deputy.name)));
    names.learn([(session, app.service.session(session).await?.title)]);
    let kept = app.service.audit_trail(session).await?;
    Ok(kept.into_iter().map(|kept| TrailLine::of(visitor.words, &names, kept)).collect())
}

async fn whole_lines(app: &App, visitor: &Visitor) -> Result<Vec<TrailLine>, Failure> {
    let mut names = Names::default();
    let accounts = app.service.accounts(visitor.actor()?).await?;
    names.learn(accounts.into_iter().map(|account| (account.id, account.login)));
    for session in app.service.sessions().await? {
        let polls = app.service.prepared_polls(session.id).await?;
        names.learn(polls.into_iter().map(|poll| (poll.draft.id, poll.draft.question)));
        names.learn([(session.id, session.title)]);
    }
    let kept = app.service.whole_audit_trail(visitor.actor()?).await?;
    Ok(kept.into_iter().map(|kept| TrailLine::of(visitor.words, &names, kept)).collect())
}

fn filtered(mut lines: Vec<TrailLine>, wanted: &str) -> Vec<TrailLine> {
    lines.retain(|line| line.has(wanted.trim()));
    lines
}

fn show(
    visitor: &Visitor,
    page: Page,
    whole: bool,
    wanted: Wanted,
    lines: Vec<TrailLine>,
) -> Result<Response, Failure> {
    let mut lines = filtered(lines, &wanted.q);
    let found = lines.len();
    lines.truncate(SHOWN_MAX);
    let query =
        form_urlencoded::Serializer::new(String::new()).append_pair("q", &wanted.q).finish();
    let export = format!("{}.csv?{query}", page.path);
    render(&TrailPage { w: visitor.words, page, whole, wanted: wanted.q, export, found, lines })
}

fn export(visitor: &Visitor, lines: &[TrailLine]) -> Response {
    let heads = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
    ];
    (heads, csv(visitor.words, lines)).into_response()
}
