//! The nouns of a voting day and their rules, without I/O, clock or async.
//!
//! What a poll *is* and how it counts stands in `ballotbox`; here stands who may do what with it,
//! and when (`docs/GLOSSARY.md` maps every word to the Chinese term of law).

pub mod account;
pub mod alike;
pub mod apart;
pub mod body;
pub mod day;
pub mod officer;
pub mod outcome;
pub mod paper;
pub mod papers;
pub mod password;
pub mod poll;
pub mod project;
pub mod reconciliation;
pub mod refusal;
pub mod roll;
pub mod session;
pub mod site;
pub mod source;
pub mod tablet;
pub mod text;
pub mod township;
pub mod written;
