//! Guesses of passwords: whom they keep out, for how long, and whom not.

use jiff::SignedDuration;
use piaojue::demo::PASSWORD;
use piaojue::domain::poll::PollState;
use piaojue::domain::source::Source;
use piaojue::service::SignInRules;
use piaojue::service::sign_in::Step;

use crate::accounts::{password, sign_in};
use crate::day::{Day, Point, refused};
use crate::place::Kind;
use crate::sign_in::{device_of, done, phone, wants};

/// Behind one access point all have one address, which takes 120 passwords and codes in a minute.
/// Who has signed in on a device comes in on it all the same, and has a count of its own.
pub(crate) async fn guesses_at_its_own_address_keep_no_chair_out(kind: Kind) {
    let day = Day::at(kind, Point::State(PollState::Draft)).await;
    let service = day.node_with(SignInRules::default()).await;
    let enter = async |login: &str, text: &str, source: &Source| {
        service.sign_in(login, password(text), source).await
    };
    let elsewhere = Source::default();
    let (_, token) = wants(enter("presidium1", PASSWORD, &elsewhere).await);
    let token = token.unwrap();
    let secret = service.standing(&token).await.unwrap().unwrap().setup.unwrap().secret;
    let code = phone(&day.clock, &secret);
    let (login, _) = service.set_second_factor_up(&token, &code, &elsewhere).await.unwrap();
    let chair = device_of(&login);
    let stranger = Source { device: String::new(), ..chair.clone() };
    day.clock.advance(SignedDuration::from_mins(1));
    let (_, begun) = wants(enter("clerk", PASSWORD, &stranger).await);
    for number in 2..=120 {
        let key = refused(enter("presidium1", "wrong", &stranger).await.map(drop));
        assert_ne!(key, "refusal-busy", "{number}");
    }
    // The control: nobody else comes in from there, at whatever step, on whatever device.
    let forged = Source { device: "x".into(), ..chair.clone() };
    for (login, source) in
        [("teller1", &stranger), ("presidium1", &stranger), ("presidium1", &forged)]
    {
        let key = refused(enter(login, PASSWORD, source).await.map(drop));
        assert_eq!(key, "refusal-busy", "{login} {}", source.device);
    }
    let others = refused(enter("teller1", PASSWORD, &chair).await.map(drop));
    assert_eq!(others, "refusal-busy", "a device is known for who has signed in on it");
    let late = service.set_second_factor_up(&begun.unwrap(), "000000", &stranger).await.map(drop);
    assert_eq!(refused(late), "refusal-busy");

    let (step, token) = wants(enter("presidium1", PASSWORD, &chair).await);
    assert_eq!(step, Step::Code);
    let code = phone(&day.clock, &secret);
    let login = done(service.give_code(&token.unwrap(), &code, &chair).await);
    assert!(login.device.is_none(), "it stays known");
    // A password and a code are two of the twenty that the device has in a minute. Of what it
    // guesses, five are looked at, and after the twentieth it is sent away as others are.
    let mut keys = Vec::new();
    for _ in 3..=21 {
        keys.push(refused(enter("presidium1", "wrong", &chair).await.map(drop)));
    }
    assert_eq!(keys[..5], ["refusal-credentials"; 5]);
    assert_eq!(keys[5..18], ["refusal-blocked"; 13]);
    assert_eq!(keys[18..], ["refusal-busy"]);
    service.end().await;
}

/// A lock-out is counted by the clock as it stands: what was to end tomorrow has ended.
pub(crate) async fn a_clock_that_goes_back_keeps_nobody_out(kind: Kind) {
    let day = Day::at(kind, Point::State(PollState::Draft)).await;
    let service = day.service();
    for _ in 0..5 {
        assert_eq!(refused(sign_in(service, "clerk", "wrong").await), "refusal-credentials");
    }
    assert_eq!(refused(sign_in(service, "clerk", PASSWORD).await), "refusal-blocked");
    day.clock.advance(SignedDuration::from_hours(-24));
    // The sixth in a row is looked at, and blocks for its twenty minutes.
    assert_eq!(refused(sign_in(service, "clerk", "wrong").await), "refusal-credentials");
    assert_eq!(refused(sign_in(service, "clerk", PASSWORD).await), "refusal-blocked");
    day.clock.advance(SignedDuration::from_mins(20));
    sign_in(service, "clerk", PASSWORD).await.unwrap();
}
