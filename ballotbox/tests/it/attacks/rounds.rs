//! Further rounds that do not follow from the outcome before them.

use ballotbox::entry::{Body, PollOpened};
use ballotbox::hall::Question;
use ballotbox::manifest::{Channel, Manifest, Poll};
use ballotbox::method::Method;
use ballotbox::rule::RuleSettings;
use serde_json::{Value, json};

use super::forge::{Forge, failing_in};
use crate::fixture::{Day, question};

const NONE: [usize; 0] = [];
const SEED: u64 = 111;

/// Four options for two seats, passed by whoever has most votes.
fn contest() -> Question {
    let settings: RuleSettings =
        serde_json::from_value(json!({"pass": {"base": "none"}, "seats": 2})).unwrap();
    Question {
        rule: settings.resolve().unwrap(),
        ..question(Method::Pick { min: 0, max: 2 }, 4, Some(2))
    }
}

/// A first round that is published: 1 is elected, 2 and 3 are tied for the other seat.
pub(crate) fn tied() -> Day {
    let mut day = Day::open(6, contest(), SEED);
    for slip in 0..6 {
        day.cast(slip, &json!([0, 1 + slip % 2]));
    }
    day.close();
    assert_eq!(day.count().outcome.tied, [1, 2]);
    day.publish();
    day
}

/// The second round opens.
fn second() -> Forge {
    let mut day = tied();
    day.poll = day.hall.open_next_round(&day.poll, &mut day.rng).unwrap();
    Forge::new(day, 6, SEED)
}

#[test]
fn a_round_has_the_options_seats_and_elected_that_the_outcome_before_names() {
    type Change = fn(&mut Value);
    let cases: [(Change, &str); 13] = [
        (|manifest| manifest["options"].as_array_mut().unwrap().swap(0, 1), "another order"),
        (|manifest| manifest["options"][0]["title"] = json!("新项目"), "another title"),
        (|manifest| manifest["options"][0]["number"] = json!(4), "another number"),
        (|manifest| manifest["options"][0]["digest"] = json!("A".repeat(43)), "another text"),
        (|manifest| manifest["rule"]["seats"] = json!(2), "more seats"),
        (|manifest| manifest["rule"]["tie_at_cut"] = json!("admit_all"), "another rule"),
        (|manifest| manifest["previous"]["elected"] = json!([]), "nobody elected before"),
        (
            |manifest| manifest["previous"]["elected"][0]["title"] = json!("新项目"),
            "others elected before",
        ),
        (|manifest| manifest["previous"]["reason"] = json!("shortfall"), "another reason"),
        (|manifest| manifest["previous"]["outcome"] = json!("A".repeat(43)), "another outcome"),
        (|manifest| manifest["previous"]["poll"] = manifest["poll"].clone(), "of itself"),
        (|manifest| manifest["round"] = json!(3), "a round left out"),
        (
            |manifest| drop(manifest.as_object_mut().unwrap().remove("previous")),
            "that follows nothing",
        ),
    ];
    let mut forge = second();
    let at = forge.at("poll_opened", 1);
    for (change, name) in cases {
        let failing = forge.with(|forge| {
            change(&mut forge.entries[at]["body"]["manifest"]);
            forge.tellers_open(1);
        });
        assert_eq!(failing, [4], "{name}");
    }
    let failing = forge.with(|forge| {
        let manifest = &mut forge.entries[at]["body"]["manifest"];
        manifest["method"]["max"] = json!(2);
        manifest["form"]["groups"] = json!([]);
        forge.tellers_open(1);
    });
    assert_eq!(failing, [4], "more ticks than seats");
}

#[test]
fn a_round_may_be_held_on_paper_where_tablets_were_and_in_no_other_way() {
    // What the wrong way breaks is the round alone; paper and hands are opened alike.
    for (channel, expected) in [("paper", &NONE[..]), ("hands", &[4])] {
        let mut forge = second();
        let at = forge.at("poll_opened", 1);
        let failing = forge.with(|forge| {
            let manifest = &mut forge.entries[at]["body"]["manifest"];
            manifest["channel"] = json!(channel);
            drop(manifest.as_object_mut().unwrap().remove("slips"));
            forge.tellers_open(1);
        });
        assert_eq!(failing, expected, "{channel}");
    }
    assert!(!Channel::Sealed.may_follow(Channel::Paper), "no tablets where there was paper");
}

#[test]
fn a_round_follows_a_certified_outcome_that_asks_for_it() {
    let mut day = Day::open(6, contest(), SEED);
    for slip in 0..6 {
        day.cast(slip, &json!([0, 1 + slip % 2]));
    }
    day.close();
    day.count();
    let first = day.poll.clone();
    day.hall.open_next_round(&first, &mut day.rng).unwrap();
    assert_eq!(failing_in(&mut day.hall), [4], "before the certificate");
    let mut forge = second();
    let outcome = forge.at("outcome", 0);
    let opened = forge.at("poll_opened", 1);
    let failing = forge.with(|forge| {
        let moved = forge.entries.remove(opened);
        forge.entries.insert(outcome, moved);
    });
    assert_eq!(failing, [4], "before the outcome");
}

/// Opens a manifest once more under another id, signed by all tellers.
fn open_again(day: &mut Day, manifest: Manifest) {
    let mut id = *manifest.poll.as_bytes();
    id[15] ^= 1;
    let poll = Poll::new(Manifest { poll: uuid::Uuid::from_bytes(id), ..manifest }).unwrap();
    let note = day.hall.signed(&poll.opening(), 0..3, 0..0);
    let manifest = poll.manifest().clone();
    day.hall.append(Body::PollOpened(Box::new(PollOpened { manifest, note }))).unwrap();
}

#[test]
fn an_outcome_is_continued_once_unless_the_round_is_voided() {
    let mut day = tied();
    day.poll = day.hall.open_next_round(&day.poll, &mut day.rng).unwrap();
    let manifest = day.poll.poll().manifest().clone();
    day.hall.void_poll(&day.poll, "网络中断", None).unwrap();
    open_again(&mut day, manifest);
    assert_eq!(failing_in(&mut day.hall), NONE, "held again after a void");

    let mut day = tied();
    day.poll = day.hall.open_next_round(&day.poll, &mut day.rng).unwrap();
    let manifest = day.poll.poll().manifest().clone();
    open_again(&mut day, manifest);
    assert_eq!(failing_in(&mut day.hall), [4], "two second rounds");
}
