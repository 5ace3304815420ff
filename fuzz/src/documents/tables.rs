//! What lists that leave and lists that come back have in common.

#[path = "../../../src/documents/tables/guard.rs"]
#[expect(dead_code, reason = "tables leave from the program")]
pub(crate) mod guard;
