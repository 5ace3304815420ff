//! What leaves of a session. The archive: two persons let it go, its bytes are those that the
//! second confirmed, and what is in it holds without the program that made it. The bundle: who
//! fetches it is in nobody's way.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use ballotbox::verify::Verdict;
use piaojue::domain::poll::PollState;
use piaojue::domain::session::Stage;
use piaojue::service::Actor;
use piaojue::service::archive::{Archive, ExportStand};
use piaojue::service::proposals::Act;
use piaojue::storage::{Dialect, Storage, Tx};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use sqlx::Executor as _;

use crate::day::{DEPUTIES, Day, PLAN, Point, level, refused, stranger};
use crate::place::Kind;

/// A day whose session is closed, its poll published.
async fn closed(kind: Kind) -> Day {
    let day = Day::at(kind, Point::State(PollState::Published)).await;
    let clerk = &day.town.clerk;
    day.service().next_stage(clerk, day.session(), Stage::InSession).await.unwrap();
    day
}

/// The clerk asks; the act that waits.
async fn ask(day: &Day) -> uuid::Uuid {
    day.service().ask_to_export(&day.town.clerk, day.session()).await.unwrap();
    let waiting = day.service().waiting_acts(day.session()).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert!(matches!(waiting[0].act, Act::Export { .. }));
    waiting[0].id
}

async fn archive(day: &Day) -> Archive {
    day.service().export(&day.town.clerk, day.session()).await.unwrap()
}

/// Asked for, confirmed, fetched.
async fn exported(day: &Day) -> Archive {
    let act = ask(day).await;
    let chair = &day.town.presidium[0].actor;
    day.service().confirm(chair, day.session(), act).await.unwrap();
    archive(day).await
}

async fn stand(day: &Day) -> &'static str {
    match day.service().export_stand(day.session()).await.unwrap() {
        ExportStand::Early => "early",
        ExportStand::Nobody => "nobody",
        ExportStand::Waiting(_) => "waiting",
        ExportStand::Granted(_) => "granted",
        ExportStand::Changed => "changed",
    }
}

/// The digest by another program's arithmetic.
fn sha256(bytes: &[u8]) -> String {
    let bytes: Vec<_> = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.concat()
}

/// The files of an archive.
fn files(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let fault = |error: &dyn std::fmt::Display| error.to_string();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|it| fault(&it))?;
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(|it| fault(&it))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|it| fault(&it))?;
        let name = file.name().map_err(|it| fault(&it))?.into_owned();
        files.insert(name, bytes);
    }
    Ok(files)
}

/// Whether each file has the size and the digest that the two lists say, and no file is unlisted.
fn check(files: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    let manifest: Value =
        serde_json::from_slice(&files["manifest.json"]).map_err(|error| error.to_string())?;
    let mut listed = Vec::new();
    for file in manifest["files"].as_array().ok_or("no list")? {
        let name = file["name"].as_str().ok_or("no name")?;
        let bytes = files.get(name).ok_or(format!("{name} is not there"))?;
        if file["size"] != bytes.len() || file["sha256"] != sha256(bytes).as_str() {
            return Err(format!("{name} is another"));
        }
        listed.push(name.to_owned());
    }
    let unlisted: Vec<_> = files.keys().filter(|name| !listed.contains(name)).collect();
    if unlisted != ["SHA256SUMS", "manifest.json"] {
        return Err(format!("{unlisted:?} are in no list"));
    }
    let sums = String::from_utf8_lossy(&files["SHA256SUMS"]).into_owned();
    let mut seen = 0;
    for line in sums.lines() {
        let (digest, name) = line.split_once("  ").ok_or("a line of another form")?;
        let bytes = files.get(name).ok_or(format!("{name} is not there"))?;
        if digest != sha256(bytes) {
            return Err(format!("{name} has another sum"));
        }
        seen += 1;
    }
    if seen == files.len() - 1 { Ok(()) } else { Err(format!("{seen} sums")) }
}

pub(crate) async fn an_archive_leaves_when_two_want_it(kind: Kind) {
    let mut day = Day::at(kind, Point::State(PollState::Published)).await;
    let (session, clerk) = (day.session(), day.town.clerk.clone());
    let chair = day.town.presidium[0].actor.clone();
    assert_eq!(stand(&day).await, "early");
    let early = day.service().ask_to_export(&clerk, session).await;
    assert_eq!(refused(early), "refusal-export-early");
    day.service().next_stage(&clerk, session, Stage::InSession).await.unwrap();
    assert_eq!(stand(&day).await, "nobody");
    assert_eq!(refused(day.service().export(&clerk, session).await), "refusal-export-nobody");

    let act = ask(&day).await;
    assert_eq!(stand(&day).await, "waiting");
    let twice = day.service().ask_to_export(&clerk, session).await;
    assert_eq!(refused(twice), "refusal-proposed");
    let stale = Actor { fresh: false, ..chair.clone() };
    let teller = day.town.tellers[0].actor.clone();
    for (actor, key) in [
        (&clerk, "refusal-second-same"),
        (&teller, "refusal-role"),
        (&stale, "refusal-not-fresh"),
        (&stranger(chair.account.role, "510812101"), "refusal-no-session"),
    ] {
        assert_eq!(refused(day.service().confirm(actor, session, act).await), key);
    }
    let without = day.service().export(&clerk, session).await;
    assert_eq!(refused(without), "refusal-export-nobody", "it only waits");

    day.service().confirm(&chair, session, act).await.unwrap();
    assert_eq!(stand(&day).await, "granted");
    for actor in [&teller, &chair] {
        assert_eq!(refused(day.service().export(actor, session).await), "refusal-role");
    }
    let elsewhere = stranger(clerk.account.role, "510812101");
    assert_eq!(refused(day.service().export(&elsewhere, session).await), "refusal-no-session");
    let one = archive(&day).await;
    assert_eq!(one.digest, sha256(&one.bytes));
    let lines = day.service().audit_trail(session).await.unwrap();
    let told = |at: usize| {
        let line = &lines[at].line;
        (line.action.as_str(), line.actor.as_str(), line.details.as_str())
    };
    assert_eq!(told(0), ("audit-exported", "clerk", one.digest.as_str()));
    assert_eq!(told(1), ("audit-confirmed", "presidium1", one.digest.as_str()));
    assert_eq!(told(2), ("audit-proposed", "clerk", one.digest.as_str()));

    // The trail has grown and the program begun anew: the bytes are the same.
    day.restart().await;
    assert_eq!(archive(&day).await.bytes, one.bytes);
    let at_machine = day.service().export_at_machine(session).await.unwrap();
    assert_eq!(at_machine.bytes, one.bytes);
    let lines = day.service().audit_trail(session).await.unwrap();
    assert_eq!((lines[0].line.actor.as_str(), lines[0].line.details.as_str()), ("", &*one.digest));
}

pub(crate) async fn a_session_that_changed_is_asked_for_again(kind: Kind) {
    let day = closed(kind).await;
    let (service, session, clerk) = (day.service(), day.session(), &day.town.clerk);
    let chair = &day.town.presidium[0].actor;
    let first = exported(&day).await;
    let correct = async |text: &str| {
        service.ask_to_correct(chair, session, day.poll, text).await.unwrap();
        for member in day.town.presidium.iter().take(2) {
            member.sign_all(service).await.unwrap();
        }
    };
    correct("项目一的责任单位应为镇农业办").await;
    assert_eq!(stand(&day).await, "changed");
    assert_eq!(refused(service.export(clerk, session).await), "refusal-export-changed");

    // Changed between the first person and the second.
    let act = ask(&day).await;
    correct("项目二的完成时限应为十一月").await;
    assert_eq!(refused(service.confirm(chair, session, act).await), "refusal-export-changed");
    service.withdraw(clerk, session, act).await.unwrap();

    let second = exported(&day).await;
    assert_ne!(second.digest, first.digest);
    assert_eq!(stand(&day).await, "granted");
    let corrections = |archive: &Archive| {
        let result = files(&archive.bytes).unwrap()["result.json"].clone();
        let result: Value = serde_json::from_slice(&result).unwrap();
        result["polls"][0]["corrections"].as_array().unwrap().len()
    };
    assert_eq!((corrections(&first), corrections(&second)), (0, 2));
    service.end().await;
}

pub(crate) async fn every_file_is_what_the_lists_say(kind: Kind) {
    let day = closed(kind).await;
    let archive = exported(&day).await;
    let whole = files(&archive.bytes).unwrap();
    let names: Vec<_> = whole.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "README.txt",
            "SHA256SUMS",
            "bundle.json",
            "manifest.json",
            "papers/01-候选项目名册.pdf",
            "papers/02-票决办法.pdf",
            "papers/03-签到册.pdf",
            "papers/04-表决票.pdf",
            "papers/05-零票证明.pdf",
            "papers/06-计票结果报告单.pdf",
            "papers/07-公告.pdf",
            "papers/08-会议记录.pdf",
            "papers/09-表决票-A3.pdf",
            "projects.json",
            "result.json",
            "rules/poll-1.txt",
            "tables/audit.csv",
            "tables/audit.xlsx",
            "tables/progress.csv",
            "tables/progress.xlsx",
            "tables/projects.csv",
            "tables/projects.xlsx",
            "tables/results.csv",
            "tables/results.xlsx",
            "tables/roll.csv",
            "tables/roll.xlsx",
            "totals/poll-1.pb",
        ]
    );
    check(&whole).unwrap();
    // The control: one byte of any file, and it is found.
    for name in names {
        let mut flipped = whole.clone();
        let bytes = flipped.get_mut(name).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        assert!(check(&flipped).is_err(), "{name} was changed and nobody noticed");
    }
    let bundle = &whole["bundle.json"];
    let verdict = |bytes: &[u8]| ballotbox::verify::verify(bytes, &|_| ()).unwrap().verdict;
    assert_eq!(verdict(bundle), Verdict::Verified);
    let text = String::from_utf8(bundle.clone()).unwrap();
    let forged = text.replacen("村级养老服务点", "村级养老服务站", 1);
    assert_ne!(forged, text);
    assert_eq!(verdict(forged.as_bytes()), Verdict::Refuted, "the control");

    check_texts(&day, &whole);
    day.service().end().await;
}

/// What the texts say, and what they must not.
fn check_texts(day: &Day, whole: &BTreeMap<String, Vec<u8>>) {
    let manifest: Value = serde_json::from_slice(&whole["manifest.json"]).unwrap();
    assert_eq!(manifest["session"], day.session().to_string());
    assert_eq!(manifest["title"], PLAN.title);
    assert_eq!(manifest["program"], concat!("piaojue ", env!("CARGO_PKG_VERSION")));
    let rule = String::from_utf8(whole["rules/poll-1.txt"].clone()).unwrap();
    assert!(rule.contains("第十六条") && rule.contains("全体代表过半数赞成"), "{rule}");
    assert!(!rule.contains("草案"), "{rule}");
    let readme = String::from_utf8(whole["README.txt"].clone()).unwrap();
    for name in whole.keys().filter(|name| *name != "README.txt") {
        assert!(readme.contains(name.as_str()), "{name} is not told of");
    }
    // Whose code a slip has stands nowhere.
    for slip in &day.town.slips {
        let code = slip.printed();
        for (name, bytes) in whole {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains(code.as_str()), "{name} has a slip's code");
        }
    }
}

pub(crate) async fn totals_have_no_line_for_a_ballot(kind: Kind) {
    let day = closed(kind).await;
    let archive = exported(&day).await;
    let text = files(&archive.bytes).unwrap()["totals/poll-1.pb"].clone();
    let text = String::from_utf8(text).unwrap();
    let (meta, rest) = text.split_once("PROJECTS\n").unwrap();
    let (projects, votes) = rest.split_once("VOTES\n").unwrap();
    assert_eq!(votes, "voter_id;vote\n", "nothing follows the head");
    for line in ["META", "num_projects;3", "num_votes;12", "vote_type;approval", "max_length;2"] {
        assert!(meta.lines().any(|it| it == line), "{line} is not in {meta}");
    }
    assert!(meta.contains("never opened one by one"), "it says why");

    let log = day.service().log_of(day.session()).await.unwrap();
    let outcome = &log.poll(day.poll).unwrap().outcome().unwrap().outcome;
    let lines: Vec<Vec<&str>> =
        projects.lines().skip(1).map(|line| line.split(';').collect()).collect();
    assert_eq!(lines.len(), 3);
    for (line, option) in lines.iter().zip(&outcome.options) {
        assert_eq!(line[1], "860000");
        assert_eq!(line[2], option.votes.to_string());
        assert_eq!(line[3], option.title);
        assert_eq!(line[5], if option.elected { "1" } else { "0" });
    }
    let sum: u32 = lines.iter().map(|line| line[2].parse::<u32>().unwrap()).sum();
    assert_eq!(sum, 2 * u32::try_from(DEPUTIES).unwrap(), "each deputy chose two");
    day.service().end().await;
}

/// Holds up everybody else who would write a checkpoint.
async fn hold(storage: &Storage) -> Tx {
    // On SQLite there is one writer at a time.
    let mut held = storage.begin().await.unwrap();
    if held.dialect() == Dialect::Postgres {
        let lock = "lock table checkpoints in share mode";
        held.connection().execute(lock).await.unwrap();
    }
    held
}

pub(crate) async fn who_fetches_the_bundle_again_waits_for_no_writer(kind: Kind) {
    let day = Day::open(kind).await;
    let (service, session, storage) = (day.service(), day.session(), day.storage().await);
    let first = service.bundle(session).await.unwrap();
    let held = hold(&storage).await;
    assert_eq!(service.bundle(session).await.unwrap(), first);
    drop(held);
    // The control: the first after a change writes, and waits until the database gives it up.
    day.town.cast(day.poll, 0, &level(0)).await.unwrap();
    let held = hold(&storage).await;
    assert!(service.bundle(session).await.is_err(), "nobody was held up");
    drop(held);
    storage.close().await;
    service.end().await;
}
