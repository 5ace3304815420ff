//! Sessions of congress: begun with the first entry of their log, led from stage to stage.

use ballotbox::entry::{Body, SessionClosed, SessionOpened};
use ballotbox::note::Origin;
use serde::Deserialize;
use uuid::Uuid;

use super::{Actor, Fault, Service};
use crate::clock::draw_id;
use crate::domain::account::Role;
use crate::domain::poll::PollState;
use crate::domain::refusal::Refusal;
use crate::domain::session::{Session, Stage};
use crate::domain::text::{TITLE_MAX, day, required};
use crate::storage;

/// Most polls of a session: a slip has so many stubs.
pub const STUBS_MAX: u32 = 4;

/// What the clerk writes of a new session.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionForm {
    /// Its name.
    pub title: String,
    /// Its first day.
    pub opens_on: String,
    /// Polls that a slip has stubs for.
    pub stubs: u32,
    /// A rehearsal.
    #[serde(default)]
    pub rehearsal: bool,
}

impl Service {
    /// The sessions that an account sees, the latest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sessions_of(&self, actor: &Actor) -> Result<Vec<Session>, Fault> {
        let account = &actor.account;
        let mut sessions = self.sessions().await?;
        if account.role.is_of_township() {
            sessions.retain(|session| session.township == account.township);
        }
        Ok(sessions)
    }

    /// All sessions, the latest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sessions(&self) -> Result<Vec<Session>, Fault> {
        let mut connection = self.storage().read().await?;
        Ok(storage::sessions::all(&mut connection).await?)
    }

    /// Begins a session of the clerk's township: the first entry of its log fixes name and key.
    ///
    /// # Errors
    /// When the township does not exist on that day, or a text does not fit.
    pub async fn add_session(&self, actor: &Actor, form: SessionForm) -> Result<Uuid, Fault> {
        actor.must_be(&[Role::Clerk], "verb-session")?;
        let title = required("field-session-title", &form.title, TITLE_MAX)?;
        if !(1..=STUBS_MAX).contains(&form.stubs) {
            return Err(Refusal::invalid("refusal-stubs-range").with("max", STUBS_MAX).into());
        }
        let opens_on = day("field-opens-on", &form.opens_on)?;
        let code = actor.account.township.clone();
        let id = draw_id();
        if Origin::new(self.site(), &code, id).is_none() {
            return Err(Refusal::invalid("refusal-site").with("site", self.site()).into());
        }
        let session = Session {
            id,
            township: code.clone(),
            title: title.clone(),
            site: self.site().to_owned(),
            rehearsal: form.rehearsal,
            stage: Stage::Preparing,
            opens_on,
            stubs: form.stubs,
            threshold: 1,
            roll_fixed_at: String::new(),
            log_size: 0,
            version: 1,
        };
        // Row and log in one transaction: a session without its first entry could not go on.
        let mut work = self.first_work(session.clone()).await?;
        let township = storage::townships::find(work.connection(), &code).await?;
        if !township.is_some_and(|township| township.exists_on(opens_on)) {
            return Err(Refusal::conflict("refusal-township-day").into());
        }
        let at = work.now.clone();
        storage::sessions::insert(work.connection(), &session, at.as_str()).await?;
        work.append(Body::SessionOpened(Box::new(SessionOpened {
            site: session.site,
            township: code,
            session: id,
            title: title.clone(),
            log_key: self.inner.keys.log_key(id).public(),
            rehearsal: form.rehearsal,
        })))
        .await?;
        work.audit(actor, "audit-session-added", title, "").await?;
        work.commit().await?;
        Ok(id)
    }

    /// Leads a session to its next stage. `from` is the stage that the clerk saw.
    ///
    /// # Errors
    /// Says what is missing for the next stage.
    pub async fn next_stage(&self, actor: &Actor, session: Uuid, from: Stage) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "verb-stage")?;
        let mut work = self.work_of(session, actor).await?;
        if work.session.stage != from {
            return Err(Refusal::conflict("refusal-changed").into());
        }
        let next = from.next()?;
        match next {
            Stage::Preparing | Stage::InSession => {}
            Stage::SignIn => {
                if work.turnout().await?.all == 0 {
                    return Err(Refusal::conflict("refusal-no-roll").into());
                }
                work.session.roll_fixed_at = work.now.as_str().to_owned();
            }
            Stage::Closed => {
                let rehearsal = work.session.rehearsal;
                let over = |state: PollState| match state {
                    PollState::Published | PollState::Voided => true,
                    PollState::Opened => rehearsal,
                    _ => false,
                };
                let open = work.ledger().polls().find(|poll| !over(poll.phase().into()));
                if let Some(poll) = open {
                    return Err(Refusal::conflict("refusal-poll-not-over")
                        .with("question", &poll.poll().manifest().question)
                        .into());
                }
                work.append(Body::SessionClosed(Box::new(SessionClosed {}))).await?;
            }
        }
        work.session.stage = next;
        work.audit(actor, "audit-stage", next.name(), "").await?;
        work.commit().await?;
        Ok(())
    }
}
