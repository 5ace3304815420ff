//! Forms: every kind of ballot paper as slots of 0 or 1 and groups of slots with bounded sums.
//!
//! Sealing, counting and verifying know forms only, so that a new ballot method is a new
//! compilation and nothing else (`docs/PROTOCOL.md` §2.1).

use serde::{Deserialize, Serialize};

use crate::method::{Method, MethodError};

/// The greatest cost of a form, see [`Form::cost`] (`docs/PROTOCOL.md` §2.1).
pub const COST_MAX: usize = 1024;

/// A ballot paper: how many slots it has and which sums are lawful.
///
/// ```
/// use ballotbox::{form::Form, method::Method};
///
/// let form = Form::compile(&Method::Pick { min: 0, max: 2 }, 3).unwrap();
/// assert!(form.accepts(&[1, 0, 1]));
/// assert!(!form.accepts(&[1, 1, 1]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Form {
    slots: u32,
    groups: Vec<Group>,
}

/// Slots whose sum has to lie between two bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    slots: Vec<u32>,
    min: u32,
    max: u32,
}

impl Form {
    /// Compiles a method on a number of options, slots and groups in the order of the options.
    ///
    /// # Errors
    /// The method does not fit the options, or the form is too large to be sealed.
    pub fn compile(method: &Method, options: usize) -> Result<Self, FormError> {
        method.check(options)?;
        let width = method.slots_per_option();
        // The cost bounds the slots; asking first keeps a huge poll from being laid out at all.
        let slots = options.saturating_mul(width);
        let cost = slots.saturating_mul(2);
        if cost > COST_MAX {
            return Err(FormError::TooLarge { cost });
        }
        let groups = match method {
            Method::Pick { min, max } => vec![Group::new(0..slots, *min, *max)?],
            Method::YesNoAbstain {} | Method::Grade { .. } => each_option(options, width)?,
            Method::Capped { max } => {
                let mut groups = each_option(options, width)?;
                groups.push(Group::new((0..slots).step_by(width), 0, *max)?);
                groups
            }
            Method::Rank { .. } => {
                let mut groups = each_option(options, width)?;
                for number in 0..width {
                    groups.push(Group::new((number..slots).step_by(width), 0, 1)?);
                }
                groups
            }
        };
        let groups = groups.into_iter().filter(Group::can_be_broken).collect();
        Self::try_from(Parts { slots: index(slots)?, groups })
    }

    /// Number of slots, at least 1.
    pub fn slots(&self) -> usize {
        usize::try_from(self.slots).unwrap_or(usize::MAX)
    }

    /// The groups, in the order in which they are proven.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Whether these marks, one 0 or 1 per slot, are a lawful ballot.
    pub fn accepts(&self, bits: &[u8]) -> bool {
        bits.len() == self.slots()
            && bits.iter().all(|bit| *bit <= 1)
            && self.groups.iter().all(|group| group.accepts(bits))
    }

    /// The branches of the proof: 2 × slots + Σ (max − min + 1), at most [`COST_MAX`].
    pub fn cost(&self) -> usize {
        let groups: usize = self.groups.iter().map(Group::branches).sum();
        self.slots() * 2 + groups
    }
}

impl Group {
    fn new(slots: impl Iterator<Item = usize>, min: u32, max: u32) -> Result<Self, FormError> {
        Ok(Self { slots: slots.map(index).collect::<Result<_, _>>()?, min, max })
    }

    /// Positions of the slots, ascending, each less than the form's number of slots.
    pub fn slots(&self) -> &[u32] {
        &self.slots
    }

    /// The least lawful sum.
    pub fn min(&self) -> u32 {
        self.min
    }

    /// The greatest lawful sum, at most the number of slots in the group.
    pub fn max(&self) -> u32 {
        self.max
    }

    fn accepts(&self, bits: &[u8]) -> bool {
        let marked = |slot: &&u32| {
            usize::try_from(**slot)
                .ok()
                .and_then(|slot| bits.get(slot))
                .is_some_and(|bit| *bit == 1)
        };
        let sum = self.slots.iter().filter(marked).count();
        u32::try_from(sum).is_ok_and(|sum| (self.min..=self.max).contains(&sum))
    }

    /// A group whose bounds hold for any marks proves nothing and is left out.
    fn can_be_broken(&self) -> bool {
        self.min > 0 || usize::try_from(self.max).is_ok_and(|max| max < self.slots.len())
    }

    fn branches(&self) -> usize {
        usize::try_from(self.max.saturating_sub(self.min)).unwrap_or(usize::MAX).saturating_add(1)
    }

    fn check(&self, position: usize, slots: u32) -> Result<(), FormError> {
        let ascending = self.slots.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
        let within = self.slots.last().is_some_and(|last| *last < slots);
        let bounds = self.min <= self.max
            && usize::try_from(self.max).is_ok_and(|max| max <= self.slots.len());
        if ascending && within && bounds { Ok(()) } else { Err(FormError::BadGroup(position)) }
    }
}

/// Why a form is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// The method does not fit the options.
    #[error(transparent)]
    Method(#[from] MethodError),
    /// Too many slots and sums for one proof.
    #[error(
        "the ballot is too large to be sealed: it takes {cost} branches of proof, and {max} is the most; split the poll",
        max = COST_MAX
    )]
    TooLarge {
        /// The cost, or the part of it that already exceeds the limit.
        cost: usize,
    },
    /// A form without slots.
    #[error("the form has no slots")]
    NoSlots,
    /// A group whose slots are not ascending positions of the form, or whose bounds exceed it.
    #[error(
        "`groups[{0}]` is not a list of ascending slots of the form with min ≤ max ≤ its length"
    )]
    BadGroup(usize),
}

/// The JSON shape, before it is known to be a form.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    slots: u32,
    groups: Vec<Group>,
}

impl TryFrom<Parts> for Form {
    type Error = FormError;

    fn try_from(parts: Parts) -> Result<Self, FormError> {
        if parts.slots == 0 {
            return Err(FormError::NoSlots);
        }
        for (position, group) in parts.groups.iter().enumerate() {
            group.check(position, parts.slots)?;
        }
        let groups = parts.groups.iter().map(Group::branches).fold(0, usize::saturating_add);
        let slots = usize::try_from(parts.slots).unwrap_or(usize::MAX);
        let cost = slots.saturating_mul(2).saturating_add(groups);
        if cost > COST_MAX {
            return Err(FormError::TooLarge { cost });
        }
        Ok(Self { slots: parts.slots, groups: parts.groups })
    }
}

impl From<Form> for Parts {
    fn from(form: Form) -> Self {
        Self { slots: form.slots, groups: form.groups }
    }
}

fn each_option(options: usize, width: usize) -> Result<Vec<Group>, FormError> {
    (0..options)
        .map(|option| option * width)
        .map(|first| Group::new(first..first + width, 0, 1))
        .collect()
}

fn index(slot: usize) -> Result<u32, FormError> {
    u32::try_from(slot).map_err(|_| FormError::TooLarge { cost: slot })
}
