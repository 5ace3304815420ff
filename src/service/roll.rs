//! The roll of deputies and the day's sign-in.

use serde::Deserialize;
use uuid::Uuid;

use super::work::Work;
use super::{Actor, Fault, Service};
use crate::clock::draw_id;
use crate::domain::account::Role;
use crate::domain::refusal::Refusal;
use crate::domain::roll::{Deputy, Mark, SeatStatus, Since};
use crate::domain::text::{self, FieldFaults, NAME_MAX, first, noted, optional, required};
use crate::storage;
use crate::storage::attendance::How;

/// Most deputies of a session.
const DEPUTIES_MAX: usize = 2_000;

/// What the clerk writes of a deputy.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeputyForm {
    /// The name.
    pub name: String,
    /// The delegation.
    #[serde(default)]
    pub delegation: String,
    /// The seat.
    #[serde(default)]
    pub seat: String,
}

impl DeputyForm {
    /// Name, delegation and seat as the roll will have them.
    ///
    /// # Errors
    /// Names the first field that does not fit.
    pub fn read(&self) -> Result<(String, String, String), Refusal> {
        self.read_all().map_err(first)
    }

    /// As [`Self::read`], with all fields that do not fit.
    ///
    /// # Errors
    /// Names each field with what is wrong.
    pub fn read_all(&self) -> Result<(String, String, String), FieldFaults> {
        let mut faults = FieldFaults::new();
        let name = noted(&mut faults, "field-name", |it| required(it, &self.name, NAME_MAX));
        let delegation =
            noted(&mut faults, "field-delegation", |it| optional(it, &self.delegation, NAME_MAX));
        let seat = noted(&mut faults, "field-seat", |it| optional(it, &self.seat, 10));
        if faults.is_empty() { Ok((name, delegation, seat)) } else { Err(faults) }
    }
}

impl Service {
    /// The roll of a session in its order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn roll(&self, session: Uuid) -> Result<Vec<Deputy>, Fault> {
        let mut connection = self.storage().read().await?;
        Ok(storage::roll::all(&mut connection, session).await?)
    }

    /// Puts deputies on the roll, all or none.
    ///
    /// # Errors
    /// When sign-in has begun, or a text does not fit.
    pub async fn add_deputies(
        &self,
        actor: &Actor,
        session: Uuid,
        forms: &[DeputyForm],
    ) -> Result<usize, Fault> {
        actor.must_be(&[Role::Clerk], "verb-roll")?;
        let mut work = self.work_of(session, actor).await?;
        work.session.stage.check_preparing()?;
        let known = storage::roll::all(work.connection(), session).await?.len();
        if known + forms.len() > DEPUTIES_MAX {
            return Err(Refusal::invalid("refusal-roll-long").with("max", DEPUTIES_MAX).into());
        }
        let mut new = Vec::new();
        for form in forms {
            let (name, delegation, seat) = form.read()?;
            let since = Since {
                day: work.session.opens_on,
                status: SeatStatus::InOffice,
                reason: String::new(),
            };
            let (id, statuses) = (draw_id(), vec![since]);
            new.push(Deputy { id, name, delegation, seat, statuses, mark: None });
        }
        storage::roll::insert_all(work.connection(), session, &new).await?;
        work.audit(actor, "audit-deputies-added", forms.len().to_string(), "").await?;
        work.commit().await?;
        Ok(forms.len())
    }

    /// Changes what is written of a deputy.
    ///
    /// # Errors
    /// When sign-in has begun, or a text does not fit.
    pub async fn edit_deputy(
        &self,
        actor: &Actor,
        session: Uuid,
        deputy: Uuid,
        form: &DeputyForm,
    ) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "verb-roll")?;
        let mut work = self.work_of(session, actor).await?;
        work.session.stage.check_preparing()?;
        let mut known = work.deputy(deputy).await?;
        let before = format!("{} {} {}", known.name, known.delegation, known.seat);
        (known.name, known.delegation, known.seat) = form.read()?;
        storage::roll::update(work.connection(), session, &known).await?;
        work.audit(actor, "audit-deputy-edited", known.name, before).await?;
        work.commit().await?;
        Ok(())
    }

    /// Says what a deputy's seat is from a day on.
    ///
    /// # Errors
    /// When sign-in has begun, or the reason is missing.
    pub async fn set_seat_status(
        &self,
        actor: &Actor,
        session: Uuid,
        deputy: Uuid,
        (day, status): (&str, SeatStatus),
        reason: &str,
    ) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "verb-roll")?;
        let day = text::day("field-since", day)?;
        let reason = required("field-reason", reason, 200)?;
        let mut work = self.work_of(session, actor).await?;
        work.session.stage.check_preparing()?;
        let name = work.deputy(deputy).await?.name;
        let since = Since { day, status, reason };
        storage::roll::set_status(work.connection(), session, deputy, &since).await?;
        let details = format!("{day} {} {}", status.name(), since.reason);
        work.audit(actor, "audit-seat", name, details).await?;
        work.commit().await?;
        Ok(())
    }

    /// Takes a deputy off the roll who was put there by mistake.
    ///
    /// # Errors
    /// When sign-in has begun.
    pub async fn remove_deputy(
        &self,
        actor: &Actor,
        session: Uuid,
        deputy: Uuid,
    ) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "verb-roll")?;
        let mut work = self.work_of(session, actor).await?;
        work.session.stage.check_preparing()?;
        let name = work.deputy(deputy).await?.name;
        storage::roll::delete(work.connection(), session, deputy).await?;
        work.audit(actor, "audit-deputy-removed", name, "").await?;
        work.commit().await?;
        Ok(())
    }

    /// Marks deputies on the list as present or on leave, or takes the mark back.
    ///
    /// # Errors
    /// When sign-in has not begun, or a deputy is not in office.
    pub async fn mark(
        &self,
        actor: &Actor,
        session: Uuid,
        deputies: &[Uuid],
        mark: Option<Mark>,
    ) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "verb-sign-in")?;
        let mut work = self.work_of(session, actor).await?;
        work.session.stage.check_sign_in()?;
        let at = work.now.clone();
        for &deputy in deputies {
            let known = work.deputy_in_office(deputy).await?;
            if known.mark == Some(Mark::Present) && mark != Some(Mark::Present) {
                work.check_no_slip_drawn(&known)?;
            }
            match mark {
                Some(mark) => {
                    let by = (actor.account.id, at.as_str());
                    let (how, connection) = (How::List, work.connection());
                    storage::attendance::mark(connection, session, deputy, mark, &how, by).await?;
                }
                None => storage::attendance::clear(work.connection(), session, deputy).await?,
            }
            let mark = mark.map_or("clear", Mark::name);
            work.audit(actor, "audit-sign-in", known.name, mark).await?;
        }
        work.commit().await?;
        Ok(())
    }
}

impl Work {
    async fn deputy(&mut self, deputy: Uuid) -> Result<Deputy, Fault> {
        let session = self.session.id;
        let roll = storage::roll::all(self.connection(), session).await?;
        let found = roll.into_iter().find(|known| known.id == deputy);
        Ok(found.ok_or_else(|| Refusal::not_found("refusal-no-deputy"))?)
    }

    /// A deputy who is in office on the session's day.
    pub(super) async fn deputy_in_office(&mut self, deputy: Uuid) -> Result<Deputy, Fault> {
        let known = self.deputy(deputy).await?;
        if known.is_in_office(self.session.opens_on) {
            Ok(known)
        } else {
            Err(Refusal::conflict("refusal-not-in-office").with("name", known.name).into())
        }
    }

    /// Who signed in has drawn a slip. Once a poll is open the sign-in stands.
    fn check_no_slip_drawn(&self, deputy: &Deputy) -> Result<(), Refusal> {
        if self.ledger().polls().next().is_some() {
            return Err(Refusal::conflict("refusal-slip-drawn").with("name", &deputy.name));
        }
        Ok(())
    }

    /// Signs a deputy in by hand: the first person asked, the second confirms.
    pub(super) async fn sign_in_by_hand(
        &mut self,
        actor: &Actor,
        deputy: Uuid,
        reason: &str,
        first: Uuid,
    ) -> Result<(), Fault> {
        self.session.stage.check_sign_in()?;
        let known = self.deputy_in_office(deputy).await?;
        let (session, at) = (self.session.id, self.now.clone());
        let how = How::Manual { reason: reason.to_owned(), confirmed_by: actor.account.id };
        let (by, mark) = ((first, at.as_str()), Mark::Present);
        storage::attendance::mark(self.connection(), session, deputy, mark, &how, by).await?;
        self.audit(actor, "audit-sign-in-by-hand", known.name, reason).await
    }
}
