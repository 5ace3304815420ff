//! What the pages of the desk share: the session that a page is about, and the same form again
//! with what was refused on top.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use uuid::Uuid;

use super::App;
use super::failure::Failure;
use super::page::{Page, render};
use super::visitor::{Face, Visitor};
use crate::domain::session::Session;
use crate::service::Fault;
use crate::storage::StorageError;

/// A session, and the page that is about it.
pub(super) async fn session_page(
    app: &App,
    visitor: &Visitor,
    session: Uuid,
    title: &str,
) -> Result<(Session, Page), Failure> {
    let session = app.service.session(session).await?;
    let page = Page::of(visitor, visitor.words.say(title)).at(&session);
    Ok((session, page))
}

/// What was refused of a form that somebody filled in.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    /// What is wrong and what to do.
    pub(super) sentence: String,
    /// Somebody else has changed it meanwhile.
    pub(super) changed: bool,
    /// The status of the answer.
    pub(super) status: StatusCode,
}

impl Refused {
    /// What stands on the form again. Programs, and whoever could not have filled in the form
    /// otherwise, get the failure itself.
    pub(super) fn of(visitor: &Visitor, failure: impl Into<Failure>) -> Result<Self, Failure> {
        let failure = failure.into();
        let status = failure.status();
        let by_text = matches!(status, StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY);
        if visitor.face == Face::Json || !by_text || !matches!(failure, Failure::Fault(_)) {
            return Err(failure);
        }
        let changed = matches!(failure, Failure::Fault(Fault::Storage(StorageError::Changed(_))));
        Ok(Self { sentence: failure.sentence(visitor.words), changed, status })
    }
}

/// Renders a form: as it is, or with the status of what was refused.
pub(super) fn render_form(
    page: &impl Template,
    refused: Option<StatusCode>,
) -> Result<Response, Failure> {
    let mut answer = render(page)?;
    if let Some(status) = refused {
        *answer.status_mut() = status;
    }
    Ok(answer)
}
