//! The voting day as a machine: acts in random order, against a model of a few lines. Whatever
//! comes when, the service takes what the model takes, and the log verifies.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

use crate::day::{DEPUTIES, Day, SLIPS};
use crate::place::Kind;
use piaojue::domain::poll::PollState;

/// Days that are played, where `PROPTEST_CASES` does not ask for more.
const DAYS: u32 = 32;

#[derive(Clone, Debug)]
enum Step {
    /// A slip votes with a new sealing.
    Cast(usize),
    /// A slip sends once more what it sent first.
    Again(usize),
    Pause,
    Resume,
    Close,
    Void,
    Seal,
    Share,
    Certify,
    Publish,
    /// The program starts anew.
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        16 => (0..SLIPS).prop_map(Step::Cast),
        4 => (0..SLIPS).prop_map(Step::Again),
        3 => Just(Step::Pause),
        4 => Just(Step::Resume),
        2 => Just(Step::Close),
        1 => Just(Step::Void),
        3 => Just(Step::Seal),
        3 => Just(Step::Share),
        3 => Just(Step::Certify),
        3 => Just(Step::Publish),
        1 => Just(Step::Restart),
    ]
}

/// What should be so.
struct Model {
    state: PollState,
    sealed: bool,
    /// What each slip sent that was taken.
    sent: Vec<Option<Vec<u8>>>,
}

impl Model {
    fn ballots(&self) -> usize {
        self.sent.iter().flatten().count()
    }

    /// Whether a step is taken; then what becomes of the poll.
    fn takes(&mut self, step: &Step) -> bool {
        use PollState::{Certified, Closed, Open, Opened, Paused, Published, Voided};
        let (state, sealed) = (self.state, self.sealed);
        let next = match (step, state) {
            (Step::Cast(slip), Open) if self.sent[*slip].is_none() => Open,
            (Step::Again(slip), state) if self.sent[*slip].is_some() => state,
            (Step::Pause, Open) => Paused,
            (Step::Resume, Paused) => Open,
            // Who votes without having signed in stops the close.
            (Step::Close, Open | Paused) if self.ballots() <= DEPUTIES => Closed,
            (Step::Void, Open | Paused) => Voided,
            (Step::Void, Closed) if !sealed => Voided,
            (Step::Seal, Closed) if !sealed && self.ballots() >= 5 => {
                self.sealed = true;
                Closed
            }
            (Step::Share, Closed) if sealed => Opened,
            (Step::Certify, Opened) => Certified,
            (Step::Publish, Certified) => Published,
            (Step::Restart, state) => state,
            _ => return false,
        };
        self.state = next;
        true
    }
}

/// Does a step; whether it was taken.
async fn done(day: &mut Day, model: &mut Model, step: &Step) -> bool {
    let (service, session, poll) = (day.service().clone(), day.session(), day.poll);
    let (town, clerk) = (day.town.clone(), day.town.clerk.clone());
    match step {
        Step::Cast(slip) => {
            let slip = *slip;
            let bytes = day.town.sealed(poll, slip, &json!([slip % 3])).await.unwrap();
            let taken = service.cast(session, poll, &bytes).await.is_ok();
            if taken {
                model.sent[slip] = Some(bytes);
            }
            taken
        }
        Step::Again(slip) => match model.sent[*slip].clone() {
            Some(bytes) => service.cast(session, poll, &bytes).await.is_ok(),
            None => false,
        },
        Step::Pause => service.pause(&clerk, session, poll, true).await.is_ok(),
        Step::Resume => service.pause(&clerk, session, poll, false).await.is_ok(),
        Step::Close => town.close(poll).await.is_ok(),
        Step::Void => {
            let chair = &town.presidium[0].actor;
            let asked = service.ask_to_void(chair, session, poll, "试", None).await;
            if asked.is_ok() {
                for member in town.presidium.iter().take(2) {
                    member.sign_all(&service).await.unwrap();
                }
            }
            asked.is_ok()
        }
        Step::Seal => {
            let stubs = u64::try_from(model.ballots()).unwrap();
            let mut taken = true;
            for teller in &town.tellers {
                taken &= teller.seal(&service, poll, stubs).await.is_ok();
            }
            taken
        }
        Step::Share => {
            let mut taken = true;
            for teller in &town.tellers {
                taken &= teller.share(&service, poll).await.is_ok();
            }
            taken
        }
        Step::Certify => {
            let before = day.state().await;
            town.certify().await.unwrap();
            before != day.state().await
        }
        Step::Publish => town.publish(poll).await.is_ok(),
        Step::Restart => {
            day.restart().await;
            true
        }
    }
}

/// Plays steps; `believed` is the state in which the model thinks that the poll is.
async fn play(steps: &[Step], believed: PollState) -> PollState {
    let mut day = Day::open(Kind::Sqlite).await;
    let sent = vec![None; SLIPS];
    let mut model = Model { state: believed, sealed: false, sent };
    for (number, step) in steps.iter().enumerate() {
        let expected = model.takes(step);
        let before = day.trace().await;
        let taken = done(&mut day, &mut model, step).await;
        assert_eq!(taken, expected, "step {number}, {step:?}");
        assert_eq!(day.state().await, model.state, "after step {number}, {step:?}");
        assert_eq!(day.ballots().await, model.ballots(), "after step {number}, {step:?}");
        let after = day.trace().await;
        let logs = taken && !matches!(step, Step::Again(_) | Step::Restart);
        assert_eq!(after.0 > before.0, logs, "the log after step {number}, {step:?}");
    }
    let report = day.verify().await;
    let fault = report.checks.iter().find(|check| !check.ok);
    assert!(fault.is_none(), "{fault:?}");
    day.service().end().await;
    model.state
}

#[test]
fn acts_in_any_order() {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = asked.unwrap_or(DAYS);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let steps = proptest::collection::vec(step(), 1..40);
    let played = TestRunner::new(config).run(&steps, |steps| {
        crate::run(async { assert!(play(&steps, PollState::Open).await.is_logged()) });
        Ok(())
    });
    played.unwrap_or_else(|failure| panic!("{failure}"));
}

/// The control of the property: a day in order reaches its end.
#[test]
fn a_day_in_order_is_published() {
    let mut steps: Vec<Step> = (0..DEPUTIES).map(Step::Cast).collect();
    steps.extend([Step::Close, Step::Seal, Step::Share, Step::Certify, Step::Publish]);
    crate::run(async {
        assert_eq!(play(&steps, PollState::Open).await, PollState::Published);
    });
}

/// And a model that is wrong about one thing is found out.
#[test]
#[should_panic(expected = "step 0, Resume")]
fn a_wrong_model_is_noticed() {
    crate::run(async { assert!(play(&[Step::Resume], PollState::Paused).await.is_logged()) });
}
