//! The verbs, one file for each noun. Every verb goes the same way: begin, load, decide, append and
//! save, commit (`work`). Screens and the JSON interface call these and nothing below them.

pub mod accounts;
pub mod again;
pub mod archive;
mod attempts;
pub mod audit;
pub mod backup;
pub mod batches;
pub mod board;
pub mod casting;
mod checking;
pub mod closing;
mod gathered;
pub mod grants;
pub mod health;
pub mod import;
mod keys;
mod live;
pub mod logins;
pub mod measures;
mod nodes;
pub mod notes;
pub mod officers;
pub mod overview;
pub mod paper;
pub mod papers;
pub mod passwords;
mod pending;
pub mod polls;
pub mod projects;
pub mod proposals;
pub mod publication;
pub(crate) mod published;
pub mod record;
pub mod refused;
pub mod roll;
pub mod running;
mod second_factor;
pub mod self_check;
pub mod sessions;
pub mod sign_in;
pub mod slips;
pub mod tablets;
pub mod townships;
pub(crate) mod trail;
mod work;

use std::sync::{Arc, OnceLock};

use ballotbox::canonical::CanonicalError;
use ballotbox::draft::DraftError;
use ballotbox::verify::Refuted;
use thiserror::Error;
use tokio::sync::mpsc;

use crate::clock::Clock;
use crate::documents::import::process::Reader;
use crate::domain::account::{Account, Role};
use crate::domain::password::PasswordProfile;
use crate::domain::refusal::Refusal;
use crate::domain::site::Site;
use crate::domain::source::Source;
use crate::storage::notices::Notice;
use crate::storage::{Dialect, Storage, StorageError};
use attempts::Attempts;
use backup::Copier;
use casting::Cast;
use checking::Check;
use health::Health;
use keys::ServiceKeys;
use live::Live;
use measures::Measures;
use passwords::Passwords;
use refused::Refused;
use tablets::Heard;

pub use keys::KeyFile;

/// Why a verb was not carried out.
#[derive(Debug, Error)]
pub enum Fault {
    /// The rules say no, and what to do next.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The verifier would refute the entry: somebody handed in what does not hold.
    #[error("the log refuses the entry: {0}")]
    Refuted(#[from] Refuted),
    /// The log lacks what the entry would follow from.
    #[error("nothing to append: {0}")]
    Draft(#[from] DraftError),
    /// A text that cannot stand in the log.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// The database did not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The program cannot go on with this: a clock outside all years, a task that is gone.
    #[error("{0}")]
    Broken(&'static str),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Who acts: an account that has signed in.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The account.
    pub account: Account,
    /// Whether the password was typed within the last minutes.
    pub fresh: bool,
    /// Where the request comes from.
    pub source: Source,
}

impl Actor {
    /// Refuses a role that may not do it.
    ///
    /// # Errors
    /// Names who may.
    pub fn must_be(&self, roles: &[Role], verb: &'static str) -> Result<(), Refusal> {
        if roles.contains(&self.account.role) {
            return Ok(());
        }
        let who = roles.iter().map(|role| role.word()).collect();
        Err(Refusal::forbidden("refusal-role").with_word("verb", verb).with_words("roles", who))
    }

    /// Refuses when the password was not typed lately: acts of a second person ask for it.
    ///
    /// # Errors
    /// Asks for the password.
    pub fn must_be_fresh(&self) -> Result<(), Refusal> {
        if self.fresh { Ok(()) } else { Err(Refusal::forbidden("refusal-not-fresh")) }
    }
}

/// The service: everything that screens and the JSON interface can ask for.
#[derive(Clone)]
pub struct Service {
    inner: Arc<Inner>,
}

struct Inner {
    storage: Storage,
    clock: Clock,
    keys: ServiceKeys,
    passwords: Passwords,
    site: Site,
    live: Live,
    casts: mpsc::Sender<Cast>,
    checks: mpsc::Sender<Check>,
    /// To other nodes, where there can be any.
    notices: Option<mpsc::UnboundedSender<Notice>>,
    heard: Heard,
    reader: Reader,
    health: Health,
    copier: OnceLock<Arc<Copier>>,
    measures: Measures,
    rules: SignInRules,
    attempts: Attempts,
    /// Those of known devices: strangers, however many, take no place among them.
    attempts_of_known: Attempts,
    refused: Refused,
}

/// What a service needs to begin.
pub struct Parts {
    /// The database.
    pub storage: Storage,
    /// The clock.
    pub clock: Clock,
    /// The installation's secret.
    pub key_file: KeyFile,
    /// The site that tablets open, first part of every log's name.
    pub site: Site,
    /// How people sign in.
    pub rules: SignInRules,
}

/// How people sign in to an installation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignInRules {
    /// The rules for passwords.
    pub profile: PasswordProfile,
    /// Whether a second factor is asked for.
    pub second_factor: SecondFactor,
}

impl SignInRules {
    /// As rehearsals and the demo have it: a password alone signs in.
    pub const fn rehearsal() -> Self {
        Self { profile: PasswordProfile::Dengbao, second_factor: SecondFactor::Off }
    }
}

/// Whether a second factor is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecondFactor {
    /// Of everybody whom the profile names.
    #[default]
    Required,
    /// Of nobody: rehearsals and the demo, on this computer alone.
    Off,
}

impl SecondFactor {
    /// Its name on the command line and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Off => "off",
        }
    }

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Required => "second-factor-required",
            Self::Off => "second-factor-off",
        }
    }

    /// Reads its name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Required, Self::Off].into_iter().find(|it| it.name() == name)
    }
}

impl Service {
    /// Begins the service and its one writer of ballots.
    pub fn begin(parts: Parts) -> Self {
        let keys = ServiceKeys::of(&parts.key_file);
        let passwords = Passwords::new(keys.pepper());
        let (casts, queue) = mpsc::channel(casting::QUEUE_MAX);
        let (checks, unchecked) = mpsc::channel(checking::QUEUE_MAX);
        let (notices, told) = mpsc::unbounded_channel();
        let measures = Measures::new(parts.clock.timestamp().as_millisecond());
        let alone = parts.storage.dialect() == Dialect::Sqlite;
        let inner = Inner {
            storage: parts.storage,
            clock: parts.clock,
            keys,
            passwords,
            site: parts.site,
            live: Live::default(),
            casts,
            checks,
            notices: (!alone).then_some(notices),
            heard: Heard::default(),
            reader: Reader::default(),
            health: Health::default(),
            copier: OnceLock::new(),
            measures,
            rules: parts.rules,
            attempts: Attempts::default(),
            attempts_of_known: Attempts::default(),
            refused: Refused::default(),
        };
        let service = Self { inner: Arc::new(inner) };
        tokio::spawn(casting::write(Arc::downgrade(&service.inner), queue));
        tokio::spawn(checking::check(unchecked));
        tokio::spawn(refused::write(Arc::downgrade(&service.inner)));
        if !alone {
            tokio::spawn(nodes::tell(Arc::downgrade(&service.inner), told));
            tokio::spawn(nodes::hear(Arc::downgrade(&service.inner)));
        }
        service
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// How people sign in.
    pub fn rules(&self) -> SignInRules {
        self.inner.rules
    }

    /// The site that tablets open.
    pub fn site(&self) -> &str {
        &self.inner.site.host
    }

    /// The address of the site.
    pub fn address(&self) -> String {
        self.inner.site.address()
    }

    /// The address of a session's site, which may be a former one.
    pub fn address_of(&self, site: &str) -> String {
        self.inner.site.address_of(site)
    }

    /// Whether who comes by this host comes over TLS: ours, or that of a server in front of us.
    pub fn is_secure(&self, host: &str) -> bool {
        self.inner.site.is_secure(host)
    }

    fn storage(&self) -> &Storage {
        &self.inner.storage
    }

    /// Folds the database's write-ahead log into its file and closes it.
    pub async fn end(&self) {
        self.inner.storage.close().await;
    }
}
