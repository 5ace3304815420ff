//! The program `piaojue` (票决): the vote on livelihood projects of a people's congress.

use std::process::ExitCode;

fn main() -> ExitCode {
    piaojue::cli::run()
}
