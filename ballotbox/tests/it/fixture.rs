//! A small township for the tests: three tellers, three presidium members, seeded randomness.

use ballotbox::codec::{Digest, Time};
use ballotbox::hall::{Ballots, Count, Hall, OpenPoll, Question, Setup};
use ballotbox::manifest::Channel;
use ballotbox::method::{Marks, Method};
use ballotbox::rule::{Blank, RuleSettings};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde_json::{Value, json};

/// Randomness that a seed replays.
pub(crate) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// A session with so many slips.
pub(crate) fn setup(slips: usize) -> Setup {
    let names = |names: [&str; 3]| names.map(str::to_owned).to_vec();
    Setup {
        site: "vote.example".to_owned(),
        township: "500229203".to_owned(),
        title: "四屏镇第二届人民代表大会第四次会议".to_owned(),
        tellers: names(["甲", "乙", "丙"]),
        presidium: names(["子", "丑", "寅"]),
        threshold: 2,
        slips,
        rehearsal: false,
        at: Time::parse("2026-01-31T09:00:00Z").unwrap(),
    }
}

/// A question with options 一, 二, … and so many seats under the default rule.
pub(crate) fn question(method: Method, options: usize, seats: Option<u32>) -> Question {
    let title =
        |number: usize| (format!("项目{number}"), Digest::of(&[number.to_string().as_bytes()]));
    Question {
        question: "2026年度民生实事项目票决".to_owned(),
        channel: Channel::Sealed,
        method,
        options: (1..=options).map(title).collect(),
        rule: RuleSettings { seats: Some(seats), ..RuleSettings::default() }.resolve().unwrap(),
    }
}

/// Marks from JSON as a tablet reads them.
pub(crate) fn marks(method: &Method, options: usize, json: &Value) -> Marks {
    Marks::parse(method, options, Blank::Abstain, json).unwrap()
}

/// A session with an open poll.
pub(crate) struct Day {
    pub(crate) hall: Hall,
    pub(crate) poll: OpenPoll,
    pub(crate) rng: ChaCha20Rng,
}

impl Day {
    /// A session of `people` deputies, all present, with an open poll.
    pub(crate) fn open(people: u32, question: Question, seed: u64) -> Self {
        let mut rng = rng(seed);
        let slips = usize::try_from(people).unwrap();
        let mut hall = Hall::open(setup(slips), &mut rng).unwrap();
        hall.attendance(people, people).unwrap();
        let poll = hall.open_poll(question, &mut rng).unwrap();
        Self { hall, poll, rng }
    }

    /// Seals and casts marks with a slip.
    pub(crate) fn cast(&mut self, slip: usize, json: &Value) {
        let manifest = self.poll.poll().manifest();
        let marks = marks(&manifest.method, manifest.options.len(), json);
        let ballot = self.hall.seal(&self.poll, slip, &marks, &mut self.rng).unwrap();
        self.hall.cast(&mut self.poll, ballot).unwrap();
    }

    /// Closes to ballots, with everybody present.
    pub(crate) fn close(&mut self) {
        let people = self.poll.poll().manifest().electorate.present;
        let closed = Ballots { slips: people, present: people };
        self.hall.close_poll(&mut self.poll, closed).unwrap();
    }

    /// From the closing note to the outcome, with as many stubs as ballots.
    pub(crate) fn count(&mut self) -> Count {
        let stubs = u64::try_from(self.poll.ballots().len()).unwrap();
        self.hall.sign_closing(&mut self.poll, stubs).unwrap();
        let sums = self.hall.open_sums(&self.poll, &mut self.rng).unwrap();
        self.hall.decide(&mut self.poll, sums).unwrap()
    }

    /// Certificate and bulletin.
    pub(crate) fn publish(&mut self) {
        self.hall.certify(&self.poll).unwrap();
        self.hall.publish(&self.poll).unwrap();
    }
}

/// A published day: eight ballots on three options for two seats, decided.
pub(crate) fn published() -> Day {
    let method = Method::Pick { min: 0, max: 2 };
    let mut day = Day::open(9, question(method, 3, Some(2)), 1);
    for slip in 0..8 {
        day.cast(slip, &if slip % 4 == 0 { json!([0, 2]) } else { json!([0, 1]) });
    }
    day.close();
    day.count();
    day.publish();
    day
}
