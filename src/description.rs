//! Poll descriptions: the JSON in which people hand a poll to `decide`, `simulate` and `rule`.
//!
//! The shape is a stable interface (`docs/FORMATS.md`). Whatever is wrong is refused in one
//! sentence that names the field, so that a clerk can mend the file.

use std::collections::BTreeSet;

use ballotbox::{
    manifest::MAX_OPTIONS,
    method::Method,
    outcome::{BallotCounts, Electorate, Totals, TotalsError},
    rule::{Rule, RuleError, RuleSettings},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::duplicates::refuse_duplicates;

/// The fewest options of a poll (`docs/FORMATS.md`, `options`).
pub(crate) const OPTIONS_MIN: usize = 2;
/// The longest title of a poll or option, in characters; real ones run from 4 to 35.
pub(crate) const TITLE_CHARACTERS_MAX: usize = 200;

/// A poll as described, its rule complete and fitting its method and options.
#[derive(Clone, Debug)]
pub(crate) struct Description {
    /// Title of the poll.
    pub(crate) title: String,
    /// The ballot method.
    pub(crate) method: Method,
    /// The options, in the order of the ballot.
    pub(crate) options: Vec<Candidate>,
    /// The voters.
    pub(crate) electorate: Electorate,
    /// The rule with every parameter explicit.
    pub(crate) rule: Rule,
}

/// One option with what is known of it (`docs/FORMATS.md`, `options`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Candidate {
    /// Title, unique in the poll.
    pub(crate) title: String,
    /// Category (类别).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) category: Option<String>,
    /// Investment in 万元 (ten thousand yuan), in decimal with up to 4 places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) investment_wan: Option<String>,
    /// Unit responsible (承办单位).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unit: Option<String>,
    /// When it is due, as the list says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) due: Option<String>,
}

/// Input of `decide`.
#[derive(Clone, Debug)]
pub(crate) struct DecideInput {
    /// The poll.
    pub(crate) description: Description,
    /// The ballots.
    pub(crate) ballots: BallotCounts,
    /// The totals, one row per option.
    pub(crate) totals: Totals,
}

/// Input of `simulate`.
#[derive(Clone, Debug)]
pub(crate) struct SimulateInput {
    /// The poll.
    pub(crate) description: Description,
    /// One entry per deputy who casts, in the method's own shape, not yet parsed.
    pub(crate) ballots: Vec<Value>,
    /// Number of tellers, when given.
    pub(crate) tellers: Option<u32>,
    /// Number of the presidium's officers, when given.
    pub(crate) presidium: Option<u32>,
}

impl Description {
    /// Reads a poll description, for `rule`. What `decide` and `simulate` need besides may stand
    /// in the same file and is passed over.
    ///
    /// # Errors
    /// [`DescriptionError`] is one sentence that says what is wrong and where.
    pub(crate) fn parse(text: &str) -> Result<Self, DescriptionError> {
        let raw = Raw::read(text)?;
        raw.description()
    }

    /// Titles of the options, in order.
    pub(crate) fn titles(&self) -> Vec<String> {
        self.options.iter().map(|option| option.title.clone()).collect()
    }
}

impl DecideInput {
    /// Reads a poll description with `ballots` and `totals`.
    ///
    /// # Errors
    /// [`DescriptionError`] is one sentence that says what is wrong and where.
    pub(crate) fn parse(text: &str) -> Result<Self, DescriptionError> {
        let mut raw = Raw::read(text)?;
        raw.refuse_simulation()?;
        let ballots = raw.ballots.take().ok_or(DescriptionError::Missing("ballots"))?;
        let totals = raw.totals.take().ok_or(DescriptionError::Missing("totals"))?;
        let description = raw.description()?;
        let ballots = serde_json::from_value(ballots)
            .map_err(|error| DescriptionError::Member("ballots".to_owned(), error))?;
        let totals = Totals::parse(&description.method, &totals)?;
        Ok(Self { description, ballots, totals })
    }
}

impl SimulateInput {
    /// Reads a poll description with the `ballots` of single deputies.
    ///
    /// # Errors
    /// [`DescriptionError`] is one sentence that says what is wrong and where. The ballots
    /// themselves are read by `Marks::parse`.
    pub(crate) fn parse(text: &str) -> Result<Self, DescriptionError> {
        let mut raw = Raw::read(text)?;
        refuse("totals", raw.totals.as_ref())?;
        let ballots = raw.ballots.take().ok_or(DescriptionError::Missing("ballots"))?;
        let (tellers, presidium) = (raw.tellers, raw.presidium);
        let description = raw.description()?;
        let Value::Array(ballots) = ballots else { return Err(DescriptionError::BallotsNoList) };
        Ok(Self { description, ballots, tellers, presidium })
    }
}

/// Why a description is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DescriptionError {
    /// Not JSON, or a field missing, unknown or of a wrong kind; the place is line and column.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A field of a wrong kind inside a member read later.
    #[error("`{0}`: {1}")]
    Member(String, serde_json::Error),
    /// A field that the command needs.
    #[error("missing field `{0}`")]
    Missing(&'static str),
    /// A field of another command.
    #[error("unknown field `{0}`: this command does not take it")]
    NotTaken(&'static str),
    /// Ballots of the wrong kind.
    #[error("`ballots` must be a list with one entry for each deputy who casts")]
    BallotsNoList,
    /// An empty title.
    #[error("`{0}` is empty")]
    EmptyTitle(String),
    /// A title that fits no ballot.
    #[error("`{place}` has {characters} characters; {TITLE_CHARACTERS_MAX} is the most")]
    LongTitle {
        /// The field.
        place: String,
        /// Its length.
        characters: usize,
    },
    /// Two lines of a ballot that nobody can tell apart.
    #[error("`options[{second}]` has the same title as `options[{first}]`")]
    SameTitle {
        /// The first option of the title.
        first: usize,
        /// The second.
        second: usize,
    },
    /// Too few or too many options.
    #[error("`options` has {0} entries; a poll takes {OPTIONS_MIN} to {MAX_OPTIONS}")]
    WrongNumberOfOptions(usize),
    /// An option of the wrong kind.
    #[error(
        "`options[{0}]` must be a title, or an object with `title` and, if known, `category`, \
         `investment_wan`, `unit` and `due`"
    )]
    NoOption(usize),
    /// An amount that is none.
    #[error(
        "`options[{0}].investment_wan` must be an amount in 万元: a whole number, or a decimal with up \
         to 4 places as text, such as \"335.1545\""
    )]
    BadInvestment(usize),
    /// More deputies present than there are.
    #[error("`electorate.present` is {present}, more than `electorate.all`, which is {all}")]
    PresentOverAll {
        /// Deputies present.
        present: u32,
        /// All deputies.
        all: u32,
    },
    /// The rule is wrong or does not fit.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// The totals are of another shape than the method's.
    #[error(transparent)]
    Totals(#[from] TotalsError),
}

/// The description with the fields of every command, each of which takes its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    title: String,
    method: Method,
    options: Vec<Value>,
    electorate: Electorate,
    rule: RuleSettings,
    #[serde(default)]
    ballots: Option<Value>,
    #[serde(default)]
    totals: Option<Value>,
    #[serde(default)]
    tellers: Option<u32>,
    #[serde(default)]
    presidium: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDetails {
    title: String,
    #[serde(default)]
    category: Option<String>,
    #[serde(default)]
    investment_wan: Option<RawAmount>,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    due: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "`investment_wan` must be a whole number, or a decimal as text")]
enum RawAmount {
    Whole(u64),
    Text(String),
}

impl Raw {
    fn read(text: &str) -> Result<Self, DescriptionError> {
        refuse_duplicates(text)?;
        Ok(serde_json::from_str(text)?)
    }

    fn refuse_simulation(&self) -> Result<(), DescriptionError> {
        refuse("tellers", self.tellers.as_ref())?;
        refuse("presidium", self.presidium.as_ref())
    }

    fn description(self) -> Result<Description, DescriptionError> {
        let Self { title, method, options, electorate, rule, .. } = self;
        check_title("title", &title)?;
        let count = options.len();
        if !(OPTIONS_MIN..=MAX_OPTIONS).contains(&count) {
            return Err(DescriptionError::WrongNumberOfOptions(count));
        }
        let options = options.into_iter().enumerate();
        let options: Vec<_> = options
            .map(|(position, option)| Candidate::parse(position, option))
            .collect::<Result<_, _>>()?;
        check_distinct(&options)?;
        let Electorate { all, present } = electorate;
        if present > all {
            return Err(DescriptionError::PresentOverAll { present, all });
        }
        let rule = rule.resolve()?;
        rule.check(&method, count, false)?;
        Ok(Description { title, method, options, electorate, rule })
    }
}

impl Candidate {
    fn parse(position: usize, json: Value) -> Result<Self, DescriptionError> {
        let place = format!("options[{position}]");
        let candidate = match json {
            Value::String(title) => Self { title, ..Self::default() },
            Value::Object(_) => {
                let details = serde_json::from_value(json)
                    .map_err(|error| DescriptionError::Member(place.clone(), error))?;
                let RawDetails { title, category, investment_wan, unit, due } = details;
                let investment_wan = investment_wan
                    .map(|amount| amount.decimal().ok_or(DescriptionError::BadInvestment(position)))
                    .transpose()?;
                Self { title, category, investment_wan, unit, due }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
                return Err(DescriptionError::NoOption(position));
            }
        };
        check_title(&format!("{place}.title"), &candidate.title)?;
        Ok(candidate)
    }
}

impl RawAmount {
    fn decimal(self) -> Option<String> {
        let text = match self {
            Self::Whole(amount) => return Some(amount.to_string()),
            Self::Text(text) => text,
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let (whole, places) = text.split_once('.').unwrap_or((&text, "0"));
        let sound = (1..=12).contains(&whole.len())
            && (1..=4).contains(&places.len())
            && digits(whole)
            && digits(places);
        sound.then_some(text)
    }
}

fn refuse<T>(name: &'static str, member: Option<&T>) -> Result<(), DescriptionError> {
    if member.is_some() { Err(DescriptionError::NotTaken(name)) } else { Ok(()) }
}

fn check_title(place: &str, title: &str) -> Result<(), DescriptionError> {
    if title.trim().is_empty() {
        return Err(DescriptionError::EmptyTitle(place.to_owned()));
    }
    let characters = title.chars().count();
    if characters > TITLE_CHARACTERS_MAX {
        return Err(DescriptionError::LongTitle { place: place.to_owned(), characters });
    }
    Ok(())
}

fn check_distinct(options: &[Candidate]) -> Result<(), DescriptionError> {
    let mut seen = BTreeSet::new();
    for (second, option) in options.iter().enumerate() {
        let title = option.title.trim();
        if !seen.insert(title) {
            let first = options.iter().position(|option| option.title.trim() == title);
            return Err(DescriptionError::SameTitle { first: first.unwrap_or(0), second });
        }
    }
    Ok(())
}
