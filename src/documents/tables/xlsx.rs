//! Tables as spreadsheets: numbers are numbers and days are days, the head stays in sight and is
//! printed on each page, and text is text whatever it begins with.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::{Cell, Kind, Table};
use crate::clock::in_china;
use crate::domain::project::write_wan;
use crate::words::Words;

/// Numbers of the papers A4 and A3 in spreadsheets.
const A4: u8 = 9;
const A3: u8 = 8;
/// Most characters across that can be read on A4 in landscape: in type of seven and a half points.
const ACROSS_A4_MAX: u32 = 210;
/// Most characters of a sheet's name.
const NAME_MAX: usize = 31;

/// The spreadsheet of a table.
pub(super) fn write(table: &Table, words: Words) -> anyhow::Result<Vec<u8>> {
    let day = table.day;
    let made = ExcelDateTime::from_ymd(
        u16::try_from(day.year())?,
        u8::try_from(day.month())?,
        u8::try_from(day.day())?,
    )?;
    let mut workbook = Workbook::new();
    let title = table.title(words);
    workbook.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
    let sheet = workbook.add_worksheet();
    let name: String = words.say(table.name).chars().take(NAME_MAX).collect();
    sheet.set_name(name)?;
    fill(sheet, table, words)?;
    let last = (u32::try_from(table.rows.len())?, u16::try_from(table.columns.len())?);
    frame(sheet, last, &title, words)?;
    let across: u32 = table.columns.iter().map(|column| u32::from(column.width)).sum();
    sheet.set_paper_size(if across > ACROSS_A4_MAX { A3 } else { A4 });
    Ok(workbook.save_to_buffer()?)
}

/// Writes the head and the rows.
fn fill(sheet: &mut Worksheet, table: &Table, words: Words) -> anyhow::Result<()> {
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0x00E7_EBF0))
        .set_border(FormatBorder::Thin);
    for (at, column) in (0_u16..).zip(&table.columns) {
        let format = format_of(column.kind);
        sheet.set_column_width(at, f64::from(column.width))?;
        sheet.write_string_with_format(0, at, column.title(words), &head)?;
        for (line, row) in (1_u32..).zip(&table.rows) {
            let cell = row.get(usize::from(at)).unwrap_or(&Cell::Empty);
            put(sheet, (line, at), cell, words, &format)?;
        }
    }
    Ok(())
}

/// How the cells of a column look.
fn format_of(kind: Kind) -> Format {
    let cell = Format::new().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
    match kind {
        Kind::Text => cell.set_text_wrap().set_align(FormatAlign::Left),
        Kind::Number | Kind::Wan => cell.set_align(FormatAlign::Right),
        Kind::Day => cell.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Right),
        Kind::Moment => cell.set_num_format("yyyy-mm-dd hh:mm:ss").set_align(FormatAlign::Right),
    }
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    words: Words,
    format: &Format,
) -> anyhow::Result<()> {
    match cell {
        Cell::Number(number) => {
            // Spreadsheets know no other numbers than these; 15 digits are exact.
            let number: f64 = number.to_string().parse()?;
            sheet.write_number_with_format(row, column, number, format)?;
        }
        Cell::Wan(yuan) => {
            let wan: f64 = write_wan(*yuan).parse()?;
            sheet.write_number_with_format(row, column, wan, format)?;
        }
        Cell::Day(day) => {
            let day = ExcelDateTime::parse_from_str(&day.to_string())?;
            sheet.write_datetime_with_format(row, column, &day, format)?;
        }
        Cell::Moment(at) => {
            let clock = in_china(*at).strftime("%Y-%m-%dT%H:%M:%S").to_string();
            let at = ExcelDateTime::parse_from_str(&clock)?;
            sheet.write_datetime_with_format(row, column, &at, format)?;
        }
        Cell::Empty => {
            sheet.write_blank(row, column, format)?;
        }
        Cell::Text(_) | Cell::Word(_) | Cell::Both { .. } => {
            let text = cell.says(words).unwrap_or_default();
            sheet.write_string_with_format(row, column, text, format)?;
        }
    }
    Ok(())
}

/// What helps to read and to print: the head stays, can be filtered by, and stands on each page.
fn frame(
    sheet: &mut Worksheet,
    (rows, columns): (u32, u16),
    title: &str,
    words: Words,
) -> anyhow::Result<()> {
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, rows, columns.saturating_sub(1))?;
    sheet.set_landscape();
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.5, 0.5, 0.8, 0.7, 0.3, 0.3);
    // An ampersand begins a field of the header.
    sheet.set_header(format!("&C&14{}", title.replace('&', "&&")));
    sheet.set_footer(words.pick("&C第 &P 页，共 &N 页", "&CPage &P of &N"));
    Ok(())
}
