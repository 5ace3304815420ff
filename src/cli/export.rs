//! `piaojue export`: the archive of a closed session, for whoever administers the machine.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use uuid::Uuid;

use super::input::{print, refuse};
use super::output::create_new;
use super::serve;
use crate::service::Fault;
use crate::words::{Language, Words};

/// Write the archive of a closed session into a file
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The archive is a zip file with the log, the result, all tables, the regulations and the audit trail;
its README.txt says what each file is and how to check it. Where two persons have let the archive go
in the browser, it has the same bytes, given the typefaces of the service. The audit trail tells of
the export, with the digest that is printed here. The service must not be running with the same
folder.

Exit status:
  0  written; the digest is printed
  2  not written; the message says why")]
pub(crate) struct ExportArgs {
    /// Folder with the database and the key file
    #[arg(long, value_name = "DIR", default_value = "piaojue-data", env = "PIAOJUE_DATA")]
    data: PathBuf,
    /// URL of a PostgreSQL database; without it, SQLite in the folder
    #[arg(long, value_name = "URL", env = "PIAOJUE_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// Folder with the typefaces that the service sets its documents in
    #[arg(long, value_name = "DIR", env = "PIAOJUE_TYPEFACES")]
    typefaces: Option<PathBuf>,
    /// The session's id, as it stands in the addresses of its pages
    #[arg(long, value_name = "ID")]
    session: Uuid,
    /// The file to write; one that is there already is not overwritten
    #[arg(long, value_name = "FILE.zip")]
    out: PathBuf,
}

/// Runs the command.
pub(crate) fn run(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    if args.out.exists() {
        return Ok(refuse("export", &args.out, "stands there already; choose another name"));
    }
    serve::use_typefaces(args.typefaces.as_deref())?;
    super::runtime()?.block_on(async {
        let (service, _lock) = serve::existing(&args.data, args.database.as_deref()).await?;
        let exported = service.export_at_machine(args.session).await;
        service.end().await;
        match exported {
            Ok(archive) => {
                create_new(&args.out, &archive.bytes, 0o600)?;
                print(&format!("{}  {}\n", archive.digest, name(&args.out)))?;
                Ok(ExitCode::SUCCESS)
            }
            Err(Fault::Refused(refusal)) => {
                let words = Words { language: Language::English };
                Ok(refuse("export", &args.data, &words.refusal(&refusal)))
            }
            Err(fault) => Err(fault).context("the archive cannot be made"),
        }
    })
}

fn name(path: &Path) -> String {
    path.display().to_string()
}
