//! The pages, one file for each screen: what it shows, its template, its handler.

pub(super) mod deputy;
pub(super) mod desk;
pub(super) mod hall;
mod lines;
pub(super) mod login;
pub(super) mod officer;
pub(super) mod public;
pub(super) mod roll;
pub(super) mod roll_lines;
pub(super) mod vote;
