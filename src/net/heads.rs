//! Where a request begins and ends on the wire, and heads that two programs could read otherwise.
//!
//! The web framework reads heads leniently: a line may end with a bare LF, and of two lengths one
//! is chosen. A server in front of it may choose the other, and what one takes for a body the other
//! takes for the next request. So a head is refused when it has
//!
//! - a line that ends with LF alone, or CR within a line;
//! - a line that goes on in the next one (obs-fold);
//! - `Transfer-Encoding`: no page and no script of ours sends it;
//! - more than one `Content-Length`, or one that is no number.
//!
//! With this the end of every request is known, and of each the time until its head is complete.

use crate::limits::HEAD_BYTES_MAX;

/// Bytes beyond the longest head that are looked at: the framework has refused it by then.
const SLACK: usize = 64 * 1024;

/// Follows the bytes of one connection.
#[derive(Debug)]
pub(super) struct Heads(Phase);

#[derive(Debug)]
enum Phase {
    Head(Head),
    /// So many bytes of a body are still to come.
    Body(u64),
}

#[derive(Debug, Default)]
struct Head {
    bytes: usize,
    lines: usize,
    /// The line that is coming in.
    line: Vec<u8>,
    length: Option<u64>,
}

impl Heads {
    /// At the beginning of a connection.
    pub(super) fn new() -> Self {
        Self(Phase::Head(Head::default()))
    }

    /// Whether a head has begun and is not complete.
    pub(super) fn is_within(&self) -> bool {
        matches!(&self.0, Phase::Head(head) if head.bytes > 0)
    }

    /// Takes what came in.
    ///
    /// # Errors
    /// The position of the byte with which the head is refused.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Result<(), usize> {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match &mut self.0 {
                Phase::Body(left) => {
                    let here = u64::try_from(bytes.len() - at).unwrap_or(u64::MAX).min(*left);
                    *left -= here;
                    at += usize::try_from(here).unwrap_or(usize::MAX);
                    if *left == 0 {
                        *self = Self::new();
                    }
                }
                Phase::Head(head) => {
                    let end = head.take(byte).map_err(|Refused| at)?;
                    at += 1;
                    match end {
                        None => {}
                        Some(0) => *self = Self::new(),
                        Some(length) => self.0 = Phase::Body(length),
                    }
                }
            }
        }
        Ok(())
    }
}

/// A head that could be read in two ways.
struct Refused;

impl Head {
    /// Takes a byte; the length of the body where the head ends with it.
    fn take(&mut self, byte: u8) -> Result<Option<u64>, Refused> {
        self.bytes += 1;
        if self.bytes > HEAD_BYTES_MAX + SLACK {
            return Err(Refused);
        }
        if byte != b'\n' {
            if self.line.last() == Some(&b'\r') {
                return Err(Refused);
            }
            self.line.push(byte);
            return Ok(None);
        }
        if self.line.pop() != Some(b'\r') {
            return Err(Refused);
        }
        if !self.line.is_empty() {
            if self.lines > 0 {
                self.field()?;
            }
            self.lines += 1;
            self.line.clear();
            return Ok(None);
        }
        // Empty lines before a request are no head.
        if self.lines == 0 {
            *self = Self::default();
            return Ok(None);
        }
        Ok(Some(self.length.unwrap_or(0)))
    }

    /// Reads the line as a field.
    fn field(&mut self) -> Result<(), Refused> {
        if self.line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
            return Err(Refused);
        }
        let Some(colon) = self.line.iter().position(|&byte| byte == b':') else {
            return Err(Refused);
        };
        let (name, value) = self.line.split_at(colon);
        let name = name.trim_ascii();
        if name.eq_ignore_ascii_case(b"transfer-encoding") {
            return Err(Refused);
        }
        if name.eq_ignore_ascii_case(b"content-length") {
            let value = value.get(1..).unwrap_or_default().trim_ascii();
            if self.length.is_some() || value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
                return Err(Refused);
            }
            let text = std::str::from_utf8(value).map_err(|_| Refused)?;
            self.length = Some(text.parse().map_err(|_| Refused)?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    #[test]
    fn requests_follow_each_other_however_they_are_cut() {
        let two = format!(
            "\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n\n\r\nxy{PLAIN}{PLAIN}"
        );
        for cut in 0..two.len() {
            let mut heads = Heads::new();
            let (first, second) = two.as_bytes().split_at(cut);
            assert_eq!(heads.take(first), Ok(()), "{cut}");
            assert_eq!(heads.take(second), Ok(()), "{cut}");
            assert!(!heads.is_within(), "{cut}");
        }
    }

    #[test]
    fn a_head_that_has_begun_is_seen() {
        let mut heads = Heads::new();
        assert!(!heads.is_within());
        for &byte in &PLAIN.as_bytes()[..PLAIN.len() - 1] {
            assert_eq!(heads.take(&[byte]), Ok(()));
            assert!(heads.is_within());
        }
        assert_eq!(heads.take(b"\n"), Ok(()));
        assert!(!heads.is_within());
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_refused() {
        let post = "POST / HTTP/1.1\r\nHost: a\r\n";
        for (what, head) in [
            ("a bare LF", "GET / HTTP/1.1\nHost: a\r\n\r\n".to_owned()),
            ("a bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n".to_owned()),
            ("a bare CR", "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n".to_owned()),
            ("a folded line", format!("{post}A: b\r\n c\r\n\r\n")),
            ("no field", format!("{post}Abc\r\n\r\n")),
            ("chunks", format!("{post}Transfer-Encoding: chunked\r\n\r\n")),
            ("chunks with a space", format!("{post}transfer-encoding : x\r\n\r\n")),
            ("two lengths", format!("{post}Content-Length: 1\r\nContent-Length: 1\r\n\r\n")),
            ("a list of lengths", format!("{post}Content-Length: 1, 1\r\n\r\n")),
            ("a length with a sign", format!("{post}Content-Length: +1\r\n\r\n")),
            ("an empty length", format!("{post}Content-Length:\r\n\r\n")),
            ("a long length", format!("{post}Content-Length: 99999999999999999999\r\n\r\n")),
            ("no end", "a".repeat(HEAD_BYTES_MAX + SLACK + 1)),
        ] {
            assert!(Heads::new().take(head.as_bytes()).is_err(), "{what}");
        }
        assert_eq!(Heads::new().take(PLAIN.as_bytes()), Ok(()), "the rules let a plain head pass");
    }
}
