//! Words that sentences share: shares, wholes and numbers in Chinese and English.

use crate::{
    outcome::Reason,
    threshold::{Base, Cmp, Threshold},
};

/// A clause in both languages.
pub(crate) fn clause(zh: impl Into<String>, en: impl Into<String>) -> Reason {
    Reason { zh: zh.into(), en: en.into() }
}

/// One sentence out of clauses.
pub(crate) fn sentence(clauses: &[Reason]) -> Reason {
    let zh: Vec<_> = clauses.iter().map(|clause| clause.zh.as_str()).collect();
    let en: Vec<_> = clauses.iter().map(|clause| clause.en.as_str()).collect();
    Reason { zh: format!("{}。", zh.join("\u{ff0c}")), en: format!("{}.", en.join(", ")) }
}

/// How a number stands against a share: "超过全体代表 103 人的半数".
pub(crate) fn standing(threshold: Threshold, held: bool, whole: &Reason) -> Reason {
    let (zh, en) = match (threshold.cmp, held) {
        (Cmp::Over, true) => ("超过", "more than"),
        (Cmp::Over, false) => ("未超过", "not more than"),
        (Cmp::AtLeast, true) => ("达到", "at least"),
        (Cmp::AtLeast, false) => ("未达到", "less than"),
    };
    let (share_zh, share_en) = (share_zh(threshold), share_en(threshold));
    clause(format!("{zh}{}的{share_zh}", whole.zh), format!("{en} {share_en} of {}", whole.en))
}

/// A base with its figure: "全体代表 103 人".
pub(crate) fn whole(base: Base, figure: u32) -> Reason {
    match base {
        Base::All => clause(format!("全体代表 {figure} 人"), format!("all {figure} deputies")),
        Base::Present => {
            clause(format!("到会代表 {figure} 人"), format!("the {figure} deputies present"))
        }
        Base::Issued => {
            clause(format!("发出的票 {figure} 张"), format!("the {figure} ballots issued"))
        }
        Base::Valid => clause(format!("有效票 {figure} 张"), format!("the {figure} valid ballots")),
    }
}

/// A base without its figure, for rules: "全体代表".
pub(crate) fn base_zh(base: Base) -> &'static str {
    match base {
        Base::All => "全体代表",
        Base::Present => "到会代表",
        Base::Issued => "发出票数",
        Base::Valid => "有效票数",
    }
}

/// A share as a rule demands it: "全体代表的三分之二以上（含三分之二）".
pub(crate) fn demand_zh(threshold: Threshold, whole: &str) -> String {
    let share = share_zh(threshold);
    match threshold.cmp {
        Cmp::Over => format!("超过{whole}的{share}（不含{share}）"),
        Cmp::AtLeast => format!("达到{whole}的{share}以上（含{share}）"),
    }
}

/// A share in Chinese: 半数, 三分之二, 百分之八十.
pub(crate) fn share_zh(threshold: Threshold) -> String {
    let Threshold { num, den, .. } = threshold;
    if threshold.is_half() {
        return "半数".to_owned();
    }
    if num == den {
        return "全数".to_owned();
    }
    format!("{}分之{}", number_zh(den), number_zh(num))
}

/// A share in English: half, two thirds as 2/3, 80 %.
pub(crate) fn share_en(threshold: Threshold) -> String {
    let Threshold { num, den, .. } = threshold;
    match (num, den) {
        _ if threshold.is_half() => "half".to_owned(),
        _ if num == den => "the whole".to_owned(),
        (1, 3) => "one third".to_owned(),
        (2, 3) => "two thirds".to_owned(),
        (3, 4) => "three quarters".to_owned(),
        _ => format!("{num}/{den}"),
    }
}

/// A number in Chinese up to 100, in figures above.
pub(crate) fn number_zh(number: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |digit: u32| {
        usize::try_from(digit).ok().and_then(|digit| DIGITS.get(digit)).copied().unwrap_or_default()
    };
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens @ 2..=9, 0) => format!("{}十", digit(tens)),
        (tens @ 2..=9, ones) => format!("{}十{}", digit(tens), digit(ones)),
        (10, 0) => "百".to_owned(),
        _ => number.to_string(),
    }
}

/// "1 vote", "2 votes".
pub(crate) fn plural(count: impl Into<u64>, noun: &str) -> String {
    let count = count.into();
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
