//! `piaojue card`: an officer makes a key card on an own, offline device.

use std::path::PathBuf;
use std::process::ExitCode;

use ballotbox::card::KeyCard;
use ballotbox::officers::{PresidiumMember, Teller};
use clap::ValueEnum;
use rand_core::CryptoRng;
use uuid::Uuid;

use super::input::check_printable;
use super::output::Pair;
use crate::clock::randomness;
use crate::documents::card::{Holder, sheet};

/// Make an officer's key card: a page to print, and the public halves to register
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Run it on the officer's own device, best without a network. Writes DIR/card.html, which is secret:
print it, then delete it. Writes DIR/card.json with the public halves, which the clerk registers:
the key to sign, and for a teller the lock with the proof that its secret half is known.

Exit status:
  0  the card was made
  2  a file cannot be written or stands there already; standard error says which")]
pub(crate) struct CardArgs {
    /// The session of congress, as the clerk's screen names it
    #[arg(long, value_name = "UUID")]
    session: Uuid,
    /// The session's name, printed on the card
    #[arg(long, value_name = "TEXT")]
    title: String,
    /// The officer's id, as the clerk's screen names it
    #[arg(long, value_name = "UUID")]
    officer: Uuid,
    /// The officer's name
    #[arg(long, value_name = "TEXT")]
    name: String,
    /// The office
    #[arg(long, value_enum)]
    role: Role,
    /// Folder for the two files; it is created where it does not exist
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// The offices that have cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Role {
    /// 监票人: signs, and holds one of the locks
    Teller,
    /// 主席团成员: signs
    Presidium,
}

/// Runs the command.
pub(crate) fn run(args: &CardArgs) -> anyhow::Result<ExitCode> {
    check_printable("--name", &args.name)?;
    check_printable("--title", &args.title)?;
    let mut rng = randomness();
    let card = KeyCard::generate(&mut rng);
    let office = match args.role {
        Role::Teller => "监票人",
        Role::Presidium => "主席团成员",
    };
    let holder = Holder {
        office,
        name: args.name.clone(),
        title: args.title.clone(),
        session: args.session,
        officer: args.officer,
    };
    let page = sheet(&holder, &card)?;
    let (page, json) = write_pair(args, &page, &card, &mut rng)?;
    eprintln!("{} is secret: print it, then delete it.", page.display());
    eprintln!("{} is for the clerk to register.", json.display());
    Ok(ExitCode::SUCCESS)
}

/// The page, and the public halves as the entry `officers` will carry them.
fn write_pair(
    args: &CardArgs,
    page: &str,
    card: &KeyCard,
    rng: &mut impl CryptoRng,
) -> anyhow::Result<(PathBuf, PathBuf)> {
    let CardArgs { session, officer: id, name, out, .. } = args;
    let pair = Pair { secret: ("card.html", page), public: "card.json" };
    let (id, name, sign) = (*id, name.clone(), card.sign_key(*session).public());
    match args.role {
        Role::Teller => {
            let lock = card.lock_key(*session);
            let proof = lock.prove(*session, id, rng)?;
            pair.write(out, &Teller { id, name, sign, lock: lock.public(), proof })
        }
        Role::Presidium => pair.write(out, &PresidiumMember { id, name, sign }),
    }
}
