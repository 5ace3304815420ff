//! What the hall's plain http address answers: the page with the authority's certificate, for
//! devices that do not trust it yet, and for everything else the way to TLS. No cookie, no form.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HOST, HeaderMap, LOCATION};
use axum::http::uri::Authority as Named;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde::Deserialize;

use super::address::Query;
use super::failure::{self, Failed, Failure};
use super::gate::{self, Admission, Gate};
use super::page::render;
use super::visitor::Visitor;
use super::words::{Language, Words};
use super::{assets, headers};
use crate::documents::qr;

/// The certificate that devices are told to trust.
#[derive(Clone, Debug)]
pub struct Trusted {
    /// Its bytes.
    pub der: Vec<u8>,
    /// The same as text.
    pub pem: String,
    /// SHA-256 of its bytes, pairs of digits with colons.
    pub fingerprint: String,
}

/// What the plain http address knows.
#[derive(Clone, Debug)]
pub struct Doorstep {
    /// The authority's certificate; nothing where the server's is known everywhere.
    pub trusted: Option<Trusted>,
    /// The site over TLS: a host, with its port where it has one.
    pub site: String,
    /// The port of TLS.
    pub port: u16,
}

type Known = Arc<Doorstep>;

/// The addresses of plain http.
pub fn doorstep(step: Doorstep, admission: Admission) -> Router {
    let known: Known = Arc::new(step);
    let router = Router::new().route("/static/{*path}", get(assets::file));
    let router = match &known.trusted {
        None => router,
        Some(_) => router
            .route("/", get(page))
            .route("/ca.crt", get(bytes))
            .route("/ca.pem", get(text))
            .route("/ca.mobileconfig", get(profile)),
    };
    router
        .fallback(onward)
        .method_not_allowed_fallback(failure::no_such_method)
        .layer(from_fn(faces))
        .layer(from_fn_with_state(Gate::new(None, admission), gate::pass))
        .layer(from_fn(headers::common))
        .with_state(known)
}

/// Gives failures a face.
async fn faces(request: Request, next: Next) -> Response {
    let visitor = Visitor::stranger(request.headers(), request.uri().path());
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Failed>() {
        Some(failed) => failure::render(&visitor, &failed.0),
        None => response,
    }
}

/// Everything else: read over TLS. What changes something is not led on, for it was sent in the
/// open.
async fn onward(
    State(step): State<Known>,
    method: Method,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Failure> {
    if method != Method::GET && method != Method::HEAD {
        return Err(Failure::Method);
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let location = format!("https://{}{path}", secure_host(&step, &headers));
    Ok((StatusCode::PERMANENT_REDIRECT, [(LOCATION, location)]).into_response())
}

/// The host by which the visitor came (the gate knows it), at the port of TLS.
fn secure_host(step: &Doorstep, headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let named = host.and_then(|host| host.parse::<Named>().ok());
    match named {
        Some(named) if step.port == 443 => named.host().to_owned(),
        Some(named) => format!("{}:{}", named.host(), step.port),
        None => step.site.clone(),
    }
}

/// Which language.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    lang: String,
}

/// How one sort of device is told: its name, and what to do one after the other.
struct Steps {
    device: &'static str,
    steps: &'static [&'static str],
}

const STEPS: [Steps; 5] = [
    Steps {
        device: "doorstep-android",
        steps: &["doorstep-android-1", "doorstep-android-2", "doorstep-android-3"],
    },
    Steps {
        device: "doorstep-harmony",
        steps: &["doorstep-harmony-1", "doorstep-harmony-2", "doorstep-harmony-3"],
    },
    Steps {
        device: "doorstep-ipad",
        steps: &["doorstep-ipad-1", "doorstep-ipad-2", "doorstep-ipad-3"],
    },
    Steps {
        device: "doorstep-windows",
        steps: &["doorstep-windows-1", "doorstep-windows-2", "doorstep-windows-3"],
    },
    Steps {
        device: "doorstep-uos",
        steps: &["doorstep-uos-1", "doorstep-uos-2", "doorstep-uos-3"],
    },
];

#[derive(Template)]
#[template(path = "doorstep.html")]
struct DoorstepPage {
    w: Words,
    title: String,
    fingerprint: Vec<String>,
    here: String,
    here_qr: String,
    there: String,
    devices: &'static [Steps],
}

/// `GET /`.
async fn page(
    State(step): State<Known>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let w = Words { language: Language::of(&asked.lang).unwrap_or_default() };
    let trusted = step.trusted.as_ref().ok_or(Failure::NoSuchPage)?;
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let here = format!("http://{host}/");
    let drawn = qr::svg(&here).map_err(|_| Failure::Internal("an address is too long"))?;
    let pairs: Vec<_> = trusted.fingerprint.split(':').collect();
    render(&DoorstepPage {
        w,
        title: w.say("doorstep-title"),
        fingerprint: pairs.chunks(4).map(|part| part.join(":")).collect(),
        here,
        here_qr: drawn.to_string(),
        there: format!("https://{}/", secure_host(&step, &headers)),
        devices: &STEPS,
    })
}

fn file(kind: &'static str, name: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// `GET /ca.crt`: as other tablets and Windows take it.
async fn bytes(State(step): State<Known>) -> Result<Response, Failure> {
    let trusted = step.trusted.as_ref().ok_or(Failure::NoSuchPage)?;
    Ok(file("application/x-x509-ca-cert", "piaojue-ca.crt", trusted.der.clone()))
}

/// `GET /ca.pem`: as Linux takes it.
async fn text(State(step): State<Known>) -> Result<Response, Failure> {
    let trusted = step.trusted.as_ref().ok_or(Failure::NoSuchPage)?;
    Ok(file("application/x-pem-file", "piaojue-ca.pem", trusted.pem.clone().into_bytes()))
}

/// `GET /ca.mobileconfig`: as an iPad takes it.
async fn profile(State(step): State<Known>) -> Result<Response, Failure> {
    let trusted = step.trusted.as_ref().ok_or(Failure::NoSuchPage)?;
    let text = crate::documents::mobileconfig::text(&trusted.der, &trusted.pem);
    Ok(file("application/x-apple-aspen-config", "piaojue-ca.mobileconfig", text.into_bytes()))
}
