//! What goes on paper: the two documents that hold secrets, slips and key cards, printed where they
//! are made and by nobody else (`docs/PROTOCOL.md` §2.2, §2.3), and all others as PDF.

pub(crate) mod card;
pub mod chinese;
pub mod papers;
pub(crate) mod qr;
pub(crate) mod slips;
pub mod typeset;
