//! `piaojue audit`: checks at the machine itself that no line of the audit trail was changed.

use std::path::PathBuf;
use std::process::ExitCode;

use super::input::print;
use super::serve::existing;

/// Check that no line of the audit trail was changed, added or taken out
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The service must not be running with the same folder. Each session has a chain of its own, and one
more has what concerns no session. The digest of the last line can be compared with one that was
written down before: it changes with every line, and does not come back.

Exit status:
  0  every chain is whole
  1  a chain is broken; its first wrong line is named
  2  the data cannot be read")]
pub(crate) struct AuditArgs {
    /// Folder of the data
    #[arg(long, value_name = "DIR", default_value = "piaojue-data", env = "PIAOJUE_DATA")]
    data: PathBuf,
    /// URL of a PostgreSQL database; without it, SQLite in the folder
    #[arg(long, value_name = "URL", env = "PIAOJUE_DATABASE", hide_env_values = true)]
    database: Option<String>,
}

/// Runs the command.
pub(crate) fn run(args: &AuditArgs) -> anyhow::Result<ExitCode> {
    let checks = super::runtime()?.block_on(async {
        let (service, _lock) = existing(&args.data, args.database.as_deref()).await?;
        let checks = service.check_all_trails().await;
        service.end().await;
        anyhow::Ok(checks?)
    })?;
    let mut whole = true;
    for check in checks {
        let session = if check.session.is_empty() { "-" } else { check.session.as_str() };
        let (lines, head) = (check.lines, &check.head);
        match check.broken_at {
            None => print(&format!("whole 完整    {session} {lines} {head}\n"))?,
            Some(at) => {
                whole = false;
                print(&format!("broken 断裂   {session} {lines} line 第 {at} 条\n"))?;
            }
        }
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
