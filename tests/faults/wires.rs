//! Bad wires and impatient fingers: answers that are lost, connections that are
//! cut and come back, the same slip from many tablets. One ballot for each slip, one receipt for
//! each ballot.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use sqlx::{Connection as _, Executor as _};

use crate::client::Answer;
use crate::counts::{count, seeded};
use crate::judge::{Acknowledged, judge};
use crate::support::proxy::{Fault, Proxy};
use crate::template::{runtime, template};

const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn every_ballot_gets_through_a_bad_wire_once() {
    let template = template();
    let mut dice = seeded("wires");
    for _ in 0..count(1, 20) {
        let server = template.serve(&[]);
        let proxy = Proxy::start(server.address());
        let mut faults = Vec::new();
        for _ in 0..30 {
            let fault = match dice.below(4) {
                0 => Fault::LoseRequest,
                1 => Fault::CutAfter(dice.below(700)),
                2 => Fault::Stall(Duration::from_millis(dice.below(60).try_into().unwrap())),
                _ => Fault::CutAfter(0),
            };
            faults.push(fault);
            proxy.arm("/ballots", fault);
        }
        let over = AtomicBool::new(false);
        let known = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            // The whole network goes and comes back, again and again.
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    std::thread::sleep(Duration::from_millis(40));
                    proxy.cut();
                    std::thread::sleep(Duration::from_millis(15));
                    proxy.mend();
                }
            });
            let tablet = |tablet: usize| {
                let (known, proxy) = (&known, &proxy);
                scope.spawn(move || {
                    for number in (0..template.ballots.len()).skip(tablet).step_by(4) {
                        known.lock().unwrap().push(until_taken(proxy, number));
                    }
                })
            };
            let tablets: Vec<_> = (0..4).map(tablet).collect();
            for tablet in tablets {
                tablet.join().unwrap();
            }
            over.store(true, Ordering::Relaxed);
        });
        let known = known.into_inner().unwrap();
        assert_eq!(template.judge(server.data(), &known), Ok(template.ballots.len()), "{faults:?}");
    }
}

/// Hands a ballot in again and again, the same bytes each time.
fn until_taken(proxy: &Proxy, number: usize) -> Acknowledged {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(one) = template().cast(proxy.address(), number) {
            return one;
        }
        assert!(Instant::now() < end, "ballot {number} never got through");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Hands different sealings of one slip in at once.
fn at_once(address: &str) -> Vec<(Vec<u8>, Answer)> {
    let begin = std::sync::Barrier::new(template().others.len());
    std::thread::scope(|scope| {
        let send = |ballot: &'static Vec<u8>| {
            let begin = &begin;
            scope.spawn(move || {
                begin.wait();
                (ballot.clone(), template().casting(ballot).send(address))
            })
        };
        let threads: Vec<_> = template().others.iter().map(send).collect();
        threads.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

#[test]
fn a_slip_that_is_handed_in_many_times_is_one_ballot() {
    let server = template().serve(&[]);
    let answers = at_once(server.address());
    let known: Vec<_> = answers
        .into_iter()
        .filter(|(_, answer)| answer.status == 200)
        .map(|(ballot, answer)| Acknowledged { ballot, receipt: answer.json() })
        .collect();
    assert_eq!(known.len(), 1);
    assert_eq!(template().judge(server.data(), &known), Ok(1));
    the_schema_holds_by_itself(server.data());
}

/// The control: two nodes that know nothing of each other, as after a mistake in the program. The
/// schema refuses the second ballot; without its key the judge sees two.
fn the_schema_holds_by_itself(data: &std::path::Path) {
    let entries = template().entries(data).unwrap();
    let url = format!("sqlite:{}?mode=rw", data.join("piaojue.db").display());
    runtime().block_on(async {
        let mut database = sqlx::SqliteConnection::connect(&url).await.unwrap();
        let again = "insert into ballots select session, poll, slip, position - 1 from ballots";
        assert!(database.execute(again).await.is_err(), "the schema refuses a second ballot");
        for sql in [
            "create table loose as select * from ballots",
            "insert into loose select session, poll, slip, position - 1 from loose",
        ] {
            database.execute(sql).await.unwrap();
        }
    });
    let mut twice = entries.clone();
    twice.push(entries.last().unwrap().clone());
    assert!(judge(template().poll, &twice, &[]).is_err(), "the judge sees a second ballot");
}
