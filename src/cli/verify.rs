//! `piaojue verify`: a stranger re-checks a published result, offline and without any key.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;

use ballotbox::verify::{Check, PollReport, Progress, Report, Verdict, verify};
use serde_json::json;

use super::input::{BAD_INPUT, print, read_bytes, refuse, shown};
use crate::progress::Step;

/// Exit status for a bundle that a check refutes.
const REFUTED: u8 = 1;

/// Verify a published bundle: sixteen checks, offline, without any key
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Prints a line for each of the sixteen checks of docs/PROTOCOL.md §8, the officers, and each poll
with its question code and closing code. A bundle proves itself consistent; the same codes in the
paper record prove it genuine.

Exit status:
  0  verified
  1  refuted; the check, the entry and what differs are named
  2  not a bundle, or no poll of it is published yet")]
pub(crate) struct VerifyArgs {
    /// The bundle; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print the report as one JSON object (docs/FORMATS.md)
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let report = match read_bytes(&args.file).and_then(|bytes| check(&bytes)) {
        Ok(report) => report,
        Err(error) => {
            if args.json {
                let nothing = json!({"verified": false, "checks": [], "polls": [],
                                     "error": format!("{error:#}")});
                print(&format!("{nothing}\n"))?;
            }
            return Ok(refuse("verify", &args.file, &format!("{error:#}")));
        }
    };
    let text = if args.json {
        format!("{}\n", serde_json::to_string_pretty(&report)?)
    } else {
        text_report(&report)?
    };
    print(&text)?;
    Ok(match report.verdict {
        Verdict::Verified => ExitCode::SUCCESS,
        Verdict::Refuted => ExitCode::from(REFUTED),
        Verdict::Incomplete => ExitCode::from(BAD_INPUT),
    })
}

/// Verifies with progress on standard error.
fn check(bytes: &[u8]) -> anyhow::Result<Report> {
    let step = OnceLock::new();
    let report = verify(bytes, &|progress: Progress| match progress {
        Progress::Entries(_) => (),
        Progress::Ballots(ballots) => {
            step.get_or_init(|| Step::begin("checking ballots", ballots));
        }
        Progress::Checked(ballots) => {
            if let Some(step) = step.get() {
                step.advance(ballots);
            }
        }
    })?;
    if let Some(step) = step.into_inner() {
        step.end();
    }
    Ok(report)
}

fn text_report(report: &Report) -> anyhow::Result<String> {
    let mut text = String::new();
    writeln!(text, "{}\n{}", shown(&report.session), shown(&report.origin))?;
    if report.rehearsal {
        writeln!(text, "演练 rehearsal: not counted, never certified")?;
    }
    for (check, result) in Check::ALL.iter().zip(&report.checks) {
        let mark = if result.ok { "ok " } else { "NO " };
        let (number, entries, title) = (result.number, result.entries, check.title());
        write!(text, "{number:>2} {mark} {entries:>6}  {title}")?;
        if result.ok { writeln!(text)? } else { writeln!(text, ": {}", shown(&result.detail))? }
    }
    for officer in &report.officers {
        writeln!(text, "{:<9} {}  {}", officer.role, shown(&officer.name), officer.key)?;
    }
    for poll in &report.polls {
        write_poll(&mut text, poll)?;
    }
    writeln!(
        text,
        "{}",
        match report.verdict {
            Verdict::Verified => "VERIFIED 核验通过",
            Verdict::Refuted => "REFUTED 核验不通过",
            Verdict::Incomplete =>
                "INCOMPLETE 尚未公布: nothing speaks against it, no poll is published",
        }
    )?;
    Ok(text)
}

fn write_poll(text: &mut String, poll: &PollReport) -> anyhow::Result<()> {
    let PollReport { round, state, ballots, paper, .. } = poll;
    let question = shown(&poll.question);
    writeln!(text, "\n{question} (round {round}, {state}): {ballots} sealed, {paper} on paper")?;
    writeln!(text, "题面码 question code {}", poll.question_code)?;
    if !poll.closing_code.is_empty() {
        writeln!(text, "封箱码 closing code  {}", poll.closing_code)?;
    }
    if let Some(outcome) = &poll.outcome {
        for option in &outcome.options {
            writeln!(
                text,
                "{:>4}  {}: {}",
                option.rank,
                shown(&option.title),
                shown(&option.reason.zh)
            )?;
        }
        writeln!(text, "{}\n{}", shown(&outcome.reason.zh), shown(&outcome.reason.en))?;
    }
    Ok(())
}
