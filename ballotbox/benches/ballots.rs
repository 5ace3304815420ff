//! Speed of the core: seal, check, open, verify, at 10, 20 and 60 options (`docs/PERFORMANCE.md`).
//!
//! `cargo bench -p ballotbox --bench ballots`; a name after `--` picks one. The baselines stand
//! beside what they are compared with: a ballot checked alone and in a batch, one core and all.

use ballotbox::codec::{Digest, Time};
use ballotbox::hall::{Ballots, Hall, OpenPoll, Question, Setup};
use ballotbox::manifest::Channel;
use ballotbox::method::{Marks, Method};
use ballotbox::rule::{Blank, RuleSettings};
use ballotbox::seal::{SealedBallot, check, check_proofs};
use ballotbox::verify::verify;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use rayon::prelude::*;

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

    /// Casts so many ballots, sealed on all cores.
    fn cast(&mut self, ballots: usize) {
        let sealed: Vec<SealedBallot> = (0..ballots)
            .into_par_iter()
            .map(|slip| {
                let seed = u64::try_from(slip).expect("small");
                let mut rng = ChaCha20Rng::seed_from_u64(seed);
                self.hall.seal(&self.poll, slip, &self.marks, &mut rng).expect("sealed")
            })
            .collect();
        for ballot in sealed {
            self.hall.cast(&mut self.poll, ballot).expect("cast");
        }
    }

    /// Closes and signs the closing note.
    fn close(&mut self) {
        let cast = self.poll.ballots().len();
        let people = u32::try_from(cast).expect("small");
        let closed = Ballots { slips: people, present: people };
        self.hall.close_poll(&mut self.poll, closed).expect("closed");
        let stubs = u64::try_from(cast).expect("small");
        self.hall.sign_closing(&mut self.poll, stubs).expect("signed");
    }

    /// The bundle of the published poll.
    fn publish(&mut self) -> Vec<u8> {
        let sums = self.hall.open_sums(&self.poll, &mut self.rng).expect("opened");
        self.hall.decide(&mut self.poll, sums).expect("decided");
        self.hall.certify(&self.poll).expect("certified");
        self.hall.publish(&self.poll).expect("published");
        self.hall.bundle().to_bytes()
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

/// A batch on one core: what a batch gains over [`check_one`].
#[divan::bench(args = OPTIONS, sample_count = 5, sample_size = 1)]
fn check_150_one_core(bencher: Bencher<'_, '_>, options: usize) {
    check_many(bencher, options, 150, 1);
}

#[divan::bench(args = OPTIONS, sample_count = 5, sample_size = 1)]
fn check_150_all_cores(bencher: Bencher<'_, '_>, options: usize) {
    check_many(bencher, options, 150, 0);
}

#[divan::bench(args = OPTIONS, sample_count = 3, sample_size = 1)]
fn check_10_000_all_cores(bencher: Bencher<'_, '_>, options: usize) {
    check_many(bencher, options, 10_000, 0);
}

/// Checks so many ballots; above 150 the same ones again and again, which costs the same.
/// `cores` 0 means all.
fn check_many(bencher: Bencher<'_, '_>, options: usize, count: usize, cores: usize) {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(cores).build().expect("threads");
    let mut bench = bench(options, 150);
    bench.cast(150);
    let ballots: Vec<&SealedBallot> = bench.poll.ballots().iter().cycle().take(count).collect();
    let poll = bench.poll.poll();
    let check = || threads.install(|| check_proofs(poll, black_box(&ballots), &|_| ()));
    bencher.counter(ItemsCount::new(count)).bench_local(check);
}

/// Shares of three tellers, each checked, and the totals of 150 ballots.
#[divan::bench(args = OPTIONS, sample_count = 10, sample_size = 1)]
fn open_150(bencher: Bencher<'_, '_>, options: usize) {
    let mut bench = bench(options, 150);
    bench.cast(150);
    bench.close();
    let Bench { hall, poll, rng, .. } = &mut bench;
    bencher.bench_local(|| hall.open_sums(poll, rng));
}

#[divan::bench(args = OPTIONS, sample_count = 5, sample_size = 1)]
fn verify_150(bencher: Bencher<'_, '_>, options: usize) {
    verify_many(bencher, options, 150);
}

#[divan::bench(args = [20], sample_count = 3, sample_size = 1)]
fn verify_10_000(bencher: Bencher<'_, '_>, options: usize) {
    verify_many(bencher, options, 10_000);
}

fn verify_many(bencher: Bencher<'_, '_>, options: usize, count: usize) {
    let mut bench = bench(options, count);
    bench.cast(count);
    bench.close();
    let bundle = bench.publish();
    bencher
        .counter(ItemsCount::new(count))
        .bench_local(|| assert!(verify(black_box(&bundle), &|_| ()).is_ok_and(|it| it.verified)));
}
