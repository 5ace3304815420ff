//! What all commands share: reading a file or standard input, printing, refusing.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use ballotbox::canonical;
use ballotbox::codec::is_plain;

/// Exit status for an input that is refused.
pub(super) const BAD_INPUT: u8 = 2;

/// Largest input in bytes: some ten thousand ballots of 300 options.
const MAX_LENGTH: u64 = 1 << 32;

/// Largest line in bytes where each line is an input of its own.
const MAX_LINE: u64 = 1 << 24;

/// Reads the bytes of a file, or of standard input for `-`.
pub(super) fn read_bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = MAX_LENGTH + 1;
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    read.context("cannot be read")?;
    ensure!(u64::try_from(bytes.len())? < limit, "is larger than {MAX_LENGTH} bytes");
    Ok(bytes)
}

/// Reads the text of a file, or of standard input for `-`.
pub(super) fn read(file: &Path) -> anyhow::Result<String> {
    String::from_utf8(read_bytes(file)?).context("is not UTF-8 text")
}

/// The lines of a file, or of standard input for `-`, each as soon as it is there.
///
/// A line that cannot be understood is an error in its place, and the next one follows. What the
/// reading itself fails at is the last.
pub(super) struct Lines(Option<Box<dyn BufRead>>);

impl Lines {
    /// Opens the file.
    pub(super) fn open(file: &Path) -> anyhow::Result<Self> {
        Ok(Self(Some(if file == Path::new("-") {
            Box::new(std::io::stdin().lock())
        } else {
            Box::new(BufReader::new(std::fs::File::open(file).context("cannot be read")?))
        })))
    }

    /// The next line without its end; `None` after the last.
    fn read(&mut self) -> anyhow::Result<Option<String>> {
        let Some(input) = &mut self.0 else { return Ok(None) };
        let mut line = Vec::new();
        let read = input.take(MAX_LINE + 1).read_until(b'\n', &mut line);
        if read.as_ref().is_ok_and(|read| u64::try_from(*read).is_ok_and(|read| read <= MAX_LINE)) {
            if line.is_empty() {
                return Ok(None);
            }
            let line = String::from_utf8(line).context("is not UTF-8 text")?;
            return Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()));
        }
        // Where the next line begins is not known any more.
        self.0 = None;
        read.context("cannot be read")?;
        anyhow::bail!("is longer than {MAX_LINE} bytes")
    }
}

impl Iterator for Lines {
    type Item = anyhow::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

/// Writes to standard output. A reader that has seen enough (`| head`) is no failure.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// Says in one sentence why an input is refused.
pub(super) fn refuse(command: &str, file: &Path, error: &str) -> ExitCode {
    let place =
        if file == Path::new("-") { "standard input".into() } else { file.display().to_string() };
    eprintln!("piaojue {command}: {}: {}", shown(&place), shown(error));
    ExitCode::from(BAD_INPUT)
}

/// A text from elsewhere as a terminal may show it: characters that would move, hide or reorder
/// what stands beside them are written out. A file must not be able to print a verdict of its own.
pub(super) fn shown(text: &str) -> String {
    let escape = |letter: char| {
        if is_plain(letter.encode_utf8(&mut [0; 4])) {
            letter.to_string()
        } else {
            letter.escape_unicode().to_string()
        }
    };
    text.chars().map(escape).collect()
}

/// Refuses a text that could not stand in the log or would not be printed as it is.
pub(super) fn check_printable(option: &str, text: &str) -> anyhow::Result<()> {
    ensure!(!text.trim().is_empty(), "`{option}` is empty");
    ensure!(is_plain(text), "`{option}` has characters that cannot be shown: {}", shown(text));
    canonical::to_bytes(text).with_context(|| format!("`{option}`"))?;
    Ok(())
}
