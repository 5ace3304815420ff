//! The tablet's own module: it seals as the whole one does, and knows nothing else.

use ballotbox::entry::{Body, Entry, ballot_leaf};
use ballotbox::method::Method;
use ballotbox::seal::{SealedBallot, check};
use serde_json::json;

use super::{ask_module, context};
use crate::fixture::{Day, question};

#[test]
fn a_tablet_checks_the_poll_seals_and_checks_its_receipt() {
    let mut day = Day::open(6, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 31);
    let (origin, manifest, note) = context(&mut day);
    let session = day.hall.session();
    let code = day.hall.slip_code(3).unwrap().clone();
    let roll: Vec<_> = day.hall.roll().unwrap().keys().copied().collect();
    let poll = json!({"do": "check_poll", "origin": origin, "manifest": manifest, "note": note});
    let mut changed = poll.clone();
    changed["manifest"]["question"] = json!("另一个问题");
    let answers = ask_module(
        "tablet",
        &[
            json!({"do": "slip_key", "session": session, "code": *code.printed()}),
            poll,
            changed,
            json!({"do": "seal", "origin": origin, "manifest": manifest, "note": note, "roll": roll,
               "code": *code.printed(), "marks": [0, 2]}),
        ],
    );
    assert_eq!(answers[0]["ok"], json!(code.key(session).public()));
    assert_eq!(answers[1]["ok"]["digest"], json!(day.poll.poll().digest()));
    assert!(answers[2]["error"].is_string(), "a question that nobody signed: {}", answers[2]);
    let ballot = answers[3]["ok"]["ballot"].as_str().unwrap();
    let ballot = SealedBallot::from_bytes(ballot.as_bytes()).unwrap();
    assert_eq!(check(day.poll.poll(), &ballot), Ok(()));
    let leaf = Entry::ballot(ballot.clone()).leaf().unwrap();
    assert_eq!(ballot_leaf(&ballot), Ok(leaf));
    assert_eq!(answers[3]["ok"]["leaf"], json!(leaf));

    let index = day.hall.cast(&mut day.poll, ballot.clone()).unwrap();
    let log_key = match Entry::from_bytes(&day.hall.entries()[0]).unwrap().into_body() {
        Body::SessionOpened(body) => body.log_key,
        _ => unreachable!("the first entry"),
    };
    let receipt = |at: usize| {
        json!({"do": "check_receipt", "origin": origin, "log_key": log_key, "ballot": ballot,
               "index": index, "note": day.hall.receipt(at)})
    };
    let answers = ask_module("tablet", &[receipt(index), receipt(index - 1)]);
    assert_eq!(answers[0]["ok"]["receipt_code"], json!(leaf.code(10, 5)));
    assert!(answers[1]["error"].is_string(), "a receipt for another entry");
}

#[test]
fn a_tablet_has_no_other_verb() {
    for verb in ["make_card", "make_slips", "sign", "statement", "qr", "share", "verify"] {
        let answer = &ask_module("tablet", &[json!({"do": verb})])[0];
        assert_eq!(answer["error"], json!(format!("there is no verb {verb:?}")));
    }
}
