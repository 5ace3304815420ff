//! The service `piaojue` (票决): the vote on livelihood projects of a people's congress.
//!
//! `cli` starts, `net` connects, `http` speaks, `service` decides, `storage` keeps; `domain` and
//! the crate `ballotbox` know the rules and nothing of the others (`ARCHITECTURE.md`).

pub mod cli;
pub mod clock;
pub mod demo;
mod description;
pub mod disk;
pub mod documents;
pub mod domain;
mod duplicates;
pub mod http;
pub mod limits;
pub mod net;
mod progress;
pub mod service;
pub mod storage;
pub mod words;
