//! Texts that people type in, checked once: lengths, no characters that hide or reorder.

use ballotbox::codec::is_plain;
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

use super::refusal::Refusal;

/// Most characters of a person's name.
pub const NAME_MAX: usize = 30;
/// Most characters of a title.
pub const TITLE_MAX: usize = 60;
/// Most characters of a description, a reason, a record.
pub const TEXT_MAX: usize = 1_000;

/// A text in NFC with spaces at its ends cut off, of 1 to `max` characters, without control
/// characters and those that hide or reorder what a screen shows.
///
/// # Errors
/// Names the field and what is wrong with it.
pub fn required(field: &'static str, text: &str, max: usize) -> Result<String, Refusal> {
    let text = optional(field, text, max)?;
    if text.is_empty() {
        return Err(Refusal::invalid("refusal-field-empty").with_word("field", field));
    }
    Ok(text)
}

/// As [`required`], but it may be empty.
///
/// # Errors
/// Names the field and what is wrong with it.
pub fn optional(field: &'static str, text: &str, max: usize) -> Result<String, Refusal> {
    let text: String = text.trim().replace("\r\n", "\n").nfc().collect();
    let count = text.chars().count();
    if count > max {
        return Err(Refusal::invalid("refusal-field-long")
            .with_word("field", field)
            .with("count", count)
            .with("max", max));
    }
    // Lines of a description may end; nothing else may be invisible.
    if !text.split('\n').all(is_plain) {
        return Err(Refusal::invalid("refusal-field-hidden").with_word("field", field));
    }
    Ok(text)
}

/// A day, as date fields send it: `2026-01-31`, between the years 2000 and 2100.
///
/// # Errors
/// Names the field.
pub fn day(field: &'static str, text: &str) -> Result<Date, Refusal> {
    let day: Option<Date> = text.trim().parse().ok();
    day.filter(|day| (2000..=2100).contains(&day.year()))
        .ok_or_else(|| Refusal::invalid("refusal-day").with_word("field", field))
}
