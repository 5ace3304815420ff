//! What a change brings along: a form with its token, or JSON with the header of our scripts.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::failure::Failure;
use super::visitor::Visitor;

/// The field of a form that carries the login's token.
const TOKEN: &str = "csrf";
/// The header that scripts send; other sites cannot.
pub(super) const SCRIPT_HEADER: &str = "x-piaojue";

/// The fields of a change, from a form or from JSON. Unknown fields are refused by the types.
pub(super) struct Input<T>(pub(super) T);

/// A body whose very bytes count.
pub(super) struct Raw(pub(super) Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        read(request, state).await.map(Self)
    }
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Failure> {
    Bytes::from_request(request, state).await.map_err(|_| Failure::TooLarge)
}

/// A change without fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Input<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let visitor = request.extensions().get::<Visitor>().cloned();
        let visitor = visitor.ok_or(Failure::Internal("a request went past the visitor"))?;
        let headers = request.headers().clone();
        let bytes = read(request, state).await?;
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        if kind.starts_with("application/json") {
            json(&headers, &bytes).map(Self)
        } else if kind.is_empty() || kind.starts_with("application/x-www-form-urlencoded") {
            form(&visitor, &bytes).map(Self)
        } else {
            Err(Failure::Body(format!("a form or JSON is wanted, not {kind}")))
        }
    }
}

fn json<T: DeserializeOwned>(headers: &HeaderMap, bytes: &[u8]) -> Result<T, Failure> {
    if !headers.contains_key(SCRIPT_HEADER) {
        return Err(Failure::Foreign);
    }
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    serde_json::from_slice(bytes).map_err(|error| Failure::Body(error.to_string()))
}

fn form<T: DeserializeOwned>(visitor: &Visitor, bytes: &[u8]) -> Result<T, Failure> {
    let mut fields = form_urlencoded::Serializer::new(String::new());
    let mut token = String::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        if name == TOKEN {
            token = value.into_owned();
        } else {
            fields.append_pair(&name, &value);
        }
    }
    // Where nobody is signed in there is nothing to protect but where the form comes from, which
    // the guard has checked.
    if visitor.signed_in.as_ref().is_some_and(|signed_in| signed_in.csrf != token) {
        return Err(Failure::Expired);
    }
    serde_html_form::from_str(&fields.finish()).map_err(|error| Failure::Body(error.to_string()))
}
