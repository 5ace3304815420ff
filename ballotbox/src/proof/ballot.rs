//! The statement of a ballot: every slot is 0 or 1, every group keeps its limits.
//!
//! A claim is OR over the values v in its range of "R = r·G and C − v·G = r·P"; the statement is
//! the AND of a claim per slot and a claim per group on the sum of its slots, in order
//! (`docs/PROTOCOL.md` §4; disjunctive Chaum–Pedersen after Cramer, Gennaro and Schoenmakers).

use curve25519_dalek::RistrettoPoint;
use curve25519_dalek::traits::Identity as _;
use serde_json::json;

use super::{ProofError, Purpose, tag};
use crate::card::BoxKey;
use crate::codec::{Digest, PublicKey};
use crate::form::Form;

/// An encrypted slot or the sum of several: R = r·G, C = m·G + r·P.
#[derive(Clone, Copy)]
pub(crate) struct Cipher {
    pub(crate) r: RistrettoPoint,
    pub(crate) c: RistrettoPoint,
}

impl Cipher {
    pub(crate) fn identity() -> Self {
        Self { r: RistrettoPoint::identity(), c: RistrettoPoint::identity() }
    }
}

impl std::ops::AddAssign<&Self> for Cipher {
    fn add_assign(&mut self, other: &Self) {
        self.r += other.r;
        self.c += other.c;
    }
}

/// One OR of the statement: the sum of some slots lies in `min..=max`.
pub(super) struct Claim {
    /// Positions of the slots that are summed up.
    pub(super) slots: Vec<usize>,
    /// Their sum.
    pub(super) sum: Cipher,
    pub(super) min: u32,
    pub(super) max: u32,
}

impl Claim {
    pub(super) fn values(&self) -> std::ops::RangeInclusive<u32> {
        self.min..=self.max
    }
}

/// What a ballot's proof proves, for one slip in one poll.
pub(crate) struct BallotStatement {
    pub(super) tag: Vec<u8>,
    pub(super) key: BoxKey,
    pub(super) slots: Vec<Cipher>,
    pub(super) claims: Vec<Claim>,
}

impl BallotStatement {
    /// Puts the statement together; the context is the manifest's digest and the slip.
    pub(crate) fn new(
        form: &Form,
        key: &BoxKey,
        manifest: &Digest,
        slip: &PublicKey,
        slots: Vec<Cipher>,
    ) -> Result<Self, ProofError> {
        if slots.len() != form.slots() {
            return Err(ProofError::Statement);
        }
        let single = slots.iter().enumerate().map(|(position, cipher)| Claim {
            slots: vec![position],
            sum: *cipher,
            min: 0,
            max: 1,
        });
        let mut claims: Vec<Claim> = single.collect();
        for group in form.groups() {
            let mut members = Vec::with_capacity(group.slots().len());
            let mut sum = Cipher::identity();
            for &slot in group.slots() {
                let slot = usize::try_from(slot).map_err(|_| ProofError::Statement)?;
                sum += slots.get(slot).ok_or(ProofError::Statement)?;
                members.push(slot);
            }
            claims.push(Claim { slots: members, sum, min: group.min(), max: group.max() });
        }
        let tag = tag(Purpose::Ballot, &json!([manifest, slip]))?;
        Ok(Self { tag, key: *key, slots, claims })
    }
}

/// Length in bytes of the proof of a form: a function of the form alone.
pub(crate) fn proof_length(form: &Form) -> usize {
    let branches = |values: usize| values * 64 + (values - 1) * 32 + values * 32;
    let groups = form.groups().iter().map(|group| {
        let values = usize::try_from(group.max().saturating_sub(group.min())).unwrap_or(0) + 1;
        branches(values)
    });
    form.slots() * branches(2) + groups.sum::<usize>()
}
