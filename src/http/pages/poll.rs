//! One poll before it opens (W4): its candidates, its rule in sentences and as the 票决办法 that
//! the congress adopts, fixing the list, the record of adoption, discarding a draft.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use ballotbox::regulation::Regulation;
use serde::Deserialize;
use uuid::Uuid;

use super::poll_words::{self, Sentence};
use super::polls::class_of;
use crate::domain::officer::Office;
use crate::domain::poll::{PollState, Verb};
use crate::domain::project::write_wan;
use crate::domain::refusal::Refusal;
use crate::http::App;
use crate::http::address::Path;
use crate::http::dates::day;
use crate::http::desk::{Refused, render_form, session_page};
use crate::http::failure::Failure;
use crate::http::input::{Input, Nothing};
use crate::http::page::{Page, render};
use crate::http::reply::done;
use crate::http::visitor::Visitor;
use crate::http::words::{Language, Words};
use crate::service::polls::PreparedPoll;
use crate::service::proposals::Act;

/// A candidate as the page shows one.
struct Candidate {
    number: u32,
    title: String,
    wan: String,
    lead_unit: String,
    due: String,
}

#[derive(Template)]
#[template(path = "desk/poll.html")]
struct PollPage {
    w: Words,
    page: Page,
    session: Uuid,
    version: u64,
    prepared: PreparedPoll,
    state: PollState,
    class: &'static str,
    candidates: Vec<Candidate>,
    sentences: Vec<Sentence>,
    cautions: Vec<&'static str>,
    /// The fingerprint (清单指纹), short, once list and rule are fixed.
    fingerprint: Option<String>,
    /// Somebody has asked for list and rule to be fixed.
    asked: bool,
    /// Who may confirm it.
    confirming: String,
    adopted_on: String,
    typed: Adoption,
    /// Whether the account may edit and freeze, and whether it may record the adoption.
    may: (bool, bool),
    refused: Option<Refused>,
}

#[derive(Template)]
#[template(path = "desk/regulation.html")]
struct RegulationPage {
    w: Words,
    page: Page,
    session: Uuid,
    poll: Uuid,
    heading: String,
    draft: String,
    articles: Vec<String>,
    adopted: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/poll_discard.html")]
struct DiscardPage {
    w: Words,
    page: Page,
    session: Uuid,
    prepared: PreparedPoll,
    refused: Option<Refused>,
}

/// When and how the congress adopted the 票决办法.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Adoption {
    on: String,
    record: String,
}

/// The words that are typed before a draft is discarded.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Typed {
    typed: String,
}

fn place_of((session, poll): (Uuid, Uuid)) -> String {
    format!("/desk/{session}/polls/{poll}")
}

/// `GET /desk/{session}/polls/{poll}`.
pub(in crate::http) async fn one(
    State(app): State<App>,
    Path(place): Path<(Uuid, Uuid)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show(&app, &visitor, place, (Adoption::default(), None)).await
}

/// `POST /desk/{session}/polls/{poll}/freeze`: asks for list and rule to be fixed.
pub(in crate::http) async fn freeze(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.propose(visitor.actor()?, session, Act::Freeze { poll }).await?;
    Ok(done(&visitor, &place_of((session, poll))))
}

/// `POST /desk/{session}/polls/{poll}/adoption`.
pub(in crate::http) async fn adopt(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(given): Input<Adoption>,
) -> Result<Response, Failure> {
    let actor = visitor.actor()?;
    match app.service.adopt(actor, session, poll, &given.on, &given.record).await {
        Ok(()) => Ok(done(&visitor, &place_of((session, poll)))),
        Err(fault) => {
            let refused = Refused::of(&visitor, fault)?;
            show(&app, &visitor, (session, poll), (given, Some(refused))).await
        }
    }
}

/// `GET /desk/{session}/polls/{poll}/discard`.
pub(in crate::http) async fn discard_form(
    State(app): State<App>,
    Path(place): Path<(Uuid, Uuid)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show_discard(&app, &visitor, place, None).await
}

/// `POST /desk/{session}/polls/{poll}/discard`.
pub(in crate::http) async fn discard(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Typed { typed }): Input<Typed>,
) -> Result<Response, Failure> {
    let wanted = Language::ALL.map(|language| Words { language }.say("prepare-discard-word"));
    if !wanted.iter().any(|wanted| wanted == typed.trim()) {
        let refusal =
            Refusal::invalid("prepare-refusal-typed").with_word("word", "prepare-discard-word");
        let refused = Refused::of(&visitor, refusal)?;
        return show_discard(&app, &visitor, (session, poll), Some(refused)).await;
    }
    app.service.discard_poll(visitor.actor()?, session, poll).await?;
    Ok(done(&visitor, &format!("/desk/{session}/polls")))
}

async fn show_discard(
    app: &App,
    visitor: &Visitor,
    (session, poll): (Uuid, Uuid),
    refused: Option<Refused>,
) -> Result<Response, Failure> {
    let (_, page) = session_page(app, visitor, session, "prepare-discard").await?;
    let prepared = app.service.prepared_poll(session, poll).await?;
    let state = prepared.state(&*app.service.board(session).await?);
    Verb::Edit.check(state, visitor.actor()?.account.role)?;
    let status = refused.as_ref().map(|refused| refused.status);
    render_form(&DiscardPage { w: visitor.words, page, session, prepared, refused }, status)
}

/// `GET /desk/{session}/polls/{poll}/rule`.
pub(in crate::http) async fn regulation(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let (_, page) = session_page(&app, &visitor, session, "prepare-regulation").await?;
    let prepared = app.service.prepared_poll(session, poll).await?;
    let body = app.service.board(session).await?.township.body();
    let text = body.regulation(&Regulation {
        title: Some(&prepared.draft.question),
        method: Some(&prepared.method),
        options: Some(prepared.candidates.len()),
        rule: &prepared.rule,
        channel: prepared.draft.channel,
    });
    let mut lines = text.lines().filter(|line| !line.is_empty()).map(str::to_owned);
    let heading = lines.next().unwrap_or_default();
    let draft = lines.next().unwrap_or_default();
    let (w, articles) = (visitor.words, lines.collect());
    let adopted = adopted_on(w, &prepared).map(|day| {
        let adopted = w.with("prepare-regulation-adopted", [("day", day)]);
        w.told(body, &adopted)
    });
    render(&RegulationPage { w, page, session, poll, heading, draft, articles, adopted })
}

fn adopted_on(w: Words, prepared: &PreparedPoll) -> Option<String> {
    prepared.draft.adopted_on.parse().ok().map(|date| day(w, date))
}

fn candidates(prepared: &PreparedPoll) -> Vec<Candidate> {
    let numbers = prepared.draft.options.iter().map(|(number, _)| *number);
    let candidate = |(number, project): (u32, &crate::domain::project::Project)| {
        let it = &project.description;
        let wan = write_wan(it.investment);
        let (title, lead_unit, due) = (it.title.clone(), it.lead_unit.clone(), it.due.clone());
        Candidate { number, title, wan, lead_unit, due }
    };
    numbers.zip(&prepared.candidates).map(candidate).collect()
}

/// Who may confirm that list and rule are fixed: the presidium's members by name, where they are
/// known.
async fn confirming(app: &App, w: Words, session: Uuid) -> Result<String, Failure> {
    let officers = app.service.officers(session).await?.into_iter();
    let members = officers.filter(|officer| officer.office == Office::Presidium);
    let names: Vec<String> = members.map(|officer| officer.name).collect();
    Ok(names.join(w.pick("、", ", ")))
}

async fn show(
    app: &App,
    visitor: &Visitor,
    (session, poll): (Uuid, Uuid),
    (typed, refused): (Adoption, Option<Refused>),
) -> Result<Response, Failure> {
    let (known, mut page) = session_page(app, visitor, session, "prepare-poll").await?;
    page.path = place_of((session, poll));
    let prepared = app.service.prepared_poll(session, poll).await?;
    let state = prepared.state(&*app.service.board(session).await?);
    let role = visitor.actor()?.account.role;
    let may = |verb: Verb| known.stage.check_running().is_ok() && verb.check(state, role).is_ok();
    let waiting = app.service.waiting_acts(session).await?;
    let w = visitor.words;
    let frozen = !prepared.draft.list_digest.is_empty();
    let fingerprint = if frozen { Some(prepared.fingerprint()?.code(20, 5)) } else { None };
    let status = refused.as_ref().map(|refused| refused.status);
    let page = PollPage {
        w,
        page,
        session,
        version: known.version,
        state,
        class: class_of(state),
        candidates: candidates(&prepared),
        sentences: poll_words::rule(w, &prepared.rule, &prepared.method),
        cautions: poll_words::cautions(&prepared),
        fingerprint,
        asked: waiting.iter().any(|waiting| waiting.act == Act::Freeze { poll }),
        confirming: confirming(app, w, session).await?,
        adopted_on: adopted_on(w, &prepared).unwrap_or_default(),
        typed,
        may: (may(Verb::Edit), may(Verb::Adopt)),
        prepared,
        refused,
    };
    render_form(&page, status)
}
