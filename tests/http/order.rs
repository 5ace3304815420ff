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

#[test]
fn one_person_in_two_browsers_is_one_person() {
    let hall = Hall::open(&Size::small(6));
    let session = hall.town.session;
    let post = |cookie: &str, path: &str| {
        let request = Request::post(path).json("{}").with("cookie", cookie);
        let answer = request.send(hall.address());
        (answer.status, answer.json())
    };
    let first = hall.sign_in("clerk");
    assert_eq!(post(&first, &format!("/desk/{session}/run/{}/close", hall.poll)).0, 200);
    let acts = hall.runtime.block_on(hall.town.service.waiting_acts(session)).unwrap();
    let confirm = format!("/desk/{session}/acts/{}/confirm", acts[0].id);
    let before = hall.entries();
    let second = hall.sign_in("clerk");
    for (cookie, status) in [(&second, 403), (&first, 401)] {
        let (found, said) = post(cookie, &confirm);
        assert_eq!(found, status, "{said}");
    }
    let (_, said) = post(&second, &confirm);
    assert_eq!(said["error"], "refusal-second-same");
    let message = said["message"].as_str().unwrap();
    assert!(message.starts_with("第二名确认人不能是您本人"), "{message}");
    assert_eq!(hall.entries(), before, "the poll is open");
    assert_eq!(post(&hall.sign_in("teller1"), &confirm).0, 200, "the control: another person");
    assert_ne!(hall.entries(), before);
}

#[test]
fn a_request_made_by_hand_skips_no_step() {
    let hall = Hall::open(&Size::small(6));
    let (town, poll) = (&hall.town, hall.poll);
    let session = town.session;
    let (clerk, teller) = (hall.sign_in("clerk"), hall.sign_in("teller1"));
    let (projects, roll) = hall.runtime.block_on(async {
        let projects = town.service.projects(session).await.unwrap();
        (projects, town.service.roll(session).await.unwrap())
    });
    let question = json!({
        "question": "另一个题目", "method": { "kind": "pick", "min": 0, "max": 1 },
        "rule": { "seats": 1 }, "options": [projects[0].id, projects[1].id],
    });
    let name = json!({ "name": "后来人", "delegation": "", "seat": "" });
    let text = json!({ "title": "改名", "category": "", "content": "", "investment_wan": "1" });
    let desk = |rest: &str| format!("/desk/{session}/{rest}");
    let run = |verb: &str| desk(&format!("run/{poll}/{verb}"));
    let project = desk(&format!("projects/{}?version={}", projects[0].id, projects[0].version));
    let deputy = desk(&format!("roll/deputies/{}", roll[0].id));
    let before = (hall.entries(), projects, roll);
    for (what, cookie, path, body) in [
        ("published before it is certified", &clerk, run("publish"), json!({})),
        ("a round before the count", &clerk, run("next-round"), json!({})),
        ("held again though it is not void", &clerk, run("again"), json!({})),
        ("opened twice", &clerk, run("open"), json!({})),
        ("resumed though it was not paused", &clerk, run("resume"), json!({})),
        (
            "the question after it was fixed",
            &clerk,
            desk(&format!("polls/{poll}/edit?version=1")),
            question,
        ),
        ("fixed twice", &clerk, desk(&format!("polls/{poll}/freeze")), json!({})),
        (
            "adopted once more",
            &clerk,
            desk(&format!("polls/{poll}/adoption")),
            json!({ "on": "2026-01-31", "record": "x" }),
        ),
        ("a candidate that is voted on", &clerk, project, text),
        ("the roll after sign-in", &clerk, desk("roll"), name.clone()),
        ("a deputy after sign-in", &clerk, deputy.clone(), name),
        ("a deputy taken off", &clerk, format!("{deputy}/remove"), json!({})),
        ("a stage that is over", &clerk, desk("stage"), json!({ "from": "preparing" })),
        (
            "papers before the close",
            &teller,
            hall.poll_path("/paper"),
            json!({ "batch": 1, "papers": 5, "invalid": 0, "totals": [0, 0, 0] }),
        ),
    ] {
        let (status, said) = hand_in(&hall, cookie, &path, &body);
        assert_eq!(status, 409, "{what}: {said}");
        assert!(said["message"].as_str().is_some_and(|it| !it.is_empty()), "{what}: {said}");
    }
    let after = hall.runtime.block_on(async {
        let projects = town.service.projects(session).await.unwrap();
        (hall_entries(town).await, projects, town.service.roll(session).await.unwrap())
    });
    assert_eq!(before, after, "all is as it was");
    assert_eq!(hand_in(&hall, &clerk, &run("pause"), &json!({})).0, 200, "the control");
}

async fn hall_entries(town: &piaojue::demo::Town) -> Vec<Vec<u8>> {
    town.service.entries(town.session).await.unwrap()
}
