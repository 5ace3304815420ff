//! Wycheproof's Ed25519 vectors: forged, malleable, truncated and mis-encoded signatures.

use ballotbox::codec::{PublicKey, Signature};
use ballotbox::note::verify_strict;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    tests: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    number: u32,
    comment: String,
    public_key: String,
    message: String,
    signature: String,
    valid: bool,
}

fn bytes(hexadecimal: &str) -> Vec<u8> {
    let digits: Vec<u32> = hexadecimal.chars().map(|digit| digit.to_digit(16).unwrap()).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
}

#[test]
fn strict_verification_agrees_with_every_vector() {
    let vectors = include_str!("../vectors/wycheproof-ed25519.json");
    let vectors: Vectors = serde_json::from_str(vectors).unwrap();
    assert_eq!(vectors.tests.len(), 151);
    for test in vectors.tests {
        let key = PublicKey::from_slice(&bytes(&test.public_key)).unwrap();
        // A signature of another length is none: the type refuses it.
        let accepted = Signature::from_slice(&bytes(&test.signature))
            .is_ok_and(|signature| verify_strict(&key, &bytes(&test.message), &signature));
        assert_eq!(accepted, test.valid, "test {}: {}", test.number, test.comment);
    }
}
