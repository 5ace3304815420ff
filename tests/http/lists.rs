//! Lists as offices hand them in: spreadsheets written for the test, and text in every encoding;
//! and the forms by which a browser hands them in.

use std::path::Path;

use ballotbox::codec::base64url;
use encoding_rs::GB18030;
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};

use crate::client::{Answer, Request};
use crate::hall::Hall;

/// A cell of a list.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Text(String),
    Number(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// Rows of a list, the first of them the headings.
pub(crate) type Rows = Vec<Vec<Cell>>;

/// A row of texts.
pub(crate) fn row(cells: &[&str]) -> Vec<Cell> {
    cells.iter().map(|cell| Cell::from(*cell)).collect()
}

/// The rows as a spreadsheet.
pub(crate) fn xlsx(rows: &Rows) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (number, row) in (0..).zip(rows) {
        for (place, cell) in (0..).zip(row) {
            match cell {
                Cell::Text(text) => sheet.write_string(number, place, text).unwrap(),
                Cell::Number(value) => sheet.write_number(number, place, *value).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// A spreadsheet of one column of time limits: a date with this format below its heading.
pub(crate) fn xlsx_of_due(serial: f64, format: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "项目名称").unwrap().write_string(0, 1, "完成时限").unwrap();
    let format = Format::new().set_num_format(format);
    sheet.write_string(1, 0, "村道硬化").unwrap();
    sheet.write_number_with_format(1, 1, serial, &format).unwrap();
    book.save_to_buffer().unwrap()
}

/// How a text is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Writing {
    Utf8,
    Utf8Bom,
    Gb18030,
    Utf16Le,
    Utf16Be,
}

/// The rows as text with this separator and these line ends.
pub(crate) fn text(rows: &Rows, separator: &str, end: &str, writing: Writing) -> Vec<u8> {
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) if text.contains([',', ';', '\t', '"', '\n']) => {
            format!("\"{}\"", text.replace('"', "\"\""))
        }
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
    };
    let line = |row: &Vec<Cell>| row.iter().map(cell).collect::<Vec<_>>().join(separator) + end;
    let text: String = rows.iter().map(line).collect();
    match writing {
        Writing::Utf8 => text.into_bytes(),
        Writing::Utf8Bom => format!("\u{feff}{text}").into_bytes(),
        Writing::Gb18030 => {
            let (bytes, _, lost) = GB18030.encode(&text);
            assert!(!lost);
            bytes.into_owned()
        }
        Writing::Utf16Le => utf16(&text, u16::to_le_bytes),
        Writing::Utf16Be => utf16(&text, u16::to_be_bytes),
    }
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
}

/// The example of a real vote: its name and the titles of its projects.
pub(crate) fn examples() -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut found = Vec::new();
    for folder in [root.clone(), root.join("stress")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.extension().is_none_or(|it| it != "json") || name == "expected.json" {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let example: Value = serde_json::from_str(&text).unwrap();
            let title = |option: &Value| {
                let title = option.as_str().or_else(|| option["title"].as_str());
                title.unwrap_or_else(|| panic!("{name}: {option}")).to_owned()
            };
            let options = example["options"].as_array().unwrap();
            let titles = options.iter().map(title).collect();
            found.push((name.clone(), titles));
        }
    }
    found.sort();
    found
}

/// A clerk at the desk of a hall.
pub(crate) struct Clerk<'a> {
    pub(crate) hall: &'a Hall,
    pub(crate) cookie: String,
    token: String,
}

impl<'a> Clerk<'a> {
    pub(crate) fn of(hall: &'a Hall) -> Self {
        let cookie = hall.sign_in("clerk");
        let page = Request::get("/desk").with("cookie", &cookie).send(hall.address()).text();
        let (_, rest) = page.split_once(r#"name="csrf" value=""#).expect("a form with its token");
        let token = rest.split('"').next().unwrap().to_owned();
        Self { hall, cookie, token }
    }

    /// Where lists of a kind (`roll`, `projects`) are handed in.
    pub(crate) fn path(&self, kind: &str) -> String {
        format!("/desk/{}/{kind}/import", self.hall.town.session)
    }

    /// Hands a file in as a program does, which wants it taken.
    pub(crate) fn import(&self, kind: &str, name: &str, file: &[u8]) -> Answer {
        self.import_with(kind, name, file, &json!({}))
    }

    /// The same with more fields.
    pub(crate) fn import_with(&self, kind: &str, name: &str, file: &[u8], more: &Value) -> Answer {
        let mut body = json!({ "file": base64url(file), "name": name });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        let request = Request::post(&self.path(kind)).with("cookie", &self.cookie);
        request.json(body.to_string()).send(self.hall.address())
    }

    /// The form by which a browser hands a file in.
    pub(crate) fn upload(&self, kind: &str, name: &str, file: &[u8]) -> Request {
        let token = self.token.clone();
        self.parts(kind, &[("csrf", None, token.as_bytes()), ("file", Some(name), file)])
    }

    /// A form of these parts: name, file name where it is a file, content.
    pub(crate) fn parts(&self, kind: &str, parts: &[(&str, Option<&str>, &[u8])]) -> Request {
        let mut body = Vec::new();
        for (name, file, content) in parts {
            let file = file.map_or_else(String::new, |file| {
                format!("; filename=\"{file}\"\r\nContent-Type: application/octet-stream")
            });
            let head =
                format!("--wall\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
            body.extend([head.as_bytes(), content, b"\r\n"].concat());
        }
        body.extend(b"--wall--\r\n");
        let request = Request::post(&self.path(kind)).with("cookie", &self.cookie);
        request.with("content-type", "multipart/form-data; boundary=wall").body(&body)
    }

    /// Hands a file in as a browser does, and gives the page that answers.
    pub(crate) fn send(&self, kind: &str, name: &str, file: &[u8]) -> Answer {
        self.upload(kind, name, file).send(self.hall.address())
    }

    /// Sends a form of fields.
    pub(crate) fn form(&self, kind: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = [&[("csrf", &*self.token)], fields].concat();
        let request = Request::post(&self.path(kind)).with("cookie", &self.cookie);
        request.form(&fields).send(self.hall.address())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        Request::get(path).with("cookie", &self.cookie).send(self.hall.address())
    }
}

/// The hidden fields of one form of a page, by the form's id.
pub(crate) fn fields(page: &str, form: &str) -> Vec<(String, String)> {
    let (_, rest) = page.split_once(&format!("id=\"{form}\"")).expect("the form is there");
    let (inside, _) = rest.split_once("</form>").unwrap();
    let inputs = inside.split("<input type=\"hidden\" name=\"").skip(1);
    let field = |input: &str| {
        let (name, rest) = input.split_once("\" value=\"").unwrap();
        (name.to_owned(), rest.split('"').next().unwrap().to_owned())
    };
    inputs.map(field).filter(|(name, _)| name != "csrf").collect()
}
