//! What a poll came to, as its page shows it: the bars, the table with reasons.

use ballotbox::ledger::PollLedger;
use ballotbox::method::Method;
use ballotbox::outcome::Status;

use crate::domain::body::VotingBody;
use crate::domain::outcome::{Fate, counts, status_word};
use crate::http::charts::Bars;
use crate::http::words::Words;

/// A line of the table.
pub(super) struct ResultLine {
    pub(super) number: u32,
    pub(super) title: String,
    /// One for each of the heads.
    pub(super) counts: Vec<u32>,
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
    /// Heads of the counts: votes; for and against; the grades.
    pub(super) heads: Vec<String>,
    /// The table, in the order of the ballot.
    pub(super) lines: Vec<ResultLine>,
    /// Whether options were numbered, and the numbers make a score.
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
    pub(super) fn of(w: Words, body: &VotingBody, poll: PollLedger<'_>) -> Option<Self> {
        let entry = poll.outcome()?;
        let manifest = poll.poll().manifest();
        let present = poll.closed().map_or(manifest.electorate.present, |closed| closed.present);
        let outcome = &entry.outcome;
        let options = outcome.options.iter().zip(&manifest.options);
        let lines: Vec<ResultLine> = options
            .map(|(option, on_ballot)| ResultLine {
                number: on_ballot.number,
                title: option.title.clone(),
                counts: counts(&manifest.method, option),
                abstain: option.abstain,
                score: option.score,
                tag: option.grade.clone().unwrap_or_else(|| w.say(Fate::of(entry, option).word())),
                chosen: option.elected,
                reason: w.told(body, w.pick(&option.reason.zh, &option.reason.en)),
            })
            .collect();
        let warnings = outcome.warnings.iter();
        let warnings = warnings.map(|it| w.told(body, w.pick(&it.zh, &it.en)));
        Some(Self {
            bars: Bars::of(w, body, manifest, present, entry),
            heads: heads(w, &manifest.method),
            scored: lines.iter().any(|line| line.score.is_some()),
            lines,
            status: status_word(outcome.status),
            decided: outcome.status == Status::Decided,
            reason: w.told(body, w.pick(&outcome.reason.zh, &outcome.reason.en)),
            warnings: warnings.collect(),
        })
    }
}

/// The heads of the counts, in the order of `domain::outcome`.
fn heads(w: Words, method: &Method) -> Vec<String> {
    match method {
        Method::Pick { .. } | Method::Rank { .. } => vec![w.say("running-col-votes")],
        Method::YesNoAbstain {} | Method::Capped { .. } => {
            ["running-col-yes", "running-col-no"].map(|key| w.say(key)).into()
        }
        Method::Grade { grades } => grades.clone(),
    }
}

#[cfg(test)]
mod tests {
    use askama::Template as _;
    use serde_json::json;

    use super::*;
    use crate::demo::small::SmallTown;
    use crate::domain::township::TownshipKind;
    use crate::http::words::Words;

    #[tokio::test(flavor = "multi_thread")]
    async fn bars_and_table_show_the_same_numbers() {
        let small = SmallTown::found("bars").await;
        let (town, poll) = (&small.town, small.poll);
        town.open(poll).await.unwrap();
        let ballots = [[0, 1], [0, 1], [0, 1], [0, 2], [0, 2], [0, 2], [1, 2], [1, 2]];
        for (slip, marks) in ballots.iter().enumerate() {
            assert!(town.cast(poll, slip, &json!(marks)).await.is_ok());
        }
        town.close(poll).await.unwrap();
        town.count(poll, 8).await.unwrap();

        let ledger = town.service.log_of(town.session).await.unwrap();
        let logged = ledger.poll(poll).unwrap();
        let body = VotingBody::of(TownshipKind::Town);
        let view = ResultView::of(Words::default(), body, logged).unwrap();
        let line = |it: &ResultLine| (it.number, it.counts[0], it.tag.clone());
        let table: Vec<_> = view.lines.iter().map(line).collect();
        let tied = "末位同票".to_owned();
        assert_eq!(table, [(1, 6, "入选".to_owned()), (2, 5, tied.clone()), (3, 5, tied)]);
        assert_eq!(view.bars.numbers(), table, "sorted by votes, then by number");
        assert!(!view.decided);

        let drawn = view.bars.render().unwrap();
        for wanted in ["过半数 5 票（全体代表 9 人）", "width=\"66.6%\"", "x1=\"55.5%\""]
        {
            assert!(drawn.contains(wanted), "{wanted} is not in {drawn}");
        }
        let figures = town.service.reconciliation(town.session, poll).await.unwrap().unwrap();
        let shown: Vec<_> = figures.lines.iter().map(|line| (line.left.1, line.sign)).collect();
        assert_eq!(shown, [(8, "="), (8, "="), (8, "≥"), (8, "≥")]);
        small.end().await;
    }
}
