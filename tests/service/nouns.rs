//! Every function of `storage` on both databases: what is written is read back, in order, whatever
//! the characters; a stale version is refused.

use ballotbox::card::KeyCard;
use jiff::civil::date;
use piaojue::clock::randomness;
use piaojue::domain::account::{Account, AccountState, Role};
use piaojue::domain::officer::{Keys, Office, Officer};
use piaojue::domain::project::{Description, Project, ProjectState};
use piaojue::domain::roll::{Deputy, Mark, SeatStatus, Since};
use piaojue::domain::session::{Session, Stage};
use piaojue::domain::township::{Township, TownshipKind};
use piaojue::storage::accounts::{NewPassword, PasswordKind};
use piaojue::storage::attendance::How;
use piaojue::storage::logins::Login;
use piaojue::storage::proposals::{Ending, Proposal};
use piaojue::storage::{self, Dialect, Storage, StorageError, Tx};
use sqlx::AnyConnection;
use uuid::Uuid;

use crate::place::{Kind, Place};

/// Names that are real: a rare character of four bytes, a dot between the parts, the longest.
pub(crate) const NAMES: [&str; 4] = ["𠮷𡘙", "阿卜杜热西提·买买提", "王秘书", "O'Brien \"%_"];

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// The password of every account here.
pub(crate) const HASH: NewPassword<'static> =
    NewPassword { hash: "hash", kind: PasswordKind::Own, at: "now" };

pub(crate) fn account(number: u128, login: &str, role: Role) -> Account {
    let township = if role.is_of_township() { "510812100" } else { "" };
    Account {
        id: id(number),
        login: login.into(),
        name: NAMES[usize::try_from(number).unwrap() % NAMES.len()].into(),
        role,
        township: township.into(),
        unit: String::new(),
        state: AccountState::Active,
    }
}

pub(crate) fn township(code: &str) -> Township {
    Township {
        code: code.into(),
        name: "朝天镇".into(),
        county: "朝天区".into(),
        kind: TownshipKind::Town,
        valid_from: date(2019, 12, 24),
        valid_to: None,
        predecessors: Vec::new(),
        version: 1,
    }
}

pub(crate) fn session(number: u128) -> Session {
    Session {
        id: id(number),
        township: "510812100".into(),
        title: "𠮷镇第二届人民代表大会第六次会议".into(),
        site: "piaojue.example".into(),
        rehearsal: number % 2 == 1,
        stage: Stage::Preparing,
        opens_on: date(2026, 1, 31),
        stubs: 4,
        threshold: 2,
        roll_fixed_at: String::new(),
        log_size: 0,
        version: 1,
    }
}

/// A database with a township, a session and two accounts, and a transaction in it.
pub(crate) async fn furnished(kind: Kind) -> (Storage, Tx, Uuid) {
    let storage = Place::empty(kind).storage().await;
    let mut tx = storage.begin().await.unwrap();
    storage::townships::insert(tx.connection(), &township("510812100")).await.unwrap();
    let session = session(1);
    storage::sessions::insert(tx.connection(), &session, "2026-01-31").await.unwrap();
    for (number, login, role) in [(11, "clerk", Role::Clerk), (12, "teller1", Role::Teller)] {
        let account = account(number, login, role);
        storage::accounts::insert(tx.connection(), &account, HASH).await.unwrap();
    }
    (storage, tx, session.id)
}

/// An act about a subject that the clerk asked for and somebody else confirmed.
pub(crate) async fn decided(
    one: &mut AnyConnection,
    session: Uuid,
    (number, act): (u128, &str),
    (subject, by): (Uuid, Uuid),
) {
    let proposal = Proposal {
        id: id(number),
        act: act.into(),
        subject: subject.to_string(),
        details: "{}".into(),
        proposed_by: id(11),
        proposed_at: "1".into(),
    };
    storage::proposals::insert(one, session, &proposal).await.unwrap();
    let ending = Ending::Confirmed(by);
    storage::proposals::end(one, session, proposal.id, ending, "2").await.unwrap();
}

fn changed(result: Result<(), StorageError>) -> bool {
    result.is_err_and(|error| matches!(error, StorageError::Changed(_)))
}

pub(crate) async fn townships(kind: Kind) {
    let (_storage, mut tx, _) = furnished(kind).await;
    let mut merged = Township { predecessors: vec!["510812100".into()], ..township("510812101") };
    merged.name = NAMES[1].into();
    let one = tx.connection();
    storage::townships::insert(one, &merged).await.unwrap();
    assert_eq!(storage::townships::find(one, "510812101").await.unwrap(), Some(merged.clone()));
    assert_eq!(storage::townships::find(one, "510812102").await.unwrap(), None);
    let codes: Vec<_> = storage::townships::all(one).await.unwrap();
    assert_eq!(
        codes.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(),
        ["510812100", "510812101"]
    );
    let ended = Township {
        valid_to: Some(date(2026, 1, 1)),
        kind: TownshipKind::Subdistrict,
        predecessors: Vec::new(),
        ..merged.clone()
    };
    storage::townships::update(one, &ended).await.unwrap();
    assert!(changed(storage::townships::update(one, &ended).await), "the version was seen twice");
    let found = storage::townships::find(one, "510812101").await.unwrap();
    assert_eq!(found, Some(Township { version: 2, ..ended }));
}

pub(crate) async fn accounts(kind: Kind) {
    let storage = Place::empty(kind).storage().await;
    let mut tx = storage.begin().await.unwrap();
    let one = tx.connection();
    assert_eq!(storage::accounts::all(one).await.unwrap(), []);
    let mut expected = Vec::new();
    for (number, login, role) in
        [(1, "admin", Role::Administrator), (2, "b", Role::Clerk), (3, "a", Role::Clerk)]
    {
        let account = account(number, login, role);
        storage::accounts::insert(one, &account, HASH).await.unwrap();
        expected.push(account);
    }
    expected.swap(1, 2);
    assert_eq!(storage::accounts::all(one).await.unwrap(), expected);
    let found = storage::accounts::find_by_login(one, "b").await.unwrap().unwrap();
    assert_eq!((found.kind, found.password_at.as_str()), (PasswordKind::Own, "now"));
    let code = NewPassword { hash: "other", kind: PasswordKind::OneTime, at: "later" };
    storage::accounts::set_password(one, id(2), code).await.unwrap();
    storage::accounts::set_state(one, id(2), AccountState::Closed).await.unwrap();
    storage::accounts::set_totp(one, id(2), "number", 7).await.unwrap();
    for (step, taken) in [(7, false), (8, true), (8, false), (6, false), (9, true)] {
        assert_eq!(storage::accounts::take_step(one, id(2), step).await.unwrap(), taken, "{step}");
    }
    let found = storage::accounts::find(one, id(2)).await.unwrap().unwrap();
    assert_eq!((found.kind, found.password_at.as_str()), (PasswordKind::OneTime, "later"));
    assert_eq!((found.totp.as_str(), found.totp_step), ("number", 9));
    assert_eq!((found.password.as_str(), found.account.state), ("other", AccountState::Closed));
    assert!(storage::accounts::find_by_login(one, "B").await.unwrap().is_none());
    let twice = account(9, "a", Role::Clerk);
    assert!(storage::accounts::insert(one, &twice, HASH).await.is_err());
}

pub(crate) async fn logins(kind: Kind) {
    let (_storage, mut tx, _) = furnished(kind).await;
    let one = tx.connection();
    let login = |token: &str, account| Login {
        token: token.into(),
        account: id(account),
        csrf: "csrf".into(),
        started_at: "1".into(),
        seen_at: "1".into(),
        fresh_at: "1".into(),
        device: "device".into(),
    };
    assert!(!storage::logins::replace(one, &login("one", 11)).await.unwrap());
    assert!(!storage::logins::replace(one, &login("other", 12)).await.unwrap());
    assert!(storage::logins::replace(one, &login("two", 11)).await.unwrap(), "it ends the first");
    assert!(storage::logins::find(one, "one").await.unwrap().is_none());
    storage::logins::touch(one, "two", "2").await.unwrap();
    let found = storage::logins::find(one, "two").await.unwrap().unwrap();
    assert_eq!((found.seen_at.as_str(), found.fresh_at.as_str()), ("2", "1"));
    storage::logins::refresh(one, "two", "3").await.unwrap();
    let found = storage::logins::find(one, "two").await.unwrap().unwrap();
    assert_eq!((found.seen_at.as_str(), found.fresh_at.as_str()), ("3", "3"));
    assert_eq!((found.account, found.csrf.as_str()), (id(11), "csrf"));
    assert_eq!(found.device, "device");
    storage::logins::end(one, "two").await.unwrap();
    assert!(!storage::logins::end_of_account(one, id(11)).await.unwrap());
    assert!(storage::logins::end_of_account(one, id(12)).await.unwrap());
}

pub(crate) async fn sessions(kind: Kind) {
    let (_storage, mut tx, _) = furnished(kind).await;
    let mut later = Session { opens_on: date(2026, 2, 1), ..session(2) };
    storage::sessions::insert(tx.connection(), &later, "2026-01-31").await.unwrap();
    let all = storage::sessions::all(tx.connection()).await.unwrap();
    assert_eq!(all, [later.clone(), session(1)], "the latest first");
    assert_eq!(storage::sessions::find(tx.connection(), id(3)).await.unwrap(), None);
    later.stage = Stage::InSession;
    (later.threshold, later.log_size) = (3, 7);
    later.roll_fixed_at = "2026-01-31T01:00:00Z".into();
    storage::sessions::update(tx.connection(), &later).await.unwrap();
    assert!(changed(storage::sessions::update(tx.connection(), &later).await));
    let found = storage::sessions::lock(&mut tx, id(2)).await.unwrap();
    assert_eq!(found, Some(Session { version: 2, ..later }));
    assert_eq!(storage::sessions::lock(&mut tx, id(3)).await.unwrap(), None);
}

pub(crate) async fn roll_and_attendance(kind: Kind) {
    let (_storage, mut tx, session) = furnished(kind).await;
    let one = tx.connection();
    assert_eq!(storage::roll::all(one, session).await.unwrap(), []);
    let since = |day, status| Since { day, status, reason: "当选".into() };
    let mut deputies = Vec::new();
    for (number, name) in (21..).zip(NAMES) {
        let deputy = Deputy {
            id: id(100 - number),
            name: name.into(),
            delegation: "第1代表团".into(),
            seat: "1排2座".into(),
            statuses: vec![since(date(2026, 1, 1), SeatStatus::InOffice)],
            mark: None,
        };
        storage::roll::insert(one, session, &deputy).await.unwrap();
        deputies.push(deputy);
    }
    assert_eq!(storage::roll::all(one, session).await.unwrap(), deputies, "in the order put in");
    let first = deputies[0].id;
    deputies[0].seat = "9排9座".into();
    storage::roll::update(one, session, &deputies[0]).await.unwrap();
    let ended = since(date(2026, 1, 15), SeatStatus::Ended);
    storage::roll::set_status(one, session, first, &ended).await.unwrap();
    let again = since(date(2026, 1, 15), SeatStatus::Suspended);
    storage::roll::set_status(one, session, first, &again).await.unwrap();
    deputies[0].statuses.push(again);
    let (by, how) = ((id(11), "now"), How::List);
    storage::attendance::mark(one, session, first, Mark::Present, &how, by).await.unwrap();
    deputies[0].mark = Some(Mark::Present);
    assert_eq!(storage::roll::all(one, session).await.unwrap(), deputies);
    decided(one, session, (71, "sign_in"), (first, id(12))).await;
    let how = How::Manual { reason: "签到机故障".into(), confirmed_by: id(12) };
    storage::attendance::mark(one, session, first, Mark::Leave, &how, by).await.unwrap();
    assert_eq!(storage::roll::all(one, session).await.unwrap()[0].mark, Some(Mark::Leave));
    storage::attendance::clear(one, session, first).await.unwrap();
    storage::roll::delete(one, session, first).await.unwrap();
    assert_eq!(storage::roll::all(one, session).await.unwrap(), deputies[1..]);
    assert!(changed(storage::roll::update(one, session, &deputies[0]).await), "who is gone");
}

pub(crate) async fn projects(kind: Kind) {
    let (_storage, mut tx, session) = furnished(kind).await;
    let one = tx.connection();
    assert_eq!(storage::projects::all(one, session).await.unwrap(), []);
    let mut project = Project {
        id: id(31),
        position: 1,
        description: Description {
            title: NAMES[0].into(),
            content: "第一行\n第二行".into(),
            investment: 99_999_999_999,
            ..Description::default()
        },
        state: ProjectState::Suggested,
        reason: String::new(),
        version: 1,
    };
    storage::projects::insert(one, session, &project).await.unwrap();
    let second = Project { id: id(30), position: 2, ..project.clone() };
    storage::projects::insert(one, session, &second).await.unwrap();
    let all = storage::projects::all(one, session).await.unwrap();
    assert_eq!(all, [project.clone(), second.clone()]);
    (project.position, project.state) = (3, ProjectState::Rejected);
    project.reason = "不符合条件".into();
    storage::projects::update(one, session, &project).await.unwrap();
    assert!(changed(storage::projects::update(one, session, &project).await));
    project.version = 2;
    storage::projects::delete(one, session, second.id).await.unwrap();
    assert_eq!(storage::projects::all(one, session).await.unwrap(), [project]);
}

pub(crate) async fn officers(kind: Kind) {
    let (_storage, mut tx, session) = furnished(kind).await;
    let one = tx.connection();
    let presidium = account(13, "p", Role::Presidium);
    storage::accounts::insert(one, &presidium, HASH).await.unwrap();
    let card = KeyCard::generate(&mut randomness());
    let lock = card.lock_key(session);
    let proof = lock.prove(session, id(42), &mut randomness()).unwrap();
    let sign = card.sign_key(session).public();
    let mut all = Vec::new();
    for (number, account, office) in [(41, 13, Office::Presidium), (42, 12, Office::Teller)] {
        let name = NAMES[usize::try_from(account).unwrap() % NAMES.len()].into();
        let (id, account, keys) = (id(number), id(account), Keys::None);
        let officer = Officer { id, account, name, office, keys };
        storage::officers::insert(one, session, &officer).await.unwrap();
        all.insert(0, officer);
    }
    assert_eq!(storage::officers::all(one, session).await.unwrap(), all, "tellers first");
    for (officer, keys) in
        all.iter_mut().zip([Keys::Lock(sign, lock.public(), proof), Keys::Sign(sign)])
    {
        storage::officers::set_keys(one, session, officer.id, &keys).await.unwrap();
        officer.keys = keys;
    }
    assert_eq!(storage::officers::all(one, session).await.unwrap(), all);
    storage::officers::set_keys(one, session, id(41), &Keys::None).await.unwrap();
    storage::officers::delete_signatures(one, session, id(41)).await.unwrap();
    storage::officers::delete(one, session, id(41)).await.unwrap();
    assert_eq!(storage::officers::all(one, session).await.unwrap(), all[..1]);
}

pub(crate) async fn facts_and_settings(kind: Kind) {
    let storage = Place::empty(kind).storage().await;
    let mut tx = storage.begin().await.unwrap();
    assert_eq!(storage::facts::read(tx.connection(), "a").await.unwrap(), None);
    for value in ["一", "二", NAMES[0]] {
        storage::facts::write(tx.connection(), "a", value).await.unwrap();
        let found = storage::facts::read(tx.connection(), "a").await.unwrap();
        assert_eq!(found.as_deref(), Some(value));
    }
    storage::facts::write(tx.connection(), "a", "").await.unwrap();
    assert_eq!(storage::facts::read(tx.connection(), "a").await.unwrap(), None);
    storage::facts::write(tx.connection(), "b", "rolled back").await.unwrap();
    drop(tx);
    let mut connection = storage.read().await.unwrap();
    assert_eq!(storage::facts::read(&mut connection, "b").await.unwrap(), None);
    let asked: &[(&str, &str)] = match kind {
        Kind::Sqlite => &[
            ("select journal_mode from pragma_journal_mode", "wal"),
            ("select cast(synchronous as text) from pragma_synchronous", "2"),
            ("select cast(foreign_keys as text) from pragma_foreign_keys", "1"),
        ],
        Kind::Postgres => &[("select current_setting('synchronous_commit')", "on")],
    };
    for (question, wanted) in asked {
        let row: (String,) = sqlx::query_as(*question).fetch_one(&mut *connection).await.unwrap();
        assert_eq!(row.0, *wanted, "{question}");
    }
    assert_eq!(Dialect::of("sqlite:x"), Some(Dialect::Sqlite));
    assert_eq!(Dialect::of("postgresql://x"), Some(Dialect::Postgres));
    assert!(matches!(Storage::open("mysql://x").await, Err(StorageError::Url)));
}
