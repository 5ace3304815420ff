//! An officer with an own device and card: signs what waits, seals the log, makes the share.

use ballotbox::card::{KeyCard, SignKey};
use ballotbox::entry::{Body, Entry};
use ballotbox::note::{NoteKey, Origin, SignedNote};
use ballotbox::statement::Statement;
use ballotbox::verify::{Rechecked, Seen};
use uuid::Uuid;

use crate::clock::randomness;
use crate::domain::officer::{Office, Officer};
use crate::service::closing::HandCount;
use crate::service::officers::CardKeys;
use crate::service::{Actor, Fault, Service};

/// An officer who does what an own device does.
#[derive(Clone)]
pub struct RobotOfficer {
    /// The account.
    pub actor: Actor,
    /// The officer in the session.
    pub officer: Officer,
    /// The card, which never leaves the device.
    pub card: KeyCard,
    session: Uuid,
}

impl RobotOfficer {
    /// Makes a card for the office of an account, and registers its public halves.
    ///
    /// # Errors
    /// When the account holds no office in the session.
    pub async fn enrol(service: &Service, actor: Actor, session: Uuid) -> Result<Self, Fault> {
        let officer = service.officer(&actor, session).await?;
        let card = KeyCard::generate(&mut randomness());
        let robot = Self { actor, officer, card, session };
        let lock = robot.card.lock_key(session);
        let proof = lock.prove(session, robot.officer.id, &mut randomness());
        let proof = proof.map_err(|_| Fault::Broken("a card gives no lock"))?;
        let is_teller = robot.officer.office == Office::Teller;
        let keys = CardKeys {
            sign: robot.key().public(),
            lock: is_teller.then(|| lock.public()),
            proof: is_teller.then_some(proof),
        };
        service.register_keys(&robot.actor, session, keys).await?;
        Ok(robot)
    }

    fn key(&self) -> SignKey {
        self.card.sign_key(self.session)
    }

    /// Signs a text as this officer.
    pub fn signed(&self, origin: &Origin, text: &str) -> SignedNote {
        let key = self.key();
        let name = NoteKey::officer(origin, self.officer.id, key.public());
        key.sign(SignedNote::new(text), &name)
    }

    async fn origin(&self, service: &Service) -> Result<Origin, Fault> {
        let ledger = service.log_of(self.session).await?;
        ledger.origin().cloned().ok_or(Fault::Broken("the log has no name"))
    }

    /// Signs every note that waits for this officer; tells how many.
    ///
    /// # Errors
    /// When the service refuses one.
    pub async fn sign_all(&self, service: &Service) -> Result<usize, Fault> {
        let origin = self.origin(service).await?;
        let waiting = service.waiting_notes(self.session, &self.officer).await?;
        let mine: Vec<_> = waiting.into_iter().filter(|task| task.mine).collect();
        for task in &mine {
            let signed = self.signed(&origin, &task.text);
            service.sign_note(&self.actor, self.session, task.id, signed).await?;
        }
        Ok(mine.len())
    }

    /// Re-checks the whole log of a closed poll, as a teller's device does.
    ///
    /// # Errors
    /// When a check fails.
    pub async fn recheck(&self, service: &Service, poll: Uuid) -> Result<Rechecked, Fault> {
        let mut entries = service.entries(self.session).await?;
        // The closing note covers the log up to the close and the papers after it; what follows
        // belongs to the opening.
        let covered = |bytes: &Vec<u8>| match Entry::from_bytes(bytes).map(Entry::into_body) {
            Ok(Body::PollClosed(closed)) => closed.poll == poll,
            Ok(Body::PaperBatch(batch)) => batch.figures.poll == poll,
            _ => false,
        };
        let last = entries.iter().rposition(covered);
        entries.truncate(last.ok_or(Fault::Broken("the poll is not closed"))? + 1);
        Rechecked::new(&entries, poll, &Seen::default(), &|_| ())
            .map_err(|_| Fault::Broken("a device refuses the log"))
    }

    /// Signs the closing note over the log that this device has re-checked.
    ///
    /// # Errors
    /// When a check fails, or the service refuses.
    pub async fn seal(&self, service: &Service, poll: Uuid, stubs: u64) -> Result<(), Fault> {
        let unreturned = service.papers_missing(self.session, poll).await?;
        let rechecked = self.recheck(service, poll).await?;
        let text = Statement::Close(rechecked.facts(stubs)).text(rechecked.origin());
        let note = self.signed(rechecked.origin(), &text);
        let counted = HandCount { stubs, unreturned };
        service.sign_closing(&self.actor, self.session, poll, counted, note).await
    }

    /// Makes the share of the sums under the closing note.
    ///
    /// # Errors
    /// When a check fails, or the service refuses.
    pub async fn share(&self, service: &Service, poll: Uuid) -> Result<(), Fault> {
        let ledger = service.log_of(self.session).await?;
        let closing = ledger.poll(poll).and_then(|poll| poll.closing().cloned());
        let closing = closing.ok_or(Fault::Broken("there is no closing note"))?;
        let rechecked = self.recheck(service, poll).await?;
        let sums = rechecked.sums(closing.facts().stubs, closing.note().clone());
        let sums = sums.map_err(|_| Fault::Broken("a device refuses the closing note"))?;
        let tellers = &rechecked.poll().manifest().tellers;
        let teller = tellers.iter().find(|teller| teller.id == self.officer.id);
        let teller = teller.ok_or(Fault::Broken("the officer is no teller"))?;
        let lock = self.card.lock_key(self.session);
        let share = sums.share(teller, &lock, &mut randomness());
        let share = share.map_err(|_| Fault::Broken("the share cannot be made"))?;
        service.share(&self.actor, self.session, share).await
    }
}
