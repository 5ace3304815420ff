//! The hall's big screen (H1 to H4): one page that follows the session by itself.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;
use uuid::Uuid;

use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::board::Board;

#[derive(Template)]
#[template(path = "hall/screen.html")]
struct ScreenPage {
    w: Words,
    page: Page,
    board: Arc<Board>,
}

/// `GET /hall/{session}`.
pub(in crate::http) async fn screen(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let board = app.service.board(session).await?;
    let page = Page::of(&visitor, board.session.title.clone());
    render(&ScreenPage { w: visitor.words, page, board })
}
