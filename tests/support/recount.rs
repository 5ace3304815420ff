//! A published bundle counted again by the second implementation of the rules, `tests/differential`.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Counts every poll of a bundle again; says what differs from the outcomes in it.
pub(crate) fn recount(bundle: &[u8]) -> Result<(), String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/bundles.py");
    let mut counting = Command::new("python3")
        .arg("-B")
        .arg(script)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    counting.stdin.take().unwrap().write_all(bundle).unwrap();
    let counted = counting.wait_with_output().unwrap();
    let said = [counted.stdout, counted.stderr].concat();
    if counted.status.success() { Ok(()) } else { Err(String::from_utf8(said).unwrap()) }
}
