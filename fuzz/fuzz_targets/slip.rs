//! Codes of slips and key cards: what people type is what they mean, or refused.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: piaojue_fuzz::write_seeds("slip"),
    |bytes: &[u8]| piaojue_fuzz::assert_holds("slip", bytes)
);
