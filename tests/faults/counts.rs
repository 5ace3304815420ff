//! How often: the short form and the long one, and where the randomness of a run comes from.

use std::time::{SystemTime, UNIX_EPOCH};

/// The first number in the short form, the second in the long one.
pub(crate) fn count(short: usize, long: usize) -> usize {
    if std::env::var_os("PIAOJUE_LONG").is_some() { long } else { short }
}

/// Numbers that follow from a seed (`SplitMix64`).
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice with the seed of this run, which is printed.
    pub(crate) fn of(test: &str) -> Self {
        let drawn = || {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
            now.as_secs() * 1_000 + u64::from(now.subsec_millis())
        };
        let given = std::env::var("PIAOJUE_SEED").ok();
        let seed = given.map_or_else(drawn, |seed| seed.parse().expect("PIAOJUE_SEED is a number"));
        println!("{test}: PIAOJUE_SEED={seed}");
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below another.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

#[test]
fn a_seed_gives_the_same_numbers_again() {
    let draw = |seed| {
        let mut dice = Dice(seed);
        (0..8).map(|_| dice.below(1_000)).collect::<Vec<_>>()
    };
    assert_eq!(draw(7), draw(7));
    assert_ne!(draw(7), draw(8));
}
