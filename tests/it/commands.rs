//! The commands' manners: help, exit codes, and one sentence for every input that is refused.

use serde_json::{Value, json};

use crate::program::{piaojue, piaojue_with, scratch};

const COMMANDS: [&str; 15] = [
    "demo", "serve", "decide", "simulate", "verify", "rule", "slips", "card", "import", "export",
    "backup", "restore", "audit", "admin", "bench",
];

/// A small poll that can be held.
fn poll() -> Value {
    json!({
        "title": "票决", "method": {"kind": "pick", "min": 0, "max": 1},
        "options": ["村道硬化", "安全饮水"], "electorate": {"all": 7, "present": 6},
        "rule": {"profile": "default", "seats": 1},
        "ballots": [[0], [0], [0], [0], [1]]
    })
}

#[test]
fn every_command_has_complete_help() {
    let overview = piaojue(&["--help"]);
    assert_eq!(overview.code, 0);
    for command in COMMANDS {
        assert!(overview.out.contains(command), "{command} is not in the overview");
        let help = piaojue(&[command, "--help"]);
        assert_eq!(help.code, 0);
        assert!(help.out.contains("Exit status:"), "{command}: exit codes are not documented");
    }
    assert!(!overview.out.contains("read-table"), "what the program alone starts is not listed");
    assert_eq!(piaojue(&["no-such-command"]).code, 2);
}

#[test]
fn an_export_makes_no_database_and_wants_the_typefaces_that_it_is_told_of() {
    let folder = scratch("export-of-nothing");
    std::fs::write(folder.join("piaojue.key"), "a key file is looked for first").unwrap();
    let out = folder.join("archive.zip");
    let export = |more: &[&str]| {
        let (data, out) = (folder.to_str().unwrap(), out.to_str().unwrap());
        let id = "01900000-0000-7000-8000-000000000000";
        let arguments = ["export", "--data", data, "--session", id, "--out", out];
        piaojue(&[&arguments[..], more].concat())
    };
    let done = export(&[]);
    assert!(done.code == 2 && done.err.contains("holds no database"), "{}", done.err);
    assert!(!folder.join("piaojue.db").exists() && !out.exists());
    let done = export(&["--typefaces", "no-such-folder"]);
    assert!(done.code == 2 && done.err.contains("no such folder of typefaces"), "{}", done.err);
}

#[test]
fn what_cannot_be_held_is_refused_in_one_sentence_that_names_it() {
    let with = |member: &str, value: Value| {
        let mut poll = poll();
        poll[member] = value;
        poll.to_string()
    };
    let cases = [
        ("{".to_owned(), "EOF"),
        (with("colour", json!("red")), "colour"),
        (poll().to_string().replace(r#""max":1"#, r#""max":1,"max":2"#), "`max` stands twice"),
        (with("ballots", json!([[0], [0], [0], [0]])), "fewer than 5"),
        (with("ballots", json!([[0], [0], [0], [0], [0], [0], [0]])), "more than the 6 present"),
        (with("ballots", json!([[0], [0, 1], [0], [0], [0]])), "ballots[1]"),
        (with("ballots", json!([[0], [0], [2], [0], [0]])), "ballots[2]"),
        (with("tellers", json!(1)), "2 to 7 tellers"),
        (with("tellers", json!(4_000_000_000_u32)), "2 to 7 tellers"),
        (with("presidium", json!(0)), "presidium"),
        (with("electorate", json!({"all": 4_294_967_295_u32, "present": 6})), "electorate.all"),
        (with("options", json!(["一"])), "options"),
        (with("rule", json!({"profile": "nowhere"})), "nowhere"),
        (with("electorate", json!({"all": 5, "present": 6})), "electorate.present"),
    ];
    let out = scratch("refused");
    for (input, named) in cases {
        let done = piaojue_with(&["simulate", "-", "--out", out.to_str().unwrap()], &input);
        assert_eq!(done.code, 2, "{named}: {} {}", done.out, done.err);
        let last = done.err.lines().last().unwrap_or_default();
        assert!(last.contains(named), "{named:?} is not named in {:?}", done.err);
        assert!(done.out.is_empty());
    }
    let missing = piaojue(&["decide", "no/such/file.json"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("no/such/file.json"));
}

#[test]
fn verify_tells_refuted_from_not_a_bundle() {
    let folder = scratch("verify");
    let out = folder.to_str().unwrap();
    let held = piaojue_with(&["simulate", "-", "--out", out], &poll().to_string());
    assert_eq!(held.code, 0, "{}", held.err);
    let path = folder.join("bundle.json");
    let bundle = std::fs::read_to_string(&path).unwrap();

    let verified = piaojue(&["verify", path.to_str().unwrap()]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    assert_eq!(verified.out.lines().filter(|line| line.contains(" ok ")).count(), 16);
    assert!(verified.out.contains("VERIFIED"));

    let damaged = bundle.replacen("安全饮水", "安全饮料", 1);
    assert_ne!(damaged, bundle);
    let refuted = piaojue_with(&["verify", "-"], &damaged);
    assert_eq!(refuted.code, 1, "{}", refuted.out);
    assert!(refuted.out.contains("NO ") && refuted.out.contains("entry "), "{}", refuted.out);
    let refuted = piaojue_with(&["verify", "-", "--json"], &damaged);
    assert_eq!((refuted.code, &refuted.json()["verified"]), (1, &json!(false)));

    for nothing in ["", "{}", "[1,2]", "not JSON at all"] {
        let done = piaojue_with(&["verify", "-"], nothing);
        assert_eq!(done.code, 2, "{nothing:?}: {}", done.out);
        assert!(done.err.contains("not a bundle"), "{}", done.err);
    }
}

#[test]
fn the_regulation_is_written_for_every_profile_and_for_a_file() {
    for profile in ["default", "zj-2022", "cq-2024", "sn-2025", "sichuan-generic"] {
        let done = piaojue(&["rule", "--profile", profile]);
        assert_eq!(done.code, 0, "{}", done.err);
        assert!(done.out.contains("第一条") && done.out.contains("第十六条"), "{}", done.out);
    }
    let done = piaojue(&["rule", "examples/siping-2023.json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("2023年四屏镇民生实事项目票决"), "{}", done.out);
    assert_eq!(piaojue(&["rule"]).code, 2);
    assert_eq!(piaojue(&["rule", "--profile", "nowhere"]).code, 2);
}

#[test]
fn a_bundle_cannot_print_a_verdict_of_its_own() {
    let folder = scratch("terminal");
    let mut poll = poll();
    poll["options"][0] = json!("道路\u{1b}[8m");
    let out = folder.to_str().unwrap();
    let refused = piaojue_with(&["simulate", "-", "--out", out], &poll.to_string());
    assert_eq!(refused.code, 2, "{}", refused.out);

    // What the core would refuse may still stand in a file that somebody sends.
    let entry = json!({
        "at": "2026-01-31T09:00:00Z", "kind": "session_opened",
        "body": {
            "log_key": "A".repeat(43), "rehearsal": false, "site": "a", "township": "1",
            "session": "0f2a3c1e-5b7d-4e8f-9a0b-1c2d3e4f5a6b",
            "title": "X\nVERIFIED 核验通过\u{1b}[8m"
        }
    });
    let bundle = json!({"checkpoints": [], "entries": [entry], "kind": "piaojue/bundle/1"});
    let bundle = bundle.to_string();
    let done = piaojue_with(&["verify", "-"], &bundle);
    assert_eq!(done.code, 1, "{}", done.out);
    assert!(!done.out.contains('\u{1b}'), "{:?}", done.out);
    assert!(!done.out.lines().any(|line| line.starts_with("VERIFIED")), "{:?}", done.out);
}
