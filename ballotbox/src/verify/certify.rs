//! What an officer's device does before it signs a certificate: it plays the whole log itself, and
//! works out what the certificate must say (`docs/PROTOCOL.md` §6.7).

use uuid::Uuid;

use super::state::Phase;
use super::{Progress, RecheckError, Seen, replay, result};
use crate::draft;
use crate::entry::OutcomeEntry;
use crate::note::Origin;
use crate::statement::CertificateFacts;

/// A poll with an outcome that this device has checked and that waits for its certificate.
#[derive(Clone, Debug)]
pub struct Certifiable {
    origin: Origin,
    facts: CertificateFacts,
    outcome: OutcomeEntry,
}

impl Certifiable {
    /// Plays the entries from the first on: all checks but those of heads and of what follows.
    ///
    /// # Errors
    /// The first check that fails, that the log is not the one that this device has seen or whose
    /// closing note it signed, or that the poll waits for no certificate.
    pub fn new(
        entries: &[Vec<u8>],
        poll: Uuid,
        seen: &Seen,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Self, RecheckError> {
        let (state, mut findings) = replay(entries, progress);
        for known in &state.polls {
            result::check_result(&state, known, &mut findings);
        }
        findings.refuse_faults()?;
        seen.check_head(&state.tree)?;
        let position = state.position(poll).ok_or(RecheckError::NotOpened)?;
        let found = state.polls.into_iter().nth(position);
        let found =
            found.filter(|found| found.phase == Phase::Opened && !found.poll.manifest().rehearsal);
        let (Some(found), Some(session)) = (found, state.session) else {
            return Err(RecheckError::NotOpened);
        };
        let (Some(closing), Some(closed), Some(outcome)) =
            (found.closing, found.closed, found.outcome)
        else {
            return Err(RecheckError::NotOpened);
        };
        seen.check_closing(&closing.value.code())?;
        let outcome = outcome.value;
        let facts = draft::certificate_facts(&closing.value, &closed, &outcome)?;
        Ok(Self { origin: session.origin, facts, outcome })
    }

    /// The log's name, which begins every note.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// What the certificate says.
    pub const fn facts(&self) -> &CertificateFacts {
        &self.facts
    }

    /// The outcome that it certifies.
    pub const fn outcome(&self) -> &OutcomeEntry {
        &self.outcome
    }
}
