//! Tablets of a hall (平板): what staff calls them, and whether they are ready. Never who votes.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// A tablet that says nothing for so long is away: it says so every 20 seconds.
const AWAY_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// A tablet that is enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tablet {
    /// Its id.
    pub id: Uuid,
    /// The session that it is for.
    pub session: Uuid,
    /// What staff calls it: a number, as a rule.
    pub name: String,
    /// Where it stands; may be empty.
    pub seat: String,
    /// When it was enrolled.
    pub enrolled_at: Timestamp,
    /// Until when it is.
    pub expires_at: Timestamp,
    /// When it was last heard.
    pub seen_at: Timestamp,
    /// The version of the page that it shows; empty until it was heard.
    pub page: String,
    /// How often staff has reset it.
    pub resets: u32,
}

/// How a tablet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was heard just now.
    Ready,
    /// It was not heard for a while, or never.
    Away,
    /// Its time is over: it has to be enrolled again.
    Ended,
}

impl Standing {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Away => "away",
            Self::Ended => "ended",
        }
    }

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ready => "tablets-ready",
            Self::Away => "tablets-away",
            Self::Ended => "tablets-ended",
        }
    }
}

impl Tablet {
    /// How it stands at a time.
    pub fn standing(&self, now: Timestamp) -> Standing {
        if now >= self.expires_at {
            Standing::Ended
        } else if self.page.is_empty() || now.duration_since(self.seen_at) > AWAY_AFTER {
            Standing::Away
        } else {
            Standing::Ready
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tablet_is_ready_while_it_is_heard() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut tablet = Tablet {
            id: Uuid::nil(),
            session: Uuid::nil(),
            name: "07".into(),
            seat: String::new(),
            enrolled_at: at(0),
            expires_at: at(1_000),
            seen_at: at(0),
            page: String::new(),
            resets: 0,
        };
        assert_eq!(tablet.standing(at(1)), Standing::Away, "its page was never there");
        tablet.page = "3f".into();
        assert_eq!(tablet.standing(at(60)), Standing::Ready);
        assert_eq!(tablet.standing(at(61)), Standing::Away);
        tablet.seen_at = at(990);
        assert_eq!(tablet.standing(at(999)), Standing::Ready);
        assert_eq!(tablet.standing(at(1_000)), Standing::Ended);
    }
}
