//! The JSON interface of tablets, officers' devices and whoever re-checks a result.

pub(super) mod casting;
pub(super) mod events;
pub(super) mod log;
pub(super) mod officer;
pub(super) mod state;
