//! The desk (W1): sessions of the township, and what comes next in each.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::domain::session::Session;
use crate::http::App;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::visitor::Visitor;
use crate::http::words::Words;

#[derive(Template)]
#[template(path = "desk/home.html")]
struct HomePage {
    w: Words,
    page: Page,
    sessions: Vec<Session>,
}

/// `GET /desk`.
pub(in crate::http) async fn home(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let sessions = app.service.sessions_of(visitor.actor()?).await?;
    let page = Page::of(&visitor, visitor.words.say("desk-home"));
    render(&HomePage { w: visitor.words, page, sessions })
}
