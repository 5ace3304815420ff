//! What a tablet says of itself: the code that enrols it, and that it is there. Nothing here knows
//! of ballots.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::http::App;
use crate::http::failure::Failure;
use crate::http::input::Input;
use crate::http::visitor::{Visitor, cookie, tablet_cookie};

/// The code that staff shows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Code {
    code: String,
}

/// `POST /api/enrolment`.
pub(in crate::http) async fn enrol(
    State(app): State<App>,
    visitor: Visitor,
    Input(given): Input<Code>,
) -> Result<Response, Failure> {
    let code = Zeroizing::new(given.code);
    let enrolled = app.service.enrol_tablet(&code).await?;
    let (name, seconds) = (tablet_cookie(visitor.secure), enrolled.seconds);
    let secure = if visitor.secure { "; Secure" } else { "" };
    let cookie = Zeroizing::new(format!(
        "{name}={}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}",
        *enrolled.secret
    ));
    let value = HeaderValue::from_str(&cookie);
    let value = value.map_err(|_| Failure::Internal("a cookie cannot be written"))?;
    let mut answer = Json(json!({ "session": enrolled.session })).into_response();
    answer.headers_mut().append(SET_COOKIE, value);
    Ok(answer)
}

/// What a tablet says every 20 seconds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Word {
    page: String,
}

/// `POST /api/heartbeat`: the answer says how often staff has reset the tablet; when that has
/// grown, the page loads itself anew.
pub(in crate::http) async fn heartbeat(
    State(app): State<App>,
    headers: HeaderMap,
    visitor: Visitor,
    Input(said): Input<Word>,
) -> Result<Json<Value>, Failure> {
    let secret = cookie(&headers, tablet_cookie(visitor.secure)).unwrap_or_default();
    let resets = app.service.hear_tablet(secret, &said.page).await?;
    Ok(Json(json!({ "resets": resets })))
}
