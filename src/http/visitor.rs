//! Who asks, in which language, and for which face: worked out once for every request.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;

use super::App;
use super::failure::{self, Failure};
use super::words::{Language, Words};
use crate::domain::refusal::Refusal;
use crate::domain::source::Source;
use crate::service::Actor;
use crate::service::health::Alarm;
use crate::service::logins::SignedIn;

/// The cookie of the language.
pub(super) const LANGUAGE_COOKIE: &str = "lang";

/// Whether the answer is a page or JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    /// For people.
    Page,
    /// For scripts and programs.
    Json,
}

/// Who asks.
#[derive(Clone, Debug)]
pub(super) struct Visitor {
    /// The words in the visitor's language.
    pub(super) words: Words,
    /// What the answer is to be.
    pub(super) face: Face,
    /// The login, if there is one.
    pub(super) signed_in: Option<SignedIn>,
    /// The path that was asked for.
    pub(super) path: String,
    /// What the staff must know of the machine.
    pub(super) alarms: Arc<[Alarm]>,
    /// Where the request comes from.
    pub(super) source: Source,
    /// Whether the browser speaks TLS, with us or with a server in front of us: cookies then are
    /// `Secure` and bound to the host.
    pub(super) secure: bool,
}

impl Visitor {
    /// Somebody of whom nothing is known but what the request itself says.
    pub(super) fn stranger(headers: &HeaderMap, path: &str) -> Self {
        Self {
            words: Words { language: language(headers) },
            face: face(headers, path),
            signed_in: None,
            path: path.to_owned(),
            alarms: Arc::default(),
            source: Source::default(),
            secure: false,
        }
    }

    /// The login; the guard has seen to it that there is one where a page needs it.
    pub(super) fn login(&self) -> Result<&SignedIn, Failure> {
        let signed_in = self.signed_in.as_ref();
        signed_in.ok_or_else(|| Refusal::sign_in("refusal-sign-in").into())
    }

    /// Who acts.
    pub(super) fn actor(&self) -> Result<&Actor, Failure> {
        Ok(&self.login()?.actor)
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let visitor = parts.extensions.get::<Self>().cloned();
        visitor.ok_or(Failure::Internal("a request went past the visitor"))
    }
}

/// Name of the cookie that holds a login's token. Bound to the host where TLS allows it.
pub(super) const fn login_cookie(secure: bool) -> &'static str {
    if secure { "__Host-sid" } else { "sid" }
}

/// Name of the cookie that holds a tablet's secret.
pub(super) const fn tablet_cookie(secure: bool) -> &'static str {
    if secure { "__Host-d" } else { "d" }
}

/// Name of the cookie that holds the token of a sign-in that has begun.
pub(super) const fn begun_cookie(secure: bool) -> &'static str {
    if secure { "__Host-begun" } else { "begun" }
}

/// Name of the cookie that holds the token of a device on which somebody has signed in before.
pub(super) const fn device_cookie(secure: bool) -> &'static str {
    if secure { "__Host-dev" } else { "dev" }
}

/// Where a request comes from. What a proxy says of others is not believed.
fn source(request: &Request, secure: bool) -> Source {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let device = cookie(request.headers(), device_cookie(secure)).filter(|it| !it.is_empty());
    Source {
        address: peer.map_or_else(String::new, |ConnectInfo(peer)| peer.ip().to_string()),
        device: device.map_or_else(String::new, crate::service::sign_in::digest),
    }
}

/// A cookie's value.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|cookies| cookies.split("; ")).find_map(|cookie| {
        cookie.split_once('=').filter(|(found, _)| *found == name).map(|(_, value)| value)
    })
}

/// Works out who asks, and gives failures the face that the visitor can read.
pub(super) async fn recognise(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let secure = app.is_secure(headers);
    let token = cookie(headers, login_cookie(secure)).map(str::to_owned);
    let mut visitor = Visitor::stranger(headers, request.uri().path());
    visitor.source = source(&request, secure);
    visitor.secure = secure;
    visitor.alarms = app.service.alarms();
    if let Some(token) = token.filter(|_| !visitor.path.starts_with("/static/")) {
        match app.service.signed_in(&token, &visitor.source).await {
            Ok(signed_in) => visitor.signed_in = signed_in,
            Err(fault) => {
                app.service.mind(&fault);
                return failure::render(&visitor, &fault.into());
            }
        }
    }
    request.extensions_mut().insert(visitor.clone());
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<failure::Failed>() {
        Some(failed) => {
            if let Some(fault) = failed.0.fault() {
                app.service.mind(fault);
            }
            note(&app, &visitor, &failed.0).await;
            failure::render(&visitor, &failed.0)
        }
        None => response,
    }
}

/// Leaves what was denied in the audit trail.
async fn note(app: &App, visitor: &Visitor, failure: &Failure) {
    let Some(why) = failure.denial(visitor.signed_in.is_some()) else { return };
    let actor = visitor.signed_in.as_ref().map(|signed_in| &signed_in.actor);
    let source = actor.map_or(&visitor.source, |actor| &actor.source);
    if let Err(error) = app.service.note_denial(actor, source, &visitor.path, why).await {
        tracing::error!(%error, path = %visitor.path, why, "a denial was not written down");
    }
}

/// Chinese, unless the visitor has chosen. What a browser asks for by itself says where a tablet
/// was bought, not who holds it.
fn language(headers: &HeaderMap) -> Language {
    cookie(headers, LANGUAGE_COOKIE).and_then(Language::of).unwrap_or_default()
}

fn face(headers: &HeaderMap, path: &str) -> Face {
    let has = |name: HeaderName| {
        let text = headers.get(name).and_then(|value| value.to_str().ok());
        text.is_some_and(|text| text.starts_with("application/json"))
    };
    if path.starts_with("/api/") || has(ACCEPT) || has(CONTENT_TYPE) {
        Face::Json
    } else {
        Face::Page
    }
}
