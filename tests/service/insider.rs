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

pub(crate) async fn what_the_schema_refuses_of_proposals(kind: Kind) {
    let day = draft(kind).await;
    let (session, poll) = (day.session(), day.poll);
    let freeze = Act::Freeze { poll };
    day.service().propose(&day.town.clerk, session, freeze).await.unwrap();
    let storage = day.storage().await;
    let clerk = day.town.clerk.account.id;
    let teller = day.town.tellers[0].actor.account.id;
    let [chair, other] = [0, 1].map(|place: usize| day.town.presidium[place].actor.account.id);
    let ask = |by: Uuid| {
        let fresh = Uuid::from_u128(1);
        format!(
            "insert into proposals values ('{session}', '{fresh}', 'publish', '{poll}', '', \
             '{by}', 'x', 'waiting', '', '')"
        )
    };
    let set = |change: &str| format!("update proposals set {change} where act = 'freeze'");
    let confirm = set(&format!("state = 'confirmed', decided_by = '{chair}', decided_at = 'x'"));
    let gone = || "delete from proposals where act = 'freeze'".to_owned();
    let poll_is = |state: &str| format!("update polls set state = '{state}' where id = '{poll}'");
    let (kept, fixed, asks) = ("append-only", "fixed by two persons", "a clerk asks");
    let breaches = vec![
        ("a teller asks", ask(teller), asks, None),
        ("a member of the presidium asks", ask(chair), asks, Some(ask(clerk))),
        ("another one asked", set(&format!("proposed_by = '{teller}'")), kept, None),
        ("another poll is meant", set("subject = 'x'"), kept, None),
        ("other details", set("details = 'x'"), kept, None),
        ("nobody asked", gone(), kept, None),
        ("a list that only waits is fixed", poll_is("ready"), fixed, Some(confirm)),
        ("another one confirmed", set(&format!("decided_by = '{other}'")), kept, None),
        ("at another time", set("decided_at = 'y'"), kept, None),
        ("nobody confirmed", set("state = 'waiting', decided_by = ''"), kept, None),
        ("nobody asked, confirmed", gone(), kept, None),
        ("a draft stands in the log", poll_is("opened"), fixed, Some(poll_is("ready"))),
        ("a fixed list is a draft again", poll_is("draft"), "are fixed", Some(poll_is("opened"))),
    ];
    plant(&storage, breaches).await;
}

pub(crate) async fn what_the_schema_refuses_of_fixed_lists(kind: Kind) {
    let day = Day::open(kind).await;
    let (session, poll, outside) = (day.session(), day.poll, day.projects[3]);
    let storage = day.storage().await;
    let fresh = Uuid::from_u128(1);
    let poll_is =
        |id: Uuid, state: &str| format!("update polls set state = '{state}' where id = '{id}'");
    // The same question once more, under another id.
    let again = |state: &str| {
        format!(
            "insert into polls (session, id, position, question, method, rule, state, previous, \
             list_digest, adopted_on, adopted_record, version) select session, '{fresh}', 9, \
             question, method, rule, '{state}', '', '', '', '', 1 from polls where id = '{poll}'"
        )
    };
    let copied = |which: &str| {
        format!(
            "insert into poll_options select session, '{fresh}', number, project \
             from poll_options where poll = '{poll}' and {which}"
        )
    };
    let more = format!("insert into poll_options values ('{session}', '{poll}', 9, '{outside}')");
    let moved = format!("update poll_options set number = 9 where poll = '{poll}' and number = 1");
    let gone = format!("delete from polls where id = '{poll}'");
    let lawful = format!("update projects set title = 'x' where id = '{outside}'");
    let elected = format!("update projects set state = 'elected' where id = '{}'", day.projects[0]);
    let (fixed, by_two) = ("are fixed", "fixed by two persons");
    let edits = changes(&day).into_iter().map(|(what, sql)| (what, sql, fixed, None));
    let mut breaches: Vec<Breach> = edits.collect();
    breaches.extend([
        ("a candidate more", more, fixed, Some(lawful)),
        ("a candidate at another place", moved, fixed, Some(elected)),
        ("an open poll is ready again", poll_is(poll, "ready"), fixed, None),
        ("an open poll is gone", gone, fixed, None),
        ("a poll begins fixed", again("ready"), "begins as a draft", Some(again("draft"))),
        ("held again on no list", poll_is(fresh, "ready"), by_two, Some(copied("number < 3"))),
        ("on a part of it", poll_is(fresh, "ready"), by_two, Some(copied("number = 3"))),
        ("opened at once", poll_is(fresh, "opened"), by_two, Some(poll_is(fresh, "ready"))),
    ]);
    plant(&storage, breaches).await;
}

/// Each act of two persons, done by SQL: refused while nobody asked, refused while it waits, and
/// done once it is confirmed.
pub(crate) async fn what_the_schema_refuses_of_acts(kind: Kind) {
    let day = Day::open(kind).await;
    let (session, poll) = (day.session(), day.poll);
    let deputy = day.service().roll(session).await.unwrap()[0].id;
    let storage = day.storage().await;
    let clerk = day.town.clerk.account.id;
    let teller = day.town.tellers[0].actor.account.id;
    let chair = day.town.presidium[0].actor.account.id;
    let paper =
        |since: &str| format!("update polls set paper_since = '{since}' where id = '{poll}'");
    let by_hand = format!(
        "update attendance set how = 'manual', reason = 'x', marked_by = '{clerk}', \
         confirmed_by = '{teller}' where deputy = '{deputy}'"
    );
    // What names the poll stands in the log already.
    let entry = |place: u32, kind: &str| {
        format!(
            "insert into entries select session, {place}, '{kind}', bytes, leaf from entries \
             where kind = 'poll_opened'"
        )
    };
    let acts = [
        ("to_paper", poll, chair, paper("x")),
        ("to_tablets", poll, chair, paper("")),
        ("sign_in", deputy, teller, by_hand),
        ("close", poll, teller, entry(9_001, "poll_closed")),
        ("publish", poll, chair, entry(9_002, "published")),
    ];
    for (number, (act, subject, second, done)) in (1..).zip(acts) {
        let id = Uuid::from_u128(number);
        let ask = format!(
            "insert into proposals values ('{session}', '{id}', '{act}', '{subject}', '', \
             '{clerk}', 'x', 'waiting', '', '')"
        );
        let confirm = format!(
            "update proposals set state = 'confirmed', decided_by = '{second}' where id = '{id}'"
        );
        let breaches = vec![
            (act, done.clone(), "two persons", Some(ask)),
            (act, done.clone(), "two persons", Some(confirm)),
        ];
        plant(&storage, breaches).await;
        assert_eq!(tried(&storage, &done).await, Ok(1), "{act}, confirmed");
    }
    // The control: what needs no second person needs none.
    assert_eq!(tried(&storage, &entry(9_003, "ballot")).await, Ok(1));
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

/// Takes away what guards a fixed list, as who owns the tables can.
async fn unguard(day: &Day, kind: Kind) {
    let statements = match kind {
        Kind::Sqlite => [
            "drop trigger polls_stay_fixed",
            "drop trigger lists_lose_nothing",
            "drop trigger listed_projects_stay",
        ],
        Kind::Postgres => [
            "alter table polls disable trigger polls_stay_fixed",
            "alter table poll_options disable trigger lists_stay_fixed",
            "alter table projects disable trigger listed_projects_stay",
        ],
    };
    let storage = day.storage().await;
    for sql in statements {
        tried(&storage, sql).await.unwrap();
    }
    storage.close().await;
}

pub(crate) async fn a_list_that_was_changed_does_not_open(kind: Kind) {
    let ready = Point::State(PollState::Ready);
    let untouched = Day::at(kind, ready).await;
    for (what, sql) in changes(&untouched) {
        let day = Day::at(kind, ready).await;
        unguard(&day, kind).await;
        change(&day, &sql).await;
        let before = day.trace().await;
        let asked = day.service().ask_to_open(&day.town.clerk, day.session(), day.poll).await;
        assert_eq!(refused(asked), "refusal-list-changed", "{what}");
        assert_eq!(day.trace().await, before, "{what}");
        day.service().end().await;
    }
    // The control: what is no part of the list is changed, guarded as it is, and the poll opens.
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
    unguard(&day, kind).await;
    change(&day, &title).await;
    let before = day.trace().await;
    let again = service.hold_again(clerk, session, day.poll, Way::Same).await;
    assert_eq!(refused(again), "refusal-list-changed");
    assert_eq!(day.trace().await, before);
}
