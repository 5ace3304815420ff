//! Checks 2, 3, 5 and 14 on what concerns the session as a whole.

use super::report::{Check, Findings};
use super::state::{Phase, PollState, Session, State};
use crate::codec::is_plain;
use crate::entry::{Attendance, OfficersEntry, SessionOpened, SlipVoided, SlipsMade};
use crate::manifest::Channel;
use crate::note::{NoteKey, Origin};
use crate::slip::SlipRoll;
use crate::statement::{Statement, VoidReason};

pub(super) fn opened(
    state: &mut State,
    findings: &mut Findings,
    index: usize,
    body: SessionOpened,
) {
    findings
        .require(Check::Log, index, index == 0, || "session_opened is not the first entry".into());
    let origin = Origin::new(&body.site, &body.township, body.session);
    let origin = origin.filter(|_| is_plain(&body.title));
    let origin =
        origin.ok_or("site, township code or title has characters that cannot stand there");
    if let Some(origin) = findings.expect(Check::Log, index, origin)
        && state.session.is_none()
    {
        state.session = Some(Session { origin, body });
    }
}

pub(super) fn officers(
    state: &mut State,
    findings: &mut Findings,
    index: usize,
    body: OfficersEntry,
) {
    let Some(session) = &state.session else {
        return findings.fault(Check::Officers, index, "officers before the session was opened");
    };
    findings.require(Check::Officers, index, state.officers.is_none(), || {
        "the session has officers already".into()
    });
    let origin = &session.origin;
    findings.expect(Check::Officers, index, body.officers.check(session.body.session));
    if let Some(list) = findings.expect(Check::Officers, index, body.officers.digest()) {
        let signed =
            body.officers.check_everyone(origin, &body.note, &Statement::Officers { list });
        findings.expect(Check::Officers, index, signed);
    }
    if state.officers.is_none() {
        state.officers = Some(body.officers);
    }
}

pub(super) fn slips_made(
    state: &mut State,
    findings: &mut Findings,
    index: usize,
    body: &SlipsMade,
) {
    let (Some(session), Some(officers)) = (&state.session, &state.officers) else {
        return findings.fault(Check::Slips, index, "slips before there are officers");
    };
    findings.require(Check::Slips, index, state.roll.is_none(), || {
        "the session has a roll of slips already".into()
    });
    let roll = findings.expect(Check::Slips, index, SlipRoll::from_sorted(&body.keys));
    let Some(roll) = roll else { return };
    let maker = officers.tellers.iter().find(|teller| teller.id == body.maker);
    let maker = findings.expect(Check::Slips, index, maker.ok_or("the maker is no teller"));
    if let Some(maker) = maker {
        let count = u64::try_from(roll.count()).unwrap_or(u64::MAX);
        let statement = Statement::Slips { count, roll: roll.digest() };
        let key = NoteKey::officer(&session.origin, maker.id, maker.sign);
        let signed = body.note.check_all(&statement.text(&session.origin), &[key]);
        findings.expect(Check::Slips, index, signed);
    }
    if state.roll.is_none() {
        state.roll = Some(roll);
    }
}

pub(super) fn slip_voided(
    state: &mut State,
    findings: &mut Findings,
    index: usize,
    body: &SlipVoided,
) {
    let (Some(session), Some(officers)) = (&state.session, &state.officers) else {
        return findings.fault(Check::Slips, index, "a slip is voided before there are officers");
    };
    let statement = Statement::VoidSlip { slip: body.slip, poll: body.poll, reason: body.reason };
    let signed = officers.check_two_tellers(&session.origin, &body.note, &statement);
    findings.expect(Check::Slips, index, signed);
    let on_roll = state.roll.as_ref().is_some_and(|roll| roll.contains(&body.slip));
    findings.require(Check::Slips, index, on_roll, || {
        format!("the voided slip {} is not on the roll", body.slip)
    });
    let known = state.voided.contains_key(&body.slip);
    findings
        .require(Check::Slips, index, !known, || format!("the slip {} is void already", body.slip));
    match body.poll {
        None => void_for_session(state, findings, index, body),
        Some(poll) => void_for_poll(state, findings, index, body, poll),
    }
}

fn void_for_session(state: &mut State, findings: &mut Findings, index: usize, body: &SlipVoided) {
    findings.require(Check::Slips, index, body.reason != VoidReason::Paper, || {
        "a slip is void for the session because of paper, which concerns one poll".into()
    });
    let counting = |poll: &PollState| poll.closing.is_none() && poll.phase != Phase::Voided;
    let cast = |poll: &PollState| poll.used.contains_key(&body.slip);
    let on_paper = |poll: &PollState| poll.on_paper.contains(&body.slip);
    let left_over = body.reason == VoidReason::LeftOver;
    let fault = if left_over && state.polls.iter().any(cast) {
        Some("a left-over slip has cast a ballot: the box was stuffed")
    } else if left_over && state.polls.iter().any(on_paper) {
        Some("a left-over slip stands for a paper ballot")
    } else if state.polls.iter().any(|poll| counting(poll) && (cast(poll) || on_paper(poll))) {
        Some("a slip that has voted in a poll before its closing note is voided")
    } else {
        None
    };
    findings.require(Check::Slips, index, fault.is_none(), || fault.unwrap_or_default().into());
    state.voided.insert(body.slip, body.reason);
    if left_over {
        left_over_in_time(state, findings, index);
    }
}

/// A left-over slip was never handed out, in no poll so far; and a closing note must follow, of a
/// poll that has none yet or of one that is still to open.
fn left_over_in_time(state: &mut State, findings: &mut Findings, index: usize) {
    let left_over = state.voided.values().filter(|&&reason| reason == VoidReason::LeftOver).count();
    let handed_out = state.roll.as_ref().map_or(0, |roll| roll.count().saturating_sub(left_over));
    let sealed = state.polls.iter().filter(|poll| {
        poll.poll.manifest().channel == Channel::Sealed && poll.phase != Phase::Voided
    });
    let mut closed = sealed.filter_map(|poll| poll.closed.as_ref());
    let over = closed.find(|closed| usize::try_from(closed.slips).is_ok_and(|it| it > handed_out));
    findings.require(Check::Identities, index, over.is_none(), || {
        format!("{left_over} slips are left over, yet more than {handed_out} were handed out")
    });
    let waits = |poll: &PollState| poll.closing.is_none() && poll.phase != Phase::Voided;
    if !state.polls.is_empty() && !state.polls.iter().any(waits) {
        state.left_over_late = state.left_over_late.or(Some(index));
    }
}

pub(super) fn closed(state: &mut State, findings: &mut Findings, index: usize) {
    findings.require(Check::Slips, index, state.left_over_late.is_none(), || {
        let entry = state.left_over_late.unwrap_or_default();
        format!("entry {entry} voids a left-over slip after the closing note of the last poll")
    });
    let rehearsal = state.session.as_ref().is_some_and(|session| session.body.rehearsal);
    let over = |poll: &PollState| match poll.phase {
        Phase::Published | Phase::Voided => true,
        Phase::Opened => rehearsal,
        Phase::Open | Phase::Paused | Phase::Closed | Phase::Certified => false,
    };
    findings.require(Check::Log, index, state.polls.iter().all(over), || {
        "the session is closed while a poll is neither published nor voided".into()
    });
    state.session_closed = true;
}

fn void_for_poll(
    state: &mut State,
    findings: &mut Findings,
    index: usize,
    body: &SlipVoided,
    poll: uuid::Uuid,
) {
    findings.require(Check::Slips, index, body.reason == VoidReason::Paper, || {
        "a slip is void for one poll for another reason than paper".into()
    });
    let found = state.position(poll).and_then(|position| state.polls.get_mut(position));
    let Some(poll) = found else {
        return findings.fault(Check::Slips, index, format!("there is no poll {poll}"));
    };
    let before_closing =
        matches!(poll.phase, Phase::Open | Phase::Paused | Phase::Closed) && poll.closing.is_none();
    findings.require(Check::Slips, index, before_closing, || {
        "a slip is voided for paper after the closing note".into()
    });
    findings.require(Check::Slips, index, !poll.used.contains_key(&body.slip), || {
        "a slip that has cast in this poll is voided for paper".into()
    });
    let new = poll.on_paper.insert(body.slip);
    findings.require(Check::Slips, index, new, || "the slip is void for paper already".into());
    poll.latest = index;
}

pub(super) fn attendance(
    state: &mut State,
    findings: &mut Findings,
    index: usize,
    body: Attendance,
) {
    let Attendance { all, present } = body;
    findings.require(Check::Identities, index, present <= all, || {
        format!("{present} present of {all} deputies")
    });
    state.attendance = Some(body);
}
