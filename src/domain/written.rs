//! What people write in lists and mean the same: amounts, days and months, digits of full width,
//! names with spaces in them. Everything becomes the one form that the service keeps.

use jiff::civil::Date;

use super::project::{parse_wan, write_wan};

/// The years that a list can speak of.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// What an amount is counted in where the number alone stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 万元.
    Wan,
    /// 元.
    Yuan,
}

/// Digits, letters and signs of full width as those of half width, ideographic spaces as spaces.
pub fn narrow(text: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => {
            let code = u32::from(letter).checked_sub(0xfee0).and_then(char::from_u32);
            code.unwrap_or(letter)
        }
        letter => letter,
    };
    text.chars().map(narrow).collect()
}

/// A name without the spaces that align names of two hanzi with those of three.
pub fn together(name: &str) -> String {
    let hanzi =
        |letter: char| matches!(letter, '〇' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    if name.chars().all(|letter| hanzi(letter) || letter.is_whitespace()) {
        name.split_whitespace().collect()
    } else {
        name.trim().to_owned()
    }
}

/// An amount as lists write it, in 万元: `1,200 万元` is `1200`, `3351545元` is `335.1545`. Nothing
/// where it is no amount.
pub fn amount(text: &str, unit: Unit) -> Option<String> {
    let text: String = narrow(text).chars().filter(|letter| !letter.is_whitespace()).collect();
    let text = text.trim_start_matches(['¥', '￥']);
    let (number, unit) = if let Some(number) = text.strip_suffix("万元") {
        (number, Unit::Wan)
    } else if let Some(number) = text.strip_suffix('万') {
        (number, Unit::Wan)
    } else if let Some(number) = text.strip_suffix('元') {
        (number, Unit::Yuan)
    } else {
        (text, unit)
    };
    let number = without_thousands(number)?;
    match unit {
        Unit::Wan => parse_wan(&number).map(write_wan),
        Unit::Yuan => {
            // Parts of a yuan are not kept; `.00` behind it is none.
            let (whole, parts) = number.split_once('.').unwrap_or((&number, ""));
            let whole_yuan = parts.bytes().all(|digit| digit == b'0');
            let digits = !whole.is_empty() && whole.bytes().all(|it| it.is_ascii_digit());
            let yuan: i64 = whole.parse().ok().filter(|_| whole_yuan && digits)?;
            parse_wan(&write_wan(yuan)).map(write_wan)
        }
    }
}

/// The commas between groups of three digits left out; nothing where they stand elsewhere.
fn without_thousands(number: &str) -> Option<String> {
    let (whole, parts) = number.split_once('.').unwrap_or((number, ""));
    if parts.contains(',') {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let lawful = rest.is_empty() || (1..=3).contains(&first.len());
    if !lawful || rest.iter().any(|group| group.len() != 3) {
        return None;
    }
    Some(number.replace(',', ""))
}

/// A time limit as lists write it. Days and months become `2026年10月31日` and `2026年10月`, with
/// whatever follows them; a month alone is one of `year`. Other words stay as they are.
///
/// Nothing where it looks like a day or a month that is none: the 13th month, the 31st of June.
pub fn due(text: &str, year: i16) -> Option<String> {
    let text = narrow(text.trim());
    match Limit::read(&text) {
        None => Some(text),
        Some(limit) => limit.say(year),
    }
}

/// The day of a serial number that a spreadsheet shows as a plain number; nothing where it is none
/// of our years.
pub fn day_of_serial(serial: &str) -> Option<Date> {
    let days: i32 = serial.parse().ok().filter(|days| (36_526..=73_415).contains(days))?;
    let epoch = jiff::civil::date(1899, 12, 30);
    epoch.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// A time limit that begins with a day or a month.
struct Limit<'a> {
    year: Option<i16>,
    month: i16,
    day: Option<i16>,
    rest: &'a str,
}

impl<'a> Limit<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (first, rest) = number(text)?;
        if let Some(rest) = rest.strip_prefix('月') {
            return Some(Self::with_day(None, first, rest));
        }
        if !(1000..=9999).contains(&first) {
            return None;
        }
        if let Some(rest) = rest.strip_prefix('年') {
            let (month, rest) = number(rest.trim_start())?;
            return Some(Self::with_day(Some(first), month, rest.strip_prefix('月')?));
        }
        let sign = rest.chars().next().filter(|sign| "-/.".contains(*sign))?;
        let (month, rest) = number(rest.strip_prefix(sign)?)?;
        let (day, rest) = match rest.strip_prefix(sign).and_then(number) {
            Some((day, rest)) => (Some(day), rest),
            None => (None, rest),
        };
        // 2026-10-31T00:00 and 2026.10.31.2 are something else.
        let ends = is_time(rest)
            || !rest.starts_with(|it: char| it.is_ascii_alphanumeric() || "-/.".contains(it));
        ends.then_some(Self { year: Some(first), month, day, rest })
    }

    /// What follows a month: its day, or none.
    fn with_day(year: Option<i16>, month: i16, rest: &'a str) -> Self {
        let day = number(rest.trim_start())
            .and_then(|(day, after)| Some((day, after.strip_prefix(['日', '号'])?)));
        match day {
            Some((day, rest)) => Self { year, month, day: Some(day), rest },
            None => Self { year, month, day: None, rest },
        }
    }

    /// The limit in its one form; nothing where there is no such day.
    fn say(&self, year: i16) -> Option<String> {
        let (year, month) = (self.year.unwrap_or(year), i8::try_from(self.month).ok()?);
        let day = i8::try_from(self.day.unwrap_or(1)).ok()?;
        let date = Date::new(year, month, day).ok().filter(|day| YEARS.contains(&day.year()))?;
        let format = if self.day.is_some() { "%-Y年%-m月%-d日" } else { "%-Y年%-m月" };
        let rest = if is_time(self.rest) { "" } else { self.rest };
        Some(format!("{}{}", date.strftime(format), rest.trim()))
    }
}

/// A time of day, which a program wrote behind the day and which says nothing.
fn is_time(text: &str) -> bool {
    text.contains(':') && text.chars().all(|it| it.is_ascii_digit() || it == ':')
}

/// The number that a text begins with, of four digits at most, and what follows it.
fn number(text: &str) -> Option<(i16, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end).filter(|_| (1..=4).contains(&end))?;
    Some((digits.parse().ok()?, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_in_wan_with_four_places() {
        for (text, wanted) in [
            ("335.1545", "335.1545"),
            ("335.1545万元", "335.1545"),
            ("335.1545 万", "335.1545"),
            ("３３５．１５４５万元", "335.1545"),
            ("1,200万元", "1200"),
            ("1,234,567.8", "1234567.8"),
            ("3351545元", "335.1545"),
            ("¥860,000.00元", "86"),
            ("86.0", "86"),
            ("0", "0"),
        ] {
            assert_eq!(amount(text, Unit::Wan).as_deref(), Some(wanted), "{text}");
        }
        assert_eq!(amount("3,351,545", Unit::Yuan).as_deref(), Some("335.1545"));
        assert_eq!(amount("86万元", Unit::Yuan).as_deref(), Some("86"));
    }

    #[test]
    fn what_is_no_amount_is_none() {
        for text in [
            "",
            "八十六",
            "约86万元",
            "86.12345",
            "-1",
            "+1",
            "1e3",
            "1,20",
            "12,34",
            "1,2345",
            "1.2,345",
            "86万元整",
            "0.5元",
            "3.3.5",
            "99999999999",
            ",200",
            "=1+1",
            "86 亿元",
        ] {
            assert_eq!(amount(text, Unit::Wan), None, "{text}");
        }
    }

    #[test]
    fn days_and_months_have_one_form() {
        for (text, wanted) in [
            ("2026年10月", "2026年10月"),
            ("2026年10月31日", "2026年10月31日"),
            ("２０２６年１０月", "2026年10月"),
            ("2026-10", "2026年10月"),
            ("2026-10-31", "2026年10月31日"),
            ("2026/10/31", "2026年10月31日"),
            ("2026/1", "2026年1月"),
            ("2026.10", "2026年10月"),
            ("2026.10.31", "2026年10月31日"),
            ("2026-10-31 00:00:00", "2026年10月31日"),
            ("2026年10月底前", "2026年10月底前"),
            ("2026-10底前", "2026年10月底前"),
            ("10月底前", "2026年10月底前"),
            ("10月", "2026年10月"),
            ("9月30日前", "2026年9月30日前"),
            ("9月30号", "2026年9月30日"),
            ("3月至10月", "2026年3月至10月"),
            ("2026年 10 月", "2026年10月"),
        ] {
            assert_eq!(due(text, 2026).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn other_words_stay_and_impossible_days_are_none() {
        for text in ["", "年底前", "2026年底", "2026年", "跨年度", "长期", "十月底前", "第3季度"]
        {
            assert_eq!(due(text, 2026).as_deref(), Some(text));
        }
        for text in
            ["2026-13", "2026年6月31日", "13月", "2月30日", "1999-10", "2101年1月", "2026.0"]
        {
            assert_eq!(due(text, 2026), None, "{text}");
        }
        assert_eq!(due("2月29日", 2028).as_deref(), Some("2028年2月29日"));
        assert_eq!(due("2月29日", 2026), None);
    }

    #[test]
    fn serial_numbers_of_our_years_are_days() {
        let day = |serial| day_of_serial(serial).map(|day| day.to_string());
        assert_eq!(day("46326").as_deref(), Some("2026-10-31"));
        assert_eq!(day("36526").as_deref(), Some("2000-01-01"));
        for serial in ["86", "2026", "46326.5", "99999", "-46326", ""] {
            assert_eq!(day(serial), None, "{serial}");
        }
    }

    #[test]
    fn names_lose_the_spaces_that_align_them() {
        assert_eq!(together("张\u{3000}三"), "张三");
        assert_eq!(together(" \u{20000}  \u{2b740} "), "\u{20000}\u{2b740}");
        assert_eq!(together(" Anna Li "), "Anna Li");
        assert_eq!(together("买买提 · 吐尔逊"), "买买提 · 吐尔逊");
    }
}
