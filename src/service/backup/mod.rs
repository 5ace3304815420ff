//! Backups: a whole copy of the database in a folder of its own, with a list that says what it is
//! and is sealed with the installation's secret (`docs/DRILL.md`).
//!
//! `copier` makes them while the service runs, `journal` follows every entry between two of them,
//! `restore` brings one back, `sealed_key` lets the key file travel, `authority` the hall's
//! authority, which the tablets trust.

mod authority;
mod copier;
mod journal;
mod restore;
mod sealed_key;

pub use authority::Trust;
pub(super) use copier::Copier;
pub use copier::CopyPlan;
pub use restore::{Restore, Restored, restore};
pub use sealed_key::PASSPHRASE_MIN;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use ballotbox::canonical;
use ballotbox::codec::{Digest, Time};
use jiff::Timestamp;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::KeyFile;
use super::self_check::{Head, Unsound, check_copy};
use crate::storage::{Storage, StorageError};
use authority::Authority;
use sealed_key::SealedKey;

/// The database in a data folder and in a backup.
pub const DATABASE: &str = "piaojue.db";
/// The list of a backup.
const LIST: &str = "backup.json";
/// The key file in a backup, closed by a passphrase.
const SEALED_KEY: &str = "piaojue.key.sealed";
/// The hall's authority in a backup, closed by the same passphrase; absent where there is none.
const SEALED_AUTHORITY: &str = "authority.sealed";
/// What the name of a backup's folder begins with.
const PREFIX: &str = "backup-";
/// Where journals are, beside the backups.
const JOURNALS: &str = "journal";
/// What is being written and is no backup yet.
const UNFINISHED: &str = ".part";

/// Why there is no backup, or none that may be brought back.
#[derive(Debug, Error)]
pub enum BackupError {
    /// A file could not be read or written.
    #[error("{path}: {error}")]
    Io {
        /// Which.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// The database.
    #[error("the database: {0}")]
    Storage(#[from] StorageError),
    /// What the copy holds does not hold together.
    #[error("the copy does not hold: {0}")]
    Unsound(#[from] Unsound),
    /// It is not as its list says.
    #[error("{0}")]
    Refused(String),
}

fn refused(why: impl Into<String>) -> BackupError {
    BackupError::Refused(why.into())
}

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.display().to_string();
    move |error| BackupError::Io { path, error }
}

/// A session's log as a backup has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogHead {
    /// The session.
    pub session: Uuid,
    /// Entries.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
}

/// What a backup is. `seal` is the rest under the installation's secret: nobody else can make a
/// list that this installation takes for its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    kind: String,
    program: String,
    /// When it was made.
    pub made_at: String,
    /// Of which installation.
    pub installation: String,
    database_bytes: u64,
    database: Digest,
    /// The logs that are in it.
    pub logs: Vec<LogHead>,
    seal: Digest,
}

const KIND: &str = "piaojue/backup/1";

/// The name of an installation, by its secret, which it does not tell.
pub fn installation(key: &KeyFile) -> String {
    Digest::of(&[b"piaojue/v1/installation\0", key.text().as_bytes()]).code(10, 5)
}

impl List {
    fn new(made_at: &Time, key: &KeyFile, database: &[u8], heads: &[Head]) -> Self {
        let log = |head: &Head| LogHead { session: head.session, size: head.size, root: head.root };
        let mut list = Self {
            kind: KIND.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            made_at: made_at.as_str().to_owned(),
            installation: installation(key),
            database_bytes: u64::try_from(database.len()).unwrap_or(u64::MAX),
            database: Digest::of(&[database]),
            logs: heads.iter().map(log).collect(),
            seal: Digest::of(&[]),
        };
        list.seal = list.sealed_with(key);
        list
    }

    fn sealed_with(&self, key: &KeyFile) -> Digest {
        let unsealed = Self { seal: Digest::of(&[]), ..self.clone() };
        // A list of plain texts and numbers always has its one text.
        let text = canonical::to_bytes(&unsealed).unwrap_or_default();
        Digest::of(&[b"piaojue/v1/backup\0", key.text().as_bytes(), b"\0", &text])
    }

    /// Reads the list of a backup.
    ///
    /// # Errors
    /// When the folder holds none.
    pub fn read(folder: &Path) -> Result<Self, BackupError> {
        let path = folder.join(LIST);
        let bytes = std::fs::read(&path).map_err(io_at(&path))?;
        let list: Self = serde_json::from_slice(&bytes)
            .map_err(|error| refused(format!("{}: {error}", path.display())))?;
        if list.kind != KIND {
            return Err(refused(format!("{}: of an unknown kind {:?}", path.display(), list.kind)));
        }
        Ok(list)
    }

    /// Holds a database's bytes and a key against the list.
    fn check(&self, key: &KeyFile, database: &[u8]) -> Result<(), BackupError> {
        if self.installation != installation(key) {
            return Err(refused(format!(
                "the backup is of another installation ({}, here is {})",
                self.installation,
                installation(key)
            )));
        }
        if self.seal != self.sealed_with(key) {
            return Err(refused("the backup's list was changed after it was made"));
        }
        if self.database != Digest::of(&[database]) {
            return Err(refused("the backup's database is damaged: it is not what was copied"));
        }
        Ok(())
    }
}

/// What travels with each backup, closed by a passphrase.
pub struct Sealed {
    key: SealedKey,
    authority: Option<String>,
}

impl Sealed {
    /// Closes an installation's key file, and the hall's authority where its data folder has one.
    ///
    /// # Errors
    /// When the passphrase is too short, or the authority cannot be read.
    pub fn close(
        key: &KeyFile,
        data: &Path,
        passphrase: &str,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, BackupError> {
        let key = SealedKey::close(key, passphrase, rng)?;
        let authority = Authority::of(data)?;
        let authority = authority.map(|it| it.close(passphrase, rng)).transpose()?;
        Ok(Self { key, authority })
    }

    /// The files of a backup that hold it, with their texts.
    fn files(&self) -> Vec<(&'static str, String)> {
        let key = (SEALED_KEY, self.key.text().to_owned());
        let authority = self.authority.clone().map(|text| (SEALED_AUTHORITY, text));
        std::iter::once(key).chain(authority).collect()
    }
}

/// Makes a backup of a database below a folder, checks it, and says where it is.
///
/// The copy is opened again, its file and all its logs are checked; only then it gets its name.
///
/// # Errors
/// When it could not be written, or does not hold; nothing is left then.
pub async fn make(
    storage: &Storage,
    key: &KeyFile,
    sealed: Option<&Sealed>,
    to: &Path,
    now: Timestamp,
) -> Result<(PathBuf, List), BackupError> {
    let made_at = crate::clock::written(now).map_err(|error| refused(error.to_string()))?;
    let to = to.to_owned();
    let place = to.clone();
    let (folder, unfinished) = away(move || begin(&place, now)).await?;
    let made = fill(storage, key, sealed, &unfinished, &made_at).await;
    away(move || {
        let list = match made {
            Ok(list) => list,
            Err(error) => {
                // A half copy is of no use to anybody.
                let _ = std::fs::remove_dir_all(&unfinished);
                return Err(error);
            }
        };
        std::fs::rename(&unfinished, &folder).map_err(io_at(&folder))?;
        sync_folder(&to)?;
        Ok((folder, list))
    })
    .await
}

/// Works with files off the event loop: a second disk may be slow, or not answer at all.
async fn away<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    tokio::task::spawn_blocking(act).await.map_err(|error| refused(error.to_string()))?
}

/// Where the next backup will be, and the folder in which it is made.
fn begin(to: &Path, now: Timestamp) -> Result<(PathBuf, PathBuf), BackupError> {
    std::fs::create_dir_all(to).map_err(io_at(to))?;
    // Numbered, because clocks are set back.
    let number = numbers(to)?.into_iter().max().unwrap_or_default() + 1;
    let name = format!("{PREFIX}{number:06}-{}", now.strftime("%Y%m%dT%H%M%SZ"));
    let unfinished = to.join(format!("{name}{UNFINISHED}"));
    std::fs::create_dir_all(&unfinished).map_err(io_at(&unfinished))?;
    Ok((to.join(name), unfinished))
}

async fn fill(
    storage: &Storage,
    key: &KeyFile,
    sealed: Option<&Sealed>,
    folder: &Path,
    made_at: &Time,
) -> Result<List, BackupError> {
    let path = folder.join(DATABASE);
    let text = path.to_str().ok_or_else(|| refused("the folder's name is no text"))?;
    storage.copy_into(text).await?;
    let copy = path.clone();
    away(move || File::open(&copy).and_then(|file| file.sync_all()).map_err(io_at(&copy))).await?;
    let heads = check_copy(text).await?;
    let bytes = away(move || std::fs::read(&path).map_err(io_at(&path))).await?;
    let list = List::new(made_at, key, &bytes, &heads);
    let mut text =
        serde_json::to_string_pretty(&list).map_err(|error| refused(error.to_string()))?;
    text.push('\n');
    let (folder, closed) = (folder.to_owned(), sealed.map_or_else(Vec::new, Sealed::files));
    away(move || {
        for (name, text) in closed {
            write(&folder.join(name), text.as_bytes())?;
        }
        write(&folder.join(LIST), text.as_bytes())?;
        sync_folder(&folder)
    })
    .await?;
    Ok(list)
}

/// The numbers of all backups below a folder, finished or not.
fn numbers(folder: &Path) -> Result<Vec<u64>, BackupError> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io_at(folder))? {
        let name = entry.map_err(io_at(folder))?.file_name();
        let rest = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        found.extend(rest.and_then(|rest| rest.split('-').next()?.parse::<u64>().ok()));
    }
    Ok(found)
}

/// All backups below a folder, the latest first.
pub fn backups(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io_at(folder))? {
        let entry = entry.map_err(io_at(folder))?;
        let name = entry.file_name();
        let is_backup = name
            .to_str()
            .is_some_and(|name| name.starts_with(PREFIX) && !name.ends_with(UNFINISHED));
        if is_backup && entry.path().join(LIST).is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    found.reverse();
    Ok(found)
}

/// Writes a new file and waits for the disk.
fn write(path: &Path, bytes: &[u8]) -> Result<(), BackupError> {
    use std::io::Write as _;
    let mut file = File::create_new(path).map_err(io_at(path))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io_at(path))
}

/// Waits until the names in a folder are on the disk.
fn sync_folder(folder: &Path) -> Result<(), BackupError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(io_at(folder))
}
