//! Who may use an address: login, role, township, and where a change comes from.

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request, State};
use axum::http::Method;
use axum::http::header::{HOST, ORIGIN};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use uuid::Uuid;

use super::App;
use super::failure::Failure;
use super::visitor::Visitor;
use crate::domain::account::Role;
use crate::domain::refusal::Refusal;

/// Who may use an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Everybody.
    Public,
    /// Everybody with an account.
    SignedIn,
    /// Accounts with one of these roles; where the address names a session, of its township.
    Roles(&'static [Role]),
}

/// Lets a request through to its handler, or refuses it.
pub(super) async fn guard(
    State((app, access)): State<(App, Access)>,
    visitor: Visitor,
    parameters: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
    next: Next,
) -> Response {
    let changes = request.method() != Method::GET && request.method() != Method::HEAD;
    if changes && !is_own(&request) {
        return Failure::Foreign.into_response();
    }
    // A path that is no text leads nowhere.
    let Ok(parameters) = parameters else { return Failure::NoSuchPage.into_response() };
    let session = parameters.iter().find(|(name, _)| *name == "session").map(|(_, id)| id);
    match check(&app, access, &visitor, session).await {
        Ok(()) => next.run(request).await,
        Err(failure) => failure.into_response(),
    }
}

async fn check(
    app: &App,
    access: Access,
    visitor: &Visitor,
    session: Option<&str>,
) -> Result<(), Failure> {
    let roles = match access {
        Access::Public => return Ok(()),
        Access::SignedIn => return visitor.login().map(drop),
        Access::Roles(roles) => roles,
    };
    let account = &visitor.actor()?.account;
    if !roles.contains(&account.role) {
        let who = roles.iter().map(|role| role.word()).collect();
        return Err(Refusal::forbidden("refusal-page").with_words("roles", who).into());
    }
    let Some(session) = session else { return Ok(()) };
    // An id that is none is as unknown as one of another township.
    let id = session.parse::<Uuid>().map_err(|_| Refusal::not_found("refusal-no-session"))?;
    let known = app.service.session(id).await?;
    if account.role.is_of_township() && account.township != known.township {
        tracing::warn!(account = %account.login, session.id = %id, "another township's session");
        return Err(Refusal::not_found("refusal-no-session").into());
    }
    Ok(())
}

/// Whether a change comes from our own pages, or from a program that is no browser. A form of a
/// page that sends no referrer has the origin `null`; then the browser must say itself that it is
/// ours.
fn is_own(request: &Request) -> bool {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let (site, host) = (text("sec-fetch-site"), text(HOST.as_str()));
    let fetched = site.is_none_or(|site| site == "same-origin");
    let named = |origin: &str| match origin.split_once("://") {
        Some((_, named)) => Some(named) == host,
        None => origin == "null" && site == Some("same-origin"),
    };
    fetched && text(ORIGIN.as_str()).is_none_or(named)
}
