//! The JSON interface of tablets, officers' devices and whoever re-checks a result.

pub(super) mod casting;
pub(in crate::http) mod description;
pub(super) mod events;
pub(super) mod log;
pub(super) mod officer;
pub(super) mod published;
pub(super) mod state;
pub(super) mod tablet;
