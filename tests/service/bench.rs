//! The load generator itself, small: a county over two nodes on PostgreSQL of which one is killed in
//! the middle, and a hall on SQLite. Its judge is tried with losses beside its own code.

use std::process::Command;

use serde_json::Value;

use crate::place::{Kind, Place};
use crate::support::process::Folder;

/// Runs `piaojue bench` and gives its figures.
fn bench(arguments: &[&str]) -> Value {
    let folder = Folder::fresh("bench");
    let json = folder.path().join("figures.json");
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaojue"));
    command.arg("bench").args(arguments).arg("--json").arg(&json);
    let done = command.output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{}\n{said}", String::from_utf8_lossy(&done.stdout));
    serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap()
}

#[test]
fn a_county_over_two_nodes_of_which_one_is_killed() {
    let place = Place::empty(Kind::Postgres);
    let figures = bench(&[
        "county",
        "--database",
        &place.url,
        "--nodes",
        "2",
        "--kill-one",
        "--sessions",
        "3",
        "--deputies",
        "14",
        "--options",
        "4",
        "--seconds",
        "5",
    ]);
    for (name, wanted) in
        [("stored", 42), ("acknowledged", 42), ("lost", 0), ("doubled", 0), ("verified", 3)]
    {
        assert_eq!(figures[name], wanted, "{name} in {figures}");
    }
    assert_ne!(figures["retries"], 0, "the killed node was missed: {figures}");
    // It never measures on data that exist.
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaojue"));
    let again = command.args(["bench", "hall", "--database", &place.url]).output().unwrap();
    assert_eq!(again.status.code(), Some(2), "{}", String::from_utf8_lossy(&again.stderr));
}

#[test]
fn a_hall_on_sqlite() {
    let figures = bench(&["hall", "--deputies", "20", "--options", "4"]);
    for (name, wanted) in [("stored", 20), ("lost", 0), ("doubled", 0), ("verified", 1)] {
        assert_eq!(figures[name], wanted, "{name} in {figures}");
    }
    assert_eq!(figures["database"], "SQLite");
}
