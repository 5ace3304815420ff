//! Thresholds as exact integer arithmetic: a share, compared with `>` or `>=`, of a counted whole.
//!
//! "More than half" and "two thirds or more" differ by one vote in every other hall, so no
//! threshold is ever a float, and the comparison is a parameter (`docs/RULES.md` §0 findings 1–2,
//! §6).

use serde::{Deserialize, Serialize};

/// A share of a whole that a number of votes or of people has to exceed or to reach.
///
/// ```
/// use ballotbox::threshold::{Cmp, Threshold};
///
/// let more_than_half = Threshold { cmp: Cmp::Over, num: 1, den: 2 };
/// assert!(!more_than_half.holds(51, 103));
/// assert!(more_than_half.holds(52, 103));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Whether the share itself is enough.
    pub cmp: Cmp,
    /// Numerator of the share, at most `den`.
    pub num: u32,
    /// Denominator of the share, not 0.
    pub den: u32,
}

impl Threshold {
    /// More than half (过半数), the statutory pass mark (组织法§25, `docs/RULES.md` §0 finding 1).
    pub const MORE_THAN_HALF: Self = Self { cmp: Cmp::Over, num: 1, den: 2 };

    /// Two thirds or more (三分之二以上), the statutory quorum (组织法§14, `docs/RULES.md` §0
    /// finding 2).
    pub const TWO_THIRDS: Self = Self { cmp: Cmp::AtLeast, num: 2, den: 3 };

    /// Whether `part` out of `whole` holds against this threshold, both in the same unit.
    ///
    /// Products of two `u32` are exact in `u64`, so the answer is never rounded.
    pub fn holds(self, part: u32, whole: u32) -> bool {
        let part = u64::from(part) * u64::from(self.den);
        let share = u64::from(whole) * u64::from(self.num);
        match self.cmp {
            Cmp::Over => part > share,
            Cmp::AtLeast => part >= share,
        }
    }

    /// Whether the share is exactly one half, however it is written.
    pub fn is_half(self) -> bool {
        u64::from(self.num) * 2 == u64::from(self.den)
    }

    /// Whether the share is smaller than another's, whatever is said of the share itself.
    pub fn is_below(self, other: Self) -> bool {
        u64::from(self.num) * u64::from(other.den) < u64::from(other.num) * u64::from(self.den)
    }

    /// Refuses a share that is no share of anything.
    ///
    /// # Errors
    /// A denominator of 0, a numerator above the denominator, "more than the whole", or "at least
    /// nothing".
    pub fn check(self) -> Result<(), ThresholdError> {
        if self.den == 0 {
            return Err(ThresholdError::ZeroDenominator);
        }
        if self.num > self.den {
            return Err(ThresholdError::OverOne { num: self.num, den: self.den });
        }
        if self.num == self.den && self.cmp == Cmp::Over {
            return Err(ThresholdError::NeverHolds { num: self.num, den: self.den });
        }
        if self.num == 0 && self.cmp == Cmp::AtLeast {
            return Err(ThresholdError::AlwaysHolds { den: self.den });
        }
        Ok(())
    }
}

/// How a number is compared with a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cmp {
    /// `>`: the share itself is not enough (过, 超过).
    #[serde(rename = ">")]
    Over,
    /// `>=`: the share itself is enough (以上, 含本数).
    #[serde(rename = ">=")]
    AtLeast,
}

/// The whole of which a share of votes is taken (`docs/RULES.md` §2 P6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// All deputies in office (全体代表, P33): people.
    All,
    /// Deputies present by the close of the poll (到会代表): people.
    Present,
    /// Ballots handed out (发出票数): ballots.
    Issued,
    /// Ballots cast and not invalid (有效票数): ballots.
    Valid,
}

/// Why a threshold is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThresholdError {
    /// The denominator is 0.
    #[error("its denominator `den` is 0")]
    ZeroDenominator,
    /// The share is more than the whole.
    #[error("its share {num}/{den} is more than the whole")]
    OverOne {
        /// Numerator as given.
        num: u32,
        /// Denominator as given.
        den: u32,
    },
    /// Nothing exceeds the whole.
    #[error("nothing can ever be more than {num}/{den} of the whole")]
    NeverHolds {
        /// Numerator as given.
        num: u32,
        /// Denominator as given.
        den: u32,
    },
    /// Everything reaches nothing.
    #[error("anything at all is at least 0/{den} of the whole")]
    AlwaysHolds {
        /// Denominator as given.
        den: u32,
    },
}
