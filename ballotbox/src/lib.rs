//! The sealed ballot box: what a people's congress votes on, sealed, counted, decided and verified.
//!
//! A ballot paper compiles to slots of 0 or 1. A tablet encrypts each slot under the sum of all
//! tellers' keys, proves that the marks obey the paper, and signs with an anonymous slip. The
//! ciphertexts of all ballots are added up; only these sums are ever opened, by all tellers
//! together, and there is no function that opens a single ballot. Everything that happens is an
//! entry of a Merkle log, so that a stranger can play the session again. `docs/PROTOCOL.md` is
//! normative. The crate has no I/O, no clock, no async, no SQL: times and randomness are arguments.
//!
//! # A poll from marks to a verified result
//!
//! [`hall::Hall`] holds every party in one process. A real session keeps them apart and calls the
//! same functions: [`seal::seal`] on the tablet, [`seal::check`] on the server, [`opening::Sums`]
//! on each teller's device, [`verify::verify`] on anybody's.
//!
//! ```
//! use ballotbox::codec::{Digest, Time};
//! use ballotbox::hall::{Ballots, Hall, Question, Setup};
//! use ballotbox::manifest::Channel;
//! use ballotbox::method::{Marks, Method};
//! use ballotbox::rule::{Blank, RuleSettings};
//! use ballotbox::verify::verify;
//! # use rand_core::SeedableRng as _;
//! # let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//!
//! // Three tellers and a presidium of three; a slip for each of six deputies.
//! let mut hall = Hall::open(
//!     Setup {
//!         site: "vote.example".into(),
//!         township: "500229203".into(),
//!         title: "四屏镇第二届人民代表大会第四次会议".into(),
//!         tellers: ["甲", "乙", "丙"].map(String::from).to_vec(),
//!         presidium: ["子", "丑", "寅"].map(String::from).to_vec(),
//!         threshold: 2,
//!         slips: 6,
//!         rehearsal: false,
//!         at: Time::parse("2026-01-31T09:00:00Z")?,
//!     },
//!     &mut rng,
//! )?;
//! hall.attendance(6, 6)?;
//!
//! // Choose one of two under the default rule: more than half of all deputies.
//! let method = Method::Pick { min: 0, max: 1 };
//! let question = Question {
//!     question: "2026年度民生实事项目票决".into(),
//!     channel: Channel::Sealed,
//!     method: method.clone(),
//!     options: ["村道硬化", "安全饮水"].map(|it| (it.into(), Digest::of(&[]))).to_vec(),
//!     rule: RuleSettings { seats: Some(Some(1)), ..Default::default() }.resolve()?,
//! };
//! let mut poll = hall.open_poll(question, &mut rng)?;
//!
//! // Five choose the first, one the second. Each ballot is sealed with its slip, then appended.
//! for slip in 0..6 {
//!     let chosen = serde_json::json!([u8::from(slip == 5)]);
//!     let marks = Marks::parse(&method, 2, Blank::Abstain, &chosen)?;
//!     let ballot = hall.seal(&poll, slip, &marks, &mut rng)?;
//!     hall.cast(&mut poll, ballot)?;
//! }
//!
//! // All tellers sign the closed log, and only then open the sums.
//! hall.close_poll(&mut poll, Ballots { slips: 6, present: 6 })?;
//! hall.sign_closing(&mut poll, 6)?;
//! let sums = hall.open_sums(&poll, &mut rng)?;
//! assert_eq!(sums, [5, 1]);
//! let count = hall.decide(&mut poll, sums)?;
//! assert_eq!(count.outcome.elected, [0]);
//! hall.certify(&poll)?;
//! hall.publish(&poll)?;
//!
//! // A stranger re-checks all of it.
//! let report = verify(&hall.bundle().to_bytes(), &|_| ())?;
//! assert!(report.verified);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The map, in reading order
//!
//! What is voted on and decided, without any cryptography: [`method`], [`form`], [`rule`],
//! [`profile`], [`tally`], [`outcome`], [`regulation`].
//!
//! How it is sealed and opened: [`slip`], [`card`], [`officers`], [`manifest`], [`seal`],
//! [`closing`], [`opening`], [`paper`].
//!
//! How it is recorded and checked again: [`canonical`], [`log`], [`note`], [`statement`],
//! [`entry`], [`bundle`], [`verify`], [`draft`], [`ledger`].
//!
//! Doors: [`hall`] for simulation and tests, [`door`] for browsers.

pub mod bundle;
pub mod canonical;
pub mod card;
mod case;
pub mod closing;
pub mod codec;
mod decide_error;
mod decision;
pub mod door;
pub mod draft;
pub mod entry;
pub mod form;
pub mod hall;
pub mod ledger;
pub mod log;
pub mod manifest;
mod marks;
pub mod method;
pub mod note;
pub mod officers;
pub mod opening;
pub mod outcome;
pub mod paper;
mod parameters;
pub mod profile;
mod proof;
mod reason;
pub mod regulation;
mod remark;
pub mod rule;
mod rule_error;
pub mod seal;
mod selection;
mod settings;
pub mod slip;
pub mod statement;
pub mod tally;
pub mod threshold;
pub mod verify;
#[cfg(target_arch = "wasm32")]
mod wasm;
mod wording;
