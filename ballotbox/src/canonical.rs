//! Canonical bytes: the restricted profile of RFC 8785 that is signed, hashed and published.
//!
//! One value has one text: keys are ASCII and sorted, strings are NFC, numbers are integers from 0
//! to 2^53 − 1, and there is no null. A reader re-serialises what it understood and must get the
//! same bytes, else it refuses (`docs/PROTOCOL.md` §2). So nobody can publish two texts that mean
//! the same, and no unknown member travels along unseen.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;
#[cfg(any(feature = "officers", not(target_arch = "wasm32")))]
use unicode_normalization::is_nfc;

/// The largest integer in canonical bytes: 2^53 − 1, the last that every JSON reader keeps exact.
pub const MAX_INTEGER: u64 = (1 << 53) - 1;

/// How deep arrays and objects may be nested.
pub const MAX_DEPTH: usize = 16;

/// Why bytes are not canonical, or a value has no canonical bytes.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CanonicalError {
    /// Not JSON, or not the members that the kind of value has.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// JSON that means the same as other bytes.
    #[error("not in canonical form")]
    NotCanonical,
    /// A null, which canonical bytes leave out.
    #[error("null is not allowed; a member that does not apply is left out")]
    Null,
    /// A number that is not an integer from 0 to 2^53 − 1.
    #[error("the number {0} is not an integer from 0 to 2^53-1")]
    Number(String),
    /// A key with a character outside ASCII.
    #[error("the key {0:?} is not ASCII")]
    Key(String),
    /// A string that is not in Unicode normalisation form C.
    #[error("the text {0:?} is not in normalisation form C")]
    NotNfc(String),
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
}

/// The canonical bytes of a value.
///
/// # Errors
/// When the value contains a null, a float, a number out of range, a key that is not ASCII or a
/// string that is not NFC.
pub fn to_bytes<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    let value = serde_json::to_value(value)
        .map_err(|error| CanonicalError::Unreadable(error.to_string()))?;
    let mut text = String::new();
    write(&value, MAX_DEPTH, &mut text)?;
    Ok(text.into_bytes())
}

/// Reads a value from its canonical bytes; any other bytes are refused.
///
/// # Errors
/// When the bytes are not JSON, not canonical, or hold a member that `T` does not know.
pub fn from_bytes<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Result<T, CanonicalError> {
    let unreadable = |error: serde_json::Error| CanonicalError::Unreadable(error.to_string());
    // Every type is read from a `Value`, so that the WebAssembly module carries one reader each.
    let value: Value = serde_json::from_slice(bytes).map_err(unreadable)?;
    let typed = T::deserialize(&value).map_err(unreadable)?;
    if to_bytes(&typed)? == bytes { Ok(typed) } else { Err(CanonicalError::NotCanonical) }
}

/// Checks that bytes are the canonical form of some JSON value, whatever it means.
///
/// # Errors
/// As [`from_bytes`].
pub fn check(bytes: &[u8]) -> Result<Value, CanonicalError> {
    from_bytes(bytes)
}

fn write(value: &Value, depth: usize, text: &mut String) -> Result<(), CanonicalError> {
    match value {
        Value::Null => Err(CanonicalError::Null),
        Value::Bool(value) => {
            text.push_str(if *value { "true" } else { "false" });
            Ok(())
        }
        Value::Number(number) => {
            let integer = number.as_u64().filter(|&integer| integer <= MAX_INTEGER);
            let integer = integer.ok_or_else(|| CanonicalError::Number(number.to_string()))?;
            text.push_str(&integer.to_string());
            Ok(())
        }
        Value::String(string) => write_string(string, text),
        Value::Array(items) => {
            let depth = depth.checked_sub(1).ok_or(CanonicalError::TooDeep)?;
            text.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    text.push(',');
                }
                write(item, depth, text)?;
            }
            text.push(']');
            Ok(())
        }
        Value::Object(members) => {
            let depth = depth.checked_sub(1).ok_or(CanonicalError::TooDeep)?;
            // RFC 8785 §3.2.3 sorts by UTF-16 units; for ASCII keys that is the order of bytes.
            let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
            sorted.sort_unstable_by_key(|&(key, _)| key);
            text.push('{');
            for (position, (key, member)) in sorted.into_iter().enumerate() {
                if !key.is_ascii() {
                    return Err(CanonicalError::Key(key.clone()));
                }
                if position > 0 {
                    text.push(',');
                }
                write_string(key, text)?;
                text.push(':');
                write(member, depth, text)?;
            }
            text.push('}');
            Ok(())
        }
    }
}

/// A tablet's module leaves this check, and its large tables, to the tellers' devices: it takes no
/// text but that of a manifest, by its digest and all their signatures
/// (`docs/adr/0018-a-smaller-module-for-tablets.md`).
#[cfg(not(any(feature = "officers", not(target_arch = "wasm32"))))]
const fn is_nfc(_: &str) -> bool {
    true
}

/// Escapes as RFC 8785 §3.2.2.2 does: `serde_json` writes the same short and lower-case escapes.
fn write_string(string: &str, text: &mut String) -> Result<(), CanonicalError> {
    if !is_nfc(string) {
        return Err(CanonicalError::NotNfc(string.to_owned()));
    }
    let quoted = serde_json::to_string(string)
        .map_err(|error| CanonicalError::Unreadable(error.to_string()))?;
    text.push_str(&quoted);
    Ok(())
}
