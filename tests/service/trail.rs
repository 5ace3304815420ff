//! The audit trail: one chain, recomputed from its rows; a changed row breaks it.

use ballotbox::codec::Digest;
use piaojue::service::Service;
use piaojue::service::proposals::Act;
use piaojue::storage::{self, Storage};
use sqlx::{AssertSqlSafe, Executor as _};
use tokio::task::JoinSet;

use crate::day::{Day, Point};
use crate::place::Kind;
use piaojue::domain::poll::PollState;

/// Lines of all chains, and the position of the first line that does not continue the one before, by
/// the rows alone: this is written apart from the code under test.
async fn broken_at(storage: &Storage) -> (u64, Option<u64>) {
    let mut one = storage.read().await.unwrap();
    let mut lines = storage::audit::latest(&mut one, None, u32::MAX).await.unwrap();
    lines.sort_by_key(|kept| (kept.line.session.clone(), kept.position));
    let (mut before, mut position, mut session) = (String::new(), 0, String::new());
    let mut count = 0;
    for kept in &lines {
        let it = &kept.line;
        if it.session != session {
            (before, position, session) = (String::new(), 0, it.session.clone());
        }
        position += 1;
        let parts = [
            &it.at,
            &it.session,
            &it.actor,
            &it.role,
            &it.source,
            &it.device,
            &it.action,
            &it.object,
            &it.details,
        ];
        let with_length = |part: &str| format!("{}:{part}", part.len());
        let rest: Vec<String> = parts.iter().map(|part| with_length(part)).collect();
        let text = with_length(&before) + &rest.concat();
        let chain = Digest::of(&[text.as_bytes()]).to_string();
        if kept.position != position || kept.chain != chain {
            return (count, Some(position));
        }
        (before, count) = (chain, count + 1);
    }
    (count, None)
}

pub(crate) async fn a_changed_row_breaks_the_chain(kind: Kind) {
    let day = Day::at(kind, Point::State(PollState::Published)).await;
    let storage = day.storage().await;
    let (count, broken) = broken_at(&storage).await;
    assert!(count > 60, "{count} lines");
    assert_eq!(broken, None);
    let service = day.node().await;
    let told = async || {
        let check = service.check_trail(Some(day.session())).await.unwrap();
        (check.lines, check.broken_at)
    };
    let (lines, whole) = told().await;
    assert!(lines > 40 && whole.is_none(), "{lines} lines of the session");
    day.service().end().await;
    let drop_triggers: &[&str] = match kind {
        Kind::Sqlite => &["drop trigger audit_stays", "drop trigger audit_remains"],
        Kind::Postgres => &["drop trigger audit_stays on audit"],
    };
    for sql in drop_triggers {
        run(&storage, sql).await;
    }
    assert_eq!(broken_at(&storage).await, (count, None), "the control");
    let (session, of_it) = (day.session(), format!("session = '{}'", day.session()));
    let was = "select actor from audit where position = 20 and";
    let was: (String,) = {
        let mut one = storage.read().await.unwrap();
        let sql = format!("{was} {of_it}");
        sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&mut *one).await.unwrap()
    };
    let set =
        |actor: &str| format!("update audit set actor = '{actor}' where position = 20 and {of_it}");
    run(&storage, &set("nobody")).await;
    assert_eq!(broken_at(&storage).await.1, Some(20));
    assert_eq!(told().await, (19, Some(20)));
    let others = service.check_trail(None).await.unwrap();
    assert_eq!(others.broken_at, None, "the other chain is whole");
    run(&storage, &set(&was.0)).await;
    assert_eq!(told().await, (lines, None), "as it was");
    // A tail that is cut off leaves a chain that continues line by line; its head tells.
    let kept =
        format!("create table kept as select * from audit where position = {lines} and {of_it}");
    run(&storage, &kept).await;
    run(&storage, &format!("delete from audit where position = {lines} and {of_it}")).await;
    assert_eq!(broken_at(&storage).await.1, None, "the control: the rows alone do not tell");
    assert_eq!(told().await, (lines - 1, Some(lines)));
    run(&storage, "insert into audit select * from kept").await;
    assert_eq!(told().await, (lines, None));
    run(&storage, &format!("delete from audit where position = 30 and {of_it}")).await;
    assert_eq!(told().await, (29, Some(30)));
    run(&storage, &format!("delete from audit_heads where session = '{session}'")).await;
    let all = service.check_all_trails().await.unwrap();
    assert!(all.iter().any(|it| it.session == session.to_string() && it.broken_at == Some(30)));
    service.end().await;
}

async fn run(storage: &Storage, sql: &str) {
    let mut tx = storage.begin().await.unwrap();
    tx.connection().execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
    tx.commit().await.unwrap();
}

/// Everybody at once, on two nodes: chains without a gap, and nobody is turned away.
pub(crate) async fn all_lines_of_all_nodes_are_chained(kind: Kind) {
    let day = Day::at(kind, Point::State(PollState::Published)).await;
    let node = day.node().await;
    let storage = day.storage().await;
    let (before, _) = broken_at(&storage).await;
    let mut acts = JoinSet::new();
    for number in 0..24 {
        let service: Service = if number % 2 == 0 { day.service().clone() } else { node.clone() };
        let (town, poll) = (day.town.clone(), day.poll);
        acts.spawn(async move {
            let session = town.session;
            if number % 3 == 0 {
                let id = town.tellers[0].actor.account.id;
                return service.close_account(&town.administrator, id).await;
            }
            let chair = &town.presidium[0].actor;
            service.ask_to_correct(chair, session, poll, &format!("更正{number}")).await
        });
    }
    for done in acts.join_all().await {
        done.unwrap();
    }
    assert_eq!(broken_at(&storage).await, (before + 24, None));
    node.end().await;
}

pub(crate) async fn every_act_has_its_line(kind: Kind) {
    let day = Day::open(kind).await;
    let (service, session, poll) = (day.service(), day.session(), day.poll);
    service.pause(&day.town.clerk, session, poll, true).await.unwrap();
    service.propose(&day.town.clerk, session, Act::close(poll)).await.unwrap();
    let id = service.waiting_acts(session).await.unwrap()[0].id;
    service.confirm(&day.town.tellers[0].actor, session, id).await.unwrap();
    let refusal = service.pause(&day.town.clerk, session, poll, false).await;
    assert!(refusal.is_err());
    let lines = service.audit_trail(session).await.unwrap();
    let seen: Vec<_> = lines
        .iter()
        .take(3)
        .map(|kept| (kept.line.actor.as_str(), kept.line.action.as_str()))
        .collect();
    assert_eq!(
        seen,
        [("teller1", "audit-confirmed"), ("clerk", "audit-proposed"), ("clerk", "audit-paused")]
    );
    // No line of the session's own trail is of a ballot.
    let of_ballots = lines.iter().filter(|kept| kept.line.action.contains("ballot")).count();
    assert_eq!(of_ballots, 0);
    let words = piaojue::http::words::Words::default();
    for kept in &lines {
        let known = words.keys().any(|key| key == kept.line.action);
        assert!(known, "{} has no words", kept.line.action);
    }
}
