//! What a change brings along: a form with its token, or JSON with the header of our scripts. Where
//! files are taken, a form may have parts, one of which is the file.

use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use ballotbox::codec::base64url;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::time::timeout;
use tokio_stream::StreamExt as _;

use super::failure::Failure;
use super::visitor::Visitor;
use crate::limits::{BODY_TIME_MAX, PARTS_MAX, UPLOAD_TIME_MAX};

/// The field of a form that carries the login's token.
const TOKEN: &str = "csrf";
/// The header that scripts send; other sites cannot.
pub(super) const SCRIPT_HEADER: &str = "x-piaojue";

/// Most bytes that are let pass by before a browser is told that its file is too large: one that is
/// answered before it has sent everything shows a broken connection and not the answer.
const PASSED_BY_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// The fields of a change, from a form or from JSON. Unknown fields are refused by the types.
pub(super) struct Input<T>(pub(super) T);

/// As [`Input`], from a form with a file as well. The field `file` then is the file in base64url,
/// as a program would send it in JSON, and `name` is what its sender calls it.
pub(super) struct Upload<T, const BYTES_MAX: usize>(pub(super) T);

impl<S, T, const BYTES_MAX: usize> FromRequest<S> for Upload<T, BYTES_MAX>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let read = async {
            let length = header(request.headers(), CONTENT_LENGTH.as_str()).parse::<u64>();
            let most = u64::try_from(BYTES_MAX).unwrap_or(u64::MAX);
            if length.as_ref().is_ok_and(|length| *length > most) {
                let waits = length.is_ok_and(|length| length <= PASSED_BY_BYTES_MAX);
                if waits {
                    let_pass(request).await;
                }
                return Err(Failure::TooLarge);
            }
            if !header(request.headers(), CONTENT_TYPE.as_str()).starts_with("multipart/form-data")
            {
                return Input::from_request(request, state).await.map(|Input(it)| Self(it));
            }
            let visitor = request.extensions().get::<Visitor>().cloned();
            let visitor = visitor.ok_or(Failure::Internal("a request went past the visitor"))?;
            let parts = Multipart::from_request(request, state).await;
            let parts = parts.map_err(|error| Failure::Body(error.body_text()))?;
            fields(&visitor, read_parts(parts).await?).map(Self)
        };
        timeout(UPLOAD_TIME_MAX, read).await.unwrap_or(Err(Failure::Slow))
    }
}

/// Reads a body to its end and keeps nothing of it.
async fn let_pass(request: Request) {
    let mut body = request.into_body().into_data_stream();
    while let Some(Ok(_)) = body.next().await {}
}

/// The parts of a form as fields.
async fn read_parts(mut parts: Multipart) -> Result<Vec<(String, String)>, Failure> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut count = 0;
    while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
        count += 1;
        if count > PARTS_MAX {
            return Err(Failure::Body(format!("more than {PARTS_MAX} parts")));
        }
        found.extend(read_part(part).await?);
    }
    Ok(found)
}

async fn read_part(part: Field<'_>) -> Result<Vec<(String, String)>, Failure> {
    let name = part.name().unwrap_or_default().to_owned();
    let Some(file) = part.file_name().map(str::to_owned) else {
        return Ok(vec![(name, part.text().await.map_err(|error| broken(&error))?)]);
    };
    let bytes = part.bytes().await.map_err(|error| broken(&error))?;
    // A browser sends a part without a name and without bytes where no file was chosen.
    if file.is_empty() && bytes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![(name, base64url(&bytes)), ("name".to_owned(), file)])
}

fn broken(error: &MultipartError) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Failure::TooLarge
    } else {
        Failure::Body(error.body_text())
    }
}

/// A body whose very bytes count.
pub(super) struct Raw(pub(super) Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        read(request, state).await.map(Self)
    }
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Failure> {
    let read = timeout(BODY_TIME_MAX, Bytes::from_request(request, state)).await;
    read.map_err(|_| Failure::Slow)?.map_err(|_| Failure::TooLarge)
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
        let kind = header(&headers, CONTENT_TYPE.as_str());
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
    // A list would be read as the fields in their order, without a name to any of them.
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(Failure::Body("an object is wanted".to_owned()));
    }
    serde_json::from_slice(bytes).map_err(|error| Failure::Body(error.to_string()))
}

fn form<T: DeserializeOwned>(visitor: &Visitor, bytes: &[u8]) -> Result<T, Failure> {
    let parsed = form_urlencoded::parse(bytes);
    fields(visitor, parsed.map(|(name, value)| (name.into_owned(), value.into_owned())))
}

/// Checks the token among the fields of a form and reads the others.
fn fields<T: DeserializeOwned>(
    visitor: &Visitor,
    found: impl IntoIterator<Item = (String, String)>,
) -> Result<T, Failure> {
    let mut fields = form_urlencoded::Serializer::new(String::new());
    let mut token = None;
    for (name, value) in found {
        if name != TOKEN {
            fields.append_pair(&name, &value);
        } else if token.replace(value).is_some() {
            return Err(Failure::Body("the token stands twice".to_owned()));
        }
    }
    let token = token.unwrap_or_default();
    // Where nobody is signed in there is nothing to protect but where the form comes from, which
    // the guard has checked.
    if visitor.signed_in.as_ref().is_some_and(|signed_in| signed_in.csrf != token) {
        return Err(Failure::Expired);
    }
    serde_html_form::from_str(&fields.finish()).map_err(|error| Failure::Body(error.to_string()))
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}
