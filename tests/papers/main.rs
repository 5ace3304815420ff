//! Papers as PDF: every number on them against the database, names and markup as they were typed,
//! the same bytes from the same data, and their looks against stored pictures.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails, and says where"
)]

mod bytes;
mod looks;
mod numbers;
#[path = "../support/poppler.rs"]
mod poppler;
mod samples;
#[path = "../support/subdistrict.rs"]
mod subdistrict;
#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "folders only")]
mod support;
mod town;
mod typed;
mod words;

/// Runs a test to its end on a runtime of its own.
fn run(test: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(2).enable_all().build().unwrap().block_on(test);
}
