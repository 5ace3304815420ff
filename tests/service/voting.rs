//! Whole days: a tie and the round after it, a void poll held again, a rehearsal, corrections, late
//! deputies, slips that are left over, tellers who disagree, a share that never comes.

use std::collections::BTreeSet;

use ballotbox::statement::VoidReason;
use ballotbox::verify::Verdict;
use jiff::SignedDuration;
use piaojue::demo::TownPlan;
use piaojue::domain::paper::Way;
use piaojue::domain::poll::PollState;
use piaojue::domain::project::ProjectState;
use piaojue::domain::roll::Mark;
use piaojue::domain::session::Stage;
use piaojue::service::Fault;
use piaojue::service::proposals::Act;
use piaojue::storage::audit::Kept;
use serde_json::json;
use uuid::Uuid;

use crate::day::{DEPUTIES, Day, PLAN, Point, level, question, refused, void};
use crate::place::Kind;

async fn at(kind: Kind, state: PollState) -> Day {
    Day::at(kind, Point::State(state)).await
}

async fn projects(day: &Day) -> Vec<ProjectState> {
    let projects = day.service().projects(day.session()).await.unwrap();
    projects.into_iter().map(|project| project.state).collect()
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap()
}

/// Casts, closes, counts, certifies, publishes.
async fn hold(day: &Day, poll: Uuid) {
    day.town.open(poll).await.unwrap();
    for slip in 0..DEPUTIES {
        day.town.cast(poll, slip, &json!([0, 1])).await.unwrap();
    }
    day.town.close(poll).await.unwrap();
    day.town.count(poll, count(DEPUTIES)).await.unwrap();
    day.town.certify().await.unwrap();
    day.town.publish(poll).await.unwrap();
}

pub(crate) async fn a_tie_and_the_round_after_it(kind: Kind) {
    let mut day = at(kind, PollState::Published).await;
    let (service, session) = (day.service().clone(), day.session());
    assert_eq!(day.verify().await.verdict, Verdict::Verified);
    let candidate = ProjectState::Candidate;
    assert_eq!(projects(&day).await, [candidate; 4], "nobody is chosen, nobody is out");
    let clerk = day.town.clerk.clone();
    let next = service.prepare_next_round(&clerk, session, day.poll, Way::Same).await.unwrap();
    let twice = service.prepare_next_round(&clerk, session, day.poll, Way::Same).await;
    assert_eq!(refused(twice), "refusal-round-prepared");
    hold(&day, next).await;
    let report = day.verify().await;
    assert_eq!(report.verdict, Verdict::Verified);
    let states: Vec<_> = report.polls.iter().map(|poll| (poll.round, poll.state)).collect();
    assert_eq!(states, [(1, "published"), (2, "published")]);
    let (elected, out) = (ProjectState::Elected, ProjectState::NotElected);
    assert_eq!(projects(&day).await, [elected, elected, out, candidate]);
    let none = service.prepare_next_round(&clerk, session, next, Way::Same).await;
    assert_eq!(refused(none), "refusal-no-round");
    // The session closes; from then on there are corrections and nothing else.
    service.next_stage(&clerk, session, Stage::InSession).await.unwrap();
    let chair = day.town.presidium[0].actor.clone();
    service.ask_to_correct(&chair, session, next, "第2项的责任单位应为镇民政办").await.unwrap();
    for member in day.town.presidium.iter().take(2) {
        assert_eq!(member.sign_all(&service).await.unwrap(), 1);
    }
    day.restart().await;
    assert_eq!(day.verify().await.verdict, Verdict::Verified);
    let entries = day.service().entries(session).await.unwrap();
    assert!(String::from_utf8_lossy(entries.last().unwrap()).contains("责任单位"));
    let over = day.service().propose(&clerk, session, Act::Publish { poll: next }).await;
    assert_eq!(refused(over), "refusal-session-closed");
    // The control: one byte of the bundle is another, and it does not verify.
    let mut bundle = day.service().bundle(session).await.unwrap();
    let place = bundle.windows(6).position(|part| part == "\"sig\":".as_bytes()).unwrap() + 8;
    bundle[place] = if bundle[place] == b'A' { b'B' } else { b'A' };
    let report = ballotbox::verify::verify(&bundle, &|_| ()).unwrap();
    assert_ne!(report.verdict, Verdict::Verified);
}

pub(crate) async fn a_void_poll_is_held_again(kind: Kind) {
    let mut day = at(kind, PollState::Voided).await;
    assert_eq!(projects(&day).await, [ProjectState::Candidate; 4]);
    let (service, session) = (day.service().clone(), day.session());
    let again = service.hold_again(&day.town.clerk, session, day.poll, Way::Same).await.unwrap();
    let twice = service.hold_again(&day.town.clerk, session, day.poll, Way::Same).await;
    assert_eq!(refused(twice), "refusal-again-prepared");
    let stub = day.service().prepared_poll(day.session(), again).await.unwrap().draft.position;
    assert_eq!(stub, 2);
    hold(&day, again).await;
    day.restart().await;
    let report = day.verify().await;
    assert_eq!(report.verdict, Verdict::Verified);
    let states: Vec<_> = report.polls.iter().map(|poll| poll.state).collect();
    assert_eq!(states, ["voided", "published"]);
    let board = day.service().board(day.session()).await.unwrap();
    assert!(board.poll(day.poll).unwrap().outcome.is_none(), "a void poll is never opened");
}

pub(crate) async fn a_rehearsal_is_never_certified(kind: Kind) {
    let plan = TownPlan { rehearsal: true, ..PLAN };
    let day = Day::found(kind, &plan).await;
    let (town, session) = (&day.town, day.session());
    let poll = town.prepare_poll(question(&day.projects[..3])).await.unwrap();
    town.sign_in(DEPUTIES).await.unwrap();
    town.open(poll).await.unwrap();
    for slip in 0..3 {
        town.cast(poll, slip, &level(slip)).await.unwrap();
    }
    town.close(poll).await.unwrap();
    town.count(poll, 3).await.unwrap();
    assert_eq!(day.state_of(poll).await, PollState::Opened);
    for robot in town.tellers.iter().chain(&town.presidium) {
        assert_eq!(robot.sign_all(&town.service).await.unwrap(), 0, "nothing waits");
    }
    let publish = town.service.propose(&town.clerk, session, Act::Publish { poll }).await;
    assert_eq!(refused(publish), "refusal-state");
    town.service.next_stage(&town.clerk, session, Stage::InSession).await.unwrap();
    assert_ne!(day.verify().await.verdict, Verdict::Verified, "nothing is published");
}

/// The control of the rehearsal: of a real poll four ballots are never opened.
pub(crate) async fn four_ballots_are_never_opened(kind: Kind) {
    let day = Day::open(kind).await;
    day.cast_all(level, 4).await;
    day.town.close(day.poll).await.unwrap();
    let counted = day.town.count(day.poll, 4).await;
    assert!(counted.is_err());
    assert_eq!(day.state().await, PollState::Closed);
    let log = day.service().log_of(day.session()).await.unwrap();
    assert!(log.poll(day.poll).unwrap().closing().is_none());
    void(&day).await;
    assert_eq!(day.state().await, PollState::Voided);
}

pub(crate) async fn tellers_who_disagree_count_again(kind: Kind) {
    let day = at(kind, PollState::Closed).await;
    let (service, session, poll) = (day.service(), day.session(), day.poll);
    let (first, second) = (&day.town.tellers[0], &day.town.tellers[1]);
    first.seal(service, poll, count(DEPUTIES)).await.unwrap();
    assert!(!service.closing_progress(session, poll).await.unwrap().disagree);
    second.seal(service, poll, count(DEPUTIES - 1)).await.unwrap();
    let progress = service.closing_progress(session, poll).await.unwrap();
    assert!(progress.disagree);
    assert_eq!(progress.signed.len(), 2);
    assert!(first.share(service, poll).await.is_err(), "there is no closing note");
    second.seal(service, poll, count(DEPUTIES)).await.unwrap();
    assert!(!service.closing_progress(session, poll).await.unwrap().disagree);
    let late = second.seal(service, poll, count(DEPUTIES)).await;
    assert_eq!(refused(late), "refusal-closing-entered");
    first.share(service, poll).await.unwrap();
    assert_eq!(day.state().await, PollState::Closed, "no teller sees totals first");
    let board = service.board(session).await.unwrap();
    assert!(board.poll(poll).unwrap().outcome.is_none());
    second.share(service, poll).await.unwrap();
    assert_eq!(day.state().await, PollState::Opened);
}

pub(crate) async fn other_stubs_than_ballots_need_the_presidium(kind: Kind) {
    let day = at(kind, PollState::Closed).await;
    let (service, poll) = (day.service(), day.poll);
    for teller in &day.town.tellers {
        teller.seal(service, poll, count(DEPUTIES + 1)).await.unwrap();
    }
    let closed = async || {
        let log = service.log_of(day.session()).await.unwrap();
        log.poll(poll).unwrap().closing().is_some()
    };
    assert!(!closed().await, "two tellers are not enough");
    day.town.presidium[0].seal(service, poll, count(DEPUTIES + 1)).await.unwrap();
    assert!(!closed().await, "nor is one of three beside them");
    let other = day.town.presidium[1].seal(service, poll, count(DEPUTIES + 2)).await;
    other.unwrap();
    assert!(!closed().await, "who counts differently agrees to nothing");
    day.town.presidium[1].seal(service, poll, count(DEPUTIES + 1)).await.unwrap();
    assert!(closed().await);
    for teller in &day.town.tellers {
        teller.share(service, poll).await.unwrap();
    }
    day.town.certify().await.unwrap();
    day.town.publish(poll).await.unwrap();
    assert_eq!(day.verify().await.verdict, Verdict::Verified);
}

pub(crate) async fn left_over_slips_are_void_by_two_tellers(kind: Kind) {
    let day = at(kind, PollState::Ready).await;
    let (service, session) = (day.service(), day.session());
    let (first, second) = (&day.town.tellers[0], &day.town.tellers[1]);
    let propose = async |slip, reason| {
        service.propose_void_slip(&first.actor, session, day.slip(slip), reason).await
    };
    for slip in DEPUTIES..DEPUTIES + 2 {
        propose(slip, VoidReason::LeftOver).await.unwrap();
    }
    assert_eq!(refused(propose(DEPUTIES, VoidReason::LeftOver).await), "refusal-slip-void");
    assert_eq!(refused(propose(0, VoidReason::Paper).await), "refusal-void-reason");
    let chair = &day.town.presidium[0].actor;
    let chair = service.propose_void_slip(chair, session, day.slip(0), VoidReason::Damaged).await;
    assert_eq!(refused(chair), "refusal-role");
    for teller in [first, second] {
        assert_eq!(teller.sign_all(service).await.unwrap(), 2);
    }
    let log = service.log_of(session).await.unwrap();
    assert_eq!(log.voided_slips().left_over, 2);
    day.town.open(day.poll).await.unwrap();
    day.town.cast(day.poll, 0, &json!([0])).await.unwrap();
    assert_eq!(refused(propose(0, VoidReason::Damaged).await), "refusal-slip-voted");
    // One that votes while the tellers sign: the ballot stands, the slip is not void.
    propose(1, VoidReason::Damaged).await.unwrap();
    first.sign_all(service).await.unwrap();
    day.town.cast(day.poll, 1, &json!([0])).await.unwrap();
    let before = day.trace().await;
    assert!(matches!(second.sign_all(service).await, Err(Fault::Refuted(_))));
    assert_eq!(day.trace().await, before);
    for slip in 2..DEPUTIES {
        day.town.cast(day.poll, slip, &json!([0, 1])).await.unwrap();
    }
    day.town.close(day.poll).await.unwrap();
    day.town.count(day.poll, count(DEPUTIES)).await.unwrap();
}

pub(crate) async fn an_opening_is_asked_for_again_after_a_slip_is_void(kind: Kind) {
    let day = at(kind, PollState::Ready).await;
    let (town, service, session) = (&day.town, day.service(), day.session());
    let (first, second) = (&town.tellers[0], &town.tellers[1]);
    let (slip, reason) = (day.slip(DEPUTIES), VoidReason::LeftOver);
    service.propose_void_slip(&first.actor, session, slip, reason).await.unwrap();
    first.sign_all(service).await.unwrap();
    // Later, so that it comes after the slip in everybody's list.
    day.clock.advance(SignedDuration::from_secs(1));
    service.ask_to_open(&town.clerk, session, day.poll).await.unwrap();
    // The second signature voids the slip; the opening speaks of one void slip fewer.
    assert_eq!(refused(second.sign_all(service).await), "refusal-note-gone");
    assert_eq!(first.sign_all(service).await.unwrap(), 0, "nobody is asked to sign it");
    let trail = service.audit_trail(session).await.unwrap();
    assert!(trail.iter().any(|kept| kept.line.action == "audit-open-outdated"));
    service.ask_to_open(&town.clerk, session, day.poll).await.unwrap();
    for teller in &town.tellers {
        teller.sign_all(service).await.unwrap();
    }
    assert_eq!(day.state().await, PollState::Open);
}

/// Who comes or goes changes the attendance, which stands in the log anew with the next question
/// to open. Another poll's question that waits states the attendance of before.
pub(crate) async fn an_opening_is_asked_for_again_after_the_attendance_changed(kind: Kind) {
    let day = at(kind, PollState::Ready).await;
    let (town, service, session) = (&day.town, day.service(), day.session());
    let other = town.prepare_poll(question(&day.projects[1..])).await.unwrap();
    let ask = async |poll| service.ask_to_open(&town.clerk, session, poll).await.unwrap();
    // The polls whose openings wait, and how often one was withdrawn.
    let stand = async || {
        let notes = service.open_notes(session).await.unwrap();
        let waiting: BTreeSet<_> = notes.iter().filter_map(|note| note.pending.poll()).collect();
        let trail = service.audit_trail(session).await.unwrap();
        let outdated = |kept: &&Kept| kept.line.action == "audit-open-outdated";
        (waiting, trail.iter().filter(outdated).count())
    };
    let (both, one) = (BTreeSet::from([day.poll, other]), BTreeSet::from([other]));
    let last = service.roll(session).await.unwrap()[DEPUTIES - 1].id;
    // A sign-in is taken back; then the deputy comes after all.
    for (withdrawn, mark) in [None, Some(Mark::Present)].into_iter().enumerate() {
        ask(other).await;
        ask(day.poll).await;
        assert_eq!(stand().await, (both.clone(), withdrawn), "the control: nobody came or went");
        service.mark(&town.clerk, session, &[last], mark).await.unwrap();
        ask(other).await;
        assert_eq!(stand().await, (one.clone(), withdrawn + 1));
    }
    service.take_back_opening(&town.clerk, session, other).await.unwrap();
    ask(day.poll).await;
    for teller in &town.tellers {
        assert_eq!(teller.sign_all(service).await.unwrap(), 1);
    }
    assert_eq!(day.state().await, PollState::Open);
}

pub(crate) async fn who_comes_late_votes_too(kind: Kind) {
    let day = Day::found(kind, &PLAN).await;
    let (town, service, session) = (&day.town, day.service(), day.session());
    let poll = town.prepare_poll(question(&day.projects[..3])).await.unwrap();
    town.sign_in(DEPUTIES - 3).await.unwrap();
    town.open(poll).await.unwrap();
    let roll = service.roll(session).await.unwrap();
    let late = roll[DEPUTIES - 1].id;
    let one = [roll[DEPUTIES - 2].id];
    service.mark(&town.clerk, session, &one, Some(Mark::Present)).await.unwrap();
    let act = Act::SignIn { deputy: late, reason: "因会务接送迟到".into() };
    town.both(act, &town.tellers[0].actor).await.unwrap();
    let gone = service.mark(&town.clerk, session, &[late], None).await;
    assert_eq!(refused(gone), "refusal-slip-drawn", "who signed in has drawn a slip");
    let empty = Act::SignIn { deputy: late, reason: " ".into() };
    let empty = service.propose(&town.clerk, session, empty).await;
    assert_eq!(refused(empty), "refusal-field-empty");
    for slip in 0..DEPUTIES - 1 {
        town.cast(poll, slip, &json!([0, 1])).await.unwrap();
    }
    town.close(poll).await.unwrap();
    town.count(poll, count(DEPUTIES - 1)).await.unwrap();
    town.certify().await.unwrap();
    town.publish(poll).await.unwrap();
    let report = day.verify().await;
    assert_eq!((report.verdict, report.polls[0].ballots), (Verdict::Verified, DEPUTIES - 1));
    let board = service.board(session).await.unwrap();
    assert_eq!(board.poll(poll).unwrap().closed_present, u32::try_from(DEPUTIES - 1).ok());
}

pub(crate) async fn too_few_present_open_nothing(kind: Kind) {
    let day = Day::found(kind, &PLAN).await;
    let (town, session) = (&day.town, day.session());
    let poll = town.prepare_poll(question(&day.projects[..3])).await.unwrap();
    town.sign_in(DEPUTIES / 2).await.unwrap();
    let before = day.trace().await;
    let asked = town.service.ask_to_open(&town.clerk, session, poll).await;
    assert_eq!(refused(asked), "refusal-no-quorum");
    assert_eq!(day.trace().await, before);
}

pub(crate) async fn a_share_that_never_comes_voids(kind: Kind) {
    let day = Day::at(kind, Point::Sealed).await;
    let (service, session, poll) = (day.service(), day.session(), day.poll);
    let (there, missing) = (&day.town.tellers[0], &day.town.tellers[1]);
    there.share(service, poll).await.unwrap();
    let chair = &day.town.presidium[0].actor;
    let void = async |named| service.ask_to_void(chair, session, poll, "份额缺失", named).await;
    let before = day.trace().await;
    for wrong in [None, Some(Uuid::nil()), Some(there.officer.id)] {
        assert_eq!(refused(void(wrong).await), "refusal-void-names-teller", "{wrong:?}");
    }
    assert_eq!(day.trace().await, before);
    void(Some(missing.officer.id)).await.unwrap();
    day.town.presidium[0].sign_all(service).await.unwrap();
    assert_eq!(day.state().await, PollState::Closed, "one of three is not enough");
    day.town.presidium[2].sign_all(service).await.unwrap();
    assert_eq!(day.state().await, PollState::Voided);
    let late = missing.share(service, poll).await;
    assert_eq!(refused(late), "refusal-state");
}

pub(crate) async fn each_poll_has_its_own_stub(kind: Kind) {
    let day = at(kind, PollState::Draft).await;
    let (service, session, clerk) = (day.service(), day.session(), &day.town.clerk);
    let form = || question(&day.projects[..3]);
    let add = async || service.add_poll(clerk, session, form()).await;
    add().await.unwrap();
    service.discard_poll(clerk, session, day.poll).await.unwrap();
    let stubs = async || {
        let polls = service.prepared_polls(session).await.unwrap();
        polls.iter().map(|poll| poll.draft.position).collect::<Vec<_>>()
    };
    add().await.unwrap();
    assert_eq!(stubs().await, [2, 3], "after the last one");
    for _ in 0..2 {
        add().await.unwrap();
    }
    assert_eq!(stubs().await, [1, 2, 3, 4], "then the one that was given back");
    assert_eq!(refused(add().await), "refusal-stubs");
}

pub(crate) async fn one_poll_is_open_at_a_time(kind: Kind) {
    let day = at(kind, PollState::Ready).await;
    let (town, service, session) = (&day.town, day.service(), day.session());
    let other = town.prepare_poll(question(&day.projects[1..])).await.unwrap();
    for poll in [day.poll, other] {
        service.ask_to_open(&town.clerk, session, poll).await.unwrap();
    }
    // The first teller signs both; with the second's signature the first of them opens.
    assert_eq!(town.tellers[0].sign_all(service).await.unwrap(), 2);
    let second = town.tellers[1].sign_all(service).await;
    assert_eq!(refused(second), "refusal-other-poll");
    let board = service.board(session).await.unwrap();
    assert_eq!(board.polls.len(), 1);
    assert_eq!(board.polls[0].state, PollState::Open);
}
