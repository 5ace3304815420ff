//! What the audit trail tells of ballots that were not taken (abuse 7, 10): when, from where and why,
//! and nothing of them; and how little of it there is, however many they are.

use ballotbox::codec::base64url;
use ballotbox::slip::SlipCode;
use piaojue::storage::audit::Kept;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::casts::{added, bytes_of, sign, void};
use crate::client::Request;
use crate::hall::{Hall, Size};
use crate::limits::connect_from;
use crate::support::process::wait_until;

/// The lines of the session's trail with an action, oldest first.
fn lines(hall: &Hall, action: &str) -> Vec<Kept> {
    let trail = hall.runtime.block_on(hall.town.service.audit_trail(hall.town.session)).unwrap();
    trail.into_iter().rev().filter(|kept| kept.line.action == action).collect()
}

/// Waits until so many refused ballots have their lines, and gives them.
fn wait_for(hall: &Hall, count: usize) -> Vec<Kept> {
    let come = || lines(hall, "audit-cast-refused").len() >= count;
    wait_until("a refused ballot left no line", come);
    lines(hall, "audit-cast-refused")
}

/// Why a ballot is refused, with which status, and its bytes.
type Refused = (&'static str, u16, Vec<u8>);

/// One ballot for each reason, and the parts of them that nobody may read in the trail.
fn refusals(hall: &Hall) -> (Vec<Refused>, Vec<String>) {
    let (poll, session) = (hall.fetch_poll(), hall.town.session);
    let lawful = hall.town.sealed_for(&poll, 0, &json!([0])).unwrap();
    let mine: Value = serde_json::from_slice(&lawful).unwrap();
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut ballot = mine.clone();
        change(&mut ballot);
        ballot
    };
    let signed = |change: &dyn Fn(&mut Value)| {
        let mut ballot = changed(change);
        sign(&mut ballot, &hall.town.slips[0], session);
        bytes_of(&ballot)
    };
    let mut stranger = mine.clone();
    sign(&mut stranger, &SlipCode::parse("0000-0000-0000-0000").unwrap(), session);
    let voided = void(hall, 2);
    let theirs: Value = serde_json::from_slice(&voided).unwrap();
    let member =
        |ballot: &Value, name: &str| ballot[name].as_str().unwrap().get(..8).map(String::from);
    let parts = [&mine, &stranger, &theirs]
        .into_iter()
        .flat_map(|ballot| ["slip", "sig", "proof"].map(|name| member(ballot, name).unwrap()));
    let refusals = vec![
        ("form", 422, b"no ballot".to_vec()),
        ("form", 422, signed(&|it| drop(it["slots"].as_array_mut().unwrap().pop()))),
        ("form", 422, signed(&|it| it["slots"][0] = base64url(&[0; 64]).into())),
        ("other_poll", 422, signed(&|it| it["manifest"] = base64url(&[7; 32]).into())),
        ("signature", 403, bytes_of(&changed(&|it| it["sig"] = base64url(&[7; 64]).into()))),
        ("proof", 422, signed(&|it| it["slots"][0] = added(&it["slots"][0]))),
        ("too_long", 413, vec![b' '; 300 * 1024]),
        ("slip_unknown", 403, bytes_of(&stranger)),
        ("slip_voided", 403, voided.clone()),
    ];
    (refusals, parts.collect())
}

#[test]
fn a_ballot_that_is_not_taken_leaves_a_line_and_nothing_of_itself() {
    let hall = Hall::open(&Size::small(8));
    let (refused, parts) = refusals(&hall);
    let before = hall.entries();
    for (why, status, ballot) in &refused {
        let answer = hall.casting(ballot).send(hall.address());
        assert_eq!(answer.status, *status, "{why}: {}", answer.text());
    }
    let kept = wait_for(&hall, refused.len());
    let mut found: Vec<_> = kept.iter().map(|kept| kept.line.details.as_str()).collect();
    let mut wanted: Vec<_> = refused.iter().map(|(why, _, _)| *why).collect();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
    for kept in &kept {
        let line = &kept.line;
        let (who, role, device) = (&*line.actor, &*line.role, &*line.device);
        assert_eq!((who, role, device), ("", "", ""), "nobody is named");
        assert_eq!((&*line.source, &*line.object), ("127.0.0.1", &*hall.poll.to_string()));
    }
    // Nothing of ballot or slip, whole or in part.
    let written = format!("{kept:?}");
    for part in parts {
        assert!(!written.contains(&part), "{part} stands in {written}");
    }
    assert_eq!(hall.entries(), before, "the log of ballots has nothing of it");
    // As the desk reads it, and that the chain is whole.
    let session = hall.town.session;
    let cookie = hall.sign_in("teller1");
    let page = Request::get(&format!("/desk/{session}/audit")).with("cookie", &cookie);
    let page = page.send(hall.address()).text();
    for words in ["没有接收一张表决票", "证明不成立", "票签不在本次会议的名册上", "票签已作废"]
    {
        assert!(page.contains(words), "{words} is not on the page");
    }
    let check = hall.runtime.block_on(hall.town.service.check_trail(Some(session))).unwrap();
    assert_eq!(check.broken_at, None);
    let lawful = hall.town.sealed_for(&hall.fetch_poll(), 0, &json!([0])).unwrap();
    assert_eq!(hall.casting(&lawful).send(hall.address()).status, 200, "the slip is unused");
}

#[test]
fn who_is_late_or_comes_twice_leaves_no_line() {
    let hall = Hall::open(&Size::small(6));
    let (town, poll) = (&hall.town, hall.fetch_poll());
    let seal = |slip| town.sealed_for(&poll, slip, &json!([0])).unwrap();
    let send = |ballot: &[u8]| hall.casting(ballot).send(hall.address()).status;
    assert_eq!((send(&seal(0)), send(&seal(0))), (200, 409), "twice");
    let pause = |on| town.service.pause(&town.clerk, town.session, hall.poll, on);
    hall.runtime.block_on(pause(true)).unwrap();
    assert_eq!(send(&seal(1)), 409, "in a pause");
    let nowhere = format!("/api/sessions/{}/polls/{}/ballots", town.session, Uuid::nil());
    let nowhere = Request::post(&nowhere).json(seal(2)).send(hall.address());
    assert_eq!(nowhere.status, 404, "for a poll that there is not");
    // What is refused after them has its line; theirs would stand before it.
    assert_eq!(send(b"no ballot"), 422);
    let kept = wait_for(&hall, 1);
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(kept[0].line.details, "form");
}

#[test]
fn a_flood_of_refused_ballots_is_a_few_lines_and_a_number() {
    const FLOOD: usize = 600;
    let mut hall = Hall::open(&Size::small(6));
    let poll = hall.fetch_poll();
    let address = hall.address().to_owned();
    let ballot = hall.town.sealed_for(&poll, 0, &json!([0])).unwrap();
    // A stranger's own session, so as to make chains of it.
    let invented = format!("/api/sessions/{}/polls/{}/ballots", Uuid::nil(), hall.poll);
    let begun = std::time::Instant::now();
    let flood = |number: u8| {
        let request = hall.casting(b"no ballot").bytes(hall.address());
        let source = [127, 0, 3, number];
        for _ in 0..FLOOD / 3 {
            use std::io::{Read as _, Write as _};
            let mut stream = connect_from(source, hall.address()).unwrap();
            stream.write_all(&request).unwrap();
            stream.read_to_end(&mut Vec::new()).unwrap();
        }
    };
    let own = std::thread::scope(|scope| {
        for number in 1..=3 {
            scope.spawn(move || flood(number));
        }
        let begun = std::time::Instant::now();
        assert_eq!(hall.casting(&ballot).send(&address).status, 200, "others vote meanwhile");
        begun.elapsed()
    });
    println!("a cast beside {FLOOD} refused ones: {own:?}");
    for _ in 0..3 {
        assert_eq!(Request::post(&invented).json("no ballot").send(&address).status, 422);
    }
    let minutes = usize::try_from(begun.elapsed().as_secs() / 60).unwrap() + 2;
    assert_eq!(hall.server.terminate(), 0, "what waits is written before it ends");
    let one_by_one = lines(&hall, "audit-cast-refused");
    let more = lines(&hall, "audit-cast-refused-more");
    let most = minutes * 3 * 10;
    assert!((10..=most).contains(&one_by_one.len()), "{} lines", one_by_one.len());
    let rest: usize = more.iter().map(|kept| kept.line.details.parse::<usize>().unwrap()).sum();
    assert_eq!(one_by_one.len() + rest, FLOOD, "every one of them is accounted for");
    assert!(more.len() <= minutes, "{more:?}");
    let service = &hall.town.service;
    let whole = hall.runtime.block_on(service.check_trails(&hall.town.administrator)).unwrap();
    let chains: Vec<_> = whole.iter().map(|check| check.session.as_str()).collect();
    assert!(!chains.contains(&&*Uuid::nil().to_string()), "no chain for an invented session");
    assert!(whole.iter().all(|check| check.broken_at.is_none()));
}
