//! Marks: what a tablet reads is lawful and can be sealed.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: piaojue_fuzz::write_seeds("marks"),
    |bytes: &[u8]| piaojue_fuzz::assert_holds("marks", bytes)
);
