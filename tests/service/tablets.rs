//! Tablets of a hall: codes and enrolments end in time, are used once, and belong to one township;
//! what one node hears another knows soon.

use jiff::SignedDuration;
use piaojue::domain::account::Role;
use piaojue::domain::tablet::Standing;
use piaojue::service::tablets::TabletForm;
use uuid::Uuid;

use crate::day::{Day, refused, stranger};
use crate::place::Kind;

fn form(name: &str) -> TabletForm {
    TabletForm { name: name.into(), seat: "𠮷厅 第一排".into() }
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

/// How the tablets of the session stand, by name.
async fn standings(day: &Day) -> Vec<(String, Standing)> {
    let now = day.clock.timestamp();
    let tablets = day.service().tablets(day.session()).await.unwrap();
    tablets.into_iter().map(|tablet| (tablet.name.clone(), tablet.standing(now))).collect()
}

pub(crate) async fn codes_work_once_and_not_for_long(kind: Kind) {
    let day = Day::open(kind).await;
    let (service, session, clerk) = (day.service(), day.session(), &day.town.clerk);
    let offer = async |name| service.offer_tablet(clerk, session, &form(name)).await.unwrap();
    let late = offer("01").await;
    day.clock.advance(minutes(10));
    assert_eq!(refused(service.enrol_tablet(&late).await), "refusal-tablet-code");
    let replaced = offer("01").await;
    let code = offer("01").await;
    assert_eq!(refused(service.enrol_tablet(&replaced).await), "refusal-tablet-code");
    let typed = code.to_lowercase();
    let (one, two) = tokio::join!(service.enrol_tablet(&code), service.enrol_tablet(&typed));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "of two at once one");
    let enrolled = one.or(two).unwrap();
    assert_eq!((enrolled.session, enrolled.seconds), (session, 12 * 3_600));
    for worthless in [code.as_str(), "", "x", "9KRP-W79M-9QEN-SKC2"] {
        assert_eq!(refused(service.enrol_tablet(worthless).await), "refusal-tablet-code");
    }
    assert_eq!(service.hear_tablet(&enrolled.secret, "K7QM-2XYZ").await.unwrap(), 0);
    assert_eq!(standings(&day).await, [("01".to_owned(), Standing::Ready)]);
    day.clock.advance(minutes(2));
    assert_eq!(standings(&day).await, [("01".to_owned(), Standing::Away)]);
    day.clock.advance(minutes(12 * 60 - 2));
    assert_eq!(standings(&day).await, [("01".to_owned(), Standing::Ended)]);
    let over = service.hear_tablet(&enrolled.secret, "K7QM-2XYZ").await;
    assert_eq!(refused(over), "refusal-tablet-unknown");
    assert!(service.tablet_of(&enrolled.secret).await.unwrap().is_none());
}

pub(crate) async fn what_one_node_hears_another_knows(kind: Kind) {
    let day = Day::open(kind).await;
    let (service, session, clerk) = (day.service(), day.session(), &day.town.clerk);
    let node = day.node().await;
    let code = service.offer_tablet(clerk, session, &form("07")).await.unwrap();
    let secret = node.enrol_tablet(&code).await.unwrap().secret;
    for seconds in [0, 10, 10] {
        day.clock.advance(SignedDuration::from_secs(seconds));
        node.hear_tablet(&secret, "K7QM-2XYZ").await.unwrap();
    }
    let there = service.tablets(session).await.unwrap().remove(0);
    assert_eq!(there.standing(day.clock.timestamp()), Standing::Ready, "{there:?}");
    assert_eq!(there.seat, "𠮷厅 第一排");
    service.reset_tablet(clerk, session, there.id).await.unwrap();
    assert_eq!(node.hear_tablet(&secret, "K7QM-2XYZ").await.unwrap(), 1);
    service.revoke_tablet(clerk, session, there.id).await.unwrap();
    let gone = node.hear_tablet(&secret, "K7QM-2XYZ").await;
    assert_eq!(refused(gone), "refusal-tablet-unknown");
    let again = service.revoke_tablet(clerk, session, there.id).await;
    assert_eq!(refused(again), "refusal-no-tablet");
    assert_eq!(refused(service.reset_tablet(clerk, session, there.id).await), "refusal-no-tablet");
}

pub(crate) async fn tablets_are_the_clerks_of_the_township(kind: Kind) {
    let day = Day::open(kind).await;
    let (service, session) = (day.service(), day.session());
    let other = stranger(Role::Clerk, "510812999");
    let offered = service.offer_tablet(&other, session, &form("01")).await;
    assert_eq!(refused(offered), "refusal-no-session");
    let teller = &day.town.tellers[0].actor;
    let offered = service.offer_tablet(teller, session, &form("01")).await;
    assert_eq!(refused(offered), "refusal-role");
    for (name, key) in [
        (" ", "refusal-field-empty"),
        ("0123456789abc", "refusal-field-long"),
        ("0\u{202e}1", "refusal-field-hidden"),
    ] {
        let offered = service.offer_tablet(&day.town.clerk, session, &form(name)).await;
        assert_eq!(refused(offered), key);
    }
    let id = Uuid::nil();
    assert_eq!(refused(service.reset_tablet(&other, session, id).await), "refusal-no-session");
    assert_eq!(refused(service.revoke_tablet(teller, session, id).await), "refusal-role");
    assert!(service.tablets(session).await.unwrap().is_empty());
}
