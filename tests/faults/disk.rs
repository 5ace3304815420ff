//! A full disk and a broken one: no ballot is acknowledged that is not stored, a full
//! disk is told to tablets and voting goes on when there is room, a broken one ends the program.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use piaojue::storage::audit::Line;
use serde_json::json;

use crate::client::Request;
use crate::hall::sign_in;
use crate::judge::Acknowledged;
use crate::support::process::{Folder, Process, wait_until};
use crate::support::server::Server;
use crate::template::{Template, copy, template, trail};

/// How long a state is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the program ends with when its disk has failed.
const DISK_FAILED: i32 = 75;

/// Lets system calls of a running program fail; ends with what comes back.
fn inject(server: &Server, calls: &str, what: &str, out: &Path) -> Process {
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-o"]).arg(out).args(["-p", &server.id().to_string()]);
    command.args(["-e", &format!("trace={calls}"), "-e", &format!("inject={calls}:{what}")]);
    let strace = Process::start(&mut command, "TERM");
    let attached = strace.line(|line| line.contains("attached").then_some(()));
    attached.unwrap_or_else(|why| panic!("{why}"));
    strace
}

/// Casts until it is taken; the program may be busy with what went wrong just now.
fn cast_in_the_end(template: &Template, server: &Server, number: usize) -> Acknowledged {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(one) = template.cast(server.address(), number) {
            return one;
        }
        assert!(Instant::now() < end, "it was never taken:\n{}", server.output());
    }
}

#[test]
fn a_write_that_fails_is_never_acknowledged_and_ends_the_program() {
    let template = template();
    let mut tried = HashMap::new();
    for calls in ["fsync,fdatasync", "pwrite64", "pread64"] {
        for nth in 1..40 {
            let mut server = template.serve(&[]);
            let mut known: Vec<_> = template.cast(server.address(), 0).into_iter().collect();
            let out = Folder::fresh("strace");
            let file = out.path().join("calls");
            let strace = inject(&server, calls, &format!("error=EIO:when={nth}"), &file);
            let answer = template.casting(&template.ballots[1]).try_send(server.address());
            let taken = answer.as_ref().is_ok_and(|answer| answer.status == 200);
            if taken {
                let (ballot, receipt) = (template.ballots[1].clone(), answer.unwrap().json());
                known.push(Acknowledged { ballot, receipt });
                drop(strace);
                // The control: it runs on where nothing failed.
                known.push(template.cast(server.address(), 2).unwrap());
                assert_eq!(template.judge(server.data(), &known), Ok(3), "{calls} {nth}");
                break;
            }
            *tried.entry(calls).or_insert(0) += 1;
            assert_eq!(server.wait(), DISK_FAILED, "{calls} {nth}:\n{}", server.output());
            drop(strace);
            not_tried_again(&file, calls);
            server.restart();
            known.push(cast_in_the_end(template, &server, 1));
            let stored = template.judge(server.data(), &known);
            assert_eq!(stored, Ok(2), "{calls} {nth}: one ballot, whether it was stored or not");
            assert!(nth < 39, "the sweep never came to an end");
        }
    }
    println!("system calls that failed, one after the other: {tried:?}");
    let some = |calls| tried.get(calls).is_some_and(|&tried| tried > 0);
    assert!(some("fsync,fdatasync"), "a ballot is waited for: there is something to fail");
    assert!(some("pwrite64"), "a ballot is written: there is something to fail");
}

/// After a wait for the disk that failed there is no other for the same file.
fn not_tried_again(file: &Path, calls: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    let (_, after) = text.split_once("(INJECTED)").expect("it failed as it was told to");
    if calls.starts_with("fsync") {
        assert!(!after.contains("sync("), "it was tried again:\n{text}");
    }
}

/// A disk that takes two seconds to say that it has written.
#[test]
fn a_slow_disk_lets_ballots_wait_and_nobody_else() {
    let template = template();
    let server = template.serve(&[]);
    let out = Folder::fresh("strace");
    let slow = "delay_enter=2000000";
    let strace = inject(&server, "fsync,fdatasync", slow, &out.path().join("calls"));
    let cast = std::thread::scope(|scope| {
        let cast = scope.spawn(|| cast_in_the_end(template, &server, 0));
        let mut others = 0;
        while !cast.is_finished() {
            assert_eq!(Request::get("/how").send(server.address()).status, 200);
            others += 1;
        }
        assert!(others > 4, "only {others} pages while a ballot waited for its disk");
        cast.join().unwrap()
    });
    drop(strace);
    let waited = std::fs::read_to_string(out.path().join("calls")).unwrap();
    assert!(waited.contains("(DELAYED)"), "the control: there was something to wait for");
    let known = [cast, template.cast(server.address(), 1).expect("the disk is quick again")];
    assert_eq!(template.judge(server.data(), &known), Ok(2));
}

#[test]
fn a_full_disk_is_told_and_voting_goes_on_when_there_is_room() {
    let template = template();
    let server = template.serve(&[]);
    let mut known: Vec<_> = template.cast(server.address(), 0).into_iter().collect();
    let out = Folder::fresh("strace");
    let all = "error=ENOSPC:when=1+";
    let strace = inject(&server, "pwrite64", all, &out.path().join("calls"));
    for number in 1..4 {
        told_full(template, server.address(), number);
    }
    // Whoever has voted gets the receipt, full or not.
    let again = template.cast(server.address(), 0).unwrap();
    assert_eq!(again.receipt, known[0].receipt);
    drop(strace);
    for number in 1..4 {
        known.push(cast_in_the_end(template, &server, number));
    }
    assert_eq!(template.judge(server.data(), &known), Ok(4));
}

/// The ballot is not taken, and the tablet is told why in words.
fn told_full(template: &Template, address: &str, number: usize) {
    let answer = template.casting(&template.ballots[number]).send(address);
    let said = answer.json();
    assert_eq!((answer.status, &said["error"]), (507, &json!("disk_full")), "{said}");
    assert!(said["message"].as_str().unwrap().contains("已停止接收新票"), "{said}");
    assert_eq!(template.slip(address, &template.ballots[number])["state"], "unused");
}

/// A small disk of its own in memory; nothing where the system does not let us make one.
struct SmallDisk(Folder);

impl SmallDisk {
    fn of(megabytes: u32) -> Option<Self> {
        let folder = Folder::fresh("small");
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder.path())
            .output();
        mounted.is_ok_and(|done| done.status.success()).then_some(Self(folder))
    }

    /// Leaves so many kilobytes free; a negative number frees everything again.
    fn leave(&self, kilobytes: i64) {
        let filler = self.0.path().join("filler");
        let _ = std::fs::remove_file(&filler);
        if kilobytes < 0 {
            return;
        }
        let free = i64::try_from(piaojue::disk::free_bytes(self.0.path()).unwrap()).unwrap();
        let length = usize::try_from(free - kilobytes * 1024).unwrap();
        std::fs::write(&filler, vec![7; length]).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[test]
fn marks_of_the_disk_warn_and_refuse_in_time() {
    let template = template();
    let Some(disk) = SmallDisk::of(24) else {
        println!("no disk can be mounted here: the marks are tried against the real one only");
        return marks_of_the_real_disk(template);
    };
    let place = disk.0.path().join("data");
    copy(template.data().path(), &place);
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaojue"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--site", crate::hall::SITE]);
    command.args(["--second-factor", "off"]);
    command.args(["--disk-warn", "12", "--disk-opening", "8", "--disk-casting", "4", "--data"]);
    let process = Process::start(command.arg(&place), "KILL");
    let listening = |line: &str| line.strip_prefix("listening on http://").map(str::to_owned);
    let address = process.line(listening).unwrap_or_else(|why| panic!("{why}"));
    let address = address.split(['/', ' ']).next().unwrap();
    let cookie = sign_in(address, "clerk");
    let wait_for = |words: &str| wait_for_alarm(template, address, &cookie, words);

    let mut known: Vec<_> = template.cast(address, 0).into_iter().collect();
    disk.leave(10 * 1024);
    wait_for("存储空间不多了");
    known.push(template.cast(address, 1).unwrap());
    disk.leave(6 * 1024);
    wait_for("不能开始新的表决");
    known.push(template.cast(address, 2).unwrap());
    disk.leave(2 * 1024);
    wait_for("已停止接收新票");
    told_full(template, address, 3);
    disk.leave(-1);
    known.push(template.cast(address, 3).expect("there is room again"));
    wait_for("");
    drop(process);
    assert_eq!(template.judge(&place, &known), Ok(4));
    assert_eq!(
        alarms_entered(&place),
        ["alarm-disk-low", "alarm-disk-opening", "alarm-disk-casting"],
        "each once, in the trail"
    );
    really_full(template, &disk, &place);
}

/// The alarms whose beginning stands in the audit trail.
fn alarms_entered(data: &Path) -> Vec<String> {
    let began = |line: &Line| line.action == "audit-alarm" && line.details == "began";
    trail(data).into_iter().filter(began).map(|line| line.object).collect()
}

/// Without marks the disk itself says that it is full, in the middle of a write.
fn really_full(template: &Template, disk: &SmallDisk, place: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaojue"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--site", crate::hall::SITE]);
    command.args(["--second-factor", "off"]);
    command.args(["--disk-warn", "0", "--disk-opening", "0", "--disk-casting", "0", "--data"]);
    let process = Process::start(command.arg(place), "KILL");
    let listening = |line: &str| line.strip_prefix("listening on http://").map(str::to_owned);
    let address = process.line(listening).unwrap_or_else(|why| panic!("{why}"));
    let address = address.split(['/', ' ']).next().unwrap();
    disk.leave(0);
    let (mut known, mut number) = (Vec::new(), 4);
    // What is left of the log's last page may still take some.
    while let Some(one) = template.cast(address, number) {
        known.push(one);
        number += 1;
        assert!(number < 30, "the disk was never full");
    }
    told_full(template, address, number);
    disk.leave(-1);
    let end = Instant::now() + PATIENCE;
    while template.cast(address, number).map(|one| known.push(one)).is_none() {
        assert!(Instant::now() < end, "voting did not go on:\n{}", process.output());
    }
    drop(process);
    assert_eq!(template.judge(place, &known), Ok(number + 1));
}

/// Where no disk can be made: marks above and below what the real disk has.
fn marks_of_the_real_disk(template: &Template) {
    let server = template.serve(&["--disk-casting", "1000000000"]);
    told_full(template, server.address(), 0);
    let server = template.serve(&["--disk-casting", "0"]);
    assert!(template.cast(server.address(), 0).is_some(), "the control");
}

/// Waits until the clerk's desk shows an alarm with these words, or none where there are none.
fn wait_for_alarm(template: &Template, address: &str, cookie: &str, words: &str) {
    let path = format!("/desk/{}", template.session);
    wait_until(&format!("the desk never said {words:?}"), || {
        let page = Request::get(&path).with("cookie", cookie).send(address);
        assert_eq!(page.status, 200);
        let text = page.text();
        let alarmed = text.contains("role=\"alert\"");
        if words.is_empty() { !alarmed } else { alarmed && text.contains(words) }
    });
}
