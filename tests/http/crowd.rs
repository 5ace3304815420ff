//! Many tablets at once, and answers that get lost: one ballot for each slip, one receipt for each
//! ballot (R-07, R-08; abuse 1, 2, 14).

use std::sync::Barrier;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::client::Answer;
use crate::hall::{Hall, Size, read_ballot};
use crate::judge::{Acknowledged, judge};
use crate::support::proxy::{Fault, Proxy};

/// Hands ballots in, each on a thread of its own, begun together and then `pause` apart.
fn together(hall: &Hall, ballots: &[Vec<u8>], pause: Duration) -> Vec<(Answer, Duration)> {
    let ready = Barrier::new(ballots.len());
    std::thread::scope(|scope| {
        let send = |(number, ballot): (u32, &Vec<u8>)| {
            let request = hall.casting(ballot);
            let ready = &ready;
            scope.spawn(move || {
                ready.wait();
                std::thread::sleep(pause * number);
                let begun = Instant::now();
                (request.send(hall.address()), begun.elapsed())
            })
        };
        let threads: Vec<_> = (0..).zip(ballots).map(send).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn one_slip_gives_one_ballot_however_often_it_is_handed_in() {
    let hall = Hall::open(&Size::small(4));
    let poll = hall.fetch_poll();
    let seal = |slip, marks| hall.town.sealed_for(&poll, slip, &marks).unwrap();

    let same = vec![seal(0, json!([0, 1])); 50];
    let answers = together(&hall, &same, Duration::ZERO);
    let first = answers[0].0.json();
    for (answer, _) in &answers {
        assert_eq!((answer.status, answer.json()), (200, first.clone()));
    }

    let different: Vec<_> = (0..50).map(|number| seal(1, json!([number % 3]))).collect();
    let answers = together(&hall, &different, Duration::ZERO);
    let won: Vec<_> = (0..50).filter(|&number| answers[number].0.status == 200).collect();
    assert_eq!(won.len(), 1, "one of fifty sealings is taken");
    let receipt = answers[won[0]].0.json();
    for (answer, _) in answers.iter().filter(|(answer, _)| answer.status != 200) {
        let said = answer.json();
        assert_eq!((answer.status, &said["error"]), (409, &json!("already_voted")));
        assert_eq!(said["receipt_code"], receipt["receipt_code"]);
    }

    let kept = |ballot: &Vec<u8>, receipt| Acknowledged { ballot: ballot.clone(), receipt };
    let all = [kept(&same[0], first), kept(&different[won[0]], receipt)];
    assert_eq!(judge(hall.poll, &hall.entries(), &all), Ok(2));
}

#[test]
fn a_lost_answer_is_given_again() {
    let hall = Hall::open(&Size::small(8));
    let poll = hall.fetch_poll();
    let proxy = Proxy::start(hall.address());
    let mut all = Vec::new();
    let cuts = [0, 1, 60, 600].map(Fault::CutAfter);
    let faults = cuts.into_iter().chain([Fault::Swallow, Fault::LoseRequest]);
    for (slip, fault) in faults.enumerate() {
        let ballot = hall.town.sealed_for(&poll, slip, &json!([slip % 3])).unwrap();
        let casting = hall.casting(&ballot);
        proxy.arm("/ballots", fault);
        std::thread::scope(|scope| {
            let lost = scope.spawn(|| casting.try_send(proxy.address()));
            if fault != Fault::LoseRequest {
                hall.wait_until_stored(&read_ballot(&ballot));
            }
            // Nobody waits for an answer that was swallowed.
            if fault == Fault::Swallow {
                proxy.cut();
            }
            assert!(lost.join().unwrap().is_err(), "{fault:?}");
        });
        proxy.mend();
        let receipt = casting.send(proxy.address()).json();
        assert_eq!(casting.send(proxy.address()).json(), receipt, "as often as it is asked");
        all.push(Acknowledged { ballot, receipt });
    }
    assert_eq!(judge(hall.poll, &hall.entries(), &all), Ok(all.len()));
}

#[test]
fn a_hundred_and_fifty_vote_within_a_second() {
    let hall = Hall::open(&Size::small(150));
    let poll = hall.fetch_poll();
    let seal = |slip| hall.town.sealed_for(&poll, slip, &json!([slip % 3])).unwrap();
    let ballots: Vec<_> = (0..150).map(seal).collect();
    let answers = together(&hall, &ballots, Duration::from_millis(6));
    let mut times: Vec<_> = answers.iter().map(|(_, time)| *time).collect();
    times.sort_unstable();
    println!("150 casts: median {:?}, p99 {:?}, slowest {:?}", times[75], times[148], times[149]);
    let all: Vec<_> = ballots
        .iter()
        .zip(answers)
        .map(|(ballot, (answer, _))| {
            assert_eq!(answer.status, 200, "{}", answer.text());
            Acknowledged { ballot: ballot.clone(), receipt: answer.json() }
        })
        .collect();
    assert_eq!(judge(hall.poll, &hall.entries(), &all), Ok(150));
}
