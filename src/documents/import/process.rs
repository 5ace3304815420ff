//! The process that reads files: the program itself, started anew for each file. If a file makes it
//! grow, turn in circles or break, it ends, and the service goes on.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::{Choice, FILE_BYTES_MAX, FileFault, Table};

/// The command of the program that reads a file; no help lists it.
pub const COMMAND: &str = "read-table";
/// Processes at a time.
const AT_ONCE: usize = 2;
/// How long a file waits for its turn.
const TURN_MAX: Duration = Duration::from_secs(20);
/// How long a process may take, by the clock on the wall: four times the work that it is allowed,
/// so that a laptop with much else to do does not refuse a lawful list.
const WALL_MAX: Duration = Duration::from_secs(20);
/// Most bytes that it may say: a file's text, and what JSON puts around each cell.
const SAID_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Reads files, two at a time.
#[derive(Clone, Debug)]
pub struct Reader {
    turns: Arc<Semaphore>,
}

impl Default for Reader {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Reader {
    /// Reads a file in a process of its own.
    ///
    /// # Errors
    /// Says what is wrong with the file, or that reading it took too much.
    pub async fn read(&self, file: Vec<u8>, choice: Choice) -> Result<Table, FileFault> {
        if file.len() > FILE_BYTES_MAX {
            return Err(FileFault::Long);
        }
        let turn = timeout(TURN_MAX, Arc::clone(&self.turns).acquire_owned()).await;
        let Ok(Ok(_turn)) = turn else { return Err(FileFault::Busy) };
        let mut process = start(choice).map_err(|error| {
            tracing::error!(%error, "the process that reads files cannot be started");
            FileFault::Unread
        })?;
        let talk = process.talk(file);
        // On its way out the process is killed and waited for, whatever happened.
        match timeout(WALL_MAX, talk).await {
            Ok(Some(said)) => understand(&said),
            Ok(None) => Err(FileFault::Unread),
            Err(_) => Err(FileFault::Limits),
        }
    }
}

/// What the process said is a table or a fault; broken off, it was over its limits.
fn understand(said: &[u8]) -> Result<Table, FileFault> {
    serde_json::from_slice(said).unwrap_or(Err(FileFault::Limits))
}

/// A process that is gone when dropped.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nobody to kill.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(choice: Choice) -> std::io::Result<Process> {
    let mut command = Command::new(program()?);
    command.arg(COMMAND);
    if let Some(encoding) = choice.encoding {
        command.args(["--encoding", encoding.name()]);
    }
    if let Some(separator) = choice.separator {
        command.args(["--separator", separator.name()]);
    }
    // Nothing that the service knows from its environment is the reader's business.
    command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().map(Process)
}

/// The program that runs. On Linux the system knows it even after a new version was put in its
/// place on the disk.
fn program() -> std::io::Result<PathBuf> {
    if cfg!(target_os = "linux") {
        Ok(PathBuf::from("/proc/self/exe"))
    } else {
        std::env::current_exe()
    }
}

impl Process {
    /// Hands the file over and takes the answer; nothing where that cannot even be tried.
    async fn talk(&mut self, file: Vec<u8>) -> Option<Vec<u8>> {
        let (mut input, output) = (self.0.stdin.take()?, self.0.stdout.take()?);
        let hand_over = tokio::task::spawn_blocking(move || {
            // A reader that has seen enough does not listen to the end.
            let _ = input.write_all(&file);
        });
        let listen = tokio::task::spawn_blocking(move || {
            let mut said = Vec::new();
            let heard = output.take(SAID_BYTES_MAX).read_to_end(&mut said);
            heard.map(|_| said).unwrap_or_default()
        });
        let (said, _) = tokio::join!(listen, hand_over);
        said.ok()
    }
}
