//! Logs whose head an insider signs again: no outcome changes, and ledger and verifier agree.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: piaojue_fuzz::write_seeds("log"),
    |bytes: &[u8]| piaojue_fuzz::assert_holds("log", bytes)
);
