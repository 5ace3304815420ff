//! Tables of days: what is next, who must do it, what each task's tag says.

use super::*;

fn poll(state: PollState) -> PollStand {
    PollStand {
        id: Uuid::nil(),
        question: "票决".to_owned(),
        state,
        adopted: true,
        channel: Channel::Sealed,
        on_paper: false,
        switching: false,
        papers: Papers::None,
        waits: false,
        opening: false,
        sealed: false,
        disagree: false,
        round_due: false,
        again_due: false,
    }
}

fn day(stage: Stage, polls: Vec<PollStand>) -> DayStand {
    DayStand {
        stage,
        rehearsal: false,
        all: 86,
        present: 81,
        needed: 58,
        candidates: 20,
        officers: OfficersStand::Fixed,
        slips: true,
        polls,
    }
}

#[test]
fn the_next_step_of_a_day_that_is_prepared() {
    let empty = || DayStand { candidates: 0, ..day(Stage::Preparing, Vec::new()) };
    let ready = || day(Stage::Preparing, vec![poll(PollState::Ready)]);
    let officers = |officers| DayStand { officers, ..ready() };
    let table = [
        (DayStand { all: 0, ..empty() }, "running-next-roll", Spot::Roll),
        (empty(), "running-next-projects", Spot::Projects),
        (officers(OfficersStand::Nobody), "running-next-officers", Spot::Officers),
        (officers(OfficersStand::Cards), "running-next-cards", Spot::Cards),
        (officers(OfficersStand::Signing), "running-next-officers-sign", Spot::Cards),
        (DayStand { slips: false, ..ready() }, "running-next-slips", Spot::Slips),
        (day(Stage::Preparing, Vec::new()), "running-next-poll", Spot::Polls),
        (day(Stage::Preparing, vec![poll(PollState::Draft)]), "running-next-freeze", Spot::Polls),
        (ready(), "running-next-begin-sign-in", Spot::Stage(Stage::Preparing)),
    ];
    for (day, key, spot) in table {
        let next = day.next();
        assert_eq!((next.key, next.spot), (key, spot), "{day:?}");
    }
}

#[test]
fn the_next_step_of_a_poll() {
    use PollState::{Certified, Closed, Draft, Open, Opened, Paused, Published, Ready, Voided};
    let run = Spot::Run(Uuid::nil());
    let waiting = |state| PollStand { waits: true, ..poll(state) };
    let of = |channel, state| PollStand { channel, ..poll(state) };
    let papers = |channel, papers| PollStand { papers, ..of(channel, Closed) };
    let cards = Spot::Cards;
    let table: [(PollStand, &str, &[Role], Spot); 27] = [
        (poll(Draft), "running-next-freeze", CLERK, Spot::Polls),
        (waiting(Draft), "running-next-freeze-waits", PRESIDIUM, run),
        (PollStand { adopted: false, ..poll(Ready) }, "running-next-adopt", CLERK, Spot::Polls),
        (poll(Ready), "running-next-open", CLERK, Spot::Open(Uuid::nil())),
        (PollStand { opening: true, ..poll(Ready) }, "running-next-opening", TELLERS, Spot::Cards),
        (poll(Open), "running-next-voting", CLERK, run),
        (waiting(Open), "running-next-close-waits", TELLERS, run),
        (poll(Paused), "running-next-paused", CLERK, run),
        (of(Channel::Paper, Open), "running-next-voting-paper", CLERK, run),
        (of(Channel::Hands, Open), "running-next-voting-hands", CLERK, run),
        (PollStand { on_paper: true, ..poll(Paused) }, "running-next-on-paper", TELLERS, run),
        (PollStand { switching: true, ..poll(Open) }, "running-next-switch-waits", PRESIDIUM, run),
        (papers(Channel::Sealed, Papers::Counting), "running-next-enter-paper", TELLERS, cards),
        (papers(Channel::Sealed, Papers::Entered), "running-next-seal", TELLERS, cards),
        (papers(Channel::Paper, Papers::Counting), "running-next-enter-paper", TELLERS, cards),
        (papers(Channel::Paper, Papers::Entered), "running-next-sign-count", TELLERS, cards),
        (papers(Channel::Hands, Papers::Counting), "running-next-enter-hands", TELLERS, cards),
        (waiting(Paused), "running-next-close-waits", TELLERS, run),
        (poll(Closed), "running-next-seal", TELLERS, Spot::Cards),
        (
            PollStand { disagree: true, ..poll(Closed) },
            "running-next-disagree",
            TELLERS,
            Spot::Cards,
        ),
        (PollStand { sealed: true, ..poll(Closed) }, "running-next-shares", TELLERS, Spot::Cards),
        (poll(Opened), "running-next-certify", CERTIFIERS, Spot::Cards),
        (poll(Certified), "running-next-publish", CLERK, run),
        (waiting(Certified), "running-next-publish-waits", PRESIDIUM, run),
        (PollStand { round_due: true, ..poll(Published) }, "running-next-round-due", CLERK, run),
        (PollStand { again_due: true, ..poll(Voided) }, "running-next-again", CLERK, run),
        (poll(Published), "running-next-close-session", CLERK, Spot::Close),
    ];
    for (poll, key, who, spot) in table {
        let day = day(Stage::InSession, vec![poll]);
        let next = day.next();
        assert_eq!((next.key, next.who, next.spot), (key, who, spot), "{day:?}");
    }
}

#[test]
fn a_day_wholly_on_paper_needs_no_slips() {
    let of = |channel| PollStand { channel, ..poll(PollState::Ready) };
    let none = |polls| DayStand { slips: false, ..day(Stage::Preparing, polls) };
    let paper = none(vec![of(Channel::Paper), of(Channel::Hands)]);
    assert_eq!(paper.next().spot, Spot::Stage(Stage::Preparing));
    assert_eq!(paper.tag(Task::Slips), Tag::Done);
    for polls in [vec![of(Channel::Paper), of(Channel::Sealed)], Vec::new()] {
        let day = none(polls);
        assert_eq!((day.next().spot, day.tag(Task::Slips)), (Spot::Slips, Tag::Todo));
    }
}

#[test]
fn a_poll_that_runs_comes_before_one_that_is_prepared() {
    let polls = vec![poll(PollState::Published), poll(PollState::Ready), poll(PollState::Closed)];
    assert_eq!(day(Stage::InSession, polls).next().key, "running-next-seal");
}

#[test]
fn a_session_waits_for_its_quorum_and_ends() {
    let short = DayStand { present: 57, ..day(Stage::SignIn, vec![poll(PollState::Ready)]) };
    assert_eq!(short.next().key, "running-next-sign-in");
    let enough = DayStand { present: 58, ..short };
    assert_eq!(enough.next().spot, Spot::Stage(Stage::SignIn));
    assert_eq!(day(Stage::Closed, Vec::new()).next().spot, Spot::Nowhere);
    let rehearsal =
        DayStand { rehearsal: true, ..day(Stage::InSession, vec![poll(PollState::Opened)]) };
    assert_eq!(rehearsal.next().spot, Spot::Close);
    assert_eq!(rehearsal.tag(Task::Certify), Tag::Done);
    assert_eq!(rehearsal.tag(Task::Publish), Tag::Done);
}

#[test]
fn every_task_has_its_tag() {
    use Tag::{Attention, Doing, Done, Todo};
    let tags = |day: &DayStand| Task::ALL.map(|task| day.tag(task));
    let nothing = DayStand {
        all: 0,
        present: 0,
        needed: 0,
        candidates: 0,
        officers: OfficersStand::Nobody,
        slips: false,
        ..day(Stage::Preparing, Vec::new())
    };
    assert_eq!(tags(&nothing), [Todo; 11]);
    let at = |state| day(Stage::InSession, vec![poll(state)]);
    let prepared = [Done, Done, Done, Done, Done, Done];
    let table = [
        (PollState::Ready, [Todo, Todo, Todo, Todo, Todo]),
        (PollState::Open, [Doing, Todo, Todo, Todo, Todo]),
        (PollState::Paused, [Attention, Todo, Todo, Todo, Todo]),
        (PollState::Closed, [Done, Doing, Todo, Todo, Todo]),
        (PollState::Opened, [Done, Done, Doing, Todo, Todo]),
        (PollState::Certified, [Done, Done, Done, Doing, Todo]),
        (PollState::Published, [Done, Done, Done, Done, Todo]),
    ];
    for (state, rest) in table {
        let tags = tags(&at(state));
        assert_eq!((&tags[..6], &tags[6..]), (&prepared[..], &rest[..]), "{state:?}");
    }
}

#[test]
fn what_is_missing_in_session_asks_for_a_hand() {
    let late = DayStand {
        present: 50,
        slips: false,
        officers: OfficersStand::Signing,
        ..day(Stage::InSession, vec![poll(PollState::Draft)])
    };
    for task in [Task::Officers, Task::Slips, Task::SignIn] {
        assert_eq!(late.tag(task), Tag::Attention, "{task:?}");
    }
    assert_eq!(late.tag(Task::Rule), Tag::Doing);
}

#[test]
fn hands_are_counted_once_and_papers_until_all_are_in() {
    let of = |channel, figures| Papers::of(channel, figures);
    // Twelve are present and eleven raised a hand at all.
    assert_eq!(of(Channel::Hands, (12, 0)), Papers::Counting);
    assert_eq!(of(Channel::Hands, (12, 11)), Papers::Entered);
    for channel in [Channel::Sealed, Channel::Paper] {
        assert_eq!(of(channel, (0, 0)), Papers::None);
        assert_eq!(of(channel, (12, 11)), Papers::Counting);
        assert_eq!(of(channel, (12, 12)), Papers::Entered);
    }
}
