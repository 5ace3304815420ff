//! The server's ledger: it takes what a verifier would not refute, and is unchanged by the rest.

mod admit;
mod next;
mod notes;
