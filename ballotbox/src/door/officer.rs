//! What an officer's page asks: slips and cards, signatures, codes to print.

use qrcode::{Color, EcLevel, QrCode};
use rand_core::CryptoRng;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{OriginParts, Refused, Secret, requests, to_value};
use crate::card::KeyCard;
use crate::codec::PublicKey;
use crate::entry::SlipsMade;
use crate::note::{NoteKey, SignedNote};
use crate::slip::{SlipCode, SlipRoll};
use crate::statement::Statement;

/// Most slips made in one call, so that a page can show progress.
const SLIPS_PER_CALL: usize = 200;

requests! {
    /// Makes slips: codes to print, public keys for the roll (§2.2).
    "make_slips" MakeSlips { session: Uuid, count: usize, }
    /// The roll of the slips made, signed by their maker: the body of the entry `slips_made`.
    "slips_note" SlipsNote {
        origin: OriginParts,
        officer: Uuid,
        card: Secret,
        keys: Vec<PublicKey>,
    }
    /// Makes an officer's card (§2.3).
    "make_card" MakeCard {}
    /// The public halves of a card, with the proof of possession.
    "card_keys" CardKeys { session: Uuid, officer: Uuid, card: Secret, }
    /// Signs a statement's text with a card, after the page has shown what it says. A closing note
    /// is signed by `close` alone, for the log that was played here.
    "sign" Sign { origin: OriginParts, officer: Uuid, card: Secret, text: String, }
    /// The QR code of a text, as `documents` draws it: a quarter of it may be damaged. The answer
    /// has its width and, row by row, 1 for every dark square; the page adds the quiet zone.
    "qr" DrawQr { text: Secret, }
}

impl MakeSlips {
    fn carry_out(self, rng: &mut impl CryptoRng) -> Result<Value, Refused> {
        if self.count > SLIPS_PER_CALL {
            return Err(Refused(format!("at most {SLIPS_PER_CALL} slips in one call")));
        }
        let slip = |_| {
            let code = SlipCode::generate(rng);
            json!({ "code": *code.printed(), "key": code.key(self.session).public() })
        };
        Ok((0..self.count).map(slip).collect())
    }
}

impl SlipsNote {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        let origin = self.origin.origin()?;
        let roll = SlipRoll::new(self.keys)?;
        let key = KeyCard::parse(&self.card.0)?.sign_key(self.origin.session);
        let name = NoteKey::officer(&origin, self.officer, key.public());
        let count = u64::try_from(roll.count())?;
        let text = Statement::Slips { count, roll: roll.digest() }.text(&origin);
        let note = key.sign(SignedNote::new(text), &name);
        let keys = roll.keys().copied().collect();
        to_value(SlipsMade { maker: self.officer, keys, note })
    }
}

impl MakeCard {
    fn carry_out(self, rng: &mut impl CryptoRng) -> Result<Value, Refused> {
        let Self {} = self;
        to_value(json!({ "card": *KeyCard::generate(rng).printed() }))
    }
}

impl CardKeys {
    fn carry_out(self, rng: &mut impl CryptoRng) -> Result<Value, Refused> {
        let card = KeyCard::parse(&self.card.0)?;
        let lock = card.lock_key(self.session);
        let proof = lock.prove(self.session, self.officer, rng)?;
        let sign = card.sign_key(self.session).public();
        Ok(json!({ "sign": sign, "lock": lock.public(), "proof": proof }))
    }
}

impl Sign {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        let origin = self.origin.origin()?;
        let mut lines = self.text.lines();
        let kind = lines.next().and_then(|line| line.strip_prefix("piaojue/v1/"));
        match kind {
            Some("close") => return Err(Refused("a closing note is signed by `close`".into())),
            Some(_) if lines.next() == Some(origin.as_str()) => (),
            _ => return Err(Refused("the text is no statement of this session".into())),
        }
        let key = KeyCard::parse(&self.card.0)?.sign_key(self.origin.session);
        let name = NoteKey::officer(&origin, self.officer, key.public());
        to_value(key.sign(SignedNote::new(self.text), &name))
    }
}

impl DrawQr {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        let code = QrCode::with_error_correction_level(self.text.0.as_bytes(), EcLevel::Q)?;
        let square = |color: Color| if color == Color::Dark { '1' } else { '0' };
        let dark: String = code.to_colors().into_iter().map(square).collect();
        Ok(json!({ "width": code.width(), "dark": dark }))
    }
}
