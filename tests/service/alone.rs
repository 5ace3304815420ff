//! What an administrator alone cannot do: become the presidium that would have to agree.

use piaojue::demo::PASSWORD;
use piaojue::domain::poll::PollState;
use piaojue::domain::source::Source;
use piaojue::service::sign_in::Step;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::accounts::{password, sign_in};
use crate::day::{Day, Point, refused};
use crate::insider::tried;
use crate::place::Kind;
use crate::sign_in::{done, wants};

async fn draft(kind: Kind) -> Day {
    Day::at(kind, Point::State(PollState::Draft)).await
}

/// The members of the presidium.
fn members(day: &Day) -> [Uuid; 3] {
    let ids: Vec<_> = day.town.presidium.iter().map(|it| it.actor.account.id).collect();
    ids.try_into().unwrap()
}

pub(crate) async fn an_administrator_alone_is_never_the_presidium(kind: Kind) {
    let day = draft(kind).await;
    let (service, admin) = (day.service(), &day.town.administrator);
    let [first, second, last] = members(&day);
    // Who has died or left is closed. The control: a reset waits while others can agree, and is
    // not the machine's business.
    service.close_account(admin, first).await.unwrap();
    let asked = service.reset_password(admin, second).await.unwrap();
    assert!(!asked.given);
    let machine = service.reset_at_machine("presidium3").await;
    assert_eq!(refused(machine), "refusal-machine-reset");
    // Two give the one a new password; until it is used the other is the only one.
    service.give(&day.town.presidium[2].actor, asked.id).await.unwrap();
    assert_eq!(refused(service.reset_password(admin, last).await), "refusal-last-reset");
    service.close_account(admin, second).await.unwrap();
    assert_eq!(refused(service.reset_password(admin, last).await), "refusal-last-reset");
    assert_eq!(refused(service.close_account(admin, last).await), "refusal-last-presidium");
    let waits = service.reset_password(admin, day.town.clerk.account.id).await.unwrap();
    assert!(!waits.given, "it still has to agree to what concerns others");
    // The schema refuses it, whoever asks; of who has left it would be nothing.
    let storage = day.storage().await;
    let alone = |number: u128, account: Uuid| {
        format!(
            "insert into grants values ('{}', 'reset', '{account}', '', '', 'nobody', '{}', 'x', \
             'given', '', '')",
            Uuid::from_u128(number),
            admin.account.id,
        )
    };
    let error = tried(&storage, &alone(1, last)).await.unwrap_err();
    assert!(error.contains("nobody resets a presidium alone"), "{error}");
    assert_eq!(tried(&storage, &alone(2, second)).await, Ok(1), "the control");
    sign_in(service, "presidium3", PASSWORD).await.unwrap();
    // At the machine there is a way back in for its owner.
    let code = service.reset_at_machine("presidium3").await.unwrap();
    let key = refused(sign_in(service, "presidium3", PASSWORD).await);
    assert_eq!(key, "refusal-credentials", "the old one is worth nothing");
    let here = Source::default();
    let (step, token) = wants(service.sign_in("presidium3", code, &here).await);
    assert_eq!(step, Step::Password);
    let new = password("Piao-xiang-2026");
    done(service.give_password(&token.unwrap(), new, &here).await);
}

pub(crate) async fn of_members_closed_at_once_one_stays(kind: Kind) {
    let day = draft(kind).await;
    let node = day.node().await;
    let mut closings = JoinSet::new();
    for (number, id) in members(&day).into_iter().enumerate() {
        let service = if number == 0 { node.clone() } else { day.service().clone() };
        let admin = day.town.administrator.clone();
        closings.spawn(async move { service.close_account(&admin, id).await.is_ok() });
    }
    let closed = closings.join_all().await.into_iter().filter(|closed| *closed).count();
    assert_eq!(closed, 2);
    node.end().await;
}
