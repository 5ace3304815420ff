//! The empty lists that offices fill in, as a spreadsheet and as text: headings, typed columns, and
//! a sheet that says how.

use axum::extract::State;
use axum::response::Response;
use uuid::Uuid;

use super::view::{hint, place};
use crate::documents::import::ROWS_MAX;
use crate::documents::import::template::{Column, Content, Template, as_text, as_workbook};
use crate::documents::tables::Format;
use crate::domain::project::CATEGORIES;
use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::tables::attached;
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::import::columns::{Kind, Subject};

/// `GET /desk/{session}/roll/import/template.xlsx`.
pub(in crate::http) async fn roll_workbook(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    workbook(&app, session, visitor.words, Subject::Roll).await
}

/// `GET /desk/{session}/projects/import/template.xlsx`.
pub(in crate::http) async fn projects_workbook(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    workbook(&app, session, visitor.words, Subject::Projects).await
}

/// `GET /desk/{session}/roll/import/template.csv`.
pub(in crate::http) async fn roll_text(visitor: Visitor) -> Response {
    text(visitor.words, Subject::Roll)
}

/// `GET /desk/{session}/projects/import/template.csv`.
pub(in crate::http) async fn projects_text(visitor: Visitor) -> Response {
    text(visitor.words, Subject::Projects)
}

async fn workbook(
    app: &App,
    session: Uuid,
    w: Words,
    subject: Subject,
) -> Result<Response, Failure> {
    let year = app.service.session(session).await?.opens_on.year();
    let template = template(w, subject, year);
    let bytes = as_workbook(&template).map_err(|error| {
        tracing::error!(%error, "a template cannot be written");
        Failure::Internal("a template cannot be written")
    })?;
    Ok(file(w, subject, Format::Xlsx, bytes))
}

fn text(w: Words, subject: Subject) -> Response {
    let template = template(w, subject, 0);
    file(w, subject, Format::Csv, as_text(&template).into_bytes())
}

fn file(w: Words, subject: Subject, format: Format, bytes: Vec<u8>) -> Response {
    let plain = format!("{}-template", place(subject));
    let name = format!("{} {}", w.say(title(subject)), w.say("import-template"));
    attached(bytes, format.media_type(), &plain, &name, format.ending())
}

/// Key of the word for what the list has.
const fn title(subject: Subject) -> &'static str {
    match subject {
        Subject::Roll => "prepare-roll",
        Subject::Projects => "prepare-projects",
    }
}

fn template(w: Words, subject: Subject, year: i16) -> Template {
    let content = |word: &str, kind: Kind| match kind {
        Kind::Amount => Content::Amount,
        Kind::Text => Content::LongText,
        Kind::Line if word == "field-category" => Content::OneOf(CATEGORIES.to_vec()),
        Kind::Name | Kind::Line | Kind::Place | Kind::Due => Content::Text,
    };
    let columns = subject.columns().iter().enumerate().map(|(number, column)| {
        let unit =
            if column.kind == Kind::Amount { w.say("import-heading-wan") } else { String::new() };
        let note = w.with(hint(column.kind), [("year", year)]);
        // The first column names the row.
        let note =
            if number == 0 { w.with("import-notes-required", [("note", note)]) } else { note };
        Column {
            heading: format!("{}{unit}", w.say(column.word)),
            content: content(column.word, column.kind),
            note,
        }
    });
    let rules = match subject {
        Subject::Roll => "import-notes-roll",
        Subject::Projects => "import-notes-projects",
    };
    Template {
        sheet: w.say(title(subject)),
        columns: columns.collect(),
        notes_sheet: w.say("import-notes"),
        notes_headings: [w.say("import-notes-column"), w.say("import-notes-how")],
        rules: w.with(rules, [("max", ROWS_MAX)]),
    }
}
