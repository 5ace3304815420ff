//! The journal: every entry of every log, one line of JSON each, on another disk than the database.
//! A line is written and on that disk before anybody is told that the entry is stored; so the
//! journal has every ballot whose deputy has a receipt, and can be counted by itself.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use ballotbox::codec::Digest;
use ballotbox::log::{Tree, leaf_hash};
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{BackupError, JOURNALS, io_at, refused};

/// A line: the entry's own bytes stand in it as they are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    position: u64,
    #[serde(borrow)]
    entry: &'a RawValue,
}

/// The journals of all sessions.
pub(super) struct Journals {
    folder: PathBuf,
    open: HashMap<Uuid, Journal>,
}

/// One session's.
struct Journal {
    file: File,
    tree: Tree,
}

impl Journals {
    /// The journals below a backup folder.
    pub(super) fn below(folder: &Path) -> Result<Self, BackupError> {
        let folder = folder.join(JOURNALS);
        std::fs::create_dir_all(&folder).map_err(io_at(&folder))?;
        Ok(Self { folder, open: HashMap::new() })
    }

    fn journal(&mut self, session: Uuid) -> Result<&mut Journal, BackupError> {
        if !self.open.contains_key(&session) {
            let path = path(&self.folder, session);
            let journal = Journal::open(&path)?;
            self.open.insert(session, journal);
        }
        self.open.get_mut(&session).ok_or_else(|| refused("a journal is gone"))
    }

    /// How many entries of a session it has.
    pub(super) fn size(&mut self, session: Uuid) -> Result<usize, BackupError> {
        Ok(self.journal(session)?.tree.size())
    }

    /// Whether a log continues what the journal has of it.
    pub(super) fn is_continued(&mut self, session: Uuid, log: &Tree) -> Result<bool, BackupError> {
        let tree = &self.journal(session)?.tree;
        Ok(log.root_at(tree.size()) == Some(tree.root()))
    }

    /// Writes entries from a position on, and waits for the disk. What it has already is left;
    /// where entries before them are missing, nothing is written and `false` comes back.
    pub(super) fn append(
        &mut self,
        session: Uuid,
        first: usize,
        entries: &[Vec<u8>],
    ) -> Result<bool, BackupError> {
        let path = path(&self.folder, session);
        let journal = self.journal(session)?;
        let size = journal.tree.size();
        if first > size {
            return Ok(false);
        }
        let new: Vec<_> = entries.iter().skip(size - first).collect();
        let mut text = Vec::new();
        for (position, entry) in (size..).zip(&new) {
            text.extend_from_slice(b"{\"entry\":");
            text.extend_from_slice(entry);
            text.extend_from_slice(format!(",\"position\":{position}}}\n").as_bytes());
        }
        let written = journal.file.write_all(&text).and_then(|()| journal.file.sync_data());
        if let Err(error) = written {
            // Half a line may stand there; the file is read again before more is written.
            self.open.remove(&session);
            return Err(io_at(&path)(error));
        }
        for entry in new {
            journal.tree.append(leaf_hash(entry));
        }
        Ok(true)
    }
}

impl Journal {
    /// Opens a journal, and takes off a last line that was not written to its end.
    fn open(path: &Path) -> Result<Self, BackupError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(path).map_err(io_at(path))?;
        let bytes = std::fs::read(path).map_err(io_at(path))?;
        let (entries, whole) = parse(path, &bytes)?;
        let whole = u64::try_from(whole).unwrap_or(u64::MAX);
        let end = |file: &mut File| -> io::Result<()> {
            use std::io::Seek as _;
            file.set_len(whole)?;
            file.seek(io::SeekFrom::Start(whole))?;
            file.sync_all()
        };
        end(&mut file).map_err(io_at(path))?;
        let tree = Tree::from_leaves(entries.iter().map(|entry| leaf_hash(entry)));
        Ok(Self { file, tree })
    }
}

fn path(folder: &Path, session: Uuid) -> PathBuf {
    folder.join(format!("{session}.jsonl"))
}

/// The entries of a journal, and how many bytes of it are whole lines. Only the last line may be
/// broken: it was being written when the power went.
fn parse(path: &Path, bytes: &[u8]) -> Result<(Vec<Vec<u8>>, usize), BackupError> {
    let (mut entries, mut whole) = (Vec::new(), 0);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let last = whole + line.len() == bytes.len();
        let read: Result<Line<'_>, _> = serde_json::from_slice(line);
        let position = u64::try_from(entries.len()).unwrap_or(u64::MAX);
        match read {
            Ok(read) if line.ends_with(b"\n") && read.position == position => {
                entries.push(read.entry.get().as_bytes().to_vec());
                whole += line.len();
            }
            _ if last => break,
            _ => return Err(refused(format!("{}: line {position} is damaged", path.display()))),
        }
    }
    Ok((entries, whole))
}

/// A session and its entries.
type Kept = (Uuid, Vec<Vec<u8>>);

/// All journals below a backup folder: the sessions with their entries.
pub(super) fn read_all(folder: &Path) -> Result<Vec<Kept>, BackupError> {
    let folder = folder.join(JOURNALS);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(io_at(&folder))? {
        let path = entry.map_err(io_at(&folder))?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let Some(session) = stem.and_then(|stem| stem.parse().ok()) else { continue };
        let bytes = std::fs::read(&path).map_err(io_at(&path))?;
        found.push((session, parse(&path, &bytes)?.0));
    }
    found.sort();
    Ok(found)
}

/// The root over the first entries.
pub(super) fn root_of(entries: &[Vec<u8>], size: usize) -> Option<Digest> {
    let tree = Tree::from_leaves(entries.iter().take(size).map(|entry| leaf_hash(entry)));
    (tree.size() == size).then(|| tree.root())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_line_is_taken_off_and_a_damaged_one_is_not() {
        let folder = std::env::temp_dir().join(format!("piaojue-journal-{}", std::process::id()));
        let _gone = std::fs::remove_dir_all(&folder);
        let session = Uuid::nil();
        let entry = |number: usize| format!("{{\"n\":{number}}}").into_bytes();
        let mut journals = Journals::below(&folder).unwrap();
        assert!(journals.append(session, 0, &[entry(0), entry(1)]).unwrap());
        assert!(
            journals.append(session, 1, &[entry(1), entry(2)]).unwrap(),
            "one is there already"
        );
        assert!(!journals.append(session, 4, &[entry(4)]).unwrap(), "one is missing");
        let path = path(&folder.join(JOURNALS), session);
        let whole = std::fs::read(&path).unwrap();
        let three: Vec<_> = (0..3).map(entry).collect();
        assert_eq!(read_all(&folder).unwrap(), [(session, three.clone())]);
        for length in 0..whole.len() {
            std::fs::write(&path, &whole[..length]).unwrap();
            let mut journals = Journals::below(&folder).unwrap();
            let size = journals.size(session).unwrap();
            assert!(size < 3);
            assert!(journals.append(session, size, &three[size..]).unwrap());
            assert_eq!(std::fs::read(&path).unwrap(), whole, "cut at {length}");
        }
        let mut damaged = whole.clone();
        damaged[5] = b'x';
        std::fs::write(&path, damaged).unwrap();
        assert!(read_all(&folder).is_err(), "not the last line: not torn, but damaged");
        let log = Tree::from_leaves(three.iter().map(|entry| leaf_hash(entry)));
        std::fs::write(&path, &whole).unwrap();
        assert!(Journals::below(&folder).unwrap().is_continued(session, &log).unwrap());
        let other = Tree::from_leaves([2, 1, 0].map(|number| leaf_hash(&entry(number))));
        assert!(!Journals::below(&folder).unwrap().is_continued(session, &other).unwrap());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
