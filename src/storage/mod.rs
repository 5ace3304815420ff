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
mod hosts;
pub mod log;
pub mod logins;
pub mod notes;
pub mod notices;
pub mod officers;
pub mod paper;
pub mod polls;
pub mod projects;
pub mod proposals;
pub mod raw;
pub mod roll;
mod row;
pub mod secrets;
pub mod sessions;
pub mod tablets;
pub mod townships;

use std::io::ErrorKind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::any::{Any, AnyPoolOptions};
use sqlx::migrate::MigrateError;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgPool;
use sqlx::{AnyConnection, AnyPool, Transaction};
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

pub use dialect::Dialect;
use dialect::DiskTrouble;
use hosts::Hosts;

/// Connections that read back what others have committed.
const WITNESSES_MAX: u32 = 2;
/// How long a connection may take before all hosts are asked which is the primary.
const LOOK_AFTER: Duration = Duration::from_millis(250);
/// How often a request asks again for a connection while the database is away.
const TRIES: u32 = 24;
/// How long one try may take.
const TRY_MAX: Duration = Duration::from_secs(4);
/// How long a commit on PostgreSQL may wait, for its standby perhaps. After that nothing is known
/// of it, and whoever can ask again with the same bytes does. `statement_timeout` ends no commit.
const COMMIT_MAX: Duration = Duration::from_secs(20);

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
    /// What was committed is not there for others.
    #[error("another connection does not see what was committed")]
    Unwitnessed,
    /// Somebody else reads an older state of the file, so that its write-ahead log stays beside it.
    #[error(
        "another program is reading the database, so that its write-ahead log cannot be folded \
         into it; wait until that program (a backup, perhaps) has ended, and start again"
    )]
    NotFolded,
    /// The URL names no database that the program speaks to.
    #[error("the database URL begins with neither sqlite: nor postgres:")]
    Url,
    /// The database does not keep what was promised.
    #[error("the database has {name} set to {found}; {wanted} is needed, or it loses ballots")]
    Setting {
        /// What is set.
        name: &'static str,
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
    hosts: Hosts,
    /// Other connections, which see what is committed and nothing else.
    witnesses: Option<AnyPool>,
    /// The connection that hears what other nodes tell.
    ear: Arc<Mutex<Option<PgPool>>>,
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
        let hosts = Hosts::of(dialect, url)?;
        let admitting = hosts.clone();
        let options = AnyPoolOptions::new()
            .max_connections(dialect.connections_max())
            .acquire_timeout(TRY_MAX)
            .before_acquire(move |connection, _| Box::pin(dialect.is_at_rest(connection)))
            .after_connect(move |connection, _| {
                let hosts = admitting.clone();
                Box::pin(async move { hosts.admit(connection).await })
            });
        let pool = options.clone().connect_lazy_with(hosts.first()?);
        let first = hosts.first()?;
        let witnesses = options.max_connections(WITNESSES_MAX);
        let witnesses = dialect.locks_rows().then(|| witnesses.connect_lazy_with(first));
        let (writer, commits) = (Arc::new(Semaphore::new(1)), Arc::default());
        let storage =
            Self { pool, dialect, hosts, witnesses, ear: Arc::default(), writer, commits };
        storage.look_around().await;
        dialect.check(&storage.pool).await?;
        dialect.migrations().run(&storage.pool).await?;
        Ok(storage)
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
            .after_connect(move |connection, _| {
                Box::pin(async move { dialect.prepare(connection).await.map(drop) })
            })
            .connect(url)
            .await?;
        Self::of(pool, dialect, url)
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
        Self::of(pool, Dialect::Sqlite, &url)
    }

    fn of(pool: AnyPool, dialect: Dialect, url: &str) -> Result<Self, StorageError> {
        let hosts = Hosts::of(dialect, url)?;
        let (writer, commits) = (Arc::new(Semaphore::new(1)), Arc::default());
        Ok(Self { pool, dialect, hosts, witnesses: None, ear: Arc::default(), writer, commits })
    }

    /// How many transactions have been committed since it was opened.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Which database it is.
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Finds the primary among several hosts.
    async fn look_around(&self) {
        if self.hosts.are_several() {
            let pools: Vec<_> = std::iter::once(&self.pool).chain(&self.witnesses).collect();
            self.hosts.look(&pools).await;
        }
    }

    /// Waits for what needs a connection; where that takes long, or fails in a way that passes, the
    /// primary is looked for.
    async fn patiently<T, F: Future<Output = Result<T, sqlx::Error>>>(
        &self,
        ask: impl Fn() -> F,
    ) -> Result<T, StorageError> {
        let mut tries = 0;
        loop {
            let mut asked = std::pin::pin!(ask());
            let answer = loop {
                match timeout(LOOK_AFTER, &mut asked).await {
                    Ok(answer) => break answer,
                    // What waits goes on waiting: given up, it could leave a transaction open.
                    Err(_) => self.look_around().await,
                }
            };
            match answer.map_err(StorageError::from) {
                Err(error) if self.dialect.passes(&error) && tries < TRIES => {
                    let waited = matches!(error, StorageError::Driver(sqlx::Error::PoolTimedOut));
                    tries += if waited { TRIES / 2 } else { 1 };
                    self.look_around().await;
                    sleep(LOOK_AFTER).await;
                }
                answer => return answer,
            }
        }
    }

    /// A connection to read with.
    ///
    /// # Errors
    /// When none is to be had.
    pub async fn read(&self) -> Result<PoolConnection<Any>, StorageError> {
        self.patiently(|| self.pool.acquire()).await
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
        let begin = self.dialect.begin();
        let transaction = self.patiently(|| self.pool.begin_with(begin)).await?;
        let commits = Arc::clone(&self.commits);
        Ok(Tx { transaction, dialect: self.dialect, commits, _turn: turn })
    }

    /// Reads on another connection that a session's log has so many entries: a commit on a
    /// connection that was inside an older transaction unawares would not be seen there. SQLite
    /// needs no witness.
    ///
    /// # Errors
    /// [`StorageError::Unwitnessed`] when it has fewer.
    pub async fn witness(&self, session: Uuid, log_size: u64) -> Result<(), StorageError> {
        let Some(witnesses) = &self.witnesses else { return Ok(()) };
        let mut connection = self.patiently(|| witnesses.acquire()).await?;
        let found = sessions::find(&mut connection, session).await?;
        let seen = found.is_some_and(|found| found.log_size >= log_size);
        if seen { Ok(()) } else { Err(StorageError::Unwitnessed) }
    }

    /// Whether an error passes by itself, so that the same can be asked again.
    pub fn passes(&self, error: &StorageError) -> bool {
        self.dialect.passes(error)
    }

    /// Tries whether a commit comes to its end, and says the database's own time in milliseconds
    /// since 1970 where it has a clock of its own.
    ///
    /// # Errors
    /// When it does not.
    pub async fn try_commit(&self) -> Result<Option<i64>, StorageError> {
        let mut tx = self.begin().await?;
        let at = self.dialect.touch(tx.connection()).await?;
        tx.commit().await?;
        Ok(at)
    }

    /// How many standbys must have a commit before it counts, as the server is set now; SQLite has
    /// none.
    ///
    /// # Errors
    /// When the database does not say.
    pub async fn standbys(&self) -> Result<Option<u32>, StorageError> {
        let mut connection = self.read().await?;
        Ok(self.dialect.standbys(&mut connection).await?)
    }

    /// Connections, and those of them that are idle.
    pub fn connections(&self) -> (u32, usize) {
        (self.pool.size(), self.pool.num_idle())
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        self.pool.is_closed()
    }

    /// Closes all connections; SQLite then folds its write-ahead log into the file.
    pub async fn close(&self) {
        self.pool.close().await;
        if let Some(witnesses) = &self.witnesses {
            witnesses.close().await;
        }
        let ear = self.ear.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(ear) = ear {
            ear.close().await;
        }
    }
}

impl Tx {
    /// Makes it durable.
    ///
    /// # Errors
    /// When the database cannot; then nothing of it happened, or nobody knows.
    pub async fn commit(self) -> Result<(), StorageError> {
        let commit = self.transaction.commit();
        match self.dialect {
            Dialect::Sqlite => commit.await?,
            // Nobody says that a machine is gone while it is only waited for.
            Dialect::Postgres => match timeout(COMMIT_MAX, commit).await {
                Ok(done) => done?,
                Err(_) => return Err(sqlx::Error::Io(ErrorKind::TimedOut.into()).into()),
            },
        }
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
