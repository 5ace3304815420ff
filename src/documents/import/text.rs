//! Text files: how their bytes are to be read, what parts their cells, and the rows that follow.
//!
//! Chinese offices write GBK by habit, UTF-16 where a spreadsheet program says "Unicode text", and
//! UTF-8 with or without a mark. What is guessed is told, and a person can choose otherwise.

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{Cell, Choice, Encoding, FileFault, Rows, Separator, Table};
use crate::documents::tables::guard::unguarded;

/// Lines that a guess looks at.
const GUESS_LINES: usize = 20;

/// Reads a text file.
pub(super) fn read(bytes: &[u8], choice: Choice) -> Result<Table, FileFault> {
    let (text, encoding) = decode(bytes, choice.encoding)?;
    // Bytes that are no text at all decode to zeros and other characters without a shape.
    if text.contains('\0') || is_markup(&text) {
        return Err(FileFault::Kind);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let separator = choice.separator.unwrap_or_else(|| guess_separator(&text));
    if let Some(row) = open_quote(&text, separator) {
        return Err(FileFault::Quote { row });
    }
    let mut rows = Rows::default();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.byte())
        .from_reader(text.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|_| FileFault::Damaged)?;
        let row = record.position().map_or(0, |at| begin(&text, at));
        for (column, cell) in record.iter().enumerate() {
            // A list that was exported from here has apostrophes before what looks like a formula.
            rows.put(row, column, Cell::Text(unguarded(cell).to_owned()))?;
        }
    }
    let (encoding, separator) = (Some(encoding), Some(separator));
    Ok(Table { encoding, separator, rows: rows.rows, ..Table::default() })
}

/// The line on which a record begins, from 0: empty lines before it are passed over.
fn begin(text: &str, at: &csv::Position) -> usize {
    let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(place(at.byte())..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| **byte == b'\n').count();
    place(at.line()).saturating_sub(1).saturating_add(empty)
}

/// The text of these bytes, as chosen or as they show themselves.
fn decode(bytes: &[u8], chosen: Option<Encoding>) -> Result<(String, Encoding), FileFault> {
    let encoding = chosen.unwrap_or_else(|| guess_encoding(bytes));
    let decoder = match encoding {
        Encoding::Utf8 => UTF_8,
        Encoding::Gb18030 => GB18030,
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
    };
    let (text, broken) = decoder.decode_with_bom_removal(bytes);
    if !broken {
        return Ok((text.into_owned(), encoding));
    }
    // Zeros without a mark before them: no text at all, unless somebody knows better.
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let text = chosen.is_some() || marked || !bytes.contains(&0);
    Err(if text { FileFault::Encoding } else { FileFault::Kind })
}

fn guess_encoding(bytes: &[u8]) -> Encoding {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Encoding::Utf8;
    }
    if bytes.starts_with(b"\xff\xfe") {
        return Encoding::Utf16Le;
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Encoding::Utf16Be;
    }
    // Line ends, digits and separators have a zero in UTF-16; in all others nothing has.
    let zeros = |odd: usize| {
        let places = bytes.iter().skip(odd).step_by(2);
        places.filter(|byte| **byte == 0).count()
    };
    match (zeros(0), zeros(1)) {
        (0, 0) if std::str::from_utf8(bytes).is_ok() => Encoding::Utf8,
        (0, 0) => Encoding::Gb18030,
        (high, low) if high > low => Encoding::Utf16Be,
        _ => Encoding::Utf16Le,
    }
}

/// The separator that most of the first lines have.
fn guess_separator(text: &str) -> Separator {
    let lines: Vec<&str> =
        text.lines().filter(|line| !line.trim().is_empty()).take(GUESS_LINES).collect();
    let count = |separator: Separator| {
        let letter = char::from(separator.byte());
        let having = lines.iter().filter(|line| line.contains(letter)).count();
        (having, lines.iter().map(|line| line.matches(letter).count()).sum::<usize>())
    };
    // Of two that occur in as many lines the one that occurs more often parts cells.
    [Separator::Comma, Separator::Semicolon, Separator::Tab]
        .into_iter()
        .max_by_key(|separator| (count(*separator), *separator == Separator::Comma))
        .unwrap_or(Separator::Comma)
}

/// The line on which a quotation mark begins that never ends; without a look at it the rest of the
/// file would be one cell.
fn open_quote(text: &str, separator: Separator) -> Option<usize> {
    let part = char::from(separator.byte());
    let (mut line, mut begun) = (1, 0);
    let (mut at_start, mut quoted) = (true, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
            }
            '"' if quoted => quoted = false,
            '"' if at_start => (quoted, begun) = (true, line),
            _ => {}
        }
        at_start = !quoted && (letter == part || letter == '\n');
        line += usize::from(letter == '\n');
    }
    quoted.then_some(begun)
}

fn is_markup(text: &str) -> bool {
    let begin: String = text.trim_start().chars().take(9).collect::<String>().to_lowercase();
    ["<!doctype", "<html", "<?xml", "<table", "<meta", "<body"]
        .into_iter()
        .any(|tag| begin.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "姓名,代表团,座位\n𠮷田·买买提,第一代表团,3排5座\n";

    fn cells(table: &Table) -> Vec<Vec<&str>> {
        table.rows.iter().map(|row| row.cells.iter().map(Cell::text).collect()).collect()
    }

    fn wanted() -> Vec<Vec<&'static str>> {
        vec![vec!["姓名", "代表团", "座位"], vec!["𠮷田·买买提", "第一代表团", "3排5座"]]
    }

    fn utf16(text: &str, encode: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(encode).collect()
    }

    #[test]
    fn every_encoding_is_guessed_and_read() {
        let (gb, _, lost) = GB18030.encode(TEXT);
        assert!(!lost, "GB18030 has every letter");
        let marked = |mark: &str| format!("{mark}{TEXT}");
        for (bytes, encoding) in [
            (TEXT.as_bytes().to_vec(), Encoding::Utf8),
            (marked("\u{feff}").into_bytes(), Encoding::Utf8),
            (gb.into_owned(), Encoding::Gb18030),
            (utf16(TEXT, u16::to_le_bytes), Encoding::Utf16Le),
            (utf16(&marked("\u{feff}"), u16::to_le_bytes), Encoding::Utf16Le),
            (utf16(TEXT, u16::to_be_bytes), Encoding::Utf16Be),
            (utf16(&marked("\u{feff}"), u16::to_be_bytes), Encoding::Utf16Be),
        ] {
            let table = read(&bytes, Choice::default()).unwrap();
            assert_eq!(table.encoding, Some(encoding));
            assert_eq!(cells(&table), wanted(), "{encoding:?}");
        }
    }

    #[test]
    fn a_wrong_guess_can_be_changed() {
        // A name in GBK whose bytes are UTF-8 as well: 联 is a well-known one.
        let (bytes, _, _) = GB18030.encode("姓名\n联\n");
        let chosen = Choice { encoding: Some(Encoding::Gb18030), separator: None };
        assert_eq!(cells(&read(&bytes, chosen).unwrap()), [["姓名"], ["联"]]);
        let wrong = Choice { encoding: Some(Encoding::Utf8), separator: None };
        assert_eq!(read(&bytes, wrong), Err(FileFault::Encoding));
        assert_eq!(read(b"\x81\xff\xff", Choice::default()), Err(FileFault::Encoding));
        let semicolon = Choice { encoding: None, separator: Some(Separator::Semicolon) };
        let table = read(b"a,b;c\n", semicolon).unwrap();
        assert_eq!(cells(&table), [["a,b", "c"]]);
    }

    #[test]
    fn separators_and_line_ends_are_guessed() {
        for (text, separator) in [
            ("候选项目表\n姓名;代表团;座位\n张三;一团;1,5\n", Separator::Semicolon),
            ("姓名\t代表团\t座位\r张三\t一团\t1,5\r", Separator::Tab),
            ("姓名,代表团,座位\r\n张三,一团,1;5\r\n", Separator::Comma),
            ("姓名\n张三\n", Separator::Comma),
        ] {
            assert_eq!(
                read(text.as_bytes(), Choice::default()).unwrap().separator,
                Some(separator)
            );
        }
        let table = read(b"a,b\r\rc,d\r", Choice::default()).unwrap();
        assert_eq!(table.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn quotes_hold_separators_and_lines_together() {
        let text = "名称,内容\n\"甲,乙\",\"一\n二 \"\"三\"\"\"\n丙,丁\n";
        let table = read(text.as_bytes(), Choice::default()).unwrap();
        assert_eq!(cells(&table)[1], ["甲,乙", "一\n二 \"三\""]);
        assert_eq!(table.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 4]);
        let open = "名称,内容\n甲,乙\n丙,\"丁\n戊,己\n";
        assert_eq!(read(open.as_bytes(), Choice::default()), Err(FileFault::Quote { row: 3 }));
        // Inches are no quotation.
        assert!(read("名称,内容\n甲,5\" 管\n".as_bytes(), Choice::default()).is_ok());
    }

    #[test]
    fn what_an_export_guarded_is_read_as_it_was() {
        let table = read("'=1+1,'+86,O'Neil,'旧'\n".as_bytes(), Choice::default()).unwrap();
        assert_eq!(cells(&table), [["=1+1", "+86", "O'Neil", "'旧'"]]);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let read = |text: &[u8]| read(text, Choice::default());
        assert_eq!(read(b"\x00\x01\x02\x03\x00\x00"), Err(FileFault::Kind));
        let long = format!("姓名\n{}\n", "长".repeat(5_000));
        let far = FileFault::Cell { row: 2, column: "A".to_owned() };
        assert_eq!(read(long.as_bytes()), Err(far));
        assert_eq!(read("a\n".repeat(3_000).as_bytes()), Err(FileFault::Rows));
        let wide = ",".repeat(70) + "x\n";
        assert_eq!(read(wide.as_bytes()), Err(FileFault::Far { cell: "BS1".to_owned() }));
    }
}
