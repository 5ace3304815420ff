//! What a teller's device does before it signs or opens anything: it plays the whole log itself.
//!
//! The server hands out entries; it could hand six copies of one ballot to a device that asks for
//! six ballots, and the share of that "sum" would open the ballot. So a device never takes ballots.
//! It takes the entries from the first on, checks them as a verifier does, and makes its share of
//! the ballots that it found there, under a closing note over the very root that it computed
//! (`docs/PROTOCOL.md` §6.3, §6.4). [`Sums`] cannot be had in any other way.

use std::sync::Arc;

use serde::Deserialize;
use thiserror::Error;
use uuid::Uuid;

use super::report::Refuted;
use super::state::Phase;
use super::{Progress, replay};
use crate::closing::{Closing, ClosingError, closing_code};
use crate::codec::same_code;
use crate::draft::{self, DraftError};
use crate::log::Tree;
use crate::manifest::Poll;
use crate::note::{Checkpoint, Origin, SignedNote};
use crate::opening::{OpeningError, Sums};
use crate::seal::SealedBallot;
use crate::statement::ClosingFacts;

/// Why a device does not go on.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RecheckError {
    /// A check refutes the log.
    #[error("the log is {0}")]
    Refuted(#[from] Refuted),
    /// The log does not continue a head that this device has seen.
    #[error("the log does not continue the one that this device has seen: tell everybody")]
    Fork,
    /// Another closing note than the one that was signed for this poll already.
    #[error("a closing note with the code {0} was signed for this poll already")]
    SecondClosing(String),
    /// The poll is not in the log, or not closed, or closed for good already.
    #[error("the poll is not waiting for its closing note")]
    NotClosed,
    /// The poll is not in the log, or has no outcome, or is certified already, or a rehearsal.
    #[error("the poll is not waiting for its certificate")]
    NotOpened,
    /// A text in the outcome has no canonical bytes.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The closing note is not one that opens these ballots.
    #[error(transparent)]
    Closing(#[from] ClosingError),
    /// The sums cannot be made.
    #[error(transparent)]
    Opening(#[from] OpeningError),
}

/// What a device remembers of a session, or its officer after it was restored from the card.
///
/// A teller signs one closing note for a poll, ever: with two, the difference of two sums would
/// open the ballots between them. The device keeps what it signed; a restored one asks for the
/// closing code that was read aloud.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The latest head of the log that the device has checked.
    #[serde(default)]
    pub head: Option<Checkpoint>,
    /// The code of the closing note that was signed for the poll, as kept or as typed in.
    #[serde(default)]
    pub closing_code: Option<String>,
}

impl Seen {
    /// The log must continue the head that was seen.
    pub(super) fn check_head(&self, tree: &Tree) -> Result<(), RecheckError> {
        let continues = |head: &Checkpoint| tree.root_at(head.size) == Some(head.root);
        if self.head.as_ref().is_none_or(continues) { Ok(()) } else { Err(RecheckError::Fork) }
    }

    /// The closing code must be that of the note that was signed.
    pub(super) fn check_closing(&self, here: &str) -> Result<(), RecheckError> {
        match self.closing_code.as_ref().filter(|code| !same_code(code, here)) {
            None => Ok(()),
            Some(code) => Err(RecheckError::SecondClosing(code.clone())),
        }
    }
}

/// A closed poll all of whose entries this device has checked.
#[derive(Clone, Debug)]
pub struct Rechecked {
    origin: Origin,
    poll: Poll,
    facts: ClosingFacts,
    ballots: Vec<Arc<SealedBallot>>,
}

impl Rechecked {
    /// Plays the entries from the first on, up to where the poll waits for its closing note.
    ///
    /// # Errors
    /// The first check that fails, that the log is not the one that this device has seen, that
    /// another closing note was signed already, or that the poll is not closed.
    pub fn new(
        entries: &[Vec<u8>],
        poll: Uuid,
        seen: &Seen,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Self, RecheckError> {
        let (state, findings) = replay(entries, progress);
        findings.refuse_faults()?;
        let (size, root) = (state.tree.size(), state.tree.root());
        seen.check_head(&state.tree)?;
        seen.check_closing(&closing_code(&root))?;
        let position = state.position(poll).ok_or(RecheckError::NotClosed)?;
        let found = state.polls.into_iter().nth(position);
        let (Some(found), Some(session)) = (found, state.session) else {
            return Err(RecheckError::NotClosed);
        };
        if found.phase != Phase::Closed || found.closing.is_some() {
            return Err(RecheckError::NotClosed);
        }
        // The stubs are not counted yet; `facts` puts in how many there are.
        let ballots = found.ballots.len();
        let facts = draft::closing_facts(&found.poll, (size, root), ballots, found.papers());
        let ballots = found.ballots.into_iter().map(|at| at.value).collect();
        Ok(Self { origin: session.origin, poll: found.poll, facts, ballots })
    }

    /// The facts of the closing note that this device signs, once the stubs have been counted.
    pub fn facts(&self, stubs: u64) -> ClosingFacts {
        ClosingFacts { stubs, ..self.facts.clone() }
    }

    /// The log's name, which begins every note.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The poll.
    pub const fn poll(&self) -> &Poll {
        &self.poll
    }

    /// The sums that may be opened under a closing note: it must say what this device found, and
    /// bear all tellers' signatures.
    ///
    /// # Errors
    /// When the note says something else or a signature is missing.
    pub fn sums(&self, stubs: u64, note: SignedNote) -> Result<Sums, RecheckError> {
        let closing = Closing::new(&self.poll, &self.origin, self.facts(stubs), note)?;
        let ballots: Vec<&SealedBallot> = self.ballots.iter().map(AsRef::as_ref).collect();
        Ok(Sums::new(&self.poll, closing, &ballots)?)
    }
}
