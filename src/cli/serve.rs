//! `piaojue serve`: the service.

use std::fs::{File, TryLockError};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail, ensure};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::timeout;

use super::input::print;
use super::machine::{self, MachineArgs};
use super::network::{Network, NetworkArgs};
use crate::clock::Clock;
use crate::domain::password::PasswordProfile;
use crate::domain::site::Site;
use crate::http::{App, Operations, gated, operations};
use crate::limits::{DRAIN_TIME_MAX, OPERATIONS_CONNECTIONS_MAX};
use crate::net::{Caps, Door, Stop, listen};
use crate::service::{KeyFile, Parts, SecondFactor, Service, SignInRules};
use crate::storage::Storage;

/// The file of the database in the folder.
const DATABASE: &str = "piaojue.db";
/// Characters of a token that cannot be guessed.
const TOKEN_MIN: usize = 32;

/// Serve a voting day: pages for desk, tablets, officers and the public
#[derive(Debug, clap::Args)]
#[command(after_help = "\
At the first start it makes the folder for its data and prints a setup code, with which the first
account is made in the browser. Without TLS it listens on this computer alone. In a hall:

  piaojue serve --data /srv/piaojue --tls --listen 0.0.0.0:8443 --http 0.0.0.0:8080

makes an authority and a certificate of the hall's own; http://<this computer>:8080/ shows how a
tablet is told to trust it.

Exit status:
  0   it was asked to stop
  2   it cannot start; the message says why
  75  the disk has failed: it took no more, so that nothing is acknowledged that is not stored;
      start it again, and it checks all data first")]
pub(crate) struct ServeArgs {
    /// Folder for the database and the key file
    #[arg(long, value_name = "DIR", default_value = "piaojue-data", env = "PIAOJUE_DATA")]
    pub(super) data: PathBuf,
    /// URL of a PostgreSQL database; without it, SQLite in the folder
    #[arg(long, value_name = "URL", env = "PIAOJUE_DATABASE", hide_env_values = true)]
    pub(super) database: Option<String>,
    /// Address to listen on; port 0 takes a free one
    #[arg(
        long,
        value_name = "HOST:PORT",
        default_value = "127.0.0.1:8080",
        env = "PIAOJUE_LISTEN"
    )]
    pub(super) listen: SocketAddr,
    /// The site's name in logs and QR codes, a host with its port where it needs one; else the
    /// address that it listens on
    #[arg(long, value_name = "HOST", env = "PIAOJUE_SITE")]
    pub(super) site: Option<String>,
    /// Folder with typefaces that the office has bought (仿宋, 方正小标宋); documents then are
    /// set in them
    #[arg(long, value_name = "DIR", env = "PIAOJUE_TYPEFACES")]
    pub(super) typefaces: Option<PathBuf>,
    /// Address for those who run it: /health and /metrics for Prometheus
    #[arg(long, value_name = "HOST:PORT", env = "PIAOJUE_OPERATIONS")]
    pub(super) operations: Option<SocketAddr>,
    /// What Prometheus must bring as bearer token; needed unless that address is this computer's
    #[arg(long, value_name = "TOKEN", env = "PIAOJUE_OPERATIONS_TOKEN", hide_env_values = true)]
    pub(super) operations_token: Option<String>,
    /// Rules for passwords: dengbao (three of four classes, 90 days, none of the last five) or
    /// asvs (length alone, no end)
    #[arg(
        long,
        value_name = "PROFILE",
        default_value = "dengbao",
        value_parser = profile,
        env = "PIAOJUE_PASSWORD_PROFILE"
    )]
    pub(super) password_profile: PasswordProfile,
    /// Whether staff sign in with a code from their phone besides the password; off is for
    /// rehearsals on this computer alone
    #[arg(
        long,
        value_name = "required|off",
        default_value = "required",
        value_parser = second_factor,
        env = "PIAOJUE_SECOND_FACTOR"
    )]
    pub(super) second_factor: SecondFactor,
    #[command(flatten)]
    pub(super) machine: MachineArgs,
    #[command(flatten)]
    pub(super) network: NetworkArgs,
}

fn profile(text: &str) -> Result<PasswordProfile, &'static str> {
    PasswordProfile::parse(text).ok_or("it is dengbao or asvs")
}

fn second_factor(text: &str) -> Result<SecondFactor, &'static str> {
    SecondFactor::parse(text).ok_or("it is required or off")
}

/// Runs the command.
pub(crate) fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    super::runtime()?.block_on(async {
        let started = Started::new(args).await?;
        if let Some(code) = started.service.setup_code().await? {
            let url = started.url();
            print(&format!("setup code 初始化码: {}\n", *code))?;
            print(&format!("open {url}/setup to make the first account\n"))?;
        }
        started.serve().await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The service on data that are there already, for commands that do one thing with them, and the
/// lock that keeps other programs away from the folder.
pub(super) async fn existing(
    data: &Path,
    database: Option<&str>,
) -> anyhow::Result<(Service, File)> {
    let has = |name: &str| data.join(name).is_file();
    ensure!(has("piaojue.key"), "{} holds no data of piaojue", data.display());
    // Opening makes a database that is not there; one without anything in it answers nothing.
    let known = database.is_some() || has(DATABASE);
    ensure!(known, "{} holds no database; name its URL with --database", data.display());
    let lock = lock(data)?;
    let (storage, key_file) = (storage(data, database).await?, key_file(data)?);
    // Each session knows its own site; none is begun here.
    let (clock, site, rules) = (Clock::System, Site::default(), SignInRules::default());
    let service = Service::begin(Parts { storage, clock, key_file, site, rules });
    ensure!(service.has_the_key().await?, OTHER_KEY);
    Ok((service, lock))
}

/// Has documents set in the typefaces of a folder, where one is named.
pub(super) fn use_typefaces(folder: Option<&Path>) -> anyhow::Result<()> {
    if let Some(folder) = folder {
        ensure!(folder.is_dir(), "{}: there is no such folder of typefaces", folder.display());
        crate::documents::typeset::use_folder(folder.to_owned());
    }
    Ok(())
}

/// Why a node does not start.
const OTHER_KEY: &str = "the folder's piaojue.key is not the one that this database was begun \
     with: copy the first node's, or restore it from the backup";

/// The database at a URL, or the one in the folder.
pub(super) async fn storage(data: &Path, database: Option<&str>) -> anyhow::Result<Storage> {
    let url = if let Some(url) = database {
        url.to_owned()
    } else {
        let path = data.join(DATABASE);
        let path = path.to_str().context("the folder's name is no text")?;
        format!("sqlite:{path}?mode=rwc")
    };
    Storage::open(&url).await.context("the database cannot be opened")
}

/// A service that is ready and an address that it listens on.
pub(super) struct Started {
    pub(super) service: Service,
    network: Network,
    stopping: watch::Sender<bool>,
    _lock: File,
}

impl Started {
    /// Opens everything that the service needs.
    pub(super) async fn new(args: &ServeArgs) -> anyhow::Result<Self> {
        args.network.check(args.listen)?;
        ensure!(
            args.second_factor == SecondFactor::Required || args.listen.ip().is_loopback(),
            "{}: without a second factor the service listens on this computer alone",
            args.listen
        );
        use_typefaces(args.typefaces.as_deref())?;
        std::fs::create_dir_all(&args.data)
            .with_context(|| format!("the folder {} cannot be made", args.data.display()))?;
        machine::check_disk(&args.data)?;
        let lock = lock(&args.data)?;
        let key_file = key_file(&args.data)?;
        let network = args.network.open(&args.data, args.listen, args.site.as_deref())?;
        // After the network: an authority that was made just now is in the first backup.
        let copy = args.machine.copy(&args.data, &key_file, args.database.is_some())?;
        let storage = storage(&args.data, args.database.as_deref()).await?;
        let site = Site { host: network.site.clone(), tls: network.is_secure() };
        if !site.tls && site.is_secure(&site.host) {
            let site = site.address();
            tracing::warn!(site, "browsers must come by this address, or nobody can sign in");
        }
        let rules =
            SignInRules { profile: args.password_profile, second_factor: args.second_factor };
        let clock = Clock::System;
        let service = Service::begin(Parts { storage, clock, key_file, site, rules });
        ensure!(service.has_the_key().await?, OTHER_KEY);
        if let Err(unsound) = service.self_check().await {
            let damaged = unsound.wants_a_backup();
            let error = anyhow::Error::new(unsound);
            let what = "the data do not hold; restore a backup";
            return Err(if damaged { error.context(what) } else { error });
        }
        let (stopping, stop) = watch::channel(false);
        operate(args, service.clone(), stop)?;
        service.note_start(&super::program::digest()).await?;
        if service.standbys().await == Some(0) {
            tracing::warn!(
                "no commit waits for a standby (synchronous_standby_names): an acknowledged ballot \
                 is on one machine"
            );
        }
        service.watch_machine(&args.data, args.machine.marks());
        if let Some(plan) = copy {
            service.copy_to(plan).await?;
        }
        Ok(Self { service, network, stopping, _lock: lock })
    }

    /// Where browsers find it.
    pub(super) fn url(&self) -> String {
        self.network.url()
    }

    /// Serves until it is asked to stop.
    pub(super) async fn serve(self) -> anyhow::Result<()> {
        // Whoever reads the greeting may ask us to stop.
        let stopped = stopped().context("the system's signals cannot be heard")?;
        print(&self.network.greeting()?)?;
        let service = self.service.clone();
        let stop = self.stopping.subscribe();
        let stopping = self.stopping;
        let broken = service.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = broken.broken() => machine::fail_stop(),
                () = stopped => {}
            }
            stopping.send_replace(true);
        });
        let app = App { service: self.service };
        let router = gated(app, self.network.admission(stop.clone()));
        self.network.serve(router, stop).await;
        if let Err(error) = service.note_stop().await {
            tracing::warn!(%error, "the stop was not written down");
        }
        // A change that was cut off from its client goes on; it is given its time, and no more.
        if timeout(DRAIN_TIME_MAX, service.end()).await.is_err() {
            tracing::warn!("the database was not closed in time");
        }
        Ok(())
    }
}

/// Serves the operators' address, where there is one.
fn operate(args: &ServeArgs, service: Service, stop: Stop) -> anyhow::Result<()> {
    let Some(address) = args.operations else { return Ok(()) };
    let token = args.operations_token.as_deref();
    ensure!(
        token.map_or(address.ip().is_loopback(), |token| token.len() >= TOKEN_MIN),
        "{address}: what is not this computer's own address needs PIAOJUE_OPERATIONS_TOKEN with \
         {TOKEN_MIN} characters or more"
    );
    let listener = listen(address).with_context(|| format!("cannot listen on {address}"))?;
    print(&format!("operations on http://{}\n", listener.local_addr()?))?;
    let (data, token) = (args.data.clone(), token.map(Into::into));
    let router = operations(Operations { service, data, token });
    let door = Door { router, tls: None, caps: Caps::new(OPERATIONS_CONNECTIONS_MAX, None) };
    tokio::spawn(crate::net::serve(listener, door, stop));
    Ok(())
}

/// Hears from now on that the program is asked to stop.
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// One service for one folder: two would not know of each other.
pub(super) fn lock(data: &Path) -> anyhow::Result<File> {
    let path = data.join("piaojue.lock");
    let file =
        File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            bail!("another piaojue is running with the folder {}; stop it first", data.display())
        }
        Err(TryLockError::Error(error)) => Err(error).context("the folder cannot be locked"),
    }
}

/// The installation's secret, made at the first start, readable by its owner alone.
pub(super) fn key_file(data: &Path) -> anyhow::Result<KeyFile> {
    let path = data.join("piaojue.key");
    match std::fs::read_to_string(&path) {
        Ok(text) => KeyFile::parse(&text)
            .with_context(|| format!("{} is damaged: restore it from the backup", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let key = KeyFile::generate();
            super::output::create_new(&path, format!("{}\n", key.text()).as_bytes(), 0o600)?;
            Ok(key)
        }
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}
