//! The body that votes, and its words: the congress of a 镇 or 乡 decides; a 街道 has none, and its
//! assembly recommends (`docs/RULES.md` §1 row 7 and P1, after 浙江街道人大工作条例 §16–18).
//!
//! The rule engine and the messages of the screens speak of a congress, and the log keeps what the
//! engine said. For a subdistrict the same sentences are said in its words, here and nowhere else.

use ballotbox::regulation::Regulation;

use super::township::TownshipKind;

/// A word of the congress, and what is said instead.
type Other = (&'static str, &'static str);

/// What the body that votes, its organs and its act are called.
#[derive(Debug)]
pub struct VotingBody {
    /// 代表.
    pub deputies: &'static str,
    /// 票决, as part of the name of a way to vote.
    pub vote: &'static str,
    /// 票决, as the name of the whole act.
    pub act: &'static str,
    /// 决定.
    pub decide: &'static str,
    /// Who convenes, whose seal a ballot bears, who settles what is left open.
    pub presidium: &'static str,
    /// Who declares the result.
    pub chair: &'static str,
    /// Heading of those on the roll who belong to no delegation.
    pub ungrouped: &'static str,
    /// Who publishes, behind the township's name; nothing where the session's presidium does.
    committee: Option<&'static str>,
    chinese: &'static [Other],
    english: &'static [Other],
}

static CONGRESS: VotingBody = VotingBody {
    deputies: "代表",
    vote: "票决",
    act: "票决",
    decide: "决定",
    presidium: "大会主席团",
    chair: "会议执行主席",
    ungrouped: "未分代表团",
    committee: None,
    chinese: &[],
    english: &[],
};

static ASSEMBLY: VotingBody = VotingBody {
    deputies: "议事代表",
    vote: "票选",
    act: "票选推荐",
    decide: "推荐",
    presidium: "人大街道工委",
    chair: "会议主持人",
    ungrouped: "未分组",
    committee: Some("人大工作委员会"),
    // The first that fits is taken, so longer words stand before their parts. A word that stands
    // for itself is kept.
    chinese: &[
        ("议事代表", "议事代表"),
        ("人大代表", "人大代表"),
        ("人民代表大会主席团", "人大工作委员会"),
        ("人民代表大会", "人民代表大会"),
        // Who convenes need not be entitled to vote.
        ("大会主席团成员随后投票", "担任议事代表的人大街道工委成员随后投票"),
        ("大会主席团", "人大街道工委"),
        ("主席团", "人大街道工委"),
        ("大会秘书处", "人大街道工委"),
        ("会议执行主席", "会议主持人"),
        ("大会", "会议"),
        ("到会代表", "到会的议事代表"),
        ("代表得", "得议事代表"),
        ("代表", "议事代表"),
        ("票决", "票选推荐"),
        ("选出", "推荐"),
    ],
    english: &[
        ("presidium of the people's congress", "working committee"),
        ("people's congress", "people's congress"),
        ("Presidium members", "Working committee members"),
        ("presidium", "working committee"),
        ("congress", "assembly"),
    ],
};

impl VotingBody {
    /// The body of a township.
    pub fn of(kind: TownshipKind) -> &'static Self {
        match kind {
            TownshipKind::Town | TownshipKind::Township => &CONGRESS,
            TownshipKind::Subdistrict => &ASSEMBLY,
        }
    }

    /// A Chinese sentence of the rule engine or of a screen, in the words of this body.
    pub fn says(&self, sentence: &str) -> String {
        said(sentence, self.chinese)
    }

    /// The same of an English sentence.
    pub fn says_in_english(&self, sentence: &str) -> String {
        said(sentence, self.english)
    }

    /// The 票决办法 in the words of this body, laid out as the engine lays it out.
    pub fn regulation(&self, regulation: &Regulation<'_>) -> String {
        if self.chinese.is_empty() {
            return regulation.text();
        }
        let title = regulation.title.unwrap_or_default();
        let line = |(at, line): (usize, &str)| match at {
            0 => {
                // A title that already says what is done is not made to say it twice.
                let twice = [self.vote, self.act].map(|end| format!("{end}{}", self.act));
                let heading = self.says_around(line, title);
                twice.iter().fold(heading, |said, twice| said.replace(twice.as_str(), self.act))
            }
            _ if line.starts_with("第一条") => self.says_around(line, &regulation.rule.basis),
            _ => self.says(line),
        };
        let lines: Vec<_> = regulation.text().lines().enumerate().map(line).collect();
        format!("{}\n", lines.join("\n"))
    }

    /// The same as [`Self::says`], but for what people typed into the sentence.
    fn says_around(&self, sentence: &str, typed: &str) -> String {
        match sentence.split_once(typed) {
            Some((before, after)) if !typed.is_empty() => {
                format!("{}{typed}{}", self.says(before), self.says(after))
            }
            _ => self.says(sentence),
        }
    }

    /// Who signs a notice: the session's presidium, or the working committee of the subdistrict.
    pub fn publisher(&self, session: &str, township: &str) -> String {
        match self.committee {
            None => format!("{session}主席团"),
            Some(committee) => format!("{township}{committee}"),
        }
    }
}

/// A sentence with other words. What stands in quotation marks or is a title was typed by people or
/// by a legislator, and what follows a title up to the full stop is what that statute says: all of
/// it stays.
fn said(sentence: &str, others: &[Other]) -> String {
    let mut said = String::with_capacity(sentence.len());
    let (mut depth, mut cited) = (0_usize, false);
    let mut rest = sentence;
    while let Some(first) = rest.chars().next() {
        match first {
            '“' | '《' => depth += 1,
            '”' => depth = depth.saturating_sub(1),
            '》' => (depth, cited) = (depth.saturating_sub(1), true),
            '。' => cited = false,
            _ => {}
        }
        let free = depth == 0 && !cited;
        let found = others.iter().find(|(word, _)| free && rest.starts_with(*word));
        let length = if let Some((word, other)) = found {
            said.push_str(other);
            word.len()
        } else {
            said.push(first);
            first.len_utf8()
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    said
}

#[cfg(test)]
mod tests {
    use ballotbox::manifest::Channel;
    use ballotbox::method::Method;
    use ballotbox::profile::Profile;
    use ballotbox::rule::{Rule, Shortfall, TieAtCut};

    use super::*;

    /// Words of a congress that no paper of a subdistrict may have.
    const FOREIGN: [&str; 6] = ["大会", "主席团", "执行主席", "秘书处", "票决", "全体代表"];

    fn regulation<'a>(
        title: &'a str,
        method: &'a Method,
        rule: &'a Rule,
        channel: Channel,
    ) -> Regulation<'a> {
        Regulation { title: Some(title), method: Some(method), options: Some(12), rule, channel }
    }

    #[test]
    fn a_congress_says_what_the_engine_says() {
        let (rule, method) = (Profile::Default.rule(), Method::Pick { min: 0, max: 10 });
        for kind in [TownshipKind::Town, TownshipKind::Township] {
            let body = VotingBody::of(kind);
            let text = regulation("民生实事项目票决", &method, &rule, Channel::Sealed);
            assert_eq!(body.regulation(&text), text.text());
            let sentence = "全体代表 48 人，由大会主席团决定。";
            assert_eq!(body.says(sentence), sentence);
            assert_eq!(body.says_in_english("the presidium decides"), "the presidium decides");
            assert_eq!(body.publisher("甲镇某次会议", "甲镇"), "甲镇某次会议主席团");
        }
    }

    #[test]
    fn no_article_of_a_subdistrict_speaks_of_a_congress() {
        let body = VotingBody::of(TownshipKind::Subdistrict);
        let method = Method::Pick { min: 0, max: 10 };
        for channel in [Channel::Sealed, Channel::Paper, Channel::Hands] {
            for (tie_at_cut, shortfall) in [
                (TieAtCut::Revote, Shortfall::Revote),
                (TieAtCut::Presidium, Shortfall::Presidium),
                (TieAtCut::Revote, Shortfall::NextSession),
            ] {
                let basis = "本区街道工作的规定".to_owned();
                let plain = Profile::Default.rule();
                let rule = Rule { basis, seats: Some(10), tie_at_cut, shortfall, ..plain };
                let text = regulation("甲街道民生实事项目", &method, &rule, channel);
                for foreign in FOREIGN {
                    let (theirs, ours) = (text.text(), body.regulation(&text));
                    assert!(!ours.contains(foreign), "{foreign} is in {ours}");
                    // The control: the engine does say so.
                    assert!(theirs.contains(foreign), "{foreign} is not in {theirs}");
                }
                let ours = body.regulation(&text);
                assert!(ours.starts_with("甲街道民生实事项目票选推荐办法\n（草案）\n\n第一条"));
                assert!(ours.contains("第三条　票选推荐工作在人大街道工委主持下进行。\n"));
                assert!(ours.ends_with("第十六条　本办法自会议通过之日起施行。\n"), "{ours}");
            }
        }
    }

    #[test]
    fn what_people_typed_stands_as_it_is() {
        let body = VotingBody::of(TownshipKind::Subdistrict);
        let basis = "市人大代表票决制的规定和大会决定".to_owned();
        let rule = Rule { basis, ..Profile::Default.rule() };
        let method = Method::Grade { grades: vec!["代表满意".into(), "不满意".into()] };
        let text = body.regulation(&regulation("代表票决", &method, &rule, Channel::Paper));
        assert!(text.starts_with("代表票决办法\n"), "{text}");
        assert!(text.contains("根据市人大代表票决制的规定和大会决定，"), "{text}");
        assert!(text.contains("议事代表对每个项目在“代表满意”“不满意”中"), "{text}");
        for (title, heading) in [
            ("甲街道项目票选推荐", "甲街道项目票选推荐办法\n"),
            ("甲街道项目票选", "甲街道项目票选推荐办法\n"),
            ("甲街道项目票决", "甲街道项目票决办法\n"),
        ] {
            let pick = Method::Pick { min: 0, max: 1 };
            let text = body.regulation(&regulation(title, &pick, &rule, Channel::Paper));
            assert!(text.starts_with(heading), "{text}");
        }
    }

    #[test]
    fn a_sentence_is_said_in_other_words_once() {
        let body = VotingBody::of(TownshipKind::Subdistrict);
        for (theirs, ours) in [
            ("全体代表 9 人，票决无效。", "全体议事代表 9 人，票选推荐无效。"),
            ("监票人和主席团签字。", "监票人和人大街道工委签字。"),
            ("甲街道人民代表大会主席团", "甲街道人大工作委员会"),
            // A title, a quotation, and what a statute says of deputies.
            (
                "到会代表，而《代表法》规定代表出席。代表",
                "到会的议事代表，而《代表法》规定代表出席。议事代表",
            ),
            ("代表得 30 票", "得议事代表 30 票"),
            ("“代表票决”计票", "“代表票决”计票"),
        ] {
            assert_eq!(body.says(theirs), ours);
            assert_eq!(body.says(ours), ours, "twice");
        }
        for (theirs, ours) in [
            ("and the presidium decides", "and the working committee decides"),
            (
                "Held by the presidium of the people's congress of A",
                "Held by the working committee of A",
            ),
            ("a meeting that is no people's congress", "a meeting that is no people's congress"),
        ] {
            assert_eq!(body.says_in_english(theirs), ours);
        }
        assert_eq!(body.publisher("甲街道某次会议", "甲街道"), "甲街道人大工作委员会");
    }
}
