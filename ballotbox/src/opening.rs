//! Opening the sums: shares of all tellers, and the totals that follow (`docs/PROTOCOL.md` §6.4,
//! §6.5). No single ballot is opened: a share is made of the sums of all ballots only.

use std::collections::HashMap;

use curve25519_dalek::{RistrettoPoint, Scalar, traits::Identity as _};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::card::LockKey;
use crate::closing::{Closing, ClosingError};
use crate::codec::{PointBytes, ProofBytes};
use crate::manifest::Poll;
use crate::officers::Teller;
use crate::proof::{self, Cipher, ProofError, ShareStatement};
use crate::seal::{BallotError, SealedBallot};

/// Why sums cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OpeningError {
    /// A ballot whose slots are no ciphertexts.
    #[error(transparent)]
    Ballot(#[from] BallotError),
    /// The closing note counts other ballots.
    #[error(transparent)]
    Closing(#[from] ClosingError),
    /// A share for another poll or by somebody who is no teller of it.
    #[error("the share is not by a teller of this poll")]
    Stranger,
    /// Another number of elements than there are slots.
    #[error("the share has another number of elements than the form has slots")]
    Length,
    /// An element that is not a point in canonical form.
    #[error("element {0} of the share is not a point in canonical form")]
    Element(usize),
    /// The proof of the share fails.
    #[error("the proof of the share fails: {0}")]
    Proof(#[from] ProofError),
    /// A teller's share is missing.
    #[error("the share of teller {0} is missing")]
    Missing(Uuid),
    /// No number from 0 to the number of ballots gives this sum.
    #[error("slot {0} adds up to no number that is possible")]
    NoTotal(usize),
}

/// The ciphertexts of all ballots of a closed poll, added up slot by slot.
#[derive(Clone)]
pub struct Sums {
    closing: Closing,
    slots: Vec<Cipher>,
}

impl Sums {
    /// Adds up the ballots of a closed poll. They must be those of the log under the closing note;
    /// a device outside this crate gets sums from [`crate::verify::Rechecked`] alone.
    ///
    /// # Errors
    /// When the closing note counts other ballots than these, or a slot is no ciphertext.
    pub(crate) fn new(
        poll: &Poll,
        closing: Closing,
        ballots: &[&SealedBallot],
    ) -> Result<Self, OpeningError> {
        let found = u64::try_from(ballots.len()).unwrap_or(u64::MAX);
        let noted = closing.facts().ballots;
        if noted != found {
            return Err(ClosingError::Count { noted, found }.into());
        }
        let mut slots = vec![Cipher::identity(); poll.form().slots()];
        for ballot in ballots {
            let ciphers = ballot.ciphers()?;
            if ciphers.len() != slots.len() {
                return Err(BallotError::Length.into());
            }
            for (sum, cipher) in slots.iter_mut().zip(&ciphers) {
                *sum += cipher;
            }
        }
        Ok(Self { closing, slots })
    }

    fn statement(
        &self,
        teller: &Teller,
        shares: &[RistrettoPoint],
    ) -> Result<ShareStatement, ProofError> {
        let pairs: Vec<_> =
            self.slots.iter().zip(shares).map(|(sum, share)| (sum.r, *share)).collect();
        let closing = self.closing.note().text_digest();
        ShareStatement::new(&teller.lock, &pairs, &closing, teller.id)
    }

    /// Makes a teller's share: D = x·R for every sum, and the proof of it.
    ///
    /// # Errors
    /// When the card is not that of the teller.
    pub fn share(
        &self,
        teller: &Teller,
        lock: &LockKey,
        rng: &mut impl CryptoRng,
    ) -> Result<Share, OpeningError> {
        if lock.public() != teller.lock {
            return Err(OpeningError::Stranger);
        }
        let shares: Vec<_> = self.slots.iter().map(|sum| sum.r * lock.scalar()).collect();
        let proof = self.statement(teller, &shares)?.prove(lock.scalar(), rng)?;
        let bytes = |share: &RistrettoPoint| PointBytes::from_bytes(share.compress().to_bytes());
        Ok(Share {
            poll: self.closing.facts().poll,
            teller: teller.id,
            elements: shares.iter().map(bytes).collect(),
            proof,
        })
    }

    /// Checks a teller's share.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&self, poll: &Poll, share: &Share) -> Result<CheckedShare, OpeningError> {
        let mut tellers = poll.manifest().tellers.iter();
        let teller = tellers
            .find(|teller| teller.id == share.teller && self.closing.facts().poll == share.poll)
            .ok_or(OpeningError::Stranger)?;
        if share.elements.len() != self.slots.len() {
            return Err(OpeningError::Length);
        }
        let read = |(position, element): (usize, &PointBytes)| {
            proof::point(element).map_err(|_| OpeningError::Element(position))
        };
        let elements =
            share.elements.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
        self.statement(teller, &elements)?.verify(&share.proof)?;
        Ok(CheckedShare { teller: teller.id, elements })
    }

    /// The totals per slot, from the checked shares of all tellers.
    ///
    /// # Errors
    /// When a share is missing, or a sum is no number from 0 to the number of ballots.
    pub fn totals(&self, poll: &Poll, shares: &[CheckedShare]) -> Result<Vec<u32>, OpeningError> {
        let mut opened: Vec<RistrettoPoint> = self.slots.iter().map(|sum| sum.c).collect();
        for teller in &poll.manifest().tellers {
            let mut theirs = shares.iter().filter(|share| share.teller == teller.id);
            let share = theirs.next().ok_or(OpeningError::Missing(teller.id))?;
            for (sum, element) in opened.iter_mut().zip(&share.elements) {
                *sum -= element;
            }
        }
        let known = multiples(self.closing.facts().ballots);
        let total = |(position, sum): (usize, &RistrettoPoint)| {
            let total = known.get(&sum.compress().to_bytes()).copied();
            total.ok_or(OpeningError::NoTotal(position))
        };
        opened.iter().enumerate().map(total).collect()
    }
}

/// Every k·G for k from 0 to `max`, by its encoding: the discrete logarithms that can occur.
fn multiples(max: u64) -> HashMap<[u8; 32], u32> {
    let generator = RistrettoPoint::mul_base(&Scalar::ONE);
    let mut multiple = RistrettoPoint::identity();
    let mut known = HashMap::new();
    for number in 0..=u32::try_from(max).unwrap_or(u32::MAX) {
        known.insert(multiple.compress().to_bytes(), number);
        multiple += generator;
    }
    known
}

/// A teller's share of the sums, as the entry `share` carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The poll.
    pub poll: Uuid,
    /// The teller.
    pub teller: Uuid,
    /// D = x·R for every slot, in order.
    pub elements: Vec<PointBytes>,
    /// Proof that P = x·G and every D = x·R.
    pub proof: ProofBytes,
}

/// A share whose proof holds.
#[derive(Clone, Debug)]
pub struct CheckedShare {
    teller: Uuid,
    elements: Vec<RistrettoPoint>,
}
