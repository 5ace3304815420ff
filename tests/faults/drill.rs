//! Backup and restore: a disk dies in the middle of a vote; from the second one everything
//! comes back, and what should not be restored is refused. The drill is timed (goal: 5 minutes). A
//! hall with TLS comes back as the one that its tablets trust.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use rustls::ClientConfig;

use crate::client::Request;
use crate::hall::sign_in;
use crate::judge::Acknowledged;
use crate::secure::{NAME, ask, authority_of, trusting};
use crate::support::process::{Folder, wait_until};
use crate::support::server::Server;
use crate::template::{Template, copy, serve_on, template};

const PASSPHRASE: &str = "备用盘口令一共有十二个字以上";
/// The hall's authority in a backup.
const SEALED: &str = "authority.sealed";
/// What `serve` is told in a hall with TLS.
const HALL: [&str; 3] = ["--tls", "--name", NAME];

/// Runs the program; its exit code and all that it said.
fn run(arguments: &[&str]) -> (i32, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_piaojue")).args(arguments).output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    (done.status.code().unwrap(), String::from_utf8_lossy(&said).into_owned())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A place with a passphrase in a file.
fn passphrase(folder: &Folder, name: &str, words: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, format!("{words}\n")).unwrap();
    path
}

/// The backups in a folder, the oldest first.
fn backups(folder: &Path) -> Vec<PathBuf> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_backup = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        // One that is being written has another name.
        let whole = name.starts_with("backup-") && path.extension().is_none();
        whole && path.join("backup.json").exists()
    };
    let mut found: Vec<_> = names.filter(is_backup).collect();
    found.sort();
    found
}

#[test]
fn a_dead_disk_loses_no_acknowledged_ballot() {
    let template = template();
    let (second, secret) = (Folder::fresh("second"), Folder::fresh("secret"));
    let key = passphrase(&secret, "passphrase", PASSPHRASE);
    let plan = ["--backup", text(second.path()), "--backup-passphrase", text(&key)];
    let server = template.serve(&[&plan[..], &["--backup-every", "600"]].concat());
    wait_until("the first backup was never made", || backups(second.path()).len() == 1);
    let first = backups(second.path()).remove(0);
    let mut known = Vec::new();
    for number in 0..10 {
        known.push(template.cast(server.address(), number).unwrap());
    }
    // The disk dies: nothing of the data folder is left. The backup is older than every ballot.
    drop(server);
    let begun = Instant::now();
    let fresh = Folder::fresh("fresh");
    let wrong = passphrase(&secret, "wrong", "这不是那个口令这不是那个口令");
    let from = ["restore", "--from", text(second.path()), "--data", text(fresh.path())];
    let refused = |more: &[&str], words: &str| {
        let (code, said) = run(&[&from[..], more].concat());
        assert!(code == 2 && said.contains(words), "{more:?}: {code} {said}");
        assert!(!fresh.path().join("piaojue.db").exists(), "nothing was put there");
    };
    refused(&[], "holds no key file");
    refused(&["--passphrase", text(&wrong)], "does not fit");
    refused(&["--passphrase", text(&key), "--head", "9999-AAAAA-AAAAA"], "printed head");
    let (code, said) = run(&[&from[..], &["--passphrase", text(&key)]].concat());
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("日志补回: 10"), "the journal had every ballot: {said}");
    let server = serve_on(fresh, &[], &[]);
    println!("{:?} from a dead disk to a service that votes (goal: 5 min)", begun.elapsed());
    known.push(template.cast(server.address(), 10).expect("the vote goes on"));
    assert_eq!(template.judge(server.data(), &known), Ok(11));
    let again = template.cast(server.address(), 3).unwrap();
    assert_eq!(again.receipt, known[3].receipt, "the same bytes still get the same receipt");
    without_the_journal(template, &first, &key, &known);
}

/// The control: without the journal those ballots are lost, and the judge sees it.
fn without_the_journal(template: &Template, first: &Path, key: &Path, known: &[Acknowledged]) {
    let (apart, fresh) = (Folder::fresh("apart"), Folder::fresh("fresh"));
    copy(first, &apart.path().join("backup-000001-alone"));
    let from = ["--from", text(apart.path()), "--data", text(fresh.path())];
    let (code, said) = run(&[&["restore"], &from[..], &["--passphrase", text(key)]].concat());
    assert_eq!(code, 0, "{said}");
    assert!(template.judge(fresh.path(), known).is_err(), "ballots are missing");
}

/// Hands a ballot in over TLS, as a tablet that trusts one authority.
fn hand_in(
    tablet: &Arc<ClientConfig>,
    server: &Server,
    number: usize,
) -> std::io::Result<Acknowledged> {
    let ballot = template().ballots[number].clone();
    let answer = ask(tablet, server.address(), NAME, &template().casting(&ballot))?;
    assert_eq!(answer.status, 200, "{answer:?}");
    Ok(Acknowledged { ballot, receipt: answer.json() })
}

/// Restores with the passphrase; the exit code and all that was said.
fn bring_back(from: &Path, data: &Path, key: &Path) -> (i32, String) {
    let places = ["restore", "--from", text(from), "--data", text(data)];
    run(&[&places[..], &["--passphrase", text(key)]].concat())
}

#[test]
fn tablets_trust_the_restored_hall_as_before() {
    let template = template();
    let (second, secret) = (Folder::fresh("second"), Folder::fresh("secret"));
    let key = passphrase(&secret, "passphrase", PASSPHRASE);
    let plan = ["--backup", text(second.path()), "--backup-passphrase", text(&key)];
    let mut server = template.serve(&plan);
    let latest = || backups(second.path()).pop();
    let has_one = || latest().is_some_and(|backup| backup.join(SEALED).exists());
    wait_until("the first backup was never made", || latest().is_some());
    assert!(!has_one(), "no hall speaks TLS yet");
    // The authority is younger than the first backup.
    server.restart_with(&HALL);
    wait_until("the authority is in no backup", has_one);
    let tablet = trusting(authority_of(server.data()));
    let mut known = vec![hand_in(&tablet, &server, 0).unwrap()];
    let own = server.data().join("tls");
    let files = ["ca.key", "ca.crt"].map(|name| (name, std::fs::read(own.join(name)).unwrap()));
    // The disk dies, and the authority with it.
    drop(server);
    let fresh = Folder::fresh("fresh");
    let (code, said) = bring_back(second.path(), fresh.path(), &key);
    assert!(code == 0 && said.contains("平板照旧信任"), "{code} {said}");
    for (name, bytes) in &files {
        let path = fresh.path().join("tls").join(name);
        assert!(std::fs::read(&path).unwrap() == *bytes, "{name}");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    assert!(!fresh.path().join("tls/server.crt").exists(), "the server's own is made anew");
    let server = serve_on(fresh, &HALL, &[]);
    known.push(hand_in(&tablet, &server, 1).expect("the tablet delivers what it kept"));
    assert_eq!(template.judge(server.data(), &known), Ok(2));
    let stranger = without_the_authority(second.path(), &key, &tablet);
    beside_another(second.path(), &key, &stranger);
}

/// A copy of the last backup, alone in a folder.
fn last_alone(second: &Path) -> (Folder, PathBuf) {
    let apart = Folder::fresh("apart");
    let backup = backups(second).pop().unwrap();
    let copied = apart.path().join(backup.file_name().unwrap());
    copy(&backup, &copied);
    (apart, copied)
}

/// The control, and a backup as it was made before authorities travelled: it comes back and says
/// what follows; the tablet does not trust that hall. Its data folder.
fn without_the_authority(second: &Path, key: &Path, tablet: &Arc<ClientConfig>) -> Folder {
    let ((apart, copied), fresh) = (last_alone(second), Folder::fresh("fresh"));
    std::fs::remove_file(copied.join(SEALED)).unwrap();
    let (code, said) = bring_back(apart.path(), fresh.path(), key);
    assert!(code == 0 && said.contains("每台平板须重新安装信任"), "{code} {said}");
    let server = serve_on(fresh, &HALL, &[]);
    let refused = hand_in(tablet, &server, 2).unwrap_err().to_string();
    assert!(refused.contains("UnknownIssuer"), "{refused}");
    hand_in(&trusting(authority_of(server.data())), &server, 2).expect("who trusts it can vote");
    server.leave()
}

/// Another authority that stands in the data folder is neither lost nor mixed with the backup's; a
/// damaged one is not taken.
fn beside_another(second: &Path, key: &Path, stranger: &Folder) {
    let fresh = Folder::fresh("fresh");
    copy(&stranger.path().join("tls"), &fresh.path().join("tls"));
    let refused = |from: &Path, words: &str| {
        let (code, said) = bring_back(from, fresh.path(), key);
        assert!(code == 2 && said.contains(words), "{words}: {code} {said}");
        assert!(!fresh.path().join("piaojue.db").exists(), "nothing was put there");
    };
    refused(second, "another authority");
    assert_eq!(authority_of(fresh.path()), authority_of(stranger.path()), "it is as it was");
    std::fs::remove_dir_all(fresh.path().join("tls")).unwrap();
    let (apart, copied) = last_alone(second);
    let sealed = std::fs::read_to_string(copied.join(SEALED)).unwrap();
    let changed = sealed.replace("\"closed\":\"", "\"closed\":\"AAAA");
    std::fs::write(copied.join(SEALED), changed).unwrap();
    refused(apart.path(), "closed authority of the hall is damaged");
    let (code, said) = bring_back(second, fresh.path(), key);
    assert_eq!(code, 0, "the control: {said}");
    // As the backup's own stands there now, the same comes back once more.
    let again = Folder::fresh("again");
    copy(&fresh.path().join("tls"), &again.path().join("tls"));
    let (code, said) = bring_back(second, again.path(), key);
    assert!(code == 0 && said.contains("原样保留"), "{code} {said}");
}

#[test]
fn what_should_not_be_restored_is_refused() {
    let template = template();
    let (second, secret) = (Folder::fresh("second"), Folder::fresh("secret"));
    let key = passphrase(&secret, "passphrase", PASSPHRASE);
    let mut server = template.serve(&[]);
    let known = [template.cast(server.address(), 0).unwrap()];
    // While it runs, under way.
    let data = text(server.data()).to_owned();
    let to = ["backup", "--data", &data, "--to", text(second.path())];
    let (code, said) = run(&[&to[..], &["--passphrase", text(&key)]].concat());
    assert_eq!(code, 0, "{said}");
    let head = said.lines().find_map(|line| line.strip_prefix("log 日志 "));
    let head = head.and_then(|line| line.split_once(": ")).unwrap().1.to_owned();
    let restore = |from: &Path, data: &str, more: &[&str]| {
        run(&[&["restore", "--from", text(from), "--data", data], more].concat())
    };
    let refused = |from: &Path, data: &str, more: &[&str], words: &str| {
        let (code, said) = restore(from, data, more);
        assert!(code == 2 && said.contains(words), "{words}: {code} {said}");
    };
    refused(second.path(), &data, &[], "another piaojue is running");
    let later = [known[0].clone(), template.cast(server.address(), 1).unwrap()];
    server.kill9();
    refused(second.path(), &data, &[], "it is older");
    assert_eq!(template.judge(server.data(), &later), Ok(2), "the data are as they were");
    let stranger = Folder::fresh("stranger");
    let other = passphrase(&stranger, "piaojue.key", piaojue::service::KeyFile::generate().text());
    assert!(other.exists());
    refused(second.path(), text(stranger.path()), &[], "another installation");
    let with_key = ["--passphrase", text(&key)];
    refused(second.path(), text(stranger.path()), &with_key, "another installation");
    damaged(second.path(), &key, &refused);
    // With the word, the older one comes back; what stood there is kept, its log too.
    server.restart();
    assert!(template.cast(server.address(), 2).is_some());
    server.kill9();
    let stale = server.data().join("piaojue.db-wal");
    assert!(stale.exists(), "a killed program leaves its log");
    let (code, said) = restore(second.path(), &data, &["--older", "--head", &head]);
    assert_eq!(code, 0, "{said}");
    assert!(!stale.exists(), "a log that is left would be read into the restored database");
    assert_eq!(template.judge(server.data(), &known), Ok(1));
    assert!(template.judge(server.data(), &later).is_err(), "the control: it is the older one");
    let kept = std::fs::read_dir(server.data()).unwrap().flatten();
    let kept = kept.map(|it| it.path()).find(|it| text(it).contains("replaced-")).unwrap();
    assert!(kept.join("piaojue.db").exists() && kept.join("piaojue.db-wal").exists());
}

/// Tries to restore from a folder into another with further options: refused with these words.
type Refused<'a> = &'a dyn Fn(&Path, &str, &[&str], &str);

/// A backup in which anything was changed is refused.
fn damaged(second: &Path, key: &Path, refused: Refused<'_>) {
    let backup = backups(second).remove(0);
    for (file, words) in [
        ("piaojue.db", "damaged"),
        ("backup.json", "changed after it was made"),
        ("piaojue.key.sealed", "fit"),
    ] {
        let (apart, fresh) = (Folder::fresh("apart"), Folder::fresh("fresh"));
        let copied = apart.path().join(backup.file_name().unwrap());
        copy(&backup, &copied);
        let path = copied.join(file);
        let mut bytes = std::fs::read(&path).unwrap();
        if file == "backup.json" {
            let text = String::from_utf8(bytes).unwrap();
            bytes = text.replace("\"size\": ", "\"size\": 1").into_bytes();
        } else {
            let last = bytes.len() - 20;
            bytes[last] = if bytes[last] == b'A' { b'B' } else { b'A' };
        }
        std::fs::write(&path, bytes).unwrap();
        refused(apart.path(), text(fresh.path()), &["--passphrase", text(key)], words);
    }
}

#[test]
fn a_second_disk_that_fails_is_told_and_stops_nothing() {
    let template = template();
    let parent = Folder::fresh("second");
    let place = parent.path().join("disk");
    let plan = ["--backup", text(&place), "--backup-every", "1"];
    let server = template.serve(&plan);
    wait_until("no backup was made", || place.exists() && !backups(&place).is_empty());
    let cookie = sign_in(server.address(), "clerk");
    let desk = || {
        let path = format!("/desk/{}", template.session);
        Request::get(&path).with("cookie", &cookie).send(server.address()).text()
    };
    assert!(!desk().contains("第二份存储"), "the control: all is well");
    // Pulled out: another thing stands where the disk was.
    let away = parent.path().join("away");
    std::fs::rename(&place, &away).unwrap();
    std::fs::write(&place, b"no folder").unwrap();
    let mut known: Vec<_> = template.cast(server.address(), 0).into_iter().collect();
    wait_until("the desk never said it", || desk().contains("第二份存储没有写成"));
    known.push(template.cast(server.address(), 1).expect("the vote goes on"));
    // Put in again.
    std::fs::remove_file(&place).unwrap();
    std::fs::rename(&away, &place).unwrap();
    wait_until("the alarm never ended", || !desk().contains("第二份存储"));
    assert_eq!(template.judge(server.data(), &known), Ok(2));
    rotated(&server, &place);
}

/// Not more backups are kept than ten.
fn rotated(server: &Server, place: &Path) {
    let last = |place: &Path| backups(place).last().unwrap().clone();
    for number in 2..12 {
        let before = last(place);
        assert!(template().cast(server.address(), number).is_some());
        wait_until("no further backup was made", || last(place) != before);
    }
    wait_until("the oldest was never let go", || backups(place).len() <= 10);
}
