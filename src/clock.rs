//! The only place that asks the system for the time and for randomness.

use std::time::Instant;

use ballotbox::codec::Time;
use rand_core::{CryptoRng, UnwrapErr};

/// The time now, to the second, as entries of the log bear it.
///
/// # Errors
/// When the system's clock stands outside the years 0 to 9999.
pub(crate) fn now() -> anyhow::Result<Time> {
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    let now = jiff::Timestamp::now();
    Ok(Time::parse(&now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())?)
}

/// Measures how long something takes.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts to measure.
    pub(crate) fn start() -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        Self(Instant::now())
    }

    /// Whole milliseconds since the start.
    pub(crate) fn milliseconds(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// The operating system's randomness. It aborts where the system has none, for nothing can be
/// sealed then.
pub(crate) fn randomness() -> impl CryptoRng {
    UnwrapErr(getrandom::SysRng)
}
