//! The 票决办法 says what the engine does: every parameter changes its clause.

use ballotbox::{
    manifest::Channel, method::Method, profile::Profile, regulation::Regulation, rule::Rule,
};

use super::settings;

fn write(method: &Method, rule: &Rule) -> String {
    written(method, rule, Channel::Sealed)
}

fn written(method: &Method, rule: &Rule, channel: Channel) -> String {
    let title = Some("2026年度民生实事项目票决");
    Regulation { title, method: Some(method), options: Some(12), rule, channel }.text()
}

/// The articles that differ, counted from 1.
fn changed(method: &Method, before: &str, after: &str) -> Vec<usize> {
    let articles = |rule: &str| {
        let rule = settings(rule);
        assert_eq!(rule.check(method, 12, false), Ok(()), "{rule:?}");
        let (method, channel) = (Some(method), Channel::Sealed);
        Regulation { title: None, method, options: Some(12), rule: &rule, channel }.articles()
    };
    let pairs = articles(before).into_iter().zip(articles(after)).enumerate();
    pairs.filter(|(_, (a, b))| a != b).map(|(place, _)| place + 1).collect()
}

#[test]
fn it_has_sixteen_numbered_articles() {
    let text = write(&Method::Pick { min: 0, max: 10 }, &Profile::Default.rule());
    assert!(text.starts_with("2026年度民生实事项目票决办法\n"));
    let numbers = ["第一条", "第二条", "第十条", "第十一条", "第十五条", "第十六条"];
    for number in numbers {
        assert_eq!(
            text.lines().filter(|line| line.starts_with(&format!("{number}\u{3000}"))).count(),
            1
        );
    }
    assert_eq!(text.lines().filter(|line| line.starts_with('第')).count(), 16);
    assert!(text.is_ascii() || !text.contains([',', ';', '(']), "punctuation is Chinese");
}

#[test]
fn every_parameter_changes_its_clause() {
    let pick = Method::Pick { min: 0, max: 10 };
    let before = r#"{"seats":10}"#;
    for (setting, articles) in [
        (r#""basis":"本县办法""#, vec![1]),
        (r#""surplus":"obligatory""#, vec![2]),
        (r#""quorum":{"base":"all","cmp":">","num":2,"den":3}"#, vec![4]),
        (r#""quorum":{"base":"all","cmp":">=","num":3,"den":4}"#, vec![4]),
        (r#""pass":{"base":"present","cmp":">","num":1,"den":2}"#, vec![11]),
        (r#""pass":{"base":"issued","cmp":">","num":1,"den":2}"#, vec![11]),
        (r#""pass":{"base":"valid","cmp":">","num":1,"den":2}"#, vec![11]),
        (r#""pass":{"base":"all","cmp":">=","num":1,"den":2}"#, vec![11]),
        (r#""pass":{"base":"all","cmp":">","num":2,"den":3}"#, vec![11]),
        (r#""pass":{"base":"none"}"#, vec![11]),
        (r#""second_gate":{"electorate":150,"cmp":">","num":2,"den":3}"#, vec![11]),
        (r#""tie_at_cut":"presidium""#, vec![12]),
        (r#""tie_at_cut":"admit_all""#, vec![12]),
        (r#""tie_at_cut":"drop_all""#, vec![12]),
        (r#""shortfall":"revote""#, vec![12]),
        (r#""shortfall":"next_session""#, vec![12]),
        (r#""shortfall":"presidium""#, vec![12]),
        (r#""publish":"names""#, vec![13]),
    ] {
        let after = format!(r#"{{"seats":10,{setting}}}"#);
        assert_eq!(changed(&pick, before, &after), articles, "{setting}");
    }
    assert_eq!(changed(&pick, before, r#"{"seats":9}"#), [2, 11]);
    assert_eq!(changed(&pick, before, r#"{"seats":null}"#), [2, 11, 12]);
    assert!(changed(&pick, before, before).is_empty());
}

#[test]
fn every_parameter_of_single_methods_changes_its_clause() {
    let rank = Method::Rank { max: 10 };
    let answer = Method::YesNoAbstain {};
    for (method, before, after, articles) in [
        (&answer, "{}", r#"{"blank":"yes"}"#, vec![6]),
        (&answer, "{}", r#"{"over_vote":"item_void"}"#, vec![6]),
        (&rank, "{}", r#"{"over_vote":"item_void"}"#, vec![6]),
        (&rank, "{}", r#"{"rank_score":"borda"}"#, vec![11]),
        (&rank, r#"{"seats":7}"#, r#"{"seats":7,"rank_score":"borda"}"#, vec![11, 12]),
        (&rank, r#"{"rank_score":"borda"}"#, r#"{"rank_score":"rank_sum"}"#, vec![11]),
    ] {
        assert_eq!(changed(method, before, after), articles, "{after}");
        assert!(changed(method, before, before).is_empty());
    }
}

#[test]
fn every_part_of_a_grading_changes_its_clause() {
    let grade = Method::Grade {
        grades: ["满意", "基本满意", "不满意"].map(str::to_owned).to_vec(),
    };
    let grading = |base: &str, otherwise: &str, name: &str, sum: u32, share: &str| {
        format!(
            r#"{{"grading":{{"base":"{base}","else":"{otherwise}",
                "steps":[{{"grade":"{name}","sum":{sum},{share}}}]}}}}"#
        )
    };
    let half = r#""cmp":">","num":1,"den":2"#;
    let before = grading("present", "不满意", "满意", 1, half);
    for after in [
        grading("all", "不满意", "满意", 1, half),
        grading("present", "基本满意", "满意", 1, half),
        grading("present", "不满意", "基本满意", 1, half),
        grading("present", "不满意", "满意", 2, half),
        grading("present", "不满意", "满意", 1, r#""cmp":">=","num":1,"den":2"#),
        grading("present", "不满意", "满意", 1, r#""cmp":">","num":4,"den":5"#),
    ] {
        assert_eq!(changed(&grade, &before, &after), [11], "{after}");
    }
    let text = write(&grade, &settings(&before));
    assert!(text.contains(
        "“满意”票超过到会代表的半数（不含半数）的，评为“满意”；均不符合的，评为“不满意”。"
    ));
}

#[test]
fn its_figures_are_those_of_the_rule() {
    let rule = settings(
        r#"{"profile":"sn-2025","seats":7,"quorum":{"base":"all","cmp":">","num":3,"den":4},
            "pass":{"base":"present","cmp":">=","num":55,"den":100},
            "second_gate":{"electorate":131,"cmp":">","num":2,"den":3}}"#,
    );
    let text = write(&Method::Capped { max: 8 }, &rule);
    for part in [
        "陕西省2025年11月28日",
        "候选项目共 12 个",
        "应选 7 个",
        "差额 5 个",
        "候选项目数应当多于应选项目数",
        "超过全体代表的四分之三（不含四分之三）",
        "达到到会代表的百分之五十五以上（含百分之五十五）",
        "全体投票人（131 人，含代表）的三分之二",
        "赞成的项目不得多于 8 个",
        "取排列在前的 7 个入选",
    ] {
        assert!(text.contains(part), "{part} is missing from:\n{text}");
    }
    let rank = Method::Rank { max: 6 };
    let text = write(&rank, &settings(r#"{"rank_score":"rank_sum"}"#));
    assert!(text.contains("1 至 6 的序号") && text.contains("按 7 计入"));
    let text = write(&rank, &settings(r#"{"rank_score":"borda","seats":7}"#));
    assert!(text.contains("序号 1 计 6 分") && text.contains("序号 6 计 1 分"));
    // The next round is counted as the first one was, which the engine does.
    assert!(text.contains("再次投票，按第十一条的方法排列") && !text.contains("得票多的入选"));
    let text = write(&Method::Pick { min: 3, max: 9 }, &Profile::Default.rule());
    assert!(text.contains("不得多于 9 个，不得少于 3 个"));
    assert!(!text.contains("整张票未作标记的"), "an empty ballot is not lawful here");
}

#[test]
fn it_can_be_written_from_a_profile_alone_and_for_paper() {
    for profile in Profile::ALL {
        let rule = profile.rule();
        let written = |channel| {
            Regulation { title: None, method: None, options: None, rule: &rule, channel }.text()
        };
        let (sealed, paper) = (written(Channel::Sealed), written(Channel::Paper));
        assert!(sealed.starts_with("民生实事项目票决办法\n"));
        assert!(sealed.contains("密封电子表决") && sealed.contains("改用纸质票"));
        assert!(!paper.contains("密封") && paper.contains("以纸质票进行"));
        assert!(sealed.contains(&rule.basis));
    }
}

#[test]
fn a_show_of_hands_is_neither_secret_nor_on_paper() {
    let (method, rule) = (Method::YesNoAbstain {}, Profile::Default.rule());
    let hands = written(&method, &rule, Channel::Hands);
    for part in ["采用举手方式", "先请赞成的代表举手", "计为弃权", "重新举手"]
    {
        assert!(hands.contains(part), "{part} is missing from:\n{hands}");
    }
    // The control: a vote on paper has all of these words.
    let paper = written(&method, &rule, Channel::Paper);
    for part in ["无记名", "纸质票", "票箱", "整张票", "收回的票", "标记"] {
        assert!(!hands.contains(part), "{part} is in:\n{hands}");
        assert!(paper.contains(part), "{part} is missing from:\n{paper}");
    }
}
