//! What a poll came to, as its page shows it: the reconciliation, the bars, the table with reasons.

use ballotbox::ledger::PollLedger;
use ballotbox::outcome::Status;

use crate::http::charts::{Bars, Fate};
use crate::http::words::Words;

/// 发出 = 收回 + 未投.
pub(super) struct Reconciled {
    /// Slips handed out.
    pub(super) issued: u32,
    /// Ballots cast.
    pub(super) cast: u32,
    /// The others.
    pub(super) not_cast: u32,
}

impl Reconciled {
    /// The figures of a poll that is closed: by the outcome, before it by the close.
    pub(super) fn of(poll: PollLedger<'_>) -> Option<Self> {
        let closed = poll.closed()?;
        let counted = poll.outcome().map(|entry| entry.ballots);
        let papers = u32::try_from(poll.papers()).unwrap_or(u32::MAX);
        let (issued, cast) = counted.map_or_else(
            || (closed.slips, closed.ballots.saturating_add(papers)),
            |ballots| (ballots.issued, ballots.cast),
        );
        Some(Self { issued, cast, not_cast: issued.saturating_sub(cast) })
    }
}

/// A line of the table.
pub(super) struct ResultLine {
    pub(super) number: u32,
    pub(super) title: String,
    pub(super) votes: u32,
    pub(super) no: u32,
    pub(super) abstain: u32,
    pub(super) score: Option<u64>,
    pub(super) tag: String,
    pub(super) chosen: bool,
    pub(super) reason: String,
}

/// What a poll came to.
pub(super) struct ResultView {
    /// The bars with the line of the pass mark.
    pub(super) bars: Bars,
    /// The table, in the order of the ballot.
    pub(super) lines: Vec<ResultLine>,
    /// Whether options were numbered or graded, so that there is a score.
    pub(super) scored: bool,
    /// Key of the word of the status.
    pub(super) status: &'static str,
    /// Whether it stands as it is.
    pub(super) decided: bool,
    /// Why it came to this.
    pub(super) reason: String,
    /// What the figures give cause to remark on.
    pub(super) warnings: Vec<String>,
}

impl ResultView {
    /// The result of a poll whose sums are opened.
    pub(super) fn of(w: Words, poll: PollLedger<'_>) -> Option<Self> {
        let entry = poll.outcome()?;
        let manifest = poll.poll().manifest();
        let present = poll.closed().map_or(manifest.electorate.present, |closed| closed.present);
        let outcome = &entry.outcome;
        let options = outcome.options.iter().zip(&manifest.options);
        let lines: Vec<ResultLine> = options
            .map(|(option, on_ballot)| ResultLine {
                number: on_ballot.number,
                title: option.title.clone(),
                votes: option.votes,
                no: option.no,
                abstain: option.abstain,
                score: option.score,
                tag: option.grade.clone().unwrap_or_else(|| w.say(Fate::of(entry, option).word())),
                chosen: option.elected,
                reason: w.pick(&option.reason.zh, &option.reason.en).to_owned(),
            })
            .collect();
        let warning = |it: &ballotbox::outcome::Warning| w.pick(&it.zh, &it.en).to_owned();
        Some(Self {
            bars: Bars::of(w, manifest, present, entry),
            scored: lines.iter().any(|line| line.score.is_some()),
            lines,
            status: status(outcome.status),
            decided: outcome.status == Status::Decided,
            reason: w.pick(&outcome.reason.zh, &outcome.reason.en).to_owned(),
            warnings: outcome.warnings.iter().map(warning).collect(),
        })
    }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Decided => "running-status-decided",
        Status::TieAtCut => "running-status-tie",
        Status::Shortfall => "running-status-shortfall",
        Status::NoQuorum => "running-status-no-quorum",
        Status::Void => "running-status-void",
    }
}
