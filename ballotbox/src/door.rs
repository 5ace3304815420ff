//! The door for other languages: a request in JSON, an answer in JSON.
//!
//! The tablet's page, the teller's page and the public verifier call the very functions that the
//! server calls (`wasm.rs` passes the bytes through). A request is `{"do": <verb>, …}`; an answer
//! is `{"ok": …}` or `{"error": "a sentence"}`. Nothing is kept between calls, and a secret comes
//! back only to the one who makes it.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use uuid::Uuid;
use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

use crate::card::KeyCard;
use crate::closing::closing_code;
use crate::codec::PublicKey;
use crate::entry::Entry;
use crate::manifest::{Manifest, Poll, question_code};
use crate::method::Marks;
use crate::note::{NoteKey, Origin, SignedNote};
use crate::seal::{self, BallotError, SealedBallot};
use crate::slip::{SlipCode, SlipRoll};
use crate::statement::Statement;
use crate::verify::{self, Rechecked, Seen};

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
    /// Signs a statement's text with a card, after the page has shown what it says. A closing note
    /// is signed by `close` alone, for the log that was played here.
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
        marks: Wiped,
    }
    /// Checks sealed ballots but for the log's part, a result for each (§5): for progress only.
    "check_ballots" CheckBallots { manifest: Manifest, ballots: Vec<SealedBallot>, }
    /// Checks the log's receipt for a ballot that this page sealed (§5).
    "check_receipt" CheckReceipt {
        origin: OriginParts,
        log_key: PublicKey,
        ballot: SealedBallot,
        index: u64,
        note: SignedNote,
    }
    /// Re-checks the whole log and tells what the closing note will say (§6.3). `entries` is a
    /// JSON array of all entries up to where the poll is closed; `seen` is what the page remembers,
    /// or its officer after a restart.
    "recheck" Recheck { entries: String, poll: Uuid, seen: Seen, stubs: u64, }
    /// Re-checks the whole log and signs the closing note over it (§6.3). The page keeps the
    /// closing code from then on.
    "close" Close {
        entries: String,
        poll: Uuid,
        seen: Seen,
        stubs: u64,
        officer: Uuid,
        card: Secret,
    }
    /// Re-checks the whole log and the closing note, then makes a teller's share (§6.4).
    "share" MakeShare {
        entries: String,
        poll: Uuid,
        seen: Seen,
        stubs: u64,
        note: SignedNote,
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

/// Answers a request. Request and answer are wiped, since they may hold a code, a card or marks.
pub fn answer(mut request: Vec<u8>, rng: &mut impl CryptoRng) -> Zeroizing<Vec<u8>> {
    let parsed = serde_json::from_slice::<Value>(&request);
    request.zeroize();
    let answer = match parsed.map_err(Refused::from).and_then(|request| dispatch(request, rng)) {
        Ok(value) => json!({ "ok": value }),
        Err(Refused(why)) => json!({ "error": why }),
    };
    let answer = Wiped(answer);
    Zeroizing::new(answer.0.to_string().into_bytes())
}

fn dispatch(request: Value, rng: &mut impl CryptoRng) -> Result<Value, Refused> {
    let mut request = Wiped(request);
    let verb = request.0.as_object_mut().and_then(|members| members.remove("do"));
    let verb = verb.as_ref().and_then(Value::as_str);
    let verb = verb.ok_or_else(|| Refused("the request has no member \"do\"".into()))?;
    carry_out(verb, &request.0, rng)
}

/// A value that is wiped when dropped: codes, cards and marks are texts, numbers and keys in it.
#[derive(Deserialize)]
struct Wiped(Value);

impl Drop for Wiped {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        // Overwrites the number where it stands; null would only change the tag beside it.
        Value::Number(number) => *number = 0_u64.into(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => {
            for (mut key, mut member) in std::mem::take(members) {
                key.zeroize();
                wipe(&mut member);
            }
        }
        Value::Bool(value) => *value = false,
        Value::Null => (),
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
    fn carry_out(self, rng: &mut impl CryptoRng) -> Result<Value, Refused> {
        let poll = open_poll(&self.origin, self.manifest, &self.note)?;
        let manifest = poll.manifest();
        let (blank, options) = (manifest.rule.blank, manifest.options.len());
        let marks = Marks::parse(&manifest.method, options, blank, &self.marks.0)?;
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

/// The log as this device plays it: the bytes of each entry are taken as they stand.
fn recheck(entries: &str, poll: Uuid, seen: &Seen) -> Result<Rechecked, Refused> {
    let entries: Vec<&RawValue> = serde_json::from_str(entries)?;
    let entries: Vec<Vec<u8>> = entries.iter().map(|entry| entry.get().into()).collect();
    Ok(Rechecked::new(&entries, poll, seen, &|_| ())?)
}

impl Recheck {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        let rechecked = recheck(&self.entries, self.poll, &self.seen)?;
        let facts = rechecked.facts(self.stubs);
        let (ballots, code) = (facts.ballots, closing_code(&facts.root));
        let text = Statement::Close(facts).text(rechecked.origin());
        Ok(json!({ "text": text, "ballots": ballots, "closing_code": code }))
    }
}

impl Close {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        let rechecked = recheck(&self.entries, self.poll, &self.seen)?;
        let facts = rechecked.facts(self.stubs);
        let code = closing_code(&facts.root);
        let (origin, session) = (rechecked.origin(), rechecked.poll().manifest().session);
        let key = KeyCard::parse(&self.card.0)?.sign_key(session);
        let name = NoteKey::officer(origin, self.officer, key.public());
        let note = SignedNote::new(Statement::Close(facts).text(origin));
        Ok(json!({ "note": key.sign(note, &name), "closing_code": code }))
    }
}

impl MakeShare {
    /// The device checks the whole log itself, and opens nothing but the sums that it found there.
    fn carry_out(self, rng: &mut impl CryptoRng) -> Result<Value, Refused> {
        let rechecked = recheck(&self.entries, self.poll, &self.seen)?;
        let sums = rechecked.sums(self.stubs, self.note)?;
        let manifest = rechecked.poll().manifest();
        let teller = manifest.tellers.iter().find(|teller| teller.id == self.officer);
        let teller = teller.ok_or_else(|| Refused("you are no teller of this poll".into()))?;
        let lock = KeyCard::parse(&self.card.0)?.lock_key(manifest.session);
        to_value(sums.share(teller, &lock, rng)?)
    }
}

impl Verify {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        to_value(verify::verify(self.bundle.as_bytes(), &|_| ())?)
    }
}
