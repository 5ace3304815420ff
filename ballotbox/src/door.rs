//! The door for other languages: a request in JSON, an answer in JSON.
//!
//! The tablet's page, the teller's page and the public verifier call the very functions that the
//! server calls (`wasm.rs` passes the bytes through). A request is `{"do": <verb>, …}`; an answer
//! is `{"ok": …}` or `{"error": "a sentence"}`. Nothing is kept between calls, and a secret comes
//! back only to the one who makes it.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;
use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

use crate::card::KeyCard;
use crate::closing::Closing;
use crate::codec::PublicKey;
use crate::entry::{ClosingEntry, Entry};
use crate::manifest::{Manifest, Poll, question_code};
use crate::method::Marks;
use crate::note::{NoteKey, Origin, SignedNote};
use crate::opening::Sums;
use crate::seal::{self, BallotError, SealedBallot};
use crate::slip::{SlipCode, SlipRoll};
use crate::statement::Statement;
use crate::verify;

/// Most slips made in one call, so that a page can show progress.
const SLIPS_PER_CALL: usize = 200;

/// Declares the requests: verb, parameters, and the function that answers.
macro_rules! requests {
    ($($(#[$doc:meta])* $verb:literal $name:ident { $($field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Deserialize)]
            #[serde(deny_unknown_fields)]
            struct $name { $($field: $type,)* }
        )*

        fn carry_out(
            verb: &str,
            parameters: &Value,
            rng: &mut impl CryptoRng,
        ) -> Result<Value, Refused> {
            match verb {
                $($verb => $name::deserialize(parameters)?.carry_out(rng),)*
                _ => Err(Refused(format!("there is no verb {verb:?}"))),
            }
        }
    };
}

requests! {
    /// Makes slips: codes to print, public keys for the roll (§2.2).
    "make_slips" MakeSlips { session: Uuid, count: usize, }
    /// The public key of a slip's code.
    "slip_key" FindSlipKey { session: Uuid, code: Secret, }
    /// Makes an officer's card (§2.3).
    "make_card" MakeCard {}
    /// The public halves of a card, with the proof of possession.
    "card_keys" CardKeys { session: Uuid, officer: Uuid, card: Secret, }
    /// Signs a statement's text with a card, after the page has shown what it says.
    "sign" Sign { origin: OriginParts, officer: Uuid, card: Secret, text: String, }
    /// Checks manifest and opening note; gives digest and question code (§3).
    "check_poll" CheckPoll { origin: OriginParts, manifest: Manifest, note: SignedNote, }
    /// Seals marks with a slip that is on the poll's roll (§4, §5); the ballot is checked before it
    /// is given.
    "seal" Seal {
        origin: OriginParts,
        manifest: Manifest,
        note: SignedNote,
        roll: Vec<PublicKey>,
        code: Secret,
        marks: Value,
    }
    /// Checks sealed ballots completely but for the log's part; a result for each (§5).
    "check_ballots" CheckBallots { manifest: Manifest, ballots: Vec<SealedBallot>, }
    /// Checks the log's receipt for a ballot that this page sealed (§5).
    "check_receipt" CheckReceipt {
        origin: OriginParts,
        log_key: PublicKey,
        ballot: SealedBallot,
        index: u64,
        note: SignedNote,
    }
    /// Checks a closing note and all ballots, then makes a teller's share of the sums (§6.4).
    "share" MakeShare {
        origin: OriginParts,
        manifest: Manifest,
        closing: ClosingEntry,
        ballots: Vec<SealedBallot>,
        officer: Uuid,
        card: Secret,
    }
    /// Verifies a bundle (§8).
    "verify" Verify { bundle: String, }
}

/// A code or a card in a request. Wiped when dropped, never printed.
#[derive(Deserialize, ZeroizeOnDrop)]
struct Secret(String);

/// The parts of a log's name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OriginParts {
    site: String,
    township: String,
    session: Uuid,
}

/// A refusal, as a sentence.
struct Refused(String);

impl<E: std::error::Error> From<E> for Refused {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Answers a request. The request's bytes are wiped, since they may hold a code, a card or marks.
pub fn answer(mut request: Vec<u8>, rng: &mut impl CryptoRng) -> Zeroizing<Vec<u8>> {
    let parsed = serde_json::from_slice::<Value>(&request);
    request.zeroize();
    let answer = match parsed.map_err(Refused::from).and_then(|request| dispatch(request, rng)) {
        Ok(value) => json!({ "ok": value }),
        Err(Refused(why)) => json!({ "error": why }),
    };
    Zeroizing::new(answer.to_string().into_bytes())
}

fn dispatch(mut request: Value, rng: &mut impl CryptoRng) -> Result<Value, Refused> {
    let verb = request.as_object_mut().and_then(|members| members.remove("do"));
    let verb = verb.as_ref().and_then(Value::as_str);
    let verb = verb.ok_or_else(|| Refused("the request has no member \"do\"".into()))?;
    let answer = carry_out(verb, &request, rng);
    wipe(&mut request);
    answer
}

/// Wipes every text of a request: among them are codes, cards and marks.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => *value = Value::Null,
    }
}

fn to_value(value: impl Serialize) -> Result<Value, Refused> {
    Ok(serde_json::to_value(value)?)
}

impl OriginParts {
    fn origin(&self) -> Result<Origin, Refused> {
        let origin = Origin::new(&self.site, &self.township, self.session);
        origin.ok_or_else(|| Refused("site or township code cannot stand in a note".into()))
    }
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

impl FindSlipKey {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        to_value(SlipCode::parse(&self.code.0)?.key(self.session).public())
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
        let statement = lines.next().is_some_and(|kind| kind.starts_with("piaojue/v1/"));
        if !statement || lines.next() != Some(origin.as_str()) {
            return Err(Refused("the text is no statement of this session".into()));
        }
        let key = KeyCard::parse(&self.card.0)?.sign_key(self.origin.session);
        let name = NoteKey::officer(&origin, self.officer, key.public());
        to_value(key.sign(SignedNote::new(self.text), &name))
    }
}

/// A poll whose manifest holds and whose opening note all its tellers signed.
fn open_poll(origin: &OriginParts, manifest: Manifest, note: &SignedNote) -> Result<Poll, Refused> {
    let origin = origin.origin()?;
    let poll = Poll::new(manifest)?;
    poll.check_opening(&origin, note)?;
    Ok(poll)
}

impl CheckPoll {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        let poll = open_poll(&self.origin, self.manifest, &self.note)?;
        Ok(json!({ "digest": poll.digest(), "question_code": question_code(&self.note) }))
    }
}

impl Seal {
    fn carry_out(mut self, rng: &mut impl CryptoRng) -> Result<Value, Refused> {
        let poll = open_poll(&self.origin, self.manifest, &self.note)?;
        let manifest = poll.manifest();
        let (blank, options) = (manifest.rule.blank, manifest.options.len());
        let marks = Marks::parse(&manifest.method, options, blank, &self.marks);
        wipe(&mut self.marks);
        let marks = marks?;
        let slip = SlipCode::parse(&self.code.0)?.key(manifest.session);
        let roll = SlipRoll::from_sorted(&self.roll)?;
        if manifest.slips.is_none_or(|slips| slips.digest != roll.digest()) {
            return Err(Refused("the roll of slips is not that of the poll".into()));
        }
        if !roll.contains(&slip.public()) {
            return Err(Refused("the slip is not on the roll".into()));
        }
        let ballot = seal::seal(&poll, &slip, &marks, rng)?;
        let text = String::from_utf8(ballot.to_bytes()?)?;
        let leaf = Entry::ballot(ballot).leaf()?;
        Ok(json!({ "ballot": text, "leaf": leaf, "receipt_code": leaf.code(10, 5) }))
    }
}

impl CheckBallots {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        let poll = Poll::new(self.manifest)?;
        let ballots: Vec<&SealedBallot> = self.ballots.iter().collect();
        let result = |(ballot, proof): (&SealedBallot, Result<(), BallotError>)| match ballot
            .check_signature(&poll)
            .and(proof)
        {
            Ok(()) => json!({ "ok": true }),
            Err(error) => json!({ "ok": false, "fault": error.to_string() }),
        };
        let proofs = seal::check_proofs(&poll, &ballots, &|_| ());
        Ok(self.ballots.iter().zip(proofs).map(result).collect())
    }
}

impl CheckReceipt {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        // The leaf is that of the page's own bytes; whatever else the server says is an alarm.
        let leaf = Entry::ballot(self.ballot).leaf()?;
        let origin = self.origin.origin()?;
        let text = Statement::Receipt { index: self.index, leaf }.text(&origin);
        self.note.check_all(&text, &[NoteKey::log(&origin, self.log_key)])?;
        Ok(json!({ "receipt_code": leaf.code(10, 5) }))
    }
}

impl MakeShare {
    /// The device checks every ballot itself before it makes its share.
    fn carry_out(self, rng: &mut impl CryptoRng) -> Result<Value, Refused> {
        let poll = Poll::new(self.manifest)?;
        let (facts, note) = self.closing.into_parts();
        let closing = Closing::new(&poll, &self.origin.origin()?, facts, note)?;
        let ballots: Vec<&SealedBallot> = self.ballots.iter().collect();
        for (ballot, proof) in ballots.iter().zip(seal::check_proofs(&poll, &ballots, &|_| ())) {
            ballot.check_signature(&poll).and(proof)?;
        }
        let mut tellers = poll.manifest().tellers.iter();
        let teller = tellers.find(|teller| teller.id == self.officer);
        let teller = teller.ok_or_else(|| Refused("you are no teller of this poll".into()))?;
        let lock = KeyCard::parse(&self.card.0)?.lock_key(poll.manifest().session);
        to_value(Sums::new(&poll, closing, &ballots)?.share(teller, &lock, rng)?)
    }
}

impl Verify {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        to_value(verify::verify(self.bundle.as_bytes(), &|_| ())?)
    }
}
