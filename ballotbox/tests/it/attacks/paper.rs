//! Paper ballots entered late, by one teller, over the slips voided for them, or out of nowhere.

use ballotbox::entry::Body;
use ballotbox::hall::Ballots;
use ballotbox::method::Method;
use ballotbox::paper::{PaperBatch, PaperFigures};
use ballotbox::statement::{Statement, VoidReason};
use serde_json::json;

use super::forge::{Forge, failing_in};
use crate::fixture::{Day, question};

const NONE: [usize; 0] = [];

/// Six sealed ballots and slips voided for so many papers; the poll is closed unless `open`.
fn day(papers: usize, open: bool) -> Day {
    let mut day = Day::open(14, question(Method::Pick { min: 0, max: 1 }, 2, Some(1)), 101);
    for slip in 0..6 {
        day.cast(slip, &json!([slip % 2]));
    }
    for slip in 6..6 + papers {
        day.hall.void_slip(slip, Some(day.poll.id()), VoidReason::Paper).unwrap();
    }
    if !open {
        day.hall.close_poll(&mut day.poll, Ballots { slips: 14, present: 14 }).unwrap();
    }
    day
}

/// Appends a batch as it is given, signed by so many tellers and presidium members.
fn enter(day: &mut Day, figures: PaperFigures, signers: (usize, usize)) {
    let digest = figures.digest().unwrap();
    let statement = Statement::Paper { poll: figures.poll, figures: digest };
    let note = day.hall.signed(&statement, 0..signers.0, 0..signers.1);
    day.hall.append(Body::PaperBatch(Box::new(PaperBatch { figures, note }))).unwrap();
}

fn figures(day: &Day, papers: u32, invalid: u32, totals: [u32; 2]) -> PaperFigures {
    let totals = totals.to_vec();
    PaperFigures { poll: day.poll.id(), batch: 1, papers, invalid, totals }
}

#[test]
fn figures_that_no_papers_give_are_refused_though_two_tellers_sign() {
    for (papers, invalid, totals, expected) in [
        (6, 1, [2, 3], NONE.as_slice()),
        (6, 0, [0, 0], &[]),
        (6, 6, [0, 0], &[]),
        (0, 0, [0, 0], &[12]),
        (6, 7, [0, 0], &[12]),
        (6, 1, [6, 0], &[12]),
        (6, 1, [3, 3], &[12]),
        (7, 0, [1, 1], &[12]),
        (u32::MAX, 0, [1, 1], &[12]),
    ] {
        let mut day = day(6, false);
        let figures = figures(&day, papers, invalid, totals);
        enter(&mut day, figures, (2, 0));
        let failing = failing_in(&mut day.hall);
        assert_eq!(failing, expected, "{papers} papers, {invalid} invalid, {totals:?}");
    }
    for totals in [vec![], vec![1], vec![1, 1, 0]] {
        let mut day = day(6, false);
        let figures = PaperFigures { totals, ..figures(&day, 6, 0, [0, 0]) };
        enter(&mut day, figures, (2, 0));
        assert_eq!(failing_in(&mut day.hall), [12], "another number of boxes");
    }
}

#[test]
fn two_tellers_enter_paper_and_batches_follow_each_other() {
    for (signers, expected) in [
        ((2, 0), NONE.as_slice()),
        ((3, 0), &[]),
        ((1, 0), &[12]),
        ((0, 0), &[12]),
        ((1, 1), &[12]),
    ] {
        let mut day = day(6, false);
        let figures = figures(&day, 6, 0, [3, 3]);
        enter(&mut day, figures, signers);
        assert_eq!(failing_in(&mut day.hall), expected, "{signers:?}");
    }
    for batch in [0, 2, u32::MAX] {
        let mut day = day(6, false);
        let figures = PaperFigures { batch, ..figures(&day, 6, 0, [3, 3]) };
        enter(&mut day, figures, (2, 0));
        assert_eq!(failing_in(&mut day.hall), [12], "batch {batch}");
    }
    let mut day = day(6, false);
    let figures = figures(&day, 3, 0, [1, 1]);
    enter(&mut day, figures.clone(), (2, 0));
    enter(&mut day, figures, (2, 0));
    assert_eq!(failing_in(&mut day.hall), [12], "a batch twice");
}

#[test]
fn paper_comes_between_close_and_closing_note() {
    let mut early = day(6, true);
    let batch = figures(&early, 6, 0, [3, 3]);
    enter(&mut early, batch.clone(), (2, 0));
    assert_eq!(failing_in(&mut early.hall), [12], "while the poll is open");
    let mut late = day(6, false);
    late.count();
    enter(&mut late, batch.clone(), (2, 0));
    assert_eq!(failing_in(&mut late.hall), [12, 14], "after the outcome");
    let mut late = day(6, false);
    late.hall.sign_closing(&mut late.poll, 6).unwrap();
    enter(&mut late, batch.clone(), (2, 0));
    assert_eq!(failing_in(&mut late.hall), [12], "after the closing note");
    let mut other = day(6, false);
    enter(&mut other, PaperFigures { poll: uuid::Uuid::nil(), ..batch }, (2, 0));
    assert_eq!(failing_in(&mut other.hall), [12], "of no poll");
}

#[test]
fn papers_stand_against_slips_and_are_too_many_to_be_read_off() {
    for (slips, papers, expected) in
        [(6, 6, NONE.as_slice()), (7, 6, &[]), (5, 6, &[12]), (0, 6, &[12]), (5, 4, &[12])]
    {
        let mut day = day(slips, false);
        day.hall.enter_paper(&mut day.poll, papers, 0, vec![2, 2]).unwrap();
        day.count();
        day.publish();
        let failing = failing_in(&mut day.hall);
        assert_eq!(failing, expected, "{slips} slips, {papers} papers");
    }
}

#[test]
fn altered_papers_are_found() {
    let mut day = day(6, false);
    day.hall.enter_paper(&mut day.poll, 6, 1, vec![2, 3]).unwrap();
    day.count();
    day.publish();
    let mut forge = Forge::new(day, 14, 101);
    for (member, value) in [
        ("invalid", json!(0)),
        ("papers", json!(5)),
        ("totals", json!([3, 2])),
        ("batch", json!(2)),
    ] {
        let failing = forge.with(|forge| forge.body("paper_batch")["figures"][member] = value);
        assert!(failing.starts_with(&[9, 12]), "{member}: {failing:?}");
    }
    let batch = forge.at("paper_batch", 0);
    let failing = forge.with(|forge| drop(forge.entries.remove(batch)));
    assert!(failing.starts_with(&[9, 12]), "left out: {failing:?}");
    let failing = forge.with(|forge| {
        forge.body("outcome")["paper"] = json!([3, 2]);
        forge.certify(3, 3);
    });
    assert_eq!(failing, [11, 12], "the outcome says other paper totals, certified by all");
    let failing = forge.with(|forge| {
        forge.body("certificate")["facts"]["invalid"] = json!(0);
        forge.certify(3, 3);
    });
    assert_eq!(failing, [15], "the certificate hides an invalid one");
}

#[test]
fn two_entries_are_equal_or_counted_again() {
    let form = day(0, true).poll.poll().form().clone();
    let first = figures(&day(0, true), 6, 1, [2, 3]);
    assert_eq!(first.clone().agree(&first, &form), Ok(first.clone()));
    for second in [
        PaperFigures { papers: 7, ..first.clone() },
        PaperFigures { invalid: 0, ..first.clone() },
        PaperFigures { totals: vec![3, 2], ..first.clone() },
        PaperFigures { totals: vec![2, 3, 0], ..first.clone() },
        PaperFigures { batch: 2, ..first.clone() },
        PaperFigures { poll: uuid::Uuid::nil(), ..first.clone() },
    ] {
        assert!(first.clone().agree(&second, &form).is_err(), "{second:?}");
    }
}

#[test]
fn no_batch_beside_sealed_ballots_is_so_small_that_it_shows_how_one_was_marked() {
    for (batches, expected) in [([6, 5], NONE.as_slice()), ([6, 1], &[12]), ([5, 4], &[12])] {
        let mut day = many();
        for (number, papers) in (1..).zip(batches) {
            let mut figures = figures(&day, papers, 0, [1, 0]);
            figures.batch = number;
            enter(&mut day, figures, (2, 0));
        }
        assert_eq!(failing_in(&mut day.hall), expected, "{batches:?}");
    }
}

/// Two sealed ballots and slips voided for eleven papers, in a poll that is closed.
fn many() -> Day {
    let mut day = Day::open(14, question(Method::Pick { min: 0, max: 1 }, 2, Some(1)), 102);
    for slip in 0..2 {
        day.cast(slip, &json!([0]));
    }
    for slip in 2..13 {
        day.hall.void_slip(slip, Some(day.poll.id()), VoidReason::Paper).unwrap();
    }
    day.hall.close_poll(&mut day.poll, Ballots { slips: 14, present: 14 }).unwrap();
    day
}
