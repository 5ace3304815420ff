//! What one looks back on: the audit trail, all townships at a glance.

use std::sync::Arc;

use uuid::Uuid;

use super::board::Board;
use super::{Actor, Fault, Service};
use crate::domain::account::Role;
use crate::domain::session::Stage;
use crate::storage;
use crate::storage::audit::Kept;

/// Most lines of the audit trail that are read at once; a session has some thousands.
const LINES_MAX: u32 = 50_000;

impl Service {
    /// The latest lines of a session's audit trail, newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit_trail(&self, session: Uuid) -> Result<Vec<Kept>, Fault> {
        let mut connection = self.storage().read().await?;
        Ok(storage::audit::latest(&mut connection, Some(session), LINES_MAX).await?)
    }

    /// The latest lines of the whole installation's audit trail, for the administrator.
    ///
    /// # Errors
    /// When somebody else asks.
    pub async fn whole_audit_trail(&self, actor: &Actor) -> Result<Vec<Kept>, Fault> {
        actor.must_be(&[Role::Administrator], "verb-audit")?;
        let mut connection = self.storage().read().await?;
        Ok(storage::audit::latest(&mut connection, None, LINES_MAX).await?)
    }

    /// The boards of all sessions, the latest first: for the county and for the public list.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn boards(&self) -> Result<Vec<Arc<Board>>, Fault> {
        let mut boards = Vec::new();
        for session in self.sessions().await? {
            boards.push(self.board(session.id).await?);
        }
        Ok(boards)
    }

    /// The boards of the sessions that are running now.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn running_boards(&self) -> Result<Vec<Arc<Board>>, Fault> {
        let mut boards = self.boards().await?;
        boards.retain(|board| matches!(board.session.stage, Stage::SignIn | Stage::InSession));
        Ok(boards)
    }
}
