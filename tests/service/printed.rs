//! What the papers of a vote say, and what publishing it makes of the projects.

use ballotbox::manifest::Channel;
use piaojue::documents::papers::Body;
use piaojue::domain::paper::Way;
use piaojue::domain::papers::{Layout, PaperAsked, PaperKind};
use piaojue::domain::poll::PollState;
use piaojue::domain::project::ProjectState;
use piaojue::domain::roll::Mark;
use piaojue::service::batches::BatchForm;
use piaojue::service::polls::PollForm;
use serde_json::json;
use sqlx::{AssertSqlSafe, Executor as _};
use uuid::Uuid;

use crate::day::{DEPUTIES, Day, PLAN, Point, question, refused};
use crate::paper::{keyless, on_paper};
use crate::place::Kind;

/// A poll's paper as it was asked for.
fn asked(kind: PaperKind, poll: Uuid) -> PaperAsked {
    PaperAsked { kind, poll: Some(poll), layout: Layout::default() }
}

/// All that stands on a poll's paper.
async fn said(day: &Day, kind: PaperKind) -> String {
    let paper = day.service().paper(day.session(), &asked(kind, day.poll)).await.unwrap();
    serde_json::to_string(&paper.body).unwrap()
}

/// Closes a vote on paper with so many handed out, and counts what came back in one batch.
async fn count(day: &Day, issued: u32, papers: u32, totals: &[u32]) {
    day.town.close_paper(day.poll, issued).await.unwrap();
    enter(day, papers, totals).await;
}

/// Two tellers enter the only batch, and all seal.
async fn enter(day: &Day, papers: u32, totals: &[u32]) {
    let batch = BatchForm { batch: 1, papers, invalid: 0, totals: totals.to_vec() };
    day.town.enter_papers(day.poll, &batch).await.unwrap();
    day.town.seal_papers(day.poll).await.unwrap();
}

async fn publish(day: &Day) {
    day.town.certify().await.unwrap();
    day.town.publish(day.poll).await.unwrap();
}

/// How far the three projects of the poll have come.
async fn projects(day: &Day) -> Vec<ProjectState> {
    let projects = day.service().projects(day.session()).await.unwrap();
    projects.into_iter().take(3).map(|project| project.state).collect()
}

pub(crate) async fn a_void_vote_is_announced_as_void_and_held_again(kind: Kind) {
    let mut day = keyless(kind, on_paper).await;
    count(&day, 6, 7, &[7, 7, 0]).await;
    publish(&day).await;
    let notice = said(&day, PaperKind::Notice).await;
    let void = "收回的票多于发出的票，本次票决无效，由大会主席团决定重新投票。";
    assert!(notice.contains(void), "{notice}");
    assert!(!notice.contains("没有项目获得通过"), "{notice}");
    let result = said(&day, PaperKind::Result).await;
    assert_eq!(result.matches(r#""—","不作认定","—""#).count(), 3, "{result}");
    assert!(!result.contains(r#""未入选""#), "{result}");
    assert_eq!(projects(&day).await, [ProjectState::Candidate; 3]);
    // The control is the vote that the presidium orders: with as many papers as were handed out.
    day.poll = day.town.prepare_poll(on_paper(&day.projects[..3])).await.unwrap();
    day.town.open(day.poll).await.unwrap();
    count(&day, 12, 12, &[12, 8, 4]).await;
    publish(&day).await;
    let notice = said(&day, PaperKind::Notice).await;
    assert!(notice.contains("以差额票决方式决定民生实事项目 2 个"), "{notice}");
    let (elected, out) = (ProjectState::Elected, ProjectState::NotElected);
    assert_eq!(projects(&day).await, [elected, elected, out]);
    day.service().end().await;
}

/// Two of three on paper, with this rule for projects that are level at the cut.
fn with_ties(options: &[Uuid], tie_at_cut: &str) -> PollForm {
    let rule = json!({ "seats": 2, "tie_at_cut": tie_at_cut });
    PollForm { rule, ..on_paper(options) }
}

pub(crate) async fn what_is_level_stays_open(kind: Kind) {
    let (elected, out) = (ProjectState::Elected, ProjectState::NotElected);
    let open = ProjectState::Candidate;
    let level = "个项目得票相同";
    for (rule, totals, notice, states) in [
        (
            "presidium",
            [10, 7, 7],
            Some("另有 2 个项目得票相同，尚缺 1 个，由大会主席团决定。"),
            [elected, open, open],
        ),
        ("revote", [8, 8, 8], Some("有 3 个项目得票相同，尚缺 2 个，由代表再次投票。"), [open; 3]),
        ("drop_all", [10, 7, 7], None, [elected, out, out]),
        ("admit_all", [10, 7, 7], None, [elected; 3]),
        // The control: nothing is level.
        ("presidium", [10, 8, 6], None, [elected, elected, out]),
    ] {
        let day = keyless(kind, |options| with_ties(options, rule)).await;
        count(&day, 12, 12, &totals).await;
        publish(&day).await;
        let text = said(&day, PaperKind::Notice).await;
        match notice {
            Some(notice) => assert!(text.contains(notice), "{text}"),
            None => assert!(!text.contains(level), "{rule}: {text}"),
        }
        assert_eq!(text.contains("尚没有项目入选"), rule == "revote", "{text}");
        assert!(!text.contains("没有项目获得通过"), "{text}");
        assert_eq!(projects(&day).await, states, "{rule}");
        let result = said(&day, PaperKind::Result).await;
        let waits = result.matches(r#""末位同票""#).count();
        assert_eq!(waits, states.iter().filter(|it| **it == open).count(), "{rule}: {result}");
        day.service().end().await;
    }
}

pub(crate) async fn what_goes_into_a_further_round_stays_open(kind: Kind) {
    let (elected, out) = (ProjectState::Elected, ProjectState::NotElected);
    let open = ProjectState::Candidate;
    // Ten of twelve are more than half, five are not: one of two places is left. The control is the
    // rule that leaves it empty.
    for (rule, states, word, other) in [
        ("revote", [elected, open, open], r#""再次投票""#, r#""未入选""#),
        ("leave", [elected, out, out], r#""未入选""#, r#""再次投票""#),
    ] {
        let day = keyless(kind, |options| PollForm {
            rule: json!({ "seats": 2, "shortfall": rule }),
            ..on_paper(options)
        })
        .await;
        count(&day, 12, 12, &[10, 5, 5]).await;
        publish(&day).await;
        assert_eq!(projects(&day).await, states, "{rule}");
        let result = said(&day, PaperKind::Result).await;
        let counted = (result.matches(word).count(), result.matches(other).count());
        assert_eq!(counted, (2, 0), "{rule}: {result}");
        day.service().end().await;
    }
}

pub(crate) async fn a_further_round_has_no_regulation(kind: Kind) {
    let day = Day::at(kind, Point::State(PollState::Published)).await;
    let (service, session, clerk) = (day.service(), day.session(), &day.town.clerk);
    let next = service.prepare_next_round(clerk, session, day.poll, Way::Same).await.unwrap();
    let shelf = service.paper_shelf(session).await.unwrap();
    let polls = |kind: PaperKind| {
        let of_kind = shelf.iter().filter(move |paper| paper.kind == kind);
        of_kind.map(|paper| paper.poll).collect::<Vec<_>>()
    };
    assert_eq!(polls(PaperKind::Regulation), [Some(day.poll)]);
    let asked_for = async |kind, poll| service.paper(session, &asked(kind, poll)).await;
    let refusal = refused(asked_for(PaperKind::Regulation, next).await);
    assert_eq!(refusal, "refusal-paper-round");
    // The control: the first round's, and the other papers of this round.
    assert_eq!(polls(PaperKind::Ballot), [Some(day.poll), Some(next)]);
    let adopted = asked_for(PaperKind::Regulation, day.poll).await.unwrap();
    assert_eq!(adopted.name, "票决办法", "there is only one");
    asked_for(PaperKind::Ballot, next).await.unwrap();
    service.end().await;
}

pub(crate) async fn a_report_knows_who_was_on_leave(kind: Kind) {
    let mut day = Day::found_with(kind, &PLAN, 0).await;
    day.poll = day.town.prepare_poll(on_paper(&day.projects[..3])).await.unwrap();
    day.town.sign_in(DEPUTIES - 2).await.unwrap();
    let (service, session, clerk) = (day.service(), day.session(), &day.town.clerk);
    let away = service.roll(session).await.unwrap()[DEPUTIES - 1].id;
    service.mark(clerk, session, &[away], Some(Mark::Leave)).await.unwrap();
    day.town.open(day.poll).await.unwrap();
    count(&day, 10, 10, &[10, 8, 2]).await;
    let people = r#"["应到","12 人"],["实到","10 人"],"#;
    let leave = r#"["请假","1 人"],["未到","1 人"]"#;
    let result = said(&day, PaperKind::Result).await;
    assert!(result.contains(&format!("{people}{leave}")), "{result}");
    // Who comes in the afternoon changes nothing of the morning's report.
    service.mark(clerk, session, &[away], Some(Mark::Present)).await.unwrap();
    assert_eq!(said(&day, PaperKind::Result).await, result);
    // A poll that closed before the number was kept.
    let storage = day.storage().await;
    let mut tx = storage.begin().await.unwrap();
    let forget = "update polls set on_leave = -1";
    tx.connection().execute(AssertSqlSafe(forget.to_owned())).await.unwrap();
    tx.commit().await.unwrap();
    storage.close().await;
    let result = said(&day, PaperKind::Result).await;
    assert!(result.contains(&format!(r#"{people}["未出席","2 人"],["发出""#)), "{result}");
    assert!(!result.contains("请假"), "{result}");
    day.service().end().await;
}

pub(crate) async fn hands_do_not_return(kind: Kind) {
    let missing = "未收回 1 张";
    let day = keyless(kind, |options| PollForm {
        method: json!({ "kind": "yes_no_abstain" }),
        rule: json!({}),
        channel: Channel::Hands,
        ..on_paper(&options[..2])
    })
    .await;
    day.town.close(day.poll).await.unwrap();
    enter(&day, 11, &[10, 1, 3, 8]).await;
    let result = said(&day, PaperKind::Result).await;
    assert!(result.contains(r#"["举手表决","11 人"],["未表决","1 人"]"#), "{result}");
    assert!(!result.contains(missing), "{result}");
    day.service().end().await;
    // The control: papers do return, or not.
    let day = keyless(kind, on_paper).await;
    count(&day, 12, 11, &[11, 8, 3]).await;
    let result = said(&day, PaperKind::Result).await;
    assert!(result.contains(missing), "{result}");
    day.service().end().await;
}

pub(crate) async fn five_grades_apart_fit_the_sheet(kind: Kind) {
    let mut day = Day::found(kind, &PLAN).await;
    let grades = ["很好", "较好", "一般", "较差", "很差"];
    let step = json!({ "grade": "很好", "sum": 1, "cmp": ">", "num": 1, "den": 2 });
    let form = PollForm {
        question: "2025年民生实事项目满意度测评".into(),
        method: json!({ "kind": "grade", "grades": grades }),
        rule: json!({ "grading": { "steps": [step], "else": "很差", "base": "all" } }),
        channel: Channel::Sealed,
        ..on_paper(&day.projects[..2])
    };
    day.poll = day.town.prepare_poll(form).await.unwrap();
    day.town.sign_in(DEPUTIES).await.unwrap();
    day.town.open(day.poll).await.unwrap();
    day.cast_all(|_| json!(["很好", "较差"]), 6).await;
    day.town.go_on_on_paper(day.poll, "会场停电").await.unwrap();
    day.town.hand_papers(day.poll, 6..DEPUTIES).await.unwrap();
    day.town.close(day.poll).await.unwrap();
    let totals = vec![2, 1, 1, 1, 1, 6, 0, 0, 0, 0];
    let batch = BatchForm { batch: 1, papers: 6, invalid: 0, totals };
    day.town.enter_papers(day.poll, &batch).await.unwrap();
    day.town.count(day.poll, 6).await.unwrap();
    let asked = asked(PaperKind::Result, day.poll);
    let paper = day.service().paper(day.session(), &asked).await.unwrap();
    let Body::Result(report) = paper.body else { panic!("not a report") };
    let apart = report.apart.unwrap();
    assert_eq!(apart.heads.len(), 12);
    assert_eq!((&*apart.heads[2], &*apart.heads[11]), ("电子很好", "纸质很差"));
    // 174 mm are on a sheet, and a title wants some of them.
    assert_eq!(apart.widths.len(), 12);
    assert!(apart.widths.iter().sum::<u32>() <= 130, "{:?}", apart.widths);
    day.service().end().await;
}

pub(crate) async fn only_a_poll_with_a_stub_is_named_by_it(kind: Kind) {
    let day = Day::found(kind, &PLAN).await;
    let (town, options) = (&day.town, &day.projects[..3]);
    let hands = PollForm {
        method: json!({ "kind": "yes_no_abstain" }),
        rule: json!({}),
        channel: Channel::Hands,
        ..on_paper(options)
    };
    let mut names = Vec::new();
    for form in [question(options), on_paper(options), hands] {
        town.prepare_poll(form).await.unwrap();
    }
    for paper in day.service().paper_shelf(day.session()).await.unwrap() {
        if let (PaperKind::Regulation, Some(poll)) = (paper.kind, paper.poll) {
            let asked = asked(PaperKind::Regulation, poll);
            names.push(day.service().paper(day.session(), &asked).await.unwrap().name);
        }
    }
    assert_eq!(names, ["票决办法（第 1 联）", "票决办法（第 2 项）", "票决办法（第 3 项）"]);
    day.service().end().await;
}
