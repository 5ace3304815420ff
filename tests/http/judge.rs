//! The judge of what is stored: every ballot that was acknowledged is there, once, as its receipt
//! says. It is itself tried with forged receipts and missing ballots, in `crowd` and `kills`.

use std::collections::HashSet;

use ballotbox::entry::{Body, Entry};
use ballotbox::ledger::Ledger;
use ballotbox::log::leaf_hash;
use ballotbox::note::{NoteKey, SignedNote};
use ballotbox::seal::{check, check_proofs};
use ballotbox::statement::Statement;
use serde_json::Value;
use uuid::Uuid;

use crate::hall::{leaf_of, read_ballot};

/// A ballot and what its tablet was answered.
#[derive(Clone, Debug)]
pub(crate) struct Acknowledged {
    pub(crate) ballot: Vec<u8>,
    pub(crate) receipt: Value,
}

/// Judges a log; the number of ballots in it, or what is wrong.
pub(crate) fn judge(
    poll: Uuid,
    entries: &[Vec<u8>],
    acknowledged: &[Acknowledged],
) -> Result<usize, String> {
    let ledger = Ledger::read(entries).map_err(|refuted| refuted.to_string())?;
    let mut slips = HashSet::new();
    let mut ballots = Vec::new();
    for entry in entries {
        let entry = Entry::from_bytes(entry).map_err(|error| error.to_string())?;
        if let Body::Ballot(ballot) = entry.into_body() {
            if !slips.insert(ballot.slip.to_string()) {
                return Err("a slip has two ballots".into());
            }
            ballots.push(*ballot);
        }
    }
    let known = ledger.poll(poll).ok_or("the poll is gone")?;
    let all: Vec<_> = ballots.iter().collect();
    if check_proofs(known.poll(), &all, &|_| ()).iter().any(Result::is_err) {
        return Err("a ballot without proof is stored".into());
    }
    if ballots.iter().any(|ballot| ballot.check_signature(known.poll()).is_err()) {
        return Err("a ballot that no slip signed is stored".into());
    }
    for one in acknowledged {
        check(known.poll(), &read_ballot(&one.ballot)).map_err(|error| error.to_string())?;
        stands(&ledger, poll, entries, one)?;
    }
    Ok(ballots.len())
}

/// A ballot stands where its receipt says, and the log's key says so.
fn stands(
    ledger: &Ledger,
    poll: Uuid,
    entries: &[Vec<u8>],
    one: &Acknowledged,
) -> Result<(), String> {
    let leaf = leaf_of(&one.ballot);
    if one.receipt["leaf"] != leaf.as_str() {
        return Err("a receipt is for another ballot".into());
    }
    let index = one.receipt["index"].as_u64().ok_or("a receipt has no place")?;
    let stored = usize::try_from(index).ok().and_then(|index| entries.get(index));
    let stored = stored.map(|bytes| leaf_hash(bytes));
    let Some(stored) = stored.filter(|stored| stored.to_string() == leaf) else {
        return Err("an acknowledged ballot is not where its receipt says".into());
    };
    let code = stored.code(10, 5);
    if one.receipt["receipt_code"] != code.as_str() {
        return Err("a receipt code is another ballot's".into());
    }
    let note: SignedNote = serde_json::from_value(one.receipt["note"].clone())
        .map_err(|error| format!("a receipt has no note: {error}"))?;
    let origin = ledger.origin().ok_or("the log has no name")?;
    let manifest = ledger.poll(poll).ok_or("the poll is gone")?.poll().manifest();
    let text = Statement::Receipt { index, leaf: stored }.text(origin);
    let key = NoteKey::log(origin, manifest.log_key);
    note.check_all(&text, &[key]).map_err(|error| format!("a receipt is forged: {error}"))
}
