//! What is looked at before a request is: the host that it names, how long its address is, how
//! often its sender asks, how long the answer takes.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, HOST, HeaderValue, RETRY_AFTER};
use axum::http::uri::Authority;
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;
use uuid::Uuid;

use super::App;
use super::failure::{self, Failure};
use super::rates::Rates;
use super::visitor::{Visitor, cookie, tablet_cookie};
use crate::clock::Stopwatch;
use crate::limits::{
    CAST_TIME_MAX, CASTS_PER_MINUTE, EVENTS_MAX, EVENTS_PER_DEVICE_MAX, LONG_TIME_MAX,
    REQUEST_TIME_MAX, REQUESTS_AT_ONCE, REQUESTS_PER_SECOND, URL_BYTES_MAX,
};

/// What a gate lets through.
#[derive(Clone, Debug)]
pub struct Admission {
    /// The hosts that browsers may call us by, without ports; none where any will do.
    pub sites: Vec<String>,
    /// Whether an address stands for one device; it does not where a server in front of this one
    /// or an access point answers for a whole hall.
    pub by_address: bool,
    /// Whether the program is to stop: streams of events end then.
    pub stop: watch::Receiver<bool>,
}

impl Admission {
    /// Everything that has a fitting shape.
    pub fn open() -> Self {
        Self { sites: Vec::new(), by_address: false, stop: watch::channel(false).1 }
    }
}

/// One device as far as limits go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Device {
    /// A tablet that is enrolled, by its id.
    Tablet(Uuid),
    /// Whoever is at an address.
    Address(IpAddr),
}

/// The gate.
#[derive(Clone)]
pub(super) struct Gate(Arc<Inner>);

struct Inner {
    /// What knows tablets, where there can be any.
    app: Option<App>,
    admission: Admission,
    clock: Stopwatch,
    rates: Rates<Device>,
    casts: Rates<Device>,
    streams: Streams<Device>,
}

impl Gate {
    /// A gate for all requests of a router.
    pub(super) fn new(app: Option<App>, admission: Admission) -> Self {
        Self(Arc::new(Inner {
            app,
            admission,
            clock: Stopwatch::start(),
            rates: Rates::new(1_000 / u64::from(REQUESTS_PER_SECOND), REQUESTS_AT_ONCE),
            casts: Rates::new(60_000 / u64::from(CASTS_PER_MINUTE), CASTS_PER_MINUTE),
            streams: Streams::new(EVENTS_MAX, EVENTS_PER_DEVICE_MAX),
        }))
    }

    /// Who asks, where that is limited at all: a tablet by its cookie, wherever it is; else an
    /// address. What nobody knows of a cookie makes no device: anybody can invent one.
    async fn device(&self, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<Device> {
        if let Some(app) = &self.0.app
            && let Some(secret) = cookie(headers, tablet_cookie(app.is_secure(headers)))
            && let Ok(Some(tablet)) = app.service.tablet_of(secret).await
        {
            return Some(Device::Tablet(tablet.id));
        }
        peer.filter(|_| self.0.admission.by_address).map(Device::Address)
    }

    /// Counts a request that is limited.
    fn count(&self, kind: Kind, device: Option<Device>) -> Result<(), Failure> {
        let rates = match (kind, device) {
            (Kind::Page | Kind::Long, Some(_)) => &self.0.rates,
            (Kind::Cast, Some(Device::Tablet(_))) => &self.0.casts,
            (Kind::Cast | Kind::File | Kind::Events, _) | (_, None) => return Ok(()),
        };
        let Some(device) = device else { return Ok(()) };
        let taken = rates.take(device, self.0.clock.milliseconds());
        taken.map_err(|wait_ms| Failure::TooOften(wait_ms.div_ceil(1_000)))
    }

    fn check(&self, request: &Request) -> Result<(), Failure> {
        let target = request.uri();
        let length = target.path_and_query().map_or(0, |path| path.as_str().len());
        if target.authority().is_some() || !target.path().starts_with('/') {
            return Err(Failure::Target);
        }
        if length > URL_BYTES_MAX {
            return Err(Failure::LongAddress);
        }
        if !self.knows(request) {
            return Err(Failure::Misdirected);
        }
        Ok(())
    }

    /// Whether the request names one host, and one of ours.
    fn knows(&self, request: &Request) -> bool {
        let sites = &self.0.admission.sites;
        if sites.is_empty() {
            return true;
        }
        let mut named = request.headers().get_all(HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else { return false };
        let host = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
        let Some(host) = host.filter(|host| !host.as_str().contains('@')) else { return false };
        let name = host.host().trim_matches(['[', ']']);
        sites.iter().any(|site| is_named(site, name))
    }
}

/// Whether a host is a site, which may stand for the names below it, as in a certificate.
fn is_named(site: &str, name: &str) -> bool {
    match (site.strip_prefix("*."), site.parse::<IpAddr>()) {
        (Some(parent), _) => {
            name.split_once('.').is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(parent))
        }
        (None, Ok(address)) => name.parse() == Ok(address),
        (None, Err(_)) => site.eq_ignore_ascii_case(name),
    }
}

/// What an address is for, as far as limits go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Files of the program itself.
    File,
    /// A ballot.
    Cast,
    /// A stream of events.
    Events,
    /// A form with a file, papers, lists: what takes its time.
    Long,
    /// Everything else.
    Page,
}

impl Kind {
    fn of(request: &Request) -> Self {
        let path = request.uri().path();
        if path.starts_with("/static/") {
            Self::File
        } else if path.starts_with("/api/") && path.ends_with("/ballots") {
            Self::Cast
        } else if path.starts_with("/api/") && path.ends_with("/events") {
            Self::Events
        } else if path.ends_with("/import")
            || path.contains("/print/")
            || [".pdf", ".zip", ".xlsx"].iter().any(|ending| path.ends_with(ending))
        {
            Self::Long
        } else {
            Self::Page
        }
    }

    const fn time(self) -> Duration {
        match self {
            Self::Cast => CAST_TIME_MAX,
            Self::Long => LONG_TIME_MAX,
            Self::File | Self::Events | Self::Page => REQUEST_TIME_MAX,
        }
    }
}

/// Lets a request through, or answers it.
pub(super) async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let visitor = Visitor::stranger(request.headers(), request.uri().path());
    match admit(&gate, request, next).await {
        Ok(response) => response,
        Err(failure) => {
            let mut response = failure::render(&visitor, &failure);
            if let Failure::TooOften(seconds) = failure {
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
            }
            response
        }
    }
}

async fn admit(gate: &Gate, request: Request, next: Next) -> Result<Response, Failure> {
    gate.check(&request)?;
    let kind = Kind::of(&request);
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip());
    let device = match kind {
        Kind::File => None,
        Kind::Cast | Kind::Events | Kind::Long | Kind::Page => {
            gate.device(request.headers(), peer).await
        }
    };
    gate.count(kind, device)?;
    let stream = match kind {
        Kind::Events => {
            // A tablet of the hall has its own, whatever strangers hold.
            let reserved = matches!(device, Some(Device::Tablet(_)));
            Some(gate.0.streams.take(device, reserved)?)
        }
        Kind::File | Kind::Cast | Kind::Long | Kind::Page => None,
    };
    // What was begun goes on to its end, in a task of its own (`detach`).
    let answer = timeout(kind.time(), next.run(request)).await;
    let answer = answer.map_err(|_| Failure::Late)?;
    match stream {
        Some(stream) if is_stream(&answer) => Ok(ending(answer, gate, stream)),
        _ => Ok(answer),
    }
}

fn is_stream(answer: &Response) -> bool {
    answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream")
}

/// The same answer, whose events end when the program is to stop; its place is free then.
fn ending(answer: Response, gate: &Gate, place: Stream<Device>) -> Response {
    let stops = WatchStream::new(gate.0.admission.stop.clone());
    answer.map(|body| {
        let stops = stops.filter(|stopped| *stopped).map(|_| None);
        let parts = body.into_data_stream().map(Some).chain(tokio_stream::once(None));
        let events = parts.merge(stops);
        Body::from_stream(events.map_while(move |part: Option<Result<Bytes, _>>| {
            let _kept = &place;
            part
        }))
    })
}

/// The streams of events that are open: those of strangers in all, and those of each device.
struct Streams<K> {
    most: usize,
    most_of_one: usize,
    open: Arc<Mutex<Open<K>>>,
}

#[derive(Default)]
struct Open<K> {
    /// Those that are not reserved.
    all: usize,
    by_device: HashMap<K, usize>,
}

/// An open stream; counted until it is dropped.
struct Stream<K: Eq + Hash> {
    open: Arc<Mutex<Open<K>>>,
    device: Option<K>,
    reserved: bool,
}

impl<K: Eq + Hash + Copy> Streams<K> {
    fn new(most: usize, most_of_one: usize) -> Self {
        let open = Open { all: 0, by_device: HashMap::new() };
        Self { most, most_of_one, open: Arc::new(Mutex::new(open)) }
    }

    /// A stream for a device; a reserved one does not ask how many there are in all.
    fn take(&self, device: Option<K>, reserved: bool) -> Result<Stream<K>, Failure> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if !reserved && open.all >= self.most {
            return Err(Failure::Late);
        }
        if let Some(device) = device {
            let of_one = open.by_device.entry(device).or_default();
            if *of_one >= self.most_of_one {
                return Err(Failure::TooOften(5));
            }
            *of_one += 1;
        }
        open.all += usize::from(!reserved);
        Ok(Stream { open: Arc::clone(&self.open), device, reserved })
    }
}

impl<K: Eq + Hash> Drop for Stream<K> {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.all = open.all.saturating_sub(usize::from(!self.reserved));
        let Some(device) = &self.device else { return };
        let left = open.by_device.get_mut(device).map(|of_one| {
            *of_one = of_one.saturating_sub(1);
            *of_one
        });
        if left == Some(0) {
            open.by_device.remove(device);
        }
    }
}
