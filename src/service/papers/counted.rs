//! Papers of the vote: that the box was empty, and what was counted.

use ballotbox::entry::{Body as Said, OutcomeEntry};
use ballotbox::ledger::PollLedger;
use ballotbox::manifest::Channel;
use ballotbox::method::Method;
use ballotbox::outcome::{OptionOutcome, Outcome, WarningCode};
use ballotbox::rule::{Base, Pass};

use super::sources::{Sources, fact};
use crate::documents::papers::{Counts, Fact, ResultReport, Zero};
use crate::domain::body::VotingBody;
use crate::domain::outcome::{Fate, counts};
use crate::domain::refusal::Refusal;
use crate::domain::roll::Turnout;

/// Of the 174 mm of a sheet, for all columns that hold electronic and paper ballots apart: the rest
/// is for numbers and titles.
const APART_MM: u32 = 110;
/// The usual width of each of them: one line of head.
const APART_COLUMN_MM: u32 = 19;

impl Sources {
    /// That no ballot was in the box when the poll opened. The log proves it of the electronic one.
    pub(super) fn zero(&self, poll: PollLedger<'_>) -> Zero {
        let manifest = poll.poll().manifest();
        let opened = |said: &Said| match said {
            Said::PollOpened(opened) => opened.manifest.poll == manifest.poll,
            _ => false,
        };
        let mut facts = vec![
            fact("题面码", poll.question_code()),
            fact("开启时间", self.moment(opened).unwrap_or_default()),
            fact("应到", format!("{} 人", manifest.electorate.all_deputies)),
            fact("开启时实到", format!("{} 人", manifest.electorate.present)),
        ];
        let mut inside = "";
        // Only a sealed vote has slips and a box that no hand opens.
        if let Some(slips) = &manifest.slips {
            facts.push(fact("票签名册", format!("{} 张", slips.count)));
            facts.push(fact("已作废票签", format!("{} 张", slips.voided)));
            facts.push(fact("电子票箱", "0 张"));
            inside = "电子票箱内的密封票为 0 张；";
        }
        facts.push(fact("纸质票箱", "0 张"));
        let statement = format!(
            "经查验：“{}”开启时，{inside}纸质票箱当众打开查验后封存，箱内没有票。",
            manifest.question
        );
        Zero {
            question: manifest.question.clone(),
            facts,
            statement: vec![statement, "特此证明。".to_owned()],
            signatures: self.signatures(),
        }
    }

    /// All figures of a poll (`docs/RULES.md` §3.4).
    pub(super) fn result(&self, poll: PollLedger<'_>) -> Result<ResultReport, Refusal> {
        let figures = Figures::of(poll).ok_or_else(not_counted)?;
        let (entry, manifest) = (figures.entry, poll.poll().manifest());
        let outcome = &entry.outcome;
        let quorum = manifest.rule.quorum.threshold();
        let needed = Turnout { all: figures.all, ..Turnout::default() }.needed(quorum);
        let opened = manifest.electorate.present;
        let enough = if quorum.holds(opened, figures.all) { "达到" } else { "未达到" };
        let id = manifest.poll;
        let on_leave = self.on_leave.iter().find(|(poll, _)| *poll == id);
        let closed = self.moment(|it| matches!(it, Said::PollClosed(it) if it.poll == id));
        let counted = self.moment(|it| matches!(it, Said::Outcome(it) if it.poll == id));
        Ok(ResultReport {
            title: "计票结果报告单".to_owned(),
            question: manifest.question.clone(),
            facts: figures.facts(on_leave.map(|(_, count)| *count)),
            quorum: format!(
                "须到会 {needed} 人以上，开启表决时实到 {opened} 人，{enough}法定人数。"
            ),
            counts: figures.table(self.terms().deputies),
            apart: figures.apart(),
            outcome: self.terms().says(&outcome.reason.zh),
            remarks: remarks(outcome, manifest.channel, self.terms()),
            codes: vec![
                fact("题面码", poll.question_code()),
                fact("封箱码", poll.closing_code().unwrap_or_default()),
                fact("截止时间", closed.unwrap_or_default()),
                fact("计票时间", counted.unwrap_or_default()),
            ],
            signatures: self.signatures(),
        })
    }
}

/// There is nothing to report of a poll before its sums are opened.
pub(super) fn not_counted() -> Refusal {
    Refusal::conflict("refusal-paper-not-counted")
}

/// What the outcome remarks on, but for ballots that did not return where hands were raised: there
/// were none to return, and 未表决 says how many raised no hand.
fn remarks(outcome: &Outcome, channel: Channel, terms: &VotingBody) -> Vec<String> {
    let is_said = |code: WarningCode| channel != Channel::Hands || code != WarningCode::NotReturned;
    let remarks = outcome.warnings.iter().filter(|it| is_said(it.code));
    remarks.map(|it| terms.says(&it.zh)).collect()
}

/// The figures of a poll that is counted.
pub(super) struct Figures<'a> {
    pub(super) entry: &'a OutcomeEntry,
    pub(super) poll: PollLedger<'a>,
    pub(super) method: &'a Method,
    all: u32,
    present: u32,
    sealed: u32,
    papers: u32,
}

impl<'a> Figures<'a> {
    pub(super) fn of(poll: PollLedger<'a>) -> Option<Self> {
        let manifest = poll.poll().manifest();
        Some(Self {
            entry: poll.outcome()?,
            poll,
            method: &manifest.method,
            all: manifest.electorate.all_deputies,
            present: poll.closed()?.present,
            sealed: u32::try_from(poll.ballot_count()).unwrap_or(u32::MAX),
            papers: u32::try_from(poll.papers()).unwrap_or(u32::MAX),
        })
    }

    const fn valid(&self) -> u32 {
        self.entry.ballots.cast.saturating_sub(self.entry.ballots.invalid)
    }

    pub(super) fn lines(
        &self,
    ) -> impl Iterator<Item = (&'a ballotbox::manifest::PollOption, &'a OptionOutcome)> {
        let manifest = self.poll.poll().manifest();
        manifest.options.iter().zip(&self.entry.outcome.options)
    }

    /// People, then ballots, or the hands where hands were raised; `leave` are deputies who were on
    /// leave at the close, where it is known.
    fn facts(&self, leave: Option<u32>) -> Vec<Fact> {
        let people = |count: u32| format!("{count} 人");
        let sheets = |count: u32| format!("{count} 张");
        let (manifest, ballots) = (self.poll.poll().manifest(), self.entry.ballots);
        let away = self.all.saturating_sub(self.present);
        let silent = self.present.saturating_sub(ballots.cast);
        let mut facts = vec![fact("应到", people(self.all)), fact("实到", people(self.present))];
        facts.extend(match leave {
            Some(leave) => {
                vec![fact("请假", people(leave)), fact("未到", people(away.saturating_sub(leave)))]
            }
            None => vec![fact("未出席", people(away))],
        });
        facts.extend(match manifest.channel {
            Channel::Hands => vec![
                fact("表决方式", "举手"),
                fact("举手表决", people(ballots.cast)),
                fact("未表决", people(silent)),
            ],
            Channel::Sealed | Channel::Paper => vec![
                fact("发出", sheets(ballots.issued)),
                fact("收回", sheets(ballots.cast)),
                fact("有效", sheets(self.valid())),
                fact("无效", sheets(ballots.invalid)),
                fact("电子票", sheets(self.sealed)),
                fact("纸质票", sheets(self.papers)),
                fact("未投", sheets(silent)),
            ],
        });
        let seats = manifest.rule.seats.map_or("不设".to_owned(), |it| format!("{it} 个"));
        facts.push(fact("应选", seats));
        facts
    }

    /// What the rate is taken of: what the rule takes its pass mark of, else the valid ballots.
    /// `deputies` is what they are called here.
    fn base(&self, deputies: &str) -> (String, u32) {
        let rule = &self.poll.poll().manifest().rule;
        let base = match (&rule.grading, rule.pass) {
            (Some(grading), _) => grading.base,
            (None, Pass::Share { base, .. }) => base,
            (None, Pass::None) => Base::Valid,
        };
        match base {
            Base::All => (format!("占全体{deputies} {} 人", self.all), self.all),
            Base::Present => (format!("占到会{deputies} {} 人", self.present), self.present),
            Base::Issued => {
                let issued = self.entry.ballots.issued;
                (format!("占发出票 {issued} 张"), issued)
            }
            Base::Valid => (format!("占有效票 {} 张", self.valid()), self.valid()),
        }
    }

    fn heads(&self) -> Vec<String> {
        let plain =
            |heads: &[&str]| heads.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>();
        match self.method {
            Method::Pick { .. } => plain(&["赞成"]),
            Method::YesNoAbstain {} | Method::Capped { .. } => plain(&["赞成", "反对"]),
            Method::Grade { grades } => grades.clone(),
            Method::Rank { .. } if self.is_scored() => plain(&["得票", "得分"]),
            Method::Rank { .. } => plain(&["得票"]),
        }
    }

    pub(super) fn is_scored(&self) -> bool {
        self.entry.outcome.options.iter().any(|line| line.score.is_some())
    }

    /// What stands under the heads; a score only where numbers make one.
    fn counts(&self, line: &OptionOutcome) -> Vec<String> {
        let counts = counts(self.method, line).into_iter().map(u64::from);
        counts.chain(line.score).map(|count| count.to_string()).collect()
    }

    /// The figures of every option.
    fn table(&self, deputies: &str) -> Counts {
        let (whole, base) = self.base(deputies);
        let graded = matches!(self.method, Method::Grade { .. });
        let own = self.heads();
        let rate =
            own.first().filter(|_| graded).map_or("得票率".to_owned(), |it| format!("{it}率"));
        let mut heads = vec!["序号".to_owned(), "项目名称".to_owned()];
        let mut widths = vec![10, 0];
        let width = if own.len() > 4 { 11 } else { 13 };
        widths.extend(own.iter().map(|_| width));
        heads.extend(own);
        heads.extend(["弃权".to_owned(), "未投".to_owned(), format!("{rate}（{whole}）")]);
        widths.extend([12, 12, 24]);
        if graded {
            heads.push("等次".to_owned());
            widths.push(18);
        } else {
            heads.extend(["通过", "结果", "排序"].map(str::to_owned));
            widths.extend([12, 17, 11]);
        }
        let rows = self.lines().map(|(option, line)| self.row(option.number, line, base)).collect();
        Counts { widths, heads, rows }
    }

    fn row(&self, number: u32, line: &OptionOutcome, base: u32) -> Vec<String> {
        let mut cells = vec![number.to_string(), line.title.clone()];
        cells.extend(self.counts(line));
        cells.extend([line.abstain.to_string(), line.not_cast.to_string(), rate(line.votes, base)]);
        let fate = Fate::of(self.entry, line);
        let word = match fate {
            Fate::Chosen => "入选",
            Fate::Tied => "末位同票",
            Fate::Again => "再次投票",
            Fate::Left => "未入选",
            Fate::Evaluated => line.grade.as_deref().unwrap_or_default(),
            Fate::Undecided => "不作认定",
        };
        if matches!(self.method, Method::Grade { .. }) {
            cells.push(word.to_owned());
            return cells;
        }
        let (passed, place) = match fate {
            // No project has passed or has a place, however many its votes.
            Fate::Undecided => ("—", "—".to_owned()),
            Fate::Chosen | Fate::Tied | Fate::Again | Fate::Left | Fate::Evaluated => {
                (if line.passed { "是" } else { "否" }, line.rank.to_string())
            }
        };
        cells.extend([passed.to_owned(), word.to_owned(), place]);
        cells
    }

    /// Electronic and paper ballots apart, where there are both.
    fn apart(&self) -> Option<Counts> {
        if self.sealed == 0 || self.papers == 0 {
            return None;
        }
        let width = self.method.slots_per_option();
        let (heads, each) = match self.method {
            // Of numbers only how many papers bear one; each number by itself fills no sheet.
            Method::Rank { .. } => (vec!["得票".to_owned()], width),
            _ => (self.heads(), 1),
        };
        let ways = ["电子", "纸质"];
        let named =
            ways.iter().flat_map(|way| heads.iter().map(move |head| format!("{way}{head}")));
        let mut all = vec!["序号".to_owned(), "项目名称".to_owned()];
        all.extend(named);
        let mut widths = vec![10, 0];
        let columns = ways.len() * heads.len();
        widths.extend(std::iter::repeat_n(apart_width(columns), columns));
        let sums =
            |slots: &[u32]| slots.chunks(each).map(|it| it.iter().sum()).collect::<Vec<u32>>();
        let of = |slots: &[u32], at: usize| {
            let row = slots.chunks(width).nth(at).map(sums).unwrap_or_default();
            row.into_iter().map(|sum| sum.to_string()).collect::<Vec<_>>()
        };
        let rows = self.lines().enumerate().map(|(at, (option, _))| {
            let mut cells = vec![option.number.to_string(), option.title.clone()];
            cells.extend(of(&self.entry.sealed, at));
            cells.extend(of(&self.entry.paper, at));
            cells
        });
        Some(Counts { widths, heads: all, rows: rows.collect() })
    }
}

/// How wide each of the columns is that hold electronic and paper ballots apart.
fn apart_width(columns: usize) -> u32 {
    let columns = u32::try_from(columns).unwrap_or(u32::MAX).max(1);
    (APART_MM / columns).min(APART_COLUMN_MM)
}

/// A share in hundredths of a percent, rounded half up: 93.33%.
fn rate(votes: u32, base: u32) -> String {
    if base == 0 {
        return "—".to_owned();
    }
    let (votes, base) = (u64::from(votes), u64::from(base));
    let hundredths = (votes * 20_000 + base) / (2 * base);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_apart_leave_room_for_titles() {
        assert_eq!([2, 4, 6, 8, 10].map(apart_width), [19, 19, 18, 13, 11]);
        for grades in 1..=10 {
            let columns = 2 * grades;
            let all = apart_width(columns) * u32::try_from(columns).unwrap();
            assert!(all <= APART_MM, "{grades} grades");
        }
        assert_eq!(apart_width(0), APART_COLUMN_MM);
    }

    #[test]
    fn rates_are_those_of_real_reports() {
        assert_eq!(rate(42, 45), "93.33%");
        assert_eq!(rate(1, 3), "33.33%");
        assert_eq!(rate(2, 3), "66.67%");
        assert_eq!(rate(45, 45), "100.00%");
        assert_eq!(rate(0, 45), "0.00%");
        assert_eq!(rate(0, 0), "—");
    }
}
