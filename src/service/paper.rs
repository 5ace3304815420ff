//! Paper beside sealed ballots: a poll that goes on on paper, slips that are held against papers,
//! and what must be right before the close (`docs/PROTOCOL.md` §6.2, `domain::paper`).

use ballotbox::codec::PublicKey;
use ballotbox::entry::{Body, PollMark};
use ballotbox::ledger::{Ledger, PollLedger};
use ballotbox::manifest::Channel;
use ballotbox::officers::Officers;
use ballotbox::slip::SlipRoll;
use ballotbox::statement::VoidReason;
use uuid::Uuid;

use super::pending::{Pending, parse};
use super::work::Work;
use super::{Actor, Fault, Service};
use crate::domain::paper::{PaperStand, check_issued, fewest};
use crate::domain::poll::{PollState, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::roll::Turnout;
use crate::storage;
use crate::storage::notes::{NoteEnding, WaitingNote};
use crate::storage::polls::Draft;

impl Service {
    /// How the papers of a sealed poll stand.
    ///
    /// # Errors
    /// When there is no such poll in the log.
    pub async fn paper_stand(&self, session: Uuid, poll: Uuid) -> Result<PaperStand, Fault> {
        let known = self.session(session).await?;
        let ledger = self.log_of(session).await?;
        let mut connection = self.storage().read().await?;
        let waiting = storage::notes::waiting(&mut connection, session).await?;
        let deputies = storage::roll::all(&mut connection, session).await?;
        let present = Turnout::of(&deputies, known.opens_on).present;
        let held = held_in(waiting, poll)?.len();
        Ok(stand(&ledger, poll, (held, present, known.rehearsal)))
    }

    /// Whether tellers hold a slip against a paper in a poll.
    pub(super) async fn is_held(
        &self,
        session: Uuid,
        poll: Uuid,
        slip: &PublicKey,
    ) -> Result<bool, Fault> {
        let mut connection = self.storage().read().await?;
        let waiting = storage::notes::waiting(&mut connection, session).await?;
        Ok(held_in(waiting, poll)?.iter().any(|held| held.slip == *slip))
    }

    /// A teller takes an unused slip in and hands out a paper for it; two tellers sign that the
    /// slip is void in this poll. From now on it cannot vote on a tablet.
    ///
    /// # Errors
    /// When the slip has voted in this poll, is void, or is held already.
    pub async fn hand_paper(
        &self,
        actor: &Actor,
        session: Uuid,
        poll: Uuid,
        slip: PublicKey,
    ) -> Result<(), Fault> {
        let mut work = self.work_of(session, actor).await?;
        Verb::HandPaper.check(work.poll_state(poll).await?, actor.account.role)?;
        work.officer_of(actor).await?;
        let logged = work.logged(poll)?;
        if logged.poll().manifest().channel != Channel::Sealed {
            return Err(Refusal::conflict("refusal-paper-no-slip").into());
        }
        let voted = logged.ballot_of(&slip).is_some();
        let on_paper = logged.on_paper(&slip);
        if !work.ledger().roll().is_some_and(|roll| roll.contains(&slip)) {
            return Err(Refusal::not_found("refusal-slip-unknown").into());
        }
        if voted {
            return Err(Refusal::conflict("refusal-paper-voted").into());
        }
        if work.ledger().voided(&slip).is_some() {
            return Err(Refusal::conflict("refusal-slip-void").into());
        }
        if on_paper || work.waits("void_slip", &slip.to_string()).await? {
            return Err(Refusal::conflict("refusal-paper-twice").into());
        }
        let reason = VoidReason::Paper;
        work.begin_note(&Pending::VoidSlip { slip, poll: Some(poll), reason }).await?;
        work.audit(actor, "audit-paper-handed", slip.to_string(), poll.to_string()).await?;
        work.commit().await?;
        Ok(())
    }

    /// Two tellers will cast the few papers on a tablet: the slips that are held are let go.
    ///
    /// # Errors
    /// When none is held, there are enough to be counted as papers, or no tablet takes ballots.
    pub async fn release_paper(
        &self,
        actor: &Actor,
        session: Uuid,
        poll: Uuid,
    ) -> Result<(), Fault> {
        let mut work = self.work_of(session, actor).await?;
        Verb::ReleasePaper.check(work.poll_state(poll).await?, actor.account.role)?;
        work.officer_of(actor).await?;
        let stand = work.paper_stand(poll).await?;
        if stand.held == 0 {
            return Err(Refusal::conflict("refusal-paper-none-held").into());
        }
        if stand.missing() == 0 {
            return Err(Refusal::conflict("refusal-paper-enough").with("n", stand.papers()).into());
        }
        if !work.draft(poll).await?.paper_since.is_empty() {
            // Slips that nobody could vote with would leave their papers uncounted at the close.
            return Err(Refusal::conflict("refusal-paper-no-tablets").into());
        }
        let released = work.withdraw_paper(poll).await?;
        work.audit(actor, "audit-paper-released", released.to_string(), poll.to_string()).await?;
        work.commit().await?;
        Ok(())
    }
}

/// A slip that tellers hold against a paper in a poll, and the note that waits for signatures.
pub(super) struct Held {
    note: WaitingNote,
    pub(super) poll: Uuid,
    pub(super) slip: PublicKey,
}

fn all_held(waiting: Vec<WaitingNote>) -> Result<Vec<Held>, Fault> {
    let mut held = Vec::new();
    for note in waiting.into_iter().filter(|note| note.kind == "void_slip") {
        if let Pending::VoidSlip { slip, poll: Some(poll), .. } = parse(&note)? {
            held.push(Held { note, poll, slip });
        }
    }
    Ok(held)
}

fn held_in(waiting: Vec<WaitingNote>, poll: Uuid) -> Result<Vec<Held>, Fault> {
    let mut held = all_held(waiting)?;
    held.retain(|held| held.poll == poll);
    Ok(held)
}

/// Slips that are void in a poll because their holders vote on paper.
pub(super) fn slips_on_paper(ledger: &Ledger, poll: PollLedger<'_>) -> usize {
    let slips = ledger.roll().into_iter().flat_map(SlipRoll::keys);
    slips.filter(|slip| poll.on_paper(slip)).count()
}

fn stand(
    ledger: &Ledger,
    poll: Uuid,
    (held, present, rehearsal): (usize, u32, bool),
) -> PaperStand {
    let present = usize::try_from(present).unwrap_or(usize::MAX);
    let logged = ledger.poll(poll);
    PaperStand {
        ballots: logged.map_or(0, PollLedger::ballot_count),
        void: logged.map_or(0, |logged| slips_on_paper(ledger, logged)),
        held,
        present,
        rehearsal,
    }
}

/// A poll returns to tablets only from paper.
pub(super) fn check_to_tablets(draft: &Draft) -> Result<(), Refusal> {
    if draft.paper_since.is_empty() {
        return Err(Refusal::conflict("refusal-paper-not-switched"));
    }
    Ok(())
}

impl Work {
    /// How the papers of a poll stand.
    pub(super) async fn paper_stand(&mut self, poll: Uuid) -> Result<PaperStand, Fault> {
        let held = self.held(poll).await?.len();
        let present = self.turnout().await?.present;
        let rehearsal = self.session.rehearsal;
        Ok(stand(self.ledger(), poll, (held, present, rehearsal)))
    }

    /// The slips that are held in all polls.
    pub(super) async fn all_held(&mut self) -> Result<Vec<Held>, Fault> {
        let session = self.session.id;
        all_held(storage::notes::waiting(self.connection(), session).await?)
    }

    async fn held(&mut self, poll: Uuid) -> Result<Vec<Held>, Fault> {
        let session = self.session.id;
        held_in(storage::notes::waiting(self.connection(), session).await?, poll)
    }

    /// Withdraws what waits for signatures of a poll's papers; tells how much it was.
    pub(super) async fn withdraw_paper(&mut self, poll: Uuid) -> Result<usize, Fault> {
        let held = self.held(poll).await?;
        let session = self.session.id;
        for held in &held {
            let ending = NoteEnding::Withdrawn;
            storage::notes::end(self.connection(), session, held.note.id, ending).await?;
        }
        self.withdraw_notes("paper", &poll.to_string()).await?;
        Ok(held.len())
    }

    /// Enters every slip that is held with two signatures, once there are enough of them.
    pub(super) async fn enter_papers(
        &mut self,
        actor: &Actor,
        poll: Uuid,
        officers: &Officers,
    ) -> Result<(), Fault> {
        let mut signed = Vec::new();
        for Held { note: waiting, .. } in self.held(poll).await? {
            let pending = parse(&waiting)?;
            if let Some(note) = self.joined(&waiting, &pending, officers).await? {
                signed.push((waiting, pending, note));
            }
        }
        let void = slips_on_paper(self.ledger(), self.logged(poll)?);
        if void + signed.len() < fewest(self.session.rehearsal) {
            return Ok(());
        }
        for (waiting, pending, note) in signed {
            self.enter(actor, &waiting, pending, note).await?;
        }
        Ok(())
    }

    /// Whether a running poll may go on on paper.
    pub(super) async fn check_to_paper(&mut self, draft: &Draft) -> Result<(), Fault> {
        if draft.channel != Channel::Sealed || !draft.paper_since.is_empty() {
            return Err(Refusal::conflict("refusal-paper-already").into());
        }
        Ok(self.paper_stand(draft.id).await?.check_switch()?)
    }

    /// Casting on tablets ends; papers are handed out against unused slips.
    pub(super) async fn go_on_on_paper(
        &mut self,
        actor: &Actor,
        poll: Uuid,
        reason: &str,
    ) -> Result<(), Fault> {
        let mut draft = self.draft(poll).await?;
        self.check_to_paper(&draft).await?;
        if self.state_of(&draft) == PollState::Open {
            self.append(Body::PollPaused(Box::new(PollMark { poll }))).await?;
        }
        self.now.as_str().clone_into(&mut draft.paper_since);
        reason.clone_into(&mut draft.paper_reason);
        let session = self.session.id;
        storage::polls::update(self.connection(), session, &draft).await?;
        self.withdraw_proposals("close", &poll.to_string()).await?;
        self.audit(actor, "audit-to-paper", draft.question, reason).await
    }

    /// Tablets take votes again. Slips that are void for paper stay void.
    pub(super) async fn go_on_on_tablets(
        &mut self,
        actor: &Actor,
        poll: Uuid,
        reason: &str,
    ) -> Result<(), Fault> {
        let mut draft = self.draft(poll).await?;
        check_to_tablets(&draft)?;
        draft.paper_since.clear();
        draft.paper_reason.clear();
        let session = self.session.id;
        storage::polls::update(self.connection(), session, &draft).await?;
        self.append(Body::PollResumed(Box::new(PollMark { poll }))).await?;
        self.audit(actor, "audit-to-tablets", draft.question, reason).await
    }

    /// What must be right before a poll is closed, and how many papers were handed out.
    pub(super) async fn check_close(
        &mut self,
        poll: Uuid,
        issued: Option<u32>,
    ) -> Result<Option<u32>, Fault> {
        let channel = self.logged(poll)?.poll().manifest().channel;
        let present = self.turnout().await?.present;
        if channel == Channel::Sealed {
            self.paper_stand(poll).await?.check_close()?;
        }
        Ok(check_issued(channel, issued, present)?)
    }
}
