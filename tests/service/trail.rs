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

/// The position of the first line that does not continue the one before, by the rows alone: this is
/// written apart from the code under test.
async fn broken_at(storage: &Storage) -> (u64, Option<u64>) {
    let mut one = storage.read().await.unwrap();
    let mut lines = storage::audit::latest(&mut one, None, u32::MAX).await.unwrap();
    lines.reverse();
    let (mut before, mut position) = (String::new(), 0);
    for kept in &lines {
        position += 1;
        let it = &kept.line;
        let parts = [&it.at, &it.session, &it.actor, &it.role, &it.action, &it.object, &it.details];
        let with_length = |part: &str| format!("{}:{part}", part.len());
        let rest: Vec<String> = parts.iter().map(|part| with_length(part)).collect();
        let text = with_length(&before) + &rest.concat();
        let chain = Digest::of(&[text.as_bytes()]).to_string();
        if kept.position != position || kept.chain != chain {
            return (position, Some(position));
        }
        before = chain;
    }
    (position, None)
}

pub(crate) async fn a_changed_row_breaks_the_chain(kind: Kind) {
    let day = Day::at(kind, Point::State(PollState::Published)).await;
    let storage = day.storage().await;
    let (count, broken) = broken_at(&storage).await;
    assert!(count > 60, "{count} lines");
    assert_eq!(broken, None);
    day.service().end().await;
    let drop_triggers: &[&str] = match kind {
        Kind::Sqlite => &["drop trigger audit_stays", "drop trigger audit_remains"],
        Kind::Postgres => &["drop trigger audit_stays on audit"],
    };
    for sql in drop_triggers {
        run(&storage, sql).await;
    }
    assert_eq!(broken_at(&storage).await, (count, None), "the control");
    run(&storage, "update audit set actor = 'admin' where position = 20").await;
    assert_eq!(broken_at(&storage).await.1, Some(20));
    run(&storage, "update audit set actor = 'clerk' where position = 20").await;
    run(&storage, "delete from audit where position = 40").await;
    assert!(broken_at(&storage).await.1.is_some());
}

async fn run(storage: &Storage, sql: &str) {
    let mut tx = storage.begin().await.unwrap();
    tx.connection().execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
    tx.commit().await.unwrap();
}

/// Everybody at once, on two nodes: one chain without a gap, and nobody is turned away.
pub(crate) async fn all_lines_of_all_nodes_are_one_chain(kind: Kind) {
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
