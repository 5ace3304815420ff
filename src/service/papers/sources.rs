//! What papers are made of, loaded once, and whether it is enough for each of them.

use std::sync::Arc;

use ballotbox::entry::{Body as Said, Entry};
use ballotbox::ledger::{Ledger, PollLedger};
use ballotbox::manifest::Channel;
use ballotbox::method::Method;
use uuid::Uuid;

use super::has_papers;
use crate::clock::in_china;
use crate::documents::chinese;
use crate::documents::papers::{Body, Fact, Signature};
use crate::domain::body::VotingBody;
use crate::domain::officer::{Office, Officer};
use crate::domain::papers::{Layout, Numerals, PaperKind};
use crate::domain::project::{Project, ProjectState};
use crate::domain::refusal::Refusal;
use crate::domain::roll::Deputy;
use crate::service::board::Board;
use crate::service::polls::PreparedPoll;
use crate::service::{Fault, Service};
use crate::storage;

/// Everything that papers of a session are made of.
pub(super) struct Sources {
    pub(super) board: Arc<Board>,
    pub(super) prepared: Vec<PreparedPoll>,
    /// Deputies on leave when each poll closed, where it was kept.
    pub(super) on_leave: Vec<(Uuid, u32)>,
    pub(super) roll: Vec<Deputy>,
    pub(super) projects: Vec<Project>,
    pub(super) officers: Vec<Officer>,
    pub(super) ledger: Arc<Ledger>,
    /// All entries of the log but the ballots.
    pub(super) entries: Vec<Entry>,
}

impl Service {
    /// Loads what papers are made of.
    pub(super) async fn sources(&self, session: Uuid) -> Result<Sources, Fault> {
        let board = self.board(session).await?;
        let ledger = self.ledger(&board.session).await?;
        let prepared = self.prepared_polls(session).await?;
        let officers = self.officers(session).await?;
        let mut connection = self.storage().read().await?;
        let on_leave = storage::polls::on_leave(&mut connection, session).await?;
        let roll = storage::roll::all(&mut connection, session).await?;
        let projects = storage::projects::all(&mut connection, session).await?;
        let stored = storage::log::but_ballots(&mut connection, session).await?;
        let entries = stored.iter().map(|bytes| Entry::from_bytes(bytes));
        let entries = entries.collect::<Result<_, _>>()?;
        Ok(Sources { board, prepared, on_leave, roll, projects, officers, ledger, entries })
    }
}

impl Sources {
    /// The polls that have a paper of this kind, with their questions. Where there is no poll yet,
    /// none, so that it can be said what is missing.
    pub(super) fn polls_for(&self, kind: PaperKind) -> Vec<(Option<Uuid>, String)> {
        let polls = self.prepared.iter().filter(|poll| has_papers(poll.state(&self.board)));
        let polls: Vec<_> = polls.collect();
        if !kind.is_of_poll() || polls.is_empty() {
            return vec![(None, String::new())];
        }
        let of = |poll: &PreparedPoll| (Some(poll.draft.id), poll.draft.question.clone());
        polls.into_iter().filter(|poll| missing(kind, poll).is_none()).map(of).collect()
    }

    /// Whether there is enough for a paper.
    ///
    /// # Errors
    /// Says what is missing and who must do it.
    pub(super) fn check(&self, kind: PaperKind, poll: Option<Uuid>) -> Result<(), Refusal> {
        if let Some(missing) = self.prepared(poll).ok().and_then(|it| missing(kind, it)) {
            return Err(missing);
        }
        match kind {
            PaperKind::Booklet if poll.is_none() => {
                let has = self.projects.iter().any(is_candidate);
                if has { Ok(()) } else { Err(Refusal::conflict("refusal-paper-no-candidates")) }
            }
            PaperKind::Booklet | PaperKind::Ballot | PaperKind::Regulation => {
                self.prepared(poll).map(drop)
            }
            PaperKind::Attendance if self.people().next().is_none() => {
                Err(Refusal::conflict("refusal-no-roll"))
            }
            PaperKind::Zero => self.logged(poll).map(drop),
            PaperKind::Result => {
                let counted = self.logged(poll)?.outcome();
                counted.map(drop).ok_or_else(|| Refusal::conflict("refusal-paper-not-counted"))
            }
            PaperKind::Notice => {
                let logged = self.logged(poll)?;
                let stands = logged.certificate().is_some()
                    || (self.board.session.rehearsal && logged.outcome().is_some());
                if stands { Ok(()) } else { Err(Refusal::conflict("refusal-paper-not-certified")) }
            }
            PaperKind::Minutes if self.board.polls.is_empty() => {
                Err(Refusal::conflict("refusal-paper-no-log"))
            }
            PaperKind::Attendance | PaperKind::Minutes => Ok(()),
        }
    }

    /// What stands on a paper.
    ///
    /// # Errors
    /// When there is no such poll.
    pub(super) fn body(
        &self,
        kind: PaperKind,
        poll: Option<Uuid>,
        layout: Layout,
    ) -> Result<Body, Fault> {
        Ok(match kind {
            PaperKind::Booklet => Body::Booklet(self.booklet(poll)?),
            PaperKind::Ballot => Body::Ballot(self.ballot(self.prepared(poll)?, layout.size)),
            PaperKind::Regulation => Body::Regulation(self.regulation(self.prepared(poll)?)),
            PaperKind::Attendance => Body::Attendance(self.attendance()),
            PaperKind::Zero => Body::Zero(self.zero(self.logged(poll)?)),
            PaperKind::Result => Body::Result(Box::new(self.result(self.logged(poll)?)?)),
            PaperKind::Notice => Body::Notice(self.notice(self.logged(poll)?, layout)?),
            PaperKind::Minutes => Body::Minutes(self.minutes()?),
        })
    }

    /// What a paper is called.
    pub(super) fn name(&self, kind: PaperKind, poll: Option<Uuid>) -> String {
        let graded = self.prepared(poll).is_ok_and(|it| matches!(it.method, Method::Grade { .. }));
        let several = self.polls_for(kind).len() > 1;
        let name = match kind {
            PaperKind::Booklet if graded => "测评项目名册",
            PaperKind::Booklet => "候选项目名册",
            PaperKind::Ballot if graded => "满意度测评票",
            PaperKind::Ballot => "表决票",
            PaperKind::Regulation if graded => "测评办法",
            PaperKind::Regulation => "票决办法",
            PaperKind::Attendance => "签到册",
            PaperKind::Zero => "零票证明",
            PaperKind::Result => "计票结果报告单",
            PaperKind::Notice => match self.logged(poll).map(PollLedger::published) {
                Ok(Some(_)) => "公告",
                _ => "公告（待公布）",
            },
            PaperKind::Minutes => "会议记录",
        };
        let name = self.terms().says(name);
        match self.prepared(poll) {
            Ok(prepared) if several => format!("{name}（{}）", self.place(prepared)),
            _ => name,
        }
    }

    /// What the hall knows a poll by: the number of its stub, or where it takes none, its place
    /// among the polls.
    fn place(&self, poll: &PreparedPoll) -> String {
        match poll.draft.channel {
            Channel::Sealed => format!("第 {} 联", poll.draft.position),
            Channel::Paper | Channel::Hands => {
                let before = self.prepared.iter().take_while(|it| it.draft.id != poll.draft.id);
                format!("第 {} 项", before.count() + 1)
            }
        }
    }

    /// A poll as it was prepared.
    pub(super) fn prepared(&self, poll: Option<Uuid>) -> Result<&PreparedPoll, Refusal> {
        let Some(poll) = poll else { return Err(Refusal::conflict("refusal-paper-no-poll")) };
        let found = self.prepared.iter().find(|prepared| prepared.draft.id == poll);
        found.ok_or_else(|| Refusal::not_found("refusal-no-poll"))
    }

    /// A poll as the log tells it.
    pub(super) fn logged(&self, poll: Option<Uuid>) -> Result<PollLedger<'_>, Refusal> {
        let prepared = self.prepared(poll)?;
        let logged = self.ledger.poll(prepared.draft.id);
        logged.ok_or_else(|| Refusal::conflict("refusal-paper-not-open"))
    }

    /// The deputies in office, with their places on the roll.
    pub(super) fn people(&self) -> impl Iterator<Item = (usize, &Deputy)> {
        let day = self.board.session.opens_on;
        (1..).zip(&self.roll).filter(move |(_, deputy)| deputy.is_in_office(day))
    }

    /// The body that votes, with its words.
    pub(super) fn terms(&self) -> &'static VotingBody {
        self.board.township.body()
    }

    /// When the log said something of a poll for the last time: a moment in China.
    pub(super) fn moment(&self, is_it: impl Fn(&Said) -> bool) -> Option<String> {
        let entry = self.entries.iter().rev().find(|entry| is_it(entry.body()))?;
        Some(moment(entry))
    }

    /// The day on which it did.
    pub(super) fn day(&self, is_it: impl Fn(&Said) -> bool) -> Option<jiff::civil::Date> {
        let entry = self.entries.iter().rev().find(|entry| is_it(entry.body()))?;
        Some(in_china(entry.at()?.as_str().parse().ok()?).date())
    }

    /// The lines for those who count: the chief teller, the tellers by name, the clerk who counts,
    /// the chair.
    pub(super) fn signatures(&self) -> Vec<Signature> {
        let line =
            |role: &str, name: &str| Signature { role: role.to_owned(), name: name.to_owned() };
        let tellers = self.officers.iter().filter(|officer| officer.office == Office::Teller);
        let mut lines = vec![line("总监票人", "")];
        lines.extend(tellers.map(|teller| line("监票人", &teller.name)));
        lines.push(line("计票人", ""));
        lines.push(line(self.terms().chair, ""));
        lines
    }
}

/// Why a poll never has a paper of this kind; nothing where it has one.
fn missing(kind: PaperKind, poll: &PreparedPoll) -> Option<Refusal> {
    if !kind.is_for(poll.draft.channel) {
        return Some(Refusal::conflict("refusal-paper-hands"));
    }
    // What the congress adopted was the first round's, and it provides for the others.
    if kind == PaperKind::Regulation && poll.draft.previous.is_some() {
        return Some(Refusal::conflict("refusal-paper-round"));
    }
    None
}

/// Whether a project stands on the list of candidates.
pub(super) const fn is_candidate(project: &Project) -> bool {
    matches!(
        project.state,
        ProjectState::Candidate | ProjectState::Elected | ProjectState::NotElected
    )
}

/// When an entry was made, as clocks in China show it.
pub(super) fn moment(entry: &Entry) -> String {
    let at = entry.at().and_then(|at| at.as_str().parse().ok()).map(in_china);
    at.map_or_else(String::new, |at| {
        format!("{} {}", chinese::date(at.date(), Numerals::Arabic), at.strftime("%H:%M"))
    })
}

/// A word and its value.
pub(super) fn fact(word: &str, value: impl Into<String>) -> Fact {
    (word.to_owned(), value.into())
}
