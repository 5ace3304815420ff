//! The cut: what is said of who passed and gets no seat.

use ballotbox::outcome::Status;

use super::pick;

#[test]
fn more_pass_than_seats_and_the_first_are_chosen() {
    let outcome = pick(103, 93, r#"{"seats":3}"#, &[60, 52, 70, 55, 51]).decide();
    assert_eq!((outcome.status, outcome.elected.as_slice()), (Status::Decided, &[2, 0, 3][..]));
    let reasons: Vec<_> = outcome.options.iter().map(|line| line.reason.zh.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "得 60 票，超过全体代表 103 人的半数，列第 2 位，入选。",
            "得 52 票，超过全体代表 103 人的半数，列第 4 位，应选 3 个已由得票领先的项目占满，未入选。",
            "得 70 票，超过全体代表 103 人的半数，列第 1 位，入选。",
            "得 55 票，超过全体代表 103 人的半数，列第 3 位，入选。",
            "得 51 票，未超过全体代表 103 人的半数，列第 5 位，未入选。",
        ]
    );
    assert_eq!(
        outcome.options[0].reason.en,
        "60 votes, more than half of all 103 deputies, in place 2, chosen."
    );
}

#[test]
fn who_stands_behind_the_tied_is_not_told_that_all_seats_are_taken() {
    let full = "应选 3 个已由得票领先的项目占满，未入选。";
    let behind = "排在入选末位并列的项目之后，未入选。";
    for (tie, why) in
        [("revote", behind), ("presidium", behind), ("drop_all", behind), ("admit_all", full)]
    {
        let rule = format!(r#"{{"seats":3,"tie_at_cut":"{tie}"}}"#);
        let outcome = pick(103, 93, &rule, &[60, 55, 55, 70, 55, 52]).decide();
        let last = &outcome.options[5].reason.zh;
        assert_eq!(
            *last,
            format!("得 52 票，超过全体代表 103 人的半数，列第 6 位，{why}"),
            "{tie}"
        );
    }
}
