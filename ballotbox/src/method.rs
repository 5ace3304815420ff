//! Ballot methods: in what way a deputy answers for the options of one poll.
//!
//! At least four kinds of ballot paper are in real use (`docs/RULES.md` §0 finding 3, §2 P3), so
//! the method is a type. [`Marks`] are one deputy's answers in it, and [`crate::form::Form`] is
//! what both compile to for sealing (`docs/PROTOCOL.md` §2.1).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use crate::marks::{Marks, MarksError};

/// The most grades that one item can be given.
pub const GRADES_MAX: usize = 10;

/// How a ballot of the poll is marked (`docs/FORMATS.md`, `method`).
///
/// ```
/// use ballotbox::method::Method;
///
/// let method: Method = serde_json::from_str(r#"{"kind":"pick","min":0,"max":10}"#).unwrap();
/// assert_eq!(method, Method::Pick { min: 0, max: 10 });
/// assert!(method.check(12).is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Method {
    /// Choose at least `min` and at most `max` of the options (勾选).
    Pick {
        /// Fewest options on a lawful ballot; 0 lets a deputy abstain on all.
        #[serde(default)]
        min: u32,
        /// Most options on a lawful ballot.
        max: u32,
    },
    /// For, against or abstain on each option (赞成, 反对, 弃权); a resolution is one option.
    YesNoAbstain {},
    /// The same, with at most `max` options in favour.
    Capped {
        /// Most options in favour on a lawful ballot.
        max: u32,
    },
    /// One grade for each option, best first (满意度测评).
    Grade {
        /// Names of the grades, best first.
        grades: Vec<String>,
    },
    /// Numbers from 1 to `max` by priority, each at most once.
    Rank {
        /// The last number that can be given.
        max: u32,
    },
}

impl Method {
    /// Slots that one option takes on a form, in the order of the form.
    pub fn slots_per_option(&self) -> usize {
        match self {
            Self::Pick { .. } => 1,
            Self::YesNoAbstain {} | Self::Capped { .. } => 2,
            Self::Grade { grades } => grades.len(),
            Self::Rank { max } => usize::try_from(*max).unwrap_or(usize::MAX),
        }
    }

    /// Refuses a method that cannot be used with this many options.
    ///
    /// # Errors
    /// [`MethodError`] names the parameter and the figures that contradict each other.
    pub fn check(&self, options: usize) -> Result<(), MethodError> {
        if options == 0 {
            return Err(MethodError::NoOptions);
        }
        match self {
            Self::Pick { min, max } => {
                if min > max {
                    return Err(MethodError::MinOverMax { min: *min, max: *max });
                }
                check_max(*max, options)
            }
            Self::YesNoAbstain {} => Ok(()),
            Self::Capped { max } | Self::Rank { max } => check_max(*max, options),
            Self::Grade { grades } => check_grades(grades),
        }
    }

    /// The method of the next round, held on `options` options for `seats` seats.
    ///
    /// Nobody can choose more options than there are seats left: in a re-vote on two tied options
    /// for one seat a deputy chooses one (`docs/RULES.md` §2 P18–P19).
    #[must_use]
    pub fn for_next_round(&self, options: usize, seats: u32) -> Self {
        let most = |max: u32| max.min(seats).min(u32::try_from(options).unwrap_or(u32::MAX)).max(1);
        match self {
            Self::Pick { min, max } => {
                let max = most(*max);
                Self::Pick { min: (*min).min(max), max }
            }
            Self::Capped { max } => Self::Capped { max: most(*max) },
            Self::Rank { max } => {
                Self::Rank { max: (*max).min(u32::try_from(options).unwrap_or(u32::MAX)).max(1) }
            }
            Self::YesNoAbstain {} | Self::Grade { .. } => self.clone(),
        }
    }
}

/// Why a method does not fit a poll.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MethodError {
    /// There is nothing to vote on.
    #[error("the poll has no options")]
    NoOptions,
    /// No ballot could be lawful.
    #[error("`method.min` is {min}, more than `method.max`, which is {max}")]
    MinOverMax {
        /// `min` as given.
        min: u32,
        /// `max` as given.
        max: u32,
    },
    /// Nothing could be chosen.
    #[error("`method.max` is 0, so that nothing could be chosen")]
    MaxIsZero,
    /// More could be chosen than there is.
    #[error("`method.max` is {max}, but the poll has only {options} options")]
    MaxOverOptions {
        /// `max` as given.
        max: u32,
        /// Number of options of the poll.
        options: usize,
    },
    /// One grade says nothing, and too many fit no paper.
    #[error("`method.grades` has {0} names; it takes 2 to {max}", max = GRADES_MAX)]
    WrongNumberOfGrades(usize),
    /// A grade without a name.
    #[error("`method.grades[{0}]` is empty")]
    EmptyGrade(usize),
    /// Two grades of one name.
    #[error("`method.grades` names `{0}` twice")]
    RepeatedGrade(String),
}

fn check_max(max: u32, options: usize) -> Result<(), MethodError> {
    if max == 0 {
        return Err(MethodError::MaxIsZero);
    }
    if usize::try_from(max).map_or(true, |max| max > options) {
        return Err(MethodError::MaxOverOptions { max, options });
    }
    Ok(())
}

fn check_grades(grades: &[String]) -> Result<(), MethodError> {
    if !(2..=GRADES_MAX).contains(&grades.len()) {
        return Err(MethodError::WrongNumberOfGrades(grades.len()));
    }
    let mut seen = BTreeSet::new();
    for (position, grade) in grades.iter().enumerate() {
        if grade.trim().is_empty() {
            return Err(MethodError::EmptyGrade(position));
        }
        if !seen.insert(grade) {
            return Err(MethodError::RepeatedGrade(grade.clone()));
        }
    }
    Ok(())
}
