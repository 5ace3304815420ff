//! Sealed ballots: only those that were sealed pass.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: piaojue_fuzz::write_seeds("ballot"),
    |bytes: &[u8]| piaojue_fuzz::assert_holds("ballot", bytes)
);
