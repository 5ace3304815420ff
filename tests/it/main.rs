//! The tests of the program from outside, in one binary.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails, and says where"
)]

mod abuse;
mod commands;
mod examples;
mod lines;
mod offline;
mod program;
mod readers;
#[path = "../support/recount.rs"]
mod recount;
mod tidy;
mod words;
