//! Methods, paths, hosts and heads that no browser of ours sends (abuse 12, 40 to 45).

use std::io::{BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;

use crate::client::{Request, raw};
use crate::hall::{Hall, Size};

#[test]
fn an_address_takes_its_methods_only() {
    let hall = Hall::open(&Size::small(6));
    let (address, before) = (hall.address(), hall.entries());
    let ballots = hall.poll_path("/ballots");
    let rows: [(&str, &str); 6] = [
        ("/vote", "GET,HEAD"),
        ("/login", "GET,HEAD,POST"),
        ("/language", "POST"),
        (&ballots, "POST"),
        (&hall.path("/state"), "GET,HEAD"),
        ("/static/tablet.wasm", "GET,HEAD"),
    ];
    for (path, takes) in rows {
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FROB"] {
            if takes.split(',').any(|known| known == method) {
                continue;
            }
            let answer = Request::new(method, path).with("x-echo", "do not say it").send(address);
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow"), Some(takes), "{method} {path}");
            assert!(!answer.text().contains("do not say it"), "TRACE says nothing again");
        }
    }
    let poll = hall.fetch_poll();
    let ballot = hall.town.sealed_for(&poll, 0, &json!([0])).unwrap();
    let query = format!("{ballots}?ballot={}", ballotbox::codec::base64url(&ballot[..600]));
    let in_query = Request::get(&query).send(address);
    assert_eq!((in_query.status, in_query.header("allow")), (405, Some("POST")));
    let with_body = Request::get(&hall.path("/state")).body(&ballot).send(address);
    assert_eq!(with_body.status, 200, "a body where there is none to be is not looked at");
    assert_eq!(hall.entries(), before, "nothing was stored");
}

#[test]
fn head_is_get_without_its_body() {
    let hall = Hall::open(&Size::small(6));
    for path in ["/login", "/static/tablet.wasm", &hall.path("/state"), "/nowhere"] {
        let get = Request::get(path).send(hall.address());
        let head = Request::new("HEAD", path).send(hall.address());
        assert_eq!(head.status, get.status, "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
        assert!(head.body.is_empty());
    }
    assert_eq!(Request::new("HEAD", "/logout").send(hall.address()).status, 405);
}

#[test]
fn paths_with_tricks_lead_nowhere() {
    let hall = Hall::open(&Size::small(6));
    let state = hall.path("/state");
    let upper = hall.path("").to_uppercase().replace("/API/SESSIONS", "/api/sessions");
    for path in [
        "/static/../Cargo.toml",
        "/static/..%2fCargo.toml",
        "/static/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/tablet.wasm%00",
        "/static/tablet.wasm%00.css",
        "/static/tablet.wasm.",
        "/static/tablet.wasm/",
        "/static/tablet.wasm;a=b",
        "/static/%c0%ae%c0%ae/",
        "/static/%ff",
        "/static/js",
        "/static/",
        "/static",
        "/login/",
        "//login",
        "/login;jsessionid=1",
        "/login%00",
        "/LOGIN",
        "/./login",
        "/.git/config",
        "/piaojue.db",
        "/api/",
        &format!("{state}/"),
        &state.replace("/state", "/%73tate/x"),
        &state.replace("/api", "/api/."),
    ] {
        let answer = Request::get(path).send(hall.address());
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
        assert!(!answer.text().contains("root:"), "{path}");
    }
    // An id is the same in capitals; nothing else has two names.
    assert_eq!(Request::get(&format!("{upper}/state")).send(hall.address()).status, 200);
    let slip = hall.poll_path("/slips/");
    for wrong in ["x", "%2e%2e", &"A".repeat(43), &"A".repeat(4000)] {
        let status = Request::get(&format!("{slip}{wrong}")).send(hall.address()).status;
        assert!([200, 404, 414].contains(&status), "{wrong}: {status}");
    }
}

#[test]
fn what_a_proxy_would_say_is_not_believed() {
    let hall = Hall::prepared(&Size::small(6));
    let address = hall.address();
    for (name, value) in [
        ("x-original-url", "/desk"),
        ("x-rewrite-url", "/desk"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-for", "127.0.0.1"),
        ("forwarded", "host=evil.example"),
        ("x-http-method-override", "POST"),
        ("x-forwarded-proto", "https"),
    ] {
        let answer = Request::get("/login").with(name, value).send(address);
        let page = answer.text();
        assert_eq!(answer.status, 200, "{name}");
        assert!(page.contains("name=\"password\"") && !page.contains("evil.example"), "{name}");
    }
    let elsewhere = Request::get("/desk").with("host", "evil.example").send(address);
    assert_eq!(elsewhere.status, 421);
    assert!(elsewhere.header("location").is_none() && !elsewhere.text().contains("evil.example"));
}

#[test]
fn heads_that_are_no_heads_are_refused() {
    let hall = Hall::prepared(&Size::small(6));
    let address = hall.address();
    let refused = |what: &str, head: String| {
        let answer = raw(address, format!("{head}\r\n").as_bytes());
        // The connection may end without a word.
        if let Ok(answer) = answer {
            assert!((400..500).contains(&answer.status), "{what}: {}", answer.status);
            assert_ne!(answer.status, 404, "{what}");
        }
    };
    let post = "POST /login HTTP/1.1\r\nHost: a\r\n";
    refused("two lengths", format!("{post}Content-Length: 1\r\nContent-Length: 2\r\n"));
    refused("no length", format!("{post}Content-Length: x\r\n"));
    refused("a length below zero", format!("{post}Content-Length: -1\r\n"));
    refused("a folded line", format!("{post}A: b\r\n c\r\n"));
    refused("a name with a space", format!("{post}A : b\r\n"));
    refused("another version", "GET /login HTTP/9.9\r\nHost: a\r\n".into());
    refused("no method", "/login\r\n".into());
    refused("a long address", format!("GET /{} HTTP/1.1\r\nHost: a\r\n", "a".repeat(70_000)));
    refused("many fields", format!("GET /login HTTP/1.1\r\n{}", "A: b\r\n".repeat(200)));
    let long = "a".repeat(1 << 20);
    refused("a long field", format!("GET /login HTTP/1.1\r\nHost: a\r\nCookie: {long}\r\n"));
    let range = Request::get("/static/tablet.wasm").with("range", &"bytes=0-1,".repeat(500));
    assert_eq!(range.send(address).status, 200, "ranges are not served");
    let coding = Request::get("/login").with("accept-encoding", &"gzip;q=0.1,".repeat(500));
    assert_eq!(coding.send(address).status, 200);
    let cookies = Request::get("/desk").with("cookie", &"a=b; ".repeat(5_000));
    assert!([303, 431].contains(&cookies.send(address).status));
}

#[test]
fn a_request_cannot_be_smuggled_in_another() {
    let hall = Hall::prepared(&Size::small(6));
    let mut stream = TcpStream::connect(hall.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    let inner = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    let length = 5 + inner.len();
    let outer = format!(
        "POST /login HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\
         Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}"
    );
    stream.write_all(outer.as_bytes()).unwrap();
    let mut answers = String::new();
    // It ends with the connection or with silence.
    let _ = BufReader::new(stream).read_to_string(&mut answers);
    assert!(!answers.contains("404 Not Found"), "the inner request was answered: {answers}");
}
