//! Rule settings: profiles, overrides, and what is refused by name.

use ballotbox::{
    method::Method,
    profile::Profile,
    rule::{Base, Cmp, Pass, Rule, RuleError, RuleSettings, Threshold},
};

use super::settings;

fn refusal(json: &str) -> String {
    match serde_json::from_str::<RuleSettings>(json) {
        Err(error) => error.to_string(),
        Ok(settings) => settings.resolve().unwrap_err().to_string(),
    }
}

#[test]
fn every_profile_resolves_and_names_its_basis() {
    for profile in Profile::ALL {
        let json = format!(r#"{{"profile":"{}"}}"#, profile.name());
        let rule = settings(&json);
        assert_eq!(rule, profile.rule());
        assert_eq!(Profile::by_name(profile.name()), Some(profile));
        assert!(rule.basis.contains("组织法"));
        let json = serde_json::to_string(&rule).unwrap();
        assert!(!json.contains("null"), "{json}");
        assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), rule);
    }
    assert_eq!(Profile::by_name("zj-2023"), None);
}

#[test]
fn an_override_takes_away_or_sets() {
    let rule = settings(
        r#"{"profile":"default","second_gate":null,"seats":null,
            "pass":{"base":"present","cmp":">=","num":2,"den":3},"over_vote":"item_void"}"#,
    );
    let threshold = Threshold { cmp: Cmp::AtLeast, num: 2, den: 3 };
    assert_eq!(rule.pass, Pass::Share { base: Base::Present, threshold });
    assert_eq!((rule.seats, rule.second_gate), (None, None));
    let idle = settings(r#"{"pass":{"base":"none","cmp":">","num":1,"den":2}}"#);
    assert_eq!(idle.pass, Pass::None);
    assert_eq!(serde_json::to_string(&idle.pass).unwrap(), r#"{"base":"none"}"#);
}

#[test]
fn what_is_no_setting_is_refused_by_name() {
    for (json, part) in [
        (r#"{"seatz":1}"#, "unknown field `seatz`"),
        (r#"{"profile":"zj"}"#, "unknown variant `zj`"),
        (r#"{"quorum":null}"#, "null"),
        (r#"{"shortfall":null}"#, "expected value"),
        (r#"{"seats":-1}"#, "-1"),
        (r#"{"seats":1.5}"#, "1.5"),
        (r#"{"seats":0}"#, "`rule.seats` is 0"),
        (r#"{"basis":" "}"#, "`rule.basis` is empty"),
        (r#"{"pass":{"base":"all"}}"#, "`cmp`, `num` and `den`"),
        (r#"{"pass":{"base":"half","cmp":">","num":1,"den":2}}"#, "unknown variant `half`"),
        (r#"{"pass":{"base":"all","cmp":">","num":1,"den":0}}"#, "`rule.pass` is wrong"),
        (r#"{"pass":{"base":"all","cmp":">","num":3,"den":2}}"#, "3/2 is more than the whole"),
        (
            r#"{"quorum":{"base":"all","cmp":">=","num":0,"den":3}}"#,
            "anything at all is at least 0/3",
        ),
        (r#"{"pass":{"base":"all","cmp":">","num":2,"den":2}}"#, "nothing can ever be more"),
        (r#"{"quorum":{"base":"present","cmp":">","num":1,"den":2}}"#, "unknown variant `present`"),
        (r#"{"quorum":{"base":"all","cmp":"=","num":1,"den":2}}"#, "unknown variant `=`"),
        (r#"{"second_gate":{"electorate":0,"cmp":">","num":1,"den":2}}"#, "electorate` is 0"),
        (r#"{"returned_over_issued":"accept"}"#, "unknown variant `accept`"),
    ] {
        assert!(refusal(json).contains(part), "{json}: {}", refusal(json));
    }
}

#[test]
fn a_rule_that_does_not_fit_the_poll_is_refused() {
    let pick = Method::Pick { min: 0, max: 2 };
    let grade =
        Method::Grade { grades: vec!["优".to_owned(), "良".to_owned(), "差".to_owned()] };
    let grading = |steps: &str, otherwise: &str| {
        format!(r#"{{"grading":{{"base":"present","else":"{otherwise}","steps":[{steps}]}}}}"#)
    };
    let step = |grade: &str, sum: u32| {
        format!(r#"{{"grade":"{grade}","sum":{sum},"cmp":">","num":1,"den":2}}"#)
    };
    let good = grading(&format!("{},{}", step("优", 1), step("良", 2)), "差");
    assert_eq!(settings(&good).check(&grade, 3, true), Ok(()));
    for (rule, method, error) in [
        (r#"{"seats":4}"#.to_owned(), &pick, RuleError::SeatsOverOptions { seats: 4, options: 3 }),
        (r#"{"blank":"yes"}"#.to_owned(), &pick, RuleError::BlankYes),
        (r#"{"over_vote":"item_void"}"#.to_owned(), &pick, RuleError::ItemVoidOfPick),
        (r#"{"rank_score":"borda"}"#.to_owned(), &pick, RuleError::ScoreWithoutNumbers),
        (good.clone(), &pick, RuleError::GradingWithoutGrades),
        ("{}".to_owned(), &grade, RuleError::GradingMissing),
        (r#"{"seats":1}"#.to_owned(), &grade, RuleError::SeatsOfGrades),
        (grading("", "差"), &grade, RuleError::NoSteps),
        (grading(&step("优", 4), "差"), &grade, RuleError::WrongSum { position: 0, grades: 3 }),
        (grading(&step("优", 0), "差"), &grade, RuleError::WrongSum { position: 0, grades: 3 }),
        (grading(&step("良", 1), "优"), &grade, RuleError::ElseAboveStep),
        (
            grading(&format!("{},{}", step("良", 1), step("优", 2)), "差"),
            &grade,
            RuleError::StepsOutOfOrder(1),
        ),
        (
            grading(&step("优", 1), "坏"),
            &grade,
            RuleError::UnknownGrade { place: "grading.else".to_owned(), grade: "坏".to_owned() },
        ),
    ] {
        assert_eq!(settings(&rule).check(method, 3, false), Err(error), "{rule}");
    }
    let gate = r#"{"second_gate":{"electorate":9,"cmp":">","num":1,"den":2},
                   "pass":{"base":"valid","cmp":">","num":1,"den":2}}"#;
    assert_eq!(settings(gate).check(&pick, 3, false), Err(RuleError::SecondGateBase));
}
