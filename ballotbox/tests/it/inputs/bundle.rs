//! Bundles: only what was published verifies, and an insider who signs the log's head again
//! changes no outcome.

use std::sync::OnceLock;

use ballotbox::bundle::Bundle;
use ballotbox::hall::Ballots;
use ballotbox::method::Method;
use ballotbox::statement::VoidReason;
use ballotbox::verify::{PollReport, Report, Verdict, verify, verify_bundle};
use serde_json::json;

use super::mangle::{Held, require};
use crate::attacks::forge;
use crate::attacks::insider::Insider;
use crate::fixture::{Day, question};

/// Seeds of the two days that are known here, and how many deputies each has.
const DAYS: [(u64, usize); 2] = [(181, 5), (182, 12)];

/// A published day, and who holds the log's key.
struct Known {
    bundle: Bundle,
    insider: Insider,
    polls: Vec<PollReport>,
}

fn known() -> &'static [Known] {
    static KNOWN: OnceLock<Vec<Known>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let days = [plain(DAYS[0].0), eventful(DAYS[1].0)];
        let known = |(mut day, (seed, people)): (Day, (u64, usize))| {
            let bundle = day.hall.bundle();
            let report = verify_bundle(&bundle, &|_| ());
            assert!(report.verified, "{report:?}");
            Known { bundle, insider: Insider::of(people, seed), polls: report.polls }
        };
        days.into_iter().zip(DAYS).map(known).collect()
    })
}

/// The fewest ballots, one option.
fn plain(seed: u64) -> Day {
    let mut day = Day::open(5, question(Method::Pick { min: 0, max: 1 }, 1, None), seed);
    for slip in 0..5 {
        day.cast(slip, &json!([0]));
    }
    day.close();
    day.count();
    day.publish();
    day
}

/// A pause, voided slips, paper beside sealed ballots, a poll that is voided, a session closed.
fn eventful(seed: u64) -> Day {
    let mut day = Day::open(12, question(Method::Pick { min: 0, max: 1 }, 2, Some(1)), seed);
    for slip in 0..6 {
        day.cast(slip, &json!([slip % 2]));
    }
    day.hall.pause(&day.poll, true).unwrap();
    day.hall.pause(&day.poll, false).unwrap();
    let poll = Some(day.poll.id());
    for slip in 6..11 {
        day.hall.void_slip(slip, poll, VoidReason::Paper).unwrap();
    }
    day.hall.void_slip(11, None, VoidReason::LeftOver).unwrap();
    day.hall.checkpoint();
    day.hall.close_poll(&mut day.poll, Ballots { slips: 11, present: 12 }).unwrap();
    day.hall.enter_paper(&mut day.poll, 5, 1, vec![3, 1]).unwrap();
    day.count();
    day.publish();
    let other = question(Method::YesNoAbstain {}, 2, None);
    day.poll = day.hall.open_poll(other, &mut day.rng).unwrap();
    day.hall.void_poll(&day.poll, "投票箱移动", None).unwrap();
    day.hall.close().unwrap();
    day
}

/// What must hold of any bytes.
pub(crate) fn holds(bytes: &[u8]) -> Held {
    judge(bytes, &|bytes| verify(bytes, &|_| ()).is_ok_and(|report| is_sound(&report)))
}

/// Whether it is verified; a report must not contradict itself.
fn is_sound(report: &Report) -> bool {
    let refuted = report.checks.iter().any(|check| !check.ok);
    assert_eq!(refuted, report.verdict == Verdict::Refuted, "checks and verdict");
    assert_eq!(report.verified, report.verdict == Verdict::Verified, "verdict and answer");
    report.verified
}

/// What must hold of any bytes, of a verifier that says whether they are verified.
pub(crate) fn judge(bytes: &[u8], verified: &dyn Fn(&[u8]) -> bool) -> Held {
    let verified = verified(bytes);
    let Ok(bundle) = Bundle::read(bytes) else {
        return require(!verified, "verified, and cannot be read");
    };
    require(bundle.to_bytes() == bytes, "written again it has other bytes")?;
    let (entries, checkpoints) = (bundle.entries().to_vec(), bundle.checkpoints().to_vec());
    let again = Bundle::new(entries, checkpoints).to_bytes();
    require(again == bytes, "put together again it has other bytes")?;
    // Nobody who has no key makes another log: at most, checkpoints before the last are left out.
    let published = known().iter().any(|known| {
        let mut theirs = known.bundle.checkpoints().iter();
        let in_order = bundle.checkpoints().iter().all(|it| theirs.any(|known| known == it));
        let last = bundle.checkpoints().last() == known.bundle.checkpoints().last();
        bundle.entries() == known.bundle.entries() && in_order && last
    });
    require(verified == published, "verified, and never published, or the other way round")
}

/// What must hold when the log's own key signs whatever the entries have become.
pub(crate) fn holds_signed_again(bytes: &[u8]) -> Held {
    let Ok(bundle) = Bundle::read(bytes) else { return Ok(()) };
    for known in known() {
        let entries = bundle.entries().to_vec();
        let checkpoint = known.insider.checkpoint(&entries);
        let signed = Bundle::new(entries, vec![checkpoint]).to_bytes();
        // The server's ledger and the verifier agree, else this fails.
        forge::failing(&signed);
        let report = verify(&signed, &|_| ()).map_err(|error| error.to_string())?;
        if !is_sound(&report) {
            continue;
        }
        let same = |poll: &PollReport| poll.outcome.is_none() || known.polls.contains(poll);
        require(report.polls.iter().all(same), "verified with another outcome")?;
    }
    Ok(())
}

/// The published days.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    known().iter().map(|known| known.bundle.to_bytes()).collect()
}
