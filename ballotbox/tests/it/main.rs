//! The tests of the core that use it from outside, in one binary.

mod day;
mod fixture;
mod wasm;
mod rules;
mod forms;
