//! Attacks on a published log: whatever an insider changes, the checks refute it and say which.

mod bytes;
mod casting;
mod closing;
pub(crate) mod forge;
pub(crate) mod insider;
mod log;
mod notes;
mod paper;
mod random;
mod result;
pub(crate) mod rounds;
mod secrecy;
mod session;
mod teller;
mod voids;
