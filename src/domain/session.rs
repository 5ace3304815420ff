//! Sessions of congress (大会会议) and their stages.

use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

use super::refusal::Refusal;

/// How far a session has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 筹备中: roll, projects, officers, slips.
    Preparing,
    /// 签到中: deputies sign in.
    SignIn,
    /// 会议中: polls may open; who comes late still signs in.
    InSession,
    /// 已闭会: nothing but corrections follows.
    Closed,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Self; 4] = [Self::Preparing, Self::SignIn, Self::InSession, Self::Closed];

    /// Its name in the database and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::SignIn => "sign_in",
            Self::InSession => "in_session",
            Self::Closed => "closed",
        }
    }

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Preparing => "stage-preparing",
            Self::SignIn => "stage-sign-in",
            Self::InSession => "stage-in-session",
            Self::Closed => "stage-closed",
        }
    }

    /// Reads a name as the database has it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// The stage after this one, which the clerk begins.
    ///
    /// # Errors
    /// When nothing follows.
    pub fn next(self) -> Result<Self, Refusal> {
        match self {
            Self::Preparing => Ok(Self::SignIn),
            Self::SignIn => Ok(Self::InSession),
            Self::InSession => Ok(Self::Closed),
            Self::Closed => Err(Refusal::conflict("refusal-session-closed")),
        }
    }

    /// Whether deputies may sign in.
    ///
    /// # Errors
    /// When it is too early or too late.
    pub fn check_sign_in(self) -> Result<(), Refusal> {
        match self {
            Self::SignIn | Self::InSession => Ok(()),
            Self::Preparing => Err(Refusal::conflict("refusal-sign-in-not-begun")),
            Self::Closed => Err(Refusal::conflict("refusal-session-closed")),
        }
    }

    /// Whether roll, projects and officers may still change.
    ///
    /// # Errors
    /// When sign-in has begun.
    pub fn check_preparing(self) -> Result<(), Refusal> {
        match self {
            Self::Preparing => Ok(()),
            Self::SignIn | Self::InSession => {
                Err(Refusal::conflict("refusal-preparation-over").with_word("stage", self.word()))
            }
            Self::Closed => Err(Refusal::conflict("refusal-session-closed")),
        }
    }

    /// Whether anything may still change.
    ///
    /// # Errors
    /// When the session is closed.
    pub fn check_running(self) -> Result<(), Refusal> {
        match self {
            Self::Preparing | Self::SignIn | Self::InSession => Ok(()),
            Self::Closed => Err(Refusal::conflict("refusal-session-closed")),
        }
    }
}

/// A session of congress as the service keeps it; what happened in it stands in its log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id, which every key begins with.
    pub id: Uuid,
    /// The township's code.
    pub township: String,
    /// Its name, e.g. 朝天镇第二届人民代表大会第六次会议.
    pub title: String,
    /// The site in the log's name.
    pub site: String,
    /// A rehearsal (演练).
    pub rehearsal: bool,
    /// How far it has come.
    pub stage: Stage,
    /// The first day of the session; the roll is that of this day.
    pub opens_on: Date,
    /// Stubs on a slip: one for each poll of the session.
    pub stubs: u32,
    /// Signatures of the presidium that are needed.
    pub threshold: u32,
    /// When roll and officers were fixed; empty before.
    pub roll_fixed_at: String,
    /// Entries in its log.
    pub log_size: u64,
    /// Grows with every change that a screen could show.
    pub version: u64,
}
