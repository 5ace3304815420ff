//! Many polls at once: `decide --lines` answers each line as `decide` answers a file.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::program::{piaojue, piaojue_with, root, scratch};

/// The polls of `examples/decide`, each in one line.
fn polls() -> Vec<(String, String)> {
    let entries = std::fs::read_dir(root().join("examples/decide")).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let line = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        let poll: Value = serde_json::from_str(&text).unwrap();
        (path.to_str().unwrap().to_owned(), poll.to_string())
    };
    paths.iter().map(line).collect()
}

#[test]
fn every_line_has_the_answer_that_its_file_has() {
    let polls = polls();
    assert!(polls.len() > 3);
    let lines: Vec<&str> = polls.iter().map(|(_, line)| line.as_str()).collect();
    let input = lines.join("\n") + "\n";
    let file = scratch("lines").join("polls.jsonl");
    std::fs::write(&file, input.replace('\n', "\r\n")).unwrap();
    for done in [
        piaojue_with(&["decide", "--lines", "-"], input.trim_end()),
        piaojue(&["decide", "--lines", file.to_str().unwrap()]),
    ] {
        assert_eq!((done.code, done.err.as_str()), (0, ""));
        let answers: Vec<Value> =
            done.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(answers.len(), polls.len());
        for ((path, _), answer) in polls.iter().zip(answers) {
            assert_eq!(answer, piaojue(&["decide", path]).json(), "{path}");
        }
    }
    let nothing = piaojue_with(&["decide", "--lines", "-"], "");
    assert_eq!((nothing.code, nothing.out.as_str()), (0, ""));
}

#[test]
fn a_line_that_is_refused_stands_in_its_place_and_stops_no_other() {
    let [(_, first), (_, second), ..] = &polls()[..] else { unreachable!("two examples") };
    let contradiction = first.replace("\"cast\":46", "\"cast\":1");
    assert_ne!(&contradiction, first);
    let input = format!("{first}\n\n{{\u{202e}\n{contradiction}\n{second}\n");
    let mut bytes = input.into_bytes();
    bytes.extend_from_slice(b"\xff\xfe\n");
    bytes.extend_from_slice(second.as_bytes());
    let file = scratch("lines").join("refused.jsonl");
    std::fs::write(&file, bytes).unwrap();
    let done = piaojue(&["decide", "--lines", file.to_str().unwrap()]);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("4 of 7 lines are refused"), "{}", done.err);
    let answers: Vec<Value> =
        done.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let refused: Vec<_> = answers.iter().map(|answer| answer.get("error").is_some()).collect();
    assert_eq!(refused, [false, true, true, true, false, true, false]);
    assert!(!done.out.contains('\u{202e}'), "what would reorder a terminal's line is written out");
    assert_eq!(answers[4], answers[6]);

    let missing = piaojue(&["decide", "--lines", "no/such/file.jsonl"]);
    assert_eq!((missing.code, missing.out.as_str()), (2, ""));
    assert!(missing.err.contains("no/such/file.jsonl"));
}

#[test]
fn a_line_without_an_end_is_refused_before_it_fills_the_memory() {
    let mut long = "[".repeat(1 << 24);
    long.push('\n');
    let done = piaojue_with(&["decide", "--lines", "-"], &format!("{long}{}\n", polls()[0].1));
    assert_eq!(done.code, 2);
    assert_eq!(done.out.lines().count(), 1, "where the next line begins is not known");
    assert!(done.json()["error"].as_str().unwrap().contains("longer than 16777216 bytes"));
}

#[test]
fn an_answer_comes_before_the_next_line_is_asked_for() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_piaojue"))
        .args(["decide", "--lines", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut asked = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for (_, line) in polls() {
        writeln!(asked, "{line}").unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_ne!(answer["status"], json!(null), "{answer}");
    }
    drop(asked);
    assert!(answers.next().is_none());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
