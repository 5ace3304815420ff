//! What is admitted and what is refused, kind by kind.

use ballotbox::codec::Time;
use ballotbox::entry::{Attendance, Body, Entry, PollMark, SessionClosed};
use ballotbox::hall::{Ballots, Question};
use ballotbox::ledger::Ledger;
use ballotbox::manifest::Channel;
use ballotbox::method::Method;
use ballotbox::statement::VoidReason;
use ballotbox::verify::{CastFault, Phase};
use proptest::prelude::*;
use serde_json::json;

use crate::fixture::{Day, published, question, setup};

fn at(body: Body) -> Entry {
    Entry::new(Time::parse("2026-01-31T09:30:00Z").unwrap(), body)
}

/// Twelve deputies, an open poll with ballots of the slips 0 to 5; a damaged slip, one on paper.
fn open() -> Day {
    let mut day = Day::open(12, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 91);
    for slip in 0..6 {
        day.cast(slip, &json!([slip % 3]));
    }
    day.hall.void_slip(10, None, VoidReason::Damaged).unwrap();
    day.hall.void_slip(11, Some(day.poll.id()), VoidReason::Paper).unwrap();
    day
}

fn ledger(day: &Day) -> Ledger {
    Ledger::read(day.hall.entries()).unwrap()
}

/// The number of the check that refuses an entry, after which nothing has changed.
fn refused(ledger: &mut Ledger, entry: &Entry) -> usize {
    let before = (ledger.size(), ledger.root(), ledger.polls().count(), ledger.voided_slips());
    let slips = ledger.slips_handed_out();
    let refused = ledger.admit(entry).unwrap_err();
    assert_eq!(
        before,
        (ledger.size(), ledger.root(), ledger.polls().count(), ledger.voided_slips()),
        "{refused}"
    );
    assert_eq!(slips, ledger.slips_handed_out());
    assert!(refused.to_string().contains(&format!("entry {}: ", ledger.size())), "{refused}");
    refused.number
}

/// Plays entries one by one and compares index, bytes, leaf and root with the hall's.
fn play(entries: &[Vec<u8>]) -> Ledger {
    let mut ledger = Ledger::new();
    for (index, bytes) in entries.iter().enumerate() {
        let admitted = ledger.admit(&Entry::from_bytes(bytes).unwrap()).unwrap();
        assert_eq!((admitted.index, &admitted.bytes), (index, bytes));
        assert_eq!(ledger.tree().leaf(index), Some(admitted.leaf));
    }
    let read = Ledger::read(entries).unwrap();
    assert_eq!((read.size(), read.root()), (ledger.size(), ledger.root()));
    ledger
}

#[test]
fn a_whole_day_is_admitted_entry_by_entry_and_every_step_is_known() {
    let mut day = published();
    day.hall.close().unwrap();
    let ledger = play(day.hall.entries());
    let poll = ledger.poll(day.poll.id()).unwrap();
    assert_eq!((poll.phase(), poll.ballot_count(), ledger.closed()), (Phase::Published, 8, true));
    assert_eq!(poll.ballots().map(|(_, ballot)| ballot).collect::<Vec<_>>(), {
        day.poll.ballots().iter().collect::<Vec<_>>()
    });
    assert!(poll.closing().is_some() && poll.certificate().is_some());
    assert_eq!((poll.shares().len(), poll.outcome().unwrap().ballots.cast), (3, 8));
    assert_eq!(poll.published().unwrap().closing_code, poll.closing_code().unwrap());
    assert_eq!(poll.published().unwrap().question_code, poll.question_code());
    assert_eq!(ledger.origin(), Some(day.hall.origin()));
    assert_eq!(ledger.session().unwrap().session, day.hall.session());
    assert_eq!((ledger.officers().unwrap().tellers.len(), ledger.polls().count()), (3, 1));
    assert_eq!(ledger.attendance(), Some(Attendance { all: 9, present: 9 }));
}

#[test]
fn slips_are_known_by_what_became_of_them() {
    let day = open();
    let ledger = ledger(&day);
    let slip = |position| day.hall.slip(position).unwrap();
    let poll = ledger.poll(day.poll.id()).unwrap();
    assert_eq!(ledger.voided(&slip(10)), Some(VoidReason::Damaged));
    assert_eq!((ledger.voided(&slip(11)), poll.on_paper(&slip(11))), (None, true));
    assert_eq!((ledger.voided_slips().left_over, ledger.voided_slips().damaged), (0, 1));
    assert_eq!((ledger.voided_slips().all(), ledger.slips_handed_out()), (1, 11));
    assert!(ledger.roll().unwrap().contains(&slip(0)));
    assert_eq!(poll.ballot_of(&slip(7)), None);
    let place = poll.ballot_of(&slip(3)).unwrap();
    assert_eq!(poll.ballots().find(|(index, _)| *index == place).unwrap().1.slip, slip(3));
}

#[test]
fn a_ballot_is_refused_as_a_verifier_would_and_changes_nothing() {
    let mut day = open();
    let mut ledger = ledger(&day);
    let poll = day.poll.id();
    let marks = crate::fixture::marks(&Method::Pick { min: 0, max: 2 }, 3, &json!([1]));
    let mut seal = |slip| {
        let ballot = day.hall.seal(&day.poll, slip, &marks, &mut day.rng).unwrap();
        (ballot.slip, Entry::ballot(ballot))
    };
    for (slip, fault) in [(0, CastFault::Used), (10, CastFault::Void), (11, CastFault::Void)] {
        let (key, entry) = seal(slip);
        assert_eq!(refused(&mut ledger, &entry), 6, "slip {slip}");
        assert_eq!(ledger.may_cast(poll, &key), Err(fault));
    }
    let mut foreign = open();
    foreign.hall.set_time(Time::parse("2026-01-31T10:00:00Z").unwrap());
    let other = foreign
        .hall
        .open_poll(question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), &mut foreign.rng)
        .unwrap();
    let ballot = foreign.hall.seal(&other, 7, &marks, &mut foreign.rng).unwrap();
    assert_eq!(ledger.may_cast(other.id(), &ballot.slip), Err(CastFault::NoPoll));
    assert_eq!(refused(&mut ledger, &Entry::ballot(ballot)), 6, "a poll that there is not");

    let (key, entry) = seal(7);
    let pause = || Box::new(PollMark { poll });
    ledger.admit(&at(Body::PollPaused(pause()))).unwrap();
    assert_eq!(refused(&mut ledger, &entry), 6, "in a pause");
    assert_eq!(ledger.may_cast(poll, &key), Err(CastFault::NotOpen));
    assert_eq!(refused(&mut ledger, &at(Body::PollPaused(pause()))), 6, "paused twice");
    ledger.admit(&at(Body::PollResumed(pause()))).unwrap();
    assert_eq!(ledger.may_cast(poll, &key), Ok(()));
    let admitted = ledger.admit(&entry).unwrap();
    assert_eq!(ledger.poll(poll).unwrap().ballot_of(&key), Some(admitted.index));
    assert_eq!(refused(&mut ledger, &entry), 6, "the same once more");
}

#[test]
fn a_copy_goes_its_own_way() {
    let day = open();
    let mut ledger = ledger(&day);
    let before = (ledger.size(), ledger.root());
    let mut copy = ledger.clone();
    let pause = at(Body::PollPaused(Box::new(PollMark { poll: day.poll.id() })));
    copy.admit(&pause).unwrap();
    assert_eq!((ledger.size(), ledger.root()), before);
    assert_eq!(ledger.admit(&pause).unwrap().index, before.0);
    assert_eq!(ledger.root(), copy.root());
}

#[test]
fn the_session_opens_first_and_ends_last() {
    let mut empty = Ledger::new();
    let attendance = at(Body::Attendance(Box::new(Attendance { all: 9, present: 9 })));
    assert_eq!(refused(&mut empty, &attendance), 2, "before the session");
    let mut day = published();
    let mut running = ledger(&day);
    let late = Entry::ballot(day.poll.ballots()[0].clone());
    let open = Entry::from_bytes(&day.hall.entries()[0]).unwrap();
    assert_eq!(refused(&mut running, &open), 2, "opened again");
    day.hall.close().unwrap();
    let mut over = ledger(&day);
    let close = at(Body::SessionClosed(Box::new(SessionClosed {})));
    assert_eq!(refused(&mut over, &attendance), 2);
    assert_eq!(refused(&mut over, &late), 2);
    assert_eq!(refused(&mut over, &close), 2);
    assert_eq!(running.admit(&close).unwrap().index + 1, over.size());
}

#[test]
fn a_text_that_no_reader_takes_is_refused() {
    let mut ledger = Ledger::new();
    let hall = ballotbox::hall::Hall::open(setup(6), &mut crate::fixture::rng(5)).unwrap();
    let Body::SessionOpened(mut body) = Entry::from_bytes(&hall.entries()[0]).unwrap().into_body()
    else {
        unreachable!("the first entry");
    };
    body.title = "e\u{301}".to_owned();
    assert_eq!(refused(&mut ledger, &at(Body::SessionOpened(body))), 1, "not NFC");
    let mut bytes = hall.entries()[0].clone();
    bytes.push(b' ');
    assert_eq!(Ledger::read(&[bytes]).err().unwrap().number, 1);
}

/// The kinds of entries that follow the close of a poll, and the check each is refused by when it
/// is put in the place of the entry before it.
#[test]
fn no_step_of_a_count_is_taken_early_or_twice() {
    let day = published();
    let entries = day.hall.entries();
    let closed = entries.len() - 7;
    for place in closed..entries.len() {
        let step = Entry::from_bytes(&entries[place]).unwrap();
        let kind = step.body().kind();
        let mut early = Ledger::read(&entries[..place - 1]).unwrap();
        let first_shares = kind == "share" && place > closed + 1;
        if !first_shares {
            assert!([9, 10, 11, 15, 16].contains(&refused(&mut early, &step)), "{kind} early");
        }
        let mut twice = Ledger::read(&entries[..=place]).unwrap();
        assert!([9, 10, 11, 15, 16].contains(&refused(&mut twice, &step)), "{kind} twice");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn any_day_gives_the_halls_root(
        marks in prop::collection::vec(prop::collection::vec(0_u8..2, 3), 5..9),
        paused in any::<bool>(),
        on_paper in any::<bool>(),
        sealed in any::<bool>(),
        seed in 0_u64..1000,
    ) {
        let channel = if sealed { Channel::Sealed } else { Channel::Paper };
        let asked = Question { channel, ..question(Method::Pick { min: 0, max: 3 }, 3, Some(2)) };
        let mut day = Day::open(20, asked, seed);
        let cast = if sealed { marks.len() } else { 0 };
        for (slip, marks) in marks.iter().enumerate().take(cast) {
            let chosen: Vec<usize> = (0..3).filter(|&at| marks[at] == 1).collect();
            day.cast(slip, &json!(chosen));
            if paused {
                day.hall.pause(&day.poll, true).unwrap();
                day.hall.pause(&day.poll, false).unwrap();
            }
        }
        if sealed && on_paper {
            for slip in 12..18 {
                day.hall.void_slip(slip, Some(day.poll.id()), VoidReason::Paper).unwrap();
            }
        }
        day.hall.close_poll(&mut day.poll, Ballots { slips: 19, present: 20 }).unwrap();
        if on_paper || !sealed {
            day.hall.enter_paper(&mut day.poll, 6, 1, vec![5, 0, 2]).unwrap();
        }
        day.hall.void_slip(19, None, VoidReason::LeftOver).unwrap();
        let count = day.count();
        day.publish();
        if count.outcome.next.is_some() {
            day.poll = day.hall.open_next_round(&day.poll, &mut day.rng).unwrap();
        }
        let ledger = play(day.hall.entries());
        prop_assert_eq!(ledger.size(), day.hall.entries().len());
    }
}
