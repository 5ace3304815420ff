//! `piaojue decide`: totals and a rule in, the outcome with its reasons out.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ballotbox::outcome::{Case, Outcome, decide};
use serde_json::{Value, json};

use super::input::{Lines, print, read, refuse, shown};
use crate::description::DecideInput;

/// Decide a poll from its totals by its rule, and give the reason for every line
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Prints the outcome as JSON on standard output. With --lines each line of the input is a poll, and
each line of the output the outcome of the poll in the same line, or `{\"error\":\"…\"}`.

Exit status:
  0  every lawful outcome: decided, tie at the cut, shortfall, no quorum, void
  2  the input is refused; one sentence on standard error says what is wrong and where")]
pub(crate) struct DecideArgs {
    /// Poll description in JSON with `ballots` and `totals`; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Many polls, one in each line; a line that is refused does not stop the others
    #[arg(long)]
    lines: bool,
}

/// Runs the command.
pub(crate) fn run(args: &DecideArgs) -> anyhow::Result<ExitCode> {
    if args.lines {
        return decide_lines(&args.file);
    }
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

/// Answers each line as soon as it is read, so that a caller may ask line by line.
fn decide_lines(file: &Path) -> anyhow::Result<ExitCode> {
    let lines = match Lines::open(file) {
        Ok(lines) => lines,
        Err(error) => return Ok(refuse("decide", file, &format!("{error:#}"))),
    };
    let (mut polls, mut wrong) = (0_u64, 0_u64);
    for line in lines {
        let mut answer = match line.and_then(|line| outcome(&line)) {
            Ok(outcome) => serde_json::to_string(&outcome.report())?,
            Err(error) => {
                wrong += 1;
                Value::to_string(&json!({"error": shown(&format!("{error:#}"))}))
            }
        };
        polls += 1;
        answer.push('\n');
        print(&answer)?;
    }
    if wrong == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    Ok(refuse("decide", file, &format!("{wrong} of {polls} lines are refused")))
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
