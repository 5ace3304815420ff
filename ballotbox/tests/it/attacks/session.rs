//! Officers, slips and manifests that must not open a poll, whoever signs them.

use ballotbox::card::KeyCard;
use ballotbox::codec::{PointBytes, PublicKey};
use ballotbox::hall::draw_id;
use ballotbox::method::Method;
use ballotbox::statement::Statement;
use curve25519_dalek::ristretto::CompressedRistretto;
use serde_json::{Value, json};
use uuid::Uuid;

use super::forge::Forge;
use crate::fixture::{Day, question, rng};

const NONE: [usize; 0] = [];

/// A poll that has just opened: session, officers, slips, attendance, manifest.
fn open() -> Forge {
    let day = Day::open(9, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 81);
    Forge::new(day, 9, 81)
}

/// The log up to the officers.
fn officers_only() -> Forge {
    let mut forge = open();
    forge.entries.truncate(2);
    forge
}

#[test]
fn every_officer_signs_the_list() {
    let mut forge = officers_only();
    let officers: ballotbox::officers::Officers =
        serde_json::from_value(forge.entries[1]["body"]["officers"].clone()).unwrap();
    let statement = Statement::Officers { list: officers.digest().unwrap() };
    for (tellers, presidium) in [(3, 2), (2, 3), (3, 0), (0, 3), (0, 0)] {
        let note = forge.day.hall.signed(&statement, 0..tellers, 0..presidium);
        let failing = forge.with(|forge| forge.renote("officers", &note));
        assert_eq!(failing, [3], "{tellers} tellers, {presidium} members");
    }
    let again = forge.entries[1].clone();
    assert_eq!(forge.with(|forge| forge.entries.push(again)), [3], "a second list");
    let failing = forge.with(|forge| forge.entries.swap(0, 1));
    assert_eq!(failing, [2, 3], "officers before the session");
}

#[test]
fn a_list_of_officers_that_cannot_serve_is_refused_though_all_sign_it() {
    type Change = fn(&mut Value);
    let cases: [(Change, &str); 9] = [
        (|list| list["threshold"] = json!(1), "a third of the presidium"),
        (|list| list["threshold"] = json!(0), "nobody of the presidium"),
        (|list| list["threshold"] = json!(4), "more than there are"),
        (|list| list["tellers"][1]["lock"] = list["tellers"][0]["lock"].clone(), "one lock twice"),
        (
            |list| {
                for member in ["lock", "proof"] {
                    list["tellers"][1][member] = list["tellers"][0][member].clone();
                }
            },
            "lock and proof of another teller",
        ),
        (
            |list| list["tellers"][1]["lock"] = json!(PointBytes::from_bytes([0; 32])),
            "the identity for a lock",
        ),
        (
            |list| list["tellers"][1]["lock"] = json!(PointBytes::from_bytes([0xff; 32])),
            "no point for a lock",
        ),
        (
            |list| {
                let proof = list["tellers"][0]["proof"].take();
                list["tellers"][0]["proof"] = list["tellers"][1]["proof"].take();
                list["tellers"][1]["proof"] = proof;
            },
            "proofs of possession swapped",
        ),
        (|list| list["tellers"][1]["proof"] = json!(""), "no proof of possession"),
    ];
    let mut forge = officers_only();
    for (change, name) in cases {
        let failing = forge.with(|forge| {
            change(&mut forge.body("officers")["officers"]);
            forge.officers_sign();
        });
        assert_eq!(failing, [3], "{name}");
    }
    let failing = forge.with(|forge| {
        forge.body("officers")["officers"]["threshold"] = json!(3);
        forge.officers_sign();
    });
    assert_eq!(failing, NONE, "a higher threshold is lawful");
}

#[test]
fn the_same_officer_or_key_twice_and_one_teller_alone_are_refused() {
    for (change, name) in [("id", "an id twice"), ("sign", "a key twice")] {
        let mut forge = officers_only();
        let failing = forge.with(|forge| {
            let list = &mut forge.body("officers")["officers"];
            list["presidium"][0][change] = list["tellers"][0][change].clone();
            forge.officers_sign();
        });
        assert_eq!(failing, [3], "{name}");
    }
    let mut forge = officers_only();
    let failing = forge.with(|forge| {
        let list = &mut forge.body("officers")["officers"];
        list["tellers"].as_array_mut().unwrap().truncate(1);
        let officers: ballotbox::officers::Officers = serde_json::from_value(list.clone()).unwrap();
        let statement = Statement::Officers { list: officers.digest().unwrap() };
        let note = forge.day.hall.signed(&statement, 0..1, 0..3);
        forge.renote("officers", &note);
    });
    assert_eq!(failing, [3], "one teller");
}

#[test]
fn a_lock_made_of_others_is_refused_for_want_of_possession() {
    let mut forge = officers_only();
    let session = forge.day.hall.session();
    let list = forge.entries[1]["body"]["officers"].clone();
    let third: Uuid = list["tellers"][2]["id"].as_str().unwrap().parse().unwrap();
    let own = KeyCard::generate(&mut rng(82)).lock_key(session);
    let decode = |text: &str| {
        let bytes: PointBytes = text.parse().unwrap();
        CompressedRistretto(*bytes.as_bytes()).decompress().unwrap()
    };
    let others = |teller: usize| decode(list["tellers"][teller]["lock"].as_str().unwrap());
    // P' = P − P₁ − P₂: with it the box key would be P, which its maker opens alone.
    let rogue = decode(&own.public().to_string()) - others(0) - others(1);
    let rogue = PointBytes::from_bytes(rogue.compress().to_bytes());
    let mut random = rng(83);
    let elsewhere = draw_id(&mut random);
    for (lock, proof, expected, name) in [
        (rogue, own.prove(session, third, &mut random).unwrap(), vec![3], "rogue"),
        (own.public(), own.prove(elsewhere, third, &mut random).unwrap(), vec![3], "session"),
        (own.public(), own.prove(session, elsewhere, &mut random).unwrap(), vec![3], "officer"),
        (own.public(), own.prove(session, third, &mut random).unwrap(), vec![], "the control"),
    ] {
        let failing = forge.with(|forge| {
            let teller = &mut forge.body("officers")["officers"]["tellers"][2];
            teller["lock"] = json!(lock);
            teller["proof"] = json!(proof);
            forge.officers_sign();
        });
        assert_eq!(failing, expected, "{name}");
    }
}

/// Has the teller of a position sign the roll as it stands.
fn maker_signs(forge: &mut Forge, signer: usize) {
    let keys: Vec<PublicKey> =
        serde_json::from_value(forge.body("slips_made")["keys"].clone()).unwrap();
    let parts: Vec<&[u8]> = keys.iter().map(|key| key.as_bytes().as_slice()).collect();
    let roll = ballotbox::codec::Digest::of(&parts);
    let count = u64::try_from(keys.len()).unwrap();
    let statement = Statement::Slips { count, roll };
    let note = forge.day.hall.signed(&statement, signer..signer + 1, 0..0);
    forge.renote("slips_made", &note);
}

#[test]
fn the_roll_is_sorted_distinct_and_signed_by_its_maker() {
    type Change<'a> = &'a dyn Fn(&mut Value);
    let mut forge = open();
    forge.entries.truncate(3);
    let stranger = forge.insider.slip(0);
    let member = forge.entries[1]["body"]["officers"]["presidium"][0]["id"].clone();
    let second = forge.entries[1]["body"]["officers"]["tellers"][1]["id"].clone();
    let keys = |body: &mut Value| body["keys"].as_array_mut().unwrap().clone();
    let cases: [(Change<'_>, usize, &[usize], &str); 8] = [
        (&|body| body["keys"].as_array_mut().unwrap().swap(0, 1), 0, &[5], "unsorted"),
        (&|body| body["keys"][1] = body["keys"][0].clone(), 0, &[5], "a key twice"),
        (&|body| body["keys"] = json!([]), 0, &[5], "no slips"),
        (&|body| body["maker"] = member.clone(), 0, &[5], "made by the presidium"),
        (&|body| body["maker"] = json!(Uuid::nil()), 0, &[5], "made by nobody"),
        (&|body| body["keys"] = json!(keys(body)), 1, &[5], "signed by another teller"),
        (&|body| body["maker"] = second.clone(), 1, &[], "made and signed by another teller"),
        (&|body| body["keys"] = json!(keys(body)[1..]), 0, &[], "fewer slips, signed"),
    ];
    for (change, signer, expected, name) in cases {
        let failing = forge.with(|forge| {
            change(forge.body("slips_made"));
            maker_signs(forge, signer);
        });
        assert_eq!(failing, expected, "{name}");
    }
    let failing = forge.with(|forge| {
        let keys = forge.body("slips_made")["keys"].as_array_mut().unwrap();
        keys.retain(|key| *key != json!(stranger));
    });
    assert_eq!(failing, [5], "a slip less than the maker signed");
    let again = forge.entries[2].clone();
    assert_eq!(forge.with(|forge| forge.entries.push(again)), [5], "a second roll");
}

#[test]
fn nothing_is_done_before_there_are_officers() {
    let mut forge = open();
    forge.entries.truncate(3);
    assert_eq!(forge.with(|forge| forge.entries.swap(1, 2)), [5], "slips before officers");
    let mut day = Day::open(9, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 81);
    day.hall.void_slip(0, None, ballotbox::statement::VoidReason::LeftOver).unwrap();
    let mut forge = Forge::new(day, 9, 81);
    forge.entries.swap(3, 5);
    forge.entries.truncate(4);
    assert_eq!(forge.with(|forge| forge.entries.swap(1, 3)), [5], "a void before officers");
}

#[test]
fn a_manifest_that_does_not_follow_is_refused_though_all_tellers_sign_it() {
    type Change = fn(&mut Value);
    let digest = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let cases: [(Change, &[usize], &str); 26] = [
        (|manifest| manifest["form"]["groups"] = json!([]), &[4], "a form without its limit"),
        (|manifest| manifest["method"]["max"] = json!(3), &[4], "a method of another form"),
        (|manifest| manifest["rule"]["seats"] = json!(4), &[4], "more seats than options"),
        (|manifest| manifest["options"][1]["number"] = json!(1), &[4], "a number twice"),
        (|manifest| manifest["options"][1]["number"] = json!(0), &[4], "number 0"),
        (|manifest| manifest["options"][1]["title"] = json!(" "), &[4], "no title"),
        (
            |manifest| manifest["options"][1]["id"] = manifest["options"][0]["id"].clone(),
            &[4],
            "an id twice",
        ),
        (
            |manifest| drop(manifest["options"].as_array_mut().unwrap().pop()),
            &[4],
            "an option less",
        ),
        (|manifest| manifest["tellers"][0]["name"] = json!("丁"), &[4], "another teller"),
        (|manifest| manifest["presidium"][0]["name"] = json!("丁"), &[4], "another member"),
        (|manifest| drop(manifest["tellers"].as_array_mut().unwrap().pop()), &[4], "a teller less"),
        (|manifest| manifest["threshold"] = json!(3), &[4], "another threshold"),
        (|manifest| manifest["log_key"] = manifest["tellers"][0]["sign"].clone(), &[4], "log key"),
        (|manifest| manifest["township"] = json!("500229204"), &[4], "another township"),
        (|manifest| manifest["session"] = manifest["poll"].clone(), &[4], "another session"),
        (|manifest| manifest["rehearsal"] = json!(true), &[4], "a rehearsal"),
        (|manifest| manifest["kind"] = json!("piaojue/manifest/2"), &[4], "another kind"),
        (|manifest| manifest["suite"] = json!("plain/1"), &[4], "another suite"),
        (|manifest| manifest["electorate"]["present"] = json!(8), &[4], "fewer present"),
        (|manifest| manifest["electorate"]["present"] = json!(0), &[4], "nobody present"),
        (|manifest| manifest["electorate"]["all_deputies"] = json!(8), &[4], "fewer deputies"),
        (|manifest| manifest["round"] = json!(2), &[4], "a round that follows nothing"),
        (|manifest| manifest["round"] = json!(0), &[4], "round 0"),
        (|manifest| manifest["channel"] = json!("paper"), &[4], "slips for paper"),
        (|manifest| manifest["slips"]["count"] = json!(8), &[5], "a slip less"),
        (|manifest| manifest["slips"]["voided"] = json!(1), &[5], "a slip void that is not"),
    ];
    let mut forge = open();
    for (change, expected, name) in cases {
        let change = |forge: &mut Forge| change(&mut forge.body("poll_opened")["manifest"]);
        let failing = forge.with(change);
        assert!(failing.contains(&4), "{name}, unsigned: {failing:?}");
        let failing = forge.with(|forge| {
            change(forge);
            forge.tellers_open(0);
        });
        assert_eq!(failing, expected, "{name}");
    }
    let failing = forge.with(|forge| {
        forge.body("poll_opened")["manifest"]["slips"]["digest"] = json!(digest);
        forge.tellers_open(0);
    });
    assert_eq!(failing, [5], "another roll");
    let failing = forge.with(|forge| {
        forge.body("poll_opened")["manifest"]["question"] = json!("另一题");
        forge.tellers_open(0);
    });
    assert_eq!(failing, NONE, "another question that all tellers open is the question");
}

#[test]
fn every_teller_opens_a_poll_and_it_opens_once() {
    let mut forge = open();
    let poll = forge.day.poll.poll().opening();
    for (tellers, presidium) in [(0..2, 0..0), (1..3, 0..0), (0..0, 0..0), (0..3, 0..1)] {
        let note = forge.day.hall.signed(&poll, tellers.clone(), presidium.clone());
        let failing = forge.with(|forge| forge.renote("poll_opened", &note));
        assert_eq!(failing, [4], "{tellers:?} {presidium:?}");
    }
    let again = forge.entries[4].clone();
    assert_eq!(forge.with(|forge| forge.entries.push(again)), [4], "the same poll again");
    let failing = forge.with(|forge| forge.entries.swap(3, 4));
    assert_eq!(failing, [4], "a poll before the attendance");
    let failing = forge.with(|forge| forge.entries.swap(2, 4));
    assert_eq!(failing, [4, 5], "a poll before the slips");
}

#[test]
fn the_signatures_of_an_opening_note_stand_in_the_manifests_order() {
    // The question code is made of them: another order would be another code for one question.
    let mut forge = open();
    let mut lines: Vec<String> =
        forge.body("poll_opened")["note"].as_str().unwrap().lines().map(str::to_owned).collect();
    let last = lines.len() - 1;
    lines.swap(last, last - 1);
    let note = lines.join("\n") + "\n";
    let failing = forge.with(|forge| forge.body("poll_opened")["note"] = json!(note));
    assert_eq!(failing, [4]);
}
