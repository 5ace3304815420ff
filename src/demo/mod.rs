//! A whole voting day that plays itself, for `piaojue demo` and for tests: every person of a
//! township, each doing what that person's own device would do, through the service's own verbs.
//!
//! It holds all cards and slips in one process. It shows how the day goes; it is no secret vote.

#[cfg(test)]
mod again;
mod officer;
mod paper;
#[cfg(test)]
pub(crate) mod small;
mod story;
mod town;

pub use officer::RobotOfficer;
pub use story::{PLAN, Scene, Step, tell};
pub use town::{PASSWORD, Town, TownPlan};
