//! Sealed ballots: only those that were sealed pass, and the proof holds for nothing else.

use std::sync::OnceLock;

use ballotbox::manifest::Poll;
use ballotbox::method::Method;
use ballotbox::seal::{SealedBallot, check, check_proof, check_proofs};
use serde_json::json;

use super::mangle::{Held, require};
use crate::fixture::{Day, question};

/// A poll and the ballots that were sealed for it.
pub(super) struct Sealed {
    pub(super) day: Day,
    ballots: Vec<SealedBallot>,
}

/// Choose one or two of three; three ballots.
pub(super) fn sealed() -> &'static Sealed {
    static SEALED: OnceLock<Sealed> = OnceLock::new();
    SEALED.get_or_init(|| {
        let mut day = Day::open(6, question(Method::Pick { min: 1, max: 2 }, 3, Some(2)), 171);
        for (slip, marks) in [json!([0]), json!([1, 2]), json!([2, 0])].iter().enumerate() {
            day.cast(slip, marks);
        }
        let ballots = day.poll.ballots().to_vec();
        Sealed { day, ballots }
    })
}

/// What must hold of any bytes.
pub(crate) fn holds(bytes: &[u8]) -> Held {
    judge(bytes, &|poll, ballot| check(poll, ballot).is_ok())
}

/// What must hold of any bytes, of a complete check of a ballot.
pub(crate) fn judge(bytes: &[u8], check: &dyn Fn(&Poll, &SealedBallot) -> bool) -> Held {
    let Sealed { day, ballots } = sealed();
    let poll = day.poll.poll();
    let Ok(ballot) = SealedBallot::from_bytes(bytes) else {
        let known = ballots.iter().any(|known| known.to_bytes().as_deref() == Ok(bytes));
        return require(!known, "a sealed ballot cannot be read");
    };
    require(ballot.to_bytes().as_deref() == Ok(bytes), "written again it has other bytes")?;
    require(check(poll, &ballot) == ballots.contains(&ballot), "passes and was never sealed")?;
    // The proof is bound to poll, slip and slots, whoever signs: a deputy can sign anything.
    let proven = |known: &SealedBallot| {
        (known.slip, &known.slots, &known.proof) == (ballot.slip, &ballot.slots, &ballot.proof)
    };
    let holds = check_proof(poll, &ballot).is_ok();
    require(holds == ballots.iter().any(proven), "the proof holds for what was never proven")?;
    // Among others it is judged as it is alone, and the others are judged as without it.
    let batch = [&ballots[0], &ballot, &ballots[1]];
    let results = check_proofs(poll, &batch, &|_| ());
    let results: Vec<bool> = results.iter().map(Result::is_ok).collect();
    require(results == [true, holds, true], "in a batch it is judged otherwise")
}

/// The ballots that were sealed.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    sealed().ballots.iter().map(|ballot| ballot.to_bytes().unwrap()).collect()
}
