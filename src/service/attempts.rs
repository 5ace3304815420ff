//! How often something may be tried in a minute, by whom: counted in memory, forgotten every
//! minute.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// How many are counted apart in a minute; the rest of that minute shares one count.
const COUNTED_MAX: usize = 10_000;

/// Counts of the minute that runs.
#[derive(Debug, Default)]
pub(super) struct Attempts(Mutex<Minute>);

#[derive(Debug, Default)]
struct Minute {
    number: i64,
    counts: HashMap<String, u32>,
}

/// Whether one more is let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is.
    Free,
    /// It is the first that is not.
    FirstOver,
    /// It is not.
    Over,
}

impl Turn {
    /// Let through by both of two bounds.
    pub(super) const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Free, other) => other,
            (Self::FirstOver, Self::Free | Self::FirstOver) => Self::FirstOver,
            (Self::FirstOver, Self::Over) | (Self::Over, _) => Self::Over,
        }
    }
}

impl Attempts {
    /// Counts one more of `who`, of whom `most` are let through in a minute.
    pub(super) fn count(&self, who: &str, most: u32, now: Timestamp) -> Turn {
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now.as_second().div_euclid(60);
        if minute.number != number {
            *minute = Minute { number, counts: HashMap::new() };
        }
        let full = minute.counts.len() >= COUNTED_MAX && !minute.counts.contains_key(who);
        let who = if full { "" } else { who };
        let count = minute.counts.entry(who.to_owned()).or_default();
        *count = count.saturating_add(1);
        match (*count).cmp(&most.saturating_add(1)) {
            std::cmp::Ordering::Less => Turn::Free,
            std::cmp::Ordering::Equal => Turn::FirstOver,
            std::cmp::Ordering::Greater => Turn::Over,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_its_own_count_for_a_minute() {
        let attempts = Attempts::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        let turns: Vec<_> = (0..4).map(|_| attempts.count("a", 2, at(60))).collect();
        assert_eq!(turns, [Turn::Free, Turn::Free, Turn::FirstOver, Turn::Over]);
        assert_eq!(attempts.count("b", 2, at(119)), Turn::Free, "another");
        assert_eq!(attempts.count("a", 2, at(119)), Turn::Over);
        assert_eq!(attempts.count("a", 2, at(120)), Turn::Free, "the next minute");
    }

    #[test]
    fn two_bounds_let_through_what_each_of_them_does() {
        let all = [Turn::Free, Turn::FirstOver, Turn::Over];
        for (at, turn) in all.into_iter().enumerate() {
            assert_eq!((turn.and(Turn::Free), Turn::Free.and(turn)), (turn, turn));
            assert_eq!((turn.and(Turn::Over), Turn::Over.and(turn)), (Turn::Over, Turn::Over));
            let with_first = all[at.max(1)];
            assert_eq!(turn.and(Turn::FirstOver), with_first);
        }
    }
}
