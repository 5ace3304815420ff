//! Acts that need a second person: one asks, another confirms with the own password
//! (four eyes; the schema refuses that both are the same, and the act where nobody confirmed it).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::paper::check_to_tablets;
use super::work::Work;
use super::{Actor, Fault, Service};
use crate::clock::draw_id;
use crate::domain::account::Role;
use crate::domain::poll::Verb;
use crate::domain::refusal::Refusal;
use crate::domain::session::Stage;
use crate::domain::text::{TEXT_MAX, required};
use crate::storage;
use crate::storage::polls::DraftState;
use crate::storage::proposals::{Ending, Proposal};

/// Most characters of the reason for a sign-in by hand.
const REASON_MAX: usize = 200;

/// What waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// Fix list and rule of a poll.
    Freeze {
        /// The poll.
        poll: Uuid,
    },
    /// Close a poll.
    Close {
        /// The poll.
        poll: Uuid,
        /// Papers handed out, of a vote on paper.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        issued: Option<u32>,
    },
    /// Let a running poll go on on paper.
    ToPaper {
        /// The poll.
        poll: Uuid,
        /// Why.
        reason: String,
    },
    /// Let a poll that goes on on paper return to tablets.
    ToTablets {
        /// The poll.
        poll: Uuid,
        /// Why.
        reason: String,
    },
    /// Publish a poll.
    Publish {
        /// The poll.
        poll: Uuid,
    },
    /// Sign a deputy in by hand.
    SignIn {
        /// The deputy.
        deputy: Uuid,
        /// Why.
        reason: String,
    },
    /// Let the archive of a closed session leave.
    Export {
        /// The last line of the audit trail that is in it.
        until: u64,
        /// The SHA-256 of its bytes.
        digest: String,
    },
}

impl Act {
    /// The close of a poll whose ballots are counted by what was cast.
    pub const fn close(poll: Uuid) -> Self {
        Self::Close { poll, issued: None }
    }

    /// Its name in the database.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Freeze { .. } => "freeze",
            Self::Close { .. } => "close",
            Self::ToPaper { .. } => "to_paper",
            Self::ToTablets { .. } => "to_tablets",
            Self::Publish { .. } => "publish",
            Self::SignIn { .. } => "sign_in",
            Self::Export { .. } => "export",
        }
    }

    /// Key of its word on screens.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Freeze { .. } => "act-freeze",
            Self::Close { .. } => "act-close",
            Self::ToPaper { .. } => "act-to-paper",
            Self::ToTablets { .. } => "act-to-tablets",
            Self::Publish { .. } => "act-publish",
            Self::SignIn { .. } => "act-sign-in",
            Self::Export { .. } => "act-export",
        }
    }

    /// Who confirms it.
    pub const fn second(&self) -> Role {
        match self {
            Self::Freeze { .. }
            | Self::ToPaper { .. }
            | Self::ToTablets { .. }
            | Self::Publish { .. }
            | Self::Export { .. } => Role::Presidium,
            Self::Close { .. } | Self::SignIn { .. } => Role::Teller,
        }
    }

    /// The poll that it is about, where it is about one.
    pub const fn poll(&self) -> Option<Uuid> {
        match self {
            Self::Freeze { poll }
            | Self::Close { poll, .. }
            | Self::ToPaper { poll, .. }
            | Self::ToTablets { poll, .. }
            | Self::Publish { poll } => Some(*poll),
            Self::SignIn { .. } | Self::Export { .. } => None,
        }
    }

    /// What it is about: the id of a poll or a deputy, the digest of an archive.
    fn subject(&self) -> String {
        match self {
            Self::Freeze { poll }
            | Self::Close { poll, .. }
            | Self::ToPaper { poll, .. }
            | Self::ToTablets { poll, .. }
            | Self::Publish { poll } => poll.to_string(),
            Self::SignIn { deputy, .. } => deputy.to_string(),
            Self::Export { digest, .. } => digest.clone(),
        }
    }

    /// The same with its reason as it is kept.
    fn with_reason_read(self) -> Result<Self, Refusal> {
        let read = |reason: &str, max| required("field-reason", reason, max);
        Ok(match self {
            Self::ToPaper { poll, reason } => {
                Self::ToPaper { poll, reason: read(&reason, TEXT_MAX)? }
            }
            Self::ToTablets { poll, reason } => {
                Self::ToTablets { poll, reason: read(&reason, TEXT_MAX)? }
            }
            Self::SignIn { deputy, reason } => {
                Self::SignIn { deputy, reason: read(&reason, REASON_MAX)? }
            }
            Self::Freeze { .. }
            | Self::Close { .. }
            | Self::Publish { .. }
            | Self::Export { .. } => self,
        })
    }

    /// An archive is complete once nothing follows; everything else is over then.
    fn check_stage(&self, stage: Stage) -> Result<(), Refusal> {
        match self {
            Self::Freeze { .. }
            | Self::Close { .. }
            | Self::ToPaper { .. }
            | Self::ToTablets { .. }
            | Self::Publish { .. }
            | Self::SignIn { .. } => stage.check_running(),
            Self::Export { .. } => check_archivable(stage),
        }
    }

    /// Whether a second one may not wait beside one that waits.
    fn excludes(&self, waiting: &Proposal) -> bool {
        // Of a session there is one archive, whatever its digest.
        let same = matches!(self, Self::Export { .. }) || waiting.subject == self.subject();
        waiting.act == self.name() && same
    }
}

/// Whether a session's archive is complete.
pub(super) fn check_archivable(stage: Stage) -> Result<(), Refusal> {
    match stage {
        Stage::Closed => Ok(()),
        Stage::Preparing | Stage::SignIn | Stage::InSession => {
            Err(Refusal::conflict("refusal-export-early").with_word("stage", stage.word()))
        }
    }
}

/// An act that waits.
#[derive(Clone, Debug)]
pub struct WaitingAct {
    /// Its id.
    pub id: Uuid,
    /// What is to be done.
    pub act: Act,
    /// Who asked.
    pub proposed_by: Uuid,
    /// When.
    pub proposed_at: String,
}

impl Service {
    /// The acts of a session that wait for a second person.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn waiting_acts(&self, session: Uuid) -> Result<Vec<WaitingAct>, Fault> {
        let mut connection = self.storage().read().await?;
        let waiting = storage::proposals::waiting(&mut connection, session).await?;
        waiting.into_iter().map(read).collect()
    }

    /// Asks for an act.
    ///
    /// # Errors
    /// When it is not time for it, or it is asked for already.
    pub async fn propose(&self, actor: &Actor, session: Uuid, act: Act) -> Result<(), Fault> {
        let mut work = self.work_after(session, actor).await?;
        act.check_stage(work.session.stage)?;
        work.check_first(actor, &act).await?;
        let act = act.with_reason_read()?;
        let (name, subject) = (act.name(), act.subject());
        let waiting = storage::proposals::waiting(work.connection(), session).await?;
        if waiting.iter().any(|it| act.excludes(it)) {
            return Err(Refusal::conflict("refusal-proposed").with_word("act", act.word()).into());
        }
        let details =
            serde_json::to_string(&act).map_err(|_| Fault::Broken("an act cannot be written"))?;
        let proposal = Proposal {
            id: draw_id(),
            act: name.to_owned(),
            subject: subject.clone(),
            details,
            proposed_by: actor.account.id,
            proposed_at: work.now.as_str().to_owned(),
        };
        storage::proposals::insert(work.connection(), session, &proposal).await?;
        work.audit(actor, "audit-proposed", name, subject).await?;
        work.commit().await?;
        Ok(())
    }

    /// Withdraws an act that waits; who asked can, and who would confirm.
    ///
    /// # Errors
    /// When it does not wait any more.
    pub async fn withdraw(&self, actor: &Actor, session: Uuid, id: Uuid) -> Result<(), Fault> {
        let mut work = self.work_after(session, actor).await?;
        let waiting = work.waiting_act(id).await?;
        waiting.act.check_stage(work.session.stage)?;
        let own = waiting.proposed_by == actor.account.id;
        if !own && waiting.act.second() != actor.account.role {
            return Err(Refusal::forbidden("refusal-withdraw").into());
        }
        let at = work.now.clone();
        storage::proposals::end(work.connection(), session, id, Ending::Withdrawn, at.as_str())
            .await?;
        work.audit(actor, "audit-withdrawn", waiting.act.name(), "").await?;
        work.commit().await?;
        Ok(())
    }

    /// Confirms an act as the second person, and carries it out.
    ///
    /// # Errors
    /// When the person is the first one, has not typed the password lately, or it is not time.
    pub async fn confirm(&self, actor: &Actor, session: Uuid, id: Uuid) -> Result<(), Fault> {
        let mut work = self.work_after(session, actor).await?;
        let mut waiting = work.waiting_for(actor, id).await?;
        if let Act::Export { until, digest } = &waiting.act {
            // An archive is made from what everybody may read, without the session's turn to write.
            drop(work);
            self.check_archive(session, *until, digest).await?;
            work = self.work_after(session, actor).await?;
            waiting = work.waiting_for(actor, id).await?;
        }
        // First, for the schema lets an act happen only where it is confirmed.
        let (at, by) = (work.now.clone(), Ending::Confirmed(actor.account.id));
        storage::proposals::end(work.connection(), session, id, by, at.as_str()).await?;
        work.carry_out(actor, &waiting).await?;
        let subject = waiting.act.subject();
        work.audit(actor, "audit-confirmed", waiting.act.name(), subject).await?;
        work.commit().await?;
        Ok(())
    }
}

fn read(proposal: Proposal) -> Result<WaitingAct, Fault> {
    let act = serde_json::from_str(&proposal.details)
        .map_err(|_| Fault::Broken("a waiting act cannot be read"))?;
    let Proposal { id, proposed_by, proposed_at, .. } = proposal;
    Ok(WaitingAct { id, act, proposed_by, proposed_at })
}

impl Work {
    async fn waiting_act(&mut self, id: Uuid) -> Result<WaitingAct, Fault> {
        let session = self.session.id;
        let waiting = storage::proposals::waiting(self.connection(), session).await?;
        let found = waiting.into_iter().find(|proposal| proposal.id == id);
        read(found.ok_or_else(|| Refusal::conflict("refusal-act-gone"))?)
    }

    /// The act that waits for this account to confirm it.
    async fn waiting_for(&mut self, actor: &Actor, id: Uuid) -> Result<WaitingAct, Fault> {
        let waiting = self.waiting_act(id).await?;
        waiting.act.check_stage(self.session.stage)?;
        if waiting.proposed_by == actor.account.id {
            return Err(Refusal::forbidden("refusal-second-same").into());
        }
        actor.must_be(&[waiting.act.second()], waiting.act.word())?;
        actor.must_be_fresh()?;
        Ok(waiting)
    }

    /// Withdraws what waits of an act about a subject.
    pub(super) async fn withdraw_proposals(
        &mut self,
        act: &str,
        subject: &str,
    ) -> Result<(), Fault> {
        let (session, at) = (self.session.id, self.now.clone());
        for it in storage::proposals::waiting(self.connection(), session).await? {
            if it.act == act && it.subject == subject {
                let ending = Ending::Withdrawn;
                storage::proposals::end(self.connection(), session, it.id, ending, at.as_str())
                    .await?;
            }
        }
        Ok(())
    }

    /// Whether an account may ask for an act now.
    async fn check_first(&mut self, actor: &Actor, act: &Act) -> Result<(), Fault> {
        let role = actor.account.role;
        match act {
            Act::Freeze { poll } => {
                let draft = self.draft(*poll).await?;
                Ok(Verb::ProposeFreeze.check(self.state_of(&draft), role)?)
            }
            Act::Close { poll, issued } => {
                let draft = self.draft(*poll).await?;
                Verb::ProposeClose.check(self.state_of(&draft), role)?;
                self.check_close(*poll, *issued).await.map(drop)
            }
            Act::ToPaper { poll, .. } => {
                let draft = self.draft(*poll).await?;
                Verb::ProposePaper.check(self.state_of(&draft), role)?;
                self.check_to_paper(&draft).await
            }
            Act::ToTablets { poll, .. } => {
                let draft = self.draft(*poll).await?;
                Verb::ProposeTablets.check(self.state_of(&draft), role)?;
                Ok(check_to_tablets(&draft)?)
            }
            Act::Publish { poll } => {
                let draft = self.draft(*poll).await?;
                Ok(Verb::ProposePublish.check(self.state_of(&draft), role)?)
            }
            Act::SignIn { deputy, .. } => {
                actor.must_be(&[Role::Clerk], "verb-sign-in")?;
                self.session.stage.check_sign_in()?;
                self.deputy_in_office(*deputy).await.map(drop)
            }
            Act::Export { .. } => Ok(actor.must_be(&[Role::Clerk], "act-export")?),
        }
    }

    /// Does what was asked for.
    async fn carry_out(&mut self, actor: &Actor, waiting: &WaitingAct) -> Result<(), Fault> {
        let role = actor.account.role;
        match &waiting.act {
            Act::Freeze { poll } => {
                let mut draft = self.draft(*poll).await?;
                Verb::ConfirmFreeze.check(self.state_of(&draft), role)?;
                self.freeze(&mut draft).await
            }
            Act::Close { poll, issued } => {
                Verb::ConfirmClose.check(self.poll_state(*poll).await?, role)?;
                self.close_poll(actor, *poll, *issued).await
            }
            Act::ToPaper { poll, reason } => {
                Verb::ConfirmPaper.check(self.poll_state(*poll).await?, role)?;
                self.go_on_on_paper(actor, *poll, reason).await
            }
            Act::ToTablets { poll, reason } => {
                Verb::ConfirmTablets.check(self.poll_state(*poll).await?, role)?;
                self.go_on_on_tablets(actor, *poll, reason).await
            }
            Act::Publish { poll } => {
                Verb::ConfirmPublish.check(self.poll_state(*poll).await?, role)?;
                self.publish(*poll).await
            }
            Act::SignIn { deputy, reason } => {
                self.sign_in_by_hand(actor, *deputy, reason, waiting.proposed_by).await
            }
            // That it was confirmed is all: the clerk may then fetch these bytes.
            Act::Export { .. } => Ok(()),
        }
    }

    async fn freeze(&mut self, draft: &mut crate::storage::polls::Draft) -> Result<(), Fault> {
        let session = self.session.id;
        let prepared = self.prepared(draft).await?;
        draft.list_digest = prepared.fingerprint()?.to_string();
        draft.state = DraftState::Ready;
        Ok(storage::polls::update(self.connection(), session, draft).await?)
    }
}
