//! Days and times as people write them: 2026年11月23日, 14:05, in China's time.

use ballotbox::codec::Time;
use jiff::civil::Date;

use super::words::{Language, Words};
use crate::clock::in_china;

/// A day.
pub(super) fn day(words: Words, day: Date) -> String {
    match words.language {
        Language::Chinese => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Language::English => day.strftime("%-d %B %Y").to_string(),
    }
}

/// A day and a time, from a time of the log.
pub(super) fn moment(words: Words, time: &Time) -> String {
    // Whoever stored the time has checked its form.
    let Ok(at) = time.as_str().parse::<jiff::Timestamp>() else { return time.as_str().to_owned() };
    let at = in_china(at);
    let (day, clock) = (day(words, at.date()), at.strftime("%H:%M"));
    match words.language {
        Language::Chinese => format!("{day} {clock}"),
        Language::English => format!("{day}, {clock}"),
    }
}

/// A day and a time, from a time as the database keeps it.
pub(super) fn written(words: Words, time: &str) -> String {
    Time::parse(time).map_or_else(|_| time.to_owned(), |time| moment(words, &time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_the_log_are_shown_as_clocks_in_china_show_them() {
        let time = Time::parse("2026-11-23T16:05:00Z").unwrap();
        let said = |language| moment(Words { language }, &time);
        assert_eq!(said(Language::Chinese), "2026年11月24日 00:05");
        assert_eq!(said(Language::English), "24 November 2026, 00:05");
    }
}
