//! Tablets: each hands its sealed ballot in over a connection that it keeps, and asks again with
//! the same bytes, at another node where there is one, until it is answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use ballotbox::codec::Digest;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::county::{Ballot, County};
use super::nodes::{Nodes, Used, used};
use super::{Mode, Plan};
use crate::clock::Stopwatch;
use crate::progress;

/// How long before its time a tablet connects, as one does that has loaded its page.
const AHEAD: Duration = Duration::from_secs(2);
/// How long one answer may take.
const ANSWER_MAX: Duration = Duration::from_secs(35);
/// The pause before a tablet asks again.
const PAUSE: Duration = Duration::from_millis(100);
/// How often a tablet asks before its ballot counts as not acknowledged.
const TRIES: u32 = 100;
/// How often the system is asked what the nodes use.
const SAMPLE: Duration = Duration::from_millis(500);
/// Screens that follow each session.
const SCREENS: usize = 2;

/// An answer to one ballot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Acknowledged {
    /// The session, by its place.
    pub(super) hall: usize,
    pub(super) leaf: Digest,
    pub(super) index: usize,
    /// From when it was due.
    pub(super) time: Duration,
}

/// What the tablets have seen.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) acknowledged: Vec<Acknowledged>,
    /// Ballots that were never acknowledged.
    pub(super) unanswered: usize,
    /// Connections that broke, and answers other than 200.
    pub(super) retries: u64,
    /// States that screens were sent.
    pub(super) states: u64,
    pub(super) whole: Duration,
    /// What this process has used meanwhile.
    pub(super) own: Used,
}

/// What all tablets share.
struct Hub {
    addresses: Vec<String>,
    watch: Stopwatch,
    retries: AtomicU64,
    states: AtomicU64,
    done: AtomicUsize,
}

/// One ballot and where it goes.
#[derive(Clone)]
struct Task {
    hall: usize,
    path: Arc<str>,
    ballot: Arc<Ballot>,
    /// The node that the tablet speaks to.
    node: usize,
}

/// Casts everything.
pub(super) async fn play(plan: Plan, county: &County, nodes: &Nodes) -> anyhow::Result<Cast> {
    let hub = Arc::new(Hub {
        addresses: nodes.addresses(),
        watch: Stopwatch::start(),
        retries: AtomicU64::new(0),
        states: AtomicU64::new(0),
        done: AtomicUsize::new(0),
    });
    let mut screens = screens(county, &hub);
    let tasks = tasks(county, hub.addresses.len());
    let (all, before) = (tasks.len(), used("self").unwrap_or_default());
    let bar = progress::Step::begin("ballots are cast", all);
    let begun = hub.watch.elapsed();
    let playing = async {
        match plan.mode {
            Mode::Hall | Mode::County => paced(plan.window, tasks, &hub).await,
            Mode::Sustained => unpaced(plan.tablets, tasks, &hub).await,
        }
    };
    let watching = async {
        let (mut shown, mut killed) = (0, false);
        loop {
            sleep(SAMPLE).await;
            nodes.sample();
            let done = hub.done.load(Ordering::Relaxed);
            bar.advance(done - shown);
            shown = done;
            if plan.kill_one && !killed && done * 2 >= all {
                nodes.kill_last();
                killed = true;
            }
        }
    };
    let answers = tokio::select! {
        answers = playing => answers,
        never = watching => never,
    };
    bar.end();
    screens.shutdown().await;
    let whole = hub.watch.elapsed().saturating_sub(begun);
    let after = used("self").unwrap_or_default();
    let own = Used { cpu_ms: after.cpu_ms.saturating_sub(before.cpu_ms), ..after };
    let acknowledged: Vec<_> = answers.into_iter().flatten().collect();
    Ok(Cast {
        unanswered: all - acknowledged.len(),
        acknowledged,
        retries: hub.retries.load(Ordering::Relaxed),
        states: hub.states.load(Ordering::Relaxed),
        whole,
        own,
    })
}

/// All ballots, session by session in turn, as a county votes.
fn tasks(county: &County, nodes: usize) -> Vec<Task> {
    let mut tasks = Vec::new();
    let most = county.halls.iter().map(|hall| hall.ballots.len()).max().unwrap_or_default();
    for place in 0..most {
        for (number, hall) in county.halls.iter().enumerate() {
            let Some(ballot) = hall.ballots.get(place) else { continue };
            let path = format!("/api/sessions/{}/polls/{}/ballots", hall.town.session, hall.poll);
            let (path, ballot) = (path.into(), Arc::clone(ballot));
            tasks.push(Task { hall: number, path, ballot, node: (number + place) % nodes });
        }
    }
    tasks
}

/// Each ballot at its time, whatever became of those before it.
async fn paced(window: Duration, tasks: Vec<Task>, hub: &Arc<Hub>) -> Vec<Option<Acknowledged>> {
    let begin = hub.watch.elapsed() + AHEAD;
    let count = u32::try_from(tasks.len()).unwrap_or(u32::MAX).max(1);
    let mut tablets = JoinSet::new();
    for (number, task) in (0_u32..).zip(tasks) {
        let (hub, due) = (Arc::clone(hub), begin + window / count * number);
        tablets.spawn(async move {
            sleep(due.saturating_sub(AHEAD).saturating_sub(hub.watch.elapsed())).await;
            let mut tablet = Tablet { hub: Arc::clone(&hub), connection: None, node: task.node };
            // One that cannot connect yet tries again when it is due.
            let _early = tablet.connect().await;
            sleep(due.saturating_sub(hub.watch.elapsed())).await;
            tablet.vote(&task, due).await
        });
    }
    tablets.join_all().await
}

/// So many tablets, each without a pause.
async fn unpaced(count: usize, tasks: Vec<Task>, hub: &Arc<Hub>) -> Vec<Option<Acknowledged>> {
    let (tasks, next) = (Arc::new(tasks), Arc::new(AtomicUsize::new(0)));
    let mut tablets = JoinSet::new();
    for number in 0..count {
        let (hub, tasks, next) = (Arc::clone(hub), Arc::clone(&tasks), Arc::clone(&next));
        tablets.spawn(async move {
            let node = number % hub.addresses.len();
            let mut tablet = Tablet { hub: Arc::clone(&hub), connection: None, node };
            let mut answers = Vec::new();
            while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
                answers.push(tablet.vote(task, hub.watch.elapsed()).await);
            }
            answers
        });
    }
    tablets.join_all().await.into_iter().flatten().collect()
}

/// A tablet with its connection.
struct Tablet {
    hub: Arc<Hub>,
    connection: Option<SendRequest<Full<Bytes>>>,
    node: usize,
}

impl Tablet {
    fn address(&self) -> &str {
        self.hub.addresses.get(self.node % self.hub.addresses.len()).map_or("", String::as_str)
    }

    async fn connect(&mut self) -> anyhow::Result<&mut SendRequest<Full<Bytes>>> {
        if self.connection.as_ref().is_none_or(SendRequest::is_closed) {
            self.connection = Some(connect(self.address()).await?);
        }
        self.connection.as_mut().context("a connection that was just made is gone")
    }

    /// Hands a ballot in until it is answered; nothing where that never happens.
    async fn vote(&mut self, task: &Task, due: Duration) -> Option<Acknowledged> {
        for _ in 0..TRIES {
            match timeout(ANSWER_MAX, self.hand_in(task)).await {
                Ok(Ok(index)) => {
                    let time = self.hub.watch.elapsed().saturating_sub(due);
                    self.hub.done.fetch_add(1, Ordering::Relaxed);
                    let (hall, leaf) = (task.hall, task.ballot.leaf);
                    return Some(Acknowledged { hall, leaf, index, time });
                }
                Ok(Err(error)) => tracing::debug!(%error, "a tablet asks again"),
                Err(_) => tracing::debug!("a tablet waits no longer"),
            }
            self.hub.retries.fetch_add(1, Ordering::Relaxed);
            self.connection = None;
            self.node += 1;
            sleep(PAUSE).await;
        }
        None
    }

    /// One request; the ballot's place in the log.
    async fn hand_in(&mut self, task: &Task) -> anyhow::Result<usize> {
        let request = Request::post(&*task.path)
            .header("host", self.address())
            .header("content-type", "application/json")
            .header("x-piaojue", "1")
            .body(Full::new(Bytes::from(task.ballot.bytes.clone())))?;
        let connection = self.connect().await?;
        connection.ready().await?;
        let answer = connection.send_request(request).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        ensure!(status == StatusCode::OK, "{status}: {}", String::from_utf8_lossy(&body));
        let receipt: Value = serde_json::from_slice(&body)?;
        let leaf = receipt.get("leaf").and_then(Value::as_str);
        let is_ours = leaf == Some(task.ballot.leaf.to_string().as_str());
        ensure!(is_ours, "a receipt for another ballot");
        let index = receipt.get("index").and_then(Value::as_u64);
        let index = index.context("a receipt without a place")?;
        Ok(usize::try_from(index)?)
    }
}

/// A connection that is kept.
async fn connect(address: &str) -> anyhow::Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    // It ends with its sender, or breaks, which the sender tells.
    tokio::spawn(async move { connection.await.ok() });
    Ok(sender)
}

/// Screens that follow every session, at the nodes in turn.
fn screens(county: &County, hub: &Arc<Hub>) -> JoinSet<()> {
    let mut screens = JoinSet::new();
    for (number, hall) in county.halls.iter().enumerate() {
        for screen in 0..SCREENS {
            let path = format!("/api/sessions/{}/events", hall.town.session);
            let (hub, mut node) = (Arc::clone(hub), number + screen);
            screens.spawn(async move {
                loop {
                    let address = hub.addresses.get(node % hub.addresses.len());
                    if let Err(error) =
                        follow(address.map_or("", String::as_str), &path, &hub).await
                    {
                        tracing::debug!(%error, "a screen connects again");
                    }
                    node += 1;
                    sleep(PAUSE).await;
                }
            });
        }
    }
    screens
}

async fn follow(address: &str, path: &str, hub: &Hub) -> anyhow::Result<()> {
    let mut connection = connect(address).await?;
    let request = Request::get(path).header("host", address).body(Full::default())?;
    let mut body = connection.send_request(request).await?.into_body();
    while let Some(frame) = body.frame().await {
        if frame?.data_ref().is_some_and(|data| data.starts_with(b"event:")) {
            hub.states.fetch_add(1, Ordering::Relaxed);
        }
    }
    Ok(())
}
