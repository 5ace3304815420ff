//! The nouns at rest: all SQL stands here, one file for each noun, each statement written once for
//! SQLite and PostgreSQL (`docs/adr/0009-sqlite-by-default-postgresql-by-choice.md`).
//!
//! Functions take a connection and do one thing; what belongs together stands in one transaction,
//! which the service begins and commits. What the two databases do differently is in `dialect`.

pub mod accounts;
pub mod attendance;
pub mod audit;
pub mod begun;
mod dialect;
pub mod facts;
pub mod failures;
pub mod grants;
pub mod log;
pub mod logins;
pub mod notes;
pub mod officers;
pub mod paper;
pub mod polls;
pub mod projects;
pub mod proposals;
pub mod roll;
mod row;
pub mod secrets;
pub mod sessions;
pub mod tablets;
pub mod townships;

use std::sync::Arc;

use sqlx::any::{Any, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::{AnyConnection, AnyPool, Transaction};
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use dialect::Dialect;

/// Connections at most; readers beside the one writer.
const CONNECTIONS_MAX: u32 = 8;

/// Why the database did not do it.
#[derive(Debug, Error)]
pub enum StorageError {
    /// The driver or the database refused.
    #[error("the database refused: {0}")]
    Driver(#[from] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("the tables cannot be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A row that cannot be: somebody changed the database by hand, or it is damaged.
    #[error("table {table} holds what cannot be: {what}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// What was found.
        what: String,
    },
    /// A row was changed by somebody else in the meantime.
    #[error("the row of table {0} was changed in the meantime")]
    Changed(&'static str),
    /// The URL names no database that the program speaks to.
    #[error("the database URL begins with neither sqlite: nor postgres:")]
    Url,
    /// The database does not keep what was promised.
    #[error("the database is set to {found}, {wanted} is needed")]
    Setting {
        /// What it says.
        found: String,
        /// What it must say.
        wanted: &'static str,
    },
}

/// The database.
#[derive(Clone, Debug)]
pub struct Storage {
    pool: AnyPool,
    dialect: Dialect,
    /// SQLite has one writer at a time; waiting here is fair and has no timeout of its own.
    writer: Arc<Semaphore>,
}

/// A transaction that writes. Dropped without [`Tx::commit`], it is rolled back.
#[derive(Debug)]
pub struct Tx {
    transaction: Transaction<'static, Any>,
    dialect: Dialect,
    _turn: Option<OwnedSemaphorePermit>,
}

impl Storage {
    /// Opens the database at a URL, checks how it is set, and brings its tables up to date.
    ///
    /// # Errors
    /// When it cannot be opened, is set wrongly, or holds tables of a later version.
    pub async fn open(url: &str) -> Result<Self, StorageError> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of(url).ok_or(StorageError::Url)?;
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS_MAX)
            .after_connect(move |connection, _| Box::pin(dialect.prepare(connection)))
            .connect(url)
            .await?;
        dialect.check(&pool).await?;
        dialect.migrations().run(&pool).await?;
        Ok(Self { pool, dialect, writer: Arc::new(Semaphore::new(1)) })
    }

    /// A connection to read with.
    ///
    /// # Errors
    /// When none is to be had.
    pub async fn read(&self) -> Result<PoolConnection<Any>, StorageError> {
        Ok(self.pool.acquire().await?)
    }

    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// When none is to be had.
    pub async fn begin(&self) -> Result<Tx, StorageError> {
        let turn = match self.dialect {
            // The semaphore is never closed, so that a turn always comes.
            Dialect::Sqlite => Arc::clone(&self.writer).acquire_owned().await.ok(),
            Dialect::Postgres => None,
        };
        let transaction = self.pool.begin_with(self.dialect.begin()).await?;
        Ok(Tx { transaction, dialect: self.dialect, _turn: turn })
    }

    /// Closes all connections; SQLite then folds its write-ahead log into the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl Tx {
    /// Makes it durable.
    ///
    /// # Errors
    /// When the database cannot; then nothing of it happened, or nobody knows.
    pub async fn commit(self) -> Result<(), StorageError> {
        Ok(self.transaction.commit().await?)
    }

    /// The connection to write with.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// Which database it is.
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }
}
