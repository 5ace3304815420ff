//! Failover to a standby that answers before a commit counts: two clusters, the primary ends
//! without warning under load, the standby takes over, and every ballot that was acknowledged is
//! there. Outcomes that nobody knows are settled by sending the same bytes again.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ballotbox::codec::Digest;
use ballotbox::entry::Entry;
use ballotbox::seal::SealedBallot;
use jiff::Timestamp;
use piaojue::clock::Clock;
use piaojue::demo::Town;
use piaojue::service::casting::CastRefusal;
use piaojue::service::{KeyFile, Parts, Service, SignInRules};
use piaojue::storage::Storage;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use uuid::Uuid;

use crate::day::{DEPUTIES, PLAN, candidates, level, question};
use crate::support::postgres::Postgres;
use crate::support::process::{PATIENCE, wait_until};

/// Slips, and so ballots.
const SLIPS: usize = 80;
/// Acknowledged ballots before the primary ends.
const BEFORE: usize = 20;

/// A primary, its standby, and a service that knows both.
struct Pair {
    primary: Postgres,
    standby: Postgres,
    key: String,
    service: Service,
    town: Town,
    poll: Uuid,
}

async fn begin(url: &str, key: &str) -> Service {
    Service::begin(Parts {
        storage: Storage::open(url).await.unwrap(),
        clock: Clock::set_to("2026-01-31T01:00:00Z".parse::<Timestamp>().unwrap()),
        key_file: KeyFile::parse(key).unwrap(),
        site: "piaojue.example".into(),
        rules: SignInRules::default(),
    })
}

impl Pair {
    /// Both clusters, and a town whose poll is open.
    async fn start() -> Self {
        let primary = Postgres::start();
        primary.database("county");
        let standby = primary.standby("s1");
        let key = KeyFile::generate().text().to_owned();
        let hosts = format!("{},{}", primary.host(), standby.host());
        let service = begin(&format!("postgres://postgres@{hosts}/county"), &key).await;
        let mut town = Town::found(service.clone(), &PLAN).await.unwrap();
        town.add_deputies(DEPUTIES).await.unwrap();
        let options = town.add_candidates(&candidates(&["甲", "乙", "丙"])).await.unwrap();
        town.make_slips(SLIPS + 1).await.unwrap();
        let poll = town.prepare_poll(question(&options)).await.unwrap();
        town.sign_in(DEPUTIES).await.unwrap();
        town.open(poll).await.unwrap();
        Self { primary, standby, key, service, town, poll }
    }

    fn url(&self) -> String {
        let (primary, standby) = (self.primary.host(), self.standby.host());
        format!("postgres://postgres@{primary},{standby}/county")
    }

    fn ask_primary(&self, query: &str) -> String {
        self.primary.ask(&format!("postgres://postgres@{}/postgres", self.primary.host()), query)
    }

    fn ask_standby(&self, query: &str) -> String {
        self.standby.ask(&format!("postgres://postgres@{}/postgres", self.standby.host()), query)
    }

    /// From now on a commit waits for the standby.
    fn wait_for_standby(&self) {
        self.ask_primary("alter system set synchronous_standby_names = 'ANY 1 (s1)'");
        self.ask_primary("select pg_reload_conf()");
        let state = "select sync_state from pg_stat_replication";
        wait_until("no commit waits", || self.ask_primary(state) == "quorum");
    }

    /// The standby takes over.
    fn promote(&self) {
        assert_eq!(self.ask_standby("select pg_promote()"), "t");
    }

    /// Ballots of these slips, with their leaves.
    async fn ballots(&self, slips: std::ops::Range<usize>) -> Vec<(Vec<u8>, Digest)> {
        let mut ballots = Vec::new();
        for slip in slips {
            let bytes = self.town.sealed(self.poll, slip, &level(slip)).await.unwrap();
            let leaf = Entry::ballot(SealedBallot::from_bytes(&bytes).unwrap()).leaf().unwrap();
            ballots.push((bytes, leaf));
        }
        ballots
    }

    /// Every acknowledged ballot is where its receipt says, as a new node sees it.
    async fn judge(&self, acknowledged: &HashMap<Digest, usize>) -> Result<usize, String> {
        let node = begin(&self.url(), &self.key).await;
        let entries = node.entries(self.town.session).await.unwrap();
        node.end().await;
        for (leaf, index) in acknowledged {
            if entries.get(*index).map(|bytes| ballotbox::log::leaf_hash(bytes)) != Some(*leaf) {
                return Err(format!("the ballot at {index} is lost"));
            }
        }
        Ok(acknowledged.len())
    }
}

#[test]
fn a_failover_loses_no_acknowledged_ballot() {
    crate::run(async {
        let mut pair = Pair::start().await;
        pair.wait_for_standby();
        let (session, poll) = (pair.town.session, pair.poll);
        let unknown = Arc::new(AtomicUsize::new(0));
        let (count, mut counted) = watch::channel(0);
        let count = Arc::new(count);
        let mut casts = JoinSet::new();
        for (slip, (bytes, leaf)) in pair.ballots(0..SLIPS).await.into_iter().enumerate() {
            let (service, count) = (pair.service.clone(), Arc::clone(&count));
            let (unknown, mut counted) = (Arc::clone(&unknown), counted.clone());
            casts.spawn(async move {
                // Most come while nobody serves.
                if slip >= BEFORE {
                    counted.wait_for(|count| *count >= BEFORE).await.unwrap();
                }
                loop {
                    match service.cast(session, poll, &bytes).await {
                        Ok(receipt) => {
                            count.send_modify(|count| *count += 1);
                            return (leaf, receipt.index);
                        }
                        Err(CastRefusal::Fault(_)) => unknown.fetch_add(1, Ordering::Relaxed),
                        Err(other) => panic!("{other}"),
                    };
                }
            });
        }
        counted.wait_for(|count| *count >= BEFORE).await.unwrap();
        pair.primary.crash();
        pair.promote();
        let all = timeout(PATIENCE, casts.join_all()).await.expect("nobody answers any more");
        let acknowledged: HashMap<_, _> = all.into_iter().collect();
        println!("{} outcomes were unknown for a while", unknown.load(Ordering::Relaxed));
        assert_eq!(pair.judge(&acknowledged).await, Ok(SLIPS));

        // The old primary comes back as if nothing had happened. A new node takes the new one, and
        // who speaks to the old one alone is never answered: its commits wait for a standby.
        pair.primary.again();
        assert_eq!(pair.judge(&acknowledged).await, Ok(SLIPS));
        let alone = format!("postgres://postgres@{}/county", pair.primary.host());
        let old = begin(&alone, &pair.key).await;
        let (bytes, _) = pair.ballots(SLIPS..SLIPS + 1).await.remove(0);
        let cast = tokio::spawn(async move { old.cast(session, poll, &bytes).await });
        let waits = "select count(*) from pg_stat_activity where wait_event = 'SyncRep'";
        let waiting = || pair.ask_primary(waits) != "0" || cast.is_finished();
        wait_until("the cast never came to its commit", waiting);
        assert!(!cast.is_finished(), "the old primary acknowledges: {:?}", cast.await);
        cast.abort();
        pair.primary.crash();
        pair.service.end().await;
    });
}

/// A machine that is gone says nothing. A commit that waits for it is given up, nobody is told that
/// it is done, and the same bytes are stored once when the standby is back.
#[test]
fn a_commit_that_nobody_answers_is_given_up() {
    crate::run(async {
        let mut pair = Pair::start().await;
        pair.wait_for_standby();
        pair.standby.crash();
        let (session, poll) = (pair.town.session, pair.poll);
        let (bytes, leaf) = pair.ballots(0..1).await.remove(0);
        let cast = async || pair.service.cast(session, poll, &bytes).await;
        // It is tried more than once, each time for as long as a commit may wait.
        let answer = timeout(3 * PATIENCE, cast()).await.expect("it waits for ever");
        assert!(matches!(answer, Err(CastRefusal::Fault(_))), "one machine acknowledges");
        pair.standby.again();
        let index = loop {
            match cast().await {
                Ok(receipt) => break receipt.index,
                Err(CastRefusal::Fault(_)) => {}
                Err(other) => panic!("{other}"),
            }
        };
        pair.primary.crash();
        pair.promote();
        assert_eq!(pair.judge(&HashMap::from([(leaf, index)])).await, Ok(1));
        pair.service.end().await;
    });
}

/// The control: where commits do not wait for the standby, the same judge finds what is lost.
#[test]
fn without_a_standby_that_answers_ballots_are_lost() {
    crate::run(async {
        let mut pair = Pair::start().await;
        let apart = "alter system set primary_conninfo = ''";
        pair.ask_standby(apart);
        pair.ask_standby("select pg_reload_conf()");
        let standbys = "select count(*) from pg_stat_replication";
        wait_until("the standby never left", || pair.ask_primary(standbys) == "0");
        let mut acknowledged = HashMap::new();
        for (bytes, leaf) in pair.ballots(0..5).await {
            let receipt = pair.service.cast(pair.town.session, pair.poll, &bytes).await.unwrap();
            acknowledged.insert(leaf, receipt.index);
        }
        assert_eq!(pair.judge(&acknowledged).await, Ok(5));
        pair.primary.crash();
        pair.promote();
        assert!(pair.judge(&acknowledged).await.is_err(), "five ballots are lost, and it is seen");
        pair.service.end().await;
    });
}
