//! What verification reports: the sixteen checks by number, and each poll's result.

use serde::{Serialize, Serializer};
use thiserror::Error;
use uuid::Uuid;

use crate::outcome::Outcome;

/// One of the sixteen checks of `docs/PROTOCOL.md` §8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// 1: canonical bytes of every entry.
    Canonical,
    /// 2: root, checkpoint signatures, consistency.
    Log,
    /// 3: officers' signatures, proofs of possession, box key.
    Officers,
    /// 4: manifest and opening note.
    Opening,
    /// 5: roll of slips and voided slips.
    Slips,
    /// 6: every ballot from a slip on the roll, unused, in an open poll.
    Casting,
    /// 7: every slip's signature.
    Signatures,
    /// 8: every ballot's proof.
    Proofs,
    /// 9: sums and closing note.
    Closing,
    /// 10: every share's proof.
    Shares,
    /// 11: totals.
    Totals,
    /// 12: paper batches, before the closing note.
    Paper,
    /// 13: the rule run again gives the outcome.
    Rule,
    /// 14: counting identities.
    Identities,
    /// 15: certificate, voids and corrections.
    Certificate,
    /// 16: the bulletin equals the outcome.
    Bulletin,
}

impl Check {
    /// All of them, in order.
    pub const ALL: [Self; 16] = [
        Self::Canonical,
        Self::Log,
        Self::Officers,
        Self::Opening,
        Self::Slips,
        Self::Casting,
        Self::Signatures,
        Self::Proofs,
        Self::Closing,
        Self::Shares,
        Self::Totals,
        Self::Paper,
        Self::Rule,
        Self::Identities,
        Self::Certificate,
        Self::Bulletin,
    ];

    /// Its number in `docs/PROTOCOL.md` §8.
    pub fn number(self) -> usize {
        Self::ALL.iter().take_while(|&&check| check != self).count() + 1
    }

    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Canonical => "canonical",
            Self::Log => "log",
            Self::Officers => "officers",
            Self::Opening => "opening",
            Self::Slips => "slips",
            Self::Casting => "casting",
            Self::Signatures => "signatures",
            Self::Proofs => "proofs",
            Self::Closing => "closing",
            Self::Shares => "shares",
            Self::Totals => "totals",
            Self::Paper => "paper",
            Self::Rule => "rule",
            Self::Identities => "identities",
            Self::Certificate => "certificate",
            Self::Bulletin => "bulletin",
        }
    }

    /// What it examined, in words, for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Canonical => "every entry is in canonical form",
            Self::Log => "the log's root and checkpoints",
            Self::Officers => "officers, their signatures, proofs of possession, box key",
            Self::Opening => "manifests and opening notes",
            Self::Slips => "roll of slips, voided slips",
            Self::Casting => "every ballot from a slip on the roll, once, while the poll was open",
            Self::Signatures => "every slip's signature",
            Self::Proofs => "every ballot's proof",
            Self::Closing => "sums and closing notes",
            Self::Shares => "every share's proof",
            Self::Totals => "totals from the shares",
            Self::Paper => "paper ballots, entered by two tellers before the closing note",
            Self::Rule => "the rule, run again, gives the outcome",
            Self::Identities => "counting identities",
            Self::Certificate => "certificates, signatures and threshold",
            Self::Bulletin => "the bulletin says what the outcome says",
        }
    }
}

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckResult {
    /// 1 to 16.
    pub number: usize,
    /// Its name.
    pub name: &'static str,
    /// Whether nothing was found against it.
    pub ok: bool,
    /// How many things were examined.
    pub entries: usize,
    /// Empty, or the first fault: the entry and what differs, and how many more there are.
    pub detail: String,
}

/// What is known of a poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PollReport {
    /// Its id.
    pub poll: Uuid,
    /// The question.
    pub question: String,
    /// The round.
    pub round: u32,
    /// How far it came: `open`, `closed`, `opened`, `certified`, `published` or `voided`.
    pub state: &'static str,
    /// Sealed ballots.
    pub ballots: usize,
    /// Paper ballots, invalid ones included.
    pub paper: u64,
    /// The question code to compare with the paper record.
    pub question_code: String,
    /// The closing code to compare with the paper record; empty before the close.
    pub closing_code: String,
    /// The outcome, where the poll came so far; serialised in the shape of `docs/FORMATS.md`.
    #[serde(serialize_with = "as_report")]
    pub outcome: Option<Outcome>,
}

#[expect(clippy::ref_option, reason = "serde hands a reference to the member")]
fn as_report<S: Serializer>(outcome: &Option<Outcome>, serializer: S) -> Result<S::Ok, S::Error> {
    outcome.as_ref().map(Outcome::report).serialize(serializer)
}

/// An officer, to compare with the paper record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfficerReport {
    /// `teller` or `presidium`.
    pub role: &'static str,
    /// The name.
    pub name: String,
    /// The public signing key.
    pub key: String,
}

/// What it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every check holds and at least one poll is published.
    Verified,
    /// A check fails.
    Refuted,
    /// Nothing speaks against it, but no poll is published yet.
    Incomplete,
}

/// The whole report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether the verdict is [`Verdict::Verified`].
    pub verified: bool,
    /// What it comes to.
    pub verdict: Verdict,
    /// The origin of the log; empty where it could not be read.
    pub origin: String,
    /// The name of the session of congress.
    pub session: String,
    /// A rehearsal, which is never certified.
    pub rehearsal: bool,
    /// The sixteen checks.
    pub checks: Vec<CheckResult>,
    /// Officers, to compare with the paper record.
    pub officers: Vec<OfficerReport>,
    /// The polls in the order in which they opened.
    pub polls: Vec<PollReport>,
}

/// The first check that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("refuted by check {number}, {name}: {detail}")]
pub struct Refuted {
    /// Number of the check.
    pub number: usize,
    /// Its name.
    pub name: &'static str,
    /// The first fault: the entry, and what is wrong with it.
    pub detail: String,
}

/// Collects what speaks against a bundle, by check.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    examined: [usize; 16],
    faults: [Vec<String>; 16],
}

impl Findings {
    /// Counts things that a check examined.
    fn examined(&mut self, check: Check, count: usize) {
        if let Some(examined) = self.examined.get_mut(check.number() - 1) {
            *examined += count;
        }
    }

    /// Records a fault.
    pub(crate) fn fault(&mut self, check: Check, entry: usize, fault: impl std::fmt::Display) {
        if let Some(faults) = self.faults.get_mut(check.number() - 1) {
            faults.push(format!("entry {entry}: {fault}"));
        }
    }

    /// Counts one thing and records a fault where there is one.
    pub(crate) fn expect<T, E: std::fmt::Display>(
        &mut self,
        check: Check,
        entry: usize,
        result: Result<T, E>,
    ) -> Option<T> {
        self.examined(check, 1);
        result.map_err(|fault| self.fault(check, entry, fault)).ok()
    }

    /// Counts one thing and records a fault where it does not hold.
    pub(super) fn require(
        &mut self,
        check: Check,
        entry: usize,
        holds: bool,
        fault: impl FnOnce() -> String,
    ) {
        self.examined(check, 1);
        if !holds {
            self.fault(check, entry, fault());
        }
    }

    /// Nothing, or the first check that does not hold.
    pub(crate) fn refuse_faults(&self) -> Result<(), Refuted> {
        let failing = self.results().into_iter().find(|check| !check.ok);
        failing.map_or(Ok(()), |CheckResult { number, name, detail, .. }| {
            Err(Refuted { number, name, detail })
        })
    }

    /// The results of all checks, in order.
    pub(super) fn results(&self) -> Vec<CheckResult> {
        let result = |(check, (&entries, faults)): (&Check, (&usize, &Vec<String>))| {
            let detail = match faults.as_slice() {
                [] => String::new(),
                [only] => only.clone(),
                [first, more @ ..] => format!("{first} (and {} more)", more.len()),
            };
            let ok = faults.is_empty();
            CheckResult { number: check.number(), name: check.name(), ok, entries, detail }
        };
        Check::ALL.iter().zip(self.examined.iter().zip(&self.faults)).map(result).collect()
    }
}
