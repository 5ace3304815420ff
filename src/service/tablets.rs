//! Tablets of a hall: enrolled by a code that is used once, heard every 20 seconds, taken out.
//!
//! What is known of a tablet is its name, its seat and when it was last heard. It says so in a
//! rhythm of its own, whether somebody votes on it or not, and nothing of it is kept where a ballot
//! is: not in the log, not in the ballots' table, not beside a slip.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use ballotbox::codec::Digest;
use ballotbox::slip::SlipCode;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::sign_in::random_token;
use super::{Actor, Fault, Service};
use crate::clock::draw_id;
use crate::domain::account::Role;
use crate::domain::refusal::Refusal;
use crate::domain::tablet::{Standing, Tablet};
use crate::domain::text::{NAME_MAX, optional, required};
use crate::storage;
use crate::storage::audit::Line;
use crate::storage::tablets::Offer;

/// A code can be used for so long.
const CODE_TIME: SignedDuration = SignedDuration::from_mins(10);
/// A tablet is enrolled for so long: one day of a session.
const ENROLLED_TIME: SignedDuration = SignedDuration::from_hours(12);
/// What tablets say is written down so often, all at once.
const WRITE_DOWN: SignedDuration = SignedDuration::from_secs(20);
/// Most characters of a tablet's name, and of what it says of its page.
const SHORT_MAX: usize = 12;

/// A tablet that is to be enrolled.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TabletForm {
    /// What staff calls it.
    pub name: String,
    /// Where it stands.
    #[serde(default)]
    pub seat: String,
}

/// A tablet that has just been enrolled.
pub struct Enrolled {
    /// The secret for its cookie.
    pub secret: Zeroizing<String>,
    /// The session that it is for.
    pub session: Uuid,
    /// Seconds until it ends.
    pub seconds: i64,
}

/// What was heard of tablets and is not written down yet. It may be lost: they will say it again.
#[derive(Default)]
pub(super) struct Heard(Mutex<Said>);

#[derive(Default)]
struct Said {
    tablets: HashMap<Uuid, (Timestamp, String)>,
    written_at: Timestamp,
}

impl Heard {
    /// Takes what a tablet says; from time to time all that has to be written down.
    fn take(&self, id: Uuid, now: Timestamp, page: String) -> Vec<(Uuid, Timestamp, String)> {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        said.tablets.insert(id, (now, page));
        if now.duration_since(said.written_at) < WRITE_DOWN {
            return Vec::new();
        }
        said.written_at = now;
        said.tablets.drain().map(|(id, (at, page))| (id, at, page)).collect()
    }

    /// Adds what was heard to what is written down.
    fn add_to(&self, tablet: &mut Tablet) {
        let said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, page)) = said.tablets.get(&tablet.id) {
            tablet.seen_at = *at;
            tablet.page.clone_from(page);
        }
    }
}

impl Service {
    /// A code that enrols one tablet; one that was made before for the same name is void.
    ///
    /// # Errors
    /// When the name does not fit, or the session is over.
    pub async fn offer_tablet(
        &self,
        actor: &Actor,
        session: Uuid,
        form: &TabletForm,
    ) -> Result<Zeroizing<String>, Fault> {
        actor.must_be(&[Role::Clerk], "verb-tablets")?;
        let name = required("field-tablet", &form.name, SHORT_MAX)?;
        let seat = optional("field-tablet-seat", &form.seat, NAME_MAX)?;
        let code = SlipCode::generate(&mut crate::clock::randomness()).printed();
        let mut work = self.work_of(session, actor).await?;
        let expires_at = after(self.clock().timestamp(), CODE_TIME)?;
        let offer = Offer { code: digest_of(&code), session, name: name.clone(), seat, expires_at };
        storage::tablets::offer(work.connection(), &offer).await?;
        work.audit(actor, "audit-tablet-offered", name, "").await?;
        work.commit().await?;
        Ok(code)
    }

    /// Enrols the tablet that has a code.
    ///
    /// # Errors
    /// When the code is wrong, used or too old.
    pub async fn enrol_tablet(&self, code: &str) -> Result<Enrolled, Fault> {
        let wrong = || Refusal::forbidden("refusal-tablet-code");
        let code = SlipCode::parse(code).map_err(|_| wrong())?.printed();
        let code = digest_of(&code);
        let mut connection = self.storage().read().await?;
        let offer = storage::tablets::offered(&mut connection, &code).await?;
        drop(connection);
        let now = self.clock().timestamp();
        let offer = offer.filter(|offer| now < offer.expires_at).ok_or_else(wrong)?;
        let mut work = self.work(offer.session).await?;
        work.session.stage.check_running()?;
        // Of two that come at once one finds it gone.
        if !storage::tablets::use_up(work.connection(), &code).await? {
            return Err(wrong().into());
        }
        let secret = random_token();
        let tablet = Tablet {
            id: draw_id(),
            session: offer.session,
            name: offer.name.clone(),
            seat: offer.seat,
            enrolled_at: now,
            expires_at: after(now, ENROLLED_TIME)?,
            seen_at: now,
            page: String::new(),
            resets: 0,
        };
        storage::tablets::enrol(work.connection(), &tablet, &digest_of(&secret)).await?;
        // Whoever holds the tablet has no account.
        let line = Line {
            at: work.now.as_str().to_owned(),
            session: offer.session.to_string(),
            actor: String::new(),
            role: String::new(),
            // Where the tablet is in the network is nobody's business.
            source: String::new(),
            device: String::new(),
            action: "audit-tablet-enrolled".to_owned(),
            object: offer.name,
            details: String::new(),
        };
        storage::audit::append(work.connection(), &line).await?;
        work.commit().await?;
        Ok(Enrolled { secret, session: offer.session, seconds: ENROLLED_TIME.as_secs() })
    }

    /// The tablet that has a secret, while it is enrolled.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn tablet_of(&self, secret: &str) -> Result<Option<Tablet>, Fault> {
        let mut connection = self.storage().read().await?;
        let found = storage::tablets::find_by_secret(&mut connection, &digest_of(secret)).await?;
        let now = self.clock().timestamp();
        Ok(found.filter(|tablet| tablet.standing(now) != Standing::Ended))
    }

    /// Takes what a tablet says of itself; how often staff has reset it.
    ///
    /// # Errors
    /// When it is not enrolled.
    pub async fn hear_tablet(&self, secret: &str, page: &str) -> Result<u32, Fault> {
        let found = self.tablet_of(secret).await?;
        let tablet = found.ok_or_else(|| Refusal::sign_in("refusal-tablet-unknown"))?;
        let page = required("field-tablet-page", page, SHORT_MAX)?;
        let due = self.inner.heard.take(tablet.id, self.clock().timestamp(), page);
        if !due.is_empty() {
            let mut tx = self.storage().begin().await?;
            for (id, at, page) in due {
                storage::tablets::hear(tx.connection(), id, at, &page).await?;
            }
            tx.commit().await?;
        }
        Ok(tablet.resets)
    }

    /// The tablets of a session by name, as they were last heard.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn tablets(&self, session: Uuid) -> Result<Vec<Tablet>, Fault> {
        let mut connection = self.storage().read().await?;
        let mut tablets = storage::tablets::all(&mut connection, session).await?;
        for tablet in &mut tablets {
            self.inner.heard.add_to(tablet);
        }
        Ok(tablets)
    }

    /// Has a tablet load its page anew, at its next word.
    ///
    /// # Errors
    /// When there is no such tablet.
    pub async fn reset_tablet(&self, actor: &Actor, session: Uuid, id: Uuid) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "verb-tablets")?;
        let mut work = self.work_of(session, actor).await?;
        let name = storage::tablets::reset(work.connection(), session, id).await?;
        let name = name.ok_or_else(|| Refusal::not_found("refusal-no-tablet"))?;
        work.audit(actor, "audit-tablet-reset", name, "").await?;
        work.commit().await?;
        Ok(())
    }

    /// Takes a tablet out: its secret is worth nothing from now on.
    ///
    /// # Errors
    /// When there is no such tablet.
    pub async fn revoke_tablet(&self, actor: &Actor, session: Uuid, id: Uuid) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "verb-tablets")?;
        let mut work = self.work_of(session, actor).await?;
        let name = storage::tablets::remove(work.connection(), session, id).await?;
        let name = name.ok_or_else(|| Refusal::not_found("refusal-no-tablet"))?;
        work.audit(actor, "audit-tablet-revoked", name, "").await?;
        work.commit().await?;
        Ok(())
    }
}

fn digest_of(secret: &str) -> String {
    Digest::of(&[secret.as_bytes()]).to_string()
}

fn after(now: Timestamp, time: SignedDuration) -> Result<Timestamp, Fault> {
    now.saturating_add(time).map_err(|_| Fault::Broken("the clock stands nowhere"))
}
