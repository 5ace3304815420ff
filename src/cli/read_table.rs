//! `piaojue read-table`: reads one file from standard input for the service, within limits, and
//! says its rows or what is wrong with it as JSON. Nobody types it; no help lists it.

use std::io::{Read as _, stdin};
use std::process::ExitCode;

use anyhow::Context as _;

use super::input::print;
use crate::documents::import::{
    Choice, Encoding, FILE_BYTES_MAX, FileFault, Separator, limits, read,
};

/// Read a list from standard input
#[derive(Debug, clap::Args)]
pub(crate) struct ReadTableArgs {
    /// How its text is decoded, where it is text
    #[arg(long, value_parser = encoding)]
    encoding: Option<Encoding>,
    /// What parts its cells, where it is text
    #[arg(long, value_parser = separator)]
    separator: Option<Separator>,
}

/// Runs the command.
pub(crate) fn run(args: &ReadTableArgs) -> anyhow::Result<ExitCode> {
    limits::take_upon_oneself().context("this process cannot be limited")?;
    let mut bytes = Vec::new();
    let most = u64::try_from(FILE_BYTES_MAX)? + 1;
    stdin().lock().take(most).read_to_end(&mut bytes).context("cannot be read")?;
    let choice = Choice { encoding: args.encoding, separator: args.separator };
    let said: Result<_, FileFault> = read(&bytes, choice);
    print(&serde_json::to_string(&said)?)?;
    Ok(ExitCode::SUCCESS)
}

fn encoding(name: &str) -> Result<Encoding, String> {
    Encoding::parse(name).ok_or_else(|| "no such encoding".to_owned())
}

fn separator(name: &str) -> Result<Separator, String> {
    Separator::parse(name).ok_or_else(|| "no such separator".to_owned())
}
