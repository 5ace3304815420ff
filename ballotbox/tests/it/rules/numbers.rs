//! Priority numbers: the three scores, and the pass mark that comes before them.

use ballotbox::{method::Method, outcome::Totals};

use super::Poll;

#[test]
fn numbers_score_in_three_ways() {
    // Ballots: A1 B2, A1 B3, B1, C1 B2 (a gap counts as written).
    let totals = Totals::Rows(vec![vec![2, 0, 0], vec![1, 2, 1], vec![1, 0, 0]]);
    let rule =
        |score: &str| format!(r#"{{"rank_score":"{score}","seats":1,"pass":{{"base":"none"}}}}"#);
    for (score, winner, scores) in [
        ("pick", 1, [None, None, None]),
        ("borda", 1, [Some(6), Some(8), Some(3)]),
        ("rank_sum", 1, [Some(10), Some(8), Some(13)]),
    ] {
        let method = Method::Rank { max: 3 };
        let outcome = Poll::new(method, 4, 4, &rule(score), totals.clone()).decide();
        assert_eq!(outcome.elected, [winner], "{score}");
        let found: Vec<_> = outcome.options.iter().map(|line| line.score).collect();
        assert_eq!(found, scores, "{score}");
        let votes: Vec<_> = outcome.options.iter().map(|line| line.votes).collect();
        assert_eq!(votes, [2, 4, 1]);
    }
}

#[test]
fn a_score_can_turn_what_the_number_of_ballots_says() {
    // Three ballots put A last of three, two put B first.
    let totals = Totals::Rows(vec![vec![0, 0, 3], vec![2, 0, 0], vec![0, 0, 0]]);
    for (score, winner) in [("pick", 0), ("borda", 1), ("rank_sum", 1)] {
        let rule = format!(r#"{{"rank_score":"{score}","seats":1,"pass":{{"base":"none"}}}}"#);
        let outcome = Poll::new(Method::Rank { max: 3 }, 5, 5, &rule, totals.clone()).decide();
        assert_eq!(outcome.elected, [winner], "{score}");
    }
}

#[test]
fn sentences_about_scores_do_not_say_that_votes_decide() {
    let turned = vec![vec![0, 0, 3], vec![2, 0, 0], vec![0, 0, 0]];
    let level = vec![vec![2, 0, 0], vec![2, 0, 0], vec![0, 0, 0]];
    let by_votes = ["按得票多少排列", "由得票领先的项目占满", "得票多的入选"];
    let by_score = ["按规定的方法排列", "由排列在前的项目占满", "按同样的方法排列，排列在前的入选"];
    for (score, said, others) in [
        ("pick", by_votes, by_score),
        ("borda", by_score, by_votes),
        ("rank_sum", by_score, by_votes),
    ] {
        let rule = format!(r#"{{"rank_score":"{score}","seats":1,"pass":{{"base":"none"}}}}"#);
        let decide = |rows: &Vec<Vec<u32>>| {
            let totals = Totals::Rows(rows.clone());
            Poll::new(Method::Rank { max: 3 }, 5, 5, &rule, totals).decide()
        };
        let (turned, level) = (decide(&turned), decide(&level));
        let last = &turned.options[2].reason.zh;
        let sentences = [&turned.reason.zh, last, &level.reason.zh];
        for ((sentence, words), other) in sentences.into_iter().zip(said).zip(others) {
            assert!(sentence.contains(words) && !sentence.contains(other), "{score}: {sentence}");
        }
    }
}

#[test]
fn the_pass_mark_on_numbers_is_on_ballots_and_comes_before_the_score() {
    // A leads in points with 5 ballots of 10; B passes with 6 and fewer points.
    let totals = Totals::Rows(vec![vec![5, 0, 0], vec![0, 0, 6], vec![0, 0, 0]]);
    let rule = r#"{"rank_score":"borda","seats":1}"#;
    let outcome = Poll::new(Method::Rank { max: 3 }, 10, 10, rule, totals).decide();
    assert_eq!(outcome.elected, [1]);
    let ranks: Vec<_> = outcome.options.iter().map(|line| line.rank).collect();
    assert_eq!(ranks, [2, 1, 3], "passed ones first");
}
