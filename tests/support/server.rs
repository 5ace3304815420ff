//! The built program as a server: started, killed, and started again on the same data.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use piaojue::clock::Clock;
use piaojue::service::{KeyFile, Parts, Service, SignInRules};
use piaojue::storage::Storage;

use super::process::{Folder, Process};

/// The line by which the program says where it listens begins with this.
const LISTENING: &str = "listening on http";
/// Where it is told to listen: on this machine, on a port that the system chooses.
const ANY_PORT: &str = "127.0.0.1:0";

/// A running server with a data folder of its own, both gone when dropped.
pub(crate) struct Server {
    // Fields are dropped in this order: the server ends before its folder goes.
    process: Process,
    address: String,
    program: PathBuf,
    arguments: Vec<OsString>,
    environment: Vec<(String, String)>,
    data: Folder,
}

impl Server {
    /// Starts `piaojue` with these arguments (`serve` or `demo` and its options), and waits until
    /// it listens. The data folder and the port are added.
    pub(crate) fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let program = Path::new(env!("CARGO_BIN_EXE_piaojue"));
        Self::of(program, arguments, environment).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Starts another program that keeps to the same manners; else why it did not start.
    pub(crate) fn of(
        program: &Path,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Result<Self, String> {
        Self::on(Folder::fresh("data"), program, arguments, environment)
    }

    /// As [`Self::of`], on a data folder that is there already.
    pub(crate) fn on(
        data: Folder,
        program: &Path,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Result<Self, String> {
        let arguments: Vec<_> = arguments.iter().map(OsString::from).collect();
        let environment: Vec<_> =
            environment.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        let options = [OsString::from("--data"), data.path().into()];
        let arguments = [arguments, options.into()].concat();
        let process = spawn(program, &arguments, &environment, ANY_PORT);
        let address = listening(&process)?;
        let program = program.to_owned();
        Ok(Self { process, address, program, arguments, environment, data })
    }

    /// Ends what runs, if it still does, and starts it again on the same data and port, so that
    /// browsers find it again.
    pub(crate) fn restart(&mut self) {
        self.process.end("KILL");
        self.process = spawn(&self.program, &self.arguments, &self.environment, &self.address);
        let address = listening(&self.process).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(address, self.address, "a restarted server listens where it did");
    }

    /// The same with more arguments.
    pub(crate) fn restart_with(&mut self, arguments: &[&str]) {
        self.arguments.extend(arguments.iter().map(OsString::from));
        self.restart();
    }

    /// Ends it without warning, as a power cut would.
    pub(crate) fn kill9(&mut self) {
        assert_eq!(self.process.end("KILL"), 128 + 9, "it had ended before:\n{}", self.output());
    }

    /// Asks it to end, as the system does, and waits; its exit code.
    pub(crate) fn terminate(&mut self) -> i32 {
        self.process.end("TERM")
    }

    /// Waits until it ends by itself; its exit code.
    pub(crate) fn wait(&mut self) -> i32 {
        self.process.wait()
    }

    /// Ends it without warning and leaves its data.
    pub(crate) fn leave(self) -> Folder {
        let Self { process, data, .. } = self;
        drop(process);
        data
    }

    /// Starts it again with another environment, as `restart` does.
    pub(crate) fn restart_in(&mut self, environment: &[(&str, &str)]) {
        self.environment =
            environment.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        self.restart();
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The address of a page: a path that begins with `/`.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Where its data is.
    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    /// The service on its data in this process too, beside the server: two programs on one database,
    /// as two nodes would be.
    pub(crate) async fn service(&self, site: &str) -> Service {
        let key = std::fs::read_to_string(self.data().join("piaojue.key")).unwrap();
        let url = format!("sqlite:{}?mode=rwc", self.data().join("piaojue.db").display());
        Service::begin(Parts {
            storage: Storage::open(&url).await.unwrap(),
            clock: Clock::System,
            key_file: KeyFile::parse(&key).unwrap(),
            site: site.into(),
            rules: SignInRules::rehearsal(),
        })
    }

    /// All that it has printed since it was last started.
    pub(crate) fn output(&self) -> String {
        self.process.output()
    }

    /// Its number in the system.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// How much memory it holds now.
    pub(crate) fn rss_bytes(&self) -> u64 {
        let path = format!("/proc/{}/status", self.id());
        let status = std::fs::read_to_string(path).expect("the server runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")).expect("in KiB");
        kib.parse::<u64>().unwrap() * 1024
    }
}

fn spawn(
    program: &Path,
    arguments: &[OsString],
    environment: &[(String, String)],
    address: &str,
) -> Process {
    let mut command = Command::new(program);
    command.args(arguments).args(["--listen", address]);
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    Process::start(&mut command, "KILL")
}

fn listening(process: &Process) -> Result<String, String> {
    process.line(|line| {
        let rest = line.strip_prefix(LISTENING)?;
        let rest = rest.strip_prefix('s').unwrap_or(rest).strip_prefix("://")?;
        rest.split(['/', ' ']).next().map(str::to_owned)
    })
}
