//! The readers of lists, without the program around them, so that only they are watched.

#[path = "../../../src/documents/import/mod.rs"]
#[expect(dead_code, reason = "the process that reads files belongs to the program")]
pub(crate) mod import;
pub(crate) mod tables;
