//! The proxy of the harness: each fault happens, once, and all bytes are kept.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::pages::Pages;
use crate::support::proxy::{Fault, Proxy};

/// Sends one request and says what came back before the connection ended or fell silent.
fn ask(address: &str, request: &str) -> Result<String, ErrorKind> {
    let mut stream = TcpStream::connect(address).map_err(|error| error.kind())?;
    stream.set_read_timeout(Some(Duration::from_millis(1500))).unwrap();
    stream.write_all(request.as_bytes()).map_err(|error| error.kind())?;
    let mut answer = Vec::new();
    let mut bytes = [0; 4096];
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => return Ok(String::from_utf8(answer).unwrap()),
            Ok(count) => answer.extend_from_slice(&bytes[..count]),
            Err(error) if answer.is_empty() => return Err(error.kind()),
            Err(_) => return Ok(String::from_utf8(answer).unwrap()),
        }
    }
}

fn post(address: &str, path: &str, body: &str) -> Result<String, ErrorKind> {
    let length = body.len();
    let head = format!("POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n");
    ask(address, &format!("{head}{body}"))
}

#[test]
fn each_fault_happens_once_and_to_its_request_only() {
    let pages = Pages::serve(&[("/ballots", "页")]);
    let proxy = Proxy::start(pages.address());
    let (address, ballot) = (proxy.address(), "sealed-ballot");
    let whole = post(address, "/ballots", ballot).unwrap();
    assert!(whole.starts_with("HTTP/1.1 200 OK") && whole.ends_with(ballot));

    let received = |proxy: &Proxy| proxy.wires().last().unwrap().received.len();
    for bytes in [0, 1, 20] {
        proxy.arm("/ballots", Fault::CutAfter(bytes));
        assert_eq!(post(address, "/other", ballot).unwrap(), whole);
        let get = ask(address, "GET /ballots HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
        assert!(get.ends_with("页"), "a GET meets no fault: {get}");
        let cut = post(address, "/ballots", ballot);
        assert_eq!(cut, Ok(whole.chars().take(bytes).collect()), "cut after {bytes}");
        assert!(received(&proxy) > 0, "the server has answered");
        assert_eq!(post(address, "/ballots", ballot).unwrap(), whole, "only once");
    }

    proxy.arm("/ballots", Fault::LoseRequest);
    assert_eq!(post(address, "/ballots", ballot), Ok(String::new()));
    assert_eq!(received(&proxy), 0, "the server got nothing");

    proxy.arm("/ballots", Fault::Swallow);
    assert_eq!(post(address, "/ballots", ballot), Err(ErrorKind::WouldBlock), "still open");
    assert_eq!(received(&proxy), whole.len(), "the server has answered");

    proxy.arm("/ballots", Fault::Stall(Duration::from_secs(2)));
    assert_eq!(post(address, "/ballots", ballot), Err(ErrorKind::WouldBlock), "held back");
    proxy.arm("/ballots", Fault::Stall(Duration::from_millis(200)));
    assert_eq!(post(address, "/ballots", ballot).unwrap(), whole, "late and whole");

    assert_eq!(proxy.count("POST", "/ballots"), 11);
    assert_eq!(proxy.count("GET", "/ballots"), 3);
    let wires = proxy.wires();
    let sent = wires.iter().filter(|wire| wire.sent.ends_with(ballot.as_bytes()));
    assert_eq!(sent.count(), 14, "every body is kept, also of what was lost");
}

#[test]
fn a_cut_ends_what_is_open_until_it_is_mended() {
    let pages = Pages::serve(&[]);
    let proxy = Proxy::start(pages.address());
    let mut open = TcpStream::connect(proxy.address()).unwrap();
    assert!(post(proxy.address(), "/x", "一").unwrap().ends_with("一"));
    proxy.cut();
    assert!(matches!(open.read(&mut [0; 1]), Ok(0) | Err(_)));
    assert!(post(proxy.address(), "/x", "一").unwrap_or_default().is_empty());
    proxy.mend();
    assert!(post(proxy.address(), "/x", "一").unwrap().ends_with("一"));
    assert_eq!(proxy.url("/x"), format!("http://{}/x", proxy.address()));
}
