//! The tablet's page (S0 to S4, D1 to D4): the server gives the frame, the page's own script does
//! the rest, so that no choice ever leaves the tablet unsealed.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use uuid::Uuid;

use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::page::render;
use crate::http::visitor::Visitor;
use crate::http::words::Words;

/// Seconds without a touch until the deputy is asked.
const IDLE_SECONDS: u32 = 120;
/// Seconds that the question stands until the ballot is wiped.
const WARN_SECONDS: u32 = 30;

#[derive(Template)]
#[template(path = "vote.html")]
struct VotePage {
    w: Words,
    session: String,
    tablet: String,
    own_phone: bool,
    idle_seconds: u32,
    warn_seconds: u32,
}

fn page(visitor: &Visitor, session: String) -> VotePage {
    VotePage {
        w: visitor.words,
        session,
        tablet: String::new(),
        own_phone: false,
        idle_seconds: IDLE_SECONDS,
        warn_seconds: WARN_SECONDS,
    }
}

/// `GET /vote`: the slip tells which session it is.
pub(in crate::http) async fn any(visitor: Visitor) -> Result<Response, Failure> {
    render(&page(&visitor, String::new()))
}

/// `GET /vote/{session}`: a tablet that was set up for a session.
pub(in crate::http) async fn one(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    app.service.session(session).await?;
    render(&page(&visitor, session.to_string()))
}
