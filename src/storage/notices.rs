//! What nodes over one PostgreSQL tell each other: which session has which version now.
//!
//! A notice is sent **after** the commit of what it tells of, on its own. In the same transaction
//! it would make all sessions wait for each other: PostgreSQL commits transactions that notify one
//! at a time, from before the flush until after the standby's answer. A notice that is lost, with
//! its node or its connection, is made good by [`Ear::next`], which looks itself from time to time.

use std::sync::PoisonError;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgListener, PgPool, PgPoolOptions, PgRow};
use sqlx::{ConnectOptions as _, Executor as _, Row as _};
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};
use uuid::Uuid;

use super::{Dialect, Storage, StorageError};

/// The channel.
const CHANNEL: &str = "piaojue";
/// How often a listener looks itself, whatever it hears: what was never told is seen then.
const LOOK_EVERY: Duration = Duration::from_secs(3);
/// How long such a look may take before the connection counts as lost.
const LOOK_MAX: Duration = Duration::from_secs(5);

/// A session has this version.
pub type Notice = (Uuid, u64);

/// A connection that hears what other nodes tell. It is lost with the first error; then a new one
/// is made, which begins with all versions as they are.
#[derive(Debug)]
pub struct Ear {
    listener: PgListener,
    /// When it looks: at once, and now and then.
    looks: Interval,
}

impl Storage {
    /// Begins to hear; nothing where the database has one node alone.
    ///
    /// # Errors
    /// When there is no connection.
    pub async fn ear(&self) -> Result<Option<Ear>, StorageError> {
        if self.dialect == Dialect::Sqlite {
            return Ok(None);
        }
        self.look_around().await;
        let url = self.pool.connect_options().database_url.clone();
        let options = PgConnectOptions::from_url(&url)?;
        let pool: PgPool = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(LOOK_MAX)
            .max_lifetime(None)
            .idle_timeout(None)
            .connect_with(options)
            .await?;
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        *self.ear.lock().unwrap_or_else(PoisonError::into_inner) = Some(pool);
        if self.is_closed() {
            // It was closed while this one connected.
            self.close().await;
            return Err(sqlx::Error::PoolClosed.into());
        }
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(Some(Ear { listener, looks }))
    }

    /// Tells other nodes which versions sessions have now.
    ///
    /// # Errors
    /// When the database cannot be reached; others then see it a little later.
    pub async fn tell(&self, notices: &[Notice]) -> Result<(), StorageError> {
        if self.dialect == Dialect::Sqlite || notices.is_empty() {
            return Ok(());
        }
        let mut connection = self.read().await?;
        for (session, version) in notices {
            sqlx::query("select cast(pg_notify($1, $2) as text)")
                .bind(CHANNEL)
                .bind(format!("{session} {version}"))
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }
}

impl Ear {
    /// Waits for what others tell; now and then, and first of all, gives all sessions as they are.
    ///
    /// # Errors
    /// When the connection is lost.
    pub async fn next(&mut self) -> Result<Vec<Notice>, StorageError> {
        tokio::select! {
            biased;
            _ = self.looks.tick() => {}
            heard = self.listener.try_recv() => return match heard? {
                Some(notice) => Ok(read(notice.payload()).into_iter().collect()),
                None => Err(sqlx::Error::WorkerCrashed.into()),
            },
        }
        let query = "select id, version from sessions where stage <> 'closed'";
        let rows = timeout(LOOK_MAX, self.listener.fetch_all(query)).await;
        let rows = rows.map_err(|_| sqlx::Error::PoolTimedOut)??;
        let notice = |row: &PgRow| {
            let (id, version): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
            Ok(read(&format!("{id} {version}")))
        };
        let notices: Result<Vec<_>, sqlx::Error> = rows.iter().map(notice).collect();
        Ok(notices?.into_iter().flatten().collect())
    }
}

/// A notice as it is sent; what is none comes from somebody else.
fn read(payload: &str) -> Option<Notice> {
    let (session, version) = payload.split_once(' ')?;
    Some((session.parse().ok()?, version.parse().ok()?))
}
