//! Check 6: when a poll takes ballots, and from which slips.

use std::sync::Arc;

use thiserror::Error;
use uuid::Uuid;

use super::polls::find;
use super::report::{Check, Findings};
use super::state::{At, Phase, State};
use crate::codec::PublicKey;
use crate::manifest::Channel;
use crate::seal::SealedBallot;

/// Why a slip casts nothing in a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CastFault {
    /// The session has no such poll.
    #[error("there is no such poll")]
    NoPoll,
    /// Paused, closed, or further.
    #[error("the poll is not open")]
    NotOpen,
    /// A vote on paper or by show of hands.
    #[error("the poll has no sealed ballots")]
    Channel,
    /// Nobody made this slip.
    #[error("the slip is not on the roll")]
    NotOnRoll,
    /// Void for the session, or its holder votes on paper in this poll.
    #[error("the slip is void")]
    Void,
    /// It has a ballot in this poll.
    #[error("the slip has voted already")]
    Used,
}

/// Whether a slip can cast in a poll as things stand.
pub(crate) fn may_cast(state: &State, poll: Uuid, slip: &PublicKey) -> Result<(), CastFault> {
    let poll = state.position(poll).and_then(|position| state.polls.get(position));
    let poll = poll.ok_or(CastFault::NoPoll)?;
    if poll.phase != Phase::Open {
        return Err(CastFault::NotOpen);
    }
    if poll.poll.manifest().channel != Channel::Sealed {
        return Err(CastFault::Channel);
    }
    if !state.roll.as_ref().is_some_and(|roll| roll.contains(slip)) {
        return Err(CastFault::NotOnRoll);
    }
    if state.voided.contains_key(slip) || poll.on_paper.contains(slip) {
        return Err(CastFault::Void);
    }
    if poll.used.contains_key(slip) { Err(CastFault::Used) } else { Ok(()) }
}

pub(super) fn ballot(
    state: &mut State,
    findings: &mut Findings,
    index: usize,
    ballot: SealedBallot,
) {
    findings.expect(Check::Casting, index, may_cast(state, ballot.poll, &ballot.slip));
    let found = state.polls.iter_mut().find(|known| known.poll.manifest().poll == ballot.poll);
    let Some(poll) = found else { return };
    poll.used.insert(ballot.slip, index);
    poll.latest = index;
    poll.ballots.push(At { index, value: Arc::new(ballot) });
}

pub(super) fn paused(state: &mut State, findings: &mut Findings, index: usize, poll: Uuid) {
    turn(state, findings, index, poll, (Phase::Open, Phase::Paused));
}

pub(super) fn resumed(state: &mut State, findings: &mut Findings, index: usize, poll: Uuid) {
    turn(state, findings, index, poll, (Phase::Paused, Phase::Open));
}

fn turn(
    state: &mut State,
    findings: &mut Findings,
    index: usize,
    poll: Uuid,
    (from, to): (Phase, Phase),
) {
    let found = find(&mut state.polls, findings, Check::Casting, index, poll);
    let Some(poll) = found else { return };
    findings.require(Check::Casting, index, poll.phase == from, || {
        "a poll is paused that is not open, or resumed that is not paused".into()
    });
    poll.phase = to;
    poll.latest = index;
}
