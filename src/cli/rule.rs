//! `piaojue rule`: writes the 票决办法 from the rule that the count will use.

use std::{path::PathBuf, process::ExitCode};

use ballotbox::{manifest::Channel, profile::Profile, regulation::Regulation};

use super::input::{print, read, refuse};
use crate::description::Description;

/// Write the rule of a poll as a 票决办法 in Chinese, for the congress to adopt
#[derive(Debug, clap::Args)]
#[command(
    group = clap::ArgGroup::new("source").required(true).args(["file", "profile"]),
    after_help = "\
Prints the text on standard output: sixteen articles, written from the same parameters that
`decide` counts by. With --profile the text leaves candidates, seats and the manner of marking
open; a poll description fills them in.

Exit status:
  0  the text was written
  2  the input is refused; one sentence on standard error says what is wrong and where"
)]
pub(crate) struct RuleArgs {
    /// Poll description in JSON; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// A rule profile instead of a poll: default, zj-2022, cq-2024, sn-2025 or sichuan-generic
    #[arg(long, value_name = "NAME", value_parser = profile)]
    profile: Option<Profile>,
    /// Write for paper ballots instead of sealed electronic ones
    #[arg(long)]
    paper: bool,
}

/// Runs the command.
pub(crate) fn run(args: &RuleArgs) -> anyhow::Result<ExitCode> {
    let Some(file) = &args.file else {
        let rule = args.profile.unwrap_or_default().rule();
        let channel = if args.paper { Channel::Paper } else { Channel::Sealed };
        let text =
            Regulation { title: None, method: None, options: None, rule: &rule, channel }.text();
        print(&text)?;
        return Ok(ExitCode::SUCCESS);
    };
    let described = read(file).and_then(|text| Ok(Description::parse(&text)?));
    let poll = match described {
        Ok(poll) => poll,
        Err(error) => return Ok(refuse("rule", file, &format!("{error:#}"))),
    };
    // Sealed sums do not count deputies apart, so such a rule is always held on paper.
    let on_paper = args.paper || poll.rule.second_gate.is_some();
    let regulation = Regulation {
        title: Some(&poll.title),
        method: Some(&poll.method),
        options: Some(poll.options.len()),
        rule: &poll.rule,
        channel: if on_paper { Channel::Paper } else { Channel::Sealed },
    };
    print(&regulation.text())?;
    Ok(ExitCode::SUCCESS)
}

fn profile(name: &str) -> Result<Profile, String> {
    Profile::by_name(name).ok_or_else(|| {
        let names = Profile::ALL.map(Profile::name).join(", ");
        format!("there is no such profile; there are {names}")
    })
}
