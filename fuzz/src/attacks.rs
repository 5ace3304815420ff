//! The insider of the core's tests, who holds the log's key.

#[path = "../../ballotbox/tests/it/attacks/forge.rs"]
#[expect(dead_code, reason = "of what an insider does to a log, a part")]
pub(crate) mod forge;
#[path = "../../ballotbox/tests/it/attacks/insider.rs"]
#[expect(dead_code, reason = "of what an insider can do, a part")]
pub(crate) mod insider;
