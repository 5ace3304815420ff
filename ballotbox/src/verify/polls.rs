//! Checks 4, 6, 9, 12, 15 and 16 on the course of each poll, entry by entry.

use uuid::Uuid;

use super::report::{Check, Findings};
use super::state::{At, Phase, PollState, State};
use crate::closing::{Closing, ClosingError};
use crate::entry::{
    CertificateEntry, ClosingEntry, Corrected, OutcomeEntry, PollClosed, PollOpened, PollVoided,
    Published,
};
use crate::manifest::{Channel, ListedOption, MIN_BALLOTS, Manifest, Poll, RoundReason};
use crate::note::{NoteError, SignedNote};
use crate::opening::Share;
use crate::outcome::Status;
use crate::paper::PaperBatch;
use crate::statement::Statement;

/// The poll that an entry speaks of, or a fault.
pub(super) fn find<'a>(
    polls: &'a mut [PollState],
    findings: &mut Findings,
    check: Check,
    index: usize,
    poll: Uuid,
) -> Option<&'a mut PollState> {
    let found = polls.iter_mut().find(|state| state.poll.manifest().poll == poll);
    if found.is_none() {
        findings.fault(check, index, format!("there is no poll {poll}"));
    }
    found
}

pub(super) fn opened(state: &mut State, findings: &mut Findings, index: usize, body: PollOpened) {
    let poll = findings.expect(Check::Opening, index, Poll::new(body.manifest));
    let Some(poll) = poll else { return };
    let Some(session) = &state.session else {
        return findings.fault(Check::Opening, index, "a poll before the session was opened");
    };
    let manifest = poll.manifest();
    let officers = manifest.officers();
    let known = state.officers.as_ref() == Some(&officers);
    findings.require(Check::Opening, index, known, || {
        "the manifest names other officers than the session has".into()
    });
    let here = manifest.session == session.body.session
        && manifest.township == session.body.township
        && manifest.log_key == session.body.log_key
        && manifest.rehearsal == session.body.rehearsal;
    findings.require(Check::Opening, index, here, || {
        "session, township, log key or rehearsal are not those of the session".into()
    });
    let signed = poll.check_opening(&session.origin, &body.note);
    findings.expect(Check::Opening, index, signed);
    let new = state.position(manifest.poll).is_none();
    findings.require(Check::Opening, index, new, || "the poll was opened already".into());
    let counted = state.attendance.as_ref().map(|attendance| (attendance.all, attendance.present));
    let electorate = (manifest.electorate.all_deputies, manifest.electorate.present);
    findings.require(Check::Opening, index, counted == Some(electorate), || {
        "the manifest's electorate is not the latest attendance".into()
    });
    findings.expect(Check::Slips, index, slips_fit(state, manifest));
    findings.expect(Check::Opening, index, round_fits(state, manifest));
    if new {
        state.polls.push(PollState::new(poll, body.note, index));
        state.left_over_late = None;
    }
}

/// The manifest's slips are the roll and the slips voided so far.
fn slips_fit(state: &State, manifest: &Manifest) -> Result<(), &'static str> {
    let Some(slips) = manifest.slips else { return Ok(()) };
    let roll = state.roll.as_ref().ok_or("the poll has slips, the session has no roll")?;
    let counts = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    if slips.digest != roll.digest() || slips.count != counts(roll.count()) {
        return Err("the manifest's roll of slips is another one");
    }
    if slips.voided != counts(state.voided.len()) {
        return Err("the manifest counts other voided slips than the log");
    }
    Ok(())
}

/// A further round follows from the outcome before it: options, seats, rule, elected so far.
fn round_fits(state: &State, manifest: &Manifest) -> Result<(), &'static str> {
    let Some(previous) = &manifest.previous else { return Ok(()) };
    let before = state.position(previous.poll).and_then(|position| state.polls.get(position));
    let before = before.ok_or("the round continues a poll that is not in the log")?;
    let (Some(outcome), Phase::Certified | Phase::Published) = (&before.outcome, before.phase)
    else {
        return Err("the round continues a poll that is not certified");
    };
    let continues = |poll: &PollState| {
        let other = poll.poll.manifest().previous.as_ref();
        poll.phase != Phase::Voided && other.is_some_and(|other| other.poll == previous.poll)
    };
    if state.polls.iter().any(continues) {
        return Err("another round continues this poll already");
    }
    let first = before.poll.manifest();
    if manifest.round.checked_sub(1) != Some(first.round) {
        return Err("the round's number does not follow");
    }
    if manifest.question != first.question || !manifest.channel.may_follow(first.channel) {
        return Err("the round asks another question, or in a way that cannot follow");
    }
    if outcome.value.digest().ok() != Some(previous.outcome) {
        return Err("the round continues another outcome");
    }
    let decided = &outcome.value.outcome;
    let reason = match decided.status {
        Status::TieAtCut => Some(RoundReason::Tie),
        Status::Shortfall => Some(RoundReason::Shortfall),
        Status::Decided | Status::NoQuorum | Status::Void => None,
    };
    let next = decided.next.as_ref().filter(|_| reason == Some(previous.reason));
    let next = next.ok_or("the outcome before asks for no such round")?;
    let expected = next
        .options
        .iter()
        .map(|&option| usize::try_from(option).ok().and_then(|option| first.options.get(option)));
    if !expected.eq(manifest.options.iter().map(Some)) {
        return Err("the round's options are not those that the outcome names");
    }
    if first.rule.for_next_round(decided).as_ref() != Some(&manifest.rule) {
        return Err("the round's rule does not follow from the rule before");
    }
    if first.method.for_next_round(next.options.len(), next.seats) != manifest.method {
        return Err("the round's method does not follow from the method before");
    }
    if elected_so_far(before) != previous.elected {
        return Err("the options elected before are others");
    }
    Ok(())
}

/// The elected options of a poll and of the rounds before it, in the order of their numbers.
pub(super) fn elected_so_far(poll: &PollState) -> Vec<ListedOption> {
    let outcome = poll.outcome.as_ref();
    outcome.map_or_else(Vec::new, |at| poll.poll.manifest().elected_with(&at.value.outcome))
}

pub(super) fn closed(state: &mut State, findings: &mut Findings, index: usize, body: PollClosed) {
    let counted = state.attendance.as_ref().map(|attendance| attendance.present);
    let slips = state.roll.as_ref().map(|roll| roll.count().saturating_sub(state.voided.len()));
    let Some(poll) = find(&mut state.polls, findings, Check::Closing, index, body.poll) else {
        return;
    };
    let open = matches!(poll.phase, Phase::Open | Phase::Paused);
    findings.require(Check::Closing, index, open, || "the poll is not open".into());
    let count = u32::try_from(poll.ballots.len()).ok();
    findings.require(Check::Closing, index, count == Some(body.ballots), || {
        format!("{} ballots are stated, {} are in the log", body.ballots, poll.ballots.len())
    });
    let electorate = poll.poll.manifest().electorate;
    let possible = (electorate.present..=electorate.all_deputies).contains(&body.present);
    findings.require(Check::Identities, index, possible && counted == Some(body.present), || {
        format!("{} present by the close is not the latest attendance", body.present)
    });
    if poll.poll.manifest().channel == Channel::Sealed {
        let handed_out = usize::try_from(body.slips).ok();
        findings.require(Check::Identities, index, handed_out <= slips, || {
            format!("{} slips handed out are more than there are", body.slips)
        });
    }
    poll.phase = Phase::Closed;
    poll.latest = index;
    poll.closed = Some(body);
}

pub(super) fn paper_batch(
    state: &mut State,
    findings: &mut Findings,
    index: usize,
    body: PaperBatch,
) {
    let (Some(session), Some(officers)) = (&state.session, &state.officers) else {
        return findings.fault(Check::Paper, index, "paper before there are officers");
    };
    let figures = body.figures;
    let found = find(&mut state.polls, findings, Check::Paper, index, figures.poll);
    let Some(poll) = found else { return };
    let in_time = poll.phase == Phase::Closed && poll.closing.is_none();
    findings.require(Check::Paper, index, in_time, || {
        "paper comes in between the close and the closing note only".into()
    });
    findings.expect(Check::Paper, index, figures.check(poll.poll.form()));
    let manifest = poll.poll.manifest();
    let sealed = manifest.channel == Channel::Sealed;
    let few = sealed && !manifest.rehearsal && u64::from(figures.papers) < MIN_BALLOTS;
    findings.require(Check::Paper, index, !few, || {
        format!(
            "a batch of {} papers beside sealed ballots shows how they were marked",
            figures.papers
        )
    });
    if let Some(digest) = findings.expect(Check::Paper, index, figures.digest()) {
        let statement = Statement::Paper { poll: figures.poll, figures: digest };
        let signed = officers.check_two_tellers(&session.origin, &body.note, &statement);
        findings.expect(Check::Paper, index, signed);
    }
    let next = u32::try_from(poll.paper.len() + 1).ok();
    findings.require(Check::Paper, index, next == Some(figures.batch), || {
        format!("batch {} does not follow", figures.batch)
    });
    poll.paper.push(At { index, value: figures });
    if sealed {
        let slips = u64::try_from(poll.on_paper.len()).unwrap_or(u64::MAX);
        findings.require(Check::Paper, index, poll.papers() <= slips, || {
            format!("{} papers against {slips} slips voided for paper", poll.papers())
        });
    }
    poll.latest = index;
}

pub(super) fn closing(
    state: &mut State,
    findings: &mut Findings,
    index: usize,
    body: ClosingEntry,
) {
    let ClosingEntry { facts, note } = body;
    let Some(session) = &state.session else {
        return findings.fault(Check::Closing, index, "a closing note before the session");
    };
    let found = find(&mut state.polls, findings, Check::Closing, index, facts.poll);
    let Some(poll) = found else { return };
    let first = poll.phase == Phase::Closed && poll.closing.is_none();
    findings.require(Check::Closing, index, first, || {
        "a poll has one closing note, after its close".into()
    });
    let size = usize::try_from(facts.size).unwrap_or(usize::MAX);
    let covers = size <= index && poll.latest < size;
    findings.require(Check::Closing, index, covers, || {
        format!("a note over {} entries does not cover the poll", facts.size)
    });
    let root = state.tree.root_at(size);
    findings.require(Check::Closing, index, root == Some(facts.root), || {
        "the closing note's root is not that of the log".into()
    });
    let ballots = u64::try_from(poll.ballots.len()).unwrap_or(u64::MAX);
    findings.require(Check::Closing, index, facts.ballots == ballots, || {
        format!("the closing note counts {} ballots, the log has {ballots}", facts.ballots)
    });
    let papers = poll.papers();
    findings.require(Check::Paper, index, facts.paper == papers, || {
        format!("the closing note counts {} papers, the batches have {papers}", facts.paper)
    });
    let closing = Closing::new(&poll.poll, &session.origin, facts, note);
    let check = match &closing {
        Err(ClosingError::Stubs { .. }) => Check::Identities,
        _ => Check::Closing,
    };
    let closing = findings.expect(check, index, closing);
    if first {
        poll.closing = closing.map(|value| At { index, value });
    }
}

pub(super) fn share(state: &mut State, findings: &mut Findings, index: usize, share: Share) {
    let found = find(&mut state.polls, findings, Check::Shares, index, share.poll);
    let Some(poll) = found else { return };
    let sealed = poll.poll.manifest().channel == Channel::Sealed;
    let in_time = sealed && poll.phase == Phase::Closed && poll.closing.is_some();
    findings.require(Check::Shares, index, in_time, || {
        "a share belongs between closing note and outcome of a sealed poll".into()
    });
    let first = poll.shares.iter().all(|known| known.value.teller != share.teller);
    findings.require(Check::Shares, index, first, || {
        format!("a second share of teller {}", share.teller)
    });
    poll.shares.push(At { index, value: share });
}

pub(super) fn outcome(
    state: &mut State,
    findings: &mut Findings,
    index: usize,
    body: OutcomeEntry,
) {
    let found = find(&mut state.polls, findings, Check::Totals, index, body.poll);
    let Some(poll) = found else { return };
    let in_time = poll.phase == Phase::Closed && poll.closing.is_some();
    findings.require(Check::Totals, index, in_time, || {
        "an outcome follows a closing note, once".into()
    });
    if poll.outcome.is_none() {
        poll.phase = Phase::Opened;
        poll.outcome = Some(At { index, value: body });
    }
}

pub(super) fn certificate(
    state: &mut State,
    findings: &mut Findings,
    index: usize,
    body: CertificateEntry,
) {
    let found = find(&mut state.polls, findings, Check::Certificate, index, body.facts.poll);
    let Some(poll) = found else { return };
    let in_time = poll.phase == Phase::Opened && !poll.poll.manifest().rehearsal;
    findings.require(Check::Certificate, index, in_time, || {
        "a certificate follows an outcome, once, and never in a rehearsal".into()
    });
    if poll.certificate.is_none() {
        poll.phase = Phase::Certified;
        poll.certificate = Some(At { index, value: body });
    }
}

pub(super) fn published(state: &mut State, findings: &mut Findings, index: usize, body: Published) {
    let found = find(&mut state.polls, findings, Check::Bulletin, index, body.poll);
    let Some(poll) = found else { return };
    findings.require(Check::Bulletin, index, poll.phase == Phase::Certified, || {
        "a bulletin follows a certificate, once".into()
    });
    if poll.published.is_none() {
        poll.phase = Phase::Published;
        poll.published = Some(At { index, value: body });
    }
}

/// A note that the presidium's threshold must have signed.
fn presidium_signed(
    state: &State,
    note: &SignedNote,
    statement: &Statement,
) -> Result<(), NoteError> {
    let (Some(session), Some(officers)) = (&state.session, &state.officers) else {
        return Err(NoteError::Missing("the presidium".into()));
    };
    officers.check_presidium(&session.origin, note, statement)
}

pub(super) fn corrected(state: &State, findings: &mut Findings, index: usize, body: &Corrected) {
    let statement = Statement::correct(body.poll, body.refers, &body.text);
    let signed = presidium_signed(state, &body.note, &statement);
    findings.expect(Check::Certificate, index, signed);
    let poll = state.position(body.poll).and_then(|position| state.polls.get(position));
    let published = poll.is_some_and(|poll| poll.phase == Phase::Published);
    let earlier = usize::try_from(body.refers).is_ok_and(|refers| refers < index);
    findings.require(Check::Certificate, index, published && earlier, || {
        "a correction is of a published poll and refers to an earlier entry".into()
    });
}

pub(super) fn voided(state: &mut State, findings: &mut Findings, index: usize, body: &PollVoided) {
    let missing = body.missing_share;
    let statement = Statement::void_poll(body.poll, &body.reason, missing);
    let signed = presidium_signed(state, &body.note, &statement);
    findings.expect(Check::Certificate, index, signed);
    let found = find(&mut state.polls, findings, Check::Certificate, index, body.poll);
    let Some(poll) = found else { return };
    let early = matches!(poll.phase, Phase::Open | Phase::Paused | Phase::Closed);
    let lawful = match (&poll.closing, missing) {
        (None, None) => early,
        (Some(_), Some(teller)) => {
            early
                && poll.poll.manifest().tellers.iter().any(|known| known.id == teller)
                && poll.shares.iter().all(|share| share.value.teller != teller)
        }
        (None, Some(_)) | (Some(_), None) => false,
    };
    findings.require(Check::Certificate, index, lawful, || {
        "a poll is voided before its closing note, later only for a share that is missing".into()
    });
    poll.phase = Phase::Voided;
}
