//! How the program starts: where it listens, and on which database.

use std::path::Path;
use std::process::Command;

use crate::client::Request;
use crate::operations;
use crate::support::postgres::Postgres;
use crate::support::process::{Folder, Process, wait_until};
use crate::support::server::Server;

#[test]
fn without_tls_it_listens_on_this_computer_alone() {
    let folder = Folder::fresh("starts");
    let data = folder.path().join("data");
    // The control comes last: the address of this computer.
    for (address, refused) in [("0.0.0.0:0", true), ("[::]:0", true), ("127.0.0.1:0", false)] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_piaojue"));
        command.args(["serve", "--listen", address, "--data"]).arg(&data);
        let process = Process::start(&mut command, "KILL");
        let listens = process.line(|line| line.starts_with("listening on ").then_some(()));
        let said = process.output();
        assert_eq!(listens.is_err(), refused, "{address}: {said}");
        assert_eq!(said.contains("without TLS"), refused, "{address}: {said}");
        assert_eq!(data.exists(), !refused, "{address}: what is refused leaves nothing behind");
    }
}

#[test]
fn it_keeps_its_data_in_postgresql_where_it_is_told_to() {
    let postgres = Postgres::start();
    let url = postgres.database("starts");
    let server = Server::start(&["serve", "--database", &url], &[]);
    assert!(server.output().contains("setup code"), "{}", server.output());
    assert_eq!(Request::get("/how").send(server.address()).status, 200);
    assert_eq!(postgres.ask(&url, "select count(*) from townships"), "0");
    assert!(!server.data().join("piaojue.db").exists(), "there is no second database");
}

#[test]
fn a_postgresql_that_would_lose_commits_is_refused() {
    let postgres = Postgres::start();
    let url = postgres.database("careless");
    let program = Path::new(env!("CARGO_BIN_EXE_piaojue"));
    let start = || Server::of(program, &["serve", "--database", &url], &[]);
    for name in ["fsync", "full_page_writes"] {
        postgres.set(name, "off");
        let refused = start().err().unwrap();
        assert!(refused.contains(&format!("{name} set to off")), "{name}: {refused}");
        let tables = "select count(*) from pg_tables where schemaname = 'public'";
        assert_eq!(postgres.ask(&url, tables), "0", "what is refused leaves nothing behind");
        postgres.set(name, "on");
    }
    assert_eq!(start().err(), None, "the control");
}

#[test]
fn it_says_how_many_standbys_a_commit_waits_for() {
    let postgres = Postgres::start();
    let url = postgres.database("standbys");
    let arguments = ["serve", "--operations", "127.0.0.1:0", "--database", &url];
    let mut server = Server::start(&arguments, &[("RUST_LOG", "warn")]);
    let warns = |server: &Server| server.output().contains("no commit waits for a standby");
    let awaited = |server: &Server| {
        let text = Request::get("/metrics").send(&operations::address(server)).text();
        let line = text.lines().find_map(|line| line.strip_prefix("piaojue_standbys_awaited "));
        line.map(str::to_owned)
    };
    wait_until("nothing was said at the start", || warns(&server));
    assert_eq!(awaited(&server).as_deref(), Some("0"));

    let _standby = postgres.standby("s1");
    postgres.set("synchronous_standby_names", "ANY 1 (s1)");
    wait_until("nobody waits", || awaited(&server).as_deref() == Some("1"));
    server.restart();
    assert_eq!(awaited(&server).as_deref(), Some("1"));
    assert!(!warns(&server), "the control: {}", server.output());
}
