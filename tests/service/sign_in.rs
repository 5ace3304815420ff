//! Signing in with a second factor, lock-outs by device, accounts that two persons give, and second
//! persons who type their password.

use ballotbox::codec::Digest;
use jiff::SignedDuration;
use piaojue::clock::Clock;
use piaojue::demo::PASSWORD;
use piaojue::domain::account::Role;
use piaojue::domain::password::PasswordProfile;
use piaojue::domain::poll::PollState;
use piaojue::domain::session::Stage;
use piaojue::domain::source::Source;
use piaojue::service::accounts::AccountForm;
use piaojue::service::grants::KnownCode;
use piaojue::service::proposals::Act;
use piaojue::service::sign_in::{NewLogin, SignIn, Step};
use piaojue::service::{Actor, Fault, Service, SignInRules};
use zeroize::Zeroizing;

use crate::accounts::{known, password, sign_in};
use crate::day::{Day, Point, refused, stranger};
use crate::place::Kind;
use crate::support::totp;

async fn draft(kind: Kind) -> Day {
    Day::at(kind, Point::State(PollState::Draft)).await
}

/// Somewhere without a known device.
fn anywhere() -> Source {
    Source::default()
}

async fn begin(service: &Service, login: &str, text: &str) -> Result<SignIn, Fault> {
    service.sign_in(login, password(text), &anywhere()).await
}

pub(crate) fn wants(come: Result<SignIn, Fault>) -> (Step, Option<Zeroizing<String>>) {
    match come {
        Ok(SignIn::Wants(step, token)) => (step, token),
        Ok(SignIn::Done(_)) => panic!("it wants nothing more"),
        Err(fault) => panic!("{fault:?}"),
    }
}

pub(crate) fn done(come: Result<SignIn, Fault>) -> NewLogin {
    match come {
        Ok(SignIn::Done(login)) => login,
        Ok(SignIn::Wants(step, _)) => panic!("it wants {step:?}"),
        Err(fault) => panic!("{fault:?}"),
    }
}

/// What a phone shows now.
pub(crate) fn phone(clock: &Clock, secret: &str) -> String {
    totp::code(secret, clock.timestamp().as_second())
}

pub(crate) async fn a_password_alone_is_no_login(kind: Kind) {
    let day = draft(kind).await;
    // The control: without a second factor the same password is a login.
    done(begin(day.service(), "clerk", PASSWORD).await);
    let service = day.node_with(SignInRules::default()).await;
    let (step, token) = wants(begin(&service, "clerk", PASSWORD).await);
    assert_eq!(step, Step::SetUp);
    let token = token.unwrap();
    assert!(service.signed_in(&token, &anywhere()).await.unwrap().is_none(), "no page opens");
    let early = service.give_code(&token, "000000", &anywhere()).await.map(drop);
    assert_eq!(refused(early), "refusal-sign-in-gone", "there is no second factor yet");
    let standing = service.standing(&token).await.unwrap().unwrap();
    let secret = standing.setup.unwrap().secret;
    let wrong = service.set_second_factor_up(&token, "12345", &anywhere()).await.map(drop);
    assert_eq!(refused(wrong), "refusal-code-setup");
    let code = phone(&day.clock, &secret);
    let (login, recovery) = service.set_second_factor_up(&token, &code, &anywhere()).await.unwrap();
    assert!(known(&service, &login).await.is_some());
    assert_eq!(recovery.len(), 10);
    assert!(service.standing(&token).await.unwrap().is_none(), "it has ended");

    let again = async || {
        let (step, token) = wants(begin(&service, "clerk", PASSWORD).await);
        assert_eq!(step, Step::Code);
        token.unwrap()
    };
    let token = again().await;
    let give = async |token: &str, code: &str| service.give_code(token, code, &anywhere()).await;
    assert_eq!(refused(give(&token, &code).await.map(drop)), "refusal-code", "it was used");
    day.clock.advance(SignedDuration::from_secs(30));
    assert_eq!(refused(give(&token, "abc").await.map(drop)), "refusal-code");
    let next = phone(&day.clock, &secret);
    assert_ne!(next, code);
    done(give(&token, &next).await);
    let token = again().await;
    assert_eq!(refused(give(&token, &next).await.map(drop)), "refusal-code", "once");
    done(give(&token, &recovery[3].to_lowercase()).await);
    let token = again().await;
    assert_eq!(refused(give(&token, &recovery[3]).await.map(drop)), "refusal-code", "once too");
    day.clock.advance(SignedDuration::from_mins(10));
    let late = give(&token, &phone(&day.clock, &secret)).await.map(drop);
    assert_eq!(refused(late), "refusal-sign-in-gone", "ten minutes are enough");
    // Wrong codes block like wrong passwords, and a right password does not forget them.
    for _ in 0..4 {
        let token = again().await;
        assert_eq!(refused(give(&token, "000000").await.map(drop)), "refusal-code");
    }
    assert_eq!(refused(begin(&service, "clerk", PASSWORD).await.map(drop)), "refusal-blocked");
    // No secret and no code stands in the database.
    let storage = day.storage().await;
    let mut one = storage.read().await.unwrap();
    let rows: Vec<(String, String)> =
        sqlx::query_as("select login, totp from accounts where totp <> ''")
            .fetch_all(&mut *one)
            .await
            .unwrap();
    assert_eq!(rows.len(), 1);
    assert!(!rows[0].1.is_empty() && !secret.contains(&rows[0].1), "{rows:?}");
    drop(one);
    service.end().await;
}

/// The device that a login gave its browser.
pub(crate) fn device_of(login: &NewLogin) -> Source {
    let token = login.device.as_ref().unwrap();
    let device = Digest::of(&[token.as_bytes()]).to_string();
    Source { address: "192.0.2.7".into(), device }
}

pub(crate) async fn a_stranger_does_not_lock_the_chair_out(kind: Kind) {
    let day = draft(kind).await;
    let service = day.service();
    let chair = device_of(&sign_in(service, "presidium1", PASSWORD).await.unwrap());
    let teller = device_of(&sign_in(service, "teller1", PASSWORD).await.unwrap());
    let come = async |source: &Source, text: &str| {
        service.sign_in("presidium1", password(text), source).await
    };
    for number in 0..9 {
        let stranger = Source { address: format!("198.51.100.{number}"), device: String::new() };
        let key = refused(come(&stranger, "wrong").await.map(drop));
        assert_eq!(key, if number < 5 { "refusal-credentials" } else { "refusal-blocked" });
    }
    // The control: without the device the chair is one of many strangers.
    assert_eq!(refused(come(&anywhere(), PASSWORD).await.map(drop)), "refusal-blocked");
    assert_eq!(refused(come(&teller, PASSWORD).await.map(drop)), "refusal-blocked", "another's");
    let forged = Source { device: "x".into(), ..chair.clone() };
    assert_eq!(refused(come(&forged, PASSWORD).await.map(drop)), "refusal-blocked");
    let login = done(come(&chair, PASSWORD).await);
    assert!(login.device.is_none(), "it stays known");
    // The password once more counts for the device on which the login began.
    let here = known(service, &login).await.unwrap();
    service.refresh(&here, password(PASSWORD)).await.unwrap();
    for _ in 0..5 {
        assert_eq!(refused(service.refresh(&here, password("wrong")).await), "refusal-credentials");
    }
    assert_eq!(refused(come(&chair, PASSWORD).await.map(drop)), "refusal-blocked", "its own count");
    day.clock.advance(SignedDuration::from_mins(10));
    done(come(&chair, PASSWORD).await);
}

pub(crate) async fn names_that_nobody_has_are_blocked_alike(kind: Kind) {
    let day = draft(kind).await;
    let mut told = Vec::new();
    for login in ["teller2", "nobody", "Teller9 "] {
        let mut keys = Vec::new();
        for _ in 0..7 {
            keys.push(refused(begin(day.service(), login, "wrong").await.map(drop)));
        }
        told.push(keys);
    }
    assert_eq!(told[0][4..6], ["refusal-credentials", "refusal-blocked"]);
    assert_eq!(told[1], told[0]);
    assert_eq!(told[2], told[0]);
    let lines = day.service().whole_audit_trail(&day.town.administrator).await.unwrap();
    let named = |name: &str| lines.iter().any(|kept| kept.line.object.contains(name));
    assert!(named("teller2") && !named("nobody"), "what may be a password is not written down");
}

pub(crate) async fn passwords_run_out_and_do_not_come_back(kind: Kind) {
    let day = draft(kind).await;
    let service = day.service();
    day.clock.advance(SignedDuration::from_hours(24 * 90 - 1));
    let login = sign_in(service, "clerk", PASSWORD).await.unwrap();
    let here = known(service, &login).await.unwrap();
    day.clock.advance(SignedDuration::from_hours(1));
    let (step, token) = wants(begin(service, "clerk", PASSWORD).await);
    assert_eq!(step, Step::Password);
    let token = token.unwrap();
    let give = async |text: &str| service.give_password(&token, password(text), &anywhere()).await;
    for (text, key) in [
        (PASSWORD, "refusal-password-used"),
        ("kurz", "refusal-password-weak"),
        ("Aa1234567890!", "refusal-password-common"),
        ("Xiao-clerk-9-Lu", "refusal-password-own-name"),
    ] {
        assert_eq!(refused(give(text).await.map(drop)), key, "{text}");
    }
    done(give("Deng-liang-0").await);
    sign_in(service, "clerk", "Deng-liang-0").await.unwrap();
    let change = async |service: &Service, old: &str, new: &str| {
        service.change_password(&here, password(old), password(new)).await
    };
    for number in 0..4 {
        let (old, new) = (format!("Deng-liang-{number}"), format!("Deng-liang-{}", number + 1));
        change(service, &old, &new).await.unwrap();
    }
    for number in 0..5 {
        let old = change(service, "Deng-liang-4", &format!("Deng-liang-{number}")).await;
        assert_eq!(refused(old), "refusal-password-used", "{number}");
    }
    // The control: the other profile lets old ones come back, and none runs out.
    let rules = SignInRules { profile: PasswordProfile::Asvs, ..SignInRules::rehearsal() };
    let asvs = day.node_with(rules).await;
    day.clock.advance(SignedDuration::from_hours(24 * 400));
    sign_in(&asvs, "clerk", "Deng-liang-4").await.unwrap();
    change(&asvs, "Deng-liang-4", "Deng-liang-2").await.unwrap();
    asvs.end().await;
    change(service, "Deng-liang-2", PASSWORD).await.unwrap();
}

fn form(login: &str, role: &str, township: &str) -> AccountForm {
    let (login, role, township) = (login.into(), role.into(), township.into());
    AccountForm { login, name: "何新人".into(), role, township, unit: String::new() }
}

pub(crate) async fn accounts_are_given_by_two(kind: Kind) {
    let day = draft(kind).await;
    let (service, admin) = (day.service(), &day.town.administrator);
    let chair = &day.town.presidium[1].actor;
    let asked = service.add_account(admin, &form("teller9", "teller", "510812100")).await.unwrap();
    let KnownCode::First(first) = &asked.code else { panic!("{asked:?}") };
    assert!(!asked.given);
    assert_eq!(refused(begin(service, "teller9", first).await.map(drop)), "refusal-credentials");
    let seen = service.open_grants(chair).await.unwrap();
    assert!(matches!(seen[0].code, KnownCode::Nothing), "nobody has agreed yet: {seen:?}");
    for (actor, key) in [
        (admin, "refusal-second-same"),
        (&day.town.tellers[0].actor, "refusal-act-gone"),
        (&stranger(Role::Presidium, "510812101"), "refusal-act-gone"),
        (&Actor { fresh: false, ..chair.clone() }, "refusal-not-fresh"),
    ] {
        assert_eq!(refused(service.give(actor, asked.id).await), key);
    }
    let given = service.give(chair, asked.id).await.unwrap();
    let KnownCode::Second(second) = &given.code else { panic!("{given:?}") };
    assert_eq!(refused(service.give(chair, asked.id).await), "refusal-act-gone", "once");
    // Each half is shown to its person until the code is used.
    let again = service.open_grants(chair).await.unwrap();
    assert!(matches!(&again[0].code, KnownCode::Second(it) if it == second));
    let whole = format!("{}{}", **first, **second).to_lowercase();
    for half in [first.as_str(), second.as_str()] {
        assert_eq!(refused(begin(service, "teller9", half).await.map(drop)), "refusal-credentials");
    }
    let (step, token) = wants(begin(service, "teller9", &whole).await);
    assert_eq!(step, Step::Password, "a code is good for choosing a password alone");
    let new = password("Piao-xiang-2026");
    done(service.give_password(&token.unwrap(), new, &anywhere()).await);
    assert_eq!(refused(begin(service, "teller9", &whole).await.map(drop)), "refusal-credentials");
    assert!(service.open_grants(admin).await.unwrap().is_empty(), "nothing is left to show");

    // At the founding of another township nobody is there who could agree.
    let mut township = crate::nouns::township("510812101");
    township.name = "大滩镇".into();
    let storage = day.storage().await;
    let mut tx = storage.begin().await.unwrap();
    piaojue::storage::townships::insert(tx.connection(), &township).await.unwrap();
    tx.commit().await.unwrap();
    let alone = service.add_account(admin, &form("chair9", "presidium", "510812101")).await;
    let alone = alone.unwrap();
    let KnownCode::Whole(code) = &alone.code else { panic!("{alone:?}") };
    let more = service.add_account(admin, &form("clerk9", "clerk", "510812101")).await.unwrap();
    assert!(more.given, "still nobody");
    day.clock.advance(SignedDuration::from_hours(23));
    let (_, token) = wants(begin(service, "chair9", code).await);
    let new = password("Piao-xiang-2026");
    done(service.give_password(&token.unwrap(), new, &anywhere()).await);
    let waits = service.add_account(admin, &form("clerk8", "clerk", "510812101")).await.unwrap();
    assert!(!waits.given, "now somebody is there");
    let last = service.close_account(admin, alone.account.id).await;
    assert_eq!(refused(last), "refusal-last-presidium");
    day.clock.advance(SignedDuration::from_hours(1));
    let KnownCode::Whole(code) = &more.code else { panic!("{more:?}") };
    assert_eq!(refused(begin(service, "clerk9", code).await.map(drop)), "refusal-code-expired");
    // An administrator is given by another, where there is one.
    let one = service.add_account(admin, &form("admin2", "administrator", "")).await.unwrap();
    assert!(one.given && matches!(one.code, KnownCode::Whole(_)));
}

pub(crate) async fn a_reset_ends_everything(kind: Kind) {
    let day = draft(kind).await;
    let (service, admin) = (day.service(), &day.town.administrator);
    let id = day.town.clerk.account.id;
    let login = sign_in(service, "clerk", PASSWORD).await.unwrap();
    let stale = Actor { fresh: false, ..admin.clone() };
    assert_eq!(refused(service.reset_password(&stale, id).await), "refusal-not-fresh");
    assert_eq!(refused(service.reset_password(admin, admin.account.id).await), "refusal-own-reset");
    let asked = service.reset_password(admin, id).await.unwrap();
    assert_eq!(refused(service.reset_password(admin, id).await), "refusal-grant-waits");
    assert!(known(service, &login).await.is_some(), "asking alone changes nothing");
    service.withdraw_grant(&day.town.presidium[0].actor, asked.id).await.unwrap();
    let asked = service.reset_password(admin, id).await.unwrap();
    for _ in 0..5 {
        assert!(begin(service, "clerk", "wrong").await.is_err());
    }
    let given = service.give(&day.town.presidium[0].actor, asked.id).await.unwrap();
    assert!(known(service, &login).await.is_none(), "the login has ended");
    assert_eq!(refused(begin(service, "clerk", PASSWORD).await.map(drop)), "refusal-credentials");
    let (KnownCode::First(first), KnownCode::Second(second)) = (&asked.code, &given.code) else {
        panic!("{asked:?} {given:?}")
    };
    let whole = format!("{} {}", **first, **second);
    assert_eq!(wants(begin(service, "clerk", &whole).await).0, Step::Password);
    // Who was closed while the reset waited gets no code any more.
    let teller = day.town.tellers[0].actor.account.id;
    let asked = service.reset_password(admin, teller).await.unwrap();
    service.close_account(admin, teller).await.unwrap();
    let chair = &day.town.presidium[0].actor;
    assert_eq!(refused(service.give(chair, asked.id).await), "refusal-no-account");
    service.withdraw_grant(chair, asked.id).await.unwrap();
}

/// Each act of a second person, at the time for it: refused to who has not typed the password
/// lately, and done by who has.
pub(crate) async fn second_persons_type_their_password(kind: Kind) {
    let mut seen = 0;
    for name in ["freeze", "to_paper", "close", "sign_in", "publish", "export", "open"] {
        let state = match name {
            "freeze" => PollState::Draft,
            "publish" => PollState::Certified,
            "export" => PollState::Published,
            "open" => PollState::Ready,
            // All have voted: too few sealed ballots would not go on on paper.
            "to_paper" => PollState::Paused,
            _ => PollState::Open,
        };
        let day = Day::at(kind, Point::State(state)).await;
        let (town, service, session, poll) = (&day.town, day.service(), day.session(), day.poll);
        if name == "open" {
            service.ask_to_open(&town.clerk, session, poll).await.unwrap();
            let mut teller = town.tellers[0].clone();
            teller.actor.fresh = false;
            assert_eq!(refused(teller.sign_all(service).await.map(drop)), "refusal-not-fresh");
            teller.actor.fresh = true;
            teller.sign_all(service).await.unwrap();
            seen += 1;
            continue;
        }
        let deputy = service.roll(session).await.unwrap()[3].id;
        let reason = String::from("签到机故障");
        if name == "export" {
            service.next_stage(&town.clerk, session, Stage::InSession).await.unwrap();
            service.ask_to_export(&town.clerk, session).await.unwrap();
        } else {
            let act = match name {
                "freeze" => Act::Freeze { poll },
                "to_paper" => Act::ToPaper { poll, reason },
                "close" => Act::close(poll),
                "sign_in" => Act::SignIn { deputy, reason },
                _ => Act::Publish { poll },
            };
            service.propose(&town.clerk, session, act).await.unwrap();
        }
        let waiting = service.waiting_acts(session).await.unwrap().remove(0);
        let second = match waiting.act.second() {
            Role::Teller => &town.tellers[0].actor,
            _ => &town.presidium[0].actor,
        };
        let long_ago = Actor { fresh: false, ..second.clone() };
        let before = day.trace().await;
        assert_eq!(
            refused(service.confirm(&long_ago, session, waiting.id).await),
            "refusal-not-fresh",
            "{name}"
        );
        assert_eq!(day.trace().await, before, "{name}");
        service.confirm(second, session, waiting.id).await.unwrap();
        seen += 1;
    }
    assert_eq!(seen, 7);
}
