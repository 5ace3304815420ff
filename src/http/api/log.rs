//! The log: for tellers' devices as it grows, for everybody once a poll is published.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::poll::PollState;
use crate::domain::refusal::Refusal;
use crate::http::App;
use crate::http::address::{Path, Query};
use crate::http::failure::Failure;

/// From which entry on.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct From {
    from: u64,
}

/// `GET /api/sessions/{session}/log/entries`: a JSON array of the canonical entries and nothing
/// else, so that a device can take their bytes as they stand.
pub(in crate::http) async fn entries(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(from): Query<From>,
) -> Result<Response, Failure> {
    let entries = app.service.log_entries(session, from.from).await?;
    Ok(([(CONTENT_TYPE, "application/json")], entries).into_response())
}

/// `GET /api/sessions/{session}/log`: the head of the log, signed.
pub(in crate::http) async fn head(
    State(app): State<App>,
    Path(session): Path<Uuid>,
) -> Result<Json<Value>, Failure> {
    let checkpoint = app.service.checkpoint(session).await?;
    let size: Option<u64> = checkpoint.text().lines().nth(1).and_then(|size| size.parse().ok());
    Ok(Json(json!({ "size": size, "checkpoint": checkpoint })))
}

/// `GET /api/sessions/{session}/bundle.json`: all that a stranger needs to check the result.
pub(in crate::http) async fn bundle(
    State(app): State<App>,
    Path(session): Path<Uuid>,
) -> Result<Response, Failure> {
    let board = app.service.board(session).await?;
    let published = |state: PollState| state == PollState::Published;
    if !board.polls.iter().any(|poll| published(poll.state)) {
        return Err(Refusal::not_found("refusal-not-published").into());
    }
    let bundle = app.service.bundle(session).await?;
    let name = format!("attachment; filename=\"piaojue-{session}.json\"");
    let headers = [(CONTENT_TYPE, "application/json".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, bundle).into_response())
}
