//! Sets documents as PDF: templates of `templates/documents/`, data handed in as one JSON file.
//!
//! Nothing of the data is ever markup, there is no file system, no network and no clock, and the
//! same data give the same bytes ([`docs/PAPERS.md`](../../../docs/PAPERS.md)).

mod faces;
mod world;

use serde_json::{Value, json};
use thiserror::Error;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_svg::SvgOptions;

pub use faces::use_folder;
use faces::{Faces, Role};
use world::DocumentWorld;

/// Most pages that are set at once: the papers of a session with all that it can have.
const PAGES_MAX: usize = 500;
/// Documents after which the typesetter forgets what it has laid out.
const FORGET_AFTER: usize = 3;

/// Why there is no document.
#[derive(Debug, Error)]
pub enum TypesetError {
    /// The template and the data do not fit: a mistake of the program.
    #[error("a document cannot be set: {0}")]
    Template(String),
    /// Too long to print.
    #[error("the documents have {0} pages, {PAGES_MAX} at most are set at once")]
    Pages(usize),
}

/// What is set: papers one after another, each with pages of its own.
#[derive(Clone, Debug)]
pub struct Print {
    /// The title of the file.
    pub title: String,
    /// Whose it is.
    pub author: String,
    /// The day that the file bears, of the data: year, month, day.
    pub day: (i16, i8, i8),
    /// What identifies the file: the codes of its papers.
    pub identity: String,
    /// The papers, in order.
    pub papers: Vec<Value>,
}

impl Print {
    /// Sets the papers as one PDF.
    ///
    /// # Errors
    /// When the papers have too many pages.
    pub fn pdf(&self) -> Result<Vec<u8>, TypesetError> {
        let document = self.laid_out()?;
        let options = PdfOptions {
            ident: Smart::Custom(self.identity.clone()),
            creator: Smart::Custom(Some("piaojue".to_owned())),
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| failed(&errors));
        comemo::evict(FORGET_AFTER);
        pdf
    }

    /// A picture of the first page as SVG.
    ///
    /// # Errors
    /// When the papers have too many pages.
    pub fn first_page(&self) -> Result<String, TypesetError> {
        let document = self.laid_out()?;
        let page = document.pages().first().ok_or(TypesetError::Pages(0))?;
        let picture = typst_svg::svg(page, &SvgOptions::default());
        comemo::evict(FORGET_AFTER);
        Ok(picture)
    }

    fn laid_out(&self) -> Result<PagedDocument, TypesetError> {
        let faces = Faces::shared();
        let world = DocumentWorld::new(faces, &self.data(faces));
        let document = typst::compile::<PagedDocument>(&world);
        let document = document.output.map_err(|errors| failed(&errors))?;
        let pages = document.pages().len();
        if pages > PAGES_MAX { Err(TypesetError::Pages(pages)) } else { Ok(document) }
    }

    /// The one file that the templates read.
    fn data(&self, faces: &Faces) -> Value {
        let mut texts = Vec::new();
        self.papers.iter().for_each(|paper| collect(paper, &mut texts));
        texts.sort_unstable();
        texts.dedup();
        let others = |role: Role| {
            let other = |text: &&str| {
                let chosen = faces.other(role, text)?;
                Some(((*text).to_owned(), chosen.json()))
            };
            texts.iter().filter_map(other).collect::<serde_json::Map<_, _>>()
        };
        let papers: Vec<_> = self.papers.iter().map(|paper| with_lacking(paper, faces)).collect();
        json!({
            "title": self.title,
            "author": self.author,
            "date": [self.day.0, self.day.1, self.day.2],
            "faces": Role::ALL.map(|role| (role.name(), faces.preferred(role).json()))
                .into_iter().map(|(name, face)| (name.to_owned(), face))
                .collect::<serde_json::Map<_, _>>(),
            "others": Role::ALL.map(|role| (role.name(), others(role)))
                .into_iter().map(|(name, map)| (name.to_owned(), Value::Object(map)))
                .collect::<serde_json::Map<_, _>>(),
            "papers": papers,
        })
    }
}

/// The characters of a text that no face has: they cannot be printed.
pub fn coverage(text: &str) -> Vec<char> {
    Faces::shared().lacking(text)
}

/// A paper with the code points that it cannot print.
fn with_lacking(paper: &Value, faces: &Faces) -> Value {
    let mut texts = Vec::new();
    collect(paper, &mut texts);
    let mut lacking: Vec<char> = texts.iter().flat_map(|text| faces.lacking(text)).collect();
    lacking.sort_unstable();
    lacking.dedup();
    let codes = lacking.iter().map(|letter| format!("U+{:04X}", u32::from(*letter)));
    let mut paper = paper.clone();
    if let Some(members) = paper.as_object_mut() {
        members.insert("lacking".to_owned(), codes.collect());
    }
    paper
}

/// All texts in a value, but for the drawing of the code.
fn collect<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(members) => {
            let shown = members.iter().filter(|(name, _)| *name != "qr");
            shown.for_each(|(_, member)| collect(member, texts));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn failed(errors: &[SourceDiagnostic]) -> TypesetError {
    let said: Vec<_> = errors.iter().map(|error| error.message.to_string()).collect();
    TypesetError::Template(said.join("; "))
}
