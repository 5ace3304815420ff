//! Paper ballots: batches that two tellers entered apart and equal (`docs/PROTOCOL.md` §6.2).

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::canonical::{self, CanonicalError};
use crate::codec::Digest;
use crate::form::Form;
use crate::note::SignedNote;

/// What a teller reads off a batch of paper ballots, or off a show of hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperFigures {
    /// The poll.
    pub poll: Uuid,
    /// Number of the batch within the poll, from 1.
    pub batch: u32,
    /// Paper ballots in the batch, invalid ones included.
    pub papers: u32,
    /// Invalid ones among them.
    pub invalid: u32,
    /// Totals per slot of the form, over the valid ones.
    pub totals: Vec<u32>,
}

/// A batch as the entry `paper_batch` carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperBatch {
    /// The figures that both tellers entered.
    pub figures: PaperFigures,
    /// The note of both tellers over the figures.
    pub note: SignedNote,
}

/// Why figures of paper ballots are refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PaperError {
    /// The two entries differ: go back to the paper.
    #[error("the two entries differ at {0}; count the papers again")]
    Differ(String),
    /// No paper at all, or more invalid ones than papers.
    #[error("{invalid} invalid of {papers} papers is not possible")]
    Papers {
        /// Papers.
        papers: u32,
        /// Invalid ones.
        invalid: u32,
    },
    /// Another number of totals than the form has slots.
    #[error("{found} totals, the ballot has {expected} boxes")]
    Length {
        /// Totals given.
        found: usize,
        /// Slots of the form.
        expected: usize,
    },
    /// A total over the valid papers.
    #[error("box {slot} has {total} marks on {valid} valid papers")]
    Total {
        /// The slot, from 0.
        slot: usize,
        /// Its total.
        total: u32,
        /// Valid papers.
        valid: u32,
    },
    /// The totals of a group cannot come from lawful papers.
    #[error("the totals break limit {group} of the ballot on {valid} valid papers")]
    Group {
        /// The group of the form, from 0.
        group: usize,
        /// Valid papers.
        valid: u32,
    },
}

impl PaperFigures {
    /// Compares two independent entries and takes them when they are equal and possible.
    ///
    /// # Errors
    /// Where they differ, or why they are not possible.
    pub fn agree(self, second: &Self, form: &Form) -> Result<Self, PaperError> {
        let differs = |place: String| Err(PaperError::Differ(place));
        if (self.poll, self.batch) != (second.poll, second.batch) {
            return differs("poll and batch".to_owned());
        }
        if self.papers != second.papers {
            return differs("the number of papers".to_owned());
        }
        if self.invalid != second.invalid {
            return differs("the number of invalid papers".to_owned());
        }
        let pairs = self.totals.iter().zip(&second.totals);
        if let Some(slot) = pairs.into_iter().position(|(one, other)| one != other) {
            return differs(format!("box {slot}"));
        }
        if self.totals.len() != second.totals.len() {
            return differs("the number of boxes".to_owned());
        }
        self.check(form)?;
        Ok(self)
    }

    /// Valid papers.
    pub const fn valid(&self) -> u32 {
        self.papers.saturating_sub(self.invalid)
    }

    /// Checks that lawful papers can add up to these totals, as far as totals can tell.
    ///
    /// # Errors
    /// The first figure that is not possible.
    pub fn check(&self, form: &Form) -> Result<(), PaperError> {
        let Self { papers, invalid, .. } = *self;
        if papers == 0 || invalid > papers {
            return Err(PaperError::Papers { papers, invalid });
        }
        let (found, expected) = (self.totals.len(), form.slots());
        if found != expected {
            return Err(PaperError::Length { found, expected });
        }
        let valid = self.valid();
        if let Some((slot, &total)) =
            self.totals.iter().enumerate().find(|&(_, &total)| total > valid)
        {
            return Err(PaperError::Total { slot, total, valid });
        }
        for (position, group) in form.groups().iter().enumerate() {
            let members = group.slots().iter().filter_map(|&slot| usize::try_from(slot).ok());
            let totals = members.filter_map(|slot| self.totals.get(slot));
            let sum: u64 = totals.map(|&total| u64::from(total)).sum();
            let limits = u64::from(group.min()) * u64::from(valid)
                ..=u64::from(group.max()) * u64::from(valid);
            if !limits.contains(&sum) {
                return Err(PaperError::Group { group: position, valid });
            }
        }
        Ok(())
    }

    /// Digest of the canonical figures, which both tellers sign.
    ///
    /// # Errors
    /// Never in practice: figures are integers.
    pub fn digest(&self) -> Result<Digest, CanonicalError> {
        Ok(Digest::of(&[&canonical::to_bytes(self)?]))
    }
}
