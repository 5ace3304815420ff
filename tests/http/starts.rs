//! How the program starts: where it listens, and on which database.

use std::process::Command;

use crate::client::Request;
use crate::support::postgres::Postgres;
use crate::support::process::{Folder, Process};
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
