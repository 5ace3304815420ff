//! What belongs to the session: which role may do it at which stage, written out.

use jiff::civil::date;
use piaojue::domain::account::Role;
use piaojue::domain::project::ProjectState;
use piaojue::domain::roll::{Mark, SeatStatus};
use piaojue::domain::session::Stage;
use piaojue::service::proposals::Act;
use piaojue::service::roll::DeputyForm;
use piaojue::service::{Actor, Fault};
use uuid::Uuid;

use crate::day::{Day, Point, candidates, question};
use crate::place::Kind;
use crate::table::check_words;
use piaojue::domain::poll::PollState;

/// The clerk does all of it; a closed session changes in nothing.
const TABLE: &str = "
                 preparing sign_in in_session closed
add-deputies     C         .       .          .
edit-deputy      C         .       .          .
seat-status      C         .       .          .
remove-deputy    C         .       .          .
mark             .         C       C          .
ask-sign-in      .         C       C          .
add-project      C         C       C          .
move-project     C         C       C          .
add-poll         C         C       C          .
open             .         .       C          .
next-stage       C         C       C          .
ask-export       .         .       .          C
";

/// A day whose poll is void or not begun, at a stage of its session.
async fn at(kind: Kind, stage: Stage) -> Day {
    if stage == Stage::InSession {
        return Day::at(kind, Point::State(PollState::Ready)).await;
    }
    if stage == Stage::Closed {
        let day = Day::at(kind, Point::State(PollState::Voided)).await;
        let clerk = &day.town.clerk;
        day.service().next_stage(clerk, day.session(), Stage::InSession).await.unwrap();
        return day;
    }
    let day = Day::at(kind, Point::State(PollState::Draft)).await;
    let (service, town) = (day.service(), &day.town);
    town.both(Act::Freeze { poll: day.poll }, &town.presidium[0].actor).await.unwrap();
    let adopted = service.adopt(&town.clerk, day.session(), day.poll, "2026-01-31", "通过").await;
    adopted.unwrap();
    if stage == Stage::SignIn {
        service.next_stage(&town.clerk, day.session(), Stage::Preparing).await.unwrap();
    }
    day
}

async fn attempt(day: &Day, name: &str, stage: Stage, actor: &Actor) -> Result<(), Fault> {
    let (service, session) = (day.service(), day.session());
    let deputy = service.roll(session).await?[11].id;
    let form =
        DeputyForm {
            name: "𠮷永福".into(), delegation: "第1代表团".into(), seat: "1排1座".into()
        };
    let (suspended, in_pool) = (SeatStatus::Suspended, ProjectState::Screened);
    match name {
        "add-deputies" => service.add_deputies(actor, session, &[form]).await.map(drop),
        "edit-deputy" => service.edit_deputy(actor, session, deputy, &form).await,
        "seat-status" => {
            let since = date(2026, 1, 15).to_string();
            service.set_seat_status(actor, session, deputy, (&since, suspended), "立案").await
        }
        "remove-deputy" => service.remove_deputy(actor, session, deputy).await,
        "mark" => service.mark(actor, session, &[deputy], Some(Mark::Present)).await,
        "ask-sign-in" => {
            let act = Act::SignIn { deputy, reason: "签到机故障".into() };
            service.propose(actor, session, act).await
        }
        "add-project" => {
            let forms = candidates(&["新项目"]);
            service.add_projects(actor, session, &forms, ProjectState::Suggested).await.map(drop)
        }
        "move-project" => {
            service.move_project(actor, session, day.projects[3], in_pool, "资金未落实").await
        }
        "add-poll" => {
            let form = question(&day.projects[1..3]);
            service.add_poll(actor, session, form).await.map(drop)
        }
        "open" => service.ask_to_open(actor, session, day.poll).await,
        "ask-export" => service.ask_to_export(actor, session).await,
        "next-stage" => service.next_stage(actor, session, stage).await,
        other => panic!("{other} is not in the table"),
    }
}

pub(crate) async fn every_act_at_every_stage_by_every_role(kind: Kind) {
    let mut allowed = 0;
    for (column, stage) in Stage::ALL.into_iter().enumerate() {
        let day = at(kind, stage).await;
        let before = day.trace().await;
        for line in TABLE.trim_start_matches('\n').lines().skip(1) {
            let words: Vec<_> = line.split_whitespace().collect();
            let name = words[0];
            for role in Role::ALL {
                let actor = day.somebody(role);
                let what = format!("{name} at {} by {}", stage.name(), role.name());
                if role == Role::Clerk && words[column + 1] == "C" {
                    let day = at(kind, stage).await;
                    let done = attempt(&day, name, stage, &actor).await;
                    done.unwrap_or_else(|fault| panic!("{what}: {fault:?}"));
                    day.service().end().await;
                    allowed += 1;
                    continue;
                }
                let done = attempt(&day, name, stage, &actor).await;
                let Err(Fault::Refused(refusal)) = done else { panic!("{what}: {done:?}") };
                check_words(&refusal, None);
                let over = refusal.key() == "refusal-session-closed";
                assert!(
                    stage != Stage::Closed || role != Role::Clerk || over,
                    "{what}: {refusal:?}"
                );
                assert_eq!(day.trace().await, before, "{what} left a trace");
            }
        }
        day.service().end().await;
    }
    assert_eq!(allowed, 22, "cells of the table");
}

pub(crate) async fn a_session_ends_when_its_polls_are_over(kind: Kind) {
    for point in Point::ALL {
        let day = Day::at(kind, point).await;
        let (service, session, clerk) = (day.service(), day.session(), &day.town.clerk);
        let stage = service.session(session).await.unwrap().stage;
        let wrong = if stage == Stage::Preparing { Stage::SignIn } else { Stage::Preparing };
        let early = service.next_stage(clerk, session, wrong).await;
        assert_eq!(crate::day::refused(early), "refusal-changed");
        let done = service.next_stage(clerk, session, stage).await;
        let waits = matches!(
            point.state(),
            PollState::Open
                | PollState::Paused
                | PollState::Closed
                | PollState::Opened
                | PollState::Certified
        );
        assert_eq!(done.is_err(), waits, "{point:?}: {done:?}");
        service.end().await;
    }
}

pub(crate) async fn a_session_begins_where_there_is_a_township(kind: Kind) {
    let day = Day::at(kind, Point::State(PollState::Draft)).await;
    let form = |opens_on: &str, stubs| piaojue::service::sessions::SessionForm {
        title: "第七次会议".into(),
        opens_on: opens_on.into(),
        stubs,
        rehearsal: false,
    };
    let (service, clerk) = (day.service(), &day.town.clerk);
    for (form, key) in [
        (form("2019-12-23", 4), "refusal-township-day"),
        (form("2026-02-30", 4), "refusal-day"),
        (form("2026-02-01", 0), "refusal-stubs-range"),
        (form("2026-02-01", 5), "refusal-stubs-range"),
    ] {
        assert_eq!(crate::day::refused(service.add_session(clerk, form).await), key);
    }
    let teller = &day.town.tellers[0].actor;
    let teller = service.add_session(teller, form("2026-02-01", 4)).await;
    assert_eq!(crate::day::refused(teller), "refusal-role");
    let id = service.add_session(clerk, form("2019-12-24", 4)).await.unwrap();
    assert_ne!(id, Uuid::nil());
    assert_eq!(service.log_of(id).await.unwrap().size(), 1, "it begins with its log");
    assert_eq!(service.sessions().await.unwrap().len(), 2);
}
