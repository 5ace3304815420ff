//! The examples, from real townships: held, verified, and compared with a plain count and with
//! the independent reckoning in `examples/expected.json`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::program::{piaojue, root, scratch};
use crate::recount::recount;

fn read(path: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(root().join(path)).unwrap()).unwrap()
}

fn expected() -> BTreeMap<String, Value> {
    serde_json::from_value(read("examples/expected.json")).unwrap()
}

/// Counts the ballots of an input by hand: no keys, no slots, no rule.
fn plain_count(input: &Value) -> Value {
    let ballots = input["ballots"].as_array().unwrap();
    let options = input["options"].as_array().unwrap().len();
    let count = |option: usize, marked: &dyn Fn(&Value, usize) -> bool| {
        ballots.iter().filter(|ballot| marked(ballot, option)).count()
    };
    let answer = |word: &'static str| move |ballot: &Value, option: usize| ballot[option] == word;
    let totals = (0..options).map(|option| match input["method"]["kind"].as_str().unwrap() {
        "pick" => json!(count(option, &|ballot, option| {
            ballot.as_array().unwrap().contains(&json!(option))
        })),
        "yes_no_abstain" | "capped" => {
            json!({"yes": count(option, &answer("yes")), "no": count(option, &answer("no"))})
        }
        "grade" => input["method"]["grades"]
            .as_array()
            .unwrap()
            .iter()
            .map(|grade| count(option, &|ballot, option| ballot[option] == *grade))
            .collect(),
        "rank" => (1..=input["method"]["max"].as_u64().unwrap())
            .map(|number| count(option, &|ballot, option| ballot[option.to_string()] == number))
            .collect(),
        other => unreachable!("{other}"),
    });
    totals.collect()
}

#[test]
fn every_example_is_held_verified_and_counted_right() {
    let simulated: Vec<_> =
        expected().into_iter().filter(|(file, _)| !file.starts_with("decide/")).collect();
    assert!(simulated.len() >= 5, "five scenarios at least");
    for (file, expected) in simulated {
        let path = format!("examples/{file}");
        let folder = scratch(&format!("examples/{file}"));
        let out = folder.to_str().unwrap();
        let done = piaojue(&["simulate", &path, "--out", out]);
        assert_eq!(done.code, 0, "{file}: {}", done.err);
        let result = done.json();
        assert_eq!(result["totals"], plain_count(&read(&path)), "{file}");
        assert_eq!(result["totals"], expected["totals"], "{file}");
        assert_eq!(result["ballots"], expected["ballots"], "{file}");
        assert_eq!(result["outcome"]["status"], expected["status"], "{file}");
        assert_eq!(result["outcome"]["elected"], expected["elected"], "{file}");

        let bundle = result["bundle"].as_str().unwrap();
        let verified = piaojue(&["verify", bundle, "--json"]);
        assert_eq!(verified.code, 0, "{file}: {}{}", verified.out, verified.err);
        let report = verified.json();
        assert_eq!(report["verified"], json!(true));
        assert_eq!(report["checks"].as_array().unwrap().len(), 16);
        assert_eq!(report["polls"][0]["outcome"], result["outcome"], "{file}");
        assert_eq!(recount(&std::fs::read(bundle).unwrap()), Ok(()), "{file}");
    }
}

#[test]
fn every_decide_example_has_its_outcome() {
    let decided: Vec<_> =
        expected().into_iter().filter(|(file, _)| file.starts_with("decide/")).collect();
    assert!(!decided.is_empty());
    for (file, expected) in decided {
        let done = piaojue(&["decide", &format!("examples/{file}")]);
        assert_eq!(done.code, 0, "{file}: {}", done.err);
        assert_eq!(done.json()["status"], expected["status"], "{file}");
        assert_eq!(done.json()["elected"], expected["elected"], "{file}");
    }
}

#[test]
fn the_same_ballots_in_another_order_give_the_same_outcome() {
    let input = read("examples/siping-2023.json");
    let mut turned = input.clone();
    turned["ballots"].as_array_mut().unwrap().reverse();
    let run = |input: &Value, name: &str| {
        let folder = scratch(name);
        let done = crate::program::piaojue_with(
            &["simulate", "-", "--out", folder.to_str().unwrap()],
            &input.to_string(),
        );
        assert_eq!(done.code, 0, "{}", done.err);
        done.json()["outcome"].clone()
    };
    assert_eq!(run(&input, "order/one"), run(&turned, "order/other"));
}
