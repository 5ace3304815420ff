//! The tests of the core that use it from outside, in one binary.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails, and says where"
)]

mod attacks;
mod codes;
mod counting;
mod day;
mod fixture;
mod forms;
mod inputs;
mod ledger;
mod rules;
mod vectors;
mod wasm;
mod wycheproof;
