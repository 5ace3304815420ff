//! Styles, scripts and modules out of the program itself.

use std::sync::OnceLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use ballotbox::codec::Digest;
use rust_embed::RustEmbed;

use super::address::Path;
use super::failure::Failure;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// The version of the pages: eight characters of the digest of all their files. Tablets say it, so
/// that staff sees which still shows an old one.
pub(super) fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let mut names: Vec<_> = Files::iter().collect();
        names.sort();
        let files = names.iter().filter_map(|name| Files::get(name));
        let digests: Vec<_> = files.map(|file| file.metadata.sha256_hash()).collect();
        let digests: Vec<&[u8]> = digests.iter().map(<[u8; 32]>::as_slice).collect();
        Digest::of(&digests).code(8, 4)
    })
}

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
