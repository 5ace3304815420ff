//! What tests share that drive the program from outside: browsers, databases, wires.
//!
//! A test binary takes it in with `#[path = "../support/mod.rs"] mod support;`. One that does not
//! use all of it says so there: `#[expect(dead_code, reason = "…")]`.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails, and says where"
)]

pub(crate) mod axe;
pub(crate) mod chromium;
pub(crate) mod measure;
pub(crate) mod postgres;
pub(crate) mod process;
pub(crate) mod proxy;
pub(crate) mod recount;
pub(crate) mod server;
pub(crate) mod totp;
mod wire;
