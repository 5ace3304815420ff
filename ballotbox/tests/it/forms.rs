//! Forms and marks: what compiles, what a form accepts, and what a ballot is refused for.

use ballotbox::{
    form::{Form, FormError},
    method::{Marks, MarksError, Method, MethodError},
    rule::Blank,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn grade(names: &[&str]) -> Method {
    Method::Grade { grades: names.iter().map(|name| (*name).to_owned()).collect() }
}

fn parse(method: &Method, options: usize, json: &Value) -> Result<Vec<u8>, MarksError> {
    Marks::parse(method, options, Blank::Abstain, json).map(|marks| marks.bits().to_vec())
}

#[test]
fn each_method_compiles_as_the_protocol_lays_it_out() {
    for (method, options, expected) in [
        (
            Method::Pick { min: 0, max: 2 },
            3,
            json!({"slots":3,"groups":[{"slots":[0,1,2],"min":0,"max":2}]}),
        ),
        (Method::Pick { min: 0, max: 3 }, 3, json!({"slots":3,"groups":[]})),
        (
            Method::Pick { min: 1, max: 3 },
            3,
            json!({"slots":3,"groups":[{"slots":[0,1,2],"min":1,"max":3}]}),
        ),
        (
            Method::YesNoAbstain {},
            2,
            json!({"slots":4,"groups":[
                {"slots":[0,1],"min":0,"max":1},{"slots":[2,3],"min":0,"max":1}]}),
        ),
        (
            Method::Capped { max: 1 },
            2,
            json!({"slots":4,"groups":[{"slots":[0,1],"min":0,"max":1},
                {"slots":[2,3],"min":0,"max":1},{"slots":[0,2],"min":0,"max":1}]}),
        ),
        (
            Method::Capped { max: 2 },
            2,
            json!({"slots":4,"groups":[
                {"slots":[0,1],"min":0,"max":1},{"slots":[2,3],"min":0,"max":1}]}),
        ),
        (
            grade(&["优", "良", "差"]),
            1,
            json!({"slots":3,"groups":[{"slots":[0,1,2],"min":0,"max":1}]}),
        ),
        (
            Method::Rank { max: 2 },
            3,
            json!({"slots":6,"groups":[{"slots":[0,1],"min":0,"max":1},
                {"slots":[2,3],"min":0,"max":1},{"slots":[4,5],"min":0,"max":1},
                {"slots":[0,2,4],"min":0,"max":1},{"slots":[1,3,5],"min":0,"max":1}]}),
        ),
    ] {
        let form = Form::compile(&method, options).unwrap();
        let json = serde_json::to_value(&form).unwrap();
        assert_eq!(json, expected, "{method:?}");
        let groups = form.groups().iter();
        let told = groups.map(|it| json!({"slots": it.slots(), "min": it.min(), "max": it.max()}));
        assert_eq!(Value::Array(told.collect()), expected["groups"], "{method:?}");
        assert_eq!(serde_json::from_value::<Form>(json).unwrap(), form);
    }
}

#[test]
fn the_cost_is_that_of_the_proof_and_has_a_limit() {
    let form = Form::compile(&Method::Pick { min: 0, max: 10 }, 20).unwrap();
    assert_eq!(form.cost(), 2 * 20 + 11);
    // 245 options of the largest vote on record are sealed in one poll.
    assert_eq!(Form::compile(&Method::Pick { min: 0, max: 196 }, 245).unwrap().cost(), 687);
    assert_eq!(Form::compile(&Method::YesNoAbstain {}, 170).unwrap().cost(), 1020);
    let error = Form::compile(&Method::YesNoAbstain {}, 171).unwrap_err();
    assert_eq!(error, FormError::TooLarge { cost: 1026 });
    assert!(Form::compile(&Method::Pick { min: 0, max: 2_000_000 }, 2_000_000).is_err());
    // At the limit, and just over it.
    assert_eq!(Form::compile(&Method::Pick { min: 0, max: 512 }, 512).unwrap().cost(), 1024);
    let error = Form::compile(&Method::Pick { min: 0, max: 513 }, 513).unwrap_err();
    assert_eq!(error, FormError::TooLarge { cost: 1026 });
    // What is too large by its slots alone is refused before its groups are laid out.
    let error = Form::compile(&Method::YesNoAbstain {}, 300).unwrap_err();
    assert_eq!(error, FormError::TooLarge { cost: 1200 });
}

#[test]
fn a_method_that_does_not_fit_is_refused() {
    for (method, options, error) in [
        (Method::YesNoAbstain {}, 0, MethodError::NoOptions),
        (Method::Pick { min: 3, max: 2 }, 5, MethodError::MinOverMax { min: 3, max: 2 }),
        (Method::Pick { min: 0, max: 0 }, 5, MethodError::MaxIsZero),
        (Method::Pick { min: 0, max: 6 }, 5, MethodError::MaxOverOptions { max: 6, options: 5 }),
        (Method::Capped { max: 6 }, 5, MethodError::MaxOverOptions { max: 6, options: 5 }),
        (Method::Rank { max: 6 }, 5, MethodError::MaxOverOptions { max: 6, options: 5 }),
        (grade(&["优"]), 5, MethodError::WrongNumberOfGrades(1)),
        (grade(&["优", " "]), 5, MethodError::EmptyGrade(1)),
        (grade(&["优", "优"]), 5, MethodError::RepeatedGrade("优".to_owned())),
    ] {
        assert_eq!(Form::compile(&method, options), Err(FormError::Method(error)));
    }
}

#[test]
fn a_form_from_outside_must_be_one() {
    for json in [
        json!({"slots":0,"groups":[]}),
        json!({"slots":2,"groups":[{"slots":[0,2],"min":0,"max":1}]}),
        json!({"slots":2,"groups":[{"slots":[1,0],"min":0,"max":1}]}),
        json!({"slots":2,"groups":[{"slots":[0,0],"min":0,"max":1}]}),
        json!({"slots":2,"groups":[{"slots":[],"min":0,"max":0}]}),
        json!({"slots":2,"groups":[{"slots":[0,1],"min":2,"max":1}]}),
        json!({"slots":2,"groups":[{"slots":[0,1],"min":0,"max":3}]}),
        json!({"slots":513,"groups":[]}),
        json!({"slots":4_000_000_000_u32,"groups":[]}),
        json!({"slots":2,"groups":[],"extra":1}),
        json!({"slots":2,"groups":[{"slots":[0,1],"min":0,"max":1,"extra":1}]}),
        json!({"slots":2}),
    ] {
        assert!(serde_json::from_value::<Form>(json.clone()).is_err(), "{json}");
    }
    assert!(serde_json::from_value::<Form>(json!({"slots":512,"groups":[]})).is_ok());
}

#[test]
fn a_method_keeps_to_its_json() {
    for json in [
        json!({"kind":"pick","min":0,"max":10}),
        json!({"kind":"yes_no_abstain"}),
        json!({"kind":"capped","max":10}),
        json!({"kind":"grade","grades":["满意","不满意"]}),
        json!({"kind":"rank","max":10}),
    ] {
        let method: Method = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&method).unwrap(), json);
        let mut extra = json;
        extra["extra"] = json!(1);
        assert!(serde_json::from_value::<Method>(extra.clone()).is_err(), "{extra}");
    }
    assert!(serde_json::from_value::<Method>(json!({"kind":"pick"})).is_err());
    assert!(serde_json::from_value::<Method>(json!({"kind":"capped","max":null})).is_err());
}

#[test]
fn lawful_marks_become_slots() {
    for (method, options, json, bits) in [
        (Method::Pick { min: 0, max: 2 }, 3, json!([2, 0]), vec![1, 0, 1]),
        (Method::Pick { min: 0, max: 2 }, 3, json!([]), vec![0, 0, 0]),
        (Method::YesNoAbstain {}, 3, json!(["yes", "no", "abstain"]), vec![1, 0, 0, 1, 0, 0]),
        (Method::Capped { max: 1 }, 2, json!(["no", "yes"]), vec![0, 1, 1, 0]),
        (Method::Capped { max: 1 }, 2, json!([null, null]), vec![0; 4]),
        (grade(&["优", "差"]), 2, json!(["差", null]), vec![0, 1, 0, 0]),
        (Method::Rank { max: 2 }, 3, json!({"2":1,"0":2}), vec![0, 1, 0, 0, 1, 0]),
        (Method::Rank { max: 2 }, 3, json!({"1":2}), vec![0, 0, 0, 1, 0, 0]),
    ] {
        let found = parse(&method, options, &json).unwrap();
        assert_eq!(found, bits, "{method:?} {json}");
        assert!(Form::compile(&method, options).unwrap().accepts(&found));
    }
}

#[test]
fn an_unmarked_item_counts_in_favour_only_where_the_rule_says_so() {
    let method = Method::YesNoAbstain {};
    let ballot = json!([null, "abstain", "no"]);
    let bits = |blank| Marks::parse(&method, 3, blank, &ballot).ok().unwrap().bits().to_vec();
    assert_eq!(bits(Blank::Abstain), [0, 0, 0, 0, 0, 1]);
    assert_eq!(bits(Blank::Yes), [1, 0, 0, 0, 0, 1]);
}

#[test]
fn unlawful_marks_are_refused_each_for_its_reason() {
    let pick = Method::Pick { min: 1, max: 2 };
    let answer = Method::YesNoAbstain {};
    let capped = Method::Capped { max: 1 };
    let grades = grade(&["优", "差"]);
    let rank = Method::Rank { max: 2 };
    let out_of_range = MarksError::NumberOutOfRange { option: 0, max: 2 };
    for (method, json, error) in [
        (&pick, json!([0, 1, 2]), MarksError::TooMany { chosen: 3, max: 2 }),
        (&pick, json!([]), MarksError::TooFew { chosen: 0, min: 1 }),
        (&pick, json!([3]), MarksError::UnknownOption(3)),
        (&pick, json!([1, 1]), MarksError::MarkedTwice(1)),
        (&answer, json!(["yes", "no"]), MarksError::WrongLength { found: 2, options: 3 }),
        (
            &answer,
            json!(["yes", "yes", "yes", "yes"]),
            MarksError::WrongLength { found: 4, options: 3 },
        ),
        (&answer, json!(["yes", "maybe", "no"]), MarksError::UnknownAnswer(1)),
        (&answer, json!(["yes", 1, "no"]), MarksError::UnknownAnswer(1)),
        (&capped, json!(["yes", "yes", "no"]), MarksError::TooMany { chosen: 2, max: 1 }),
        (&grades, json!(["优", "良", null]), MarksError::UnknownGrade(1)),
        (&grades, json!(["优", 0, null]), MarksError::UnknownGrade(1)),
        (&grades, json!(["优"]), MarksError::WrongLength { found: 1, options: 3 }),
        (&rank, json!({"0":1,"2":1}), MarksError::NumberGivenTwice { option: 2, number: 1 }),
        (&rank, json!({"0":0}), out_of_range.clone()),
        (&rank, json!({"0":3}), out_of_range.clone()),
        (&rank, json!({"0":-1}), out_of_range.clone()),
        (&rank, json!({"0":"1"}), out_of_range),
        (&rank, json!({"3":1}), MarksError::UnknownOption(3)),
    ] {
        assert_eq!(parse(method, 3, &json), Err(error), "{method:?} {json}");
    }
    for (method, json) in [
        (&pick, json!({"0":1})),
        (&pick, json!(["0"])),
        (&pick, json!([0.5])),
        (&pick, json!([-1])),
        (&answer, json!("yes")),
        (&grades, json!(null)),
        (&rank, json!([1, 2])),
        (&rank, json!({"00":1})),
        (&rank, json!({"+1":1})),
        (&rank, json!({"A":1})),
    ] {
        let found = parse(method, 3, &json);
        assert!(matches!(found, Err(MarksError::WrongShape(_))), "{method:?} {json}");
    }
    let vast = Method::Rank { max: u32::MAX };
    let error = MethodError::MaxOverOptions { max: u32::MAX, options: 3 };
    assert_eq!(parse(&vast, 3, &json!({})), Err(MarksError::Method(error)));
}

fn method() -> impl Strategy<Value = (Method, usize)> {
    (1..5_usize).prop_flat_map(|options| {
        let most = u32::try_from(options).unwrap();
        let method = prop_oneof![
            (0..=most, 1..=most).prop_map(|(a, b)| Method::Pick { min: a.min(b), max: b }),
            Just(Method::YesNoAbstain {}),
            (1..=most).prop_map(|max| Method::Capped { max }),
            (2..4_usize).prop_map(|count| grade(&["优", "良", "差"][..count])),
            (1..=most).prop_map(|max| Method::Rank { max }),
        ];
        (method, Just(options))
    })
}

/// Whether a ballot is lawful, said of the method and not of its form.
fn lawful(method: &Method, options: usize, bits: &[u8]) -> bool {
    let width = method.slots_per_option();
    if bits.len() != options * width || bits.iter().any(|bit| *bit > 1) {
        return false;
    }
    let total = |bits: &mut dyn Iterator<Item = &u8>| bits.map(|bit| u32::from(*bit)).sum::<u32>();
    let single = bits.chunks(width).all(|option| total(&mut option.iter()) <= 1);
    match method {
        Method::Pick { min, max } => (*min..=*max).contains(&total(&mut bits.iter())),
        Method::YesNoAbstain {} | Method::Grade { .. } => single,
        Method::Capped { max } => single && total(&mut bits.iter().step_by(2)) <= *max,
        Method::Rank { .. } => {
            let number = |number: usize| total(&mut bits.iter().skip(number).step_by(width)) <= 1;
            single && (0..width).all(number)
        }
    }
}

/// The JSON of marks, read off the slots; lawful or not, as far as JSON can say it.
fn written(method: &Method, bits: &[u8]) -> Value {
    let width = method.slots_per_option();
    let marks = bits.chunks(width).map(|option| option.iter().position(|bit| *bit == 1));
    match method {
        Method::Pick { .. } => {
            let chosen = marks.enumerate().filter(|(_, mark)| mark.is_some());
            json!(chosen.map(|(option, _)| option).collect::<Vec<_>>())
        }
        Method::YesNoAbstain {} | Method::Capped { .. } => {
            let word = |mark: Option<usize>| mark.map_or("abstain", |mark| ["yes", "no"][mark]);
            json!(marks.map(word).collect::<Vec<_>>())
        }
        Method::Grade { grades } => {
            json!(marks.map(|mark| mark.map(|mark| &grades[mark])).collect::<Vec<_>>())
        }
        Method::Rank { .. } => {
            let given = marks.enumerate().filter_map(|(option, mark)| Some((option, mark?)));
            Value::Object(given.map(|(option, at)| (option.to_string(), json!(at + 1))).collect())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn a_form_accepts_what_the_method_allows(
        (method, options) in method(), seed in proptest::collection::vec(0..=1_u8, 16), wild in 0..20_usize
    ) {
        let form = Form::compile(&method, options).unwrap();
        let mut bits = seed[..form.slots()].to_vec();
        prop_assert_eq!(form.accepts(&bits), lawful(&method, options, &bits));
        prop_assert_eq!(Marks::from_bits(&form, &bits).is_ok(), form.accepts(&bits));
        if let Some(bit) = bits.get_mut(wild) {
            *bit = 2;
            prop_assert!(!form.accepts(&bits));
        }
        prop_assert!(!form.accepts(&[bits.as_slice(), &[0]].concat()));
        prop_assert!(!form.accepts(&bits[1..]));
    }

    #[test]
    fn marks_parse_exactly_where_the_form_accepts(
        (method, options) in method(), seed in proptest::collection::vec(0..=1_u8, 16)
    ) {
        let form = Form::compile(&method, options).unwrap();
        let mut bits = seed[..form.slots()].to_vec();
        // JSON has one place per option, so only the first mark of each can be written.
        for option in bits.chunks_mut(method.slots_per_option()) {
            let first = option.iter().position(|bit| *bit == 1).unwrap_or(0);
            option.iter_mut().skip(first + 1).for_each(|bit| *bit = 0);
        }
        let parsed = parse(&method, options, &written(&method, &bits));
        prop_assert_eq!(parsed.is_ok(), form.accepts(&bits));
        if let Ok(parsed) = parsed {
            prop_assert_eq!(parsed, bits);
        }
    }

    #[test]
    fn forms_survive_their_json((method, options) in method()) {
        let form = Form::compile(&method, options).unwrap();
        let groups: usize = form.groups().iter().map(|group| {
            usize::try_from(group.max() - group.min() + 1).unwrap()
        }).sum();
        prop_assert_eq!(form.cost(), 2 * form.slots() + groups);
        let json = serde_json::to_string(&form).unwrap();
        prop_assert_eq!(serde_json::from_str::<Form>(&json).unwrap(), form);
    }
}
