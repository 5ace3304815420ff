//! Styles, scripts and modules out of the program itself.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use ballotbox::codec::Digest;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use tokio::sync::OnceCell;

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

/// A file of `static/`, in gzip for who reads that.
pub(super) async fn file(
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let file = Files::get(&path).ok_or(Failure::NoSuchPage)?;
    let kind = kind(&path).ok_or(Failure::NoSuchPage)?;
    let packed = if reads_gzip(&headers) { packed().await.get(&path).cloned() } else { None };
    let digest = ballotbox::codec::base64url(&file.metadata.sha256_hash());
    // Other bytes have another tag.
    let tag = format!("\"{digest}{}\"", if packed.is_some() { ".gz" } else { "" });
    let known = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    // Asked again each time, answered with the file only when it is another.
    let common = [
        (ETAG, tag),
        (CACHE_CONTROL, "no-cache".to_owned()),
        (VARY, ACCEPT_ENCODING.as_str().to_owned()),
    ];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    let kind = (CONTENT_TYPE, kind);
    Ok(match packed {
        Some(bytes) => (common, [kind, (CONTENT_ENCODING, "gzip")], bytes).into_response(),
        None => (common, [kind], file.data).into_response(),
    })
}

/// All files in gzip, by name. They are packed once, when the first is asked for: to pack a module
/// for each who asks takes so much longer than to send it that a few strangers hold up the ballots.
async fn packed() -> &'static HashMap<String, Bytes> {
    static PACKED: OnceCell<HashMap<String, Bytes>> = OnceCell::const_new();
    let all = || async { tokio::task::spawn_blocking(pack).await.unwrap_or_default() };
    PACKED.get_or_init(all).await
}

/// Packs all files; one that cannot be packed is sent as it is.
fn pack() -> HashMap<String, Bytes> {
    let packed = |name: &str| {
        let file = Files::get(name)?;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&file.data).ok()?;
        encoder.finish().ok().map(Bytes::from)
    };
    let all = Files::iter().filter_map(|name| {
        let bytes = packed(&name)?;
        Some((name.into_owned(), bytes))
    });
    all.collect()
}

/// Whether `gzip` stands among what a client reads, and not with a weight of nothing.
fn reads_gzip(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|list| list.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=");
        let wanted = weight.is_none_or(|weight| !weight.trim_matches(['0', '.']).is_empty());
        name.trim().eq_ignore_ascii_case("gzip") && wanted
    })
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

#[cfg(test)]
mod tests {
    use super::packed;

    #[test]
    fn a_file_is_packed_once() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let place = || runtime.block_on(packed()).get("ballotbox.wasm").map(|file| file.as_ptr());
        assert!(place().is_some());
        assert_eq!(place(), place(), "the same bytes for everybody");
    }
}
