//! Codes on paper and screens, times and base64: what is read, what is refused, and no panic.

use ballotbox::bundle::Bundle;
use ballotbox::canonical;
use ballotbox::card::KeyCard;
use ballotbox::codec::{
    CodecError, Digest, PublicKey, Signature, Time, base64_standard, base64url, crockford,
    from_base64_standard, from_base64url, from_crockford,
};
use ballotbox::entry::Entry;
use ballotbox::note::SignedNote;
use ballotbox::seal::SealedBallot;
use ballotbox::slip::SlipCode;
use proptest::prelude::*;
use uuid::Uuid;

use crate::attacks::insider::Fixed;

/// The code of known bytes.
fn slip(bytes: [u8; 10]) -> SlipCode {
    SlipCode::generate(&mut Fixed(&bytes))
}

fn card(bytes: [u8; 32]) -> KeyCard {
    KeyCard::generate(&mut Fixed(&bytes))
}

const CODE: [u8; 10] = [0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf];

#[test]
fn a_slip_code_is_read_as_people_write_it() {
    let printed = slip(CODE).printed();
    assert_eq!(*printed, "0123-4567-89AB-CDEF");
    assert_eq!(
        *slip(CODE).link("https://vote.example"),
        "https://vote.example/vote#0123456789ABCDEF"
    );
    for typed in [
        "0123-4567-89AB-CDEF",
        "0123456789ABCDEF",
        "0123456789abcdef",
        " 0123 4567\t89ab cdef\r\n",
        "0-1-2-3-4-5-6-7-8-9-a-b-c-d-e-f",
        "O123-4567-89AB-CDEF",
        "oI23-4567-89AB-CDEF",
        "0l23-4567-89AB-CDEF",
        "0L23-4567-89AB-CDEF",
        "0i23-4567-89AB-CDEF",
        "https://vote.example/vote#0123456789ABCDEF",
        "https://vote.example/vote#0123-4567-89ab-cdef",
        "#0123456789ABCDEF",
    ] {
        let read = SlipCode::parse(typed).map(|code| code.printed().to_string());
        assert_eq!(read.as_deref(), Ok(printed.as_str()), "{typed}");
    }
    let session = Uuid::nil();
    let key = |typed: &str| SlipCode::parse(typed).unwrap().key(session).public();
    assert_eq!(key("O1lI-oooo-0000-0000"), key("0111-0000-0000-0000"));
    assert_ne!(key("0111-0000-0000-0000"), key("0111-0000-0000-0001"));
}

#[test]
fn what_is_no_slip_code_is_refused() {
    for (typed, error) in [
        ("", CodecError::CodeLength { expected: 16, found: 0 }),
        ("0123-4567-89AB-CDE", CodecError::CodeLength { expected: 16, found: 15 }),
        ("0123-4567-89AB-CDEF0", CodecError::CodeLength { expected: 16, found: 17 }),
        ("0123-4567-89AB-CDEU", CodecError::Character('U')),
        ("0123-4567-89AB-CDEu", CodecError::Character('u')),
        ("0123-4567-89AB-CDE*", CodecError::Character('*')),
        ("0123_4567-89AB-CDEF", CodecError::Character('_')),
        ("0123-4567-89AB-CDE票", CodecError::Character('票')),
        ("０123-4567-89AB-CDEF", CodecError::Character('０')),
        ("https://vote.example/vote", CodecError::Character(':')),
        ("0123456789ABCDEF#", CodecError::CodeLength { expected: 16, found: 0 }),
    ] {
        assert_eq!(SlipCode::parse(typed).err(), Some(error), "{typed}");
    }
}

#[test]
fn a_card_has_no_spare_bits() {
    let bytes = [0xa7; 32];
    let printed = card(bytes).printed();
    assert_eq!(printed.len(), 52 + 12);
    let session = Uuid::nil();
    let read = KeyCard::parse(&printed).unwrap();
    assert_eq!(read.sign_key(session).public(), card(bytes).sign_key(session).public());
    assert_eq!(read.lock_key(session).public(), card(bytes).lock_key(session).public());
    // 52 characters are 260 bits: the last four must be zero, so that one letter in 16 is possible.
    let alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let most: String = printed.chars().take(printed.len() - 1).collect();
    let possible: String = alphabet
        .chars()
        .filter(|letter| KeyCard::parse(&format!("{most}{letter}")).is_ok())
        .collect();
    assert_eq!(possible, "0G");
    let last = if printed.ends_with('0') { "1" } else { "H" };
    let loose = KeyCard::parse(&format!("{most}{last}"));
    assert_eq!(loose.err(), Some(CodecError::SpareBits));
    let length = CodecError::CodeLength { expected: 52, found: 51 };
    assert_eq!(KeyCard::parse(&most).err(), Some(length));
}

#[test]
fn short_codes_are_the_first_letters_in_groups() {
    let digest = Digest::from_bytes([
        0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]);
    assert_eq!(digest.code(10, 5), "01234-56789");
    assert_eq!(digest.code(12, 4), "0123-4567-89AB");
    assert_eq!(digest.code(0, 0), "");
}

#[test]
fn times_are_of_one_form_and_exist() {
    for time in [
        "2026-01-31T09:00:00Z",
        "2024-02-29T23:59:59Z",
        "2000-02-29T00:00:00Z",
        "2026-12-31T00:00:00Z",
        "2026-04-30T00:00:00Z",
    ] {
        assert_eq!(Time::parse(time).unwrap().as_str(), time);
    }
    for time in [
        "",
        "2026-01-31",
        "2026-01-31T09:00:00",
        "2026-01-31T09:00:00z",
        "2026-01-31t09:00:00Z",
        "2026-01-31 09:00:00Z",
        "2026-01-31T09:00:00+08:00",
        "2026-01-31T09:00:00.0Z",
        "2026-1-31T09:00:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T09:60:00Z",
        "2026-01-31T23:59:60Z",
        "2026-00-31T09:00:00Z",
        "2026-13-31T09:00:00Z",
        "2026-01-00T09:00:00Z",
        "2026-01-32T09:00:00Z",
        "2026-02-29T09:00:00Z",
        "2024-02-30T09:00:00Z",
        "1900-02-29T09:00:00Z",
        "2026-04-31T09:00:00Z",
        "+026-01-31T09:00:00Z",
        "2026-01-31T+9:00:00Z",
        "２026-01-31T09:00:0Z",
        " 2026-01-31T09:00:00Z",
        "2026-01-31T09:00:00Z\n",
    ] {
        assert_eq!(Time::parse(time), Err(CodecError::Time), "{time:?}");
    }
}

#[test]
fn base64_is_strict() {
    for text in ["", "AA", "AAA", "AAAA", "_-8", "_w"] {
        assert_eq!(base64url(&from_base64url(text).unwrap()), text);
    }
    for text in [
        "A", "AAAAA", "AB", "AAB", "_x", "AA==", "AAA=", "AA=", "=", "+/8", "AA\n", " AA", "A A",
        "AA.", "票",
    ] {
        assert_eq!(from_base64url(text), Err(CodecError::Base64), "{text:?}");
    }
    for text in ["", "AA==", "AAA=", "AAAA", "+/8=", "/w=="] {
        assert_eq!(base64_standard(&from_base64_standard(text).unwrap()), text);
    }
    for text in
        ["AA", "AAA", "AA=", "AB==", "AAB=", "/x==", "_-8=", "AAAA=", "A===", "AA==\n", "AA==AA=="]
    {
        assert_eq!(from_base64_standard(text), Err(CodecError::Base64), "{text:?}");
    }
    let short: Result<PublicKey, _> = base64url(&[7; 31]).parse();
    assert_eq!(short, Err(CodecError::Length { expected: 32, found: 31 }));
    let key: PublicKey = base64url(&[7; 32]).parse().unwrap();
    assert_eq!(key, PublicKey::from_bytes([7; 32]));
    let text = serde_json::to_string(&key).unwrap();
    assert_eq!(serde_json::from_str::<PublicKey>(&text).unwrap(), key);
    // 32 bytes leave two spare bits in the last letter, 64 bytes leave four.
    let loose = text.replace("c\"", "d\"");
    assert_ne!(loose, text);
    assert!(serde_json::from_str::<PublicKey>(&loose).is_err());
    assert!(serde_json::from_str::<Signature>(&text).is_err());
}

/// Every reader of what strangers send; none may panic.
fn read_all(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    drop(SlipCode::parse(&text));
    drop(KeyCard::parse(&text));
    drop(Time::parse(&text));
    drop(text.parse::<SignedNote>());
    drop(text.parse::<PublicKey>());
    drop(from_base64url(&text));
    drop(from_base64_standard(&text));
    drop(Bundle::read(bytes));
    drop(Entry::from_bytes(bytes));
    drop(SealedBallot::from_bytes(bytes));
    drop(canonical::check(bytes));
    drop(ballotbox::verify::verify(bytes, &|_| ()));
}

/// JSON-like text: what a reader of JSON has to get through.
fn json_like() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(":"),
        Just(","),
        Just("null"),
        Just("true"),
        Just("-0"),
        Just("1e9"),
        Just("9007199254740992"),
        Just("\"kind\""),
        Just("\"ballot\""),
        Just("\"body\""),
        Just("\"at\""),
        Just("\"entries\""),
        Just("\"checkpoints\""),
        Just("\"piaojue/bundle/1\""),
        Just("\"\\ud800\""),
        Just("\"$serde_json::private::RawValue\""),
        Just("\"$serde_json::private::Number\""),
    ];
    prop::collection::vec(token, 0..40).prop_map(|tokens| tokens.concat())
}

/// Note-like text: lines, dashes, signatures.
fn note_like() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("\n"),
        Just("\n\n"),
        Just("\u{2014} "),
        Just("name "),
        Just("Uw2QOkn8"),
        Just("=="),
        Just("piaojue/v1/close"),
        Just("票"),
        Just("0"),
        Just("-"),
        Just("#"),
        Just("\r"),
    ];
    prop::collection::vec(token, 0..30).prop_map(|tokens| tokens.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(512)
    })]

    #[test]
    fn crockford_goes_there_and_back(bytes in any::<[u8; 10]>(), long in any::<[u8; 32]>()) {
        prop_assert_eq!(from_crockford::<10>(&crockford(&bytes)).unwrap(), bytes);
        prop_assert_eq!(from_crockford::<32>(&crockford(&long)).unwrap(), long);
        let lower = crockford(&long).to_lowercase().replace('0', "o").replace('1', "l");
        prop_assert_eq!(from_crockford::<32>(&lower).unwrap(), long);
        let session = Uuid::nil();
        let read = SlipCode::parse(&slip(bytes).printed()).unwrap();
        prop_assert_eq!(read.key(session).public(), slip(bytes).key(session).public());
        let read = KeyCard::parse(&card(long).printed()).unwrap();
        prop_assert_eq!(read.sign_key(session).public(), card(long).sign_key(session).public());
    }

    #[test]
    fn base64_goes_there_and_back_and_has_one_text(bytes in prop::collection::vec(any::<u8>(), 0..70)) {
        let (url, standard) = (base64url(&bytes), base64_standard(&bytes));
        prop_assert_eq!(from_base64url(&url).unwrap(), bytes.clone());
        prop_assert_eq!(from_base64_standard(&standard).unwrap(), bytes);
        for letter in ['A', 'B', 'Q', 'w', '_', '8'] {
            let most: String = url.chars().take(url.chars().count().saturating_sub(1)).collect();
            let other = format!("{most}{letter}");
            if let Ok(read) = from_base64url(&other) {
                prop_assert_eq!(base64url(&read), other);
            }
        }
    }

    #[test]
    fn no_reader_panics_on_any_text(text in any::<String>(), bytes in any::<Vec<u8>>()) {
        read_all(text.as_bytes());
        read_all(&bytes);
    }

    #[test]
    fn no_reader_panics_on_what_looks_right(json in json_like(), note in note_like()) {
        read_all(json.as_bytes());
        read_all(note.as_bytes());
        let bundle = format!(r#"{{"checkpoints":[],"entries":[{json}],"kind":"piaojue/bundle/1"}}"#);
        read_all(bundle.as_bytes());
    }

    #[test]
    fn a_note_that_is_read_is_written_back_the_same(note in note_like()) {
        if let Ok(read) = note.parse::<SignedNote>() {
            prop_assert_eq!(read.to_string(), note);
        }
    }

    #[test]
    fn canonical_bytes_that_are_read_are_written_back_the_same(json in json_like()) {
        if let Ok(value) = canonical::check(json.as_bytes()) {
            prop_assert_eq!(canonical::to_bytes(&value).unwrap(), json.into_bytes());
        }
    }
}
