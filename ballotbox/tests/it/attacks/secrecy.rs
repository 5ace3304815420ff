//! What a published log must not tell: lengths and ciphertexts that depend on the marks.

use std::collections::BTreeSet;

use ballotbox::method::Method;
use serde_json::{Value, json};

use super::forge::{Forge, failing_in};
use crate::fixture::{Day, question};

/// A published day of six ballots with these marks.
fn day(method: &Method, marks: &[Value; 6], seed: u64) -> Day {
    let mut day = Day::open(6, question(method.clone(), 3, None), seed);
    for (slip, marks) in marks.iter().enumerate() {
        day.cast(slip, marks);
    }
    day.close();
    day.count();
    day.publish();
    day
}

/// The bytes of the ballots' entries.
fn ballots(day: Day, seed: u64) -> Vec<Vec<u8>> {
    let forge = Forge::new(day, 6, seed);
    let entries = forge.bytes();
    let kinds = forge.entries.iter().map(|entry| entry["kind"] == "ballot");
    entries.into_iter().zip(kinds).filter_map(|(bytes, ballot)| ballot.then_some(bytes)).collect()
}

#[test]
fn every_ballot_of_a_form_is_as_long_as_any_other() {
    let cases = [
        (
            Method::Pick { min: 0, max: 2 },
            [json!([]), json!([0]), json!([1]), json!([2]), json!([0, 1]), json!([1, 2])],
        ),
        (
            Method::YesNoAbstain {},
            ["yes", "no", "abstain", "yes", "no", "abstain"].map(|word| json!([word, "no", "yes"])),
        ),
        (
            Method::Rank { max: 2 },
            [
                json!({}),
                json!({"0": 1}),
                json!({"0": 1, "1": 2}),
                json!({"2": 1}),
                json!({"2": 2, "1": 1}),
                json!({"1": 1}),
            ],
        ),
    ];
    for (method, marks) in cases {
        let same = [(); 6].map(|()| marks[0].clone());
        let mixed = ballots(day(&method, &marks, 71), 71);
        let equal = ballots(day(&method, &same, 72), 72);
        let lengths: BTreeSet<usize> = mixed.iter().chain(&equal).map(Vec::len).collect();
        assert_eq!(lengths.len(), 1, "{method:?}: {lengths:?}");
    }
    // Another form has another length: the control.
    let marks = [(); 6].map(|()| json!([0]));
    let short = ballots(day(&Method::Pick { min: 0, max: 3 }, &marks, 73), 73);
    let long = ballots(day(&Method::Pick { min: 0, max: 2 }, &marks, 73), 73);
    assert_ne!(short[0].len(), long[0].len());
}

#[test]
fn equal_marks_give_other_ciphertexts_every_time() {
    let marks = [(); 6].map(|()| json!([1]));
    let mut day = day(&Method::Pick { min: 0, max: 1 }, &marks, 74);
    let slots = day.poll.ballots().iter().flat_map(|ballot| ballot.slots.clone());
    let halves: Vec<[u8; 32]> = slots
        .flat_map(|slot| {
            let (r, c) = slot.as_bytes().split_at(32);
            [r.try_into().unwrap(), c.try_into().unwrap()]
        })
        .collect();
    let distinct: BTreeSet<_> = halves.iter().collect();
    assert_eq!((halves.len(), distinct.len()), (6 * 3 * 2, 6 * 3 * 2));
    let proofs: BTreeSet<_> =
        day.poll.ballots().iter().map(|ballot| ballot.proof.as_bytes().to_vec()).collect();
    assert_eq!(proofs.len(), 6);
    assert_eq!(failing_in(&mut day.hall), [0_usize; 0]);
}

#[test]
fn no_entry_of_a_ballot_says_when_or_holds_anything_but_ciphertext() {
    let marks = [(); 6].map(|()| json!([1]));
    let forge = Forge::new(day(&Method::Pick { min: 0, max: 1 }, &marks, 75), 6, 75);
    for entry in forge.entries.iter().filter(|entry| entry["kind"] == "ballot") {
        let members: Vec<_> = entry.as_object().unwrap().keys().cloned().collect();
        assert_eq!(members, ["body", "kind"]);
        let members: Vec<_> = entry["body"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(members, ["kind", "manifest", "poll", "proof", "sig", "slip", "slots"]);
    }
}
