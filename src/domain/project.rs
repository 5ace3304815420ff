//! Livelihood projects (民生实事项目): their columns, their states, and what speaks against one.
//!
//! The columns are those of real candidate lists (`docs/RULES.md` §3.1). A warning never blocks: it
//! names what provinces exclude in principle, and a person decides.

use ballotbox::canonical::{self, CanonicalError};
use ballotbox::codec::Digest;
use serde::Serialize;
use uuid::Uuid;

use super::refusal::Refusal;

/// How far a project has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProjectState {
    /// 建议项目: collected.
    Suggested,
    /// 已筛选: examined, in the pool.
    Screened,
    /// 初定候选.
    Candidate,
    /// 当选: voted for.
    Elected,
    /// 未入选.
    NotElected,
    /// 实施中.
    Underway,
    /// 已完工.
    Completed,
    /// 已测评.
    Evaluated,
    /// 不予采纳, with a reason.
    Rejected,
    /// 撤回, with a reason.
    Withdrawn,
}

impl ProjectState {
    /// All states, in order.
    pub const ALL: [Self; 10] = [
        Self::Suggested,
        Self::Screened,
        Self::Candidate,
        Self::Elected,
        Self::NotElected,
        Self::Underway,
        Self::Completed,
        Self::Evaluated,
        Self::Rejected,
        Self::Withdrawn,
    ];

    /// Its name in the database and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Suggested => "suggested",
            Self::Screened => "screened",
            Self::Candidate => "candidate",
            Self::Elected => "elected",
            Self::NotElected => "not_elected",
            Self::Underway => "underway",
            Self::Completed => "completed",
            Self::Evaluated => "evaluated",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Suggested => "project-suggested",
            Self::Screened => "project-screened",
            Self::Candidate => "project-candidate",
            Self::Elected => "project-elected",
            Self::NotElected => "project-not-elected",
            Self::Underway => "project-underway",
            Self::Completed => "project-completed",
            Self::Evaluated => "project-evaluated",
            Self::Rejected => "project-rejected",
            Self::Withdrawn => "project-withdrawn",
        }
    }

    /// Reads a name as the database has it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Where a person may move it. What the vote decides (`Elected`, `NotElected`) follows from the
    /// published result and is in nobody's hand.
    pub const fn moves(self) -> &'static [Self] {
        match self {
            Self::Suggested | Self::Candidate => &[Self::Screened, Self::Rejected, Self::Withdrawn],
            Self::Screened => &[Self::Candidate, Self::Rejected, Self::Withdrawn],
            Self::Rejected | Self::Withdrawn => &[Self::Suggested],
            Self::Elected => &[Self::Underway],
            Self::Underway => &[Self::Completed],
            Self::Completed => &[Self::Evaluated],
            Self::NotElected | Self::Evaluated => &[],
        }
    }

    /// Moves a project by hand. Rejecting and withdrawing need a written reason.
    ///
    /// # Errors
    /// When the move is not there or the reason is missing.
    pub fn moved(self, to: Self, reason: &str) -> Result<Self, Refusal> {
        if !self.moves().contains(&to) {
            return Err(Refusal::conflict("refusal-project-move")
                .with_word("state", self.word())
                .with_word("to", to.word()));
        }
        let back = matches!(self, Self::Candidate) && matches!(to, Self::Screened);
        let written = matches!(to, Self::Rejected | Self::Withdrawn) || back;
        if written && reason.is_empty() {
            return Err(Refusal::invalid("refusal-project-reason").with_word("to", to.word()));
        }
        Ok(to)
    }
}

/// Most yuan of an investment: 9,999,999.9999 万元.
pub const INVESTMENT_YUAN_MAX: i64 = 99_999_999_999;

/// Reads an amount of 万元 with up to four places as whole yuan.
pub fn parse_wan(text: &str) -> Option<i64> {
    let (whole, places) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(places) || places.len() > 4 {
        return None;
    }
    let yuan: i64 = format!("{whole}{places:0<4}").parse().ok()?;
    (yuan <= INVESTMENT_YUAN_MAX).then_some(yuan)
}

/// Writes yuan as 万元, without zeros at the end: 3351545 is `335.1545`.
pub fn write_wan(yuan: i64) -> String {
    let text = format!("{}.{:04}", yuan / 10_000, yuan % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What is written about a project; the booklet prints it and its digest is voted on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Description {
    /// 项目名称.
    pub title: String,
    /// 类别.
    pub category: String,
    /// 项目内容.
    pub content: String,
    /// 建设地点.
    pub location: String,
    /// 受益群众.
    pub beneficiaries: String,
    /// 总投资, in yuan.
    pub investment: i64,
    /// 资金来源.
    pub fund_source: String,
    /// 责任单位.
    pub lead_unit: String,
    /// 协办单位.
    pub co_units: String,
    /// 完成时限, as the list says it.
    pub due: String,
    /// The goal of this year, where the project lasts longer (跨年度项目年度目标).
    pub goal: String,
    /// 提出人.
    pub proposer: String,
}

impl Description {
    /// The digest that a poll's option names.
    ///
    /// # Errors
    /// When a text is not in NFC.
    pub fn digest(&self) -> Result<Digest, CanonicalError> {
        Ok(Digest::of(&[&canonical::to_bytes(self)?]))
    }
}

/// A project of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its id, which is the option's id in polls.
    pub id: Uuid,
    /// Its place on the list, from 1.
    pub position: u32,
    /// What is written about it.
    pub description: Description,
    /// How far it has come.
    pub state: ProjectState,
    /// Why it was rejected or withdrawn.
    pub reason: String,
    /// Grows with every change.
    pub version: u64,
}

/// The categories of collection notices (`docs/RULES.md` §3.1).
pub const CATEGORIES: [&str; 12] = [
    "幼有所育",
    "学有所教",
    "劳有所得",
    "病有所医",
    "老有所养",
    "住有所居",
    "弱有所扶",
    "文体",
    "环境",
    "市政",
    "出行",
    "便民",
];

/// Something that speaks against a project (`docs/RULES.md` §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// Office buildings and office equipment.
    OfficeBuilding,
    /// An abandoned project, or one that stalled because funds were diverted.
    Abandoned,
    /// Debt of the government.
    Debt,
    /// Assigned by a higher level.
    Assigned,
    /// It lasts beyond the year and has no goal for this year.
    NoYearlyGoal,
    /// A column is empty that deputies need.
    Incomplete,
}

impl Concern {
    /// Key of its sentence on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OfficeBuilding => "concern-office-building",
            Self::Abandoned => "concern-abandoned",
            Self::Debt => "concern-debt",
            Self::Assigned => "concern-assigned",
            Self::NoYearlyGoal => "concern-no-yearly-goal",
            Self::Incomplete => "concern-incomplete",
        }
    }
}

/// Words that point to what provinces exclude in principle.
const EXCLUDED: [(&str, Concern); 9] = [
    ("办公楼", Concern::OfficeBuilding),
    ("办公用房", Concern::OfficeBuilding),
    ("办公设备", Concern::OfficeBuilding),
    ("楼堂馆所", Concern::OfficeBuilding),
    ("烂尾", Concern::Abandoned),
    ("续建停工", Concern::Abandoned),
    ("举债", Concern::Debt),
    ("融资平台", Concern::Debt),
    ("上级下达", Concern::Assigned),
];

/// What speaks against a project voted on in a year, each concern once.
pub fn concerns(description: &Description, year: i16) -> Vec<Concern> {
    let text = format!("{} {}", description.title, description.content);
    let mut found: Vec<Concern> = Vec::new();
    let mut add = |concern: Concern| {
        if !found.contains(&concern) {
            found.push(concern);
        }
    };
    for (word, concern) in EXCLUDED {
        if text.contains(word) {
            add(concern);
        }
    }
    let later = (year + 1..=year + 10).any(|later| description.due.contains(&later.to_string()));
    if (later || description.due.contains("跨年")) && description.goal.is_empty() {
        add(Concern::NoYearlyGoal);
    }
    let needed = [&description.content, &description.lead_unit, &description.due];
    if description.investment == 0 || needed.into_iter().any(String::is_empty) {
        add(Concern::Incomplete);
    }
    found
}
