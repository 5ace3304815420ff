//! The key file, closed by a passphrase, so that it can travel with a backup: Argon2id makes a key
//! of the passphrase, ChaCha20-Poly1305 closes the text with it. The hall's authority is closed in
//! the same way.

use argon2::{Algorithm, Argon2, Params, Version};
use ballotbox::codec::{base64url, from_base64url};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{BackupError, refused};
use crate::service::KeyFile;

/// Fewest characters of a passphrase: whoever finds the disk can try as long as they like.
pub const PASSPHRASE_MIN: usize = 12;

/// The costs that OWASP names for Argon2id where time is to be had: 64 MiB, three passes.
const MEMORY_KIB: u32 = 65_536;
const PASSES: u32 = 3;
const KIND: &str = "piaojue/sealed-key/1";

/// A key file that a passphrase closes.
pub(super) struct SealedKey(String);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    kind: String,
    salt: String,
    nonce: String,
    closed: String,
}

/// Why a closed text does not open.
pub(super) enum Shut {
    /// It is no closed text of this kind.
    Damaged,
    /// The passphrase is another one, or the text was changed; which, nobody can tell.
    Passphrase,
}

fn key_of(passphrase: &str, salt: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).ok()?;
    let mut key = Zeroizing::new([0; 32]);
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    hasher.hash_password_into(passphrase.as_bytes(), salt, key.as_mut_slice()).ok()?;
    Some(key)
}

/// Closes a text of a kind; refuses a passphrase that is too short.
pub(super) fn close(
    kind: &str,
    text: &[u8],
    passphrase: &str,
    rng: &mut impl CryptoRng,
) -> Result<String, BackupError> {
    if passphrase.chars().count() < PASSPHRASE_MIN {
        return Err(refused(format!("the passphrase has fewer than {PASSPHRASE_MIN} characters")));
    }
    let (mut salt, mut nonce) = ([0_u8; 16], [0_u8; 12]);
    rng.fill_bytes(&mut salt);
    rng.fill_bytes(&mut nonce);
    let closing = key_of(passphrase, &salt).ok_or_else(|| refused("no memory for Argon2"))?;
    let cipher = ChaCha20Poly1305::new(&Key::from(*closing));
    let payload = Payload { msg: text, aad: kind.as_bytes() };
    let closed = cipher.encrypt(&Nonce::from(nonce), payload);
    let form = Form {
        kind: kind.to_owned(),
        salt: base64url(&salt),
        nonce: base64url(&nonce),
        closed: base64url(&closed.map_err(|_| refused("the text cannot be closed"))?),
    };
    let mut text = serde_json::to_string(&form).map_err(|error| refused(error.to_string()))?;
    text.push('\n');
    Ok(text)
}

/// Opens a closed text of a kind.
pub(super) fn open(kind: &str, text: &str, passphrase: &str) -> Result<Zeroizing<Vec<u8>>, Shut> {
    let form: Form = serde_json::from_str(text).map_err(|_| Shut::Damaged)?;
    if form.kind != kind {
        return Err(Shut::Damaged);
    }
    let salt = from_base64url(&form.salt).map_err(|_| Shut::Damaged)?;
    let nonce = from_base64url(&form.nonce).map_err(|_| Shut::Damaged)?;
    let nonce: [u8; 12] = nonce.try_into().map_err(|_| Shut::Damaged)?;
    let closed = from_base64url(&form.closed).map_err(|_| Shut::Damaged)?;
    let closing = key_of(passphrase, &salt).ok_or(Shut::Damaged)?;
    let cipher = ChaCha20Poly1305::new(&Key::from(*closing));
    let payload = Payload { msg: &closed, aad: kind.as_bytes() };
    let opened = cipher.decrypt(&Nonce::from(nonce), payload);
    opened.map(Zeroizing::new).map_err(|_| Shut::Passphrase)
}

impl SealedKey {
    /// Closes a key file.
    pub(super) fn close(
        key: &KeyFile,
        passphrase: &str,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, BackupError> {
        close(KIND, key.text().as_bytes(), passphrase, rng).map(Self)
    }

    /// The text of the file.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// Opens a closed key file.
    pub(super) fn open(text: &str, passphrase: &str) -> Result<KeyFile, BackupError> {
        let damaged = || refused("the closed key file is damaged");
        let opened = open(KIND, text, passphrase).map_err(|shut| match shut {
            Shut::Damaged => damaged(),
            Shut::Passphrase => refused("the passphrase does not fit"),
        })?;
        let text = std::str::from_utf8(&opened).map_err(|_| damaged())?;
        KeyFile::parse(text).ok_or_else(damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_passphrase_and_nothing_else_opens_it() {
        let key = KeyFile::generate();
        let mut rng = crate::clock::randomness();
        assert!(SealedKey::close(&key, "too short", &mut rng).is_err());
        let sealed = SealedKey::close(&key, "正确的口令一共十二个字呀", &mut rng).unwrap();
        assert!(!sealed.text().contains(key.text()));
        let opened = SealedKey::open(sealed.text(), "正确的口令一共十二个字呀").unwrap();
        assert_eq!(opened.text(), key.text());
        assert!(SealedKey::open(sealed.text(), "错误的口令一共十二个字呀").is_err());
        // A changed letter in any of its parts.
        for part in ["\"salt\":\"", "\"nonce\":\"", "\"closed\":\""] {
            let at = sealed.text().find(part).unwrap() + part.len();
            let mut bytes = sealed.text().as_bytes().to_vec();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(SealedKey::open(&changed, "正确的口令一共十二个字呀").is_err(), "{part}");
        }
    }
}
