//! The tablet's page (S0 to S4, D1 to D4): the server gives the frame, the page's own script does
//! the rest, so that no choice ever leaves the tablet unsealed.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use uuid::Uuid;

use crate::http::App;
use crate::http::address::Path;
use crate::http::assets;
use crate::http::failure::Failure;
use crate::http::page::render;
use crate::http::visitor::{Visitor, cookie, tablet_cookie};
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
    /// How often staff has reset the tablet, where it is enrolled.
    resets: u32,
    version: &'static str,
    own_phone: bool,
    idle_seconds: u32,
    warn_seconds: u32,
}

async fn page(
    app: &App,
    visitor: &Visitor,
    headers: &HeaderMap,
    session: String,
) -> Result<VotePage, Failure> {
    let tablet = match cookie(headers, tablet_cookie(visitor.secure)) {
        Some(secret) => app.service.tablet_of(secret).await?,
        None => None,
    };
    // A tablet of another session shows no number here.
    let tablet = tablet.filter(|it| session.is_empty() || it.session.to_string() == session);
    Ok(VotePage {
        w: visitor.words,
        session,
        resets: tablet.as_ref().map_or(0, |tablet| tablet.resets),
        tablet: tablet.map_or_else(String::new, |tablet| tablet.name),
        version: assets::version(),
        own_phone: false,
        idle_seconds: IDLE_SECONDS,
        warn_seconds: WARN_SECONDS,
    })
}

/// `GET /vote`: the slip tells which session it is.
pub(in crate::http) async fn any(
    State(app): State<App>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Result<Response, Failure> {
    render(&page(&app, &visitor, &headers, String::new()).await?)
}

/// `GET /vote/{session}`: a tablet that was set up for a session.
pub(in crate::http) async fn one(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Result<Response, Failure> {
    app.service.session(session).await?;
    render(&page(&app, &visitor, &headers, session.to_string()).await?)
}
