//! Canonical bytes recognised a second time, by their grammar and not by writing them again.

use ballotbox::canonical::{MAX_DEPTH, MAX_INTEGER};
use unicode_normalization::is_nfc;

/// Whether these bytes are canonical (`docs/PROTOCOL.md` §2), said by a reader that knows nothing
/// of the core's.
pub(super) fn is_canonical(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut reader = Reader(text);
    reader.value(MAX_DEPTH).is_some() && reader.0.is_empty()
}

/// What is left to be read.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn eat(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        match self.0.chars().next()? {
            '{' => self.object(depth.checked_sub(1)?),
            '[' => self.array(depth.checked_sub(1)?),
            '"' => self.string().map(drop),
            't' => self.eat("true"),
            'f' => self.eat("false"),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        self.eat("{")?;
        let mut before: Option<String> = None;
        while self.eat("}").is_none() {
            if before.is_some() {
                self.eat(",")?;
            }
            let key = self.string()?;
            let in_order = before.is_none_or(|before| before < key);
            if !key.is_ascii() || !in_order {
                return None;
            }
            self.eat(":")?;
            self.value(depth)?;
            before = Some(key);
        }
        Some(())
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        self.eat("[")?;
        let mut first = true;
        while self.eat("]").is_none() {
            if !first {
                self.eat(",")?;
            }
            self.value(depth)?;
            first = false;
        }
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        let end = self.0.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at(end);
        let number: u64 = digits.parse().ok()?;
        self.0 = rest;
        (number <= MAX_INTEGER && (digits == "0" || !digits.starts_with('0'))).then_some(())
    }

    /// The text of a string: each letter has one way to be written.
    fn string(&mut self) -> Option<String> {
        self.eat("\"")?;
        let mut text = String::new();
        loop {
            let letter = self.0.chars().next()?;
            self.eat(letter.encode_utf8(&mut [0; 4]))?;
            match letter {
                '"' => return is_nfc(&text).then_some(text),
                '\\' => text.push(self.escape()?),
                '\0'..'\u{20}' => return None,
                plain => text.push(plain),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        for (written, letter) in [
            ("\"", '"'),
            ("\\", '\\'),
            ("b", '\u{8}'),
            ("f", '\u{c}'),
            ("n", '\n'),
            ("r", '\r'),
            ("t", '\t'),
        ] {
            if self.eat(written).is_some() {
                return Some(letter);
            }
        }
        // Whatever has a short form is never written in the long one.
        (0..0x20_u8)
            .filter(|code| ![8, 9, 10, 12, 13].contains(code))
            .find_map(|code| self.eat(&format!("u{code:04x}")).map(|()| char::from(code)))
    }
}
