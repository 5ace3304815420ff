//! What somebody tries who has the database's password: what the schema refuses past the program,
//! and what the program does not open where that came through.

use piaojue::domain::paper::Way;
use piaojue::domain::poll::PollState;
use piaojue::service::Actor;
use piaojue::service::proposals::Act;
use piaojue::storage::Storage;
use sqlx::{AssertSqlSafe, Executor as _};
use uuid::Uuid;

use crate::day::{Day, Point, refused};
use crate::place::Kind;

async fn draft(kind: Kind) -> Day {
    Day::at(kind, Point::State(PollState::Draft)).await
}

/// Runs one statement in a transaction of its own; the error's text, where it fails.
pub(crate) async fn tried(storage: &Storage, sql: &str) -> Result<u64, String> {
    let mut tx = storage.begin().await.unwrap();
    let done = tx.connection().execute(AssertSqlSafe(sql.to_owned())).await;
    let done = done.map_err(|error| error.to_string())?;
    tx.commit().await.unwrap();
    Ok(done.rows_affected())
}

/// A breach by SQL, past the program; what the refusal says; and beside it what is lawful.
type Breach = (&'static str, String, &'static str, Option<String>);

async fn plant(storage: &Storage, breaches: Vec<Breach>) {
    for (what, wrong, part, right) in breaches {
        let error = tried(storage, &wrong).await.expect_err(what);
        assert!(error.contains(part), "{what}: {error}");
        if let Some(right) = right {
            let done = tried(storage, &right).await;
            assert!(done.as_ref().is_ok_and(|rows| *rows > 0), "{what}, the control: {done:?}");
        }
    }
}

pub(crate) async fn what_the_schema_refuses_of_offices(kind: Kind) {
    let day = draft(kind).await;
    let (session, poll) = (day.session(), day.poll);
    let storage = day.storage().await;
    let id = |actor: &Actor| actor.account.id;
    let (clerk, admin) = (id(&day.town.clerk), id(&day.town.administrator));
    let teller = id(&day.town.tellers[0].actor);
    let office = |account: Uuid, role: &str| {
        let fresh = Uuid::from_u128(account.as_u128() ^ 1);
        format!(
            "insert into officers values ('{session}', '{fresh}', '{account}', '{role}', 9, '', \
             '', '')"
        )
    };
    let role = |role: &str| format!("update accounts set role = '{role}' where id = '{teller}'");
    let shares = |role: &str| {
        format!(
            "insert into shares select session, '{poll}', id, '' from officers \
             where role = '{role}'"
        )
    };
    let papers = |role: &str| {
        format!(
            "insert into paper_entries select session, '{poll}', 1, id, 1, '', '' from officers \
             where role = '{role}'"
        )
    };
    let (of_office, tellers) = ("role of the office", "only tellers");
    let (another, own) = (
        format!("update officers set account = '{clerk}' where account = '{teller}'"),
        format!("update officers set position = 7 where account = '{teller}'"),
    );
    let breaches = vec![
        ("a clerk as teller", office(clerk, "teller"), of_office, None),
        ("a teller as presidium", office(teller, "presidium"), of_office, None),
        ("an administrator as teller", office(admin, "teller"), of_office, None),
        ("a teller becomes a clerk", role("clerk"), "keeps its role", Some(role("teller"))),
        ("another's office", another, of_office, Some(own)),
        ("shares by the presidium", shares("presidium"), tellers, Some(shares("teller"))),
        ("papers by the presidium", papers("presidium"), tellers, Some(papers("teller"))),
    ];
    plant(&storage, breaches).await;
}

pub(crate) async fn what_the_schema_refuses_of_second_persons(kind: Kind) {
    let day = draft(kind).await;
    let freeze = Act::Freeze { poll: day.poll };
    day.service().propose(&day.town.clerk, day.session(), freeze).await.unwrap();
    let storage = day.storage().await;
    let id = |actor: &Actor| actor.account.id;
    let (clerk, admin) = (id(&day.town.clerk), id(&day.town.administrator));
    let (teller, chair) = (id(&day.town.tellers[0].actor), id(&day.town.presidium[0].actor));
    let decide = |by: Uuid| {
        format!("update proposals set state = 'confirmed', decided_by = '{by}', decided_at = 'x'")
    };
    let grant = |second: &str, by: Uuid, state: &str| {
        let (id, account) = (Uuid::from_u128(1), Uuid::from_u128(101));
        format!(
            "insert into grants values ('{id}', 'account', '{account}', '510812100', '', \
             '{second}', '{by}', 'x', '{state}', '', '')"
        )
    };
    let give = |by: Uuid| {
        format!("update grants set state = 'given', decided_by = '{by}', decided_at = 'x'")
    };
    let lawful = Some(grant("presidium", admin, "waiting"));
    let other = "another office";
    let breaches = vec![
        ("the first person confirms", decide(clerk), "", None),
        ("a teller fixes a list", decide(teller), other, None),
        ("an administrator confirms", decide(admin), other, Some(decide(chair))),
        ("a clerk asks", grant("presidium", clerk, "waiting"), "administrators", None),
        ("an administrator alone", grant("nobody", admin, "given"), "two persons", None),
        ("given before it waits", grant("presidium", admin, "given"), "", lawful),
        ("the administrator gives", give(admin), "", None),
        ("a teller gives", give(teller), "two persons", Some(give(chair))),
    ];
    plant(&storage, breaches).await;
}

/// What is changed in a list that two persons fixed.
fn changes(day: &Day) -> [(&'static str, String); 5] {
    let (poll, project) = (day.poll, day.projects[0]);
    [
        ("a title", format!("update projects set title = '另一个项目' where id = '{project}'")),
        ("an amount", format!("update projects set investment = 1 where id = '{project}'")),
        ("the rule", format!("update polls set rule = '{{\"seats\": 1}}' where id = '{poll}'")),
        ("the question", format!("update polls set question = '另一个题目' where id = '{poll}'")),
        ("a candidate", format!("delete from poll_options where poll = '{poll}' and number = 3")),
    ]
}

/// Runs what the program would not do; a row is changed by it.
async fn change(day: &Day, sql: &str) {
    let storage = day.storage().await;
    assert_eq!(tried(&storage, sql).await, Ok(1), "{sql}");
    storage.close().await;
}

pub(crate) async fn a_list_that_was_changed_does_not_open(kind: Kind) {
    let ready = Point::State(PollState::Ready);
    let untouched = Day::at(kind, ready).await;
    for (what, sql) in changes(&untouched) {
        let day = Day::at(kind, ready).await;
        change(&day, &sql).await;
        let before = day.trace().await;
        let asked = day.service().ask_to_open(&day.town.clerk, day.session(), day.poll).await;
        assert_eq!(refused(asked), "refusal-list-changed", "{what}");
        assert_eq!(day.trace().await, before, "{what}");
        day.service().end().await;
    }
    // The control: what is no part of the list is changed, and what was fixed opens.
    let other = untouched.projects[3];
    for sql in [
        format!("update projects set title = '另一个项目' where id = '{other}'"),
        format!("update polls set version = version + 1 where id = '{}'", untouched.poll),
    ] {
        change(&untouched, &sql).await;
    }
    untouched.town.open(untouched.poll).await.unwrap();
    assert_eq!(untouched.state().await, PollState::Open);
}

/// The control stands in `voting.rs`: on the same list it is held again.
pub(crate) async fn a_void_vote_on_another_list_is_not_held_again(kind: Kind) {
    let day = Day::at(kind, Point::State(PollState::Voided)).await;
    let (service, session, clerk) = (day.service(), day.session(), &day.town.clerk);
    let [(_, title), ..] = changes(&day);
    change(&day, &title).await;
    let before = day.trace().await;
    let again = service.hold_again(clerk, session, day.poll, Way::Same).await;
    assert_eq!(refused(again), "refusal-list-changed");
    assert_eq!(day.trace().await, before);
}
