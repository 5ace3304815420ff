//! Properties of the engine on random polls: it is total, fair to the order and monotone.

use ballotbox::{
    form::Form,
    method::{Marks, Method},
    outcome::{Answers, BallotCounts, Outcome, Status, Totals, Votes, decide},
    rule::{Base, Blank, Cmp, Pass, Profile, RankScore, Rule, Shortfall, Threshold, TieAtCut},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::Poll;

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) }
}

/// Figures from the edges of their range as often as small ones.
fn figure() -> impl Strategy<Value = u32> {
    prop_oneof![4 => 0..12_u32, 1 => any::<u32>(), 1 => Just(u32::MAX)]
}

/// Shares as a rule may have them: at least something, or more than less than the whole.
fn threshold() -> impl Strategy<Value = Threshold> {
    let at_least = (1..6_u32, 0..6_u32).prop_map(|(den, num)| Threshold {
        cmp: Cmp::AtLeast,
        num: num % den + 1,
        den,
    });
    let over = (1..6_u32, 0..6_u32).prop_map(|(den, num)| Threshold {
        cmp: Cmp::Over,
        num: num % den,
        den,
    });
    prop_oneof![at_least, over]
}

fn rule() -> impl Strategy<Value = Rule> {
    let base =
        prop_oneof![Just(Base::All), Just(Base::Present), Just(Base::Issued), Just(Base::Valid)];
    let pass = prop_oneof![
        1 => Just(Pass::None),
        4 => (base, threshold()).prop_map(|(base, threshold)| Pass::Share { base, threshold }),
    ];
    let tie = prop_oneof![
        Just(TieAtCut::Revote),
        Just(TieAtCut::Presidium),
        Just(TieAtCut::AdmitAll),
        Just(TieAtCut::DropAll)
    ];
    let short = prop_oneof![Just(Shortfall::Leave), Just(Shortfall::Revote)];
    let score =
        prop_oneof![Just(RankScore::Pick), Just(RankScore::Borda), Just(RankScore::RankSum)];
    (pass, proptest::option::of(1..6_u32), tie, short, score).prop_map(
        |(pass, seats, tie_at_cut, shortfall, rank_score)| Rule {
            pass,
            seats,
            tie_at_cut,
            shortfall,
            rank_score,
            ..Profile::Default.rule()
        },
    )
}

/// A method and ballots in it, as deputies would mark them on `options` options.
fn ballots() -> impl Strategy<Value = (Method, usize, Vec<Value>)> {
    (2..7_usize, 0..4_u8).prop_flat_map(|(options, kind)| {
        let most = u32::try_from(options).unwrap();
        let order = Just((0..options).collect::<Vec<_>>()).prop_shuffle();
        let ballot = (order, 0..=options, proptest::collection::vec(0..3_usize, options));
        let ballots = proptest::collection::vec(ballot, 0..30);
        ballots.prop_map(move |ballots| match kind {
            0 => {
                let ballots = ballots.into_iter().map(|(order, many, _)| json!(order[..many]));
                (Method::Pick { min: 0, max: most }, options, ballots.collect())
            }
            1 => {
                let words = ["yes", "no", "abstain"];
                let ballots = ballots.into_iter().map(|(_, _, marks)| {
                    json!(marks.into_iter().map(|mark| words[mark]).collect::<Vec<_>>())
                });
                (Method::YesNoAbstain {}, options, ballots.collect())
            }
            2 => {
                let words = [json!("优"), json!("差"), Value::Null];
                let ballots = ballots.into_iter().map(|(_, _, marks)| {
                    json!(marks.into_iter().map(|mark| words[mark].clone()).collect::<Vec<_>>())
                });
                let grades = vec!["优".to_owned(), "差".to_owned()];
                (Method::Grade { grades }, options, ballots.collect())
            }
            _ => {
                let ballots = ballots.into_iter().map(|(order, many, _)| {
                    let numbers = order[..many].iter().enumerate();
                    numbers.map(|(at, option)| (option.to_string(), json!(at + 1))).collect()
                });
                (Method::Rank { max: most }, options, ballots.map(Value::Object).collect())
            }
        })
    })
}

/// The poll of these ballots, by the rule as far as it fits the method.
fn poll(method: Method, options: usize, ballots: &[Value], mut rule: Rule, absent: u32) -> Poll {
    let cast = u32::try_from(ballots.len()).unwrap();
    let mut sums = vec![0_u32; options * method.slots_per_option()];
    for ballot in ballots {
        let marks = Marks::parse(&method, options, Blank::Abstain, ballot).ok().unwrap();
        for (sum, bit) in sums.iter_mut().zip(marks.bits()) {
            *sum += u32::from(*bit);
        }
    }
    if !matches!(method, Method::Rank { .. }) {
        rule.rank_score = RankScore::Pick;
    }
    rule.seats = rule.seats.map(|seats| seats.min(u32::try_from(options).unwrap()));
    if matches!(method, Method::Grade { .. }) {
        rule.seats = None;
        rule.grading = serde_json::from_value(json!({
            "base": "present", "else": "差",
            "steps": [{"grade": "优", "sum": 1, "cmp": ">", "num": 1, "den": 2}]
        }))
        .unwrap();
    }
    let totals = Totals::from_slots(&method, options, &sums).unwrap();
    assert_eq!(totals.to_slots(), sums);
    let mut poll = Poll::new(method, cast + absent, cast + absent, "{}", totals);
    poll.ballots = BallotCounts { issued: cast + absent, cast, invalid: 0 };
    poll.rule = rule;
    poll
}

/// The outcome with its options back in their first places.
fn put_back(outcome: &Outcome, order: &[usize]) -> Outcome {
    let place = |moved: &u32| u32::try_from(order[usize::try_from(*moved).unwrap()]).unwrap();
    let mut back = outcome.clone();
    for line in &mut back.options {
        line.index = place(&line.index);
    }
    back.options.sort_by_key(|line| line.index);
    back.elected = outcome.elected.iter().map(place).collect();
    back.tied = outcome.tied.iter().map(place).collect();
    back.tied.sort_unstable();
    if let Some(next) = &mut back.next {
        next.options = next.options.iter().map(place).collect();
        next.options.sort_unstable();
    }
    // Within a rank the elected stand in order of number.
    let options = back.options.clone();
    let rank = |index: &u32| options[usize::try_from(*index).unwrap()].rank;
    back.elected.sort_by_key(|index| (rank(index), *index));
    back
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn lawful_ballots_are_decided_and_counted_as_marked(
        (method, options, ballots) in ballots(), rule in rule(), absent in 0..9_u32
    ) {
        let poll = poll(method, options, &ballots, rule, absent);
        prop_assume!(poll.all > 0);
        let outcome = poll.decide();
        let cast = poll.ballots.cast;
        for (index, line) in outcome.options.iter().enumerate() {
            let supports = |ballot: &&Value| match ballot {
                Value::Array(picked) if matches!(poll.method, Method::Pick { .. }) => {
                    picked.contains(&json!(index))
                }
                Value::Array(marks) => marks[index] == "yes" || marks[index] == "优",
                other => other.get(index.to_string()).is_some(),
            };
            prop_assert_eq!(usize::try_from(line.votes).unwrap(), ballots.iter().filter(supports).count());
            prop_assert_eq!(line.yes + line.no + line.abstain, cast);
            prop_assert_eq!(line.not_cast, absent);
            prop_assert!(line.reason.zh.ends_with('。') && line.reason.en.ends_with('.'));
            prop_assert!(!line.elected || line.passed);
        }
        let elected = outcome.options.iter().filter(|line| line.elected).count();
        prop_assert_eq!(elected, outcome.elected.len());
        let json = serde_json::to_string(&outcome).unwrap();
        prop_assert!(!json.contains("null"));
        prop_assert_eq!(serde_json::from_str::<Outcome>(&json).unwrap(), outcome);
    }

    #[test]
    fn totals_of_two_boxes_add_up((method, options, ballots) in ballots(), cut in 0..30_usize) {
        let (first, second) = ballots.split_at(cut.min(ballots.len()));
        let sums = |ballots: &[Value]| {
            poll(method.clone(), options, ballots, Profile::Default.rule(), 0).totals.to_slots()
        };
        let added: Vec<_> = sums(first).iter().zip(sums(second)).map(|(a, b)| a + b).collect();
        prop_assert_eq!(added, sums(&ballots));
    }

    #[test]
    fn the_order_of_the_options_changes_nothing(
        (method, options, ballots) in ballots(), rule in rule(), keys in proptest::collection::vec(any::<u8>(), 7)
    ) {
        let poll = poll(method, options, &ballots, rule, 3);
        let titles = poll.titles();
        let mut order: Vec<_> = (0..options).collect();
        order.sort_by_key(|option| keys[*option]);
        let slots = poll.totals.to_slots();
        let width = poll.method.slots_per_option();
        let moved: Vec<_> = order.iter().flat_map(|option| slots[option * width..(option + 1) * width].to_vec()).collect();
        let mut other = poll.clone();
        other.totals = Totals::from_slots(&poll.method, options, &moved).unwrap();
        let moved_titles: Vec<_> = order.iter().map(|option| titles[*option].clone()).collect();
        let outcome = decide(&other.case(&moved_titles)).unwrap();
        prop_assert_eq!(put_back(&outcome, &order), poll.decide());
    }

    #[test]
    fn fewer_votes_never_pass_or_win_where_more_do_not(
        votes in proptest::collection::vec(0..40_u32, 2..7), rule in rule()
    ) {
        let options = u32::try_from(votes.len()).unwrap();
        let mut rule = rule;
        rule.rank_score = RankScore::Pick;
        rule.seats = rule.seats.map(|seats| seats.min(options));
        let totals = super::picks(&votes);
        let mut poll = Poll::new(Method::Pick { min: 0, max: options }, 40, 40, "{}", totals);
        poll.rule = rule;
        let outcome = poll.decide();
        for less in &outcome.options {
            for more in outcome.options.iter().filter(|more| more.votes >= less.votes) {
                prop_assert!(!less.passed || more.passed);
                prop_assert!(more.rank <= less.rank);
                prop_assert!(!less.elected || more.elected);
            }
        }
        if let Some(seats) = poll.rule.seats {
            let elected = u32::try_from(outcome.elected.len()).unwrap();
            match outcome.status {
                Status::TieAtCut | Status::Shortfall => prop_assert_eq!(elected + outcome.seats_left, seats),
                Status::Decided => prop_assert!(elected == seats || !outcome.tied.is_empty()),
                Status::NoQuorum | Status::Void => prop_assert!(elected == 0),
            }
        }
    }

    #[test]
    fn one_more_vote_never_hurts(votes in proptest::collection::vec(0..39_u32, 2..7), rule in rule()) {
        let options = u32::try_from(votes.len()).unwrap();
        let decide = |votes: &[u32]| {
            let totals = super::picks(votes);
            let mut poll = Poll::new(Method::Pick { min: 0, max: options }, 40, 40, "{}", totals);
            poll.rule = Rule {
                rank_score: RankScore::Pick,
                seats: rule.seats.map(|seats| seats.min(options)),
                ..rule.clone()
            };
            poll.decide()
        };
        let before = decide(&votes);
        for option in 0..votes.len() {
            let mut more = votes.clone();
            more[option] += 1;
            let after = decide(&more);
            prop_assert!(after.options[option].rank <= before.options[option].rank);
            prop_assert!(after.options[option].passed >= before.options[option].passed);
        }
    }

    #[test]
    fn arbitrary_figures_never_panic(
        figures in proptest::collection::vec(figure(), 5), rows in proptest::collection::vec(proptest::collection::vec(figure(), 0..4), 0..5),
        rule in rule(), kind in 0..5_u8, min in figure(), max in figure(), shape in 0..3_u8
    ) {
        let method = match kind {
            0 => Method::Pick { min, max },
            1 => Method::YesNoAbstain {},
            2 => Method::Capped { max },
            3 => Method::Grade { grades: vec!["优".to_owned(), "差".to_owned()] },
            _ => Method::Rank { max },
        };
        let at = |row: &Vec<u32>, place: usize| row.get(place).copied().unwrap_or(0);
        let totals = match shape {
            0 => Totals::Picks(rows.iter().map(|row| Votes::Plain(at(row, 0))).collect()),
            1 => Totals::Answers(
                rows.iter().map(|row| Answers { yes: Votes::Plain(at(row, 0)), no: at(row, 1) }).collect()
            ),
            _ => Totals::Rows(rows),
        };
        let mut poll = Poll::new(method.clone(), figures[0], figures[1], "{}", totals.clone());
        poll.ballots = BallotCounts { issued: figures[2], cast: figures[3], invalid: figures[4] };
        poll.rule = rule;
        if let Err(error) = poll.try_decide() {
            prop_assert!(!error.to_string().is_empty());
        }
        // Whatever the bounds, compiling and slot sums are total too.
        let options = poll.totals.options();
        let _ = Form::compile(&method, options);
        let _ = Totals::from_slots(&method, options, &totals.to_slots());
    }

    #[test]
    fn rules_survive_their_json(rule in rule()) {
        let json = serde_json::to_string(&rule).unwrap();
        prop_assert!(!json.contains("null"));
        prop_assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), rule);
    }
}
