//! What leaves the program as files and what comes in: papers as PDF, tables, the archive of a
//! session, and lists that offices hand in (`import`).
//!
//! Two documents hold secrets: slips and key cards, printed where they are made and by nobody else
//! (`docs/PROTOCOL.md` §2.2, §2.3).

pub(crate) mod archive;
pub(crate) mod card;
pub mod chinese;
pub mod import;
pub(crate) mod mobileconfig;
pub(crate) mod pabulib;
pub mod papers;
pub(crate) mod qr;
pub(crate) mod slips;
pub(crate) mod tables;
pub mod typeset;
