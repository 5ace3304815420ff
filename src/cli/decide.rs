//! `piaojue decide`: totals and a rule in, the outcome with its reasons out.

use std::path::PathBuf;
use std::process::ExitCode;

use ballotbox::outcome::{Case, Outcome, decide};

use super::input::{print, read, refuse};
use crate::description::DecideInput;

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
