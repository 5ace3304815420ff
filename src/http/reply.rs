//! The answer to a change: a page goes on to another page, a script gets JSON.

use axum::Json;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Serialize;
use serde_json::json;

use super::visitor::{Face, Visitor};

/// It is done: a page goes on to `location`.
pub(super) fn done(visitor: &Visitor, location: &str) -> Response {
    done_with(visitor, location, &json!({ "done": true }))
}

/// It is done, and a script wants to know more.
pub(super) fn done_with(visitor: &Visitor, location: &str, more: &impl Serialize) -> Response {
    match visitor.face {
        Face::Page => Redirect::to(location).into_response(),
        Face::Json => Json(more).into_response(),
    }
}
