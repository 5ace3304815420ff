//! What goes on paper. So far the two documents that hold secrets: slips and key cards, printed
//! where they are made and by nobody else (`docs/PROTOCOL.md` §2.2, §2.3).

pub(crate) mod card;
pub(crate) mod qr;
pub(crate) mod slips;
