//! The board of a session: what all screens may show of it, worked out once for each version.

use std::sync::Arc;

use ballotbox::codec::PublicKey;
use ballotbox::ledger::{Ledger, PollLedger};
use ballotbox::manifest::{Channel, Poll};
use ballotbox::outcome::Outcome;
use tokio::sync::watch;
use uuid::Uuid;

use super::{Fault, Service};
use crate::domain::poll::PollState;
use crate::domain::refusal::Refusal;
use crate::domain::roll::Turnout;
use crate::domain::session::Session;
use crate::domain::township::Township;
use crate::storage;
use crate::storage::polls::Draft;

/// What all screens may show of a session.
#[derive(Debug)]
pub struct Board {
    /// Grows with every change.
    pub version: u64,
    /// The session.
    pub session: Session,
    /// Its township.
    pub township: Township,
    /// The key that signs checkpoints and receipts.
    pub log_key: PublicKey,
    /// 应到, 实到, 请假, 未到.
    pub turnout: Turnout,
    /// All polls that stand in the log, in the order in which they opened.
    pub polls: Vec<BoardPoll>,
}

/// What all screens may show of a poll: never who voted, and of the count nothing before the sums
/// are opened.
#[derive(Debug)]
pub struct BoardPoll {
    /// Its id.
    pub id: Uuid,
    /// The poll with its manifest.
    pub poll: Arc<Poll>,
    /// How far it has come.
    pub state: PollState,
    /// Whether it began on tablets and goes on on paper.
    pub switched: bool,
    /// The stub that goes into its box, from 1.
    pub stub: u32,
    /// 题面码.
    pub question_code: String,
    /// 封箱码, once there is a closing note.
    pub closing_code: Option<String>,
    /// Sealed ballots so far.
    pub ballots: usize,
    /// When casting ended, by the log.
    pub closed_present: Option<u32>,
    /// The outcome, once the sums are opened.
    pub outcome: Option<Arc<Outcome>>,
    /// The opening note.
    pub note: String,
}

impl BoardPoll {
    /// How votes come in.
    pub fn channel(&self) -> Channel {
        self.poll.manifest().channel
    }

    /// Whether the sealed ballots are all that come in, so that their number says how many voted.
    pub fn only_sealed(&self) -> bool {
        self.channel() == Channel::Sealed && !self.switched
    }

    /// Key of the word for its state: a poll that goes on on paper is not merely paused.
    pub fn word(&self) -> &'static str {
        match (self.state, self.switched, self.channel()) {
            (PollState::Paused, true, _) => "poll-on-paper",
            (PollState::Open, _, Channel::Paper) => "poll-open-paper",
            (PollState::Open, _, Channel::Hands) => "poll-open-hands",
            _ => self.state.word(),
        }
    }
}

impl Board {
    /// A poll by its id.
    pub fn poll(&self, id: Uuid) -> Option<&BoardPoll> {
        self.polls.iter().find(|poll| poll.id == id)
    }

    /// The poll that is voted on now: open or paused, else the latest that is not over.
    pub fn current(&self) -> Option<&BoardPoll> {
        let casting = |poll: &&BoardPoll| matches!(poll.state, PollState::Open | PollState::Paused);
        let over =
            |poll: &&BoardPoll| matches!(poll.state, PollState::Published | PollState::Voided);
        let newest = || self.polls.iter().rev();
        newest().find(casting).or_else(|| newest().find(|poll| !over(poll)))
    }
}

impl Service {
    /// A session by its id.
    ///
    /// # Errors
    /// When there is none.
    pub async fn session(&self, id: Uuid) -> Result<Session, Fault> {
        let mut connection = self.storage().read().await?;
        let found = storage::sessions::find(&mut connection, id).await?;
        Ok(found.ok_or_else(|| Refusal::not_found("refusal-no-session"))?)
    }

    /// The board of a session as it stands now.
    ///
    /// # Errors
    /// When there is no such session.
    pub async fn board(&self, id: Uuid) -> Result<Arc<Board>, Fault> {
        let session = self.session(id).await?;
        let live = self.inner.live.session(id);
        let mut connection = self.storage().read().await?;
        let township = storage::townships::find(&mut connection, &session.township).await?;
        let township = township.ok_or(Fault::Broken("the session's township is gone"))?;
        // A township that is corrected is no change of its sessions.
        let same = |board: &Arc<Board>| board.township.version == township.version;
        if let Some(board) = live.board(session.version).filter(same) {
            return Ok(board);
        }
        drop(connection);
        // Many screens ask for the same version at once: one works it out.
        let _working = live.working.lock().await;
        if let Some(board) = live.board(session.version).filter(same) {
            return Ok(board);
        }
        let ledger = self.ledger(&session).await?;
        let mut connection = self.storage().read().await?;
        let deputies = storage::roll::all(&mut connection, id).await?;
        let drafts = storage::polls::all(&mut connection, id).await?;
        let draft = |poll: Uuid| drafts.iter().find(|draft| draft.id == poll);
        let polls = ledger.polls().map(|poll| board_poll(poll, draft(id_of(poll)))).collect();
        let board = Arc::new(Board {
            version: session.version,
            township,
            log_key: self.inner.keys.log_key(id).public(),
            turnout: Turnout::of(&deputies, session.opens_on),
            polls,
            session,
        });
        live.keep_board(&board);
        Ok(board)
    }

    /// Follows a session: the receiver is told each version that is committed, here or on
    /// another node.
    pub fn follow(&self, id: Uuid) -> watch::Receiver<u64> {
        self.inner.live.session(id).follow()
    }

    /// The log of a session, for reading.
    ///
    /// # Errors
    /// When there is no such session.
    pub async fn log_of(&self, id: Uuid) -> Result<Arc<Ledger>, Fault> {
        self.ledger(&self.session(id).await?).await
    }
}

const fn id_of(poll: PollLedger<'_>) -> Uuid {
    poll.poll().manifest().poll
}

fn board_poll(poll: PollLedger<'_>, draft: Option<&Draft>) -> BoardPoll {
    BoardPoll {
        id: id_of(poll),
        poll: Arc::new(poll.poll().clone()),
        state: poll.phase().into(),
        switched: draft.is_some_and(|draft| !draft.paper_since.is_empty()),
        stub: draft.map_or(0, |draft| draft.position),
        question_code: poll.question_code(),
        closing_code: poll.closing_code(),
        ballots: poll.ballot_count(),
        closed_present: poll.closed().map(|closed| closed.present),
        outcome: poll.outcome().map(|entry| Arc::new(entry.outcome.clone())),
        note: poll.note().to_string(),
    }
}
