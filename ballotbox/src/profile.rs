//! Rule profiles: what to start from in a province, each naming its basis.
//!
//! The voting chapters of the provincial rules were not to be had (`docs/RULES.md` §11), so a
//! profile changes only what a published source states. Everything else is the default, which
//! follows the Organic Law (组织法§14, §25) and the usual reading of `docs/RULES.md` §2. The
//! congress adopts its own 票决办法 and may override every parameter.

use serde::{Deserialize, Serialize};

use crate::rule::{
    Base, Blank, OverVote, Pass, Publish, Quorum, QuorumBase, RankScore, ReturnedOverIssued, Rule,
    Shortfall, Surplus, Threshold, TieAtCut,
};

/// A named set of rule parameters (`docs/RULES.md` §0 finding 6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// The Organic Law and the usual practice.
    #[default]
    Default,
    /// Zhejiang's rule of 2022. Not known to differ from the default: its voting chapter was not
    /// to be had.
    #[serde(rename = "zj-2022")]
    Zhejiang2022,
    /// Chongqing's decision of 2024. Not known to differ from the default: its voting chapter was
    /// not to be had.
    #[serde(rename = "cq-2024")]
    Chongqing2024,
    /// Shaanxi's rule of 2025: more candidates than seats are obligatory (差额), and each is
    /// answered for, against or abstain, which is the method `capped`. Otherwise not known to
    /// differ from the default.
    #[serde(rename = "sn-2025")]
    Shaanxi2025,
    /// Sichuan, where no provincial rule was found; the basis is the county's own document. Not
    /// known to differ from the default.
    SichuanGeneric,
}

impl Profile {
    /// All profiles, the default first.
    pub const ALL: [Self; 5] = [
        Self::Default,
        Self::Zhejiang2022,
        Self::Chongqing2024,
        Self::Shaanxi2025,
        Self::SichuanGeneric,
    ];

    /// The name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Zhejiang2022 => "zj-2022",
            Self::Chongqing2024 => "cq-2024",
            Self::Shaanxi2025 => "sn-2025",
            Self::SichuanGeneric => "sichuan-generic",
        }
    }

    /// The profile of a name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }

    /// The rule with every parameter of the profile.
    pub fn rule(self) -> Rule {
        let surplus = match self {
            Self::Shaanxi2025 => Surplus::Obligatory,
            Self::Default | Self::Zhejiang2022 | Self::Chongqing2024 | Self::SichuanGeneric => {
                Surplus::Free
            }
        };
        let quorum = Threshold::TWO_THIRDS;
        Rule {
            basis: self.basis(),
            quorum: Quorum {
                base: QuorumBase::All,
                cmp: quorum.cmp,
                num: quorum.num,
                den: quorum.den,
            },
            pass: Pass::Share { base: Base::All, threshold: Threshold::MORE_THAN_HALF },
            second_gate: None,
            seats: None,
            surplus,
            tie_at_cut: TieAtCut::Revote,
            shortfall: Shortfall::Leave,
            blank: Blank::Abstain,
            over_vote: OverVote::BallotVoid,
            returned_over_issued: ReturnedOverIssued::Void,
            grading: None,
            rank_score: RankScore::Pick,
            publish: Publish::Counts,
        }
    }

    /// The documents by date and place; their full titles stand in the congress's own text.
    fn basis(self) -> String {
        const LAW: &str = "《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》";
        let local = match self {
            Self::Default => return LAW.to_owned(),
            Self::Zhejiang2022 => {
                "浙江省2022年9月29日通过、2022年10月1日起施行的民生实事项目人大代表票决制的规定"
            }
            Self::Chongqing2024 => {
                "重庆市2024年11月28日通过、2024年12月1日起施行的民生实事项目人大代表票决制的决定"
            }
            Self::Shaanxi2025 => "陕西省2025年11月28日通过的民生实事项目人大代表票决制的规定",
            Self::SichuanGeneric => "本县（市、区）关于民生实事项目人大代表票决制的文件",
        };
        format!("{LAW}和{local}")
    }
}
