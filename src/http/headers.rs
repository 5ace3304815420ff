//! The headers of every answer: nothing inline, nothing from elsewhere, nothing kept in a cache
//! that could show it to the next person.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, HOST, HeaderMap, HeaderName, HeaderValue};
use axum::http::uri::Authority;
use axum::middleware::Next;
use axum::response::Response;

use super::App;

/// What a page may load and do.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; \
    require-trusted-types-for 'script'; trusted-types piaojue-worker";

/// The headers of every answer.
const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(self), geolocation=(), microphone=(), usb=(), payment=()"),
    ("x-frame-options", "DENY"),
];

/// Sets the headers of an answer.
pub(super) async fn set(State(app): State<App>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let secure_name = app.is_secure(headers) && names_a_name(headers);
    let mut response = common(request, next).await;
    if secure_name {
        let name = HeaderName::from_static("strict-transport-security");
        put(response.headers_mut(), name, "max-age=31536000");
    }
    response
}

/// Sets those headers that do not ask for TLS.
pub(super) async fn common(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        put(headers, HeaderName::from_static(name), value);
    }
    if !headers.contains_key(CACHE_CONTROL) {
        put(headers, CACHE_CONTROL, "no-store");
    }
    response
}

/// Whether the host is a name: browsers pass over the rule for a bare address.
fn names_a_name(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host.and_then(|host| host.parse::<Authority>().ok());
    host.is_some_and(|host| host.host().trim_matches(['[', ']']).parse::<IpAddr>().is_err())
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
