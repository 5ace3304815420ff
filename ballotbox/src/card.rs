//! Key cards (密钥卡): an officer's secret, from which the keys to sign and to lock follow.
//!
//! A card is 32 random bytes made on the officer's own device. It serves one session and is
//! destroyed in public after it: then nothing can be opened (`docs/PROTOCOL.md` §2.3).

use curve25519_dalek::{RistrettoPoint, Scalar, traits::Identity as _};
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use rand_core::CryptoRng;
use sha2::Sha256;
use thiserror::Error;
use uuid::Uuid;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::codec::{CodecError, PointBytes, ProofBytes, PublicKey, from_crockford, in_fours};
use crate::note::{NoteKey, SignedNote};
use crate::proof::{self, ProofError};

/// Fewest tellers of a session: two must enter paper, two must void a slip.
pub const MIN_TELLERS: usize = 2;
/// Most tellers of a session.
pub const MAX_TELLERS: usize = 7;

/// An officer's card: 32 random bytes. Secret; wiped when dropped, never printed by `Debug`.
#[derive(Clone, ZeroizeOnDrop)]
pub struct KeyCard([u8; 32]);

impl KeyCard {
    /// Makes a new card.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// Reads a card as printed or typed: 52 characters in any case, with or without hyphens.
    ///
    /// # Errors
    /// When it is not 52 characters of Crockford base32.
    pub fn parse(text: &str) -> Result<Self, CodecError> {
        from_crockford(text).map(Self)
    }

    /// The card as printed: thirteen groups of four characters.
    pub fn printed(&self) -> Zeroizing<String> {
        in_fours(&self.0)
    }

    /// The officer's signing key in a session (use `sign`).
    pub fn sign_key(&self, session: Uuid) -> SignKey {
        let mut seed = Zeroizing::new([0_u8; 32]);
        self.derive(session, b"sign", seed.as_mut());
        SignKey(SigningKey::from_bytes(&seed))
    }

    /// The teller's lock in a session (use `lock`).
    pub fn lock_key(&self, session: Uuid) -> LockKey {
        let mut wide = Zeroizing::new([0_u8; 64]);
        self.derive(session, b"lock", wide.as_mut());
        LockKey(Scalar::from_bytes_mod_order_wide(&wide))
    }

    fn derive(&self, session: Uuid, purpose: &[u8], output: &mut [u8]) {
        Hkdf::<Sha256>::new(Some(b"piaojue/v1/card"), &self.0)
            .expand_multi_info(&[session.to_string().as_bytes(), &[0], purpose], output)
            .expect("64 bytes are within HKDF's limit");
    }
}

/// An officer's signing key. Secret; wiped when dropped.
#[derive(ZeroizeOnDrop)]
pub struct SignKey(SigningKey);

impl SignKey {
    /// Draws a key that no card restores: the log's own.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0_u8; 32]);
        rng.fill_bytes(seed.as_mut());
        Self(SigningKey::from_bytes(&seed))
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey::from_bytes(self.0.verifying_key().to_bytes())
    }

    /// Adds this key's signature to a note.
    #[must_use]
    pub fn sign(&self, note: SignedNote, name: &NoteKey) -> SignedNote {
        note.signed(name, &self.0)
    }
}

/// A teller's lock: the scalar x with P = x·G. Secret; wiped when dropped.
#[derive(ZeroizeOnDrop)]
pub struct LockKey(Scalar);

impl LockKey {
    /// The public half P.
    pub fn public(&self) -> PointBytes {
        PointBytes::from_bytes(RistrettoPoint::mul_base(&self.0).compress().to_bytes())
    }

    /// Proves that this teller knows x (purpose `lock`).
    ///
    /// # Errors
    /// When the key is zero, which no card gives in practice.
    pub fn prove(
        &self,
        session: Uuid,
        teller: Uuid,
        rng: &mut impl CryptoRng,
    ) -> Result<ProofBytes, ProofError> {
        proof::prove_lock(&self.0, &self.public(), session, teller, rng)
    }

    pub(crate) const fn scalar(&self) -> &Scalar {
        &self.0
    }
}

/// Why locks do not make a box key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LockError {
    /// Fewer or more tellers than a session may have.
    #[error("a session has {MIN_TELLERS} to {MAX_TELLERS} tellers, not {0}")]
    Count(usize),
    /// Not the canonical encoding of a point, or the identity.
    #[error("the lock of teller {0} is not a point other than the identity")]
    Point(Uuid),
    /// Two tellers with one lock.
    #[error("the lock of teller {0} is another teller's too")]
    Same(Uuid),
    /// No proof that the teller knows the key.
    #[error("the proof of possession of teller {0} fails")]
    Possession(Uuid),
    /// The locks cancel each other.
    #[error("the locks add up to nothing")]
    Sum,
}

/// A lock as a teller registers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock<'a> {
    /// The teller.
    pub teller: Uuid,
    /// P.
    pub key: PointBytes,
    /// Proof of possession.
    pub proof: &'a ProofBytes,
}

/// Adds up the locks to the box key, checking each: no identity, none twice, each with its proof.
///
/// # Errors
/// The first fault found, naming the teller.
pub fn box_key(session: Uuid, locks: &[Lock<'_>]) -> Result<BoxKey, LockError> {
    if !(MIN_TELLERS..=MAX_TELLERS).contains(&locks.len()) {
        return Err(LockError::Count(locks.len()));
    }
    let mut sum = RistrettoPoint::identity();
    for (position, lock) in locks.iter().enumerate() {
        if locks.iter().take(position).any(|other| other.key == lock.key) {
            return Err(LockError::Same(lock.teller));
        }
        sum += check_lock(session, lock)?;
    }
    if sum == RistrettoPoint::identity() { Err(LockError::Sum) } else { Ok(BoxKey(sum)) }
}

/// Checks one lock by itself: a point, not the identity, with its proof of possession.
fn check_lock(session: Uuid, lock: &Lock<'_>) -> Result<RistrettoPoint, LockError> {
    let point = proof::point(&lock.key).map_err(|_| LockError::Point(lock.teller))?;
    if point == RistrettoPoint::identity() {
        return Err(LockError::Point(lock.teller));
    }
    proof::verify_lock(&lock.key, session, lock.teller, lock.proof)
        .map_err(|_| LockError::Possession(lock.teller))?;
    Ok(point)
}

impl Lock<'_> {
    /// Checks a lock as it comes in, before all are there.
    ///
    /// # Errors
    /// When it is no point, the identity, or without its proof.
    pub fn check(&self, session: Uuid) -> Result<(), LockError> {
        check_lock(session, self).map(drop)
    }
}

/// The box key: the sum of all tellers' locks. Nobody holds its secret half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoxKey(RistrettoPoint);

impl BoxKey {
    pub(crate) const fn point(&self) -> &RistrettoPoint {
        &self.0
    }

    /// The key as bytes.
    pub fn bytes(&self) -> PointBytes {
        PointBytes::from_bytes(self.0.compress().to_bytes())
    }
}
