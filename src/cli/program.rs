//! Which program runs: the digest of its file, as the audit trail keeps it.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};

use sha2::{Digest as _, Sha256};

/// Bytes that are read at once: the file has some ten million, and none of them is kept.
const PIECE: usize = 64 * 1024;

/// The SHA-256 of the program that runs; an empty text where its file cannot be read.
pub(super) fn digest() -> String {
    std::env::current_exe().and_then(File::open).and_then(sha256).unwrap_or_default()
}

/// The SHA-256 of all that is read, as programs that check files write it.
fn sha256(source: impl Read) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut reader = BufReader::with_capacity(PIECE, source);
    loop {
        let piece = reader.fill_buf()?;
        let length = piece.len();
        if length == 0 {
            break;
        }
        hash.update(piece);
        reader.consume(length);
    }
    Ok(hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

#[cfg(test)]
mod tests {
    use super::{PIECE, sha256};
    use crate::documents::archive;

    #[test]
    fn pieces_have_the_digest_of_the_whole() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            let bytes = vec![7_u8; length];
            assert_eq!(sha256(bytes.as_slice()).unwrap(), archive::sha256(&bytes), "{length}");
        }
    }
}
