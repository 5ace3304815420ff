//! Checks ballots' proofs, many in one multi-scalar multiplication.
//!
//! The bytes and the challenges are those of `sigma-proofs`; only the arithmetic is arranged
//! differently. The crate builds a validated instance for every branch, which costs more than the
//! check itself. Here each branch's two equations are weighted with 128-bit numbers drawn from a
//! hash of all that is checked, and the weighted sum over all branches of all ballots must be the
//! identity. A proof that the crate refuses passes with probability 2^-128 (Bellare, Garay and
//! Rabin, small exponents test). Tests hold both against each other.

use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::traits::{IsIdentity as _, VartimeMultiscalarMul as _};
use curve25519_dalek::{RistrettoPoint, Scalar};
use sigma_proofs::derive_session_id;
use spongefish::{
    DefaultHash, DuplexSpongeInit as _, DuplexSpongeInterface as _, NargReader, VerificationError,
    VerifierState,
};

use super::ProofError;
use super::ballot::{BallotStatement, Claim};
use super::encoding::{CHALLENGE_LENGTH, Encoded, encode, wide_scalar};
use crate::codec::ProofBytes;

/// Checks the proofs of several ballots at once. With an error at least one of them fails; which
/// one is found by checking them one by one.
pub(crate) fn check_ballots(ballots: &[(&BallotStatement, &ProofBytes)]) -> Result<(), ProofError> {
    let proofs = ballots.iter().map(|(statement, proof)| Transcript::read(statement, proof));
    let proofs = proofs.collect::<Result<Vec<_>, _>>()?;
    let mut weights = Weights::new(proofs.iter().map(|proof| &proof.seed));
    let mut sum = Sum::default();
    for ((statement, _), proof) in ballots.iter().zip(&proofs) {
        sum.add(statement, proof, &mut weights);
    }
    if sum.total().is_identity() { Ok(()) } else { Err(ProofError::Refuted) }
}

/// A proof taken apart: per claim its branches, and a seed that depends on all bytes.
struct Transcript {
    claims: Vec<Vec<Branch>>,
    seed: [u8; 32],
}

/// One branch of a claim: the commitments to both equations, challenge and response.
struct Branch {
    first: RistrettoPoint,
    second: RistrettoPoint,
    challenge: Scalar,
    response: Scalar,
}

impl Transcript {
    fn read(statement: &BallotStatement, proof: &ProofBytes) -> Result<Self, ProofError> {
        let refuted = |_| ProofError::Refuted;
        let session = derive_session_id::<DefaultHash>(&statement.tag);
        let encoded = encode(statement)?;
        let mut state =
            VerifierState::<DefaultHash>::new(&session, &Encoded(&encoded), proof.as_bytes());
        let commitments = state
            .prover_message_as(|reader| {
                let count = statement.claims.iter().map(|claim| claim.values().count() * 2).sum();
                (0..count).map(|_| read_point(reader)).collect::<Result<Vec<_>, _>>()
            })
            .map_err(refuted)?;
        let challenge = state.verifier_message_as(CHALLENGE_LENGTH, wide_scalar);
        let responses = state
            .prover_message_as(|reader| {
                let claims = statement.claims.iter().map(|claim| read_responses(reader, claim));
                claims.collect::<Result<Vec<_>, _>>()
            })
            .map_err(refuted)?;
        // Drawn after every byte of the proof was absorbed: the prover cannot foresee it.
        let seed = state.verifier_message_as(32, |bytes| {
            let mut seed = [0_u8; 32];
            seed.copy_from_slice(bytes);
            seed
        });
        state.check_eof().map_err(refuted)?;
        let mut commitments = commitments.into_iter();
        let claims = responses
            .into_iter()
            .map(|(shares, responses)| {
                let last = challenge - shares.iter().sum::<Scalar>();
                shares
                    .into_iter()
                    .chain([last])
                    .zip(responses)
                    .map(|(challenge, response)| {
                        let (first, second) = (commitments.next()?, commitments.next()?);
                        Some(Branch { first, second, challenge, response })
                    })
                    .collect::<Option<Vec<_>>>()
            })
            .collect::<Option<Vec<_>>>()
            .ok_or(ProofError::Refuted)?;
        Ok(Self { claims, seed })
    }
}

fn read_point(reader: &mut NargReader<'_>) -> Result<RistrettoPoint, VerificationError> {
    let bytes = reader.take_array::<32>()?;
    CompressedRistretto(bytes).decompress().ok_or(VerificationError)
}

/// Scalars of proofs are big-endian and canonical (`docs/PROTOCOL.md` §4).
fn read_scalar(reader: &mut NargReader<'_>) -> Result<Scalar, VerificationError> {
    let mut bytes = reader.take_array::<32>()?;
    bytes.reverse();
    Option::from(Scalar::from_canonical_bytes(bytes)).ok_or(VerificationError)
}

/// A claim's challenge shares, all but the last, and a response for each of its values.
fn read_responses(
    reader: &mut NargReader<'_>,
    claim: &Claim,
) -> Result<(Vec<Scalar>, Vec<Scalar>), VerificationError> {
    let values = claim.values().count();
    let mut read = |count| (0..count).map(|_| read_scalar(reader)).collect::<Result<Vec<_>, _>>();
    Ok((read(values.saturating_sub(1))?, read(values)?))
}

/// Draws 128-bit weights that depend on every proof of the batch.
struct Weights(DefaultHash);

impl Weights {
    fn new<'a>(seeds: impl Iterator<Item = &'a [u8; 32]>) -> Self {
        let mut sponge =
            DefaultHash::init(derive_session_id::<DefaultHash>(b"piaojue/v1/batch").as_bytes());
        for seed in seeds {
            sponge.absorb(seed);
        }
        Self(sponge)
    }

    fn draw(&mut self) -> Scalar {
        let mut bytes = [0_u8; 16];
        self.0.squeeze(&mut bytes);
        Scalar::from(u128::from_le_bytes(bytes))
    }
}

/// The weighted sum of all equations, gathered by point.
#[derive(Default)]
struct Sum {
    scalars: Vec<Scalar>,
    points: Vec<RistrettoPoint>,
    generator: Scalar,
    keys: Vec<(RistrettoPoint, Scalar)>,
}

impl Sum {
    /// Adds first + e·R − s·G and second + e·(C − v·G) − s·P for every branch.
    fn add(&mut self, statement: &BallotStatement, proof: &Transcript, weights: &mut Weights) {
        let mut slots = vec![(Scalar::ZERO, Scalar::ZERO); statement.slots.len()];
        let mut key = Scalar::ZERO;
        for (claim, branches) in statement.claims.iter().zip(&proof.claims) {
            let (mut on_r, mut on_c) = (Scalar::ZERO, Scalar::ZERO);
            for (branch, value) in branches.iter().zip(claim.values()) {
                let (first, second) = (weights.draw(), weights.draw());
                self.scalars.extend([first, second]);
                self.points.extend([branch.first, branch.second]);
                let weighted = second * branch.challenge;
                on_r += first * branch.challenge;
                on_c += weighted;
                self.generator -= first * branch.response + weighted * Scalar::from(value);
                key -= second * branch.response;
            }
            for &slot in &claim.slots {
                if let Some((r, c)) = slots.get_mut(slot) {
                    *r += on_r;
                    *c += on_c;
                }
            }
        }
        for ((r, c), cipher) in slots.into_iter().zip(&statement.slots) {
            self.scalars.extend([r, c]);
            self.points.extend([cipher.r, cipher.c]);
        }
        let point = *statement.key.point();
        match self.keys.iter_mut().find(|(known, _)| *known == point) {
            Some((_, weight)) => *weight += key,
            None => self.keys.push((point, key)),
        }
    }

    fn total(self) -> RistrettoPoint {
        let keys = self.keys.iter();
        let scalars = self.scalars.iter().chain(keys.clone().map(|(_, weight)| weight));
        let points = self.points.iter().chain(keys.map(|(point, _)| point));
        RistrettoPoint::vartime_multiscalar_mul(scalars, points)
            + RistrettoPoint::mul_base(&self.generator)
    }
}
