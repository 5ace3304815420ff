//! Styles, scripts and modules out of the program itself.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use rust_embed::RustEmbed;

use super::address::Path;
use super::failure::Failure;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// A file of `static/`.
pub(super) async fn file(
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let file = Files::get(&path).ok_or(Failure::NoSuchPage)?;
    let kind = kind(&path).ok_or(Failure::NoSuchPage)?;
    let digest = ballotbox::codec::base64url(&file.metadata.sha256_hash());
    let tag = format!("\"{digest}\"");
    let known = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    // Asked again each time, answered with the file only when it is another.
    let common = [(ETAG, tag), (CACHE_CONTROL, "no-cache".to_owned())];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    Ok((common, [(CONTENT_TYPE, kind)], file.data).into_response())
}

fn kind(path: &str) -> Option<&'static str> {
    let (_, ending) = path.rsplit_once('.')?;
    Some(match ending {
        "css" => "text/css; charset=utf-8",
        "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}
