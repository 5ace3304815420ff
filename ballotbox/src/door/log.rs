//! What is asked of a whole log: re-checks before an officer signs, shares, verification.

use rand_core::CryptoRng;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Refused, Secret, requests, to_value};
use crate::card::KeyCard;
use crate::closing::closing_code;
use crate::manifest::{Manifest, Poll};
use crate::note::{NoteKey, SignedNote};
use crate::seal::{self, BallotError, SealedBallot};
use crate::statement::Statement;
use crate::verify::{self, Rechecked, Seen};

requests! {
    /// Checks sealed ballots but for the log's part, a result for each (§5): for progress only.
    "check_ballots" CheckBallots { manifest: Manifest, ballots: Vec<SealedBallot>, }
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
    /// Re-checks the whole log with an outcome of the poll in it, and tells what its certificate
    /// will say (§6.7): the figures, the outcome, and the text that `sign` signs.
    "certificate" Certificate { entries: String, poll: Uuid, seen: Seen, }
    /// Verifies a bundle (§8).
    "verify" Verify { bundle: String, }
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

/// The entries of a JSON array, the bytes of each as they stand.
fn read_entries(entries: &str) -> Result<Vec<Vec<u8>>, Refused> {
    let entries: Vec<&RawValue> = serde_json::from_str(entries)?;
    Ok(entries.iter().map(|entry| entry.get().into()).collect())
}

/// The log as this device plays it.
fn recheck(entries: &str, poll: Uuid, seen: &Seen) -> Result<Rechecked, Refused> {
    Ok(Rechecked::new(&read_entries(entries)?, poll, seen, &|_| ())?)
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

impl Certificate {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        let entries = read_entries(&self.entries)?;
        let found = verify::Certifiable::new(&entries, self.poll, &self.seen, &|_| ())?;
        let text = Statement::Certificate(found.facts().clone()).text(found.origin());
        let outcome = found.outcome();
        Ok(json!({
            "text": text,
            "facts": found.facts(),
            "ballots": outcome.ballots,
            "outcome": outcome.outcome.report(),
        }))
    }
}

impl Verify {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        to_value(verify::verify(self.bundle.as_bytes(), &|_| ())?)
    }
}
