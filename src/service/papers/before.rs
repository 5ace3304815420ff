//! Papers of the preparation: booklet, blank ballot, 票决办法, sign-in sheet.

use ballotbox::manifest::Channel;
use ballotbox::method::Method;
use ballotbox::regulation::Regulation;
use ballotbox::rule::{Pass, RankScore};
use uuid::Uuid;

use super::sources::{Sources, fact, is_candidate};
use crate::documents::chinese;
use crate::documents::papers::{
    Attendance, Ballot, BallotLine, Booklet, Delegation, Fact, Person, ProjectLine, RegulationText,
    Signature,
};
use crate::domain::body::VotingBody;
use crate::domain::papers::{Numerals, PaperSize};
use crate::domain::project::{Project, write_wan};
use crate::domain::refusal::Refusal;
use crate::domain::roll::Mark;
use crate::service::polls::PreparedPoll;

/// Place of the article on marks among those of a 票决办法.
const MARKING: usize = 5;

impl Sources {
    /// The candidates of a poll, or where none is prepared yet, of the session.
    pub(super) fn booklet(&self, poll: Option<Uuid>) -> Result<Booklet, Refusal> {
        let (numbered, seats, graded): (Vec<_>, _, _) = if poll.is_some() {
            let prepared = self.prepared(poll)?;
            let graded = matches!(prepared.method, Method::Grade { .. });
            (numbered(prepared).collect(), prepared.rule.seats, graded)
        } else {
            let candidates = self.projects.iter().filter(|project| is_candidate(project));
            ((1..).zip(candidates).collect(), None, false)
        };
        let count = numbered.len();
        let note = match seats {
            Some(seats) => format!("共 {count} 个候选项目，应选 {seats} 个"),
            None if graded => format!("共 {count} 个项目"),
            None => format!("共 {count} 个候选项目"),
        };
        let sum: i64 = numbered.iter().map(|(_, project)| project.description.investment).sum();
        Ok(Booklet {
            title: if graded {
                "测评项目名册"
            } else {
                "民生实事项目候选项目名册"
            }
            .to_owned(),
            note,
            projects: numbered.iter().map(|(number, it)| project_line(*number, it)).collect(),
            total: if sum > 0 { write_wan(sum) } else { String::new() },
        })
    }

    /// The blank ballot.
    pub(super) fn ballot(&self, prepared: &PreparedPoll, size: PaperSize) -> Ballot {
        let question = &prepared.draft.question;
        let terms = self.terms();
        let acts = ["票决", "测评", terms.vote, terms.act];
        let ending = if acts.iter().any(|act| question.ends_with(*act)) {
            "票"
        } else if matches!(prepared.method, Method::Grade { .. }) {
            "测评票"
        } else {
            "表决票"
        };
        let option = |(number, project): (u32, &Project)| {
            let it = &project.description;
            BallotLine {
                number,
                title: it.title.clone(),
                wan: wan(it.investment),
                due: it.due.clone(),
            }
        };
        Ballot {
            title: format!("{question}{ending}"),
            note: how_many(&prepared.method, prepared.candidates.len()),
            size,
            instructions: instructions(prepared, terms),
            marks: marks(&prepared.method),
            options: numbered(prepared).map(option).collect(),
            closing: "填写后请折叠，亲自投入票箱。".to_owned(),
            seal: format!("{}（印章）", terms.presidium),
        }
    }

    /// The sheet to sign in on, by delegation.
    pub(super) fn attendance(&self) -> Attendance {
        let mut groups: Vec<Delegation> = Vec::new();
        for (number, deputy) in self.people() {
            let remark = if deputy.mark == Some(Mark::Leave) { "请假" } else { "" };
            let person = Person {
                number,
                name: deputy.name.clone(),
                seat: deputy.seat.clone(),
                remark: remark.to_owned(),
            };
            match groups.iter_mut().find(|group| group.name == deputy.delegation) {
                Some(group) => group.people.push(person),
                None => groups
                    .push(Delegation { name: deputy.delegation.clone(), people: vec![person] }),
            }
        }
        for group in groups.iter_mut().filter(|group| group.name.is_empty()) {
            self.terms().ungrouped.clone_into(&mut group.name);
        }
        let day = chinese::date(self.board.session.opens_on, Numerals::Arabic);
        let role = |role: &str| Signature { role: role.to_owned(), name: String::new() };
        Attendance {
            title: format!("{}签到册", self.terms().deputies),
            note: format!("{day}　应到 {} 人", self.board.turnout.all),
            groups,
            signatures: vec![role("签到负责人"), role("监票人")],
        }
    }

    /// The 票决办法 that the rule generates, so that text and count cannot differ.
    pub(super) fn regulation(&self, prepared: &PreparedPoll) -> RegulationText {
        let text = self.terms().regulation(&Regulation {
            title: Some(&prepared.draft.question),
            method: Some(&prepared.method),
            options: Some(prepared.candidates.len()),
            rule: &prepared.rule,
            channel: prepared.draft.channel,
        });
        let mut lines = text.lines().filter(|line| !line.is_empty());
        let heading = lines.next().unwrap_or_default().to_owned();
        let article = |line: &str| {
            let (number, text) = line.split_once('　').unwrap_or(("", line));
            fact(number, text)
        };
        let adopted: Option<jiff::civil::Date> = prepared.draft.adopted_on.parse().ok();
        let standing = adopted.map_or_else(
            || "草案".to_owned(),
            |day| {
                let day = chinese::date(day, Numerals::Arabic);
                format!("{day}经会议通过")
            },
        );
        // The line after the heading says that it is a draft, which the standing says.
        RegulationText { heading, standing, articles: lines.skip(1).map(article).collect() }
    }
}

/// The candidates with their numbers on the ballot.
fn numbered(prepared: &PreparedPoll) -> impl Iterator<Item = (u32, &Project)> {
    prepared.draft.options.iter().map(|(number, _)| *number).zip(&prepared.candidates)
}

fn wan(yuan: i64) -> String {
    if yuan > 0 { write_wan(yuan) } else { String::new() }
}

/// A candidate with all columns of `docs/RULES.md` §3.1 that are filled in.
fn project_line(number: u32, project: &Project) -> ProjectLine {
    let it = &project.description;
    let amount = if it.investment > 0 {
        format!("{} 万元", write_wan(it.investment))
    } else {
        String::new()
    };
    let columns = [
        ("类别", &it.category),
        ("项目内容", &it.content),
        ("建设地点", &it.location),
        ("受益群众", &it.beneficiaries),
        ("总投资", &amount),
        ("资金来源", &it.fund_source),
        ("责任单位", &it.lead_unit),
        ("协办单位", &it.co_units),
        ("完成时限", &it.due),
        ("年度目标", &it.goal),
        ("提出人", &it.proposer),
    ];
    let filled = columns.into_iter().filter(|(_, value)| !value.is_empty());
    ProjectLine {
        number,
        title: it.title.clone(),
        wan: wan(it.investment),
        lead_unit: it.lead_unit.clone(),
        due: it.due.clone(),
        facts: filled.map(|(word, value)| fact(word, value)).collect(),
    }
}

/// How many may be chosen, under the title.
fn how_many(method: &Method, count: usize) -> String {
    match method {
        Method::Pick { min: 0, max } => format!("共 {count} 个候选项目，最多选 {max} 个"),
        Method::Pick { min, max } => {
            format!("共 {count} 个候选项目，最少选 {min} 个，最多选 {max} 个")
        }
        Method::YesNoAbstain {} => format!("共 {count} 个项目，逐项表决"),
        Method::Capped { max } => format!("共 {count} 个候选项目，逐项表决，赞成最多 {max} 个"),
        Method::Grade { .. } => format!("共 {count} 个项目，逐项测评"),
        Method::Rank { max } => format!("共 {count} 个候选项目，填写 1 至 {max} 的序号"),
    }
}

/// The columns that are marked.
fn marks(method: &Method) -> Vec<String> {
    match method {
        Method::Pick { .. } => vec!["赞成".to_owned()],
        Method::YesNoAbstain {} | Method::Capped { .. } => {
            ["赞成", "反对", "弃权"].map(str::to_owned).into()
        }
        Method::Grade { grades } => grades.clone(),
        Method::Rank { .. } => vec!["序号".to_owned()],
    }
}

/// The sign to write, what makes a ballot void as the 票决办法 has it, and what to write with.
fn instructions(prepared: &PreparedPoll, terms: &VotingBody) -> Vec<Fact> {
    let sign = match &prepared.method {
        Method::Pick { .. } => {
            "选择某个项目的，在该项目右边的方框内画“○”；不选择的，不作标记。".to_owned()
        }
        Method::YesNoAbstain {} | Method::Capped { .. } => {
            "每个项目在“赞成”“反对”“弃权”中选择一种，在相应的方框内画“○”。".to_owned()
        }
        Method::Grade { grades } => {
            let names: Vec<_> = grades.iter().map(|grade| format!("“{grade}”")).collect();
            format!("每个项目在{}中选择一种，在相应的方框内画“○”。", names.concat())
        }
        Method::Rank { max } => {
            let order = match (prepared.rule.rank_score, prepared.rule.pass) {
                (RankScore::Pick, Pass::None | Pass::Share { .. }) => "有序号的即为赞成。",
                (RankScore::Borda | RankScore::RankSum, _) => "1 为最优先。",
            };
            format!("在所选项目右边的方框内填写 1 至 {max} 的序号，{order}")
        }
    };
    let regulation = Regulation {
        title: None,
        method: Some(&prepared.method),
        options: Some(prepared.candidates.len()),
        rule: &prepared.rule,
        channel: Channel::Paper,
    };
    let articles = regulation.articles();
    let marking = articles.get(MARKING).map_or_else(String::new, |it| terms.says(it));
    vec![
        fact("符号", sign),
        fact("规定", marking),
        fact("用笔", "请用黑色签字笔填写，标记清楚，不要签名，不要作其他记号。"),
    ]
}
