//! What officers' pages ask: the roll's note, texts of notes, certificates, QR codes.

use ballotbox::entry::{Body, CertificateEntry, Entry, SlipsMade};
use ballotbox::hall::draw_id;
use ballotbox::method::Method;
use ballotbox::statement::{Statement, VoidReason};
use qrcode::{Color, EcLevel, QrCode};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{ask, context};
use crate::fixture::{Day, published, question, rng};

#[test]
fn the_roll_is_sorted_and_signed_by_its_maker() {
    let mut day = Day::open(6, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 41);
    let (origin, manifest, _) = context(&mut day);
    let maker = manifest["tellers"][0]["id"].clone();
    let card = day.hall.teller_card(0).unwrap().printed();
    let mut keys: Vec<_> = day.hall.roll().unwrap().keys().copied().collect();
    keys.reverse();
    let note = |keys: &[_]| {
        json!({"do": "slips_note", "origin": origin, "officer": maker, "card": card.as_str(),
               "keys": keys})
    };
    let twice = [keys[0], keys[0]];
    let answers = ask(&[note(&keys), note(&twice), note(&[])]);
    let made: SlipsMade = serde_json::from_value(answers[0]["ok"].clone()).unwrap();
    let entries = day.hall.entries();
    assert_eq!(Entry::from_bytes(&entries[2]).unwrap().into_body(), Body::SlipsMade(made.into()));
    assert!(answers[1]["error"].is_string() && answers[2]["error"].is_string());
}

#[test]
fn a_page_can_tell_what_a_note_must_say() {
    let mut day = published();
    let (origin, manifest, _) = context(&mut day);
    let bodies =
        day.hall.entries().iter().map(|bytes| serde_json::from_slice::<Value>(bytes).unwrap());
    let bodies: Vec<Value> = bodies.collect();
    let body =
        |kind: &str| bodies.iter().find(|entry| entry["kind"] == kind).unwrap()["body"].clone();
    let text = |note: &Value| {
        let note: ballotbox::note::SignedNote = serde_json::from_value(note.clone()).unwrap();
        json!(note.text())
    };
    let ask_one = |kind: &str, facts: Value| {
        let request = json!({"do": "statement", "origin": origin, "kind": kind, "facts": facts});
        ask(&[request]).remove(0)
    };
    let officers = body("officers");
    assert_eq!(ask_one("officers", officers["officers"].clone())["ok"], text(&officers["note"]));
    let opened = body("poll_opened");
    let facts = json!({"manifest": opened["manifest"]});
    assert_eq!(ask_one("open", facts)["ok"], text(&opened["note"]));
    let mut other = json!({"manifest": manifest});
    other["manifest"]["threshold"] = json!(1);
    assert!(ask_one("open", other)["error"].is_string(), "a manifest that cannot be");
    let certificate = body("certificate");
    let facts = certificate["facts"].clone();
    assert_eq!(ask_one("certificate", facts)["ok"], text(&certificate["note"]));

    let (poll, slip) = (day.poll.id(), day.hall.slip(8).unwrap());
    let says = |statement: Statement| json!(statement.text(day.hall.origin()));
    let damaged = Statement::VoidSlip { slip, poll: None, reason: VoidReason::Damaged };
    let facts = json!({"slip": slip, "reason": "damaged"});
    assert_eq!(ask_one("void_slip", facts)["ok"], says(damaged));
    let void = Statement::void_poll(poll, "停电", None);
    assert_eq!(ask_one("void_poll", json!({"poll": poll, "reason": "停电"}))["ok"], says(void));
    let correct = Statement::correct(poll, 3, "更正");
    let facts = json!({"poll": poll, "refers": 3, "text": "更正"});
    assert_eq!(ask_one("correct", facts)["ok"], says(correct));
    let figures = json!({"poll": poll, "batch": 1, "papers": 5, "invalid": 0, "totals": [5, 0, 0]});
    assert!(ask_one("paper", figures)["ok"].as_str().unwrap().starts_with("piaojue/v1/paper\n"));
    assert!(ask_one("close", json!({}))["error"].is_string(), "closing notes are for `close`");
    let more = json!({"poll": poll, "reason": "停电", "more": 1});
    assert!(ask_one("void_poll", more)["error"].is_string(), "facts that nobody reads");
}

#[test]
fn a_certificate_is_signed_for_the_log_that_was_played_here() {
    let mut day = Day::open(6, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 42);
    for slip in 0..6 {
        day.cast(slip, &json!([0, 2]));
    }
    day.close();
    let count = day.count();
    let entries = |entries: &[Vec<u8>]| -> String {
        format!("[{}]", String::from_utf8(entries.join(&b',')).unwrap())
    };
    let opened = entries(day.hall.entries());
    let earlier = entries(&day.hall.entries()[..day.hall.entries().len() - 1]);
    let poll = day.poll.id();
    let request = |entries: &str, poll: Uuid, seen: Value| json!({"do": "certificate", "entries": entries, "poll": poll, "seen": seen});
    let refuted = opened.replace("\"present\":6,\"slips\":6}", "\"present\":6,\"slips\":5}");
    assert_ne!(refuted, opened);
    day.publish();
    let certified = entries(day.hall.entries());
    let answers = ask(&[
        request(&opened, poll, json!({})),
        request(&earlier, poll, json!({})),
        request(&certified, poll, json!({})),
        request(&opened, draw_id(&mut rng(43)), json!({})),
        request(&opened, poll, json!({"closing_code": "0000-0000-0000"})),
        request(&refuted, poll, json!({})),
    ]);
    let entry = &day.hall.entries()[day.hall.entries().len() - 2];
    let Body::Certificate(body) = Entry::from_bytes(entry).unwrap().into_body() else {
        unreachable!("the entry before the bulletin");
    };
    let CertificateEntry { facts, note } = *body;
    assert_eq!(answers[0]["ok"]["text"], json!(note.text()));
    assert_eq!(answers[0]["ok"]["facts"], json!(facts));
    assert_eq!(answers[0]["ok"]["outcome"], json!(count.outcome.report()));
    for (answer, name) in answers[1..].iter().zip([
        "no outcome",
        "certified already",
        "no such poll",
        "another closing note",
        "refuted",
    ]) {
        assert!(answer["error"].is_string(), "{name}: {answer}");
    }
}

#[test]
fn a_code_is_drawn_as_documents_draw_it() {
    let text = "https://vote.example/vote#ABCDEFGH12345678";
    let answer = &ask(&[json!({"do": "qr", "text": text})])[0]["ok"];
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).unwrap();
    let square = |color: &Color| if *color == Color::Dark { '1' } else { '0' };
    let dark: String = code.to_colors().iter().map(square).collect();
    assert_eq!(answer, &json!({"width": code.width(), "dark": dark}));
    assert_eq!(dark.len(), code.width() * code.width());
    let long = &ask(&[json!({"do": "qr", "text": "8".repeat(8000)})])[0];
    assert!(long["error"].is_string());
}
