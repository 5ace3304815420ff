//! Numbers and dates as Chinese documents write them.

use jiff::civil::Date;

use crate::domain::papers::Numerals;

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// A number up to 9999 in words: 二百四十五.
pub fn numeral(number: usize) -> String {
    if number == 0 {
        return "零".to_owned();
    }
    if number > 9_999 {
        return number.to_string();
    }
    let mut text = String::new();
    let mut rest = number;
    let mut gap = false;
    for (unit, word) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = rest / unit;
        rest %= unit;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
            gap = false;
        }
        // 十二, not 一十二, where nothing stands before it.
        if !(unit == 10 && digit == 1 && text.is_empty()) {
            text.extend(DIGITS.get(digit));
        }
        text.push_str(word);
    }
    text
}

/// A date: 2026年6月15日, or 二〇二六年六月十五日.
pub fn date(day: Date, numerals: Numerals) -> String {
    match numerals {
        Numerals::Arabic => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Numerals::Chinese => {
            let year = day.year().to_string();
            let digit = |sign: char| match sign.to_digit(10).and_then(|it| usize::try_from(it).ok())
            {
                Some(0) | None => '〇',
                Some(digit) => DIGITS.get(digit).copied().unwrap_or('〇'),
            };
            let year = year.chars().map(digit);
            let words = |part: i8| numeral(usize::try_from(part).unwrap_or_default());
            let (month, day) = (words(day.month()), words(day.day()));
            format!("{}年{month}月{day}日", year.collect::<String>())
        }
    }
}

/// The number before an item of a list: 一、 or 1. .
pub fn item(number: usize, numerals: Numerals) -> String {
    match numerals {
        Numerals::Chinese => format!("{}、", numeral(number)),
        Numerals::Arabic => format!("{number}. "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_are_read() {
        let written = [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
            (245, "二百四十五"),
            (1_003, "一千零三"),
            (1_010, "一千零一十"),
        ];
        for (number, text) in written {
            assert_eq!(numeral(number), text);
        }
    }

    #[test]
    fn dates_are_written_in_both_ways() {
        let day = jiff::civil::date(2022, 6, 15);
        assert_eq!(date(day, Numerals::Chinese), "二〇二二年六月十五日");
        assert_eq!(date(day, Numerals::Arabic), "2022年6月15日");
        let day = jiff::civil::date(2026, 10, 30);
        assert_eq!(date(day, Numerals::Chinese), "二〇二六年十月三十日");
    }
}
