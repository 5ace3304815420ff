//! Progress of long work on standard error: a bar on a terminal, plain lines elsewhere.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};

/// A step of work with a known number of parts.
pub(crate) struct Step {
    bar: ProgressBar,
}

impl Step {
    /// Begins a step of `parts` parts. Its name is a noun phrase in English.
    pub(crate) fn begin(name: &'static str, parts: usize) -> Self {
        let plain = !std::io::stderr().is_terminal();
        if plain {
            eprintln!("{name}: {parts}");
        }
        let bar = if plain { ProgressBar::hidden() } else { ProgressBar::new(length(parts)) };
        let style = ProgressStyle::with_template("{msg:<20} {bar:32} {pos}/{len} {elapsed}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_message(name);
        Self { bar }
    }

    /// So many parts more are done.
    pub(crate) fn advance(&self, parts: usize) {
        self.bar.inc(length(parts));
    }

    /// The step is done.
    pub(crate) fn end(self) {
        self.bar.finish();
    }
}

fn length(parts: usize) -> u64 {
    u64::try_from(parts).unwrap_or(u64::MAX)
}
