//! The audit trail (W12 操作日志): of a session, and of everything for the administrator; newest
//! first, filtered by a text, as a page or as a table.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use crate::http::App;
use crate::http::address::{Path, Query};
use crate::http::desk::session_page;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::tables::{self, Exports};
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::audit::TrailCheck;
use crate::service::trail::{TrailLine, table};

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
    exports: Exports,
    found: usize,
    lines: Vec<TrailLine>,
    chains: Chains,
}

/// Whether the chains of the lines are whole.
struct Chains {
    /// Lines that continue one another.
    lines: u64,
    /// The position of the first line that does not, where there is one.
    broken_at: Option<u64>,
    /// The beginning of the last line's digest, of one session.
    head: String,
}

impl Chains {
    fn of(checks: &[TrailCheck]) -> Self {
        let lines = checks.iter().map(|check| check.lines).sum();
        let broken_at = checks.iter().find_map(|check| check.broken_at);
        let head = match checks {
            [one] => one.head.clone(),
            _ => String::new(),
        };
        Self { lines, broken_at, head }
    }
}

/// `GET /desk/{session}/audit`.
pub(in crate::http) async fn of_session(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(wanted): Query<Wanted>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let lines = app.service.trail(session, visitor.words).await?;
    let (_, page) = session_page(&app, &visitor, session, "nav-audit").await?;
    let chains = Chains::of(&[app.service.check_trail(Some(session)).await?]);
    show(&visitor, page, (false, chains), wanted, lines)
}

/// `GET /desk/{session}/audit.xlsx` and `audit.csv`.
pub(in crate::http) async fn of_session_table(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(wanted): Query<Wanted>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let lines = app.service.trail(session, visitor.words).await?;
    let session = app.service.session(session).await?;
    let lines = filtered(lines, &wanted.q);
    let table = table(&lines, &session.title, session.rehearsal, session.opens_on);
    tables::taken(&app, &visitor, table).await
}

/// `GET /admin/audit`.
pub(in crate::http) async fn whole(
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let lines = app.service.whole_trail(visitor.actor()?, visitor.words).await?;
    let page = Page::of(&visitor, visitor.words.say("nav-audit"));
    let chains = Chains::of(&app.service.check_trails(visitor.actor()?).await?);
    show(&visitor, page, (true, chains), wanted, lines)
}

/// `GET /admin/audit.xlsx` and `audit.csv`.
pub(in crate::http) async fn whole_table(
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let lines = app.service.whole_trail(visitor.actor()?, visitor.words).await?;
    let day = crate::clock::in_china(app.service.clock().timestamp()).date();
    tables::taken(&app, &visitor, table(&filtered(lines, &wanted.q), "", false, day)).await
}

fn filtered(mut lines: Vec<TrailLine>, wanted: &str) -> Vec<TrailLine> {
    lines.retain(|line| line.has(wanted.trim()));
    lines
}

fn show(
    visitor: &Visitor,
    page: Page,
    (whole, chains): (bool, Chains),
    wanted: Wanted,
    lines: Vec<TrailLine>,
) -> Result<Response, Failure> {
    let mut lines = filtered(lines, &wanted.q);
    let found = lines.len();
    lines.truncate(SHOWN_MAX);
    let exports = Exports::of(&page.path).found(&wanted.q);
    let (w, wanted) = (visitor.words, wanted.q);
    render(&TrailPage { w, page, whole, wanted, exports, found, lines, chains })
}
