//! Names and titles that a reader takes for the same though their letters differ: a dot of another
//! script, a space, a letter of full width, an old form. Whoever imports both is asked.

use unicode_normalization::UnicodeNormalization as _;

/// Pairs that look the same in print and have no decomposition: the first stands for the second.
const TWINS: [(char, char); 30] = [
    ('〇', '零'),
    ('○', '零'),
    ('靑', '青'),
    ('眞', '真'),
    ('黃', '黄'),
    ('彥', '彦'),
    ('呂', '吕'),
    ('戶', '户'),
    ('戸', '户'),
    ('別', '别'),
    ('祿', '禄'),
    ('淸', '清'),
    ('淨', '净'),
    ('綠', '绿'),
    ('衆', '众'),
    ('甯', '宁'),
    ('寗', '宁'),
    ('裡', '里'),
    ('峯', '峰'),
    ('羣', '群'),
    // Letters of Greek and Cyrillic that Latin has too, in small letters.
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('х', 'x'),
    ('і', 'i'),
    ('ο', 'o'),
    ('α', 'a'),
    ('ν', 'v'),
];

/// What of a name or title a reader sees: two with the same are alike.
pub fn seen(text: &str) -> String {
    let letters = text.nfkc().flat_map(char::to_lowercase);
    letters.filter(|letter| !is_passed_over(*letter)).map(plain_twin).collect()
}

fn plain_twin(letter: char) -> char {
    TWINS.iter().find(|(twin, _)| *twin == letter).map_or(letter, |(_, plain)| *plain)
}

/// Spaces, the dots and dashes between the parts of a name, quotation marks, variation selectors.
fn is_passed_over(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '·' | '•'
                | '‧'
                | '∙'
                | '⋅'
                | '・'
                | '･'
                | '.'
                | '。'
                | '˙'
                | 'ᐧ'
                | '●'
                | '⸱'
                | '-'
                | '‐'
                | '‑'
                | '–'
                | '—'
                | '_'
                | '"'
                | '“'
                | '”'
                | '\''
                | '‘'
                | '’'
                | ','
                | '、'
                | ';'
                | ':'
                | '('
                | ')'
                | '《'
                | '》'
        )
        || matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_is_alike() {
        for (one, other) in [
            ("买买提·吐尔逊", "买买提•吐尔逊"),
            ("买买提·吐尔逊", "买买提‧吐尔逊"),
            ("买买提·吐尔逊", "买买提．吐尔逊"),
            ("买买提·吐尔逊", "买买提 吐尔逊"),
            ("买买提·吐尔逊", "买买提吐尔逊"),
            ("张三", "张 三"),
            ("\u{2f08}民", "人民"),
            ("\u{f9d1}某", "六某"),
            ("José", "Jose\u{301}"),
            ("Ａnna", "anna"),
            ("Аnna", "Anna"),
            ("黃某", "黄某"),
            ("葛\u{e0100}某", "葛某"),
            ("村道硬化（一期）", "村道硬化(一期)"),
        ] {
            assert_eq!(seen(one), seen(other), "{one} and {other}");
        }
    }

    #[test]
    fn what_differs_to_a_reader_is_not_alike() {
        for (one, other) in [
            ("张三", "张五"),
            ("𠮷某", "吉某"),
            ("王芳", "王方"),
            ("村道硬化一期", "村道硬化二期"),
            ("李秀英", "李秀"),
        ] {
            assert_ne!(seen(one), seen(other), "{one} and {other}");
        }
    }
}
