//! A throw-away PostgreSQL for one test: private, on a socket, gone afterwards.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::process::{Folder, Process, wait_until};

/// The user of the databases, and of the system if the tests run as root, whom PostgreSQL refuses.
const USER: &str = "postgres";

/// A cluster of its own in a folder in memory, reached by a socket in that folder only. It keeps to
/// what the program asks of its database; waiting for memory takes no time.
pub(crate) struct Postgres {
    // Fields are dropped in this order: the server ends before its folder goes.
    server: Process,
    programs: PathBuf,
    folder: Folder,
}

impl Postgres {
    /// Makes and starts a cluster, in about two seconds.
    pub(crate) fn start() -> Self {
        let programs = programs();
        let folder = owned("postgres");
        run(as_user(&programs.join("initdb"))
            .args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"])
            .args(["--username", USER, "--pgdata"])
            .arg(folder.path().join("data")));
        let server = serve(&programs, folder.path());
        Self { server, programs, folder }
    }

    /// Makes and starts a standby that follows this one under a name. What it has, it has only
    /// from there.
    pub(crate) fn standby(&self, name: &str) -> Self {
        let (programs, folder) = (self.programs.clone(), owned("standby"));
        let from =
            format!("host={} user={USER} application_name={name}", self.folder.path().display());
        run(as_user(&programs.join("pg_basebackup"))
            .args(["--no-sync", "--checkpoint=fast", "--wal-method=stream", "-R", "-d", &from])
            .arg("-D")
            .arg(folder.path().join("data")));
        let server = serve(&programs, folder.path());
        Self { server, programs, folder }
    }

    /// Ends it at once, as `pg_ctl -m immediate` does: no checkpoint, no good-bye.
    pub(crate) fn crash(&mut self) {
        self.server.end("QUIT");
    }

    /// Starts it again on what it has.
    pub(crate) fn again(&mut self) {
        self.server = serve(&self.programs, self.folder.path());
    }

    /// Where `sqlx` and `psql` find its socket, as the host of a URL.
    pub(crate) fn host(&self) -> String {
        self.folder.path().to_str().unwrap().replace('/', "%2F")
    }

    /// Creates an empty database of this name and says its address, for `sqlx` or `psql`.
    pub(crate) fn database(&self, name: &str) -> String {
        run(Command::new(self.programs.join("createdb"))
            .arg("--host")
            .arg(self.folder.path())
            .args(["--username", USER, name]));
        format!("postgres://{USER}@{}/{name}", self.host())
    }

    /// Asks a database of this cluster with `psql`; the rows, with `|` between columns.
    pub(crate) fn ask(&self, address: &str, query: &str) -> String {
        let psql = self.programs.join("psql");
        let output = run(Command::new(psql).args(["-XqtA", "-c", query, address]));
        output.trim_end().to_owned()
    }

    /// Sets a parameter of the whole cluster, and waits until it has it.
    pub(crate) fn set(&self, name: &str, value: &str) {
        let own = format!("postgres://{USER}@{}/postgres", self.host());
        self.ask(&own, &format!("alter system set {name} = '{value}'"));
        self.ask(&own, "select pg_reload_conf()");
        let set = || self.ask(&own, &format!("show {name}")) == value;
        wait_until("the cluster did not take its new setting", set);
    }

    /// Where the cluster is with its socket, for a test that looks inside.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What the server has said, for a test that failed.
    pub(crate) fn log(&self) -> String {
        self.server.output()
    }
}

/// A folder that the server may write to.
fn owned(name: &str) -> Folder {
    let folder = Folder::in_memory(name);
    if is_root() {
        run(Command::new("chown").arg(USER).arg(folder.path()));
    }
    folder
}

/// Starts a cluster and waits until it takes connections.
fn serve(programs: &Path, folder: &Path) -> Process {
    let sockets = format!("unix_socket_directories={}", folder.display());
    let mut command = as_user(&programs.join("postgres"));
    command.arg("-D").arg(folder.join("data")).args(["-c", &sockets]);
    for setting in [
        "listen_addresses=",
        "synchronous_commit=off",
        "shared_buffers=16MB",
        "max_connections=100",
    ] {
        command.args(["-c", setting]);
    }
    // QUIT ends it at once and lets it give back its shared memory.
    let server = Process::start(&mut command, "QUIT");
    let ready = |line: &str| {
        let ready = line.contains("ready to accept connections")
            || line.contains("ready to accept read-only connections");
        ready.then_some(())
    };
    server.line(ready).unwrap_or_else(|error| panic!("{error}"));
    server
}

/// The folder of the newest version that is installed.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions
        .map(|version| version.path().join("bin"))
        .filter(|folder| folder.join("initdb").exists())
        .max_by_key(|folder| {
            let name = folder.parent().and_then(Path::file_name).unwrap_or_default();
            name.to_string_lossy().parse::<u32>().unwrap_or_default()
        })
        .unwrap_or_else(|| {
            panic!("PostgreSQL is missing: tests/run installs it (apt-get install postgresql)")
        })
}

/// The program, as a user whom PostgreSQL accepts.
fn as_user(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    let (user, group) = (format!("--reuid={USER}"), format!("--regid={USER}"));
    command.args([&user, &group, "--init-groups", "--"]).arg(program);
    // The folder of the tests may be closed to that user.
    command.current_dir("/");
    command
}

fn is_root() -> bool {
    run(Command::new("id").arg("-u")).trim_end() == "0"
}

/// Runs a command that has to succeed; what it printed.
fn run(command: &mut Command) -> String {
    let done = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let error = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?} failed:\n{error}");
    String::from_utf8_lossy(&done.stdout).into_owned()
}
