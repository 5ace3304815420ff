//! Failures: the one place that maps what went wrong to a status, a page and JSON.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use ballotbox::seal::BallotError;
use serde_json::json;

use super::page::Page;
use super::visitor::{Face, Visitor};
use super::words::Words;
use crate::domain::account::Role;
use crate::domain::refusal::{Kind, Refusal};
use crate::service::Fault;
use crate::service::casting::CastRefusal;
use crate::service::import::sheet::RowFault;
use crate::service::import::{row_sentence, rows_sentence};
use crate::storage::StorageError;

/// Why a request was not answered as asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// The service did not do it.
    Fault(Fault),
    /// A ballot was not taken.
    Cast(CastRefusal),
    /// There is no such page.
    NoSuchPage,
    /// The address takes other methods.
    Method,
    /// The form's token is not this login's: the page is old, or it is not ours.
    Expired,
    /// The request comes from another site.
    Foreign,
    /// The body is too large.
    TooLarge,
    /// The body took too long to come in.
    Slow,
    /// The answer takes too long, or there are too many who wait for one.
    Late,
    /// The same asks too often: not before so many seconds.
    TooOften(u64),
    /// The address is too long.
    LongAddress,
    /// What is asked for is no path of a site.
    Target,
    /// The request is for another host.
    Misdirected,
    /// The body is not what the address takes.
    Body(String),
    /// Rows of a list are wrong; nothing was imported.
    Rows(Vec<RowFault>),
    /// A mistake of the program, for its log.
    Internal(&'static str),
}

impl<E: Into<Fault>> From<E> for Failure {
    fn from(fault: E) -> Self {
        Self::Fault(fault.into())
    }
}

impl From<CastRefusal> for Failure {
    fn from(refusal: CastRefusal) -> Self {
        Self::Cast(refusal)
    }
}

/// A failure on its way to where the visitor is known.
#[derive(Clone)]
pub(super) struct Failed(pub(super) Arc<Failure>);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Failed(Arc::new(self)));
        response
    }
}

/// What everything leads to that is not in the URL table.
pub(super) async fn no_such_page() -> Failure {
    Failure::NoSuchPage
}

/// What a method leads to that an address does not take; the framework says which ones it takes.
pub(super) async fn no_such_method() -> Failure {
    Failure::Method
}

impl Failure {
    /// The status of HTTP.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Fault(fault) => fault_status(fault),
            Self::Cast(refusal) => match refusal {
                // Whoever does not hold the slip may not cast with it.
                CastRefusal::Ballot(BallotError::Signature)
                | CastRefusal::SlipUnknown
                | CastRefusal::SlipVoided => StatusCode::FORBIDDEN,
                CastRefusal::Ballot(_) => StatusCode::UNPROCESSABLE_ENTITY,
                CastRefusal::NoPoll => StatusCode::NOT_FOUND,
                CastRefusal::AlreadyVoted(_) | CastRefusal::NotOpen(_) => StatusCode::CONFLICT,
                CastRefusal::Fault(fault) => fault_status(fault),
            },
            Self::NoSuchPage => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Expired | Self::Foreign => StatusCode::FORBIDDEN,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Late => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::LongAddress => StatusCode::URI_TOO_LONG,
            Self::Target => StatusCode::BAD_REQUEST,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::Body(_) | Self::Rows(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The service's fault, where there is one.
    pub(super) const fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Fault(fault) | Self::Cast(CastRefusal::Fault(fault)) => Some(fault),
            _ => None,
        }
    }

    /// Stable for scripts.
    pub(super) const fn code(&self) -> &'static str {
        match self {
            Self::Fault(fault) => fault_code(fault),
            Self::Cast(refusal) => match refusal {
                CastRefusal::Ballot(_) => "ballot_refused",
                CastRefusal::NoPoll => "no_poll",
                CastRefusal::AlreadyVoted(_) => "already_voted",
                CastRefusal::NotOpen(_) => "not_open",
                CastRefusal::SlipUnknown => "slip_unknown",
                CastRefusal::SlipVoided => "slip_voided",
                CastRefusal::Fault(fault) => fault_code(fault),
            },
            Self::NoSuchPage => "not_found",
            Self::Method => "method",
            Self::Expired => "expired",
            Self::Foreign => "foreign",
            Self::TooLarge => "too_large",
            Self::Slow => "slow",
            Self::Late => "late",
            Self::TooOften(_) => "too_often",
            Self::LongAddress => "long_address",
            Self::Target => "target",
            Self::Misdirected => "misdirected",
            Self::Body(_) => "body",
            Self::Rows(_) => "rows",
            Self::Internal(_) => "internal",
        }
    }

    /// What was denied, for the audit trail: a page of another role or township, a form of another
    /// site. That something is not there, or not now, is no denial.
    pub(super) fn denial(&self, signed_in: bool) -> Option<&'static str> {
        match self {
            Self::Foreign => Some("foreign"),
            Self::Expired => Some("expired"),
            Self::Fault(Fault::Refused(refusal)) => match refusal.kind() {
                Kind::Forbidden if !asks_password(refusal) => Some("role"),
                Kind::NotFound if signed_in && refusal.key() == "refusal-no-session" => {
                    Some("township")
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// What a parser or the core says of it, in English: for whoever writes the program that asked.
    /// The sentence is in the reader's language alone.
    fn detail(&self) -> Option<String> {
        match self {
            Self::Body(why) => Some(why.clone()),
            Self::Fault(Fault::Refused(refusal)) => refusal.detail().map(str::to_owned),
            Self::Fault(Fault::Refuted(refuted)) => Some(refuted.detail.clone()),
            Self::Fault(Fault::Draft(why)) => Some(why.to_string()),
            _ => None,
        }
    }

    /// One sentence that says what to do next.
    pub(super) fn sentence(&self, words: Words) -> String {
        match self {
            Self::Fault(fault) => fault_sentence(fault, words),
            Self::Cast(refusal) => match refusal {
                CastRefusal::Ballot(_) => words.say("error-ballot"),
                CastRefusal::NoPoll => words.say("error-no-poll"),
                CastRefusal::AlreadyVoted(receipt) => {
                    words.with("error-slip-used", [("code", receipt.code())])
                }
                CastRefusal::NotOpen(state) => {
                    words.with("error-not-open", [("state", words.say(state.word()))])
                }
                CastRefusal::SlipUnknown => words.say("error-slip-unknown"),
                CastRefusal::SlipVoided => words.say("error-slip-void"),
                CastRefusal::Fault(fault) => fault_sentence(fault, words),
            },
            Self::NoSuchPage => words.say("error-404"),
            Self::Method => words.say("error-405"),
            Self::Expired => words.say("error-expired"),
            Self::Foreign => words.say("error-foreign"),
            Self::TooLarge => words.say("error-413"),
            Self::Slow => words.say("error-408"),
            Self::Late => words.say("error-late"),
            Self::TooOften(seconds) => words.with("error-429", [("seconds", seconds.to_string())]),
            Self::LongAddress => words.say("error-414"),
            Self::Target => words.say("error-400"),
            Self::Misdirected => words.say("error-421"),
            Self::Rows(faults) => rows_sentence(faults, words),
            Self::Body(_) => words.say("error-body"),
            Self::Internal(_) => words.say("error-500"),
        }
    }
}

/// Whether a refusal asks for the password once more.
pub(super) fn asks_password(refusal: &Refusal) -> bool {
    refusal.key() == "refusal-not-fresh"
}

/// Where the password is typed once more, and the page of the act to come back to.
fn again(visitor: &Visitor) -> String {
    let parts: Vec<&str> = visitor.path.split('/').skip(1).collect();
    let role = visitor.signed_in.as_ref().map(|signed_in| signed_in.actor.account.role);
    let back = match parts.as_slice() {
        ["desk", "accounts", ..] => "/desk/accounts".to_owned(),
        ["admin", "grants", ..] if role == Some(Role::Presidium) => "/desk/accounts".to_owned(),
        ["admin", "accounts" | "grants", ..] => "/admin/accounts".to_owned(),
        ["desk", session, "run", poll, ..] => format!("/desk/{session}/run/{poll}"),
        ["desk", session, ..] => format!("/desk/{session}"),
        ["api", "sessions", session, ..] => format!("/officer/{session}"),
        _ => "/desk".to_owned(),
    };
    format!("/again?back={back}")
}

fn fault_status(fault: &Fault) -> StatusCode {
    match fault {
        Fault::Refused(refusal) => match refusal.kind() {
            Kind::SignIn => StatusCode::UNAUTHORIZED,
            Kind::Forbidden => StatusCode::FORBIDDEN,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        },
        Fault::Refuted(_) | Fault::Draft(_) | Fault::Storage(StorageError::Changed(_)) => {
            StatusCode::CONFLICT
        }
        Fault::Canonical(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Fault::Storage(StorageError::Full) => StatusCode::INSUFFICIENT_STORAGE,
        Fault::Storage(_) | Fault::Broken(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

const fn fault_code(fault: &Fault) -> &'static str {
    match fault {
        Fault::Refused(refusal) => refusal.key(),
        Fault::Refuted(_) | Fault::Draft(_) => "log_refuses",
        Fault::Canonical(_) => "text",
        Fault::Storage(StorageError::Changed(_)) => "changed",
        Fault::Storage(StorageError::Full) => "disk_full",
        Fault::Storage(_) | Fault::Broken(_) => "storage",
    }
}

fn fault_sentence(fault: &Fault, words: Words) -> String {
    match fault {
        Fault::Refused(refusal) => words.refusal(refusal),
        Fault::Refuted(_) | Fault::Draft(_) => words.say("error-refuted"),
        Fault::Canonical(_) => words.say("error-text"),
        Fault::Storage(StorageError::Changed(_)) => {
            words.refusal(&Refusal::conflict("refusal-changed"))
        }
        Fault::Storage(StorageError::Full) => words.say("error-disk"),
        Fault::Storage(_) | Fault::Broken(_) => words.say("error-503"),
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    w: Words,
    page: Page,
    status: u16,
    sentence: String,
    /// Where the password is typed again, if that is what is missing.
    again: String,
}

/// Gives a failure the face that the visitor can read.
pub(super) fn render(visitor: &Visitor, failure: &Failure) -> Response {
    let status = failure.status();
    if let Failure::Internal(why) = failure {
        tracing::error!(path = %visitor.path, why, "the program made a mistake");
    } else if status.is_server_error() {
        tracing::error!(path = %visitor.path, ?failure, "a request failed");
    } else {
        tracing::debug!(path = %visitor.path, ?failure, "a request was refused");
    }
    let mut response = match visitor.face {
        Face::Json => json_face(visitor, failure).into_response(),
        Face::Page => page_face(visitor, failure, status),
    };
    if *response.status_mut() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

fn json_face(visitor: &Visitor, failure: &Failure) -> Json<serde_json::Value> {
    let mut body = json!({ "error": failure.code(), "message": failure.sentence(visitor.words) });
    if let (Failure::Rows(faults), Some(members)) = (failure, body.as_object_mut()) {
        let words = visitor.words;
        let fault = |it: &RowFault| json!({ "row": it.row, "message": row_sentence(it, words) });
        members.insert("faults".to_owned(), faults.iter().map(fault).collect());
    }
    let more = match failure {
        Failure::Fault(Fault::Refused(refusal)) if asks_password(refusal) => {
            Some(("again", again(visitor)))
        }
        Failure::Cast(CastRefusal::AlreadyVoted(receipt)) => Some(("receipt_code", receipt.code())),
        Failure::Cast(CastRefusal::NotOpen(state)) => Some(("state", state.name().to_owned())),
        _ => failure.detail().map(|detail| ("detail", detail)),
    };
    if let (Some((name, value)), Some(members)) = (more, body.as_object_mut()) {
        members.insert(name.to_owned(), value.into());
    }
    Json(body)
}

fn page_face(visitor: &Visitor, failure: &Failure, status: StatusCode) -> Response {
    // Whoever has signed in and mistyped a password is told so, not led away.
    let led_on = visitor.signed_in.is_none() && !visitor.path.starts_with("/login");
    if status == StatusCode::UNAUTHORIZED && led_on {
        return Redirect::to("/login").into_response();
    }
    let fresh = matches!(failure, Failure::Fault(Fault::Refused(it)) if asks_password(it));
    let page = ErrorPage {
        w: visitor.words,
        page: Page::of(visitor, visitor.words.say("error-title")),
        status: status.as_u16(),
        sentence: failure.sentence(visitor.words),
        again: if fresh { again(visitor) } else { String::new() },
    };
    match page.render() {
        Ok(text) => Html(text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the page of an error cannot be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
