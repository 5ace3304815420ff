//! Several nodes over one PostgreSQL: what is committed on one is told to those who follow on the
//! others. Nothing rests on it but how soon a screen changes: every answer reads the database.

use std::collections::HashMap;
use std::sync::Weak;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;
use uuid::Uuid;

use super::{Fault, Inner, Service};
use crate::storage;
use crate::storage::notices::Notice;

/// The fact that holds the public half of the installation's key.
const KEY: &str = "key";
/// Notices that are sent together.
const TOGETHER_MAX: usize = 256;
/// How long a node waits before it tries to hear again.
const PAUSE: Duration = Duration::from_millis(250);

impl Service {
    /// Whether this node has the key file that the database was begun with; the first node's is
    /// taken. Receipts of another key would be nobody's, and passwords would not fit.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn has_the_key(&self) -> Result<bool, Fault> {
        let ours = self.inner.keys.log_key(Uuid::nil()).public().to_string();
        let mut tx = self.storage().begin().await?;
        let known = storage::facts::read(tx.connection(), KEY).await?;
        if known.is_none() {
            storage::facts::write(tx.connection(), KEY, &ours).await?;
            tx.commit().await?;
        }
        Ok(known.is_none_or(|known| known == ours))
    }

    /// Tells the other nodes which version a session has now.
    pub(super) fn tell_nodes(&self, session: Uuid, version: u64) {
        if let Some(notices) = &self.inner.notices {
            // The task that sends them ends with the service.
            let _gone = notices.send((session, version));
        }
    }
}

/// Sends what was committed here: the newest version of each session, all that has queued at once.
pub(super) async fn tell(service: Weak<Inner>, mut notices: mpsc::UnboundedReceiver<Notice>) {
    let mut queued = Vec::with_capacity(TOGETHER_MAX);
    while notices.recv_many(&mut queued, TOGETHER_MAX).await > 0 {
        let Some(inner) = service.upgrade() else { return };
        let mut newest: HashMap<Uuid, u64> = HashMap::new();
        for (session, version) in queued.drain(..) {
            let known = newest.entry(session).or_default();
            *known = version.max(*known);
        }
        let newest: Vec<Notice> = newest.into_iter().collect();
        if inner.storage.is_closed() {
            return;
        }
        if let Err(error) = inner.storage.tell(&newest).await {
            tracing::warn!(%error, "other nodes were not told; they look by themselves");
        }
    }
}

/// Hears what other nodes have committed, and tells who follows here. It ends with the service.
pub(super) async fn hear(service: Weak<Inner>) {
    loop {
        let Some(inner) = service.upgrade() else { return };
        if inner.storage.is_closed() {
            return;
        }
        let ear = inner.storage.ear().await;
        drop(inner);
        match ear {
            Ok(None) => return,
            Ok(Some(mut ear)) => {
                let error = loop {
                    match ear.next().await {
                        Ok(notices) => {
                            let Some(inner) = service.upgrade() else { return };
                            for (session, version) in notices {
                                inner.live.heard(session, version);
                            }
                        }
                        Err(error) => break error,
                    }
                };
                if !service.upgrade().is_some_and(|inner| inner.storage.is_closed()) {
                    tracing::warn!(%error, "the database is silent; this node hears again soon");
                }
            }
            Err(error) => tracing::warn!(%error, "this node does not hear what others commit"),
        }
        sleep(PAUSE).await;
    }
}
