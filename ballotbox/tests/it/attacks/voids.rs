//! Slips voided by too few, for the wrong reason or too late, and slips that are left over and not.

use ballotbox::codec::PublicKey;
use ballotbox::entry::{Body, SlipVoided};
use ballotbox::hall::Ballots;
use ballotbox::method::Method;
use ballotbox::statement::{Statement, VoidReason};
use serde_json::json;
use uuid::Uuid;

use super::forge::{Forge, failing_in};
use crate::fixture::{Day, question};

const NONE: [usize; 0] = [];

/// An open poll with ballots of the slips 0 to 5 of twelve.
fn open() -> Day {
    let mut day = Day::open(12, question(Method::Pick { min: 0, max: 1 }, 2, Some(1)), 91);
    for slip in 0..6 {
        day.cast(slip, &json!([slip % 2]));
    }
    day
}

/// Voids a slip by the signatures of so many tellers.
fn void(
    day: &mut Day,
    slip: PublicKey,
    poll: Option<Uuid>,
    reason: VoidReason,
    signers: (usize, usize),
) -> Vec<usize> {
    let statement = Statement::VoidSlip { slip, poll, reason };
    let note = day.hall.signed(&statement, 0..signers.0, 0..signers.1);
    let body = SlipVoided { slip, poll, reason, note };
    day.hall.append(Body::SlipVoided(Box::new(body))).unwrap();
    failing_in(&mut day.hall)
}

#[test]
fn two_tellers_void_a_slip_of_the_roll_for_a_reason_that_fits() {
    use VoidReason::{Damaged, LeftOver, Paper};
    let poll = Some(open().poll.id());
    let nowhere = Some(Uuid::nil());
    for (slip, poll, reason, signers, expected) in [
        (8, None, LeftOver, (2, 0), NONE.as_slice()),
        (8, None, Damaged, (3, 0), &[]),
        (8, poll, Paper, (2, 0), &[]),
        (8, None, LeftOver, (1, 0), &[5]),
        (8, None, LeftOver, (0, 0), &[5]),
        (8, None, LeftOver, (1, 1), &[5]),
        (8, None, LeftOver, (2, 1), &[5]),
        (8, poll, Paper, (1, 0), &[5]),
        (8, None, Paper, (2, 0), &[5]),
        (8, poll, LeftOver, (2, 0), &[5]),
        (8, poll, Damaged, (2, 0), &[5]),
        (8, nowhere, Paper, (2, 0), &[5]),
        (0, None, LeftOver, (2, 0), &[5]),
        (0, None, Damaged, (2, 0), &[5]),
        (0, poll, Paper, (2, 0), &[5]),
    ] {
        let mut day = open();
        let key = day.hall.slip(slip).unwrap();
        let failing = void(&mut day, key, poll, reason, signers);
        assert_eq!(failing, expected, "slip {slip}, {poll:?}, {reason:?}, {signers:?}");
    }
    let mut day = open();
    let stranger = PublicKey::from_bytes([7; 32]);
    assert_eq!(void(&mut day, stranger, None, LeftOver, (2, 0)), [5], "on no roll");
    let mut day = open();
    let key = day.hall.slip(8).unwrap();
    assert_eq!(void(&mut day, key, None, LeftOver, (2, 0)), NONE);
    assert_eq!(void(&mut day, key, None, Damaged, (2, 0)), [5], "void already");
    let mut day = open();
    assert_eq!(void(&mut day, key, poll, Paper, (2, 0)), NONE);
    assert_eq!(void(&mut day, key, poll, Paper, (2, 0)), [5], "for paper twice");
}

#[test]
fn a_void_without_its_note_is_refused() {
    let mut day = open();
    day.hall.void_slip(8, None, VoidReason::LeftOver).unwrap();
    day.hall.void_slip(9, None, VoidReason::LeftOver).unwrap();
    let mut forge = Forge::new(day, 12, 91);
    let other = forge.insider.slip(10);
    let failing = forge.with(|forge| forge.body("slip_voided")["slip"] = json!(other));
    assert_eq!(failing, [5], "another slip than the one signed for");
    let failing = forge.with(|forge| forge.body("slip_voided")["reason"] = json!("damaged"));
    assert_eq!(failing, [5], "another reason");
}

/// Closes, counts and publishes with so many slips handed out.
fn publish(day: &mut Day, slips: u32) {
    day.hall.close_poll(&mut day.poll, Ballots { slips, present: 12 }).unwrap();
    day.count();
    day.publish();
}

#[test]
fn a_left_over_slip_that_has_cast_proves_stuffing_even_later() {
    for (slip, reason, expected) in [
        (0, VoidReason::LeftOver, [5].as_slice()),
        (0, VoidReason::Damaged, &[]),
        (8, VoidReason::LeftOver, &[]),
    ] {
        let mut day = open();
        publish(&mut day, 11);
        day.hall.void_slip(slip, None, reason).unwrap();
        assert_eq!(failing_in(&mut day.hall), expected, "slip {slip}, {reason:?}");
    }
}

#[test]
fn a_slip_is_voided_for_paper_before_the_closing_note() {
    let published = |day: &mut Day| publish(day, 12);
    // Its closing note stands, and nothing is opened yet.
    let sealed = |day: &mut Day| {
        day.hall.close_poll(&mut day.poll, Ballots { slips: 12, present: 12 }).unwrap();
        day.hall.sign_closing(&mut day.poll, 6).unwrap();
    };
    // It never had a closing note.
    let voided = |day: &mut Day| {
        day.hall.void_poll(&day.poll, "重新表决", None).unwrap();
    };
    let acts: [&dyn Fn(&mut Day); 3] = [&published, &sealed, &voided];
    for (number, act) in acts.into_iter().enumerate() {
        let mut day = open();
        act(&mut day);
        day.hall.void_slip(8, Some(day.poll.id()), VoidReason::Paper).unwrap();
        assert_eq!(failing_in(&mut day.hall), [5], "{number}");
    }
}

#[test]
fn left_over_slips_are_voided_before_the_last_closing_note() {
    let mut day = open();
    day.hall.void_slip(8, None, VoidReason::LeftOver).unwrap();
    publish(&mut day, 11);
    day.hall.close().unwrap();
    assert_eq!(failing_in(&mut day.hall), NONE, "before");
    let mut day = open();
    publish(&mut day, 11);
    day.hall.void_slip(8, None, VoidReason::LeftOver).unwrap();
    day.hall.close().unwrap();
    assert_eq!(failing_in(&mut day.hall), [5], "after, and no poll follows");
    let mut day = open();
    publish(&mut day, 11);
    day.hall.void_slip(8, None, VoidReason::LeftOver).unwrap();
    let next = question(Method::Pick { min: 0, max: 1 }, 2, Some(1));
    day.poll = day.hall.open_poll(next, &mut day.rng).unwrap();
    for slip in 0..6 {
        day.cast(slip, &json!([0]));
    }
    publish(&mut day, 11);
    day.hall.close().unwrap();
    assert_eq!(failing_in(&mut day.hall), NONE, "between two polls");
}

#[test]
fn a_slip_that_stands_for_a_paper_ballot_is_not_left_over_or_exchanged() {
    for reason in [VoidReason::LeftOver, VoidReason::Damaged] {
        let mut day = open();
        for slip in 6..11 {
            day.hall.void_slip(slip, Some(day.poll.id()), VoidReason::Paper).unwrap();
        }
        assert_eq!(failing_in(&mut day.hall), NONE);
        // Its holder has a paper ballot already; another slip would be a second vote.
        day.hall.void_slip(6, None, reason).unwrap();
        assert_eq!(failing_in(&mut day.hall), [5], "{reason:?}");
    }
}

#[test]
fn a_left_over_slip_was_not_handed_out_before() {
    for (slips, expected) in [(11, NONE.as_slice()), (12, &[14])] {
        let mut day = open();
        day.hall.close_poll(&mut day.poll, Ballots { slips, present: 12 }).unwrap();
        day.hall.void_slip(8, None, VoidReason::LeftOver).unwrap();
        day.count();
        day.publish();
        day.hall.close().unwrap();
        assert_eq!(failing_in(&mut day.hall), expected, "{slips} of 12 slips were handed out");
    }
}

#[test]
fn left_over_slips_may_be_voided_in_a_poll_that_is_voided_itself() {
    let mut day = open();
    publish(&mut day, 11);
    let next = question(Method::Pick { min: 0, max: 1 }, 2, Some(1));
    day.poll = day.hall.open_poll(next, &mut day.rng).unwrap();
    day.hall.void_slip(8, None, VoidReason::LeftOver).unwrap();
    day.hall.void_poll(&day.poll, "不再表决", None).unwrap();
    day.hall.close().unwrap();
    assert_eq!(failing_in(&mut day.hall), NONE);
}

#[test]
fn how_many_slips_were_handed_out_is_not_taken_from_a_poll_that_was_voided() {
    for (voided, expected) in [(true, NONE.as_slice()), (false, &[14])] {
        let mut day = open();
        // All twelve, it was written; eleven is right.
        day.hall.close_poll(&mut day.poll, Ballots { slips: 12, present: 12 }).unwrap();
        if voided {
            day.hall.void_poll(&day.poll, "发票数记错", None).unwrap();
        } else {
            day.count();
            day.publish();
        }
        let next = question(Method::Pick { min: 0, max: 1 }, 2, Some(1));
        day.poll = day.hall.open_poll(next, &mut day.rng).unwrap();
        day.hall.void_slip(8, None, VoidReason::LeftOver).unwrap();
        for slip in 0..6 {
            day.cast(slip, &json!([0]));
        }
        publish(&mut day, 11);
        day.hall.close().unwrap();
        assert_eq!(failing_in(&mut day.hall), expected, "voided: {voided}");
    }
}
