//! TLS of the program's own, with a real client (abuse 46, 61, 62): who is trusted, what is refused,
//! what plain http still answers, and how certificates are made again.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ballotbox::codec::Digest;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use piaojue::net::authority::{self, CertificateError};
use rcgen::{CertificateParams, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use crate::client::Request;
use crate::secure::{NAME, ask, authority_of, trusting};
use crate::support::process::Folder;
use crate::support::server::Server;

/// A hall's server and where its plain http is.
fn hall() -> (Server, String) {
    let arguments = ["serve", "--tls", "--name", NAME, "--http", "127.0.0.1:0"];
    let server = Server::start(&arguments, &[("RUST_LOG", "warn")]);
    let plain = said(&server, "plain http on http://");
    (server, plain)
}

/// What the program printed after these words.
fn said(server: &Server, words: &str) -> String {
    let output = server.output();
    let line = output.lines().find_map(|line| line.split_once(words));
    line.unwrap_or_else(|| panic!("{words:?} was never said:\n{output}")).1.trim().to_owned()
}

#[test]
fn who_trusts_the_authority_is_served_and_nobody_else() {
    let (server, _) = hall();
    let config = trusting(authority_of(server.data()));
    let address = server.address();
    for name in [NAME, "127.0.0.1"] {
        let answer = ask(&config, address, name, &Request::get("/how")).unwrap();
        assert_eq!(answer.status, 200, "{name}");
        let wanted = (name == NAME).then_some("max-age=31536000");
        assert_eq!(answer.header("strict-transport-security"), wanted, "{name}");
    }
    let choice = Request::post("/language").form(&[("language", "en"), ("back", "/")]);
    for name in [NAME, "127.0.0.1"] {
        let answer = ask(&config, address, name, &choice).unwrap();
        assert!(answer.header("set-cookie").unwrap().ends_with("; Secure"), "{answer:?}");
    }
    // Another authority, another name.
    let other = Folder::fresh("authority");
    let (stranger, _) = authority::own(&other.path().join("tls"), &[NAME.into()], today()).unwrap();
    let refused = ask(&trusting(stranger.der.into()), address, NAME, &Request::get("/how"));
    assert!(refused.unwrap_err().to_string().contains("UnknownIssuer"));
    let refused = ask(&config, address, "localhost", &Request::get("/how"));
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("not valid for name"), "{refused}");
    for file in ["ca.key", "ca.crt", "server.key", "server.crt"] {
        let mode = std::fs::metadata(server.data().join("tls").join(file)).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600, "{file}");
    }
    let folder = std::fs::metadata(server.data().join("tls")).unwrap().permissions();
    assert_eq!(folder.mode() & 0o777, 0o700);
}

#[test]
fn a_site_on_this_computer_is_written_with_tls() {
    let server = Server::start(&["serve", "--tls"], &[("RUST_LOG", "warn")]);
    let config = trusting(authority_of(server.data()));
    let how = ask(&config, server.address(), "127.0.0.1", &Request::get("/how")).unwrap().text();
    let own = format!("curl https://{}/api/sessions<", server.address());
    assert!(how.contains(&own), "{how}");
}

#[test]
fn a_stolen_authority_is_none_for_other_names() {
    let (server, _) = hall();
    let folder = server.data().join("tls");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let key = KeyPair::from_pem(&read("ca.key")).unwrap();
    let issuer = Issuer::from_ca_cert_pem(&read("ca.crt"), key).unwrap();
    let trusts = |name: &str| {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let forged = params.signed_by(&key, &issuer).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![forged.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            )
            .unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let server = rustls::ServerConnection::new(Arc::new(config)).unwrap();
            let mut stream = StreamOwned::new(server, stream);
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
            let _ = stream.flush();
        });
        ask(&trusting(authority_of(server.data())), &address, name, &Request::get("/")).is_ok()
    };
    assert!(!trusts("bank.example"), "a name of somebody else");
    assert!(!trusts("203.0.113.7"), "an address of somebody else");
    assert!(trusts(NAME), "a dead test: the forger can do it");
    assert!(trusts("192.168.1.9"), "a dead test: the forger can do it");
}

#[test]
fn plain_http_shows_the_certificate_and_leads_everything_else_to_tls() {
    let (server, plain) = hall();
    let authority = authority_of(server.data());
    let digest = Digest::of(&[&authority]);
    let pairs: Vec<_> = digest.as_bytes().iter().map(|byte| format!("{byte:02X}")).collect();
    let fingerprint = pairs.join(":");
    assert_eq!(said(&server, "SHA-256: "), fingerprint);
    for path in ["/", "/?lang=en"] {
        let page = Request::get(path).send(&plain);
        assert_eq!(page.status, 200);
        let text = page.text().replace("</span><wbr><span>", ":");
        assert!(text.contains(&fingerprint), "the fingerprint on the page is the file's");
        assert!(text.contains("<svg"), "a QR code");
        let english = text.contains("lang=\"en\">") && text.contains("Install the hall");
        assert_eq!(english, path != "/", "{path}");
    }
    let crt = Request::get("/ca.crt").send(&plain);
    assert_eq!(crt.body, authority.as_ref());
    assert_eq!(crt.header("content-type"), Some("application/x-x509-ca-cert"));
    let pem = Request::get("/ca.pem").send(&plain).text();
    assert_eq!(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap(), authority);
    let profile = Request::get("/ca.mobileconfig").send(&plain).text();
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    assert!(profile.contains(&format!("<data>{base64}</data>")));
    let secure = server.address();
    for path in ["/login", "/vote", "/desk/x?a=b", "/api/live", "//evil.example", "/nowhere"] {
        let answer = Request::get(path).send(&plain);
        assert_eq!(answer.status, 308, "{path}");
        let wanted = format!("https://{secure}{path}");
        assert_eq!(answer.header("location"), Some(wanted.as_str()));
        assert_eq!(answer.header("strict-transport-security"), None);
        assert!(answer.all("set-cookie").is_empty());
    }
    let changed = Request::post("/login").json("{}").send(&plain);
    assert_eq!(changed.status, 405, "what was sent in the open is not led on");
    assert!(changed.all("set-cookie").is_empty());
    let elsewhere = Request::get("/login").with("host", "evil.example").send(&plain);
    assert_eq!((elsewhere.status, elsewhere.header("location")), (421, None));
    assert_eq!(Request::get("/static/css/base.css").send(&plain).status, 200);
}

/// A first message of TLS with this version at most and one suite.
fn hello(version: [u8; 2], suite: [u8; 2]) -> Vec<u8> {
    let mut body = version.to_vec();
    body.extend([7; 32]);
    body.extend([0, 0, 2, suite[0], suite[1], 1, 0]);
    let length = u8::try_from(body.len()).unwrap();
    let mut record = vec![22, 3, 1, 0, length + 4, 1, 0, 0, length];
    record.extend(body);
    record
}

#[test]
fn old_versions_weak_suites_and_plain_words_are_refused() {
    let (server, _) = hall();
    let answer = |bytes: &[u8]| {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
        stream.write_all(bytes).unwrap();
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said);
        said
    };
    let suite = [0xc0, 0x2f];
    for (what, bytes) in [
        ("TLS 1.0", hello([3, 1], suite)),
        ("TLS 1.1", hello([3, 2], suite)),
        ("SSL 3", hello([3, 0], suite)),
        ("RC4", hello([3, 3], [0, 5])),
        ("3DES", hello([3, 3], [0, 10])),
        ("CBC and RSA", hello([3, 3], [0, 0x2f])),
        ("export", hello([3, 3], [0, 3])),
    ] {
        let said = answer(&bytes);
        assert_eq!(said.first(), Some(&21), "{what}: an alert, not {said:02x?}");
    }
    let said = answer(b"GET /how HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    assert!(!String::from_utf8_lossy(&said).contains("HTTP/1.1 200"));
    // Who says nothing in the handshake is let go.
    let mut silent = TcpStream::connect(server.address()).unwrap();
    silent.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let start = Instant::now();
    assert_eq!(silent.read(&mut [0]).unwrap_or(0), 0, "{:?}", start.elapsed());
}

fn today() -> Date {
    piaojue::clock::in_china(jiff::Timestamp::now()).date()
}

fn leaf(folder: &Path) -> Vec<u8> {
    CertificateDer::from_pem_file(folder.join("server.crt")).unwrap().to_vec()
}

#[test]
fn certificates_are_made_again_in_time() {
    let place = Folder::fresh("certificates");
    let folder = place.path().join("tls");
    let names = [NAME.to_owned(), "192.168.3.4".to_owned()];
    let made = |day: Date, names: &[String]| {
        let (authority, _) = authority::own(&folder, names, day).unwrap();
        (authority.der, leaf(&folder))
    };
    let day = date(2026, 1, 31);
    let (authority, first) = made(day, &names);
    assert_eq!(made(day.saturating_add(300.days()), &names), (authority.clone(), first.clone()));
    let (same, second) = made(day.saturating_add(370.days()), &names);
    assert!(same == authority && second != first, "27 days are left");
    let reversed = [names[1].clone(), names[0].clone()];
    assert_eq!(made(day.saturating_add(370.days()), &reversed).1, second, "the same names");
    let (same, third) = made(day.saturating_add(371.days()), &names[..1]);
    assert!(same == authority && third != second, "other names");
    let outside = authority::own(&folder, &["bank.example".into()], day);
    assert!(matches!(outside, Err(CertificateError::Outside { .. })));
    let below = authority::own(&folder, &[format!("a.{NAME}")], day);
    assert!(below.is_ok(), "names below its own");
}

#[test]
fn what_is_no_name_makes_no_authority() {
    let place = Folder::fresh("names");
    let folder = place.path().join("tls");
    for name in ["票决.hall", "piaojue.hall:8443", "https://piaojue.hall", "a b", "10.0.0.256", ""]
    {
        let refused = authority::own(&folder, &[name.to_owned()], today());
        assert!(matches!(refused, Err(CertificateError::Name(_))), "{name:?}");
        assert!(!folder.exists(), "{name:?}");
    }
}

#[test]
fn a_start_renews_what_is_about_to_end() {
    let (mut server, _) = hall();
    let folder = server.data().join("tls");
    let first = leaf(&folder);
    server.restart();
    assert_eq!(leaf(&folder), first, "one that has time is kept");
    std::fs::remove_file(folder.join("server.crt")).unwrap();
    let names = [NAME.to_owned(), "127.0.0.1".to_owned()];
    let (authority, _) =
        authority::own(&folder, &names, today().saturating_sub(370.days())).unwrap();
    let old = leaf(&folder);
    server.restart();
    assert_ne!(leaf(&folder), old, "27 days are left");
    let config = trusting(authority.der.into());
    assert_eq!(ask(&config, server.address(), NAME, &Request::get("/how")).unwrap().status, 200);
}

#[test]
fn a_certificate_can_be_given() {
    let place = Folder::fresh("given");
    let own = place.path().join("tls");
    let (authority, _) = authority::own(&own, &[NAME.into()], today()).unwrap();
    let file = |name: &str| own.join(name).to_str().unwrap().to_owned();
    let (chain, key) = (file("server.crt"), file("server.key"));
    let arguments = ["serve", "--tls-cert", &chain, "--tls-key", &key, "--http", "127.0.0.1:0"];
    let server = Server::start(&arguments, &[("RUST_LOG", "warn")]);
    let config = trusting(authority.der.into());
    let answer = ask(&config, server.address(), NAME, &Request::get("/how")).unwrap();
    assert_eq!(answer.status, 200);
    assert!(!server.data().join("tls").exists(), "nothing is made where one is given");
    // Everybody knows it: there is nothing to install.
    let plain = said(&server, "plain http on http://");
    let answer = Request::get("/").with("host", NAME).send(&plain);
    assert_eq!(answer.status, 308);
    // One that has ended is said at the start, not on the day.
    std::fs::remove_dir_all(&own).unwrap();
    authority::own(&own, &[NAME.into()], today().saturating_sub(400.days())).unwrap();
    let refused = Command::new(env!("CARGO_BIN_EXE_piaojue"))
        .args(["serve", "--listen", "127.0.0.1:0", "--tls-cert", &chain, "--tls-key", &key])
        .arg("--data")
        .arg(place.path().join("data"))
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("is not valid today"), "{said}");
}

#[test]
fn http_2_is_not_spoken_over_tls_either() {
    let (server, _) = hall();
    let address = server.address();
    let trusting = trusting(authority_of(server.data()));
    let offering = |protocols: &[&str]| {
        let mut config = ClientConfig::clone(&trusting);
        config.alpn_protocols = protocols.iter().map(|it| it.as_bytes().to_vec()).collect();
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let name = ServerName::try_from(NAME).unwrap();
        StreamOwned::new(ClientConnection::new(Arc::new(config), name).unwrap(), stream)
    };
    // Settings, and a thousand streams that are opened and reset.
    let mut flood = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec();
    for stream in (1_u32..2_000).step_by(2) {
        let id = stream.to_be_bytes();
        flood.extend([&[0, 0, 1, 1, 5][..], &id, &[0x82]].concat());
        flood.extend([&[0, 0, 4, 3, 0][..], &id, &[0, 0, 0, 8]].concat());
    }
    let mut both = offering(&["h2", "http/1.1"]);
    let _ = both.write_all(&flood);
    let mut said = Vec::new();
    let _ = both.read_to_end(&mut said);
    assert_eq!(both.conn.alpn_protocol(), Some(&b"http/1.1"[..]));
    let said = String::from_utf8_lossy(&said);
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "the connection ends: {said}");
    let mut alone = offering(&["h2"]);
    let refused = alone.write_all(&flood).and_then(|()| alone.flush());
    let refused = refused.and_then(|()| alone.read(&mut [0; 1]).map(drop)).unwrap_err();
    assert!(refused.to_string().contains("NoApplicationProtocol"), "{refused}");
    let answer = ask(&trusting, address, NAME, &Request::get("/how")).unwrap();
    assert_eq!(answer.status, 200, "the control");
}
