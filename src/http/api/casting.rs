//! What a tablet asks: is this slip still unused, take this ballot.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use ballotbox::codec::PublicKey;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::input::{Raw, SCRIPT_HEADER};
use crate::http::visitor::Visitor;
use crate::service::casting::SlipState;
use crate::service::refused::Why;

/// `GET /api/sessions/{session}/polls/{poll}/slips/{slip}`.
pub(in crate::http) async fn slip(
    State(app): State<App>,
    Path((session, poll, slip)): Path<(Uuid, Uuid, String)>,
) -> Result<Json<Value>, Failure> {
    let slip: PublicKey = slip.parse().map_err(|_| Failure::NoSuchPage)?;
    let state = app.service.slip_state(session, poll, &slip).await?;
    Ok(Json(match state {
        SlipState::Unused => json!({ "state": "unused" }),
        SlipState::Used(code) => json!({ "state": "used", "receipt_code": code }),
        SlipState::Voided => json!({ "state": "voided" }),
        SlipState::Unknown => json!({ "state": "unknown" }),
    }))
}

/// `POST /api/sessions/{session}/polls/{poll}/ballots`: the body is the sealed ballot itself.
pub(in crate::http) async fn cast(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    headers: HeaderMap,
    body: Result<Raw, Failure>,
) -> Result<Json<Value>, Failure> {
    if !headers.contains_key(SCRIPT_HEADER) {
        return Err(Failure::Foreign);
    }
    let note = |why| app.service.note_refused((session, poll), &visitor.source, why);
    let too_long = |failure: &Failure| matches!(failure, Failure::TooLarge).then_some(Why::TooLong);
    let Raw(body) = body.inspect_err(|failure| note(too_long(failure)))?;
    let cast = app.service.cast(session, poll, &body).await;
    let receipt = cast.inspect_err(|refusal| note(Why::of(refusal)))?;
    Ok(Json(json!({
        "index": receipt.index,
        "leaf": receipt.leaf,
        "note": receipt.note,
        "receipt_code": receipt.code(),
    })))
}
