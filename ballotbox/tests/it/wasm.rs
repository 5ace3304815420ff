//! The committed WebAssembly module, driven from Node: sealed there it verifies here, and the
//! other way round.

mod officer;
mod tablet;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use ballotbox::entry::{Body, Entry};
use ballotbox::method::Method;
use ballotbox::note::SignedNote;
use ballotbox::opening::Share;
use ballotbox::seal::{SealedBallot, check};
use ballotbox::slip::SlipCode;
use ballotbox::statement::Statement;
use ballotbox::verify::{Rechecked, Seen};
use serde_json::{Value, json};

use crate::fixture::{Day, published, question, rng};

/// Asks the whole module in Node; the answers in order.
fn ask(requests: &[Value]) -> Vec<Value> {
    ask_module("ballotbox", requests)
}

/// Asks a module in Node; the answers in order.
fn ask_module(name: &str, requests: &[Value]) -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let input = json!({
        "module": root.join(format!("static/{name}.wasm")),
        "loader": root.join("static/ballotbox.mjs"),
        "requests": requests,
    });
    let mut node = Command::new("node")
        .arg(root.join("ballotbox/tests/it/wasm.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node must be installed: apt-get install nodejs");
    node.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The parts of the day's log name, its manifest and opening note, as a tablet has them.
fn context(day: &mut Day) -> (Value, Value, Value) {
    let entries = day.hall.bundle();
    let opened = entries.entries().iter().find_map(|bytes| {
        match Entry::from_bytes(bytes).unwrap().into_body() {
            Body::PollOpened(body) => Some(*body),
            _ => None,
        }
    });
    let opened = opened.unwrap();
    let session = day.hall.session();
    let origin = json!({"site": "vote.example", "township": "500229203", "session": session});
    (origin, json!(opened.manifest), json!(opened.note))
}

#[test]
fn sealed_in_wasm_verifies_natively_and_the_other_way_round() {
    let method = Method::Pick { min: 0, max: 2 };
    let mut day = Day::open(6, question(method, 3, Some(2)), 21);
    let (origin, manifest, note) = context(&mut day);
    let code = day.hall.slip_code(3).unwrap().clone();
    let roll: Vec<_> = day.hall.roll().unwrap().keys().copied().collect();
    let seal = |code: &SlipCode, marks: Value| {
        json!({"do": "seal", "origin": origin, "manifest": manifest, "note": note, "roll": roll,
               "code": *code.printed(), "marks": marks})
    };
    day.cast(0, &json!([1]));
    let native = &day.poll.ballots()[0];
    let mut spoiled = native.clone();
    spoiled.slots.swap(0, 1);
    let ballots = json!([native, spoiled]);
    let answers = ask(&[
        seal(&code, json!([0, 2])),
        seal(&code, json!([0, 1, 2])),
        json!({"do": "check_ballots", "manifest": manifest, "ballots": ballots}),
        seal(&SlipCode::generate(&mut rng(22)), json!([0, 2])),
    ]);

    let text = answers[0]["ok"]["ballot"].as_str().unwrap();
    let ballot = SealedBallot::from_bytes(text.as_bytes()).unwrap();
    assert_eq!(check(day.poll.poll(), &ballot), Ok(()));
    assert_eq!(ballot.slip, code.key(day.hall.session()).public());
    let leaf = Entry::ballot(ballot).leaf().unwrap();
    assert_eq!(answers[0]["ok"]["leaf"], json!(leaf));
    assert_eq!(answers[0]["ok"]["receipt_code"], json!(leaf.code(10, 5)));

    assert!(answers[1]["error"].as_str().is_some(), "three of at most two: {}", answers[1]);
    assert_eq!(answers[2]["ok"][0], json!({"ok": true}));
    assert_eq!(answers[2]["ok"][1]["ok"], json!(false));
    assert!(answers[3]["error"].as_str().unwrap().contains("not on the roll"));
}

#[test]
fn slips_cards_receipts_and_verification_in_wasm() {
    let mut day = published();
    let session = day.hall.session();
    let (origin, ..) = context(&mut day);
    let bundle = String::from_utf8(day.hall.bundle().to_bytes()).unwrap();
    let position = bundle.find("\"kind\":\"ballot\"").unwrap() - 100;
    let mut damaged = bundle.clone();
    let other = if bundle.as_bytes()[position] == b'A' { "B" } else { "A" };
    damaged.replace_range(position..=position, other);
    let entries = day.hall.bundle();
    let (index, ballot) = entries
        .entries()
        .iter()
        .enumerate()
        .find_map(|(index, bytes)| match Entry::from_bytes(bytes).unwrap().into_body() {
            Body::Ballot(ballot) => Some((index, *ballot)),
            _ => None,
        })
        .unwrap();
    let log_key = match Entry::from_bytes(&entries.entries()[0]).unwrap().into_body() {
        Body::SessionOpened(body) => body.log_key,
        _ => unreachable!(),
    };
    let receipt = |note: Value| {
        json!({"do": "check_receipt", "origin": origin, "log_key": log_key, "ballot": ballot,
               "index": index, "note": note})
    };
    let answers = ask(&[
        json!({"do": "make_slips", "session": session, "count": 3}),
        json!({"do": "make_card"}),
        json!({"do": "verify", "bundle": bundle}),
        json!({"do": "verify", "bundle": damaged}),
        receipt(json!(day.hall.receipt(index))),
        receipt(json!(day.hall.receipt(index + 1))),
        json!({"do": "no_such_verb"}),
    ]);
    let slips = answers[0]["ok"].as_array().unwrap();
    assert_eq!(slips.len(), 3);
    for slip in slips {
        let code = SlipCode::parse(slip["code"].as_str().unwrap()).unwrap();
        assert_eq!(json!(code.key(session).public()), slip["key"]);
    }
    assert_ne!(slips[0]["code"], slips[1]["code"]);
    assert_eq!(answers[1]["ok"]["card"].as_str().unwrap().len(), 64);
    assert_eq!(answers[2]["ok"]["verified"], json!(true));
    assert_eq!(answers[3]["ok"]["verified"], json!(false));
    assert!(answers[4]["ok"]["receipt_code"].is_string(), "{}", answers[4]);
    assert!(answers[5]["error"].is_string(), "a receipt for another entry was taken");
    assert!(answers[6]["error"].is_string());
}

#[test]
fn an_officers_device_makes_keys_and_signs_in_wasm() {
    let mut day = Day::open(6, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 23);
    let session = day.hall.session();
    let officer = ballotbox::hall::draw_id(&mut rng(24));
    let card = ask(&[json!({"do": "make_card"})])[0]["ok"]["card"].clone();
    let (origin, ..) = context(&mut day);
    let keys = json!({"do": "card_keys", "session": session, "officer": officer, "card": card});
    let text = format!("piaojue/v1/officers\nvote.example/500229203/{session}\nx\n");
    let closing = text.replace("officers", "close");
    let sign = |text: &str| json!({"do": "sign", "origin": origin, "officer": officer, "card": card, "text": text});
    let elsewhere = "piaojue/v1/officers\nelsewhere/1/2\nx\n";
    let answers = ask(&[keys, sign(&text), sign(elsewhere), sign(&closing)]);
    let sign_key: ballotbox::codec::PublicKey =
        serde_json::from_value(answers[0]["ok"]["sign"].clone()).unwrap();
    let note: ballotbox::note::SignedNote =
        serde_json::from_value(answers[1]["ok"].clone()).unwrap();
    let name = ballotbox::note::NoteKey::officer(day.hall.origin(), officer, sign_key);
    assert_eq!(note.check_all(&text, &[name]), Ok(()));
    assert!(answers[2]["error"].is_string(), "a text of another session was signed");
    assert!(answers[3]["error"].is_string(), "a closing note of a log that nobody played");
}

#[test]
fn a_tellers_device_rechecks_the_log_and_makes_its_share_in_wasm() {
    let mut day = Day::open(6, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 25);
    for slip in 0..6 {
        day.cast(slip, &json!([0, 2]));
    }
    day.close();
    let poll = day.poll.id();
    let entries = |entries: &[Vec<u8>]| -> String {
        format!("[{}]", String::from_utf8(entries.join(&b',')).unwrap())
    };
    let whole = entries(day.hall.entries());
    let recheck = |entries: &str| json!({"do": "recheck", "entries": entries, "poll": poll, "seen": {}, "stubs": 6});
    let shorter = entries(&day.hall.entries()[..day.hall.entries().len() - 1]);
    let answers = ask(&[recheck(&whole), recheck(&shorter)]);
    let here = Rechecked::new(day.hall.entries(), poll, &Seen::default(), &|_| ()).unwrap();
    let statement = Statement::Close(here.facts(6));
    assert_eq!(answers[0]["ok"]["text"], json!(statement.text(day.hall.origin())));
    assert_eq!(answers[0]["ok"]["ballots"], json!(6));
    assert!(answers[1]["error"].is_string(), "a poll that is not closed: {}", answers[1]);

    let note = day.hall.signed(&statement, 0..3, 0..0);
    let teller = &here.poll().manifest().tellers[0];
    let share = |card: &str, note: &SignedNote| {
        json!({"do": "share", "entries": whole, "poll": poll, "seen": {}, "stubs": 6, "note": note,
               "officer": teller.id, "card": card})
    };
    let card = day.hall.teller_card(0).unwrap().printed();
    let other = day.hall.teller_card(1).unwrap().printed();
    let two = day.hall.signed(&statement, 0..2, 0..0);
    let close = |seen: Value| {
        json!({"do": "close", "entries": whole, "poll": poll, "seen": seen, "stubs": 6,
               "officer": teller.id, "card": card.as_str()})
    };
    let typed = here.facts(6).root.code(12, 4).to_lowercase().replace('-', " ");
    let answers = ask(&[
        share(&card, &note),
        share(&other, &note),
        share(&card, &two),
        close(json!({})),
        close(json!({"closing_code": typed})),
        close(json!({"closing_code": "0000-0000-0000"})),
    ]);
    let made: Share = serde_json::from_value(answers[0]["ok"].clone()).unwrap();
    let sums = here.sums(6, note).unwrap();
    assert!(sums.check(here.poll(), &made).is_ok());
    assert!(answers[1]["error"].is_string(), "another teller's card: {}", answers[1]);
    assert!(answers[2]["error"].is_string(), "a teller has not signed: {}", answers[2]);
    let alone = json!(day.hall.signed(&statement, 0..1, 0..0));
    assert_eq!(answers[3]["ok"]["note"], alone);
    assert_eq!(answers[4]["ok"]["note"], alone, "the code as it was typed: {}", answers[4]);
    assert!(answers[5]["error"].is_string(), "a second closing note: {}", answers[5]);
}
