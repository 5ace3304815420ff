//! The table of sealed ballots and papers apart and together, for the result's page and the public
//! one.

use askama::Template;
use askama::filters::HtmlSafe;
use ballotbox::entry::OutcomeEntry;
use ballotbox::manifest::Manifest;
use ballotbox::method::Method;

use crate::domain::apart::Apart;
use crate::http::words::Words;

/// The table, rendered where it stands.
#[derive(Template)]
#[template(path = "parts/apart.html")]
pub(in crate::http) struct ApartView {
    w: Words,
    heads: Vec<String>,
    /// Valid ballots: sealed, on paper, both.
    valid: [u64; 3],
    rows: Vec<Row>,
}

impl HtmlSafe for ApartView {}

/// An option, with a line for each way.
struct Row {
    number: u32,
    title: String,
    ways: [(&'static str, Vec<u64>); 3],
}

impl ApartView {
    /// The table of a poll that had both kinds of ballots.
    pub(in crate::http) fn of(
        w: Words,
        manifest: &Manifest,
        entry: &OutcomeEntry,
        papers: u64,
    ) -> Option<Self> {
        let apart = Apart::of(&manifest.method, entry, papers)?;
        let (sealed, paper) = apart.valid;
        let rows = manifest.options.iter().zip(apart.lines).map(|(option, line)| Row {
            number: option.number,
            title: option.title.clone(),
            ways: [
                ("apart-sealed", line.sealed),
                ("apart-paper", line.paper),
                ("apart-both", line.both),
            ],
        });
        let rows = rows.collect();
        Some(Self {
            w,
            heads: heads(w, &manifest.method),
            valid: [sealed, paper, sealed + paper],
            rows,
        })
    }
}

/// The heads of the columns, in the order of `domain::apart`.
fn heads(w: Words, method: &Method) -> Vec<String> {
    match method {
        Method::Pick { .. } => vec![w.say("apart-votes")],
        Method::YesNoAbstain {} | Method::Capped { .. } => {
            ["apart-yes", "apart-no", "apart-abstain"].map(|key| w.say(key)).into()
        }
        Method::Grade { grades } => {
            grades.iter().cloned().chain([w.say("apart-abstain")]).collect()
        }
        Method::Rank { max } => {
            (1..=*max).map(|number| w.with("apart-number", [("n", number)])).collect()
        }
    }
}
