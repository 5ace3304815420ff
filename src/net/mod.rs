//! Connections: accepted, counted, timed and drained.
//!
//! The web framework's own `serve` has no timer for a client that connects and says nothing, or a
//! byte a minute, or that does not read, and none that ends a drain
//! (`docs/adr/0031-our-own-accept-loop-and-private-certificates.md`). HTTP/2 is not spoken: one
//! protocol has fewer ways to be abused, and a hall's pages gain nothing by the other.

pub mod authority;
mod heads;
mod places;
pub mod tls;
mod wire;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::os::fd::AsFd as _;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tower_service::Service as _;

use crate::limits::{
    DRAIN_TIME_MAX, HANDSHAKE_TIME_MAX, HEAD_BYTES_MAX, HEAD_FIELDS_MAX, IDLE_TIME_MAX,
    OTHER_FILES, SEND_BUFFER_BYTES, WRITE_TIME_MAX,
};
use places::{Place, Places};
use tls::TlsAcceptor;
use wire::Wire;

/// Connections that the system keeps until they are accepted.
const BACKLOG: u32 = 1_024;
/// How long nothing is accepted after the system had no room for a connection.
const PAUSE: Duration = Duration::from_millis(50);

/// Whether the program is to stop.
pub type Stop = watch::Receiver<bool>;

/// What an address serves.
#[derive(Clone)]
pub struct Door {
    /// The pages.
    pub router: Router,
    /// TLS, where it is spoken.
    pub tls: Option<TlsAcceptor>,
    /// How many connections there may be.
    pub caps: Caps,
}

/// How many connections there may be.
#[derive(Clone, Debug)]
pub struct Caps(Arc<Places>);

impl Caps {
    /// So many in all, and so many of one address where addresses count. There are never more than
    /// the system lets the program have open.
    pub fn new(most: usize, most_of_one: Option<usize>) -> Self {
        let files = files_max().saturating_sub(OTHER_FILES);
        let most = most.min(usize::try_from(files).unwrap_or(usize::MAX));
        Self(Places::new(most, most_of_one.unwrap_or(most)))
    }
}

/// How many files the program may have open, after asking for as many as it may ask for.
fn files_max() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let wanted = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let raised = limit.current != limit.maximum && setrlimit(Resource::Nofile, wanted).is_ok();
    let found = if raised { limit.maximum } else { limit.current };
    found.unwrap_or(u64::MAX)
}

/// Listens on an address.
///
/// # Errors
/// When the system refuses.
pub fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(SEND_BUFFER_BYTES)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until the program is to stop and the connections have ended, or had their time to.
pub async fn serve(listener: TcpListener, door: Door, mut stop: Stop) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let peer = SocketAddr::new(peer.ip().to_canonical(), peer.port());
                    if let Some(place) = door.caps.0.take(peer.ip()) {
                        let (door, stop) = (door.clone(), stop.clone());
                        connections.spawn(connection(door, stream, peer, place, stop));
                    } else {
                        tracing::debug!("no place for a connection");
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    sleep(PAUSE).await;
                }
            },
            Some(_) = connections.join_next() => {}
            () = wished(&mut stop) => break,
        }
    }
    drop(listener);
    let drained = async { while connections.join_next().await.is_some() {} };
    if timeout(DRAIN_TIME_MAX, drained).await.is_err() {
        tracing::info!(left = connections.len(), "connections were cut off");
    }
    connections.shutdown().await;
}

/// Waits until the program is to stop. When whoever could say it is gone, that is a wish as well.
async fn wished(stop: &mut Stop) {
    let _said = stop.wait_for(|stopped| *stopped).await.is_ok();
}

async fn connection(door: Door, stream: TcpStream, peer: SocketAddr, place: Place, stop: Stop) {
    if let Err(error) = prepare(&stream) {
        tracing::debug!(%error, "a connection was gone at once");
        return;
    }
    match door.tls {
        None => speak(Wire::new(stream), door.router, peer, stop).await,
        Some(tls) => match timeout(HANDSHAKE_TIME_MAX, tls.accept(stream)).await {
            Ok(Ok(stream)) => speak(Wire::new(stream), door.router, peer, stop).await,
            Ok(Err(error)) => tracing::debug!(%error, "a handshake failed"),
            Err(_) => tracing::debug!("a handshake took too long"),
        },
    }
    drop(place);
}

/// Small answers go out at once; and who does not take what was sent is gone after a while, also
/// where all that was sent fits into the system's buffer.
fn prepare(stream: &TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let time = u32::try_from(WRITE_TIME_MAX.as_millis()).unwrap_or(u32::MAX);
    rustix::net::sockopt::set_tcp_user_timeout(stream.as_fd(), time)?;
    Ok(())
}

/// Speaks HTTP/1.1 until either side has had enough.
async fn speak(
    wire: Wire<impl AsyncRead + AsyncWrite + Unpin + Send + 'static>,
    router: Router,
    peer: SocketAddr,
    mut stop: Stop,
) {
    let service = service_fn(move |mut request: Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = router.clone().call(request);
        async move { answer.await.map_err(|never: Infallible| never) }
    });
    let mut connection = std::pin::pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(IDLE_TIME_MAX)
            .max_headers(HEAD_FIELDS_MAX)
            .max_header_size(HEAD_BYTES_MAX)
            .max_buf_size(4 * HEAD_BYTES_MAX)
            .serve_connection(TokioIo::new(wire), service)
    );
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = wished(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended");
    }
}
