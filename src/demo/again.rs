//! A vote that was declared void is held again on the same list, once.

use uuid::Uuid;

use super::Town;
use super::small::SmallTown;
use crate::domain::paper::Way;
use crate::service::Fault;

async fn void(town: &Town, poll: Uuid) {
    let chair = &town.presidium[0].actor;
    let asked = town.service.ask_to_void(chair, town.session, poll, "会场停电", None);
    asked.await.unwrap();
    for member in &town.presidium {
        member.sign_all(&town.service).await.unwrap();
    }
}

fn key(refused: Result<Uuid, Fault>) -> &'static str {
    match refused {
        Err(Fault::Refused(refusal)) => refusal.key(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_vote_is_held_again_once_on_the_same_list() {
    let small = SmallTown::found("again").await;
    let (town, poll) = (&small.town, small.poll);
    let (service, session, clerk) = (&town.service, town.session, &town.clerk);

    town.open(poll).await.unwrap();
    assert_eq!(key(service.hold_again(clerk, session, poll, Way::Same).await), "refusal-state");
    void(town, poll).await;
    let teller = &town.tellers[0].actor;
    assert_eq!(key(service.hold_again(teller, session, poll, Way::Same).await), "refusal-role");

    let again = service.hold_again(clerk, session, poll, Way::Same).await.unwrap();
    let twice = service.hold_again(clerk, session, poll, Way::Same).await;
    assert_eq!(key(twice), "refusal-again-prepared");
    let polls = service.prepared_polls(session).await.unwrap();
    let (before, after) = (&polls[0].draft, &polls[1].draft);
    assert_eq!((after.id, after.position, before.position), (again, 2, 1));
    assert_eq!(before.list_digest, after.list_digest);

    // The new poll opens as it stands, may be void itself, and is held again then.
    town.open(again).await.unwrap();
    void(town, again).await;
    let third = service.hold_again(clerk, session, poll, Way::Same).await.unwrap();
    town.open(third).await.unwrap();
    let board = service.board(session).await.unwrap();
    assert_eq!(board.current().unwrap().id, third);
    small.end().await;
}
