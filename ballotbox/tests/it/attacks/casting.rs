//! Ballots that must not count: cast twice, too late or by no slip, copied, altered, out of range.

use ballotbox::codec::{ProofBytes, Signature, SlotBytes};
use ballotbox::entry::Body;
use ballotbox::hall::Ballots;
use ballotbox::method::{Marks, Method};
use ballotbox::seal::{SealedBallot, check, seal};
use ballotbox::slip::SlipCode;
use ballotbox::statement::VoidReason;
use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::{RistrettoPoint, Scalar};
use serde_json::json;

use super::forge::{Forge, failing_in};
use super::insider::Insider;
use crate::fixture::{Day, marks, question, rng};

const SEED: u64 = 41;
const PEOPLE: usize = 9;
const NONE: [usize; 0] = [];

/// An open poll, at most two of three, with ballots of the slips 0 to 5.
fn open() -> Day {
    let mut day = Day::open(9, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), SEED);
    for slip in 0..6 {
        day.cast(slip, &json!([slip % 3]));
    }
    day
}

fn ticks(json: &serde_json::Value) -> Marks {
    marks(&Method::Pick { min: 0, max: 2 }, 3, json)
}

/// A lawful ballot of a slip, not cast.
fn sealed(day: &mut Day, slip: usize, json: &serde_json::Value) -> SealedBallot {
    day.hall.seal(&day.poll, slip, &ticks(json), &mut day.rng).unwrap()
}

/// Goes on to the bulletin as if nothing were wrong, every officer signing, and tells what fails.
fn publish(mut day: Day) -> Vec<usize> {
    if day.poll.ballots().len() > 9 {
        return failing_in(&mut day.hall);
    }
    day.close();
    day.count();
    day.publish();
    failing_in(&mut day.hall)
}

#[test]
fn lawful_ballots_are_the_control() {
    let mut day = open();
    assert_eq!(failing_in(&mut day.hall), NONE);
    assert_eq!(publish(day), NONE);
}

#[test]
fn a_slip_casts_once() {
    let mut day = open();
    let again = day.poll.ballots()[0].clone();
    day.hall.cast(&mut day.poll, again).unwrap();
    assert_eq!(publish(day), [6], "the same ballot twice");
    let mut day = open();
    let other = sealed(&mut day, 0, &json!([1, 2]));
    day.hall.cast(&mut day.poll, other).unwrap();
    assert_eq!(publish(day), [6], "another ballot of the same slip");
}

#[test]
fn no_ballot_follows_the_close_or_comes_in_a_pause() {
    let mut day = open();
    let late = sealed(&mut day, 7, &json!([1]));
    day.close();
    day.hall.cast(&mut day.poll, late.clone()).unwrap();
    day.count();
    day.publish();
    assert_eq!(failing_in(&mut day.hall), [6], "after poll_closed");

    let mut day = open();
    day.close();
    day.count();
    day.publish();
    day.hall.append(Body::Ballot(Box::new(late.clone()))).unwrap();
    assert_eq!(failing_in(&mut day.hall), [6, 9, 14], "after the bulletin");

    let mut day = open();
    day.hall.pause(&day.poll, true).unwrap();
    day.hall.cast(&mut day.poll, late.clone()).unwrap();
    day.hall.pause(&day.poll, false).unwrap();
    assert_eq!(publish(day), [6], "in a pause");

    let mut day = open();
    day.hall.pause(&day.poll, true).unwrap();
    day.hall.pause(&day.poll, false).unwrap();
    day.hall.cast(&mut day.poll, late).unwrap();
    assert_eq!(publish(day), NONE, "after a pause");
}

#[test]
fn pauses_follow_each_other_in_turn() {
    for paused in [[true, true], [false, true]] {
        let mut day = open();
        for pause in paused {
            day.hall.pause(&day.poll, pause).unwrap();
        }
        assert_eq!(failing_in(&mut day.hall), [6], "{paused:?}");
    }
    let mut day = open();
    day.close();
    day.hall.pause(&day.poll, false).unwrap();
    assert_eq!(failing_in(&mut day.hall), [6], "a closed poll is resumed");
}

#[test]
fn a_slip_that_is_void_or_on_no_roll_casts_nothing() {
    let mut day = open();
    day.hall.void_slip(8, None, VoidReason::LeftOver).unwrap();
    day.cast(8, &json!([1]));
    day.hall.close_poll(&mut day.poll, Ballots { slips: 8, present: 9 }).unwrap();
    day.count();
    day.publish();
    assert_eq!(failing_in(&mut day.hall), [6], "void for the session");

    let mut day = open();
    day.hall.void_slip(8, Some(day.poll.id()), VoidReason::Paper).unwrap();
    day.cast(8, &json!([1]));
    assert_eq!(publish(day), [6], "void for paper");

    let mut day = open();
    let stranger = SlipCode::generate(&mut rng(77)).key(day.hall.session());
    let ballot = seal(day.poll.poll(), &stranger, &ticks(&json!([1])), &mut day.rng).unwrap();
    assert_eq!(check(day.poll.poll(), &ballot), Ok(()), "the ballot by itself is right");
    day.hall.cast(&mut day.poll, ballot).unwrap();
    assert_eq!(publish(day), [6], "a slip that nobody made");
}

#[test]
fn a_ballot_belongs_to_one_poll_of_one_session() {
    let insider = Insider::of(PEOPLE, SEED);
    let method = Method::Pick { min: 0, max: 2 };
    let mut day = open();
    let first = day.poll.ballots()[0].clone();
    let second = day.hall.open_poll(question(method, 3, Some(2)), &mut day.rng).unwrap();
    let (poll, manifest) = (second.id(), second.poll().digest());
    let mut attempts = Vec::new();
    let relabelled = SealedBallot { poll, ..first.clone() };
    attempts.push((insider.resign(0, relabelled.clone()), vec![7, 8], "poll renamed, signed"));
    attempts.push((relabelled, vec![7, 8], "poll renamed"));
    let relabelled = SealedBallot { poll, manifest, ..first.clone() };
    attempts.push((insider.resign(0, relabelled.clone()), vec![8], "all renamed, signed"));
    attempts.push((relabelled, vec![7, 8], "all renamed"));
    let nowhere = SealedBallot { poll: day.hall.session(), ..first.clone() };
    attempts.push((insider.resign(0, nowhere), vec![6], "a poll that there is not"));
    let mut other = Day::open(9, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), SEED + 1);
    let foreign = sealed(&mut other, 0, &json!([0]));
    attempts.push((foreign.clone(), vec![6], "another session"));
    let foreign = insider.resign(7, SealedBallot { poll, manifest, ..foreign });
    attempts.push((foreign, vec![8], "another session's, renamed and signed"));
    for (ballot, expected, name) in attempts {
        let mut forge = Forge::new(open_with_two(), PEOPLE, SEED);
        let entry = json!({"kind": "ballot", "body": ballot});
        assert_eq!(forge.with(|forge| forge.entries.push(entry)), expected, "{name}");
    }
}

/// The day of the test above once more: the same randomness gives the same polls.
fn open_with_two() -> Day {
    let mut day = open();
    let again = question(Method::Pick { min: 0, max: 2 }, 3, Some(2));
    day.hall.open_poll(again, &mut day.rng).unwrap();
    day
}

#[test]
fn a_copied_ballot_is_no_ballot() {
    let insider = Insider::of(PEOPLE, SEED);
    let control = open();
    let original = control.poll.ballots()[1].clone();
    assert_eq!(insider.resign(1, original.clone()), original, "the insider signs as the slip does");
    let stolen = SealedBallot { slip: insider.slip(7), ..original.clone() };
    let key = control.poll.poll().box_key().bytes();
    let mut rerandomised = original.clone();
    for slot in &mut rerandomised.slots {
        let nonce = Scalar::from(5_u64);
        *slot = shifted(slot, RistrettoPoint::mul_base(&nonce), decode(key.as_bytes()) * nonce);
    }
    for (ballot, expected, name) in [
        (stolen, vec![7, 8], "under another slip's name"),
        (insider.resign(7, original), vec![8], "signed by another slip"),
        (insider.resign(7, rerandomised), vec![8], "encrypted once more and signed"),
    ] {
        let mut day = open();
        day.hall.cast(&mut day.poll, ballot).unwrap();
        assert_eq!(publish(day), expected, "{name}");
    }
}

fn decode(bytes: &[u8]) -> RistrettoPoint {
    CompressedRistretto::from_slice(bytes).unwrap().decompress().unwrap()
}

/// A slot with points added to its halves R and C.
fn shifted(slot: &SlotBytes, r: RistrettoPoint, c: RistrettoPoint) -> SlotBytes {
    let (left, right) = slot.as_bytes().split_at(32);
    let (r, c) = ((decode(left) + r).compress(), (decode(right) + c).compress());
    SlotBytes::from_slice(&[r.as_bytes().as_slice(), c.as_bytes()].concat()).unwrap()
}

/// Adds whole votes to a slot, as only a ciphertext allows.
fn add(ballot: &mut SealedBallot, slot: usize, votes: i8) {
    let one = RistrettoPoint::mul_base(&Scalar::ONE);
    let value = Scalar::from(votes.unsigned_abs());
    let points = if votes < 0 { -(one * value) } else { one * value };
    ballot.slots[slot] = shifted(&ballot.slots[slot], RistrettoPoint::default(), points);
}

#[test]
fn votes_added_to_a_ciphertext_are_found() {
    type Change = fn(&mut SealedBallot);
    let cases: [(Change, &str); 6] = [
        (|ballot| add(ballot, 0, 1), "a two"),
        (|ballot| add(ballot, 2, -1), "a minus one"),
        (|ballot| add(ballot, 2, 1), "a third tick of two"),
        (
            |ballot| {
                add(ballot, 0, 1);
                add(ballot, 2, -1);
            },
            "a two and a minus one in a lawful sum",
        ),
        (
            |ballot| {
                add(ballot, 0, -1);
                add(ballot, 2, 1);
            },
            "lawful marks that nobody proved",
        ),
        (|ballot| ballot.slots.swap(1, 2), "slots swapped"),
    ];
    let insider = Insider::of(PEOPLE, SEED);
    for (change, name) in cases {
        let mut day = open();
        // Every total stays possible, so that only the proof can tell.
        let mut ballot = sealed(&mut day, 6, &json!([0, 1]));
        change(&mut ballot);
        let ballot = insider.resign(6, ballot);
        day.hall.cast(&mut day.poll, ballot).unwrap();
        assert_eq!(publish(day), [8], "{name}");
    }
}

#[test]
fn a_sum_that_no_ballots_give_is_refuted_though_every_share_is_right() {
    let insider = Insider::of(PEOPLE, SEED);
    let mut day = open();
    let mut ballot = sealed(&mut day, 6, &json!([0, 1]));
    add(&mut ballot, 0, 100);
    day.hall.cast(&mut day.poll, insider.resign(6, ballot)).unwrap();
    day.close();
    day.hall.sign_closing(&mut day.poll, 7).unwrap();
    let refused = day.hall.open_sums(&day.poll, &mut day.rng).unwrap_err().to_string();
    assert!(refused.contains("no number that is possible"), "{refused}");
    assert_eq!(failing_in(&mut day.hall), [8], "the shares are in the log and right");
    day.hall.decide(&mut day.poll, vec![3, 3, 2]).unwrap();
    day.publish();
    assert_eq!(failing_in(&mut day.hall), [8, 11]);
}

#[test]
fn a_ballot_that_is_no_ciphertext_or_has_no_proof_is_refused() {
    let insider = Insider::of(PEOPLE, SEED);
    let mut day = open();
    let lawful = sealed(&mut day, 6, &json!([0, 1]));
    let other = day.poll.ballots()[0].proof.clone();
    let generator = RistrettoPoint::mul_base(&Scalar::ONE).compress();
    let halves = |r: [u8; 32], c: [u8; 32]| SlotBytes::from_slice(&[r, c].concat()).unwrap();
    let with_slot = |slot| {
        let mut ballot = lawful.clone();
        ballot.slots[0] = slot;
        ballot
    };
    let proof = lawful.proof.as_bytes();
    let longer = ProofBytes::new([proof, &[0]].concat());
    let shorter = ProofBytes::new(proof[..proof.len() - 1].to_vec());
    let fewer = SealedBallot { slots: lawful.slots[..2].to_vec(), ..lawful.clone() };
    let kind = "piaojue/ballot/2".to_owned();
    for (ballot, expected, name) in [
        (with_slot(halves([0; 32], generator.to_bytes())), vec![8], "an open vote: R is zero"),
        (with_slot(halves([0; 32], [0; 32])), vec![8], "nothing at all"),
        (with_slot(halves([0xff; 32], generator.to_bytes())), vec![8], "no point"),
        (with_slot(halves(generator.to_bytes(), [0x01; 32])), vec![8], "no canonical point"),
        (SealedBallot { proof: other, ..lawful.clone() }, vec![8], "another ballot's proof"),
        (
            SealedBallot { proof: ProofBytes::new(vec![0; proof.len()]), ..lawful.clone() },
            vec![8],
            "a proof of zeroes",
        ),
        (SealedBallot { proof: longer, ..lawful.clone() }, vec![7, 8], "a longer proof"),
        (SealedBallot { proof: shorter, ..lawful.clone() }, vec![7, 8], "a shorter proof"),
        (SealedBallot { proof: ProofBytes::new(vec![]), ..lawful.clone() }, vec![7, 8], "no proof"),
        (fewer, vec![7, 8], "a slot less"),
        (SealedBallot { kind, ..lawful.clone() }, vec![7], "another kind"),
        (lawful.clone(), vec![], "the control"),
    ] {
        let mut day = open();
        day.hall.cast(&mut day.poll, insider.resign(6, ballot)).unwrap();
        assert_eq!(failing_in(&mut day.hall), expected, "{name}");
    }
}

#[test]
fn a_signature_that_is_loose_or_another_slips_is_refused() {
    let insider = Insider::of(PEOPLE, SEED);
    let mut control = open();
    let lawful = sealed(&mut control, 6, &json!([0, 1]));
    let other = insider.resign(7, lawful.clone()).sig;
    for (sig, name) in [
        (other, "another slip's"),
        (Signature::from_bytes([0; 64]), "of zeroes"),
        (unreduced(&lawful.sig), "not reduced"),
        (control.poll.ballots()[0].sig, "of another ballot"),
    ] {
        let mut day = open();
        day.hall.cast(&mut day.poll, SealedBallot { sig, ..lawful.clone() }).unwrap();
        assert_eq!(failing_in(&mut day.hall), [7], "{name}");
    }
    control.hall.cast(&mut control.poll, lawful).unwrap();
    assert_eq!(failing_in(&mut control.hall), NONE);
}

/// The same signature with the group's order added to its scalar: right to a reader who is not
/// strict.
fn unreduced(signature: &Signature) -> Signature {
    let order = (Scalar::ZERO - Scalar::ONE).to_bytes();
    let mut bytes = *signature.as_bytes();
    let mut carry = 1;
    for (byte, add) in bytes[32..].iter_mut().zip(order) {
        carry += u16::from(*byte) + u16::from(add);
        *byte = carry.to_le_bytes()[0];
        carry >>= 8;
    }
    Signature::from_bytes(bytes)
}
