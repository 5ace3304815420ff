//! How long documents take: the first one of a process, and later ones (`docs/PERFORMANCE.md`).
//! `cargo bench -p piaojue --bench papers` prints a table.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a measurement that cannot go on stops, and says where"
)]

#[path = "../tests/papers/samples.rs"]
mod samples;

use std::time::Instant;

use piaojue::documents::papers::{Body, Paper};
use piaojue::documents::typeset::Print;

/// How often each later document is set.
const TIMES: usize = 20;

fn main() {
    // `cargo test` runs benches too; only `cargo bench` asks for figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!("| document | first | later, p50 | later, slowest | bytes |\n|---|---|---|---|---|");
    let mut papers = samples::all();
    // The notice first: what a hall waits for, with nothing warm.
    papers.sort_by_key(|(name, _)| *name != "notice");
    papers.push(("ballot-245", long(&papers)));
    for (name, paper) in &papers {
        let (first, bytes) = set(paper);
        let mut later: Vec<_> = (0..TIMES).map(|_| set(paper).0).collect();
        later.sort_by(f64::total_cmp);
        let (middle, slowest) = (later[TIMES / 2], later[TIMES - 1]);
        println!("| {name} | {first:.0} ms | {middle:.1} ms | {slowest:.1} ms | {bytes} |");
    }
}

/// The largest ballot that was ever voted on.
fn long(papers: &[(&'static str, Paper)]) -> Paper {
    let (_, paper) = papers.iter().find(|(name, _)| *name == "ballot-numbers").unwrap();
    let mut paper = paper.clone();
    if let Body::Ballot(ballot) = &mut paper.body {
        let line = ballot.options[0].clone();
        ballot.options = (1..=245)
            .map(|number| {
                let mut line = line.clone();
                line.number = number;
                line
            })
            .collect();
    }
    paper
}

/// Milliseconds and bytes of one document.
fn set(paper: &Paper) -> (f64, usize) {
    let start = Instant::now();
    let print = Print {
        title: paper.name.clone(),
        author: "沛县张寨镇".to_owned(),
        day: (2026, 3, 1),
        identity: paper.code.clone(),
        papers: vec![paper.json()],
    };
    let bytes = print.pdf().unwrap().len();
    (start.elapsed().as_secs_f64() * 1000.0, bytes)
}
