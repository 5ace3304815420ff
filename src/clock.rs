//! The only place that asks the system for the time and for randomness.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ballotbox::codec::{CodecError, Time};
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use rand_core::{CryptoRng, UnwrapErr};
use uuid::Uuid;

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A clock that stands still until it is set, for tests.
    Set(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// A clock that stands still.
    pub fn set_to(at: Timestamp) -> Self {
        Self::Set(Arc::new(Mutex::new(at)))
    }

    /// Lets a clock that was set go on; the system's goes by itself.
    pub fn advance(&self, by: SignedDuration) {
        if let Self::Set(at) = self {
            let mut at = at.lock().unwrap_or_else(PoisonError::into_inner);
            *at = at.saturating_add(by).unwrap_or(*at);
        }
    }

    /// The instant now.
    pub fn timestamp(&self) -> Timestamp {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the clock")]
            Self::System => Timestamp::now(),
            Self::Set(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The time now, to the second, as entries of the log bear it.
    ///
    /// # Errors
    /// When the clock stands outside the years 0 to 9999.
    pub fn now(&self) -> Result<Time, CodecError> {
        written(self.timestamp())
    }
}

/// An instant as entries and the database write it.
///
/// # Errors
/// When it stands outside the years 0 to 9999.
pub fn written(at: Timestamp) -> Result<Time, CodecError> {
    Time::parse(&at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// An instant as clocks in China show it. China has one zone and no summer time.
pub fn in_china(at: Timestamp) -> DateTime {
    at.to_zoned(TimeZone::fixed(Offset::constant(8))).datetime()
}

/// The time now, to the second, of a command that runs by itself.
///
/// # Errors
/// When the system's clock stands outside the years 0 to 9999.
pub fn now() -> Result<Time, CodecError> {
    Clock::System.now()
}

/// Measures how long something takes.
#[derive(Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts to measure.
    pub fn start() -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        Self(Instant::now())
    }

    /// The time since the start.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    /// Whole milliseconds since the start.
    pub fn milliseconds(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// The operating system's randomness. It aborts where the system has none, for nothing can be
/// sealed then.
pub fn randomness() -> impl CryptoRng {
    UnwrapErr(getrandom::SysRng)
}

/// Draws an id.
pub fn draw_id() -> Uuid {
    ballotbox::hall::draw_id(&mut randomness())
}
