//! Whole days, from an open session to a verified bundle: every method, paper, rounds, voids.

use std::collections::BTreeSet;

use ballotbox::hall::{Ballots, Hall};
use ballotbox::manifest::Channel;
use ballotbox::method::Method;
use ballotbox::outcome::Status;
use ballotbox::statement::VoidReason;
use ballotbox::verify::{Check, Report, Verdict, verify};
use serde_json::{Value, json};

use crate::fixture::{Day, published, question, rng, setup};

/// Verifies a hall's bundle, naming the checks that fail.
fn report(hall: &mut Hall) -> Report {
    let report = verify(&hall.bundle().to_bytes(), &|_| ()).unwrap();
    let failed: Vec<_> = report.checks.iter().filter(|check| !check.ok).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    report
}

#[test]
fn a_published_day_is_verified() {
    let mut day = published();
    let report = report(&mut day.hall);
    assert_eq!(report.verdict, Verdict::Verified);
    assert_eq!(report.polls[0].ballots, 8);
    let outcome = report.polls[0].outcome.as_ref().unwrap();
    assert_eq!(outcome.elected, [0, 1]);
    let votes: Vec<u32> = outcome.options.iter().map(|option| option.votes).collect();
    assert_eq!(votes, [8, 6, 2]);
    assert_eq!(report.polls[0].question_code.len(), 14);
}

#[test]
fn the_report_names_the_officers_and_their_keys_for_comparison_with_paper() {
    let mut day = published();
    let entries = day.hall.entries().iter();
    let mut entries = entries.map(|bytes| serde_json::from_slice::<Value>(bytes).unwrap());
    let listed = entries.find(|entry| entry["kind"] == "officers").unwrap();
    let of = |role: &'static str, list: &str| {
        let list = listed["body"]["officers"][list].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        list.map(|it| (role, text(&it["name"]), text(&it["sign"]))).collect::<Vec<_>>()
    };
    let expected = [of("teller", "tellers"), of("presidium", "presidium")].concat();
    assert!(expected.len() >= 5, "{expected:?}");
    let reported = report(&mut day.hall).officers.into_iter();
    let reported: Vec<_> = reported.map(|it| (it.role, it.name, it.key)).collect();
    assert_eq!(reported, expected);
}

#[test]
fn the_report_says_by_name_what_each_check_examined() {
    // The checks of docs/PROTOCOL.md §8, in its order.
    let names = [
        "canonical",
        "log",
        "officers",
        "opening",
        "slips",
        "casting",
        "signatures",
        "proofs",
        "closing",
        "shares",
        "totals",
        "paper",
        "rule",
        "identities",
        "certificate",
        "bulletin",
    ];
    let mut day = published();
    let (entries, ballots) = (day.hall.entries().len(), 8);
    let checks = report(&mut day.hall).checks;
    let found: Vec<_> = checks.iter().map(|check| (check.number, check.name)).collect();
    assert_eq!(found, (1..).zip(names).collect::<Vec<_>>());
    let examined = |name: &str| checks.iter().find(|check| check.name == name).unwrap().entries;
    let counted = ["canonical", "signatures", "proofs"].map(examined);
    assert_eq!(counted, [entries, ballots, ballots]);
    // What stands beside them on the terminal is for people, and is said of one check only.
    let titles: BTreeSet<_> = Check::ALL.iter().map(|check| check.title()).collect();
    assert_eq!(titles.len(), names.len());
    assert!(names.iter().all(|name| !titles.contains(name)));
}

#[test]
fn every_method_counts_what_was_marked() {
    let grades = ["满意", "基本满意", "不满意"].map(str::to_owned).to_vec();
    let cases = [
        (Method::YesNoAbstain {}, json!(["yes", "no", "abstain"]), vec![6, 0, 0, 6, 0, 0]),
        (Method::Capped { max: 1 }, json!(["no", "yes", null]), vec![0, 6, 6, 0, 0, 0]),
        (
            Method::Grade { grades },
            json!(["满意", null, "不满意"]),
            vec![6, 0, 0, 0, 0, 0, 0, 0, 6],
        ),
        (Method::Rank { max: 2 }, json!({"2": 1, "0": 2}), vec![0, 6, 0, 0, 6, 0]),
        (Method::Pick { min: 1, max: 3 }, json!([2, 0]), vec![6, 0, 6]),
    ];
    for (method, json, expected) in cases {
        let mut question = question(method.clone(), 3, None);
        if let Method::Grade { .. } = method {
            question.rule.grading = serde_json::from_value(json!({
                "steps": [{"grade": "满意", "sum": 1, "cmp": ">", "num": 1, "den": 2}],
                "else": "不满意", "base": "present"
            }))
            .unwrap();
        }
        let mut day = Day::open(6, question, 2);
        for slip in 0..6 {
            day.cast(slip, &json);
        }
        day.close();
        assert_eq!(day.count().totals.to_slots(), expected, "{method:?}");
        day.publish();
        assert_eq!(report(&mut day.hall).verdict, Verdict::Verified);
    }
}

#[test]
fn a_day_that_is_not_over_is_incomplete() {
    let mut day = Day::open(6, question(Method::YesNoAbstain {}, 2, None), 3);
    assert_eq!(report(&mut day.hall).verdict, Verdict::Incomplete);
    for slip in 0..6 {
        day.cast(slip, &json!(["yes", "no"]));
    }
    assert_eq!(report(&mut day.hall).verdict, Verdict::Incomplete);
    day.close();
    day.count();
    assert_eq!(report(&mut day.hall).verdict, Verdict::Incomplete);
}

#[test]
fn a_tie_goes_into_a_second_round_on_the_same_slips() {
    let mut day = Day::open(6, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 4);
    for (slip, picks) in [[0, 1], [0, 1], [0, 1], [0, 2], [0, 2], [0, 2]].into_iter().enumerate() {
        day.cast(slip, &json!(picks));
    }
    day.close();
    // Three of six are not more than half: nobody is tied, one has passed.
    assert_eq!(day.count().outcome.status, Status::Shortfall);

    let mut tied = question(Method::Pick { min: 0, max: 2 }, 3, Some(2));
    tied.rule = serde_json::from_value(json!({"pass": {"base": "none"}, "seats": 2}))
        .map(|settings: ballotbox::rule::RuleSettings| settings.resolve().unwrap())
        .unwrap();
    let mut day = Day::open(6, tied, 5);
    for (slip, picks) in [[0, 1], [0, 1], [0, 1], [0, 2], [0, 2], [0, 2]].into_iter().enumerate() {
        day.cast(slip, &json!(picks));
    }
    day.close();
    let first = day.count().outcome;
    assert_eq!((first.status, first.tied, first.seats_left), (Status::TieAtCut, vec![1, 2], 1));
    day.publish();
    let second = day.hall.open_next_round(&day.poll, &mut day.rng).unwrap();
    day.poll = second;
    for slip in 0..6 {
        day.cast(slip, &json!([usize::from(slip > 0)]));
    }
    day.close();
    let second = day.count().outcome;
    assert_eq!((second.status, second.elected), (Status::Decided, vec![1]));
    day.publish();
    let report = report(&mut day.hall);
    assert_eq!(report.verdict, Verdict::Verified);
    assert_eq!(report.polls.iter().map(|poll| poll.round).collect::<Vec<_>>(), [1, 2]);
    let bundle = String::from_utf8(day.hall.bundle().to_bytes()).unwrap();
    assert!(bundle.contains(r#""number":1,"title":"项目1"},{"id""#), "both rounds are published");
}

#[test]
fn paper_beside_sealed_ballots_adds_up() {
    let mut day = Day::open(12, question(Method::Pick { min: 0, max: 1 }, 2, Some(1)), 6);
    for slip in 0..6 {
        day.cast(slip, &json!([0]));
    }
    let poll = Some(day.poll.id());
    for slip in 6..11 {
        day.hall.void_slip(slip, poll, VoidReason::Paper).unwrap();
    }
    day.hall.void_slip(11, None, VoidReason::LeftOver).unwrap();
    day.hall.close_poll(&mut day.poll, Ballots { slips: 11, present: 12 }).unwrap();
    day.hall.enter_paper(&mut day.poll, 5, 1, vec![1, 3]).unwrap();
    let count = day.count();
    assert_eq!(count.totals.to_slots(), [7, 3]);
    assert_eq!(count.outcome.options[0].not_cast, 1);
    day.publish();
    assert_eq!(report(&mut day.hall).verdict, Verdict::Verified);
}

#[test]
fn a_poll_on_paper_alone_has_no_shares() {
    for channel in [Channel::Paper, Channel::Hands] {
        let paper =
            ballotbox::hall::Question { channel, ..question(Method::YesNoAbstain {}, 2, None) };
        let mut day = Day::open(9, paper, 7);
        day.close();
        day.hall.enter_paper(&mut day.poll, 9, 0, vec![6, 3, 9, 0]).unwrap();
        assert_eq!(day.count().outcome.elected, [1, 0]);
        day.publish();
        let report = report(&mut day.hall);
        assert_eq!(report.verdict, Verdict::Verified);
        assert_eq!(report.polls[0].ballots, 0);
    }
}

#[test]
fn a_pause_a_void_and_a_poll_held_again() {
    let mut day = Day::open(6, question(Method::Pick { min: 0, max: 1 }, 2, Some(1)), 8);
    day.cast(0, &json!([0]));
    day.hall.pause(&day.poll, true).unwrap();
    day.hall.pause(&day.poll, false).unwrap();
    day.cast(1, &json!([0]));
    day.hall.void_poll(&day.poll, "投票箱移动", None).unwrap();
    let again = question(Method::Pick { min: 0, max: 1 }, 2, Some(1));
    day.poll = day.hall.open_poll(again, &mut day.rng).unwrap();
    for slip in 0..6 {
        day.cast(slip, &json!([1]));
    }
    day.close();
    day.count();
    day.publish();
    day.hall.close().unwrap();
    let report = report(&mut day.hall);
    let states: Vec<_> = report.polls.iter().map(|poll| poll.state).collect();
    assert_eq!(states, ["voided", "published"]);
}

#[test]
fn stubs_that_differ_need_the_presidium() {
    let mut day = Day::open(6, question(Method::Pick { min: 0, max: 1 }, 2, Some(1)), 9);
    for slip in 0..6 {
        day.cast(slip, &json!([1]));
    }
    day.close();
    day.hall.sign_closing(&mut day.poll, 5).unwrap();
    let sums = day.hall.open_sums(&day.poll, &mut day.rng).unwrap();
    day.hall.decide(&mut day.poll, sums).unwrap();
    day.publish();
    assert_eq!(report(&mut day.hall).verdict, Verdict::Verified);
}

#[test]
fn fewer_than_five_ballots_are_not_opened_except_in_a_rehearsal() {
    let mut day = Day::open(6, question(Method::Pick { min: 0, max: 1 }, 2, Some(1)), 10);
    for slip in 0..4 {
        day.cast(slip, &json!([1]));
    }
    day.close();
    let refused = day.hall.sign_closing(&mut day.poll, 4).unwrap_err().to_string();
    assert!(refused.contains("4 sealed ballots"), "{refused}");

    let mut rng = rng(11);
    let rehearsal = ballotbox::hall::Setup { rehearsal: true, ..setup(6) };
    let mut hall = Hall::open(rehearsal, &mut rng).unwrap();
    hall.attendance(6, 6).unwrap();
    let question = question(Method::Pick { min: 0, max: 1 }, 2, Some(1));
    let poll = hall.open_poll(question, &mut rng).unwrap();
    let mut day = Day { hall, poll, rng };
    day.cast(0, &json!([1]));
    day.close();
    assert_eq!(day.count().totals.to_slots(), [0, 1]);
    assert!(report(&mut day.hall).rehearsal);
}

#[test]
fn more_papers_than_were_handed_out_make_a_lawful_log_of_a_void_vote() {
    let paper = ballotbox::hall::Question {
        channel: Channel::Paper,
        ..question(Method::YesNoAbstain {}, 2, None)
    };
    let mut day = Day::open(7, paper, 12);
    day.hall.close_poll(&mut day.poll, Ballots { slips: 6, present: 7 }).unwrap();
    day.hall.enter_paper(&mut day.poll, 7, 0, vec![6, 0, 6, 0]).unwrap();
    assert_eq!(day.count().outcome.status, Status::Void);
    day.publish();
    assert_eq!(report(&mut day.hall).verdict, Verdict::Verified);
}
