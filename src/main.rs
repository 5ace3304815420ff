//! The program `piaojue` (票决): the vote on livelihood projects of a people's congress.

mod cli;
mod clock;
mod description;
mod documents;
mod duplicates;
mod progress;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
