//! Lists that offices hand in, as spreadsheets or as text, read into rows of cells and no further.
//!
//! What a file says is not believed: it is read in a process of its own (`process`) with limits of
//! memory and time (`limits`); an archive is looked through and unpacked once to count its bytes
//! (`archive`) before the spreadsheet in it is read cell by cell (`workbook`). Text is decoded and
//! cut (`text`). What the rows mean is said elsewhere (`service::import`).

mod archive;
pub mod limits;
pub mod pasted;
pub mod process;
pub mod template;
mod text;
mod workbook;

use serde::{Deserialize, Serialize};

/// Most bytes of a file: 2 MB, as offices count.
pub const FILE_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Most rows of deputies or projects.
pub const ROWS_MAX: usize = 2_000;
/// Most rows of a sheet with something in them: the list, its title and its headings.
const SHEET_ROWS_MAX: usize = ROWS_MAX + 20;
/// The last row and the last column in which something may stand.
const LAST_ROW: usize = 20_000;
const LAST_COLUMN: usize = 64;
/// Most characters of a cell; the longest field has a thousand.
const CELL_CHARS_MAX: usize = 4_000;
/// Most characters of all cells: a spreadsheet keeps a text once and may show it in every cell.
const TABLE_CHARS_MAX: usize = 3_000_000;

/// A file or a pasted text as rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The sheet that was read, where there are sheets.
    pub sheet: Option<String>,
    /// Sheets that were not read.
    pub other_sheets: usize,
    /// How its text was decoded, where it is text.
    pub encoding: Option<Encoding>,
    /// What parts its cells, where it is text.
    pub separator: Option<Separator>,
    /// The rows that have something in them.
    pub rows: Vec<Row>,
}

/// A row that has something in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its number where it was read, from 1.
    pub number: usize,
    /// Its cells; those at the end that are empty are left out.
    pub cells: Vec<Cell>,
    /// Whether spaces part its cells, as people type names in a line.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_spaces: bool,
}

impl Row {
    /// A cell; empty where the row ends before it.
    pub fn cell(&self, place: usize) -> &Cell {
        self.cells.get(place).unwrap_or(&NOTHING)
    }
}

static NOTHING: Cell = Cell::Text(String::new());

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Text.
    Text(String),
    /// A number, as the spreadsheet shows it: fifteen digits at most.
    Number(String),
    /// A day, `2026-10-31`.
    Day(String),
    /// A month, `2026-10`: a day whose format shows year and month alone.
    Month(String),
    /// What a formula could not compute: `#REF!` and the like.
    Broken(String),
}

impl Cell {
    /// What stands in it, as text.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text)
            | Self::Number(text)
            | Self::Day(text)
            | Self::Month(text)
            | Self::Broken(text) => text,
        }
    }

    /// Whether nothing but spaces stands in it.
    pub fn is_empty(&self) -> bool {
        self.text().trim().is_empty()
    }
}

/// How text is written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// GB18030, which GBK and GB 2312 are parts of.
    Gb18030,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

impl Encoding {
    /// All of them, in the order in which a choice lists them.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Gb18030, Self::Utf16Le, Self::Utf16Be];

    /// Its name in forms and commands.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Gb18030 => "gb18030",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
        }
    }

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Utf8 => "import-encoding-utf8",
            Self::Gb18030 => "import-encoding-gb18030",
            Self::Utf16Le => "import-encoding-utf16le",
            Self::Utf16Be => "import-encoding-utf16be",
        }
    }

    /// Reads its name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.name() == name)
    }
}

/// What parts the cells of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    /// A comma.
    Comma,
    /// A semicolon, where the comma is for decimals.
    Semicolon,
    /// A tab.
    Tab,
}

impl Separator {
    /// All of them, in the order in which a choice lists them.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// Its name in forms and commands.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Comma => "import-separator-comma",
            Self::Semicolon => "import-separator-semicolon",
            Self::Tab => "import-separator-tab",
        }
    }

    /// Reads its name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|separator| separator.name() == name)
    }

    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// What a person chose where a guess was wrong; nothing means: guess.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// How the text is decoded.
    pub encoding: Option<Encoding>,
    /// What parts its cells.
    pub separator: Option<Separator>,
}

/// Why a file is not read. Each has its sentence in `locales/` (`service::import`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFault {
    /// It has no bytes, or nothing stands in it.
    Empty,
    /// It is longer than [`FILE_BYTES_MAX`].
    Long,
    /// It is neither a spreadsheet nor text: HTML, PDF, a picture, a document.
    Kind,
    /// It is of the old kind (`.xls`), or locked with a password.
    Old,
    /// The archive or what is in it is cut off or broken.
    Damaged,
    /// Unpacked it is too large.
    Unpacked,
    /// It has macros.
    Macros,
    /// It has names, links, entities or entries that no spreadsheet program writes.
    Unsafe,
    /// It has more rows than are taken.
    Rows,
    /// Something stands far outside of any list.
    Far {
        /// The cell, as `XFD1048576`.
        cell: String,
    },
    /// A cell has more text than is taken.
    Cell {
        /// The row, from 1.
        row: usize,
        /// The column, as `C`.
        column: String,
    },
    /// A quotation mark has no end.
    Quote {
        /// The line on which it begins.
        row: usize,
    },
    /// Its text cannot be decoded, or not in the way that was chosen.
    Encoding,
    /// Reading it took more memory or time than it may.
    Limits,
    /// Too many files are being read at once.
    Busy,
    /// The process that reads files cannot be started: nothing is wrong with the file.
    Unread,
}

/// Reads a file: what it is shows in its first bytes, not in its name.
///
/// # Errors
/// Says what is wrong with it.
pub fn read(bytes: &[u8], choice: Choice) -> Result<Table, FileFault> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(FileFault::Long);
    }
    let table = match kind(bytes)? {
        Kind::Archive => {
            archive::inspect(bytes)?;
            workbook::read(bytes)?
        }
        Kind::Text => text::read(bytes, choice)?,
    };
    if table.rows.is_empty() { Err(FileFault::Empty) } else { Ok(table) }
}

enum Kind {
    Archive,
    Text,
}

fn kind(bytes: &[u8]) -> Result<Kind, FileFault> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    if bytes.is_empty() {
        Err(FileFault::Empty)
    } else if begins(b"PK\x03\x04") {
        Ok(Kind::Archive)
    } else if begins(b"PK") {
        Err(FileFault::Damaged)
    } else if begins(b"\xd0\xcf\x11\xe0") {
        Err(FileFault::Old)
    } else if [&b"%PDF"[..], b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc"]
        .into_iter()
        .any(begins)
    {
        Err(FileFault::Kind)
    } else {
        Ok(Kind::Text)
    }
}

/// The letters of a column, as a spreadsheet shows them: 0 is `A`, 26 is `AA`.
pub fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.iter().rev().collect()
}

/// Rows that are being collected, within the bounds of a list.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    chars: usize,
}

impl Rows {
    /// Puts a cell where it stands, from 0. Cells come row by row.
    fn put(&mut self, row: usize, column: usize, cell: Cell) -> Result<(), FileFault> {
        if cell.is_empty() {
            return Ok(());
        }
        if row >= LAST_ROW || column >= LAST_COLUMN {
            return Err(FileFault::Far { cell: format!("{}{}", letters(column), row + 1) });
        }
        let chars = cell.text().chars().count();
        if chars > CELL_CHARS_MAX {
            return Err(FileFault::Cell { row: row + 1, column: letters(column) });
        }
        self.chars += chars;
        if self.chars > TABLE_CHARS_MAX {
            return Err(FileFault::Unpacked);
        }
        let number = row + 1;
        // No spreadsheet program writes rows in another order; read on, they would stand twice.
        if self.rows.last().is_some_and(|last| last.number > number) {
            return Err(FileFault::Damaged);
        }
        if self.rows.last().is_none_or(|last| last.number != number) {
            if self.rows.len() >= SHEET_ROWS_MAX {
                return Err(FileFault::Rows);
            }
            self.rows.push(Row { number, ..Row::default() });
        }
        if let Some(last) = self.rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, NOTHING.clone());
            }
            if let Some(place) = last.cells.get_mut(column) {
                *place = cell;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        for (column, wanted) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (16_383, "XFD")]
        {
            assert_eq!(letters(column), wanted);
        }
    }

    #[test]
    fn rows_come_in_their_order() {
        let mut rows = Rows::default();
        let text = || Cell::Text("字".to_owned());
        assert_eq!((rows.put(0, 1, text()), rows.put(6, 0, text())), (Ok(()), Ok(())));
        assert_eq!(rows.put(6, 3, text()), Ok(()));
        assert_eq!(rows.put(5, 0, text()), Err(FileFault::Damaged));
    }

    #[test]
    fn one_text_in_every_cell_is_too_much() {
        let mut rows = Rows::default();
        let text = Cell::Text("字".repeat(CELL_CHARS_MAX));
        let cells = (0..ROWS_MAX).flat_map(|row| (0..LAST_COLUMN).map(move |column| (row, column)));
        let taken = cells.take_while(|&(row, column)| rows.put(row, column, text.clone()).is_ok());
        assert_eq!(taken.count(), TABLE_CHARS_MAX / CELL_CHARS_MAX);
        assert_eq!(rows.put(ROWS_MAX, 0, text), Err(FileFault::Unpacked));
    }

    #[test]
    fn what_a_file_is_shows_in_its_first_bytes() {
        let fault = |bytes: &[u8]| read(bytes, Choice::default()).err();
        assert_eq!(fault(b""), Some(FileFault::Empty));
        assert_eq!(fault(b" \r\n\t\r\n"), Some(FileFault::Empty));
        assert_eq!(fault(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Some(FileFault::Old));
        assert_eq!(fault(b"PK\x05\x06"), Some(FileFault::Damaged));
        assert_eq!(fault(b"PK\x03\x04 and no more"), Some(FileFault::Damaged));
        assert_eq!(fault(b"%PDF-1.7"), Some(FileFault::Kind));
        assert_eq!(fault("<html><table><tr><td>姓名".as_bytes()), Some(FileFault::Kind));
        assert_eq!(fault("  <!DOCTYPE html>".as_bytes()), Some(FileFault::Kind));
        assert_eq!(fault(&vec![b'a'; FILE_BYTES_MAX + 1]), Some(FileFault::Long));
        assert_eq!(fault("姓名,代表团\n张三,一团".as_bytes()), None);
    }
}
