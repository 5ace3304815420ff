//! `piaojue slips`: two tellers make the slips on an offline laptop.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use ballotbox::card::KeyCard;
use ballotbox::entry::SlipsMade;
use ballotbox::note::{NoteKey, Origin, SignedNote};
use ballotbox::slip::{MAX_SLIPS, SlipCode, SlipRoll};
use ballotbox::statement::Statement;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::input::{check_printable, read, refuse};
use super::output::Pair;
use crate::clock::randomness;
use crate::documents::slips::{Heading, MAX_STUBS, sheet};
use crate::domain::site::Site;

/// Make a session's slips: a sheet to print, and the signed roll of their public keys
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Run it on a laptop without a network, two tellers together. Writes DIR/slips.html, which is secret:
print it, four slips a page, cut them, fold them, then delete it. Writes DIR/slips.json with the
roll of public keys, signed by the teller whose card is read; it is all that leaves the laptop. Make
a slip for every deputy and some to spare; those left over are voided in public.

Exit status:
  0  the slips were made
  2  the card is not read, or a file cannot be written or stands there already")]
pub(crate) struct SlipsArgs {
    /// The session of congress, as the clerk's screen names it
    #[arg(long, value_name = "UUID")]
    session: Uuid,
    /// The session's name, printed on every slip
    #[arg(long, value_name = "TEXT")]
    title: String,
    /// The site that tablets open, as in the log's name; it stands in the QR code
    #[arg(long, value_name = "HOST")]
    site: String,
    /// The township's code, as in the log's name
    #[arg(long, value_name = "CODE")]
    township: String,
    /// How many slips
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=20_000))]
    count: u32,
    /// Stubs to tear off, one for each poll of the session
    #[arg(long, value_name = "NUMBER", default_value_t = MAX_STUBS,
          value_parser = clap::value_parser!(u32).range(1..=4))]
    stubs: u32,
    /// The id of the teller who signs the roll
    #[arg(long, value_name = "UUID")]
    maker: Uuid,
    /// File with the code of that teller's card; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    card: PathBuf,
    /// Slips for a rehearsal, marked 演练
    #[arg(long)]
    rehearsal: bool,
    /// Folder for the two files; it is created where it does not exist
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Runs the command.
pub(crate) fn run(args: &SlipsArgs) -> anyhow::Result<ExitCode> {
    check_printable("--title", &args.title)?;
    let card = read(&args.card).map(Zeroizing::new).and_then(|text| {
        KeyCard::parse(text.trim()).context("is no key card: 52 characters are wanted")
    });
    let card = match card {
        Ok(card) => card,
        Err(error) => return Ok(refuse("slips", &args.card, &format!("{error:#}"))),
    };
    let count = usize::try_from(args.count)?;
    ensure!(count <= MAX_SLIPS, "at most {MAX_SLIPS} slips");
    let mut rng = randomness();
    let codes: Vec<SlipCode> = (0..count).map(|_| SlipCode::generate(&mut rng)).collect();
    let made = roll(args, &card, &codes)?;
    let heading = Heading {
        title: args.title.clone(),
        address: Site::from(args.site.as_str()).address(),
        stubs: args.stubs,
        rehearsal: args.rehearsal,
    };
    let page = sheet(&heading, &codes)?;
    let pair = Pair { secret: ("slips.html", &page), public: "slips.json" };
    let (page, json) = pair.write(&args.out, &made)?;
    eprintln!("{} is secret: print it, then delete it.", page.display());
    eprintln!("{} is all that leaves this laptop.", json.display());
    Ok(ExitCode::SUCCESS)
}

/// The body of the entry `slips_made`: sorted keys, and the maker's note over them.
fn roll(args: &SlipsArgs, card: &KeyCard, codes: &[SlipCode]) -> anyhow::Result<SlipsMade> {
    let origin = Origin::new(&args.site, &args.township, args.session)
        .context("`--site` is a host, with a port where it needs one; `--township` is a code")?;
    let roll = SlipRoll::new(codes.iter().map(|code| code.key(args.session).public()).collect())?;
    let statement = Statement::Slips { count: u64::try_from(roll.count())?, roll: roll.digest() };
    let key = card.sign_key(args.session);
    let name = NoteKey::officer(&origin, args.maker, key.public());
    let note = key.sign(SignedNote::new(statement.text(&origin)), &name);
    Ok(SlipsMade { maker: args.maker, keys: roll.keys().copied().collect(), note })
}
