//! Papers of a session: which there are, when each is needed, and how it may be laid out.

use ballotbox::manifest::Channel;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// When a paper is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperStage {
    /// 会前.
    Before,
    /// 会中.
    During,
    /// 会后.
    After,
}

impl PaperStage {
    /// All stages, in order.
    pub const ALL: [Self; 3] = [Self::Before, Self::During, Self::After];

    /// Its name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::During => "during",
            Self::After => "after",
        }
    }

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Before => "paper-before",
            Self::During => "paper-during",
            Self::After => "paper-after",
        }
    }

    /// Reads a name as addresses have it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// What a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperKind {
    /// 候选项目名册.
    Booklet,
    /// 票决办法.
    Regulation,
    /// 签到册.
    Attendance,
    /// The blank ballot: 表决票, 满意度测评票.
    Ballot,
    /// 零票证明.
    Zero,
    /// 计票结果报告单.
    Result,
    /// 公告.
    Notice,
    /// 会议记录.
    Minutes,
}

impl PaperKind {
    /// All kinds, in the order in which they are needed.
    pub const ALL: [Self; 8] = [
        Self::Booklet,
        Self::Regulation,
        Self::Attendance,
        Self::Ballot,
        Self::Zero,
        Self::Result,
        Self::Notice,
        Self::Minutes,
    ];

    /// Its name in addresses and file names.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Booklet => "booklet",
            Self::Regulation => "regulation",
            Self::Attendance => "attendance",
            Self::Ballot => "ballot",
            Self::Zero => "zero",
            Self::Result => "result",
            Self::Notice => "notice",
            Self::Minutes => "minutes",
        }
    }

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Booklet => "paper-booklet",
            Self::Regulation => "paper-regulation",
            Self::Attendance => "paper-attendance",
            Self::Ballot => "paper-ballot",
            Self::Zero => "paper-zero",
            Self::Result => "paper-result",
            Self::Notice => "paper-notice",
            Self::Minutes => "paper-minutes",
        }
    }

    /// Key of the sentence that says what it is for and who gets it.
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Booklet => "paper-booklet-for",
            Self::Regulation => "paper-regulation-for",
            Self::Attendance => "paper-attendance-for",
            Self::Ballot => "paper-ballot-for",
            Self::Zero => "paper-zero-for",
            Self::Result => "paper-result-for",
            Self::Notice => "paper-notice-for",
            Self::Minutes => "paper-minutes-for",
        }
    }

    /// Reads a name as addresses have it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// When it is needed.
    pub const fn stage(self) -> PaperStage {
        match self {
            Self::Booklet | Self::Regulation | Self::Attendance | Self::Ballot => {
                PaperStage::Before
            }
            Self::Zero | Self::Result => PaperStage::During,
            Self::Notice | Self::Minutes => PaperStage::After,
        }
    }

    /// Whether each poll has its own; the others are the session's.
    pub const fn is_of_poll(self) -> bool {
        match self {
            Self::Booklet
            | Self::Regulation
            | Self::Ballot
            | Self::Zero
            | Self::Result
            | Self::Notice => true,
            Self::Attendance | Self::Minutes => false,
        }
    }

    /// Whether a poll has it in which votes come in this way: where hands are raised there is no
    /// ballot and no box.
    pub const fn is_for(self, channel: Channel) -> bool {
        match channel {
            Channel::Sealed | Channel::Paper => true,
            Channel::Hands => !matches!(self, Self::Ballot | Self::Zero),
        }
    }
}

/// The size of a ballot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperSize {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 297 × 420 mm.
    A3,
}

/// How numbers of a list or a date are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Numerals {
    /// 一、二、; 二〇二六年六月十五日.
    Chinese,
    /// 1. 2.; 2026年6月15日.
    Arabic,
}

/// Whether a notice says how many votes each project got (`docs/RULES.md` §2 P26).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VotesShown {
    /// As the rule says that the congress adopted.
    #[default]
    Rule,
    /// It does.
    Shown,
    /// It does not.
    LeftOut,
}

impl VotesShown {
    /// Its name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Shown => "shown",
            Self::LeftOut => "left_out",
        }
    }
}

/// How a paper may be laid out. Every option has its usual value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Layout {
    /// The size of a ballot.
    pub size: PaperSize,
    /// How the items of a notice are numbered.
    pub numerals: Numerals,
    /// How a notice writes its dates; GB/T 9704 wants Arabic numerals.
    pub dates: Numerals,
    /// Whether a notice says how many votes each project got.
    pub counts: VotesShown,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            size: PaperSize::A4,
            numerals: Numerals::Chinese,
            dates: Numerals::Arabic,
            counts: VotesShown::Rule,
        }
    }
}

/// A paper that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaperAsked {
    /// What.
    pub kind: PaperKind,
    /// Of which poll.
    pub poll: Option<Uuid>,
    /// How.
    pub layout: Layout,
}
