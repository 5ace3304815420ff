//! Holding a vote again that was declared void: the same list and rule under a new poll.

use uuid::Uuid;

use super::polls::free_place;
use super::{Actor, Fault, Service};
use crate::clock::draw_id;
use crate::domain::paper::Way;
use crate::domain::poll::{PollState, Verb};
use crate::domain::refusal::Refusal;
use crate::storage;
use crate::storage::polls::{Draft, DraftState};

impl Service {
    /// Prepares a void poll once more. List and rule were fixed by two people and adopted, and are
    /// the same to the last character (the fingerprint says so); so the new poll is ready at once,
    /// with a stub of its own. Where tablets have failed it can be held on paper, for which the
    /// 票决办法 that was adopted provides.
    ///
    /// # Errors
    /// When the poll is not void, is prepared again already, or the slips have no stub left.
    pub async fn hold_again(
        &self,
        actor: &Actor,
        session: Uuid,
        poll: Uuid,
        way: Way,
    ) -> Result<Uuid, Fault> {
        let mut work = self.work_of(session, actor).await?;
        Verb::HoldAgain.check(work.poll_state(poll).await?, actor.account.role)?;
        let drafts = storage::polls::all(work.connection(), session).await?;
        let before = drafts.iter().find(|draft| draft.id == poll);
        let before = before.ok_or_else(|| Refusal::not_found("refusal-no-poll"))?;
        let mut others = drafts.iter().filter(|draft| replaces(draft, before));
        if others.any(|draft| work.state_of(draft) != PollState::Voided) {
            return Err(Refusal::conflict("refusal-again-prepared").into());
        }
        if !work.prepared(before).await?.is_as_fixed()? {
            return Err(Refusal::conflict("refusal-list-changed").into());
        }
        let channel = way.after(before.channel);
        let position = free_place(&drafts, work.session.stubs, channel)?;
        let id = draw_id();
        let mut draft = Draft {
            id,
            position,
            channel,
            state: DraftState::Ready,
            paper_since: String::new(),
            paper_reason: String::new(),
            version: 1,
            ..before.clone()
        };
        draft.list_digest = work.prepared(&draft).await?.fingerprint()?.to_string();
        storage::polls::insert(work.connection(), session, &draft).await?;
        work.audit(actor, "audit-again", &draft.question, id.to_string()).await?;
        work.commit().await?;
        Ok(id)
    }
}

/// Whether a poll was prepared after a void one, on the same list and rule, for the same round.
pub fn replaces(draft: &Draft, void: &Draft) -> bool {
    draft.position > void.position
        && (&draft.question, &draft.method, &draft.rule)
            == (&void.question, &void.method, &void.rule)
        && (&draft.options, draft.previous) == (&void.options, void.previous)
}
