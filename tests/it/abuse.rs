//! The list of abuses (`docs/ABUSE.md`): each row stands there once, and every test that it names is
//! one.

use crate::program::root;

/// Rows of the list.
const ROWS: usize = 65;

/// A row as it is written.
#[derive(Debug)]
struct Row<'a> {
    number: usize,
    abuse: &'a str,
    answer: &'a str,
    shown: &'a str,
}

/// The rows of the list: lines of tables that begin with a number.
fn rows(text: &str) -> Vec<Row<'_>> {
    text.lines()
        .filter_map(|line| {
            let cells: Vec<_> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
            let [number, abuse, answer, shown] = cells[..] else { return None };
            Some(Row { number: number.parse().ok()?, abuse, answer, shown })
        })
        .collect()
}

/// The tests that a cell names: a file in backticks, and behind it the names of tests in it.
fn tests(shown: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut file = "";
    for quoted in shown.split('`').skip(1).step_by(2) {
        if quoted.rsplit_once('.').is_some_and(|(_, ending)| ending == "rs") {
            file = quoted;
        } else {
            found.push((file, quoted));
        }
    }
    found
}

/// Whether a file has a function that is mounted as a test: marked as one, or listed by its name in
/// the binary's main file, as those are that run on both databases.
fn has_test(file: &str, name: &str) -> bool {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap_or_default();
    let text = read(file);
    let Some((before, _)) = text.split_once(&format!("fn {name}(")) else { return false };
    let marked = before.trim_end().ends_with("#[test]");
    let generated = before.rfind("proptest!").is_some();
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let listed = read(&format!("{folder}/main.rs"))
        .split([',', ' ', '\n', '{', '}'])
        .any(|word| word == name);
    marked || generated || listed
}

/// What is wrong with a list.
fn faults(text: &str) -> Vec<String> {
    let rows = rows(text);
    let mut faults = Vec::new();
    for number in 1..=ROWS {
        let count = rows.iter().filter(|row| row.number == number).count();
        if count != 1 {
            faults.push(format!("row {number} stands {count} times"));
        }
    }
    for row in &rows {
        if !(1..=ROWS).contains(&row.number) {
            faults.push(format!("there is no row {}", row.number));
        }
        if row.abuse.is_empty() || row.answer.is_empty() {
            faults.push(format!("row {} says nothing", row.number));
        }
        let named = tests(row.shown);
        let said = ["By hand:", "Limit:", "Not here:"].iter().any(|it| row.shown.contains(it));
        if named.is_empty() && !said {
            faults.push(format!("row {} is shown by nothing: {}", row.number, row.shown));
        }
        for (file, name) in named {
            if !has_test(file, name) {
                faults.push(format!("row {}: {file} has no test {name}", row.number));
            }
        }
    }
    faults
}

#[test]
fn every_row_of_the_list_is_shown_by_a_test_that_there_is() {
    let text = std::fs::read_to_string(root().join("docs/ABUSE.md")).unwrap();
    let faults = faults(&text);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_list_with_a_fault_is_refused() {
    let text = std::fs::read_to_string(root().join("docs/ABUSE.md")).unwrap();
    let name = "one_slip_gives_one_ballot_however_often_it_is_handed_in";
    let first = text.lines().find(|line| line.starts_with("| 1 |")).unwrap();
    let other = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        faults(&text.replacen(from, to, 1))
    };
    for (changed, wanted) in [
        (other(name, "one_slip_gives_two_ballots"), "has no test one_slip_gives_two_ballots"),
        (other("tests/http/crowd.rs", "tests/http/nowhere.rs"), "has no test"),
        (other(first, ""), "row 1 stands 0 times"),
        (other(first, &format!("{first}\n{first}")), "row 1 stands 2 times"),
        (other(first, "| 1 | a | b | nothing |"), "row 1 is shown by nothing"),
        (other(first, &format!("{first}\n| 66 | a | b | Limit: c |")), "there is no row 66"),
        // A function that helps a test is none.
        (other(name, "together"), "has no test together"),
    ] {
        assert!(changed.iter().any(|fault| fault.contains(wanted)), "{wanted}: {changed:?}");
    }
}
