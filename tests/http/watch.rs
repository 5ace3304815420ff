//! Watches how much memory a server and the processes that it starts take, while a test goes on.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// The most that was seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Peaks {
    /// Bytes of the server.
    pub(crate) server: u64,
    /// Bytes of one of its children.
    pub(crate) child: u64,
    /// Children at the same time.
    pub(crate) at_once: usize,
    /// All children that were seen.
    pub(crate) children: BTreeSet<u32>,
}

/// A watch over a process and its children.
pub(crate) struct Watch {
    ends: Arc<AtomicBool>,
    thread: JoinHandle<Peaks>,
}

impl Watch {
    /// Begins to watch.
    pub(crate) fn over(server: u32) -> Self {
        let ends = Arc::new(AtomicBool::new(false));
        let thread = std::thread::spawn({
            let ends = Arc::clone(&ends);
            move || {
                let mut peaks = Peaks::default();
                while !ends.load(Ordering::Relaxed) {
                    look(server, &mut peaks);
                    std::thread::sleep(Duration::from_micros(500));
                }
                peaks
            }
        });
        Self { ends, thread }
    }

    /// Ends, and says what was seen.
    pub(crate) fn end(self) -> Peaks {
        self.ends.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

fn look(server: u32, peaks: &mut Peaks) {
    peaks.server = peaks.server.max(status(server, "VmRSS:").unwrap_or(0));
    // A thread's children are listed with the thread that started them.
    let Ok(threads) = std::fs::read_dir(format!("/proc/{server}/task")) else { return };
    let lists = threads
        .flatten()
        .filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    let children: BTreeSet<u32> = lists
        .flat_map(|list| list.split(' ').filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
        .collect();
    // One that has ended and is still to be waited for holds nothing.
    let living: Vec<u64> = children.iter().filter_map(|child| status(*child, "VmHWM:")).collect();
    peaks.at_once = peaks.at_once.max(living.len());
    peaks.child = peaks.child.max(living.into_iter().max().unwrap_or(0));
    peaks.children.extend(children);
}

fn status(process: u32, what: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(what))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib * 1024)
}
