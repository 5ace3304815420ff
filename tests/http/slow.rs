//! Clients that say nothing, or little by little, or do not read (abuse 36 to 39); and how the
//! program stops while they are there. One attack beside the other on one program, and the same
//! on the web framework's own `serve`, which they hold for as long as they like.

use std::io::{BufReader, ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use piaojue::http::{App, router};
use serde_json::json;

use crate::client::{Request, read};
use crate::hall::{Hall, Size, leaf_of};
use crate::limits::connect_from;
use crate::support::server::Server;

/// Until a head is here, and what a busy machine may add to it.
const HEAD_TIME: Duration = Duration::from_secs(10);
const SLACK: Duration = Duration::from_secs(6);
/// Clients that send their head a byte at a time, and that send nothing.
const SLOW: usize = 600;
const SILENT: usize = 2_000;
/// Connections that one address may have, and that the operators' address has.
const OF_ONE: usize = 512;
const OF_OPERATORS: usize = 64;

/// Asks the system for as many open files as it gives, here and so for the program as well.
pub(crate) fn raise_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
    let found = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    assert!(found > 4_000, "this test opens 3,000 connections; the system lets it have {found}");
}

/// How long until the other side has ended a connection; nothing if it has not by then.
fn ended(stream: &mut TcpStream, since: Instant, patience: Duration) -> Option<Duration> {
    let left = patience.saturating_sub(since.elapsed()).max(Duration::from_millis(1));
    stream.set_read_timeout(Some(left)).unwrap();
    let mut bytes = [0; 1024];
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => return Some(since.elapsed()),
            Ok(_) => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return None;
            }
            Err(_) => return Some(since.elapsed()),
        }
    }
}

/// Opens so many connections from one address; those that were taken.
fn open(source: [u8; 4], address: &str, count: usize) -> Vec<TcpStream> {
    (0..count).filter_map(|_| connect_from(source, address).ok()).collect()
}

/// Sends one byte of a head to each, every second, for as long as they are taken.
fn drip(streams: &[TcpStream], since: Instant, until: Duration) {
    let head = b"GET /how HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ";
    for byte in head.iter().copied().chain(std::iter::repeat(b'a')) {
        if since.elapsed() > until {
            return;
        }
        for mut stream in streams {
            let _ = stream.write_all(&[byte]);
        }
        std::thread::sleep(Duration::from_secs(1));
    }
}

#[test]
fn who_is_slow_is_let_go_and_ballots_come_in_meanwhile() {
    raise_limit();
    let mut hall = Hall::open(&Size::small(12));
    let (service, session) = (hall.town.service.clone(), hall.town.session);
    let control = hall.runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let app = App { service };
        tokio::spawn(async move { axum::serve(listener, router(app)).await });
        address
    });
    hall.server.restart_with(&["--limit-addresses", "yes"]);
    let poll = hall.fetch_poll();
    let before = hall.server.rss_bytes();
    let address = hall.address().to_owned();
    let since = Instant::now();
    let mut slow: Vec<_> =
        (0..2).flat_map(|at| open([127, 0, 1, at], &address, SLOW / 2)).collect();
    let mut silent: Vec<_> = open([127, 0, 0, 9], &address, SILENT);
    let mut held = open([127, 0, 0, 1], &control, 20);
    let mut held_silent = open([127, 0, 0, 1], &control, 20);
    let unread = unread(&address);
    let body = std::thread::spawn({
        let address = address.clone();
        move || slow_body(&address)
    });
    let late = HEAD_TIME + SLACK;
    std::thread::scope(|scope| {
        scope.spawn(|| drip(&slow, since, late));
        scope.spawn(|| drip(&held, since, late));
        // Ballots come in while all this goes on.
        let mut worst = Duration::ZERO;
        for slip in 0..12 {
            let ballot = hall.town.sealed_for(&poll, slip, &json!([0])).unwrap();
            let start = Instant::now();
            let receipt = hall.casting(&ballot).send(&address);
            worst = worst.max(start.elapsed());
            assert_eq!(receipt.status, 200, "{}", receipt.text());
            assert_eq!(receipt.json()["leaf"], leaf_of(&ballot));
            std::thread::sleep(Duration::from_millis(500));
        }
        println!("slowest ballot among {SLOW} slow and {SILENT} silent clients: {worst:?}");
        assert!(worst < Duration::from_secs(5), "{worst:?}");
        let grown = hall.server.rss_bytes().saturating_sub(before);
        println!("the program grew by {} MB", grown >> 20);
        assert!(grown < 200 << 20, "{grown} bytes more");
    });
    let count = |streams: &mut [TcpStream]| {
        let ends = streams.iter_mut().map(|stream| ended(stream, since, late + SLACK));
        ends.collect::<Vec<_>>()
    };
    assert!(count(&mut slow).iter().all(Option::is_some), "slow heads are let go");
    let silent = count(&mut silent);
    assert!(silent.iter().all(Option::is_some), "the silent are let go");
    let at_once = silent.iter().flatten().filter(|time| **time < HEAD_TIME / 2).count();
    println!("{} silent connections, {at_once} of them without a place", silent.len());
    assert_eq!(body.join().unwrap(), 408, "a slow body");
    assert!(cut_off(unread), "who does not read is let go");
    // The framework's own loop holds all of them, and would for as long as they like.
    assert!(count(&mut held).iter().all(Option::is_none), "a dead test: slow heads");
    assert!(count(&mut held_silent).iter().all(Option::is_none), "a dead test: silence");
    drop((slow, held, session));
}

#[test]
fn one_address_has_its_places_and_leaves_room_for_others() {
    raise_limit();
    let server = crate::limits::limited();
    let mut streams = open([127, 0, 0, 9], server.address(), OF_ONE + 50);
    let since = Instant::now();
    let mut refused = 0;
    for stream in &mut streams[OF_ONE..] {
        refused += usize::from(ended(stream, since, Duration::from_secs(5)).is_some());
    }
    assert_eq!(refused, 50, "beyond {OF_ONE} connections");
    for stream in &mut streams[..OF_ONE] {
        stream.set_nonblocking(true).unwrap();
        let read = stream.read(&mut [0]).unwrap_err();
        assert_eq!(read.kind(), ErrorKind::WouldBlock, "one of the first {OF_ONE}");
    }
    assert_eq!(Request::get("/how").send(server.address()).status, 200, "another address");
}

#[test]
fn the_operators_address_lets_go_of_who_is_silent() {
    let server = Server::start(&["serve", "--operations", "127.0.0.1:0"], &[]);
    let own = crate::operations::address(&server);
    let since = Instant::now();
    let mut streams = open([127, 0, 0, 9], &own, OF_OPERATORS + 10);
    let (taken, beyond) = streams.split_at_mut(OF_OPERATORS);
    for stream in beyond {
        assert!(ended(stream, since, HEAD_TIME / 2).is_some(), "beyond {OF_OPERATORS} connections");
    }
    for stream in taken {
        assert!(ended(stream, since, HEAD_TIME + SLACK).is_some(), "silence");
    }
    assert_eq!(Request::get("/health").send(&own).status, 200);
}

/// A body that comes a byte a second; what is answered.
fn slow_body(address: &str) -> u16 {
    let mut stream = connect_from([127, 0, 0, 8], address).unwrap();
    let head = "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Piaojue: 1\r\n\
        Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut writing = stream.try_clone().unwrap();
    let drip = std::thread::spawn(move || {
        for _ in 0..30 {
            if writing.write_all(b" ").is_err() {
                return;
            }
            std::thread::sleep(Duration::from_secs(1));
        }
    });
    let answer = read(&mut BufReader::new(stream), false).unwrap();
    drip.join().unwrap();
    answer.status
}

/// A client that asks for much and reads nothing.
fn unread(address: &str) -> TcpStream {
    let mut stream = connect_from([127, 0, 0, 7], address).unwrap();
    let get = "GET /static/ballotbox.wasm HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    stream.write_all(get.repeat(60).as_bytes()).unwrap();
    stream
}

/// Whether it did not get all that it asked for.
fn cut_off(mut stream: TcpStream) -> bool {
    let size = std::fs::metadata(concat!(env!("CARGO_MANIFEST_DIR"), "/static/ballotbox.wasm"));
    let wanted = 60 * size.unwrap().len();
    let mut bytes = Vec::new();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let _ = stream.read_to_end(&mut bytes);
    println!("{} of {wanted} bytes were sent to who did not read", bytes.len());
    (bytes.len() as u64) < wanted
}

#[test]
fn it_stops_in_time_whoever_is_there() {
    let hall = Hall::open(&Size::small(2));
    hall.away();
    let mut server = hall.server;
    let head = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", server.address());
    let mut events = TcpStream::connect(server.address()).unwrap();
    let path = format!("/api/sessions/{}/events", hall.town.session);
    events.write_all(format!("{}\r\n", head(&path)).as_bytes()).unwrap();
    let mut reader = BufReader::new(events.try_clone().unwrap());
    assert_eq!(read(&mut reader, true).unwrap().status, 200);
    let mut silent = TcpStream::connect(server.address()).unwrap();
    let mut unfinished = TcpStream::connect(server.address()).unwrap();
    unfinished.write_all(head("/how").as_bytes()).unwrap();
    let start = Instant::now();
    assert_eq!(server.terminate(), 0);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5) + SLACK, "{took:?}");
    for stream in [&mut events, &mut silent, &mut unfinished] {
        assert!(ended(stream, start, Duration::from_secs(20)).is_some());
    }
}
