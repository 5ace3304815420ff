//! How often somebody may ask: so many in a row, and then one after each interval.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// So many that ask are remembered before those that have long been quiet are forgotten.
const REMEMBERED_MAX: usize = 10_000;

/// The rate of each who asks, by a key.
///
/// For each key stands the time at which it will have been quiet long enough to be forgotten (the
/// generic cell rate algorithm); times are milliseconds of any clock that does not go back.
#[derive(Debug)]
pub(super) struct Rates<K> {
    interval_ms: u64,
    at_once: u32,
    quiet_at: Mutex<HashMap<K, u64>>,
}

impl<K: Eq + Hash> Rates<K> {
    /// One request after each interval, and so many at once.
    pub(super) fn new(interval_ms: u64, at_once: u32) -> Self {
        Self { interval_ms, at_once, quiet_at: Mutex::default() }
    }

    /// Takes a request.
    ///
    /// # Errors
    /// The milliseconds after which the next is taken.
    pub(super) fn take(&self, key: K, now_ms: u64) -> Result<(), u64> {
        let mut all = self.quiet_at.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED_MAX {
            all.retain(|_, quiet_at| *quiet_at > now_ms);
        }
        let quiet_at = all.entry(key).or_insert(now_ms);
        let next = (*quiet_at).max(now_ms) + self.interval_ms;
        let most = now_ms + self.interval_ms * u64::from(self.at_once);
        if next > most {
            return Err(next - most);
        }
        *quiet_at = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_at_once_and_then_one_after_each_interval() {
        let rates = Rates::new(50, 40);
        let taken = |key, now, count| (0..count).filter(|_| rates.take(key, now).is_ok()).count();
        assert_eq!(taken("a", 1_000, 100), 40);
        assert_eq!(rates.take("a", 1_000), Err(50));
        assert_eq!(taken("b", 1_000, 100), 40, "another is not held up");
        assert_eq!(taken("a", 2_000, 100), 20, "twenty in a second");
        assert_eq!(taken("a", 60_000, 100), 40, "a rest gives all of them back, and no more");
    }

    #[test]
    fn the_quiet_are_forgotten() {
        let rates = Rates::new(50, 40);
        for key in 0..REMEMBERED_MAX {
            assert_eq!(rates.take(key, 0), Ok(()));
        }
        assert_eq!(rates.take(REMEMBERED_MAX, 60_000), Ok(()));
        assert_eq!(rates.quiet_at.lock().unwrap().len(), 1);
    }
}
