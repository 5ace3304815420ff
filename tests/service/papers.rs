//! The rest of `storage`: polls, notes, acts, the log; and what the schema itself refuses.

use std::collections::BTreeSet;

use ballotbox::codec::Digest;
use ballotbox::manifest::Channel;
use ballotbox::paper::PaperFigures;
use piaojue::domain::account::Role;
use piaojue::domain::project::{Description, Project, ProjectState};
use piaojue::domain::roll::{Deputy, Mark};
use piaojue::storage::attendance::How;
use piaojue::storage::audit::{Line, chained};
use piaojue::storage::log::NewEntry;
use piaojue::storage::notes::{NoteEnding, Signed, TellerClosing, WaitingNote};
use piaojue::storage::officers;
use piaojue::storage::paper::PaperEntry;
use piaojue::storage::polls::{Draft, DraftState};
use piaojue::storage::proposals::{Confirmed, Ending, Proposal};
use piaojue::storage::{self, Storage, StorageError, Tx};
use uuid::Uuid;

use crate::insider::tried;
use crate::nouns::{HASH, NAMES, account, decided, furnished, id, session};
use crate::place::{Kind, Place};

fn changed(result: Result<(), StorageError>) -> bool {
    result.is_err_and(|error| matches!(error, StorageError::Changed(_)))
}

async fn project(tx: &mut Tx, session: Uuid, number: u128) {
    let project = Project {
        id: id(number),
        position: 0,
        description: Description { title: number.to_string(), ..Description::default() },
        state: ProjectState::Candidate,
        reason: String::new(),
        version: 1,
    };
    storage::projects::insert(tx.connection(), session, &project).await.unwrap();
}

fn draft(number: u128, options: Vec<(u32, Uuid)>) -> Draft {
    Draft {
        id: id(number),
        position: u32::try_from(60 - number).unwrap(),
        question: NAMES[0].into(),
        channel: Channel::Hands,
        method: r#"{"kind":"pick","min":0,"max":2}"#.into(),
        rule: r#"{"seats":2}"#.into(),
        state: DraftState::Draft,
        previous: None,
        options,
        list_digest: String::new(),
        adopted_on: String::new(),
        adopted_record: String::new(),
        paper_since: String::new(),
        paper_reason: String::new(),
        version: 1,
    }
}

pub(crate) async fn polls(kind: Kind) {
    let (_storage, mut tx, session) = furnished(kind).await;
    for number in 31..=33 {
        project(&mut tx, session, number).await;
    }
    let one = tx.connection();
    assert_eq!(storage::polls::all(one, session).await.unwrap(), []);
    let first = draft(51, vec![(1, id(33)), (2, id(31))]);
    let mut second = Draft { previous: Some(id(51)), ..draft(52, Vec::new()) };
    storage::polls::insert(one, session, &first).await.unwrap();
    storage::polls::insert(one, session, &second).await.unwrap();
    let all = storage::polls::all(one, session).await.unwrap();
    assert_eq!(all, [second.clone(), first.clone()], "in the order of their stubs");
    second.options = vec![(1, id(32)), (2, id(33))];
    (second.channel, second.position) = (Channel::Paper, 7);
    storage::polls::update(one, session, &second).await.unwrap();
    let chair = account(13, "p", Role::Presidium);
    storage::accounts::insert(one, &chair, HASH).await.unwrap();
    for act in [(71, "freeze"), (72, "to_paper")] {
        decided(one, session, act, (second.id, chair.id)).await;
    }
    (second.version, second.state) = (2, DraftState::Ready);
    second.list_digest = "digest".into();
    storage::polls::update(one, session, &second).await.unwrap();
    (second.version, second.state) = (3, DraftState::Opened);
    (second.adopted_on, second.adopted_record) = ("2026-01-31".into(), "通过".into());
    (second.paper_since, second.paper_reason) = ("2026-01-31T02:00:00Z".into(), "停电".into());
    // A list that is fixed stays as it is, whatever is handed in.
    let other = Draft { options: Vec::new(), ..second.clone() };
    storage::polls::update(one, session, &other).await.unwrap();
    assert!(changed(storage::polls::update(one, session, &second).await));
    assert!(storage::polls::on_leave(one, session).await.unwrap().is_empty(), "none has closed");
    storage::polls::keep_on_leave(one, session, second.id, 0).await.unwrap();
    let kept = storage::polls::on_leave(one, session).await.unwrap();
    assert_eq!(kept, [(second.id, 0)], "nobody on leave is known too");
    storage::polls::delete(one, session, first.id).await.unwrap();
    // A poll that is fixed stays, and so does its list.
    storage::polls::delete(one, session, second.id).await.unwrap();
    let left = storage::polls::all(one, session).await.unwrap();
    assert_eq!(left, [Draft { version: 4, ..second }]);
}

pub(crate) async fn notes(kind: Kind) {
    let (_storage, mut tx, session) = furnished(kind).await;
    storage::polls::insert(tx.connection(), session, &draft(51, Vec::new())).await.unwrap();
    let one = tx.connection();
    let officer = piaojue::domain::officer::Officer {
        id: id(41),
        account: id(12),
        name: NAMES[0].into(),
        office: piaojue::domain::officer::Office::Teller,
        keys: piaojue::domain::officer::Keys::None,
    };
    officers::insert(one, session, &officer).await.unwrap();
    assert_eq!(storage::notes::waiting(one, session).await.unwrap(), []);
    let note = |number, text: &str| WaitingNote {
        id: id(number),
        kind: "open".into(),
        subject: "subject".into(),
        text: text.into(),
        body: "{}".into(),
    };
    let (late, early) = (note(61, NAMES[0]), note(62, NAMES[1]));
    storage::notes::insert(one, session, &late, "2").await.unwrap();
    storage::notes::insert(one, session, &early, "1").await.unwrap();
    let waiting = storage::notes::waiting(one, session).await.unwrap();
    assert_eq!(waiting, [early.clone(), late.clone()], "the oldest first");
    let signed = |text: &str| Signed { officer: id(41), note: text.into() };
    storage::notes::sign(one, session, late.id, &signed("first")).await.unwrap();
    storage::notes::sign(one, session, late.id, &signed("second")).await.unwrap();
    let kept = storage::notes::signatures(one, session, late.id).await.unwrap();
    assert_eq!(kept, [signed("first")], "the first signature stands");
    storage::notes::end(one, session, late.id, NoteEnding::Entered).await.unwrap();
    assert!(changed(storage::notes::end(one, session, late.id, NoteEnding::Withdrawn).await));
    storage::notes::end(one, session, early.id, NoteEnding::Withdrawn).await.unwrap();
    assert_eq!(storage::notes::waiting(one, session).await.unwrap(), []);
    let closing = |stubs| TellerClosing {
        officer: id(41),
        stubs,
        unreturned: stubs - 11,
        note: "note".into(),
    };
    for stubs in [12, 13] {
        storage::notes::keep_closing(one, session, id(51), &closing(stubs)).await.unwrap();
    }
    let kept = storage::notes::closings(one, session, id(51)).await.unwrap();
    assert_eq!(kept, [closing(13)], "a recount replaces the count");
    entries(one, session).await;
    for share in ["first", "second"] {
        storage::notes::keep_share(one, session, id(51), id(41), share).await.unwrap();
    }
    let kept = storage::notes::shares(one, session, id(51)).await.unwrap();
    assert_eq!(kept, ["first"], "a share stands");
}

/// What a teller entered stays, and a correction stands beside it.
async fn entries(one: &mut sqlx::AnyConnection, session: Uuid) {
    let entry = |attempt, papers| PaperEntry {
        officer: id(41),
        attempt,
        figures: PaperFigures { poll: id(51), batch: 1, papers, invalid: 1, totals: vec![4, 0] },
        at: "2026-01-31T03:00:00Z".into(),
    };
    let of = (id(51), 1);
    assert_eq!(storage::paper::entries(one, session, of).await.unwrap(), []);
    for entry in [entry(1, 6), entry(2, 7)] {
        storage::paper::keep(one, session, &entry).await.unwrap();
    }
    let kept = storage::paper::entries(one, session, of).await.unwrap();
    assert_eq!(kept, [entry(1, 6), entry(2, 7)], "in the order of the attempts");
    assert_eq!(storage::paper::entries(one, session, (id(51), 2)).await.unwrap(), []);
}

pub(crate) async fn proposals(kind: Kind) {
    let (_storage, mut tx, session) = furnished(kind).await;
    let one = tx.connection();
    let proposal = |number, at: &str| Proposal {
        id: id(number),
        act: "close".into(),
        subject: "subject".into(),
        details: "{}".into(),
        proposed_by: id(11),
        proposed_at: at.into(),
    };
    let (late, early) = (proposal(71, "2"), proposal(72, "1"));
    storage::proposals::insert(one, session, &late).await.unwrap();
    storage::proposals::insert(one, session, &early).await.unwrap();
    let waiting = storage::proposals::waiting(one, session).await.unwrap();
    assert_eq!(waiting, [early.clone(), late.clone()]);
    let by = Ending::Confirmed(id(12));
    storage::proposals::end(one, session, early.id, by, "3").await.unwrap();
    assert!(changed(storage::proposals::end(one, session, early.id, by, "3").await));
    let confirmed = storage::proposals::confirmed(one, session, "close").await.unwrap();
    let expected = Confirmed { proposal: early.clone(), by: id(12), at: "3".into() };
    assert_eq!(confirmed, [expected], "the other one only waits");
    assert_eq!(storage::proposals::confirmed(one, session, "export").await.unwrap(), []);
    let same = Ending::Confirmed(id(11));
    let same = storage::proposals::end(one, session, late.id, same, "3").await;
    assert!(same.unwrap_err().to_string().contains("second_person_is_another"));
}

/// A session with one entry, one ballot, one checkpoint and one line of the audit trail.
async fn logged(kind: Kind) -> Storage {
    let (storage, mut tx, session) = furnished(kind).await;
    let one = tx.connection();
    for position in 0..2 {
        let bytes = [0, 255, u8::try_from(position).unwrap()];
        let entry = NewEntry { position, kind: "ballot", bytes: &bytes, leaf: "leaf" };
        storage::log::append(one, session, entry).await.unwrap();
    }
    storage::log::use_slip(one, session, id(51), "slip", 0).await.unwrap();
    for (size, note) in [(9, "nine"), (2, "two"), (2, "another")] {
        storage::log::keep_checkpoint(one, session, size, note).await.unwrap();
    }
    for number in ["1", "2"] {
        storage::audit::append(one, &line(number)).await.unwrap();
    }
    tx.commit().await.unwrap();
    storage
}

fn line(number: &str) -> Line {
    Line {
        at: "2026-01-31T01:00:00Z".into(),
        session: id(1).to_string(),
        actor: "clerk".into(),
        role: "clerk".into(),
        source: "192.0.2.1".into(),
        device: String::new(),
        action: "audit-stage".into(),
        object: NAMES[0].into(),
        details: number.into(),
    }
}

pub(crate) async fn log(kind: Kind) {
    let storage = logged(kind).await;
    let mut one = storage.read().await.unwrap();
    let entries = storage::log::entries(&mut one, id(1), 0).await.unwrap();
    assert_eq!(entries, [[0, 255, 0], [0, 255, 1]]);
    assert_eq!(storage::log::entries(&mut one, id(1), 1).await.unwrap(), [[0, 255, 1]]);
    assert!(storage::log::entries(&mut one, id(1), u64::MAX).await.unwrap().is_empty());
    let notes = storage::log::checkpoints(&mut one, id(1)).await.unwrap();
    assert_eq!(notes, ["two", "nine"], "the smallest first, none replaced");
    let lines = storage::audit::latest(&mut one, Some(id(1)), 9).await.unwrap();
    assert_eq!((lines[0].position, &lines[0].line), (2, &line("2")), "newest first");
    assert_eq!(lines[1].chain, chained("", &line("1")));
    assert_eq!(lines[0].chain, chained(&lines[1].chain, &line("2")));
    assert_eq!(storage::audit::latest(&mut one, None, 1).await.unwrap().len(), 1);
    assert!(storage::audit::latest(&mut one, Some(id(2)), 9).await.unwrap().is_empty());
}

pub(crate) async fn what_is_logged_stays(kind: Kind) {
    let storage = logged(kind).await;
    for (table, column) in
        [("entries", "kind"), ("ballots", "slip"), ("checkpoints", "note"), ("audit", "actor")]
    {
        for sql in [format!("update {table} set {column} = 'x'"), format!("delete from {table}")] {
            let error = tried(&storage, &sql).await.unwrap_err();
            assert!(error.contains("append-only"), "{sql}: {error}");
        }
    }
    // The control: the same statements on a table that may change.
    assert_eq!(tried(&storage, "update sessions set title = 'x'").await, Ok(1));
    assert_eq!(tried(&storage, "delete from audit_heads").await, Ok(1));
}

pub(crate) async fn what_the_schema_refuses(kind: Kind) {
    let storage = logged(kind).await;
    let ballot = |slip: &str, position: u8| {
        format!("insert into ballots values ('{}', '{}', '{slip}', {position})", id(1), id(51))
    };
    assert!(tried(&storage, &ballot("slip", 1)).await.is_err(), "one ballot for each slip");
    assert!(tried(&storage, &ballot("other", 7)).await.is_err(), "a ballot is an entry");
    assert_eq!(tried(&storage, &ballot("other", 1)).await, Ok(1));
    let mut tx = storage.begin().await.unwrap();
    let deputy = Deputy {
        id: id(21),
        name: NAMES[1].into(),
        delegation: String::new(),
        seat: String::new(),
        statuses: Vec::new(),
        mark: None,
    };
    storage::roll::insert(tx.connection(), id(1), &deputy).await.unwrap();
    decided(tx.connection(), id(1), (71, "sign_in"), (deputy.id, id(12))).await;
    tx.commit().await.unwrap();
    for (reason, second, lawful) in [("", 12, false), ("补签", 11, false), ("补签", 12, true)] {
        let mut tx = storage.begin().await.unwrap();
        let how = How::Manual { reason: reason.into(), confirmed_by: id(second) };
        let (mark, by) = (Mark::Present, (id(11), "now"));
        let one = tx.connection();
        let done = storage::attendance::mark(one, id(1), deputy.id, mark, &how, by).await;
        assert_eq!(done.is_ok(), lawful, "{reason} {second}");
    }
    for (sql, part) in [
        ("update accounts set role = 'judge'", "keeps its role"),
        ("update accounts set township = '' where role = 'clerk'", "keeps its role"),
        ("update sessions set stage = 'over'", "check"),
        ("update sessions set township = 'nowhere'", "foreign key"),
        ("update accounts set login = 'same'", "unique"),
        ("update townships set name = null", "null"),
    ] {
        let error = tried(&storage, sql).await.unwrap_err().to_lowercase();
        assert!(error.contains(part), "{sql}: {error}");
    }
    let nobody = account(5, "nobody", Role::Clerk);
    let mut tx = storage.begin().await.unwrap();
    let twice = storage::sessions::insert(tx.connection(), &session(1), "now").await;
    assert!(twice.is_err(), "{}", nobody.login);
}

/// Tables with their columns, and the names that constraints were given, of both migrations.
#[test]
fn both_folders_of_migrations_are_in_step() {
    let read = |folder: &str| {
        let root = env!("CARGO_MANIFEST_DIR");
        let file = format!("{root}/migrations/{folder}/0001_tables.sql");
        let text = std::fs::read_to_string(file).unwrap();
        let text = text.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>();
        text.join("\n").replace(") strict;", ");")
    };
    let (sqlite, postgres) = (read("sqlite"), read("postgres"));
    let as_sqlite = postgres.replace(" bigint", " integer").replace(" bytea", " blob");
    assert_eq!(sqlite, as_sqlite);
    assert_ne!(sqlite, postgres, "the control: they differ in the words for types");
    assert_ne!(Digest::of(&[sqlite.as_bytes()]), Digest::of(&[postgres.as_bytes()]));
}

/// What the databases themselves say after the migrations: a step of one folder alone shows here.
#[test]
fn both_catalogs_name_the_same_columns() {
    crate::run(async {
        let of = async |kind, question: &'static str| {
            let storage = Place::empty(kind).storage().await;
            let mut one = storage.read().await.unwrap();
            let rows: Vec<(String, String, String)> =
                sqlx::query_as(question).fetch_all(&mut *one).await.unwrap();
            let portable = |word: &str| match word.to_lowercase().as_str() {
                "bigint" => "integer".to_owned(),
                "bytea" => "blob".to_owned(),
                other => other.to_owned(),
            };
            let rows = rows.into_iter().map(|(table, name, sort)| (table, name, portable(&sort)));
            rows.filter(|(table, ..)| table != "_sqlx_migrations").collect::<BTreeSet<_>>()
        };
        let sqlite = "select m.name, c.name, c.type from sqlite_schema m, pragma_table_info(m.name) c \
                      where m.type = 'table' union all \
                      select tbl_name, name, type from sqlite_schema \
                      where type = 'index' and sql is not null";
        let postgres = "select c.table_name::text, c.column_name::text, c.data_type::text \
                        from information_schema.columns c where table_schema = 'public' union all \
                        select tablename::text, indexname::text, 'index' from pg_indexes i \
                        where schemaname = 'public' and not exists \
                        (select from pg_constraint where conname = i.indexname)";
        let (one, other) = (of(Kind::Sqlite, sqlite).await, of(Kind::Postgres, postgres).await);
        assert_eq!(one, other);
        assert!(one.len() > 100, "{}", one.len());
    });
}
