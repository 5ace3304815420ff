//! The vectors of others: RFC 6962, RFC 8032, RFC 8785 and C2SP notes, against this crate.

mod tree;

use std::path::Path;

use ballotbox::canonical;
use ballotbox::card::SignKey;
use ballotbox::codec::{Digest, PublicKey, Signature, base64_standard, from_base64_standard};
use ballotbox::note::{Checkpoint, NoteError, NoteKey, Origin, SignedNote, verify_strict};
use serde_json::Value;

use crate::attacks::insider::Fixed;

/// Reads a file of `tests/vectors`.
fn vectors(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The items of an array that must not be empty: a file of other shape must not pass unread.
fn items(value: &Value) -> &[Value] {
    let items = value.as_array().unwrap();
    assert!(!items.is_empty());
    items
}

fn hex(value: &Value) -> Vec<u8> {
    let digits: Vec<u32> = text(value).chars().map(|digit| digit.to_digit(16).unwrap()).collect();
    assert_eq!(digits.len() % 2, 0);
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
}

fn digest(value: &Value) -> Digest {
    Digest::from_slice(&hex(value)).unwrap()
}

fn digests(value: &Value) -> Vec<Digest> {
    value.as_array().unwrap().iter().map(digest).collect()
}

fn size(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

#[test]
fn canonical_bytes_are_those_of_rfc_8785() {
    let file = vectors("rfc8785.json");
    for case in items(&file["accepted"]) {
        let (name, bytes) = (text(&case["name"]), text(&case["bytes"]));
        assert_eq!(canonical::to_bytes(&case["value"]).unwrap(), bytes.as_bytes(), "{name}");
        assert_eq!(canonical::check(bytes.as_bytes()).unwrap(), case["value"], "{name}");
    }
    for case in items(&file["refused"]) {
        let bytes = text(&case["bytes"]).as_bytes();
        assert!(canonical::check(bytes).is_err(), "{}", case["name"]);
    }
    for case in items(&file["refused_hex"]) {
        assert!(canonical::check(&hex(&case["bytes"])).is_err(), "{}", case["name"]);
    }
}

#[test]
fn nesting_ends_at_sixteen_levels() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(canonical::check(nested(16).as_bytes()).is_ok());
    for depth in [17, 127, 128, 129, 100_000] {
        assert!(canonical::check(nested(depth).as_bytes()).is_err(), "{depth} levels");
    }
}

#[test]
fn signatures_are_those_of_rfc_8032() {
    for case in items(&vectors("rfc8032.json")["tests"]) {
        let name = text(&case["name"]);
        let key = PublicKey::from_slice(&hex(&case["public_key"])).unwrap();
        let signature = Signature::from_slice(&hex(&case["signature"])).unwrap();
        let message = hex(&case["message"]);
        assert!(verify_strict(&key, &message, &signature), "{name}");
        let secret = hex(&case["secret_key"]);
        assert_eq!(SignKey::generate(&mut Fixed(&secret)).public(), key, "{name}");

        assert!(!verify_strict(&key, &[&message[..], b"x"].concat(), &signature), "{name}");
        for position in 0..64 {
            let mut bytes = *signature.as_bytes();
            bytes[position] ^= 1;
            let changed = Signature::from_bytes(bytes);
            assert!(!verify_strict(&key, &message, &changed), "{name}, byte {position}");
        }
        for position in 0..32 {
            let mut bytes = *key.as_bytes();
            bytes[position] ^= 1;
            let changed = PublicKey::from_bytes(bytes);
            assert!(!verify_strict(&changed, &message, &signature), "{name}, byte {position}");
        }
    }
}

#[test]
fn keys_of_small_order_sign_nothing() {
    // With the identity for key and R and zero for S the equation holds for every message.
    let mut identity = [0; 32];
    identity[0] = 1;
    let mut signature = [0; 64];
    signature[0] = 1;
    let signature = Signature::from_bytes(signature);
    assert!(!verify_strict(&PublicKey::from_bytes(identity), b"anything", &signature));
    assert!(!verify_strict(&PublicKey::from_bytes([0; 32]), b"anything", &signature));
    let mut loose = [0xff; 32];
    loose[0] = 0xee;
    loose[31] = 0x7f;
    assert!(!verify_strict(&PublicKey::from_bytes(loose), b"anything", &signature));
}

/// Name and key of a C2SP verifier key.
fn verifier(vkey: &str) -> (String, [u8; 4], PublicKey) {
    let parts: Vec<&str> = vkey.splitn(3, '+').collect();
    let id = u32::from_str_radix(parts[1], 16).unwrap().to_be_bytes();
    let key = from_base64_standard(parts[2]).unwrap();
    assert_eq!(key[0], 1, "the type of Ed25519");
    (parts[0].to_owned(), id, PublicKey::from_slice(&key[1..]).unwrap())
}

#[test]
fn notes_are_those_of_c2sp() {
    for case in items(&vectors("c2sp.json")["notes"]) {
        let (name, note) = (text(&case["name"]), text(&case["note"]));
        let (signer, id, key) = verifier(text(&case["vkey"]));
        let parsed: SignedNote = note.parse().unwrap();
        assert_eq!(parsed.text(), text(&case["text"]), "{name}");
        assert_eq!(parsed.to_string(), note, "{name}");
        let line = note.lines().last().unwrap();
        let encoded = line.strip_prefix(&format!("\u{2014} {signer} ")).unwrap();
        let bytes = from_base64_standard(encoded).unwrap();
        let hashed = Digest::of(&[signer.as_bytes(), b"\n\x01", key.as_bytes()]);
        assert_eq!(
            (&bytes[..4], &hashed.as_bytes()[..4]),
            (id.as_slice(), id.as_slice()),
            "{name}"
        );
        let signature = Signature::from_slice(&bytes[4..]).unwrap();
        assert!(verify_strict(&key, parsed.text().as_bytes(), &signature), "{name}");
        assert!(!verify_strict(&key, note.as_bytes(), &signature), "{name}");
        if let Some(secret) = case.get("secret_key") {
            assert_eq!(SignKey::generate(&mut Fixed(&hex(secret))).public(), key, "{name}");
        }
        let stranger = parsed.check(parsed.text(), &[]);
        assert_eq!(stranger, Err(NoteError::Stranger(signer)), "{name}");
    }
}

/// The log of the vectors: its origin, its key, and the key's secret half.
fn log(file: &Value) -> (Origin, PublicKey, SignKey) {
    let log = &file["log"];
    let (name, _, key) = verifier(text(&log["vkey"]));
    let (rest, session) = name.rsplit_once('/').unwrap();
    let (site, township) = rest.rsplit_once('/').unwrap();
    let origin = Origin::new(site, township, session.parse().unwrap()).unwrap();
    assert_eq!((origin.as_str(), text(&log["origin"])), (name.as_str(), name.as_str()));
    (origin, key, SignKey::generate(&mut Fixed(&hex(&log["secret_key"]))))
}

#[test]
fn checkpoints_are_written_and_read_as_c2sp_says() {
    let file = vectors("c2sp.json");
    let (origin, key, secret) = log(&file);
    assert_eq!(secret.public(), key);
    for case in items(&file["checkpoints"]) {
        let expected = Checkpoint { size: size(&case["size"]), root: digest(&case["root"]) };
        assert_eq!(expected.text(&origin), text(&case["text"]));
        assert_eq!(Checkpoint::read(text(&case["note"]), &origin, &key).unwrap(), expected);
        let name = NoteKey::log(&origin, key);
        let signed = secret.sign(SignedNote::new(expected.text(&origin)), &name);
        assert_eq!(signed.to_string(), text(&case["note"]), "Ed25519 has one signature");
    }
    let both = text(&file["two_signatures"]["note"]);
    let stranger = text(&file["second_signer"]["name"]).to_owned();
    let read = Checkpoint::read(both, &origin, &key);
    assert_eq!(read, Err(NoteError::Stranger(stranger)), "stricter than C2SP, which ignores it");

    let example = &file["checkpoint_example"];
    let parsed: SignedNote = text(&example["note"]).parse().unwrap();
    let lines: Vec<&str> = parsed.text().lines().collect();
    let root = base64_standard(digest(&example["root"]).as_bytes());
    let size = example["size"].to_string();
    assert_eq!(lines, [text(&example["origin"]), size.as_str(), root.as_str()]);
}

#[test]
fn what_c2sp_refuses_is_refused() {
    let file = vectors("c2sp.json");
    let (origin, key, secret) = log(&file);
    for case in items(&file["refused"]) {
        let read = Checkpoint::read(text(&case["note"]), &origin, &key);
        assert!(read.is_err(), "{}", case["name"]);
    }
    let name = NoteKey::log(&origin, key);
    for case in items(&file["refused_checkpoint_texts"]) {
        let text = text(&case["text"]);
        let signed = secret.sign(SignedNote::new(text), &name).to_string();
        // A note adds the line break that a text lacks; here it stays away.
        let lines = signed.split_once("\n\n").unwrap().1;
        let note = format!("{text}\n{lines}");
        assert!(Checkpoint::read(&note, &origin, &key).is_err(), "{}", case["name"]);
    }
}
