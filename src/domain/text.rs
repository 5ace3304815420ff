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
    let hidden = |letter: char| letter != '\n' && !is_plain(letter.encode_utf8(&mut [0; 4]));
    match (1_usize..).zip(text.chars()).find(|(_, letter)| hidden(*letter)) {
        None => Ok(text),
        Some((place, letter)) => Err(Refusal::invalid("refusal-field-hidden")
            .with_word("field", field)
            .with("place", place)
            .with("character", format!("U+{:04X}", u32::from(letter)))),
    }
}

/// What is wrong with the fields of a form: each field's word, and why.
pub type FieldFaults = Vec<(&'static str, Refusal)>;

/// Reads a field and goes on to the next: what is wrong with it is noted, and it is left empty.
pub fn noted<T: Default>(
    faults: &mut FieldFaults,
    field: &'static str,
    read: impl FnOnce(&'static str) -> Result<T, Refusal>,
) -> T {
    read(field).unwrap_or_else(|why| {
        faults.push((field, why));
        T::default()
    })
}

/// The first fault of a form that has one.
///
/// # Panics
/// When there is none: then nothing was refused.
pub fn first(faults: FieldFaults) -> Refusal {
    let (_, why) = faults.into_iter().next().expect("a form that is refused has a fault");
    why
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
