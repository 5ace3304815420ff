//! `piaojue simulate`: a whole day with real keys, from marks to a published bundle.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use ballotbox::canonical;
use ballotbox::card::{MAX_TELLERS, MIN_TELLERS};
use ballotbox::codec::Digest;
use ballotbox::hall::{Ballots, Count, Hall, OpenPoll, Question, Setup};
use ballotbox::manifest::{Channel, MIN_BALLOTS};
use ballotbox::method::Marks;
use ballotbox::officers::MAX_PRESIDIUM;
use ballotbox::seal::SealedBallot;
use ballotbox::slip::MAX_SLIPS;
use ballotbox::statement::VoidReason;
use ballotbox::verify::{Progress, Rechecked, Seen};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;

use super::input::{print, read, refuse};
use super::output::replace;
use crate::clock::{Stopwatch, now, randomness};
use crate::description::{Candidate, SimulateInput};
use crate::progress::Step;

/// Tellers and presidium members where the input does not say.
const OFFICERS: u32 = 3;
/// The name of the published file in the folder.
const BUNDLE: &str = "bundle.json";

/// Hold a whole poll with real keys in one process, and write the bundle that it publishes
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Makes slips and key cards, seals every ballot, closes, opens the sums with all tellers, decides,
certifies and publishes. Writes DIR/bundle.json for `piaojue verify`, and prints one JSON object on
standard output: totals, outcome, the bundle's path, the number of ballots, and how long it took.
All keys are forgotten when the command ends.

Exit status:
  0  the poll was held, whatever its outcome
  2  the input is refused or the bundle cannot be written; standard error says why")]
pub(crate) struct SimulateArgs {
    /// Poll description in JSON with the `ballots` of single deputies; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder for the bundle; it is created where it does not exist
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// How long the steps took.
#[derive(Serialize)]
struct Timings {
    /// Sealing all ballots, each checked once by its tablet.
    seal: u64,
    /// Playing the whole log again with all ballots, as every teller's device does.
    check: u64,
    /// Shares of all tellers and the totals from them.
    open: u64,
}

/// A day that is over.
struct Held {
    hall: Hall,
    count: Count,
    ballots: usize,
    timings: Timings,
}

/// Runs the command.
pub(crate) fn run(args: &SimulateArgs) -> anyhow::Result<ExitCode> {
    let held = read(&args.file).and_then(|text| {
        let input = SimulateInput::parse(&text)?;
        hold(&input, &parse_marks(&input)?)
    });
    let Held { mut hall, count, ballots, timings } = match held {
        Ok(held) => held,
        Err(error) => return Ok(refuse("simulate", &args.file, &format!("{error:#}"))),
    };
    let path = replace(&args.out, BUNDLE, &hall.bundle().to_bytes())?;
    let result = json!({
        "totals": count.totals,
        "outcome": count.outcome.report(),
        "bundle": path.display().to_string(),
        "ballots": ballots,
        "timings_ms": timings,
    });
    print(&format!("{}\n", serde_json::to_string_pretty(&result)?))?;
    Ok(ExitCode::SUCCESS)
}

/// Reads all marks and checks that this poll can be held sealed.
fn parse_marks(input: &SimulateInput) -> anyhow::Result<Vec<Marks>> {
    let poll = &input.description;
    poll.rule.check(&poll.method, poll.options.len(), true)?;
    let all = usize::try_from(poll.electorate.all)?;
    ensure!(all <= MAX_SLIPS, "`electorate.all` is {all}; {MAX_SLIPS} slips are the most");
    let tellers = usize::try_from(input.tellers.unwrap_or(OFFICERS))?;
    let lawful = MIN_TELLERS..=MAX_TELLERS;
    ensure!(
        lawful.contains(&tellers),
        "`tellers` is {tellers}; a session has {MIN_TELLERS} to {MAX_TELLERS} tellers"
    );
    let presidium = usize::try_from(input.presidium.unwrap_or(OFFICERS))?;
    ensure!(
        (1..=MAX_PRESIDIUM).contains(&presidium),
        "`presidium` is {presidium}; 1 to {MAX_PRESIDIUM} members certify"
    );
    let (cast, present) = (u64::try_from(input.ballots.len())?, u64::from(poll.electorate.present));
    ensure!(cast <= present, "`ballots` has {cast} entries, more than the {present} present");
    ensure!(
        cast >= MIN_BALLOTS,
        "`ballots` has {cast} entries; fewer than {MIN_BALLOTS} sealed ballots are never opened"
    );
    let parse = |(position, json)| {
        Marks::parse(&poll.method, poll.options.len(), poll.rule.blank, json)
            .with_context(|| format!("`ballots[{position}]`"))
    };
    input.ballots.iter().enumerate().map(parse).collect()
}

fn hold(input: &SimulateInput, marks: &[Marks]) -> anyhow::Result<Held> {
    let mut rng = randomness();
    let mut hall = Hall::open(setup(input)?, &mut rng)?;
    let electorate = input.description.electorate;
    hall.attendance(electorate.all, electorate.present)?;
    let mut poll = hall.open_poll(question(input)?, &mut rng)?;

    let watch = Stopwatch::start();
    let ballots = seal_all(&hall, &poll, marks)?;
    let seal = watch.milliseconds();
    for ballot in ballots {
        hall.cast(&mut poll, ballot)?;
    }
    hall.set_time(now()?);
    for slip in usize::try_from(electorate.present)?..usize::try_from(electorate.all)? {
        hall.void_slip(slip, None, VoidReason::LeftOver)?;
    }
    let (slips, present) = (electorate.present, electorate.present);
    hall.close_poll(&mut poll, Ballots { slips, present })?;

    let watch = Stopwatch::start();
    check_all(&hall, &poll)?;
    let check = watch.milliseconds();
    hall.sign_closing(&mut poll, u64::try_from(marks.len())?)?;
    let watch = Stopwatch::start();
    let sums = hall.open_sums(&poll, &mut rng)?;
    let open = watch.milliseconds();
    let count = hall.decide(&mut poll, sums)?;
    hall.set_time(now()?);
    hall.certify(&poll)?;
    hall.publish(&poll)?;
    hall.close()?;
    Ok(Held { hall, count, ballots: marks.len(), timings: Timings { seal, check, open } })
}

fn setup(input: &SimulateInput) -> anyhow::Result<Setup> {
    let presidium = input.presidium.unwrap_or(OFFICERS);
    let names = |role: &str, count: u32| {
        (1..=count).map(|number| format!("{role}{number}（模拟）")).collect()
    };
    Ok(Setup {
        site: "simulation.example".to_owned(),
        township: "000000000".to_owned(),
        title: format!("{}（模拟）", input.description.title),
        tellers: names("监票人", input.tellers.unwrap_or(OFFICERS)),
        presidium: names("主席团成员", presidium),
        threshold: presidium / 2 + 1,
        slips: usize::try_from(input.description.electorate.all)?,
        rehearsal: false,
        at: now()?,
    })
}

fn question(input: &SimulateInput) -> anyhow::Result<Question> {
    let poll = &input.description;
    let option = |candidate: &Candidate| {
        Ok((candidate.title.clone(), Digest::of(&[&canonical::to_bytes(candidate)?])))
    };
    Ok(Question {
        question: poll.title.clone(),
        channel: Channel::Sealed,
        method: poll.method.clone(),
        options: poll.options.iter().map(option).collect::<anyhow::Result<_>>()?,
        rule: poll.rule.clone(),
    })
}

/// Seals every deputy's marks, as so many tablets do.
fn seal_all(hall: &Hall, poll: &OpenPoll, marks: &[Marks]) -> anyhow::Result<Vec<SealedBallot>> {
    let step = Step::begin("sealing ballots", marks.len());
    let seal = |(slip, marks): (usize, &Marks)| {
        let ballot = hall.seal(poll, slip, marks, &mut randomness());
        step.advance(1);
        ballot
    };
    let ballots = marks.par_iter().enumerate().map(seal).collect::<Result<_, _>>()?;
    step.end();
    Ok(ballots)
}

/// Plays the whole log again, as a teller's device does before it signs.
fn check_all(hall: &Hall, poll: &OpenPoll) -> anyhow::Result<()> {
    let step = Step::begin("checking ballots", poll.ballots().len());
    Rechecked::new(hall.entries(), poll.id(), &Seen::default(), &|progress| {
        if let Progress::Checked(ballots) = progress {
            step.advance(ballots);
        }
    })?;
    step.end();
    Ok(())
}
