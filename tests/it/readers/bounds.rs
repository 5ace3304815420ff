//! What every list has, wherever it was read: an order, no empty ends, and an end to its length.

use super::import::{Cell, Table};
use super::mangle::{Held, require};

/// Rows with something in them: a list, its title and its headings (`docs/IMPORT.md`).
const ROWS_MAX: usize = 2_020;
/// The last row and the number of columns in which something may stand.
const ROW_MAX: usize = 20_000;
const COLUMNS_MAX: usize = 64;
/// Characters of a cell, and of all cells together.
const CELL_CHARS_MAX: usize = 4_000;
const TABLE_CHARS_MAX: usize = 3_000_000;

/// What must hold of any list that was read.
pub(super) fn bounded(table: &Table) -> Held {
    let rows = &table.rows;
    require((1..=ROWS_MAX).contains(&rows.len()), "no rows, or more than may be")?;
    let ascend = rows.iter().zip(rows.iter().skip(1)).all(|(one, next)| one.number < next.number);
    require(ascend, "rows are not in their order")?;
    let mut chars = 0;
    for row in rows {
        require((1..=ROW_MAX).contains(&row.number), "a row that no list has")?;
        require((1..=COLUMNS_MAX).contains(&row.cells.len()), "no cells, or more than may be")?;
        require(!row.cells.last().is_some_and(Cell::is_empty), "an empty cell at the end")?;
        for cell in &row.cells {
            let length = cell.text().chars().count();
            require(length <= CELL_CHARS_MAX, "a cell with more text than may be")?;
            require(is_of_its_kind(cell), "a number or a day that is none")?;
            chars += length;
        }
    }
    require(chars <= TABLE_CHARS_MAX, "more text than may be")?;
    // So it goes from the process that read it to the service.
    let said = serde_json::to_string(table).map_err(|error| error.to_string())?;
    let heard = serde_json::from_str::<Table>(&said).map_err(|error| error.to_string())?;
    require(heard == *table, "what is said is heard otherwise")
}

/// What stands in each cell of a list, row by row.
pub(super) fn texts(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(Cell::text).collect()).collect()
}

fn is_of_its_kind(cell: &Cell) -> bool {
    let shaped = |text: &str, shape: &str| {
        let fits = |(letter, form): (char, char)| match form {
            '0' => letter.is_ascii_digit(),
            other => letter == other,
        };
        text.chars().count() == shape.len() && text.chars().zip(shape.chars()).all(fits)
    };
    match cell {
        Cell::Text(_) => true,
        Cell::Number(text) => {
            let made_of_digits = text.chars().all(|it| it.is_ascii_digit() || "-.e".contains(it));
            made_of_digits && text.parse::<f64>().is_ok_and(f64::is_finite)
        }
        Cell::Day(text) => shaped(text, "0000-00-00"),
        Cell::Month(text) => shaped(text, "0000-00"),
        Cell::Broken(text) => text.starts_with('#'),
    }
}
