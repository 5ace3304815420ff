//! Tables as comma-separated text: UTF-8 with a byte order mark and lines that end as on Windows,
//! so that the spreadsheets of offices read them, and no cell that a spreadsheet would compute.

use ::csv::{Terminator, WriterBuilder};

use super::guard::guarded;
use super::{Cell, Table};
use crate::clock::in_china;
use crate::domain::project::write_wan;
use crate::words::Words;

/// Tells programs that the text is UTF-8.
const MARK: &str = "\u{feff}";

/// The text of a table.
pub(super) fn write(table: &Table, words: Words) -> anyhow::Result<Vec<u8>> {
    let mut writer =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer(MARK.as_bytes().to_vec());
    let heads = table.columns.iter().map(|column| column.title(words));
    writer.write_record(heads.map(|head| guarded(&head).into_owned()))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| field(cell, words)))?;
    }
    Ok(writer.into_inner()?)
}

/// What stands in a field.
fn field(cell: &Cell, words: Words) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Wan(yuan) => write_wan(*yuan),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(at) => in_china(*at).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        Cell::Empty | Cell::Text(_) | Cell::Word(_) | Cell::Both { .. } => {
            guarded(&cell.says(words).unwrap_or_default()).into_owned()
        }
    }
}
