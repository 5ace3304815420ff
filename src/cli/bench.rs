//! `piaojue bench`: seals the ballots of a hall or of a whole county ahead of time, casts them as
//! tablets do, and says how fast they were acknowledged and that none was lost or doubled.

mod county;
mod figures;
mod judge;
mod nodes;
mod tablets;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, ensure};

use super::input::print;
use super::serve;
use county::County;
use figures::Figures;

/// Measure how fast sealed ballots are acknowledged
#[derive(Debug, clap::Args)]
#[command(after_help = "\
It founds its own sessions in a new folder, or in an empty database, seals all ballots, starts the
program as so many nodes, and casts over HTTP. Afterwards it reads the log, lets the officers count
and publish, and verifies every bundle. Measure with a release build on a machine without other
work.

Exit status:
  0  no ballot was lost or doubled, and every session verifies
  1  a ballot was lost or doubled, or a session does not verify
  2  it cannot be measured; the message says why")]
pub(crate) struct BenchArgs {
    /// What is cast: a hall in one second, a county in three minutes, or as much as goes
    #[arg(value_enum)]
    mode: Mode,
    /// Folder for the data, which must not hold any yet; else one that is deleted at the end
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// URL of an empty PostgreSQL database; without it, SQLite in the folder
    #[arg(long, value_name = "URL", env = "PIAOJUE_BENCH_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// Nodes over the database; several only over PostgreSQL
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=8))]
    nodes: u8,
    /// Kill the last node when half of the ballots are in
    #[arg(long)]
    kill_one: bool,
    /// Sessions that vote at the same time
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=200))]
    sessions: Option<u16>,
    /// Deputies of each session
    #[arg(long, value_parser = clap::value_parser!(u16).range(2..=5_000))]
    deputies: Option<u16>,
    /// Seconds within which all cast; of no use where as much as goes is cast
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=3_600))]
    seconds: Option<u16>,
    /// Projects on the ballot, of which at most half are chosen
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u8).range(2..=60))]
    options: u8,
    /// Tablets that cast without a pause, where as much as goes is cast
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    tablets: u16,
    /// File for the figures as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// What is cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Mode {
    /// One session, 150 deputies, one second
    Hall,
    /// 20 sessions of 150 deputies in three minutes
    County,
    /// 4 sessions of 500 deputies, as fast as they are acknowledged
    Sustained,
}

/// What is measured, with all numbers.
#[derive(Clone, Copy, Debug)]
struct Plan {
    mode: Mode,
    sessions: usize,
    deputies: usize,
    window: Duration,
    options: usize,
    tablets: usize,
    nodes: usize,
    kill_one: bool,
}

impl BenchArgs {
    fn plan(&self) -> anyhow::Result<Plan> {
        let (sessions, deputies, seconds) = match self.mode {
            Mode::Hall => (1, 150, 1),
            Mode::County => (20, 150, 180),
            Mode::Sustained => (4, 500, 0),
        };
        ensure!(self.nodes == 1 || self.database.is_some(), "several nodes need --database");
        ensure!(self.nodes > 1 || !self.kill_one, "--kill-one needs a node that stays");
        Ok(Plan {
            mode: self.mode,
            sessions: self.sessions.map_or(sessions, usize::from),
            deputies: self.deputies.map_or(deputies, usize::from),
            window: Duration::from_secs(self.seconds.map_or(seconds, u64::from)),
            options: usize::from(self.options),
            tablets: usize::from(self.tablets),
            nodes: usize::from(self.nodes),
            kill_one: self.kill_one,
        })
    }
}

/// Runs the command.
pub(crate) fn run(args: &BenchArgs) -> anyhow::Result<ExitCode> {
    let plan = args.plan()?;
    let passing = args.data.is_none();
    let data = args.data.clone().unwrap_or_else(|| {
        std::env::temp_dir().join(format!("piaojue-bench-{}", std::process::id()))
    });
    ensure!(!data.join("piaojue.key").exists(), "{} holds data already", data.display());
    let done = super::runtime()?.block_on(measure(args, plan, &data));
    if passing {
        // Nothing to be done where it cannot be deleted: it lies in the folder for such things.
        let _left = std::fs::remove_dir_all(&data);
    }
    let figures = done?;
    print(&figures.table())?;
    if let Some(file) = &args.json {
        let text = serde_json::to_string_pretty(&figures)?;
        std::fs::write(file, text).with_context(|| format!("{}", file.display()))?;
    }
    Ok(if figures.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn measure(args: &BenchArgs, plan: Plan, data: &std::path::Path) -> anyhow::Result<Figures> {
    std::fs::create_dir_all(data)?;
    let key = serve::key_file(data)?;
    let database = args.database.as_deref();
    let county = County::found(plan, serve::storage(data, database).await?, key).await?;
    let mut figures = Figures::before(plan, database.is_some());
    figures.engine = figures::engine(data, database).await?;
    let nodes = nodes::Nodes::start(plan.nodes, data, database)?;
    let cast = tablets::play(plan, &county, &nodes).await?;
    figures.take(&cast, &nodes.end());
    let service = county::service(serve::storage(data, database).await?, serve::key_file(data)?);
    judge::judge(&service, &county, &cast, &mut figures).await?;
    service.end().await;
    figures.after();
    Ok(figures)
}
