//! What goes on paper and what comes from it: slips and key cards, the two documents that hold
//! secrets, printed where they are made and by nobody else (`docs/PROTOCOL.md` §2.2, §2.3); and
//! lists that offices hand in (`import`).

pub(crate) mod card;
pub mod import;
pub(crate) mod qr;
pub(crate) mod slips;
