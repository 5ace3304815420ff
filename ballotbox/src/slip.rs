//! Slips (票签): the printed codes whose keys sign ballots, and the roll of their public halves.
//!
//! A code is 80 random bits. Whoever holds it can cast one ballot in each poll of the session;
//! nobody knows who drew which (`docs/PROTOCOL.md` §2.2).

use std::collections::BTreeSet;

use ed25519_dalek::{Signer as _, SigningKey};
use hkdf::Hkdf;
use rand_core::CryptoRng;
use sha2::Sha256;
use thiserror::Error;
use uuid::Uuid;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::codec::{CodecError, Digest, PublicKey, Signature, crockford, from_crockford, in_fours};

/// Most slips that one session can have: ten times the largest congress of a township.
pub const MAX_SLIPS: usize = 20_000;

/// The code of a slip: 80 random bits. Secret; wiped when dropped, never printed by `Debug`.
#[derive(Clone, ZeroizeOnDrop)]
pub struct SlipCode([u8; 10]);

impl SlipCode {
    /// Draws a new code.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 10];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// Reads a code as printed, scanned or typed: a link's fragment, 16 characters in any case,
    /// with or without hyphens and spaces.
    ///
    /// # Errors
    /// When it is not 16 characters of Crockford base32.
    pub fn parse(text: &str) -> Result<Self, CodecError> {
        let code = text.rsplit_once('#').map_or(text, |(_, code)| code);
        from_crockford(code).map(Self)
    }

    /// The code as printed: four groups of four characters.
    pub fn printed(&self) -> Zeroizing<String> {
        in_fours(&self.0)
    }

    /// The link in the QR code; `address` is `https://<site>`. A fragment is never sent to a
    /// server.
    pub fn link(&self, address: &str) -> Zeroizing<String> {
        Zeroizing::new(format!("{address}/vote#{}", *Zeroizing::new(crockford(&self.0))))
    }

    /// The slip's signing key in a session: HKDF-SHA256 with salt `piaojue/v1/slip`.
    ///
    /// # Panics
    /// Never: the length asked for is within HKDF's limit.
    pub fn key(&self, session: Uuid) -> SlipKey {
        let mut seed = Zeroizing::new([0_u8; 32]);
        Hkdf::<Sha256>::new(Some(b"piaojue/v1/slip"), &self.0)
            .expand(session.to_string().as_bytes(), seed.as_mut())
            .expect("32 bytes are within HKDF's limit");
        SlipKey(SigningKey::from_bytes(&seed))
    }
}

/// The signing key of a slip in one session. Secret; wiped when dropped.
#[derive(ZeroizeOnDrop)]
pub struct SlipKey(SigningKey);

impl SlipKey {
    /// The public half, which stands on the roll of slips.
    pub fn public(&self) -> PublicKey {
        PublicKey::from_bytes(self.0.verifying_key().to_bytes())
    }

    /// Signs a sealed ballot's digest.
    pub(crate) fn sign(&self, message: &[u8]) -> Signature {
        Signature::from_bytes(self.0.sign(message).to_bytes())
    }
}

/// Why a list of keys is no roll of slips.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RollError {
    /// No slips, or more than [`MAX_SLIPS`].
    #[error("a roll has 1 to {MAX_SLIPS} slips, not {0}")]
    Count(usize),
    /// Not sorted bytewise, or a key twice.
    #[error("the roll's keys are not sorted and distinct at position {0}")]
    Order(usize),
}

/// The roll of slips (票签名册): the public keys, sorted bytewise, none twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipRoll(BTreeSet<PublicKey>);

impl SlipRoll {
    /// Takes keys that are sorted already, as an entry carries them.
    ///
    /// # Errors
    /// When there are none or too many, or they are not sorted and distinct.
    pub fn from_sorted(keys: &[PublicKey]) -> Result<Self, RollError> {
        if keys.is_empty() || keys.len() > MAX_SLIPS {
            return Err(RollError::Count(keys.len()));
        }
        let disorder = keys.iter().zip(keys.iter().skip(1)).position(|(one, next)| one >= next);
        match disorder {
            Some(position) => Err(RollError::Order(position + 1)),
            None => Ok(Self(keys.iter().copied().collect())),
        }
    }

    /// Sorts keys into a roll.
    ///
    /// # Errors
    /// When there are none or too many, or one stands twice.
    pub fn new(mut keys: Vec<PublicKey>) -> Result<Self, RollError> {
        keys.sort_unstable();
        Self::from_sorted(&keys)
    }

    /// Whether a slip is on the roll.
    pub fn contains(&self, slip: &PublicKey) -> bool {
        self.0.contains(slip)
    }

    /// How many slips there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &PublicKey> {
        self.0.iter()
    }

    /// SHA-256 of the sorted keys joined.
    pub fn digest(&self) -> Digest {
        let parts: Vec<&[u8]> = self.0.iter().map(|key| key.as_bytes().as_slice()).collect();
        Digest::of(&parts)
    }
}
