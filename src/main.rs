//! The program `piaojue`.
fn main() {}
