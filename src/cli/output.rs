//! Files that commands leave behind: whole or not at all, secret ones for their owner alone.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use serde::Serialize;

/// A secret page and the public halves that belong to it: both are written, or neither.
///
/// Files that stand there already are never overwritten: a page may be the only copy of a secret,
/// and a new page beside old halves would print keys that nobody has registered.
pub(super) struct Pair<'a> {
    /// Name and text of the page, which nobody else on the machine may read.
    pub(super) secret: (&'a str, &'a str),
    /// Name of the JSON that others are to read.
    pub(super) public: &'a str,
}

impl Pair<'_> {
    /// Writes both files and tells their paths, the secret one first.
    pub(super) fn write(
        &self,
        folder: &Path,
        public: &impl Serialize,
    ) -> anyhow::Result<(PathBuf, PathBuf)> {
        let (page, halves) = (folder.join(self.secret.0), folder.join(self.public));
        for path in [&page, &halves] {
            ensure!(
                !path.exists(),
                "{} stands there already; choose another folder",
                path.display()
            );
        }
        let mut json = serde_json::to_string_pretty(public)?;
        json.push('\n');
        std::fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        create_new(&halves, json.as_bytes(), 0o644)?;
        if let Err(error) = create_new(&page, self.secret.1.as_bytes(), 0o600) {
            // What was written so far is of no use to anybody without the other.
            let _ = std::fs::remove_file(&halves);
            return Err(error);
        }
        Ok((page, halves))
    }
}

/// Replaces a file as a whole: written beside its place first, then moved there.
pub(super) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<PathBuf> {
    let path = folder.join(name);
    let beside = folder.join(format!("{name}.part"));
    let cannot = |what: &Path| format!("{} cannot be written", what.display());
    std::fs::create_dir_all(folder).with_context(|| cannot(folder))?;
    std::fs::write(&beside, bytes).with_context(|| cannot(&beside))?;
    std::fs::rename(&beside, &path).with_context(|| cannot(&path))?;
    Ok(path)
}

/// Writes a new file, whole or not at all.
pub(super) fn create_new(path: &Path, bytes: &[u8], mode: u32) -> anyhow::Result<()> {
    let cannot = || format!("{} cannot be written", path.display());
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let mut file = options.open(path).with_context(cannot)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written.with_context(cannot)
}
