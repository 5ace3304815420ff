//! Sealed ballots (密封票): marks become ciphertext that nobody ever opens, and proof that they are
//! lawful (`docs/PROTOCOL.md` §4, §5).

use curve25519_dalek::{RistrettoPoint, Scalar, traits::IsIdentity as _};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::canonical::{self, CanonicalError};
use crate::codec::{Digest, PointBytes, ProofBytes, PublicKey, Signature, SlotBytes};
use crate::manifest::Poll;
use crate::method::Marks;
use crate::note::verify_strict;
use crate::proof::{self, BallotStatement, BallotWitness, Cipher, ProofError};
use crate::slip::SlipKey;

/// What every sealed ballot is.
pub const BALLOT_KIND: &str = "piaojue/ballot/1";

/// What a slip signs is kept apart from every other use of Ed25519 by this prefix.
const SIGNATURE_PREFIX: &[u8] = b"piaojue/v1/ballot\0";

/// A sealed ballot as it travels and as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedBallot {
    /// Always [`BALLOT_KIND`].
    pub kind: String,
    /// Digest of the poll's manifest.
    pub manifest: Digest,
    /// The poll.
    pub poll: Uuid,
    /// Proof that the slots obey the form.
    pub proof: ProofBytes,
    /// Signature by the slip over everything else.
    pub sig: Signature,
    /// The slip's public key.
    pub slip: PublicKey,
    /// The encrypted slots, in the order of the form.
    pub slots: Vec<SlotBytes>,
}

/// Why a ballot is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BallotError {
    /// Not the canonical bytes of a ballot.
    #[error("not the canonical bytes of a sealed ballot: {0}")]
    Canonical(#[from] CanonicalError),
    /// Another kind than this program knows.
    #[error("the kind {0:?} is not known")]
    Kind(String),
    /// Sealed for another poll or another manifest.
    #[error("sealed for another poll or another question")]
    OtherPoll,
    /// Another number of slots, or a proof of another length, than the form has.
    #[error("the length is not that of this form")]
    Length,
    /// The slip did not sign this.
    #[error("the signature of the slip is wrong")]
    Signature,
    /// A slot that is not two points in canonical form, or has the identity for R.
    #[error("slot {0} is not a lawful ciphertext")]
    Slot(usize),
    /// The marks do not fit the form of this poll.
    #[error("the marks do not fit the form of this poll")]
    Marks,
    /// The proof fails: false marks, or a proof made for something else.
    #[error("the proof does not hold: {0}")]
    Proof(#[from] ProofError),
}

/// The members of a ballot that the slip signs: all but `sig`.
#[derive(Serialize)]
struct Unsigned<'a> {
    kind: &'a str,
    manifest: &'a Digest,
    poll: &'a Uuid,
    proof: &'a ProofBytes,
    slip: &'a PublicKey,
    slots: &'a [SlotBytes],
}

/// Seals marks for a poll with a slip's key, and checks the result as the server will.
///
/// # Errors
/// When the marks do not fit the form; otherwise only what [`check`] would find.
pub fn seal(
    poll: &Poll,
    slip: &SlipKey,
    marks: &Marks,
    rng: &mut impl CryptoRng,
) -> Result<SealedBallot, BallotError> {
    if marks.bits().len() != poll.form().slots() {
        return Err(BallotError::Marks);
    }
    let ballot = seal_slots(poll, slip, marks.bits(), rng)?;
    // The prover does not notice false marks; the tablet must, before it sends.
    check(poll, &ballot)?;
    Ok(ballot)
}

/// Seals slot values as they are given, lawful or not.
fn seal_slots(
    poll: &Poll,
    slip: &SlipKey,
    bits: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<SealedBallot, BallotError> {
    let (nonces, values) = (Vec::with_capacity(bits.len()), Vec::with_capacity(bits.len()));
    let mut witness = BallotWitness { nonces, values };
    let mut ciphers = Vec::with_capacity(bits.len());
    for &bit in bits {
        let nonce = proof::draw_scalar(rng);
        let value = Scalar::from(bit);
        let message = RistrettoPoint::mul_base(&value);
        let r = RistrettoPoint::mul_base(&nonce);
        ciphers.push(Cipher { r, c: message + poll.box_key().point() * nonce });
        witness.nonces.push(nonce);
        witness.values.push(value);
    }
    let slots = ciphers.iter().map(slot_bytes).collect();
    let (manifest, public) = (poll.digest(), slip.public());
    let statement = BallotStatement::new(poll.form(), poll.box_key(), &manifest, &public, ciphers)?;
    let proof = proof::prove_ballot(&statement, &witness, rng)?;
    let mut ballot = SealedBallot {
        kind: BALLOT_KIND.to_owned(),
        manifest,
        poll: poll.manifest().poll,
        proof,
        sig: Signature::from_bytes([0; 64]),
        slip: public,
        slots,
    };
    ballot.sig = slip.sign(&ballot.signed_bytes()?);
    Ok(ballot)
}

fn slot_bytes(cipher: &Cipher) -> SlotBytes {
    let mut bytes = [0; 64];
    let (r, c) = (cipher.r.compress(), cipher.c.compress());
    for (place, byte) in bytes.iter_mut().zip(r.as_bytes().iter().chain(c.as_bytes())) {
        *place = *byte;
    }
    SlotBytes::from_bytes(bytes)
}

impl SealedBallot {
    /// The canonical bytes of the ballot.
    ///
    /// # Errors
    /// Never for a ballot that was read or sealed; its members have canonical bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CanonicalError> {
        canonical::to_bytes(self)
    }

    /// Reads a ballot; anything but its canonical bytes is refused.
    ///
    /// # Errors
    /// [`BallotError::Canonical`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BallotError> {
        Ok(canonical::from_bytes(bytes)?)
    }

    /// `piaojue/v1/ballot` ‖ 0x00 ‖ SHA-256 of the canonical bytes without `sig`.
    fn signed_bytes(&self) -> Result<Vec<u8>, CanonicalError> {
        let unsigned = Unsigned {
            kind: &self.kind,
            manifest: &self.manifest,
            poll: &self.poll,
            proof: &self.proof,
            slip: &self.slip,
            slots: &self.slots,
        };
        let digest = Digest::of(&[&canonical::to_bytes(&unsigned)?]);
        Ok([SIGNATURE_PREFIX, digest.as_bytes()].concat())
    }

    /// Checks kind, poll, lengths and the slip's signature: all but the proof.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check_signature(&self, poll: &Poll) -> Result<(), BallotError> {
        if self.kind != BALLOT_KIND {
            return Err(BallotError::Kind(self.kind.clone()));
        }
        if self.poll != poll.manifest().poll || self.manifest != poll.digest() {
            return Err(BallotError::OtherPoll);
        }
        let lengths = (self.slots.len(), self.proof.as_bytes().len());
        if lengths != (poll.form().slots(), proof::proof_length(poll.form())) {
            return Err(BallotError::Length);
        }
        if !verify_strict(&self.slip, &self.signed_bytes()?, &self.sig) {
            return Err(BallotError::Signature);
        }
        Ok(())
    }

    /// The slots as points; R must not be the identity.
    pub(crate) fn ciphers(&self) -> Result<Vec<Cipher>, BallotError> {
        let read = |(position, slot): (usize, &SlotBytes)| {
            let point = |half: Option<&[u8]>| -> Option<RistrettoPoint> {
                proof::point(&PointBytes::from_slice(half?).ok()?).ok()
            };
            let bytes = slot.as_bytes();
            let r = point(bytes.get(..32)).filter(|r| !r.is_identity());
            let c = point(bytes.get(32..));
            r.zip(c).map(|(r, c)| Cipher { r, c }).ok_or(BallotError::Slot(position))
        };
        self.slots.iter().enumerate().map(read).collect()
    }

    fn statement(&self, poll: &Poll) -> Result<BallotStatement, BallotError> {
        let slots = self.ciphers()?;
        let digest = poll.digest();
        Ok(BallotStatement::new(poll.form(), poll.box_key(), &digest, &self.slip, slots)?)
    }
}

/// Checks one ballot completely by itself: kind, poll, lengths, signature, points, proof.
/// Whether its slip is on the roll and unused is the log's matter.
///
/// # Errors
/// The first fault found, in the order of `docs/PROTOCOL.md` §5.
pub fn check(poll: &Poll, ballot: &SealedBallot) -> Result<(), BallotError> {
    ballot.check_signature(poll)?;
    check_proof(poll, ballot)
}

/// Checks the points and the proof of one ballot.
///
/// # Errors
/// The first fault found.
pub fn check_proof(poll: &Poll, ballot: &SealedBallot) -> Result<(), BallotError> {
    let statement = ballot.statement(poll)?;
    Ok(proof::check_ballots(&[(&statement, &ballot.proof)])?)
}

/// How many ballots share one multi-scalar multiplication: more gain little and hold up progress.
#[cfg(not(target_arch = "wasm32"))]
pub const BATCH: usize = 64;
/// How many ballots share one multi-scalar multiplication: in a browser small steps show progress.
#[cfg(target_arch = "wasm32")]
pub const BATCH: usize = 16;

/// Checks points and proofs of many ballots, on all cores where there are several. `progress` is
/// told the size of each part that is done. The result has an entry per ballot, in order.
pub fn check_proofs(
    poll: &Poll,
    ballots: &[&SealedBallot],
    progress: &(dyn Fn(usize) + Sync),
) -> Vec<Result<(), BallotError>> {
    let part = |part: &[&SealedBallot]| {
        let results = check_part(poll, part);
        progress(part.len());
        results
    };
    #[cfg(not(target_arch = "wasm32"))]
    {
        use rayon::prelude::*;
        let cores = rayon::current_num_threads().max(1);
        let size = ballots.len().div_ceil(cores).clamp(1, BATCH);
        ballots.par_chunks(size).flat_map_iter(part).collect()
    }
    #[cfg(target_arch = "wasm32")]
    ballots.chunks(BATCH).flat_map(part).collect()
}

/// Checks a part in one go, and one by one if that fails, to name those at fault.
fn check_part(poll: &Poll, ballots: &[&SealedBallot]) -> Vec<Result<(), BallotError>> {
    let statements: Vec<_> = ballots.iter().map(|ballot| ballot.statement(poll)).collect();
    let lawful: Vec<_> = statements
        .iter()
        .zip(ballots)
        .filter_map(|(statement, ballot)| Some((statement.as_ref().ok()?, &ballot.proof)))
        .collect();
    let together = proof::check_ballots(&lawful);
    statements
        .iter()
        .zip(ballots)
        .map(|(statement, ballot)| match (statement, &together) {
            (Err(error), _) => Err(error.clone()),
            (Ok(_), Ok(())) => Ok(()),
            (Ok(statement), Err(_)) => Ok(proof::check_ballots(&[(statement, &ballot.proof)])?),
        })
        .collect()
}

#[cfg(test)]
mod tests;
