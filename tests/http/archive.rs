//! The archive as it leaves: over HTTP through two hands, at the machine with the same bytes, and
//! checked with nothing but the tools that its README names.

use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Output};

use piaojue::domain::session::Stage;

use crate::client::{Answer, Request};
use crate::hall::Hall;
use crate::support::process::Folder;
use crate::tables::published;

fn run(program: &str, folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("RUST_LOG", "off");
    command.output().unwrap()
}

fn piaojue(folder: &Path, arguments: &[&str]) -> Output {
    run(env!("CARGO_BIN_EXE_piaojue"), folder, arguments)
}

/// `piaojue export` on the data of a hall.
fn export(hall: &Hall, out: &Path) -> Output {
    let (data, session) = (hall.server.data(), hall.town.session.to_string());
    let (data, out) = (data.to_str().unwrap(), out.to_str().unwrap());
    let arguments = ["export", "--data", data, "--session", session.as_str(), "--out", out];
    piaojue(hall.server.data(), &arguments)
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn unpack(bytes: &[u8], folder: &Path) {
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().extract(folder).unwrap();
}

/// Asks for the archive, as a role and with a body that a script would send.
fn post(hall: &Hall, path: &str, cookie: &str) -> Answer {
    Request::post(path).with("cookie", cookie).json("{}").send(hall.address())
}

#[test]
fn an_archive_leaves_and_is_checked_by_its_own_readme() {
    let mut hall = published();
    let session = hall.town.session;
    let (clerk, chair) = (hall.sign_in("clerk"), hall.sign_in("presidium1"));
    let path = format!("/desk/{session}/archive");
    let folder = Folder::fresh("archive");
    let out = folder.path().join("machine.zip");
    assert_eq!(post(&hall, &path, &clerk).status, 409, "the session is not closed");
    hall.runtime.block_on(async {
        let stage = Stage::InSession;
        hall.town.service.next_stage(&hall.town.clerk, session, stage).await.unwrap();
    });
    let beside = export(&hall, &out);
    assert_eq!(beside.status.code(), Some(2), "the service runs with the folder");
    assert!(text(&beside.stderr).contains("stop it first"), "{}", text(&beside.stderr));

    assert_eq!(post(&hall, &path, &chair).status, 403, "the presidium confirms");
    assert_eq!(post(&hall, &path, &clerk).status, 200);
    let acts = hall.runtime.block_on(hall.town.service.waiting_acts(session)).unwrap();
    let confirm = format!("/desk/{session}/acts/{}/confirm", acts[0].id);
    assert_eq!(post(&hall, &confirm, &clerk).status, 403, "not the same person");
    let fetch = || {
        let request = Request::get(&format!("{path}.zip")).with("cookie", &clerk);
        request.send(hall.address())
    };
    assert_eq!(fetch().status, 409, "one person is not enough");
    assert_eq!(post(&hall, &confirm, &chair).status, 200);
    let answer = fetch();
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/zip")));
    assert!(answer.header("content-disposition").unwrap().contains("filename*=UTF-8''"));
    assert_eq!(fetch().body, answer.body, "the same bytes again");

    // At the machine, with the service ended.
    hall.away();
    assert_eq!(hall.server.terminate(), 0);
    let exported = export(&hall, &out);
    assert_eq!(exported.status.code(), Some(0), "{}", text(&exported.stderr));
    assert!(std::fs::read(&out).unwrap() == answer.body, "the same bytes as in the browser");
    let twice = export(&hall, &out);
    assert_eq!(twice.status.code(), Some(2), "nothing is overwritten");

    // What the README says, with the tools that it names.
    let sum = run("sha256sum", folder.path(), &["machine.zip"]);
    assert_eq!(text(&sum.stdout).get(..64), text(&exported.stdout).get(..64));
    let unpacked = folder.path().join("unpacked");
    unpack(&answer.body, &unpacked);
    let check = || run("sha256sum", &unpacked, &["--quiet", "-c", "SHA256SUMS"]).status.success();
    assert!(check());
    let verified = piaojue(&unpacked, &["verify", "bundle.json"]);
    assert_eq!(verified.status.code(), Some(0), "{}", text(&verified.stdout));
    // The controls: one bit of a table, one letter of the log.
    let roll = unpacked.join("tables").join("roll.csv");
    let mut bytes = std::fs::read(&roll).unwrap();
    bytes[20] ^= 1;
    std::fs::write(&roll, bytes).unwrap();
    assert!(!check());
    let bundle = unpacked.join("bundle.json");
    let forged = std::fs::read_to_string(&bundle).unwrap().replacen("项目1", "项目9", 1);
    std::fs::write(&bundle, forged).unwrap();
    assert_eq!(piaojue(&unpacked, &["verify", "bundle.json"]).status.code(), Some(1));
}
