//! What was written is read back by other programs' readers: every value, typed, and no formula.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;

use super::guard::{guarded, unguarded};
use super::*;
use crate::domain::project::{Description, INVESTMENT_YUAN_MAX, Project, ProjectState, parse_wan};
use crate::domain::session::{Session, Stage};
use crate::words::Language;

/// What spreadsheets would compute, and what looks like it.
const FORMULAS: [&str; 12] = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1:A2)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''+1",
];

fn of_cells(columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
    let (about, day) = ("会议 A&B".to_owned(), date(2026, 1, 31));
    Table { file: "x", name: "prepare-roll", about, rehearsal: false, day, columns, rows }
}

/// The rows that another program's reader finds in the text, heads first.
fn read_csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

/// The rows that another program's reader finds in the spreadsheet, and its formulas.
fn read_xlsx(bytes: &[u8]) -> (Vec<Vec<Data>>, usize) {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let name = book.sheet_names()[0].clone();
    let rows = book.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect();
    let formulas = book.worksheet_formula(&name).unwrap();
    (rows, formulas.used_cells().count())
}

#[test]
fn formulas_are_text_in_both() {
    let rows = FORMULAS.map(|text| vec![Cell::Text(text.to_owned())]).to_vec();
    let table = of_cells(vec![Column::new("field-title", Kind::Text, 20)], rows);
    let csv = table.write(Format::Csv, Words::default()).unwrap();
    for (text, row) in FORMULAS.iter().zip(&read_csv(&csv)[1..]) {
        assert_eq!(row[0], format!("'{text}"), "led by an apostrophe");
        assert_eq!(unguarded(&row[0]), *text, "and given back");
    }
    let (rows, formulas) = read_xlsx(&table.write(Format::Xlsx, Words::default()).unwrap());
    assert_eq!(formulas, 0);
    for (text, row) in FORMULAS.iter().zip(&rows[1..]) {
        // XML has one end of line, and spreadsheets write the other one out.
        let read = row[0].to_string().replace("_x000D_", "\r");
        assert_eq!(read, *text);
        assert!(matches!(row[0], Data::String(_)), "{:?}", row[0]);
    }
    // The control: what is no formula stays as it is.
    for text in ["a=1", "1", "中", "'quoted'", "'", ""] {
        assert_eq!(guarded(text), text);
        assert_eq!(unguarded(text), text);
    }
    // And a formula that is meant as one would be found.
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_formula(0, 0, "=1+1").unwrap();
    assert_eq!(read_xlsx(&book.save_to_buffer().unwrap()).1, 1);
}

#[test]
fn cells_have_types() {
    let columns = vec![
        Column::new("prepare-number", Kind::Number, 6),
        Column::new("prepare-project-wan", Kind::Wan, 6),
        Column::new("field-since", Kind::Day, 6),
        Column::new("audit-column-time", Kind::Moment, 6),
        Column::new("field-name", Kind::Text, 6),
    ];
    let at = "2026-01-31T16:05:09Z".parse().unwrap();
    let row = vec![
        Cell::Number(103),
        Cell::Wan(3_351_545),
        Cell::Day(date(2024, 2, 29)),
        Cell::Moment(at),
        Cell::Text("𠮷·\"引号\",\n第二行".into()),
    ];
    let table = of_cells(columns, vec![row, vec![Cell::Empty; 5]]);
    let csv = read_csv(&table.write(Format::Csv, Words::default()).unwrap());
    let text = "𠮷·\"引号\",\n第二行";
    assert_eq!(csv[1], ["103", "335.1545", "2024-02-29", "2026-02-01 00:05:09", text]);
    assert_eq!(csv[2], ["", "", "", "", ""]);
    let (rows, _) = read_xlsx(&table.write(Format::Xlsx, Words::default()).unwrap());
    assert_eq!(rows[1][..2], [Data::Float(103.0), Data::Float(335.1545)]);
    let Data::DateTime(day) = &rows[1][2] else { panic!("{:?}", rows[1][2]) };
    assert_eq!(day.to_ymd_hms_milli(), (2024, 2, 29, 0, 0, 0, 0));
    let Data::DateTime(at) = &rows[1][3] else { panic!("{:?}", rows[1][3]) };
    assert_eq!(at.to_ymd_hms_milli(), (2026, 2, 1, 0, 5, 9, 0), "as clocks in China show it");
    assert_eq!(rows[1][4], Data::String(text.into()));
}

#[test]
fn the_same_rows_are_the_same_bytes() {
    let table = |text: &str| {
        let columns = vec![Column::new("field-name", Kind::Text, 6)];
        of_cells(columns, vec![vec![Cell::Text(text.into())]])
    };
    for format in Format::ALL {
        let write = |text| table(text).write(format, Words::default()).unwrap();
        assert_eq!(write("一"), write("一"));
        assert_ne!(write("一"), write("二"), "the control");
    }
}

#[test]
fn a_table_without_rows_has_its_head() {
    let table = of_cells(vec![Column::new("field-name", Kind::Text, 6)], Vec::new());
    let (rows, _) = read_xlsx(&table.write(Format::Xlsx, Words::default()).unwrap());
    assert_eq!(rows, [[Data::String("姓名".into())]]);
    let csv = table.write(Format::Csv, Words::default()).unwrap();
    assert_eq!(csv, "\u{feff}姓名\r\n".as_bytes());
}

#[test]
fn spreadsheets_are_ready_to_print() {
    let columns = vec![Column::new("field-name", Kind::Text, 6)];
    let table = of_cells(columns, vec![vec![Cell::Text("一".into())]]);
    let bytes = table.write(Format::Xlsx, Words::default()).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    let sheet = part("xl/worksheets/sheet1.xml");
    for wanted in [
        "state=\"frozen\"",
        "<autoFilter ref=\"A1:A2\"/>",
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "会议 A&amp;&amp;B 代表名册",
    ] {
        assert!(sheet.contains(wanted), "{wanted} is not in {sheet}");
    }
    // The many columns of a list of projects cannot be read on A4.
    let wide = projects::table(&session(), &[]).write(Format::Xlsx, Words::default()).unwrap();
    let mut wide = zip::ZipArchive::new(Cursor::new(wide)).unwrap();
    let sheet = wide.by_name("xl/worksheets/sheet1.xml").unwrap();
    assert!(std::io::read_to_string(sheet).unwrap().contains("paperSize=\"8\""));
    let book = part("xl/workbook.xml");
    assert!(book.contains("_xlnm.Print_Titles"), "{book}");
    assert!(book.contains("name=\"代表名册\""), "{book}");
    assert!(part("docProps/core.xml").contains("2026-01-31T00:00:00Z"));
}

#[test]
fn every_row_has_a_cell_for_each_column() {
    let session = session();
    let mut tables = vec![projects::table(&session, &[project(Description::default())])];
    for stage in Stage::ALL {
        let session = Session { stage, ..session.clone() };
        let deputy = crate::domain::roll::Deputy {
            id: Uuid::nil(),
            name: "张三".into(),
            delegation: String::new(),
            seat: String::new(),
            statuses: Vec::new(),
            mark: None,
        };
        tables.push(roll::table(&session, &[deputy]));
    }
    for table in tables {
        for row in &table.rows {
            assert_eq!(row.len(), table.columns.len(), "{}", table.file);
        }
    }
}

fn session() -> Session {
    Session {
        id: Uuid::nil(),
        township: "510812100".into(),
        title: "第六次会议".into(),
        site: "vote.example".into(),
        rehearsal: false,
        stage: Stage::InSession,
        opens_on: date(2026, 1, 31),
        stubs: 1,
        threshold: 1,
        roll_fixed_at: String::new(),
        log_size: 0,
        version: 1,
    }
}

fn project(description: Description) -> Project {
    let (state, reason) = (ProjectState::Candidate, String::new());
    Project { id: Uuid::nil(), position: 1, description, state, reason, version: 1 }
}

/// Texts as forms let them in: no spaces at the ends, lines that end with one sign.
fn text() -> impl Strategy<Value = String> {
    let letters = prop::collection::vec(
        prop::sample::select(vec![
            '=', '+', '-', '@', '\'', '"', ',', ';', '＝', '村', '𠮷', '·', 'a', '1', ' ', '\n',
        ]),
        0..12,
    );
    letters.prop_map(|letters| letters.into_iter().collect::<String>().trim().to_owned())
}

prop_compose! {
    fn description()(
        texts in prop::array::uniform11(text()),
        investment in 0..=INVESTMENT_YUAN_MAX,
    ) -> Description {
        let [title, category, content, location, beneficiaries, fund_source, lead_unit, co_units,
            due, goal, proposer] = texts;
        Description { title, category, content, location, beneficiaries, investment, fund_source,
            lead_unit, co_units, due, goal, proposer }
    }
}

/// A description by the words over its columns, as whoever reads a list in finds them.
fn described(words: Words, heads: &[String], row: &[String]) -> Description {
    let cell = |key: &str| {
        let title = words.say(key);
        let at = heads.iter().position(|head| *head == title);
        row[at.unwrap_or_else(|| panic!("no column {title}"))].clone()
    };
    let wan = cell("prepare-project-wan");
    Description {
        title: cell("field-title"),
        category: cell("field-category"),
        content: cell("field-content"),
        location: cell("field-location"),
        beneficiaries: cell("field-beneficiaries"),
        investment: if wan.is_empty() { 0 } else { parse_wan(&wan).expect("an amount") },
        fund_source: cell("field-fund-source"),
        lead_unit: cell("field-lead-unit"),
        co_units: cell("field-co-units"),
        due: cell("field-due"),
        goal: cell("field-goal"),
        proposer: cell("field-proposer"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// A list that was handed out can be handed in again, in either format and language.
    #[test]
    fn projects_come_back_as_they_left(written in prop::collection::vec(description(), 1..4)) {
        let all: Vec<_> = written.iter().cloned().map(project).collect();
        let table = projects::table(&session(), &all);
        for language in Language::ALL {
            let words = Words { language };
            let csv = read_csv(&table.write(Format::Csv, words).unwrap());
            let (sheet, formulas) = read_xlsx(&table.write(Format::Xlsx, words).unwrap());
            prop_assert_eq!(formulas, 0);
            for (at, expected) in (1..).zip(&written) {
                let row: Vec<_> = csv[at].iter().map(|cell| unguarded(cell).to_owned()).collect();
                prop_assert_eq!(&described(words, &csv[0], &row), expected);
                let cells = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
                let (heads, row) = (cells(&sheet[0]), cells(&sheet[at]));
                prop_assert_eq!(&described(words, &heads, &row), expected);
            }
        }
    }
}

#[test]
fn days_outside_of_spreadsheets_are_an_error() {
    let mut table = of_cells(Vec::new(), Vec::new());
    table.day = Date::MIN;
    assert!(table.write(Format::Xlsx, Words::default()).is_err());
}
