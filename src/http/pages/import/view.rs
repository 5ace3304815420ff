//! What the page of an import shows at each of its steps.

use askama::Template;
use axum::response::Response;
use uuid::Uuid;

use super::{Desk, Handed};
use crate::documents::import::{Encoding, Separator, Table};
use crate::domain::refusal::Refusal;
use crate::http::dates;
use crate::http::desk::{Refused, render_form, session_page};
use crate::http::failure::Failure;
use crate::http::page::Page;
use crate::http::words::Words;
use crate::service::import::columns::{Kind, Subject};
use crate::service::import::plan::{Change, Counts, Line};
use crate::service::import::sheet::RowFault;
use crate::service::import::{List, Look};

/// Most faults that are listed; whoever has more begins with these.
const FAULTS_SHOWN_MAX: usize = 200;
/// Most names of those that the list lacks.
const MISSING_SHOWN_MAX: usize = 200;

/// How far an import has come.
pub(super) enum Step {
    /// A file or lines are wanted.
    Hand,
    /// Something is wrong; nothing was imported.
    Faults {
        /// The rows.
        faults: Vec<FaultLine>,
        /// The list, where it can be read in another way.
        kept: Option<Kept>,
    },
    /// What would be done.
    Preview(Box<Preview>),
    /// It is done; what came of it stands in the audit trail.
    Done,
}

/// A row that is wrong.
pub(super) struct FaultLine {
    row: usize,
    column: String,
    why: String,
}

/// The list, which the page hands in again.
pub(super) struct Kept {
    text: String,
    file: String,
    name: String,
    encoding: String,
    separator: String,
    digest: String,
    /// The sheet that was read, and how many were not.
    sheet: String,
    other_sheets: usize,
    /// How it was decoded and cut, where it is a text file.
    read_as: Option<(Encoding, Separator)>,
}

impl Kept {
    /// A list that was read.
    pub(super) fn of(w: Words, handed: &Handed, list: &List, table: &Table) -> Self {
        let name = match list {
            List::File { .. } => handed.name.clone(),
            List::Lines(_) => w.say("import-lines-name"),
        };
        Self {
            name,
            digest: list.digest(),
            sheet: table.sheet.clone().unwrap_or_default(),
            other_sheets: table.other_sheets,
            read_as: table.encoding.zip(table.separator),
            ..Self::unread(handed)
        }
    }

    /// A text file that could not be read as it seemed.
    pub(super) fn unread(handed: &Handed) -> Self {
        Self {
            text: handed.text.clone(),
            file: handed.file.clone(),
            name: handed.name.clone(),
            encoding: handed.encoding.clone(),
            separator: handed.separator.clone(),
            digest: String::new(),
            sheet: String::new(),
            other_sheets: 0,
            read_as: None,
        }
    }

    /// Whether it is text in a file, so that it may have been read in a wrong way.
    fn is_text_file(&self) -> bool {
        !self.file.is_empty() && self.sheet.is_empty()
    }

    fn has_encoding(&self, encoding: Encoding) -> bool {
        self.read_as.is_some_and(|(known, _)| known == encoding)
    }

    fn has_separator(&self, separator: Separator) -> bool {
        self.read_as.is_some_and(|(_, known)| known == separator)
    }
}

/// What would be done.
pub(super) struct Preview {
    kept: Kept,
    seen: String,
    counts: Counts,
    /// The headings' row; without one the columns were taken in order.
    headings: Option<usize>,
    columns: Vec<Heading>,
    unread: String,
    sums: String,
    lines: Vec<PreviewLine>,
    missing: Vec<String>,
    more_missing: usize,
    questions: Vec<FaultLine>,
}

struct Heading {
    word: &'static str,
    number: bool,
}

struct PreviewLine {
    row: usize,
    class: &'static str,
    word: &'static str,
    cells: Vec<PreviewCell>,
}

struct PreviewCell {
    now: String,
    before: Option<String>,
    number: bool,
}

/// The last import of the session.
struct Last {
    at: String,
    by: String,
    name: String,
    digest: String,
    counts: Counts,
}

#[derive(Template)]
#[template(path = "desk/import.html")]
struct ImportPage {
    w: Words,
    page: Page,
    session: Uuid,
    place: &'static str,
    subject: Subject,
    /// Why nothing can change any more.
    fixed: Option<String>,
    last: Option<Last>,
    step: Step,
    refused: Option<Refused>,
    text: String,
    state: String,
    /// What may stand in each column, with days of the session's year.
    columns: Vec<(&'static str, &'static str)>,
    year: i16,
}

/// The part of an address that says what is imported.
pub(super) const fn place(subject: Subject) -> &'static str {
    match subject {
        Subject::Roll => "roll",
        Subject::Projects => "projects",
    }
}

/// The key of the hint of what may stand in a column.
pub(super) const fn hint(kind: Kind) -> &'static str {
    match kind {
        Kind::Name => "import-column-name",
        Kind::Line => "import-column-line",
        Kind::Place => "import-column-place",
        Kind::Text => "import-column-text",
        Kind::Amount => "import-column-amount",
        Kind::Due => "import-column-due",
    }
}

/// The rows that are wrong, as many as a person can look at.
pub(super) fn faults(w: Words, faults: &[RowFault]) -> Vec<FaultLine> {
    let line = |fault: &RowFault| FaultLine {
        row: fault.row,
        column: fault.column.map(|column| w.say(column)).unwrap_or_default(),
        why: w.refusal(&fault.why),
    };
    faults.iter().take(FAULTS_SHOWN_MAX).map(line).collect()
}

/// What would be done with a list in which nothing is wrong.
pub(super) fn preview(w: Words, subject: Subject, kept: Kept, look: &Look) -> Preview {
    let plan = &look.plan;
    let columns = subject.columns();
    let used = |place: &usize| {
        let said = |line: &Line| {
            line.now.get(*place).is_some_and(|cell| !cell.is_empty())
                || line.before.get(*place).is_some_and(Option::is_some)
        };
        *place == 0 || plan.lines.iter().any(said)
    };
    let places: Vec<usize> = (0..columns.len()).filter(used).collect();
    let is_number =
        |place: usize| columns.get(place).is_some_and(|column| column.kind == Kind::Amount);
    let cell = |line: &Line, place: usize| PreviewCell {
        now: line.now.get(place).cloned().unwrap_or_default(),
        before: line.before.get(place).cloned().flatten(),
        number: is_number(place),
    };
    let lines = plan.lines.iter().map(|line| {
        let (class, word) = match line.change {
            Change::New => (" done", "import-new"),
            Change::Changed(_) => (" doing", "import-changed-line"),
            Change::Unchanged => ("", "import-unchanged"),
        };
        let cells = places.iter().map(|place| cell(line, *place)).collect();
        PreviewLine { row: line.row, class, word, cells }
    });
    let heading = |place: &usize| {
        columns.get(*place).map(|column| Heading { word: column.word, number: is_number(*place) })
    };
    let question = |(row, why): (usize, &Refusal)| FaultLine {
        row,
        column: String::new(),
        why: w.refusal(why),
    };
    let sums: Vec<String> = look.sheet.sums.iter().map(usize::to_string).collect();
    let comma = w.pick("、", ", ");
    Preview {
        kept,
        seen: plan.digest(),
        counts: plan.counts(),
        headings: look.sheet.headings,
        columns: places.iter().filter_map(heading).collect(),
        unread: look.sheet.unread.join(comma),
        sums: sums.join(comma),
        lines: lines.collect(),
        missing: plan.missing.iter().take(MISSING_SHOWN_MAX).cloned().collect(),
        more_missing: plan.missing.len().saturating_sub(MISSING_SHOWN_MAX),
        questions: plan.questions().map(question).collect(),
    }
}

impl Desk {
    /// Shows the page at a step.
    pub(super) async fn show(
        &self,
        handed: &Handed,
        step: Step,
        refused: Option<Refused>,
    ) -> Result<Response, Failure> {
        let (w, subject, session) = (self.visitor.words, self.subject, self.session);
        let title = match subject {
            Subject::Roll => "import-roll",
            Subject::Projects => "import-projects",
        };
        let (known, page) = session_page(&self.app, &self.visitor, session, title).await?;
        let refusal = match subject {
            Subject::Roll => known.stage.check_preparing().err(),
            Subject::Projects => known.stage.check_running().err(),
        };
        let last = self.app.service.last_import(session, subject).await?.map(|last| {
            let name = if last.name.is_empty() { w.say("import-lines-name") } else { last.name };
            Last {
                at: dates::written(w, &last.at),
                by: last.by,
                name,
                digest: last.trace.digest,
                counts: last.trace.counts,
            }
        });
        let status = refused.as_ref().map(|refused| refused.status);
        let columns = subject.columns().iter().map(|column| (column.word, hint(column.kind)));
        let page = ImportPage {
            w,
            page,
            session,
            place: place(subject),
            subject,
            fixed: refusal.map(|refusal| w.refusal(&refusal)),
            last,
            step,
            refused,
            text: handed.text.clone(),
            state: handed.state.clone(),
            columns: columns.collect(),
            year: known.opens_on.year(),
        };
        render_form(&page, status)
    }
}
