//! What follows from what has happened: the manifest, facts, figures and notes to append next.
//!
//! The server ([`crate::ledger`]), the hall and the tellers' devices write entries from here, so
//! that each figure is worked out in one place. Nothing here checks whether it is time for it:
//! the ledger does, by the verifier's own fold.

use thiserror::Error;
use uuid::Uuid;

use crate::canonical::CanonicalError;
use crate::card::SignKey;
use crate::closing::Closing;
use crate::codec::{Digest, Time};
use crate::entry::{Attendance, OutcomeEntry, PollClosed, Published, SessionOpened};
use crate::form::{Form, FormError};
use crate::log::Tree;
use crate::manifest::{
    Channel, MANIFEST_KIND, Manifest, ManifestElectorate, ManifestSlips, Poll, PollOption,
    Previous, RoundReason, SUITE, question_code,
};
use crate::method::Method;
use crate::note::{Checkpoint, NoteKey, Origin, SignedNote};
use crate::officers::Officers;
use crate::opening::OpeningError;
use crate::outcome::{
    BallotCounts, Case, DecideError, Electorate, Status, Totals, TotalsError, decide_opened_with,
};
use crate::paper::PaperFigures;
use crate::rule::Rule;
use crate::slip::SlipRoll;
use crate::statement::{CertificateFacts, ClosingFacts, Statement};

/// Why there is nothing to append yet.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DraftError {
    /// Something that must stand in the log first.
    #[error("the log has no {0} yet")]
    Missing(&'static str),
    /// The outcome asks for no further round.
    #[error("the outcome asks for no further round")]
    NoRound,
    /// A key that is not the log's.
    #[error("the key is not the one that session_opened fixes for the log")]
    LogKey,
    /// A text that has no canonical bytes.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// Method and options give no form.
    #[error(transparent)]
    Form(#[from] FormError),
    /// A share does not hold, or the sums cannot be opened.
    #[error(transparent)]
    Opening(#[from] OpeningError),
    /// The sums fit no totals.
    #[error(transparent)]
    Totals(#[from] TotalsError),
    /// The rule cannot decide.
    #[error(transparent)]
    Decide(#[from] DecideError),
}

/// What a first round puts to the vote.
#[derive(Clone, Debug)]
pub struct FirstRound {
    /// The poll's id.
    pub poll: Uuid,
    /// The question as it stands on the ballot.
    pub question: String,
    /// How votes come in.
    pub channel: Channel,
    /// The ballot method.
    pub method: Method,
    /// The candidates in the order of the ballot.
    pub options: Vec<PollOption>,
    /// Every parameter of the rule.
    pub rule: Rule,
    /// When it opens.
    pub opened_at: Time,
}

/// What every manifest takes from its session as it stands.
pub(crate) struct Ground<'a> {
    pub(crate) session: &'a SessionOpened,
    pub(crate) officers: &'a Officers,
    pub(crate) attendance: &'a Attendance,
    pub(crate) roll: Option<&'a SlipRoll>,
    /// Slips void for the whole session.
    pub(crate) voided: usize,
}

impl Ground<'_> {
    /// The manifest of a first round.
    pub(crate) fn first_round(&self, round: FirstRound) -> Result<Manifest, DraftError> {
        let FirstRound { poll, question, channel, method, options, rule, opened_at } = round;
        let officers = self.officers.clone();
        Ok(Manifest {
            kind: MANIFEST_KIND.to_owned(),
            suite: SUITE.to_owned(),
            session: self.session.session,
            township: self.session.township.clone(),
            poll,
            channel,
            round: 1,
            previous: None,
            question,
            form: Form::compile(&method, options.len())?,
            method,
            options,
            rule,
            electorate: ManifestElectorate {
                all_deputies: self.attendance.all,
                present: self.attendance.present,
            },
            slips: self.slips(channel)?,
            tellers: officers.tellers,
            presidium: officers.presidium,
            threshold: officers.threshold,
            log_key: self.session.log_key,
            rehearsal: self.session.rehearsal,
            opened_at,
        })
    }

    fn slips(&self, channel: Channel) -> Result<Option<ManifestSlips>, DraftError> {
        if channel != Channel::Sealed {
            return Ok(None);
        }
        let roll = self.roll.ok_or(DraftError::Missing("roll of slips"))?;
        let (count, voided) = (number(roll.count()), number(self.voided));
        Ok(Some(ManifestSlips { count, digest: roll.digest(), voided }))
    }

    /// The manifest of the round that an outcome asks for, held in a way that may follow.
    pub(crate) fn next_round(
        &self,
        before: &Manifest,
        outcome: &OutcomeEntry,
        (poll, channel, opened_at): (Uuid, Channel, Time),
    ) -> Result<Manifest, DraftError> {
        let next = outcome.outcome.next.as_ref().ok_or(DraftError::NoRound)?;
        let option = |&at: &u32| before.options.get(usize::try_from(at).ok()?).cloned();
        let options: Vec<PollOption> = next.options.iter().filter_map(option).collect();
        let reason = match outcome.outcome.status {
            Status::Shortfall => RoundReason::Shortfall,
            _ => RoundReason::Tie,
        };
        let round = FirstRound {
            poll,
            question: before.question.clone(),
            channel,
            method: before.method.for_next_round(options.len(), next.seats),
            options,
            rule: before.rule.for_next_round(&outcome.outcome).ok_or(DraftError::NoRound)?,
            opened_at,
        };
        let previous = Previous {
            poll: before.poll,
            outcome: outcome.digest()?,
            reason,
            elected: before.elected_with(&outcome.outcome),
        };
        let round_number = before.round.saturating_add(1);
        Ok(Manifest { round: round_number, previous: Some(previous), ..self.first_round(round)? })
    }
}

/// The facts of a closing note over the log's head, with as many stubs as ballots.
pub(crate) fn closing_facts(
    poll: &Poll,
    (size, root): (usize, Digest),
    ballots: usize,
    paper: u64,
) -> ClosingFacts {
    let ballots = number(ballots);
    let (id, manifest) = (poll.manifest().poll, poll.digest());
    ClosingFacts { poll: id, manifest, size: number(size), root, ballots, stubs: ballots, paper }
}

/// The entry of an outcome: sealed and paper totals together, and what the rule makes of them.
pub(crate) fn outcome<'a>(
    poll: &Poll,
    closed: &PollClosed,
    ballots: usize,
    paper: &(impl Iterator<Item = &'a PaperFigures> + Clone),
    sealed: Vec<u32>,
) -> Result<OutcomeEntry, DraftError> {
    let manifest = poll.manifest();
    let mut on_paper = vec![0_u32; sealed.len()];
    for batch in paper.clone() {
        for (sum, total) in on_paper.iter_mut().zip(&batch.totals) {
            *sum = sum.saturating_add(*total);
        }
    }
    let together: Vec<u32> =
        sealed.iter().zip(&on_paper).map(|(one, other)| one.saturating_add(*other)).collect();
    let totals = Totals::from_slots(&manifest.method, manifest.options.len(), &together)?;
    let sum = |count: fn(&PaperFigures) -> u32| {
        paper.clone().fold(0_u32, |sum, batch| sum.saturating_add(count(batch)))
    };
    let sealed_count = u32::try_from(ballots).unwrap_or(u32::MAX);
    let ballots = BallotCounts {
        issued: closed.slips,
        cast: sealed_count.saturating_add(sum(|it| it.papers)),
        invalid: sum(|it| it.invalid),
    };
    let titles = manifest.titles();
    let case = Case {
        method: &manifest.method,
        titles: &titles,
        electorate: Electorate { all: manifest.electorate.all_deputies, present: closed.present },
        ballots,
        rule: &manifest.rule,
        totals: &totals,
    };
    let outcome = decide_opened_with(&case, manifest.electorate.present)?;
    Ok(OutcomeEntry { poll: manifest.poll, sealed, paper: on_paper, ballots, totals, outcome })
}

/// The facts of a certificate.
pub(crate) fn certificate_facts(
    closing: &Closing,
    closed: &PollClosed,
    outcome: &OutcomeEntry,
) -> Result<CertificateFacts, DraftError> {
    Ok(CertificateFacts {
        poll: outcome.poll,
        closing: closing.note().text_digest(),
        present: u64::from(closed.present),
        slips: u64::from(closed.slips),
        invalid: u64::from(outcome.ballots.invalid),
        outcome: outcome.digest()?,
    })
}

/// The bulletin of a poll: the elected of all rounds, and the codes that were read out.
pub(crate) fn bulletin(
    manifest: &Manifest,
    opening: &SignedNote,
    closing: &Closing,
    outcome: Option<&OutcomeEntry>,
) -> Published {
    Published {
        poll: manifest.poll,
        question: manifest.question.clone(),
        elected: outcome.map_or_else(Vec::new, |entry| manifest.elected_with(&entry.outcome)),
        question_code: question_code(opening),
        closing_code: closing.code(),
    }
}

/// The log's checkpoint over all entries.
pub(crate) fn checkpoint(tree: &Tree, origin: &Origin, key: &SignKey) -> SignedNote {
    let checkpoint = Checkpoint { size: tree.size(), root: tree.root() };
    let name = NoteKey::log(origin, key.public());
    key.sign(SignedNote::new(checkpoint.text(origin)), &name)
}

/// The log's note over one entry: what a tablet gets back (`docs/PROTOCOL.md` §5).
pub(crate) fn receipt(
    tree: &Tree,
    origin: &Origin,
    key: &SignKey,
    index: usize,
) -> Option<SignedNote> {
    let leaf = tree.leaf(index)?;
    let statement = Statement::Receipt { index: u64::try_from(index).ok()?, leaf };
    let name = NoteKey::log(origin, key.public());
    Some(key.sign(SignedNote::new(statement.text(origin)), &name))
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
