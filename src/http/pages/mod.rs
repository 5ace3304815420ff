//! The pages, one file for each screen: what it shows, its template, its handler.

pub(super) mod accounts;
pub(super) mod acts;
pub(super) mod archive;
pub(super) mod audit;
pub(super) mod county;
pub(super) mod deputy;
pub(super) mod desk;
pub(super) mod hall;
pub(super) mod import;
pub(super) mod login;
pub(super) mod officer;
pub(super) mod officers;
pub(super) mod poll;
mod poll_fields;
pub(super) mod poll_form;
mod poll_words;
pub(super) mod polls;
pub(super) mod print;
pub(super) mod project;
pub(super) mod projects;
pub(super) mod public;
pub(super) mod roll;
pub(super) mod run;
pub(super) mod sign_in;
pub(super) mod today;
pub(super) mod townships;
pub(super) mod vote;
