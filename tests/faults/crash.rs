//! Power cuts: every state that the disk may be in after one. The program's writes are
//! watched, and played again up to any moment; of what was written since the last wait for a file,
//! each piece is there, or not, or in part.
//!
//! The control plays the same writes as if nothing had waited for the disk, as `synchronous=off`
//! would: then acknowledged ballots are lost, and the test sees it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::counts::{Dice, count, seeded};
use crate::hall::SITE;
use crate::judge::{Acknowledged, judge};
use crate::support::process::Folder;
use crate::support::server::Server;
use crate::template::{Template, copy, read, runtime, template};
use crate::trace::{self, Event};

/// Bytes that a disk writes whole.
const SECTOR: usize = 512;
/// Ballots that are cast before and after the database is closed in between.
const HALF: usize = 12;

/// What was watched: the folder before, what happened, and who was told what.
struct Watched {
    before: Folder,
    place: PathBuf,
    events: Vec<Event>,
    /// For each event, when the disk was waited for that has it.
    waited: Vec<usize>,
    told: Vec<Acknowledged>,
    /// All entries at the end.
    entries: Vec<Vec<u8>>,
}

fn watch(template: &Template) -> Watched {
    let before = template.data();
    let mut data = Folder::fresh("traced");
    copy(before.path(), data.path());
    let place = data.path().to_owned();
    let (mut events, mut told) = (Vec::new(), Vec::new());
    for half in 0..2 {
        let out = Folder::fresh("trace");
        let file = out.path().join("strace");
        let mut arguments = trace::OPTIONS.to_vec();
        let program = env!("CARGO_BIN_EXE_piaojue");
        arguments.extend(["-o", file.to_str().unwrap(), program, "serve", "--site", SITE]);
        let mut server = Server::on(data, Path::new("strace"), &arguments, &[]);
        let server = server.as_mut().unwrap_or_else(|why| panic!("strace: {why}"));
        told.extend(cast_half(template, server.address(), half * HALF));
        // In order the first time, so that the database is folded and its log goes; then not.
        end(server.id(), if half == 0 { "-TERM" } else { "-KILL" });
        assert_eq!(server.wait(), if half == 0 { 0 } else { 128 + 9 });
        data = copied(server.data());
        let text = std::fs::read_to_string(&file).unwrap();
        let text = text.replace(&hex(server.data()), &hex(&place));
        events.extend(trace::read(&text));
    }
    let entries = template.entries(data.path()).unwrap();
    let waited = (0..events.len()).map(|number| waited(&events, number)).collect();
    Watched { before, place, events, waited, told, entries }
}

/// When something is on the disk: a file's content after a wait for the file, its name after one
/// for the folder.
fn waited(events: &[Event], number: usize) -> usize {
    let wanted = match &events[number] {
        Event::Unlink { file } => file.parent(),
        other => other.file(),
    };
    let later = events.iter().enumerate().skip(number);
    let mut synced = later
        .filter(|(_, it)| matches!(it, Event::Sync { file } if Some(file.as_path()) == wanted));
    synced.next().map_or(usize::MAX, |(at, _)| at)
}

fn copied(data: &Path) -> Folder {
    let folder = Folder::fresh("traced");
    copy(data, folder.path());
    folder
}

fn hex(path: &Path) -> String {
    let bytes = path.to_str().unwrap().bytes();
    bytes.map(|byte| format!("\\x{byte:02x}")).collect::<Vec<_>>().concat()
}

/// Asks the program that `strace` runs to end.
fn end(strace: u32, signal: &str) {
    let children = std::fs::read_to_string(format!("/proc/{strace}/task/{strace}/children"));
    let children = children.unwrap();
    let status =
        std::process::Command::new("kill").arg(signal).args(children.split_whitespace()).status();
    assert!(status.unwrap().success());
}

/// Casts from three tablets at once.
fn cast_half(template: &Template, address: &str, first: usize) -> Vec<Acknowledged> {
    std::thread::scope(|scope| {
        let tablet = |tablet: usize| {
            let numbers = (first..first + HALF).skip(tablet).step_by(3);
            scope.spawn(move || {
                numbers.map(|it| template.cast(address, it).unwrap()).collect::<Vec<_>>()
            })
        };
        let tablets: Vec<_> = (0..3).map(tablet).collect();
        tablets.into_iter().flat_map(|tablet| tablet.join().unwrap()).collect()
    })
}

/// The files of a folder.
type Image = BTreeMap<PathBuf, Vec<u8>>;

/// How the disk keeps what nobody waited for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Dropped,
    Torn,
}

fn apply(image: &mut Image, event: &Event, whole: impl Fn(usize) -> bool) {
    match event {
        Event::Write { file, at, bytes } => {
            let content = image.entry(file.clone()).or_default();
            if content.len() < at + bytes.len() {
                content.resize(at + bytes.len(), 0);
            }
            let mut done = 0;
            while done < bytes.len() {
                let place = at + done;
                let end = bytes.len().min(done + SECTOR - place % SECTOR);
                if whole(place / SECTOR) {
                    content[place..at + end].copy_from_slice(&bytes[done..end]);
                }
                done = end;
            }
        }
        Event::Length { file, length } => image.entry(file.clone()).or_default().resize(*length, 0),
        Event::Unlink { file } => {
            image.remove(file);
        }
        Event::Sync { .. } | Event::Answer { .. } => {}
    }
}

/// The disk after a power cut at a moment: what was waited for is there, the rest as the dice fall.
fn state(watched: &Watched, base: &Image, moment: usize, waits: bool, dice: &mut Dice) -> Image {
    let events = &watched.events[..moment];
    let mut image = base.clone();
    // One fate for all, or one for each piece: both happen.
    let all = [Some(Fate::Kept), Some(Fate::Dropped), None, None, None][dice.below(5)];
    // A name that was not taken away still leads to the old file, and nothing to the new one.
    let mut old: Vec<&Path> = Vec::new();
    for (number, event) in events.iter().enumerate() {
        let Some(file) = event.file() else { continue };
        if old.contains(&file) {
            continue;
        }
        let synced = waits && watched.waited[number] < moment;
        let drawn = [Fate::Kept, Fate::Dropped, Fate::Torn][dice.below(3)];
        let fate = if synced { Fate::Kept } else { all.unwrap_or(drawn) };
        match fate {
            Fate::Kept => apply(&mut image, event, |_| true),
            Fate::Dropped | Fate::Torn if matches!(event, Event::Unlink { .. }) => old.push(file),
            Fate::Dropped => {}
            Fate::Torn => {
                let salt = dice.below(1 << 20);
                apply(&mut image, event, |sector| {
                    (sector ^ salt).wrapping_mul(0x9e37_79b1) >> 13 & 1 == 0
                });
            }
        }
    }
    image
}

/// Where acknowledged ballots stand, with the moment when their answer went out.
fn promises(watched: &Watched) -> Vec<(usize, usize)> {
    let moment = |one: &Acknowledged| {
        let code = one.receipt["receipt_code"].as_str().unwrap().as_bytes();
        let said = |event: &Event| match event {
            Event::Answer { bytes } => bytes.windows(code.len()).any(|part| part == code),
            _ => false,
        };
        let moment = watched.events.iter().position(said).expect("the answer was seen");
        (moment, usize::try_from(one.receipt["index"].as_u64().unwrap()).unwrap())
    };
    watched.told.iter().map(moment).collect()
}

/// What became of the states that were tried.
#[derive(Debug, Default)]
struct Count {
    whole: usize,
    refused: usize,
    lost: usize,
}

/// Tries states of the disk: what is read of each is the beginning of the log, with all that was
/// acknowledged until then.
fn try_states(watched: &Watched, states: usize, waits: bool, dice: &mut Dice) -> Count {
    let base: Image = ["piaojue.db", "piaojue.db-wal"]
        .iter()
        .filter_map(|name| {
            let bytes = std::fs::read(watched.before.path().join(name)).ok()?;
            Some((watched.place.join(name), bytes))
        })
        .collect();
    let promises = promises(watched);
    let runtime = runtime();
    let folder = Folder::fresh("state");
    let mut count = Count::default();
    for _ in 0..states {
        let moment = dice.below(watched.events.len() + 1);
        let image = state(watched, &base, moment, waits, dice);
        let _ = std::fs::remove_dir_all(folder.path());
        std::fs::create_dir_all(folder.path()).unwrap();
        for (path, bytes) in &image {
            // The index of the write-ahead log is made anew; whatever stands there is not read.
            let name = path.file_name().unwrap();
            if path.parent() == Some(&watched.place) && !name.to_str().unwrap().ends_with("-shm") {
                std::fs::write(folder.path().join(name), bytes).unwrap();
            }
        }
        let session = template().session;
        let Ok(found) = runtime.block_on(read(folder.path(), session)) else {
            count.refused += 1;
            continue;
        };
        let beginning = watched.entries.get(..found.len()) == Some(&found[..]);
        let kept = promises.iter().filter(|(at, _)| *at < moment).all(|(_, it)| *it < found.len());
        if beginning && kept { count.whole += 1 } else { count.lost += 1 }
    }
    count
}

#[test]
fn no_power_cut_takes_back_what_was_acknowledged() {
    let mut dice = seeded("crash");
    let watched = watch(template());
    assert_eq!(watched.told.len(), 2 * HALF);
    let stored = judge(template().poll, &watched.entries, &watched.told);
    assert_eq!(stored, Ok(2 * HALF));
    let synced = |name: &str| {
        let file = watched.place.join(name);
        watched.events.iter().filter(|it| **it == Event::Sync { file: file.clone() }).count()
    };
    println!("{} events, waits {}", watched.events.len(), synced("piaojue.db-wal"));
    assert!(synced("piaojue.db") > 0 && synced("piaojue.db-wal") > 0, "both files are waited for");

    let states = count(2_000, 20_000);
    let kept = try_states(&watched, states, true, &mut dice);
    println!("{states} states of the disk: {kept:?}");
    assert_eq!((kept.lost, kept.refused), (0, 0), "nothing is lost, nothing is unreadable");

    let without = try_states(&watched, 200, false, &mut dice);
    println!("200 states as if nothing had waited: {without:?}");
    assert!(without.lost > 0, "the control: the same writes without waits lose ballots");
}
