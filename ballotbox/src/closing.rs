//! Closing a poll: the note by which all tellers agree on one log before anything is opened
//! (`docs/PROTOCOL.md` §6.3).

use thiserror::Error;

use crate::codec::Digest;
use crate::manifest::{Channel, MIN_BALLOTS, Poll};
use crate::note::{NoteError, Origin, SignedNote};
use crate::statement::{ClosingFacts, Statement};

/// Why a closing note opens nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ClosingError {
    /// The note is for another poll or another manifest.
    #[error("the closing note is for another poll")]
    OtherPoll,
    /// Signatures or text.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// So few sealed ballots that their sums would tell too much.
    #[error("{0} sealed ballots; fewer than {MIN_BALLOTS} are never opened")]
    TooFew(u64),
    /// Stubs and ballots differ, and the presidium has not signed for it.
    #[error("{stubs} stubs, {ballots} sealed ballots, and the presidium has not signed for it")]
    Stubs {
        /// Stubs in the box.
        stubs: u64,
        /// Sealed ballots in the log.
        ballots: u64,
    },
    /// The note counts other ballots than there are.
    #[error("the closing note counts {noted} ballots, there are {found}")]
    Count {
        /// What the note says.
        noted: u64,
        /// What the log holds.
        found: u64,
    },
}

/// A closing note that all tellers signed: only with it does a device make its share.
#[derive(Clone, Debug)]
pub struct Closing {
    facts: ClosingFacts,
    note: SignedNote,
}

impl Closing {
    /// Checks a closing note: all tellers' signatures, the smallest number of ballots, and stubs
    /// equal to ballots unless the presidium's threshold signed too.
    ///
    /// # Errors
    /// The first fault found.
    pub fn new(
        poll: &Poll,
        origin: &Origin,
        facts: ClosingFacts,
        note: SignedNote,
    ) -> Result<Self, ClosingError> {
        let manifest = poll.manifest();
        if facts.poll != manifest.poll || facts.manifest != poll.digest() {
            return Err(ClosingError::OtherPoll);
        }
        let officers = manifest.officers();
        let presidium = officers.check_tellers(origin, &note, &Statement::Close(facts.clone()))?;
        if facts.stubs != facts.ballots && presidium < officers.threshold() {
            let ClosingFacts { stubs, ballots, .. } = facts;
            return Err(ClosingError::Stubs { stubs, ballots });
        }
        let sealed = manifest.channel == Channel::Sealed;
        if sealed && facts.ballots < MIN_BALLOTS && !manifest.rehearsal {
            return Err(ClosingError::TooFew(facts.ballots));
        }
        Ok(Self { facts, note })
    }

    /// What the note says.
    pub const fn facts(&self) -> &ClosingFacts {
        &self.facts
    }

    /// The note with its signatures.
    pub const fn note(&self) -> &SignedNote {
        &self.note
    }

    /// The closing code of this note.
    pub fn code(&self) -> String {
        closing_code(&self.facts.root)
    }
}

/// The closing code (封箱码): the first 12 Crockford characters of the root that the closing note
/// covers, in groups of four (`docs/PROTOCOL.md` §6.3).
pub fn closing_code(root: &Digest) -> String {
    root.code(12, 4)
}
