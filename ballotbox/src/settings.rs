//! Rule settings: a profile and what a poll changes in it, as people write them.
//!
//! The settings of a poll description (`docs/FORMATS.md`, `rule`) become a [`Rule`] with every
//! parameter explicit, and only that is voted under.

use serde::{Deserialize, Deserializer};

use crate::rule::{
    Blank, Grading, OverVote, Pass, Profile, Publish, Quorum, RankScore, ReturnedOverIssued, Rule,
    RuleError, SecondGate, Shortfall, Surplus, TieAtCut,
};

/// A profile, taken first, and the parameters that override it (`docs/FORMATS.md`).
///
/// ```
/// use ballotbox::rule::{RuleSettings, Shortfall};
///
/// let settings: RuleSettings =
///     serde_json::from_str(r#"{"profile":"zj-2022","seats":10,"shortfall":"revote"}"#).unwrap();
/// let rule = settings.resolve().unwrap();
/// assert_eq!((rule.seats, rule.shortfall), (Some(10), Shortfall::Revote));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RuleSettings {
    /// The profile to start from; `default` when absent.
    #[serde(deserialize_with = "given")]
    pub profile: Option<Profile>,
    /// Overrides [`Rule::basis`].
    #[serde(deserialize_with = "given")]
    pub basis: Option<String>,
    /// Overrides [`Rule::quorum`].
    #[serde(deserialize_with = "given")]
    pub quorum: Option<Quorum>,
    /// Overrides [`Rule::pass`].
    #[serde(deserialize_with = "given")]
    pub pass: Option<Pass>,
    /// Overrides [`Rule::second_gate`]; `null` takes it away.
    #[serde(deserialize_with = "given")]
    pub second_gate: Option<Option<SecondGate>>,
    /// Overrides [`Rule::seats`]; `null` means all that pass.
    #[serde(deserialize_with = "given")]
    pub seats: Option<Option<u32>>,
    /// Overrides [`Rule::surplus`].
    #[serde(deserialize_with = "given")]
    pub surplus: Option<Surplus>,
    /// Overrides [`Rule::tie_at_cut`].
    #[serde(deserialize_with = "given")]
    pub tie_at_cut: Option<TieAtCut>,
    /// Overrides [`Rule::shortfall`].
    #[serde(deserialize_with = "given")]
    pub shortfall: Option<Shortfall>,
    /// Overrides [`Rule::blank`].
    #[serde(deserialize_with = "given")]
    pub blank: Option<Blank>,
    /// Overrides [`Rule::over_vote`].
    #[serde(deserialize_with = "given")]
    pub over_vote: Option<OverVote>,
    /// Overrides [`Rule::returned_over_issued`].
    #[serde(deserialize_with = "given")]
    pub returned_over_issued: Option<ReturnedOverIssued>,
    /// Overrides [`Rule::grading`].
    #[serde(deserialize_with = "given")]
    pub grading: Option<Grading>,
    /// Overrides [`Rule::rank_score`].
    #[serde(deserialize_with = "given")]
    pub rank_score: Option<RankScore>,
    /// Overrides [`Rule::publish`].
    #[serde(deserialize_with = "given")]
    pub publish: Option<Publish>,
}

impl RuleSettings {
    /// The rule with every parameter explicit.
    ///
    /// # Errors
    /// A fraction that is none, no basis, or no seats: what no poll could use. Whether the rule
    /// fits a poll's method and options is for [`Rule::check`] to say.
    pub fn resolve(self) -> Result<Rule, RuleError> {
        let profile = self.profile.unwrap_or_default().rule();
        let rule = Rule {
            basis: self.basis.unwrap_or(profile.basis),
            quorum: self.quorum.unwrap_or(profile.quorum),
            pass: self.pass.unwrap_or(profile.pass),
            second_gate: self.second_gate.unwrap_or(profile.second_gate),
            seats: self.seats.unwrap_or(profile.seats),
            surplus: self.surplus.unwrap_or(profile.surplus),
            tie_at_cut: self.tie_at_cut.unwrap_or(profile.tie_at_cut),
            shortfall: self.shortfall.unwrap_or(profile.shortfall),
            blank: self.blank.unwrap_or(profile.blank),
            over_vote: self.over_vote.unwrap_or(profile.over_vote),
            returned_over_issued: self.returned_over_issued.unwrap_or(profile.returned_over_issued),
            grading: self.grading.or(profile.grading),
            rank_score: self.rank_score.unwrap_or(profile.rank_score),
            publish: self.publish.unwrap_or(profile.publish),
        };
        rule.check_shares()?;
        Ok(rule)
    }
}

/// Reads a member that is present. `null` is one only where its type says so, so that a slip of
/// the pen is not taken for "as in the profile".
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(source: D) -> Result<Option<T>, D::Error> {
    T::deserialize(source).map(Some)
}
