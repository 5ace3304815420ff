//! Lists as spreadsheets: within their bounds, and the same when written and read again.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: piaojue_fuzz::write_seeds("workbook"),
    |bytes: &[u8]| piaojue_fuzz::assert_holds("workbook", bytes)
);
