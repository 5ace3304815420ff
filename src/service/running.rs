//! Running a poll: open, pause, resume, close, void.

use ballotbox::draft::FirstRound;
use ballotbox::entry::{Attendance, Body, PollMark};
use ballotbox::manifest::{Channel, Poll, PollOption};
use uuid::Uuid;

use super::closing::read_share;
use super::notes::Pending;
use super::polls::PreparedPoll;
use super::work::Work;
use super::{Actor, Fault, Service};
use crate::domain::poll::{PollState, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::roll::Turnout;
use crate::domain::session::Stage;
use crate::domain::text::{TEXT_MAX, required};
use crate::storage;

impl Service {
    /// Asks every teller to open a poll: fixes its manifest and begins the opening note. The last
    /// signature opens it.
    ///
    /// # Errors
    /// Says what is missing and who must do it.
    pub async fn ask_to_open(&self, actor: &Actor, session: Uuid, poll: Uuid) -> Result<(), Fault> {
        self.check_room_for_poll()?;
        let mut work = self.work_of(session, actor).await?;
        let draft = work.draft(poll).await?;
        Verb::Open.check(work.state_of(&draft), actor.account.role)?;
        if work.session.stage != Stage::InSession {
            return Err(Refusal::conflict("refusal-not-in-session")
                .with_word("stage", work.session.stage.word())
                .into());
        }
        if draft.adopted_record.is_empty() {
            return Err(Refusal::conflict("refusal-not-adopted").into());
        }
        work.known_officers()?;
        if draft.channel == Channel::Sealed && work.ledger().roll().is_none() {
            return Err(Refusal::conflict("refusal-no-slips").into());
        }
        work.check_no_other_poll(poll)?;
        let turnout = work.turnout().await?;
        let prepared = work.prepared(&draft).await?;
        // The manifest is made of these rows: nobody may have changed them past the program.
        if !prepared.is_as_fixed()? {
            return Err(Refusal::conflict("refusal-list-changed").into());
        }
        let needed = turnout.needed(prepared.rule.quorum.threshold());
        if turnout.present < needed {
            return Err(Refusal::conflict("refusal-no-quorum")
                .with("present", turnout.present)
                .with("needed", needed)
                .into());
        }
        work.withdraw_notes("open", &poll.to_string()).await?;
        work.enter_attendance(actor, turnout).await?;
        let manifest = work.manifest(&prepared)?;
        Poll::new(manifest.clone())
            .map_err(|error| Refusal::conflict("refusal-manifest").because(error))?;
        work.begin_note(&Pending::Open { manifest: Box::new(manifest) }).await?;
        work.audit(actor, "audit-open-asked", draft.question, poll.to_string()).await?;
        work.commit().await?;
        Ok(())
    }

    /// Takes the question back from the tellers before all have signed.
    ///
    /// # Errors
    /// When there is nothing to take back.
    pub async fn take_back_opening(
        &self,
        actor: &Actor,
        session: Uuid,
        poll: Uuid,
    ) -> Result<(), Fault> {
        let mut work = self.work_of(session, actor).await?;
        let draft = work.draft(poll).await?;
        Verb::Open.check(work.state_of(&draft), actor.account.role)?;
        if work.withdraw_notes("open", &poll.to_string()).await? == 0 {
            return Err(Refusal::conflict("refusal-note-gone").into());
        }
        work.audit(actor, "audit-open-taken-back", draft.question, poll.to_string()).await?;
        work.commit().await?;
        Ok(())
    }

    /// Pauses casting, or lets it go on.
    ///
    /// # Errors
    /// When the poll is not open, or not paused.
    pub async fn pause(
        &self,
        actor: &Actor,
        session: Uuid,
        poll: Uuid,
        paused: bool,
    ) -> Result<(), Fault> {
        let mut work = self.work_of(session, actor).await?;
        let draft = work.draft(poll).await?;
        let (verb, action) =
            if paused { (Verb::Pause, "audit-paused") } else { (Verb::Resume, "audit-resumed") };
        verb.check(work.state_of(&draft), actor.account.role)?;
        if !draft.paper_since.is_empty() {
            return Err(Refusal::conflict("refusal-paper-resume").into());
        }
        let mark = Box::new(PollMark { poll });
        work.append(if paused { Body::PollPaused(mark) } else { Body::PollResumed(mark) }).await?;
        work.audit(actor, action, draft.question, poll.to_string()).await?;
        work.commit().await?;
        Ok(())
    }

    /// A presidium member asks for a poll to be void; the threshold's signatures make it so.
    ///
    /// # Errors
    /// When it is too late, or the share of the teller who is named is not missing.
    pub async fn ask_to_void(
        &self,
        actor: &Actor,
        session: Uuid,
        poll: Uuid,
        reason: &str,
        missing_share: Option<Uuid>,
    ) -> Result<(), Fault> {
        let reason = required("field-reason", reason, TEXT_MAX)?;
        let mut work = self.work_of(session, actor).await?;
        let draft = work.draft(poll).await?;
        Verb::Void.check(work.state_of(&draft), actor.account.role)?;
        work.officer_of(actor).await?;
        work.check_missing_share(poll, missing_share).await?;
        if work.waits("void_poll", &poll.to_string()).await? {
            return Err(Refusal::conflict("refusal-void-asked").into());
        }
        work.begin_note(&Pending::VoidPoll { poll, reason: reason.clone(), missing_share }).await?;
        work.audit(actor, "audit-void-asked", draft.question, reason).await?;
        work.commit().await?;
        Ok(())
    }
}

impl Work {
    /// One poll at a time: tellers seal one log, and a deputy has one ballot before the eyes.
    pub(super) fn check_no_other_poll(&self, poll: Uuid) -> Result<(), Refusal> {
        let waits = |state: PollState| {
            matches!(state, PollState::Open | PollState::Paused | PollState::Closed)
        };
        let other = self
            .ledger()
            .polls()
            .find(|other| other.poll().manifest().poll != poll && waits(other.phase().into()));
        match other {
            None => Ok(()),
            Some(other) => Err(Refusal::conflict("refusal-other-poll")
                .with("question", &other.poll().manifest().question)
                .with_word("state", PollState::from(other.phase()).word())),
        }
    }

    /// Before the closing note a poll is void for any reason, later only where the share of the
    /// teller who is named is missing.
    pub(super) async fn check_missing_share(
        &mut self,
        poll: Uuid,
        missing: Option<Uuid>,
    ) -> Result<(), Fault> {
        let logged = self.logged(poll)?;
        let tellers = logged.poll().manifest().tellers.clone();
        if logged.closing().is_none() {
            return match missing {
                None => Ok(()),
                Some(_) => Err(Refusal::conflict("refusal-void-too-early").into()),
            };
        }
        let session = self.session.id;
        let shares = storage::notes::shares(self.connection(), session, poll).await?;
        let mut there = Vec::new();
        for share in &shares {
            there.push(read_share(share)?.teller);
        }
        let is_missing = |named: Uuid| {
            tellers.iter().any(|teller| teller.id == named) && !there.contains(&named)
        };
        if missing.is_some_and(is_missing) {
            return Ok(());
        }
        Err(Refusal::conflict("refusal-void-names-teller").into())
    }

    /// 应到, 实到, 请假, 未到 as of now.
    pub(super) async fn turnout(&mut self) -> Result<Turnout, Fault> {
        let (session, day) = (self.session.id, self.session.opens_on);
        let deputies = storage::roll::all(self.connection(), session).await?;
        Ok(Turnout::of(&deputies, day))
    }

    /// Enters the attendance where it is not the latest that stands in the log.
    pub(super) async fn enter_attendance(
        &mut self,
        actor: &Actor,
        turnout: Turnout,
    ) -> Result<(), Fault> {
        let now = Attendance { all: turnout.all, present: turnout.present };
        if self.ledger().attendance().as_ref() != Some(&now) {
            self.append(Body::Attendance(Box::new(now))).await?;
            self.withdraw_openings(actor).await?;
        }
        Ok(())
    }

    /// The manifest of a poll on the session as it stands.
    fn manifest(&self, prepared: &PreparedPoll) -> Result<ballotbox::manifest::Manifest, Fault> {
        let draft = &prepared.draft;
        if let Some(before) = draft.previous {
            return Ok(self.ledger().next_round(
                before,
                (draft.id, draft.channel),
                self.now.clone(),
            )?);
        }
        let option = |(number, project): (u32, &crate::domain::project::Project)| {
            let title = project.description.title.clone();
            Ok(PollOption { id: project.id, number, title, digest: project.description.digest()? })
        };
        let options = (1..).zip(&prepared.candidates).map(option);
        Ok(self.ledger().first_round(FirstRound {
            poll: draft.id,
            question: draft.question.clone(),
            channel: draft.channel,
            method: prepared.method.clone(),
            options: options.collect::<Result<_, Fault>>()?,
            rule: prepared.rule.clone(),
            opened_at: self.now.clone(),
        })?)
    }

    /// Closes a poll: a slip was handed out to each deputy who signed in, or so many papers.
    pub(super) async fn close_poll(
        &mut self,
        actor: &Actor,
        poll: Uuid,
        issued: Option<u32>,
    ) -> Result<(), Fault> {
        let issued = self.check_close(poll, issued).await?;
        let turnout = self.turnout().await?;
        self.enter_attendance(actor, turnout).await?;
        let issued = issued.unwrap_or(turnout.present);
        let closed = self.ledger().poll_closed(poll, Some(issued))?;
        self.append(Body::PollClosed(Box::new(closed))).await?;
        let session = self.session.id;
        storage::polls::keep_on_leave(self.connection(), session, poll, turnout.leave).await?;
        for act in ["to_paper", "to_tablets"] {
            self.withdraw_proposals(act, &poll.to_string()).await?;
        }
        Ok(())
    }
}
