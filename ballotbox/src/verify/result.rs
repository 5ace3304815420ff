//! Checks 7 to 11 and 13 to 16 on a poll's ballots and figures.

use std::sync::Arc;

use super::Progress;
use super::polls::elected_so_far;
use super::report::{Check, Findings};
use super::state::{At, PollState, State};
use crate::entry::{CertificateEntry, OutcomeEntry, PollClosed, Published};
use crate::manifest::{Channel, question_code};
use crate::note::Origin;
use crate::opening::Sums;
use crate::outcome::{BallotCounts, Case, Electorate, Status, Totals, decide_opened_with};
use crate::seal::{SealedBallot, check_proofs};
use crate::statement::Statement;

/// Checks 7 and 8: every signature and every proof, whatever became of the poll.
pub(super) fn check_ballots(
    poll: &PollState,
    findings: &mut Findings,
    progress: &(dyn Fn(Progress) + Sync),
) {
    for (at, signed) in poll.ballots.iter().zip(check_signatures(poll)) {
        findings.expect(Check::Signatures, at.index, signed);
    }
    let ballots: Vec<&SealedBallot> = poll.ballots.iter().map(|at| at.value.as_ref()).collect();
    let proofs = check_proofs(&poll.poll, &ballots, &|done| progress(Progress::Checked(done)));
    for (at, proof) in poll.ballots.iter().zip(proofs) {
        findings.expect(Check::Proofs, at.index, proof);
    }
}

fn check_signatures(poll: &PollState) -> Vec<Result<(), crate::seal::BallotError>> {
    let check = |at: &At<Arc<SealedBallot>>| at.value.check_signature(&poll.poll);
    #[cfg(not(target_arch = "wasm32"))]
    {
        use rayon::prelude::*;
        poll.ballots.par_iter().map(check).collect()
    }
    #[cfg(target_arch = "wasm32")]
    poll.ballots.iter().map(check).collect()
}

/// Checks 9 to 11 and 13 to 16 on a poll that came to a closing note or further.
pub(crate) fn check_result(state: &State, poll: &PollState, findings: &mut Findings) {
    let Some(session) = &state.session else { return };
    check_shares(poll, findings);
    let (Some(closed), Some(outcome)) = (&poll.closed, &poll.outcome) else { return };
    check_totals(poll, outcome, findings);
    check_rule(poll, closed, outcome, findings);
    check_identities(poll, closed, outcome, findings);
    if let Some(certificate) = &poll.certificate {
        check_certificate(poll, &session.origin, (closed, &outcome.value), certificate, findings);
    }
    if let Some(published) = &poll.published {
        check_bulletin(poll, published, findings);
    }
}

/// The sums of a sealed poll under its closing note.
pub(crate) fn sums(
    poll: &PollState,
) -> Option<(usize, Result<Sums, crate::opening::OpeningError>)> {
    let closing = poll.closing.as_ref()?;
    let ballots: Vec<&SealedBallot> = poll.ballots.iter().map(|at| at.value.as_ref()).collect();
    Some((closing.index, Sums::new(&poll.poll, closing.value.clone(), &ballots)))
}

/// Checks 9, 10 and 11: the sums, every share on them, and the sealed totals that follow.
fn check_shares(poll: &PollState, findings: &mut Findings) {
    if poll.poll.manifest().channel != Channel::Sealed {
        return;
    }
    let Some((index, sums)) = sums(poll) else { return };
    let Some(sums) = findings.expect(Check::Closing, index, sums) else { return };
    let mut shares = Vec::with_capacity(poll.shares.len());
    for share in &poll.shares {
        let checked = sums.check(&poll.poll, &share.value);
        shares.extend(findings.expect(Check::Shares, share.index, checked));
    }
    let Some(outcome) = &poll.outcome else { return };
    let totals = sums.totals(&poll.poll, &shares);
    if let Some(totals) = findings.expect(Check::Totals, outcome.index, totals) {
        findings.require(Check::Totals, outcome.index, totals == outcome.value.sealed, || {
            format!("the shares give {totals:?}, the outcome says {:?}", outcome.value.sealed)
        });
    }
}

/// Checks 11 and 12: the totals stated are sealed and paper totals together.
fn check_totals(poll: &PollState, outcome: &At<OutcomeEntry>, findings: &mut Findings) {
    let OutcomeEntry { sealed, paper, totals, .. } = &outcome.value;
    let slots = poll.poll.form().slots();
    let mut batches = vec![0_u64; slots];
    for batch in &poll.paper {
        for (sum, &total) in batches.iter_mut().zip(&batch.value.totals) {
            *sum += u64::from(total);
        }
    }
    let stated: Vec<u64> = paper.iter().copied().map(u64::from).collect();
    findings.require(Check::Paper, outcome.index, batches == stated, || {
        format!("the paper batches give {batches:?}, the outcome says {stated:?}")
    });
    let keyless = poll.poll.manifest().channel != Channel::Sealed;
    let nothing = sealed.len() == slots && sealed.iter().all(|&total| total == 0);
    findings.require(Check::Totals, outcome.index, !keyless || nothing, || {
        "sealed totals in a poll without sealed ballots".into()
    });
    let together: Option<Vec<u32>> =
        sealed.iter().zip(paper).map(|(sealed, paper)| sealed.checked_add(*paper)).collect();
    let manifest = poll.poll.manifest();
    let expected = together
        .filter(|sums| sums.len() == slots)
        .and_then(|sums| Totals::from_slots(&manifest.method, manifest.options.len(), &sums).ok());
    findings.require(Check::Totals, outcome.index, expected.as_ref() == Some(totals), || {
        "the totals per option are not those of the slots".into()
    });
}

/// Check 13: the rule, run again on the totals and counts, gives the very same outcome.
fn check_rule(
    poll: &PollState,
    closed: &PollClosed,
    outcome: &At<OutcomeEntry>,
    findings: &mut Findings,
) {
    let manifest = poll.poll.manifest();
    let titles = manifest.titles();
    let case = Case {
        method: &manifest.method,
        titles: &titles,
        electorate: Electorate { all: manifest.electorate.all_deputies, present: closed.present },
        ballots: outcome.value.ballots,
        rule: &manifest.rule,
        totals: &outcome.value.totals,
    };
    let decided = decide_opened_with(&case, manifest.electorate.present);
    if let Some(decided) = findings.expect(Check::Rule, outcome.index, decided) {
        findings.require(Check::Rule, outcome.index, decided == outcome.value.outcome, || {
            format!("the rule gives another outcome: {}", decided.reason.en)
        });
    }
}

/// Check 14: ballots and papers against slips and people; stubs are in the closing note.
fn check_identities(
    poll: &PollState,
    closed: &PollClosed,
    outcome: &At<OutcomeEntry>,
    findings: &mut Findings,
) {
    let ballots = u64::try_from(poll.ballots.len()).unwrap_or(u64::MAX);
    let cast = ballots.saturating_add(poll.papers());
    let (slips, present) = (u64::from(closed.slips), u64::from(closed.present));
    // More papers than were handed out make the vote void (`docs/RULES.md` §2 P10): the log says
    // so and remains lawful. Of sealed ballots there can never be more.
    let void = poll.poll.manifest().channel != Channel::Sealed
        && outcome.value.outcome.status == Status::Void;
    findings.require(Check::Identities, outcome.index, cast <= slips || void, || {
        format!("{cast} ballots and papers, {slips} slips handed out")
    });
    findings.require(Check::Identities, outcome.index, cast <= present || void, || {
        format!("{cast} ballots and papers, {present} deputies present")
    });
    let BallotCounts { issued, cast: stated, invalid } = outcome.value.ballots;
    let right = u64::from(issued) == slips
        && u64::from(stated) == cast
        && u64::from(invalid) == poll.invalid();
    findings.require(Check::Identities, outcome.index, right, || {
        "ballots issued, cast and invalid are not those of the log".into()
    });
}

/// Check 15: what is certified is this closing note and this outcome, by all who must.
fn check_certificate(
    poll: &PollState,
    origin: &Origin,
    (closed, outcome): (&PollClosed, &OutcomeEntry),
    certificate: &At<CertificateEntry>,
    findings: &mut Findings,
) {
    let CertificateEntry { facts, note } = &certificate.value;
    let noted = poll.closing.as_ref().map(|at| at.value.note().text_digest());
    let right = noted == Some(facts.closing)
        && facts.present == u64::from(closed.present)
        && facts.slips == u64::from(closed.slips)
        && facts.invalid == poll.invalid()
        && outcome.digest().ok() == Some(facts.outcome);
    findings.require(Check::Certificate, certificate.index, right, || {
        "the certificate is for another closing note, other figures or another outcome".into()
    });
    let officers = poll.poll.manifest().officers();
    let signed = officers
        .check_tellers(origin, note, &Statement::Certificate(facts.clone()))
        .and_then(|presidium| officers.reach_threshold(presidium));
    findings.expect(Check::Certificate, certificate.index, signed);
}

/// Check 16: the bulletin lists what was elected in all rounds, and shows the codes read out.
fn check_bulletin(poll: &PollState, published: &At<Published>, findings: &mut Findings) {
    let Published { question, elected, question_code: code, closing_code, .. } = &published.value;
    findings.require(Check::Bulletin, published.index, *elected == elected_so_far(poll), || {
        "the bulletin lists others than the outcome elects".into()
    });
    let closing = poll.closing.as_ref().map(|at| at.value.code());
    let right = *question == poll.poll.manifest().question
        && *code == question_code(&poll.note)
        && Some(closing_code) == closing.as_ref();
    findings.require(Check::Bulletin, published.index, right, || {
        "the bulletin shows another question or other codes".into()
    });
}
