//! Lists that are pasted or typed: a line for each deputy or project, cut into cells by whatever
//! stands between them.

use super::{CELL_CHARS_MAX, Cell, FileFault, Row, SHEET_ROWS_MAX, Table};

/// Cuts a text into rows. Tabs come first, then commas, then spaces where they may part cells.
///
/// # Errors
/// When it has more lines or longer cells than a file may have.
pub fn read(text: &str, spaces: bool) -> Result<Table, FileFault> {
    let text = text.trim_start_matches('\u{feff}');
    let mut rows = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let row = cut(number, line, spaces);
        if row.cells.is_empty() {
            continue;
        }
        let long = row.cells.iter().position(|cell| cell.text().chars().count() > CELL_CHARS_MAX);
        if let Some(column) = long {
            return Err(FileFault::Cell { row: number, column: super::letters(column) });
        }
        if rows.len() >= SHEET_ROWS_MAX {
            return Err(FileFault::Rows);
        }
        rows.push(row);
    }
    if rows.is_empty() { Err(FileFault::Empty) } else { Ok(Table { rows, ..Table::default() }) }
}

fn cut(number: usize, line: &str, spaces: bool) -> Row {
    let commas = |letter: char| letter == ',' || letter == '，';
    let (cells, by_spaces): (Vec<&str>, bool) = if line.contains('\t') {
        (line.split('\t').collect(), false)
    } else if line.contains(commas) {
        (line.split(commas).collect(), false)
    } else if spaces {
        (line.split_whitespace().collect(), true)
    } else {
        (vec![line], false)
    };
    let mut cells: Vec<Cell> =
        cells.iter().map(|cell| Cell::Text(cell.trim().to_owned())).collect();
    while cells.last().is_some_and(Cell::is_empty) {
        cells.pop();
    }
    Row { number, cells, by_spaces }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
        let rows = read(text, true).unwrap().rows;
        let texts = |row: Row| row.cells.iter().map(|cell| cell.text().to_owned()).collect();
        rows.into_iter().map(|row| (row.number, texts(row))).collect()
    }

    #[test]
    fn tabs_commas_and_spaces_part_cells() {
        for text in [
            "李秀英\t第一代表团\t3排5座",
            "李秀英,第一代表团,3排5座",
            "李秀英，第一代表团，3排5座",
            "李秀英 第一代表团 3排5座",
            "李秀英\u{3000}第一代表团\u{3000}\u{3000}3排5座",
            "  李秀英 , 第一代表团 ,3排5座 ,, ",
        ] {
            assert_eq!(rows(text)[0].1, ["李秀英", "第一代表团", "3排5座"], "{text}");
        }
    }

    #[test]
    fn a_tab_wins_over_commas_and_spaces_in_cells() {
        let found = rows("Anna Li\t第一团, 东组\t3 排 5 座");
        assert_eq!(found[0].1, ["Anna Li", "第一团, 东组", "3 排 5 座"]);
    }

    #[test]
    fn empty_lines_and_byte_order_marks_are_no_rows() {
        let found = rows("\u{feff}李秀英\t一团\r\n\r\n \t \r\n王芳\t\t12\r\n");
        let wanted = [
            (1, vec!["李秀英".into(), "一团".into()]),
            (4, vec!["王芳".into(), String::new(), "12".into()]),
        ];
        assert_eq!(found, wanted);
        assert_eq!(read("\r\n \u{3000}\n", true), Err(FileFault::Empty));
        assert_eq!(read("", false), Err(FileFault::Empty));
    }

    #[test]
    fn lists_are_bounded() {
        assert_eq!(read(&"a\n".repeat(3_000), true), Err(FileFault::Rows));
        let long = format!("a\tb\nc\t{}", "d".repeat(5_000));
        let cell = FileFault::Cell { row: 2, column: "B".to_owned() };
        assert_eq!(read(&long, true), Err(cell));
    }
}
