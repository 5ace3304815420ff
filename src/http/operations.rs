//! For those who run the program: whether it can work, and what it measures, as Prometheus reads
//! it. The measures have an address of their own, which is not the public's.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use ballotbox::codec::Digest;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};
use serde_json::json;

use super::App;
use crate::domain::site::is_here;
use crate::service::Service;
use crate::service::measures::STEP;

/// How text of this format is called.
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// Below so much room on the disk requests should go elsewhere.
const ROOM_MIN: u64 = 50 * 1024 * 1024;

/// What the operators' address needs.
#[derive(Clone)]
pub struct Operations {
    /// The service.
    pub service: Service,
    /// The folder with the data.
    pub data: PathBuf,
    /// What a request must bring as bearer, where the address is not this computer's own.
    pub token: Option<Arc<str>>,
}

/// The operators' own addresses.
pub fn operations(operations: Operations) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/health", get(health))
        .layer(from_fn_with_state(operations.clone(), guard))
        .with_state(operations)
}

/// `GET /health` of the public address, for a balancer: nothing but whether requests should come.
pub(super) async fn healthy(State(app): State<App>) -> Response {
    let good = app.service.health().await.is_good();
    (status(good), Json(json!({ "good": good }))).into_response()
}

const fn status(good: bool) -> StatusCode {
    if good { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

/// Lets in whom nothing is held against.
async fn guard(State(it): State<Operations>, request: Request, next: Next) -> Response {
    match held_against(request.headers(), it.token.as_deref()) {
        Some(status) => status.into_response(),
        None => next.run(request).await,
    }
}

/// Whoever asks has to know the token. Where there is none we listen on this computer alone, and
/// who asks has to name this computer: a page of another site that leads its own name here names
/// that.
fn held_against(headers: &HeaderMap, token: Option<&str>) -> Option<StatusCode> {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(token) = token else {
        return (!header(HOST).is_some_and(is_here)).then_some(StatusCode::MISDIRECTED_REQUEST);
    };
    let brought = header(AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
    // Digests are compared, so that the time tells nothing of the token.
    let digest = |text: &str| Digest::of(&[text.as_bytes()]);
    let is_it = digest(token) == digest(brought.unwrap_or_default());
    (!is_it).then_some(StatusCode::UNAUTHORIZED)
}

/// `GET /health`: each part by itself.
async fn health(State(it): State<Operations>) -> Response {
    let health = it.service.health().await;
    let room = room(&it);
    let disk = room.is_none_or(|room| room >= ROOM_MIN);
    let good = health.is_good() && disk;
    let answer = json!({
        "good": good,
        "database": health.database,
        "clock": health.clock(),
        "clock_ahead_ms": health.clock_ms,
        "disk": disk,
        "disk_free_bytes": room,
        "version": env!("CARGO_PKG_VERSION"),
    });
    (status(good), Json(answer)).into_response()
}

/// Bytes that are free where the data are.
fn room(it: &Operations) -> Option<u64> {
    crate::disk::free_bytes(&it.data).ok()
}

/// `GET /metrics`.
async fn metrics(State(it): State<Operations>) -> Response {
    let standbys = it.service.standbys().await.map(|standbys| {
        ("standbys_awaited", "Standbys that must have a commit before it counts", whole(standbys))
    });
    let mut registry = Registry::with_prefix("piaojue");
    let measured = it.service.measured();
    let steps = format!("in steps of {STEP}");
    let mut count = |name: &str, help: String, value: u64| {
        let counter: Counter = Counter::default();
        counter.inc_by(value);
        registry.register(name, help, counter);
    };
    count("casts_taken", format!("Ballots that were acknowledged, {steps}"), measured.taken);
    count("casts_refused", format!("Ballots that were refused, {steps}"), measured.refused);
    count("casts_failed", "Ballots that the database did not answer".into(), measured.failed);
    count("batches_rewritten", "Batches that were written again".into(), measured.rewritten);
    let mut seconds = |name: &str, help: &str, value: Duration| {
        let gauge = Gauge::<f64, AtomicU64>::default();
        gauge.set(value.as_secs_f64());
        registry.register_with_unit(name, help, Unit::Seconds, gauge);
    };
    seconds("uptime", "Since the start", measured.uptime);
    seconds("cast_median", "Time of a cast, median of a full step", measured.median);
    seconds("cast_p99", "Time of a cast, 99th percentile of a full step", measured.p99);
    let (connections, idle) = measured.connections;
    let process = process();
    for (name, help, value) in [
        ("connections", "Connections to the database", i64::from(connections)),
        ("connections_idle", "Of these, idle ones", whole(idle)),
        ("screens", "Screens that follow sessions here", whole(measured.screens)),
        ("disk_free_bytes", "Room where the data are", whole(room(&it).unwrap_or_default())),
        ("memory_bytes", "Memory of the process", whole(process.memory)),
        ("descriptors", "Open files and connections", whole(process.descriptors)),
    ]
    .into_iter()
    .chain(standbys)
    {
        let gauge: Gauge = Gauge::default();
        gauge.set(value);
        registry.register(name, help, gauge);
    }
    let mut text = String::new();
    match encode(&mut text, &registry) {
        Ok(()) => ([(CONTENT_TYPE, TEXT)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the measures cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn whole(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// What the system counts of this process.
struct Process {
    memory: u64,
    descriptors: usize,
}

fn process() -> Process {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    let open = std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
    Process { memory: kib.unwrap_or_default().saturating_mul(1024), descriptors: open }
}
