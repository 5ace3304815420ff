//! Brings a backup back into a data folder: holds it against its list, adds the ballots that the
//! journal has since, refuses what would lose or mix anything, and deletes nothing.

use std::path::{Path, PathBuf};

use ballotbox::entry::{Body, Entry};
use ballotbox::ledger::Ledger;
use ballotbox::seal;
use jiff::Timestamp;
use uuid::Uuid;

use super::sealed_key::SealedKey;
use super::{
    BackupError, DATABASE, List, SEALED_KEY, Trust, UNFINISHED, authority, backups, io_at, journal,
    refused, sync_folder,
};
use crate::service::KeyFile;
use crate::service::health::machine_line;
use crate::service::self_check::{Head, check_copy};
use crate::storage::log::NewEntry;
use crate::storage::{self, Storage};

/// The key file in a data folder.
const KEY: &str = "piaojue.key";

/// What is to be restored, and what is allowed. Nobody may be using the data folder.
pub struct Restore<'a> {
    /// A backup's folder, or the folder with all of them: then the latest.
    pub from: &'a Path,
    /// The data folder.
    pub data: &'a Path,
    /// What closes the key file and the hall's authority in the backup.
    pub passphrase: Option<&'a str>,
    /// Heads of logs as they were printed: the backup must have them.
    pub heads: &'a [String],
    /// A backup that is older than what the folder holds, or than a printed head, may come back.
    pub older: bool,
    /// What the journal has after the backup besides ballots may stay away.
    pub without_tail: bool,
    /// When.
    pub now: Timestamp,
}

/// What was restored.
pub struct Restored {
    /// The backup.
    pub folder: PathBuf,
    /// When it was made.
    pub made_at: String,
    /// Ballots that the journal had since.
    pub from_journal: usize,
    /// Where each log stands now.
    pub heads: Vec<Head>,
    /// Whether tablets trust it as they did.
    pub trust: Trust,
    /// Where the files lie that stood in the folder before, if there were any.
    pub replaced: Option<PathBuf>,
}

/// Restores a backup.
///
/// # Errors
/// Why not; the data folder is then as it was.
pub async fn restore(wish: &Restore<'_>) -> Result<Restored, BackupError> {
    let (folder, all) = find(wish.from)?;
    let list = List::read(&folder)?;
    let key = key_for(wish, &folder)?;
    let (trust, authority) = authority::look(wish.data, &folder, wish.passphrase)?;
    let database = folder.join(DATABASE);
    let bytes = std::fs::read(&database).map_err(io_at(&database))?;
    list.check(&key, &bytes)?;
    let fresh = Fresh::lay(wish.data, &bytes)?;
    let known = check_copy(fresh.text()?).await?;
    let same = known.iter().zip(&list.logs).all(|(head, log)| {
        (head.session, head.size, head.root) == (log.session, log.size, log.root)
    });
    if !same || known.len() != list.logs.len() {
        return Err(refused("the backup's logs are not those of its list"));
    }
    let from_journal = add_journals(wish, &all, &fresh).await?;
    let heads = check_copy(fresh.text()?).await?;
    check_age(wish, &fresh, &heads).await?;
    enter(&fresh, &list, wish.now).await?;
    // Before the database: a start in between would make an authority that no tablet trusts.
    if let Some(authority) = authority {
        authority.put(wish.data)?;
    }
    let replaced = fresh.put(wish.data, wish.now)?;
    let path = wish.data.join(KEY);
    if !path.exists() {
        let text = format!("{}\n", key.text());
        write_secret(&path, text.as_bytes()).map_err(io_at(&path))?;
    }
    sync_folder(wish.data)?;
    Ok(Restored { folder, made_at: list.made_at, from_journal, heads, trust, replaced })
}

/// The backup that is meant, and the folder with all of them.
fn find(from: &Path) -> Result<(PathBuf, PathBuf), BackupError> {
    if from.join(super::LIST).is_file() {
        let all = from.parent().unwrap_or(from).to_owned();
        return Ok((from.to_owned(), all));
    }
    let latest = backups(from)?.into_iter().next();
    let latest = latest.ok_or_else(|| refused(format!("{} holds no backup", from.display())))?;
    Ok((latest, from.to_owned()))
}

/// The installation's secret: that of the folder, else that of the backup.
fn key_for(wish: &Restore<'_>, folder: &Path) -> Result<KeyFile, BackupError> {
    let (own, closed) = (wish.data.join(KEY), folder.join(SEALED_KEY));
    let own = match std::fs::read_to_string(&own) {
        Ok(text) => Some(KeyFile::parse(&text).ok_or_else(|| {
            refused(format!("{} is damaged; put it away to take the backup's", own.display()))
        })?),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(io_at(&own)(error)),
    };
    let travelled = match wish.passphrase {
        Some(passphrase) => {
            let text = std::fs::read_to_string(&closed).map_err(io_at(&closed))?;
            Some(SealedKey::open(&text, passphrase)?)
        }
        None => None,
    };
    match (own, travelled) {
        (Some(own), Some(travelled)) if own.text() != travelled.text() => {
            Err(refused("the data folder belongs to another installation than the backup"))
        }
        (Some(key), _) | (None, Some(key)) => Ok(key),
        (None, None) => Err(refused(
            "the data folder holds no key file: give the passphrase of the backup's, or put the \
             key file there",
        )),
    }
}

/// The database that is being restored, beside its place.
struct Fresh(PathBuf);

impl Fresh {
    fn lay(data: &Path, bytes: &[u8]) -> Result<Self, BackupError> {
        std::fs::create_dir_all(data).map_err(io_at(data))?;
        let fresh = Self(data.join(format!("{DATABASE}{UNFINISHED}")));
        fresh.clear();
        super::write(&fresh.0, bytes)?;
        Ok(fresh)
    }

    fn clear(&self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            let _ = std::fs::remove_file(with_ending(&self.0, ending));
        }
    }

    fn text(&self) -> Result<&str, BackupError> {
        self.0.to_str().ok_or_else(|| refused("the folder's name is no text"))
    }

    async fn open(&self) -> Result<Storage, BackupError> {
        Ok(Storage::open(&format!("sqlite:{}?mode=rw", self.text()?)).await?)
    }

    /// Puts it into its place. What stood there is kept, with its write-ahead log: one that is left
    /// behind would be read into the restored database.
    fn put(self, data: &Path, now: Timestamp) -> Result<Option<PathBuf>, BackupError> {
        let place = data.join(DATABASE);
        let mut replaced = None;
        for ending in ["-wal", "-shm", "-journal", ""] {
            let old = with_ending(&place, ending);
            if !old.exists() {
                continue;
            }
            let folder = data.join(format!("replaced-{}", now.strftime("%Y%m%dT%H%M%SZ")));
            std::fs::create_dir_all(&folder).map_err(io_at(&folder))?;
            let kept = folder.join(with_ending(Path::new(DATABASE), ending));
            if ending.is_empty() {
                // The place is never empty: a start in between would begin a new database.
                std::fs::hard_link(&old, &kept).map_err(io_at(&kept))?;
            } else {
                std::fs::rename(&old, &kept).map_err(io_at(&kept))?;
            }
            replaced = Some(folder);
        }
        std::fs::File::open(&self.0).and_then(|file| file.sync_all()).map_err(io_at(&self.0))?;
        std::fs::rename(&self.0, &place).map_err(io_at(&place))?;
        Ok(replaced)
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // Where it was put into its place there is nothing left.
        self.clear();
    }
}

pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut text = path.as_os_str().to_owned();
    text.push(ending);
    text.into()
}

/// Adds the ballots that the journals have and the backup has not.
async fn add_journals(wish: &Restore<'_>, all: &Path, fresh: &Fresh) -> Result<usize, BackupError> {
    let journals = journal::read_all(all)?;
    let storage = fresh.open().await?;
    let mut added = 0;
    let mut left = 0;
    for (session, entries) in &journals {
        let (ballots, rest) = add_journal(&storage, *session, entries).await?;
        added += ballots;
        left += rest;
    }
    storage.close().await;
    if left > 0 && !wish.without_tail {
        return Err(refused(format!(
            "the journal has {left} entries after this backup that only a newer backup can bring \
             back; take the latest, or leave them away and say so"
        )));
    }
    Ok(added)
}

/// Adds a session's ballots; how many, and how many entries cannot be added.
async fn add_journal(
    storage: &Storage,
    session: Uuid,
    entries: &[Vec<u8>],
) -> Result<(usize, usize), BackupError> {
    let mut tx = storage.begin().await?;
    let Some(mut known) = storage::sessions::lock(&mut tx, session).await? else {
        return Ok((0, entries.len()));
    };
    let stored = storage::log::entries(tx.connection(), session, 0).await?;
    let both = stored.len().min(entries.len());
    if journal::root_of(&stored, both) != journal::root_of(entries, both) {
        return Err(refused(format!("the journal of session {session} is of another log")));
    }
    let odd = |why: String| refused(format!("the journal of session {session}: {why}"));
    let mut ledger = Ledger::read(&stored).map_err(|error| odd(error.to_string()))?;
    let mut added = 0;
    for bytes in entries.iter().skip(stored.len()) {
        let entry = Entry::from_bytes(bytes).map_err(|error| odd(error.to_string()))?;
        let Body::Ballot(ballot) = entry.body() else { break };
        let poll = ledger.poll(ballot.poll).ok_or_else(|| odd("a ballot of no poll".into()))?;
        seal::check(poll.poll(), ballot).map_err(|error| odd(error.to_string()))?;
        let admitted = ledger.admit(&entry).map_err(|error| odd(error.to_string()))?;
        let position = u64::try_from(admitted.index).unwrap_or(u64::MAX);
        let leaf = admitted.leaf.to_string();
        let new = NewEntry { position, kind: "ballot", bytes: &admitted.bytes, leaf: &leaf };
        storage::log::append(tx.connection(), session, new).await?;
        let slip = ballot.slip.to_string();
        storage::log::use_slip(tx.connection(), session, ballot.poll, &slip, position).await?;
        added += 1;
    }
    if added > 0 {
        known.log_size = u64::try_from(ledger.size()).unwrap_or(u64::MAX);
        storage::sessions::update(tx.connection(), &known).await?;
        tx.commit().await?;
    }
    Ok((added, entries.len().saturating_sub(stored.len() + added)))
}

/// Refuses what is older than what stands in the folder, and than what was printed.
async fn check_age(wish: &Restore<'_>, fresh: &Fresh, heads: &[Head]) -> Result<(), BackupError> {
    if wish.older {
        return Ok(());
    }
    let storage = Storage::open_at_rest(fresh.text()?).await?;
    for printed in wish.heads {
        if !has_head(&storage, heads, printed).await? {
            return Err(refused(format!(
                "the backup does not have the printed head {printed}: it is older, or of another \
                 log"
            )));
        }
    }
    storage.close().await;
    let place = wish.data.join(DATABASE);
    for (session, size) in sizes(&place).await.unwrap_or_default() {
        let here = heads.iter().find(|head| head.session == session).map_or(0, |head| head.size);
        if here < size {
            return Err(refused(format!(
                "the data folder knows {size} entries of session {session}, the backup only \
                 {here}: it is older"
            )));
        }
    }
    Ok(())
}

/// Whether one of the logs went through a head that was printed.
async fn has_head(storage: &Storage, heads: &[Head], printed: &str) -> Result<bool, BackupError> {
    let wrong = || refused(format!("{printed:?} is no head: it begins with a number and a dash"));
    let (size, code) = printed.trim().split_once('-').ok_or_else(wrong)?;
    let size: usize = size.parse().map_err(|_| wrong())?;
    let mut connection = storage.read().await?;
    for head in heads {
        let entries = storage::log::entries(&mut connection, head.session, 0).await?;
        let root = journal::root_of(&entries, size).map(|root| root.code(10, 5));
        if root.is_some_and(|root| ballotbox::codec::same_code(&root, code)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How many entries a data folder's own database knows; nothing where it cannot be read any more.
async fn sizes(place: &Path) -> Option<Vec<(Uuid, u64)>> {
    let url = format!("sqlite:{}?mode=rw", place.to_str()?);
    if !place.exists() {
        return None;
    }
    let storage = Storage::open_beside(&url).await.ok()?;
    let sessions = {
        let mut connection = storage.read().await.ok()?;
        storage::sessions::all(&mut connection).await.ok()?
    };
    storage.close().await;
    Some(sessions.into_iter().map(|session| (session.id, session.log_size)).collect())
}

/// Enters the restoration into the audit trail of what is restored.
async fn enter(fresh: &Fresh, list: &List, now: Timestamp) -> Result<(), BackupError> {
    let at = crate::clock::written(now).map_err(|error| refused(error.to_string()))?;
    let storage = fresh.open().await?;
    let mut tx = storage.begin().await?;
    let line = machine_line(at.as_str().to_owned(), "audit-restored", list.made_at.clone());
    storage::audit::append(tx.connection(), &line).await?;
    tx.commit().await?;
    storage.close().await;
    Ok(())
}

/// A new file that its owner alone can read.
pub(super) fn write_secret(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
