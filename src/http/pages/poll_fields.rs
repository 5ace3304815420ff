//! The fields of a poll's form, flat as a page sends them, and the poll that they describe.
//!
//! Contradictions between fields are told here, by the words of the form; what remains is refused
//! by the core in its own words.

use ballotbox::form::{Form, FormError};
use ballotbox::manifest::Channel;
use ballotbox::method::Method;
use ballotbox::profile::Profile;
use ballotbox::rule::{Cmp, Grading, Pass, Rule, RuleSettings, Threshold};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::paper;
use crate::domain::refusal::Refusal;
use crate::service::polls::{PollForm, PreparedPoll};

/// Fewest candidates of a poll.
const OPTIONS_MIN: usize = 2;
/// Steps of a grading that the form has lines for.
pub(super) const STEPS: usize = 4;

/// What a page sends of a poll. Numbers are text, so that what was typed comes back as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct Fields {
    pub(super) question: String,
    pub(super) channel: String,
    pub(super) method: String,
    pub(super) min: String,
    pub(super) max: String,
    pub(super) grades: String,
    pub(super) options: Vec<Uuid>,
    pub(super) seats: String,
    pub(super) profile: String,
    pub(super) basis: String,
    pub(super) quorum_cmp: String,
    pub(super) quorum_num: String,
    pub(super) quorum_den: String,
    pub(super) pass_base: String,
    pub(super) pass_cmp: String,
    pub(super) pass_num: String,
    pub(super) pass_den: String,
    pub(super) surplus: String,
    pub(super) tie_at_cut: String,
    pub(super) shortfall: String,
    pub(super) blank: String,
    pub(super) over_vote: String,
    pub(super) rank_score: String,
    /// 公告内容.
    pub(super) publish: String,
    pub(super) step_grade: Vec<String>,
    pub(super) step_sum: Vec<String>,
    pub(super) step_cmp: Vec<String>,
    pub(super) step_num: Vec<String>,
    pub(super) step_den: Vec<String>,
    pub(super) grading_else: String,
    pub(super) grading_base: String,
    /// Set by the button that fills the rule in from the profile.
    pub(super) fill: String,
}

/// A step of the grading, for the form's lines.
pub(super) struct StepFields<'a> {
    pub(super) grade: &'a str,
    pub(super) sum: &'a str,
    pub(super) cmp: &'a str,
    pub(super) num: &'a str,
    pub(super) den: &'a str,
}

impl Fields {
    /// A new poll on all candidates: choose some of them, by the profile that follows the law.
    pub(super) fn new(options: Vec<Uuid>) -> Self {
        let mut fields = Self {
            channel: paper::name(Channel::Sealed).to_owned(),
            method: "pick".to_owned(),
            options,
            grades: "满意\n基本满意\n不满意".to_owned(),
            ..Self::default()
        };
        fields.take_rule(Profile::Default, &Profile::Default.rule());
        fields.take_grading(None);
        fields
    }

    /// The fields of a poll that was prepared.
    pub(super) fn of(prepared: &PreparedPoll) -> Self {
        let options = prepared.draft.options.iter().map(|(_, id)| *id).collect();
        let mut fields = Self::new(options);
        fields.question.clone_from(&prepared.draft.question);
        paper::name(prepared.draft.channel).clone_into(&mut fields.channel);
        let settings = serde_json::from_str::<RuleSettings>(&prepared.draft.rule).ok();
        let profile = settings.and_then(|settings| settings.profile).unwrap_or_default();
        fields.take_rule(profile, &prepared.rule);
        fields.take_grading(prepared.rule.grading.as_ref());
        fields.seats = prepared.rule.seats.map_or_else(String::new, |seats| seats.to_string());
        fields.take_method(&prepared.method);
        fields
    }

    /// The rule of the chosen profile in place of what stands there.
    pub(super) fn fill_from_profile(&mut self) {
        let profile = Profile::by_name(&self.profile).unwrap_or_default();
        self.take_rule(profile, &profile.rule());
        self.fill.clear();
    }

    /// The lines of the grading, with empty ones up to the form's number.
    pub(super) fn steps(&self) -> Vec<StepFields<'_>> {
        let lines = STEPS.max(self.step_grade.len());
        (0..lines).map(|place| self.step(place)).collect()
    }

    fn step(&self, place: usize) -> StepFields<'_> {
        StepFields {
            grade: text_at(&self.step_grade, place),
            sum: text_at(&self.step_sum, place),
            cmp: text_at(&self.step_cmp, place),
            num: text_at(&self.step_num, place),
            den: text_at(&self.step_den, place),
        }
    }

    fn take_rule(&mut self, profile: Profile, rule: &Rule) {
        profile.name().clone_into(&mut self.profile);
        self.basis.clone_from(&rule.basis);
        let quorum = rule.quorum;
        self.quorum_cmp = name(&quorum.cmp);
        (self.quorum_num, self.quorum_den) = (quorum.num.to_string(), quorum.den.to_string());
        let (base, threshold) = match rule.pass {
            Pass::None => ("none".to_owned(), Threshold::MORE_THAN_HALF),
            Pass::Share { base, threshold } => (name(&base), threshold),
        };
        (self.pass_base, self.pass_cmp) = (base, name(&threshold.cmp));
        (self.pass_num, self.pass_den) = (threshold.num.to_string(), threshold.den.to_string());
        self.surplus = name(&rule.surplus);
        self.tie_at_cut = name(&rule.tie_at_cut);
        self.shortfall = name(&rule.shortfall);
        self.blank = name(&rule.blank);
        self.over_vote = name(&rule.over_vote);
        self.rank_score = name(&rule.rank_score);
        self.publish = name(&rule.publish);
    }

    /// The grading of a poll, else the usual one of three grades.
    fn take_grading(&mut self, grading: Option<&Grading>) {
        let Some(grading) = grading else {
            let all = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
            self.step_grade = all(&["满意", "基本满意"]);
            self.step_sum = all(&["1", "2"]);
            self.step_cmp = all(&[">", ">"]);
            self.step_num = all(&["1", "1"]);
            self.step_den = all(&["2", "2"]);
            "不满意".clone_into(&mut self.grading_else);
            "present".clone_into(&mut self.grading_base);
            return;
        };
        let steps = &grading.steps;
        self.step_grade = steps.iter().map(|step| step.grade.clone()).collect();
        self.step_sum = steps.iter().map(|step| step.sum.to_string()).collect();
        self.step_cmp = steps.iter().map(|step| name(&step.cmp)).collect();
        self.step_num = steps.iter().map(|step| step.num.to_string()).collect();
        self.step_den = steps.iter().map(|step| step.den.to_string()).collect();
        self.grading_else.clone_from(&grading.otherwise);
        self.grading_base = name(&grading.base);
    }

    fn take_method(&mut self, method: &Method) {
        (self.min, self.max) = (String::new(), String::new());
        let kind = match method {
            Method::Pick { min, max } => {
                (self.min, self.max) = (min.to_string(), max.to_string());
                "pick"
            }
            Method::YesNoAbstain {} => "yes_no_abstain",
            Method::Capped { max } => {
                self.max = max.to_string();
                "capped"
            }
            Method::Grade { grades } => {
                self.grades = grades.join("\n");
                "grade"
            }
            Method::Rank { max } => {
                self.max = max.to_string();
                "rank"
            }
        };
        kind.clone_into(&mut self.method);
    }

    /// The poll that the fields describe.
    ///
    /// # Errors
    /// Names the field, or the two that contradict each other.
    pub(super) fn read(&self) -> Result<PollForm, Refusal> {
        let count = self.options.len();
        if count < OPTIONS_MIN {
            return Err(Refusal::invalid("refusal-candidates").with("count", count));
        }
        let channel = match self.channel.as_str() {
            "" => Channel::Sealed,
            name => {
                paper::parse(name).ok_or_else(|| Refusal::invalid("prepare-refusal-channel"))?
            }
        };
        let method = self.read_method(count)?;
        let rule = self.read_rule(&method, count)?;
        let written = |_| Refusal::invalid("prepare-refusal-method");
        let method = serde_json::to_value(&method).map_err(written)?;
        Ok(PollForm {
            question: self.question.clone(),
            method,
            rule,
            options: self.options.clone(),
            channel,
        })
    }

    fn read_method(&self, count: usize) -> Result<Method, Refusal> {
        let method = match self.method.as_str() {
            "pick" => {
                let max = self.most(count)?;
                let min = optional_number("prepare-field-min", &self.min)?.unwrap_or(0);
                if min > max {
                    let refusal = Refusal::invalid("prepare-refusal-min-max");
                    return Err(refusal.with("min", min).with("max", max));
                }
                Method::Pick { min, max }
            }
            "yes_no_abstain" => Method::YesNoAbstain {},
            "capped" => Method::Capped { max: self.most(count)? },
            "grade" => Method::Grade { grades: self.read_grades() },
            "rank" => Method::Rank { max: self.most(count)? },
            _ => return Err(Refusal::invalid("prepare-refusal-method")),
        };
        match Form::compile(&method, count) {
            Ok(_) => Ok(method),
            Err(FormError::TooLarge { .. }) => Err(Refusal::invalid("prepare-refusal-large")),
            Err(_) => Err(Refusal::invalid("prepare-refusal-grades")),
        }
    }

    /// The most that can be chosen or numbered; as many as are chosen, where nothing is said.
    fn most(&self, count: usize) -> Result<u32, Refusal> {
        let given = optional_number("prepare-field-max", &self.max)?;
        let seats = optional_number("prepare-field-seats", &self.seats)?;
        let max = given.or(seats).ok_or_else(|| Refusal::invalid("prepare-refusal-max-none"))?;
        if max == 0 || usize::try_from(max).is_ok_and(|max| max > count) {
            let refusal = Refusal::invalid("prepare-refusal-max");
            return Err(refusal.with("max", max).with("count", count));
        }
        Ok(max)
    }

    fn read_grades(&self) -> Vec<String> {
        let parts = self.grades.split(['\n', '、', '，', ',']);
        parts.map(|grade| grade.trim().to_owned()).filter(|grade| !grade.is_empty()).collect()
    }

    fn read_rule(&self, method: &Method, count: usize) -> Result<Value, Refusal> {
        self.check_rule_fits(method)?;
        let parts = [&self.quorum_cmp, &self.quorum_num, &self.quorum_den];
        let mut quorum = share("prepare-field-quorum", parts)?;
        insert(&mut quorum, "base", json!("all"));
        let pass = match self.pass_base.as_str() {
            "none" => json!({ "base": "none" }),
            base => {
                let parts = [&self.pass_cmp, &self.pass_num, &self.pass_den];
                let mut pass = share("prepare-field-pass", parts)?;
                insert(&mut pass, "base", json!(base));
                pass
            }
        };
        let mut rule = json!({
            "profile": self.profile,
            "basis": self.basis.trim(),
            "quorum": quorum,
            "pass": pass,
            "seats": self.read_seats(count)?,
            "surplus": self.surplus,
            "tie_at_cut": self.tie_at_cut,
            "shortfall": self.shortfall,
            "blank": self.blank,
            "over_vote": self.over_vote,
            "rank_score": self.rank_score,
            "publish": self.publish,
        });
        if matches!(method, Method::Grade { .. }) {
            insert(&mut rule, "grading", self.read_grading()?);
            check_grading(&rule, method, count)?;
        }
        Ok(rule)
    }

    /// Refuses parameters that another method has.
    fn check_rule_fits(&self, method: &Method) -> Result<(), Refusal> {
        let wrong = if self.basis.trim().is_empty() {
            "prepare-refusal-basis"
        } else if matches!(method, Method::Grade { .. }) && !self.seats.trim().is_empty() {
            "prepare-refusal-seats-grade"
        } else if self.blank == "yes" && !matches!(method, Method::YesNoAbstain {}) {
            "prepare-refusal-blank"
        } else if self.over_vote == "item_void" && matches!(method, Method::Pick { .. }) {
            "prepare-refusal-item-void"
        } else if self.rank_score != "pick" && !matches!(method, Method::Rank { .. }) {
            "prepare-refusal-score"
        } else {
            return Ok(());
        };
        Err(Refusal::invalid(wrong))
    }

    fn read_seats(&self, count: usize) -> Result<Option<u32>, Refusal> {
        let seats = optional_number("prepare-field-seats", &self.seats)?;
        match seats {
            Some(seats) if seats == 0 || usize::try_from(seats).is_ok_and(|it| it > count) => {
                let refusal = Refusal::invalid("prepare-refusal-seats");
                Err(refusal.with("seats", seats).with("count", count))
            }
            seats => Ok(seats),
        }
    }

    fn read_grading(&self) -> Result<Value, Refusal> {
        let mut steps = Vec::new();
        let lines = (0..self.step_grade.len()).map(|place| self.step(place));
        for line in lines.filter(|line| !line.grade.trim().is_empty()) {
            let mut step = share("prepare-field-step", [line.cmp, line.num, line.den])?;
            insert(&mut step, "grade", json!(line.grade.trim()));
            insert(&mut step, "sum", json!(number("prepare-field-sum", line.sum)?));
            steps.push(step);
        }
        let (otherwise, base) = (self.grading_else.trim(), &self.grading_base);
        Ok(json!({ "steps": steps, "else": otherwise, "base": base }))
    }
}

/// Refuses a grading that does not fit the grades.
fn check_grading(rule: &Value, method: &Method, count: usize) -> Result<(), Refusal> {
    let wrong = || Refusal::invalid("prepare-refusal-grading");
    let settings: RuleSettings = serde_json::from_value(rule.clone()).map_err(|_| wrong())?;
    let rule = settings.resolve().map_err(|_| wrong())?;
    rule.check(method, count, true).map_err(|_| wrong())
}

/// A share, whose `cmp` is `>` or `>=`.
fn share<T: AsRef<str>>(field: &'static str, [cmp, num, den]: [T; 3]) -> Result<Value, Refusal> {
    let wrong = || Refusal::invalid("prepare-refusal-share").with_word("field", field);
    let cmp = match cmp.as_ref() {
        ">" => Cmp::Over,
        ">=" => Cmp::AtLeast,
        _ => return Err(wrong()),
    };
    let (num, den) = (number(field, num.as_ref())?, number(field, den.as_ref())?);
    let threshold = Threshold { cmp, num, den };
    if num == 0 || threshold.check().is_err() {
        return Err(wrong());
    }
    serde_json::to_value(threshold).map_err(|_| wrong())
}

fn insert(object: &mut Value, name: &str, value: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

fn number(field: &'static str, text: &str) -> Result<u32, Refusal> {
    let wrong = || Refusal::invalid("prepare-refusal-number").with_word("field", field);
    text.trim().parse().map_err(|_| wrong())
}

fn optional_number(field: &'static str, text: &str) -> Result<Option<u32>, Refusal> {
    if text.trim().is_empty() { Ok(None) } else { number(field, text).map(Some) }
}

fn text_at(list: &[String], place: usize) -> &str {
    list.get(place).map_or("", String::as_str)
}

/// The name of a parameter's value in JSON.
pub(super) fn name(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
#[path = "poll_fields_tests.rs"]
mod tests;
