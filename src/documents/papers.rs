//! What stands on each paper, as its template reads it. A service collects it, and a template of
//! the same name in `templates/documents/` sets it.

use serde::Serialize;
use serde_json::{Value, json};

use super::qr;
use crate::domain::papers::{PaperKind, PaperSize};

/// A word and its value.
pub type Fact = (String, String);

/// A line to sign on.
#[derive(Clone, Debug, Serialize)]
pub struct Signature {
    /// The role that signs.
    pub role: String,
    /// Who, where it is known.
    pub name: String,
}

/// A candidate project.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectLine {
    /// Its number on the list.
    pub number: u32,
    /// 项目名称.
    pub title: String,
    /// 总投资 in 万元.
    pub wan: String,
    /// 责任单位.
    pub lead_unit: String,
    /// 完成时限.
    pub due: String,
    /// All that is written of it, in order.
    pub facts: Vec<Fact>,
}

/// 候选项目名册.
#[derive(Clone, Debug, Serialize)]
pub struct Booklet {
    /// What it is called.
    pub title: String,
    /// How many candidates, how many seats.
    pub note: String,
    /// The candidates.
    pub projects: Vec<ProjectLine>,
    /// The sum of the investments in 万元; empty where there is none.
    pub total: String,
}

/// A candidate on the ballot.
#[derive(Clone, Debug, Serialize)]
pub struct BallotLine {
    /// Its number on the list.
    pub number: u32,
    /// 项目名称.
    pub title: String,
    /// 总投资 in 万元.
    pub wan: String,
    /// 完成时限.
    pub due: String,
}

/// 表决票 or 满意度测评票.
#[derive(Clone, Debug, Serialize)]
pub struct Ballot {
    /// What it is called.
    pub title: String,
    /// How many may be chosen.
    pub note: String,
    /// Its size.
    #[serde(rename = "paper")]
    pub size: PaperSize,
    /// How it is marked and what makes it void.
    pub instructions: Vec<Fact>,
    /// Heads of the columns that are marked.
    pub marks: Vec<String>,
    /// The candidates.
    pub options: Vec<BallotLine>,
    /// What to do with the paper.
    pub closing: String,
    /// Whose seal it bears.
    pub seal: String,
}

/// 票决办法.
#[derive(Clone, Debug, Serialize)]
pub struct RegulationText {
    /// What it is called.
    pub heading: String,
    /// 草案, or when it was adopted.
    pub standing: String,
    /// Number and text of each article.
    pub articles: Vec<Fact>,
}

/// A deputy who signs in.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// The place on the roll.
    pub number: usize,
    /// The name.
    pub name: String,
    /// The seat.
    pub seat: String,
    /// 请假.
    pub remark: String,
}

/// A delegation.
#[derive(Clone, Debug, Serialize)]
pub struct Delegation {
    /// Its name.
    pub name: String,
    /// Its deputies in office.
    pub people: Vec<Person>,
}

/// 签到册.
#[derive(Clone, Debug, Serialize)]
pub struct Attendance {
    /// What it is called.
    pub title: String,
    /// The day, and how many deputies there are.
    pub note: String,
    /// The delegations.
    pub groups: Vec<Delegation>,
    /// Who answers for it.
    pub signatures: Vec<Signature>,
}

/// 零票证明.
#[derive(Clone, Debug, Serialize)]
pub struct Zero {
    /// The question.
    pub question: String,
    /// Code, time, figures.
    pub facts: Vec<Fact>,
    /// What is attested.
    pub statement: Vec<String>,
    /// Who answers for it.
    pub signatures: Vec<Signature>,
}

/// A table of counts.
#[derive(Clone, Debug, Serialize)]
pub struct Counts {
    /// Widths of the columns in mm; 0 takes what is left.
    pub widths: Vec<u32>,
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// The cells.
    pub rows: Vec<Vec<String>>,
}

/// 计票结果报告单.
#[derive(Clone, Debug, Serialize)]
pub struct ResultReport {
    /// What it is called.
    pub title: String,
    /// The question.
    pub question: String,
    /// 应到 实到 请假 未到, then the ballots or the hands, then 应选.
    pub facts: Vec<Fact>,
    /// Whether the quorum was there.
    pub quorum: String,
    /// All figures of every option.
    pub counts: Counts,
    /// Electronic and paper ballots apart, where there are both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apart: Option<Counts>,
    /// What it came to.
    pub outcome: String,
    /// Remarks on rule and figures.
    pub remarks: Vec<String>,
    /// Codes and times.
    pub codes: Vec<Fact>,
    /// Who answers for it.
    pub signatures: Vec<Signature>,
}

/// 公告.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// The title, broken where it is read.
    pub heading: Vec<String>,
    /// The sentence that names congress, session, day and way.
    pub opening: String,
    /// Number, title and what follows it, of every project.
    pub items: Vec<(String, String, String)>,
    /// What follows the list.
    pub closing: Vec<String>,
    /// Who publishes.
    pub signature: String,
    /// When.
    pub date: String,
}

/// What a poll came to, in the minutes.
#[derive(Clone, Debug, Serialize)]
pub struct MinutesPoll {
    /// The question.
    pub question: String,
    /// Its figures and codes.
    pub lines: Vec<Fact>,
}

/// 会议记录.
#[derive(Clone, Debug, Serialize)]
pub struct Minutes {
    /// The day.
    pub note: String,
    /// 应到 实到 请假 未到.
    pub attendance: Vec<Fact>,
    /// Tellers and presidium.
    pub officers: Vec<Fact>,
    /// When and what.
    pub events: Vec<Fact>,
    /// The polls.
    pub polls: Vec<MinutesPoll>,
    /// The log's head and the digests of polls.
    pub digests: Vec<Fact>,
    /// Who answers for it.
    pub signatures: Vec<Signature>,
}

/// What stands on a paper.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Body {
    /// 候选项目名册.
    Booklet(Booklet),
    /// 表决票.
    Ballot(Ballot),
    /// 票决办法.
    Regulation(RegulationText),
    /// 签到册.
    Attendance(Attendance),
    /// 零票证明.
    Zero(Zero),
    /// 计票结果报告单.
    Result(Box<ResultReport>),
    /// 公告.
    Notice(Notice),
    /// 会议记录.
    Minutes(Minutes),
}

/// A paper that is ready to be set.
#[derive(Clone, Debug)]
pub struct Paper {
    /// What it is.
    pub kind: PaperKind,
    /// What it is called, at the foot of each page.
    pub name: String,
    /// The meeting.
    pub congress: String,
    /// A rehearsal (演练).
    pub rehearsal: bool,
    /// The code of its data (校验码).
    pub code: String,
    /// Where the code is checked.
    pub address: String,
    /// What stands on it.
    pub body: Body,
}

impl Paper {
    /// As its template reads it.
    pub fn json(&self) -> Value {
        json!({
            "kind": self.kind.name(),
            "name": self.name,
            "congress": self.congress,
            "rehearsal": self.rehearsal,
            "code": self.code,
            "qr": qr::drawing(&self.address),
            "body": self.body,
        })
    }
}
