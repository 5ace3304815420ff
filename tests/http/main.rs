//! Attacks on the running program over HTTP: lost answers, crowds, strangers, spies.
#![expect(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::disallowed_methods,
    reason = "a test that cannot go on fails, and says where; times are measured and printed"
)]

mod addresses;
mod archive;
mod casts;
mod cautions;
mod client;
mod county;
mod crowd;
mod fields;
mod files;
mod foreign;
mod forms;
mod hall;
mod headers;
mod imports;
mod judge;
mod limits;
mod lists;
mod machine;
mod matrix;
mod operations;
mod order;
mod packed;
#[path = "../support/poppler.rs"]
mod poppler;
mod printed;
mod published;
mod refused;
mod secrecy;
mod secure;
mod sign_in;
mod slow;
mod spy;
mod starts;
mod streams;
#[path = "../support/subdistrict.rs"]
mod subdistrict;
#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "no browsers here")]
mod support;
mod tables;
mod tablets;
mod texts;
mod timing;
mod tls;
mod watch;
