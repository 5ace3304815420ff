//! The bundle: one file with all entries and checkpoints, for a stranger to re-check
//! (`docs/PROTOCOL.md` §8).

use serde::Deserialize;
use serde_json::value::RawValue;
use thiserror::Error;

/// What every bundle is.
pub const BUNDLE_KIND: &str = "piaojue/bundle/1";

/// Why bytes cannot be taken as a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BundleError {
    /// Something else altogether: not refuted, not a bundle.
    #[error("this is not a bundle: {0}")]
    NotABundle(String),
    /// It says that it is a bundle and is damaged.
    #[error("this bundle is damaged: {0}")]
    Damaged(String),
}

/// A bundle's parts as they were read: the bytes of each entry, the text of each checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    entries: Vec<Vec<u8>>,
    checkpoints: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts<'a> {
    checkpoints: Vec<String>,
    #[serde(borrow)]
    entries: Vec<&'a RawValue>,
    kind: String,
}

impl Bundle {
    /// Puts a bundle together from the canonical bytes of all entries and checkpoints as text.
    pub const fn new(entries: Vec<Vec<u8>>, checkpoints: Vec<String>) -> Self {
        Self { entries, checkpoints }
    }

    /// Reads a bundle. Its own frame must be canonical; its entries are checked by the verifier.
    ///
    /// # Errors
    /// [`BundleError::NotABundle`] when the bytes make no claim to be one, else
    /// [`BundleError::Damaged`] where they are not what they claim.
    pub fn read(bytes: &[u8]) -> Result<Self, BundleError> {
        let refuse = |why: String| {
            if claims_to_be_a_bundle(bytes) {
                BundleError::Damaged(why)
            } else {
                BundleError::NotABundle(why)
            }
        };
        let parts: Parts<'_> =
            serde_json::from_slice(bytes).map_err(|error| refuse(error.to_string()))?;
        if parts.kind != BUNDLE_KIND {
            return Err(refuse(format!("its kind is {:?}", parts.kind)));
        }
        let entries = parts.entries.iter().map(|entry| entry.get().as_bytes().to_vec()).collect();
        let bundle = Self { entries, checkpoints: parts.checkpoints };
        if bundle.to_bytes() == bytes {
            Ok(bundle)
        } else {
            Err(refuse("its frame is not in canonical form".to_owned()))
        }
    }

    /// The bundle as one canonical JSON object, when its entries are canonical.
    pub fn to_bytes(&self) -> Vec<u8> {
        let quoted = |text: &String| serde_json::Value::from(text.as_str()).to_string();
        let checkpoints: Vec<String> = self.checkpoints.iter().map(quoted).collect();
        let checkpoints = checkpoints.join(",");
        let mut bytes = format!(r#"{{"checkpoints":[{checkpoints}],"entries":["#).into_bytes();
        bytes.extend(self.entries.join(&b','));
        bytes.extend(format!(r#"],"kind":"{BUNDLE_KIND}"}}"#).bytes());
        bytes
    }

    /// The bytes of each entry, in the order of the log.
    pub fn entries(&self) -> &[Vec<u8>] {
        &self.entries
    }

    /// The checkpoints as text.
    pub fn checkpoints(&self) -> &[String] {
        &self.checkpoints
    }
}

/// One damaged byte must not turn a bundle into "something else": three marks tell it, and one
/// byte can spoil one of them at most.
fn claims_to_be_a_bundle(bytes: &[u8]) -> bool {
    let kind = format!(r#""kind":"{BUNDLE_KIND}"}}"#);
    let marks = [
        bytes.starts_with(br#"{"checkpoints":["#),
        bytes.windows(13).any(|window| window == br#"],"entries":["#),
        bytes.ends_with(kind.as_bytes()),
    ];
    marks.into_iter().filter(|&mark| mark).count() >= 2
}
