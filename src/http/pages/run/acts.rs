//! What can be done with a poll that runs: each verb one address, for people and programs.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{Typed, show};
use crate::domain::paper::Way;
use crate::domain::refusal::Refusal;
use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::input::{Input, Nothing};
use crate::http::reply::{done, done_with};
use crate::http::visitor::{Face, Visitor};
use crate::service::Fault;
use crate::service::proposals::Act;

/// The page of a poll.
fn page_of(session: Uuid, poll: Uuid) -> String {
    format!("/desk/{session}/run/{poll}")
}

/// `POST /desk/{session}/run/{poll}/open`: asks the tellers.
pub(in crate::http) async fn open(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.ask_to_open(visitor.actor()?, session, poll).await?;
    Ok(done(&visitor, &page_of(session, poll)))
}

/// `POST /desk/{session}/run/{poll}/take-back`: the tellers are asked no more.
pub(in crate::http) async fn take_back(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.take_back_opening(visitor.actor()?, session, poll).await?;
    Ok(done(&visitor, &page_of(session, poll)))
}

/// `POST /desk/{session}/run/{poll}/pause`.
pub(in crate::http) async fn pause(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.pause(visitor.actor()?, session, poll, true).await?;
    Ok(done(&visitor, &page_of(session, poll)))
}

/// `POST /desk/{session}/run/{poll}/resume`.
pub(in crate::http) async fn resume(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.pause(visitor.actor()?, session, poll, false).await?;
    Ok(done(&visitor, &page_of(session, poll)))
}

/// The close of a vote: how many papers were handed out, where it is held on paper.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Close {
    #[serde(default)]
    issued: String,
}

/// `POST /desk/{session}/run/{poll}/close`: asks for the close; a teller confirms.
pub(in crate::http) async fn close(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(given): Input<Close>,
) -> Result<Response, Failure> {
    let act = Act::Close { poll, issued: given.issued.trim().parse().ok() };
    let asked = app.service.propose(visitor.actor()?, session, act).await;
    let typed = Typed { issued: given.issued, field: "issued", ..Typed::default() };
    answer(&app, (session, poll), &visitor, typed, asked).await
}

/// `POST /desk/{session}/run/{poll}/publish`: asks for publication; the presidium confirms.
pub(in crate::http) async fn publish(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.propose(visitor.actor()?, session, Act::Publish { poll }).await?;
    Ok(done(&visitor, &page_of(session, poll)))
}

/// In which way a void vote is held again, and a further round: as before, or on `paper`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct InWay {
    #[serde(default)]
    channel: String,
}

impl InWay {
    fn way(&self) -> Result<Way, Refusal> {
        match self.channel.as_str() {
            "" => Ok(Way::Same),
            "paper" => Ok(Way::Paper),
            _ => Err(Refusal::invalid("prepare-refusal-channel")),
        }
    }
}

/// `POST /desk/{session}/run/{poll}/next-round`: goes on to the round that is prepared.
pub(in crate::http) async fn next_round(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(given): Input<InWay>,
) -> Result<Response, Failure> {
    let actor = visitor.actor()?;
    let round = app.service.prepare_next_round(actor, session, poll, given.way()?).await?;
    Ok(done_with(&visitor, &page_of(session, round), &json!({ "poll": round })))
}

/// `POST /desk/{session}/run/{poll}/again`: prepares a void vote once more, or on paper.
pub(in crate::http) async fn again(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(given): Input<InWay>,
) -> Result<Response, Failure> {
    let actor = visitor.actor()?;
    let prepared = app.service.hold_again(actor, session, poll, given.way()?).await?;
    Ok(done_with(&visitor, &page_of(session, prepared), &json!({ "poll": prepared })))
}

/// Why a poll is to be void; after the closing note also whose share is missing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Void {
    reason: String,
    #[serde(default)]
    teller: String,
}

/// `POST /desk/{session}/run/{poll}/void`: asks the presidium to sign that the poll is void.
pub(in crate::http) async fn void(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(given): Input<Void>,
) -> Result<Response, Failure> {
    let teller = given.teller.parse().ok();
    let actor = visitor.actor()?;
    let asked = app.service.ask_to_void(actor, session, poll, &given.reason, teller).await;
    let typed = Typed { void: given.reason, teller, ..Typed::default() };
    answer(&app, (session, poll), &visitor, typed, asked).await
}

/// What is corrected.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Correction {
    text: String,
}

/// `POST /desk/{session}/run/{poll}/correct`: asks the presidium to sign a correction.
pub(in crate::http) async fn correct(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(given): Input<Correction>,
) -> Result<Response, Failure> {
    let asked = app.service.ask_to_correct(visitor.actor()?, session, poll, &given.text).await;
    let typed = Typed { correction: given.text, ..Typed::default() };
    answer(&app, (session, poll), &visitor, typed, asked).await
}

/// Goes on, or shows what was typed with the reason why it was refused.
async fn answer(
    app: &App,
    (session, poll): (Uuid, Uuid),
    visitor: &Visitor,
    typed: Typed,
    asked: Result<(), Fault>,
) -> Result<Response, Failure> {
    match asked {
        Ok(()) => Ok(done(visitor, &page_of(session, poll))),
        Err(Fault::Refused(refusal)) if visitor.face == Face::Page => {
            let notice = visitor.words.refusal(&refusal);
            let mut page = show(app, (session, poll), visitor, Typed { notice, ..typed }).await?;
            *page.status_mut() = Failure::from(refusal).status();
            Ok(page)
        }
        Err(fault) => Err(fault.into()),
    }
}
