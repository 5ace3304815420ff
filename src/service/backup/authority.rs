//! The hall's authority in a backup. Each tablet was told to trust this one: a hall that comes back
//! with another is a stranger to all of them (`docs/DRILL.md`).

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use super::restore::{with_ending, write_secret};
use super::{BackupError, SEALED_AUTHORITY, UNFINISHED, io_at, refused, sealed_key, sync_folder};

/// Where it lies in a data folder, as `serve --tls` makes it.
const FOLDER: &str = "tls";
const KEY: &str = "ca.key";
const CERTIFICATE: &str = "ca.crt";
const KIND: &str = "piaojue/sealed-authority/1";

/// Whether tablets trust what was restored as they trusted what it replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The backup's authority was put into the data folder.
    Restored,
    /// The data folder had one already, which stayed.
    Kept,
    /// The backup has one, and no passphrase was given to open it.
    Closed,
    /// There is none: a start with the hall's own certificates makes one that no tablet knows.
    Nowhere,
}

/// An authority's two files, letter by letter. The server's own certificate is not among them: a
/// start makes it again.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Authority {
    key: String,
    certificate: String,
}

impl Drop for Authority {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

impl Authority {
    /// That of a data folder; none where one of its files is not there.
    pub(super) fn of(data: &Path) -> Result<Option<Self>, BackupError> {
        let folder = data.join(FOLDER);
        let (key, certificate) = (text_of(&folder.join(KEY))?, text_of(&folder.join(CERTIFICATE))?);
        let taken = |text: &mut Zeroizing<String>| std::mem::take(&mut **text);
        Ok(key.zip(certificate).map(|(mut key, mut certificate)| Self {
            key: taken(&mut key),
            certificate: taken(&mut certificate),
        }))
    }

    /// Closes it by a passphrase.
    pub(super) fn close(
        &self,
        passphrase: &str,
        rng: &mut impl CryptoRng,
    ) -> Result<String, BackupError> {
        let text = serde_json::to_vec(self).map(Zeroizing::new);
        let text = text.map_err(|error| refused(error.to_string()))?;
        sealed_key::close(KIND, &text, passphrase, rng)
    }

    /// Opens a closed one. The key file has opened by then: the passphrase is the right one.
    fn open(text: &str, passphrase: &str) -> Result<Self, BackupError> {
        let damaged = || {
            refused(format!(
                "the closed authority of the hall is damaged; take {SEALED_AUTHORITY} out of the \
                 backup to restore without it: each tablet must then be told to trust a new one"
            ))
        };
        let opened = sealed_key::open(KIND, text, passphrase).map_err(|_| damaged())?;
        serde_json::from_slice(&opened).map_err(|_| damaged())
    }

    /// Its files in a data folder, the key first, as they are made.
    fn files(&self, data: &Path) -> [(PathBuf, &str); 2] {
        let path = |name: &str| data.join(FOLDER).join(name);
        [(path(KEY), self.key.as_str()), (path(CERTIFICATE), self.certificate.as_str())]
    }

    /// Whether a data folder has it already; refuses where another's files stand there.
    fn stands_in(&self, data: &Path) -> Result<bool, BackupError> {
        let mut whole = true;
        for (path, own) in self.files(data) {
            match text_of(&path)? {
                Some(text) if text.as_str() != own => {
                    return Err(refused(format!(
                        "{} is of another authority of the hall than the backup's: move the \
                         folder away to take the backup's, or take {SEALED_AUTHORITY} out of the \
                         backup to keep it",
                        path.display()
                    )));
                }
                Some(_) => {}
                None => whole = false,
            }
        }
        Ok(whole)
    }

    /// Puts it into a data folder, where its owner alone reads it.
    pub(super) fn put(&self, data: &Path) -> Result<(), BackupError> {
        let folder = data.join(FOLDER);
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
        made.map_err(io_at(&folder))?;
        for (path, text) in self.files(data) {
            let half = with_ending(&path, UNFINISHED);
            // What a stop in the middle left behind.
            let _ = std::fs::remove_file(&half);
            write_secret(&half, text.as_bytes()).map_err(io_at(&half))?;
            std::fs::rename(&half, &path).map_err(io_at(&path))?;
        }
        sync_folder(&folder)
    }
}

/// What becomes of the hall's authority when a backup comes back into a data folder, and what is
/// to be put there.
pub(super) fn look(
    data: &Path,
    backup: &Path,
    passphrase: Option<&str>,
) -> Result<(Trust, Option<Authority>), BackupError> {
    let closed = text_of(&backup.join(SEALED_AUTHORITY))?;
    let (Some(text), Some(passphrase)) = (&closed, passphrase) else {
        let trust = if Authority::of(data)?.is_some() {
            Trust::Kept
        } else if closed.is_some() {
            Trust::Closed
        } else {
            Trust::Nowhere
        };
        return Ok((trust, None));
    };
    let authority = Authority::open(text, passphrase)?;
    if authority.stands_in(data)? {
        return Ok((Trust::Kept, None));
    }
    Ok((Trust::Restored, Some(authority)))
}

/// The text of a file, where it is there.
fn text_of(path: &Path) -> Result<Option<Zeroizing<String>>, BackupError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io_at(path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSPHRASE: &str = "正确的口令一共十二个字呀";

    fn authority(name: &str) -> Authority {
        let (key, certificate) = (format!("key of {name}\r\n"), format!("certificate of {name}\n"));
        Authority { key, certificate }
    }

    fn closed(authority: &Authority) -> String {
        authority.close(PASSPHRASE, &mut crate::clock::randomness()).unwrap()
    }

    /// A folder of a test, with a data folder and a backup in it.
    struct Place(PathBuf);

    impl Place {
        fn fresh() -> Self {
            let name = format!("piaojue-authority-{}", crate::clock::draw_id());
            let place = Self(std::env::temp_dir().join(name));
            std::fs::create_dir_all(place.data()).unwrap();
            std::fs::create_dir_all(place.backup()).unwrap();
            place
        }

        fn data(&self) -> PathBuf {
            self.0.join("data")
        }

        fn backup(&self) -> PathBuf {
            self.0.join("backup")
        }

        fn back_up(&self, text: &str) {
            std::fs::write(self.backup().join(SEALED_AUTHORITY), text).unwrap();
        }

        fn look(&self, passphrase: Option<&str>) -> Result<(Trust, Option<Authority>), String> {
            look(&self.data(), &self.backup(), passphrase).map_err(|error| error.to_string())
        }

        fn trust(&self, passphrase: Option<&str>) -> Trust {
            self.look(passphrase).map(|(trust, _)| trust).unwrap()
        }

        fn refusal(&self) -> String {
            self.look(Some(PASSPHRASE)).err().unwrap()
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn it_comes_back_letter_by_letter_and_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let (place, own) = (Place::fresh(), authority("this hall"));
        let text = closed(&own);
        assert!(!text.contains("key of this hall"));
        place.back_up(&text);
        let (trust, found) = place.look(Some(PASSPHRASE)).unwrap();
        assert_eq!(trust, Trust::Restored);
        found.unwrap().put(&place.data()).unwrap();
        let folder = place.data().join("tls");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        for (name, wanted) in [("ca.key", &own.key), ("ca.crt", &own.certificate)] {
            let path = folder.join(name);
            assert_eq!(std::fs::read_to_string(&path).unwrap(), *wanted);
            assert_eq!(mode(&path), 0o600, "{name}");
        }
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2, "nothing half is left");
        assert_eq!(place.trust(Some(PASSPHRASE)), Trust::Kept, "the same stands there now");
    }

    #[test]
    fn what_a_restore_stopped_in_the_middle_of_is_finished() {
        let (place, own) = (Place::fresh(), authority("this hall"));
        place.back_up(&closed(&own));
        own.put(&place.data()).unwrap();
        std::fs::remove_file(place.data().join("tls/ca.crt")).unwrap();
        std::fs::write(place.data().join("tls/ca.crt.part"), "certif").unwrap();
        let (trust, found) = place.look(Some(PASSPHRASE)).unwrap();
        assert_eq!(trust, Trust::Restored);
        found.unwrap().put(&place.data()).unwrap();
        assert_eq!(place.trust(Some(PASSPHRASE)), Trust::Kept);
        assert!(!place.data().join("tls/ca.crt.part").exists());
    }

    #[test]
    fn another_that_stands_there_is_neither_lost_nor_mixed() {
        let (place, other) = (Place::fresh(), authority("another hall"));
        place.back_up(&closed(&authority("this hall")));
        other.put(&place.data()).unwrap();
        assert!(place.refusal().contains("another authority"));
        assert_eq!(place.trust(None), Trust::Kept, "without a passphrase it stays");
        // Of one file alone, too: a key and a certificate of two authorities fit nothing.
        for (file, left) in [("tls/ca.key", "tls/ca.crt"), ("tls/ca.crt", "tls/ca.key")] {
            other.put(&place.data()).unwrap();
            std::fs::remove_file(place.data().join(file)).unwrap();
            assert!(place.refusal().contains("another authority"), "{left}");
        }
    }

    #[test]
    fn where_nothing_travels_it_is_said() {
        let (place, own) = (Place::fresh(), authority("this hall"));
        assert_eq!(place.trust(Some(PASSPHRASE)), Trust::Nowhere);
        assert!(Authority::of(&place.data()).unwrap().is_none());
        place.back_up(&closed(&own));
        assert_eq!(place.trust(None), Trust::Closed);
        own.put(&place.data()).unwrap();
        assert_eq!(place.trust(None), Trust::Kept);
        assert!(Authority::of(&place.data()).unwrap().is_some());
    }

    #[test]
    fn the_passphrase_and_nothing_else_opens_it() {
        let (place, own) = (Place::fresh(), authority("this hall"));
        let text = closed(&own);
        assert!(own.close("too short", &mut crate::clock::randomness()).is_err());
        assert!(Authority::open(&text, PASSPHRASE).is_ok(), "the control");
        assert!(Authority::open(&text, "错误的口令一共十二个字呀").is_err());
        for part in ["\"salt\":\"", "\"nonce\":\"", "\"closed\":\""] {
            let at = text.find(part).unwrap() + part.len();
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            place.back_up(&String::from_utf8(bytes).unwrap());
            assert!(place.refusal().contains("damaged"), "{part}");
        }
        // A closed key file is no authority, though the passphrase fits.
        let key = crate::service::KeyFile::generate();
        let mut rng = crate::clock::randomness();
        let key = sealed_key::SealedKey::close(&key, PASSPHRASE, &mut rng).unwrap();
        place.back_up(key.text());
        assert!(place.refusal().contains("damaged"));
    }
}
