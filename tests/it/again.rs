//! A vote that was declared void is held again on the same list, once.

use piaojue::clock::Clock;
use piaojue::demo::{Town, TownPlan};
use piaojue::domain::poll::PollState;
use piaojue::service::polls::PollForm;
use piaojue::service::projects::ProjectForm;
use piaojue::service::{Fault, KeyFile, Parts, Service};
use piaojue::storage::Storage;
use serde_json::json;
use uuid::Uuid;

const PLAN: TownPlan = TownPlan {
    code: "320322102",
    name: "张寨镇",
    county: "沛县",
    title: "张寨镇第二届人民代表大会第二次会议",
    tellers: 2,
    presidium: 2,
    stubs: 3,
    rehearsal: false,
};

async fn town(data: &std::path::Path) -> Result<(Town, Uuid), Fault> {
    let url = format!("sqlite:{}?mode=rwc", data.join("piaojue.db").display());
    let storage = Storage::open(&url).await?;
    let key_file = KeyFile::generate();
    let site = "127.0.0.1:8080".to_owned();
    let service = Service::begin(Parts { storage, clock: Clock::System, key_file, site });
    let mut town = Town::found(service, &PLAN).await?;
    town.add_deputies(9).await?;
    let titles = ["村内路灯亮化工程", "村内道路硬化工程", "危房改造项目"];
    let projects: Vec<_> = titles
        .iter()
        .map(|title| ProjectForm { title: (*title).to_owned(), ..ProjectForm::default() })
        .collect();
    let options = town.add_candidates(&projects).await?;
    town.make_slips(10).await?;
    let form = PollForm {
        question: "民生实事项目票决".to_owned(),
        method: json!({ "kind": "pick", "min": 0, "max": 2 }),
        rule: json!({ "seats": 2 }),
        options,
    };
    let poll = town.prepare_poll(form).await?;
    town.sign_in(8).await?;
    Ok((town, poll))
}

async fn void(town: &Town, poll: Uuid) -> Result<(), Fault> {
    let (service, chair) = (&town.service, &town.presidium[0]);
    service.ask_to_void(&chair.actor, town.session, poll, "会场停电", None).await?;
    for member in &town.presidium {
        member.sign_all(service).await?;
    }
    Ok(())
}

fn key(refused: Result<Uuid, Fault>) -> &'static str {
    match refused {
        Err(Fault::Refused(refusal)) => refusal.key(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_vote_is_held_again_once_on_the_same_list() {
    let data = std::env::temp_dir().join(format!("piaojue-again-{}", std::process::id()));
    std::fs::create_dir_all(&data).unwrap();
    let (town, poll) = town(&data).await.unwrap();
    let (service, session, clerk) = (&town.service, town.session, &town.clerk);

    town.open(poll).await.unwrap();
    assert_eq!(key(service.hold_again(clerk, session, poll).await), "refusal-state");
    void(&town, poll).await.unwrap();
    let board = service.board(session).await.unwrap();
    assert_eq!(board.poll(poll).unwrap().state, PollState::Voided);

    let teller = &town.tellers[0].actor;
    assert_eq!(key(service.hold_again(teller, session, poll).await), "refusal-role");
    let again = service.hold_again(clerk, session, poll).await.unwrap();
    assert_eq!(key(service.hold_again(clerk, session, poll).await), "refusal-again-prepared");
    let polls = service.prepared_polls(session).await.unwrap();
    let (before, after) = (&polls[0].draft, &polls[1].draft);
    assert_eq!((after.id, after.position, before.position), (again, 2, 1));
    assert_eq!(before.list_digest, after.list_digest);

    // The new poll opens as it stands, may be void itself, and is held again then.
    town.open(again).await.unwrap();
    void(&town, again).await.unwrap();
    let third = service.hold_again(clerk, session, poll).await.unwrap();
    town.open(third).await.unwrap();
    assert_eq!(service.board(session).await.unwrap().current().unwrap().id, third);

    service.end().await;
    std::fs::remove_dir_all(&data).unwrap();
}
