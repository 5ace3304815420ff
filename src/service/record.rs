//! The public record of a session: what its published polls came to, who certified it, what was
//! corrected since. What is not published is not there, not even as a name.

use std::sync::Arc;

use ballotbox::codec::Time;
use ballotbox::entry::{Body, Corrected, Entry, OutcomeEntry, Published};
use ballotbox::ledger::{Ledger, PollLedger};
use ballotbox::manifest::{ListedOption, Manifest, Poll};
use ballotbox::officers::Officers;
use ballotbox::statement::Statement;
use uuid::Uuid;

use super::board::Board;
use super::casting::receipt_code;
use super::{Fault, Service};
use crate::domain::officer::Office;
use crate::domain::project::Project;
use crate::domain::refusal::Refusal;
use crate::storage;

/// What everybody may read of a session.
#[derive(Debug)]
pub struct Record {
    /// The session with its township.
    pub board: Arc<Board>,
    /// Tellers and presidium.
    pub officers: Officers,
    /// The published polls in the order in which they opened; there is at least one.
    pub polls: Vec<PublishedPoll>,
}

/// A poll that is published.
#[derive(Debug)]
pub struct PublishedPoll {
    /// The poll with its manifest.
    pub poll: Arc<Poll>,
    /// The bulletin.
    pub bulletin: Published,
    /// Where the bulletin stands in the log.
    pub index: u64,
    /// When it was published.
    pub at: Time,
    /// When it was closed.
    pub closed_at: Time,
    /// Totals, ballots and the decision.
    pub result: OutcomeEntry,
    /// Deputies present by the close.
    pub present: u32,
    /// Paper ballots, invalid ones included.
    pub papers: u64,
    /// Who certified, by office and name.
    pub certified_by: Vec<(Office, String)>,
    /// What was corrected since, in order.
    pub corrections: Vec<Correction>,
}

/// A correction, which stands beside what it corrects.
#[derive(Debug)]
pub struct Correction {
    /// When it was entered.
    pub at: Time,
    /// What it says, and of which entry.
    pub corrected: Corrected,
}

impl PublishedPoll {
    /// The poll's id.
    pub fn id(&self) -> Uuid {
        self.manifest().poll
    }

    /// Everything that was fixed when it opened.
    pub fn manifest(&self) -> &Manifest {
        self.poll.manifest()
    }

    /// All deputies in office (应到).
    pub fn all(&self) -> u32 {
        self.manifest().electorate.all_deputies
    }

    /// Deputies present who cast no ballot (未投).
    pub const fn not_cast(&self) -> u32 {
        self.present.saturating_sub(self.result.ballots.cast)
    }
}

impl Record {
    /// A published poll by its id.
    pub fn poll(&self, id: Uuid) -> Option<&PublishedPoll> {
        self.polls.iter().find(|poll| poll.id() == id)
    }

    /// The latest published round of each question: its bulletin lists what all rounds elected.
    pub fn latest_rounds(&self) -> impl Iterator<Item = &PublishedPoll> {
        let goes_on = |poll: &PublishedPoll| {
            let before =
                |later: &PublishedPoll| later.manifest().previous.as_ref().map(|it| it.poll);
            self.polls.iter().any(|later| before(later) == Some(poll.id()))
        };
        self.polls.iter().filter(move |poll| !goes_on(poll))
    }

    /// The rounds of a question, the first one first.
    pub fn rounds(&self, latest: &PublishedPoll) -> Vec<&PublishedPoll> {
        let mut ids = vec![latest.id()];
        for poll in self.polls.iter().rev().filter(|poll| poll.id() != latest.id()) {
            let next = |later: &&PublishedPoll| {
                let before = later.manifest().previous.as_ref();
                ids.contains(&later.id()) && before.is_some_and(|it| it.poll == poll.id())
            };
            if self.polls.iter().any(|later| next(&later)) {
                ids.push(poll.id());
            }
        }
        self.polls.iter().filter(|poll| ids.contains(&poll.id())).collect()
    }

    /// All that was elected, question by question, in the order of the lists.
    pub fn elected(&self) -> Vec<&ListedOption> {
        self.latest_rounds().flat_map(|poll| &poll.bulletin.elected).collect()
    }

    /// When the latest bulletin or correction came out.
    pub fn updated_at(&self) -> Option<&Time> {
        let times = self.polls.iter().flat_map(|poll| {
            let corrections = poll.corrections.iter().map(|correction| &correction.at);
            corrections.chain([&poll.at])
        });
        times.max()
    }
}

impl Service {
    /// The public record of a session.
    ///
    /// # Errors
    /// Where nothing of it is published, as if there were no such session.
    pub async fn record(&self, session: Uuid) -> Result<Record, Fault> {
        let board = self.board(session).await?;
        self.record_of(board).await?.ok_or_else(|| Refusal::not_found("refusal-no-session").into())
    }

    /// The records of all sessions of which something is published, the latest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn records(&self) -> Result<Vec<Record>, Fault> {
        let mut records = Vec::new();
        for board in self.boards().await? {
            records.extend(self.record_of(board).await?);
        }
        records.sort_by_key(|record| std::cmp::Reverse(record.updated_at().cloned()));
        Ok(records)
    }

    /// The receipt codes of a published poll, sorted, so that they tell nothing of who came when.
    ///
    /// # Errors
    /// Where it is not published.
    pub async fn receipt_codes(&self, session: Uuid, poll: Uuid) -> Result<Vec<String>, Fault> {
        let ledger = self.log_of(session).await?;
        let known = ledger.poll(poll).filter(|poll| poll.published().is_some());
        let known = known.ok_or_else(|| Refusal::not_found("refusal-no-poll"))?;
        let leaves = known.ballots().filter_map(|(index, _)| ledger.tree().leaf(index));
        let mut codes: Vec<_> = leaves.map(|leaf| receipt_code(&leaf)).collect();
        codes.sort_unstable();
        Ok(codes)
    }

    /// The projects of a published list.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn elected_projects(&self, record: &Record) -> Result<Vec<Project>, Fault> {
        let elected = record.elected();
        let mut projects = self.projects(record.board.session.id).await?;
        projects.retain(|project| elected.iter().any(|option| option.id == project.id));
        Ok(projects)
    }

    /// The public record of a board's session, where something of it is published.
    pub(super) async fn record_of(&self, board: Arc<Board>) -> Result<Option<Record>, Fault> {
        let published = |poll: &super::board::BoardPoll| {
            poll.state == crate::domain::poll::PollState::Published
        };
        if board.session.rehearsal || !board.polls.iter().any(published) {
            return Ok(None);
        }
        let ledger = self.ledger(&board.session).await?;
        let bulletins = self.entries_of(board.session.id, "published").await?;
        let closes = self.entries_of(board.session.id, "poll_closed").await?;
        let corrections = self.entries_of(board.session.id, "corrected").await?;
        let mut polls = Vec::new();
        for poll in board.polls.iter().filter(|poll| published(poll)) {
            let logged = ledger.poll(poll.id);
            let known =
                logged.and_then(|logged| published_poll(&ledger, logged, (&bulletins, &closes)));
            let mut known = known.ok_or(Fault::Broken("a published poll cannot be read"))?;
            known.corrections = corrections_of(poll.id, &corrections);
            polls.push(known);
        }
        let officers = ledger.officers().cloned();
        let officers = officers.ok_or(Fault::Broken("a published session has no officers"))?;
        Ok(Some(Record { board, officers, polls }))
    }

    async fn entries_of(
        &self,
        session: Uuid,
        kind: &'static str,
    ) -> Result<Vec<(u64, Entry)>, Fault> {
        let mut connection = self.storage().read().await?;
        let stored = storage::log::of_kind(&mut connection, session, kind).await?;
        let read = |(position, bytes): (u64, Vec<u8>)| Ok((position, Entry::from_bytes(&bytes)?));
        stored.into_iter().map(read).collect()
    }
}

/// An entry of the log and where it stands.
type Numbered = (u64, Entry);

fn published_poll(
    ledger: &Ledger,
    logged: PollLedger<'_>,
    (bulletins, endings): (&[Numbered], &[Numbered]),
) -> Option<PublishedPoll> {
    let bulletin = logged.published()?;
    let is_this = |entry: &Entry| match entry.body() {
        Body::Published(other) => other.poll == bulletin.poll,
        _ => false,
    };
    let (index, entry) = bulletins.iter().find(|(_, entry)| is_this(entry))?;
    let closes_this = |entry: &Entry| match entry.body() {
        Body::PollClosed(closed) => closed.poll == bulletin.poll,
        _ => false,
    };
    let (_, ending) = endings.iter().find(|(_, entry)| closes_this(entry))?;
    Some(PublishedPoll {
        poll: Arc::new(logged.poll().clone()),
        bulletin: bulletin.clone(),
        index: *index,
        at: entry.at()?.clone(),
        closed_at: ending.at()?.clone(),
        result: logged.outcome()?.clone(),
        present: logged.closed()?.present,
        papers: logged.papers(),
        certified_by: certified_by(ledger, logged)?,
        corrections: Vec::new(),
    })
}

/// Who signed the certificate: the tellers in their order, then the presidium.
fn certified_by(ledger: &Ledger, logged: PollLedger<'_>) -> Option<Vec<(Office, String)>> {
    let (origin, officers) = (ledger.origin()?, ledger.officers()?);
    let certificate = logged.certificate()?;
    let text = Statement::Certificate(certificate.facts.clone()).text(origin);
    let signed = certificate.note.check(&text, &officers.keys(origin)).ok()?;
    let tellers = officers.tellers.iter().map(|it| (Office::Teller, it.name.clone()));
    let members = officers.presidium.iter().map(|it| (Office::Presidium, it.name.clone()));
    let everybody = tellers.chain(members).enumerate();
    Some(everybody.filter(|(at, _)| signed.contains(at)).map(|(_, officer)| officer).collect())
}

fn corrections_of(poll: Uuid, entries: &[(u64, Entry)]) -> Vec<Correction> {
    let of_poll = |(_, entry): &(u64, Entry)| {
        let Body::Corrected(corrected) = entry.body() else { return None };
        let at = entry.at()?.clone();
        (corrected.poll == poll).then(|| Correction { at, corrected: (**corrected).clone() })
    };
    entries.iter().filter_map(of_poll).collect()
}
