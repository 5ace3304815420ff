//! The pages, one file for each screen: what it shows, its template, its handler.

pub(super) mod acts;
pub(super) mod desk;
pub(super) mod hall;
pub(super) mod login;
pub(super) mod officer;
pub(super) mod public;
pub(super) mod run;
pub(super) mod sign_in;
pub(super) mod today;
pub(super) mod vote;
