//! Notes that officers sign one after another, each on an own device. With the last signature that
//! is needed the note becomes an entry of the log, in the same transaction.

use ballotbox::note::{NoteKey, Origin, SignedNote};
use ballotbox::officers::Officers;
use serde_json::Value;
use uuid::Uuid;

pub use super::pending::Pending;

use super::pending::parse;
use super::work::Work;
use super::{Actor, Fault, Service};
use crate::clock::draw_id;
use crate::domain::officer::{self, Officer};
use crate::domain::poll::Verb;
use crate::domain::refusal::Refusal;
use crate::storage;
use crate::storage::notes::{NoteEnding, Signed, WaitingNote};
use crate::storage::polls::DraftState;

/// A waiting note as an officer sees it.
#[derive(Clone, Debug)]
pub struct NoteTask {
    /// Its id.
    pub id: Uuid,
    /// What it will become.
    pub pending: Pending,
    /// The text that is signed.
    pub text: String,
    /// Officers who have signed.
    pub signed: Vec<Uuid>,
    /// Signatures that are needed in all.
    pub needed: usize,
    /// Whether the officer who asks signs notes of this kind and has not yet.
    pub mine: bool,
}

impl Service {
    /// The notes of a session that wait, as one of its officers sees them.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn waiting_notes(
        &self,
        session: Uuid,
        asking: &Officer,
    ) -> Result<Vec<NoteTask>, Fault> {
        let mut tasks = self.open_notes(session).await?;
        for task in &mut tasks {
            task.mine = task.pending.is_for(asking) && !task.signed.contains(&asking.id);
        }
        Ok(tasks)
    }

    /// The notes of a session that wait, for screens that show how many have signed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn open_notes(&self, session: Uuid) -> Result<Vec<NoteTask>, Fault> {
        // The ledger before the connection: who holds one of the few connections waits for none.
        let ledger_officers = self.log_of(session).await?.officers().cloned();
        let mut connection = self.storage().read().await?;
        let mut tasks = Vec::new();
        for waiting in storage::notes::waiting(&mut connection, session).await? {
            let pending = parse(&waiting)?;
            let signed = storage::notes::signatures(&mut connection, session, waiting.id).await?;
            let signed: Vec<Uuid> = signed.into_iter().map(|signed| signed.officer).collect();
            let needed = match (&pending, &ledger_officers) {
                (Pending::Officers { officers }, _) | (_, Some(officers)) => {
                    let (tellers, presidium) = pending.needed(officers);
                    tellers + presidium
                }
                (_, None) => 0,
            };
            let (id, text) = (waiting.id, waiting.text);
            tasks.push(NoteTask { id, pending, text, signed, needed, mine: false });
        }
        Ok(tasks)
    }

    /// Takes an officer's signature of a waiting note.
    ///
    /// # Errors
    /// When the note is gone, is not this officer's to sign, or the signature does not hold.
    pub async fn sign_note(
        &self,
        actor: &Actor,
        session: Uuid,
        id: Uuid,
        signed: SignedNote,
    ) -> Result<(), Fault> {
        let mut work = self.work_after(session, actor).await?;
        let officer = work.officer_of(actor).await?;
        let waiting = storage::notes::waiting(work.connection(), session).await?;
        let waiting = waiting.into_iter().find(|note| note.id == id);
        let waiting = waiting.ok_or_else(|| Refusal::conflict("refusal-note-gone"))?;
        let pending = parse(&waiting)?;
        if !matches!(pending, Pending::Correct { .. }) {
            work.session.stage.check_running()?;
        }
        if !pending.is_for(&officer) {
            return Err(Refusal::forbidden("refusal-note-not-yours").into());
        }
        if pending.is_of_a_second_person() {
            actor.must_be_fresh()?;
        }
        work.check_time(&pending, actor).await?;
        let officers = work.officers_of(&pending)?;
        work.check_not_enough(&waiting, &pending, &officers).await?;
        let origin = work.origin()?;
        let key = officers.key(&origin, officer.id);
        let key = key.ok_or_else(|| Refusal::forbidden("refusal-note-not-yours"))?;
        signed
            .check_all(&waiting.text, std::slice::from_ref(&key))
            .map_err(|_| Refusal::invalid("refusal-signature"))?;
        let kept = Signed { officer: officer.id, note: signed.to_string() };
        storage::notes::sign(work.connection(), session, id, &kept).await?;
        work.audit(actor, "audit-signed", pending.kind(), pending.subject()).await?;
        work.enter_if_complete(actor, &waiting, pending, &officers).await?;
        work.commit().await?;
        Ok(())
    }
}

impl Work {
    /// Begins a note that officers are to sign.
    pub(super) async fn begin_note(&mut self, pending: &Pending) -> Result<Uuid, Fault> {
        let text = pending.statement()?.text(&self.origin()?);
        let body = serde_json::to_string(pending)
            .map_err(|_| Fault::Broken("a note's body cannot be written"))?;
        let (kind, subject) = (pending.kind().to_owned(), pending.subject());
        let note = WaitingNote { id: draw_id(), kind, subject, text, body };
        let (session, at) = (self.session.id, self.now.clone());
        storage::notes::insert(self.connection(), session, &note, at.as_str()).await?;
        Ok(note.id)
    }

    /// Withdraws the waiting notes of a kind about a subject; tells how many there were.
    pub(super) async fn withdraw_notes(
        &mut self,
        kind: &str,
        subject: &str,
    ) -> Result<usize, Fault> {
        let session = self.session.id;
        let mut waiting = storage::notes::waiting(self.connection(), session).await?;
        waiting.retain(|note| note.kind == kind && note.subject == subject);
        for note in &waiting {
            storage::notes::end(self.connection(), session, note.id, NoteEnding::Withdrawn).await?;
        }
        Ok(waiting.len())
    }

    /// Withdraws every opening that waits for signatures. It states the slips and the attendance as
    /// they were when it was asked for; now that one of them has changed, the log would refuse it,
    /// and every teller's device warns of it.
    pub(super) async fn withdraw_openings(&mut self, actor: &Actor) -> Result<(), Fault> {
        let session = self.session.id;
        let waiting = storage::notes::waiting(self.connection(), session).await?;
        for note in waiting.iter().filter(|note| note.kind == "open") {
            storage::notes::end(self.connection(), session, note.id, NoteEnding::Withdrawn).await?;
            if let Some(poll) = parse(note)?.poll() {
                let question = self.draft(poll).await?.question;
                self.audit(actor, "audit-open-outdated", question, poll.to_string()).await?;
            }
        }
        Ok(())
    }

    /// Whether a note of a kind about a subject waits.
    pub(super) async fn waits(&mut self, kind: &str, subject: &str) -> Result<bool, Fault> {
        let session = self.session.id;
        let waiting = storage::notes::waiting(self.connection(), session).await?;
        Ok(waiting.iter().any(|note| note.kind == kind && note.subject == subject))
    }

    /// The log's name.
    pub(super) fn origin(&self) -> Result<Origin, Fault> {
        self.ledger().origin().cloned().ok_or(Fault::Broken("the log has no name"))
    }

    /// The officer that an account is in this session.
    pub(super) async fn officer_of(&mut self, actor: &Actor) -> Result<Officer, Fault> {
        let session = self.session.id;
        let officers = storage::officers::all(self.connection(), session).await?;
        let officer = officers.into_iter().find(|officer| officer.account == actor.account.id);
        Ok(officer.ok_or_else(|| Refusal::forbidden("refusal-no-officer"))?)
    }

    /// The officers whose signatures count: those of the log, or of the list that is being signed.
    fn officers_of(&self, pending: &Pending) -> Result<Officers, Fault> {
        match pending {
            Pending::Officers { officers } => Ok(officers.clone()),
            _ => self.known_officers(),
        }
    }

    /// The officers as the log fixes them.
    pub(super) fn known_officers(&self) -> Result<Officers, Fault> {
        let officers = self.ledger().officers().cloned();
        Ok(officers.ok_or_else(|| Refusal::conflict("refusal-no-officers-yet"))?)
    }

    /// Refuses a signature whose time has passed or not come.
    async fn check_time(&mut self, pending: &Pending, actor: &Actor) -> Result<(), Fault> {
        let verb = match pending {
            Pending::Officers { .. } | Pending::VoidSlip { poll: None, .. } => return Ok(()),
            Pending::VoidSlip { poll: Some(_), .. } => Verb::SignPaperSlip,
            Pending::Paper { .. } => Verb::SignPaper,
            Pending::Open { .. } => Verb::SignOpening,
            Pending::Certificate { .. } => Verb::Certify,
            Pending::VoidPoll { .. } => Verb::Void,
            Pending::Correct { .. } => Verb::Correct,
        };
        let Some(poll) = pending.poll() else { return Ok(()) };
        verb.check(self.poll_state(poll).await?, actor.account.role)?;
        match pending {
            Pending::Open { .. } => Ok(self.check_no_other_poll(poll)?),
            Pending::Paper { .. } => self.check_not_sealing(poll).await,
            Pending::Certificate { .. } => Ok(self.reconciliation(poll).await?.check()?),
            Pending::VoidPoll { missing_share, .. } => {
                self.check_missing_share(poll, *missing_share).await
            }
            Pending::Officers { .. } | Pending::VoidSlip { .. } | Pending::Correct { .. } => Ok(()),
        }
    }

    /// A slip that is held for paper waits until there are enough of them; two signatures are all
    /// that it needs.
    async fn check_not_enough(
        &mut self,
        waiting: &WaitingNote,
        pending: &Pending,
        officers: &Officers,
    ) -> Result<(), Fault> {
        let session = self.session.id;
        let signed = storage::notes::signatures(self.connection(), session, waiting.id).await?;
        let (tellers, presidium) = pending.needed(officers);
        let held = matches!(pending, Pending::VoidSlip { .. });
        if held && signed.len() >= tellers + presidium {
            return Err(Refusal::conflict("refusal-note-signed").into());
        }
        Ok(())
    }

    /// Appends the entry when the signatures are enough; slips that are held for paper only when
    /// there are enough of them too.
    async fn enter_if_complete(
        &mut self,
        actor: &Actor,
        waiting: &WaitingNote,
        pending: Pending,
        officers: &Officers,
    ) -> Result<(), Fault> {
        let Some(note) = self.joined(waiting, &pending, officers).await? else { return Ok(()) };
        match pending {
            Pending::VoidSlip { poll: Some(poll), .. } => {
                self.enter_papers(actor, poll, officers).await
            }
            pending => self.enter(actor, waiting, pending, note).await,
        }
    }

    /// The note with all signatures, once they are enough.
    pub(super) async fn joined(
        &mut self,
        waiting: &WaitingNote,
        pending: &Pending,
        officers: &Officers,
    ) -> Result<Option<SignedNote>, Fault> {
        let session = self.session.id;
        let signed = storage::notes::signatures(self.connection(), session, waiting.id).await?;
        let parts = read_notes(signed.iter().map(|signed| signed.note.as_str()))?;
        let is_teller = |id: &Uuid| officers.tellers.iter().any(|teller| teller.id == *id);
        let tellers = signed.iter().filter(|signed| is_teller(&signed.officer)).count();
        let (tellers_needed, presidium_needed) = pending.needed(officers);
        if tellers < tellers_needed || signed.len() - tellers < presidium_needed {
            return Ok(None);
        }
        let order: Vec<NoteKey> = officers.keys(&self.origin()?);
        let note = SignedNote::join(&waiting.text, &parts, &order)
            .map_err(|_| Fault::Broken("signatures that were checked do not fit"))?;
        Ok(Some(note))
    }

    /// Appends the entry that a note has become.
    pub(super) async fn enter(
        &mut self,
        actor: &Actor,
        waiting: &WaitingNote,
        pending: Pending,
        note: SignedNote,
    ) -> Result<(), Fault> {
        let session = self.session.id;
        let (kind, subject, poll) = (pending.kind(), pending.subject(), pending.poll());
        let voids_slip = matches!(pending, Pending::VoidSlip { poll: None, .. });
        self.append(pending.entry(note)).await?;
        storage::notes::end(self.connection(), session, waiting.id, NoteEnding::Entered).await?;
        if voids_slip {
            self.withdraw_openings(actor).await?;
        }
        if let (Some(poll), "open") = (poll, kind) {
            self.mark_opened(poll).await?;
        }
        if let (Some(poll), "void_poll") = (poll, kind) {
            self.release_candidates(poll).await?;
            self.withdraw_paper(poll).await?;
            for act in ["close", "to_paper", "to_tablets"] {
                self.withdraw_proposals(act, &poll.to_string()).await?;
            }
        }
        self.audit(actor, "audit-entered", kind, subject).await
    }

    async fn mark_opened(&mut self, poll: Uuid) -> Result<(), Fault> {
        let session = self.session.id;
        let mut draft = self.draft(poll).await?;
        draft.state = DraftState::Opened;
        Ok(storage::polls::update(self.connection(), session, &draft).await?)
    }
}

/// Reads notes that were checked when they came in.
pub(super) fn read_notes<'a>(
    notes: impl Iterator<Item = &'a str>,
) -> Result<Vec<SignedNote>, Fault> {
    let read = |note: &str| note.parse().map_err(|_| Fault::Broken("a kept note cannot be read"));
    notes.map(read).collect()
}

/// What officers see of a pending note's facts, as JSON.
pub fn facts(pending: &Pending) -> Result<Value, Fault> {
    let mut value = serde_json::to_value(pending)
        .map_err(|_| Fault::Broken("a note's facts cannot be written"))?;
    if let Some(members) = value.as_object_mut() {
        members.remove("kind");
    }
    Ok(value)
}

/// Whether every officer of a session has registered a card; then the list.
pub(super) fn complete_list(officers: &[Officer], threshold: u32) -> Option<Officers> {
    officer::list(officers, threshold)
}
