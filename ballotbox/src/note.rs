//! Signed notes: checkpoints, receipts, certificates and every other signed statement.
//!
//! A note is a C2SP signed note with Ed25519 keys (type 0x01): some lines of text, an empty line,
//! and a line per signature. A checkpoint begins with its origin; every other note begins with
//! `piaojue/v1/<kind>` and then the origin, so that none passes for another
//! (`docs/PROTOCOL.md` §2). Readers here are stricter than C2SP asks: a signature by a key that
//! the context does not know is refused, so that no byte of a note is without meaning.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use uuid::Uuid;

use crate::codec::{Digest, PublicKey, Signature, base64_standard, from_base64_standard};

/// The C2SP signature type of Ed25519.
const ED25519_TYPE: u8 = 0x01;
/// What begins a signature line: an em dash and a space.
const SIGNATURE_MARK: &str = "\u{2014} ";

/// Why a note is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoteError {
    /// Not text, an empty line, and signature lines.
    #[error("the note is not in the form of a C2SP signed note")]
    Form,
    /// The text is not the one that these facts give.
    #[error("the note says something else than the entry that carries it")]
    Text,
    /// A signature by a key that has no say here.
    #[error("the note is signed by {0}, who has no say here")]
    Stranger(String),
    /// The same key twice.
    #[error("the note is signed twice by {0}")]
    Twice(String),
    /// A signature that does not fit text and key.
    #[error("the signature by {0} is wrong")]
    Signature(String),
    /// A signature that is required is not there.
    #[error("the signature by {0} is missing")]
    Missing(String),
    /// All signatures are there, in another order than the officers have.
    #[error("the signatures are not in the order of the officers")]
    Order,
    /// Fewer signatures of the presidium than its threshold.
    #[error("{found} signatures of the presidium, {threshold} are needed")]
    Threshold {
        /// Signatures found.
        found: usize,
        /// Signatures needed.
        threshold: usize,
    },
}

/// The name of a session's log, `<site>/<township code>/<session id>`: first line of checkpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// Joins the parts; `None` unless the site is a host, with a port where it needs one, and the
    /// township a code of letters and digits. So no two triples give one name, and every name is a
    /// C2SP key name.
    pub fn new(site: &str, township: &str, session: Uuid) -> Option<Self> {
        let made_of = |part: &str, more: &[char]| {
            let lawful = |letter: char| letter.is_ascii_alphanumeric() || more.contains(&letter);
            !part.is_empty() && part.chars().all(lawful)
        };
        let lawful = made_of(site, &['.', '-', ':']) && made_of(township, &['-']);
        lawful.then(|| Self(format!("{site}/{township}/{session}")))
    }

    /// The name as it stands in notes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A key that may sign a note: its C2SP name and public half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteKey {
    name: String,
    key: PublicKey,
}

impl NoteKey {
    /// The log's key, named by the origin.
    pub fn log(origin: &Origin, key: PublicKey) -> Self {
        Self { name: origin.0.clone(), key }
    }

    /// An officer's key, named `<origin>/<officer id>`.
    pub fn officer(origin: &Origin, officer: Uuid, key: PublicKey) -> Self {
        Self { name: format!("{}/{officer}", origin.0), key }
    }

    /// The name in signature lines.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of SHA-256(name ‖ newline ‖ type ‖ key), as C2SP says.
    fn id(&self) -> [u8; 4] {
        let digest =
            Digest::of(&[self.name.as_bytes(), b"\n", &[ED25519_TYPE], self.key.as_bytes()]);
        let [a, b, c, d, ..] = *digest.as_bytes();
        [a, b, c, d]
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct NoteSignature {
    name: String,
    id: [u8; 4],
    signature: Signature,
}

/// A text with its signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<NoteSignature>,
}

impl SignedNote {
    /// A note that nobody has signed yet. A missing final line break is added.
    pub fn new(text: impl Into<String>) -> Self {
        let mut text = text.into();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Self { text, signatures: Vec::new() }
    }

    /// Adds a signature.
    #[must_use]
    pub fn signed(mut self, name: &NoteKey, key: &SigningKey) -> Self {
        let signature = Signature::from_bytes(key.sign(self.text.as_bytes()).to_bytes());
        self.signatures.push(NoteSignature { name: name.name.clone(), id: name.id(), signature });
        self
    }

    /// Puts together notes of one text that were signed apart, in the order of `order`: that of
    /// the officers, in which the opening note must stand.
    ///
    /// A note that comes in by itself is checked with [`Self::check_all`] and its signer's key.
    ///
    /// # Errors
    /// Another text, a stranger's signature, a wrong one, or the same officer's twice.
    pub fn join(text: &str, parts: &[Self], order: &[NoteKey]) -> Result<Self, NoteError> {
        let joined = Self {
            text: text.to_owned(),
            signatures: parts.iter().flat_map(|part| part.signatures.iter().cloned()).collect(),
        };
        if parts.iter().any(|part| part.text != text) {
            return Err(NoteError::Text);
        }
        let mut placed: Vec<_> =
            joined.check(text, order)?.into_iter().zip(joined.signatures).collect();
        placed.sort_by_key(|(position, _)| *position);
        let signatures = placed.into_iter().map(|(_, signature)| signature).collect();
        Ok(Self { text: joined.text, signatures })
    }

    /// The signed text, with its final line break.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the signed text, without the signatures.
    pub fn text_digest(&self) -> Digest {
        Digest::of(&[self.text.as_bytes()])
    }

    /// SHA-256 of the note with its signatures.
    pub fn digest(&self) -> Digest {
        Digest::of(&[self.to_string().as_bytes()])
    }

    /// Checks that the text is this one, that every signature is by one of `known`, once and
    /// right, and tells the positions in `known` of those who signed.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&self, text: &str, known: &[NoteKey]) -> Result<Vec<usize>, NoteError> {
        if self.text != text {
            return Err(NoteError::Text);
        }
        let mut signed = Vec::with_capacity(self.signatures.len());
        for line in &self.signatures {
            let position = known
                .iter()
                .position(|key| key.name == line.name && key.id() == line.id)
                .ok_or_else(|| NoteError::Stranger(line.name.clone()))?;
            if signed.contains(&position) {
                return Err(NoteError::Twice(line.name.clone()));
            }
            let right = known
                .get(position)
                .is_some_and(|key| verify_strict(&key.key, self.text.as_bytes(), &line.signature));
            if !right {
                return Err(NoteError::Signature(line.name.clone()));
            }
            signed.push(position);
        }
        Ok(signed)
    }

    /// As [`Self::check`], and every one of `required` must have signed.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check_all(&self, text: &str, required: &[NoteKey]) -> Result<(), NoteError> {
        let signed = self.check(text, required)?;
        match (0..required.len()).find(|position| !signed.contains(position)) {
            None => Ok(()),
            Some(missing) => Err(NoteError::Missing(
                required.get(missing).map_or_else(String::new, |key| key.name.clone()),
            )),
        }
    }
}

/// Checks an Ed25519 signature strictly: canonical encodings only, no key of small order.
pub fn verify_strict(key: &PublicKey, message: &[u8], signature: &Signature) -> bool {
    VerifyingKey::from_bytes(key.as_bytes()).is_ok_and(|key| {
        let signature = ed25519_dalek::Signature::from_bytes(signature.as_bytes());
        key.verify_strict(message, &signature).is_ok()
    })
}

impl fmt::Display for SignedNote {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}", self.text)?;
        for line in &self.signatures {
            let mut bytes = line.id.to_vec();
            bytes.extend_from_slice(line.signature.as_bytes());
            writeln!(out, "{SIGNATURE_MARK}{} {}", line.name, base64_standard(&bytes))?;
        }
        Ok(())
    }
}

impl FromStr for SignedNote {
    type Err = NoteError;

    fn from_str(note: &str) -> Result<Self, NoteError> {
        let (text, lines) = note.rsplit_once("\n\n").ok_or(NoteError::Form)?;
        let lawful = |letter: char| letter == '\n' || !letter.is_control();
        if !note.chars().all(lawful) || !(lines.is_empty() || lines.ends_with('\n')) {
            return Err(NoteError::Form);
        }
        let signatures = lines.lines().map(signature_line).collect::<Option<Vec<_>>>();
        let signatures = signatures.ok_or(NoteError::Form)?;
        Ok(Self { text: format!("{text}\n"), signatures })
    }
}

fn signature_line(line: &str) -> Option<NoteSignature> {
    let (name, encoded) = line.strip_prefix(SIGNATURE_MARK)?.split_once(' ')?;
    let bytes = from_base64_standard(encoded).ok()?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    let signature = Signature::from_slice(signature).ok()?;
    (!name.is_empty()).then(|| NoteSignature { name: name.to_owned(), id: *id, signature })
}

impl Serialize for SignedNote {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SignedNote {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// What a checkpoint says: the head of the log (C2SP tlog-checkpoint).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// Entries in the log.
    pub size: usize,
    /// Root over them.
    pub root: Digest,
}

impl Checkpoint {
    /// The text that the log's key signs.
    pub fn text(&self, origin: &Origin) -> String {
        format!("{}\n{}\n{}\n", origin.0, self.size, base64_standard(self.root.as_bytes()))
    }

    /// Reads a checkpoint and checks that it is signed by the log's key alone.
    ///
    /// # Errors
    /// The first fault found.
    pub fn read(note: &str, origin: &Origin, log_key: &PublicKey) -> Result<Self, NoteError> {
        let note: SignedNote = note.parse()?;
        let mut lines = note.text().lines().skip(1);
        let parsed = || -> Option<Self> {
            let size = lines.next()?.parse().ok()?;
            let root = Digest::from_slice(&from_base64_standard(lines.next()?).ok()?).ok()?;
            Some(Self { size, root })
        }();
        let checkpoint = parsed.ok_or(NoteError::Form)?;
        note.check_all(&checkpoint.text(origin), &[NoteKey::log(origin, *log_key)])?;
        Ok(checkpoint)
    }
}
