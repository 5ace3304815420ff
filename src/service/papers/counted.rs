//! Papers of the vote: that the box was empty, what was counted, what is announced.

use ballotbox::entry::{Body as Said, OutcomeEntry};
use ballotbox::ledger::PollLedger;
use ballotbox::manifest::{Channel, ListedOption};
use ballotbox::method::Method;
use ballotbox::outcome::OptionOutcome;
use ballotbox::rule::{Base, Pass, Publish};
use uuid::Uuid;

use super::sources::{Sources, fact};
use crate::documents::chinese;
use crate::documents::papers::{Counts, Fact, Notice, ResultReport, Zero};
use crate::domain::outcome::{Fate, counts};
use crate::domain::papers::{Layout, VotesShown};
use crate::domain::refusal::Refusal;
use crate::domain::roll::Turnout;

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
        let closed = self.moment(|it| matches!(it, Said::PollClosed(it) if it.poll == id));
        let counted = self.moment(|it| matches!(it, Said::Outcome(it) if it.poll == id));
        Ok(ResultReport {
            title: "计票结果报告单".to_owned(),
            question: manifest.question.clone(),
            facts: figures.facts(self.board.turnout.leave),
            quorum: format!(
                "须到会 {needed} 人以上，开启表决时实到 {opened} 人，{enough}法定人数。"
            ),
            counts: figures.table(self.terms().deputies),
            apart: figures.apart(),
            outcome: outcome.reason.zh.clone(),
            remarks: outcome.warnings.iter().map(|warning| warning.zh.clone()).collect(),
            codes: vec![
                fact("题面码", poll.question_code()),
                fact("封箱码", poll.closing_code().unwrap_or_default()),
                fact("截止时间", closed.unwrap_or_default()),
                fact("计票时间", counted.unwrap_or_default()),
            ],
            signatures: self.signatures(),
        })
    }

    /// What is announced, in one of two layouts (`docs/RULES.md` §3.5).
    pub(super) fn notice(&self, poll: PollLedger<'_>, layout: Layout) -> Result<Notice, Refusal> {
        let figures = Figures::of(poll).ok_or_else(not_counted)?;
        let manifest = poll.poll().manifest();
        let session = &self.board.session;
        let id = manifest.poll;
        let closed = self.day(|it| matches!(it, Said::PollClosed(it) if it.poll == id));
        let published = self.day(|it| matches!(it, Said::Published(it) if it.poll == id));
        let held = chinese::date(closed.unwrap_or(session.opens_on), layout.dates);
        let signed = published.or(closed).unwrap_or(session.opens_on);
        let graded = matches!(manifest.method, Method::Grade { .. });
        let shown = match layout.counts {
            VotesShown::Rule => manifest.rule.publish == Publish::Counts,
            VotesShown::Shown => true,
            VotesShown::LeftOut => false,
        };
        let items: Vec<(String, String)> = if graded {
            figures
                .lines()
                .map(|(option, line)| (option.title.clone(), grade(&figures, line, shown)))
                .collect()
        } else {
            let elected = elected(poll, figures.entry);
            let votes = |option: &ListedOption| match self.votes(poll, option.id) {
                Some(votes) if shown => format!("（{votes} 票）"),
                _ => String::new(),
            };
            elected.iter().map(|option| (option.title.clone(), votes(option))).collect()
        };
        let count = items.len();
        let opening = self.opening(poll, &held, count);
        let numbered = (1..).zip(items);
        let item = |(number, (title, after)): (usize, (String, String))| {
            (chinese::item(number, layout.numerals), title, after)
        };
        Ok(Notice {
            heading: heading(&session.title),
            opening,
            items: numbered.map(item).collect(),
            closing: vec!["现予公告。".to_owned()],
            signature: self.signature(),
            date: chinese::date(signed, layout.dates),
        })
    }

    /// The sentence that names congress, session, day and way.
    fn opening(&self, poll: PollLedger<'_>, held: &str, count: usize) -> String {
        let manifest = poll.poll().manifest();
        let (terms, title) = (self.terms(), &self.board.session.title);
        let question = &manifest.question;
        if matches!(manifest.method, Method::Grade { .. }) {
            return format!(
                "{title}于{held}进行“{question}”，以无记名方式对 {count} 个项目进行满意度测评，结果如下："
            );
        }
        let surplus = manifest.rule.seats.map(|seats| {
            let options = u32::try_from(manifest.options.len()).unwrap_or(u32::MAX);
            if options > seats { "差额" } else { "等额" }
        });
        let (vote, decide) = (terms.vote, terms.decide);
        let way = match manifest.channel {
            // Whoever raises a hand is seen.
            Channel::Hands => "举手".to_owned(),
            Channel::Sealed | Channel::Paper => {
                format!("{}{vote}", surplus.unwrap_or("无记名"))
            }
        };
        if count == 0 {
            format!("{title}于{held}进行“{question}”，以{way}方式表决，没有项目获得通过。")
        } else {
            format!(
                "{title}于{held}进行“{question}”，以{way}方式{decide}民生实事项目 {count} 个，名单如下："
            )
        }
    }

    /// Who publishes: the session's presidium, or in a subdistrict the working committee.
    fn signature(&self) -> String {
        use crate::domain::township::TownshipKind;
        let township = &self.board.township;
        match township.kind {
            TownshipKind::Town | TownshipKind::Township => {
                format!("{}主席团", self.board.session.title)
            }
            TownshipKind::Subdistrict => format!("{}人大工作委员会", township.name),
        }
    }

    /// The votes with which an option was chosen, in the round in which it was.
    fn votes(&self, poll: PollLedger<'_>, option: Uuid) -> Option<u32> {
        let mut round = Some(poll);
        while let Some(poll) = round {
            let manifest = poll.poll().manifest();
            let at = manifest.options.iter().position(|known| known.id == option);
            let line = at.and_then(|at| poll.outcome()?.outcome.options.get(at));
            if let Some(line) = line.filter(|line| line.elected) {
                return Some(line.votes);
            }
            round = manifest.previous.as_ref().and_then(|previous| self.ledger.poll(previous.poll));
        }
        None
    }
}

fn not_counted() -> Refusal {
    Refusal::conflict("refusal-paper-not-counted")
}

/// What all rounds elected: by the bulletin, or before there is one, by the outcome.
fn elected(poll: PollLedger<'_>, entry: &OutcomeEntry) -> Vec<ListedOption> {
    if let Some(bulletin) = poll.published() {
        return bulletin.elected.clone();
    }
    let manifest = poll.poll().manifest();
    let before = manifest.previous.iter().flat_map(|previous| previous.elected.iter().cloned());
    let lines = manifest.options.iter().zip(&entry.outcome.options);
    let now = lines.filter(|(_, line)| line.elected).map(|(option, _)| ListedOption {
        id: option.id,
        number: option.number,
        title: option.title.clone(),
    });
    let mut all: Vec<_> = before.chain(now).collect();
    all.sort_by_key(|option| option.number);
    all
}

/// What an evaluation says after a project's title.
fn grade(figures: &Figures<'_>, line: &OptionOutcome, shown: bool) -> String {
    let grade = line.grade.as_deref().unwrap_or("未评定");
    let Method::Grade { grades } = figures.method else { return grade.to_owned() };
    if !shown {
        return format!("：{grade}");
    }
    let counts = grades.iter().zip(line.counts.iter().flatten());
    let counts: Vec<_> = counts.map(|(grade, count)| format!("{grade} {count} 票")).collect();
    format!("：{grade}（{}）", counts.join("，"))
}

/// The title of a notice, broken after the congress where it has one.
fn heading(session: &str) -> Vec<String> {
    const CONGRESS: &str = "大会";
    match session.split_once(CONGRESS) {
        Some((congress, rest)) if !rest.is_empty() => {
            vec![format!("{congress}{CONGRESS}"), format!("{rest}公告")]
        }
        _ => vec![session.to_owned(), "公告".to_owned()],
    }
}

/// The figures of a poll that is counted.
struct Figures<'a> {
    entry: &'a OutcomeEntry,
    poll: PollLedger<'a>,
    method: &'a Method,
    all: u32,
    present: u32,
    sealed: u32,
    papers: u32,
}

impl<'a> Figures<'a> {
    fn of(poll: PollLedger<'a>) -> Option<Self> {
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

    fn lines(
        &self,
    ) -> impl Iterator<Item = (&'a ballotbox::manifest::PollOption, &'a OptionOutcome)> {
        let manifest = self.poll.poll().manifest();
        manifest.options.iter().zip(&self.entry.outcome.options)
    }

    /// People, then ballots, or the hands where hands were raised; `leave` are deputies on leave.
    fn facts(&self, leave: u32) -> Vec<Fact> {
        let people = |count: u32| format!("{count} 人");
        let sheets = |count: u32| format!("{count} 张");
        let (manifest, ballots) = (self.poll.poll().manifest(), self.entry.ballots);
        let missing = self.all.saturating_sub(self.present).saturating_sub(leave);
        let silent = self.present.saturating_sub(ballots.cast);
        let mut facts = vec![
            fact("应到", people(self.all)),
            fact("实到", people(self.present)),
            fact("请假", people(leave)),
            fact("未到", people(missing)),
        ];
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

    fn is_scored(&self) -> bool {
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
        if let Method::Grade { .. } = self.method {
            cells.push(line.grade.clone().unwrap_or_default());
            return cells;
        }
        let fate = match Fate::of(self.entry, line) {
            Fate::Chosen => "入选",
            Fate::Tied => "末位同票",
            Fate::Left => "未入选",
        };
        let passed = if line.passed { "是" } else { "否" };
        cells.extend([passed.to_owned(), fate.to_owned(), line.rank.to_string()]);
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
        widths.extend(all.iter().skip(2).map(|_| 19));
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
    fn rates_are_those_of_real_reports() {
        assert_eq!(rate(42, 45), "93.33%");
        assert_eq!(rate(1, 3), "33.33%");
        assert_eq!(rate(2, 3), "66.67%");
        assert_eq!(rate(45, 45), "100.00%");
        assert_eq!(rate(0, 45), "0.00%");
        assert_eq!(rate(0, 0), "—");
    }

    #[test]
    fn a_heading_breaks_after_the_congress() {
        let lines = heading("张寨镇第二届人民代表大会第二次会议");
        assert_eq!(lines, ["张寨镇第二届人民代表大会", "第二次会议公告"]);
        assert_eq!(heading("居民议事会议"), ["居民议事会议", "公告"]);
    }
}
