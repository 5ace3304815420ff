//! What whoever administers the machine does there: lists imported, an administrator let in again,
//! options kept in a file.

use std::path::Path;
use std::process::{Command, Output};

use piaojue::demo::PASSWORD;
use serde_json::json;

use crate::archive::text;
use crate::client::Request;
use crate::hall::{Hall, Size, log_in};
use crate::support::process::Folder;

fn piaojue(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaojue"));
    command.args(arguments).current_dir(folder).env("RUST_LOG", "off").output().unwrap()
}

/// What a command said, where it ended with this status.
fn said(done: &Output, code: i32) -> String {
    assert_eq!(done.status.code(), Some(code), "{} {}", text(&done.stdout), text(&done.stderr));
    text(&done.stdout)
}

/// A hall whose server has ended.
fn at_night() -> Hall {
    let mut hall = Hall::prepared(&Size::small(6));
    hall.away();
    assert_eq!(hall.server.terminate(), 0);
    hall
}

#[test]
fn a_roll_is_imported_at_the_machine_when_its_plan_was_seen() {
    let mut hall = at_night();
    let folder = Folder::fresh("machine");
    let file = folder.path().join("名册.csv");
    let session = hall.town.session.to_string();
    let data = hall.server.data().to_owned();
    let import = |more: &[&str]| {
        let place = ["import", "--data", data.to_str().unwrap(), "--session", &session];
        let list = ["--roll", file.to_str().unwrap()];
        piaojue(folder.path(), &[&place[..], &list, more].concat())
    };
    std::fs::write(&file, "姓名,代表团,座位\n,一团,3\n阿依古丽·买买提,一团,99\n").unwrap();
    let wrong = said(&import(&[]), 1);
    assert!(wrong.contains("第 2 行") && !wrong.contains("--seen"), "{wrong}");
    assert!(wrong.contains("nothing was imported"), "{wrong}");
    std::fs::write(&file, "姓名,代表团,座位\n阿依古丽·买买提,一团,99\n").unwrap();
    let plan = said(&import(&[]), 0);
    assert!(plan.contains("new 新增 2: 阿依古丽·买买提 · 一团 · 99\n"), "{plan}");
    let seen = plan.split_once("--seen ").unwrap().1.trim().to_owned();
    let other = said(&import(&["--seen", &"0".repeat(seen.len())]), 1);
    assert!(other.contains("not imported"), "another plan than the one that was seen: {other}");
    let done = said(&import(&["--seen", &seen]), 0);
    assert!(done.contains("imported 已导入: new 新增 1, changed 更改 0"), "{done}");
    let again = said(&import(&[]), 0);
    assert!(again.contains("new 新增 0, changed 更改 0, unchanged 不变 1"), "{again}");
    let nothing = piaojue(folder.path(), &["import", "--session", &session]);
    assert_eq!(nothing.status.code(), Some(2), "neither a roll nor projects");

    hall.server.restart();
    let cookie = hall.sign_in("clerk");
    let request = Request::get(&format!("/desk/{session}/roll"));
    let roll = request.with("cookie", &cookie).send(hall.address()).text();
    assert!(roll.contains("阿依古丽·买买提"), "the desk has it");
    let request = Request::get(&format!("/desk/{session}/audit"));
    let trail = request.with("cookie", &cookie).send(hall.address()).text();
    let line = trail.split("<tr>").find(|line| line.contains("导入名册")).expect("a line tells");
    assert!(line.contains("名册.csv") && line.contains("服务器本机"), "{line}");
}

#[test]
fn an_administrator_is_let_in_again_at_the_machine() {
    let mut hall = at_night();
    let data = hall.server.data().to_owned();
    let admin = |arguments: &[&str]| {
        let place = ["--data", data.to_str().unwrap()];
        piaojue(&data, &[&["admin"], arguments, &place].concat())
    };
    let accounts = said(&admin(&["accounts"]), 0);
    assert!(accounts.lines().any(|line| line.starts_with("admin\tadministrator\t-\t")));
    assert!(accounts.lines().any(|line| line.starts_with("teller1\tteller\t510812100\t")));
    for (who, why) in [
        ("teller1", "Only an administrator"),
        ("presidium1", "Only an administrator"),
        ("nobody", "no such account"),
    ] {
        let refused = admin(&["reset", who]);
        assert_eq!(refused.status.code(), Some(2), "{who}");
        let why_not = text(&refused.stderr).to_lowercase();
        assert!(why_not.contains(&why.to_lowercase()), "{why_not}");
    }
    let code = said(&admin(&["reset", "admin"]), 0);
    let code = code.lines().next().unwrap().split_once(": ").unwrap().1.to_owned();
    hall.server.restart();
    let beside = admin(&["reset", "admin"]);
    assert_eq!(beside.status.code(), Some(2), "the service runs with the folder");
    assert_eq!(
        log_in(hall.address(), "admin", PASSWORD).status,
        401,
        "the old one is worth nothing"
    );
    let first = log_in(hall.address(), "admin", &code);
    assert_eq!((first.status, first.json()), (200, json!({ "done": false, "wants": "password" })));
    assert_eq!(log_in(hall.address(), "teller1", PASSWORD).status, 200, "others sign in as before");
}

#[test]
fn options_stand_in_a_file() {
    let hall = at_night();
    let data = hall.server.data().to_owned();
    let folder = Folder::fresh("settings");
    let file = folder.path().join("piaojue.toml");
    let without = piaojue(folder.path(), &["audit"]);
    assert_eq!(without.status.code(), Some(2), "there are no data here");
    std::fs::write(&file, format!("data = '{}'\n[serve]\ntls = true\n", data.display())).unwrap();
    said(&piaojue(folder.path(), &["audit"]), 0);
    let elsewhere = piaojue(folder.path(), &["audit", "--data", "elsewhere"]);
    assert_eq!(elsewhere.status.code(), Some(2), "what is typed counts first");
    std::fs::write(&file, "[serve]\nbackups = '/mnt/second'\n").unwrap();
    let wrong = piaojue(folder.path(), &["audit"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("there is no option `serve.backups`"), "{wrong:?}");
}
