//! Ballots that must not be taken: broken, copied, unlawful, too late, from nobody (abuse 3 to 10,
//! 14).

use ballotbox::codec::{base64url, from_base64url, from_crockford};
use ballotbox::slip::SlipCode;
use ballotbox::statement::VoidReason;
use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::{RistrettoPoint, Scalar};
use ed25519_dalek::{Signer as _, SigningKey};
use hkdf::Hkdf;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::client::Request;
use crate::hall::{Hall, Size, read_ballot};
use crate::judge::{Acknowledged, judge};

/// Signs a changed ballot anew, as whoever holds the slip's code can.
pub(crate) fn sign(ballot: &mut Value, code: &SlipCode, session: Uuid) {
    let secret: [u8; 10] = from_crockford(&code.printed()).unwrap();
    let mut seed = [0; 32];
    let info = session.to_string();
    Hkdf::<Sha256>::new(Some(b"piaojue/v1/slip"), &secret)
        .expand(info.as_bytes(), &mut seed)
        .unwrap();
    let members = ballot.as_object_mut().unwrap();
    members.remove("sig");
    let key = SigningKey::from_bytes(&seed);
    members.insert("slip".into(), base64url(key.verifying_key().as_bytes()).into());
    let unsigned = ballotbox::canonical::to_bytes(&*members).unwrap();
    let message = [b"piaojue/v1/ballot\0".as_slice(), &Sha256::digest(&unsigned)].concat();
    members.insert("sig".into(), base64url(&key.sign(&message).to_bytes()).into());
}

/// A slot with one added to what it holds: no key is needed for it.
pub(crate) fn added(slot: &Value) -> Value {
    moved(slot, 1)
}

/// A slot with so much more in it, or less.
fn moved(slot: &Value, by: i8) -> Value {
    let mut bytes = from_base64url(slot.as_str().unwrap()).unwrap();
    let c = CompressedRistretto::from_slice(&bytes[32..]).unwrap().decompress().unwrap();
    let size = Scalar::from(by.unsigned_abs());
    let by = if by < 0 { -size } else { size };
    bytes[32..].copy_from_slice((c + RistrettoPoint::mul_base(&by)).compress().as_bytes());
    base64url(&bytes).into()
}

pub(crate) fn bytes_of(ballot: &Value) -> Vec<u8> {
    ballotbox::canonical::to_bytes(ballot).unwrap()
}

/// A ballot changed in some way and signed anew.
type Change = fn(&mut Value, &Value);

/// What a changed client could send. `other` is a lawful ballot of another slip.
const CHANGES: [(&str, Change); 12] = [
    ("a mark of two", |ballot, _| ballot["slots"][0] = added(&ballot["slots"][0])),
    ("a mark of three", |ballot, _| {
        ballot["slots"][0] = added(&added(&ballot["slots"][0]));
    }),
    ("slots in another order", |ballot, _| {
        ballot["slots"].as_array_mut().unwrap().swap(0, 1);
    }),
    ("another's slots", |ballot, other| ballot["slots"] = other["slots"].clone()),
    ("another's proof", |ballot, other| ballot["proof"] = other["proof"].clone()),
    ("another's slots and proof", |ballot, other| {
        ballot["slots"] = other["slots"].clone();
        ballot["proof"] = other["proof"].clone();
    }),
    ("a slot too few", |ballot, _| {
        ballot["slots"].as_array_mut().unwrap().pop();
    }),
    ("a slot too many", |ballot, other| {
        ballot["slots"].as_array_mut().unwrap().push(other["slots"][0].clone());
    }),
    ("no point", |ballot, _| ballot["slots"][0] = base64url(&[0xff; 64]).into()),
    ("the identity", |ballot, _| ballot["slots"][0] = base64url(&[0; 64]).into()),
    ("another kind", |ballot, _| ballot["kind"] = "piaojue/ballot/2".into()),
    ("another question", |ballot, _| ballot["manifest"] = base64url(&[7; 32]).into()),
];

#[test]
fn what_a_changed_client_seals_is_refused() {
    let hall = Hall::open(&Size::small(6));
    let (poll, session) = (hall.fetch_poll(), hall.town.session);
    let lawful = |slip| hall.town.sealed_for(&poll, slip, &json!([0])).unwrap();
    let read = |slip| serde_json::from_slice::<Value>(&lawful(slip)).unwrap();
    let (mine, other, before) = (read(0), read(1), hall.entries());
    let slip = hall.town.slips[0].clone();
    // Length, kind and question are looked at before the signature.
    let earlier = ["a slot too few", "a slot too many", "another kind", "another question"];
    let refused = |what: &str, body: &[u8], status: u16, error: &str| {
        let answer = hall.casting(body).send(hall.address());
        let said = answer.json();
        assert_eq!((answer.status, &said["error"]), (status, &json!(error)), "{what}: {said}");
        assert_ne!(said["message"], "", "{what}");
    };
    for (what, change) in CHANGES {
        let mut ballot = mine.clone();
        change(&mut ballot, &other);
        let unsigned = if earlier.contains(&what) { 422 } else { 403 };
        refused(&format!("{what}, not signed"), &bytes_of(&ballot), unsigned, "ballot_refused");
        sign(&mut ballot, &slip, session);
        refused(what, &bytes_of(&ballot), 422, "ballot_refused");
    }
    let mut copied = other.clone();
    sign(&mut copied, &slip, session);
    refused("another's ballot under this slip", &bytes_of(&copied), 422, "ballot_refused");
    let mut another = mine.clone();
    another["poll"] = Uuid::nil().to_string().into();
    sign(&mut another, &slip, session);
    refused("another poll", &bytes_of(&another), 422, "ballot_refused");

    // The bytes themselves.
    let whole = bytes_of(&mine);
    let text = String::from_utf8(whole.clone()).unwrap();
    let twice = text.replacen('{', r#"{"kind":"piaojue/ballot/1","#, 1);
    let more = text.replacen('{', r#"{"a":1,"#, 1);
    for (what, body) in [
        ("nothing", &b""[..]),
        ("no JSON", b"\xff\xfe"),
        ("half of it", &whole[..whole.len() / 2]),
        ("a space", format!("{text} ").as_bytes()),
        ("a member twice", twice.as_bytes()),
        ("a member more", more.as_bytes()),
        ("deep", "[".repeat(10_000).as_bytes()),
    ] {
        refused(what, body, 422, "ballot_refused");
    }
    refused("far too long", &vec![b' '; 300 * 1024], 413, "too_large");

    // Slips that are none, and slips that are void.
    let mut stranger = mine.clone();
    let code = SlipCode::parse("0000-0000-0000-0000").unwrap();
    sign(&mut stranger, &code, session);
    refused("a slip that is not on the roll", &bytes_of(&stranger), 403, "slip_unknown");
    assert_eq!(hall.entries(), before, "nothing was stored");
    assert_eq!(hall.slip(&read_ballot(&whole))["state"], "unused");
    let voided = void(&hall, 2);
    refused("a void slip", &voided, 403, "slip_voided");

    let receipt = hall.casting(&whole).send(hall.address()).json();
    let kept = [Acknowledged { ballot: whole, receipt }];
    assert_eq!(judge(hall.poll, &hall.entries(), &kept), Ok(1), "the slip was still unused");
    // It was photographed: who comes second is told so, whatever was sealed and by whom.
    refused("the same slip again", &lawful(0), 409, "already_voted");
}

#[test]
fn the_slip_of_another_session_is_told_so() {
    let hall = Hall::open(&Size::small(6));
    let (before, poll) = (hall.entries(), hall.fetch_poll());
    let lawful = hall.town.sealed_for(&poll, 0, &json!([0])).unwrap();
    let mut ballot: Value = serde_json::from_slice(&lawful).unwrap();
    sign(&mut ballot, &hall.town.slips[0], Uuid::nil());
    let elsewhere = bytes_of(&ballot);
    let known = |ballot: &[u8]| hall.slip(&read_ballot(ballot))["state"].clone();
    assert_eq!(
        [known(&elsewhere), known(&lawful)],
        ["unknown", "unused"],
        "before it is filled in"
    );
    let answer = hall.casting(&elsewhere).send(hall.address());
    let said = answer.json();
    assert_eq!((answer.status, &said["error"]), (403, &json!("slip_unknown")));
    let message = said["message"].as_str().unwrap();
    assert!(message.contains("票签不适用于本次会议"), "{message}");
    assert_eq!(hall.entries(), before, "nothing was stored");
    assert_eq!(hall.casting(&lawful).send(hall.address()).status, 200, "the control");
}

/// A client that holds a slip and changes what its marks add up to.
#[test]
fn marks_beyond_the_rule_are_refused_however_they_add_up() {
    let method = json!({ "kind": "pick", "min": 1, "max": 2 });
    let hall = Hall::open(&Size { options: 4, method, ..Size::small(6) });
    let (poll, session, before) = (hall.fetch_poll(), hall.town.session, hall.entries());
    let slip = hall.town.slips[0].clone();
    let lawful = hall.town.sealed_for(&poll, 0, &json!([0, 1])).unwrap();
    assert!(hall.town.sealed_for(&poll, 0, &json!([])).is_err(), "no honest client seals nothing");
    let with = |changes: [i8; 4]| {
        let mut ballot: Value = serde_json::from_slice(&lawful).unwrap();
        for (place, by) in changes.into_iter().enumerate() {
            ballot["slots"][place] = moved(&ballot["slots"][place], by);
        }
        sign(&mut ballot, &slip, session);
        bytes_of(&ballot)
    };
    for (what, changes) in [
        ("one more than may be chosen", [0, 0, 1, 0]),
        ("all that there is", [0, 0, 1, 1]),
        ("nothing where something must be", [-1, -1, 0, 0]),
        ("two in place of one and one", [1, -1, 0, 0]),
        ("less than nothing", [0, 0, -1, 0]),
        ("less than nothing, and more than one beside it", [1, 0, -1, 0]),
        ("a hundred", [100, 0, 0, 0]),
    ] {
        let answer = hall.casting(&with(changes)).send(hall.address());
        let said = answer.json();
        assert_eq!((answer.status, &said["error"]), (422, &json!("ballot_refused")), "{what}");
    }
    assert_eq!(hall.entries(), before, "nothing was stored");
    assert_eq!(hall.slip(&read_ballot(&lawful))["state"], "unused");
    // The control: signed anew and with nothing changed it is lawful.
    assert_eq!(with([0; 4]), lawful);
    assert_eq!(hall.casting(&with([0; 4])).send(hall.address()).status, 200);
}

#[test]
fn a_ballot_without_a_mark_counts_where_the_rule_lets_it_be() {
    let hall = Hall::open(&Size::small(6));
    let (town, poll) = (&hall.town, hall.fetch_poll());
    for slip in 0..6 {
        let marks = if slip == 0 { json!([]) } else { json!([0]) };
        let ballot = town.sealed_for(&poll, slip, &marks).unwrap();
        assert_eq!(hall.casting(&ballot).send(hall.address()).status, 200);
    }
    let ledger = hall.runtime.block_on(async {
        town.close(hall.poll).await.unwrap();
        town.count(hall.poll, 6).await.unwrap();
        town.service.log_of(town.session).await.unwrap()
    });
    let counted = ledger.poll(hall.poll).unwrap().outcome().unwrap();
    assert_eq!((counted.ballots.cast, counted.ballots.invalid), (6, 0), "it is a ballot");
    let votes: Vec<_> = counted.outcome.options.iter().map(|it| it.votes).collect();
    assert_eq!(votes, [5, 0, 0], "for nobody");
}

/// Two tellers void a slip; a ballot of that slip.
pub(crate) fn void(hall: &Hall, slip: usize) -> Vec<u8> {
    let (town, service) = (&hall.town, &hall.town.service);
    let ballot = town.sealed_for(&hall.fetch_poll(), slip, &json!([1])).unwrap();
    let key = town.slips[slip].key(town.session).public();
    hall.runtime.block_on(async {
        let teller = &town.tellers[0].actor;
        let reason = VoidReason::Damaged;
        service.propose_void_slip(teller, town.session, key, reason).await.unwrap();
        for teller in &town.tellers {
            teller.sign_all(service).await.unwrap();
        }
    });
    ballot
}

#[test]
fn ballots_are_taken_while_the_poll_is_open_and_at_no_other_time() {
    let hall = Hall::prepared(&Size::small(8));
    let town = &hall.town;
    let (service, session) = (&town.service, town.session);
    let cast = |ballot: &[u8]| {
        let answer = hall.casting(ballot).send(hall.address());
        let said = answer.json();
        (answer.status, said["error"].clone(), said["state"].clone())
    };
    // A tablet gets no question before the opening, so that there is nothing to seal either.
    assert_eq!(Request::get(&hall.poll_path("")).send(hall.address()).status, 404);
    hall.runtime.block_on(async {
        town.sign_in(8).await.unwrap();
        town.open(hall.poll).await.unwrap();
    });
    let poll = hall.fetch_poll();
    let seal = |slip| town.sealed_for(&poll, slip, &json!([0])).unwrap();
    let early = seal(0);
    assert_eq!(cast(&early).0, 200);
    hall.runtime.block_on(service.pause(&town.clerk, session, hall.poll, true)).unwrap();
    let late = seal(1);
    assert_eq!(cast(&late), (409, json!("not_open"), json!("paused")));
    assert_eq!(cast(&early).0, 200, "the same bytes get the same receipt in any state");
    hall.runtime.block_on(service.pause(&town.clerk, session, hall.poll, false)).unwrap();
    assert_eq!(cast(&late).0, 200);
    let delayed = seal(2);
    hall.runtime.block_on(town.close(hall.poll)).unwrap();
    let before = hall.entries();
    assert_eq!(cast(&delayed), (409, json!("not_open"), json!("closed")));
    assert_eq!(cast(&late).0, 200);
    assert_eq!(hall.entries(), before, "nothing was stored");
}

#[test]
fn the_longest_ballot_that_a_paper_can_have_is_taken() {
    // The form of a real list of 245 projects, of which 196 may be chosen.
    let method = json!({ "kind": "pick", "min": 0, "max": 196 });
    let hall = Hall::open(&Size { options: 245, method, ..Size::small(6) });
    let poll = hall.fetch_poll();
    let ballot = hall.town.sealed_for(&poll, 0, &json!([0, 244])).unwrap();
    println!("a ballot of 245 options has {} bytes", ballot.len());
    let answer = hall.casting(&ballot).send(hall.address());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[test]
fn a_point_is_what_we_think_it_is() {
    // The attack "a mark of two" would be none if adding did nothing.
    let two = RistrettoPoint::mul_base(&2_u8.into());
    let one = RistrettoPoint::mul_base(&1_u8.into()).compress();
    let slot = base64url(&[*one.as_bytes(), *one.as_bytes()].concat());
    let changed = from_base64url(added(&slot.into()).as_str().unwrap()).unwrap();
    assert_eq!(changed[32..], *two.compress().as_bytes());
}
