//! Everything that reads bytes from outside, with what must hold of any bytes: the properties are
//! those of the ordinary tests, compiled from the same files.

mod attacks;
mod documents;
#[path = "../../ballotbox/tests/it/fixture.rs"]
mod fixture;
#[path = "../../ballotbox/tests/it/inputs/mod.rs"]
#[expect(dead_code, reason = "the run without a fuzzer belongs to the tests")]
mod inputs;
mod readers;

use std::path::Path;

/// What is tried: its name, inputs to begin with, and what must hold of any input.
struct Target {
    name: &'static str,
    seeds: fn() -> Vec<Vec<u8>>,
    holds: fn(&[u8]) -> Result<(), String>,
}

#[rustfmt::skip]
const TARGETS: [Target; 8] = [
    Target { name: "ballot", seeds: inputs::ballot::seeds, holds: inputs::ballot::holds },
    Target { name: "bundle", seeds: inputs::bundle::seeds, holds: inputs::bundle::holds },
    Target { name: "canonical", seeds: inputs::canonical::seeds, holds: inputs::canonical::holds },
    Target { name: "log", seeds: inputs::bundle::seeds, holds: inputs::bundle::holds_signed_again },
    Target { name: "marks", seeds: inputs::marks::seeds, holds: inputs::marks::holds },
    Target { name: "slip", seeds: inputs::slip::seeds, holds: inputs::slip::holds },
    Target { name: "text", seeds: readers::text::seeds, holds: readers::text::holds },
    Target { name: "workbook", seeds: readers::workbook::seeds, holds: readers::workbook::holds },
];

fn target(name: &str) -> &'static Target {
    let target = TARGETS.iter().find(|target| target.name == name);
    target.expect("each program is named after its target")
}

/// Writes the inputs to begin with into the folder from which the fuzzer reads them.
///
/// # Panics
/// When they cannot be written: a run that begins with nothing would look like one that finds
/// nothing.
pub fn write_seeds(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    std::fs::create_dir_all(&folder).expect("the corpus has its folder");
    for (number, seed) in (target(name).seeds)().into_iter().enumerate() {
        let file = folder.join(format!("seed-{number}"));
        std::fs::write(file, seed).expect("a seed is written");
    }
}

/// Tries one input.
///
/// # Panics
/// When what must hold does not, which the fuzzer notices.
pub fn assert_holds(name: &str, bytes: &[u8]) {
    if let Err(why) = (target(name).holds)(bytes) {
        panic!("{name}: {why}");
    }
}
