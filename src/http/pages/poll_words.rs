//! A poll in sentences: its method, each parameter of its rule, and what a congress should know
//! before it adopts them.

use ballotbox::manifest::Channel;
use ballotbox::method::Method;
use ballotbox::rule::{Base, Cmp, Pass, Rule, Surplus, Threshold};

use super::poll_fields::name;
use crate::http::words::Words;
use crate::service::polls::PreparedPoll;

/// A parameter with its sentence.
pub(super) struct Sentence {
    /// Key of the parameter's word.
    pub(super) label: &'static str,
    pub(super) text: String,
}

/// What the method asks of a deputy.
pub(super) fn method(w: Words, method: &Method) -> String {
    match method {
        Method::Pick { min: 0, max } => w.with("prepare-says-pick", [("max", max)]),
        Method::Pick { min, max } => w.with("prepare-says-pick-min", [("min", min), ("max", max)]),
        Method::YesNoAbstain {} => w.say("prepare-says-yes-no"),
        Method::Capped { max } => w.with("prepare-says-capped", [("max", max)]),
        Method::Grade { grades } => {
            let grades = grades.join(w.pick("、", ", "));
            w.with("prepare-says-grade", [("grades", grades)])
        }
        Method::Rank { max } => w.with("prepare-says-rank", [("max", max)]),
    }
}

/// The parameters of a rule, a sentence each.
pub(super) fn rule(w: Words, rule: &Rule, of: &Method) -> Vec<Sentence> {
    let say = |label, text| Sentence { label, text };
    let chosen = |prefix: &str, value: &str| w.say(&format!("{prefix}{}", value.replace('_', "-")));
    let mut sentences = vec![say("prepare-field-method", method(w, of))];
    if let Some(grading) = &rule.grading {
        let base = base(w, grading.base);
        for step in &grading.steps {
            let share = share(w, step.threshold(), &base);
            let facts =
                [("grade", step.grade.clone()), ("sum", step.sum.to_string()), ("share", share)];
            sentences.push(say("prepare-field-step", w.with("prepare-says-step", facts)));
        }
        let otherwise = w.with("prepare-says-else", [("grade", &grading.otherwise)]);
        sentences.push(say("prepare-field-step", otherwise));
    } else {
        let seats = match rule.seats {
            Some(seats) => w.with("prepare-says-seats", [("seats", seats)]),
            None => w.say("prepare-says-all-that-pass"),
        };
        sentences.push(say("prepare-field-seats", seats));
        let pass = match rule.pass {
            Pass::None => w.say("prepare-says-no-pass"),
            Pass::Share { base: of, threshold } => {
                w.with("prepare-says-pass", [("share", share(w, threshold, &base(w, of)))])
            }
        };
        sentences.push(say("prepare-field-pass", pass));
        sentences
            .push(say("prepare-field-surplus", chosen("prepare-surplus-", &name(&rule.surplus))));
        sentences.push(say("prepare-field-tie", chosen("prepare-tie-", &name(&rule.tie_at_cut))));
        let short = chosen("prepare-shortfall-", &name(&rule.shortfall));
        sentences.push(say("prepare-field-shortfall", short));
    }
    if matches!(of, Method::Rank { .. }) {
        sentences
            .push(say("prepare-field-score", chosen("prepare-score-", &name(&rule.rank_score))));
    }
    let quorum = share(w, rule.quorum.threshold(), &base(w, Base::All));
    let quorum = w.with("prepare-says-quorum", [("share", quorum)]);
    sentences.push(say("prepare-field-quorum", quorum));
    sentences.push(say("prepare-field-blank", chosen("prepare-blank-", &name(&rule.blank))));
    sentences.push(say("prepare-field-over-vote", chosen("prepare-over-", &name(&rule.over_vote))));
    sentences.push(say("prepare-field-returned", w.say("prepare-says-returned")));
    sentences.push(say("prepare-field-publish", chosen("prepare-publish-", &name(&rule.publish))));
    sentences.push(say("prepare-field-basis", rule.basis.clone()));
    sentences
}

fn base(w: Words, base: Base) -> String {
    w.say(&format!("prepare-base-{}", name(&base)))
}

fn share(w: Words, threshold: Threshold, base: &str) -> String {
    let key = match (threshold.cmp, threshold.is_half()) {
        (Cmp::Over, true) => "prepare-share-over-half",
        (Cmp::Over, false) => "prepare-share-over",
        (Cmp::AtLeast, _) => "prepare-share-at-least",
    };
    let (num, den) = (threshold.num.to_string(), threshold.den.to_string());
    w.with(key, [("base", base), ("num", &num), ("den", &den)])
}

/// Keys of the sentences that warn, none of which forbids anything.
pub(super) fn cautions(prepared: &PreparedPoll) -> Vec<&'static str> {
    let rule = &prepared.rule;
    let mut found = Vec::new();
    let seats = rule.seats.and_then(|seats| usize::try_from(seats).ok());
    let candidates = prepared.candidates.len();
    if prepared.draft.channel == Channel::Hands {
        found.push("prepare-caution-hands");
    }
    if rule.quorum.threshold().is_below(Threshold::TWO_THIRDS) {
        found.push("prepare-caution-quorum");
    }
    if rule.grading.is_none() {
        let surplus = candidates > seats.unwrap_or(candidates);
        if rule.surplus == Surplus::Obligatory && !surplus {
            found.push("prepare-caution-obligatory");
        } else if prepared.surplus_is_small() {
            found.push("prepare-caution-surplus");
        }
        match rule.pass {
            Pass::None => found.push("prepare-caution-no-pass"),
            Pass::Share { base: Base::All, threshold } => {
                if threshold.cmp == Cmp::AtLeast && threshold.is_half() {
                    found.push("prepare-caution-half");
                }
            }
            Pass::Share { .. } => found.push("prepare-caution-base"),
        }
        if let Pass::Share { threshold, .. } = rule.pass
            && threshold.is_below(Threshold::MORE_THAN_HALF)
        {
            found.push("prepare-caution-below-half");
        }
    }
    found
}
