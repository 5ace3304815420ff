//! The 票决办法: a poll's rule as sixteen articles of formal Chinese, for the congress to adopt.
//!
//! The engine reads a [`Rule`] and this text is written from the same [`Rule`], so that what the
//! deputies adopt and what the count does cannot differ (`docs/RULES.md` §3.3). Each parameter has
//! its clause; articles that follow from no parameter are those of the usual practice.

use crate::{
    manifest::Channel,
    method::Method,
    rule::{Publish, Rule, Surplus},
    wording::{demand_zh, number_zh},
};

mod counting;
mod marking;

/// What a 票决办法 is written from.
///
/// ```
/// use ballotbox::{manifest::Channel, profile::Profile, regulation::Regulation};
///
/// let (rule, channel) = (Profile::Default.rule(), Channel::Sealed);
/// let text = Regulation { title: None, method: None, options: None, rule: &rule, channel };
/// assert!(text.text().contains("第十六条"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Regulation<'a> {
    /// Title of the poll; the general name when absent.
    pub title: Option<&'a str>,
    /// The ballot method; when absent the text refers to the instructions on the ballot.
    pub method: Option<&'a Method>,
    /// Number of options; when absent the text leaves the candidates to the presidium.
    pub options: Option<usize>,
    /// The rule.
    pub rule: &'a Rule,
    /// How votes come in: sealed ballots have paper as their fallback, and hands are no secret.
    pub channel: Channel,
}

impl Regulation<'_> {
    /// The whole text: title, then 第一条 to 第十六条, a line each, ending in a newline.
    pub fn text(&self) -> String {
        let articles = (1..).zip(self.articles());
        let lines = articles.map(|(number, text)| format!("第{}条　{text}\n", number_zh(number)));
        let lines: Vec<_> = lines.collect();
        format!("{}\n（草案）\n\n{}", self.heading(), lines.concat())
    }

    /// The sixteen articles in order, without their numbers.
    pub fn articles(&self) -> [String; 16] {
        [
            self.basis(),
            self.subject(),
            format!("{}工作在大会主席团主持下进行。", self.act()),
            self.quorum(),
            self.secrecy(),
            self.marking(),
            "代表应当亲自投票，不得委托他人代为投票；未出席会议的代表不参加投票。列席人员不参加投票。"
                .to_owned(),
            self.scrutineers(),
            self.casting(),
            self.returned(),
            self.passing(),
            self.ties_and_shortfall(),
            self.announcement(),
            self.failure(),
            "本办法未尽事宜，由大会主席团决定。".to_owned(),
            "本办法自大会通过之日起施行。".to_owned(),
        ]
    }

    fn heading(&self) -> String {
        let title = self.title.unwrap_or("民生实事项目票决");
        if title.ends_with("办法") {
            title.to_owned()
        } else if title.ends_with("票决") || title.ends_with("测评") || title.ends_with("投票")
        {
            format!("{title}办法")
        } else {
            format!("{title}{}办法", self.act())
        }
    }

    /// What the deputies do: choose or evaluate.
    fn act(&self) -> &'static str {
        if self.grades().is_some() || self.rule.grading.is_some() { "测评" } else { "票决" }
    }

    fn grades(&self) -> Option<&[String]> {
        match self.method? {
            Method::Grade { grades } => Some(grades),
            Method::Pick { .. }
            | Method::YesNoAbstain {}
            | Method::Capped { .. }
            | Method::Rank { .. } => None,
        }
    }

    fn basis(&self) -> String {
        let (act, basis) = (self.act(), &self.rule.basis);
        format!("为规范民生实事项目{act}工作，根据{basis}，结合本地实际，制定本办法。")
    }

    fn subject(&self) -> String {
        let act = self.act();
        let mut text = match (self.options, self.rule.seats) {
            (Some(options), _) if act == "测评" => format!("提交测评的项目共 {options} 个。"),
            (None, _) if act == "测评" => "提交测评的项目由大会主席团确定。".to_owned(),
            (Some(options), Some(seats)) => {
                let surplus = options.saturating_sub(usize::try_from(seats).unwrap_or(usize::MAX));
                let kind = if surplus == 0 { "等额票决" } else { "差额票决" };
                format!(
                    "提交票决的候选项目共 {options} 个，应选 {seats} 个，差额 {surplus} 个，实行{kind}。"
                )
            }
            (Some(options), None) => format!(
                "提交票决的候选项目共 {options} 个，不设应选名额，达到本办法第十一条要求的项目均获通过。"
            ),
            (None, Some(seats)) => {
                format!("应选项目 {seats} 个，候选项目由大会主席团提请大会票决。")
            }
            (None, None) => "候选项目和应选名额由大会主席团提请大会确定；未确定应选名额的，达到本办法第十一条要求的项目均获通过。".to_owned(),
        };
        if act == "票决" {
            if self.rule.surplus == Surplus::Obligatory {
                text.push_str("候选项目数应当多于应选项目数，实行差额票决。");
            }
            text.push_str("候选项目名单经代表审议后由大会主席团确定，投票开始后不再变动。");
        }
        text
    }

    fn quorum(&self) -> String {
        let demand = demand_zh(self.rule.quorum.threshold(), "全体代表");
        let act = self.act();
        format!(
            "{act}时，到会代表人数须{demand}，方可进行。法定人数以投票开始时的到会人数计算；投票结束前到会的代表可以投票，其他条款所称到会代表以投票结束时为准。本办法所称全体代表，是指投票时在任的代表，不包括出缺和代表资格已经终止的名额。"
        )
    }

    fn scrutineers(&self) -> String {
        let mut text = "设总监票人一名、监票人若干名，由大会主席团在代表中提名，经大会通过；计票人由大会秘书处指定，在监票人监督下工作。".to_owned();
        if self.channel == Channel::Sealed {
            text.push_str("监票人各自生成并保管开箱密钥，全体监票人的密钥齐备，方可开启合计票数；会后密钥当众销毁。");
        }
        text
    }

    fn announcement(&self) -> String {
        let act = self.act();
        let notice = match self.rule.publish {
            Publish::Counts => "公告载明各项目的得票数",
            Publish::Names => "公告载明项目名称，不载明得票数",
        };
        format!(
            "投票结束前，不公布任何得票情况。计票完毕，由总监票人向大会报告计票结果，由会议执行主席当场宣布{act}结果，并由大会主席团予以公告；{notice}。"
        )
    }
}
