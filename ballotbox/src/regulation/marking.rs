//! Articles on the ballot: how it is marked, sealed and cast, and what makes it void.

use super::Regulation;
use crate::{
    manifest::Channel,
    method::Method,
    rule::{Blank, OverVote},
};

impl Regulation<'_> {
    pub(super) fn secrecy(&self) -> String {
        let act = self.act();
        match self.channel {
            Channel::Sealed => format!(
                "{act}采用无记名方式，以密封电子票进行（密封电子表决）。每名到会代表随机领取一张票签，凭票签投一张票，票签不与代表姓名对应。每张票在代表使用的设备上密封后提交，任何人不得开启单张票，只开启全部票的合计数。"
            ),
            Channel::Paper => {
                format!("{act}采用无记名方式，以纸质票进行，每名到会代表发给一张票。")
            }
            Channel::Hands => format!("{act}采用举手方式，当众进行，对各项目逐项表决。"),
        }
    }

    pub(super) fn marking(&self) -> String {
        let mut text = self.choices();
        if self.channel == Channel::Hands {
            text.push_str("对项目未举手表示赞成或者反对的，计为弃权。");
            return text;
        }
        text.push_str(self.over_vote());
        text.push_str(&self.blank());
        text.push_str("书写的标记无法辨认或者有疑义的，由总监票人认定并记录在案。");
        if self.channel == Channel::Sealed {
            text.push_str("密封电子票在提交前由设备按照本条规定检查，不符合规定的选择不能提交。");
        }
        text
    }

    fn choices(&self) -> String {
        match self.method {
            None => "每张票的填写方法和可以选择的项目数，以票面印制的说明为准。".to_owned(),
            Some(Method::Pick { min, max }) => {
                let least = if *min == 0 {
                    "可以少选，也可以不选".to_owned()
                } else {
                    format!("不得少于 {min} 个，少于 {min} 个的，整张票无效")
                };
                format!(
                    "代表在候选项目中选择赞成的项目，每张票所选项目不得多于 {max} 个，{least}。"
                )
            }
            Some(Method::YesNoAbstain {}) => {
                "代表对每个项目表示赞成、反对或者弃权，只能选择其中一种。".to_owned()
            }
            Some(Method::Capped { max }) => format!(
                "代表对每个项目表示赞成、反对或者弃权，只能选择其中一种；每张票赞成的项目不得多于 {max} 个，多于 {max} 个的，整张票无效。"
            ),
            Some(Method::Grade { grades }) => {
                let names: Vec<_> = grades.iter().map(|grade| format!("“{grade}”")).collect();
                let names = names.concat();
                format!("代表对每个项目在{names}中选择一个等次。")
            }
            Some(Method::Rank { max }) => format!(
                "代表按照轻重缓急为候选项目标注 1 至 {max} 的序号，每个项目只标注一个序号，每个序号只使用一次，可以少标，也可以不标；序号有间断的，按所标序号计算。"
            ),
        }
    }

    fn over_vote(&self) -> &'static str {
        match (self.method, self.rule.over_vote) {
            (Some(Method::Pick { .. }), _) => "所选项目超过规定数的，整张票无效。",
            (Some(Method::Rank { .. }), OverVote::BallotVoid) => {
                "为一个项目标注两个以上序号，或者为两个以上项目标注同一序号的，整张票无效。"
            }
            (Some(Method::Rank { .. }), OverVote::ItemVoid) => {
                "为一个项目标注两个以上序号，或者为两个以上项目标注同一序号的，对这些项目的标注无效，对其他项目的标注有效。"
            }
            (
                Some(Method::YesNoAbstain {} | Method::Capped { .. } | Method::Grade { .. }),
                OverVote::BallotVoid,
            ) => "对一个项目作出两种以上选择的，整张票无效。",
            (
                Some(Method::YesNoAbstain {} | Method::Capped { .. } | Method::Grade { .. }),
                OverVote::ItemVoid,
            ) => {
                "对一个项目作出两种以上选择的，对该项目的选择无效，计为弃权，对其他项目的选择有效。"
            }
            (None, OverVote::BallotVoid) => {
                "所选多于规定或者对一个项目作出两种以上选择的，整张票无效。"
            }
            (None, OverVote::ItemVoid) => {
                "对一个项目作出两种以上选择的，对该项目的选择无效，对其他项目的选择有效；所选项目超过规定数的，整张票无效。"
            }
        }
    }

    fn blank(&self) -> String {
        let counts_as = match self.rule.blank {
            Blank::Abstain => "弃权",
            Blank::Yes => "赞成",
        };
        let whole = match self.method {
            Some(Method::Pick { min, .. }) if *min > 0 => String::new(),
            _ => format!("；整张票未作标记的，为有效票，对各项目均计为{counts_as}"),
        };
        format!("对项目未作标记的，计为{counts_as}{whole}。")
    }

    pub(super) fn casting(&self) -> String {
        match self.channel {
            Channel::Sealed => "投票开始前，由监票人核对题面码并当众宣读，代表核对所用设备显示的题面码与宣读的一致。投票的顺序为：监票人先投票，大会主席团成员随后投票，其他代表依次投票。代表投票后将票根投入票根箱。",
            Channel::Paper => "投票开始前，由监票人当众检查票箱。投票的顺序为：监票人先投票，大会主席团成员随后投票，其他代表依次投票。",
            Channel::Hands => "会议执行主席逐项提请表决，先请赞成的代表举手，再请反对的代表举手。每次由两名监票人分别清点人数，人数一致的，方可记录。",
        }
        .to_owned()
    }
}
