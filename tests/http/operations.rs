//! The operators' address: health and measures, apart from the public ones; nothing in them tells
//! of a session; who is not this computer needs the token.

use serde_json::json;

use crate::client::Request;
use crate::hall::{Hall, Size};
use crate::support::server::Server;

const TOKEN: &str = "0123456789abcdefghijklmnopqrstuv";

/// Where a server's operators ask.
pub(crate) fn address(server: &Server) -> String {
    let output = server.output();
    let line = output.lines().find_map(|line| line.strip_prefix("operations on http://"));
    line.unwrap_or_else(|| panic!("no address in {output}")).to_owned()
}

#[test]
fn health_and_measures_have_an_address_of_their_own() {
    let server = Server::start(&["serve", "--operations", "127.0.0.1:0"], &[]);
    let (public, own) = (server.address(), address(&server));
    let health = Request::get("/health").send(public);
    assert_eq!((health.status, health.json()), (200, json!({ "good": true })));
    assert_eq!(Request::get("/metrics").send(public).status, 404);
    let health = Request::get("/health").send(&own);
    assert_eq!(health.status, 200);
    for part in ["good", "database", "clock", "disk"] {
        assert_eq!(health.json()[part], true, "{part}");
    }
    let metrics = Request::get("/metrics").send(&own);
    assert_eq!(metrics.status, 200);
    let text = metrics.text();
    for name in ["piaojue_casts_taken_total 0", "piaojue_memory_bytes ", "# EOF"] {
        assert!(text.contains(name), "no {name} in\n{text}");
    }
    assert!(!text.contains('{'), "no measure has a label:\n{text}");
    assert!(!text.contains("standbys"), "a file has none:\n{text}");
    assert_eq!(Request::get("/desk").send(&own).status, 404, "nothing else is there");
}

/// A page of another site can lead its own name to this computer, and would read what is there.
#[test]
fn another_host_is_not_answered_where_no_token_is_asked_for() {
    let server = Server::start(&["serve", "--operations", "127.0.0.1:0"], &[]);
    let own = address(&server);
    for path in ["/metrics", "/health"] {
        let ask = |host: &str| Request::get(path).with("host", host).send(&own).status;
        for foreign in ["elsewhere.example", "127.0.0.1.elsewhere.example", "192.168.1.9", ""] {
            assert_eq!(ask(foreign), 421, "{path} {foreign:?}");
        }
        for here in ["localhost", "127.0.0.1:9000", "[::1]"] {
            assert_eq!(ask(here), 200, "the control: {path} {here}");
        }
    }
}

/// Casts of a hall stay below a step, and so do not show; the same scrape does show what is there.
#[test]
fn measures_show_no_running_total() {
    let hall = Hall::open_with(&Size::small(12), &["--operations", "127.0.0.1:0"]);
    let own = address(&hall.server);
    let poll = hall.fetch_poll();
    let before = Request::get("/metrics").send(&own).text();
    for slip in 0..12 {
        let ballot = hall.town.sealed_for(&poll, slip, &json!([0])).unwrap();
        assert_eq!(hall.casting(&ballot).send(hall.address()).status, 200);
    }
    let after = Request::get("/metrics").send(&own).text();
    let casts = |text: &str| {
        let lines = text.lines().filter(|line| line.starts_with("piaojue_cast"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(casts(&before), casts(&after), "twelve ballots show nothing");
    assert_eq!(casts(&before).len(), 5, "{before}");
}

#[test]
fn another_address_needs_the_token() {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_piaojue"));
    let open = ["serve", "--operations", "0.0.0.0:0"];
    let refused = Server::of(program, &open, &[]).err().unwrap();
    assert!(refused.contains("PIAOJUE_OPERATIONS_TOKEN"), "{refused}");
    let short = Server::of(program, &open, &[("PIAOJUE_OPERATIONS_TOKEN", "short")]);
    assert!(short.is_err());
    let server = Server::start(&open, &[("PIAOJUE_OPERATIONS_TOKEN", TOKEN)]);
    let own = address(&server).replace("0.0.0.0", "127.0.0.1");
    let bearer = format!("Bearer {TOKEN}");
    for path in ["/metrics", "/health"] {
        assert_eq!(Request::get(path).send(&own).status, 401);
        let wrong = Request::get(path).with("authorization", "Bearer 0123").send(&own);
        assert_eq!(wrong.status, 401);
        let right = Request::get(path).with("authorization", &bearer).send(&own);
        assert_eq!(right.status, 200);
    }
}
