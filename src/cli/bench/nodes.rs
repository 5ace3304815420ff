//! The nodes that are measured: this program as child processes, so that the system counts what
//! they use.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, bail};
use rustix::process::{Pid, Signal, kill_process};

/// The line by which a node says where it listens begins with this.
const LISTENING: &str = "listening on http://";

/// Units of processor time in a second, as Linux shows them to programs on every machine.
const TICKS_PER_SECOND: u64 = 100;

/// What the system counted of a node.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Used {
    /// Milliseconds of processor time.
    pub(super) cpu_ms: u64,
    /// Most memory in KiB.
    pub(super) peak_kib: u64,
}

/// All nodes; they end when this is dropped.
pub(super) struct Nodes {
    running: Vec<Node>,
}

struct Node {
    child: Mutex<Child>,
    address: String,
    last: Mutex<Used>,
}

impl Nodes {
    /// Starts so many nodes, each with a folder of its own and the same key.
    pub(super) fn start(count: usize, data: &Path, database: Option<&str>) -> anyhow::Result<Self> {
        let mut nodes = Self { running: Vec::new() };
        for number in 0..count {
            let folder = folder(data, number)?;
            nodes.running.push(Node::start(&folder, database)?);
        }
        Ok(nodes)
    }

    /// Where they listen.
    pub(super) fn addresses(&self) -> Vec<String> {
        self.running.iter().map(|node| node.address.clone()).collect()
    }

    /// Kills the last node, as a power cut would.
    pub(super) fn kill_last(&self) {
        if let Some(node) = self.running.last() {
            node.sample();
            node.signal(Signal::KILL);
        }
    }

    /// Counts what the nodes have used so far.
    pub(super) fn sample(&self) {
        self.running.iter().for_each(Node::sample);
    }

    /// Asks all to end and waits; what each has used.
    pub(super) fn end(self) -> Vec<Used> {
        self.sample();
        for node in &self.running {
            node.signal(Signal::TERM);
        }
        let used = |node: &Node| {
            let mut child = node.child.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(error) = child.wait() {
                tracing::warn!(%error, "a node cannot be waited for");
            }
            *node.last.lock().unwrap_or_else(PoisonError::into_inner)
        };
        self.running.iter().map(used).collect()
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        for node in &self.running {
            let mut child = node.child.lock().unwrap_or_else(PoisonError::into_inner);
            // One that has ended cannot be killed, which is as well.
            let _ended = child.kill();
            let _ended = child.wait();
        }
    }
}

/// The folder of a node; the first has the data themselves.
fn folder(data: &Path, number: usize) -> anyhow::Result<PathBuf> {
    if number == 0 {
        return Ok(data.to_owned());
    }
    let folder = data.join(format!("node{}", number + 1));
    std::fs::create_dir_all(&folder)?;
    std::fs::copy(data.join("piaojue.key"), folder.join("piaojue.key"))?;
    Ok(folder)
}

impl Node {
    fn start(folder: &Path, database: Option<&str>) -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["serve", "--listen", "127.0.0.1:0", "--site", "bench.example", "--data"]);
        command.arg(folder).stdin(Stdio::null()).stdout(Stdio::piped());
        command.env("RUST_LOG", "warn").env("PIAOJUE_CONFIG", "");
        match database {
            Some(url) => command.env("PIAOJUE_DATABASE", url),
            None => command.env_remove("PIAOJUE_DATABASE"),
        };
        let mut child = command.spawn().context("a node cannot be started")?;
        let output = child.stdout.take().context("a node says nothing")?;
        let child = Mutex::new(child);
        for line in BufReader::new(output).lines() {
            if let Some(rest) = line?.strip_prefix(LISTENING) {
                let address = rest.split(['/', ' ']).next().unwrap_or_default().to_owned();
                return Ok(Self { child, address, last: Mutex::default() });
            }
        }
        bail!("a node ended before it listened")
    }

    fn id(&self) -> u32 {
        self.child.lock().unwrap_or_else(PoisonError::into_inner).id()
    }

    fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.id()).ok().and_then(Pid::from_raw);
        if let Some(id) = id
            && let Err(error) = kill_process(id, signal)
        {
            tracing::warn!(%error, "a node cannot be asked to end");
        }
    }

    fn sample(&self) {
        if let Some(used) = used(&self.id().to_string()) {
            *self.last.lock().unwrap_or_else(PoisonError::into_inner) = used;
        }
    }
}

/// What the system has counted of a process; nothing once it has ended.
pub(super) fn used(process: &str) -> Option<Used> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in parentheses may hold spaces; user and system time are the 12th and 13th after it.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    let ticks = ticks()? + ticks()?;
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let peak_kib = peak.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(Used { cpu_ms: ticks * 1_000 / TICKS_PER_SECOND, peak_kib })
}
