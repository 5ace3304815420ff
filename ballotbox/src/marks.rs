//! Marks: one deputy's answers, lawful by construction and wiped when dropped.
//!
//! A tablet reads marks from JSON exactly as `docs/FORMATS.md` writes them for `simulate`. What a
//! paper would leave to the tellers' judgement (over-vote, a number given twice) a screen refuses
//! before anything is sealed (`docs/RULES.md` §2 P8).

use serde_json::Value;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    form::Form,
    method::{Method, MethodError},
    rule::Blank,
};

/// One deputy's choices, already lawful for the form: one 0 or 1 per slot.
///
/// There is no `Debug`, so that no log line shows a choice by accident.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Marks {
    bits: Vec<u8>,
}

impl Marks {
    /// Reads marks as `docs/FORMATS.md` writes them, against a poll of `options` options.
    ///
    /// `null` for an option means that nothing was marked. On a poll whose rule is
    /// `blank: yes` that counts in favour, here and nowhere else (`docs/RULES.md` §2 P12).
    ///
    /// # Errors
    /// Anything but a lawful ballot is refused with the option at fault. The message names marks,
    /// so it belongs on the deputy's own screen and never in a log.
    pub fn parse(
        method: &Method,
        options: usize,
        blank: Blank,
        json: &Value,
    ) -> Result<Self, MarksError> {
        method.check(options)?;
        let sheet = Sheet { options, width: method.slots_per_option() };
        let size = options.checked_mul(sheet.width).ok_or(MarksError::TooManySlots)?;
        let mut marks = Self { bits: vec![0; size] };
        match method {
            Method::Pick { min, max } => {
                let chosen = sheet.pick(&mut marks, json)?;
                within(chosen, *min, *max)?;
            }
            Method::YesNoAbstain {} => {
                sheet.answers(&mut marks, json, blank)?;
            }
            Method::Capped { max } => {
                let in_favour = sheet.answers(&mut marks, json, blank)?;
                within(in_favour, 0, *max)?;
            }
            Method::Grade { grades } => sheet.grades(&mut marks, json, grades)?,
            Method::Rank { max } => sheet.numbers(&mut marks, json, *max)?,
        }
        Ok(marks)
    }

    /// Takes marks that are already laid out in slots.
    ///
    /// # Errors
    /// The form does not accept them.
    pub fn from_bits(form: &Form, bits: &[u8]) -> Result<Self, MarksError> {
        if form.accepts(bits) {
            Ok(Self { bits: bits.to_vec() })
        } else {
            Err(MarksError::NotAccepted)
        }
    }

    /// One 0 or 1 per slot, in the order of the form.
    pub fn bits(&self) -> &[u8] {
        &self.bits
    }

    fn set(&mut self, slot: usize, option: usize) -> Result<(), MarksError> {
        let bit = self.bits.get_mut(slot).ok_or(MarksError::UnknownOption(option))?;
        if *bit == 1 {
            return Err(MarksError::MarkedTwice(option));
        }
        *bit = 1;
        Ok(())
    }
}

/// Why marks are not a lawful ballot. Options are counted from 0, as in the JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MarksError {
    /// The method does not fit the options.
    #[error(transparent)]
    Method(#[from] MethodError),
    /// The JSON is of another shape than the method's.
    #[error("the ballot must be {0}")]
    WrongShape(&'static str),
    /// Answers for more or fewer options than the poll has.
    #[error("the ballot answers for {found} options, but the poll has {options}")]
    WrongLength {
        /// Answers on the ballot.
        found: usize,
        /// Options of the poll.
        options: usize,
    },
    /// An option that the poll does not have.
    #[error("the ballot marks option {0}, which the poll does not have")]
    UnknownOption(usize),
    /// An option marked more than once.
    #[error("the ballot marks option {0} twice")]
    MarkedTwice(usize),
    /// A word that is neither `yes` nor `no` nor `abstain`.
    #[error("the ballot's answer for option {0} is not \"yes\", \"no\", \"abstain\" or null")]
    UnknownAnswer(usize),
    /// A grade that the poll does not have.
    #[error("the ballot gives option {0} a grade that the poll does not have")]
    UnknownGrade(usize),
    /// A number outside 1 to `max`.
    #[error("the ballot gives option {option} a number that is not between 1 and {max}")]
    NumberOutOfRange {
        /// The option at fault.
        option: usize,
        /// The last number that can be given.
        max: u32,
    },
    /// One number given to two options.
    #[error("the ballot gives option {option} the number {number}, which another option has")]
    NumberGivenTwice {
        /// The second option with this number.
        option: usize,
        /// The number.
        number: u32,
    },
    /// More options than the method allows (over-vote).
    #[error("the ballot chooses {chosen} options, and {max} is the most")]
    TooMany {
        /// Options chosen or in favour.
        chosen: usize,
        /// The method's `max`.
        max: u32,
    },
    /// Fewer options than the method demands.
    #[error("the ballot chooses {chosen} options, and {min} is the least")]
    TooFew {
        /// Options chosen.
        chosen: usize,
        /// The method's `min`.
        min: u32,
    },
    /// Slots that break the form.
    #[error("the form does not accept these slots")]
    NotAccepted,
    /// A method and options of no possible form.
    #[error("the poll has more slots than any form")]
    TooManySlots,
}

/// Where an option's slots are.
#[derive(Clone, Copy)]
struct Sheet {
    options: usize,
    width: usize,
}

impl Sheet {
    fn slot(self, option: usize, offset: usize) -> Result<usize, MarksError> {
        if option < self.options && offset < self.width {
            Ok(option * self.width + offset)
        } else {
            Err(MarksError::UnknownOption(option))
        }
    }

    fn pick(self, marks: &mut Marks, json: &Value) -> Result<usize, MarksError> {
        const SHAPE: &str = "a list of option numbers counted from 0, such as [0,3,5]";
        let chosen = json.as_array().ok_or(MarksError::WrongShape(SHAPE))?;
        for option in chosen {
            let option = option.as_u64().ok_or(MarksError::WrongShape(SHAPE))?;
            let option = usize::try_from(option).unwrap_or(usize::MAX);
            marks.set(self.slot(option, 0)?, option)?;
        }
        Ok(chosen.len())
    }

    fn one_per_option<'j>(
        self,
        json: &'j Value,
        shape: &'static str,
    ) -> Result<impl Iterator<Item = (usize, &'j Value)>, MarksError> {
        let answers = json.as_array().ok_or(MarksError::WrongShape(shape))?;
        if answers.len() != self.options {
            return Err(MarksError::WrongLength { found: answers.len(), options: self.options });
        }
        Ok(answers.iter().enumerate())
    }

    fn answers(self, marks: &mut Marks, json: &Value, blank: Blank) -> Result<usize, MarksError> {
        const SHAPE: &str = "a list with \"yes\", \"no\", \"abstain\" or null for each option";
        let mut in_favour = 0;
        for (option, answer) in self.one_per_option(json, SHAPE)? {
            let offset = match (answer, blank) {
                (Value::Null, Blank::Abstain) => None,
                (Value::Null, Blank::Yes) => Some(0),
                (Value::String(word), _) => match word.as_str() {
                    "yes" => Some(0),
                    "no" => Some(1),
                    "abstain" => None,
                    _ => return Err(MarksError::UnknownAnswer(option)),
                },
                _ => return Err(MarksError::UnknownAnswer(option)),
            };
            if let Some(offset) = offset {
                marks.set(self.slot(option, offset)?, option)?;
                in_favour += usize::from(offset == 0);
            }
        }
        Ok(in_favour)
    }

    fn grades(self, marks: &mut Marks, json: &Value, grades: &[String]) -> Result<(), MarksError> {
        const SHAPE: &str = "a list with the name of a grade or null for each option";
        for (option, answer) in self.one_per_option(json, SHAPE)? {
            if answer.is_null() {
                continue;
            }
            let named = |grade: &String| answer.as_str() == Some(grade.as_str());
            let offset = grades.iter().position(named).ok_or(MarksError::UnknownGrade(option))?;
            marks.set(self.slot(option, offset)?, option)?;
        }
        Ok(())
    }

    fn numbers(self, marks: &mut Marks, json: &Value, max: u32) -> Result<(), MarksError> {
        const SHAPE: &str = "an object from option to number, such as {\"0\":1,\"3\":2}";
        let given = json.as_object().ok_or(MarksError::WrongShape(SHAPE))?;
        let mut taken = Zeroizing::new(vec![false; self.width]);
        for (key, number) in given {
            let option: usize = key.parse().map_err(|_| MarksError::WrongShape(SHAPE))?;
            // "03" and "+3" would give one option two keys.
            if option.to_string() != *key {
                return Err(MarksError::WrongShape(SHAPE));
            }
            let out_of_range = MarksError::NumberOutOfRange { option, max };
            let number = number.as_u64().and_then(|number| u32::try_from(number).ok());
            let number = number.filter(|number| *number <= max).ok_or(out_of_range.clone())?;
            let offset = number.checked_sub(1).and_then(|offset| usize::try_from(offset).ok());
            let offset = offset.ok_or(out_of_range.clone())?;
            let slot = self.slot(option, offset)?;
            let taken = taken.get_mut(offset).ok_or(out_of_range)?;
            if std::mem::replace(taken, true) {
                return Err(MarksError::NumberGivenTwice { option, number });
            }
            marks.set(slot, option)?;
        }
        Ok(())
    }
}

fn within(chosen: usize, min: u32, max: u32) -> Result<(), MarksError> {
    if usize::try_from(max).is_ok_and(|max| chosen > max) {
        return Err(MarksError::TooMany { chosen, max });
    }
    if usize::try_from(min).map_or(true, |min| chosen < min) {
        return Err(MarksError::TooFew { chosen, min });
    }
    Ok(())
}
