//! Closing while deputies cast: each ballot is in the count, or its tablet is told that
//! casting is over; never both, never neither.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ballotbox::entry::{Body, Entry};
use serde_json::json;

use crate::counts::{Dice, count, seeded};
use crate::hall::{Hall, Size};
use crate::judge::{Acknowledged, judge};

const SLIPS: usize = 48;

#[test]
fn a_ballot_is_before_the_close_or_told_so() {
    let mut dice = seeded("races");
    for _ in 0..count(2, 50) {
        race(&mut dice);
    }
}

fn race(dice: &mut Dice) {
    let hall = Hall::open(&Size::small(SLIPS));
    let question = hall.fetch_poll();
    let seal = |slip: usize| hall.town.sealed_for(&question, slip, &json!([slip % 3])).unwrap();
    let ballots: Vec<_> = (0..SLIPS).map(seal).collect();
    // Closed when so many have been taken, in the middle of the rest.
    let when = 8 + dice.below(24);
    let (next, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let (known, late) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(ballot) = ballots.get(number) else { return };
                    let answer = hall.casting(ballot).send(hall.address());
                    let said = answer.json();
                    if answer.status == 200 {
                        taken.fetch_add(1, Ordering::Relaxed);
                        let one = Acknowledged { ballot: ballot.clone(), receipt: said };
                        known.lock().unwrap().push(one);
                    } else {
                        assert_eq!(
                            (answer.status, &said["state"]),
                            (409, &json!("closed")),
                            "{said}"
                        );
                        late.lock().unwrap().push(ballot.clone());
                    }
                }
            });
        }
        let end = Instant::now() + Duration::from_secs(30);
        while taken.load(Ordering::Relaxed) < when {
            assert!(Instant::now() < end, "the ballots are not taken");
            std::thread::yield_now();
        }
        hall.runtime.block_on(hall.town.close(hall.poll)).unwrap();
    });
    let (known, late) = (known.into_inner().unwrap(), late.into_inner().unwrap());
    let entries = hall.entries();
    println!("{} taken, {} told that it was over", known.len(), late.len());
    assert_eq!(judge(hall.poll, &entries, &known), Ok(known.len()), "as many as were acknowledged");
    assert_eq!(known.len() + late.len(), SLIPS, "everybody knows");
    let kind = |bytes: &Vec<u8>| Entry::from_bytes(bytes).unwrap().into_body();
    let kinds: Vec<_> = entries.iter().map(kind).collect();
    let closed = kinds.iter().position(|body| matches!(body, Body::PollClosed(_))).unwrap();
    let last = kinds.iter().rposition(|body| matches!(body, Body::Ballot(_))).unwrap();
    assert!(last < closed, "no ballot stands behind the close");
    // The control: a ballot that was told to be late would be missed if it had been acknowledged.
    if let Some(ballot) = late.first() {
        let receipt = known[0].receipt.clone();
        let forged = Acknowledged { ballot: ballot.clone(), receipt };
        assert!(judge(hall.poll, &entries, &[forged]).is_err());
    }
}
