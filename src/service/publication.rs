//! Publication: the bulletin, what becomes of the projects, corrections, the bundle.

use std::collections::HashMap;

use ballotbox::bundle::Bundle;
use ballotbox::entry::Body;
use ballotbox::note::SignedNote;
use uuid::Uuid;

use super::notes::Pending;
use super::work::Work;
use super::{Actor, Fault, Service};
use crate::domain::outcome::Fate;
use crate::domain::poll::Verb;
use crate::domain::project::ProjectState;
use crate::domain::refusal::Refusal;
use crate::domain::text::{TEXT_MAX, required};
use crate::storage;

impl Service {
    /// A presidium member asks for a correction of a published poll; the threshold's signatures
    /// enter it. Nothing is overwritten.
    ///
    /// # Errors
    /// When the poll is not published.
    pub async fn ask_to_correct(
        &self,
        actor: &Actor,
        session: Uuid,
        poll: Uuid,
        text: &str,
    ) -> Result<(), Fault> {
        let text = required("field-correction", text, TEXT_MAX)?;
        let mut work = self.work_after(session, actor).await?;
        Verb::Correct.check(work.poll_state(poll).await?, actor.account.role)?;
        work.officer_of(actor).await?;
        let refers = work.bulletin_index(poll).await?;
        work.begin_note(&Pending::Correct { poll, refers, text: text.clone() }).await?;
        work.audit(actor, "audit-correction-asked", poll.to_string(), text).await?;
        work.commit().await?;
        Ok(())
    }

    /// The bundle of a session: all entries and the checkpoints over them, as published.
    ///
    /// # Errors
    /// When there is no such session.
    pub async fn bundle(&self, session: Uuid) -> Result<Vec<u8>, Fault> {
        let known = self.session(session).await?;
        // The ledger before the connection: who holds one of the few connections waits for none.
        let ledger = self.ledger(&known).await?;
        let size = u64::try_from(ledger.size()).unwrap_or(u64::MAX);
        let mut checkpoints = self.checkpoints_up_to(session, size).await?;
        if checkpoints.last().and_then(|note| checkpoint_size(note)) != Some(size) {
            // Only the first who asks after a change writes; ballots do not wait for the others.
            let checkpoint = ledger.checkpoint(&self.inner.keys.log_key(session))?.to_string();
            let mut tx = self.storage().begin().await?;
            storage::log::keep_checkpoint(tx.connection(), session, size, &checkpoint).await?;
            tx.commit().await?;
            checkpoints = self.checkpoints_up_to(session, size).await?;
        }
        let mut connection = self.storage().read().await?;
        let mut entries = storage::log::entries(&mut connection, session, 0).await?;
        entries.truncate(ledger.size());
        Ok(Bundle::new(entries, checkpoints).to_bytes())
    }

    /// The checkpoints of a log that are kept over its first `size` entries or fewer, in order.
    async fn checkpoints_up_to(&self, session: Uuid, size: u64) -> Result<Vec<String>, Fault> {
        let mut connection = self.storage().read().await?;
        let mut checkpoints = storage::log::checkpoints(&mut connection, session).await?;
        checkpoints.retain(|note| checkpoint_size(note).is_some_and(|it| it <= size));
        Ok(checkpoints)
    }

    /// The canonical entries of a log from a position on, as one JSON array, and the head over
    /// them, signed.
    ///
    /// # Errors
    /// When there is no such session.
    pub async fn log_entries(&self, session: Uuid, from: u64) -> Result<Vec<u8>, Fault> {
        self.session(session).await?;
        let mut connection = self.storage().read().await?;
        let entries = storage::log::entries(&mut connection, session, from).await?;
        let mut bytes = b"[".to_vec();
        bytes.extend(entries.join(&b','));
        bytes.push(b']');
        Ok(bytes)
    }

    /// The canonical bytes of all entries of a session, in order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn entries(&self, session: Uuid) -> Result<Vec<Vec<u8>>, Fault> {
        let mut connection = self.storage().read().await?;
        Ok(storage::log::entries(&mut connection, session, 0).await?)
    }

    /// A checkpoint over the log as it is committed.
    ///
    /// # Errors
    /// When there is no such session.
    pub async fn checkpoint(&self, session: Uuid) -> Result<SignedNote, Fault> {
        let ledger = self.log_of(session).await?;
        Ok(ledger.checkpoint(&self.inner.keys.log_key(session))?)
    }
}

/// The size that a checkpoint states, in its second line.
fn checkpoint_size(note: &str) -> Option<u64> {
    note.lines().nth(1)?.parse().ok()
}

impl Work {
    /// Publishes a poll: the bulletin, a checkpoint's worth of log, and the projects' new states.
    pub(super) async fn publish(&mut self, poll: Uuid) -> Result<(), Fault> {
        let bulletin = self.ledger().bulletin(poll)?;
        self.append(Body::Published(Box::new(bulletin))).await?;
        let logged = self.logged(poll)?;
        let manifest = logged.poll().manifest();
        let Some(entry) = logged.outcome() else { return Ok(()) };
        // A project about which the vote decided nothing stays a candidate, for a new poll. What
        // earlier rounds chose stands in this bulletin too, should theirs come out after it.
        let earlier = manifest.previous.iter().flat_map(|previous| &previous.elected);
        let earlier = earlier.map(|option| (option.id, ProjectState::Elected));
        let lines = manifest.options.iter().zip(&entry.outcome.options);
        let now =
            lines.filter_map(|(option, line)| Some((option.id, Fate::of(entry, line).project()?)));
        let states: HashMap<Uuid, ProjectState> = earlier.chain(now).collect();
        let session = self.session.id;
        for mut project in storage::projects::all(self.connection(), session).await? {
            let Some(state) = states.get(&project.id) else { continue };
            // What was chosen before may be underway by now.
            if !matches!(project.state, ProjectState::Candidate | ProjectState::NotElected) {
                continue;
            }
            project.state = *state;
            storage::projects::update(self.connection(), session, &project).await?;
        }
        Ok(())
    }

    /// Where the bulletin of a poll stands in the log.
    async fn bulletin_index(&mut self, poll: Uuid) -> Result<u64, Fault> {
        let session = self.session.id;
        let entries = storage::log::entries(self.connection(), session, 0).await?;
        let is_bulletin = |bytes: &Vec<u8>| {
            ballotbox::entry::Entry::from_bytes(bytes).is_ok_and(|entry| {
                matches!(entry.body(), Body::Published(published) if published.poll == poll)
            })
        };
        let index = entries.iter().position(is_bulletin);
        let index = index.ok_or_else(|| Refusal::not_found("refusal-no-poll"))?;
        Ok(u64::try_from(index).unwrap_or(u64::MAX))
    }
}
