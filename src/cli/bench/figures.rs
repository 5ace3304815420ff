//! What was measured, as a table for people and as JSON, with the machine it was measured on.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use super::Plan;
use super::nodes::Used;
use super::tablets::Cast;
use crate::storage::raw;

/// Transactions by which the database alone is measured.
const TRANSACTIONS: u32 = 400;
/// Bytes of a row, about a ballot of twenty options.
const ROW_BYTES: usize = 10_000;

/// Durable transactions in a second, without the service.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Engine {
    /// One after another.
    one_connection: u64,
    /// Over eight connections; SQLite has one writer.
    eight_connections: u64,
}

/// Everything.
#[derive(Debug, Default, Serialize)]
pub(super) struct Figures {
    version: &'static str,
    release_build: bool,
    machine: String,
    cores: usize,
    load_before: String,
    load_after: String,
    database: &'static str,
    mode: String,
    nodes: usize,
    one_killed: bool,
    sessions: usize,
    deputies: usize,
    options: usize,
    seconds: u64,
    acknowledged: usize,
    unanswered: usize,
    pub(super) stored: usize,
    pub(super) lost: usize,
    pub(super) doubled: usize,
    pub(super) verified: usize,
    retries: u64,
    states_to_screens: u64,
    p50_us: u128,
    p90_us: u128,
    p99_us: u128,
    max_us: u128,
    whole_ms: u128,
    per_second: u128,
    nodes_cpu_ms: Vec<u64>,
    nodes_peak_kib: Vec<u64>,
    generator_cpu_ms: u64,
    pub(super) engine: Engine,
}

/// Measures the database alone, in a file of its own or in a table that is dropped.
pub(super) async fn engine(data: &Path, database: Option<&str>) -> anyhow::Result<Engine> {
    let file = data.join("engine.db");
    let own = format!("sqlite:{}?mode=rwc", file.display());
    let (url, row) = (database.unwrap_or(&own), Arc::from(vec![7_u8; ROW_BYTES]));
    let one_connection = raw::rate(url, 1, TRANSACTIONS, Arc::clone(&row)).await?;
    let eight_connections = match database {
        Some(url) => raw::rate(url, 8, TRANSACTIONS * 4, row).await?,
        None => one_connection,
    };
    Ok(Engine { one_connection, eight_connections })
}

impl Figures {
    /// What stands before anything is cast.
    pub(super) fn before(plan: Plan, postgres: bool) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            release_build: !cfg!(debug_assertions),
            machine: machine(),
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            load_before: load(),
            database: if postgres { "PostgreSQL" } else { "SQLite" },
            mode: format!("{:?}", plan.mode).to_lowercase(),
            nodes: plan.nodes,
            one_killed: plan.kill_one,
            sessions: plan.sessions,
            deputies: plan.deputies,
            options: plan.options,
            seconds: plan.window.as_secs(),
            ..Self::default()
        }
    }

    /// Takes what the tablets and the system have seen.
    pub(super) fn take(&mut self, cast: &Cast, used: &[Used]) {
        let mut times: Vec<_> = cast.acknowledged.iter().map(|one| one.time).collect();
        times.sort_unstable();
        (self.acknowledged, self.unanswered) = (times.len(), cast.unanswered);
        (self.retries, self.states_to_screens) = (cast.retries, cast.states);
        self.p50_us = part(&times, 50);
        self.p90_us = part(&times, 90);
        self.p99_us = part(&times, 99);
        self.max_us = part(&times, 100);
        self.whole_ms = cast.whole.as_millis();
        let acknowledged = u128::try_from(times.len()).unwrap_or_default();
        self.per_second = acknowledged * 1_000 / self.whole_ms.max(1);
        self.nodes_cpu_ms = used.iter().map(|used| used.cpu_ms).collect();
        self.nodes_peak_kib = used.iter().map(|used| used.peak_kib).collect();
        self.generator_cpu_ms = cast.own.cpu_ms;
    }

    /// What stands when all is over.
    pub(super) fn after(&mut self) {
        self.load_after = load();
    }

    /// Nothing was lost or doubled, and every session verifies.
    pub(super) fn holds(&self) -> bool {
        (self.lost, self.doubled, self.unanswered) == (0, 0, 0)
            && self.stored == self.sessions * self.deputies
            && self.verified == self.sessions
    }

    /// For people.
    pub(super) fn table(&self) -> String {
        let build = if self.release_build { "release build" } else { "DEVELOPMENT BUILD" };
        let cpu: u64 = self.nodes_cpu_ms.iter().sum();
        let kib: Vec<_> = self.nodes_peak_kib.iter().map(|kib| (kib / 1024).to_string()).collect();
        let rows = [
            ("machine", format!("{} cores, {}, {build}", self.cores, self.machine)),
            ("load before, after", format!("{}, {}", self.load_before, self.load_after)),
            ("database, nodes", format!("{}, {}{}", self.database, self.nodes, self.killed())),
            ("sessions × deputies", format!("{} × {}", self.sessions, self.deputies)),
            ("projects on a ballot", self.options.to_string()),
            ("acknowledged", format!("{} in {}", self.acknowledged, ms(self.whole_ms * 1_000))),
            ("per second", self.per_second.to_string()),
            ("p50", ms(self.p50_us)),
            ("p90", ms(self.p90_us)),
            ("p99", ms(self.p99_us)),
            ("slowest", ms(self.max_us)),
            ("asked again", self.retries.to_string()),
            ("states sent to screens", self.states_to_screens.to_string()),
            ("processor time of the nodes", format!("{cpu} ms")),
            ("processor time of the generator", format!("{} ms", self.generator_cpu_ms)),
            ("memory of the nodes, at most", format!("{} MiB", kib.join(", "))),
            ("database alone, one connection", format!("{}/s", self.engine.one_connection)),
            ("database alone, eight", format!("{}/s", self.engine.eight_connections)),
            ("unanswered", self.unanswered.to_string()),
            ("lost", self.lost.to_string()),
            ("doubled", self.doubled.to_string()),
            ("sessions verified", format!("{} of {}", self.verified, self.sessions)),
        ];
        let mut text = format!("| {} | |\n|---|---|\n", self.mode);
        for (name, value) in rows {
            // Writing to a text does not fail.
            let _written = writeln!(text, "| {name} | {value} |");
        }
        text
    }

    const fn killed(&self) -> &'static str {
        if self.one_killed { ", the last one killed in the middle" } else { "" }
    }
}

/// So many hundredths of sorted times.
fn part(times: &[Duration], hundredths: usize) -> u128 {
    let place = times.len().saturating_sub(1) * hundredths / 100;
    times.get(place).map_or(0, Duration::as_micros)
}

fn ms(microseconds: u128) -> String {
    format!("{}.{} ms", microseconds / 1_000, microseconds % 1_000 / 100)
}

fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("model name"));
    name.unwrap_or_default().trim_start_matches(['\t', ':', ' ']).to_owned()
}

fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_loss_is_a_failure() {
        let good =
            || Figures { sessions: 2, deputies: 3, stored: 6, verified: 2, ..Figures::default() };
        assert!(good().holds());
        for bad in [
            Figures { lost: 1, ..good() },
            Figures { doubled: 1, ..good() },
            Figures { unanswered: 1, ..good() },
            Figures { stored: 5, ..good() },
            Figures { verified: 1, ..good() },
        ] {
            assert!(!bad.holds(), "{bad:?}");
        }
    }
}
