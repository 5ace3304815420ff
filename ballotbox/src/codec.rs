//! Binary values in JSON and codes that people read: base64url, Crockford base32, times.
//!
//! Binary members are base64url without padding and with zero spare bits (`docs/PROTOCOL.md` §2).
//! Codes on paper and screens are Crockford base32, which has no I, L, O or U.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

/// Why a text is not the value that it should be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CodecError {
    /// Not base64, padded, or with spare bits that are not zero.
    #[error("not strict base64")]
    Base64,
    /// The right alphabet but the wrong number of bytes.
    #[error("expected {expected} bytes, found {found}")]
    Length {
        /// Bytes that the value has.
        expected: usize,
        /// Bytes that were given.
        found: usize,
    },
    /// A character that no code contains.
    #[error("the character {0:?} is in no code")]
    Character(char),
    /// A code with too few or too many characters.
    #[error("expected {expected} characters, found {found}")]
    CodeLength {
        /// Characters that the code has.
        expected: usize,
        /// Characters that were given.
        found: usize,
    },
    /// The last character carries bits that must be zero.
    #[error("the last character of the code is not possible")]
    SpareBits,
    /// Not `YYYY-MM-DDThh:mm:ssZ`, or no such day or time.
    #[error("not a time of the form 2026-01-31T09:00:00Z")]
    Time,
}

/// Writes bytes as base64url without padding.
pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads base64url; padding and loose spare bits are refused.
pub fn from_base64url(text: &str) -> Result<Vec<u8>, CodecError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| CodecError::Base64)
}

/// Writes bytes as the standard base64 of signed notes (C2SP).
pub fn base64_standard(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads the standard base64 of signed notes; missing padding and loose spare bits are refused.
pub fn from_base64_standard(text: &str) -> Result<Vec<u8>, CodecError> {
    STANDARD.decode(text).map_err(|_| CodecError::Base64)
}

/// Declares a fixed-length binary value that stands in JSON as base64url.
macro_rules! binary {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// Length in bytes.
            pub const LENGTH: usize = $length;

            /// Takes the raw bytes as they are.
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// Takes a slice of exactly [`Self::LENGTH`] bytes.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, CodecError> {
                bytes
                    .try_into()
                    .map(Self)
                    .map_err(|_| CodecError::Length { expected: $length, found: bytes.len() })
            }

            /// The raw bytes.
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(&base64url(&self.0))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(out, concat!(stringify!($name), "({})"), self)
            }
        }

        impl std::str::FromStr for $name {
            type Err = CodecError;

            fn from_str(text: &str) -> Result<Self, CodecError> {
                Self::from_slice(&from_base64url(text)?)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    };
}

binary! {
    /// A SHA-256 digest, leaf or node.
    Digest, 32
}
binary! {
    /// An Ed25519 public key of a slip, an officer or the log.
    PublicKey, 32
}
binary! {
    /// An Ed25519 signature.
    Signature, 64
}
binary! {
    /// A compressed ristretto255 point: a lock's public half, or one element of a share.
    PointBytes, 32
}
binary! {
    /// One encrypted slot of a ballot: R ‖ C, two compressed points (`docs/PROTOCOL.md` §4).
    SlotBytes, 64
}

impl Digest {
    /// SHA-256 of the parts joined.
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// The first `length` Crockford characters, in groups of `group` joined by hyphens: receipt,
    /// question and closing codes (`docs/PROTOCOL.md` §3, §5, §6).
    pub fn code(&self, length: usize, group: usize) -> String {
        let letters: Vec<char> = crockford(&self.0).chars().take(length).collect();
        letters.chunks(group.max(1)).map(String::from_iter).collect::<Vec<_>>().join("-")
    }
}

/// A zero-knowledge proof as bytes of any length; base64url in JSON.
#[derive(Clone, PartialEq, Eq)]
pub struct ProofBytes(Vec<u8>);

impl ProofBytes {
    /// Takes the proof's bytes as they are.
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The raw bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for ProofBytes {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "ProofBytes({} bytes)", self.0.len())
    }
}

impl Serialize for ProofBytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64url(&self.0))
    }
}

impl<'de> Deserialize<'de> for ProofBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        from_base64url(&text).map(Self).map_err(D::Error::custom)
    }
}

const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Writes bytes as Crockford base32, most significant bit first, spare bits zero.
pub fn crockford(bytes: &[u8]) -> String {
    let mut text = String::with_capacity((bytes.len() * 8).div_ceil(5));
    let mut window = 0_u32;
    let mut bits = 0_u32;
    for &byte in bytes {
        window = (window << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(letter(window >> bits));
        }
    }
    if bits > 0 {
        text.push(letter(window << (5 - bits)));
    }
    text
}

/// The letter of the lowest five bits.
fn letter(value: u32) -> char {
    let index = usize::try_from(value & 31).unwrap_or_default();
    CROCKFORD.get(index).copied().map_or('0', char::from)
}

/// Whether two codes are the same as people read and type them: case-blind, O as 0, I and L as 1,
/// whatever stands between the groups.
pub fn same_code(one: &str, other: &str) -> bool {
    let values =
        |code: &str| -> Vec<u32> { code.chars().filter_map(|it| value(it).ok()).collect() };
    values(one) == values(other)
}

/// A code as printed: groups of four characters joined by hyphens. Wiped when dropped.
pub(crate) fn in_fours(bytes: &[u8]) -> Zeroizing<String> {
    let letters = Zeroizing::new(crockford(bytes));
    // As long as it will get, so that no shorter copy is left behind.
    let mut text = Zeroizing::new(String::with_capacity(letters.len() * 5 / 4));
    for (position, letter) in letters.chars().enumerate() {
        if position > 0 && position % 4 == 0 {
            text.push('-');
        }
        text.push(letter);
    }
    text
}

/// Whether a text has only characters that are shown as they are: no control characters, and
/// none that reorder or hide their neighbours on a screen or terminal.
pub fn is_plain(text: &str) -> bool {
    let hides = |letter| {
        let ranges = [
            '\u{ad}'..='\u{ad}',       // soft hyphen
            '\u{61c}'..='\u{61c}',     // Arabic letter mark
            '\u{180e}'..='\u{180e}',   // Mongolian vowel separator
            '\u{200b}'..='\u{200f}',   // zero width, left-to-right and right-to-left marks
            '\u{2028}'..='\u{202e}',   // line separators, bidirectional embeddings and overrides
            '\u{2060}'..='\u{206f}',   // invisible operators, bidirectional isolates
            '\u{feff}'..='\u{feff}',   // byte order mark
            '\u{fff9}'..='\u{fffb}',   // interlinear annotations
            '\u{e0000}'..='\u{e007f}', // tags
        ];
        ranges.iter().any(|range| range.contains(&letter))
    };
    !text.chars().any(|letter| letter.is_control() || hides(letter))
}

/// Reads the Crockford base32 of exactly `N` bytes as people type it: case-blind, O as 0, I and L
/// as 1, hyphens and spaces ignored (`docs/PROTOCOL.md` §2.2).
pub fn from_crockford<const N: usize>(text: &str) -> Result<[u8; N], CodecError> {
    let expected = (N * 8).div_ceil(5);
    let letters = text.chars().filter(|letter| !matches!(letter, '-' | ' ' | '\t' | '\r' | '\n'));
    let mut values = Zeroizing::new(Vec::with_capacity(text.len()));
    for letter in letters {
        values.push(value(letter)?);
    }
    if values.len() != expected {
        return Err(CodecError::CodeLength { expected, found: values.len() });
    }
    let mut bytes = [0_u8; N];
    let mut filled = 0;
    let mut window = 0_u32;
    let mut bits = 0_u32;
    for &value in values.iter() {
        window = (window << 5) | value;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            if let Some(byte) = bytes.get_mut(filled) {
                *byte = (window >> bits).to_le_bytes()[0];
            }
            filled += 1;
            window &= (1 << bits) - 1;
        }
    }
    if window == 0 { Ok(bytes) } else { Err(CodecError::SpareBits) }
}

fn value(letter: char) -> Result<u32, CodecError> {
    let plain = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    (0_u32..)
        .zip(CROCKFORD)
        .find(|&(_, &known)| char::from(known) == plain)
        .map(|(value, _)| value)
        .ok_or(CodecError::Character(letter))
}

/// An instant in UTC to the second, as it stands in entries: `YYYY-MM-DDThh:mm:ssZ`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(String);

impl Time {
    /// Reads the one form that entries use.
    pub fn parse(text: &str) -> Result<Self, CodecError> {
        let shape = b"dddd-dd-ddTdd:dd:ddZ";
        let fits = text.len() == shape.len()
            && text.bytes().zip(shape).all(|(byte, &form)| match form {
                b'd' => byte.is_ascii_digit(),
                fixed => byte == fixed,
            });
        let number =
            |range: std::ops::Range<usize>| -> Option<u32> { text.get(range)?.parse().ok() };
        let possible = || -> Option<bool> {
            let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
            let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
            let days = match month {
                2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
                _ => return Some(false),
            };
            Some((1..=days).contains(&day) && hour < 24 && minute < 60 && second < 60)
        };
        if fits && possible() == Some(true) {
            Ok(Self(text.to_owned()))
        } else {
            Err(CodecError::Time)
        }
    }

    /// The text as it stands in entries.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
