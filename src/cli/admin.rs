//! `piaojue admin`: what whoever administers the machine can do about accounts when nobody can in
//! the browser: see them, and let in again an administrator or the last member of a presidium.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};

use super::input::{print, refuse, shown};
use super::serve;
use crate::service::accounts::Known;
use crate::service::{Fault, Service};
use crate::words::{Language, Words};

/// See the accounts, and let in again who has lost password or telephone where no two can do it
#[derive(Debug, Args)]
#[command(after_help = "\
The first account is made in the browser, with the setup code that `piaojue serve` prints at its
first start. All other accounts are made and reset in the browser, by an administrator and a member
of the presidium together; here only those can be reset for whom there may be no second person: an
administrator, and the last member of a presidium who can sign in.

The service must not be running with the same folder.

Exit status:
  0  done
  2  not done; the message says why")]
pub(crate) struct AdminArgs {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// List all accounts: name to sign in with, role, township, person, how far its owner has come
    Accounts(Place),
    /// Print a one-time code for an administrator or the last member of a presidium, good for 24
    /// hours: with it a new password is chosen and a new second factor set up; the old ones, and
    /// every sign-in, end at once
    Reset {
        /// The name to sign in with
        login: String,
        #[command(flatten)]
        place: Place,
    },
}

/// Where the data are.
#[derive(Debug, Args)]
struct Place {
    /// Folder with the database and the key file
    #[arg(long, value_name = "DIR", default_value = "piaojue-data", env = "PIAOJUE_DATA")]
    data: PathBuf,
    /// URL of a PostgreSQL database; without it, SQLite in the folder
    #[arg(long, value_name = "URL", env = "PIAOJUE_DATABASE", hide_env_values = true)]
    database: Option<String>,
}

/// Runs the command.
pub(crate) fn run(args: &AdminArgs) -> anyhow::Result<ExitCode> {
    let (Act::Accounts(place) | Act::Reset { place, .. }) = &args.act;
    super::runtime()?.block_on(async {
        let (service, _lock) = serve::existing(&place.data, place.database.as_deref()).await?;
        let done = match &args.act {
            Act::Accounts(_) => list(&service).await,
            Act::Reset { login, .. } => reset(&service, &place.data, login).await,
        };
        service.end().await;
        done
    })
}

async fn list(service: &Service) -> anyhow::Result<ExitCode> {
    let accounts = service.accounts_at_machine().await?;
    if accounts.is_empty() {
        print("no account yet 还没有账户: start `piaojue serve` and make the first one\n")?;
    }
    for Known { account, taken_over, second_factor } in accounts {
        let standing = match (account.is_active(), taken_over, second_factor) {
            (false, _, _) => "closed 已停用",
            (true, false, _) => "one-time code 待启用",
            (true, true, false) => "password alone 仅密码",
            (true, true, true) => "in use 使用中",
        };
        let township = if account.township.is_empty() { "-" } else { account.township.as_str() };
        let (login, role, name) = (&account.login, account.role.name(), shown(&account.name));
        print(&format!("{login}\t{role}\t{township}\t{name}\t{standing}\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn reset(service: &Service, data: &Path, login: &str) -> anyhow::Result<ExitCode> {
    match service.reset_at_machine(login).await {
        Ok(code) => {
            print(&format!("one-time code 一次性登录码: {}\n", *code))?;
            print("sign in with it within 24 hours 请在 24 小时内用它登录\n")?;
            Ok(ExitCode::SUCCESS)
        }
        Err(Fault::Refused(refusal)) => {
            let words = Words { language: Language::English };
            Ok(refuse("admin reset", data, &words.refusal(&refusal)))
        }
        Err(fault) => Err(fault).context("the account cannot be reset"),
    }
}
