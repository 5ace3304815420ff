//! The state of a session as every screen may see it: never who voted, no count while the poll is
//! open.

use axum::Json;
use axum::extract::State;
use ballotbox::manifest::Channel;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::paper;
use crate::domain::poll::PollState;
use crate::domain::project::{Project, write_wan};
use crate::domain::refusal::Refusal;
use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::board::{Board, BoardPoll};

/// `GET /api/live`: the sessions that are running now.
pub(in crate::http) async fn live(State(app): State<App>) -> Result<Json<Value>, Failure> {
    let boards = app.service.running_boards().await?;
    let session = |board: &std::sync::Arc<Board>| {
        json!({
            "session": board.session.id,
            "title": board.session.title,
            "township": board.session.township,
            "township_name": board.township.name,
            "rehearsal": board.session.rehearsal,
        })
    };
    Ok(Json(json!({ "sessions": boards.iter().map(session).collect::<Vec<_>>() })))
}

/// `GET /api/sessions/{session}/state`.
pub(in crate::http) async fn state(
    State(app): State<App>,
    Path(session): Path<Uuid>,
) -> Result<Json<Value>, Failure> {
    Ok(Json(state_of(app.service.board(session).await?.as_ref())))
}

/// The state as JSON.
pub(in crate::http) fn state_of(board: &Board) -> Value {
    let session = &board.session;
    json!({
        "version": board.version,
        "session": session.id,
        "site": session.site,
        "township": session.township,
        "title": session.title,
        "rehearsal": session.rehearsal,
        "log_key": board.log_key,
        "stage": session.stage.name(),
        "present": board.turnout.present,
        "all": board.turnout.all,
        "polls": board.polls.iter().map(poll_of).collect::<Vec<_>>(),
        "current": board.current().map(|poll| poll.id),
    })
}

fn poll_of(poll: &BoardPoll) -> Value {
    let manifest = poll.poll.manifest();
    json!({
        "poll": poll.id,
        "question": manifest.question,
        "round": manifest.round,
        "state": poll.state.name(),
        "channel": paper::name(poll.channel()),
        "on_paper": poll.switched || poll.channel() != Channel::Sealed,
        "question_code": poll.question_code,
        "stub": poll.stub,
    })
}

/// `GET /api/sessions/{session}/polls/{poll}`: what a tablet needs for a ballot.
pub(in crate::http) async fn poll(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
) -> Result<Json<Value>, Failure> {
    let board = app.service.board(session).await?;
    let known = board.poll(poll).ok_or_else(|| Refusal::not_found("refusal-no-poll"))?;
    let ledger = app.service.log_of(session).await?;
    let roll: Vec<_> = ledger.roll().into_iter().flat_map(|roll| roll.keys().copied()).collect();
    let projects = app.service.projects(session).await?;
    let options = &known.poll.manifest().options;
    let project = |id: Uuid| projects.iter().find(|project| project.id == id);
    let details = options.iter().filter_map(|option| project(option.id));
    let details: Vec<_> = details.map(|it| details_of(visitor.words, it)).collect();
    // Once casting is over a tablet has no use for the roll.
    let casting = matches!(known.state, PollState::Open | PollState::Paused);
    Ok(Json(json!({
        "manifest": known.poll.manifest(),
        "note": known.note,
        "roll": if casting { roll } else { Vec::new() },
        "state": known.state.name(),
        "stub": known.stub,
        "desk": "",
        "details": details,
    })))
}

/// What the booklet prints of a project, as lines of name and value.
fn details_of(words: Words, project: &Project) -> Value {
    let it = &project.description;
    let money = if it.investment == 0 {
        String::new()
    } else {
        words.with("project-wan", [("amount", write_wan(it.investment))])
    };
    let lines = [
        ("field-investment", money.as_str()),
        ("field-due", &it.due),
        ("field-fund-source", &it.fund_source),
        ("field-lead-unit", &it.lead_unit),
        ("field-location", &it.location),
        ("field-beneficiaries", &it.beneficiaries),
        ("field-goal", &it.goal),
    ];
    let facts = lines.iter().filter(|(_, value)| !value.is_empty());
    let facts: Vec<_> = facts.map(|(key, value)| json!([words.say(key), value])).collect();
    json!({ "id": project.id, "content": it.content, "facts": facts })
}
