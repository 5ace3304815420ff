//! What poppler's tools read out of a PDF. Test binaries take it in by its path.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// The text of a PDF in the order in which it was set.
pub(crate) fn text(pdf: &[u8]) -> String {
    String::from_utf8(piped("pdftotext", &["-raw", "-", "-"], pdf)).unwrap()
}

/// A program of poppler's on a PDF. It must be there: tests/run installs it.
pub(crate) fn piped(program: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{program}: {error}"));
    let mut stdin = child.stdin.take().unwrap();
    let bytes = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{program} failed");
    output.stdout
}

/// A text without any space.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}
