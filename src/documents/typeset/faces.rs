//! The faces of documents: our own, and those of an office before them. A face is chosen for a
//! whole text, never for a glyph, so that no name changes its face halfway.

use std::path::{Path, PathBuf};
use std::sync::{LazyLock, OnceLock};

use serde_json::{Value, json};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

use super::world::TEMPLATES;

/// Most files of an office's folder that are looked at.
const FILES_MAX: usize = 64;

/// What a face is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The text: 仿宋.
    Body,
    /// Titles: 小标宋.
    Title,
    /// Headings and words of tables: 黑体.
    Strong,
    /// What stands beside: 楷体.
    Kai,
}

impl Role {
    /// All roles.
    pub(super) const ALL: [Self; 4] = [Self::Body, Self::Title, Self::Strong, Self::Kai];

    /// Its name in the data of templates.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Title => "title",
            Self::Strong => "strong",
            Self::Kai => "kai",
        }
    }

    /// Names of the faces that offices have for it, the best one first.
    const fn licensed(self) -> &'static [&'static str] {
        match self {
            Self::Body => &["仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong"],
            Self::Title => {
                &["方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"]
            }
            Self::Strong => &["黑体", "SimHei"],
            Self::Kai => &["楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"],
        }
    }

    /// Place of our own face among our own.
    const fn own(self) -> usize {
        match self {
            Self::Body => 0,
            Self::Title => 1,
            Self::Strong => 2,
            Self::Kai => 3,
        }
    }
}

/// A face with the characters that it has.
pub(super) struct Face {
    font: Font,
    has: Vec<u64>,
}

impl Face {
    fn new(font: Font) -> Self {
        let mut has = Vec::new();
        for point in font.info().coverage.iter() {
            let (word, bit) = place(point);
            if has.len() <= word {
                has.resize(word + 1, 0);
            }
            if let Some(word) = has.get_mut(word) {
                *word |= bit;
            }
        }
        Self { font, has }
    }

    fn has(&self, letter: char) -> bool {
        let (word, bit) = place(letter.into());
        self.has.get(word).is_some_and(|word| word & bit != 0)
    }

    fn covers(&self, text: &str) -> bool {
        text.chars().filter(|letter| is_seen(*letter)).all(|letter| self.has(letter))
    }

    fn info(&self) -> &FontInfo {
        self.font.info()
    }

    /// How templates name it.
    pub(super) fn json(&self) -> Value {
        json!({
            "family": self.info().family,
            "weight": self.info().variant.weight.to_number(),
        })
    }
}

/// Where the bit of a code point stands.
fn place(point: u32) -> (usize, u64) {
    (usize::try_from(point / 64).unwrap_or(usize::MAX), 1 << (point % 64))
}

/// Whether a character needs a glyph.
fn is_seen(letter: char) -> bool {
    !letter.is_control()
}

/// All faces, our own first.
pub(super) struct Faces {
    all: Vec<Face>,
    book: LazyHash<FontBook>,
    /// For each role the face that is taken where it has all characters.
    preferred: [usize; 4],
}

static FOLDER: OnceLock<PathBuf> = OnceLock::new();
static SHARED: LazyLock<Faces> = LazyLock::new(|| Faces::load(FOLDER.get().map(PathBuf::as_path)));

/// Names a folder with an office's own faces. It is read with the first document; after that the
/// call does nothing.
pub fn use_folder(folder: PathBuf) {
    // A second call changes nothing: documents must not change their faces while the program runs.
    let _ = FOLDER.set(folder);
}

impl Faces {
    /// The faces of the program, read when the first document is set.
    pub(super) fn shared() -> &'static Self {
        &SHARED
    }

    fn load(folder: Option<&Path>) -> Self {
        let own = [typefaces::SERIF, typefaces::SERIF_BOLD, typefaces::SANS_BOLD, typefaces::KAI];
        let own = own.into_iter().filter_map(|bytes| Font::new(Bytes::new(bytes), 0));
        let office = folder.map(office_fonts).unwrap_or_default();
        let faces: Vec<Face> = own.chain(office).map(Face::new).collect();
        let book = FontBook::from_fonts(faces.iter().map(|face| &face.font));
        let mut preferred = Role::ALL.map(Role::own);
        for (place, role) in preferred.iter_mut().zip(Role::ALL) {
            let named = |name: &&str| {
                let of_office = faces.iter().enumerate().skip(Role::ALL.len());
                of_office.clone().find(|(_, face)| face.info().family == **name && is_fit(face))
            };
            if let Some((found, _)) = role.licensed().iter().find_map(named) {
                *place = found;
            }
        }
        Self { all: faces, book: LazyHash::new(book), preferred }
    }

    /// What the typesetter knows of them.
    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// A face by its place.
    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.all.get(index).map(|face| face.font.clone())
    }

    /// The face of a role.
    pub(super) fn preferred(&self, role: Role) -> &Face {
        let [body, title, strong, kai] = self.preferred;
        let place = match role {
            Role::Body => body,
            Role::Title => title,
            Role::Strong => strong,
            Role::Kai => kai,
        };
        self.all.get(place).expect("our own faces are in the program, and tests read them")
    }

    /// The face that a text is set in as a whole, where the role's own lacks one of its characters:
    /// the one with all hanzi, or else any that has them all, or else the one with all hanzi.
    pub(super) fn other(&self, role: Role, text: &str) -> Option<&Face> {
        if self.preferred(role).covers(text) {
            return None;
        }
        let covering = self.all.iter().find(|face| face.covers(text));
        covering.or_else(|| self.all.first())
    }

    /// The characters of a text that no face has. A text that two faces could only set together is
    /// set in one, and lacks what that one lacks.
    pub(super) fn lacking(&self, text: &str) -> Vec<char> {
        if self.all.iter().any(|face| face.covers(text)) {
            return Vec::new();
        }
        let first = self.all.first();
        let lacks = |letter: &char| is_seen(*letter) && !first.is_some_and(|it| it.has(*letter));
        text.chars().filter(lacks).collect()
    }
}

/// Whether a face has all that templates say by themselves.
fn is_fit(face: &Face) -> bool {
    TEMPLATES.iter().all(|(_, text)| face.covers(text))
}

/// The faces of an office's folder, in the order of the files' names.
fn office_fonts(folder: &Path) -> Vec<Font> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            tracing::error!(folder = %folder.display(), %error, "typefaces cannot be read");
            return Vec::new();
        }
    };
    let is_face = |path: &PathBuf| {
        let ending = path.extension().and_then(|it| it.to_str()).map(str::to_ascii_lowercase);
        ending.is_some_and(|it| ["otf", "ttf", "ttc", "otc"].contains(&it.as_str()))
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(is_face).collect();
    // Sorted before it is cut off: the same faces at each start, however the folder is listed.
    paths.sort();
    paths.truncate(FILES_MAX);
    let mut fonts = Vec::new();
    for path in paths {
        match std::fs::read(&path) {
            Ok(bytes) => {
                let found: Vec<_> = Font::iter(Bytes::new(bytes)).collect();
                if found.is_empty() {
                    tracing::warn!(file = %path.display(), "this is no typeface");
                }
                fonts.extend(found);
            }
            Err(error) => tracing::warn!(file = %path.display(), %error, "cannot be read"),
        }
    }
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_faces_have_all_that_templates_say() {
        let faces = Faces::load(None);
        assert_eq!(faces.all.len(), Role::ALL.len());
        for role in Role::ALL {
            assert!(is_fit(faces.preferred(role)), "{}", role.name());
        }
    }

    #[test]
    fn a_face_is_chosen_for_a_whole_text() {
        let faces = Faces::load(None);
        assert!(faces.other(Role::Title, "张寨镇").is_none());
        let rare = faces.other(Role::Title, "张喆珺").unwrap();
        assert_eq!(rare.json(), faces.preferred(Role::Body).json());
        assert!(faces.other(Role::Body, "𠮷喆珺玥璟昇堃·").is_none());
    }

    #[test]
    fn what_no_face_has_is_named() {
        let faces = Faces::load(None);
        assert_eq!(faces.lacking("𠮷喆珺玥璟昇堃·\n"), Vec::<char>::new());
        assert_eq!(faces.lacking("王𪛖"), ['𪛖']);
    }
}
