//! Officers of a session: who they are, the public halves of their cards, and the list that each
//! of them signs.

use ballotbox::card::Lock;
use ballotbox::codec::{PointBytes, ProofBytes, PublicKey};
use serde::Deserialize;
use uuid::Uuid;

use super::notes::{Pending, complete_list};
use super::work::Work;
use super::{Actor, Fault, Service};
use crate::clock::draw_id;
use crate::domain::account::{Account, AccountState, Role};
use crate::domain::officer::{Keys, Office, Officer};
use crate::domain::refusal::Refusal;
use crate::storage;

/// The public halves of a card, as an officer's device sends them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardKeys {
    /// The key to sign.
    pub sign: PublicKey,
    /// A teller's lock.
    pub lock: Option<PointBytes>,
    /// The proof that the teller knows the lock's key.
    pub proof: Option<ProofBytes>,
}

impl Service {
    /// The officers of a session in order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn officers(&self, session: Uuid) -> Result<Vec<Officer>, Fault> {
        let mut connection = self.storage().read().await?;
        Ok(storage::officers::all(&mut connection, session).await?)
    }

    /// The officer that an account is in a session.
    ///
    /// # Errors
    /// When it is none.
    pub async fn officer(&self, actor: &Actor, session: Uuid) -> Result<Officer, Fault> {
        let mine = |officer: &Officer| officer.account == actor.account.id;
        let found = self.officers(session).await?.into_iter().find(mine);
        Ok(found.ok_or_else(|| Refusal::forbidden("refusal-no-officer"))?)
    }

    /// Accounts of the session's township that can become officers.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn officer_candidates(&self, session: Uuid) -> Result<Vec<Account>, Fault> {
        let township = self.session(session).await?.township;
        let officers = self.officers(session).await?;
        let mut connection = self.storage().read().await?;
        let mut accounts = storage::accounts::all(&mut connection).await?;
        accounts.retain(|account| {
            account.township == township
                && account.state == AccountState::Active
                && Office::of(account.role).is_some()
                && !officers.iter().any(|officer| officer.account == account.id)
        });
        Ok(accounts)
    }

    /// The officers who have signed the list that waits; none when no list waits.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn list_signed(&self, session: Uuid) -> Result<Option<Vec<Uuid>>, Fault> {
        let mut connection = self.storage().read().await?;
        let waiting = storage::notes::waiting(&mut connection, session).await?;
        let Some(list) = waiting.into_iter().find(|note| note.kind == "officers") else {
            return Ok(None);
        };
        let signed = storage::notes::signatures(&mut connection, session, list.id).await?;
        Ok(Some(signed.into_iter().map(|signed| signed.officer).collect()))
    }

    /// Puts an account on the list of officers.
    ///
    /// # Errors
    /// When the list is fixed, or the account can hold no office here.
    pub async fn add_officer(
        &self,
        actor: &Actor,
        session: Uuid,
        account: Uuid,
    ) -> Result<Uuid, Fault> {
        actor.must_be(&[Role::Clerk], "verb-officers")?;
        let mut work = self.work_of(session, actor).await?;
        work.check_officers_open()?;
        let found = storage::accounts::find(work.connection(), account).await?;
        let found = found.map(|found| found.account).filter(|found| {
            found.township == work.session.township && found.state == AccountState::Active
        });
        let found = found.ok_or_else(|| Refusal::not_found("refusal-no-account"))?;
        let office = Office::of(found.role);
        let office = office.ok_or_else(|| Refusal::invalid("refusal-no-office"))?;
        let officers = storage::officers::all(work.connection(), session).await?;
        if officers.iter().any(|officer| officer.account == account) {
            return Err(Refusal::conflict("refusal-officer-twice").into());
        }
        let officer =
            Officer { id: draw_id(), account, name: found.name.clone(), office, keys: Keys::None };
        storage::officers::insert(work.connection(), session, &officer).await?;
        work.withdraw_notes("officers", "").await?;
        work.audit(actor, "audit-officer-added", found.name, office.name()).await?;
        work.commit().await?;
        Ok(officer.id)
    }

    /// Takes an officer off the list.
    ///
    /// # Errors
    /// When the list is fixed.
    pub async fn remove_officer(
        &self,
        actor: &Actor,
        session: Uuid,
        officer: Uuid,
    ) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "verb-officers")?;
        let mut work = self.work_of(session, actor).await?;
        work.check_officers_open()?;
        work.withdraw_notes("officers", "").await?;
        storage::officers::delete_signatures(work.connection(), session, officer).await?;
        storage::officers::delete(work.connection(), session, officer).await?;
        work.audit(actor, "audit-officer-removed", officer.to_string(), "").await?;
        work.commit().await?;
        Ok(())
    }

    /// Sets how many presidium members must sign: more than half of them, at most all.
    ///
    /// # Errors
    /// When the list is fixed. Whether the number fits is checked when the list is complete.
    pub async fn set_threshold(
        &self,
        actor: &Actor,
        session: Uuid,
        threshold: u32,
    ) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "verb-officers")?;
        let mut work = self.work_of(session, actor).await?;
        work.check_officers_open()?;
        work.session.threshold = threshold;
        work.withdraw_notes("officers", "").await?;
        work.audit(actor, "audit-threshold", threshold.to_string(), "").await?;
        work.commit().await?;
        Ok(())
    }

    /// Registers the public halves of the acting officer's card, in place of older ones.
    ///
    /// # Errors
    /// When the list is fixed, or a lock is missing or without its proof.
    pub async fn register_keys(
        &self,
        actor: &Actor,
        session: Uuid,
        keys: CardKeys,
    ) -> Result<(), Fault> {
        let mut work = self.work_of(session, actor).await?;
        work.check_officers_open()?;
        let officer = work.officer_of(actor).await?;
        let keys = match (officer.office, keys.lock, keys.proof) {
            (Office::Presidium, _, _) => Keys::Sign(keys.sign),
            (Office::Teller, Some(lock), Some(proof)) => Keys::Lock(keys.sign, lock, proof),
            (Office::Teller, _, _) => return Err(Refusal::invalid("refusal-no-lock").into()),
        };
        if let Keys::Lock(_, key, proof) = &keys {
            check_possession(session, officer.id, *key, proof)?;
        }
        storage::officers::set_keys(work.connection(), session, officer.id, &keys).await?;
        work.withdraw_notes("officers", "").await?;
        work.audit(actor, "audit-keys", officer.name, officer.office.name()).await?;
        work.commit().await?;
        Ok(())
    }

    /// Asks every officer to sign the list, once all have registered a card.
    ///
    /// # Errors
    /// When somebody has not, or the list cannot serve.
    pub async fn propose_officers(&self, actor: &Actor, session: Uuid) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "verb-officers")?;
        let mut work = self.work_of(session, actor).await?;
        work.check_officers_open()?;
        let officers = storage::officers::all(work.connection(), session).await?;
        let waiting = officers.iter().filter(|officer| officer.keys == Keys::None);
        let waiting: Vec<&str> = waiting.map(|officer| officer.name.as_str()).collect();
        if !waiting.is_empty() {
            return Err(Refusal::conflict("refusal-keys-missing")
                .with("names", waiting.join("、"))
                .into());
        }
        let list = complete_list(&officers, work.session.threshold);
        let list = list.ok_or_else(|| Refusal::conflict("refusal-officers-few"))?;
        list.check(session)
            .map_err(|error| Refusal::conflict("refusal-officers-list").because(error))?;
        work.withdraw_notes("officers", "").await?;
        work.begin_note(&Pending::Officers { officers: list }).await?;
        work.audit(actor, "audit-officers-proposed", "", "").await?;
        work.commit().await?;
        Ok(())
    }
}

/// Refuses a lock whose proof of possession fails. The box key of a lock and its inverse would be
/// refused too, but that is checked over the whole list.
fn check_possession(
    session: Uuid,
    teller: Uuid,
    key: PointBytes,
    proof: &ProofBytes,
) -> Result<(), Refusal> {
    let lock = Lock { teller, key, proof };
    lock.check(session).map_err(|_| Refusal::invalid("refusal-no-lock"))
}

impl Work {
    /// Refuses a change of officers once they stand in the log.
    fn check_officers_open(&self) -> Result<(), Refusal> {
        match self.ledger().officers() {
            None => Ok(()),
            Some(_) => Err(Refusal::conflict("refusal-officers-fixed")),
        }
    }
}
