//! Nodes over one PostgreSQL: they lead one session together, hear of each other, and no session
//! waits for another. Connections that are cut at random lose and double nothing.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use ballotbox::codec::Digest;
use ballotbox::entry::{Body, Entry};
use piaojue::domain::poll::PollState;
use piaojue::service::Service;
use piaojue::service::proposals::Act;
use piaojue::storage::{self, Storage};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::timeout;
use uuid::Uuid;

use crate::casting::second_session;
use crate::day::{DEPUTIES, Day, PLAN, level, question};
use crate::place::Kind;

/// How long what must come may take on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until whoever follows on a node has been told of a version.
async fn told(node: &Service, day: &Day, version: u64) {
    let mut versions = node.follow(day.session());
    let told = timeout(PATIENCE, versions.wait_for(|known| *known >= version)).await;
    told.expect("the node was never told").unwrap();
}

#[test]
fn two_nodes_lead_one_session() {
    crate::run(async {
        let day = Day::open(Kind::Postgres).await;
        let node = day.node().await;
        let (one, session, poll) = (day.service(), day.session(), day.poll);
        let mut casts = JoinSet::new();
        for slip in 0..DEPUTIES {
            let bytes = day.town.sealed(poll, slip, &level(slip)).await.unwrap();
            let service = if slip % 2 == 0 { one.clone() } else { node.clone() };
            casts.spawn(async move { service.cast(session, poll, &bytes).await.unwrap().index });
        }
        let mut indices = casts.join_all().await;
        indices.sort_unstable();
        let first = indices[0];
        assert_eq!(indices, (first..first + DEPUTIES).collect::<Vec<_>>(), "the log is dense");
        let version = one.session(session).await.unwrap().version;
        told(one, &day, version).await;
        told(&node, &day, version).await;
        for service in [one, &node] {
            let board = service.board(session).await.unwrap();
            assert_eq!(board.poll(poll).unwrap().ballots, DEPUTIES);
        }
        // The officers sit at different nodes.
        let mut other = day.town.clone();
        other.service = node.clone();
        let (tellers, stubs) = (&day.town.tellers, u64::try_from(DEPUTIES).unwrap());
        other.both(Act::close(poll), &tellers[0].actor).await.unwrap();
        assert_eq!(day.state().await, PollState::Closed);
        tellers[0].seal(one, poll, stubs).await.unwrap();
        tellers[1].seal(&node, poll, stubs).await.unwrap();
        tellers[0].share(&node, poll).await.unwrap();
        tellers[1].share(one, poll).await.unwrap();
        other.certify().await.unwrap();
        day.town.publish(poll).await.unwrap();
        let bundles = [one.bundle(session).await.unwrap(), node.bundle(session).await.unwrap()];
        for bundle in bundles {
            let report = ballotbox::verify::verify(&bundle, &|_| ()).unwrap();
            assert!(report.verified, "{report:?}");
        }
        node.end().await;
    });
}

/// Commits a new version of a session, of which nobody is told.
async fn change_untold(storage: &Storage, session: Uuid) {
    let mut tx = storage.begin().await.unwrap();
    let found = storage::sessions::lock(&mut tx, session).await.unwrap().unwrap();
    storage::sessions::update(tx.connection(), &found).await.unwrap();
    tx.commit().await.unwrap();
}

/// A notice comes as it was told, and is not worked out by looking: the database knows nothing of
/// the version that is told here. A change that nobody tells of is seen by looking.
#[test]
fn notices_are_heard_and_what_is_not_told_is_seen() {
    crate::run(async {
        let day = Day::open(Kind::Postgres).await;
        let (here, there, session) = (day.storage().await, day.storage().await, day.session());
        let mut ear = here.ear().await.unwrap().expect("PostgreSQL is heard");
        let known = ear.next().await.unwrap();
        let version = day.service().session(session).await.unwrap().version;
        assert!(known.contains(&(session, version)), "it begins with what is: {known:?}");
        there.tell(&[(session, version + 1000)]).await.unwrap();
        assert_eq!(ear.next().await.unwrap(), [(session, version + 1000)]);
        change_untold(&there, session).await;
        assert!(ear.next().await.unwrap().contains(&(session, version + 1)));
        // A lost connection is an error, after which a new ear begins with what is.
        let cut = "select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity \
                   where query like '%sessions where stage%' and pid <> pg_backend_pid() \
                   and datname = current_database()) as cut";
        assert_ne!(day.place.ask(cut), "0");
        assert!(ear.next().await.is_err());
        let mut ear = here.ear().await.unwrap().unwrap();
        assert!(ear.next().await.unwrap().contains(&(session, version + 1)));
        drop(ear);
        here.close().await;
        there.close().await;
    });
}

/// In a county there is always a hall of which something is heard.
#[test]
fn what_is_not_told_is_seen_while_others_are_heard() {
    crate::run(async {
        let day = Day::open(Kind::Postgres).await;
        let (here, there, session) = (day.storage().await, day.storage().await, day.session());
        let mut ear = here.ear().await.unwrap().expect("PostgreSQL is heard");
        ear.next().await.unwrap();
        let version = day.service().session(session).await.unwrap().version + 1;
        change_untold(&there, session).await;
        // The database knows nothing of it: what comes of it was told.
        let other = Uuid::from_u128(1);
        let mut heard = 0;
        let seen = async {
            loop {
                there.tell(&[(other, heard)]).await.unwrap();
                let notices = ear.next().await.unwrap();
                if notices.iter().any(|(id, _)| *id == other) {
                    heard += 1;
                } else if heard > 0 && notices.contains(&(session, version)) {
                    return;
                }
            }
        };
        timeout(PATIENCE, seen).await.expect("it looks only when nobody says anything");
        drop(ear);
        here.close().await;
        there.close().await;
    });
}

/// A session whose row another transaction holds: its casts wait, its screens do not, and no other
/// session waits.
#[test]
fn a_session_that_is_held_up_holds_up_no_other() {
    crate::run(async {
        let day = Day::open(Kind::Postgres).await;
        let service = day.service().clone();
        let second = second_session(&day).await;
        let storage = day.storage().await;
        let mut held = storage.begin().await.unwrap();
        storage::sessions::lock(&mut held, day.session()).await.unwrap();
        let mut waiting = JoinSet::new();
        for slip in 0..DEPUTIES {
            let bytes = day.town.sealed(day.poll, slip, &json!([0])).await.unwrap();
            let (service, session, poll) = (service.clone(), day.session(), day.poll);
            waiting.spawn(async move { service.cast(session, poll, &bytes).await });
        }
        // They have come to the lock.
        while day.place.ask(
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' \
                             and datname = current_database()",
        ) == "0"
        {
            tokio::task::yield_now().await;
        }
        for slip in 0..DEPUTIES {
            let marks = level(slip);
            let cast = second.town.cast(second.poll, slip, &marks);
            timeout(PATIENCE, cast).await.expect("it waits for another session").unwrap();
        }
        assert!(waiting.try_join_next().is_none(), "the control: the session is held up");
        assert_eq!(day.ballots().await, 0, "its screens show what was committed");
        drop(held);
        let answers = waiting.join_all().await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(day.ballots().await, DEPUTIES);
        storage.close().await;
    });
}

/// What a node has only read is committed once more before it is acknowledged: the server that
/// committed it may have gone away before its standby had it.
#[test]
fn what_was_only_read_is_made_durable_before_it_is_acknowledged() {
    crate::run(async {
        let day = Day::open(Kind::Postgres).await;
        let (session, poll) = (day.session(), day.poll);
        let bytes = day.town.sealed(poll, 0, &json!([0])).await.unwrap();
        let first = day.service().cast(session, poll, &bytes).await.unwrap();
        let version = async || day.service().session(session).await.unwrap().version;
        let before = version().await;
        day.service().cast(session, poll, &bytes).await.unwrap();
        assert_eq!(version().await, before, "the node that committed it knows");
        let node = day.node().await;
        let again = node.cast(session, poll, &bytes).await.unwrap();
        assert_eq!((again.index, again.leaf), (first.index, first.leaf));
        assert_eq!(version().await, before + 1, "the other commits before it answers");
        node.cast(session, poll, &bytes).await.unwrap();
        assert_eq!(version().await, before + 1, "once");
        node.end().await;
    });
}

/// Slips of the test that cuts connections.
const MANY: usize = 60;
/// Connections that are cut at least.
const CUTS: usize = 8;

#[test]
fn connections_that_are_cut_lose_and_double_nothing() {
    crate::run(async {
        let mut day = Day::found_with(Kind::Postgres, &PLAN, MANY).await;
        let options = question(&day.projects[..3]);
        day.poll = day.town.prepare_poll(options).await.unwrap();
        day.town.sign_in(DEPUTIES).await.unwrap();
        day.town.open(day.poll).await.unwrap();
        let node = day.node().await;
        let (session, poll) = (day.session(), day.poll);
        let (over, refused) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let cut = Arc::new(AtomicUsize::new(0));
        // Sealing reads the poll, and is no act that is tried again.
        let mut sealed = Vec::new();
        for slip in 0..MANY {
            sealed.push(day.town.sealed(poll, slip, &level(slip)).await.unwrap());
        }
        let cuts = cut_at_random(&day, &over, &cut);
        let mut casts = JoinSet::new();
        for (slip, bytes) in sealed.into_iter().enumerate() {
            let leaf = Entry::ballot(ballotbox::seal::SealedBallot::from_bytes(&bytes).unwrap());
            let leaf = leaf.leaf().unwrap();
            let services = [day.service().clone(), node.clone()];
            let (refused, cut) = (Arc::clone(&refused), Arc::clone(&cut));
            casts.spawn(async move {
                // As a tablet does: the same bytes, until there is an answer; then again, as long
                // as connections are still to be cut.
                let mut indices = Vec::new();
                while indices.len() < 2 || cut.load(Ordering::Relaxed) < CUTS {
                    match services[slip % 2].cast(session, poll, &bytes).await {
                        Ok(receipt) => {
                            assert_eq!(receipt.leaf, leaf);
                            indices.push(receipt.index);
                        }
                        Err(piaojue::service::casting::CastRefusal::Fault(_)) => {
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                        Err(other) => panic!("{other}"),
                    }
                }
                assert!(indices.iter().all(|index| *index == indices[0]), "{indices:?}");
                (leaf, indices[0])
            });
        }
        let acknowledged: HashMap<Digest, usize> = casts.join_all().await.into_iter().collect();
        over.store(true, Ordering::Relaxed);
        cuts.await.unwrap();
        println!(
            "{} cut, {} refused",
            cut.load(Ordering::Relaxed),
            refused.load(Ordering::Relaxed)
        );
        assert_eq!(judge(&day, &acknowledged).await, Ok(MANY));
        // The controls: a ballot that is missing, and one that stands elsewhere.
        let mut missing = acknowledged.clone();
        missing.insert(Digest::of(&[b"nowhere"]), 20);
        assert!(judge(&day, &missing).await.is_err());
        let elsewhere = acknowledged.iter().map(|(leaf, index)| (*leaf, index + 1)).collect();
        assert!(judge(&day, &elsewhere).await.is_err());
        let open = "select count(*) from pg_stat_activity where state like 'idle in transaction%' \
                    and datname = current_database()";
        assert_eq!(day.place.ask(open), "0", "no transaction was left open");
        node.end().await;
    });
}

/// Ends connections of this database until it is over, and counts them.
fn cut_at_random(
    day: &Day,
    over: &Arc<AtomicBool>,
    cut: &Arc<AtomicUsize>,
) -> tokio::task::JoinHandle<()> {
    let (over, cut, place) = (Arc::clone(over), Arc::clone(cut), day.place.clone());
    tokio::task::spawn_blocking(move || {
        // Each is waited for, so that none is still dying when all is over.
        let query = "select count(pg_terminate_backend(pid, 10000)) from (select pid \
                     from pg_stat_activity where datname = current_database() \
                     and pid <> pg_backend_pid() order by random() limit 2) as victims";
        while !over.load(Ordering::Relaxed) && cut.load(Ordering::Relaxed) < CUTS * 4 {
            let count = place.ask(query).parse::<usize>().unwrap();
            cut.fetch_add(count, Ordering::Relaxed);
        }
    })
}

/// Every ballot that was acknowledged stands where its receipt says, and no slip has two.
async fn judge(day: &Day, acknowledged: &HashMap<Digest, usize>) -> Result<usize, String> {
    let entries = day.service().entries(day.session()).await.unwrap();
    for (leaf, index) in acknowledged {
        let stored = entries.get(*index).map(|bytes| ballotbox::log::leaf_hash(bytes));
        if stored != Some(*leaf) {
            return Err(format!("the ballot at {index} is not the one of its receipt"));
        }
    }
    let ballots = entries.iter().map(|bytes| Entry::from_bytes(bytes).unwrap());
    let ballots = ballots.filter_map(|entry| match entry.into_body() {
        Body::Ballot(ballot) => Some(ballot.slip.to_string()),
        _ => None,
    });
    let mut slips: Vec<_> = ballots.collect();
    let count = slips.len();
    slips.sort();
    slips.dedup();
    if slips.len() == count { Ok(count) } else { Err("a slip has two ballots".into()) }
}
