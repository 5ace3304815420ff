//! How often: the short form and the long one, and where the randomness of a run comes from.

use std::time::{SystemTime, UNIX_EPOCH};

#[path = "../../ballotbox/tests/it/inputs/dice.rs"]
mod dice;

pub(crate) use dice::Dice;

/// The first number in the short form, the second in the long one.
pub(crate) fn count(short: usize, long: usize) -> usize {
    if std::env::var_os("PIAOJUE_LONG").is_some() { long } else { short }
}

/// Dice with the seed of this run, which is printed.
pub(crate) fn seeded(test: &str) -> Dice {
    let drawn = || {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        now.as_secs() * 1_000 + u64::from(now.subsec_millis())
    };
    let given = std::env::var("PIAOJUE_SEED").ok();
    let seed = given.map_or_else(drawn, |seed| seed.parse().expect("PIAOJUE_SEED is a number"));
    println!("{test}: PIAOJUE_SEED={seed}");
    Dice(seed)
}
