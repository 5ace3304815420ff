//! Verification of a bundle: the sixteen checks of `docs/PROTOCOL.md` §8, offline, without keys.
//!
//! [`verify`] reads the entries in the order of the log and plays the session again: `session`
//! checks what concerns it as a whole, `polls` each poll's course, `casting` its ballots, `result`
//! the figures of a poll that came to an outcome. Signatures and proofs, which cost the time, are
//! checked on all cores.

mod casting;
mod certify;
mod polls;
mod report;
mod result;
mod session;
mod state;
mod teller;

pub use casting::CastFault;
pub use certify::Certifiable;
pub use report::{Check, CheckResult, OfficerReport, PollReport, Refuted, Report, Verdict};
pub use state::Phase;
pub use teller::{RecheckError, Rechecked, Seen};

use crate::bundle::{Bundle, BundleError};
use crate::canonical::CanonicalError;
use crate::entry::{Body, Entry};
use crate::log::{Tree, leaf_hash};
use crate::note::Checkpoint;
pub(crate) use casting::may_cast;
pub(crate) use report::Findings;
pub(crate) use result::{check_result, sums};
pub(crate) use state::{PollState, State};

/// How far verification has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many entries will be read.
    Entries(usize),
    /// So many ballots' signatures and proofs will be checked.
    Ballots(usize),
    /// So many of them more are done.
    Checked(usize),
}

/// Verifies the bytes of a bundle.
///
/// # Errors
/// [`BundleError::NotABundle`] where the bytes make no claim to be a bundle. Damage is not an
/// error: it is reported as check 1.
pub fn verify(bytes: &[u8], progress: &(dyn Fn(Progress) + Sync)) -> Result<Report, BundleError> {
    match Bundle::read(bytes) {
        Ok(bundle) => Ok(verify_bundle(&bundle, progress)),
        Err(BundleError::Damaged(why)) => {
            let mut findings = Findings::default();
            findings.fault(Check::Canonical, 0, format!("the bundle is damaged: {why}"));
            Ok(State::new(Tree::new()).report(&findings))
        }
        Err(error @ BundleError::NotABundle(_)) => Err(error),
    }
}

/// Verifies a bundle that was read or put together.
pub fn verify_bundle(bundle: &Bundle, progress: &(dyn Fn(Progress) + Sync)) -> Report {
    let (state, mut findings) = replay(bundle.entries(), progress);
    check_log(&state, bundle, &mut findings);
    for poll in &state.polls {
        result::check_result(&state, poll, &mut findings);
    }
    state.report(&findings)
}

/// Plays all entries from the first on, and checks every ballot's signature and proof: checks 1
/// to 8, and of the others what concerns the course of a poll.
fn replay(entries: &[Vec<u8>], progress: &(dyn Fn(Progress) + Sync)) -> (State, Findings) {
    let mut findings = Findings::default();
    progress(Progress::Entries(entries.len()));
    let mut state = State::new(Tree::from_leaves(entries.iter().map(|bytes| leaf_hash(bytes))));
    for (index, entry) in read_entries(entries).into_iter().enumerate() {
        if let Some(entry) = findings.expect(Check::Canonical, index, entry) {
            play(&mut state, &mut findings, index, entry);
        }
    }
    progress(Progress::Ballots(state.polls.iter().map(|poll| poll.ballots.len()).sum()));
    for poll in &state.polls {
        result::check_ballots(poll, &mut findings, progress);
    }
    (state, findings)
}

/// Reads all entries, on all cores where there are several.
pub(crate) fn read_entries(entries: &[Vec<u8>]) -> Vec<Result<Entry, CanonicalError>> {
    #[cfg(not(target_arch = "wasm32"))]
    {
        use rayon::prelude::*;
        entries.par_iter().map(|bytes| Entry::from_bytes(bytes)).collect()
    }
    #[cfg(target_arch = "wasm32")]
    entries.iter().map(|bytes| Entry::from_bytes(bytes)).collect()
}

/// Plays one entry: the order of the log is the order of events.
pub(crate) fn play(state: &mut State, findings: &mut Findings, index: usize, entry: Entry) {
    check_order(state, findings, index, &entry);
    match entry.into_body() {
        Body::SessionOpened(body) => session::opened(state, findings, index, *body),
        Body::Officers(body) => session::officers(state, findings, index, *body),
        Body::SlipsMade(body) => session::slips_made(state, findings, index, &body),
        Body::SlipVoided(body) => session::slip_voided(state, findings, index, &body),
        Body::Attendance(body) => session::attendance(state, findings, index, *body),
        Body::PollOpened(body) => polls::opened(state, findings, index, *body),
        Body::PollPaused(body) => casting::paused(state, findings, index, body.poll),
        Body::PollResumed(body) => casting::resumed(state, findings, index, body.poll),
        Body::Ballot(body) => casting::ballot(state, findings, index, *body),
        Body::PollClosed(body) => polls::closed(state, findings, index, *body),
        Body::PaperBatch(body) => polls::paper_batch(state, findings, index, *body),
        Body::Closing(body) => polls::closing(state, findings, index, *body),
        Body::Share(body) => polls::share(state, findings, index, *body),
        Body::Outcome(body) => polls::outcome(state, findings, index, *body),
        Body::Certificate(body) => polls::certificate(state, findings, index, *body),
        Body::Published(body) => polls::published(state, findings, index, *body),
        Body::Corrected(body) => polls::corrected(state, findings, index, &body),
        Body::PollVoided(body) => polls::voided(state, findings, index, &body),
        Body::SessionClosed(_) => session::closed(state, findings, index),
    }
}

/// Nothing comes before the session is opened, nothing but corrections after it is closed.
pub(crate) fn check_order(state: &State, findings: &mut Findings, index: usize, entry: &Entry) {
    let begun = state.session.is_some() || matches!(entry.body(), Body::SessionOpened(_));
    findings.require(Check::Log, index, begun, || "the session was not opened before".into());
    let over = state.session_closed && !matches!(entry.body(), Body::Corrected(_));
    findings.require(Check::Log, index, !over, || "an entry after the session was closed".into());
}

/// Check 2: every checkpoint is signed by the log's key and fits the entries, in growing order,
/// and the last covers them all.
fn check_log(state: &State, bundle: &Bundle, findings: &mut Findings) {
    let Some(session) = &state.session else {
        findings.fault(Check::Log, 0, "the log does not begin with session_opened");
        return;
    };
    let mut covered = 0;
    for note in bundle.checkpoints() {
        let read = Checkpoint::read(note, &session.origin, &session.body.log_key);
        let Some(checkpoint) = findings.expect(Check::Log, covered, read) else { continue };
        let fits = state.tree.root_at(checkpoint.size) == Some(checkpoint.root);
        findings.require(Check::Log, checkpoint.size, fits, || {
            format!("the checkpoint of size {} does not fit the entries", checkpoint.size)
        });
        findings.require(Check::Log, checkpoint.size, checkpoint.size > covered, || {
            "checkpoints are not in growing order".into()
        });
        covered = covered.max(checkpoint.size);
    }
    findings.require(Check::Log, covered, covered == state.tree.size(), || {
        format!("{} entries, the last checkpoint covers {covered}", state.tree.size())
    });
}
