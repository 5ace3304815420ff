//! `piaojue import`: a list of deputies or projects, for whoever administers the machine. The same
//! steps as in the browser: what is wrong, what would be done, and only then done.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use uuid::Uuid;

use super::input::{print, read_bytes, refuse, shown};
use super::serve;
use crate::documents::import::{Choice, FILE_BYTES_MAX, Table};
use crate::domain::project::ProjectState;
use crate::service::import::columns::Subject;
use crate::service::import::plan::{Change, Counts, Plan};
use crate::service::import::{Consent, List, Look, Taken, Target, refusal_of, row_sentence};
use crate::service::{Fault, Service};
use crate::words::{Language, Words};

/// Exit status for a list in which something is wrong or has to be confirmed.
const NOT_TAKEN: u8 = 1;

/// Import the roll or the projects of a session from a spreadsheet or a text file
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Without --seen nothing is changed: every fault is named by row and column or, where there is none,
what would be new and changed, and a digest of that. With the digest it is done, all or nothing,
unless something has changed in between. Importing a list twice does nothing the second time.
docs/IMPORT.md tells which columns a list may have. The audit trail tells of the import. The service
must not be running with the same folder; while it runs, import in the browser.

Exit status:
  0  nothing is wrong, or it is imported
  1  not imported: what is wrong or has to be confirmed is named
  2  the file or the data cannot be read; the message says why")]
pub(crate) struct ImportArgs {
    /// Folder with the database and the key file
    #[arg(long, value_name = "DIR", default_value = "piaojue-data", env = "PIAOJUE_DATA")]
    data: PathBuf,
    /// URL of a PostgreSQL database; without it, SQLite in the folder
    #[arg(long, value_name = "URL", env = "PIAOJUE_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// The session's id, as it stands in the addresses of its pages
    #[arg(long, value_name = "ID")]
    session: Uuid,
    #[command(flatten)]
    what: What,
    /// Do it: the digest that was printed with what would be done
    #[arg(long, value_name = "DIGEST")]
    seen: Option<String>,
    /// Those that look like others are others
    #[arg(long, requires = "seen")]
    others: bool,
}

/// What is imported.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct What {
    /// List of deputies: .xlsx, .csv or .txt
    #[arg(long, value_name = "FILE")]
    roll: Option<PathBuf>,
    /// List of projects, which begin as candidates: .xlsx, .csv or .txt
    #[arg(long, value_name = "FILE")]
    projects: Option<PathBuf>,
}

impl What {
    fn target(&self) -> anyhow::Result<(Target, &Path)> {
        match (&self.roll, &self.projects) {
            (Some(file), _) => Ok((Target::Roll, file)),
            (None, Some(file)) => Ok((Target::Projects(ProjectState::Candidate), file)),
            (None, None) => bail!("name a file with --roll or --projects"),
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let (target, file) = args.what.target()?;
    let size = std::fs::metadata(file).with_context(|| file.display().to_string())?.len();
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.with_context(|| format!("{} is no file", file.display()))?;
    // What is too long is told by the reader; no more of it than that is read here.
    let bytes = if size > u64::try_from(FILE_BYTES_MAX)? {
        vec![0; FILE_BYTES_MAX + 1]
    } else {
        read_bytes(file).with_context(|| file.display().to_string())?
    };
    let list = List::File { name, bytes };
    super::runtime()?.block_on(async {
        let (service, _lock) = serve::existing(&args.data, args.database.as_deref()).await?;
        let done = match service.read_list(target.subject(), &list, Choice::default()).await {
            Err(fault) => Ok(refuse("import", file, &english().refusal(&refusal_of(&fault)))),
            Ok(table) => Import { args, target, list: (&list, &table) }.run(&service, file).await,
        };
        service.end().await;
        done
    })
}

/// A list that was read.
struct Import<'a> {
    args: &'a ImportArgs,
    target: Target,
    list: (&'a List, &'a Table),
}

impl Import<'_> {
    async fn run(&self, service: &Service, file: &Path) -> anyhow::Result<ExitCode> {
        let done = match &self.args.seen {
            None => self.look(service).await,
            Some(seen) => self.take(service, seen).await,
        };
        match done {
            Ok(taken) => Ok(if taken { ExitCode::SUCCESS } else { ExitCode::from(NOT_TAKEN) }),
            Err(Fault::Refused(refusal)) => {
                Ok(refuse("import", file, &english().refusal(&refusal)))
            }
            Err(fault) => Err(fault).context("the list cannot be imported"),
        }
    }

    /// Says what would be done; whether nothing stands against it.
    async fn look(&self, service: &Service) -> Result<bool, Fault> {
        let (subject, (_, table)) = (self.target.subject(), self.list);
        let look = service.look_at_list(self.args.session, subject, table).await?;
        say(&look, subject);
        Ok(look.sheet.faults.is_empty())
    }

    async fn take(&self, service: &Service, seen: &str) -> Result<bool, Fault> {
        let consent = Consent { seen: seen.to_owned(), others: self.args.others };
        let session = self.args.session;
        match service.import_at_machine(session, self.target, self.list, &consent).await? {
            Taken::Done(counts) => {
                say_counts("imported 已导入", counts);
                Ok(true)
            }
            Taken::Not(look, why) => {
                say(&look, self.target.subject());
                tell(&format!("not imported 未导入: {}\n", english().refusal(&why)));
                Ok(false)
            }
        }
    }
}

/// Says what is wrong or, where nothing is, what would be done.
fn say(look: &Look, subject: Subject) {
    for fault in &look.sheet.faults {
        tell(&format!("{}\n", shown(&row_sentence(fault, chinese()))));
        tell(&format!("  {}\n", shown(&row_sentence(fault, english()))));
    }
    if look.sheet.faults.is_empty() {
        say_plan(&look.plan, subject);
    } else {
        tell(&format!("faults 问题: {}; nothing was imported\n", look.sheet.faults.len()));
    }
}

fn say_plan(plan: &Plan, subject: Subject) {
    for line in &plan.lines {
        let word = match line.change {
            Change::New => "new 新增",
            Change::Changed(_) => "changed 更改",
            Change::Unchanged => continue,
        };
        let filled = line.now.iter().filter(|cell| !cell.is_empty()).map(|cell| shown(cell));
        tell(&format!("{word} {}: {}\n", line.row, filled.collect::<Vec<_>>().join(" · ")));
    }
    for (row, question) in plan.questions() {
        tell(&format!("confirm with --others 请确认 {row}: {}\n", english().refusal(question)));
    }
    for name in &plan.missing {
        tell(&format!("not in the list, stays 名单中没有、保留: {}\n", shown(name)));
    }
    let what = match subject {
        Subject::Roll => "roll 名册",
        Subject::Projects => "projects 项目",
    };
    say_counts(what, plan.counts());
    tell(&format!("to import it 确认导入: --seen {}\n", plan.digest()));
}

fn say_counts(what: &str, counts: Counts) {
    let Counts { new, changed, unchanged, missing } = counts;
    tell(&format!(
        "{what}: new 新增 {new}, changed 更改 {changed}, unchanged 不变 {unchanged}, not in the \
         list 名单中没有 {missing}\n"
    ));
}

/// Prints; an output that is gone stops nothing that is to be stored.
fn tell(text: &str) {
    if let Err(error) = print(text) {
        eprintln!("piaojue import: {error:#}");
    }
}

const fn english() -> Words {
    Words { language: Language::English }
}

const fn chinese() -> Words {
    Words { language: Language::Chinese }
}
