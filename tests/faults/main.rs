//! Faults that happen to the running program (`docs/RELIABILITY.md`): kills, power cuts, full and
//! broken disks, bad wires, races, clocks, insiders, restores, upgrades. After each: what was
//! acknowledged is stored, once, and verifies. Each check has its control, which must fail.
//!
//! `PIAOJUE_LONG=1` (`tests/run --long`) makes the counts those of the long form; `PIAOJUE_SEED`
//! repeats a run with its seed, which each test prints.
#![expect(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::as_conversions,
    reason = "a test that cannot go on fails, and says where; times are measured and printed"
)]

mod bytes;
#[path = "../http/client.rs"]
#[expect(dead_code, reason = "of what a client can do, a part")]
mod client;
mod clocks;
mod counts;
mod crash;
mod disk;
mod drill;
#[path = "../http/hall.rs"]
#[expect(dead_code, reason = "of what a hall can do, a part")]
mod hall;
#[path = "../http/judge.rs"]
mod judge;
mod kills;
mod postgres;
mod races;
mod restarts;
#[path = "../http/secure.rs"]
mod secure;
#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "no browsers here")]
mod support;
mod template;
mod trace;
mod upgrade;
mod wires;
