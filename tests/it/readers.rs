//! What must hold of any file that is handed in as a list: tried here on seeds with changes in
//! them, and by the fuzz targets of `fuzz/` on whatever these find.

mod bounds;
#[path = "../../ballotbox/tests/it/inputs/mangle.rs"]
mod mangle;
mod text;
mod workbook;

use piaojue::documents::import;

use import::{Cell, Choice, Encoding, FileFault, Row, Table, read};
use mangle::{found, holds};

#[test]
fn what_is_read_from_text_is_a_list_within_its_bounds() {
    holds("text", &text::seeds(), 3_000, &text::holds);
}

#[test]
fn a_reader_that_only_cuts_at_commas_is_found() {
    let cut = |(number, line): (usize, &str)| {
        let cells = line.split(',').map(|cell| Cell::Text(cell.to_owned())).collect();
        Row { number, cells, ..Row::default() }
    };
    let naive = |bytes: &[u8], _: Choice| {
        let text = std::str::from_utf8(bytes).map_err(|_| FileFault::Encoding)?;
        let rows = (1..).zip(text.lines()).map(cut).collect();
        Ok(Table { encoding: Some(Encoding::Utf8), rows, ..Table::default() })
    };
    found("text", &text::seeds(), 3_000, &|bytes| text::judge(bytes, &naive));
}

#[test]
fn what_is_read_from_spreadsheets_is_a_list_within_its_bounds() {
    holds("workbook", &workbook::seeds(), 1_500, &workbook::holds);
}

#[test]
fn a_reader_that_forgets_the_last_row_is_found() {
    let forgetful = |bytes: &[u8]| {
        let mut table = read(bytes, Choice::default())?;
        table.rows.pop();
        if table.rows.is_empty() { Err(FileFault::Empty) } else { Ok(table) }
    };
    found("workbook", &workbook::seeds(), 1_500, &|bytes| workbook::judge(bytes, &forgetful));
}

#[test]
fn a_reader_that_takes_no_number_for_one_is_found() {
    let loose = |bytes: &[u8]| {
        let mut table = read(bytes, Choice::default())?;
        for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            *cell = Cell::Number(cell.text().to_owned());
        }
        Ok(table)
    };
    found("workbook", &workbook::seeds(), 1_500, &|bytes| workbook::judge(bytes, &loose));
}
