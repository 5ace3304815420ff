//! Speed of the core: seal, check, open, verify, at 10, 20 and 60 options (`docs/PERFORMANCE.md`).
//!
//! `cargo bench -p ballotbox`; `-- --help` lists filters. Every measurement that compares stands
//! beside its baseline in the same run.

use ballotbox::codec::{Digest, Time};
use ballotbox::hall::{Hall, OpenPoll, Question, Setup};
use ballotbox::manifest::Channel;
use ballotbox::method::{Marks, Method};
use ballotbox::rule::{Blank, RuleSettings};
use ballotbox::seal::{SealedBallot, check, check_proofs};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

/// Options on the ballot.
const OPTIONS: [usize; 3] = [10, 20, 60];

fn main() {
    divan::main();
}

struct Bench {
    hall: Hall,
    poll: OpenPoll,
    marks: Marks,
    rng: ChaCha20Rng,
}

/// A poll "choose at most half" with so many options and slips.
fn bench(options: usize, slips: usize) -> Bench {
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let at = Time::parse("2026-01-31T09:00:00Z").expect("a time");
    let name = |name: &str| name.to_owned();
    let setup = Setup {
        site: name("vote.example"),
        township: name("500229203"),
        title: name("bench"),
        tellers: vec![name("甲"), name("乙"), name("丙")],
        presidium: vec![name("子"), name("丑"), name("寅")],
        threshold: 2,
        slips,
        rehearsal: false,
        at,
    };
    let mut hall = Hall::open(setup, &mut rng).expect("a session");
    let people = u32::try_from(slips).expect("small");
    hall.attendance(people, people).expect("attendance");
    let max = u32::try_from(options / 2).expect("small");
    let method = Method::Pick { min: 0, max };
    let question = Question {
        question: name("bench"),
        channel: Channel::Sealed,
        method: method.clone(),
        options: (0..options).map(|number| (number.to_string(), Digest::of(&[]))).collect(),
        rule: RuleSettings { seats: Some(Some(max)), ..RuleSettings::default() }
            .resolve()
            .expect("a rule"),
    };
    let poll = hall.open_poll(question, &mut rng).expect("a poll");
    let picks: Vec<usize> = (0..options / 2).collect();
    let marks = Marks::parse(&method, options, Blank::Abstain, &serde_json::json!(picks));
    Bench { hall, poll, marks: marks.expect("lawful marks"), rng }
}

impl Bench {
    fn seal(&mut self, slip: usize) -> SealedBallot {
        self.hall.seal(&self.poll, slip, &self.marks, &mut self.rng).expect("sealed")
    }

    /// Casts with every slip, in fact the same ballot content each time.
    fn cast(&mut self, ballots: usize) {
        for slip in 0..ballots {
            let ballot = self.seal(slip);
            self.hall.cast(&mut self.poll, ballot).expect("cast");
        }
    }
}

#[divan::bench(args = OPTIONS, sample_count = 10)]
fn seal(bencher: Bencher<'_, '_>, options: usize) {
    let mut bench = bench(options, 1);
    bencher.bench_local(|| black_box(bench.seal(0)));
}

#[divan::bench(args = OPTIONS, sample_count = 20)]
fn check_one(bencher: Bencher<'_, '_>, options: usize) {
    let mut bench = bench(options, 1);
    let ballot = bench.seal(0);
    bencher.bench_local(|| check(bench.poll.poll(), black_box(&ballot)));
}

#[divan::bench(args = OPTIONS, sample_count = 5, sample_size = 1)]
fn check_150(bencher: Bencher<'_, '_>, options: usize) {
    check_many(bencher, options, 150);
}

fn check_many(bencher: Bencher<'_, '_>, options: usize, count: usize) {
    let mut bench = bench(options, 150);
    bench.cast(150.min(count));
    let ballots: Vec<&SealedBallot> = bench.poll.ballots().iter().cycle().take(count).collect();
    bencher
        .counter(ItemsCount::new(count))
        .bench_local(|| check_proofs(bench.poll.poll(), black_box(&ballots), &|_| ()));
}
