//! The command line: one file per command, its help complete, its exit codes documented.

mod admin;
mod audit;
mod backup;
mod bench;
mod card;
mod decide;
mod demo;
mod export;
mod import;
mod input;
mod machine;
mod network;
mod output;
mod program;
mod read_table;
mod rule;
mod serve;
mod settings;
mod simulate;
mod slips;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::documents::import::process::COMMAND as READ_TABLE;

/// The vote on livelihood projects of a people's congress (民生实事项目票决), sealed and verifiable
#[derive(Debug, Parser)]
#[command(name = "piaojue", version, arg_required_else_help = true)]
#[command(after_help = "\
Options that do not change can stand in a file `piaojue.toml` in the folder in which the program is
started, or in the one that PIAOJUE_CONFIG names: those of a command in a table of its name, those
of all above. What is typed counts first, then the environment, then the file.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::DemoArgs),
    Serve(Box<serve::ServeArgs>),
    Decide(decide::DecideArgs),
    Simulate(simulate::SimulateArgs),
    Verify(verify::VerifyArgs),
    Rule(rule::RuleArgs),
    Slips(slips::SlipsArgs),
    Card(card::CardArgs),
    Import(import::ImportArgs),
    Export(export::ExportArgs),
    Backup(backup::BackupArgs),
    Restore(backup::RestoreArgs),
    Audit(audit::AuditArgs),
    Admin(admin::AdminArgs),
    Bench(bench::BenchArgs),
    #[command(name = READ_TABLE, hide = true)]
    ReadTable(read_table::ReadTableArgs),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let typed = std::env::args_os().collect();
    let arguments = match settings::with_file(&Arguments::command(), typed) {
        Ok(arguments) => Arguments::parse_from(arguments),
        Err(error) => {
            eprintln!("piaojue: {error:#}");
            return ExitCode::from(input::BAD_INPUT);
        }
    };
    let done = match arguments.command {
        Command::Demo(args) => demo::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Decide(args) => decide::run(&args),
        Command::Simulate(args) => simulate::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Rule(args) => rule::run(&args),
        Command::Slips(args) => slips::run(&args),
        Command::Card(args) => card::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Backup(args) => backup::back_up(&args),
        Command::Restore(args) => backup::bring_back(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Admin(args) => admin::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::ReadTable(args) => read_table::run(&args),
    };
    done.unwrap_or_else(|error| {
        eprintln!("piaojue: {error:#}");
        ExitCode::from(input::BAD_INPUT)
    })
}

/// The threads that a server runs on, and its log on standard error (`RUST_LOG` says how much).
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
