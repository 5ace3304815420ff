//! The pages in a real browser, in one binary; first the harness itself, with faults made on
//! purpose, because a check that cannot fail proves nothing.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails, and says where"
)]

mod abuse;
mod archive;
mod browser;
mod day;
mod imports;
mod measures;
mod pages;
mod programs;
mod screens;
mod sign_in;
#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "one database, which never fails over")]
mod support;
mod tablets;
mod wires;

use std::path::{Path, PathBuf};

/// Where the pictures of a test go.
fn pictures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures").join(name)
}
