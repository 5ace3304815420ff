//! Codes of slips and key cards: whatever people type is the code that they mean, or refused.

use ballotbox::card::KeyCard;
use ballotbox::codec::same_code;
use ballotbox::slip::SlipCode;
use uuid::Uuid;

use super::mangle::{Held, require};

const LETTERS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What must hold of any text.
pub(crate) fn holds(bytes: &[u8]) -> Held {
    judge(bytes, &printed_slip)
}

/// What the core reads, as printed.
pub(crate) fn printed_slip(text: &str) -> Option<String> {
    SlipCode::parse(text).ok().map(|code| code.printed().to_string())
}

/// What must hold of any text, of a reader that gives the slip's code as printed.
pub(crate) fn judge(bytes: &[u8], read: &dyn Fn(&str) -> Option<String>) -> Held {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(()) };
    let code = text.split('#').next_back().unwrap_or_default();
    let meant = as_meant(code, 16);
    require(read(text) == meant, "a slip's code is read as another or not at all")?;
    if let Some(printed) = meant {
        require(read(&printed).as_ref() == Some(&printed), "as printed it is another")?;
        require(same_code(code, &printed), "the code and the printed one do not compare equal")?;
        slip_stays(text, &printed)?;
    }
    // Of the last letter of a card's code one bit counts.
    let whole = |printed: &String| printed.ends_with(['0', 'G']);
    let meant = as_meant(text, 52).filter(whole);
    let card = KeyCard::parse(text).ok();
    let printed = card.as_ref().map(|card| card.printed().to_string());
    require(printed == meant, "a card's code is read as another or not at all")?;
    let (Some(card), Some(printed)) = (card, printed) else { return Ok(()) };
    let again = KeyCard::parse(&printed).map_err(|_| "a printed card is refused".to_owned())?;
    let key = |card: &KeyCard| card.sign_key(Uuid::nil()).public();
    require(key(&again) == key(&card), "a printed card has another key")
}

/// A code, its link and its printed form have one key; the code beside it has another.
fn slip_stays(text: &str, printed: &str) -> Held {
    let parse = |text: &str| SlipCode::parse(text).map_err(|error| format!("{text:?}: {error}"));
    let key = |code: &SlipCode| code.key(Uuid::nil()).public();
    let code = parse(text)?;
    let link = parse(&code.link("https://vote.example"))?;
    require(key(&link) == key(&code), "its link has another key")?;
    require(key(&parse(printed)?) == key(&code), "as printed it has another key")?;
    let last = printed.chars().next_back().and_then(|last| LETTERS.find(last)).unwrap_or(0);
    let next = LETTERS.chars().nth((last + 1) % LETTERS.len()).unwrap_or('0');
    let beside: String = printed.chars().take(printed.len() - 1).chain([next]).collect();
    require(key(&parse(&beside)?) != key(&code), "two codes have one key")
}

/// The code that people mean by a text, as printed: written a second time, letter by letter.
fn as_meant(text: &str, length: usize) -> Option<String> {
    let mut letters = String::new();
    for letter in text.chars().filter(|letter| !"- \t\r\n".contains(*letter)) {
        let letter = match letter {
            'O' | 'o' => '0',
            'I' | 'i' | 'L' | 'l' => '1',
            other => other.to_ascii_uppercase(),
        };
        letters.push(LETTERS.chars().find(|known| *known == letter)?);
    }
    let fours: Vec<&[u8]> = letters.as_bytes().chunks(4).collect();
    (letters.len() == length).then(|| String::from_utf8(fours.join(&b'-')).unwrap())
}

/// Codes as they are printed, scanned and typed.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let card = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789-ABCD-EFGH-JKMN-PQRS-TVWG";
    [
        "0123-4567-89AB-CDEF",
        "0123456789abcdef",
        " oIlO 4567\tv9ab cdef\r\n",
        "https://vote.example/vote#0123456789ABCDEF",
        "ZZZZ-ZZZZ-ZZZZ-ZZZZ",
        card,
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}
