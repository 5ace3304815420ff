//! Whether the time of an answer tells a name that there is from one that there is not, or a slip on
//! the roll from one that is not (abuse 16). That the answers are the same is asserted; times are
//! measured and printed (`docs/ABUSE.md` has figures), for a machine with much else to do would make
//! any bound a lie. `PIAOJUE_LONG=1` takes ten thousand samples where that is possible.

use std::io::{BufReader, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use piaojue::service::accounts::AccountForm;
use serde_json::json;

use crate::client::{Answer, Request, read};
use crate::hall::{Hall, PLAN, Size};
use crate::limits::connect_from;

/// What a number of paired differences says, in nanoseconds.
#[derive(Debug)]
struct Told {
    median: i64,
    /// In this range lies the true median, with a confidence of 95 %.
    between: (i64, i64),
}

impl Told {
    /// By the sign test: order statistics of the differences, whatever their distribution is.
    fn of(mut differences: Vec<i64>) -> Self {
        differences.sort_unstable();
        let count = differences.len();
        // 1.96 times the deviation of a binomial of that many fair coins, rounded up.
        let reach = (count.isqrt() * 49).div_ceil(50) + 1;
        let at = |place: usize| differences[place.min(count - 1)];
        let low = (count / 2).saturating_sub(reach);
        Self { median: at(count / 2), between: (at(low), at(count / 2 + reach)) }
    }

    fn tells(&self) -> bool {
        self.between.0 > 0 || self.between.1 < 0
    }

    fn print(&self, what: &str, count: usize, one: &[i64], other: &[i64]) {
        let micro = |nanoseconds: i64| nanoseconds as f64 / 1e3;
        let middle = |times: &[i64]| {
            let mut times = times.to_vec();
            times.sort_unstable();
            micro(times[times.len() / 2])
        };
        println!(
            "{what}: {count} pairs, medians {:.1} and {:.1} µs; difference {:.1} µs, between {:.1} \
             and {:.1} with 95 %",
            middle(one),
            middle(other),
            micro(self.median),
            micro(self.between.0),
            micro(self.between.1),
        );
    }
}

fn long() -> bool {
    std::env::var_os("PIAOJUE_LONG").is_some()
}

fn timed(ask: impl FnOnce() -> Answer) -> (Answer, i64) {
    let begun = Instant::now();
    let answer = ask();
    (answer, i64::try_from(begun.elapsed().as_nanos()).unwrap())
}

/// A pair after the other, each time in another order.
fn pairs(
    count: usize,
    mut one: impl FnMut(usize) -> Answer,
    mut other: impl FnMut(usize) -> Answer,
) -> (Vec<i64>, Vec<i64>) {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for number in 0..count {
        if number % 2 == 0 {
            first.push(timed(|| one(number)).1);
            second.push(timed(|| other(number)).1);
        } else {
            second.push(timed(|| other(number)).1);
            first.push(timed(|| one(number)).1);
        }
    }
    (first, second)
}

fn differences(one: &[i64], other: &[i64]) -> Vec<i64> {
    one.iter().zip(other).map(|(one, other)| one - other).collect()
}

#[test]
fn a_name_that_there_is_is_answered_as_one_that_there_is_not() {
    // After five wrong passwords a name is blocked for strangers, so that many names are needed.
    let names = if long() { 250 } else { 12 };
    let hall = Hall::prepared(&Size::small(6));
    hall.runtime.block_on(async {
        for number in 0..names {
            let form = AccountForm {
                login: format!("known{number:04}"),
                name: "有人".into(),
                role: "unit".into(),
                township: PLAN.code.into(),
                unit: String::new(),
            };
            hall.town.add_account(&form).await.unwrap();
        }
    });
    let mut from = 0_u32;
    let mut guess = |login: String| {
        from += 1;
        // An address may ask so often in a minute; each guess has one of its own.
        let [_, a, b, c] = from.to_be_bytes();
        let body = json!({ "login": login, "password": "Wrong-guess-2026" }).to_string();
        let request = Request::post("/login").json(body).bytes(hall.address());
        let mut stream = connect_from([127, 1 + a, b, c.max(1)], hall.address()).unwrap();
        stream.write_all(&request).unwrap();
        read(&mut BufReader::new(stream), false).unwrap()
    };
    let (known, unknown) = (guess("known0000".into()), guess("nobody".into()));
    assert_eq!((known.status, known.text()), (401, unknown.text()), "one answer for both");
    let heads = |answer: &Answer| {
        let names = answer.headers.iter().filter(|(name, _)| name != "date");
        names.cloned().collect::<Vec<_>>()
    };
    assert_eq!(heads(&known), heads(&unknown));
    let guess = std::cell::RefCell::new(guess);
    let count = names * 3;
    let (known, unknown) = pairs(
        count,
        |number| guess.borrow_mut()(format!("known{:04}", number % names)),
        |number| guess.borrow_mut()(format!("nobody{number:04}")),
    );
    Told::of(differences(&known, &unknown)).print("names, known and not", count, &known, &unknown);
}

#[test]
fn a_slip_on_the_roll_is_looked_up_as_one_that_is_not() {
    let hall = Hall::open(&Size::small(200));
    let count = if long() { 10_000 } else { 1_000 };
    let session = hall.town.session;
    let known: Vec<_> =
        hall.town.slips.iter().map(|slip| slip.key(session).public().to_string()).collect();
    let unknown: Vec<_> = (0..200)
        .map(|_| ballotbox::slip::SlipCode::generate(&mut piaojue::clock::randomness()))
        .map(|slip| slip.key(session).public().to_string())
        .collect();
    // One connection, so that the slip is all that differs.
    let stream = TcpStream::connect(hall.address()).unwrap();
    stream.set_nodelay(true).unwrap();
    let writing = stream.try_clone().unwrap();
    let wire = std::cell::RefCell::new((writing, BufReader::new(stream)));
    let ask = |slip: &str| {
        let path = hall.poll_path(&format!("/slips/{slip}"));
        let request = Request::get(&path).with("connection", "keep-alive").bytes(hall.address());
        let mut wire = wire.borrow_mut();
        wire.0.write_all(&request).unwrap();
        read(&mut wire.1, false).unwrap()
    };
    assert_eq!(ask(&known[0]).json(), json!({ "state": "unused" }));
    assert_eq!(ask(&unknown[0]).json(), json!({ "state": "unknown" }));
    let (one, other) = pairs(
        count,
        |number| ask(&known[number % known.len()]),
        |number| ask(&unknown[number % unknown.len()]),
    );
    Told::of(differences(&one, &other)).print("slips, known and not", count, &one, &other);
}

#[test]
fn a_difference_that_there_is_would_be_seen() {
    // Noise of a few hundred around nothing, and the same with something in it.
    let noise = |number: i64| (number * 7_919) % 601 - 300;
    let nothing = Told::of((0..1_000).map(noise).collect());
    assert!(!nothing.tells(), "{nothing:?}");
    let something = Told::of((0..1_000).map(|number| noise(number) + 60).collect());
    assert!(something.tells(), "{something:?}");
    let few = Told::of((0..20).map(|number| noise(number) + 60).collect());
    assert!(!few.tells(), "twenty pairs tell nothing of so little: {few:?}");
}
