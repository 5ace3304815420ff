//! The count of a poll with two kinds of ballots, shown apart and together: what was sealed, what
//! was on paper, and both.

use ballotbox::entry::OutcomeEntry;
use ballotbox::method::Method;

/// The counts of an option, one for each column of the method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApartLine {
    /// Of sealed ballots.
    pub sealed: Vec<u64>,
    /// Of papers.
    pub paper: Vec<u64>,
    /// Of both.
    pub both: Vec<u64>,
}

/// A poll's counts by the way in which votes came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Valid ballots: sealed, on paper.
    pub valid: (u64, u64),
    /// A line for each option, in the order of the ballot.
    pub lines: Vec<ApartLine>,
}

/// How many columns a method has, abstentions included.
pub fn columns(method: &Method) -> usize {
    match method {
        Method::Pick { .. } => 1,
        Method::YesNoAbstain {} | Method::Capped { .. } => 3,
        Method::Grade { grades } => grades.len() + 1,
        Method::Rank { max } => usize::try_from(*max).unwrap_or(usize::MAX),
    }
}

impl Apart {
    /// The counts of a poll that had both kinds of ballots; `papers` are those entered, invalid
    /// ones included.
    pub fn of(method: &Method, entry: &OutcomeEntry, papers: u64) -> Option<Self> {
        let cast = u64::from(entry.ballots.cast);
        if papers == 0 || papers >= cast {
            return None;
        }
        let valid =
            (cast.saturating_sub(papers), papers.saturating_sub(u64::from(entry.ballots.invalid)));
        let sealed = counts(method, &entry.sealed, valid.0);
        let paper = counts(method, &entry.paper, valid.1);
        let line = |(sealed, paper): (Vec<u64>, Vec<u64>)| {
            let both = sealed.iter().zip(&paper).map(|(one, other)| one + other).collect();
            ApartLine { sealed, paper, both }
        };
        let lines = sealed.into_iter().zip(paper).map(line).collect();
        Some(Self { valid, lines })
    }
}

/// The counts of each option from its slots; what no slot says is an abstention.
fn counts(method: &Method, slots: &[u32], valid: u64) -> Vec<Vec<u64>> {
    let width = match method {
        Method::YesNoAbstain {} | Method::Capped { .. } => 2,
        Method::Grade { grades } => grades.len(),
        Method::Pick { .. } | Method::Rank { .. } => columns(method),
    };
    let abstains = columns(method) > width;
    let line = |slots: &[u32]| {
        let mut counts: Vec<u64> = slots.iter().map(|&total| u64::from(total)).collect();
        if abstains {
            counts.push(valid.saturating_sub(counts.iter().sum()));
        }
        counts
    };
    slots.chunks(width.max(1)).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_become_columns_and_the_rest_abstains() {
        let yes_no = Method::YesNoAbstain {};
        assert_eq!(counts(&yes_no, &[20, 5, 0, 30], 30), [[20, 5, 5], [0, 30, 0]]);
        let pick = Method::Pick { min: 0, max: 2 };
        assert_eq!(counts(&pick, &[7, 0], 9), [[7], [0]]);
        let grades = ["满意", "基本满意", "不满意"].map(str::to_owned).to_vec();
        let grade = Method::Grade { grades };
        assert_eq!(counts(&grade, &[4, 3, 2, 0, 0, 0], 10), [[4, 3, 2, 1], [0, 0, 0, 10]]);
        let rank = Method::Rank { max: 2 };
        assert_eq!(counts(&rank, &[4, 3, 2, 1], 10), [[4, 3], [2, 1]]);
    }
}
