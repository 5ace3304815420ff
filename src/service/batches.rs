//! Batches of papers after the close: two tellers enter apart what they read, and neither sees the
//! other's figures; equal, both sign them (`docs/PROTOCOL.md` §6.2). Then what was counted is held
//! against what was handed out.

use ballotbox::ledger::PollLedger;
use ballotbox::manifest::Channel;
use ballotbox::outcome::Status;
use ballotbox::paper::{PaperError, PaperFigures};
use serde::Deserialize;
use uuid::Uuid;

use super::paper::slips_on_paper;
use super::pending::Pending;
use super::work::Work;
use super::{Actor, Fault, Service};
use crate::domain::officer::Officer;
use crate::domain::paper::fewest;
use crate::domain::poll::Verb;
use crate::domain::reconciliation::{Counted, Reconciliation};
use crate::domain::refusal::Refusal;
use crate::domain::roll::Turnout;
use crate::storage;
use crate::storage::notes::TellerClosing;
use crate::storage::paper::PaperEntry;

/// Most batches of one poll.
const BATCHES_MAX: u32 = 99;

/// What a teller reads off a batch.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchForm {
    /// Number of the batch, from 1, as the teller saw it.
    pub batch: u32,
    /// Papers in it, invalid ones included.
    pub papers: u32,
    /// Invalid ones among them.
    pub invalid: u32,
    /// Totals per slot of the form, over the valid ones.
    pub totals: Vec<u32>,
}

/// How far the batch has come that is entered now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchState {
    /// Nobody has entered it.
    Empty,
    /// One teller has: another enters it.
    First,
    /// Two have, and their figures differ.
    Differ,
    /// Two have the same: both sign.
    Agreed,
}

impl BatchState {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::First => "first",
            Self::Differ => "differ",
            Self::Agreed => "agreed",
        }
    }
}

/// The batch that is entered now, as one teller may see it: never the other's figures.
#[derive(Clone, Debug)]
pub struct BatchStand {
    /// Its number.
    pub batch: u32,
    /// How far it has come.
    pub state: BatchState,
    /// What this teller entered last.
    pub mine: Option<PaperFigures>,
    /// Where this teller's figures differ from another's: `papers`, `invalid`, or a slot.
    pub differs: Vec<String>,
    /// Papers handed out, papers entered so far.
    pub papers: (u64, u64),
}

impl Service {
    /// The batch of a closed poll that is entered now, as a teller may see it.
    ///
    /// # Errors
    /// When there is no such poll in the log.
    pub async fn batch_stand(
        &self,
        session: Uuid,
        poll: Uuid,
        asking: &Officer,
    ) -> Result<BatchStand, Fault> {
        let ledger = self.log_of(session).await?;
        let logged = ledger.poll(poll).ok_or_else(|| Refusal::not_found("refusal-no-poll"))?;
        let batch = next_batch(logged);
        let papers = (issued_papers(slips_on_paper(&ledger, logged), logged), logged.papers());
        let mut connection = self.storage().read().await?;
        let entered = storage::paper::entries(&mut connection, session, (poll, batch)).await?;
        let entered = latest(entered);
        let mine = entered.iter().find(|entry| entry.officer == asking.id);
        let others = || entered.iter().filter(|entry| entry.officer != asking.id);
        let state = match (agreed(&entered), entered.len()) {
            (Some(_), _) => BatchState::Agreed,
            (None, 0) => BatchState::Empty,
            (None, 1) => BatchState::First,
            (None, _) => BatchState::Differ,
        };
        let mut differs = Vec::new();
        if let (Some(mine), BatchState::Differ) = (mine, state) {
            for other in others() {
                differs.extend(differences(&mine.figures, &other.figures));
            }
            differs.sort();
            differs.dedup();
        }
        let mine = mine.map(|entry| entry.figures.clone());
        Ok(BatchStand { batch, state, mine, differs, papers })
    }

    /// Papers of a closed poll that were handed out, and those that are entered.
    ///
    /// # Errors
    /// When there is no such poll in the log.
    pub async fn papers_left(&self, session: Uuid, poll: Uuid) -> Result<(u64, u64), Fault> {
        let ledger = self.log_of(session).await?;
        let logged = ledger.poll(poll).ok_or_else(|| Refusal::not_found("refusal-no-poll"))?;
        Ok((issued_papers(slips_on_paper(&ledger, logged), logged), logged.papers()))
    }

    /// Papers of a closed poll that were handed out and are in no batch; raised hands are none.
    ///
    /// # Errors
    /// When there is no such poll in the log.
    pub async fn papers_missing(&self, session: Uuid, poll: Uuid) -> Result<u64, Fault> {
        let ledger = self.log_of(session).await?;
        let logged = ledger.poll(poll).ok_or_else(|| Refusal::not_found("refusal-no-poll"))?;
        Ok(outstanding(slips_on_paper(&ledger, logged), logged))
    }

    /// Takes what a teller read off a batch. It is kept apart until another teller has entered the
    /// same batch; equal, both are asked to sign. A teller may correct the own figures, and takes
    /// back a batch that there is not by entering 0 everywhere.
    ///
    /// # Errors
    /// When the figures are not possible, or are more papers than were handed out.
    pub async fn enter_batch(
        &self,
        actor: &Actor,
        session: Uuid,
        poll: Uuid,
        form: BatchForm,
    ) -> Result<(), Fault> {
        let mut work = self.work_of(session, actor).await?;
        Verb::EnterPaper.check(work.poll_state(poll).await?, actor.account.role)?;
        let officer = work.officer_of(actor).await?;
        work.check_not_sealing(poll).await?;
        let BatchForm { batch, papers, invalid, totals } = form;
        let figures = PaperFigures { poll, batch, papers, invalid, totals };
        work.check_batch(&figures)?;
        let connection = work.connection();
        let entered = storage::paper::entries(connection, session, (poll, batch)).await?;
        let of_mine = entered.iter().filter(|entry| entry.officer == officer.id);
        let attempt = of_mine.map(|entry| entry.attempt).max().unwrap_or(0).saturating_add(1);
        if attempt == 1 || !work.takes_back(&figures)? {
            work.check_figures(&figures)?;
        }
        let at = work.now.as_str().to_owned();
        let entry = PaperEntry { officer: officer.id, attempt, figures, at };
        storage::paper::keep(work.connection(), session, &entry).await?;
        // The figures are not in the trail: the other teller may read it.
        let what = format!("{batch}/{attempt}");
        work.audit(actor, "audit-paper-entered", poll.to_string(), what).await?;
        work.withdraw_notes("paper", &poll.to_string()).await?;
        work.ask_both(poll, batch).await?;
        work.commit().await?;
        Ok(())
    }

    /// The reconciliation of a poll that is closed; before that there is none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reconciliation(
        &self,
        session: Uuid,
        poll: Uuid,
    ) -> Result<Option<Reconciliation>, Fault> {
        let known = self.session(session).await?;
        let ledger = self.log_of(session).await?;
        let Some(logged) = ledger.poll(poll) else { return Ok(None) };
        let mut connection = self.storage().read().await?;
        let deputies = storage::roll::all(&mut connection, session).await?;
        let present = Turnout::of(&deputies, known.opens_on).present;
        let closings = storage::notes::closings(&mut connection, session, poll).await?;
        let on_paper = slips_on_paper(&ledger, logged);
        let counted = counted(logged, on_paper, &closings, u64::from(present));
        Ok(counted.map(|counted| counted.reconcile()))
    }
}

/// The number of the batch that is entered next.
fn next_batch(poll: PollLedger<'_>) -> u32 {
    u32::try_from(poll.paper().len()).unwrap_or(u32::MAX).saturating_add(1)
}

/// Papers that were handed out: against slips, or as the close says.
fn issued_papers(on_paper: usize, poll: PollLedger<'_>) -> u64 {
    match poll.poll().manifest().channel {
        Channel::Sealed => u64::try_from(on_paper).unwrap_or(u64::MAX),
        Channel::Paper | Channel::Hands => {
            poll.closed().map_or(0, |closed| u64::from(closed.slips))
        }
    }
}

/// Papers that were handed out and are in no batch; a show of hands has none.
fn outstanding(on_paper: usize, poll: PollLedger<'_>) -> u64 {
    match poll.poll().manifest().channel {
        Channel::Sealed | Channel::Paper => {
            issued_papers(on_paper, poll).saturating_sub(poll.papers())
        }
        Channel::Hands => 0,
    }
}

/// What was counted of a poll that is closed.
fn counted(
    poll: PollLedger<'_>,
    on_paper: usize,
    closings: &[TellerClosing],
    signed_in: u64,
) -> Option<Counted> {
    let closed = poll.closed()?;
    let facts = poll.closing().map(ballotbox::closing::Closing::facts);
    let missing = outstanding(on_paper, poll);
    let stated = closings.iter().map(|closing| closing.unreturned);
    // Who states another number than the rest is what is to be seen.
    let stated = stated.clone().find(|stated| *stated != missing).or(stated.max());
    Some(Counted {
        channel: poll.poll().manifest().channel,
        issued: u64::from(closed.slips),
        ballots: u64::try_from(poll.ballot_count()).unwrap_or(u64::MAX),
        stubs: facts.map(|facts| facts.stubs),
        // A closing note with other stubs than ballots is one that the threshold has signed.
        answered: facts.is_some_and(|facts| facts.stubs != facts.ballots),
        papers_issued: issued_papers(on_paper, poll),
        papers: poll.papers(),
        unreturned: stated,
        present: u64::from(closed.present),
        signed_in,
        void: poll.outcome().is_some_and(|entry| entry.outcome.status == Status::Void),
    })
}

/// Each teller's last attempt, but those that took the batch back.
fn latest(entries: Vec<PaperEntry>) -> Vec<PaperEntry> {
    let mut latest: Vec<PaperEntry> = Vec::new();
    for entry in entries {
        match latest.iter_mut().find(|known| known.officer == entry.officer) {
            Some(known) => *known = entry,
            None => latest.push(entry),
        }
    }
    latest.retain(|entry| entry.figures.papers > 0);
    latest
}

/// Two tellers whose figures are the same, if there are two.
fn agreed(entries: &[PaperEntry]) -> Option<([Uuid; 2], &PaperFigures)> {
    entries.iter().enumerate().find_map(|(place, first)| {
        let second = entries.iter().skip(place + 1).find(|it| it.figures == first.figures)?;
        Some(([first.officer, second.officer], &first.figures))
    })
}

/// The places at which two entries differ.
fn differences(one: &PaperFigures, other: &PaperFigures) -> Vec<String> {
    let mut places = Vec::new();
    if one.papers != other.papers {
        places.push("papers".to_owned());
    }
    if one.invalid != other.invalid {
        places.push("invalid".to_owned());
    }
    let totals = one.totals.iter().zip(&other.totals).enumerate();
    places.extend(totals.filter(|(_, (one, other))| one != other).map(|(at, _)| at.to_string()));
    places
}

impl Work {
    /// Where two tellers have entered the same, both are asked to sign.
    async fn ask_both(&mut self, poll: Uuid, batch: u32) -> Result<(), Fault> {
        let session = self.session.id;
        let connection = self.connection();
        let entered = storage::paper::entries(connection, session, (poll, batch)).await?;
        let entered = latest(entered);
        if let Some((tellers, figures)) = agreed(&entered) {
            self.begin_note(&Pending::Paper { figures: figures.clone(), tellers }).await?;
        }
        Ok(())
    }

    /// Papers that were handed out in a poll.
    fn papers_issued(&self, poll: Uuid) -> Result<u64, Refusal> {
        let logged = self.logged(poll)?;
        Ok(issued_papers(slips_on_paper(self.ledger(), logged), logged))
    }

    /// Whether figures are of the batch that is entered now.
    fn check_batch(&self, figures: &PaperFigures) -> Result<(), Refusal> {
        let next = next_batch(self.logged(figures.poll)?);
        if figures.batch != next || next > BATCHES_MAX {
            return Err(Refusal::conflict("refusal-batch-other").with("n", next));
        }
        Ok(())
    }

    /// Whether figures are those of no paper at all.
    fn takes_back(&self, figures: &PaperFigures) -> Result<bool, Refusal> {
        let slots = self.logged(figures.poll)?.poll().form().slots();
        let nothing = figures.papers == 0 && figures.invalid == 0;
        Ok(nothing && figures.totals == vec![0; slots])
    }

    /// Figures that lawful papers can have: enough beside sealed ballots, not more than were handed
    /// out against slips. More papers than were handed out in a vote on paper are entered, for they
    /// make the vote void.
    fn check_figures(&self, figures: &PaperFigures) -> Result<(), Refusal> {
        let logged = self.logged(figures.poll)?;
        figures.check(logged.poll().form()).map_err(|error| impossible(&error))?;
        let channel = logged.poll().manifest().channel;
        let issued = self.papers_issued(figures.poll)?;
        match channel {
            Channel::Sealed => {}
            Channel::Paper => return Ok(()),
            Channel::Hands => return check_hands(figures, issued),
        }
        let together = logged.papers().saturating_add(u64::from(figures.papers));
        if together > issued {
            return Err(Refusal::conflict("refusal-batch-more")
                .with("papers", together)
                .with("issued", issued));
        }
        let fewest = fewest(self.session.rehearsal);
        if usize::try_from(figures.papers).is_ok_and(|papers| papers < fewest) {
            return Err(Refusal::conflict("refusal-batch-few")
                .with("n", figures.papers)
                .with("least", fewest));
        }
        Ok(())
    }

    /// A closing note stands over all papers: once a teller has signed it, nothing is entered.
    pub(super) async fn check_not_sealing(&mut self, poll: Uuid) -> Result<(), Fault> {
        let session = self.session.id;
        let closings = storage::notes::closings(self.connection(), session, poll).await?;
        if closings.is_empty() {
            return Ok(());
        }
        Err(Refusal::conflict("refusal-batch-late").into())
    }

    /// The closing note is signed when all papers are entered, or the tellers say how many are not
    /// there.
    pub(super) async fn check_papers_in(&mut self, poll: Uuid, stated: u64) -> Result<(), Fault> {
        let logged = self.logged(poll)?;
        let (batch, on_paper) = (next_batch(logged), slips_on_paper(self.ledger(), logged));
        let missing = outstanding(on_paper, logged);
        let (issued, papers) = (issued_papers(on_paper, logged), logged.papers());
        let hands = logged.poll().manifest().channel == Channel::Hands;
        let session = self.session.id;
        let connection = self.connection();
        let entered = storage::paper::entries(connection, session, (poll, batch)).await?;
        if !latest(entered).is_empty() {
            return Err(Refusal::conflict("refusal-batch-open").with("n", batch).into());
        }
        if hands && papers == 0 {
            return Err(Refusal::conflict("refusal-hands-not-entered").into());
        }
        if stated != missing {
            return Err(Refusal::conflict("refusal-paper-outstanding")
                .with("issued", issued)
                .with("papers", papers)
                .with("missing", missing)
                .with("stated", stated)
                .into());
        }
        Ok(())
    }

    /// The reconciliation of a poll as it stands.
    pub(super) async fn reconciliation(&mut self, poll: Uuid) -> Result<Reconciliation, Fault> {
        let session = self.session.id;
        let signed_in = u64::from(self.turnout().await?.present);
        let closings = storage::notes::closings(self.connection(), session, poll).await?;
        let logged = self.logged(poll)?;
        let on_paper = slips_on_paper(self.ledger(), logged);
        let counted = counted(logged, on_paper, &closings, signed_in);
        let counted = counted.ok_or(Fault::Broken("a poll with an outcome is not closed"))?;
        Ok(counted.reconcile())
    }
}

/// Hands are counted once, are not invalid, and are not more than deputies.
fn check_hands(figures: &PaperFigures, present: u64) -> Result<(), Refusal> {
    if figures.batch > 1 {
        return Err(Refusal::conflict("refusal-hands-once"));
    }
    if figures.invalid > 0 {
        return Err(Refusal::invalid("refusal-hands-invalid"));
    }
    if u64::from(figures.papers) > present {
        return Err(Refusal::invalid("refusal-hands-more")
            .with("n", figures.papers)
            .with("present", present));
    }
    Ok(())
}

/// Why figures are not possible, in words that say where to look.
fn impossible(error: &PaperError) -> Refusal {
    match error {
        PaperError::Differ(_) | PaperError::Length { .. } => {
            Refusal::invalid("refusal-batch-boxes")
        }
        PaperError::Papers { papers, invalid } => {
            Refusal::invalid("refusal-batch-papers").with("papers", papers).with("invalid", invalid)
        }
        PaperError::Total { slot, total, valid } => Refusal::invalid("refusal-batch-total")
            .with("box", slot.saturating_add(1))
            .with("total", total)
            .with("valid", valid),
        PaperError::Group { valid, .. } => {
            Refusal::invalid("refusal-batch-group").with("valid", valid)
        }
    }
}
