//! Accounts: the first one, passwords, blocks, logins and their ends, and what no other township
//! may know.

use jiff::SignedDuration;
use piaojue::clock::Clock;
use piaojue::demo::PASSWORD;
use piaojue::domain::account::Role;
use piaojue::domain::project::ProjectState;
use piaojue::domain::roll::Mark;
use piaojue::domain::session::Stage;
use piaojue::domain::source::Source;
use piaojue::service::accounts::AccountForm;
use piaojue::service::logins::SignedIn;
use piaojue::service::projects::ProjectForm;
use piaojue::service::proposals::Act;
use piaojue::service::sign_in::{NewLogin, SignIn};
use piaojue::service::{Fault, KeyFile, Service};
use tokio::task::JoinSet;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::day::{Day, Point, morning, refused, serve, stranger};
use crate::place::{Kind, Place};
use piaojue::domain::poll::PollState;

pub(crate) fn password(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

/// Signs in from a device that is not known, where the password is all that is asked for.
pub(crate) async fn sign_in(service: &Service, login: &str, text: &str) -> Result<NewLogin, Fault> {
    match service.sign_in(login, password(text), &Source::default()).await? {
        SignIn::Done(login) => Ok(login),
        SignIn::Wants(step, _) => panic!("it wants {step:?}"),
    }
}

async fn draft(kind: Kind) -> Day {
    Day::at(kind, Point::State(PollState::Draft)).await
}

pub(crate) async fn known(service: &Service, login: &NewLogin) -> Option<SignedIn> {
    service.signed_in(&login.token, &Source::default()).await.unwrap()
}

pub(crate) async fn the_setup_code_works_once(kind: Kind) {
    let place = Place::empty(kind);
    let key = KeyFile::generate().text().to_owned();
    let service = serve(&place, &Clock::set_to(morning()), &key).await;
    assert!(!service.needs_setup().await.unwrap());
    let old = service.setup_code().await.unwrap().unwrap();
    let code = service.setup_code().await.unwrap().unwrap();
    assert!(service.needs_setup().await.unwrap());
    for wrong in [old.as_str(), "", "AAAA-AAAA-AAAA-AAAA"] {
        let set_up = service.set_up(wrong, "admin", "管理员", password(PASSWORD)).await;
        assert_eq!(refused(set_up), "refusal-setup-code", "{wrong}");
    }
    let weak = service.set_up(&code, "admin", "管理员", password("short")).await;
    assert_eq!(refused(weak), "refusal-password-weak");
    // Four at once with the right code: one account.
    let mut tries = JoinSet::new();
    for number in 0..4 {
        let (service, code) = (service.clone(), code.clone());
        tries.spawn(async move {
            let login = format!("admin{number}");
            service.set_up(&code, &login, "管理员", password(PASSWORD)).await
        });
    }
    let made = tries.join_all().await.into_iter().flatten().count();
    assert_eq!(made, 1);
    assert!(!service.needs_setup().await.unwrap());
    assert!(service.setup_code().await.unwrap().is_none(), "there is an account");
    let again = service.set_up(&code, "admin9", "管理员", password(PASSWORD)).await;
    assert_eq!(refused(again), "refusal-setup-code");
}

pub(crate) async fn forms_that_do_not_fit_are_refused(kind: Kind) {
    let day = draft(kind).await;
    let form = |login: &str, role: &str| AccountForm {
        login: login.into(),
        name: "阿卜杜热西提·买买提".into(),
        role: role.into(),
        township: "510812100".into(),
        unit: String::new(),
    };
    let (service, admin) = (day.service(), &day.town.administrator);
    for (form, key) in [
        (form("x", "clerk"), "refusal-login"),
        (form("a b", "clerk"), "refusal-login"),
        (form("王", "clerk"), "refusal-login"),
        (form("Clerk", "clerk"), "refusal-login-taken"),
        (form("new", "judge"), "refusal-role-unknown"),
        (AccountForm { name: " ".into(), ..form("new", "clerk") }, "refusal-field-empty"),
        (
            AccountForm { name: "李\u{202e}四".into(), ..form("new", "clerk") },
            "refusal-field-hidden",
        ),
        (AccountForm { township: "0\0".into(), ..form("new", "clerk") }, "refusal-no-township"),
    ] {
        assert_eq!(refused(service.add_account(admin, &form).await), key);
    }
    let clerk = service.add_account(&day.town.clerk, &form("new", "clerk")).await;
    assert_eq!(refused(clerk), "refusal-role");
    service.add_account(admin, &form("New", "clerk")).await.unwrap();
    let twice = service.add_account(admin, &form("new", "teller")).await;
    assert_eq!(refused(twice), "refusal-grant-waits");
}

pub(crate) async fn wrong_passwords_block_for_a_while(kind: Kind) {
    let day = draft(kind).await;
    let service = day.service();
    for unknown in ["nobody", "", "a\0b", "' OR 1=1--", "王"] {
        let key = refused(sign_in(service, unknown, "wrong").await);
        assert_eq!(key, "refusal-credentials", "{unknown:?}");
    }
    let long = "x".repeat(100_000);
    assert_eq!(refused(sign_in(service, "clerk", &long).await), "refusal-password-long");
    for _ in 0..4 {
        assert_eq!(refused(sign_in(service, "clerk", "wrong").await), "refusal-credentials");
    }
    // A right one forgets the wrong ones before it.
    sign_in(service, "clerk", PASSWORD).await.unwrap();
    for _ in 0..5 {
        assert_eq!(refused(sign_in(service, "clerk", "wrong").await), "refusal-credentials");
    }
    assert_eq!(refused(sign_in(service, "clerk", PASSWORD).await), "refusal-blocked");
    sign_in(service, "teller1", PASSWORD).await.unwrap();
    day.clock.advance(SignedDuration::from_secs(599));
    assert_eq!(refused(sign_in(service, "clerk", PASSWORD).await), "refusal-blocked");
    day.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(refused(sign_in(service, "clerk", "wrong").await), "refusal-credentials");
    day.clock.advance(SignedDuration::from_mins(19));
    assert_eq!(refused(sign_in(service, "clerk", PASSWORD).await), "refusal-blocked");
    day.clock.advance(SignedDuration::from_mins(1));
    sign_in(service, "clerk", PASSWORD).await.unwrap();
    let lines = service.whole_audit_trail(&day.town.administrator).await.unwrap();
    let blocks = lines.iter().filter(|line| line.line.action == "audit-blocked").count();
    assert_eq!(blocks, 2);
}

/// Guesses that come at once are all let in before one is counted; all of them count.
pub(crate) async fn guesses_at_once_are_all_counted(kind: Kind) {
    let day = draft(kind).await;
    let mut guesses = JoinSet::new();
    for _ in 0..12 {
        let service = day.service().clone();
        guesses.spawn(async move { sign_in(&service, "clerk", "wrong").await.is_err() });
    }
    assert!(guesses.join_all().await.into_iter().all(|wrong| wrong));
    assert_eq!(refused(sign_in(day.service(), "clerk", PASSWORD).await), "refusal-blocked");
    day.clock.advance(SignedDuration::from_mins(10));
    sign_in(day.service(), "clerk", PASSWORD).await.unwrap();
}

pub(crate) async fn one_login_per_account_ends_in_time(kind: Kind) {
    let day = draft(kind).await;
    let service = day.service();
    let first = sign_in(service, "clerk", PASSWORD).await.unwrap();
    assert!(!first.ended_another);
    assert!(known(service, &first).await.is_some());
    let second = sign_in(service, "clerk", PASSWORD).await.unwrap();
    assert!(second.ended_another);
    assert!(known(service, &first).await.is_none(), "the older login has ended");
    assert!(service.signed_in("no token", &Source::default()).await.unwrap().is_none());
    let here = known(service, &second).await.unwrap();
    assert!(here.actor.fresh);
    day.clock.advance(SignedDuration::from_mins(5));
    let here = known(service, &second).await.unwrap();
    assert!(!here.actor.fresh, "the password was typed five minutes ago");
    assert!(service.refresh(&here, password("wrong")).await.is_err());
    service.refresh(&here, password(PASSWORD)).await.unwrap();
    assert!(known(service, &second).await.unwrap().actor.fresh);
    day.clock.advance(SignedDuration::from_mins(14));
    assert!(known(service, &second).await.is_some());
    day.clock.advance(SignedDuration::from_mins(15));
    assert!(known(service, &second).await.is_none(), "a quarter of an hour idle");
    let third = sign_in(service, "clerk", PASSWORD).await.unwrap();
    for _ in 0..47 {
        day.clock.advance(SignedDuration::from_mins(10));
        assert!(known(service, &third).await.is_some());
    }
    day.clock.advance(SignedDuration::from_mins(10));
    assert!(known(service, &third).await.is_none(), "eight hours in all");
    let fourth = sign_in(service, "clerk", PASSWORD).await.unwrap();
    let here = known(service, &fourth).await.unwrap();
    service.sign_out(&here).await.unwrap();
    assert!(known(service, &fourth).await.is_none());
}

pub(crate) async fn a_closed_account_is_out_at_once(kind: Kind) {
    let day = draft(kind).await;
    let (service, admin) = (day.service(), &day.town.administrator);
    let login = sign_in(service, "clerk", PASSWORD).await.unwrap();
    let own = service.close_account(admin, admin.account.id).await;
    assert_eq!(refused(own), "refusal-own-account");
    let other = service.close_account(&day.town.clerk, admin.account.id).await;
    assert_eq!(refused(other), "refusal-role");
    assert!(known(service, &login).await.is_some());
    service.close_account(admin, day.town.clerk.account.id).await.unwrap();
    assert!(known(service, &login).await.is_none());
    assert_eq!(refused(sign_in(service, "clerk", PASSWORD).await), "refusal-credentials");
    let name = service.account_name(day.town.clerk.account.id).await.unwrap();
    assert_eq!(name, "王秘书", "the name stays in the records");
}

pub(crate) async fn what_is_not_there_is_not_changed(kind: Kind) {
    let Day { town, .. } = draft(kind).await;
    let (service, admin) = (&town.service, &town.administrator);
    let nobody = Uuid::from_u128(7);
    let trail = service.whole_audit_trail(admin).await.unwrap().len();
    assert_eq!(refused(service.close_account(admin, nobody).await), "refusal-no-account");
    let reset = service.reset_password(admin, nobody).await;
    assert_eq!(refused(reset), "refusal-no-account");
    assert_eq!(service.whole_audit_trail(admin).await.unwrap().len(), trail, "nothing was done");
    // A project cannot begin where only a vote leads.
    let form = ProjectForm { title: "跳过表决".into(), ..ProjectForm::default() };
    for state in [ProjectState::Elected, ProjectState::Underway, ProjectState::Withdrawn] {
        let forms = std::slice::from_ref(&form);
        let added = service.add_projects(&town.clerk, town.session, forms, state).await;
        assert_eq!(refused(added), "refusal-project-begins", "{state:?}");
    }
}

pub(crate) async fn passwords_change_with_the_old_one(kind: Kind) {
    let day = draft(kind).await;
    let service = day.service();
    let login = sign_in(service, "clerk", PASSWORD).await.unwrap();
    let here = known(service, &login).await.unwrap();
    let new = || password("Neues-Kennwort-1");
    assert!(service.change_password(&here, password("wrong"), new()).await.is_err());
    let weak = service.change_password(&here, password(PASSWORD), password("weak")).await;
    assert_eq!(refused(weak), "refusal-password-weak");
    service.change_password(&here, password(PASSWORD), new()).await.unwrap();
    assert!(sign_in(service, "clerk", PASSWORD).await.is_err());
    sign_in(service, "clerk", "Neues-Kennwort-1").await.unwrap();
}

/// A second person confirms with a password typed lately, and is another person.
pub(crate) async fn second_persons(kind: Kind) {
    let day = draft(kind).await;
    let (service, session, poll) = (day.service(), day.session(), day.poll);
    let act = Act::Freeze { poll };
    service.propose(&day.town.clerk, session, act.clone()).await.unwrap();
    let twice = service.propose(&day.town.clerk, session, act.clone()).await;
    assert_eq!(refused(twice), "refusal-proposed");
    let id = service.waiting_acts(session).await.unwrap()[0].id;
    let same = service.confirm(&day.town.clerk, session, id).await;
    assert_eq!(refused(same), "refusal-second-same");
    let mut chair = day.town.presidium[0].actor.clone();
    chair.fresh = false;
    assert_eq!(refused(service.confirm(&chair, session, id).await), "refusal-not-fresh");
    let teller = &day.town.tellers[0].actor;
    assert_eq!(refused(service.confirm(teller, session, id).await), "refusal-role");
    assert_eq!(refused(service.withdraw(teller, session, id).await), "refusal-withdraw");
    // What the second person confirms is what stood there when it was asked for.
    let form = crate::day::candidates(&["改了名字的项目"]).remove(0);
    let project = day.projects[0];
    service.edit_project(&day.town.clerk, session, project, 1, &form).await.unwrap();
    chair.fresh = true;
    assert_eq!(refused(service.confirm(&chair, session, id).await), "refusal-act-gone");
    day.town.both(act, &chair).await.unwrap();
    let late = service.edit_project(&day.town.clerk, session, project, 2, &form).await;
    assert_eq!(refused(late), "refusal-listed");
}

pub(crate) async fn another_township_finds_nothing(kind: Kind) {
    let day = Day::open(kind).await;
    let (service, session, poll) = (day.service(), day.session(), day.poll);
    let before = day.trace().await;
    for role in [Role::Clerk, Role::Teller, Role::Presidium, Role::Unit] {
        let actor = stranger(role, "510812999");
        assert!(service.sessions_of(&actor).await.unwrap().is_empty());
        let keys = [
            refused(service.pause(&actor, session, poll, true).await),
            refused(service.propose(&actor, session, Act::close(poll)).await),
            refused(service.ask_to_void(&actor, session, poll, "因", None).await),
            refused(service.ask_to_correct(&actor, session, poll, "因").await),
            refused(service.adopt(&actor, session, poll, "2026-01-31", "因").await),
            refused(service.confirm(&actor, session, Uuid::nil()).await),
            refused(service.withdraw(&actor, session, Uuid::nil()).await),
        ];
        assert_eq!(keys, ["refusal-no-session"; 7], "{}", role.name());
    }
    let clerk = stranger(Role::Clerk, "510812999");
    assert_eq!(
        refused(service.mark(&clerk, session, &[], Some(Mark::Present)).await),
        "refusal-no-session"
    );
    let next = service.next_stage(&clerk, session, Stage::InSession).await;
    assert_eq!(refused(next), "refusal-no-session");
    let absent = service.pause(&day.town.clerk, Uuid::nil(), poll, true).await;
    assert_eq!(refused(absent), "refusal-no-session", "the same as of one that is not there");
    assert_eq!(day.trace().await, before);
    assert_eq!(service.sessions_of(&day.town.clerk).await.unwrap().len(), 1);
    service.pause(&day.town.clerk, session, poll, true).await.unwrap();
}
