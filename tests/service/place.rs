//! Databases for tests: an empty one for each, of either sort, and copies of one that is prepared.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use piaojue::storage::Storage;

use crate::support::postgres::Postgres;
use crate::support::process::{Folder, Sweeper};

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// The name of the next database.
static NEXT: AtomicU32 = AtomicU32::new(1);

/// A database of its own.
#[derive(Clone)]
pub(crate) struct Place {
    kind: Kind,
    name: String,
    /// Its address, as the program takes it.
    pub(crate) url: String,
}

impl Place {
    /// A database without tables.
    pub(crate) fn empty(kind: Kind) -> Self {
        let place = Self::named(kind);
        if kind == Kind::Postgres {
            cluster().postgres.database(&place.name);
        }
        place
    }

    /// Asks the database, which is PostgreSQL, with `psql`.
    pub(crate) fn ask(&self, query: &str) -> String {
        cluster().postgres.ask(&self.url, query)
    }

    /// A copy of this one, which nobody may be connected to.
    pub(crate) fn copy(&self) -> Self {
        let place = Self::named(self.kind);
        match self.kind {
            Kind::Sqlite => {
                std::fs::copy(file(&self.name), file(&place.name)).unwrap();
            }
            Kind::Postgres => {
                let (new, old) = (&place.name, &self.name);
                let sql = format!("create database {new} template {old}");
                cluster().postgres.ask(&address("postgres"), &sql);
            }
        }
        place
    }

    fn named(kind: Kind) -> Self {
        let name = format!("place{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let url = match kind {
            Kind::Sqlite => format!("sqlite:{}?mode=rwc", file(&name)),
            Kind::Postgres => address(&name),
        };
        Self { kind, name, url }
    }

    /// The database, its tables brought up to date.
    pub(crate) async fn storage(&self) -> Storage {
        Storage::open(&self.url).await.unwrap()
    }
}

/// Where the file of a SQLite database is.
fn file(name: &str) -> String {
    static FOLDER: OnceLock<(Folder, Sweeper)> = OnceLock::new();
    let (folder, _) = FOLDER.get_or_init(|| {
        let folder = Folder::in_memory("service");
        let sweeper = Sweeper::of(folder.path());
        (folder, sweeper)
    });
    folder.path().join(format!("{name}.db")).to_str().unwrap().to_owned()
}

struct Cluster {
    postgres: Postgres,
    _sweeper: Sweeper,
}

/// The one cluster of this binary.
fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        let postgres = Postgres::start();
        let sweeper = Sweeper::of(postgres.folder());
        Cluster { postgres, _sweeper: sweeper }
    })
}

fn address(database: &str) -> String {
    let host = cluster().postgres.folder().to_str().unwrap().replace('/', "%2F");
    format!("postgres://postgres@{host}/{database}")
}
