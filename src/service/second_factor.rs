//! The second factor: codes that change every half minute (RFC 6238, SHA-1, six digits), and the
//! recovery codes for who has lost the device that shows them.
//!
//! No secret is stored. It follows from the key file and a number that the database keeps: who has
//! a copy of the database alone can make no code.

use ballotbox::codec::{Digest, base64url};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use rand_core::Rng as _;
use sha1::Sha1;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Bytes of a secret, as RFC 4226 recommends.
const SECRET: usize = 20;
/// Seconds for which a code holds.
const STEP_SECONDS: i64 = 30;
/// Letters of base32, RFC 4648.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Letters of recovery codes: none that look alike.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many recovery codes somebody gets: the first letter of each is its number.
pub(super) const RECOVERY_CODES: u32 = 10;
/// Letters of a recovery code; 45 bits of them are random.
const RECOVERY_LENGTH: usize = 10;

/// The secret of an account's second factor.
pub(super) struct Secret(Zeroizing<[u8; SECRET]>);

/// Draws the number from which a secret follows.
pub(super) fn draw_number() -> String {
    let mut bytes = [0_u8; 16];
    crate::clock::randomness().fill_bytes(&mut bytes);
    base64url(&bytes)
}

impl Secret {
    /// The secret that follows from a number.
    pub(super) fn of(key: &Zeroizing<[u8; 32]>, account: Uuid, number: &str) -> Self {
        let digest = Digest::of(&[key.as_slice(), account.as_bytes(), number.as_bytes()]);
        let mut secret = Zeroizing::new([0; SECRET]);
        for (to, from) in secret.iter_mut().zip(digest.as_bytes()) {
            *to = *from;
        }
        Self(secret)
    }

    /// The code of a step.
    fn code(&self, step: u64) -> Option<u32> {
        let mut mac = Hmac::<Sha1>::new_from_slice(self.0.as_slice()).ok()?;
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        let offset = usize::from(digest.last()? & 0x0f);
        let four = digest.get(offset..offset + 4)?;
        let number = u32::from_be_bytes(four.try_into().ok()?) & 0x7fff_ffff;
        Some(number % 1_000_000)
    }

    /// The step of a code: the one that runs, the one before or the one after.
    pub(super) fn step_of(&self, typed: &str, now: Timestamp) -> Option<u64> {
        let typed: String = typed.chars().filter(|it| !it.is_whitespace()).collect();
        let digits = typed.len() == 6 && typed.bytes().all(|byte| byte.is_ascii_digit());
        let code = typed.parse::<u32>().ok().filter(|_| digits)?;
        let step = u64::try_from(now.as_second().div_euclid(STEP_SECONDS)).ok()?;
        let steps = [step, step.saturating_sub(1), step + 1];
        steps.into_iter().find(|step| self.code(*step) == Some(code))
    }

    /// As it is typed into a device that cannot read the drawing.
    pub(super) fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::new());
        for five in self.0.chunks(5) {
            let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            for place in (0..8).rev() {
                let index = usize::try_from(bits >> (place * 5) & 31).unwrap_or_default();
                text.push(BASE32.get(index).copied().map_or('A', char::from));
            }
        }
        text
    }

    /// What the drawing says to the program that shows the codes. Digits and seconds are those that
    /// every such program takes where none are named: a shorter text is a larger drawing.
    pub(super) fn address(&self, site: &str, login: &str) -> Zeroizing<String> {
        let plain: String = form_urlencoded::byte_serialize(site.as_bytes()).collect();
        let secret = self.text();
        Zeroizing::new(format!(
            "otpauth://totp/{plain}:{login}?secret={}&issuer={plain}",
            secret.as_str()
        ))
    }
}

/// Draws recovery codes, as people write them down.
pub(super) fn draw_recovery_codes() -> Vec<Zeroizing<String>> {
    let draw = |number: u32| {
        let mut bytes = Zeroizing::new([0_u8; RECOVERY_LENGTH]);
        crate::clock::randomness().fill_bytes(bytes.as_mut());
        let mut code = Zeroizing::new((number % 10).to_string());
        for (place, byte) in bytes.iter().enumerate().skip(1) {
            if place == RECOVERY_LENGTH / 2 {
                code.push('-');
            }
            code.push(LETTERS.get(usize::from(byte % 32)).copied().map_or('0', char::from));
        }
        code
    };
    (1..=RECOVERY_CODES).map(draw).collect()
}

/// A code as it is hashed, however somebody types it: capitals, no hyphens, letters for the digits
/// that they look like.
pub(super) fn plain_code(typed: &str) -> Zeroizing<String> {
    let letter = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let kept = typed.chars().filter(|it| !it.is_whitespace() && *it != '-');
    Zeroizing::new(kept.map(letter).collect())
}

/// The number of a recovery code, where it has the shape of one.
pub(super) fn recovery_number(plain: &str) -> Option<u32> {
    let digit = plain.chars().next().and_then(|first| first.to_digit(10));
    let number = digit.filter(|_| plain.len() == RECOVERY_LENGTH)?;
    Some(if number == 0 { RECOVERY_CODES } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        // The secret of the test vectors in RFC 4226 and RFC 6238.
        Secret(Zeroizing::new(*b"12345678901234567890"))
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standards() {
        // RFC 4226, appendix D.
        let wanted = [
            755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871,
            520_489,
        ];
        for (step, code) in (0..).zip(wanted) {
            assert_eq!(secret().code(step), Some(code), "{step}");
        }
        // RFC 6238, appendix B: the last six of eight digits.
        for (second, code) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            let step = u64::try_from(second / 30).unwrap();
            assert_eq!(secret().code(step), Some(code), "{second}");
            assert_eq!(secret().step_of(&format!("{code:06}"), at(second)), Some(step));
        }
        assert_eq!(secret().text().as_str(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let address = secret().address("vote.example", "clerk");
        let told = "otpauth://totp/vote.example:clerk?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
                    &issuer=vote.example";
        assert_eq!(address.as_str(), told);
    }

    #[test]
    fn a_code_holds_for_its_half_minute_and_the_ones_beside_it() {
        let (code, step) = ("254676", 5);
        for (second, found) in
            [(89, false), (120, true), (150, true), (180, true), (209, true), (210, false)]
        {
            let told = secret().step_of(code, at(second));
            assert_eq!(told, found.then_some(step), "{second}");
        }
        for wrong in ["", "25467", "2546760", "-54676", "+54676", "25467٦", "abcdef"] {
            assert_eq!(secret().step_of(wrong, at(150)), None, "{wrong}");
        }
        assert_eq!(secret().step_of(" 254 676 ", at(150)), Some(step), "as phones show it");
    }

    #[test]
    fn secrets_follow_from_key_account_and_number() {
        let (one, other) = (Zeroizing::new([1; 32]), Zeroizing::new([2; 32]));
        let id = Uuid::from_u128;
        let base = Secret::of(&one, id(1), "a").text();
        assert_eq!(base, Secret::of(&one, id(1), "a").text());
        for different in [(&other, 1, "a"), (&one, 2, "a"), (&one, 1, "b")] {
            let (key, account, number) = different;
            assert_ne!(base, Secret::of(key, id(account), number).text());
        }
    }

    #[test]
    fn recovery_codes_have_their_number() {
        let codes = draw_recovery_codes();
        for (number, code) in (1_u32..).zip(&codes) {
            assert_eq!(code.len(), 11, "{}", code.as_str());
            let typed = format!(" {} ", code.to_lowercase());
            assert_eq!(plain_code(&typed).as_str(), code.replace('-', ""));
            assert_eq!(recovery_number(&plain_code(&typed)), Some(number));
        }
        assert_eq!(codes.len(), 10);
        assert_eq!(recovery_number("123456"), None, "a code of the device");
        assert_eq!(plain_code("oil-O").as_str(), "0110");
    }
}
