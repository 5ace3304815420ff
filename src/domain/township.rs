//! Townships (乡镇) with the days from which and until which they exist, and what went before them.

use jiff::civil::Date;

use super::body::VotingBody;

/// What sort of township it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TownshipKind {
    /// 镇.
    Town,
    /// 乡.
    Township,
    /// 街道: it has no congress; its vote recommends (推荐).
    Subdistrict,
}

impl TownshipKind {
    /// All kinds, in the order in which a choice lists them.
    pub const ALL: [Self; 3] = [Self::Town, Self::Township, Self::Subdistrict];

    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Town => "town",
            Self::Township => "township",
            Self::Subdistrict => "subdistrict",
        }
    }

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Town => "township-town",
            Self::Township => "township-township",
            Self::Subdistrict => "township-subdistrict",
        }
    }

    /// Reads a name as the database has it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A township.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Township {
    /// Its code in the national list of divisions.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The county or district it belongs to.
    pub county: String,
    /// What sort it is.
    pub kind: TownshipKind,
    /// The day from which it exists.
    pub valid_from: Date,
    /// The day on which it ended.
    pub valid_to: Option<Date>,
    /// Codes of the townships that were merged into it.
    pub predecessors: Vec<String>,
    /// Grows with every change.
    pub version: u64,
}

impl Township {
    /// Whether it exists on a day.
    pub fn exists_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }

    /// The body that votes here, with its words.
    pub fn body(&self) -> &'static VotingBody {
        VotingBody::of(self.kind)
    }
}
