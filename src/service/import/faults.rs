//! What is wrong with a file, as a sentence that says what to do.

use super::sheet::RowFault;
use crate::documents::import::{FILE_BYTES_MAX, FileFault, ROWS_MAX};
use crate::domain::refusal::Refusal;
use crate::words::Words;

/// The sentence of a fault.
pub fn refusal_of(fault: &FileFault) -> Refusal {
    match fault {
        FileFault::Empty => Refusal::invalid("import-file-empty"),
        FileFault::Long => {
            Refusal::invalid("import-file-long").with("max", FILE_BYTES_MAX / 1024 / 1024)
        }
        FileFault::Kind => Refusal::invalid("import-file-kind"),
        FileFault::Old => Refusal::invalid("import-file-old"),
        FileFault::Damaged => Refusal::invalid("import-file-damaged"),
        FileFault::Unpacked => Refusal::invalid("import-file-unpacked"),
        FileFault::Macros => Refusal::invalid("import-file-macros"),
        FileFault::Unsafe => Refusal::invalid("import-file-unsafe"),
        FileFault::Rows => Refusal::invalid("import-file-rows").with("max", ROWS_MAX),
        FileFault::Far { cell } => Refusal::invalid("import-file-far").with("cell", cell),
        FileFault::Cell { row, column } => {
            Refusal::invalid("import-file-cell").with("row", row).with("column", column)
        }
        FileFault::Quote { row } => Refusal::invalid("import-file-quote").with("row", row),
        FileFault::Encoding => Refusal::invalid("import-file-encoding"),
        FileFault::Limits => Refusal::invalid("import-file-limits"),
        FileFault::Busy => Refusal::too_many("import-file-busy"),
        FileFault::Unread => Refusal::too_many("import-file-unread"),
    }
}

/// The sentence of a fault as the audit trail keeps it.
pub fn audited_fault(details: &str) -> Option<Refusal> {
    serde_json::from_str::<FileFault>(details).ok().as_ref().map(refusal_of)
}

/// What is wrong with a row, and at which place of it.
pub fn row_sentence(fault: &RowFault, words: Words) -> String {
    let why = words.refusal(&fault.why);
    let row = fault.row.to_string();
    match fault.column {
        Some(column) => {
            let column = words.say(column);
            words.with("import-fault-cell", [("row", row), ("column", column), ("why", why)])
        }
        None => words.with("import-fault-row", [("row", row), ("why", why)]),
    }
}

/// The first row that is wrong, how many there are, and that nothing was imported.
pub fn rows_sentence(faults: &[RowFault], words: Words) -> String {
    let first = faults.first().map_or_else(String::new, |fault| row_sentence(fault, words));
    words.with("import-faults", [("first", first), ("count", faults.len().to_string())])
}
