//! The pages of an officer's own device: the server gives the frame and public data, the page's
//! script holds the card.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use uuid::Uuid;

use super::acts::Acts;
use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::visitor::Visitor;
use crate::http::words::Words;

#[derive(Template)]
#[template(path = "officer/tasks.html")]
struct TasksPage {
    w: Words,
    page: Page,
    session: Uuid,
    acts: Acts,
}

#[derive(Template)]
#[template(path = "officer/card.html")]
struct CardPage {
    w: Words,
    page: Page,
    session: Uuid,
}

#[derive(Template)]
#[template(path = "officer/slips.html")]
struct SlipsPage {
    w: Words,
    page: Page,
    session: Uuid,
}

async fn page(app: &App, visitor: &Visitor, session: Uuid, title: &str) -> Result<Page, Failure> {
    let known = app.service.session(session).await?;
    Ok(Page::of(visitor, visitor.words.say(title)).at(&known))
}

/// `GET /officer/{session}`: what waits for this officer, signatures and second confirmations.
pub(in crate::http) async fn tasks(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = page(&app, &visitor, session, "officer-tasks").await?;
    let acts = Acts::load(&app, session, &visitor).await?;
    render(&TasksPage { w: visitor.words, page, session, acts })
}

/// `GET /officer/{session}/card`: the key card.
pub(in crate::http) async fn card(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = page(&app, &visitor, session, "officer-card").await?;
    render(&CardPage { w: visitor.words, page, session })
}

/// `GET /officer/{session}/slips`: slips made and voided.
pub(in crate::http) async fn slips(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = page(&app, &visitor, session, "officer-slips").await?;
    render(&SlipsPage { w: visitor.words, page, session })
}
