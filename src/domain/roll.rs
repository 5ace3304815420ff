//! The roll of deputies (代表名册), who is in office on a day, and who is present.

use ballotbox::threshold::Threshold;
use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

/// What a deputy's seat is from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatStatus {
    /// 在任.
    InOffice,
    /// 暂停执行职务: does not vote and is not counted.
    Suspended,
    /// 终止: the seat is vacant.
    Ended,
}

impl SeatStatus {
    /// All of them, in the order in which a choice lists them.
    pub const ALL: [Self; 3] = [Self::InOffice, Self::Suspended, Self::Ended];

    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InOffice => "in_office",
            Self::Suspended => "suspended",
            Self::Ended => "ended",
        }
    }

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::InOffice => "seat-in-office",
            Self::Suspended => "seat-suspended",
            Self::Ended => "seat-ended",
        }
    }

    /// Reads a name as the database has it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// A status that holds from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// The first day.
    pub day: Date,
    /// The status.
    pub status: SeatStatus,
    /// Why, in words; empty for the first.
    pub reason: String,
}

/// Whether a deputy is in the hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// 已签到.
    Present,
    /// 请假.
    Leave,
}

impl Mark {
    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Leave => "leave",
        }
    }

    /// Reads a name as the database has it.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Present, Self::Leave].into_iter().find(|mark| mark.name() == name)
    }
}

/// A deputy (代表) on the roll of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputy {
    /// Its id.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The delegation (代表团).
    pub delegation: String,
    /// The seat in the hall.
    pub seat: String,
    /// What the seat was from which day on, oldest first.
    pub statuses: Vec<Since>,
    /// Signed in, on leave, or neither (未到).
    pub mark: Option<Mark>,
}

impl Deputy {
    /// The status on a day; nobody is in office before the first.
    pub fn status_on(&self, day: Date) -> SeatStatus {
        let begun = self.statuses.iter().filter(|since| since.day <= day);
        begun.max_by_key(|since| since.day).map_or(SeatStatus::Ended, |since| since.status)
    }

    /// Whether the deputy counts among all deputies (全体代表) on a day (`docs/RULES.md` §2 P33).
    pub fn is_in_office(&self, day: Date) -> bool {
        self.status_on(day) == SeatStatus::InOffice
    }
}

/// How many are there: 应到, 实到, 请假, 未到.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Turnout {
    /// Deputies in office.
    pub all: u32,
    /// Signed in.
    pub present: u32,
    /// On leave.
    pub leave: u32,
    /// Neither.
    pub missing: u32,
}

impl Turnout {
    /// Counts those in office on a day.
    pub fn of<'a>(deputies: impl IntoIterator<Item = &'a Deputy>, day: Date) -> Self {
        let mut turnout = Self::default();
        for deputy in deputies.into_iter().filter(|deputy| deputy.is_in_office(day)) {
            turnout.all += 1;
            match deputy.mark {
                Some(Mark::Present) => turnout.present += 1,
                Some(Mark::Leave) => turnout.leave += 1,
                None => turnout.missing += 1,
            }
        }
        turnout
    }

    /// The fewest that must be present under a quorum (`docs/RULES.md` §2 P2).
    pub fn needed(self, quorum: Threshold) -> u32 {
        (0..=self.all).find(|&present| quorum.holds(present, self.all)).unwrap_or(self.all)
    }
}
