//! What the program measures of itself, for those who run it: how many casts and how fast, in steps
//! so coarse that nobody reads a running total off them, and whether it can work at all.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::timeout;

use super::casting::CastRefusal;
use super::{Fault, Service};
use crate::clock::Stopwatch;

/// Casts are counted in steps of so many, over all sessions, and times are told of so many.
pub const STEP: u64 = 100;
/// How long a trial holds.
const TRIAL_HOLDS: Duration = Duration::from_millis(500);
/// How long a trial of the database may take.
const TRIAL_MAX: Duration = Duration::from_secs(4);
/// How far this computer's clock may be from the database's, or from where it should be.
const DRIFT_MAX_MS: i64 = 2_000;

/// Counters of this process.
#[derive(Debug)]
pub(super) struct Measures {
    started: Stopwatch,
    /// Milliseconds since 1970 at the start.
    started_at_ms: i64,
    taken: AtomicU64,
    refused: AtomicU64,
    failed: AtomicU64,
    rewritten: AtomicU64,
    times: Mutex<Times>,
    /// The latest trial of the database; one at a time.
    trial: Arc<tokio::sync::Mutex<Option<Trial>>>,
}

/// A trial of the database.
#[derive(Debug)]
struct Trial {
    when: Stopwatch,
    found: Option<Committed>,
}

/// A commit came to its end.
#[derive(Clone, Copy, Debug)]
struct Committed {
    /// By how much this computer's clock is ahead of the database's, where that has one.
    ahead_ms: Option<i64>,
}

#[derive(Debug, Default)]
struct Times {
    latest: Vec<Duration>,
    median: Duration,
    p99: Duration,
}

/// What is told of it.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// Since the start.
    pub uptime: Duration,
    /// Casts that were acknowledged, in steps of [`STEP`].
    pub taken: u64,
    /// Casts that were refused, in steps of [`STEP`].
    pub refused: u64,
    /// Casts of which nothing is known: the database did not answer.
    pub failed: u64,
    /// Batches that were written again.
    pub rewritten: u64,
    /// Median time of the last full step.
    pub median: Duration,
    /// 99th percentile of the last full step.
    pub p99: Duration,
    /// Connections to the database, and those that are idle.
    pub connections: (u32, usize),
    /// Screens that follow sessions here.
    pub screens: usize,
}

/// Whether the program can work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// A commit came to its end in time.
    pub database: bool,
    /// Milliseconds by which the clock is ahead of the database's, or of where it should be since
    /// the start.
    pub clock_ms: i64,
}

impl Health {
    /// Whether the clock is close enough.
    pub const fn clock(self) -> bool {
        self.clock_ms.abs() <= DRIFT_MAX_MS
    }

    /// Whether requests should come here.
    pub const fn is_good(self) -> bool {
        self.database && self.clock()
    }
}

impl Measures {
    pub(super) fn new(now_ms: i64) -> Self {
        Self {
            started: Stopwatch::start(),
            started_at_ms: now_ms,
            taken: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            rewritten: AtomicU64::new(0),
            times: Mutex::default(),
            trial: Arc::default(),
        }
    }

    /// Counts a cast.
    pub(super) fn cast<T>(&self, answer: &Result<T, CastRefusal>, time: Duration) {
        let counter = match answer {
            Ok(_) => &self.taken,
            Err(CastRefusal::Fault(Fault::Storage(_) | Fault::Broken(_))) => &self.failed,
            Err(_) => &self.refused,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        if answer.is_ok() {
            self.times.lock().unwrap_or_else(PoisonError::into_inner).take(time);
        }
    }

    /// Counts a batch that is written again.
    pub(super) fn rewritten(&self) {
        self.rewritten.fetch_add(1, Ordering::Relaxed);
    }

    /// Where a clock that goes right stands, in milliseconds since 1970.
    fn expected_ms(&self) -> i64 {
        let gone = i64::try_from(self.started.milliseconds()).unwrap_or(i64::MAX);
        self.started_at_ms.saturating_add(gone)
    }
}

impl Times {
    fn take(&mut self, time: Duration) {
        self.latest.push(time);
        let count = self.latest.len();
        if u64::try_from(count).is_ok_and(|count| count >= STEP) {
            self.latest.sort_unstable();
            let at = |part: usize| self.latest.get((count - 1) * part / 100).copied();
            self.median = at(50).unwrap_or_default();
            self.p99 = at(99).unwrap_or_default();
            self.latest.clear();
        }
    }
}

const fn in_steps(count: u64) -> u64 {
    count - count % STEP
}

impl Service {
    /// What this process has measured of itself.
    pub fn measured(&self) -> Measured {
        let measures = &self.inner.measures;
        let times = measures.times.lock().unwrap_or_else(PoisonError::into_inner);
        Measured {
            uptime: measures.started.elapsed(),
            taken: in_steps(measures.taken.load(Ordering::Relaxed)),
            refused: in_steps(measures.refused.load(Ordering::Relaxed)),
            failed: measures.failed.load(Ordering::Relaxed),
            rewritten: measures.rewritten.load(Ordering::Relaxed),
            median: times.median,
            p99: times.p99,
            connections: self.storage().connections(),
            screens: self.inner.live.screens(),
        }
    }

    /// How many standbys must have a commit before it counts; nothing where the database has none,
    /// or does not say so in time.
    pub async fn standbys(&self) -> Option<u32> {
        let service = self.clone();
        // In a task of its own, as a trial is.
        let asked = tokio::spawn(async move { service.storage().standbys().await });
        timeout(TRIAL_MAX, asked).await.ok()?.ok()?.ok().flatten()
    }

    /// Tries whether the database takes a commit, on the standby too where there is one, and
    /// compares the clocks.
    pub async fn health(&self) -> Health {
        let (service, place) = (self.clone(), Arc::clone(&self.inner.measures.trial));
        // In a task of its own: what takes too long goes on to its end, not given up half-way.
        let trial = tokio::spawn(async move {
            let mut place = place.lock_owned().await;
            // Whoever asks at the same time is told the same.
            if place.as_ref().is_none_or(|trial| trial.when.elapsed() > TRIAL_HOLDS) {
                let now = || service.clock().timestamp().as_millisecond();
                let before = now();
                let found = service.storage().try_commit().await.ok();
                let ahead = |at: i64| ahead_ms(at, before, now());
                let found = found.map(|at| Committed { ahead_ms: at.map(ahead) });
                *place = Some(Trial { when: Stopwatch::start(), found });
            }
            place.as_ref().and_then(|trial| trial.found)
        });
        let found = timeout(TRIAL_MAX, trial).await.ok().and_then(Result::ok).flatten();
        let now = self.clock().timestamp().as_millisecond();
        let drifted = now.saturating_sub(self.inner.measures.expected_ms());
        let clock_ms = found.and_then(|found| found.ahead_ms).unwrap_or(drifted);
        Health { database: found.is_some(), clock_ms }
    }
}

/// By how much a clock is ahead of another that showed `at` between two moments.
const fn ahead_ms(at: i64, before: i64, after: i64) -> i64 {
    if at < before {
        before.saturating_sub(at)
    } else if at > after {
        after.saturating_sub(at)
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_told_in_steps_and_a_time_of_a_full_step() {
        let measures = Measures::new(0);
        for number in 0..STEP - 1 {
            measures.cast(&Ok(()), Duration::from_millis(number));
        }
        let told = || {
            let times = measures.times.lock().unwrap();
            (in_steps(measures.taken.load(Ordering::Relaxed)), times.median, times.p99)
        };
        assert_eq!(told(), (0, Duration::ZERO, Duration::ZERO), "ninety-nine show nothing");
        measures.cast(&Ok(()), Duration::from_secs(1));
        let (median, p99) = (Duration::from_millis(49), Duration::from_millis(98));
        assert_eq!(told(), (STEP, median, p99));
        measures.cast(&Ok(()), Duration::from_secs(2));
        assert_eq!(told(), (STEP, median, p99));
    }

    #[test]
    fn a_clock_that_went_off_is_not_good() {
        let health = |database, clock_ms| Health { database, clock_ms }.is_good();
        assert!(health(true, DRIFT_MAX_MS) && health(true, -DRIFT_MAX_MS));
        assert!(!health(true, DRIFT_MAX_MS + 1) && !health(true, -DRIFT_MAX_MS - 1));
        assert!(!health(false, 0));
        assert_eq!([90, 150, 230].map(|at| ahead_ms(at, 100, 200)), [10, 0, -30]);
    }
}
