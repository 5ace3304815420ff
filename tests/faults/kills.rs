//! The server is killed again and again under load, at any moment and between commit and reply
//! 50 times in the short form, 1,000 in the long one.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ballotbox::manifest::Poll;
use ballotbox::verify::verify;
use piaojue::demo::Town;
use serde_json::{Value, json};

use crate::client::Request;
use crate::counts::{Dice, count, seeded};
use crate::hall::{Hall, SITE, Size, leaf_of, read_ballot};
use crate::judge::{Acknowledged, judge};
use crate::support::proxy::{Fault, Proxy};
use crate::support::server::Server;

/// Kills in one hall.
const KILLS: usize = 50;
/// Clients that vote without a pause, kills or not.
const CLIENTS: usize = 4;
/// Ballots that they cast for the first time between two kills; else they repeat earlier ones.
const NEW: usize = 6;
/// How long a client asks again before the test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// What the clients share.
struct Crowd<'a> {
    poll: &'a Poll,
    town: &'a Town,
    path: String,
    address: String,
    round: AtomicUsize,
    next: AtomicUsize,
    over: AtomicBool,
    acknowledged: Mutex<Vec<Acknowledged>>,
}

/// Hands a ballot in until it is answered; the same bytes each time.
fn cast(request: &Request, address: &str) -> Value {
    let begun = Instant::now();
    loop {
        if let Ok(answer) = request.try_send(address) {
            assert_eq!(answer.status, 200, "{}", answer.text());
            return answer.json();
        }
        assert!(begun.elapsed() < PATIENCE, "no answer for a minute");
        std::thread::sleep(Duration::from_millis(5));
    }
}

impl Crowd<'_> {
    fn casting(&self, ballot: &[u8]) -> Request {
        Request::post(&self.path).json(ballot)
    }

    fn vote(&self, client: usize) {
        let mut step = client;
        while !self.over.load(Ordering::Relaxed) {
            step += 1;
            let budget = (self.round.load(Ordering::Relaxed) + 1) * NEW;
            let slip = self.next.load(Ordering::Relaxed);
            let taken = || {
                let (now, then) = (Ordering::Relaxed, Ordering::Relaxed);
                self.next.compare_exchange(slip, slip + 1, now, then).is_ok()
            };
            if slip < budget && taken() {
                let ballot = self.town.sealed_for(self.poll, slip, &json!([slip % 3])).unwrap();
                let receipt = cast(&self.casting(&ballot), &self.address);
                self.acknowledged.lock().unwrap().push(Acknowledged { ballot, receipt });
            } else {
                let earlier = {
                    let known = self.acknowledged.lock().unwrap();
                    (!known.is_empty()).then(|| known[step * 7 % known.len()].clone())
                };
                if let Some(Acknowledged { ballot, receipt }) = earlier {
                    let again = cast(&self.casting(&ballot), &self.address);
                    assert_eq!(again, receipt, "the same bytes get the same receipt");
                }
            }
            std::thread::sleep(Duration::from_millis(4));
        }
    }
}

#[test]
fn no_acknowledged_ballot_is_lost_in_kills() {
    let mut dice = seeded("kills");
    for _ in 0..count(1, 20) {
        fifty_kills(&mut dice);
    }
}

fn fifty_kills(dice: &mut Dice) {
    let slips = (NEW + 1) * KILLS + NEW;
    let mut hall = Hall::open(&Size::small(slips));
    let poll = hall.fetch_poll();
    // From here on only the server has the database open, so that each start has to recover it.
    hall.away();
    let proxy = Proxy::start(hall.address());
    let crowd = Crowd {
        poll: &poll,
        town: &hall.town,
        path: hall.poll_path("/ballots"),
        address: hall.address().to_owned(),
        round: AtomicUsize::new(0),
        next: AtomicUsize::new(0),
        over: AtomicBool::new(false),
        acknowledged: Mutex::default(),
    };
    let mut longest = Duration::ZERO;
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let crowd = &crowd;
            scope.spawn(move || crowd.vote(client));
        }
        for round in 0..KILLS {
            let slip = NEW * (KILLS + 1) + round;
            let ballot = hall.town.sealed_for(&poll, slip, &json!([0])).unwrap();
            let recovery = if round % 2 == 0 {
                kill_in_the_gap(&crowd, &mut hall.server, &proxy, &ballot)
            } else {
                let after = Duration::from_millis(dice.below(300).try_into().unwrap());
                kill_at_any_moment(&crowd, &mut hall.server, &ballot, after)
            };
            longest = longest.max(recovery);
            crowd.round.store(round + 1, Ordering::Relaxed);
        }
        crowd.over.store(true, Ordering::Relaxed);
    });
    let over = crowd.acknowledged.into_inner().unwrap();
    println!("{KILLS} kills, {} ballots, at most {longest:?} from a kill to an answer", over.len());

    // Back to the data, which was the server's alone.
    hall.town.service = hall.runtime.block_on(hall.server.service(SITE));
    let entries = hall.entries();
    let stored = judge(hall.poll, &entries, &over);
    assert_eq!(stored, Ok(over.len()), "every ballot that was cast was acknowledged in the end");
    a_fault_is_seen(&hall, &entries, &over);

    hall.runtime.block_on(async {
        let town = &hall.town;
        town.close(hall.poll).await.unwrap();
        town.count(hall.poll, u64::try_from(over.len()).unwrap()).await.unwrap();
        town.certify().await.unwrap();
        town.publish(hall.poll).await.unwrap();
    });
    let bundle = Request::get(&hall.path("/bundle.json")).send(hall.address());
    assert_eq!(bundle.status, 200);
    let report = verify(&bundle.body, &|_| ()).unwrap();
    assert!(report.verified, "a stranger verifies the voting day: {report:?}");
}

/// Kills the server when it has stored this ballot and its tablet knows nothing of it yet; the time
/// from the kill to the next answer.
fn kill_in_the_gap(
    crowd: &Crowd<'_>,
    server: &mut Server,
    proxy: &Proxy,
    ballot: &[u8],
) -> Duration {
    let parts = read_ballot(ballot);
    let path = crowd.path.replace("/ballots", &format!("/slips/{}", parts.slip));
    let used = || Request::get(&path).send(&crowd.address).json();
    proxy.arm("/ballots", Fault::Swallow);
    std::thread::scope(|scope| {
        let lost = scope.spawn(|| crowd.casting(ballot).try_send(proxy.address()));
        let end = Instant::now() + PATIENCE;
        while used()["state"] != "used" {
            assert!(Instant::now() < end, "the ballot was never stored");
        }
        server.kill9();
        assert!(lost.join().unwrap().is_err(), "the tablet was never answered");
    });
    let killed = Instant::now();
    server.restart();
    let receipt = cast(&crowd.casting(ballot), &crowd.address);
    let recovery = killed.elapsed();
    let known = used();
    assert_eq!(known["state"], "used");
    assert_eq!(known["receipt_code"], receipt["receipt_code"]);
    let one = Acknowledged { ballot: ballot.to_vec(), receipt };
    crowd.acknowledged.lock().unwrap().push(one);
    recovery
}

/// Kills the server after a while, whatever it is doing; the time from the kill to the next answer.
fn kill_at_any_moment(
    crowd: &Crowd<'_>,
    server: &mut Server,
    ballot: &[u8],
    after: Duration,
) -> Duration {
    // No state is waited for: any moment is the right one.
    std::thread::sleep(after);
    server.kill9();
    let killed = Instant::now();
    server.restart();
    let receipt = cast(&crowd.casting(ballot), &crowd.address);
    let one = Acknowledged { ballot: ballot.to_vec(), receipt };
    crowd.acknowledged.lock().unwrap().push(one);
    killed.elapsed()
}

/// Each oracle fails when there is something to find.
fn a_fault_is_seen(hall: &Hall, entries: &[Vec<u8>], acknowledged: &[Acknowledged]) {
    let lost = &read_ballot(&acknowledged[7].ballot).to_bytes().unwrap();
    let leaf = leaf_of(lost);
    let without: Vec<_> = entries
        .iter()
        .filter(|bytes| ballotbox::log::leaf_hash(bytes).to_string() != leaf)
        .cloned()
        .collect();
    assert_eq!(without.len() + 1, entries.len());
    assert!(judge(hall.poll, &without, acknowledged).is_err(), "a ballot that is missing");
    let mut twice = entries.to_vec();
    twice.push(lost.clone());
    assert!(judge(hall.poll, &twice, acknowledged).is_err(), "a ballot that stands twice");
    for (name, value) in [
        ("index", acknowledged[8].receipt["index"].clone()),
        ("leaf", acknowledged[8].receipt["leaf"].clone()),
        ("note", acknowledged[8].receipt["note"].clone()),
        ("receipt_code", "AAAAA-00000".into()),
    ] {
        let mut forged = acknowledged[7].clone();
        forged.receipt[name] = value;
        assert!(judge(hall.poll, entries, &[forged]).is_err(), "a forged {name}");
    }
}
