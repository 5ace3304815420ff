//! A table's rows as items of a list: headings are found, cells are read as their columns ask, and
//! everything that is wrong is said with its row and column.

use std::collections::HashMap;

use super::columns::{Column, Kind, Subject, is_number};
use crate::documents::import::{Cell, ROWS_MAX, Row, Table, letters};
use crate::domain::project::Description;
use crate::domain::refusal::Refusal;
use crate::domain::written::{Unit, amount, day_of_serial, due, narrow, together};
use crate::service::projects::ProjectForm;
use crate::service::roll::DeputyForm;

/// Rows among which the headings are looked for; above them stand titles.
const HEADING_ROWS: usize = 10;
/// What the first cell of a row of sums says.
const SUMS: [&str; 4] = ["合计", "总计", "小计", "共计"];

/// Something that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The row, from 1.
    pub row: usize,
    /// Key of the column's word; nothing where it is about the row.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub why: Refusal,
}

/// A list as it was understood.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The row with the headings; without it, columns are taken in order.
    pub headings: Option<usize>,
    /// Columns that are not read, as they are called.
    pub unread: Vec<String>,
    /// Rows of sums, which are not read.
    pub sums: Vec<usize>,
    /// The items.
    pub items: Vec<Item>,
    /// What is wrong; nothing is imported while something is.
    pub faults: Vec<RowFault>,
}

/// A row of a list: a cell for each column of its subject, nothing where the list has no such
/// column.
#[derive(Clone, Debug)]
pub struct Item {
    /// The row, from 1.
    pub row: usize,
    /// Its cells.
    pub cells: Vec<Option<String>>,
}

/// Where a column of the subject stands in the table.
struct Place {
    at: usize,
    column: usize,
    unit: Unit,
}

impl Sheet {
    /// Reads a table. A month without a year is one of `year`.
    pub fn read(subject: Subject, table: &Table, year: i16) -> Self {
        let mut sheet = Self::default();
        let (places, from) = sheet.places(subject, table);
        for row in table.rows.iter().skip(from) {
            sheet.take(subject, row, &places, year);
        }
        if sheet.items.len() > ROWS_MAX {
            let why = Refusal::invalid("import-file-rows").with("max", ROWS_MAX);
            sheet.faults.insert(0, RowFault { row: 1, column: None, why });
        }
        if subject == Subject::Projects {
            sheet.find_titles_twice();
        }
        sheet
    }

    /// Where the columns stand, and the row that the items begin with.
    fn places(&mut self, subject: Subject, table: &Table) -> (Vec<Place>, usize) {
        let mut rows = table.rows.iter().enumerate().take(HEADING_ROWS);
        let named = |row: &Row| {
            let names = row.cells.iter().filter_map(|cell| subject.find(cell.text()));
            names.into_iter().any(|(column, _)| column == 0)
        };
        let Some((from, row)) = rows.find(|(_, row)| named(row)) else {
            let order = subject.order().into_iter().enumerate();
            let places = order.map(|(at, column)| Place { at, column, unit: Unit::Wan });
            return (places.collect(), 0);
        };
        self.headings = Some(row.number);
        let mut places: Vec<Place> = Vec::new();
        for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            match subject.find(cell.text()) {
                Some((column, _)) if places.iter().any(|place| place.column == column) => {
                    let why =
                        Refusal::invalid("import-column-twice").with("name", cell.text().trim());
                    self.faults.push(RowFault { row: row.number, column: None, why });
                }
                Some((column, Some(unit))) => places.push(Place { at, column, unit }),
                Some((_, None)) => {
                    let why =
                        Refusal::invalid("import-column-unit").with("name", cell.text().trim());
                    self.faults.push(RowFault { row: row.number, column: None, why });
                }
                None if is_number(cell.text()) => {}
                None => self.unread.push(cell.text().split_whitespace().collect()),
            }
        }
        let body = table.rows.iter().skip(from + 1);
        let widest = body.map(|row| row.cells.len()).max().unwrap_or(0);
        let unnamed = (0..widest).filter(|at| {
            let below = table.rows.iter().skip(from + 1).any(|row| !row.cell(*at).is_empty());
            row.cell(*at).is_empty() && below
        });
        self.unread.extend(unnamed.map(letters));
        (places, from + 1)
    }

    /// Takes a row as an item, with all that is wrong in it.
    fn take(&mut self, subject: Subject, row: &Row, places: &[Place], year: i16) {
        if places.iter().all(|place| row.cell(place.at).is_empty()) {
            return;
        }
        let first = row.cells.iter().find(|cell| !cell.is_empty()).map_or("", Cell::text);
        let first: String = narrow(first).split_whitespace().collect();
        if SUMS.contains(&first.trim_end_matches(':')) {
            self.sums.push(row.number);
            return;
        }
        if let Some(why) = too_wide(subject, row, places, self.headings.is_some()) {
            self.faults.push(RowFault { row: row.number, column: None, why });
            return;
        }
        let columns = subject.columns();
        let mut cells: Vec<Option<String>> = vec![None; columns.len()];
        let mut faults: Vec<(&'static str, Refusal)> = Vec::new();
        for place in places {
            let Some(column) = columns.get(place.column) else { continue };
            match read_cell(column, row.cell(place.at), place.unit, year) {
                Ok(text) => {
                    if let Some(cell) = cells.get_mut(place.column) {
                        *cell = Some(text);
                    }
                }
                Err(why) => faults.push((column.word, why)),
            }
        }
        for (field, why) in faults_of(subject, &cells) {
            // A cell that could not be read is not told to be missing as well.
            if !faults.iter().any(|(known, _)| *known == field) {
                faults.push((field, why));
            }
        }
        if let Some(fault) = split_name(row, &cells) {
            faults.push(fault);
        }
        if faults.is_empty() {
            keep_as_kept(subject, &mut cells);
        }
        let fault = |(column, why)| RowFault { row: row.number, column: Some(column), why };
        self.faults.extend(faults.into_iter().map(fault));
        self.items.push(Item { row: row.number, cells });
    }

    /// Two projects of one list have different titles.
    fn find_titles_twice(&mut self) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for item in &self.items {
            let title = item.cells.first().and_then(Option::as_deref).unwrap_or_default();
            if let Some(first) = seen.get(title) {
                let why = Refusal::invalid("import-same-title").with("row", first);
                self.faults.push(RowFault { row: item.row, column: Some("field-title"), why });
            } else if !title.is_empty() {
                seen.insert(title, item.row);
            }
        }
        self.faults.sort_by_key(|fault| fault.row);
    }
}

/// Rows without headings have as many cells as there are columns, or somebody's comma parted one.
fn too_wide(subject: Subject, row: &Row, places: &[Place], headed: bool) -> Option<Refusal> {
    let count = row.cells.len();
    if headed || count <= places.len() {
        return None;
    }
    Some(match subject {
        Subject::Roll => Refusal::invalid("import-cells-deputy").with("count", count),
        Subject::Projects => Refusal::invalid("import-cells-project").with("count", count),
    })
}

/// 张 三 is one name to a reader, and two cells to us where spaces part cells.
fn split_name(row: &Row, cells: &[Option<String>]) -> Option<(&'static str, Refusal)> {
    let name = cells.first().and_then(Option::as_deref)?;
    let split = row.by_spaces && name.chars().count() == 1;
    split.then(|| ("field-name", Refusal::invalid("import-split-name").with("name", name)))
}

/// A cell as its column asks.
fn read_cell(column: &Column, cell: &Cell, unit: Unit, year: i16) -> Result<String, Refusal> {
    if let Cell::Broken(what) = cell {
        return Err(Refusal::invalid("import-cell-broken").with("what", what));
    }
    let text = cell.text().trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    match column.kind {
        Kind::Name => Ok(together(&one_line(text))),
        Kind::Line => Ok(one_line(text)),
        Kind::Place => Ok(narrow(&one_line(text))),
        Kind::Text => Ok(text.to_owned()),
        Kind::Amount => amount(text, unit).ok_or_else(|| Refusal::invalid("refusal-investment")),
        Kind::Due => read_due(cell, year),
    }
}

/// Lines that were broken to fit a narrow column, put together again.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect()
}

fn read_due(cell: &Cell, year: i16) -> Result<String, Refusal> {
    let wrong = || Refusal::invalid("import-due").with("text", cell.text().trim());
    match cell {
        Cell::Text(text) => match day_of_serial(&narrow(text.trim())) {
            // In a text file a date without its format is the same plain number.
            Some(day) => due(&day.to_string(), year).ok_or_else(wrong),
            None => due(&one_line(text), year).ok_or_else(wrong),
        },
        Cell::Day(day) | Cell::Month(day) => due(day, year).ok_or_else(wrong),
        Cell::Number(number) => {
            if let Some(day) = day_of_serial(number) {
                return due(&day.to_string(), year).ok_or_else(wrong);
            }
            // A spreadsheet writes 2026.10 as 2026.1.
            match number.split_once('.') {
                Some((_, "1")) => Err(Refusal::invalid("import-due-number").with("number", number)),
                Some(_) => due(number, year).filter(|text| text.contains('月')).ok_or_else(wrong),
                None => Err(wrong()),
            }
        }
        Cell::Broken(_) => Err(wrong()),
    }
}

/// What the forms of the desk would refuse, for each field.
fn faults_of(subject: Subject, cells: &[Option<String>]) -> Vec<(&'static str, Refusal)> {
    match subject {
        Subject::Roll => deputy(cells).read_all().err().unwrap_or_default(),
        Subject::Projects => project(cells).read_all().err().unwrap_or_default(),
    }
}

/// The cells as the service will keep them: in NFC, without spaces at their ends.
fn keep_as_kept(subject: Subject, cells: &mut [Option<String>]) {
    let kept = match subject {
        Subject::Roll => {
            deputy(cells).read_all().map(|(name, delegation, seat)| vec![name, delegation, seat])
        }
        Subject::Projects => project(cells).read_all().map(|it| cells_of(&it)),
    };
    for (cell, kept) in cells.iter_mut().zip(kept.unwrap_or_default()) {
        if cell.is_some() {
            *cell = Some(kept);
        }
    }
}

fn text_at(cells: &[Option<String>], place: usize) -> String {
    cells.get(place).cloned().flatten().unwrap_or_default()
}

/// The form of a deputy, as the clerk would fill it in.
pub(super) fn deputy(cells: &[Option<String>]) -> DeputyForm {
    let at = |place| text_at(cells, place);
    DeputyForm { name: at(0), delegation: at(1), seat: at(2) }
}

/// The form of a project, as the clerk would fill it in.
pub(super) fn project(cells: &[Option<String>]) -> ProjectForm {
    let at = |place| text_at(cells, place);
    ProjectForm {
        title: at(0),
        category: at(1),
        content: at(2),
        location: at(3),
        beneficiaries: at(4),
        investment_wan: at(5),
        fund_source: at(6),
        lead_unit: at(7),
        co_units: at(8),
        due: at(9),
        goal: at(10),
        proposer: at(11),
    }
}

/// The cells of a description, in the order of the columns.
pub(super) fn cells_of(it: &Description) -> Vec<String> {
    let investment = match it.investment {
        0 => String::new(),
        yuan => crate::domain::project::write_wan(yuan),
    };
    [
        &it.title,
        &it.category,
        &it.content,
        &it.location,
        &it.beneficiaries,
        &investment,
        &it.fund_source,
        &it.lead_unit,
        &it.co_units,
        &it.due,
        &it.goal,
        &it.proposer,
    ]
    .map(Clone::clone)
    .into()
}
