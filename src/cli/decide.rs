//! `piaojue decide`: totals and a rule in, the outcome with its reasons out.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use ballotbox::outcome::{Case, Outcome, decide};

use crate::description::DecideInput;

/// Exit status for an input that is refused.
pub(super) const BAD_INPUT: u8 = 2;

/// Decide a poll from its totals by its rule, and give the reason for every line
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Prints the outcome as JSON on standard output.

Exit status:
  0  every lawful outcome: decided, tie at the cut, shortfall, no quorum, void
  2  the input is refused; one sentence on standard error says what is wrong and where")]
pub(crate) struct DecideArgs {
    /// Poll description in JSON with `ballots` and `totals`; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs the command.
pub(crate) fn run(args: &DecideArgs) -> anyhow::Result<ExitCode> {
    let text = match read(&args.file) {
        Ok(text) => text,
        Err(error) => return Ok(refuse("decide", &args.file, &format!("{error:#}"))),
    };
    match outcome(&text) {
        Ok(outcome) => {
            let mut json = serde_json::to_string_pretty(&outcome.report())?;
            json.push('\n');
            print(&json)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => Ok(refuse("decide", &args.file, &format!("{error:#}"))),
    }
}

/// The outcome of a poll description with ballots and totals.
fn outcome(text: &str) -> anyhow::Result<Outcome> {
    let input = DecideInput::parse(text)?;
    let poll = &input.description;
    let titles = poll.titles();
    let outcome = decide(&Case {
        method: &poll.method,
        titles: &titles,
        electorate: poll.electorate,
        ballots: input.ballots,
        rule: &poll.rule,
        totals: &input.totals,
    })?;
    Ok(outcome)
}

/// Reads a file, or standard input for `-`.
pub(super) fn read(file: &Path) -> anyhow::Result<String> {
    if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin()).context("cannot be read")
    } else {
        std::fs::read_to_string(file).context("cannot be read")
    }
}

/// Writes to standard output. A reader that has seen enough (`| head`) is no failure.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// Says in one sentence why an input is refused.
pub(super) fn refuse(command: &str, file: &Path, error: &str) -> ExitCode {
    let place =
        if file == Path::new("-") { "standard input".into() } else { file.display().to_string() };
    eprintln!("piaojue {command}: {place}: {error}");
    ExitCode::from(BAD_INPUT)
}
