//! The case that a rule decides: totals and counts, checked against each other first.

use crate::{
    decide_error::DecideError,
    method::Method,
    rule::Rule,
    tally::{Answers, BallotCounts, Electorate, Totals, Votes},
};

/// Everything that the decision of a poll depends on, and nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The ballot method.
    pub method: &'a Method,
    /// Titles of the options, in the order of the poll.
    pub titles: &'a [String],
    /// The voters.
    pub electorate: Electorate,
    /// The ballots.
    pub ballots: BallotCounts,
    /// The rule.
    pub rule: &'a Rule,
    /// The totals, one row per option.
    pub totals: &'a Totals,
}

/// The checked figures of one option.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// Supporting ballots, everybody's.
    pub(crate) votes: u32,
    /// Supporting ballots of deputies, with a second gate.
    pub(crate) deputies: Option<u32>,
    /// Ballots against, or in a grade but the best.
    pub(crate) no: u32,
    /// Valid ballots that say nothing on the option.
    pub(crate) abstain: u32,
    /// Ballots per grade or per number.
    pub(crate) counts: Option<&'a [u32]>,
}

impl<'a> Case<'a> {
    /// Valid ballots; never negative once [`Case::lines`] has passed.
    pub(crate) fn valid(&self) -> u32 {
        self.ballots.cast.saturating_sub(self.ballots.invalid)
    }

    /// Voters who cast no ballot (未投; `docs/RULES.md` §0 finding 5).
    ///
    /// With a second gate only the deputies present are counted, but the ballots are everybody's;
    /// then the ballots issued stand for the voters.
    pub(crate) fn not_cast(&self) -> u32 {
        let voters = match self.rule.second_gate {
            None => self.electorate.present,
            Some(_) => self.ballots.issued,
        };
        voters.saturating_sub(self.ballots.cast)
    }

    /// Whether more ballots returned than were issued (`docs/RULES.md` §2 P10).
    pub(crate) fn is_void(&self) -> bool {
        self.ballots.cast > self.ballots.issued
    }

    /// The figures of every option, once all agree with each other.
    pub(crate) fn lines(&self) -> Result<Vec<Line<'a>>, DecideError> {
        self.check_counts()?;
        let found = self.totals.options();
        let options = self.titles.len();
        if found != options {
            return Err(DecideError::WrongRows { found, options });
        }
        match (self.method, self.totals) {
            (Method::Pick { min, max }, Totals::Picks(votes)) => {
                let total = votes.iter().map(|votes| u64::from(votes.all())).sum();
                self.check_sum(total, *min, *max)?;
                each(votes, |row, votes| self.line(row, *votes, 0))
            }
            (Method::YesNoAbstain {}, Totals::Answers(answers)) => {
                each(answers, |row, Answers { yes, no }| self.line(row, *yes, *no))
            }
            (Method::Capped { max }, Totals::Answers(answers)) => {
                let total = answers.iter().map(|answers| u64::from(answers.yes.all())).sum();
                self.check_sum(total, 0, *max)?;
                each(answers, |row, Answers { yes, no }| self.line(row, *yes, *no))
            }
            (Method::Grade { .. }, Totals::Rows(rows)) => {
                each(rows, |row, counts| self.graded(row, counts))
            }
            (Method::Rank { .. }, Totals::Rows(rows)) => {
                let lines = each(rows, |row, counts| self.numbered(row, counts))?;
                self.check_numbers(rows)?;
                Ok(lines)
            }
            (
                Method::Pick { .. }
                | Method::YesNoAbstain {}
                | Method::Capped { .. }
                | Method::Grade { .. }
                | Method::Rank { .. },
                Totals::Picks(_) | Totals::Answers(_) | Totals::Rows(_),
            ) => Err(DecideError::OtherMethod),
        }
    }

    fn check_counts(&self) -> Result<(), DecideError> {
        let Electorate { all, present } = self.electorate;
        let BallotCounts { cast, invalid, .. } = self.ballots;
        if all == 0 {
            return Err(DecideError::NoDeputies);
        }
        if present > all {
            return Err(DecideError::PresentOverAll { present, all });
        }
        if invalid > cast {
            return Err(DecideError::InvalidOverCast { invalid, cast });
        }
        let voters = match self.rule.second_gate {
            None => present,
            Some(gate) if gate.electorate < all => {
                let electorate = gate.electorate;
                return Err(DecideError::SecondGateUnderDeputies { electorate, all });
            }
            // Deputies who are absent cannot vote; how many of the others are there nobody says.
            Some(_) => present.saturating_add(self.others()),
        };
        // Ballots beyond those issued are the case that the rule itself calls void.
        if cast > voters && !self.is_void() {
            return Err(DecideError::CastOverVoters { cast, voters });
        }
        Ok(())
    }

    /// Voters of a second gate who are not deputies.
    fn others(&self) -> u32 {
        let wider = self.rule.second_gate.map_or(0, |gate| gate.electorate);
        wider.saturating_sub(self.electorate.all)
    }

    fn check_sum(&self, total: u64, min: u32, max: u32) -> Result<(), DecideError> {
        let valid = self.valid();
        let least = u64::from(valid) * u64::from(min);
        let most = u64::from(valid) * u64::from(max);
        if total > most {
            return Err(DecideError::OverMax { total, valid, max, most });
        }
        if total < least {
            return Err(DecideError::UnderMin { total, valid, min, least });
        }
        Ok(())
    }

    fn check_numbers(&self, rows: &[Vec<u32>]) -> Result<(), DecideError> {
        let valid = self.valid();
        for offset in 0..self.method.slots_per_option() {
            let total = rows.iter().filter_map(|row| row.get(offset)).copied().map(u64::from).sum();
            if total > u64::from(valid) {
                return Err(DecideError::NumberOverValid { number: offset + 1, total, valid });
            }
        }
        Ok(())
    }

    fn line(&self, row: usize, yes: Votes, no: u32) -> Result<Line<'a>, DecideError> {
        let deputies = match (self.rule.second_gate, yes.deputies()) {
            (None, None) => None,
            (None, Some(_)) => return Err(DecideError::DeputiesUncalledFor(row)),
            (Some(_), None) => return Err(DecideError::DeputiesMissing(row)),
            (Some(_), Some(deputies)) => {
                let all = yes.all();
                let present = self.electorate.present;
                if deputies > all || deputies > present {
                    return Err(DecideError::TooManyDeputies { row, deputies, all, present });
                }
                let (found, others) = (all.saturating_sub(deputies), self.others());
                if found > others {
                    return Err(DecideError::TooManyOthers { row, found, others });
                }
                Some(deputies)
            }
        };
        let votes = yes.all();
        let abstain = self.rest(row, u64::from(votes) + u64::from(no))?;
        Ok(Line { votes, deputies, no, abstain, counts: None })
    }

    fn graded(&self, row: usize, counts: &'a [u32]) -> Result<Line<'a>, DecideError> {
        let (total, abstain) = self.row(row, counts)?;
        let votes = counts.first().copied().unwrap_or(0);
        let no = total.saturating_sub(votes);
        Ok(Line { votes, deputies: None, no, abstain, counts: Some(counts) })
    }

    fn numbered(&self, row: usize, counts: &'a [u32]) -> Result<Line<'a>, DecideError> {
        let (votes, abstain) = self.row(row, counts)?;
        Ok(Line { votes, deputies: None, no: 0, abstain, counts: Some(counts) })
    }

    /// The sum of a row of counts, and the valid ballots without any of them.
    fn row(&self, row: usize, counts: &[u32]) -> Result<(u32, u32), DecideError> {
        let width = self.method.slots_per_option();
        if counts.len() != width {
            return Err(DecideError::WrongWidth { row, found: counts.len(), width });
        }
        let abstain = self.rest(row, counts.iter().copied().map(u64::from).sum())?;
        Ok((self.valid().saturating_sub(abstain), abstain))
    }

    fn rest(&self, row: usize, total: u64) -> Result<u32, DecideError> {
        let valid = self.valid();
        let over = DecideError::OverValid { row, total, valid };
        u32::try_from(total).ok().and_then(|total| valid.checked_sub(total)).ok_or(over)
    }
}

fn each<'a, T>(
    rows: &'a [T],
    line: impl Fn(usize, &'a T) -> Result<Line<'a>, DecideError>,
) -> Result<Vec<Line<'a>>, DecideError> {
    rows.iter().enumerate().map(|(row, total)| line(row, total)).collect()
}
