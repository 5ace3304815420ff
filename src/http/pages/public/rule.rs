//! The rule of a poll for readers: one paragraph in plain words, and the whole 票决办法.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use ballotbox::manifest::Manifest;
use ballotbox::method::Method;
use ballotbox::regulation::Regulation;
use ballotbox::rule::{Blank, Pass, RankScore, Rule, Shortfall, TieAtCut};
use ballotbox::threshold::{Base, Cmp, Threshold};
use uuid::Uuid;

use super::{cached, record};
use crate::domain::body::VotingBody;
use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::visitor::Visitor;
use crate::http::words::Words;

#[derive(Template)]
#[template(path = "public/rule.html")]
struct RulePage {
    w: Words,
    page: Page,
    session: Uuid,
    poll: Uuid,
    question: String,
    /// The body that votes here.
    voting: &'static VotingBody,
    articles: Vec<String>,
}

/// `GET /sessions/{session}/polls/{poll}/rule`: the articles that the congress adopted.
pub(in crate::http) async fn rule(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let record = record(&app, session).await?;
    let poll = record.poll(poll).ok_or(Failure::NoSuchPage)?;
    let manifest = poll.manifest();
    let regulation = Regulation {
        title: Some(&manifest.question),
        method: Some(&manifest.method),
        options: Some(manifest.options.len()),
        rule: &manifest.rule,
        channel: manifest.channel,
    };
    let voting = record.board.township.body();
    let articles = voting.regulation(&regulation);
    let title = visitor.words.say_of(voting, "public-rule-title");
    let answer = render(&RulePage {
        w: visitor.words,
        page: Page::of(&visitor, title),
        session: manifest.session,
        poll: manifest.poll,
        question: manifest.question.clone(),
        voting,
        articles: articles.lines().filter(|line| line.starts_with('第')).map(Into::into).collect(),
    })?;
    Ok(cached(&visitor, answer))
}

/// The rule in a few sentences.
pub(super) fn paragraph(words: Words, manifest: &Manifest) -> String {
    let rule = &manifest.rule;
    let mut sentences = vec![marking(words, manifest)];
    if matches!(manifest.method, Method::YesNoAbstain {} | Method::Capped { .. }) {
        sentences.push(words.say(match rule.blank {
            Blank::Abstain => "public-rule-blank-abstain",
            Blank::Yes => "public-rule-blank-yes",
        }));
    }
    let quorum = demand(words, rule.quorum.threshold(), "public-whole-all");
    sentences.push(words.with("public-rule-quorum", [("demand", quorum)]));
    if rule.grading.is_some() {
        sentences.push(words.say("public-rule-grading"));
    } else {
        choosing(words, rule, &mut sentences);
    }
    sentences.join(words.pick("", " "))
}

fn marking(words: Words, manifest: &Manifest) -> String {
    let options = manifest.options.len().to_string();
    let with =
        |key, max: &u32| words.with(key, [("max", max.to_string()), ("options", options.clone())]);
    match &manifest.method {
        Method::Pick { min: 0, max } => with("public-rule-pick", max),
        Method::Pick { min, max } => words.with(
            "public-rule-pick-some",
            [("min", min.to_string()), ("max", max.to_string()), ("options", options.clone())],
        ),
        Method::YesNoAbstain {} => words.with("public-rule-answers", [("options", &options)]),
        Method::Capped { max } => with("public-rule-capped", max),
        Method::Grade { grades } => {
            let quoted: Vec<_> = grades.iter().map(|grade| format!("“{grade}”")).collect();
            words.with("public-rule-grades", [("grades", quoted.join(words.pick("、", ", ")))])
        }
        Method::Rank { max } => with("public-rule-rank", max),
    }
}

fn choosing(words: Words, rule: &Rule, sentences: &mut Vec<String>) {
    sentences.push(match rule.pass {
        Pass::None => words.say("public-rule-no-mark"),
        Pass::Share { base, threshold } => {
            words.with("public-rule-pass", [("demand", demand(words, threshold, whole(base)))])
        }
    });
    match rule.rank_score {
        RankScore::Pick => {}
        RankScore::Borda => sentences.push(words.say("public-rule-borda")),
        RankScore::RankSum => sentences.push(words.say("public-rule-rank-sum")),
    }
    let Some(seats) = rule.seats else {
        sentences.push(words.say("public-rule-all-carried"));
        return;
    };
    sentences.push(words.with("public-rule-seats", [("n", seats)]));
    sentences.push(words.say(match rule.tie_at_cut {
        TieAtCut::Revote => "public-rule-tie-revote",
        TieAtCut::Presidium => "public-rule-tie-presidium",
        TieAtCut::AdmitAll => "public-rule-tie-all",
        TieAtCut::DropAll => "public-rule-tie-none",
    }));
    sentences.push(words.say(match rule.shortfall {
        Shortfall::Leave => "public-rule-short-leave",
        Shortfall::Revote => "public-rule-short-revote",
        Shortfall::NextSession => "public-rule-short-next",
        Shortfall::Presidium => "public-rule-short-presidium",
    }));
}

const fn whole(base: Base) -> &'static str {
    match base {
        Base::All => "public-whole-all",
        Base::Present => "public-whole-present",
        Base::Issued => "public-whole-issued",
        Base::Valid => "public-whole-valid",
    }
}

/// A share as a rule demands it: more than half of all deputies.
fn demand(words: Words, threshold: Threshold, whole: &str) -> String {
    let Threshold { num, den, cmp } = threshold;
    let share = match (num, den) {
        _ if threshold.is_half() => words.say("public-share-half"),
        _ if num == den => words.say("public-share-whole"),
        (2, 3) => words.say("public-share-two-thirds"),
        _ => words.with("public-share", [("num", num), ("den", den)]),
    };
    let key = match cmp {
        Cmp::Over => "public-demand-over",
        Cmp::AtLeast => "public-demand-least",
    };
    words.with(key, [("share", share), ("whole", words.say(whole))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::words::Language;

    #[test]
    fn shares_are_said_in_both_languages() {
        let said = |language, threshold| demand(Words { language }, threshold, "public-whole-all");
        let half = Threshold::MORE_THAN_HALF;
        assert_eq!(said(Language::Chinese, half), "超过全体代表的半数");
        assert_eq!(said(Language::English, half), "more than half of all deputies");
        let thirds = Threshold::TWO_THIRDS;
        assert_eq!(said(Language::Chinese, thirds), "达到全体代表的三分之二");
        assert_eq!(said(Language::English, thirds), "at least two thirds of all deputies");
    }
}
