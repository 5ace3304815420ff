//! The one place where SQLite and PostgreSQL differ.

use std::borrow::Cow;

use rust_embed::RustEmbed;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteError;
use sqlx::{
    AnyConnection, AnyPool, AssertSqlSafe, Connection as _, Executor as _, Row as _,
    SqlSafeStr as _,
};

use super::StorageError;

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// One file beside the program.
    Sqlite,
    /// A server for a county or a province.
    Postgres,
}

/// The timeline that a server writes, in eight hexadecimal digits; nothing where it only follows
/// another.
const TIMELINE: &str = "select case when pg_is_in_recovery() then '' \
     else substring(pg_walfile_name(pg_current_wal_lsn()) from 1 for 8) end";
/// Errors of PostgreSQL that pass, by the beginning of their code: the connection broke; two
/// transactions crossed; a lock or a statement took too long; the server ends or begins, or is a
/// standby now; it has no connection left; a transaction idled.
const PASSING: [&str; 9] =
    ["08", "40001", "40P01", "55P03", "57014", "57P", "25006", "53300", "25P03"];

#[derive(RustEmbed)]
#[folder = "migrations/sqlite/"]
struct SqliteMigrations;

#[derive(RustEmbed)]
#[folder = "migrations/postgres/"]
struct PostgresMigrations;

impl Dialect {
    /// The database that a URL names.
    pub fn of(url: &str) -> Option<Self> {
        if url.starts_with("sqlite:") {
            Some(Self::Sqlite)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Some(Self::Postgres)
        } else {
            None
        }
    }

    /// How a transaction that writes begins. A deferred one on SQLite would be refused at its first
    /// write while another writes.
    pub(super) const fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "begin immediate",
            Self::Postgres => "begin",
        }
    }

    /// Whether a row must be locked before it is read to be written.
    pub(super) const fn locks_rows(self) -> bool {
        matches!(self, Self::Postgres)
    }

    /// Connections at most: on SQLite readers beside the one writer, on PostgreSQL one writer for
    /// each session that is written to at the same time, and readers.
    pub(super) const fn connections_max(self) -> u32 {
        match self {
            Self::Sqlite => 8,
            Self::Postgres => 24,
        }
    }

    /// Sessions that are written to at the same time.
    pub const fn writers_max(self) -> usize {
        match self {
            Self::Sqlite => 1,
            Self::Postgres => 16,
        }
    }

    /// Whether an error passes by itself: on PostgreSQL a connection that broke, a server that
    /// ends, starts or has become a standby, two transactions that waited for each other. Nothing
    /// is known then of a commit, and what was asked can be asked again where asking twice does no
    /// harm.
    pub(super) fn passes(self, error: &StorageError) -> bool {
        if self == Self::Sqlite {
            return false;
        }
        match error {
            StorageError::Unwitnessed => true,
            StorageError::Driver(error) => match error {
                sqlx::Error::Database(error) => error
                    .code()
                    .is_some_and(|code| PASSING.iter().any(|class| code.starts_with(class))),
                sqlx::Error::Io(_)
                | sqlx::Error::Protocol(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::WorkerCrashed
                | sqlx::Error::BeginFailed => true,
                _ => false,
            },
            StorageError::Migrate(_)
            | StorageError::Inconsistent { .. }
            | StorageError::Changed(_)
            | StorageError::Url
            | StorageError::Setting { .. }
            | StorageError::NotFolded
            | StorageError::Full
            | StorageError::Broken(_)
            | StorageError::Later(_) => false,
        }
    }

    /// Sets a new connection up. `synchronous=full` is what keeps an acknowledged ballot through a
    /// power cut. On PostgreSQL it says the timeline, and a standby is an error.
    pub(super) async fn prepare(
        self,
        connection: &mut AnyConnection,
    ) -> Result<Option<i64>, sqlx::Error> {
        match self {
            Self::Sqlite => {
                let settings = "pragma journal_mode = wal; pragma synchronous = full; \
                     pragma foreign_keys = on; pragma trusted_schema = off; \
                     pragma busy_timeout = 5000; pragma cache_size = -8000;";
                connection.execute(settings).await?;
                Ok(None)
            }
            Self::Postgres => {
                let settings = "set synchronous_commit = on; set timezone = 'UTC'; \
                     set lock_timeout = '10s'; set idle_in_transaction_session_timeout = '30s'; \
                     set statement_timeout = '30s';";
                connection.execute(settings).await?;
                let row = connection.fetch_one(TIMELINE).await?;
                let timeline = i64::from_str_radix(&row.try_get::<String, _>(0)?, 16);
                let standby = || sqlx::Error::Configuration("the host is a standby".into());
                timeline.map(Some).map_err(|_| standby())
            }
        }
    }

    /// Writes without changing anything; on PostgreSQL into the write-ahead log, so that a standby
    /// has to answer where commits wait for one. Says the time there.
    pub(super) async fn touch(
        self,
        connection: &mut AnyConnection,
    ) -> Result<Option<i64>, sqlx::Error> {
        match self {
            Self::Sqlite => {
                let nothing = "update facts set value = value where name = ''";
                connection.execute(nothing).await?;
                Ok(None)
            }
            Self::Postgres => {
                let message = "select cast(pg_logical_emit_message(true, 'piaojue', '') as text)";
                connection.execute(message).await?;
                let time = "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
                connection.fetch_one(time).await?.try_get(0).map(Some)
            }
        }
    }

    /// Whether a connection that comes back from the pool is in no transaction. One that is left in
    /// one is closed: what is written on it would not be committed when its user thinks so.
    ///
    /// SQLite ends a transaction by itself when the disk is full, and the driver then counts one
    /// too many. On PostgreSQL a `begin` whose caller went away leaves the server in a transaction
    /// of which the driver (sqlx 0.9.0, issues 4385 and 4393) does not know, so that the server is
    /// asked: outside a transaction, its beginning is that of the statement.
    pub(super) async fn is_at_rest(
        self,
        connection: &mut AnyConnection,
    ) -> Result<bool, sqlx::Error> {
        if connection.is_in_transaction() {
            return Ok(false);
        }
        match self {
            Self::Sqlite => Ok(true),
            Self::Postgres => {
                let question = "do $$ begin if now() <> statement_timestamp() then \
                     raise exception 'left in a transaction'; end if; end $$";
                Ok(connection.execute(question).await.is_ok())
            }
        }
    }

    /// Reads back what was set: a database that only pretends would lose ballots.
    pub(super) async fn check(self, pool: &AnyPool) -> Result<(), StorageError> {
        match self {
            Self::Sqlite => {
                let row = sqlx::query("select journal_mode from pragma_journal_mode")
                    .fetch_one(pool)
                    .await?;
                want("journal_mode", row.try_get(0)?, "wal")?;
                let row = sqlx::query("select synchronous from pragma_synchronous")
                    .fetch_one(pool)
                    .await?;
                want("synchronous", row.try_get::<i64, _>(0)?.to_string(), "2")
            }
            Self::Postgres => {
                // The first is our own, set for each connection; the others are the server's.
                for name in ["synchronous_commit", "fsync", "full_page_writes"] {
                    let row = sqlx::query("select current_setting($1)")
                        .bind(name)
                        .fetch_one(pool)
                        .await?;
                    want(name, row.try_get(0)?, "on")?;
                }
                Ok(())
            }
        }
    }

    /// How many standbys must have a commit before it counts. Which of them are there only a
    /// monitor's role is told; where too few are, a commit waits.
    pub(super) async fn standbys(
        self,
        connection: &mut AnyConnection,
    ) -> Result<Option<u32>, sqlx::Error> {
        match self {
            Self::Sqlite => Ok(None),
            Self::Postgres => {
                let names = "select current_setting('synchronous_standby_names')";
                let row = connection.fetch_one(names).await?;
                Ok(Some(awaited(&row.try_get::<String, _>(0)?)))
            }
        }
    }

    /// The steps that bring the tables up to date.
    pub(super) fn migrations(self) -> Migrator {
        let files: Vec<(Cow<'static, str>, Cow<'static, [u8]>)> = match self {
            Self::Sqlite => SqliteMigrations::iter()
                .filter_map(|name| SqliteMigrations::get(&name).map(|file| (name, file.data)))
                .collect(),
            Self::Postgres => PostgresMigrations::iter()
                .filter_map(|name| PostgresMigrations::get(&name).map(|file| (name, file.data)))
                .collect(),
        };
        Migrator::with_migrations(files.iter().filter_map(step).collect())
    }
}

/// A file `0001_tables.sql` as a step.
fn step((name, bytes): &(Cow<'static, str>, Cow<'static, [u8]>)) -> Option<Migration> {
    let (number, title) = name.strip_suffix(".sql")?.split_once('_')?;
    let sql = String::from_utf8(bytes.to_vec()).ok()?;
    // The text stands in the program itself.
    let sql = AssertSqlSafe(sql).into_sql_str();
    let kind = MigrationType::Simple;
    Some(Migration::new(number.parse().ok()?, title.to_owned().into(), kind, sql, false))
}

/// What an error of the database tells of the disk.
pub(super) enum DiskTrouble {
    /// No room.
    Full,
    /// It did not read or write, or what it holds is damaged.
    Broken,
}

/// Reads an error's code: <https://www.sqlite.org/rescode.html>, and class 53 of PostgreSQL's.
pub(super) fn disk_trouble(error: &sqlx::Error) -> Option<DiskTrouble> {
    let error = error.as_database_error()?;
    let code = error.code()?;
    if error.try_downcast_ref::<SqliteError>().is_none() {
        return (code == "53100").then_some(DiskTrouble::Full);
    }
    let code: u32 = code.parse().ok()?;
    match (code & 0xff, code >> 8) {
        // The index of the write-ahead log lies in memory, and grows no more on a full disk.
        (13, _) | (10, 19) => Some(DiskTrouble::Full),
        // Input or output, a malformed image, no database.
        (10 | 11 | 26, _) => Some(DiskTrouble::Broken),
        _ => None,
    }
}

fn want(name: &'static str, found: String, wanted: &'static str) -> Result<(), StorageError> {
    if found == wanted { Ok(()) } else { Err(StorageError::Setting { name, found, wanted }) }
}

/// How many standbys a commit waits for by `synchronous_standby_names`: the number before the list,
/// as in `ANY 2 (s1, s2, s3)`; one where the list stands alone.
fn awaited(names: &str) -> u32 {
    match names.split_once('(') {
        Some((head, _)) => {
            head.split_whitespace().next_back().and_then(|count| count.parse().ok()).unwrap_or(1)
        }
        None => u32::from(!names.trim().is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::awaited;

    #[test]
    fn a_commit_waits_for_as_many_standbys_as_are_asked_for() {
        for (names, count) in [
            ("", 0),
            (" ", 0),
            ("s1", 1),
            ("s1, s2", 1),
            ("*", 1),
            ("ANY 1 (s1, s2)", 1),
            ("any 2 (s1, s2, s3)", 2),
            ("FIRST 3(s1, s2, s3)", 3),
            ("2 (s1, s2)", 2),
            ("ANY 1 (\"a(b\", s2)", 1),
        ] {
            assert_eq!(awaited(names), count, "{names:?}");
        }
    }
}
