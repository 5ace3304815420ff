//! What follows from the log: the server works out what the hall does, and no more.

use ballotbox::card::SignKey;
use ballotbox::codec::{Digest, Time};
use ballotbox::draft::{DraftError, FirstRound};
use ballotbox::entry::{
    Body, CertificateEntry, ClosingEntry, Entry, OutcomeEntry, PollClosed, PollOpened, Published,
};
use ballotbox::hall::{Ballots, Question};
use ballotbox::ledger::Ledger;
use ballotbox::manifest::{Channel, PollOption};
use ballotbox::method::Method;
use ballotbox::opening::Share;
use ballotbox::statement::{ClosingFacts, VoidReason};
use serde_json::Value;
use uuid::Uuid;

use crate::attacks::rounds::tied;
use crate::fixture::{Day, published, question, rng};

/// The log of a day up to, and without, the first entry of a kind; and that entry's body.
fn before<T: serde::de::DeserializeOwned>(day: &Day, kind: &str) -> (Ledger, T) {
    let entries = day.hall.entries();
    let read = |bytes: &Vec<u8>| serde_json::from_slice::<Value>(bytes).unwrap();
    let at = entries.iter().position(|bytes| read(bytes)["kind"] == kind).unwrap();
    let body = serde_json::from_value(read(&entries[at])["body"].clone()).unwrap();
    (Ledger::read(&entries[..at]).unwrap(), body)
}

fn shares(day: &Day) -> Vec<Share> {
    let bodies = day.hall.entries().iter().map(|bytes| Entry::from_bytes(bytes).unwrap());
    let shares = bodies.filter_map(|entry| match entry.into_body() {
        Body::Share(share) => Some(*share),
        _ => None,
    });
    shares.collect()
}

#[test]
fn every_step_of_a_count_is_what_the_hall_writes() {
    let day = published();
    let poll = day.poll.id();
    let (ledger, closed) = before::<PollClosed>(&day, "poll_closed");
    assert_eq!(ledger.poll_closed(poll, None), Ok(closed.clone()));
    let told = PollClosed { slips: 8, ..closed };
    assert_eq!(ledger.poll_closed(poll, Some(8)), Ok(told));
    assert!(ledger.closing_facts(poll, 8).is_err(), "not closed yet");
    let (ledger, closing) = before::<ClosingEntry>(&day, "closing");
    assert_eq!(ledger.closing_facts(poll, 8), Ok(closing.facts.clone()));
    let fewer = ClosingFacts { stubs: 7, ..closing.facts };
    assert_eq!(ledger.closing_facts(poll, 7), Ok(fewer.clone()));
    let (later, outcome) = before::<OutcomeEntry>(&day, "outcome");
    let size = usize::try_from(fewer.size).unwrap();
    assert_eq!(later.closing_facts_at(poll, 7, size), Ok(fewer), "though entries followed");
    assert!(later.closing_facts_at(poll, 7, later.size() + 1).is_err());
    assert!(ledger.outcome(poll, &shares(&day)).is_err(), "no closing note");
    assert!(ledger.certificate_facts(poll).is_err() && ledger.bulletin(poll).is_err());
    let (ledger, _) = before::<Share>(&day, "share");
    assert_eq!(ledger.outcome(poll, &shares(&day)), Ok(outcome));
    let (ledger, certificate) = before::<CertificateEntry>(&day, "certificate");
    assert_eq!(ledger.certificate_facts(poll), Ok(certificate.facts));
    let (ledger, bulletin) = before::<Published>(&day, "published");
    assert_eq!(ledger.bulletin(poll), Ok(bulletin));
    let nowhere = Uuid::nil();
    assert_eq!(ledger.bulletin(nowhere), Err(DraftError::Missing("poll of this id")));
}

#[test]
fn shares_are_checked_as_they_come_in_and_all_are_needed() {
    let day = published();
    let poll = day.poll.id();
    let (ledger, _) = before::<Share>(&day, "share");
    let shares = shares(&day);
    for share in &shares {
        assert_eq!(ledger.check_share(share), Ok(()));
    }
    let (early, _) = before::<ClosingEntry>(&day, "closing");
    assert!(early.check_share(&shares[0]).is_err(), "before the closing note");
    let spoilt = |change: fn(&mut Share)| {
        let mut share = shares[0].clone();
        change(&mut share);
        share
    };
    for (share, name) in [
        (spoilt(|share| share.elements.swap(0, 1)), "elements swapped"),
        (spoilt(|share| share.elements.truncate(1)), "elements left out"),
        (spoilt(|share| share.teller = Uuid::nil()), "no teller"),
        (Share { teller: shares[1].teller, ..shares[0].clone() }, "another teller's"),
    ] {
        assert!(ledger.check_share(&share).is_err(), "{name}");
        let with = [share, shares[1].clone(), shares[2].clone()];
        assert!(ledger.outcome(poll, &with).is_err(), "{name}");
    }
    assert!(ledger.outcome(poll, &shares[..2]).is_err(), "one is missing");
    assert!(ledger.outcome(poll, &[]).is_err(), "none");
}

#[test]
fn a_first_round_is_the_halls_manifest() {
    let mut day = published();
    day.hall.void_slip(8, None, VoidReason::Damaged).unwrap();
    let asked = question(Method::YesNoAbstain {}, 2, None);
    let ledger = Ledger::read(day.hall.entries()).unwrap();
    let opened = day.hall.open_poll(asked.clone(), &mut day.rng).unwrap();
    let manifest = opened.poll().manifest();
    let round = FirstRound {
        poll: opened.id(),
        question: asked.question,
        channel: asked.channel,
        method: asked.method,
        options: manifest.options.clone(),
        rule: asked.rule,
        opened_at: manifest.opened_at.clone(),
    };
    assert_eq!(ledger.first_round(round.clone()).as_ref(), Ok(manifest));
    let hands = FirstRound { channel: Channel::Hands, ..round.clone() };
    assert_eq!(ledger.first_round(hands).unwrap().slips, None);
    let none = FirstRound { options: Vec::<PollOption>::new(), ..round.clone() };
    assert!(ledger.first_round(none).is_err(), "no options");
    let fresh = Ledger::read(&day.hall.entries()[..2]).unwrap();
    assert_eq!(fresh.first_round(round), Err(DraftError::Missing("attendance")));
}

#[test]
fn a_further_round_is_the_halls_manifest() {
    let mut day = tied();
    let before = day.poll.id();
    let at = Time::parse("2026-01-31T09:00:00Z").unwrap();
    let mut ledger = Ledger::read(day.hall.entries()).unwrap();
    let next = day.hall.open_next_round(&day.poll, &mut day.rng).unwrap();
    let drafted = ledger.next_round(before, (next.id(), Channel::Sealed), at.clone()).unwrap();
    assert_eq!(&drafted, next.poll().manifest());
    let note = day.hall.signed(&next.poll().opening(), 0..3, 0..0);
    let body = PollOpened { manifest: drafted, note };
    ledger.admit(&Entry::new(at.clone(), Body::PollOpened(Box::new(body)))).unwrap();
    assert!(
        ledger.next_round(next.id(), (before, Channel::Sealed), at.clone()).is_err(),
        "no outcome yet"
    );
    let decided = published();
    let ledger = Ledger::read(decided.hall.entries()).unwrap();
    let further = ledger.next_round(decided.poll.id(), (Uuid::nil(), Channel::Sealed), at);
    assert_eq!(further, Err(DraftError::NoRound));
}

#[test]
fn without_slips_there_are_no_shares_and_paper_decides() {
    let asked = Question { channel: Channel::Paper, ..question(Method::YesNoAbstain {}, 2, None) };
    let mut day = Day::open(7, asked, 93);
    let ledger = Ledger::read(day.hall.entries()).unwrap();
    let closed = ledger.poll_closed(day.poll.id(), None).unwrap();
    assert_eq!((closed.ballots, closed.slips, closed.present), (0, 7, 7));
    day.hall.close_poll(&mut day.poll, Ballots { slips: 7, present: 7 }).unwrap();
    day.hall.enter_paper(&mut day.poll, 6, 1, vec![5, 0, 1, 4]).unwrap();
    let count = day.count();
    let (ledger, outcome) = before::<OutcomeEntry>(&day, "outcome");
    assert_eq!(ledger.outcome(day.poll.id(), &[]), Ok(outcome));
    assert_eq!(count.totals.to_slots(), [5, 0, 1, 4]);
    let foreign = shares(&published());
    assert!(ledger.outcome(day.poll.id(), &foreign).is_err());
}

#[test]
fn slips_that_are_not_void_count_as_handed_out() {
    let mut day = Day::open(9, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 94);
    day.hall.void_slip(7, None, VoidReason::LeftOver).unwrap();
    day.hall.void_slip(8, None, VoidReason::Damaged).unwrap();
    let mut ledger = Ledger::read(day.hall.entries()).unwrap();
    let closed = ledger.poll_closed(day.poll.id(), None).unwrap();
    assert_eq!(closed.slips, 7);
    let entry = |slips| {
        let at = Time::parse("2026-01-31T11:00:00Z").unwrap();
        Entry::new(at, Body::PollClosed(Box::new(PollClosed { slips, ..closed.clone() })))
    };
    assert_eq!(ledger.admit(&entry(8)).unwrap_err().number, 14, "one more than there are");
    ledger.admit(&entry(7)).unwrap();
}

#[test]
fn the_logs_own_notes_are_the_halls_and_need_its_key() {
    let (mut day, insider) = crate::attacks::insider::published();
    let ledger = Ledger::read(day.hall.entries()).unwrap();
    let bundle = day.hall.bundle();
    let head = ledger.checkpoint(&insider.log_key).unwrap().to_string();
    assert_eq!(Some(&head), bundle.checkpoints().last());
    let index = ledger.poll(day.poll.id()).unwrap().ballots().next().unwrap().0;
    let receipt = ledger.receipt(index, &insider.log_key).unwrap();
    assert_eq!(Some(receipt), day.hall.receipt(index));
    assert!(ledger.receipt(ledger.size(), &insider.log_key).is_err());
    let other = SignKey::generate(&mut rng(95));
    assert_eq!(ledger.checkpoint(&other), Err(DraftError::LogKey));
    assert_eq!(ledger.receipt(index, &other), Err(DraftError::LogKey));
    assert_eq!(Ledger::new().root(), Digest::of(&[]));
    assert!(Ledger::new().checkpoint(&other).is_err());
}
