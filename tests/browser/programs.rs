//! The programs of the harness: they start, say why if not, and leave nothing behind.

use std::path::Path;
use std::process::Command;

use crate::support::postgres::Postgres;
use crate::support::process::{Process, wait_until};
use crate::support::server::Server;

/// A server that only has the manners of one.
const STAND_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/assets/stand-in");

fn alive(id: &str) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    !state.is_empty() && !state.contains(") Z ")
}

#[test]
fn a_server_is_started_killed_and_started_again_on_the_same_data() {
    let environment = [("STAND_IN_SAYS", "甲")];
    let mut server = Server::of(Path::new(STAND_IN), &["serve"], &environment).unwrap();
    assert_eq!(server.address(), "127.0.0.1:4321");
    assert_eq!(server.url("/x"), "http://127.0.0.1:4321/x");
    assert!(server.rss_bytes() > 100_000, "{}", server.rss_bytes());
    server.kill9();
    server.restart();
    assert_eq!(server.terminate(), 7, "what its trap says");
    server.restart();
    let data = server.data().to_owned();
    let starts = std::fs::read_to_string(data.join("starts")).unwrap();
    let data_option = format!("serve --data {} --listen", data.display());
    let expected = ["127.0.0.1:0", "127.0.0.1:4321", "127.0.0.1:4321"]
        .map(|listen| format!("甲 {data_option} {listen}\n"));
    assert_eq!(starts, expected.concat());
    // Its two streams are read side by side: which line comes first is not known.
    wait_until("the other stream is not kept", || server.output().contains("to the other stream"));
    drop(server);
    assert!(!data.exists(), "{}", data.display());
}

#[test]
fn a_program_that_does_not_start_says_what_it_said() {
    let program = Path::new(env!("CARGO_BIN_EXE_piaojue"));
    let error = Server::of(program, &["no-such-command"], &[]).err().unwrap();
    assert!(error.contains("ended before it was ready"), "{error}");
    assert!(error.contains("no-such-command"), "{error}");
    let started = std::panic::catch_unwind(|| Server::start(&["no-such-command"], &[]));
    assert!(started.is_err());
}

#[test]
fn a_program_ends_with_all_that_it_started() {
    let mut shell = Command::new("sh");
    let process = Process::start(shell.args(["-c", "sleep 600 & echo child $!; wait"]), "KILL");
    let child = process.line(|line| line.strip_prefix("child ").map(str::to_owned)).unwrap();
    let parent = process.id().to_string();
    assert!(alive(&child) && alive(&parent));
    drop(process);
    // Init may take a moment to bury it; a killed program that is not buried is dead all the same.
    assert!(!alive(&parent));
    for _ in 0..100 {
        if !alive(&child) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    unreachable!("{child} still runs");
}

#[test]
fn a_database_is_made_asked_and_gone() {
    let postgres = Postgres::start();
    let (one, two) = (postgres.database("one"), postgres.database("two"));
    assert!(one.starts_with("postgres://postgres@%2F") && one.ends_with("/one"), "{one}");
    let make = "create table vote (what text); insert into vote values ('赞成')";
    assert_eq!(postgres.ask(&one, make), "");
    assert_eq!(postgres.ask(&one, "select what, 1 from vote"), "赞成|1");
    assert_eq!(postgres.ask(&two, "select count(*) from pg_tables where tablename='vote'"), "0");
    assert_eq!(postgres.ask(&one, "show listen_addresses"), "");
    let folder = postgres.folder().to_owned();
    let id = std::fs::read_to_string(folder.join("data/postmaster.pid")).unwrap();
    let id = id.lines().next().unwrap().to_owned();
    assert!(alive(&id) && postgres.log().contains("ready to accept connections"));
    drop(postgres);
    assert!(!alive(&id) && !folder.exists());
}
