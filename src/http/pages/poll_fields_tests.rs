//! Tests: the flat fields of a poll's form become the poll that they describe, for all methods.

use ballotbox::rule::{Base, Blank, RankScore};

use super::*;

fn ids(count: usize) -> Vec<Uuid> {
    (1..=count).map(|it| Uuid::from_u128(u128::try_from(it).unwrap())).collect()
}

fn fields(method: &str, count: usize) -> Fields {
    let (question, method) = ("2027年度民生实事项目票决".to_owned(), method.to_owned());
    Fields { question, method, ..Fields::new(ids(count)) }
}

/// The method and rule as the service will read them.
fn read(fields: &Fields) -> (Method, Rule) {
    let form = fields.read().unwrap();
    let method: Method = serde_json::from_value(form.method).unwrap();
    let settings: RuleSettings = serde_json::from_value(form.rule).unwrap();
    let rule = settings.resolve().unwrap();
    rule.check(&method, form.options.len(), true).unwrap();
    (method, rule)
}

fn refused(fields: &Fields) -> &'static str {
    fields.read().map_or_else(|refusal| refusal.key(), |_| "taken")
}

#[test]
fn pick_takes_seats_for_its_most_unless_it_says_more() {
    let mut form = fields("pick", 10);
    form.seats = "8".to_owned();
    let (method, rule) = read(&form);
    assert_eq!(method, Method::Pick { min: 0, max: 8 });
    assert_eq!(rule.seats, Some(8));
    (form.min, form.max) = ("2".to_owned(), " 9 ".to_owned());
    assert_eq!(read(&form).0, Method::Pick { min: 2, max: 9 });
}

#[test]
fn a_rule_as_it_begins_is_that_of_the_profile() {
    let (_, rule) = read(&fields("yes_no_abstain", 3));
    assert_eq!(rule, Profile::Default.rule());
}

#[test]
fn each_profile_can_be_filled_in() {
    for profile in Profile::ALL {
        let mut form = fields("yes_no_abstain", 3);
        (form.profile, form.fill) = (profile.name().to_owned(), "profile".to_owned());
        form.quorum_num = "nonsense".to_owned();
        form.fill_from_profile();
        assert!(form.fill.is_empty());
        assert_eq!(read(&form).1, profile.rule());
    }
}

#[test]
fn capped_and_rank_have_a_most() {
    let mut form = fields("capped", 5);
    form.max = "3".to_owned();
    assert_eq!(read(&form).0, Method::Capped { max: 3 });
    form.method = "rank".to_owned();
    form.rank_score = "borda".to_owned();
    let (method, rule) = read(&form);
    assert_eq!((method, rule.rank_score), (Method::Rank { max: 3 }, RankScore::Borda));
}

#[test]
fn grades_are_read_by_lines_and_by_commas() {
    let mut form = fields("grade", 3);
    let three = ["满意", "基本满意", "不满意"].map(str::to_owned).to_vec();
    for text in
        ["满意\r\n基本满意\r\n\r\n不满意", "满意、基本满意、不满意", "满意, 基本满意，不满意"]
    {
        form.grades = text.to_owned();
        let (method, rule) = read(&form);
        assert_eq!(method, Method::Grade { grades: three.clone() });
        let grading = rule.grading.unwrap();
        assert_eq!((grading.steps.len(), grading.base), (2, Base::Present));
        assert_eq!(grading.otherwise, "不满意");
    }
}

#[test]
fn what_is_kept_comes_back_into_the_form() {
    for method in ["pick", "yes_no_abstain", "capped", "grade", "rank"] {
        let mut form = fields(method, 6);
        if method != "grade" {
            form.seats = "4".to_owned();
        }
        form.pass_base = "none".to_owned();
        form.tie_at_cut = "presidium".to_owned();
        form.profile = "sn-2025".to_owned();
        let (known, rule) = read(&form);
        let written = form.read().unwrap();
        let mut again = Fields::new(ids(6));
        again.question = written.question;
        again.take_rule(Profile::Shaanxi2025, &rule);
        again.take_grading(rule.grading.as_ref());
        again.seats = rule.seats.map_or_else(String::new, |seats| seats.to_string());
        again.take_method(&known);
        assert_eq!(read(&again), (known, rule), "{method}");
    }
}

#[test]
fn numbers_that_are_none_or_do_not_fit_are_told() {
    let mut form = fields("pick", 4);
    assert_eq!(refused(&form), "prepare-refusal-max-none");
    for (min, max, seats, key) in [
        ("", "五", "", "prepare-refusal-number"),
        ("", "-1", "", "prepare-refusal-number"),
        ("", "0", "", "prepare-refusal-max"),
        ("", "5", "", "prepare-refusal-max"),
        ("3", "2", "", "prepare-refusal-min-max"),
        ("x", "2", "", "prepare-refusal-number"),
        ("", "4", "0", "prepare-refusal-seats"),
        ("", "4", "5", "prepare-refusal-seats"),
        ("", "4", "4294967296", "prepare-refusal-number"),
    ] {
        (form.min, form.max, form.seats) = (min.to_owned(), max.to_owned(), seats.to_owned());
        assert_eq!(refused(&form), key, "{min} {max} {seats}");
    }
}

#[test]
fn a_poll_needs_two_candidates_and_a_known_method() {
    assert_eq!(refused(&fields("yes_no_abstain", 1)), "refusal-candidates");
    assert_eq!(refused(&fields("yes_no_abstain", 0)), "refusal-candidates");
    assert_eq!(refused(&fields("lottery", 3)), "prepare-refusal-method");
    let mut large = fields("rank", 60);
    large.max = "60".to_owned();
    assert_eq!(refused(&large), "prepare-refusal-large");
}

#[test]
fn shares_that_are_none_are_told() {
    let mut form = fields("yes_no_abstain", 3);
    for (cmp, num, den) in
        [(">", "3", "2"), (">", "1", "0"), (">", "2", "2"), ("=", "1", "2"), (">=", "0", "3")]
    {
        form.pass_cmp = cmp.to_owned();
        (form.pass_num, form.pass_den) = (num.to_owned(), den.to_owned());
        assert_eq!(refused(&form), "prepare-refusal-share", "{cmp} {num} {den}");
    }
    form.pass_base = "none".to_owned();
    assert_eq!(read(&form).1.pass, Pass::None);
    form.quorum_num = "x".to_owned();
    assert_eq!(refused(&form), "prepare-refusal-number");
}

#[test]
fn parameters_of_another_method_are_told() {
    let change = |method: &str, change: fn(&mut Fields)| {
        let mut form = fields(method, 4);
        if ["pick", "capped", "rank"].contains(&method) {
            form.max = "2".to_owned();
        }
        change(&mut form);
        refused(&form)
    };
    let blank = |form: &mut Fields| form.blank = "yes".to_owned();
    assert_eq!(change("pick", blank), "prepare-refusal-blank");
    assert_eq!(change("yes_no_abstain", blank), "taken");
    let item = |form: &mut Fields| form.over_vote = "item_void".to_owned();
    assert_eq!(change("pick", item), "prepare-refusal-item-void");
    assert_eq!(change("capped", item), "taken");
    let score = |form: &mut Fields| form.rank_score = "rank_sum".to_owned();
    assert_eq!(change("capped", score), "prepare-refusal-score");
    assert_eq!(change("rank", score), "taken");
    let seats = |form: &mut Fields| form.seats = "2".to_owned();
    assert_eq!(change("grade", seats), "prepare-refusal-seats-grade");
    let basis = |form: &mut Fields| form.basis = "  ".to_owned();
    assert_eq!(change("pick", basis), "prepare-refusal-basis");
    assert_eq!(
        read(&{
            let mut form = fields("yes_no_abstain", 4);
            blank(&mut form);
            form
        })
        .1
        .blank,
        Blank::Yes
    );
}

#[test]
fn gradings_that_do_not_fit_the_grades_are_told() {
    let change = |change: fn(&mut Fields)| {
        let mut form = fields("grade", 3);
        change(&mut form);
        refused(&form)
    };
    assert_eq!(change(|form| form.grades = "满意".to_owned()), "prepare-refusal-grades");
    assert_eq!(change(|form| form.grades = "好\n好".to_owned()), "prepare-refusal-grades");
    assert_eq!(change(|form| form.step_grade.reverse()), "prepare-refusal-grading");
    assert_eq!(change(|form| form.step_grade.clear()), "prepare-refusal-grading");
    assert_eq!(change(|form| form.grading_else = "差".to_owned()), "prepare-refusal-grading");
    assert_eq!(change(|form| form.grading_base = "nobody".to_owned()), "prepare-refusal-grading");
    assert_eq!(
        change(|form| form.step_sum = vec!["9".into(), "2".into()]),
        "prepare-refusal-grading"
    );
    assert_eq!(change(|form| form.step_sum.clear()), "prepare-refusal-number");
}
