//! Closing notes that open nothing, and shares that are somebody else's, of other sums or false.

use ballotbox::codec::{Digest, PointBytes, ProofBytes};
use ballotbox::entry::{Body, ClosingEntry};
use ballotbox::hall::{Ballots, Hall};
use ballotbox::method::Method;
use ballotbox::opening::Share;
use ballotbox::statement::{ClosingFacts, Statement};
use serde_json::{Value, json};

use super::forge::{Forge, failing_in};
use crate::fixture::{Day, published, question, rng, setup};

const NONE: [usize; 0] = [];

/// A closed poll of so many ballots.
fn closed(ballots: usize, seed: u64) -> Day {
    let mut day = Day::open(9, question(Method::Pick { min: 0, max: 1 }, 2, Some(1)), seed);
    for slip in 0..ballots {
        day.cast(slip, &json!([slip % 2]));
    }
    day.close();
    day
}

/// What an honest closing note of the log as it stands says.
fn facts(day: &mut Day) -> ClosingFacts {
    let entries = day.hall.bundle().entries().to_vec();
    let leaves = entries.iter().map(|bytes| ballotbox::log::leaf_hash(bytes));
    let ballots = u64::try_from(day.poll.ballots().len()).unwrap();
    ClosingFacts {
        poll: day.poll.id(),
        manifest: day.poll.poll().digest(),
        size: u64::try_from(entries.len()).unwrap(),
        root: ballotbox::log::Tree::from_leaves(leaves).root(),
        ballots,
        stubs: ballots,
        paper: 0,
    }
}

/// Appends a closing note of these facts, signed by so many tellers and presidium members.
fn append(day: &mut Day, facts: &ClosingFacts, tellers: usize, presidium: usize) -> Vec<usize> {
    let note = day.hall.signed(&Statement::Close(facts.clone()), 0..tellers, 0..presidium);
    let body = ClosingEntry { facts: facts.clone(), note };
    day.hall.append(Body::Closing(Box::new(body))).unwrap();
    failing_in(&mut day.hall)
}

#[test]
fn a_closing_note_says_what_the_log_says() {
    type Change = fn(&mut ClosingFacts);
    let cases: [(Change, &[usize], &str); 11] = [
        (|_| (), &[], "the control"),
        (|facts| facts.ballots -= 1, &[9, 14], "a ballot less and its stub more"),
        (|facts| (facts.ballots, facts.stubs) = (7, 7), &[9], "a ballot more, with its stub"),
        (|facts| facts.stubs += 1, &[14], "a stub more"),
        (|facts| facts.paper = 5, &[12], "papers that nobody entered"),
        (|facts| facts.size -= 1, &[9], "a log of another size"),
        (|facts| facts.size += 1, &[9], "a log that is yet to come"),
        (|facts| facts.size = (1 << 53) - 1, &[9], "a log that cannot be"),
        (|facts| facts.root = Digest::of(&[b"fork"]), &[9], "a fork"),
        (|facts| facts.manifest = Digest::of(&[b"other"]), &[9], "another question"),
        (|facts| facts.poll = uuid::Uuid::nil(), &[9], "another poll"),
    ];
    for (change, expected, name) in cases {
        let mut day = closed(6, 51);
        let mut facts = facts(&mut day);
        change(&mut facts);
        assert_eq!(append(&mut day, &facts, 3, 0), expected, "{name}");
    }
}

#[test]
fn a_closing_note_covers_the_ballots_and_not_a_log_before_them() {
    let mut day = Day::open(9, question(Method::Pick { min: 0, max: 1 }, 2, Some(1)), 52);
    for slip in 0..6 {
        day.cast(slip, &json!([0]));
    }
    let early = facts(&mut day);
    assert_eq!(append(&mut day, &early, 3, 0), [9], "the poll is open");
    for missing in 1..=2 {
        let mut day = closed(6, 51);
        let late = facts(&mut day);
        let size = late.size - missing;
        let bundle = day.hall.bundle();
        let leaves = bundle.entries().iter().map(|bytes| ballotbox::log::leaf_hash(bytes));
        let tree = ballotbox::log::Tree::from_leaves(leaves);
        let root = tree.root_at(usize::try_from(size).unwrap()).unwrap();
        let failing = append(&mut day, &ClosingFacts { size, root, ..late }, 3, 0);
        assert_eq!(failing, [9], "a true older head, {missing} entries ago");
    }
}

#[test]
fn who_was_there_by_the_close_is_the_latest_attendance() {
    for (latest, present, expected) in [
        (11, 11, NONE.as_slice()),
        (10, 10, &[]),
        (11, 10, &[14]),
        (11, 12, &[14]),
        (11, 9, &[14]),
        (9, 9, &[14]),
    ] {
        let mut rng = rng(54);
        let mut hall = Hall::open(setup(12), &mut rng).unwrap();
        hall.attendance(12, 10).unwrap();
        let question = question(Method::Pick { min: 0, max: 1 }, 2, Some(1));
        let poll = hall.open_poll(question, &mut rng).unwrap();
        hall.attendance(12, latest).unwrap();
        let mut day = Day { hall, poll, rng };
        day.hall.close_poll(&mut day.poll, Ballots { slips: 12, present }).unwrap();
        let failing = failing_in(&mut day.hall);
        assert_eq!(failing, expected, "10, then {latest}; {present} by the close");
    }
}

#[test]
fn all_tellers_sign_and_the_presidium_for_stubs() {
    for (stubs, tellers, presidium, expected) in [
        (6, 3, 0, NONE.as_slice()),
        (6, 2, 0, &[9]),
        (6, 0, 0, &[9]),
        (6, 2, 3, &[9]),
        (5, 3, 0, &[14]),
        (5, 3, 1, &[14]),
        (5, 2, 2, &[9]),
        (5, 3, 2, &[]),
        (6, 3, 1, &[]),
    ] {
        let mut day = closed(6, 51);
        let facts = ClosingFacts { stubs, ..facts(&mut day) };
        let failing = append(&mut day, &facts, tellers, presidium);
        assert_eq!(failing, expected, "{stubs} stubs, {tellers} tellers, {presidium} members");
    }
    for (ballots, expected) in [(4, [9].as_slice()), (5, &[])] {
        let mut day = closed(ballots, 51);
        let facts = facts(&mut day);
        assert_eq!(append(&mut day, &facts, 3, 0), expected, "{ballots} ballots");
    }
}

#[test]
fn strangers_and_repeated_signatures_spoil_a_closing_note() {
    let mut day = closed(6, 51);
    let facts = facts(&mut day);
    let statement = Statement::Close(facts.clone());
    assert_eq!(append(&mut day, &facts, 3, 0), NONE);
    let own = day.hall.signed(&statement, 0..3, 0..0).to_string();
    let first = own.lines().find(|line| line.starts_with('\u{2014}')).unwrap().to_owned();
    let other = closed(6, 53).hall.signed(&statement, 0..3, 0..0).to_string();
    let foreign = other.lines().find(|line| line.starts_with('\u{2014}')).unwrap().to_owned();
    let mut forge = Forge::new(day, 9, 51);
    let log = forge.insider.log_signs(forge.read::<ClosingEntry>("closing").note.text());
    let log = log.to_string().lines().next_back().unwrap().to_owned();
    for (line, name) in [(first, "twice"), (foreign, "a stranger"), (log, "the log's key")] {
        let note = format!("{own}{line}\n");
        let failing = forge.with(|forge| forge.body("closing")["note"] = json!(note));
        assert_eq!(failing, [9], "{name}");
    }
    for length in 1..4 {
        let cut = own.len() - 20 * length;
        let failing = forge.with(|forge| forge.body("closing")["note"] = json!(own.get(..cut)));
        assert_eq!(failing, [1], "cut short");
    }
}

#[test]
fn there_is_one_closing_note_for_a_poll() {
    let mut day = published();
    day.hall.sign_closing(&mut day.poll, 8).unwrap();
    assert_eq!(failing_in(&mut day.hall), [9], "after the bulletin");
    let mut day = closed(6, 51);
    day.hall.sign_closing(&mut day.poll, 6).unwrap();
    day.hall.sign_closing(&mut day.poll, 6).unwrap();
    assert_eq!(failing_in(&mut day.hall), [9], "at once");
}

#[test]
fn a_poll_closes_once_with_the_ballots_it_has() {
    let mut forge = Forge::new(closed(6, 51), 9, 51);
    for (member, value, expected) in
        [("ballots", 5, 9), ("ballots", 7, 9), ("slips", 10, 14), ("present", 8, 14)]
    {
        let failing = forge.with(|forge| forge.body("poll_closed")[member] = json!(value));
        assert_eq!(failing, [expected], "{member} {value}");
    }
    let failing = forge.with(|forge| {
        let again = forge.entries.last().unwrap().clone();
        forge.entries.push(again);
    });
    assert_eq!(failing, [9]);
}

/// The place of a teller's share, counted from 0, and the share.
fn share(forge: &Forge, nth: usize) -> (usize, Share) {
    let at = forge.at("share", nth);
    (at, serde_json::from_value(forge.entries[at]["body"].clone()).unwrap())
}

#[test]
fn a_share_that_is_another_tellers_or_of_other_sums_is_refused() {
    let mut forge = Forge::new(published(), 9, 1);
    let (at, mine) = share(&forge, 0);
    let (_, theirs) = share(&forge, 1);
    let mut other = Day::open(9, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 1);
    for slip in 0..8 {
        other.cast(slip, &json!([slip % 3]));
    }
    other.close();
    other.count();
    let (_, foreign) = share(&Forge::new(other, 9, 1), 0);
    assert_eq!((foreign.poll, foreign.teller), (mine.poll, mine.teller), "the same keys and ids");
    let identity = vec![PointBytes::from_bytes([0; 32]); 3];
    let mut swapped = mine.elements.clone();
    swapped.swap(0, 1);
    let no_point = vec![PointBytes::from_bytes([0xff; 32]); 3];
    let (renamed, proof) = (theirs.teller, theirs.proof.clone());
    let empty = ProofBytes::new(Vec::new());
    for (forged, expected, name) in [
        (Share { elements: theirs.elements.clone(), ..mine.clone() }, vec![10, 11], "elements"),
        (Share { proof, ..mine.clone() }, vec![10, 11], "another teller's proof"),
        (Share { proof: empty, ..mine.clone() }, vec![10, 11], "no proof"),
        (Share { teller: renamed, ..mine.clone() }, vec![10, 11], "under another's name"),
        (Share { teller: mine.poll, ..mine.clone() }, vec![10, 11], "by nobody"),
        (theirs, vec![10, 11], "another teller's share, replayed"),
        (foreign, vec![10, 11], "the same teller's of other sums"),
        (Share { elements: identity, ..mine.clone() }, vec![10, 11], "the identity"),
        (Share { elements: swapped, ..mine.clone() }, vec![10, 11], "slots swapped"),
        (Share { elements: no_point, ..mine.clone() }, vec![10, 11], "no points"),
        (
            Share { elements: mine.elements[..2].to_vec(), ..mine.clone() },
            vec![10, 11],
            "a slot less",
        ),
        (Share { poll: mine.teller, ..mine.clone() }, vec![10, 11], "of no poll"),
    ] {
        let failing = forge.with(|forge| forge.entries[at]["body"] = json!(forged));
        assert_eq!(failing, expected, "{name}");
    }
}

#[test]
fn every_teller_shares_once_between_closing_note_and_outcome() {
    type Change<'a> = &'a dyn Fn(&mut Vec<Value>);
    let mut forge = Forge::new(published(), 9, 1);
    let (at, _) = share(&forge, 2);
    let entry: Value = forge.entries[at].clone();
    let cases: [(Change<'_>, &[usize], &str); 5] = [
        (&|entries| drop(entries.remove(at)), &[11], "one share less"),
        (&|entries| entries.insert(at, entry.clone()), &[10], "a share twice"),
        (&|entries| entries.push(entry.clone()), &[10], "a share again at the end"),
        (&|entries| entries.swap(at, at + 1), &[10], "a share after the outcome"),
        (&|entries| entries.swap(at - 3, at), &[10], "a share before the closing note"),
    ];
    for (change, expected, name) in cases {
        assert_eq!(forge.with(|forge| change(&mut forge.entries)), expected, "{name}");
    }
    // The order of the tellers means nothing: the control.
    assert_eq!(forge.with(|forge| forge.entries.swap(at, at - 1)), NONE);
}
