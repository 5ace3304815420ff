//! The pages, one file for each screen: what it shows, its template, its handler.

pub(super) mod accounts;
pub(super) mod audit;
pub(super) mod county;
pub(super) mod desk;
pub(super) mod hall;
pub(super) mod login;
pub(super) mod officer;
pub(super) mod public;
pub(super) mod townships;
pub(super) mod vote;
