//! What is published, as JSON: the lists of all sessions, and the result of one.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use uuid::Uuid;

use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::pages::public::{cached, record};
use crate::http::visitor::Visitor;
use crate::service::published::{result_of, session_of};

/// `GET /api/sessions`: the sessions with a published list, the latest first.
pub(in crate::http) async fn sessions(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let records = app.service.records().await?;
    let sessions: Vec<_> = records.iter().map(session_of).collect();
    Ok(cached(&visitor, Json(json!({ "sessions": sessions })).into_response()))
}

/// `GET /api/sessions/{session}/result.json`: what was chosen, with figures and codes.
pub(in crate::http) async fn result(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let record = record(&app, session).await?;
    let projects = app.service.elected_projects(&record).await?;
    Ok(cached(&visitor, Json(result_of(&record, &projects)).into_response()))
}
