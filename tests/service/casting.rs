//! Casting: exactly one ballot for each slip whatever is sent how often, nothing stored of what is
//! refused, everything counted that was acknowledged.

use ballotbox::seal::SealedBallot;
use piaojue::domain::poll::PollState;
use piaojue::service::casting::{CastRefusal, SlipState};
use piaojue::service::proposals::Act;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::day::{DEPUTIES, Day, PLAN, Point, SLIPS, level, question};
use crate::place::Kind;
use crate::support::process::PATIENCE;

async fn cast(day: &Day, bytes: &[u8]) -> Result<usize, CastRefusal> {
    let receipt = day.service().cast(day.session(), day.poll, bytes).await;
    receipt.map(|receipt| receipt.index)
}

/// Casts all at once; how many were told what.
async fn at_once(day: &Day, ballots: Vec<Vec<u8>>) -> (usize, usize, Vec<CastRefusal>) {
    let mut casts = JoinSet::new();
    for bytes in ballots {
        let (service, session, poll) = (day.service().clone(), day.session(), day.poll);
        casts.spawn(async move { service.cast(session, poll, &bytes).await });
    }
    let (mut taken, mut used, mut others) = (0, 0, Vec::new());
    for answer in casts.join_all().await {
        match answer {
            Ok(_) => taken += 1,
            Err(CastRefusal::AlreadyVoted(_)) => used += 1,
            Err(other) => others.push(other),
        }
    }
    (taken, used, others)
}

pub(crate) async fn the_same_bytes_get_the_same_receipt(kind: Kind) {
    let mut day = Day::open(kind).await;
    let bytes = day.town.sealed(day.poll, 0, &json!([0, 1])).await.unwrap();
    let other = day.town.sealed(day.poll, 0, &json!([0, 1])).await.unwrap();
    let (service, session, poll) = (day.service().clone(), day.session(), day.poll);
    let first = service.cast(session, poll, &bytes).await.unwrap();
    for slip in 1..DEPUTIES {
        day.town.cast(poll, slip, &level(slip)).await.unwrap();
    }
    let same = async |day: &Day| {
        let again = day.service().cast(session, poll, &bytes).await.unwrap();
        assert_eq!((again.index, again.note.to_string()), (first.index, first.note.to_string()));
        let used = day.service().cast(session, poll, &other).await.unwrap_err();
        let CastRefusal::AlreadyVoted(stored) = used else { panic!("{used:?}") };
        assert_eq!(stored.leaf, first.leaf, "the stored one's receipt");
        let state = day.service().slip_state(session, poll, &day.slip(0)).await.unwrap();
        assert_eq!(state, SlipState::Used(first.code()));
    };
    same(&day).await;
    service.pause(&day.town.clerk, session, poll, true).await.unwrap();
    same(&day).await;
    day.town.close(poll).await.unwrap();
    same(&day).await;
    day.town.count(poll, u64::try_from(DEPUTIES).unwrap()).await.unwrap();
    same(&day).await;
    day.town.certify().await.unwrap();
    day.town.publish(poll).await.unwrap();
    day.restart().await;
    same(&day).await;
    assert_eq!(day.ballots().await, DEPUTIES);
}

pub(crate) async fn fifty_at_once_are_one_ballot(kind: Kind) {
    let day = Day::open(kind).await;
    let bytes = day.town.sealed(day.poll, 0, &json!([0])).await.unwrap();
    let (taken, used, others) = at_once(&day, vec![bytes; 50]).await;
    assert_eq!((taken, used, others.len()), (50, 0, 0), "{others:?}");
    assert_eq!(day.ballots().await, 1);
    let mut different = Vec::new();
    for _ in 0..50 {
        different.push(day.town.sealed(day.poll, 1, &json!([1])).await.unwrap());
    }
    let (taken, used, others) = at_once(&day, different).await;
    assert_eq!((taken, used, others.len()), (1, 49, 0), "{others:?}");
    assert_eq!(day.ballots().await, 2);
    // The control: as many slips are as many ballots.
    let mut slips = Vec::new();
    for slip in 2..SLIPS {
        slips.push(day.town.sealed(day.poll, slip, &json!([2])).await.unwrap());
    }
    let (taken, used, others) = at_once(&day, slips).await;
    assert_eq!((taken, used, others.len()), (SLIPS - 2, 0, 0), "{others:?}");
}

/// Two services on one database, as two nodes are: still one ballot.
pub(crate) async fn two_nodes_take_one_ballot(kind: Kind) {
    let day = Day::open(kind).await;
    let node = day.node().await;
    let mut casts = JoinSet::new();
    for number in 0..20 {
        let bytes = day.town.sealed(day.poll, number % 4, &json!([0])).await.unwrap();
        let service = if number % 2 == 0 { day.service().clone() } else { node.clone() };
        let (session, poll) = (day.session(), day.poll);
        casts.spawn(async move { service.cast(session, poll, &bytes).await });
    }
    let answers = casts.join_all().await;
    let taken = answers.iter().filter(|answer| answer.is_ok()).count();
    let used = |it: &&Result<_, _>| matches!(it, Err(CastRefusal::AlreadyVoted(_)));
    let used = answers.iter().filter(used).count();
    assert_eq!((taken, used), (4, 16), "{answers:?}");
    assert_eq!(day.ballots().await, 4);
    let board = node.board(day.session()).await.unwrap();
    assert_eq!(board.poll(day.poll).unwrap().ballots, 4, "the other node knows");
    node.end().await;
}

/// A ballot with one member changed, as text.
fn edited(bytes: &[u8], edit: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(bytes).unwrap();
    edit(&mut value);
    ballotbox::canonical::to_bytes(&value).unwrap()
}

pub(crate) async fn what_does_not_hold_is_not_stored(kind: Kind) {
    let day = Day::open(kind).await;
    let bytes = day.town.sealed(day.poll, 0, &json!([0, 1])).await.unwrap();
    let other = day.town.sealed(day.poll, 1, &json!([2])).await.unwrap();
    let theirs: Value = serde_json::from_slice(&other).unwrap();
    let before = day.trace().await;
    let text = String::from_utf8(bytes.clone()).unwrap();
    let faults: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("truncated", bytes[..bytes.len() - 1].to_vec()),
        ("a space more", text.replacen(':', ": ", 1).into_bytes()),
        ("a member more", edited(&bytes, |it| it["more"] = json!(1))),
        ("a member twice", text.replacen('{', r#"{"kind":"piaojue/ballot/1","#, 1).into_bytes()),
        ("another kind", edited(&bytes, |it| it["kind"] = json!("piaojue/ballot/2"))),
        ("a slot less", edited(&bytes, |it| drop(it["slots"].as_array_mut().unwrap().pop()))),
        ("slots swapped", edited(&bytes, |it| it["slots"].as_array_mut().unwrap().swap(0, 1))),
        ("another's proof", edited(&bytes, |it| it["proof"] = theirs["proof"].clone())),
        ("another's signature", edited(&bytes, |it| it["sig"] = theirs["sig"].clone())),
        ("another's slip", edited(&bytes, |it| it["slip"] = theirs["slip"].clone())),
        ("another's slots", edited(&bytes, |it| it["slots"] = theirs["slots"].clone())),
        ("another manifest", edited(&bytes, |it| it["manifest"] = json!("A".repeat(43)))),
        ("another poll", edited(&bytes, |it| it["poll"] = json!(Uuid::from_u128(5)))),
        ("all of the alphabet", (0..=255).collect()),
        ("long", vec![b'['; 60_000]),
    ];
    for (what, fault) in faults {
        let refused = cast(&day, &fault).await.unwrap_err();
        assert!(matches!(refused, CastRefusal::Ballot(_)), "{what}: {refused:?}");
        assert_eq!(day.trace().await, before, "{what} left a trace");
    }
    let (service, session) = (day.service(), day.session());
    let nowhere = service.cast(session, Uuid::nil(), &bytes).await.unwrap_err();
    assert!(matches!(nowhere, CastRefusal::NoPoll), "{nowhere:?}");
    assert!(service.cast(Uuid::nil(), day.poll, &bytes).await.is_err());
    assert_eq!(day.trace().await, before);
    assert!(cast(&day, &bytes).await.is_ok(), "the control: untouched it is taken");
}

pub(crate) async fn slips_that_are_not_on_the_roll_or_void(kind: Kind) {
    let mut day = Day::open(kind).await;
    let (session, poll) = (day.session(), day.poll);
    let slip = day.slip(3);
    let (first, second) = (&day.town.tellers[0], &day.town.tellers[1]);
    let asked = day.service().propose_void_slip(
        &first.actor,
        session,
        slip,
        ballotbox::statement::VoidReason::Damaged,
    );
    asked.await.unwrap();
    first.sign_all(day.service()).await.unwrap();
    let state = day.service().slip_state(session, poll, &slip).await.unwrap();
    assert_eq!(state, SlipState::Unused, "one teller voids nothing");
    second.sign_all(day.service()).await.unwrap();
    let state = day.service().slip_state(session, poll, &slip).await.unwrap();
    assert_eq!(state, SlipState::Voided);
    let before = day.trace().await;
    let void = day.town.cast(poll, 3, &json!([0])).await.unwrap_err();
    assert!(matches!(void, CastRefusal::SlipVoided), "{void:?}");
    let foreign = ballotbox::slip::SlipCode::generate(&mut piaojue::clock::randomness());
    day.town.slips[4] = foreign;
    let unknown = day.town.cast(poll, 4, &json!([0])).await.unwrap_err();
    assert!(matches!(unknown, CastRefusal::SlipUnknown), "{unknown:?}");
    let state = day.service().slip_state(session, poll, &day.slip(4)).await.unwrap();
    assert_eq!(state, SlipState::Unknown);
    // The same code in another session gives another key.
    let code = day.town.slips[5].clone();
    assert_ne!(code.key(Uuid::nil()).public(), code.key(session).public());
    let elsewhere = day.service().slip_state(session, poll, &code.key(Uuid::nil()).public()).await;
    assert_eq!(elsewhere.unwrap(), SlipState::Unknown);
    assert_eq!(day.trace().await, before);
    day.town.cast(poll, 5, &json!([0])).await.unwrap();
}

pub(crate) async fn only_an_open_poll_takes_ballots(kind: Kind) {
    let day = Day::open(kind).await;
    let bytes = day.town.sealed(day.poll, SLIPS - 1, &json!([0])).await.unwrap();
    day.service().end().await;
    for point in Point::ALL {
        let later = Day::at(kind, point).await;
        let before = later.trace().await;
        let refused = cast(&later, &bytes).await;
        match (point.state(), refused) {
            (PollState::Draft | PollState::Ready, Err(CastRefusal::NoPoll)) => {}
            (PollState::Open, Ok(_)) => continue,
            (state, Err(CastRefusal::NotOpen(told))) => assert_eq!(told, state),
            (state, other) => panic!("{state:?}: {other:?}"),
        }
        assert_eq!(later.trace().await, before, "{point:?}");
        later.service().end().await;
    }
}

pub(crate) async fn a_cast_is_before_the_close_or_told_so(kind: Kind) {
    for already in [0, 1, 2, 3, 5, 8] {
        let day = Day::open(kind).await;
        let (service, session, poll) = (day.service(), day.session(), day.poll);
        let mut ballots = Vec::new();
        for slip in 0..DEPUTIES {
            ballots.push(day.town.sealed(poll, slip, &level(slip)).await.unwrap());
        }
        service.propose(&day.town.clerk, session, Act::close(poll)).await.unwrap();
        let act = service.waiting_acts(session).await.unwrap()[0].id;
        let close = async {
            // The close begins when so many are in, while the others are on their way.
            let in_time = async { while day.ballots().await < already {} };
            tokio::time::timeout(PATIENCE, in_time).await.expect("ballots are taken");
            service.confirm(&day.town.tellers[0].actor, session, act).await
        };
        let ((taken, _, others), closed) = tokio::join!(at_once(&day, ballots.clone()), close);
        closed.unwrap();
        let late = |it: &CastRefusal| matches!(it, CastRefusal::NotOpen(PollState::Closed));
        assert!(others.iter().all(late), "{others:?}");
        assert_eq!(taken + others.len(), DEPUTIES);
        assert_eq!(day.ballots().await, taken, "counted is what was acknowledged");
        // Asked again, each gets the same answer.
        let (again, _, told) = at_once(&day, ballots).await;
        assert_eq!((again, told.len()), (taken, others.len()));
        service.end().await;
    }
}

pub(crate) async fn two_sessions_do_not_disturb_each_other(kind: Kind) {
    let day = Day::open(kind).await;
    let service = day.service().clone();
    let second = second_session(&day).await;
    let (ours, theirs) = (&day.town, &second.town);
    let play = async |town: &piaojue::demo::Town, poll: Uuid| {
        for slip in 0..DEPUTIES {
            town.cast(poll, slip, &level(slip)).await.unwrap();
            service.pause(&town.clerk, town.session, poll, true).await.unwrap();
            service.pause(&town.clerk, town.session, poll, false).await.unwrap();
        }
    };
    tokio::join!(play(ours, day.poll), play(theirs, second.poll));
    for (town, poll) in [(ours, day.poll), (theirs, second.poll)] {
        let board = service.board(town.session).await.unwrap();
        assert_eq!(board.poll(poll).unwrap().ballots, DEPUTIES);
    }
    let bytes = theirs.sealed(second.poll, SLIPS - 1, &json!([0])).await.unwrap();
    assert!(matches!(cast(&day, &bytes).await, Err(CastRefusal::Ballot(_))));
    let ballot = SealedBallot::from_bytes(&bytes).unwrap();
    let state = service.slip_state(day.session(), day.poll, &ballot.slip).await.unwrap();
    assert_eq!(state, SlipState::Unknown);
}

/// A town and its poll on somebody else's database.
pub(crate) struct Second {
    pub(crate) town: piaojue::demo::Town,
    pub(crate) poll: Uuid,
}

/// The same clerk and officers hold a second session on the same day.
pub(crate) async fn second_session(day: &Day) -> Second {
    let (service, clerk) = (day.service().clone(), day.town.clerk.clone());
    let form = piaojue::service::sessions::SessionForm {
        title: "朝天镇第二届人民代表大会第七次会议".into(),
        opens_on: "2026-01-31".into(),
        stubs: PLAN.stubs,
        rehearsal: false,
    };
    let session = service.add_session(&clerk, form).await.unwrap();
    let mut town = day.town.clone();
    town.session = session;
    let robots = town.tellers.iter_mut().chain(&mut town.presidium);
    for robot in robots {
        service.add_officer(&clerk, session, robot.actor.account.id).await.unwrap();
        let actor = robot.actor.clone();
        *robot = piaojue::demo::RobotOfficer::enrol(&service, actor, session).await.unwrap();
    }
    service.set_threshold(&clerk, session, 2).await.unwrap();
    service.propose_officers(&clerk, session).await.unwrap();
    for robot in town.tellers.iter().chain(&town.presidium) {
        robot.sign_all(&service).await.unwrap();
    }
    town.add_deputies(DEPUTIES).await.unwrap();
    town.make_slips(SLIPS).await.unwrap();
    let titles = ["甲项目", "乙项目", "丙项目"];
    let options = town.add_candidates(&crate::day::candidates(&titles)).await.unwrap();
    let poll = town.prepare_poll(question(&options)).await.unwrap();
    town.sign_in(DEPUTIES).await.unwrap();
    town.open(poll).await.unwrap();
    Second { town, poll }
}
