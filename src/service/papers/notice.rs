//! The notice (公告): what the presidium announces of a poll.

use ballotbox::entry::{Body as Said, OutcomeEntry};
use ballotbox::ledger::PollLedger;
use ballotbox::manifest::{Channel, ListedOption};
use ballotbox::method::Method;
use ballotbox::outcome::{OptionOutcome, Status};
use ballotbox::rule::{Publish, TieAtCut};
use uuid::Uuid;

use super::counted::{Figures, not_counted};
use super::sources::Sources;
use crate::documents::chinese;
use crate::documents::papers::Notice;
use crate::domain::outcome::is_judged;
use crate::domain::papers::{Layout, VotesShown};
use crate::domain::refusal::Refusal;

impl Sources {
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
        let items: Vec<(String, String)> = if !is_judged(figures.entry.outcome.status) {
            // What earlier rounds chose stands in their own notices.
            Vec::new()
        } else if graded {
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
        let opening = self.opening(poll, figures.entry, &held, count);
        let end = ["现予公告。".to_owned()];
        let numbered = (1..).zip(items);
        let item = |(number, (title, after)): (usize, (String, String))| {
            (chinese::item(number, layout.numerals), title, after)
        };
        Ok(Notice {
            heading: heading(&session.title),
            opening,
            items: numbered.map(item).collect(),
            closing: self.left_open(&figures, count).into_iter().chain(end).collect(),
            signature: self.terms().publisher(&session.title, &self.board.township.name),
            date: chinese::date(signed, layout.dates),
        })
    }

    /// The sentence that names congress, session, day and way, or why there is no result.
    fn opening(
        &self,
        poll: PollLedger<'_>,
        entry: &OutcomeEntry,
        held: &str,
        count: usize,
    ) -> String {
        let manifest = poll.poll().manifest();
        let (terms, title) = (self.terms(), &self.board.session.title);
        let begin = format!("{title}于{held}进行“{}”", manifest.question);
        let graded = matches!(manifest.method, Method::Grade { .. });
        let act = match manifest.channel {
            Channel::Sealed | Channel::Paper if graded => "测评",
            Channel::Sealed | Channel::Paper => terms.vote,
            Channel::Hands => "表决",
        };
        match entry.outcome.status {
            Status::Void => {
                let chair = terms.presidium;
                return format!(
                    "{begin}，收回的票多于发出的票，本次{act}无效，由{chair}决定重新投票。"
                );
            }
            Status::NoQuorum => {
                return format!("{begin}，到会人数不足法定人数，本次{act}不产生结果。");
            }
            Status::Decided | Status::TieAtCut | Status::Shortfall => {}
        }
        if graded {
            return format!("{begin}，以无记名方式对 {count} 个项目进行满意度测评，结果如下：");
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
        if count == 0 && entry.outcome.status == Status::TieAtCut {
            format!("{begin}，以{way}方式表决，尚没有项目入选。")
        } else if count == 0 {
            format!("{begin}，以{way}方式表决，没有项目获得通过。")
        } else {
            format!("{begin}，以{way}方式{decide}民生实事项目 {count} 个，名单如下：")
        }
    }

    /// That projects are level at the cut, and who decides between them. `count` are chosen.
    fn left_open(&self, figures: &Figures<'_>, count: usize) -> Option<String> {
        let outcome = &figures.entry.outcome;
        let (terms, rule) = (self.terms(), &figures.poll.poll().manifest().rule);
        let how = match (outcome.status, rule.tie_at_cut) {
            (Status::TieAtCut, TieAtCut::Presidium) => format!("由{}决定", terms.presidium),
            (Status::TieAtCut, TieAtCut::Revote) => format!("由{}再次投票", terms.deputies),
            // The rule has decided.
            (Status::TieAtCut, TieAtCut::AdmitAll | TieAtCut::DropAll)
            | (Status::Decided | Status::Shortfall | Status::NoQuorum | Status::Void, _) => {
                return None;
            }
        };
        let more = if count == 0 { "" } else { "另" };
        let level = if figures.is_scored() { "得分" } else { "得票" };
        let (tied, left) = (outcome.tied.len(), outcome.seats_left);
        Some(format!("{more}有 {tied} 个项目{level}相同，尚缺 {left} 个，{how}。"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_breaks_after_the_congress() {
        let lines = heading("张寨镇第二届人民代表大会第二次会议");
        assert_eq!(lines, ["张寨镇第二届人民代表大会", "第二次会议公告"]);
        assert_eq!(heading("居民议事会议"), ["居民议事会议", "公告"]);
    }
}
