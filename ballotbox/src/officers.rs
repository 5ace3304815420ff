//! The officers of a session: tellers (监票人) who hold the locks, and the presidium (主席团).
//!
//! Who they are is fixed by the entry `officers`, which each of them signed; every manifest names
//! them again (`docs/PROTOCOL.md` §2.3, §3, §7). Which note needs whose signature is said here.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::canonical::{self, CanonicalError};
use crate::card::{self, BoxKey, Lock, LockError};
use crate::codec::{Digest, PointBytes, ProofBytes, PublicKey, is_plain};
use crate::note::{NoteError, NoteKey, Origin, SignedNote};
use crate::statement::Statement;

/// Most presidium members who certify.
pub const MAX_PRESIDIUM: usize = 99;

/// A teller (监票人): signs, and holds one of the locks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Teller {
    /// Officer id.
    pub id: Uuid,
    /// Name as announced in the hall.
    pub name: String,
    /// Public half of the signing key.
    pub sign: PublicKey,
    /// Public half P of the lock.
    pub lock: PointBytes,
    /// Proof of possession of the lock.
    pub proof: ProofBytes,
}

/// A member of the presidium (主席团成员) who certifies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PresidiumMember {
    /// Officer id.
    pub id: Uuid,
    /// Name as announced in the hall.
    pub name: String,
    /// Public half of the signing key.
    pub sign: PublicKey,
}

/// Why officers cannot serve.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OfficersError {
    /// A lock that does not hold.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// More presidium members than can certify.
    #[error("{0} members of the presidium certify, {MAX_PRESIDIUM} at most")]
    Members(usize),
    /// A name with characters that could hide or reorder what a screen shows.
    #[error("the name of officer {0} has characters that cannot be shown")]
    Name(Uuid),
    /// The same id or signing key twice.
    #[error("officer {0} stands twice, by id or by key")]
    Twice(Uuid),
    /// A threshold of none, of half or less, or of more than there are members.
    #[error("a threshold of {threshold} of {members} members of the presidium is not lawful")]
    Threshold {
        /// Signatures asked for.
        threshold: u32,
        /// Members.
        members: usize,
    },
}

/// The officers of a session: who they are is fixed by the entry `officers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Officers {
    /// Two to seven tellers.
    pub tellers: Vec<Teller>,
    /// The presidium members who certify.
    pub presidium: Vec<PresidiumMember>,
    /// More than half of them.
    pub threshold: u32,
}

impl Officers {
    /// Checks them all and adds up the box key.
    ///
    /// # Errors
    /// The first fault found, naming the officer.
    pub fn check(&self, session: Uuid) -> Result<BoxKey, OfficersError> {
        if self.presidium.len() > MAX_PRESIDIUM {
            return Err(OfficersError::Members(self.presidium.len()));
        }
        let tellers = self.tellers.iter().map(|teller| (teller.id, &teller.name));
        let members = self.presidium.iter().map(|member| (member.id, &member.name));
        if let Some((id, _)) = tellers.chain(members).find(|(_, name)| !is_plain(name)) {
            return Err(OfficersError::Name(id));
        }
        let everyone = || {
            let tellers = self.tellers.iter().map(|teller| (teller.id, teller.sign));
            tellers.chain(self.presidium.iter().map(|member| (member.id, member.sign)))
        };
        for (position, (id, key)) in everyone().enumerate() {
            if everyone().take(position).any(|(other, other_key)| other == id || other_key == key) {
                return Err(OfficersError::Twice(id));
            }
        }
        let members = self.presidium.len();
        let threshold = usize::try_from(self.threshold).unwrap_or(usize::MAX);
        if threshold * 2 <= members || threshold > members {
            return Err(OfficersError::Threshold { threshold: self.threshold, members });
        }
        let locks: Vec<Lock<'_>> = self
            .tellers
            .iter()
            .map(|teller| Lock { teller: teller.id, key: teller.lock, proof: &teller.proof })
            .collect();
        Ok(card::box_key(session, &locks)?)
    }

    /// The tellers' keys in notes, in order.
    pub fn teller_keys(&self, origin: &Origin) -> Vec<NoteKey> {
        let key = |teller: &Teller| NoteKey::officer(origin, teller.id, teller.sign);
        self.tellers.iter().map(key).collect()
    }

    /// The presidium's keys in notes, in order.
    pub fn presidium_keys(&self, origin: &Origin) -> Vec<NoteKey> {
        let key = |member: &PresidiumMember| NoteKey::officer(origin, member.id, member.sign);
        self.presidium.iter().map(key).collect()
    }

    /// Everybody's keys in notes: the tellers', then the presidium's.
    pub fn keys(&self, origin: &Origin) -> Vec<NoteKey> {
        [self.teller_keys(origin), self.presidium_keys(origin)].concat()
    }

    /// The key of one officer in notes.
    pub fn key(&self, origin: &Origin, officer: Uuid) -> Option<NoteKey> {
        let tellers = self.tellers.iter().map(|teller| (teller.id, teller.sign));
        let members = self.presidium.iter().map(|member| (member.id, member.sign));
        let mut everybody = tellers.chain(members);
        let (id, key) = everybody.find(|(id, _)| *id == officer)?;
        Some(NoteKey::officer(origin, id, key))
    }

    /// The presidium's threshold as a number of signatures.
    pub fn threshold(&self) -> usize {
        usize::try_from(self.threshold).unwrap_or(usize::MAX)
    }

    /// Checks a note that every officer of the session must have signed.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check_everyone(
        &self,
        origin: &Origin,
        note: &SignedNote,
        statement: &Statement,
    ) -> Result<(), NoteError> {
        note.check_all(&statement.text(origin), &self.keys(origin))
    }

    /// Checks a note that every teller must have signed and the presidium may have signed too.
    /// Tells how many of the presidium did.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check_tellers(
        &self,
        origin: &Origin,
        note: &SignedNote,
        statement: &Statement,
    ) -> Result<usize, NoteError> {
        let tellers = self.teller_keys(origin);
        let signed = note.check(&statement.text(origin), &self.keys(origin))?;
        for (position, teller) in tellers.iter().enumerate() {
            if !signed.contains(&position) {
                return Err(NoteError::Missing(teller.name().to_owned()));
            }
        }
        Ok(signed.len() - tellers.len())
    }

    /// Checks a note that two tellers must have signed.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check_two_tellers(
        &self,
        origin: &Origin,
        note: &SignedNote,
        statement: &Statement,
    ) -> Result<(), NoteError> {
        let signed = note.check(&statement.text(origin), &self.teller_keys(origin))?;
        match signed.len() {
            2.. => Ok(()),
            0 | 1 => Err(NoteError::Missing("a second teller".to_owned())),
        }
    }

    /// Checks a note that the presidium's threshold must have signed.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check_presidium(
        &self,
        origin: &Origin,
        note: &SignedNote,
        statement: &Statement,
    ) -> Result<(), NoteError> {
        let signed = note.check(&statement.text(origin), &self.presidium_keys(origin))?;
        self.reach_threshold(signed.len())
    }

    /// Whether so many signatures of the presidium are enough.
    ///
    /// # Errors
    /// [`NoteError::Threshold`] where they are not.
    pub fn reach_threshold(&self, found: usize) -> Result<(), NoteError> {
        let threshold = self.threshold();
        if found < threshold { Err(NoteError::Threshold { found, threshold }) } else { Ok(()) }
    }

    /// Digest of the canonical list, which each officer signs.
    ///
    /// # Errors
    /// When a name is not NFC.
    pub fn digest(&self) -> Result<Digest, CanonicalError> {
        Ok(Digest::of(&[&canonical::to_bytes(self)?]))
    }
}
