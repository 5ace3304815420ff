//! Programs that tests start, and that never outlive their test.

use std::io::{BufRead as _, BufReader, Read};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How long a program may take before it says what is awaited. A machine that builds at the same
/// time is slow.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);
/// How often a state is asked for, at most: for a minute of pauses.
const TRIES: u32 = 12_000;
/// How long it is waited before a state is asked for again.
const PAUSE: Duration = Duration::from_millis(5);

/// Asks for a state again and again until it is there; fails with these words when it never comes.
pub(crate) fn wait_until(otherwise: &str, so: impl Fn() -> bool) {
    for _ in 0..TRIES {
        if so() {
            return;
        }
        std::thread::sleep(PAUSE);
    }
    panic!("{otherwise}");
}

/// An empty folder for one test, removed with all it holds when dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A fresh folder in the system's place for temporary files: the path has to be short, because
    /// a socket's path has at most 107 bytes, and open to other users of the machine.
    pub(crate) fn fresh(name: &str) -> Self {
        Self::below(&std::env::temp_dir(), name)
    }

    /// The same in memory where the system has such a place, for data that need not outlive a power
    /// cut: a disk that is busy with what was built just now makes each commit wait.
    pub(crate) fn in_memory(name: &str) -> Self {
        let memory = Path::new("/dev/shm");
        if memory.is_dir() { Self::below(memory, name) } else { Self::fresh(name) }
    }

    fn below(place: &Path, name: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("piaojue-{name}-{}-{number}", std::process::id());
        let path = place.join(name);
        // Left by a run that was killed, and the system gave its number out again.
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What was killed just now may still be writing its last file.
        for _ in 0..50 {
            if std::fs::remove_dir_all(&self.0).is_ok() || !self.0.exists() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Removes a folder that lives as long as the test program, for nothing static is ever dropped.
pub(crate) struct Sweeper(#[expect(dead_code, reason = "its input ends with the program")] Child);

impl Sweeper {
    /// Removes this one.
    pub(crate) fn of(folder: &Path) -> Self {
        let script = r#"read end; for try in 1 2 3 4 5; do sleep 1; rm -rf -- "$1" && exit; done"#;
        let mut command = Command::new("sh");
        command.args(["-c", script, "sweeper"]).arg(folder).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

/// A running program with all that it started, in a process group of its own.
///
/// Beside it runs a guard, a shell that waits for the end of its standard input and then ends the
/// group. So the group is gone when the test ends, when it panics, and when the test program
/// itself is killed or interrupted.
pub(crate) struct Process {
    name: String,
    child: Child,
    guard: Child,
    lines: Mutex<Receiver<String>>,
    output: Arc<Mutex<String>>,
}

impl Process {
    /// Starts the command. `signal` ends its group: `KILL`, or what it needs to clean up.
    pub(crate) fn start(command: &mut Command, signal: &str) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {name} ({error}): run tests/run first"));
        let guard = Command::new("sh")
            .args(["-c", r#"read end; kill -s "$1" -- "-$2""#, "guard", signal])
            .arg(child.id().to_string())
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let output = Arc::new(Mutex::new(String::new()));
        collect(child.stdout.take().unwrap(), Arc::clone(&output), sender.clone());
        collect(child.stderr.take().unwrap(), Arc::clone(&output), sender);
        Self { name, child, guard, lines: Mutex::new(lines), output }
    }

    /// Waits until it prints a line from which `wanted` takes something; else what it said.
    pub(crate) fn line<T>(&self, wanted: impl Fn(&str) -> Option<T>) -> Result<T, String> {
        let lines = self.lines.lock().unwrap();
        loop {
            let why = match lines.recv_timeout(PATIENCE) {
                Ok(line) => match wanted(&line) {
                    Some(found) => return Ok(found),
                    None => continue,
                },
                Err(RecvTimeoutError::Timeout) => "said nothing more",
                Err(RecvTimeoutError::Disconnected) => "ended",
            };
            return Err(format!(
                "{} {why} before it was ready. What it said:\n{}",
                self.name,
                self.output()
            ));
        }
    }

    /// All that it has printed on both streams.
    pub(crate) fn output(&self) -> String {
        self.output.lock().unwrap().clone()
    }

    /// Its number in the system.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends this signal to it alone, waits until it ends, and says its exit code; a program that a
    /// signal ended has 128 and the signal's number, as in a shell.
    pub(crate) fn end(&mut self, signal: &str) -> i32 {
        let sent = Command::new("sh")
            .args(["-c", r#"kill -s "$1" "$2""#, "end", signal, &self.id().to_string()])
            .stderr(Stdio::null())
            .status();
        sent.unwrap();
        self.wait()
    }

    /// Waits until it ends; its exit code, as [`Self::end`] says it.
    pub(crate) fn wait(&mut self) -> i32 {
        let status = self.child.wait().unwrap();
        status.code().unwrap_or_else(|| 128 + status.signal().unwrap())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
        let _ = self.child.wait();
    }
}

/// Keeps what a stream says, and hands it on line by line.
fn collect(stream: impl Read + Send + 'static, output: Arc<Mutex<String>>, lines: Sender<String>) {
    std::thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|count| count > 0) {
            let line = String::from_utf8_lossy(&bytes).into_owned();
            output.lock().unwrap().push_str(&line);
            // Nobody may be waiting for a line any more.
            let _ = lines.send(line.trim_end().to_owned());
            bytes.clear();
        }
    });
}
