//! The selection: which of the options that passed get the seats (`docs/RULES.md` §2 P17–P19).

use crate::{
    decide_error::DecideError,
    decision::{Judged, Standing, number, numbers},
    outcome::{Next, NextKind, Status},
    rule::{Rule, Shortfall, TieAtCut},
};

/// What becomes of an option at the cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    NotJudged(Standing),
    NotPassed,
    Chosen,
    /// Passed, and every seat is taken by options ahead of it.
    BelowCut,
    /// Passed, and behind options that are tied at the cut and do not get the seats that are left.
    BelowTied,
    /// Tied at the cut and left to a re-vote or the presidium.
    Tied,
    TiedAdmitted,
    TiedDropped,
}

impl Fate {
    pub(crate) fn is_elected(self) -> bool {
        matches!(self, Self::Chosen | Self::TiedAdmitted)
    }
}

/// Who is chosen, by position.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    pub(crate) status: Status,
    pub(crate) elected: Vec<usize>,
    pub(crate) tied: Vec<usize>,
    pub(crate) seats_left: u32,
}

impl Selection {
    /// What becomes of one option, given by its position.
    pub(crate) fn fate(&self, position: usize, judged: &Judged<'_>, standing: Standing) -> Fate {
        let elected = self.elected.contains(&position);
        let tied = self.tied.contains(&position);
        match standing {
            Standing::NoQuorum | Standing::Void => Fate::NotJudged(standing),
            Standing::Valid if tied && elected => Fate::TiedAdmitted,
            Standing::Valid if tied && self.status == Status::TieAtCut => Fate::Tied,
            Standing::Valid if tied => Fate::TiedDropped,
            Standing::Valid if elected => Fate::Chosen,
            Standing::Valid if judged.passed() && !self.tied.is_empty() && self.seats_left > 0 => {
                Fate::BelowTied
            }
            Standing::Valid if judged.passed() => Fate::BelowCut,
            Standing::Valid => Fate::NotPassed,
        }
    }
}

/// Fills the seats, best first, and stops where places are level.
pub(crate) fn select(rule: &Rule, standing: Standing, judged: &[Judged<'_>]) -> Selection {
    let seats = rule.seats.unwrap_or(0);
    let none = |status| Selection { status, elected: vec![], tied: vec![], seats_left: seats };
    match standing {
        Standing::NoQuorum => return none(Status::NoQuorum),
        Standing::Void => return none(Status::Void),
        // A grading evaluates; it chooses nothing (`docs/RULES.md` §3.7).
        Standing::Valid if rule.grading.is_some() => return none(Status::Decided),
        Standing::Valid => {}
    }
    let mut passed: Vec<_> =
        judged.iter().enumerate().filter(|(_, judged)| judged.passed()).collect();
    passed.sort_by_key(|(position, judged)| (judged.key, *position));
    let positions = |from: &[(usize, &Judged<'_>)]| from.iter().map(|(place, _)| *place).collect();
    let wanted = usize::try_from(seats).unwrap_or(usize::MAX);
    let missing = seats.saturating_sub(u32::try_from(passed.len()).unwrap_or(u32::MAX));
    if rule.seats.is_none() || passed.len() <= wanted {
        let status = if missing > 0 { Status::Shortfall } else { Status::Decided };
        let elected = positions(&passed);
        return Selection { status, elected, tied: vec![], seats_left: missing };
    }
    let (chosen, others) = passed.split_at(wanted);
    let cut = chosen.last().map(|(_, judged)| judged.key);
    if others.first().map(|(_, judged)| judged.key) != cut {
        let elected = positions(chosen);
        return Selection { status: Status::Decided, elected, tied: vec![], seats_left: 0 };
    }
    let above = passed.partition_point(|(_, judged)| Some(judged.key) < cut);
    let with_tied = passed.partition_point(|(_, judged)| Some(judged.key) <= cut);
    let tied = positions(passed.get(above..with_tied).unwrap_or_default());
    let (status, chosen) = match rule.tie_at_cut {
        TieAtCut::Revote | TieAtCut::Presidium => (Status::TieAtCut, above),
        TieAtCut::AdmitAll => (Status::Decided, with_tied),
        TieAtCut::DropAll => (Status::Decided, above),
    };
    let elected = positions(passed.get(..chosen).unwrap_or_default());
    let seats_left = seats.saturating_sub(u32::try_from(chosen).unwrap_or(u32::MAX));
    Selection { status, elected, tied, seats_left }
}

/// The round that the rule asks for after this selection.
pub(crate) fn next(
    rule: &Rule,
    selection: &Selection,
    judged: &[Judged<'_>],
) -> Result<Option<Next>, DecideError> {
    let options = match selection.status {
        Status::TieAtCut if rule.tie_at_cut == TieAtCut::Revote => numbers(&selection.tied)?,
        Status::Shortfall if rule.shortfall == Shortfall::Revote => {
            let failed = judged.iter().enumerate().filter(|(_, judged)| !judged.passed());
            failed.map(|(position, _)| number(position)).collect::<Result<_, _>>()?
        }
        Status::TieAtCut
        | Status::Shortfall
        | Status::Decided
        | Status::NoQuorum
        | Status::Void => return Ok(None),
    };
    Ok(Some(Next { kind: NextKind::Revote, options, seats: selection.seats_left }))
}
