//! What comes out of the box is the plain count of what went in, in whatever order.

use ballotbox::hall::Count;
use ballotbox::method::Method;
use proptest::prelude::*;
use serde_json::json;

use crate::fixture::{Day, question};

const OPTIONS: usize = 3;

/// Seals, casts and opens these ballots: choose at most two of three.
fn count(ballots: &[Vec<usize>], seed: u64) -> Count {
    let people = u32::try_from(ballots.len()).unwrap();
    let method = Method::Pick { min: 0, max: 2 };
    let mut day = Day::open(people, question(method, OPTIONS, Some(1)), seed);
    for (slip, ballot) in ballots.iter().enumerate() {
        day.cast(slip, &json!(ballot));
    }
    day.close();
    day.count()
}

fn plain(ballots: &[Vec<usize>]) -> Vec<u32> {
    let votes = |option: usize| ballots.iter().filter(|ballot| ballot.contains(&option)).count();
    (0..OPTIONS).map(|option| u32::try_from(votes(option)).unwrap()).collect()
}

/// One deputy's choice.
fn ballot() -> impl Strategy<Value = Vec<usize>> {
    prop::sample::subsequence(vec![0, 1, 2], 0..=2)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_ballots_changes_nothing(
        (ballots, shuffled) in prop::collection::vec(ballot(), 5..9)
            .prop_flat_map(|ballots| (Just(ballots.clone()), Just(ballots).prop_shuffle())),
        seed in any::<u64>(),
    ) {
        let (one, other) = (count(&ballots, seed), count(&shuffled, seed.wrapping_add(1)));
        prop_assert_eq!(one.totals.to_slots(), plain(&ballots));
        prop_assert_eq!(&one.totals, &other.totals);
        prop_assert_eq!(one.outcome, other.outcome);
    }

    #[test]
    fn totals_add_up(
        first in prop::collection::vec(ballot(), 5..7),
        second in prop::collection::vec(ballot(), 5..7),
    ) {
        let sum = |one: Vec<u32>, other: Vec<u32>| -> Vec<u32> {
            one.iter().zip(&other).map(|(one, other)| one + other).collect()
        };
        let apart = sum(count(&first, 1).totals.to_slots(), count(&second, 2).totals.to_slots());
        let together = count(&[first, second].concat(), 3).totals.to_slots();
        prop_assert_eq!(apart, together);
    }
}

#[test]
fn a_ballot_more_is_a_vote_more() {
    let ballots: Vec<Vec<usize>> = vec![vec![0]; 5];
    let more: Vec<Vec<usize>> = [ballots.clone(), vec![vec![1]]].concat();
    assert_ne!(count(&ballots, 1).totals, count(&more, 1).totals, "the control");
}
