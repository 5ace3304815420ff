//! Proves ballots lawful, in time and memory access that do not depend on the marks.
//!
//! For a claim on C = m·G + r·P and R = r·G, branch v draws a nonce t and a challenge share c and
//! commits to t·G and t·P − c·(m − v)·G. In the true branch m − v is 0, so its share is free and
//! takes what the others leave of the challenge; in every other branch this is what simulating
//! with response t + c·r gives. So all branches are computed alike, and only the shares are
//! selected, in constant time. The bytes are those of `sigma-proofs`, whose general prover takes
//! four times as long; tests hold both against each other.

use curve25519_dalek::ristretto::RistrettoBasepointTable;
use curve25519_dalek::{RistrettoPoint, Scalar};
use rand_core::CryptoRng;
use sigma_proofs::derive_session_id;
use spongefish::{DefaultHash, ProverState};
use subtle::{ConditionallySelectable as _, ConstantTimeEq as _};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::ballot::{BallotStatement, Claim};
use super::encoding::{CHALLENGE_LENGTH, Encoded, encode, wide_scalar};
use super::{ProofError, draw_scalar, prover_rng};
use crate::codec::ProofBytes;

/// The secrets of a ballot. Wiped when dropped.
#[derive(ZeroizeOnDrop)]
pub(crate) struct BallotWitness {
    /// r of each slot.
    pub(crate) nonces: Vec<Scalar>,
    /// m of each slot.
    pub(crate) values: Vec<Scalar>,
}

/// What the prover keeps of a claim between its two moves. Wiped when dropped.
#[derive(ZeroizeOnDrop)]
struct ClaimState {
    /// m and r of the sum.
    value: Scalar,
    nonce: Scalar,
    /// t and c of each branch.
    branches: Vec<(Scalar, Scalar)>,
}

/// Proves a ballot lawful. The marks are not checked here: false ones give a proof that fails.
pub(crate) fn prove_ballot(
    statement: &BallotStatement,
    witness: &BallotWitness,
    rng: &mut impl CryptoRng,
) -> Result<ProofBytes, ProofError> {
    let session = derive_session_id::<DefaultHash>(&statement.tag);
    let encoded = encode(statement)?;
    let mut state =
        ProverState::<DefaultHash>::from_parts(&session, &Encoded(&encoded), prover_rng(rng));
    let key = RistrettoBasepointTable::create(statement.key.point());
    let mut commitments = Vec::new();
    let mut claims = Vec::with_capacity(statement.claims.len());
    for claim in &statement.claims {
        let drawn = ClaimState::draw(claim, witness, rng);
        for (value, (nonce, share)) in claim.values().zip(&drawn.branches) {
            let distance = Zeroizing::new(drawn.value - Scalar::from(value));
            let first = RistrettoPoint::mul_base(nonce);
            let second = nonce * &key - RistrettoPoint::mul_base(&(share * *distance));
            commitments.extend_from_slice(first.compress().as_bytes());
            commitments.extend_from_slice(second.compress().as_bytes());
        }
        claims.push(drawn);
    }
    state.prover_message_as(&commitments, Vec::as_slice);
    let challenge = state.verifier_message_as(CHALLENGE_LENGTH, wide_scalar);
    let mut responses = Vec::new();
    for (claim, drawn) in statement.claims.iter().zip(&claims) {
        drawn.respond(claim, &challenge, &mut responses);
    }
    Ok(ProofBytes::new(state.last_prover_message_as(&responses, Vec::as_slice)))
}

impl ClaimState {
    fn draw(claim: &Claim, witness: &BallotWitness, rng: &mut impl CryptoRng) -> Self {
        let sum = |scalars: &[Scalar]| -> Scalar {
            claim.slots.iter().filter_map(|&slot| scalars.get(slot)).sum()
        };
        let branches = claim.values().map(|_| (draw_scalar(rng), draw_scalar(rng))).collect();
        Self { value: sum(&witness.values), nonce: sum(&witness.nonces), branches }
    }

    /// Appends all challenge shares but the last, then a response for every branch.
    fn respond(&self, claim: &Claim, challenge: &Scalar, bytes: &mut Vec<u8>) {
        let is_true = |value: u32| self.value.ct_eq(&Scalar::from(value));
        let mut left = *challenge;
        for (value, (_, share)) in claim.values().zip(&self.branches) {
            left -= Scalar::conditional_select(share, &Scalar::ZERO, is_true(value));
        }
        let shares: Vec<Scalar> = claim
            .values()
            .zip(&self.branches)
            .map(|(value, (_, share))| Scalar::conditional_select(share, &left, is_true(value)))
            .collect();
        let transmitted = shares.len().saturating_sub(1);
        for share in shares.iter().take(transmitted) {
            bytes.extend(share.to_bytes().iter().rev());
        }
        for ((nonce, _), share) in self.branches.iter().zip(&shares) {
            bytes.extend((nonce + share * self.nonce).to_bytes().iter().rev());
        }
    }
}
