//! Ballots sealed from marks that no paper allows, as a changed tablet would.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

use super::{BallotError, check, check_proofs, seal_slots};
use crate::codec::{Digest, Signature, SlotBytes, Time};
use crate::hall::{Hall, OpenPoll, Question, Setup};
use crate::manifest::Channel;
use crate::method::Method;
use crate::profile::Profile;
use crate::rule::Rule;
use crate::slip::SlipKey;

/// An open poll "choose one or two of three".
fn poll(rng: &mut ChaCha20Rng) -> (OpenPoll, SlipKey) {
    let name = |name: &str| name.to_owned();
    let setup = Setup {
        site: name("vote.example"),
        township: name("1"),
        title: name("会议"),
        tellers: vec![name("甲"), name("乙")],
        presidium: vec![name("子")],
        threshold: 1,
        slips: 6,
        rehearsal: false,
        at: Time::parse("2026-01-31T09:00:00Z").unwrap(),
    };
    let mut hall = Hall::open(setup, rng).unwrap();
    hall.attendance(6, 6).unwrap();
    let question = Question {
        question: name("票决"),
        channel: Channel::Sealed,
        method: Method::Pick { min: 1, max: 2 },
        options: ["路", "桥", "灯"].map(|title| (name(title), Digest::of(&[]))).to_vec(),
        rule: Rule { seats: Some(2), ..Profile::Default.rule() },
    };
    let slip = hall.slip_code(0).unwrap().key(hall.session());
    (hall.open_poll(question, rng).unwrap(), slip)
}

#[test]
fn unlawful_marks_do_not_pass_the_check() {
    let mut rng = ChaCha20Rng::seed_from_u64(31);
    let (poll, slip) = poll(&mut rng);
    let poll = poll.poll();
    let mut sealed = |bits: &[u8]| seal_slots(poll, &slip, bits, &mut rng).unwrap();
    for lawful in [[1, 0, 0], [0, 1, 1]] {
        assert_eq!(check(poll, &sealed(&lawful)), Ok(()));
    }
    for unlawful in [[0, 0, 0], [1, 1, 1], [2, 0, 0], [0, 3, 0], [255, 0, 0]] {
        let refused = check(poll, &sealed(&unlawful));
        assert!(matches!(refused, Err(BallotError::Proof(_))), "{unlawful:?}: {refused:?}");
    }
}

#[test]
fn a_batch_names_exactly_those_at_fault() {
    let mut rng = ChaCha20Rng::seed_from_u64(32);
    let (poll, slip) = poll(&mut rng);
    let poll = poll.poll();
    let mut ballots: Vec<_> =
        (0..9).map(|_| seal_slots(poll, &slip, &[1, 0, 1], &mut rng).unwrap()).collect();
    ballots[4] = seal_slots(poll, &slip, &[1, 1, 1], &mut rng).unwrap();
    ballots[7].slots[1] = SlotBytes::from_bytes([0xff; 64]);
    let results = check_proofs(poll, &ballots.iter().collect::<Vec<_>>(), &|_| ());
    let wrong: Vec<usize> = (0..9).filter(|&position| results[position].is_err()).collect();
    assert_eq!(wrong, [4, 7]);
    assert_eq!(results[7], Err(BallotError::Slot(1)));
}

#[test]
fn the_signature_covers_every_member() {
    let mut rng = ChaCha20Rng::seed_from_u64(33);
    let (poll, slip) = poll(&mut rng);
    let poll = poll.poll();
    let ballot = seal_slots(poll, &slip, &[1, 0, 0], &mut rng).unwrap();
    let other = seal_slots(poll, &slip, &[0, 1, 0], &mut rng).unwrap();
    let mut changed = [ballot.clone(), ballot.clone(), ballot.clone()];
    changed[0].slots.swap(0, 1);
    changed[1].proof = other.proof.clone();
    changed[2].sig = Signature::from_bytes([0; 64]);
    for changed in changed {
        assert_eq!(check(poll, &changed), Err(BallotError::Signature));
    }
    let mut short = ballot.clone();
    short.slots.pop();
    assert_eq!(check(poll, &short), Err(BallotError::Length));
    let zero = SlotBytes::from_bytes([0; 64]);
    let mut identity = ballot;
    identity.slots[0] = zero;
    assert_eq!(identity.ciphers().err(), Some(BallotError::Slot(0)), "R is the identity");
}
