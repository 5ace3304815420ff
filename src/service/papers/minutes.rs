//! The record of a session (会议记录): attendance, officers, what the log says happened, results, the
//! digests that fix all of it.

use ballotbox::entry::{Body as Said, Entry, PollClosed};
use ballotbox::ledger::PollLedger;
use ballotbox::manifest::Channel;
use ballotbox::paper::PaperFigures;
use ballotbox::statement::VoidReason;
use uuid::Uuid;

use super::sources::{Sources, fact, moment};
use crate::documents::chinese;
use crate::documents::papers::{Fact, Minutes, MinutesPoll};
use crate::domain::body::VotingBody;
use crate::domain::officer::Office;
use crate::domain::papers::Numerals;
use crate::domain::poll::PollState;
use crate::domain::roll::Turnout;
use crate::service::Fault;

impl Sources {
    /// The record as the log stands now.
    pub(super) fn minutes(&self) -> Result<Minutes, Fault> {
        let Turnout { all, present, leave, missing } = self.board.turnout;
        let terms = self.terms();
        let people = |count: u32| format!("{count} 人");
        let names = |office: Office| {
            let of = self.officers.iter().filter(|officer| officer.office == office);
            of.map(|officer| officer.name.as_str()).collect::<Vec<_>>().join("、")
        };
        Ok(Minutes {
            note: chinese::date(self.board.session.opens_on, Numerals::Arabic),
            attendance: vec![
                fact("应到", people(all)),
                fact("实到", people(present)),
                fact("请假", people(leave)),
                fact("未到", people(missing)),
            ],
            officers: vec![
                fact("监票人", names(Office::Teller)),
                fact(&terms.says("主席团成员"), names(Office::Presidium)),
            ],
            events: self.events(),
            polls: self.ledger.polls().map(|poll| minutes_of(poll, terms)).collect(),
            digests: self.digests()?,
            signatures: self.signatures(),
        })
    }

    /// What happened, in order; what repeats itself is told once.
    fn events(&self) -> Vec<Fact> {
        let mut events: Vec<Fact> = Vec::new();
        let mut entries = self.entries.iter().peekable();
        while let Some(entry) = entries.next() {
            let mut count = 1;
            let mut last = entry;
            while let Some(next) = entries.next_if(|next| repeats(entry.body(), next.body())) {
                count += 1;
                last = next;
            }
            events.push((moment(last), self.event(last, count)));
        }
        events
    }

    fn event(&self, entry: &Entry, count: usize) -> String {
        let (named, terms) = (|poll: Uuid| self.named(poll), self.terms());
        match entry.body() {
            Said::SessionOpened(_) => "会议日志开始记录。".to_owned(),
            Said::Officers(body) => terms.says(&format!(
                "确定监票人 {} 名、主席团成员 {} 名，确认结果须主席团 {} 名签字。",
                body.officers.tellers.len(),
                body.officers.presidium.len(),
                body.officers.threshold
            )),
            Said::SlipsMade(body) => format!("制作票签 {} 张。", body.keys.len()),
            Said::SlipVoided(body) => {
                let why = match body.reason {
                    VoidReason::LeftOver => "剩余",
                    VoidReason::Damaged => "损坏更换",
                    VoidReason::Paper => "改用纸质票",
                };
                format!("作废票签 {count} 张（{why}）。")
            }
            Said::Attendance(body) => format!("应到 {} 人，实到 {} 人。", body.all, body.present),
            Said::PollOpened(body) => {
                let code = self.ledger.poll(body.manifest.poll).map(PollLedger::question_code);
                let code = code.unwrap_or_default();
                format!("“{}”开始表决，题面码 {code}。", body.manifest.question)
            }
            Said::PollPaused(body) => format!("{}暂停表决。", named(body.poll)),
            Said::PollResumed(body) => format!("{}恢复表决。", named(body.poll)),
            // Never among the entries of which papers are made.
            Said::Ballot(_) => String::new(),
            Said::PollClosed(body) => self.closed(body),
            Said::PaperBatch(body) => self.entered(&body.figures),
            Said::Closing(body) => {
                let code = self.ledger.poll(body.facts.poll).and_then(PollLedger::closing_code);
                format!("{}封箱，封箱码 {}。", named(body.facts.poll), code.unwrap_or_default())
            }
            Said::Share(body) => format!("监票人开启{}合计票数（{count} 份）。", named(body.poll)),
            Said::Outcome(body) => {
                format!("{}计票：{}", named(body.poll), terms.says(&body.outcome.reason.zh))
            }
            Said::Certificate(body) => {
                let who = terms.says("监票人和主席团");
                format!("{who}签字确认{}计票结果。", named(body.facts.poll))
            }
            Said::Published(body) => format!("公布{}结果。", named(body.poll)),
            Said::Corrected(body) => format!("更正{}：{}", named(body.poll), body.text),
            Said::PollVoided(body) => format!("{}作废：{}", named(body.poll), body.reason),
            Said::SessionClosed(_) => "会议结束。".to_owned(),
        }
    }

    fn named(&self, poll: Uuid) -> String {
        let known = self.ledger.poll(poll);
        known.map_or_else(String::new, |it| format!("“{}”", it.poll().manifest().question))
    }

    /// How votes came in; nothing where the log does not know the poll.
    fn channel(&self, poll: Uuid) -> Option<Channel> {
        self.ledger.poll(poll).map(|known| known.poll().manifest().channel)
    }

    /// A close: hands are counted later and leave nothing to be handed out or to come in.
    fn closed(&self, body: &PollClosed) -> String {
        let (issued, ballots) = (body.slips, body.ballots);
        let came_in = match self.channel(body.poll) {
            Some(Channel::Hands) => String::new(),
            Some(Channel::Paper) => format!("发出 {issued} 张，"),
            Some(Channel::Sealed) | None => {
                format!("发出 {issued} 张，收到密封票 {ballots} 张，")
            }
        };
        format!("{}截止表决：{came_in}实到 {} 人。", self.named(body.poll), body.present)
    }

    /// What two tellers entered alike.
    fn entered(&self, figures: &PaperFigures) -> String {
        let (named, papers) = (self.named(figures.poll), figures.papers);
        match self.channel(figures.poll) {
            Some(Channel::Hands) => format!("{named}录入举手表决 {papers} 人。"),
            Some(Channel::Sealed | Channel::Paper) | None => {
                let invalid = figures.invalid;
                format!("{named}录入纸质票 {papers} 张，其中无效 {invalid} 张。")
            }
        }
    }

    fn digests(&self) -> Result<Vec<Fact>, Fault> {
        let mut digests = vec![
            fact("日志条数", self.ledger.size().to_string()),
            fact("日志根", self.ledger.root().to_string()),
        ];
        for poll in self.ledger.polls() {
            let question = &poll.poll().manifest().question;
            digests.push((format!("{question}：题面"), poll.poll().digest().to_string()));
            if let Some(outcome) = poll.outcome() {
                digests.push((format!("{question}：结果"), outcome.digest()?.to_string()));
            }
        }
        Ok(digests)
    }
}

fn minutes_of(poll: PollLedger<'_>, terms: &VotingBody) -> MinutesPoll {
    let manifest = poll.poll().manifest();
    let mut lines = vec![fact("题面码", poll.question_code())];
    if let Some(code) = poll.closing_code() {
        lines.push(fact("封箱码", code));
    }
    let state = match PollState::from(poll.phase()) {
        PollState::Draft | PollState::Ready => "尚未开始",
        PollState::Open => "正在表决",
        PollState::Paused => "已暂停",
        PollState::Closed => "已截止，尚未计票",
        PollState::Opened => "已计票，尚未确认",
        PollState::Certified => "已确认，尚未公布",
        PollState::Published => "已公布",
        PollState::Voided => "已作废",
    };
    lines.push(fact("状态", state));
    if let Some(entry) = poll.outcome() {
        let ballots = entry.ballots;
        let (issued, cast, invalid) = (ballots.issued, ballots.cast, ballots.invalid);
        lines.push(match manifest.channel {
            Channel::Hands => fact("举手表决", format!("{cast} 人")),
            Channel::Sealed | Channel::Paper => {
                fact("票数", format!("发出 {issued} 张，收回 {cast} 张，无效 {invalid} 张"))
            }
        });
        lines.push(fact("结果", terms.says(&entry.outcome.reason.zh)));
        let elected = entry.outcome.options.iter().filter(|line| line.elected);
        let titles: Vec<_> = elected.map(|line| line.title.as_str()).collect();
        if !titles.is_empty() {
            lines.push(fact("入选", titles.join("；")));
        }
    }
    let round = if manifest.round > 1 {
        format!("（第 {} 轮）", manifest.round)
    } else {
        String::new()
    };
    MinutesPoll { question: format!("{}{round}", manifest.question), lines }
}

/// Whether an entry only says again what the one before it said.
fn repeats(one: &Said, other: &Said) -> bool {
    match (one, other) {
        (Said::SlipVoided(one), Said::SlipVoided(other)) => one.reason == other.reason,
        (Said::Share(one), Said::Share(other)) => one.poll == other.poll,
        (Said::Attendance(_), Said::Attendance(_)) => true,
        _ => false,
    }
}
