//! The engine against the executable vectors of `docs/RULES.md` §6, and its outcomes one by one.

use ballotbox::{
    method::Method,
    outcome::{
        Answers, BallotCounts, Case, DecideError, Electorate, GatedVotes, Outcome, Status, Totals,
        Votes, WarningCode, decide, decide_opened_with,
    },
    rule::{Pass, Rule, RuleError, RuleSettings},
};

mod cut;
mod numbers;
mod properties;
mod regulation;
mod settings;

/// A poll to decide, owned, so that a test states only what it is about.
#[derive(Clone, Debug)]
pub(crate) struct Poll {
    pub(crate) method: Method,
    pub(crate) all: u32,
    pub(crate) present: u32,
    pub(crate) ballots: BallotCounts,
    pub(crate) rule: Rule,
    pub(crate) totals: Totals,
}

impl Poll {
    pub(crate) fn new(method: Method, all: u32, present: u32, rule: &str, totals: Totals) -> Self {
        let ballots = BallotCounts { issued: present, cast: present, invalid: 0 };
        Self { method, all, present, ballots, rule: settings(rule), totals }
    }

    pub(crate) fn titles(&self) -> Vec<String> {
        (0..self.totals.options()).map(|number| format!("项目{number}")).collect()
    }

    pub(crate) fn try_decide(&self) -> Result<Outcome, DecideError> {
        decide(&self.case(&self.titles()))
    }

    pub(crate) fn decide(&self) -> Outcome {
        self.try_decide().unwrap()
    }

    fn case<'a>(&'a self, titles: &'a [String]) -> Case<'a> {
        Case {
            method: &self.method,
            titles,
            electorate: Electorate { all: self.all, present: self.present },
            ballots: self.ballots,
            rule: &self.rule,
            totals: &self.totals,
        }
    }
}

pub(crate) fn settings(json: &str) -> Rule {
    serde_json::from_str::<RuleSettings>(json).unwrap().resolve().unwrap()
}

pub(crate) fn picks(votes: &[u32]) -> Totals {
    Totals::Picks(votes.iter().copied().map(Votes::Plain).collect())
}

fn pick(all: u32, present: u32, rule: &str, votes: &[u32]) -> Poll {
    let max = u32::try_from(votes.len()).unwrap();
    Poll::new(Method::Pick { min: 0, max }, all, present, rule, picks(votes))
}

fn grades(names: &[&str]) -> Method {
    Method::Grade { grades: names.iter().map(|name| (*name).to_owned()).collect() }
}

fn codes(outcome: &Outcome) -> Vec<WarningCode> {
    outcome.warnings.iter().map(|warning| warning.code).collect()
}

#[test]
fn the_quorum_is_exact() {
    let two_thirds = r#"{"quorum":{"base":"all","cmp":">=","num":2,"den":3}}"#;
    let over_two_thirds = r#"{"quorum":{"base":"all","cmp":">","num":2,"den":3}}"#;
    let over_half = r#"{"quorum":{"base":"all","cmp":">","num":1,"den":2}}"#;
    for (rule, all, present, holds) in [
        (two_thirds, 60, 40, true),
        (two_thirds, 60, 39, false),
        (over_two_thirds, 60, 40, false),
        (over_two_thirds, 60, 41, true),
        (two_thirds, 19, 12, false),
        (two_thirds, 19, 13, true),
        (two_thirds, 19, 15, true),
        (over_half, 60, 30, false),
        (over_half, 60, 31, true),
    ] {
        let outcome = pick(all, present, rule, &[1]).decide();
        let quorum = outcome.status != Status::NoQuorum;
        assert_eq!(quorum, holds, "{rule}: {present} of {all}");
    }
}

#[test]
fn without_a_quorum_nothing_is_chosen_and_the_figures_still_show() {
    let outcome = pick(60, 39, r#"{"seats":1}"#, &[39, 2]).decide();
    assert_eq!(outcome.status, Status::NoQuorum);
    assert_eq!((outcome.elected.len(), outcome.seats_left, outcome.next.is_none()), (0, 1, true));
    let first = &outcome.options[0];
    assert_eq!((first.votes, first.passed, first.elected, first.rank), (39, false, false, 1));
    assert_eq!(
        outcome.reason.zh,
        "全体代表 60 人，到会 39 人，未达到全体代表 60 人的三分之二，不足法定人数，本次票决不产生结果。"
    );
    assert_eq!(
        outcome.reason.en,
        "39 of all 60 deputies present, less than two thirds of all 60 deputies, no quorum, so that the vote decides nothing."
    );
}

#[test]
fn the_quorum_is_that_of_the_opening_and_the_base_that_of_the_close() {
    let poll = pick(60, 41, r#"{"pass":{"base":"present","cmp":">","num":1,"den":2}}"#, &[20, 21]);
    let titles = poll.titles();
    let late = decide_opened_with(&poll.case(&titles), 39).unwrap();
    assert_eq!(late.status, Status::NoQuorum);
    let outcome = decide_opened_with(&poll.case(&titles), 40).unwrap();
    assert_eq!(outcome.elected, [1], "20 of 41 is no half, 21 is");
    assert_eq!(
        decide_opened_with(&poll.case(&titles), 61),
        Err(DecideError::PresentOverAll { present: 61, all: 60 })
    );
}

#[test]
fn nobody_decides_nothing() {
    let poll = pick(0, 0, "{}", &[0, 0]);
    assert_eq!(poll.try_decide(), Err(DecideError::NoDeputies));
}

#[test]
fn the_pass_mark_is_exact_on_each_base() {
    let all = r#"{"pass":{"base":"all","cmp":">","num":1,"den":2}}"#;
    let present = r#"{"pass":{"base":"present","cmp":">","num":1,"den":2}}"#;
    let issued = r#"{"pass":{"base":"issued","cmp":">=","num":1,"den":2}}"#;
    let valid = r#"{"pass":{"base":"valid","cmp":">","num":1,"den":2}}"#;
    let none = r#"{"pass":{"base":"none"}}"#;
    for (rule, roll, votes, passes) in [
        (all, 103, 51, false),
        (all, 103, 52, true),
        (present, 103, 46, false),
        (present, 103, 47, true),
        (present, 103, 51, true),
        (all, 103, 47, false),
        (issued, 103, 45, false),
        (issued, 103, 46, true),
        (valid, 103, 40, false),
        (valid, 103, 41, true),
        (none, 103, 0, true),
    ] {
        let mut poll = pick(roll, 93, rule, &[votes]);
        poll.ballots = BallotCounts { issued: 92, cast: 85, invalid: 4 };
        assert_eq!(poll.decide().options[0].passed, passes, "{rule}: {votes}");
    }
    for (votes, passes) in [(29, false), (30, true)] {
        assert_eq!(pick(58, 58, all, &[votes]).decide().options[0].passed, passes);
    }
}

#[test]
fn a_grade_follows_from_inclusive_and_exclusive_steps() {
    let step = |cmp: &str| {
        format!(
            r#"{{"grading":{{"base":"present","else":"不满意","steps":[
                {{"grade":"满意","sum":1,"cmp":"{cmp}","num":1,"den":2}},
                {{"grade":"基本满意","sum":2,"cmp":">","num":1,"den":2}}]}}}}"#
        )
    };
    for (cmp, present, row, grade) in [
        (">", 29, [15, 0, 14], "满意"),
        (">", 29, [14, 1, 14], "基本满意"),
        (">", 29, [10, 4, 15], "不满意"),
        (">", 30, [15, 0, 15], "不满意"),
        (">", 30, [10, 5, 15], "不满意"),
        (">", 30, [10, 6, 14], "基本满意"),
        (">=", 30, [15, 0, 15], "满意"),
        (">=", 30, [14, 1, 15], "不满意"),
    ] {
        let method = grades(&["满意", "基本满意", "不满意"]);
        let totals = Totals::Rows(vec![row.to_vec()]);
        let outcome = Poll::new(method, present, present, &step(cmp), totals).decide();
        let line = &outcome.options[0];
        assert_eq!(line.grade.as_deref(), Some(grade), "{cmp} {row:?}");
        assert_eq!(line.passed, grade != "不满意");
        assert!(outcome.elected.is_empty() && !line.elected, "a grading chooses nothing");
        assert_eq!(line.yes + line.no + line.abstain, present);
        assert_eq!(codes(&outcome).contains(&WarningCode::HalfIsEnough), cmp == ">=");
    }
}

#[test]
fn the_competence_bands_of_dawu_hold() {
    let rule = r#"{"grading":{"base":"valid","else":"不称职","steps":[
        {"grade":"称职","sum":1,"cmp":">=","num":80,"den":100},
        {"grade":"基本称职","sum":1,"cmp":">=","num":50,"den":100}]}}"#;
    for (votes, grade) in
        [(36, "基本称职"), (37, "称职"), (23, "基本称职"), (22, "不称职"), (46, "称职")]
    {
        let totals = Totals::Rows(vec![vec![votes, 0, 46 - votes]]);
        let method = grades(&["称职", "基本称职", "不称职"]);
        let outcome = Poll::new(method, 46, 46, rule, totals).decide();
        assert_eq!(outcome.options[0].grade.as_deref(), Some(grade), "{votes} of 46");
    }
    // Four in five of 40 is exactly 32.
    for (votes, grade) in [(31, "基本称职"), (32, "称职")] {
        let totals = Totals::Rows(vec![vec![votes, 0, 40 - votes]]);
        let method = grades(&["称职", "基本称职", "不称职"]);
        let outcome = Poll::new(method, 40, 40, rule, totals).decide();
        assert_eq!(outcome.options[0].grade.as_deref(), Some(grade), "{votes} of 40");
    }
}

#[test]
fn the_double_gate_of_shigu_needs_both() {
    let rule = r#"{"second_gate":{"electorate":20,"cmp":">","num":2,"den":3}}"#;
    for (deputies, all, passes) in [(5, 14, true), (5, 13, false), (4, 14, false), (4, 13, false)] {
        let yes = Votes::Gated(GatedVotes { deputies, all });
        let totals = Totals::Answers(vec![Answers { yes, no: 20 - all }]);
        let mut poll = Poll::new(Method::YesNoAbstain {}, 8, 8, rule, totals);
        poll.ballots = BallotCounts { issued: 20, cast: 20, invalid: 0 };
        let outcome = poll.decide();
        assert_eq!(outcome.options[0].passed, passes, "{deputies} of 8, {all} of 20");
        if passes {
            assert_eq!(
                outcome.options[0].reason.zh,
                "代表得 5 票，超过全体代表 8 人的半数，全部投票人共得 14 票，超过全体投票人 20 人的三分之二，列第 1 位，通过。"
            );
        }
    }
}

#[test]
fn the_double_gate_refuses_what_it_cannot_count() {
    let rule = r#"{"second_gate":{"electorate":20,"cmp":">","num":2,"den":3}}"#;
    let gated = |deputies, all| Votes::Gated(GatedVotes { deputies, all });
    let poll = |rule: &str, votes: Votes| {
        let mut poll =
            Poll::new(Method::Pick { min: 0, max: 1 }, 8, 8, rule, Totals::Picks(vec![votes]));
        poll.ballots = BallotCounts { issued: 20, cast: 20, invalid: 0 };
        poll
    };
    assert_eq!(poll(rule, Votes::Plain(14)).try_decide(), Err(DecideError::DeputiesMissing(0)));
    assert_eq!(
        poll(rule, gated(9, 14)).try_decide(),
        Err(DecideError::TooManyDeputies { row: 0, deputies: 9, all: 14, present: 8 })
    );
    // Eight are deputies and twelve are not.
    assert_eq!(
        poll(rule, gated(1, 14)).try_decide(),
        Err(DecideError::TooManyOthers { row: 0, found: 13, others: 12 })
    );
    assert!(poll(rule, gated(2, 14)).try_decide().is_ok());
    let mut absent = poll(rule, gated(5, 14));
    absent.present = 7;
    assert_eq!(
        absent.try_decide(),
        Err(DecideError::CastOverVoters { cast: 20, voters: 19 }),
        "a deputy who is absent casts nothing"
    );
    let mut plain = poll("{}", gated(5, 14));
    plain.ballots = BallotCounts { issued: 8, cast: 8, invalid: 0 };
    assert_eq!(
        plain.try_decide(),
        Err(DecideError::OverMax { total: 14, valid: 8, max: 1, most: 8 })
    );
    let method = Method::Pick { min: 0, max: 1 };
    assert_eq!(settings(rule).check(&method, 1, true), Err(RuleError::SecondGateSealed));
    assert_eq!(settings(rule).check(&method, 1, false), Ok(()));
}

#[test]
fn more_returned_than_issued_is_void() {
    let mut poll = pick(60, 45, r#"{"seats":1}"#, &[46, 3]);
    poll.ballots = BallotCounts { issued: 45, cast: 46, invalid: 0 };
    let outcome = poll.decide();
    assert_eq!((outcome.status, outcome.elected.len()), (Status::Void, 0));
    assert_eq!(outcome.options[0].reason.zh, "得 46 票，本次票决无效，不作认定。");
    assert!(outcome.reason.zh.contains("发出票 45 张，收回票 46 张，收回的票多于发出的票"));
    poll.ballots.cast = 45;
    poll.totals = picks(&[45, 3]);
    assert_eq!(poll.decide().status, Status::Decided);
}

#[test]
fn fewer_returned_than_issued_is_valid_and_said() {
    let mut poll = pick(60, 45, "{}", &[31]);
    poll.ballots = BallotCounts { issued: 45, cast: 43, invalid: 2 };
    let outcome = poll.decide();
    assert_eq!(outcome.status, Status::Decided);
    assert_eq!(codes(&outcome), [WarningCode::NotReturned]);
    assert_eq!(outcome.warnings[0].zh, "发出票 45 张，收回票 43 张，未收回 2 张，票决有效。");
    let line = &outcome.options[0];
    assert_eq!((line.votes, line.abstain, line.not_cast), (31, 10, 2));
}

#[test]
fn the_four_figures_of_2012_add_up() {
    let yes = Votes::Plain(2639);
    let totals = Totals::Answers(vec![Answers { yes, no: 160 }]);
    let mut poll = Poll::new(Method::YesNoAbstain {}, 2978, 2872, "{}", totals);
    poll.ballots = BallotCounts { issued: 2872, cast: 2856, invalid: 0 };
    let line = poll.decide().options.remove(0);
    assert_eq!((line.yes, line.no, line.abstain, line.not_cast), (2639, 160, 57, 16));
    assert_eq!(line.yes + line.no + line.abstain + line.not_cast, 2872);
    assert!(line.passed);
}

#[test]
fn a_tie_at_the_cut_goes_the_way_of_the_rule() {
    let votes = [60, 55, 55, 70, 55, 30];
    for (tie, status, elected, left, code) in [
        ("revote", Status::TieAtCut, vec![3, 0], 1, None),
        ("presidium", Status::TieAtCut, vec![3, 0], 1, None),
        ("admit_all", Status::Decided, vec![3, 0, 1, 2, 4], 0, Some(WarningCode::TieAllAdmitted)),
        ("drop_all", Status::Decided, vec![3, 0], 1, Some(WarningCode::TieAllDropped)),
    ] {
        let rule = format!(r#"{{"seats":3,"tie_at_cut":"{tie}"}}"#);
        let outcome = pick(103, 93, &rule, &votes).decide();
        assert_eq!((outcome.status, outcome.seats_left), (status, left), "{tie}");
        assert_eq!(outcome.elected, elected, "{tie}");
        assert_eq!(outcome.tied, [1, 2, 4], "{tie}");
        assert_eq!(codes(&outcome), code.into_iter().collect::<Vec<_>>(), "{tie}");
        assert_eq!(outcome.next.is_some(), tie == "revote");
        let ranks: Vec<_> = outcome.options.iter().map(|line| line.rank).collect();
        assert_eq!(ranks, [2, 3, 3, 1, 3, 6]);
    }
    // Equal votes that do not straddle the cut are no tie.
    let outcome = pick(103, 93, r#"{"seats":4}"#, &[60, 55, 55, 70, 54]).decide();
    assert_eq!((outcome.status, outcome.elected), (Status::Decided, vec![3, 0, 1, 2]));
}

#[test]
fn a_revote_needs_no_pass_mark_and_can_be_tied_again() {
    let poll = pick(103, 93, r#"{"seats":3}"#, &[60, 55, 55, 70, 55]);
    let outcome = poll.decide();
    let next = outcome.next.clone().unwrap();
    assert_eq!((next.options, next.seats), (vec![1, 2, 4], 1));
    let mut second = pick(103, 93, "{}", &[20, 31, 30]);
    second.rule = poll.rule.for_next_round(&outcome).unwrap();
    second.method = poll.method.for_next_round(3, 1);
    assert_eq!(second.method, Method::Pick { min: 0, max: 1 });
    assert_eq!(second.decide().elected, [1], "31 of 103 would not pass again, and need not");
    second.totals = picks(&[20, 31, 31]);
    let outcome = second.decide();
    assert_eq!((outcome.status, outcome.tied.as_slice()), (Status::TieAtCut, &[1, 2][..]));
    assert!(second.rule.for_next_round(&outcome).is_some());
    let gate = r#"{"seats":3,"second_gate":{"electorate":200,"cmp":">","num":2,"den":3}}"#;
    let next = settings(gate).for_next_round(&outcome).unwrap();
    assert_eq!((next.pass, next.second_gate), (Pass::None, None), "they have passed both");
}

#[test]
fn a_shortfall_is_reported_whatever_follows() {
    for action in ["leave", "revote", "next_session", "presidium"] {
        let rule = format!(r#"{{"seats":3,"shortfall":"{action}"}}"#);
        let poll = pick(103, 93, &rule, &[60, 51, 40, 55]);
        let outcome = poll.decide();
        assert_eq!((outcome.status, outcome.seats_left), (Status::Shortfall, 1), "{action}");
        assert_eq!(outcome.elected, [0, 3]);
        let next = poll.rule.for_next_round(&outcome);
        if action == "revote" {
            let round = outcome.next.unwrap();
            assert_eq!((round.options, round.seats), (vec![1, 2], 1));
            let next = next.unwrap();
            assert_eq!((next.seats, next.pass), (Some(1), poll.rule.pass));
        } else {
            assert!(outcome.next.is_none() && next.is_none());
        }
    }
}

#[test]
fn figures_that_contradict_each_other_are_refused_with_their_place() {
    let base = pick(103, 93, "{}", &[52, 47]);
    let change = |change: &dyn Fn(&mut Poll)| {
        let mut poll = base.clone();
        change(&mut poll);
        poll.try_decide().unwrap_err().to_string()
    };
    for (error, sentence) in [
        (change(&|poll| poll.present = 104), "`electorate.present` is 104, more than"),
        (change(&|poll| poll.ballots.invalid = 94), "`ballots.invalid` is 94, more than"),
        (change(&|poll| poll.present = 92), "`ballots.cast` is 93, more than the 92"),
        (change(&|poll| poll.totals = picks(&[52, 94])), "`totals[1]` adds up to 94"),
        (change(&|poll| poll.totals = Totals::Rows(vec![vec![1]; 2])), "not those of the poll"),
        (change(&|poll| poll.method = Method::Pick { min: 0, max: 1 }), "99 votes in favour"),
        (change(&|poll| poll.method = Method::Pick { min: 2, max: 2 }), "demand 186"),
    ] {
        assert!(error.contains(sentence), "{error}");
    }
    let titles = base.titles();
    let mut case = base.case(&titles);
    case.titles = &titles[..1];
    case.method = &Method::Pick { min: 0, max: 1 };
    assert_eq!(decide(&case), Err(DecideError::WrongRows { found: 2, options: 1 }));
    let answers = Answers { yes: Votes::Plain(50), no: 44 };
    let poll = Poll::new(Method::YesNoAbstain {}, 103, 93, "{}", Totals::Answers(vec![answers]));
    assert_eq!(poll.try_decide(), Err(DecideError::OverValid { row: 0, total: 94, valid: 93 }));
    let numbers = Totals::Rows(vec![vec![60, 0], vec![60, 0]]);
    let poll = Poll::new(Method::Rank { max: 2 }, 103, 93, "{}", numbers);
    let error = DecideError::NumberOverValid { number: 1, total: 120, valid: 93 };
    assert_eq!(poll.try_decide(), Err(error));
    let narrow = Poll::new(Method::Rank { max: 2 }, 9, 9, "{}", Totals::Rows(vec![vec![1]; 2]));
    assert_eq!(narrow.try_decide(), Err(DecideError::WrongWidth { row: 0, found: 1, width: 2 }));
}

#[test]
fn remarks_name_what_is_unusual() {
    for (rule, votes, expected) in [
        (r#"{"seats":5}"#, 6, vec![]),
        (r#"{"seats":6}"#, 7, vec![WarningCode::SurplusBelow20Percent]),
        (
            r#"{"seats":6,"profile":"sn-2025"}"#,
            6,
            vec![WarningCode::SurplusBelow20Percent, WarningCode::SurplusObligatory],
        ),
        (r#"{"profile":"sn-2025"}"#, 6, vec![WarningCode::SurplusObligatory]),
        (r#"{"profile":"sn-2025","seats":5}"#, 6, vec![]),
        (
            r#"{"pass":{"base":"present","cmp":">","num":1,"den":2}}"#,
            6,
            vec![WarningCode::PassBaseNotAll],
        ),
        (
            r#"{"pass":{"base":"all","cmp":">=","num":2,"den":4}}"#,
            6,
            vec![WarningCode::HalfIsEnough],
        ),
        (r#"{"pass":{"base":"all","cmp":">=","num":2,"den":3}}"#, 6, vec![]),
        (
            r#"{"pass":{"base":"all","cmp":">=","num":49,"den":100}}"#,
            6,
            vec![WarningCode::PassBelowHalf],
        ),
        (
            r#"{"pass":{"base":"present","cmp":">","num":1,"den":3}}"#,
            6,
            vec![WarningCode::PassBaseNotAll, WarningCode::PassBelowHalf],
        ),
        (
            r#"{"quorum":{"base":"all","cmp":">","num":1,"den":2}}"#,
            6,
            vec![WarningCode::QuorumBelowTwoThirds],
        ),
        (r#"{"quorum":{"base":"all","cmp":">","num":4,"den":6}}"#, 6, vec![]),
    ] {
        let votes: Vec<_> = (0..votes).map(|option| 80 - option).collect();
        let outcome = pick(103, 93, rule, &votes).decide();
        assert_eq!(codes(&outcome), expected, "{rule}");
    }
    let outcome = pick(103, 93, r#"{"pass":{"base":"none"},"seats":1}"#, &[0, 0]).decide();
    assert_eq!(outcome.status, Status::TieAtCut);
    let outcome = pick(103, 93, r#"{"pass":{"base":"none"}}"#, &[1, 0]).decide();
    assert!(codes(&outcome).contains(&WarningCode::ElectedWithoutVotes));
    let article = outcome.warnings.iter().find(|found| found.code == WarningCode::PassBaseNotAll);
    assert!(article.unwrap().zh.contains("第二十五条"));
}

#[test]
fn an_outcome_is_free_of_null_and_its_report_is_not() {
    let outcome = pick(103, 93, r#"{"seats":1}"#, &[52, 47]).decide();
    let json = serde_json::to_string(&outcome).unwrap();
    assert!(!json.contains("null") && !json.contains("\"next\""), "{json}");
    assert_eq!(serde_json::from_str::<Outcome>(&json).unwrap(), outcome);
    let report = serde_json::to_value(outcome.report()).unwrap();
    assert!(report["next"].is_null() && report["options"][0]["grade"].is_null());
    assert!(report.as_object().unwrap().contains_key("next"));
    assert!(report["options"][0].as_object().unwrap().contains_key("grade"));
    assert_eq!(report["status"], "decided");
    let added = json.replacen('{', r#"{"extra":1,"#, 1);
    assert!(serde_json::from_str::<Outcome>(&added).is_err());
}
