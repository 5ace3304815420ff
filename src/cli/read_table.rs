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
    // Nothing is wrong with the file; it is not read where reading it cannot be limited.
    let limited = limits::take_upon_oneself().map_err(|_| FileFault::Unread);
    let said = match limited {
        Ok(()) => read(&input()?, Choice { encoding: args.encoding, separator: args.separator }),
        Err(fault) => Err(fault),
    };
    print(&serde_json::to_string(&said)?)?;
    Ok(ExitCode::SUCCESS)
}

fn input() -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(FILE_BYTES_MAX)? + 1;
    stdin().lock().take(most).read_to_end(&mut bytes).context("cannot be read")?;
    Ok(bytes)
}

fn encoding(name: &str) -> Result<Encoding, String> {
    Encoding::parse(name).ok_or_else(|| "no such encoding".to_owned())
}

fn separator(name: &str) -> Result<Separator, String> {
    Separator::parse(name).ok_or_else(|| "no such separator".to_owned())
}
