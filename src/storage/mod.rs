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
pub mod file;
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
pub mod townships;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::any::{Any, AnyPoolOptions};
use sqlx::migrate::MigrateError;
use sqlx::pool::PoolConnection;
use sqlx::{AnyConnection, AnyPool, Transaction};
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use dialect::Dialect;
use dialect::DiskTrouble;

/// Connections at most; readers beside the one writer.
const CONNECTIONS_MAX: u32 = 8;

/// Why the database did not do it.
#[derive(Debug, Error)]
pub enum StorageError {
    /// The driver or the database refused.
    #[error("the database refused: {0}")]
    Driver(sqlx::Error),
    /// The disk is full. Nothing of it happened, and it works again once there is room.
    #[error("the disk is full")]
    Full,
    /// The disk did not read or write, or the file is no database any more. What was thought to be
    /// stored may not be: nobody may go on, or try again what failed.
    #[error("the disk failed: {0}")]
    Broken(sqlx::Error),
    /// The tables are of a later version of the program.
    #[error(
        "the data were written by a later version of piaojue (step {0} of its tables is not known \
         here); start that version, or restore a backup that this version made"
    )]
    Later(i64),
    /// The tables could not be brought up to date.
    #[error("the tables cannot be brought up to date: {0}")]
    Migrate(sqlx::migrate::MigrateError),
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

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        match dialect::disk_trouble(&error) {
            Some(DiskTrouble::Full) => Self::Full,
            Some(DiskTrouble::Broken) => Self::Broken(error),
            None => Self::Driver(error),
        }
    }
}

impl From<MigrateError> for StorageError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(step) => Self::Later(step),
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            other => Self::Migrate(other),
        }
    }
}

/// The database.
#[derive(Clone, Debug)]
pub struct Storage {
    pool: AnyPool,
    dialect: Dialect,
    /// SQLite has one writer at a time; waiting here is fair and has no timeout of its own.
    writer: Arc<Semaphore>,
    commits: Arc<AtomicU64>,
}

/// A transaction that writes. Dropped without [`Tx::commit`], it is rolled back.
#[derive(Debug)]
pub struct Tx {
    transaction: Transaction<'static, Any>,
    dialect: Dialect,
    commits: Arc<AtomicU64>,
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
            .before_acquire(move |connection, _| Box::pin(dialect.is_at_rest(connection)))
            .connect(url)
            .await?;
        dialect.check(&pool).await?;
        dialect.migrations().run(&pool).await?;
        Ok(Self::of(pool, dialect))
    }

    /// Opens a SQLite database that a service may be writing to, to read it: its tables stay as
    /// they are.
    ///
    /// # Errors
    /// When it cannot be opened, or is none of ours.
    pub async fn open_beside(url: &str) -> Result<Self, StorageError> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of(url).ok_or(StorageError::Url)?;
        let pool = AnyPoolOptions::new()
            .max_connections(1)
            .after_connect(move |connection, _| Box::pin(dialect.prepare(connection)))
            .connect(url)
            .await?;
        Ok(Self::of(pool, dialect))
    }

    /// Opens the file of a SQLite database to read it, without a trace: nothing is set, nothing is
    /// brought up to date. Nobody may be writing to it.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open_at_rest(path: &str) -> Result<Self, StorageError> {
        sqlx::any::install_default_drivers();
        let url = format!("sqlite:{path}?mode=ro&immutable=true");
        let pool = AnyPoolOptions::new().max_connections(1).connect(&url).await?;
        Ok(Self::of(pool, Dialect::Sqlite))
    }

    fn of(pool: AnyPool, dialect: Dialect) -> Self {
        let (writer, commits) = (Arc::new(Semaphore::new(1)), Arc::default());
        Self { pool, dialect, writer, commits }
    }

    /// How many transactions have been committed since it was opened.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
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
        let commits = Arc::clone(&self.commits);
        Ok(Tx { transaction, dialect: self.dialect, commits, _turn: turn })
    }

    /// Which database it is.
    pub const fn dialect(&self) -> Dialect {
        self.dialect
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
        self.transaction.commit().await?;
        self.commits.fetch_add(1, Ordering::Relaxed);
        Ok(())
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
