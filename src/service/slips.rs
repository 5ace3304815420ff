//! Slips: the roll that a teller's device made, and slips that are void.

use ballotbox::codec::PublicKey;
use ballotbox::entry::{Body, SlipsMade};
use ballotbox::ledger::PollLedger;
use ballotbox::statement::VoidReason;
use uuid::Uuid;

use super::notes::Pending;
use super::{Actor, Fault, Service};
use crate::domain::account::Role;
use crate::domain::officer::Office;
use crate::domain::poll::PollState;
use crate::domain::refusal::Refusal;

impl Service {
    /// Takes the roll of slips: public keys only, signed by the teller whose device made them.
    ///
    /// # Errors
    /// When there is a roll already, or the note does not hold.
    pub async fn take_slips(
        &self,
        actor: &Actor,
        session: Uuid,
        made: SlipsMade,
    ) -> Result<(), Fault> {
        let mut work = self.work_of(session, actor).await?;
        let officer = work.officer_of(actor).await?;
        if officer.office != Office::Teller || made.maker != officer.id {
            return Err(Refusal::forbidden("refusal-note-not-yours").into());
        }
        work.known_officers()?;
        if work.ledger().roll().is_some() {
            return Err(Refusal::conflict("refusal-slips-made").into());
        }
        let count = made.keys.len();
        work.append(Body::SlipsMade(Box::new(made))).await?;
        work.audit(actor, "audit-slips", count.to_string(), "").await?;
        work.commit().await?;
        Ok(())
    }

    /// Asks two tellers to void a slip: left over, or handed back damaged.
    ///
    /// # Errors
    /// When the slip is on no roll here, is void, has voted, or was exchanged for a paper.
    pub async fn propose_void_slip(
        &self,
        actor: &Actor,
        session: Uuid,
        slip: PublicKey,
        reason: VoidReason,
    ) -> Result<(), Fault> {
        actor.must_be(&[Role::Teller], "verb-void-slip")?;
        let mut work = self.work_of(session, actor).await?;
        work.officer_of(actor).await?;
        if reason == VoidReason::Paper {
            return Err(Refusal::invalid("refusal-void-reason").into());
        }
        if !work.ledger().roll().is_some_and(|roll| roll.contains(&slip)) {
            return Err(Refusal::not_found("refusal-slip-unknown").into());
        }
        if work.ledger().voided(&slip).is_some()
            || work.waits("void_slip", &slip.to_string()).await?
        {
            return Err(Refusal::conflict("refusal-slip-void").into());
        }
        if work.ledger().polls().any(|poll| poll.ballot_of(&slip).is_some()) {
            return Err(Refusal::conflict("refusal-slip-voted").into());
        }
        let waits = |poll: PollLedger<'_>| {
            poll.closing().is_none() && PollState::from(poll.phase()) != PollState::Voided
        };
        let for_paper = |poll: PollLedger<'_>| {
            poll.on_paper(&slip) && (reason == VoidReason::LeftOver || waits(poll))
        };
        if work.ledger().polls().any(for_paper) {
            return Err(Refusal::conflict("refusal-paper-twice").into());
        }
        let id = slip.to_string();
        work.begin_note(&Pending::VoidSlip { slip, poll: None, reason }).await?;
        work.audit(actor, "audit-void-slip", id, "").await?;
        work.commit().await?;
        Ok(())
    }
}
