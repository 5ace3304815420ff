//! The limits of the network against the running program (`src/limits.rs`; abuse 37 to 46, 64):
//! written here again, so that a change of the program's own table is seen.

use std::io::{BufReader, Read as _, Write as _};
use std::net::{SocketAddr, SocketAddrV4, TcpStream};
use std::time::Duration;

use rustix::net::{AddressFamily, SocketFlags, SocketType};

use crate::client::{Answer, Request, raw, read};
use crate::hall::{Hall, SITE, Size};
use crate::support::server::Server;

/// A server for which each address is one device.
pub(crate) fn limited() -> Server {
    let environment = [("RUST_LOG", "warn"), ("PIAOJUE_LIMIT_ADDRESSES", "yes")];
    Server::start(&["serve", "--site", SITE], &environment)
}

/// Connects from an address of this machine, so that many devices can be played.
pub(crate) fn connect_from(source: [u8; 4], address: &str) -> std::io::Result<TcpStream> {
    // Not for programs that other tests start.
    let (family, kind) = (AddressFamily::INET, SocketType::STREAM);
    let socket = rustix::net::socket_with(family, kind, SocketFlags::CLOEXEC, None)?;
    rustix::net::bind(&socket, &SocketAddrV4::new(source.into(), 0))?;
    let address: SocketAddr = address.parse().unwrap();
    rustix::net::connect(&socket, &address)?;
    let stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    Ok(stream)
}

/// The answers to so many GETs of a path, sent at once from an address; they say that they come from
/// another by every name there is.
fn burst(source: [u8; 4], server: &Server, path: &str, count: usize) -> Vec<Answer> {
    let mut stream = connect_from(source, server.address()).unwrap();
    let host = server.address();
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: 10.0.0.9\r\nX-Real-IP: 10.0.0.9\r\n\
         Forwarded: for=10.0.0.9\r\n\r\n"
    );
    let mut writing = stream.try_clone().unwrap();
    let sent = std::thread::spawn(move || writing.write_all(head.repeat(count).as_bytes()));
    let mut reader = BufReader::new(&mut stream);
    let answers = (0..count).map(|_| read(&mut reader, false).unwrap()).collect();
    sent.join().unwrap().unwrap();
    answers
}

fn statuses(source: [u8; 4], server: &Server, path: &str, count: usize) -> Vec<u16> {
    burst(source, server, path, count).iter().map(|answer| answer.status).collect()
}

#[test]
fn one_device_has_its_rate_and_no_other_pays_for_it() {
    let server = limited();
    let (crowd, quiet) = ([127, 0, 0, 2], [127, 0, 0, 3]);
    let answers = burst(crowd, &server, "/how", 120);
    let passed = answers.iter().filter(|answer| answer.status == 200).count();
    let refused: Vec<_> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!(passed >= 40, "as many at once: {passed}");
    assert_eq!(passed + refused.len(), 120);
    assert!(!refused.is_empty(), "the limit was never met");
    assert!(refused.iter().all(|it| it.header("retry-after") == Some("1")), "when to come again");
    assert_eq!(statuses(quiet, &server, "/how", 1), [200], "another device asks as before");
    // What a page loads, and ballots, are not counted.
    assert_eq!(statuses(quiet, &server, "/static/css/base.css", 60), [200; 60]);
    let ballots = "/api/sessions/x/polls/y/ballots";
    assert!(!statuses(quiet, &server, ballots, 60).contains(&429));
}

#[test]
fn where_addresses_do_not_count_nothing_is_limited_by_them() {
    let server = Server::start(&["serve", "--site", SITE], &[("RUST_LOG", "warn")]);
    assert_eq!(statuses([127, 0, 0, 1], &server, "/how", 120), [200; 120]);
}

#[test]
fn a_device_follows_three_streams() {
    let hall = Hall::open(&Size::small(2));
    hall.away();
    let mut server = hall.server;
    server.restart_with(&["--limit-addresses", "yes"]);
    let events = format!("/api/sessions/{}/events", hall.town.session);
    let follow = |source| {
        let mut stream = connect_from(source, server.address()).unwrap();
        let head = format!("GET {events} HTTP/1.1\r\nHost: {}\r\n\r\n", server.address());
        stream.write_all(head.as_bytes()).unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        (read(&mut reader, true).unwrap().status, stream)
    };
    let mut open: Vec<_> = (0..3).map(|_| follow([127, 0, 0, 2])).collect();
    assert!(open.iter().all(|stream| stream.0 == 200));
    assert_eq!(follow([127, 0, 0, 2]).0, 429, "a fourth");
    assert_eq!(follow([127, 0, 0, 3]).0, 200, "another device");
    open.pop();
    // The server sees at its next word that the stream has ended.
    let end = std::time::Instant::now() + Duration::from_secs(40);
    while follow([127, 0, 0, 2]).0 != 200 {
        assert!(std::time::Instant::now() < end, "the place was never free again");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn only_our_own_hosts_are_answered() {
    let server = limited();
    let port = server.address().rsplit_once(':').unwrap().1.to_owned();
    let ask = |head: &str| {
        let head = format!("{head}Connection: close\r\n\r\n");
        raw(server.address(), head.as_bytes()).map_or(0, |answer| answer.status)
    };
    let get = "GET /login HTTP/1.1\r\n";
    for host in [server.address(), &format!("localhost:{port}"), SITE, "VOTE.example", "127.0.0.1"]
    {
        assert_eq!(ask(&format!("{get}Host: {host}\r\n")), 303, "{host}");
    }
    for host in ["evil.example", "x.vote.example", "vote.example.evil", "127.0.0.2", "[::1]", ""] {
        assert_eq!(ask(&format!("{get}Host: {host}\r\n")), 421, "{host:?}");
    }
    assert_eq!(ask(&format!("{get}Host: {SITE}\r\nHost: {SITE}\r\n")), 421, "two hosts");
    assert_eq!(ask(&format!("{get}Host: evil@{SITE}\r\n")), 421);
    assert_eq!(ask("GET /login HTTP/1.0\r\n"), 421, "no host");
    let absolute = format!("GET http://{SITE}/login HTTP/1.1\r\nHost: {SITE}\r\n");
    assert_eq!(ask(&absolute), 400, "an absolute address");
    let other = format!("GET http://evil.example/ HTTP/1.1\r\nHost: {SITE}\r\n");
    assert_eq!(ask(&other), 400);
    assert_eq!(ask(&format!("CONNECT {SITE}:443 HTTP/1.1\r\nHost: {SITE}\r\n")), 400);
    assert_eq!(ask(&format!("OPTIONS * HTTP/1.1\r\nHost: {SITE}\r\n")), 400);
}

#[test]
fn heads_have_their_limits() {
    let server = limited();
    let status = |request: Request| request.try_send(server.address()).map_or(0, |it| it.status);
    let path = |length: usize| format!("/how?{}", "a".repeat(length - 5));
    assert_eq!(status(Request::get(&path(2_048))), 200);
    assert_eq!(status(Request::get(&path(2_049))), 414);
    let large = |length| Request::get("/how").with("cookie", &"a".repeat(length));
    assert_eq!(status(large(15_000)), 200);
    assert_eq!(status(large(17_000)), 431);
    let many = |count| (0..count).fold(Request::get("/how"), |request, _| request.with("a", "b"));
    assert_eq!(status(many(90)), 200);
    assert_eq!(status(many(101)), 431);
    // HTTP/2 is not spoken.
    let preface = raw(server.address(), b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    assert!(preface.map_or(true, |answer| (400..600).contains(&answer.status)));
}

#[test]
fn a_head_that_can_be_read_in_two_ways_is_refused() {
    let server = limited();
    let smuggled = "GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    let post = "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    let chunked = "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    for (what, head) in [
        ("a length and chunks", format!("{post}Content-Length: 5\r\n{chunked}")),
        (
            "chunks and a length",
            format!("{post}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
        ),
        ("chunks", format!("{post}{chunked}")),
        ("chunks in another coding", format!("{post}Transfer-Encoding: xchunked\r\n\r\n")),
        ("two lengths", format!("{post}Content-Length: 0\r\nContent-Length: 5\r\n\r\n")),
        ("the same length twice", format!("{post}Content-Length: 0\r\nContent-Length: 0\r\n\r\n")),
        ("a list of lengths", format!("{post}Content-Length: 0, 0\r\n\r\n")),
        ("a folded line", format!("{post}X: a\r\n Content-Length: 5\r\n\r\n")),
        ("a bare LF", format!("{post}X: a\nContent-Length: 0\r\n\r\n")),
        ("a bare CR", format!("{post}X: a\rContent-Length: 5\r\n\r\n")),
        ("a space before the colon", format!("{post}Content-Length : 5\r\n\r\n")),
        ("only bare LF", "GET /how HTTP/1.1\nHost: 127.0.0.1\n\n".to_owned()),
    ] {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(9))).unwrap();
        let _ = stream.write_all(format!("{head}{smuggled}").as_bytes());
        let mut said = String::new();
        // The connection is at its end, and not silent until its timer.
        stream.read_to_string(&mut said).unwrap_or_else(|error| match error.kind() {
            std::io::ErrorKind::ConnectionReset => 0,
            _ => panic!("{what}: the connection stays open: {error}"),
        });
        assert!(said.starts_with("HTTP/1.1 400 "), "{what}: {said}");
        assert_eq!(said.matches("HTTP/1.1").count(), 1, "{what}: {said}");
    }
    // The rule lets two plain requests on one connection pass.
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let plain = "GET /how HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    let both = format!("{plain}\r\n{plain}Connection: close\r\n\r\n");
    stream.write_all(both.as_bytes()).unwrap();
    let mut said = Vec::new();
    stream.read_to_end(&mut said).unwrap();
    assert_eq!(String::from_utf8_lossy(&said).matches("HTTP/1.1 200").count(), 2);
}

#[test]
fn bombs_in_a_head_do_not_go_off() {
    let server = limited();
    let send = |request: Request| request.try_send(server.address());
    let status = |request| send(request).map_or(0, |it| it.status);
    let one = |length: usize| Request::get("/how").with("cookie", &"a=b; ".repeat(length / 5));
    let many =
        (0..10_000).fold(Request::get("/how"), |it, at| it.with("cookie", &format!("a{at}=b")));
    assert_eq!(status(one(1_000)), 200, "the control");
    // Who is refused may find the connection ended before the answer could be read.
    for (what, request) in [
        ("ten thousand cookies in one field", one(50_000)),
        ("ten thousand fields of a cookie", many),
        ("a field of 100 KB", Request::get("/how").with("x", &"a".repeat(100_000))),
    ] {
        let found = status(request);
        assert!([431, 0].contains(&found), "{what}: {found}");
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/static/tablet.wasm");
    let size = usize::try_from(std::fs::metadata(file).unwrap().len()).unwrap();
    let wasm = || Request::get("/static/tablet.wasm");
    for ranges in ["0-0,".repeat(3_000), "0-,".repeat(1_300), "1-2,0-99999999".to_owned()] {
        let answer = send(wasm().with("range", &format!("bytes={ranges}"))).unwrap();
        assert_eq!((answer.status, answer.body.len()), (200, size), "it is whole, and once");
        assert!(answer.header("content-range").is_none());
    }
    let coded = send(wasm().with("accept-encoding", &"gzip;q=0.1,".repeat(1_000))).unwrap();
    assert!(coded.status == 200 && coded.body.len() <= size);
    let gzip = send(wasm().with("accept-encoding", "gzip")).unwrap();
    assert!(gzip.body.len() < size, "the control: it can be compressed");
    assert_eq!(status(one(1_000)), 200, "and after");
}

#[test]
fn a_crawler_is_slowed_and_neither_desk_nor_ballots_are() {
    let mut hall = Hall::open(&Size::small(6));
    let (poll, cookie) = (hall.fetch_poll(), hall.sign_in("clerk"));
    hall.server.restart_with(&["--limit-addresses", "yes"]);
    let (address, session) = (hall.address().to_owned(), hall.town.session);
    let public = Request::get("/how").send(&address);
    assert_eq!(public.header("cache-control"), Some("public, max-age=60"), "caches keep it");
    let signed_in = Request::get("/how").with("cookie", &cookie).send(&address);
    assert_eq!(signed_in.header("cache-control"), Some("no-store"), "not what staff sees");
    let from = |source, request: &Request| {
        let mut stream = connect_from(source, &address).unwrap();
        stream.write_all(&request.bytes(&address)).unwrap();
        read(&mut BufReader::new(stream), false).unwrap().status
    };
    let desk = Request::get(&format!("/desk/{session}")).with("cookie", &cookie);
    let server = &hall.server;
    std::thread::scope(|scope| {
        let crawlers: Vec<_> = ["/", "/how", "/verify", "/api/sessions", "/privacy"]
            .into_iter()
            .map(|path| scope.spawn(move || statuses([127, 0, 0, 2], server, path, 200)))
            .collect();
        for slip in 0..6 {
            assert_eq!(from([127, 0, 0, 4], &desk), 200, "the desk");
            let ballot = hall.town.sealed_for(&poll, slip, &serde_json::json!([0])).unwrap();
            assert_eq!(from([127, 0, 0, 5], &hall.casting(&ballot)), 200, "a ballot");
        }
        let answers: Vec<_> = crawlers.into_iter().flat_map(|it| it.join().unwrap()).collect();
        let slowed = answers.iter().filter(|status| **status == 429).count();
        assert_eq!(answers.len(), 1_000);
        assert!(slowed > 500, "{slowed} of 1,000 were slowed");
        assert!(answers.iter().all(|status| [200, 429].contains(status)), "{answers:?}");
    });
    assert_eq!(from([127, 0, 0, 6], &Request::get("/how")), 200, "another reader");
}
