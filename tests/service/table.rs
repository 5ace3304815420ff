//! The table of the voting day, written out: which role may do what in which state. Everything
//! else is refused with words that say what comes next, and leaves the log as it was.

use std::collections::HashSet;

use piaojue::demo::RobotOfficer;
use piaojue::domain::account::Role;
use piaojue::domain::paper::Way;
use piaojue::domain::poll::{PollState, Verb};
use piaojue::domain::refusal::{Fact, Refusal};
use piaojue::http::words::{Language, Words};
use piaojue::service::batches::BatchForm;
use piaojue::service::closing::HandCount;
use piaojue::service::proposals::Act;
use piaojue::service::{Actor, Fault};
use uuid::Uuid;

use crate::day::{DEPUTIES, Day, Point, level, question};
use crate::paper::{keyless, on_paper};
use crate::place::Kind;
use crate::planted::{Figures, Planted, figures, plant};

/// C clerk, T teller, P presidium; nobody else does anything with a poll. `sealed` is the part of
/// the state `closed` that begins with the closing note.
const TABLE: &str = "
                 draft ready open paused closed sealed opened certified published voided
edit             C     .     .    .      .      .      .      .         .         .
discard          C     .     .    .      .      .      .      .         .         .
propose-freeze   C     .     .    .      .      .      .      .         .         .
confirm-freeze   P     .     .    .      .      .      .      .         .         .
adopt            C     C     .    .      .      .      .      .         .         .
open             .     C     .    .      .      .      .      .         .         .
take-back        .     C     .    .      .      .      .      .         .         .
sign-opening     .     T     .    .      .      .      .      .         .         .
pause            .     .     C    .      .      .      .      .         .         .
resume           .     .     .    C      .      .      .      .         .         .
propose-paper    .     .     C    C      .      .      .      .         .         .
confirm-paper    .     .     P    P      .      .      .      .         .         .
propose-tablets  .     .     .    C      .      .      .      .         .         .
confirm-tablets  .     .     .    P      .      .      .      .         .         .
hand-paper       .     .     T    T      .      .      .      .         .         .
sign-paper-slip  .     .     T    T      .      .      .      .         .         .
release-paper    .     .     T    T      .      .      .      .         .         .
propose-close    .     .     C    C      .      .      .      .         .         .
confirm-close    .     .     T    T      .      .      .      .         .         .
enter-paper      .     .     .    .      T      .      .      .         .         .
sign-paper       .     .     .    .      T      .      .      .         .         .
sign-closing     .     .     .    .      T      .      .      .         .         .
share            .     .     .    .      .      T      .      .         .         .
certify          .     .     .    .      .      .      TP     .         .         .
propose-publish  .     .     .    .      .      .      .      C         .         .
confirm-publish  .     .     .    .      .      .      .      P         .         .
next-round       .     .     .    .      .      .      .      C         C         .
hold-again       .     .     .    .      .      .      .      .         .         C
void             .     .     P    P      P      P      .      .         .         .
sign-void        .     .     P    P      P      P      .      .         .         .
correct          .     .     .    .      .      .      .      .         P         .
sign-correction  .     .     .    .      .      .      .      .         P         .
";

/// What a refusal may say to who has the role, in another state than those of the table.
const LATER: [&str; 8] = [
    "refusal-batch-late",
    "refusal-state",
    "refusal-act-gone",
    "refusal-note-gone",
    "refusal-closing-entered",
    "refusal-no-closing-yet",
    "refusal-void-names-teller",
    "refusal-void-too-early",
];
/// What it may say to who has not.
const NEVER: [&str; 6] = [
    "refusal-role",
    "refusal-no-officer",
    "refusal-note-not-yours",
    "refusal-second-same",
    "refusal-closing-entered",
    "refusal-state",
];

/// The rows: what is done, and the roles at each point.
fn rows() -> Vec<(&'static str, Vec<&'static str>)> {
    let lines = TABLE.trim_start_matches('\n').lines().skip(1);
    let row = |line: &'static str| {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap();
        let cells: Vec<_> = words.collect();
        assert_eq!(cells.len(), Point::ALL.len(), "{name}");
        (name, cells)
    };
    lines.map(row).collect()
}

const fn letter(role: Role) -> char {
    match role {
        Role::Clerk => 'C',
        Role::Teller => 'T',
        Role::Presidium => 'P',
        Role::Administrator => 'A',
        Role::County => 'N',
        Role::Unit => 'U',
    }
}

const fn verb(name: &str) -> Option<Verb> {
    Some(match name.as_bytes() {
        b"edit" | b"discard" => Verb::Edit,
        b"propose-freeze" => Verb::ProposeFreeze,
        b"confirm-freeze" => Verb::ConfirmFreeze,
        b"adopt" => Verb::Adopt,
        b"open" | b"take-back" => Verb::Open,
        b"sign-opening" => Verb::SignOpening,
        b"pause" => Verb::Pause,
        b"resume" => Verb::Resume,
        b"propose-paper" => Verb::ProposePaper,
        b"confirm-paper" => Verb::ConfirmPaper,
        b"propose-tablets" => Verb::ProposeTablets,
        b"confirm-tablets" => Verb::ConfirmTablets,
        b"hand-paper" => Verb::HandPaper,
        b"sign-paper-slip" => Verb::SignPaperSlip,
        b"release-paper" => Verb::ReleasePaper,
        b"enter-paper" => Verb::EnterPaper,
        b"sign-paper" => Verb::SignPaper,
        b"propose-close" => Verb::ProposeClose,
        b"confirm-close" => Verb::ConfirmClose,
        b"sign-closing" => Verb::SignClosing,
        b"share" => Verb::Share,
        b"certify" => Verb::Certify,
        b"propose-publish" => Verb::ProposePublish,
        b"confirm-publish" => Verb::ConfirmPublish,
        b"next-round" => Verb::NextRound,
        b"hold-again" => Verb::HoldAgain,
        b"void" | b"sign-void" => Verb::Void,
        b"correct" | b"sign-correction" => Verb::Correct,
        _ => return None,
    })
}

/// Everybody whom the table of the domain lets do something, against the text above.
#[test]
fn the_domain_says_what_the_table_says() {
    let mut seen = 0;
    for (name, cells) in rows() {
        let verb = verb(name).unwrap();
        seen += 1;
        for state in PollState::ALL {
            for role in Role::ALL {
                let points = Point::ALL.iter().zip(&cells);
                let mut here = points.filter(|(point, _)| point.state() == state);
                let expected = here.any(|(_, cell)| cell.contains(letter(role)));
                let found = verb.check(state, role).is_ok();
                assert_eq!(found, expected, "{name} {} {}", state.name(), role.name());
            }
        }
    }
    let named: HashSet<_> = rows().iter().map(|(name, _)| verb(name).unwrap().word()).collect();
    assert_eq!(named.len(), Verb::ALL.len(), "a verb is not in the table");
    assert!(seen > named.len());
}

/// A poll goes over to paper, and back.
pub(crate) fn switches(poll: Uuid) -> [Act; 2] {
    let reason = || "会场停电".to_owned();
    [Act::ToPaper { poll, reason: reason() }, Act::ToTablets { poll, reason: reason() }]
}

/// What a teller reads off six papers.
fn batch() -> BatchForm {
    BatchForm { batch: 1, papers: 6, invalid: 0, totals: vec![6, 4, 2] }
}

/// A day at a point; papers are entered where they were handed out, in a vote on paper.
async fn day_for(kind: Kind, name: &str, point: Point) -> Day {
    if !["enter-paper", "sign-paper"].contains(&name) {
        return Day::at(kind, point).await;
    }
    let day = keyless(kind, on_paper).await;
    day.town.close_paper(day.poll, 6).await.unwrap();
    day
}

fn robot(day: &Day, actor: &Actor) -> RobotOfficer {
    let officers = day.town.tellers.iter().chain(&day.town.presidium);
    let mine = |robot: &&RobotOfficer| robot.actor.account.id == actor.account.id;
    let mut robot = officers.clone().find(mine).or(officers.clone().next()).unwrap().clone();
    robot.actor = actor.clone();
    robot
}

async fn sign(day: &Day, actor: &Actor, note: Uuid) -> Result<(), Fault> {
    let (service, session) = (day.service(), day.session());
    let robot = robot(day, actor);
    let tasks = service.waiting_notes(session, &robot.officer).await?;
    let text = tasks.into_iter().find(|task| task.id == note).map(|task| task.text);
    let origin = service.log_of(session).await?.origin().cloned().unwrap();
    let signed = robot.signed(&origin, &text.unwrap_or_else(|| "gone\n".into()));
    service.sign_note(actor, session, note, signed).await
}

/// What an officer's device would send at the close, made where it is not closed too.
async fn sign_closing(day: &Day, actor: &Actor) -> Result<(), Fault> {
    let (service, session, poll) = (day.service(), day.session(), day.poll);
    let robot = robot(day, actor);
    let stubs = u64::try_from(DEPUTIES).unwrap();
    if robot.recheck(service, poll).await.is_ok() {
        return robot.seal(service, poll, stubs).await;
    }
    let origin = service.log_of(session).await?.origin().cloned().unwrap();
    let note = robot.signed(&origin, "too early\n");
    let counted = HandCount { stubs, unreturned: 0 };
    service.sign_closing(actor, session, poll, counted, note).await
}

async fn share(day: &Day, actor: &Actor, figures: &Figures) -> Result<(), Fault> {
    let robot = robot(day, actor);
    let log = day.service().log_of(day.session()).await?;
    let closing = log.poll(day.poll).and_then(|poll| poll.closing().cloned());
    if closing.is_some() && robot.officer.office == piaojue::domain::officer::Office::Teller {
        return robot.share(day.service(), day.poll).await;
    }
    let mut share = figures.share.clone();
    share.teller = robot.officer.id;
    day.service().share(actor, day.session(), share).await
}

/// Does what a row of the table names.
async fn attempt(
    day: &Day,
    (name, point): (&str, Point),
    actor: &Actor,
    (planted, figures): (&Planted, &Figures),
) -> Result<(), Fault> {
    let (service, session, poll) = (day.service(), day.session(), day.poll);
    let missing = (point == Point::Sealed).then_some(day.town.tellers[1].officer.id);
    match name {
        "edit" => {
            let version = service.prepared_poll(session, poll).await?.draft.version;
            let form = question(&day.projects[1..4]);
            service.edit_poll(actor, session, poll, version, form).await
        }
        "discard" => service.discard_poll(actor, session, poll).await,
        "propose-freeze" => service.propose(actor, session, Act::Freeze { poll }).await,
        "confirm-freeze" => service.confirm(actor, session, planted.freeze).await,
        "adopt" => service.adopt(actor, session, poll, "2026-01-31", "通过").await,
        "open" => service.ask_to_open(actor, session, poll).await,
        "take-back" => service.take_back_opening(actor, session, poll).await,
        "sign-opening" => sign(day, actor, planted.open).await,
        "pause" => service.pause(actor, session, poll, true).await,
        "resume" => service.pause(actor, session, poll, false).await,
        "propose-paper" => service.propose(actor, session, switches(poll)[0].clone()).await,
        "confirm-paper" => service.confirm(actor, session, planted.to_paper).await,
        "propose-tablets" => service.propose(actor, session, switches(poll)[1].clone()).await,
        "confirm-tablets" => service.confirm(actor, session, planted.to_tablets).await,
        "hand-paper" => service.hand_paper(actor, session, poll, day.slip(15)).await,
        "sign-paper-slip" => sign(day, actor, planted.paper_slip).await,
        "release-paper" => service.release_paper(actor, session, poll).await,
        "enter-paper" => service.enter_batch(actor, session, poll, batch()).await,
        "sign-paper" => sign(day, actor, planted.paper).await,
        "propose-close" => service.propose(actor, session, Act::close(poll)).await,
        "confirm-close" => service.confirm(actor, session, planted.close).await,
        "sign-closing" => sign_closing(day, actor).await,
        "share" => share(day, actor, figures).await,
        "certify" => sign(day, actor, planted.certificate).await,
        "propose-publish" => service.propose(actor, session, Act::Publish { poll }).await,
        "confirm-publish" => service.confirm(actor, session, planted.publish).await,
        "next-round" => service.prepare_next_round(actor, session, poll, Way::Same).await.map(drop),
        "hold-again" => service.hold_again(actor, session, poll, Way::Same).await.map(drop),
        "void" => service.ask_to_void(actor, session, poll, "题目有误", missing).await,
        "sign-void" => sign(day, actor, planted.void).await,
        "correct" => service.ask_to_correct(actor, session, poll, "更正").await,
        "sign-correction" => sign(day, actor, planted.correction).await,
        other => panic!("{other} is not in the table"),
    }
}

/// What comes before an act that follows from another.
async fn prepare(day: &Day, name: &str, point: Point) {
    let (service, session, poll) = (day.service(), day.session(), day.poll);
    let (clerk, chair) = (&day.town.clerk, &day.town.presidium[0].actor);
    let missing = (point == Point::Sealed).then_some(day.town.tellers[1].officer.id);
    match name {
        "confirm-freeze" => service.propose(clerk, session, Act::Freeze { poll }).await.unwrap(),
        "take-back" | "sign-opening" => service.ask_to_open(clerk, session, poll).await.unwrap(),
        "propose-paper" | "confirm-paper" | "propose-tablets" | "confirm-tablets" => {
            prepare_switch(day, name, point).await;
        }
        "sign-paper-slip" | "release-paper" => {
            let teller = &day.town.tellers[0].actor;
            service.hand_paper(teller, session, poll, day.slip(15)).await.unwrap();
        }
        "sign-paper" => {
            for teller in &day.town.tellers {
                service.enter_batch(&teller.actor, session, poll, batch()).await.unwrap();
            }
        }
        "confirm-close" => service.propose(clerk, session, Act::close(poll)).await.unwrap(),
        "confirm-publish" => {
            service.propose(clerk, session, Act::Publish { poll }).await.unwrap();
        }
        "sign-void" => {
            service.ask_to_void(chair, session, poll, "题目有误", missing).await.unwrap();
        }
        "sign-correction" => service.ask_to_correct(chair, session, poll, "更正").await.unwrap(),
        _ => {}
    }
}

async fn prepare_switch(day: &Day, name: &str, point: Point) {
    let (service, session, poll) = (day.service(), day.session(), day.poll);
    let clerk = &day.town.clerk;
    if point == Point::State(PollState::Open) {
        day.cast_all(level, 5).await;
    }
    let [to_paper, to_tablets] = switches(poll);
    if name == "confirm-paper" {
        service.propose(clerk, session, to_paper).await.unwrap();
    } else if name.ends_with("tablets") {
        day.town.go_on_on_paper(poll, "会场停电").await.unwrap();
        if name == "confirm-tablets" {
            service.propose(clerk, session, to_tablets).await.unwrap();
        }
    }
}

/// The refusal has words in both languages, and where the state is at fault it says what is next.
pub(crate) fn check_words(refusal: &Refusal, state: Option<PollState>) {
    for language in Language::ALL {
        let words = Words { language };
        let known = |key: &str| words.keys().any(|known| known == key);
        assert!(known(refusal.key()), "{} has no words in {}", refusal.key(), words.tag());
        for (name, fact) in refusal.facts() {
            match fact {
                Fact::Text(_) => {}
                Fact::Word(key) => assert!(known(key), "{name}: {key} in {}", words.tag()),
                Fact::Words(keys) => assert!(keys.iter().all(|key| known(key)), "{keys:?}"),
            }
        }
    }
    if let (Some(state), "refusal-state") = (state, refusal.key()) {
        let next = Fact::Word(state.next_step());
        assert!(refusal.facts().contains(&("next", next)), "{refusal:?} names no next step");
        let sentence = Words::default().refusal(refusal);
        assert!(sentence.contains(&Words::default().say(state.next_step())), "{sentence}");
    }
}

pub(crate) async fn every_verb_in_every_state_by_every_role(kind: Kind) {
    let published = Day::at(kind, Point::State(PollState::Published)).await;
    let figures = figures(&published).await;
    let mut allowed = 0;
    for (place, point) in Point::ALL.into_iter().enumerate() {
        let day = Day::at(kind, point).await;
        let planted = plant(&day, &figures).await;
        let before = day.trace().await;
        for (name, cells) in rows() {
            let ever = cells.concat();
            for role in Role::ALL {
                let actor = day.somebody(role);
                let what = format!("{name} at {point:?} by {}", role.name());
                if cells[place].contains(letter(role)) {
                    let day = day_for(kind, name, point).await;
                    let actor = day.somebody(role);
                    prepare(&day, name, point).await;
                    let planted = Planted::default().real(&day).await;
                    let before = day.trace().await;
                    let done = attempt(&day, (name, point), &actor, (&planted, &figures)).await;
                    done.unwrap_or_else(|fault| panic!("{what}: {fault:?}"));
                    assert!(day.trace().await.2 > before.2, "{what} changed nothing");
                    day.service().end().await;
                    allowed += 1;
                    continue;
                }
                let done = attempt(&day, (name, point), &actor, (&planted, &figures)).await;
                let Err(Fault::Refused(refusal)) = done else { panic!("{what}: {done:?}") };
                check_words(&refusal, Some(point.state()));
                let expected: &[&str] = if ever.contains(letter(role)) { &LATER } else { &NEVER };
                assert!(expected.contains(&refusal.key()), "{what}: {refusal:?}");
                assert_eq!(day.trace().await, before, "{what} left a trace");
            }
        }
        day.service().end().await;
    }
    assert_eq!(allowed, 48, "cells of the table");
}
