//! Whether what was acknowledged is what is stored, once, and whether a stranger verifies it.

use std::collections::HashSet;

use anyhow::Context as _;
use ballotbox::entry::{Body, Entry};
use ballotbox::log::leaf_hash;
use ballotbox::verify::verify;

use super::county::{County, Hall};
use super::figures::Figures;
use super::tablets::Cast;
use crate::progress;
use crate::service::Service;

/// Reads every log, then lets the officers count and publish, and verifies the bundles.
pub(super) async fn judge(
    service: &Service,
    county: &County,
    cast: &Cast,
    figures: &mut Figures,
) -> anyhow::Result<()> {
    let bar = progress::Step::begin("sessions are verified", county.halls.len());
    for (number, hall) in county.halls.iter().enumerate() {
        let entries = service.entries(hall.town.session).await?;
        let stands = |index: usize| entries.get(index).map(|bytes| leaf_hash(bytes));
        let ours = cast.acknowledged.iter().filter(|one| one.hall == number);
        figures.lost += ours.filter(|one| stands(one.index) != Some(one.leaf)).count();
        let (stored, slips) = stored(&entries)?;
        figures.stored += stored;
        figures.doubled += stored - slips;
        if published(service, hall, stored).await? {
            figures.verified += 1;
        }
        bar.advance(1);
    }
    bar.end();
    Ok(())
}

/// Ballots in a log, and slips that cast them.
fn stored(entries: &[Vec<u8>]) -> anyhow::Result<(usize, usize)> {
    let (mut stored, mut slips) = (0, HashSet::new());
    for bytes in entries {
        if let Body::Ballot(ballot) = Entry::from_bytes(bytes)?.into_body() {
            stored += 1;
            slips.insert(ballot.slip);
        }
    }
    Ok((stored, slips.len()))
}

/// Leads the session to its end; whether its bundle verifies with as many ballots.
async fn published(service: &Service, hall: &Hall, stored: usize) -> anyhow::Result<bool> {
    let mut town = hall.town.clone();
    town.service = service.clone();
    town.close(hall.poll).await?;
    town.count(hall.poll, u64::try_from(stored)?).await?;
    town.certify().await?;
    town.publish(hall.poll).await?;
    let bundle = service.bundle(town.session).await?;
    let report = tokio::task::spawn_blocking(move || verify(&bundle, &|_| ()));
    let report = report.await?.context("the bundle cannot be read")?;
    Ok(report.verified && report.polls.iter().all(|poll| poll.ballots == stored))
}
