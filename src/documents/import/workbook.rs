//! The cells of a spreadsheet (.xlsx), one after another: a sheet that says it has a million rows
//! costs no more than what stands in it.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use jiff::Span;
use jiff::civil::{Date, date};

use super::{Cell, FileFault, Rows, Table};

/// Reads the first sheet that a person would see.
pub(super) fn read(bytes: &[u8]) -> Result<Table, FileFault> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    let seen = |sheet: &&calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    let sheets: Vec<String> =
        book.sheets_metadata().iter().filter(seen).map(|sheet| sheet.name.clone()).collect();
    let Some(name) = sheets.first().cloned() else { return Err(FileFault::Empty) };
    let other_sheets = sheets.len().saturating_sub(1);
    let is_1904 = book.has_1904_epoch();
    let mut reader = book.worksheet_cells_reader(&name).map_err(|error| fault(&error))?;
    let months: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| {
            style
                .number_format
                .as_ref()
                .is_some_and(|format| shows_months(&format.format_code, format.format_id))
        })
        .collect();
    let mut rows = Rows::default();
    while let Some((cell, style)) =
        reader.next_cell_with_style_id().map_err(|error| fault(&error))?
    {
        let (row, column) = cell.get_position();
        let place = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let month = months.get(style).copied().unwrap_or(false);
        let value = value(cell.get_value(), month, is_1904);
        rows.put(place(row), place(column), value)?;
    }
    Ok(Table { sheet: Some(name), other_sheets, rows: rows.rows, ..Table::default() })
}

fn fault(error: &XlsxError) -> FileFault {
    match error {
        XlsxError::Password => FileFault::Old,
        _ => FileFault::Damaged,
    }
}

fn value(value: &DataRef<'_>, month: bool, is_1904: bool) -> Cell {
    match value {
        DataRef::Empty => Cell::Text(String::new()),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(value) => number(*value),
        DataRef::Bool(true) => Cell::Text("TRUE".to_owned()),
        DataRef::Bool(false) => Cell::Text("FALSE".to_owned()),
        DataRef::DateTime(at) => day(*at, month, is_1904),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            let day = text.split('T').next().unwrap_or_default();
            match day.parse::<Date>() {
                Ok(day) if day.year() > 0 => Cell::Day(day.to_string()),
                Ok(_) | Err(_) => Cell::Text(text.clone()),
            }
        }
        DataRef::Error(error) => Cell::Broken(error.to_string()),
    }
}

/// A number, or what a spreadsheet says where there is none.
fn number(value: f64) -> Cell {
    if value.is_finite() {
        Cell::Number(fifteen_digits(value))
    } else {
        Cell::Broken("#NUM!".to_owned())
    }
}

/// A number as a spreadsheet shows it. Behind the fifteenth digit stands what binary fractions
/// leave over: 0.1 + 0.2 is 0.3 there.
fn fifteen_digits(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    // Far outside of any list; written out it would have three hundred digits.
    if rounded.abs() >= 1e18 { format!("{rounded:e}") } else { rounded.to_string() }
}

fn day(at: ExcelDateTime, month: bool, is_1904: bool) -> Cell {
    let serial = at.as_f64();
    if at.is_duration() {
        return number(serial);
    }
    match date_of_serial(serial, is_1904) {
        Some(day) if month => Cell::Month(day.strftime("%Y-%m").to_string()),
        Some(day) => Cell::Day(day.to_string()),
        None => number(serial),
    }
}

/// The day of a serial number; its fraction is the time of day. Day 60 is the 29th of February
/// 1900, which never was: all days after it count from the 30th of December 1899.
fn date_of_serial(serial: f64, is_1904: bool) -> Option<Date> {
    let first = if is_1904 { 0.0 } else { 61.0 };
    if !(first..3_000_000.0).contains(&serial) {
        return None;
    }
    let days: i64 = format!("{:.0}", serial.floor()).parse().ok()?;
    let epoch = if is_1904 { date(1904, 1, 1) } else { date(1899, 12, 30) };
    epoch.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// Whether a format shows year and month and no day: whoever types 2026年10月 gets the first of
/// October behind it.
fn shows_months(code: &str, id: Option<u32>) -> bool {
    // These have no code in the file; so Chinese programs read them.
    if matches!(id, Some(17 | 27 | 36 | 50 | 52 | 57)) {
        return true;
    }
    let mut quoted = false;
    let mut plain = String::new();
    for letter in code.split(';').next().unwrap_or_default().chars() {
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            letter => plain.push(letter.to_ascii_lowercase()),
        }
    }
    plain.contains('m') && plain.contains('y') && !plain.contains(['d', 'h', 's'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_days() {
        let day = |serial| date_of_serial(serial, false).map(|day| day.to_string());
        assert_eq!(day(61.0).as_deref(), Some("1900-03-01"));
        assert_eq!(day(36_526.0).as_deref(), Some("2000-01-01"));
        assert_eq!(day(46_326.75).as_deref(), Some("2026-10-31"));
        assert_eq!(day(1.0), None);
        assert_eq!(day(f64::NAN), None);
        let mac = |serial| date_of_serial(serial, true).map(|day| day.to_string());
        assert_eq!(mac(44_864.0).as_deref(), Some("2026-10-31"));
        assert_eq!(mac(0.0).as_deref(), Some("1904-01-01"));
        assert_eq!(mac(-1_000_000.0), None, "no year before our era");
        assert_eq!(mac(1e300), None);
    }

    #[test]
    fn what_is_no_number_is_broken() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(number(value), Cell::Broken("#NUM!".to_owned()));
        }
        assert_eq!(number(-0.5), Cell::Number("-0.5".to_owned()));
        let iso = |text: &str| value(&DataRef::DateTimeIso(text.to_owned()), false, false);
        assert_eq!(iso("2026-10-31T08:00:00"), Cell::Day("2026-10-31".to_owned()));
        assert_eq!(iso("-000001-01-01"), Cell::Text("-000001-01-01".to_owned()));
    }

    #[test]
    fn formats_without_a_day_are_months() {
        for code in ["yyyy\"年\"m\"月\"", "yyyy-mm", "mmm-yy", "yyyy/m;@"] {
            assert!(shows_months(code, None), "{code}");
        }
        for code in ["yyyy\"年\"m\"月\"d\"日\"", "yyyy-mm-dd", "General", "m\"月\"d\"日\"", "mm:ss"]
        {
            assert!(!shows_months(code, None), "{code}");
        }
        assert!(shows_months("", Some(57)));
        assert!(!shows_months("", Some(31)));
    }

    #[test]
    fn numbers_have_the_digits_that_a_spreadsheet_shows() {
        for (number, wanted) in [
            (335.1545, "335.1545"),
            (0.1 + 0.2, "0.3"),
            (86.0, "86"),
            (1200.5, "1200.5"),
            (0.000_1, "0.0001"),
            (1e300, "1e300"),
        ] {
            assert_eq!(fifteen_digits(number), wanted);
        }
    }
}
