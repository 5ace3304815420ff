//! Articles on the count: ballots returned, pass mark, order, ties, shortfall and failures.

use super::Regulation;
use crate::{
    manifest::Channel,
    method::Method,
    rule::{Grading, Pass, RankScore, ReturnedOverIssued, Shortfall, Step, TieAtCut},
    wording::{base_zh, demand_zh},
};

impl Regulation<'_> {
    pub(super) fn returned(&self) -> String {
        let act = self.act();
        if self.channel == Channel::Hands {
            return "参加表决的人数不得多于到会代表人数；到会代表未参加表决的，单独统计、报告。"
                .to_owned();
        }
        let over = match self.rule.returned_over_issued {
            ReturnedOverIssued::Void => format!("本次{act}无效，由大会主席团决定重新投票"),
        };
        format!(
            "收回的票等于或者少于发出的票，{act}有效，少于的差数作为未收回票如实报告；收回的票多于发出的票，{over}。无效票和到会代表未投的票分别统计、单独报告。"
        )
    }

    pub(super) fn passing(&self) -> String {
        if let Some(grading) = &self.rule.grading {
            return self.grading(grading);
        }
        let second = self.rule.second_gate.map(|gate| {
            let everybody = format!("全体投票人（{} 人，含代表）", gate.electorate);
            demand_zh(gate.threshold(), &everybody)
        });
        let first = match self.rule.pass {
            Pass::None => None,
            Pass::Share { base, threshold } => Some(demand_zh(threshold, base_zh(base))),
        };
        let mut text = match (first, second) {
            (None, None) => "项目得票不设最低要求。".to_owned(),
            (Some(first), None) => format!("项目得票{first}的，达到通过要求。"),
            (None, Some(second)) => format!("项目所得全部票数{second}的，达到通过要求。"),
            (Some(first), Some(second)) => {
                format!("项目所得代表票{first}，并且所得全部票数{second}的，达到通过要求。")
            }
        };
        text.push_str(&self.order());
        let chosen = match self.rule.seats {
            Some(seats) => {
                format!("达到要求的项目多于 {seats} 个的，取排列在前的 {seats} 个入选。")
            }
            None if self.options.is_some() => "达到要求的项目均获通过。".to_owned(),
            None => {
                "确定应选名额的，按名额取排列在前的项目入选；未确定的，达到要求的项目均获通过。"
                    .to_owned()
            }
        };
        text.push_str(&chosen);
        text
    }

    fn order(&self) -> String {
        let max = match self.method {
            Some(Method::Rank { max }) => Some(*max),
            Some(
                Method::Pick { .. }
                | Method::YesNoAbstain {}
                | Method::Capped { .. }
                | Method::Grade { .. },
            )
            | None => None,
        };
        match (self.rule.rank_score, max) {
            (RankScore::Pick, None) => "项目按得票多少排列。".to_owned(),
            (RankScore::Pick, Some(_)) => {
                "标注了序号的票计为得票，不论序号大小；项目按得票多少排列。".to_owned()
            }
            (RankScore::Borda, Some(max)) => format!(
                "标注了序号的票计为得票；序号 1 计 {max} 分，以后每号减 1 分，序号 {max} 计 1 分，项目按得分高低排列。"
            ),
            (RankScore::Borda, None) => {
                "标注了序号的票计为得票；序号 1 得分最高，以后每号减 1 分，最后一号计 1 分，项目按得分高低排列。".to_owned()
            }
            (RankScore::RankSum, Some(max)) => format!(
                "标注了序号的票计为得票；项目在全部有效票上的序号相加，未标注序号的票按 {} 计入，合计数小的排列在前。",
                u64::from(max) + 1
            ),
            (RankScore::RankSum, None) => {
                "标注了序号的票计为得票；项目在全部有效票上的序号相加，未标注序号的票按最后一号加 1 计入，合计数小的排列在前。".to_owned()
            }
        }
    }

    fn grading(&self, grading: &Grading) -> String {
        let step = |step: &Step| {
            let demand = demand_zh(step.threshold(), base_zh(grading.base));
            let counted = self.first_grades(step.sum);
            let grade = &step.grade;
            format!("{counted}{demand}的，评为“{grade}”")
        };
        let steps: Vec<_> = grading.steps.iter().map(step).collect();
        let (steps, otherwise) = (steps.join("\u{ff1b}"), &grading.otherwise);
        format!(
            "测评结果按下列顺序认定，以最先符合的为准：{steps}；均不符合的，评为“{otherwise}”。"
        )
    }

    /// "“满意”票" or "“满意”“基本满意”票合计".
    fn first_grades(&self, sum: u32) -> String {
        let count = usize::try_from(sum).unwrap_or(usize::MAX);
        let together = if sum > 1 { "合计" } else { "" };
        match self.grades() {
            Some(grades) => {
                let named = grades.iter().take(count).map(|grade| format!("“{grade}”"));
                format!("{}票{together}", named.collect::<Vec<_>>().concat())
            }
            None => format!("前 {sum} 个等次的票{together}"),
        }
    }

    pub(super) fn ties_and_shortfall(&self) -> String {
        if self.act() == "测评" {
            return "测评不设名额，各项目分别评定。".to_owned();
        }
        let open = "本次票决不设应选名额，得票相同的项目并列。".to_owned();
        if self.rule.seats.is_none() && self.options.is_some() {
            return open;
        }
        let tie = match self.rule.tie_at_cut {
            TieAtCut::Revote if self.rule.rank_score == RankScore::Pick => {
                "由代表对并列的项目再次投票，得票多的入选，不再适用第十一条的得票要求；再次并列的，报告大会主席团后再次投票"
            }
            TieAtCut::Revote => {
                "由代表对并列的项目再次投票，按第十一条的方法排列，排列在前的入选，不再适用第十一条的得票要求；再次并列的，报告大会主席团后再次投票"
            }
            TieAtCut::Presidium => "由大会主席团决定入选的项目",
            TieAtCut::AdmitAll => "并列的项目全部入选，入选数可以多于应选数",
            TieAtCut::DropAll => "并列的项目均不入选，入选数可以少于应选数",
        };
        let short = match self.rule.shortfall {
            Shortfall::Leave => "以达到要求的项目为准，不足的名额不再补选",
            Shortfall::Revote => {
                "不足的名额由代表在本次会议上对未达到要求的项目再次投票，仍适用第十一条的要求"
            }
            Shortfall::NextSession => "不足的名额留待下次会议票决",
            Shortfall::Presidium => "不足的名额由大会主席团决定如何处理",
        };
        format!("项目在入选末位并列、不能确定入选的，{tie}。达到要求的项目少于应选数的，{short}。")
    }

    pub(super) fn failure(&self) -> String {
        match self.channel {
            Channel::Sealed => "设备发生故障、不能继续进行密封电子表决的，改用纸质票：尚未投票的代表凭未使用的票签领取纸质票投票，纸质票由计票人在监票人监督下人工计票，计入合计票数；密封电子票不能恢复或者不能开启的，本次投票作废，全部改用纸质票重新投票。",
            Channel::Paper => "计票设备发生故障的，由计票人在监票人监督下人工计票。",
            Channel::Hands => "对清点的人数有疑义的，由会议执行主席当场提请重新举手，重新清点。",
        }
        .to_owned()
    }
}
