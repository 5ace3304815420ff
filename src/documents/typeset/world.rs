//! What the typesetter can see: the templates, one file of data, the faces. Nothing else.

use std::sync::LazyLock;

use serde_json::Value;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

use super::faces::Faces;

/// The templates by their names; the first one is the document.
pub(super) const TEMPLATES: [(&str, &str); 10] = [
    ("main.typ", include_str!("../../../templates/documents/main.typ")),
    ("frame.typ", include_str!("../../../templates/documents/frame.typ")),
    ("attendance.typ", include_str!("../../../templates/documents/attendance.typ")),
    ("ballot.typ", include_str!("../../../templates/documents/ballot.typ")),
    ("booklet.typ", include_str!("../../../templates/documents/booklet.typ")),
    ("minutes.typ", include_str!("../../../templates/documents/minutes.typ")),
    ("notice.typ", include_str!("../../../templates/documents/notice.typ")),
    ("regulation.typ", include_str!("../../../templates/documents/regulation.typ")),
    ("result.typ", include_str!("../../../templates/documents/result.typ")),
    ("zero.typ", include_str!("../../../templates/documents/zero.typ")),
];

static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(Library::builder().build()));

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    TEMPLATES.iter().map(|(name, text)| Source::new(id(name), (*text).to_owned())).collect()
});

static MAIN: LazyLock<FileId> = LazyLock::new(|| id("main.typ"));
static DATA: LazyLock<FileId> = LazyLock::new(|| id("data.json"));

/// The id of one of our own names.
fn id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("the names of templates are plain");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// A world of templates, data and faces.
pub(super) struct DocumentWorld<'a> {
    faces: &'a Faces,
    data: Bytes,
}

impl<'a> DocumentWorld<'a> {
    /// A world with these data.
    pub(super) fn new(faces: &'a Faces, data: &Value) -> Self {
        Self { faces, data: Bytes::from_string(data.to_string()) }
    }
}

impl World for DocumentWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.faces.book()
    }

    fn main(&self) -> FileId {
        *MAIN
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let known = SOURCES.iter().find(|source| source.id() == id).cloned();
        known.ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.faces.font(index)
    }

    // There is no clock: every date on a document is one of its data.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
