//! `piaojue backup` and `piaojue restore`: a whole copy of the data on another disk, and back.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail, ensure};
use zeroize::Zeroizing;

use super::input::{print, refuse};
use super::{machine, serve};
use crate::clock::{Clock, randomness};
use crate::service::KeyFile;
use crate::service::backup::{self, BackupError, Restore, Sealed, Trust};
use crate::service::self_check::Head;
use crate::storage::Storage;

/// Copy all data into a folder on another disk, while the service runs or not
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The copy is opened again and checked: its file, all logs, the audit trail. Only then it gets its
name, backup-NUMBER-TIME. What is printed for each log, its size and ten characters, is to be
written down: `restore --head` refuses a backup that does not have it.

With --passphrase the key file travels with it, closed, and so does the hall's authority where
`serve --tls` has made one. Without it, keep copies in another place: no backup can be brought back
without piaojue.key, and no tablet trusts a hall that has lost tls/ca.key and tls/ca.crt.

A PostgreSQL database is copied with pg_dump or a replica, not with this.

Exit status:
  0  written and checked
  2  not written; the message says why")]
pub(crate) struct BackupArgs {
    /// Folder with the database and the key file
    #[arg(long, value_name = "DIR", default_value = "piaojue-data", env = "PIAOJUE_DATA")]
    data: PathBuf,
    /// Folder on another disk; made where it is not there
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// File with the passphrase that closes the key file and the hall's authority, 12 characters or
    /// more; `-` reads a line
    #[arg(long, value_name = "FILE")]
    passphrase: Option<PathBuf>,
}

/// Bring a backup back into a data folder
#[derive(Debug, clap::Args)]
#[command(after_help = "\
It refuses: a folder that a service is running with; a backup of another installation, or one that
was changed or is damaged; a wrong passphrase; one that is older than the data that are there or
than a printed head, unless --older says so; one with another authority of the hall than the folder
has. Ballots that came after the backup are taken from the journal beside it. The files that stood
in the folder are moved into a folder `replaced-TIME`; nothing is deleted.

Exit status:
  0  restored; where each log stands is printed
  2  not restored; the message says why, and the data are as they were")]
pub(crate) struct RestoreArgs {
    /// Folder of a backup, or the folder with all of them: then the latest
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// Data folder to restore into
    #[arg(long, value_name = "DIR", default_value = "piaojue-data", env = "PIAOJUE_DATA")]
    data: PathBuf,
    /// File with the passphrase that closes the key file and the hall's authority; `-` reads a line
    #[arg(long, value_name = "FILE")]
    passphrase: Option<PathBuf>,
    /// A head that was printed or written down: the backup must have it
    #[arg(long, value_name = "SIZE-CODE")]
    head: Vec<String>,
    /// Take a backup that is older than the data or than a printed head
    #[arg(long)]
    older: bool,
    /// Leave away what the journal has after the backup besides ballots
    #[arg(long)]
    without_tail: bool,
}

/// What is said of a backup without a passphrase.
const NOT_IN_IT: &str = "the key file is not in it, nor is the hall's authority: keep copies of \
     piaojue.key, tls/ca.key and tls/ca.crt elsewhere\n";

/// Runs `backup`.
pub(crate) fn back_up(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    super::runtime()?.block_on(async {
        let path = args.data.join("piaojue.key");
        ensure!(path.is_file(), "{} holds no data of piaojue", args.data.display());
        let key = std::fs::read_to_string(&path).ok().and_then(|text| KeyFile::parse(&text));
        let key = key.with_context(|| format!("{} cannot be read", path.display()))?;
        let sealed = sealed(&key, &args.data, args.passphrase.as_deref())?;
        let database = args.data.join(backup::DATABASE);
        let database = database.to_str().context("the folder's name is no text")?;
        let url = format!("sqlite:{database}?mode=rw");
        let storage = Storage::open_beside(&url).await.context("the database cannot be opened")?;
        let now = Clock::System.timestamp();
        let made = backup::make(&storage, &key, sealed.as_ref(), &args.to, now).await;
        storage.close().await;
        match made {
            Ok((folder, list)) => {
                print(&format!("backup 备份: {}\n", folder.display()))?;
                let heads = list.logs.iter().map(|log| Head {
                    session: log.session,
                    size: log.size,
                    root: log.root,
                });
                print_heads(heads)?;
                if sealed.is_none() {
                    print(NOT_IN_IT)?;
                }
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => Ok(refuse("backup", &args.to, &error.to_string())),
        }
    })
}

/// Runs `restore`.
pub(crate) fn bring_back(args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    super::runtime()?.block_on(async {
        std::fs::create_dir_all(&args.data)
            .with_context(|| format!("the folder {} cannot be made", args.data.display()))?;
        machine::check_disk(&args.data)?;
        let _lock = serve::lock(&args.data)?;
        let passphrase = args.passphrase.as_deref().map(passphrase).transpose()?;
        let wish = Restore {
            from: &args.from,
            data: &args.data,
            passphrase: passphrase.as_ref().map(|text| text.as_str()),
            heads: &args.head,
            older: args.older,
            without_tail: args.without_tail,
            now: Clock::System.timestamp(),
        };
        match backup::restore(&wish).await {
            Ok(restored) => {
                let (folder, made_at) = (restored.folder.display(), &restored.made_at);
                print(&format!("restored 已恢复: {folder}, made {made_at}\n"))?;
                print(&format!("ballots from the journal 日志补回: {}\n", restored.from_journal))?;
                print(&format!("the hall's authority 会场证书: {}\n", said_of(restored.trust)))?;
                if let Some(replaced) = &restored.replaced {
                    print(&format!("what stood there before 原有文件: {}\n", replaced.display()))?;
                }
                print_heads(restored.heads.into_iter())?;
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => Ok(refuse("restore", &args.from, &error.to_string())),
        }
    })
}

/// What tablets will make of the restored hall's certificate.
const fn said_of(trust: Trust) -> &'static str {
    match trust {
        Trust::Restored => "restored 已恢复. Tablets trust it as before 平板照旧信任",
        Trust::Kept => "as it stood here 原样保留",
        Trust::Closed => {
            "not restored: it is in the backup; restore again with --passphrase \
             未恢复：请加 --passphrase 再恢复一次"
        }
        Trust::Nowhere => {
            "none in the backup. With --tls a new one is made, which every tablet has to be told \
             to trust 备份中没有。用 --tls 启动会新做一份，每台平板须重新安装信任"
        }
    }
}

fn print_heads(heads: impl Iterator<Item = Head>) -> anyhow::Result<()> {
    for head in heads {
        print(&format!("log 日志 {}: {}\n", head.session, head.code()))?;
    }
    Ok(())
}

/// The key file and the hall's authority, closed by the passphrase in a file.
pub(super) fn sealed(
    key: &KeyFile,
    data: &Path,
    file: Option<&Path>,
) -> anyhow::Result<Option<Sealed>> {
    let Some(file) = file else { return Ok(None) };
    let passphrase = passphrase(file)?;
    match Sealed::close(key, data, &passphrase, &mut randomness()) {
        Ok(sealed) => Ok(Some(sealed)),
        Err(BackupError::Refused(why)) => bail!("{}: {why}", file.display()),
        Err(error) => Err(error.into()),
    }
}

/// The first line of a file.
fn passphrase(file: &Path) -> anyhow::Result<Zeroizing<String>> {
    if file == Path::new("-") {
        eprint!("passphrase 口令: ");
        let mut line = Zeroizing::new(String::new());
        std::io::stdin().read_line(&mut line).context("standard input cannot be read")?;
        return Ok(Zeroizing::new(line.trim().to_owned()));
    }
    let text = std::fs::read_to_string(file).map(Zeroizing::new);
    let text = text.with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().trim().to_owned()))
}
