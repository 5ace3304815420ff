//! Bundles: only what was published verifies.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: piaojue_fuzz::write_seeds("bundle"),
    |bytes: &[u8]| piaojue_fuzz::assert_holds("bundle", bytes)
);
