//! Steps that are skipped, repeated or taken by the wrong person (abuse 48, 49, 51, 63).

use ballotbox::codec::PublicKey;
use ballotbox::note::Origin;
use piaojue::demo::RobotOfficer;
use piaojue::service::Fault;
use piaojue::service::proposals::Act;
use serde_json::{Value, json};

use crate::client::Request;
use crate::hall::{Hall, PLAN, SITE, Size};

/// Hands something in as an officer; the status.
fn hand_in(hall: &Hall, cookie: &str, path: &str, body: &Value) -> (u16, Value) {
    let request = Request::post(path).json(body.to_string()).with("cookie", cookie);
    let answer = request.send(hall.address());
    (answer.status, answer.json())
}

/// The public halves of an officer's card, as the page hands them in.
fn keys(hall: &Hall, officer: &RobotOfficer) -> Value {
    let session = hall.town.session;
    let lock = officer.card.lock_key(session);
    let proof = lock.prove(session, officer.officer.id, &mut piaojue::clock::randomness());
    let sign: PublicKey = officer.card.sign_key(session).public();
    json!({ "sign": sign, "lock": lock.public(), "proof": proof.unwrap() })
}

#[test]
fn no_step_can_be_skipped_or_taken_twice() {
    let hall = Hall::open(&Size::small(6));
    let town = &hall.town;
    let teller = &town.tellers[0];
    let cookie = hall.sign_in("teller1");
    let origin = Origin::new(SITE, PLAN.code, town.session).unwrap();
    let note = |text: &str| json!(teller.signed(&origin, text));
    let before = hall.entries();
    let refused = |what: &str, path: &str, body: Value, wanted: &[u16]| {
        let (status, said) = hand_in(&hall, &cookie, path, &body);
        assert!(wanted.contains(&status), "{what}: {status} {said}");
        assert!(said["error"].is_string(), "{what}");
    };
    let closing = json!({ "stubs": 0, "note": note("piaojue/v1/close\n") });
    refused("a closing note while open", &hall.poll_path("/closing"), closing, &[409]);
    let path = hall.path("/officer/keys");
    refused("keys after all have signed", &path, keys(&hall, teller), &[409]);
    let nothing = format!("/notes/{}/signatures", town.session);
    let signature = json!({ "note": note("piaojue/v1/void\n") });
    refused("a note that nobody asked for", &hall.path(&nothing), signature, &[404, 409]);
    let stranger = teller.card.sign_key(town.session).public();
    let stranger = json!({ "slip": stranger, "reason": "damaged" });
    refused("a slip that is none", &hall.path("/slips/void"), stranger, &[404, 409, 422]);
    let bundle = Request::get(&hall.path("/bundle.json")).send(hall.address());
    assert_eq!(bundle.status, 404, "nothing is published");
    assert_eq!(hall.entries(), before, "nothing was stored");
}

#[test]
fn the_second_person_is_another() {
    let hall = Hall::open(&Size::small(6));
    let (town, poll) = (&hall.town, hall.poll);
    let act = Act::close(poll);
    let before = hall.entries();
    for same in [&town.clerk, &town.administrator] {
        let done = hall.runtime.block_on(town.both(act.clone(), same));
        assert!(matches!(done, Err(Fault::Refused(_))), "{done:?}");
    }
    let mut stale = town.tellers[0].actor.clone();
    stale.fresh = false;
    let done = hall.runtime.block_on(town.both(act.clone(), &stale));
    assert!(matches!(done, Err(Fault::Refused(_))), "a password of long ago: {done:?}");
    assert_eq!(hall.entries(), before, "the poll is still open");
    let early = hall.runtime.block_on(town.publish(poll));
    assert!(early.is_err(), "published before it is certified");
    assert_eq!(hall.entries(), before);
}
