//! A node of a county as `docs/DEPLOY.md` has it started: by what stands in
//! `docs/deploy/environment.example`, for a balancer that is set as `docs/deploy/nginx.conf`.

use std::io::{BufReader, Write as _};
use std::process::Command;

use crate::client::{Request, read};
use crate::secure::{ask, authority_of, connect, trusting};
use crate::support::server::Server;

const EXAMPLE: &str = include_str!("../../docs/deploy/environment.example");
const BALANCER: &str = include_str!("../../docs/deploy/nginx.conf");
/// What belongs to the machine that a node runs on.
const OF_THE_PLACE: [&str; 3] = ["PIAOJUE_LISTEN", "PIAOJUE_OPERATIONS", "PIAOJUE_DATABASE"];

/// The lines of the example, names and values.
fn settings() -> Vec<(&'static str, &'static str)> {
    let lines = EXAMPLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once('=').unwrap()).collect()
}

fn value(name: &str) -> &'static str {
    let found = settings().into_iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("the example does not set {name}")).1
}

/// A node on this computer, without some of the settings.
fn node(without: &[&str]) -> Server {
    let mut settings = settings();
    settings.retain(|(name, _)| !OF_THE_PLACE.contains(name) && !without.contains(name));
    Server::start(&["serve"], &settings)
}

/// What so many requests are answered that a balancer sends at once for as many people.
fn crowd(node: &Server, count: usize) -> Vec<u16> {
    let (site, config) = (value("PIAOJUE_SITE"), trusting(authority_of(node.data())));
    let mut stream = connect(&config, node.address(), value("PIAOJUE_NAME")).unwrap();
    let head = format!("GET /how HTTP/1.1\r\nHost: {site}\r\n\r\n");
    stream.write_all(head.repeat(count).as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    (0..count).map(|_| read(&mut reader, false).unwrap().status).collect()
}

#[test]
fn each_line_of_the_example_is_a_setting() {
    let help = Command::new(env!("CARGO_BIN_EXE_piaojue")).args(["serve", "--help"]).output();
    let help = String::from_utf8(help.unwrap().stdout).unwrap();
    // Lines may be broken anywhere.
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    let known =
        |name: &str| ["=", "]"].iter().any(|end| help.contains(&format!("env: {name}{end}")));
    let own: Vec<_> = settings().into_iter().filter(|(name, _)| *name != "RUST_LOG").collect();
    assert!(own.len() > OF_THE_PLACE.len(), "{own:?}");
    for (name, _) in own {
        assert!(known(name), "{name} is no setting");
    }
    assert!(!known("PIAOJUE_LIMIT"), "the control: the beginning of a name is none");
}

#[test]
fn a_node_of_the_example_serves_the_site_to_a_balancer() {
    let node = node(&[]);
    let (site, name) = (value("PIAOJUE_SITE"), value("PIAOJUE_NAME"));
    let config = trusting(authority_of(node.data()));
    let choice = Request::post("/language").form(&[("language", "en"), ("back", "/")]);
    let answer = ask(&config, node.address(), name, &choice.with("host", site)).unwrap();
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(answer.header("set-cookie").unwrap().ends_with("; Secure"), "{answer:?}");
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"));
    for wanted in [format!("server_name {site};"), format!("proxy_ssl_name {name};")] {
        assert!(BALANCER.contains(&wanted), "the balancer does not say {wanted}");
    }
    // Everybody comes from the balancer's address.
    assert_eq!(crowd(&node, 120), [200; 120]);
}

/// The control: with TLS an address stands for one device where nobody says otherwise.
#[test]
fn without_that_line_all_people_share_the_balancers_rate() {
    let node = node(&["PIAOJUE_LIMIT_ADDRESSES"]);
    let answers = crowd(&node, 120);
    assert!(answers.contains(&429), "the limit was never met");
}
