//! The bytes and challenges of ballots' proofs, exactly those of `sigma-proofs` 0.4.1.

use curve25519_dalek::Scalar;
use spongefish::Encoding;

use super::ballot::BallotStatement;
use super::{GENERATOR, ProofError};

/// Bytes squeezed for a challenge: 32 and 16 more, so that the reduction has no bias.
pub(super) const CHALLENGE_LENGTH: usize = 48;

/// An encoding whose length both sides know.
pub(super) struct Encoded<'a>(pub(super) &'a [u8]);

impl Encoding<u8> for Encoded<'_> {
    fn encode(&self) -> impl AsRef<[u8]> {
        self.0
    }
}

/// A challenge from [`CHALLENGE_LENGTH`] bytes, little-endian.
pub(super) fn wide_scalar(bytes: &[u8]) -> Scalar {
    let mut wide = [0_u8; 64];
    for (place, byte) in wide.iter_mut().zip(bytes) {
        *place = *byte;
    }
    Scalar::from_bytes_mod_order_wide(&wide)
}

/// The bytes by which `sigma-proofs` 0.4.1 encodes the statement (its `encode_instance`).
pub(super) fn encode(statement: &BallotStatement) -> Result<Vec<u8>, ProofError> {
    let length = |length: usize| u32::try_from(length).map(u32::to_le_bytes);
    let overflow = |_| ProofError::Statement;
    let key = statement.key.bytes();
    let mut bytes = b"sigma-proofs composition AND".to_vec();
    bytes.extend_from_slice(&length(statement.claims.len()).map_err(overflow)?);
    for claim in &statement.claims {
        let (r, c) = (claim.sum.r.compress(), claim.sum.c.compress());
        let mut or = b"sigma-proofs composition OR".to_vec();
        or.extend_from_slice(&length(claim.values().count()).map_err(overflow)?);
        for value in claim.values() {
            let mut relation = equations(value);
            for point in [r.as_bytes(), c.as_bytes(), key.as_bytes()] {
                relation.extend_from_slice(point);
            }
            let mut simple = b"sigma-proofs composition SIMPLE".to_vec();
            simple.extend_from_slice(&length(relation.len()).map_err(overflow)?);
            simple.extend_from_slice(&relation);
            or.extend_from_slice(&length(simple.len()).map_err(overflow)?);
            or.extend_from_slice(&simple);
        }
        bytes.extend_from_slice(&length(or.len()).map_err(overflow)?);
        bytes.extend_from_slice(&or);
    }
    Ok(bytes)
}

/// The two equations of a branch: counts and positions little-endian, scalars big-endian.
fn equations(value: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    let number = |bytes: &mut Vec<u8>, number: u32| bytes.extend_from_slice(&number.to_le_bytes());
    let scalar = |bytes: &mut Vec<u8>, scalar: Scalar| {
        bytes.extend(scalar.to_bytes().iter().rev());
    };
    number(&mut bytes, 2);
    number(&mut bytes, 1);
    number(&mut bytes, 2);
    scalar(&mut bytes, Scalar::ONE);
    number(&mut bytes, 1);
    number(&mut bytes, 0);
    number(&mut bytes, GENERATOR);
    scalar(&mut bytes, Scalar::ONE);
    number(&mut bytes, if value > 0 { 2 } else { 1 });
    number(&mut bytes, 3);
    scalar(&mut bytes, Scalar::ONE);
    if value > 0 {
        number(&mut bytes, GENERATOR);
        scalar(&mut bytes, -Scalar::from(value));
    }
    number(&mut bytes, 1);
    number(&mut bytes, 0);
    number(&mut bytes, 4);
    scalar(&mut bytes, Scalar::ONE);
    bytes
}
