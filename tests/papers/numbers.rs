//! Every number on a paper is one of the database, and every one of the database is on the paper.

use ballotbox::entry::OutcomeEntry;
use ballotbox::ledger::Ledger;
use ballotbox::outcome::OptionOutcome;
use piaojue::domain::papers::{Layout, Numerals, PaperKind, VotesShown};
use serde_json::Value;

use crate::run;
use crate::town::{Place, digits, number, without};

/// What stands at the foot of a page, and in the head.
fn frame(place: &Place, code: &str, pages: usize) -> Vec<String> {
    let mut parts = Vec::new();
    for page in 1..=pages {
        parts.push(format!("校验码 {code}"));
        parts.push(format!("第 {page} 页共 {pages} 页"));
    }
    parts.push(place.example["title"].as_str().unwrap().to_owned());
    parts
}

/// 93.33%, worked out with a decimal fraction, unlike the program.
fn percent(votes: u32, base: u32) -> String {
    format!("{:.2}%", (f64::from(votes) * 100.0 / f64::from(base) + 1e-9))
}

fn outcome(place: &Place, ledger: &Ledger) -> OutcomeEntry {
    ledger.poll(place.poll).unwrap().outcome().unwrap().clone()
}

/// The times of the log in China, as papers write them.
async fn time(place: &Place, kind: &str) -> (String, String) {
    let entries = place.town.service.entries(place.town.session).await.unwrap();
    let entries = entries.iter().rev().map(|it| serde_json::from_slice::<Value>(it).unwrap());
    let entry = entries.into_iter().find(|entry| entry["kind"] == kind).unwrap();
    let at: jiff::Timestamp = entry["at"].as_str().unwrap().parse().unwrap();
    let at = at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(8)));
    (at.strftime("%Y年%-m月%-d日").to_string(), at.strftime("%H:%M").to_string())
}

/// All numbers of a report but those of the options.
async fn figures(place: &Place, ledger: &Ledger, needed: u32, base: &str) -> Vec<String> {
    let entry = outcome(place, ledger);
    let logged = ledger.poll(place.poll).unwrap();
    let (all, present) = (
        number(&place.example["electorate"]["all"]),
        number(&place.example["electorate"]["present"]),
    );
    let ballots = place.example["ballots"].as_array().unwrap().len();
    let mut parts = vec![
        format!("应到{all}人实到{present}人请假0人未到{}人", all - present),
        format!("发出{present}张收回{ballots}张有效{ballots}张无效0张"),
        format!("电子票{ballots}张纸质票0张未投{}张", present - ballots),
        format!("须到会{needed}人以上，开启表决时实到{present}人，达到法定人数"),
        base.to_owned(),
        entry.outcome.reason.zh.clone(),
        format!("题面码：{}", logged.question_code()),
        format!("封箱码：{}", logged.closing_code().unwrap()),
    ];
    parts.extend(entry.outcome.warnings.iter().map(|warning| warning.zh.clone()));
    for (word, kind) in [("截止时间", "poll_closed"), ("计票时间", "outcome")] {
        let (day, clock) = time(place, kind).await;
        parts.push(format!("{word}：{day}{clock}"));
    }
    if let Some(seats) = place.example["rule"]["seats"].as_u64() {
        parts.push(format!("应选{seats}个"));
    }
    parts
}

/// The report of an example's poll, with all that it must say; what is left has no digit.
async fn report(
    example: &str,
    (needed, base): (u32, &str),
    row: fn(&Place, &OptionOutcome) -> String,
) -> String {
    let place = Place::of(example, false, &[]).await;
    place.vote().await;
    let ledger = place.ledger().await;
    let entry = outcome(&place, &ledger);
    let mut parts = frame(&place, &place.code(PaperKind::Result).await, 1);
    parts.extend(entry.outcome.options.iter().map(|line| row(&place, line)));
    parts.extend(figures(&place, &ledger, needed, base).await);
    let text = place.text(PaperKind::Result, Layout::default()).await;
    let left = without(&text, &parts);
    assert_eq!(digits(&left), "", "{left}");
    for line in ["总监票人：", "监票人：李监票", "监票人：周监票", "计票人：", "会议执行主席："]
    {
        assert!(text.contains(line), "{line}");
    }
    text
}

#[test]
fn a_report_of_choices() {
    run(async {
        let row = |_: &Place, it: &OptionOutcome| {
            let fate = if it.elected { "是入选" } else { "否未入选" };
            let (number, votes) = (it.index + 1, it.votes);
            let rate = percent(votes, 48);
            format!("{number}{}{votes}{}0{rate}{fate}{}", it.title, 45 - votes, it.rank)
        };
        let text = report("siping-2023.json", (32, "得票率（占全体代表48人）"), row).await;
        // The real report says 93.3 % of those present; the rule takes it of all deputies.
        assert!(text.contains("42") && text.contains("87.50%"), "{text}");
    });
}

#[test]
fn a_report_of_answers() {
    run(async {
        let row = |_: &Place, it: &OptionOutcome| {
            let (number, passed) = (it.index + 1, if it.passed { "是" } else { "否" });
            let fate = if it.elected { "入选" } else { "未入选" };
            let rest = format!("{}{}{}", it.abstain, it.not_cast, percent(it.yes, 68));
            format!("{number}{}{}{}{rest}{passed}{fate}{}", it.title, it.yes, it.no, it.rank)
        };
        let text = report("baishabu-2021.json", (46, "得票率（占全体代表68人）"), row).await;
        assert!(text.contains("3124"), "{text}");
    });
}

#[test]
fn a_report_of_grades() {
    run(async {
        let row = |place: &Place, it: &OptionOutcome| {
            let counts: Vec<_> = it.counts.as_ref().unwrap().iter().map(u32::to_string).collect();
            let all = number(&place.example["electorate"]["all"]);
            let rate = percent(it.votes, u32::try_from(all).unwrap());
            let rest = format!("{}{}{rate}{}", it.abstain, it.not_cast, it.grade.clone().unwrap());
            format!("{}{}{}{rest}", it.index + 1, it.title, counts.concat())
        };
        report("zhenhai-2022.json", (22, "满意率（占全体代表32人）"), row).await;
    });
}

#[test]
fn a_notice_says_what_was_chosen_in_both_layouts() {
    run(async {
        let place = Place::with("siping-2023.json", false, &[], &[("publish", "names")]).await;
        place.vote().await;
        place.town.certify().await.unwrap();
        let unsigned = place.text(PaperKind::Notice, Layout::default()).await;
        assert!(unsigned.contains("公告（待公布）"), "{unsigned}");
        place.town.publish(place.poll).await.unwrap();
        let (day, _) = time(&place, "poll_closed").await;
        let code = place.code(PaperKind::Notice).await;
        let parts = |code: &str| {
            vec![
                format!(
                    "会议于{day}进行“2023年四屏镇民生实事项目票决”，以差额票决方式决定民生实事项目1个"
                ),
                format!("校验码{code}"),
                "—1/1—".to_owned(),
                format!("主席团{day}"),
            ]
        };
        let text = place.text(PaperKind::Notice, Layout::default()).await;
        let left = without(
            &text,
            &[parts(&code), vec!["一、农村人居环境整治和饮水工程现予公告".into()]].concat(),
        );
        assert_eq!(digits(&left), "", "no votes are told: {left}");

        let layout =
            Layout { counts: VotesShown::Shown, numerals: Numerals::Arabic, ..Layout::default() };
        let asked = place.asked(PaperKind::Notice, layout);
        let with = place.town.service.paper(place.town.session, &asked).await.unwrap().code;
        assert_ne!(with, code, "other data, another code");
        let text = place.text(PaperKind::Notice, layout).await;
        let item = "1.农村人居环境整治和饮水工程（42票）现予公告".to_owned();
        let left = without(&text, &[parts(&with), vec![item]].concat());
        assert_eq!(digits(&left), "", "{left}");

        let layout = Layout { dates: Numerals::Chinese, ..Layout::default() };
        let text = place.text(PaperKind::Notice, layout).await;
        assert!(text.contains("主席团二〇二"), "{text}");
    });
}

#[test]
fn a_notice_has_votes_where_the_rule_publishes_them() {
    run(async {
        let place = Place::with("siping-2023.json", false, &[], &[("publish", "counts")]).await;
        place.vote().await;
        place.town.certify().await.unwrap();
        let text = place.text(PaperKind::Notice, Layout::default()).await;
        assert!(text.contains("（42票）"), "{text}");
        let left_out = Layout { counts: VotesShown::LeftOut, ..Layout::default() };
        let text = place.text(PaperKind::Notice, left_out).await;
        assert!(!text.contains("42票"), "{text}");
    });
}

#[test]
fn an_empty_box_is_attested_with_the_numbers_of_the_opening() {
    run(async {
        let place = Place::of("siping-2023.json", false, &[]).await;
        place.town.sign_in(45).await.unwrap();
        place.town.open(place.poll).await.unwrap();
        let ledger = place.ledger().await;
        let (day, clock) = time(&place, "poll_opened").await;
        let mut parts = frame(&place, &place.code(PaperKind::Zero).await, 1);
        parts.extend([
            format!(
                "题面码{}开启时间{day}{clock}",
                ledger.poll(place.poll).unwrap().question_code()
            ),
            "应到48人开启时实到45人票签名册48张已作废票签0张电子票箱0张纸质票箱0张".to_owned(),
            "“2023年四屏镇民生实事项目票决”开启时，电子票箱内的密封票为0张".to_owned(),
        ]);
        let text = place.text(PaperKind::Zero, Layout::default()).await;
        let left = without(&text, &parts);
        assert_eq!(digits(&left), "", "{left}");
    });
}

#[test]
fn the_record_tells_the_day_and_its_digests() {
    run(async {
        let place = Place::of("siping-2023.json", false, &[]).await;
        place.vote().await;
        place.town.certify().await.unwrap();
        let text = place.text(PaperKind::Minutes, Layout::default()).await;
        let ledger = place.ledger().await;
        let logged = ledger.poll(place.poll).unwrap();
        for part in [
            "应到48人实到45人请假0人未到3人".to_owned(),
            format!("开始表决，题面码{}。", logged.question_code()),
            "截止表决：发出45张，收到密封票45张，实到45人。".to_owned(),
            format!("封箱，封箱码{}。", logged.closing_code().unwrap()),
            "（2份）".to_owned(),
            format!("日志条数{}日志根{}", ledger.size(), ledger.root()),
            logged.outcome().unwrap().digest().unwrap().to_string(),
        ] {
            assert!(text.contains(&part), "{part} is not in {text}");
        }
    });
}
