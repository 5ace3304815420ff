//! What a program wrote to its disk, as `strace` saw it: writes, waits, names, and answers.

use std::path::{Path, PathBuf};

/// Something that happened, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Bytes were written at a place of a file.
    Write { file: PathBuf, at: usize, bytes: Vec<u8> },
    /// A file was cut or made longer.
    Length { file: PathBuf, length: usize },
    /// A file was taken away.
    Unlink { file: PathBuf },
    /// What was written to a file is on the disk.
    Sync { file: PathBuf },
    /// An answer went out to a client.
    Answer { bytes: Vec<u8> },
}

impl Event {
    /// The file that it concerns.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::Write { file, .. }
            | Self::Length { file, .. }
            | Self::Unlink { file }
            | Self::Sync { file } => Some(file),
            Self::Answer { .. } => None,
        }
    }
}

/// The options of `strace` by which [`read`] understands what it says.
pub(crate) const OPTIONS: [&str; 7] = [
    "-f",
    "-y",
    "-xx",
    "-s",
    "1000000",
    "-e",
    "trace=pwrite64,fsync,fdatasync,ftruncate,unlink,rename,sendto,write,writev,sendmsg",
];

/// Reads what `strace` said. Of a call that took a while, the beginning counts for what it writes
/// or answers, and the end for what it waited for.
pub(crate) fn read(text: &str) -> Vec<Event> {
    let mut waiting: Vec<(&str, Event)> = Vec::new();
    let mut events = Vec::new();
    for line in text.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        if call.starts_with("<... ") {
            let ended = waiting.iter().position(|(known, _)| *known == thread);
            if let Some(ended) = ended {
                let (_, event) = waiting.remove(ended);
                // A wait that was interrupted is none.
                if call.ends_with("= 0") {
                    events.push(event);
                }
            }
            continue;
        }
        let Some(event) = parse(call) else { continue };
        let unfinished = call.ends_with("<unfinished ...>");
        if unfinished && matches!(event, Event::Sync { .. }) {
            waiting.push((thread, event));
        } else if unfinished || !call.contains(") = -1 ") {
            events.push(event);
        }
    }
    events
}

fn parse(call: &str) -> Option<Event> {
    let (name, rest) = call.split_once('(')?;
    let file = || Some(PathBuf::from(String::from_utf8(unhex(between(rest, "<", ">")?)).ok()?));
    match name {
        "pwrite64" => {
            let bytes = unhex(between(rest, "\"", "\"")?);
            let after = rest.rsplit_once('"')?.1;
            let mut numbers = after.split([',', ' ', ')']).filter_map(|it| it.parse().ok());
            let (_, at) = (numbers.next()?, numbers.next()?);
            let _: usize = at;
            Some(Event::Write { file: file()?, at, bytes })
        }
        "fsync" | "fdatasync" => Some(Event::Sync { file: file()? }),
        "ftruncate" => {
            let after = rest.split_once(">, ")?.1;
            let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
            Some(Event::Length { file: file()?, length: digits.parse().ok()? })
        }
        "unlink" => {
            let path = unhex(between(rest, "\"", "\"")?);
            Some(Event::Unlink { file: PathBuf::from(String::from_utf8(path).ok()?) })
        }
        "sendto" | "write" | "writev" | "sendmsg" => {
            let text = rest.split('"').skip(1).step_by(2);
            Some(Event::Answer { bytes: text.flat_map(unhex).collect() })
        }
        _ => None,
    }
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    text.split_once(begin)?.1.split_once(end).map(|(found, _)| found)
}

/// Bytes that are written as `\x2f\x74`.
fn unhex(text: &str) -> Vec<u8> {
    let digits = text.split("\\x").skip(1);
    digits.filter_map(|pair| u8::from_str_radix(pair.get(..2)?, 16).ok()).collect()
}

#[test]
fn what_strace_says_is_understood() {
    let text = r#"7 pwrite64(3<\x2f\x61>, "\x01\x02", 2, 32) = 2
8 fsync(3<\x2f\x61> <unfinished ...>
7 sendto(9<\x73\x6f>, "\x68\x69", 2, MSG_NOSIGNAL, NULL, 0) = 2
8 <... fsync resumed>) = 0
7 ftruncate(3<\x2f\x61>, 100) = 0
7 unlink("\x2f\x61") = -1 ENOENT (No such file or directory)
7 unlink("\x2f\x62") = 0
8 fsync(3<\x2f\x61>) = -1 EIO (Input/output error)
"#;
    let (a, b) = (PathBuf::from("/a"), PathBuf::from("/b"));
    let wanted = [
        Event::Write { file: a.clone(), at: 32, bytes: vec![1, 2] },
        Event::Answer { bytes: b"hi".to_vec() },
        Event::Sync { file: a.clone() },
        Event::Length { file: a, length: 100 },
        Event::Unlink { file: b },
    ];
    assert_eq!(read(text), wanted);
}
