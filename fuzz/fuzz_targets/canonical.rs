//! Canonical bytes: one text for each value, and no other is taken.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: piaojue_fuzz::write_seeds("canonical"),
    |bytes: &[u8]| piaojue_fuzz::assert_holds("canonical", bytes)
);
