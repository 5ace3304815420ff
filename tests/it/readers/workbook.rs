//! Spreadsheets: what is read is the same when it is written as a spreadsheet and read again.
//!
//! An archive with a changed byte is mostly no archive any more. So an input is an archive as it
//! is, or its parts, from which one is made: each its name, a line's end and what is in it, a zero
//! between them.

use std::io::{Cursor, Read as _, Write as _};

use rust_xlsxwriter::{Format, Formula, Workbook, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::bounds::{bounded, texts};
use super::import::{Choice, FILE_BYTES_MAX, FileFault, Table, read};
use super::mangle::{Held, require};

/// Parts that no list needs.
const LEFT_OUT: [&str; 3] = ["docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml"];

/// What must hold of any file.
pub(crate) fn holds(bytes: &[u8]) -> Held {
    judge(bytes, &|file| read(file, Choice::default()))
}

/// What must hold of any file, of a reader of spreadsheets.
pub(crate) fn judge(bytes: &[u8], read: &dyn Fn(&[u8]) -> Result<Table, FileFault>) -> Held {
    let file = if bytes.starts_with(b"PK") { Some(bytes.to_vec()) } else { archived(bytes) };
    let Some(Ok(table)) = file.map(|file| read(&file)) else { return Ok(()) };
    bounded(&table)?;
    require(table.sheet.is_some(), "a spreadsheet without a sheet")?;
    let text = (table.encoding, table.separator);
    require(text == (None, None), "a spreadsheet with an encoding")?;
    // Two readings of one character that no keyboard has are not the readers' matter.
    let odd =
        |text: &&str| text.chars().any(|it| it.is_control() || "\u{fffe}\u{ffff}".contains(it));
    if texts(&table).concat().iter().any(odd) {
        return Ok(());
    }
    let Ok(written) = written(&table) else { return Ok(()) };
    if written.len() > FILE_BYTES_MAX {
        return Ok(());
    }
    let again = read(&written).map_err(|fault| format!("written again: {fault:?}"))?;
    require(texts(&again) == texts(&table), "written and read again it is another list")?;
    let numbers = |table: &Table| table.rows.iter().map(|row| row.number).collect::<Vec<_>>();
    require(numbers(&again) == numbers(&table), "written and read again its rows stand elsewhere")
}

/// The list as a spreadsheet in which everything is text.
fn written(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in &table.rows {
        let number = u32::try_from(row.number - 1).unwrap();
        for (column, cell) in (0_u16..).zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(number, column, cell.text())?;
        }
    }
    book.save_to_buffer()
}

/// The archive of these parts; none where two have one name.
fn archived(parts: &[u8]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for part in parts.split(|byte| *byte == 0) {
        let end = part.iter().position(|byte| *byte == b'\n')?;
        let (name, content) = part.split_at(end);
        zip.start_file(std::str::from_utf8(name).ok()?, stored).ok()?;
        zip.write_all(content.get(1..)?).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// Lists with all that a cell can be: one as an archive, the others as parts.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let list = list().unwrap();
    let parts = parted(&list);
    let text = String::from_utf8(parts.clone()).unwrap();
    let cells = concat!(
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>项目</t></is></c>",
        "<c r=\"B1\" t=\"d\"><v>2026-10-31T00:00:00</v></c><c r=\"C1\" t=\"e\"><v>#REF!</v></c>",
        "<c r=\"D1\" t=\"b\"><v>1</v></c><c r=\"E1\" t=\"str\"><v>a&#10;b</v></c></row>",
        "<row r=\"7\"><c r=\"A7\"><v>1.5e3</v></c><c><v>-0.1</v></c></row></sheetData>",
    );
    let (before, rest) = text.split_once("<sheetData>").unwrap();
    let (_, after) = rest.split_once("</sheetData>").unwrap();
    let others = format!("{before}{cells}{after}").into_bytes();
    let mac = text.replacen("<workbookPr ", "<workbookPr date1904=\"1\" ", 1);
    assert_ne!(mac, text);
    vec![list, parts, others, mac.into_bytes()]
}

/// Texts, numbers, a day, a month, a formula, and two sheets.
fn list() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("名单")?;
    for (column, heading) in (0..).zip(["项目名称", "总投资（万元）", "完成时限", "内容"])
    {
        sheet.write_string(0, column, heading)?;
    }
    sheet.write_string(1, 0, "村道硬化")?.write_number(1, 1, 335.1545)?;
    let format = |code: &str| Format::new().set_num_format(code);
    sheet.write_number_with_format(1, 2, 46_326, &format("yyyy\"年\"m\"月\""))?;
    sheet.write_number_with_format(3, 2, 46_326.5, &format("yyyy-mm-dd"))?;
    sheet.write_string(3, 3, "_x0041_ 甲 & <乙>")?;
    sheet.write_formula(4, 1, Formula::new("=B2*2").set_result("670.309"))?;
    book.add_worksheet().set_name("填写说明")?;
    book.save_to_buffer()
}

/// The parts of an archive.
fn parted(archive: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut parts = Vec::new();
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        let mut bytes = format!("{name}\n").into_bytes();
        part.read_to_end(&mut bytes).unwrap();
        parts.push(bytes);
    }
    parts.join(&0)
}
