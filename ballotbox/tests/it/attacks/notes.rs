//! Notes that pass for another: of another kind, entry, log or fact.

use ballotbox::codec::{Digest, PublicKey};
use ballotbox::hall::draw_id;
use ballotbox::method::Method;
use ballotbox::note::{NoteError, NoteKey, SignedNote};
use ballotbox::statement::{CertificateFacts, ClosingFacts, Statement, VoidReason};
use serde_json::{Value, json};
use uuid::Uuid;

use super::forge::{Forge, failing};
use crate::fixture::{Day, question, rng};

/// A day with a note of most kinds: officers, slips, void-slip, open, paper, close, certificate.
fn day() -> Day {
    let mut day = Day::open(14, question(Method::Pick { min: 0, max: 1 }, 2, Some(1)), 121);
    for slip in 0..6 {
        day.cast(slip, &json!([slip % 2]));
    }
    for slip in 6..11 {
        let poll = Some(day.poll.id());
        day.hall.void_slip(slip, poll, VoidReason::Paper).unwrap();
    }
    day.close();
    day.hall.enter_paper(&mut day.poll, 5, 0, vec![2, 3]).unwrap();
    day.count();
    day.publish();
    day
}

#[test]
fn no_note_of_a_bundle_passes_for_another() {
    let mut forge = Forge::new(day(), 14, 121);
    let notes: Vec<(usize, Value)> = (0..forge.entries.len())
        .filter_map(|at| forge.entries[at]["body"].get("note").map(|note| (at, note.clone())))
        .collect();
    assert_eq!(notes.len(), 11, "officers, slips, five voids, open, paper, close, certificate");
    assert_eq!(failing(&forge.seal()), [0_usize; 0]);
    for (at, own) in &notes {
        for (other, note) in notes.iter().filter(|(other, _)| other != at) {
            forge.entries[*at]["body"]["note"] = note.clone();
            let failing = failing(&forge.seal());
            assert!(!failing.is_empty(), "the note of entry {other} passes in entry {at}");
        }
        forge.entries[*at]["body"]["note"] = own.clone();
    }
    assert_eq!(failing(&forge.seal()), [0_usize; 0]);
}

/// A statement of every kind, each over the same facts where it can be.
fn statements() -> Vec<Statement> {
    let (digest, poll) = (Digest::of(&[b"fact"]), draw_id(&mut rng(122)));
    let slip = PublicKey::from_bytes(*digest.as_bytes());
    let (manifest, root, closing, outcome) = (digest, digest, digest, digest);
    let close = ClosingFacts { poll, manifest, size: 1, root, ballots: 1, stubs: 1, paper: 1 };
    let certificate = CertificateFacts { poll, closing, present: 1, slips: 1, invalid: 1, outcome };
    vec![
        Statement::Officers { list: digest },
        Statement::Slips { count: 1, roll: digest },
        Statement::VoidSlip { slip, poll: Some(poll), reason: VoidReason::Paper },
        Statement::VoidSlip { slip, poll: None, reason: VoidReason::LeftOver },
        Statement::VoidSlip { slip, poll: None, reason: VoidReason::Damaged },
        Statement::Open { poll, manifest },
        Statement::Receipt { index: 1, leaf: digest },
        Statement::Paper { poll, figures: digest },
        Statement::Close(close),
        Statement::Certificate(certificate),
        Statement::VoidPoll { poll, reason: digest, missing: None },
        Statement::VoidPoll { poll, reason: digest, missing: Some(poll) },
        Statement::Correct { poll, refers: 1, text: digest },
    ]
}

#[test]
fn a_text_of_one_kind_is_no_text_of_another() {
    let hall = day().hall;
    let other = Day::open(5, question(Method::YesNoAbstain {}, 1, None), 123).hall;
    let statements = statements();
    let texts: Vec<String> = statements.iter().map(|one| one.text(hall.origin())).collect();
    let session = hall.session().to_string();
    for (position, text) in texts.iter().enumerate() {
        let mut lines = text.lines();
        let kind = lines.next().unwrap();
        assert!(kind.starts_with("piaojue/v1/"), "{text}");
        assert_eq!(lines.next(), Some(hall.origin().as_str()), "the second line is the origin");
        assert!(text.ends_with('\n') && !text.contains("\n\n") && text.contains(&session));
        let note = hall.signed(&statements[position], 0..1, 0..0);
        assert_eq!(note.text(), text);
        for (place, wanted) in texts.iter().enumerate() {
            let checked = note.check(wanted, &[]);
            assert_eq!(checked == Err(NoteError::Text), place != position, "{kind}");
        }
        let elsewhere = statements[position].text(other.origin());
        assert_eq!(note.check(&elsewhere, &[]), Err(NoteError::Text), "another log's");
    }
}

#[test]
fn the_texts_are_those_of_the_protocol() {
    let hall = day().hall;
    let origin = hall.origin().as_str();
    let fact = ballotbox::codec::base64_standard(Digest::of(&[b"fact"]).as_bytes());
    assert_eq!(fact.len(), 44, "standard base64 with its padding");
    let poll = draw_id(&mut rng(122));
    let expected = [
        format!("officers\n{origin}\n{fact}\n"),
        format!("slips\n{origin}\n1\n{fact}\n"),
        format!("void-slip\n{origin}\n{fact}\n{poll}\npaper\n"),
        format!("void-slip\n{origin}\n{fact}\n-\nleft_over\n"),
        format!("void-slip\n{origin}\n{fact}\n-\ndamaged\n"),
        format!("open\n{origin}\n{poll}\n{fact}\n"),
        format!("receipt\n{origin}\n1\n{fact}\n"),
        format!("paper\n{origin}\n{poll}\n{fact}\n"),
        format!("close\n{origin}\n{poll}\n{fact}\n1\n{fact}\n1\n1\n1\n"),
        format!("certificate\n{origin}\n{poll}\n{fact}\n1\n1\n1\n{fact}\n"),
        format!("void-poll\n{origin}\n{poll}\n{fact}\n-\n"),
        format!("void-poll\n{origin}\n{poll}\n{fact}\n{poll}\n"),
        format!("correct\n{origin}\n{poll}\n1\n{fact}\n"),
    ];
    for (statement, expected) in statements().iter().zip(expected) {
        assert_eq!(statement.text(hall.origin()), format!("piaojue/v1/{expected}"));
    }
}

#[test]
fn a_receipt_is_for_one_entry_of_one_log() {
    let mut day = day();
    let bundle = day.hall.bundle();
    let opened: Value = serde_json::from_slice(&bundle.entries()[0]).unwrap();
    let log_key: PublicKey = opened["body"]["log_key"].as_str().unwrap().parse().unwrap();
    let key = NoteKey::log(day.hall.origin(), log_key);
    let leaf = |at: usize| ballotbox::log::leaf_hash(&bundle.entries()[at]);
    let text = |index: u64, at: usize| {
        Statement::Receipt { index, leaf: leaf(at) }.text(day.hall.origin())
    };
    let receipt: SignedNote = day.hall.receipt(5).unwrap();
    assert_eq!(receipt.check_all(&text(5, 5), std::slice::from_ref(&key)), Ok(()));
    for (index, at) in [(5, 6), (6, 5), (6, 6), (0, 5)] {
        let checked = receipt.check_all(&text(index, at), std::slice::from_ref(&key));
        assert_eq!(checked, Err(NoteError::Text), "receipt 5 for {index} with leaf {at}");
    }
    let other = NoteKey::log(day.hall.origin(), PublicKey::from_bytes([9; 32]));
    let checked = receipt.check_all(&text(5, 5), &[other]);
    assert!(matches!(checked, Err(NoteError::Stranger(_))), "{checked:?}");
    let officer = NoteKey::officer(day.hall.origin(), Uuid::nil(), log_key);
    let checked = receipt.check_all(&text(5, 5), &[officer]);
    assert!(matches!(checked, Err(NoteError::Stranger(_))), "{checked:?}");
    let unsigned = SignedNote::new(text(5, 5)).check_all(&text(5, 5), std::slice::from_ref(&key));
    assert!(matches!(unsigned, Err(NoteError::Missing(_))), "{unsigned:?}");
    let forged = SignedNote::new(text(5, 5)).to_string() + receipt_line(&day).as_str();
    let forged: SignedNote = forged.parse().unwrap();
    let checked = forged.check_all(&text(5, 5), &[key]);
    assert!(matches!(checked, Err(NoteError::Signature(_))), "{checked:?}");
    assert_eq!(day.hall.receipt(bundle.entries().len()), None);
}

/// The signature line of the receipt for another entry.
fn receipt_line(day: &Day) -> String {
    let receipt = day.hall.receipt(6).unwrap().to_string();
    format!("{}\n", receipt.lines().last().unwrap())
}
