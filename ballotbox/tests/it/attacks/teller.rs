//! A server that hands a teller's device something else than the log it signed for.

use ballotbox::closing::closing_code;
use ballotbox::method::Method;
use ballotbox::note::{Checkpoint, SignedNote};
use ballotbox::statement::Statement;
use ballotbox::verify::{RecheckError, Rechecked, Refuted, Seen};
use serde_json::json;

use crate::fixture::{Day, question};

/// Six ballots in a closed poll that waits for its closing note.
fn closed(seed: u64) -> Day {
    let mut day = Day::open(7, question(Method::Pick { min: 0, max: 1 }, 3, Some(1)), seed);
    for slip in 0..6 {
        day.cast(slip, &json!([slip % 3]));
    }
    day.close();
    day
}

fn recheck(entries: &[Vec<u8>], day: &Day) -> Result<Rechecked, RecheckError> {
    Rechecked::new(entries, day.poll.id(), &Seen::default(), &|_| ())
}

/// The closing note of all tellers over what an honest device found.
fn note(day: &Day, rechecked: &Rechecked) -> SignedNote {
    day.hall.signed(&Statement::Close(rechecked.facts(6)), 0..3, 0..0)
}

/// Where the ballots stand among the entries.
fn ballots(entries: &[Vec<u8>]) -> Vec<usize> {
    let is_ballot = |at: &usize| entries[*at].ends_with(br#""kind":"ballot"}"#);
    (0..entries.len()).filter(is_ballot).collect()
}

#[test]
fn an_honest_log_gives_the_sums_and_nothing_else_does() {
    let day = closed(81);
    let rechecked = recheck(day.hall.entries(), &day).unwrap();
    let note = note(&day, &rechecked);
    assert!(rechecked.sums(6, note.clone()).is_ok());

    let two_of_three = day.hall.signed(&Statement::Close(rechecked.facts(6)), 0..2, 0..0);
    assert!(matches!(rechecked.sums(6, two_of_three), Err(RecheckError::Closing(_))));
    assert!(matches!(rechecked.sums(5, note), Err(RecheckError::Closing(_))), "other stubs");
}

#[test]
fn copies_of_one_ballot_are_not_a_sum() {
    let day = closed(82);
    let mut entries = day.hall.entries().to_vec();
    let places = ballots(&entries);
    assert_eq!(places.len(), 6);
    for &place in &places {
        entries[place] = entries[places[0]].clone();
    }
    let refused = recheck(&entries, &day).unwrap_err();
    assert!(matches!(refused, RecheckError::Refuted(Refuted { number: 6, .. })), "{refused}");
}

#[test]
fn a_lawful_log_that_nobody_signed_for_opens_nothing() {
    let day = closed(83);
    let honest = recheck(day.hall.entries(), &day).unwrap();
    let note = note(&day, &honest);
    // The same poll with the ballots in another order: lawful by itself, and another root.
    let mut entries = day.hall.entries().to_vec();
    let places = ballots(&entries);
    entries.swap(places[0], places[1]);
    let other = recheck(&entries, &day).unwrap();
    assert_ne!(other.facts(6).root, honest.facts(6).root);
    assert!(matches!(other.sums(6, note), Err(RecheckError::Closing(_))));
}

#[test]
fn a_poll_that_is_open_or_opened_gives_no_sums() {
    let mut day = closed(84);
    let open = day.hall.entries().len() - 1;
    assert_eq!(recheck(&day.hall.entries()[..open], &day).err(), Some(RecheckError::NotClosed));
    day.count();
    assert_eq!(recheck(day.hall.entries(), &day).err(), Some(RecheckError::NotClosed));
}

#[test]
fn a_device_that_signed_once_does_not_sign_for_another_set_of_ballots() {
    let day = closed(85);
    let honest = recheck(day.hall.entries(), &day).unwrap();
    let head = Checkpoint { size: day.hall.entries().len(), root: honest.facts(6).root };
    let code = closing_code(&head.root);

    // The same day without its last ballot, closed by the server: lawful by itself.
    let mut shorter = Day::open(7, question(Method::Pick { min: 0, max: 1 }, 3, Some(1)), 85);
    for slip in 0..5 {
        shorter.cast(slip, &json!([slip % 3]));
    }
    shorter.close();
    let before = honest.facts(6).size - 2;
    let common = usize::try_from(before).unwrap();
    assert_eq!(shorter.hall.entries()[..common], day.hall.entries()[..common], "the same day");
    let ask =
        |seen: Seen| Rechecked::new(shorter.hall.entries(), day.poll.id(), &seen, &|_| ()).err();
    assert_eq!(ask(Seen::default()), None, "a device without memory cannot tell");
    assert_eq!(ask(Seen { head: Some(head), closing_code: None }), Some(RecheckError::Fork));
    let restored = Seen { head: None, closing_code: Some(code.clone()) };
    assert_eq!(ask(restored.clone()), Some(RecheckError::SecondClosing(code)));
    let again = Rechecked::new(day.hall.entries(), day.poll.id(), &restored, &|_| ());
    assert!(again.is_ok(), "the same closing note again, after a restart");
}
