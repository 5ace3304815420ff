//! Tables as comma-separated text: UTF-8 with a byte order mark and lines that end as on Windows,
//! so that the spreadsheets of offices read them, and no cell that a spreadsheet would compute.

use ::csv::{Terminator, WriterBuilder};
use std::borrow::Cow;

use super::{Cell, Table};
use crate::clock::in_china;
use crate::domain::project::write_wan;
use crate::words::Words;

/// Tells programs that the text is UTF-8.
const MARK: &str = "\u{feff}";
/// What makes spreadsheets compute a cell, at its beginning.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
/// What makes a cell text, at its beginning.
const TEXT: char = '\'';

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

/// Text that a spreadsheet leaves alone: what begins like a formula is led by an apostrophe. What
/// is led by apostrophes already gets one more, so that [`unguarded`] gives the text back.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches(TEXT).starts_with(FORMULA) {
        Cow::Owned(format!("{TEXT}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text that [`guarded`] was given; for whoever reads such a table in again.
pub(crate) fn unguarded(text: &str) -> &str {
    match text.strip_prefix(TEXT) {
        Some(rest) if rest.trim_start_matches(TEXT).starts_with(FORMULA) => rest,
        _ => text,
    }
}
