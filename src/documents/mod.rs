//! What leaves the program as files: what goes on paper, tables, and the archive of a session.
//!
//! Two documents hold secrets: slips and key cards, printed where they are made and by nobody else
//! (`docs/PROTOCOL.md` §2.2, §2.3).

pub(crate) mod archive;
pub(crate) mod card;
pub(crate) mod pabulib;
pub(crate) mod qr;
pub(crate) mod slips;
pub(crate) mod tables;
