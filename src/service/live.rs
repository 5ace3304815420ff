//! What runs now: each session's ledger and board, kept ready, and who waits for its next version.
//!
//! Nothing here is the truth: all of it is read again from the database when it is not here, or
//! when another node has written since.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use ballotbox::ledger::Ledger;
use tokio::sync::{Mutex, watch};
use uuid::Uuid;

use super::board::Board;

/// One session in memory.
pub(super) struct LiveSession {
    /// The ledger as last committed; nothing before it was read. Its lock is the turn to write:
    /// writes of one session come one after another.
    pub(super) ledger: Arc<Mutex<Option<Ledger>>>,
    board: RwLock<Option<Arc<Board>>>,
    version: watch::Sender<u64>,
}

impl LiveSession {
    fn new() -> Self {
        let (version, _) = watch::channel(0);
        Self { ledger: Arc::default(), board: RwLock::new(None), version }
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
    /// A session's place in memory.
    pub(super) fn session(&self, id: Uuid) -> Arc<LiveSession> {
        let known = self.sessions.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        known.unwrap_or_else(|| {
            let mut sessions = self.sessions.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(sessions.entry(id).or_insert_with(|| Arc::new(LiveSession::new())))
        })
    }
}
