//! What `serve` is told of the machine: how much room its disk must have, where the second copy
//! goes; and what it does when the machine fails.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};

use crate::disk::{self, MEGABYTE};
use crate::service::KeyFile;
use crate::service::backup::CopyPlan;
use crate::service::health::Marks;

/// Exit status when the disk has failed: "temporary failure" (`EX_TEMPFAIL` of `sysexits.h`), so
/// that whoever supervises the program starts it again.
pub(super) const DISK_FAILED: i32 = 75;

/// Options about the machine.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "The machine")]
pub(crate) struct MachineArgs {
    /// Warn at the desk when less is free on the data's disk [default: 1024]
    #[arg(long, value_name = "MB", env = "PIAOJUE_DISK_WARN")]
    disk_warn: Option<u64>,
    /// Open no poll when less is free [default: 200]
    #[arg(long, value_name = "MB", env = "PIAOJUE_DISK_OPENING")]
    disk_opening: Option<u64>,
    /// Take no ballot when less is free [default: 50]
    #[arg(long, value_name = "MB", env = "PIAOJUE_DISK_CASTING")]
    disk_casting: Option<u64>,
    /// Folder on another disk for a live copy: each entry before its receipt goes out, and whole
    /// backups that are checked
    #[arg(long, value_name = "DIR", env = "PIAOJUE_BACKUP")]
    backup: Option<PathBuf>,
    /// File with the passphrase that closes the key file and the hall's authority in those
    /// backups; `-` reads a line
    #[arg(long, value_name = "FILE", requires = "backup", env = "PIAOJUE_BACKUP_PASSPHRASE")]
    backup_passphrase: Option<PathBuf>,
    /// Seconds between two whole backups [default: 60]
    #[arg(long, value_name = "SECONDS", requires = "backup", env = "PIAOJUE_BACKUP_EVERY")]
    backup_every: Option<u64>,
}

impl MachineArgs {
    /// How much room the disk must have.
    pub(super) fn marks(&self) -> Marks {
        let standard = Marks::default();
        let or = |given: Option<u64>, standard: u64| {
            given.map_or(standard, |given| given.saturating_mul(MEGABYTE))
        };
        Marks {
            warn: or(self.disk_warn, standard.warn),
            opening: or(self.disk_opening, standard.opening),
            casting: or(self.disk_casting, standard.casting),
        }
    }

    /// Where the live copy goes, if there is one.
    pub(super) fn copy(
        &self,
        data: &Path,
        key: &KeyFile,
        server: bool,
    ) -> anyhow::Result<Option<CopyPlan>> {
        let Some(folder) = &self.backup else { return Ok(None) };
        if server {
            bail!("PostgreSQL is copied with pg_dump or a replica, not with --backup");
        }
        let key_again = KeyFile::parse(key.text()).context("the key file is damaged")?;
        let sealed = super::backup::sealed(key, data, self.backup_passphrase.as_deref())?;
        let every = Duration::from_secs(self.backup_every.unwrap_or(60).max(1));
        Ok(Some(CopyPlan { folder: folder.clone(), key: key_again, sealed, every }))
    }
}

/// Refuses a folder on a disk that does not keep what a database needs.
pub(super) fn check_disk(data: &Path) -> anyhow::Result<()> {
    let unfit = disk::unfit(data).context("the system does not say what disk this is")?;
    match unfit {
        None => Ok(()),
        Some(kind) => bail!(
            "{} lies on {kind}, which can lose what it said was stored; take a folder on a disk of \
             this computer",
            data.display()
        ),
    }
}

/// Ends the program at once. Closing the database in order would write to the disk that has failed,
/// and could make it look as if that had worked (`docs/RELIABILITY.md`).
pub(super) fn fail_stop() -> ! {
    eprintln!("piaojue: the disk has failed; the service ends and takes nothing more");
    std::process::exit(DISK_FAILED)
}
