//! What everybody can read: lists that were voted for, how it was decided, how to check it.
//!
//! What is not published has no page, and nothing here says whether there is such a thing.

pub(in crate::http) mod files;
pub(in crate::http) mod home;
pub(in crate::http) mod machines;
pub(in crate::http) mod paper;
pub(in crate::http) mod poll;
pub(in crate::http) mod receipts;
pub(in crate::http) mod rule;
pub(in crate::http) mod session;
pub(in crate::http) mod texts;

use axum::http::header::{CACHE_CONTROL, HeaderValue, VARY};
use axum::response::Response;
use uuid::Uuid;

use super::super::App;
use super::super::failure::Failure;
use super::super::visitor::Visitor;
use crate::service::record::Record;

/// How long caches may show what is published.
const CACHED: HeaderValue = HeaderValue::from_static("public, max-age=60");
/// What else an answer depends on: the language, and whether somebody is signed in.
const DEPENDS: HeaderValue = HeaderValue::from_static("accept, accept-language, cookie");

/// Lets caches keep what is published. What an account sees carries its token, and is never kept.
pub(in crate::http) fn cached(visitor: &Visitor, mut answer: Response) -> Response {
    let headers = answer.headers_mut();
    headers.insert(VARY, DEPENDS);
    if visitor.signed_in.is_none() {
        headers.insert(CACHE_CONTROL, CACHED);
    }
    answer
}

/// The public record of a session.
pub(in crate::http) async fn record(app: &App, session: Uuid) -> Result<Record, Failure> {
    app.service.record(session).await.map_err(hide)
}

/// Of what is not published nothing is said but that there is no such page.
fn hide(fault: crate::service::Fault) -> Failure {
    match fault {
        crate::service::Fault::Refused(_) => Failure::NoSuchPage,
        fault => fault.into(),
    }
}
