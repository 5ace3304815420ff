//! Text that spreadsheets would compute, led by an apostrophe in comma-separated text, and the
//! text that was meant: for tables that leave and for lists that come back.

use std::borrow::Cow;

/// What makes spreadsheets compute a cell, at its beginning.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
/// What makes a cell text, at its beginning.
const TEXT: char = '\'';

/// Text that a spreadsheet leaves alone: what begins like a formula is led by an apostrophe. What
/// is led by apostrophes already gets one more, so that [`unguarded`] gives the text back.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches(TEXT).starts_with(FORMULA) {
        Cow::Owned(format!("{TEXT}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text that [`guarded`] was given; for whoever reads such a table in again.
pub(crate) fn unguarded(text: &str) -> &str {
    match text.strip_prefix(TEXT) {
        Some(rest) if rest.trim_start_matches(TEXT).starts_with(FORMULA) => rest,
        _ => text,
    }
}
