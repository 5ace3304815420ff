//! Files that commands leave behind: whole or not at all, secret ones for their owner alone.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Serialize;

/// Writes a file that nobody else on the machine may read. One that stands there already is never
/// overwritten: it may be the only copy of a secret.
pub(super) fn write_secret(folder: &Path, name: &str, text: &str) -> anyhow::Result<PathBuf> {
    create_new(folder, name, text.as_bytes(), true)
}

/// Writes JSON that others are to read; a file that stands there already is not overwritten.
pub(super) fn write_public(
    folder: &Path,
    name: &str,
    value: &impl Serialize,
) -> anyhow::Result<PathBuf> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    create_new(folder, name, text.as_bytes(), false)
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

fn create_new(folder: &Path, name: &str, bytes: &[u8], secret: bool) -> anyhow::Result<PathBuf> {
    let path = folder.join(name);
    let cannot = || format!("{} cannot be written", path.display());
    std::fs::create_dir_all(folder).with_context(cannot)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(if secret { 0o600 } else { 0o644 });
    }
    let mut file = options.open(&path).with_context(cannot)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).with_context(cannot)?;
    Ok(path)
}
