//! Files as answers, named in the reader's language; and tables: the same rows as a spreadsheet or
//! as comma-separated text, by the ending of the address.

use std::fmt::Write as _;

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

use super::App;
use super::failure::Failure;
use super::visitor::Visitor;
use crate::documents::tables::{Format, Table};

/// A table of the desk, in the format that the address ends with. The audit trail tells who took
/// it, and which bytes.
pub(super) async fn taken(app: &App, visitor: &Visitor, table: Table) -> Result<Response, Failure> {
    let name = format!("{} {}", table.file, table.about);
    let written = write(visitor, table).await?;
    let digest = crate::documents::archive::sha256(&written.bytes);
    app.service.note_table(visitor.actor()?, name.trim(), &digest).await?;
    Ok(written.answer())
}

/// A table for everybody, in the format that the address ends with.
pub(super) async fn answer(visitor: &Visitor, table: Table) -> Result<Response, Failure> {
    Ok(write(visitor, table).await?.answer())
}

/// A table that is written.
struct Written {
    bytes: Vec<u8>,
    format: Format,
    file: &'static str,
    title: String,
}

impl Written {
    fn answer(self) -> Response {
        let Self { bytes, format, file, title } = self;
        attached(bytes, format.media_type(), file, &title, format.ending())
    }
}

/// Writes a table beside the event loop.
async fn write(visitor: &Visitor, table: Table) -> Result<Written, Failure> {
    let format = Format::of(&visitor.path).ok_or(Failure::NoSuchPage)?;
    let words = visitor.words;
    let (file, title) = (table.file, table.title(words));
    let written = tokio::task::spawn_blocking(move || table.write(format, words)).await;
    let bytes = match written {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => {
            tracing::error!(%error, file, "a table cannot be written");
            return Err(Failure::Internal("a table cannot be written"));
        }
        Err(_) => return Err(Failure::Internal("the task that writes a table broke")),
    };
    Ok(Written { bytes, format, file, title })
}

/// A file to keep: with a plain name for old programs, and its name in Chinese for all others
/// (RFC 6266).
pub(super) fn attached(
    bytes: Vec<u8>,
    media_type: &'static str,
    plain: &str,
    title: &str,
    ending: &str,
) -> Response {
    file(bytes, media_type, "attachment", [plain, title, ending])
}

/// A PDF that the browser shows, with its names as of a file to keep.
pub(super) fn shown(bytes: Vec<u8>, plain: &str, title: &str) -> Response {
    file(bytes, "application/pdf", "inline", [plain, title, "pdf"])
}

fn file(
    bytes: Vec<u8>,
    media_type: &'static str,
    disposition: &str,
    [plain, title, ending]: [&str; 3],
) -> Response {
    let name = encoded(&format!("{title}.{ending}"));
    let names = format!("filename=\"{plain}.{ending}\"; filename*=UTF-8''{name}");
    let disposition = format!("{disposition}; {names}");
    let heads = [(CONTENT_TYPE, media_type.to_owned()), (CONTENT_DISPOSITION, disposition)];
    (heads, bytes).into_response()
}

/// Text as the value of such a parameter (RFC 8187): what is no letter, digit or one of a few signs
/// stands as its bytes. What no system takes in a file's name becomes an underscore.
fn encoded(text: &str) -> String {
    let mut value = String::new();
    let lawful = text.chars().map(|it| if r#"/\:*?"<>|"#.contains(it) { '_' } else { it });
    for byte in lawful.collect::<String>().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            value.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(value, "%{byte:02X}");
        }
    }
    value
}

/// The links under which a page's list leaves, for `parts/exports.html`.
pub(super) struct Exports {
    path: String,
    query: String,
}

/// A link to a file.
pub(super) struct File {
    /// Its address.
    pub(super) path: String,
    /// Key of its word.
    pub(super) key: &'static str,
}

impl Exports {
    /// The list at an address, which has no ending itself.
    pub(super) fn of(path: &str) -> Self {
        Self { path: path.to_owned(), query: String::new() }
    }

    /// What was found of it alone.
    pub(super) fn found(mut self, wanted: &str) -> Self {
        if !wanted.is_empty() {
            let mut query = form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
            self.query = query.append_pair("q", wanted).finish();
        }
        self
    }

    /// The links.
    pub(super) fn files(&self) -> [File; 2] {
        Format::ALL.map(|format| File {
            path: format!("{}.{}{}", self.path, format.ending(), self.query),
            key: match format {
                Format::Xlsx => "table-xlsx",
                Format::Csv => "table-csv",
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_travel_in_headers() {
        assert_eq!(encoded("a b.csv"), "a%20b.csv");
        assert_eq!(encoded("会议.xlsx"), "%E4%BC%9A%E8%AE%AE.xlsx");
        assert_eq!(encoded("a/b\"c\r\n"), "a_b_c%0D%0A", "nothing that a header or a system minds");
    }

    #[test]
    fn links_keep_what_was_looked_for() {
        let [xlsx, csv] = Exports::of("/desk/1/audit").found("修 &路").files();
        assert_eq!(xlsx.path, "/desk/1/audit.xlsx?q=%E4%BF%AE+%26%E8%B7%AF");
        assert_eq!(csv.path, "/desk/1/audit.csv?q=%E4%BF%AE+%26%E8%B7%AF");
        assert_eq!(Exports::of("/x").found("").files()[1].path, "/x.csv");
    }
}
