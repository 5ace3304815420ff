//! A bundle with a byte changed, left out or added anywhere never verifies.

use std::sync::OnceLock;

use ballotbox::bundle::BundleError;
use ballotbox::method::Method;
use ballotbox::verify::{Report, Verdict, verify};
use proptest::prelude::*;
use serde_json::json;

use crate::fixture::{Day, question};

/// A small published day: the fewest ballots, one option.
fn bundle() -> &'static [u8] {
    static BUNDLE: OnceLock<Vec<u8>> = OnceLock::new();
    BUNDLE.get_or_init(|| {
        let mut day = Day::open(5, question(Method::Pick { min: 0, max: 1 }, 1, None), 131);
        for slip in 0..5 {
            day.cast(slip, &json!([0]));
        }
        day.close();
        day.count();
        day.publish();
        day.hall.bundle().to_bytes()
    })
}

fn report(bytes: &[u8]) -> Result<Report, BundleError> {
    verify(bytes, &|_| ())
}

/// The bundle with a byte put in place of another.
fn changed(position: usize, byte: u8) -> Vec<u8> {
    let mut bytes = bundle().to_vec();
    bytes[position] = byte;
    bytes
}

/// Where every kind of content stands: frame and head, session, officers, roll; the end; and a
/// stride over all between them.
fn positions() -> impl Iterator<Item = usize> {
    let length = bundle().len();
    (0..length).filter(move |&at| at < 2_000 || at + 2_000 >= length || at % 7 == 0)
}

fn assert_refuted(bytes: &[u8], what: &str) {
    let report = report(bytes);
    let verdict = report.as_ref().map(|report| (report.verdict, report.verified));
    assert_eq!(verdict, Ok((Verdict::Refuted, false)), "{what}");
}

#[test]
fn the_unchanged_bundle_is_verified() {
    assert_eq!(report(bundle()).unwrap().verdict, Verdict::Verified);
    assert!(matches!(report(b"{}"), Err(BundleError::NotABundle(_))));
    assert!(matches!(report(b""), Err(BundleError::NotABundle(_))));
}

#[test]
fn one_changed_bit_is_refuted_wherever_it_is() {
    for position in positions() {
        let byte = bundle()[position];
        // The lowest bit keeps most letters letters; the case bit keeps base64 base64.
        let mask = if position % 2 == 0 { 0x01 } else { 0x20 };
        assert_refuted(&changed(position, byte ^ mask), &format!("byte {position} ^ {mask}"));
    }
}

#[test]
fn one_base64_letter_for_another_is_refuted_wherever_it_is() {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let length = bundle().len();
    for position in (11..length).step_by(11) {
        let byte = bundle()[position];
        let Some(place) = letters.iter().position(|&letter| letter == byte) else { continue };
        let other = letters[(place + 1) % letters.len()];
        assert_refuted(&changed(position, other), &format!("byte {position}"));
    }
}

#[test]
fn a_bundle_cut_short_is_never_verified() {
    let bytes = bundle();
    for length in (0..bytes.len()).step_by(101).chain(bytes.len() - 40..bytes.len()) {
        let verified = report(&bytes[..length]).is_ok_and(|report| report.verified);
        assert!(!verified, "the first {length} bytes");
        let verified = report(&bytes[length + 1..]).is_ok_and(|report| report.verified);
        assert!(!verified, "all after byte {length}");
    }
    let last = bytes.len() - 1;
    assert_refuted(&bytes[..last], "without its last byte");
    assert_refuted(&bytes[1..], "without its first byte");
}

#[test]
fn a_byte_left_out_doubled_or_put_in_is_refuted() {
    let bytes = bundle();
    for position in positions().step_by(3) {
        let (before, after) = bytes.split_at(position);
        let left_out = [before, &after[1..]].concat();
        assert_refuted(&left_out, &format!("byte {position} left out"));
        let doubled = [before, &after[..1], after].concat();
        assert_refuted(&doubled, &format!("byte {position} doubled"));
        let space = [before, b" ", after].concat();
        assert_refuted(&space, &format!("a space before byte {position}"));
    }
    assert_refuted(&[bytes, b"\n"].concat(), "a line break at the end");
    assert_refuted(&[b" ", bytes].concat(), "a space in front");
    assert_refuted(&[bytes, bytes].concat(), "the bundle twice");
}

#[test]
fn a_frame_with_more_or_other_members_is_refuted() {
    let text = std::str::from_utf8(bundle()).unwrap();
    let kind = r#""kind":"piaojue/bundle/1"}"#;
    for (frame, name) in [
        (text.replacen(kind, r#""kind":"piaojue/bundle/1","more":1}"#, 1), "a member more"),
        (text.replacen(kind, r#""kind":"piaojue/bundle/2"}"#, 1), "another kind"),
        (text.replacen(kind, r#""kind":"piaojue/bundle/1" }"#, 1), "a space"),
        (text.replacen("{\"checkpoints\":", "{\"checkpoints\":[],\"checkpoints\":", 1), "twice"),
        (text.replacen("\"entries\":[", "\"entries\":[null,", 1), "a null entry"),
        (text.replacen("\"entries\":[", "\"entries\":[{},", 1), "an empty entry"),
        (text.replacen("\"checkpoints\":[\"", "\"checkpoints\":[\"\\u0076", 1), "an escape"),
    ] {
        assert_ne!(frame, text);
        assert_refuted(frame.as_bytes(), name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(320)
    })]

    #[test]
    fn any_byte_in_place_of_any_other_is_refuted(
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let position = place.index(bundle().len());
        prop_assume!(bundle()[position] != byte);
        let report = report(&changed(position, byte));
        prop_assert!(report.is_ok_and(|report| report.verdict == Verdict::Refuted));
    }

    #[test]
    fn two_spans_swapped_are_never_verified(
        one in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        length in 1..200_usize,
    ) {
        let bytes = bundle();
        let (one, other) = (one.index(bytes.len()), other.index(bytes.len()));
        let (first, second) = (one.min(other), one.max(other));
        prop_assume!(second - first >= length && second + length <= bytes.len());
        let mut swapped = bytes.to_vec();
        for offset in 0..length {
            swapped.swap(first + offset, second + offset);
        }
        prop_assume!(swapped != bytes);
        prop_assert!(!report(&swapped).is_ok_and(|report| report.verified));
    }
}
