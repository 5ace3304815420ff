//! Empty lists for offices to fill in: one sheet with headings alone, so that no example is ever
//! imported, and one that says what may stand in each column.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet, XlsxError,
};

use super::ROWS_MAX;

/// A list to be filled in.
#[derive(Clone, Debug)]
pub struct Template {
    /// What its sheet is called.
    pub sheet: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// What the sheet is called that says how to fill it in.
    pub notes_sheet: String,
    /// The two headings there.
    pub notes_headings: [String; 2],
    /// What holds for the whole list, one rule a line.
    pub rules: String,
}

/// A column to be filled in.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// What stands in it.
    pub content: Content,
    /// What may stand in it.
    pub note: String,
}

/// What stands in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A few words; digits stay as they are typed.
    Text,
    /// Sentences.
    LongText,
    /// An amount with up to four places.
    Amount,
    /// One of these words, or another.
    OneOf(Vec<&'static str>),
}

impl Content {
    const fn width(&self) -> f64 {
        match self {
            Self::Text => 20.0,
            Self::LongText => 48.0,
            Self::Amount => 16.0,
            Self::OneOf(_) => 14.0,
        }
    }
}

/// The list as a spreadsheet.
///
/// # Errors
/// When the headings are not those of a spreadsheet.
pub fn as_workbook(template: &Template) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same list is the same file, whenever it is asked for.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let heading = Format::new()
        .set_bold()
        .set_background_color("DCE6F1")
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    list(book.add_worksheet(), template, &heading)?;
    notes(book.add_worksheet(), template, &heading)?;
    book.save_to_buffer()
}

fn list(sheet: &mut Worksheet, template: &Template, heading: &Format) -> Result<(), XlsxError> {
    sheet.set_name(&template.sheet)?.set_freeze_panes(1, 0)?.set_row_height(0, 24)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    let text = Format::new().set_num_format("@").set_align(FormatAlign::VerticalCenter);
    let long = text.clone().set_text_wrap();
    let amount = Format::new().set_num_format("#,##0.####");
    let last = u32::try_from(ROWS_MAX).unwrap_or(u32::MAX);
    for (place, column) in (0_u16..).zip(&template.columns) {
        let format = match column.content {
            Content::Text | Content::OneOf(_) => &text,
            Content::LongText => &long,
            Content::Amount => &amount,
        };
        sheet.set_column_format(place, format)?;
        sheet.set_column_width(place, column.content.width())?;
        sheet.write_string_with_format(0, place, &column.heading, heading)?;
        if let Content::OneOf(words) = &column.content {
            // Other words may be typed as well: an office may sort its projects otherwise.
            let choice = DataValidation::new().allow_list_strings(words)?;
            sheet.add_data_validation(1, place, last, place, &choice.show_error_message(false))?;
        }
    }
    Ok(())
}

fn notes(sheet: &mut Worksheet, template: &Template, heading: &Format) -> Result<(), XlsxError> {
    sheet.set_name(&template.notes_sheet)?;
    sheet.set_column_width(0, 24)?.set_column_width(1, 80)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (place, text) in (0_u16..).zip(&template.notes_headings) {
        sheet.write_string_with_format(0, place, text, heading)?;
    }
    let mut row = 1;
    for column in &template.columns {
        sheet.write_string_with_format(row, 0, &column.heading, &wrapped)?;
        sheet.write_string_with_format(row, 1, &column.note, &wrapped)?;
        row += 1;
    }
    for rule in template.rules.lines() {
        row += 1;
        sheet.write_string_with_format(row, 1, rule, &wrapped)?;
    }
    Ok(())
}

/// The list as text: with a byte order mark, without which spreadsheet programs take UTF-8 for GBK.
pub fn as_text(template: &Template) -> String {
    let headings: Vec<&str> =
        template.columns.iter().map(|column| column.heading.as_str()).collect();
    format!("\u{feff}{}\r\n", headings.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::import::{Cell, Choice, FileFault, Table, read};

    fn template() -> Template {
        let column = |heading: &str, content| Column {
            heading: heading.to_owned(),
            content,
            note: "说明".to_owned(),
        };
        Template {
            sheet: "候选项目".to_owned(),
            columns: vec![
                column("项目名称", Content::Text),
                column("类别", Content::OneOf(vec!["文体", "环境"])),
                column("总投资（万元）", Content::Amount),
                column("项目内容", Content::LongText),
            ],
            notes_sheet: "填写说明".to_owned(),
            notes_headings: ["列".to_owned(), "怎样填".to_owned()],
            rules: "一\n二".to_owned(),
        }
    }

    fn headings(table: &Table) -> Vec<&str> {
        table.rows[0].cells.iter().map(Cell::text).collect()
    }

    #[test]
    fn a_template_is_read_as_headings_and_nothing_else() -> Result<(), FileFault> {
        let book = as_workbook(&template()).unwrap();
        let wanted = ["项目名称", "类别", "总投资（万元）", "项目内容"];
        for bytes in [book.clone(), as_text(&template()).into_bytes()] {
            let table = read(&bytes, Choice::default())?;
            assert_eq!((table.rows.len(), headings(&table)), (1, wanted.to_vec()));
        }
        assert_eq!(book, as_workbook(&template()).unwrap(), "the same file each time");
        Ok(())
    }
}
