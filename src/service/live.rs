//! What runs now: each session's ledger and board, kept ready, and who waits for its next version.
//!
//! Nothing here is the truth: all of it is read again from the database when it is not here, or
//! when another node has written since.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use ballotbox::ledger::Ledger;
use tokio::sync::{Mutex, watch};
use uuid::Uuid;

use super::board::Board;

/// One session in memory.
pub(super) struct LiveSession {
    /// The turn to write: writes of one session come one after another.
    pub(super) turn: Arc<Mutex<()>>,
    /// The turn to read what other nodes have appended.
    pub(super) reading: Mutex<()>,
    ledger: RwLock<Option<Arc<Ledger>>>,
    /// Entries that a commit of this node has made durable, on the standby too where there is one.
    durable: AtomicUsize,
    /// The turn to work a board out.
    pub(super) working: Mutex<()>,
    board: RwLock<Option<Arc<Board>>>,
    version: watch::Sender<u64>,
}

impl LiveSession {
    fn new() -> Self {
        let (version, _) = watch::channel(0);
        Self {
            turn: Arc::default(),
            reading: Mutex::default(),
            ledger: RwLock::default(),
            durable: AtomicUsize::new(0),
            working: Mutex::default(),
            board: RwLock::new(None),
            version,
        }
    }

    /// The ledger as last committed; nothing before it was read.
    pub(super) fn ledger(&self) -> Option<Arc<Ledger>> {
        self.ledger.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps a ledger that was read; one that is longer stays.
    pub(super) fn keep_ledger(&self, ledger: &Arc<Ledger>) {
        let mut place = self.ledger.write().unwrap_or_else(PoisonError::into_inner);
        if place.as_ref().is_none_or(|known| known.size() < ledger.size()) {
            *place = Some(Arc::clone(ledger));
        }
    }

    /// Keeps a ledger that this node has just committed, whatever was there.
    pub(super) fn keep_committed(&self, ledger: Arc<Ledger>) {
        self.durable.store(ledger.size(), Ordering::Release);
        *self.ledger.write().unwrap_or_else(PoisonError::into_inner) = Some(ledger);
    }

    /// Whether the entry at an index is known to be durable. What was merely read may have been
    /// committed by a server that went away before its standby had it.
    pub(super) fn is_durable(&self, index: usize) -> bool {
        index < self.durable.load(Ordering::Acquire)
    }

    /// The board of a version, where it is here.
    pub(super) fn board(&self, version: u64) -> Option<Arc<Board>> {
        let board = self.board.read().unwrap_or_else(PoisonError::into_inner);
        board.clone().filter(|board| board.version == version)
    }

    /// Keeps a board.
    pub(super) fn keep_board(&self, board: &Arc<Board>) {
        let mut place = self.board.write().unwrap_or_else(PoisonError::into_inner);
        if place.as_ref().is_none_or(|old| old.version <= board.version) {
            *place = Some(Arc::clone(board));
        }
    }

    /// Tells everybody who follows that there is a new version.
    pub(super) fn announce(&self, version: u64) {
        self.version.send_if_modified(|known| {
            let newer = version > *known;
            *known = version.max(*known);
            newer
        });
    }

    /// Follows the versions.
    pub(super) fn follow(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }
}

/// All sessions in memory.
#[derive(Default)]
pub(super) struct Live {
    sessions: RwLock<HashMap<Uuid, Arc<LiveSession>>>,
}

impl Live {
    /// How many follow.
    pub(super) fn screens(&self) -> usize {
        let sessions = self.sessions.read().unwrap_or_else(PoisonError::into_inner);
        sessions.values().map(|live| live.version.receiver_count()).sum()
    }

    /// A session's place, where it has one already.
    pub(super) fn known(&self, id: Uuid) -> Option<Arc<LiveSession>> {
        self.sessions.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// Tells who follows here what another node has committed.
    pub(super) fn heard(&self, session: Uuid, version: u64) {
        if let Some(live) = self.known(session) {
            live.announce(version);
        }
    }

    /// A session's place in memory.
    pub(super) fn session(&self, id: Uuid) -> Arc<LiveSession> {
        self.known(id).unwrap_or_else(|| {
            let mut sessions = self.sessions.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(sessions.entry(id).or_insert_with(|| Arc::new(LiveSession::new())))
        })
    }
}
