//! Ends and starts: asked to stop, killed, started twice, started on data that do not hold.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::{Connection as _, Executor as _, SqliteConnection};

use crate::client::Request;
use crate::support::process::Process;
use crate::template::{runtime, template};

#[test]
fn asked_to_stop_it_lets_go_of_streams_and_ends() {
    let template = template();
    let mut server = template.serve(&[]);
    let mut known: Vec<_> = template.cast(server.address(), 0).into_iter().collect();
    let events = format!("/api/sessions/{}/events", template.session);
    // A screen that follows and never goes away.
    let mut stream = std::net::TcpStream::connect(server.address()).unwrap();
    let request = format!("GET {events} HTTP/1.1\r\nhost: {}\r\n\r\n", server.address());
    std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
    let mut first = [0; 1];
    std::io::Read::read_exact(&mut stream, &mut first).unwrap();
    let begun = Instant::now();
    assert_eq!(server.terminate(), 0);
    println!("{:?} from the signal to the end, with a stream open", begun.elapsed());
    assert!(!server.data().join("piaojue.db-wal").exists(), "the log is folded into the file");
    let begun = Instant::now();
    server.restart();
    known.push(template.cast(server.address(), 1).expect("the poll is still open"));
    println!("{:?} from the start to the next ballot", begun.elapsed());
    assert_eq!(template.judge(server.data(), &known), Ok(2));
}

/// Who reads that it listens may ask it to stop at once.
#[test]
fn asked_to_stop_at_once_it_ends_in_order() {
    let mut server = template().serve(&[]);
    for _ in 0..10 {
        assert_eq!(server.terminate(), 0);
        server.restart();
    }
}

#[test]
fn a_second_program_on_the_same_data_is_refused() {
    let template = template();
    let mut server = template.serve(&[]);
    let second = |server: &crate::support::server::Server| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_piaojue"));
        command.args(["export", "--session", &template.session.to_string(), "--data"]);
        command.arg(server.data()).arg("--out").arg(server.data().join("out.zip"));
        let done = command.output().unwrap();
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    let (code, said) = second(&server);
    assert_eq!(code, Some(2));
    assert!(said.contains("another piaojue is running"), "{said}");
    let mut twice = Command::new(env!("CARGO_BIN_EXE_piaojue"));
    twice.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(server.data());
    let done = twice.output().unwrap();
    assert_eq!(done.status.code(), Some(2), "{}", String::from_utf8_lossy(&done.stderr));
    server.kill9();
    let (_, said) = second(&server);
    assert!(!said.contains("another piaojue"), "the control: a killed one holds nothing: {said}");
}

#[test]
fn a_vote_goes_on_after_each_restart() {
    let template = template();
    let mut server = template.serve(&[]);
    let mut known = Vec::new();
    let mut longest = Duration::ZERO;
    for number in 0..6 {
        known.push(template.cast(server.address(), number).unwrap());
        if number % 2 == 0 {
            server.kill9();
        } else {
            assert_eq!(server.terminate(), 0);
        }
        let begun = Instant::now();
        server.restart();
        let slip = template.slip(server.address(), &template.ballots[number]);
        assert_eq!(slip["state"], "used", "whether it counts is known at once");
        assert_eq!(slip["receipt_code"], known[number].receipt["receipt_code"]);
        longest = longest.max(begun.elapsed());
    }
    println!("at most {longest:?} from a start to an answer about a ballot (goal: 5 s)");
    let state = Request::get(&format!("/api/sessions/{}/state", template.session));
    assert_eq!(state.send(server.address()).json()["polls"][0]["state"], json!("open"));
    assert_eq!(template.judge(server.data(), &known), Ok(6));
}

/// Somebody who has begun to read the database of a data folder, and goes on.
async fn reader(data: &Path) -> SqliteConnection {
    let url = format!("sqlite:{}?mode=rw", data.join("piaojue.db").display());
    let mut reader = SqliteConnection::connect(&url).await.unwrap();
    for statement in ["begin", "select count(*) from entries"] {
        reader.execute(statement).await.unwrap();
    }
    reader
}

/// What the write-ahead log has may not be on the disk: it is folded before anything rests on it.
#[test]
fn it_does_not_start_while_somebody_keeps_its_log_from_being_folded() {
    let (template, runtime) = (template(), runtime());
    let mut server = template.serve(&[]);
    let reader = runtime.block_on(reader(server.data()));
    let known = [template.cast(server.address(), 0).unwrap()];
    // Killed, it leaves its write-ahead log, and the ballot in it.
    server.kill9();
    let start = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_piaojue"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(server.data());
        let process = Process::start(&mut command, "KILL");
        process.line(|line| line.starts_with("listening on ").then_some(()))
    };
    let refused = start().expect_err("it started");
    assert!(refused.contains("write-ahead log cannot be folded"), "{refused}");
    assert!(!refused.contains("restore a backup"), "nothing is wrong with the data: {refused}");
    runtime.block_on(reader.close()).unwrap();
    assert_eq!(start(), Ok(()), "the control: nobody reads any more");
    assert_eq!(template.judge(server.data(), &known), Ok(1));
}
