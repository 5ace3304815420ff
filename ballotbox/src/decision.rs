//! The decision: totals and a rule in, an outcome out, in integers and without surprises.

use crate::{
    case::{Case, Line},
    decide_error::DecideError,
    method::Method,
    outcome::{OptionOutcome, Outcome},
    reason, remark,
    rule::{Grading, Pass, RankScore},
    selection::{next, select},
    threshold::Base,
};

/// Decides a poll whose quorum is counted on the same presence as everything else.
///
/// The quorum comes first, then ballots returned over issued, then the pass mark of each option,
/// then the seats (`docs/RULES.md` §2 P2, P10, P6–P7, P17–P19).
///
/// # Errors
/// [`DecideError`] when the figures contradict each other or the rule does not fit the poll. A
/// tie, a shortfall, a missing quorum and a void vote are outcomes, not errors.
///
/// ```
/// use ballotbox::method::Method;
/// use ballotbox::outcome::{BallotCounts, Case, Electorate, Totals, Votes, decide};
/// use ballotbox::rule::RuleSettings;
///
/// let outcome = decide(&Case {
///     method: &Method::Pick { min: 0, max: 1 },
///     titles: &["村道硬化".to_owned(), "安全饮水".to_owned()],
///     electorate: Electorate { all: 103, present: 93 },
///     ballots: BallotCounts { issued: 93, cast: 93, invalid: 0 },
///     rule: &RuleSettings { seats: Some(Some(1)), ..RuleSettings::default() }.resolve().unwrap(),
///     totals: &Totals::Picks(vec![Votes::Plain(52), Votes::Plain(41)]),
/// })
/// .unwrap();
/// assert_eq!(outcome.elected, [0]);
/// assert_eq!(
///     outcome.options[0].reason.zh,
///     "得 52 票，超过全体代表 103 人的半数，列第 1 位，入选。"
/// );
/// ```
pub fn decide(case: &Case<'_>) -> Result<Outcome, DecideError> {
    decide_opened_with(case, case.electorate.present)
}

/// Decides a poll whose quorum was counted at its opening, while the pass mark and 未投 use those
/// present by its close (`docs/PROTOCOL.md` §6.1, `docs/RULES.md` §2 P31).
///
/// # Errors
/// As [`decide`].
pub fn decide_opened_with(
    case: &Case<'_>,
    present_at_opening: u32,
) -> Result<Outcome, DecideError> {
    case.rule.check(case.method, case.titles.len(), false)?;
    let all = case.electorate.all;
    if present_at_opening > all {
        return Err(DecideError::PresentOverAll { present: present_at_opening, all });
    }
    let lines = case.lines()?;
    let standing = if !case.rule.quorum.threshold().holds(present_at_opening, all) {
        Standing::NoQuorum
    } else if case.is_void() {
        Standing::Void
    } else {
        Standing::Valid
    };
    let judged: Vec<_> = lines.into_iter().map(|line| judge(case, standing, line)).collect();
    let selection = select(case.rule, standing, &judged);
    let places = places(&judged);
    let mut options = Vec::with_capacity(judged.len());
    for (position, ((judged, title), rank)) in
        judged.iter().zip(case.titles).zip(&places).enumerate()
    {
        let fate = selection.fate(position, judged, standing);
        options.push(OptionOutcome {
            index: number(position)?,
            title: title.clone(),
            votes: judged.line.votes,
            yes: judged.line.votes,
            no: judged.line.no,
            abstain: judged.line.abstain,
            not_cast: case.not_cast(),
            deputies: judged.line.deputies,
            counts: judged.line.counts.map(<[u32]>::to_vec),
            score: judged.score,
            grade: judged.grade(case).map(str::to_owned),
            passed: judged.passed(),
            elected: fate.is_elected(),
            rank: *rank,
            reason: reason::of_option(case, judged, *rank, fate),
        });
    }
    Ok(Outcome {
        status: selection.status,
        elected: numbers(&selection.elected)?,
        tied: numbers(&selection.tied)?,
        seats_left: selection.seats_left,
        next: next(case.rule, &selection, &judged)?,
        warnings: remark::warnings(case, &selection, &judged),
        reason: reason::of_poll(case, present_at_opening, &selection, &judged),
        options,
    })
}

/// Whether the poll as a whole can decide anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Valid,
    NoQuorum,
    Void,
}

/// How an option stands against the pass mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The poll decides nothing.
    Unjudged,
    /// There is no pass mark.
    NoMark,
    /// It met, or missed, the pass mark and, if there is one, the second.
    Mark { held: bool, second: Option<bool> },
    /// The step of the grading that holds first, if any.
    Step(Option<usize>),
}

/// One option with its verdict and its place's keys.
#[derive(Clone, Debug)]
pub(crate) struct Judged<'a> {
    pub(crate) line: Line<'a>,
    pub(crate) verdict: Verdict,
    /// Points or sum of numbers, where the rule asks for them.
    pub(crate) score: Option<u64>,
    /// Smaller is better: first whether passed, or the grade reached; then votes or score.
    pub(crate) key: (usize, u64),
}

impl Judged<'_> {
    pub(crate) fn passed(&self) -> bool {
        match self.verdict {
            Verdict::Unjudged => false,
            Verdict::NoMark => true,
            Verdict::Mark { held, second } => held && second.unwrap_or(true),
            Verdict::Step(step) => step.is_some(),
        }
    }

    /// Whether the option was graded rather than voted up or down.
    pub(crate) fn grade_is_given(&self) -> bool {
        matches!(self.verdict, Verdict::Step(_))
    }

    /// The name of the grade reached.
    pub(crate) fn grade<'c>(&self, case: &Case<'c>) -> Option<&'c str> {
        let grading = case.rule.grading.as_ref()?;
        match self.verdict {
            Verdict::Step(Some(step)) => grading.steps.get(step).map(|step| step.grade.as_str()),
            Verdict::Step(None) => Some(&grading.otherwise),
            Verdict::Unjudged | Verdict::NoMark | Verdict::Mark { .. } => None,
        }
    }
}

fn judge<'a>(case: &Case<'_>, standing: Standing, line: Line<'a>) -> Judged<'a> {
    let score = score(case, &line);
    let verdict = match (standing, &case.rule.grading) {
        (Standing::NoQuorum | Standing::Void, _) => Verdict::Unjudged,
        (Standing::Valid, Some(grading)) => Verdict::Step(step(case, grading, &line)),
        (Standing::Valid, None) => mark(case, &line),
    };
    let merit = match (score, case.rule.rank_score) {
        (Some(sum), RankScore::RankSum) => sum,
        (Some(points), RankScore::Borda | RankScore::Pick) => u64::MAX - points,
        (None, RankScore::RankSum | RankScore::Borda | RankScore::Pick) => {
            u64::MAX - u64::from(line.votes)
        }
    };
    let mut judged = Judged { line, verdict, score, key: (0, merit) };
    judged.key.0 = match verdict {
        Verdict::Step(step) => step.unwrap_or(usize::MAX),
        Verdict::Unjudged | Verdict::NoMark | Verdict::Mark { .. } => usize::from(!judged.passed()),
    };
    judged
}

/// The pass marks. The first is on the deputies' votes where they are counted apart.
fn mark(case: &Case<'_>, line: &Line<'_>) -> Verdict {
    let second =
        case.rule.second_gate.map(|gate| gate.threshold().holds(line.votes, gate.electorate));
    match case.rule.pass {
        Pass::None if second.is_none() => Verdict::NoMark,
        Pass::None => Verdict::Mark { held: true, second },
        Pass::Share { base, threshold } => {
            let votes = line.deputies.unwrap_or(line.votes);
            Verdict::Mark { held: threshold.holds(votes, whole(case, base)), second }
        }
    }
}

fn step(case: &Case<'_>, grading: &Grading, line: &Line<'_>) -> Option<usize> {
    let whole = whole(case, grading.base);
    grading.steps.iter().position(|step| step.threshold().holds(together(line, step.sum), whole))
}

/// Ballots in the first `sum` grades; at most the valid ballots, so the sum cannot overflow.
pub(crate) fn together(line: &Line<'_>, sum: u32) -> u32 {
    let sum = usize::try_from(sum).unwrap_or(usize::MAX);
    line.counts
        .unwrap_or_default()
        .iter()
        .take(sum)
        .fold(0, |total, count| total.saturating_add(*count))
}

/// The figure of a base.
pub(crate) fn whole(case: &Case<'_>, base: Base) -> u32 {
    match base {
        Base::All => case.electorate.all,
        Base::Present => case.electorate.present,
        Base::Issued => case.ballots.issued,
        Base::Valid => case.valid(),
    }
}

/// Points, or sum of numbers; at most valid ballots × (max + 1), which fits.
fn score(case: &Case<'_>, line: &Line<'_>) -> Option<u64> {
    let Method::Rank { max } = case.method else { return None };
    let max = u64::from(*max);
    let counts = line.counts.unwrap_or_default().iter().copied().map(u64::from);
    match case.rule.rank_score {
        RankScore::Pick => None,
        RankScore::Borda => {
            Some(counts.zip((1..=max).rev()).map(|(count, points)| count * points).sum())
        }
        RankScore::RankSum => {
            let given: u64 = counts.zip(1..=max).map(|(count, number)| count * number).sum();
            Some(given + u64::from(line.abstain) * (max + 1))
        }
    }
}

/// Places from 1; equals share one, and the next counts how many are better.
fn places(judged: &[Judged<'_>]) -> Vec<u32> {
    let mut keys: Vec<_> = judged.iter().map(|judged| judged.key).collect();
    keys.sort_unstable();
    let place = |judged: &Judged<'_>| keys.partition_point(|key| *key < judged.key) + 1;
    judged.iter().map(|judged| u32::try_from(place(judged)).unwrap_or(u32::MAX)).collect()
}

pub(crate) fn number(position: usize) -> Result<u32, DecideError> {
    u32::try_from(position).map_err(|_| DecideError::TooManyOptions)
}

pub(crate) fn numbers(positions: &[usize]) -> Result<Vec<u32>, DecideError> {
    positions.iter().map(|position| number(*position)).collect()
}
