//! The zero-knowledge proofs of `docs/PROTOCOL.md` §2–§6: possession of a lock, a lawful ballot, a
//! right share.
//!
//! Only this folder names `sigma-proofs`, which makes the proofs and whose batchable byte form is
//! part of the format (hence pinned). A proof's tag binds its purpose and its context: the
//! lower-case hex SHA-256 of a canonical JSON array. So a proof made for one slip, poll or teller
//! fails for any other.

mod ballot;
mod check;
mod encoding;
mod prove;

use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::{RistrettoPoint, Scalar};
use rand_core::CryptoRng;
use serde_json::{Value, json};
use sigma_proofs::linear_relation::{Equation, Instance};
use sigma_proofs::{PrivateRng, derive_session_id, prove_batchable_with, verify_batchable_with};
use spongefish::DefaultHash;
use thiserror::Error;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::canonical;
use crate::codec::{Digest, PointBytes, ProofBytes};

pub(crate) use ballot::{BallotStatement, Cipher, proof_length};
pub(crate) use check::check_ballots;
pub(crate) use prove::{BallotWitness, prove_ballot};

/// Why a proof is refused or cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ProofError {
    /// Bytes that are not the canonical encoding of a point.
    #[error("not a point of the group in canonical form")]
    Point,
    /// The statement cannot be put together from these points.
    #[error("the statement has no meaning")]
    Statement,
    /// The secrets do not fit the statement.
    #[error("the secrets do not fit the statement")]
    Witness,
    /// The proof does not hold.
    #[error("the proof does not hold")]
    Refuted,
}

/// What a proof is for: part of its tag.
#[derive(Clone, Copy)]
enum Purpose {
    Lock,
    Ballot,
    Share,
}

/// The tag of a proof (`docs/PROTOCOL.md` §2, context binding).
fn tag(purpose: Purpose, context: &Value) -> Result<Vec<u8>, ProofError> {
    use std::fmt::Write as _;
    let purpose = match purpose {
        Purpose::Lock => "lock",
        Purpose::Ballot => "ballot",
        Purpose::Share => "share",
    };
    let bytes = canonical::to_bytes(context).map_err(|_| ProofError::Statement)?;
    let mut tag = format!("piaojue/v1/{purpose}/DSFS/sigma-proofs_TurboShake128_Ristretto255/");
    for byte in Digest::of(&[&bytes]).as_bytes() {
        write!(tag, "{byte:02x}").map_err(|_| ProofError::Statement)?;
    }
    Ok(tag.into_bytes())
}

/// Reads a point; only the canonical encoding is taken.
pub(crate) fn point(bytes: &PointBytes) -> Result<RistrettoPoint, ProofError> {
    CompressedRistretto(*bytes.as_bytes()).decompress().ok_or(ProofError::Point)
}

/// The prover's own randomness, seeded from the randomness handed in.
fn prover_rng(rng: &mut impl CryptoRng) -> PrivateRng {
    let mut seed = Zeroizing::new([0_u8; 32]);
    rng.fill_bytes(seed.as_mut());
    PrivateRng::from_seed(*seed)
}

/// Draws a scalar, without bias.
pub(crate) fn draw_scalar(rng: &mut impl CryptoRng) -> Scalar {
    let mut wide = Zeroizing::new([0_u8; 64]);
    rng.fill_bytes(wide.as_mut());
    Scalar::from_bytes_mod_order_wide(&wide)
}

/// Position of the generator among the elements of every statement; 2 is the first of its own.
const GENERATOR: u32 = 1;

/// The statement P = x·G.
fn lock_statement(lock: RistrettoPoint) -> Result<Instance<RistrettoPoint>, ProofError> {
    let one = Scalar::ONE;
    let equation = Equation { image: vec![(2, one)], terms: vec![(0, GENERATOR, one)] };
    Instance::new(vec![lock], vec![equation]).map_err(|_| ProofError::Statement)
}

/// The context of a proof of possession: session, officer, P.
fn lock_tag(lock: &PointBytes, session: Uuid, teller: Uuid) -> Result<Vec<u8>, ProofError> {
    tag(Purpose::Lock, &json!([session, teller, lock]))
}

/// Proves possession of a lock (`docs/PROTOCOL.md` §2.3).
pub(crate) fn prove_lock(
    secret: &Scalar,
    lock: &PointBytes,
    session: Uuid,
    teller: Uuid,
    rng: &mut impl CryptoRng,
) -> Result<ProofBytes, ProofError> {
    let statement = lock_statement(point(lock)?)?;
    prove(&lock_tag(lock, session, teller)?, &statement, secret, rng)
}

/// Checks a proof of possession.
pub(crate) fn verify_lock(
    lock: &PointBytes,
    session: Uuid,
    teller: Uuid,
    proof: &ProofBytes,
) -> Result<(), ProofError> {
    verify(&lock_tag(lock, session, teller)?, &lock_statement(point(lock)?)?, proof)
}

/// The statement of a share: P = x·G and every D = x·R (`docs/PROTOCOL.md` §6.4).
pub(crate) struct ShareStatement {
    tag: Vec<u8>,
    instance: Instance<RistrettoPoint>,
}

impl ShareStatement {
    /// Puts the statement together. `pairs` are (R, D) for each slot sum, in order; `closing` is
    /// the digest of the closing note's text.
    pub(crate) fn new(
        lock: &PointBytes,
        pairs: &[(RistrettoPoint, RistrettoPoint)],
        closing: &Digest,
        teller: Uuid,
    ) -> Result<Self, ProofError> {
        let one = Scalar::ONE;
        let mut elements = vec![point(lock)?];
        let mut equations =
            vec![Equation { image: vec![(2, one)], terms: vec![(0, GENERATOR, one)] }];
        for ((sum, share), position) in pairs.iter().zip((3_u32..).step_by(2)) {
            elements.extend([*sum, *share]);
            let equation =
                Equation { image: vec![(position + 1, one)], terms: vec![(0, position, one)] };
            equations.push(equation);
        }
        let instance = Instance::new(elements, equations).map_err(|_| ProofError::Statement)?;
        Ok(Self { tag: tag(Purpose::Share, &json!([closing, teller]))?, instance })
    }

    /// Proves the share right.
    pub(crate) fn prove(
        &self,
        secret: &Scalar,
        rng: &mut impl CryptoRng,
    ) -> Result<ProofBytes, ProofError> {
        prove(&self.tag, &self.instance, secret, rng)
    }

    /// Checks the proof of a share.
    pub(crate) fn verify(&self, proof: &ProofBytes) -> Result<(), ProofError> {
        verify(&self.tag, &self.instance, proof)
    }
}

fn prove(
    tag: &[u8],
    statement: &Instance<RistrettoPoint>,
    secret: &Scalar,
    rng: &mut impl CryptoRng,
) -> Result<ProofBytes, ProofError> {
    let witness = Zeroizing::new(vec![*secret]);
    let session = derive_session_id::<DefaultHash>(tag);
    prove_batchable_with::<DefaultHash, _>(&session, statement, &witness, &mut prover_rng(rng))
        .map(ProofBytes::new)
        .map_err(|_| ProofError::Witness)
}

fn verify(
    tag: &[u8],
    statement: &Instance<RistrettoPoint>,
    proof: &ProofBytes,
) -> Result<(), ProofError> {
    let session = derive_session_id::<DefaultHash>(tag);
    verify_batchable_with::<DefaultHash, _>(&session, statement, proof.as_bytes())
        .map_err(|_| ProofError::Refuted)
}

#[cfg(test)]
mod tests;
