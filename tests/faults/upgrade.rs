//! Data of earlier versions: a published session and one that votes, as a version left them,
//! are opened by this one; results are the same, byte for byte, and the vote goes on. Data of a
//! later version are refused in words. An upgrade that is killed goes on at the next start.
//!
//! `PIAOJUE_WRITE_FIXTURE=VERSION` writes the fixtures of a new version before it is released.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::client::Request;
use crate::counts::count;
use crate::hall::{Hall, SITE, Size};
use crate::judge::{Acknowledged, judge};
use crate::support::process::{Folder, Process};
use crate::support::server::Server;
use crate::template::{read, runtime};

/// Versions whose data are kept.
const VERSIONS: [&str; 1] = ["0.1.0"];

fn fixture(version: &str, what: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/fixtures");
    folder.join(format!("{version}-{what}.zip"))
}

/// Lays a fixture's files into a folder.
fn unpacked(version: &str, what: &str) -> Folder {
    let folder = Folder::fresh("fixture");
    let bytes = std::fs::File::open(fixture(version, what)).unwrap();
    let mut archive = ZipArchive::new(bytes).unwrap();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let path = folder.path().join(file.name().unwrap().as_ref());
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn serve(data: Folder) -> Result<Server, String> {
    let program = Path::new(env!("CARGO_BIN_EXE_piaojue"));
    Server::on(data, program, &["serve", "--site", SITE], &[])
}

/// What a fixture says of itself.
fn facts(folder: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join("facts.json")).unwrap()).unwrap()
}

fn get(server: &Server, path: &str) -> Vec<u8> {
    let answer = Request::get(path).send(server.address());
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.body
}

#[test]
fn results_of_earlier_versions_stay_what_they_were() {
    write_fixtures();
    for version in VERSIONS {
        let data = unpacked(version, "published");
        let (facts, folder) = (facts(data.path()), data.path().to_owned());
        let session = facts["session"].as_str().unwrap().to_owned();
        let server = serve(data).unwrap();
        let bundle = get(&server, &format!("/api/sessions/{session}/bundle.json"));
        let kept = std::fs::read(folder.join("bundle.json")).unwrap();
        let entries =
            |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap()["entries"].clone();
        assert_eq!(entries(&bundle), entries(&kept), "{version}: the log, byte for byte");
        assert!(ballotbox::verify::verify(&bundle, &|_| ()).unwrap().verified, "{version}");
        let result = get(&server, &format!("/api/sessions/{session}/result.json"));
        let kept = std::fs::read(folder.join("result.json")).unwrap();
        let value = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
        assert_eq!(value(&result), value(&kept), "{version}: the result");
    }
}

#[test]
fn a_vote_of_an_earlier_version_goes_on() {
    write_fixtures();
    for version in VERSIONS {
        goes_on(version, unpacked(version, "open"));
    }
}

/// The upgrade is killed at each of its writes, or at every few of them: the next start brings it
/// to its end, and the vote goes on.
#[test]
fn an_upgrade_that_is_killed_is_brought_to_its_end() {
    write_fixtures();
    let mut killed = 0;
    for version in VERSIONS {
        for nth in (1..).step_by(count(9, 1)) {
            let data = unpacked(version, "open");
            if !is_killed_at_write(nth, data.path()) {
                break;
            }
            killed += 1;
            goes_on(version, data);
        }
    }
    println!("killed at {killed} writes");
    assert!(killed > 3, "an upgrade writes: there is something to kill");
}

/// Starts the program, which is killed when it begins its nth write; whether it came to that.
fn is_killed_at_write(nth: usize, data: &Path) -> bool {
    let mut command = Command::new("strace");
    command.args(["-f", "-o", "/dev/null", "-e", "trace=pwrite64"]);
    command.args(["-e", &format!("inject=pwrite64:signal=KILL:when={nth}")]);
    command.arg(env!("CARGO_BIN_EXE_piaojue"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--site", SITE, "--data"]).arg(data);
    let mut process = Process::start(&mut command, "KILL");
    let listening = |line: &str| line.starts_with("listening on").then_some(());
    let started = process.line(listening).is_ok();
    if !started {
        assert_eq!(process.wait(), 128 + 9, "{}", process.output());
    }
    !started
}

/// Goes on with the vote of an earlier version.
fn goes_on(version: &str, data: Folder) {
    let facts = facts(data.path());
    let text = |name: &str| facts[name].as_str().unwrap().to_owned();
    let (session, poll) = (text("session"), text("poll"));
    let mut known = Vec::new();
    for one in facts["cast"].as_array().unwrap() {
        let ballot = one["ballot"].as_str().unwrap().as_bytes().to_vec();
        known.push(Acknowledged { ballot, receipt: one["receipt"].clone() });
    }
    let entries = |data: &Path| runtime().block_on(read(data, session.parse().unwrap())).unwrap();
    let before = entries(unpacked(version, "open").path());
    let server = serve(data).unwrap();
    let path = format!("/api/sessions/{session}/polls/{poll}/ballots");
    let ballot = text("sealed").into_bytes();
    let answer = Request::post(&path).json(ballot.clone()).send(server.address());
    assert_eq!(answer.status, 200, "{version}: {}", answer.text());
    known.push(Acknowledged { ballot, receipt: answer.json() });
    let entries = entries(server.data());
    assert_eq!(entries[..before.len()], before, "{version}: what stood there stands");
    assert_eq!(judge(poll.parse().unwrap(), &entries, &known), Ok(known.len()), "{version}");
}

#[test]
fn data_of_a_later_version_are_refused_in_words() {
    write_fixtures();
    let data = unpacked(VERSIONS[0], "open");
    let url = format!("sqlite:{}?mode=rw", data.path().join("piaojue.db").display());
    runtime().block_on(async {
        let mut database = sqlx::SqliteConnection::connect(&url).await.unwrap();
        let later = "insert into _sqlx_migrations (version, description, success, checksum, \
                     execution_time) values (9999, 'later', 1, x'00', 0)";
        database.execute(later).await.unwrap();
        database.close().await.unwrap();
    });
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaojue"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data.path());
    let done = command.output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("later version"), "{said}");
}

/// Writes the fixtures of a version, where the environment asks for it.
fn write_fixtures() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    let Ok(version) = std::env::var("PIAOJUE_WRITE_FIXTURE") else { return };
    ONCE.call_once(|| {
        write_open(&version);
        write_published(&version);
    });
}

fn write_open(version: &str) {
    let mut hall = Hall::open(&Size::small(8));
    let question = hall.fetch_poll();
    let seal = |slip: usize| hall.town.sealed_for(&question, slip, &json!([slip % 3])).unwrap();
    let mut cast = Vec::new();
    for slip in 0..3 {
        let ballot = seal(slip);
        let receipt = hall.casting(&ballot).send(hall.address()).json();
        cast.push(json!({ "ballot": String::from_utf8(ballot).unwrap(), "receipt": receipt }));
    }
    let facts = json!({
        "session": hall.town.session,
        "poll": hall.poll,
        "cast": cast,
        "sealed": String::from_utf8(seal(3)).unwrap(),
    });
    hall.away();
    assert_eq!(hall.server.terminate(), 0);
    pack(&fixture(version, "open"), hall.server.data(), &[("facts.json", facts.to_string())]);
}

fn write_published(version: &str) {
    let mut hall = Hall::open(&Size::small(6));
    let question = hall.fetch_poll();
    for slip in 0..6 {
        let ballot = hall.town.sealed_for(&question, slip, &json!([slip % 3])).unwrap();
        assert_eq!(hall.casting(&ballot).send(hall.address()).status, 200);
    }
    hall.runtime.block_on(async {
        hall.town.close(hall.poll).await.unwrap();
        hall.town.count(hall.poll, 6).await.unwrap();
        hall.town.certify().await.unwrap();
        hall.town.publish(hall.poll).await.unwrap();
    });
    let fetch = |name: &str| Request::get(&hall.path(name)).send(hall.address()).text();
    let (bundle, result) = (fetch("/bundle.json"), fetch("/result.json"));
    let facts = json!({ "session": hall.town.session }).to_string();
    hall.away();
    assert_eq!(hall.server.terminate(), 0);
    let more = [("facts.json", facts), ("bundle.json", bundle), ("result.json", result)];
    pack(&fixture(version, "published"), hall.server.data(), &more);
}

fn pack(path: &Path, data: &Path, more: &[(&str, String)]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut archive = ZipWriter::new(std::fs::File::create(path).unwrap());
    for name in ["piaojue.db", "piaojue.key"] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(&std::fs::read(data.join(name)).unwrap()).unwrap();
    }
    for (name, text) in more {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
}
