//! Tables that leave the program: each is described once, with its columns and the kind of what
//! stands in them, and written as a spreadsheet or as comma-separated text.
//!
//! The heads of columns are the words that screens have for the same fields, so that a list that
//! was handed out can be handed in again. The same rows give the same bytes at any time.

mod csv;
pub(crate) mod guard;
pub(crate) mod progress;
pub(crate) mod projects;
pub(crate) mod results;
pub(crate) mod roll;
mod xlsx;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::words::Words;

/// A table.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Its name in addresses and archives.
    pub(crate) file: &'static str,
    /// Key of its name.
    pub(crate) name: &'static str,
    /// What it is about: the name of the session.
    pub(crate) about: String,
    /// Whether it is of a rehearsal, which its name says.
    pub(crate) rehearsal: bool,
    /// The day that its file bears as the day on which it was made. It follows from the data, so
    /// that the same data give the same file.
    pub(crate) day: Date,
    /// The columns.
    pub(crate) columns: Vec<Column>,
    /// The rows, each with a cell for every column.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    head: Head,
    kind: Kind,
    /// Its width in spreadsheets, in characters.
    width: u8,
}

/// What stands above a column.
#[derive(Clone, Debug)]
enum Head {
    /// A message, by its key.
    Word(&'static str),
    /// A message with a number in it.
    Numbered(&'static str, u32),
    /// A name that somebody wrote: the grade of an evaluation.
    Name(String),
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Words and sentences.
    Text,
    /// Whole numbers.
    Number,
    /// Amounts of money, in 万元.
    Wan,
    /// Days.
    Day,
    /// Days with the time, as clocks in China show it.
    Moment,
}

/// What stands in a cell. A cell that does not apply is empty, whatever the kind of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Nothing.
    Empty,
    /// Text as it is.
    Text(String),
    /// A message, by its key.
    Word(&'static str),
    /// One sentence in both languages.
    Both {
        /// Chinese.
        zh: String,
        /// English.
        en: String,
    },
    /// A whole number.
    Number(u64),
    /// Yuan, to be shown as 万元.
    Wan(i64),
    /// A day.
    Day(Date),
    /// An instant.
    Moment(Timestamp),
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A spreadsheet.
    Xlsx,
    /// Comma-separated text.
    Csv,
}

impl Format {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Xlsx, Self::Csv];

    /// How files of it end.
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// What browsers are told.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// The format of a file, by the ending of its name.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let (_, ending) = path.rsplit_once('.')?;
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }
}

impl Table {
    /// The table as a file, in the words of a language.
    ///
    /// # Errors
    /// When there are more rows, or longer texts, than a spreadsheet can hold.
    pub(crate) fn write(&self, format: Format, words: Words) -> anyhow::Result<Vec<u8>> {
        match format {
            Format::Xlsx => xlsx::write(self, words),
            Format::Csv => csv::write(self, words),
        }
    }

    /// What the file is called: the session's name and the table's.
    pub(crate) fn title(&self, words: Words) -> String {
        let rehearsal = if self.rehearsal { words.say("common-rehearsal") } else { String::new() };
        let parts = [self.about.clone(), words.say(self.name), rehearsal];
        let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        said.join(" ")
    }
}

impl Column {
    /// A column whose head is a message.
    pub(crate) const fn new(head: &'static str, kind: Kind, width: u8) -> Self {
        Self { head: Head::Word(head), kind, width }
    }

    /// A column of numbers whose head is a message with a number in it.
    const fn numbered(head: &'static str, number: u32) -> Self {
        Self { head: Head::Numbered(head, number), kind: Kind::Number, width: 8 }
    }

    /// A column of numbers whose head is a name.
    const fn named(head: String) -> Self {
        Self { head: Head::Name(head), kind: Kind::Number, width: 10 }
    }

    /// Its head.
    pub(crate) fn title(&self, words: Words) -> String {
        match &self.head {
            Head::Word(key) => words.say(key),
            Head::Numbered(key, number) => words.with(key, [("n", number)]),
            Head::Name(name) => name.clone(),
        }
    }
}

impl Cell {
    /// Text, or nothing where there is none.
    pub(crate) fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// A number, or nothing.
    pub(crate) fn number(number: Option<impl Into<u64>>) -> Self {
        number.map_or(Self::Empty, |number| Self::Number(number.into()))
    }

    /// What it says where it is words; nothing where it is a number, a day or empty.
    fn says(&self, words: Words) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Word(key) => Some(words.say(key)),
            Self::Both { zh, en } => Some(words.pick(zh, en).to_owned()),
            Self::Empty | Self::Number(_) | Self::Wan(_) | Self::Day(_) | Self::Moment(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
