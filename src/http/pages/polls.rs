//! The polls of a session (W4): in order, how far each has come, and what comes next.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use uuid::Uuid;

use crate::domain::poll::PollState;
use crate::http::App;
use crate::http::address::Path;
use crate::http::desk::session_page;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::polls::PreparedPoll;

/// A poll as the list shows one.
struct Line {
    prepared: PreparedPoll,
    state: PollState,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "desk/polls.html")]
struct PollsPage {
    w: Words,
    page: Page,
    session: Uuid,
    version: u64,
    stubs: u32,
    /// Whether a slip has a stub for one more.
    room: bool,
    lines: Vec<Line>,
}

/// How a state's tag looks.
pub(super) const fn class_of(state: PollState) -> &'static str {
    match state {
        PollState::Draft | PollState::Voided => "",
        PollState::Ready | PollState::Open | PollState::Closed | PollState::Opened => " doing",
        PollState::Paused => " attention",
        PollState::Certified | PollState::Published => " done",
    }
}

/// `GET /desk/{session}/polls`.
pub(in crate::http) async fn list(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let (known, page) = session_page(&app, &visitor, session, "prepare-polls").await?;
    let board = app.service.board(session).await?;
    let polls = app.service.prepared_polls(session).await?.into_iter();
    let lines: Vec<Line> = polls
        .map(|prepared| {
            let state = prepared.state(&board);
            Line { state, class: class_of(state), prepared }
        })
        .collect();
    let stubs = known.stubs;
    let room = usize::try_from(stubs).is_ok_and(|stubs| lines.len() < stubs);
    let (w, version) = (visitor.words, known.version);
    render(&PollsPage { w, page, session, version, stubs, room, lines })
}
