//! What a deputy's tablet asks: a slip's key, the poll, a sealed ballot, its receipt.

use rand_core::CryptoRng;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{OriginParts, Refused, Secret, Wiped, requests, to_value};
use crate::codec::PublicKey;
use crate::entry::ballot_leaf;
use crate::manifest::{Manifest, Poll, question_code};
use crate::method::Marks;
use crate::note::{NoteKey, SignedNote};
use crate::seal::{self, SealedBallot};
use crate::slip::{SlipCode, SlipRoll};
use crate::statement::Statement;

requests! {
    /// The public key of a slip's code.
    "slip_key" FindSlipKey { session: Uuid, code: Secret, }
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
    /// Checks the log's receipt for a ballot that this page sealed (§5).
    "check_receipt" CheckReceipt {
        origin: OriginParts,
        log_key: PublicKey,
        ballot: SealedBallot,
        index: u64,
        note: SignedNote,
    }
}

impl FindSlipKey {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        to_value(SlipCode::parse(&self.code.0)?.key(self.session).public())
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
        let leaf = ballot_leaf(&ballot)?;
        let text = String::from_utf8(ballot.to_bytes()?)?;
        Ok(json!({ "ballot": text, "leaf": leaf, "receipt_code": leaf.code(10, 5) }))
    }
}

impl CheckReceipt {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        // The leaf is that of the page's own bytes; whatever else the server says is an alarm.
        let leaf = ballot_leaf(&self.ballot)?;
        let origin = self.origin.origin()?;
        let text = Statement::Receipt { index: self.index, leaf }.text(&origin);
        self.note.check_all(&text, &[NoteKey::log(&origin, self.log_key)])?;
        Ok(json!({ "receipt_code": leaf.code(10, 5) }))
    }
}
