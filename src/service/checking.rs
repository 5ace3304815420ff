//! Proofs of ballots, off the event loop and on all cores: what has queued while the last ones were
//! checked is checked together, which takes half the time of one by one.

use std::sync::Arc;

use ballotbox::ledger::Ledger;
use ballotbox::seal::{BallotError, SealedBallot, check_proofs};
use rayon::prelude::*;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// Ballots that may wait to be checked.
pub(super) const QUEUE_MAX: usize = 4_096;
/// Ballots that are checked together; more would keep the first of them waiting.
const TOGETHER_MAX: usize = 64;

/// A ballot to be checked, and who waits for it.
pub(super) struct Check {
    /// A log that has the poll.
    pub(super) ledger: Arc<Ledger>,
    /// The poll.
    pub(super) poll: Uuid,
    /// The ballot.
    pub(super) ballot: SealedBallot,
    /// Gets it back where it holds.
    pub(super) answer: oneshot::Sender<Result<SealedBallot, BallotError>>,
}

/// Checks what has queued, poll by poll. It ends with the service.
pub(super) async fn check(mut queue: mpsc::Receiver<Check>) {
    let mut queued = Vec::with_capacity(TOGETHER_MAX);
    while queue.recv_many(&mut queued, TOGETHER_MAX).await > 0 {
        let mut polls: Vec<(Uuid, Vec<Check>)> = Vec::new();
        for check in queued.drain(..) {
            match polls.iter_mut().find(|(poll, _)| *poll == check.poll) {
                Some((_, checks)) => checks.push(check),
                None => polls.push((check.poll, vec![check])),
            }
        }
        let done = tokio::task::spawn_blocking(move || {
            polls.into_par_iter().for_each(|(poll, checks)| answer(poll, checks));
        });
        if let Err(error) = done.await {
            tracing::error!(%error, "the checker of ballots broke");
        }
    }
}

/// Checks ballots of one poll completely: kind, poll, lengths, signature, points, proof.
fn answer(poll: Uuid, checks: Vec<Check>) {
    let Some(ledger) = checks.first().map(|check| Arc::clone(&check.ledger)) else { return };
    // Without the poll nobody is answered, which who waits takes for a broken checker.
    let Some(poll) = ledger.poll(poll) else { return };
    let poll = poll.poll();
    let signed: Vec<_> =
        checks.par_iter().map(|check| check.ballot.check_signature(poll)).collect();
    let ballots: Vec<_> = checks
        .iter()
        .zip(&signed)
        .filter_map(|(check, signed)| signed.is_ok().then_some(&check.ballot))
        .collect();
    let mut proofs = check_proofs(poll, &ballots, &|_| ()).into_iter();
    for (check, signed) in checks.into_iter().zip(signed) {
        let Check { ballot, answer, .. } = check;
        let checked = signed.and_then(|()| proofs.next().unwrap_or(Err(BallotError::Length)));
        // Who went away asks again with the same bytes.
        let _gone = answer.send(checked.map(|()| ballot));
    }
}
