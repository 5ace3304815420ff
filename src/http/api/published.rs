//! What is published, as JSON: the lists of all sessions, and the result of one.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::apart::Apart;
use crate::domain::project::Project;
use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::pages::public::{cached, record};
use crate::http::visitor::Visitor;
use crate::service::record::{PublishedPoll, Record};

/// `GET /api/sessions`: the sessions with a published list, the latest first.
pub(in crate::http) async fn sessions(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let records = app.service.records().await?;
    let sessions: Vec<_> = records.iter().map(session_of).collect();
    Ok(cached(&visitor, Json(json!({ "sessions": sessions })).into_response()))
}

/// `GET /api/sessions/{session}/result.json`: what was chosen, with figures and codes.
pub(in crate::http) async fn result(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let record = record(&app, session).await?;
    let projects = app.service.elected_projects(&record).await?;
    let mut result = session_of(&record);
    let lists = record.latest_rounds().map(|latest| list_of(latest, &projects));
    let more = [
        ("lists", lists.collect()),
        ("polls", record.polls.iter().map(poll_of).collect()),
        ("officers", officers_of(&record)),
    ];
    if let Some(members) = result.as_object_mut() {
        members.extend(more.map(|(name, value): (&str, Value)| (name.to_owned(), value)));
    }
    Ok(cached(&visitor, Json(result).into_response()))
}

fn session_of(record: &Record) -> Value {
    let (session, township) = (&record.board.session, &record.board.township);
    let id = session.id;
    json!({
        "session": id,
        "title": session.title,
        "township": township.code,
        "township_name": township.name,
        "county": township.county,
        "year": session.opens_on.year(),
        "opens_on": session.opens_on.to_string(),
        "updated_at": record.updated_at(),
        "chosen": record.elected().len(),
        "page": format!("/sessions/{id}"),
        "result": format!("/api/sessions/{id}/result.json"),
        "bundle": format!("/api/sessions/{id}/bundle.json"),
    })
}

/// The list of a question, with what deputies read of each project. Who proposed it is nobody's
/// business here.
fn list_of(latest: &PublishedPoll, projects: &[Project]) -> Value {
    let listed = latest.bulletin.elected.iter().map(|option| {
        let project = projects.iter().find(|project| project.id == option.id);
        let written = project.map(|project| project.description.clone()).unwrap_or_default();
        json!({
            "id": option.id,
            "number": option.number,
            "title": option.title,
            "category": written.category,
            "content": written.content,
            "location": written.location,
            "investment_yuan": written.investment,
            "fund_source": written.fund_source,
            "lead_unit": written.lead_unit,
            "due": written.due,
            "goal": written.goal,
        })
    });
    json!({
        "poll": latest.id(),
        "question": latest.manifest().question,
        "projects": listed.collect::<Vec<_>>(),
    })
}

fn poll_of(poll: &PublishedPoll) -> Value {
    let manifest = poll.manifest();
    let corrections = poll
        .corrections
        .iter()
        .map(|it| json!({ "at": it.at, "entry": it.corrected.refers, "text": it.corrected.text }));
    let signed = poll.certified_by.iter();
    let signed = signed.map(|(office, name)| json!({ "office": office.name(), "name": name }));
    json!({
        "poll": manifest.poll,
        "question": manifest.question,
        "round": manifest.round,
        "previous": manifest.previous.as_ref().map(|previous| previous.poll),
        "method": manifest.method,
        "rule": manifest.rule,
        "opened_at": manifest.opened_at,
        "published_at": poll.at,
        "all": poll.all(),
        "present": poll.present,
        "ballots": poll.result.ballots,
        "channel": manifest.channel,
        "paper": poll.papers,
        "sealed_totals": poll.result.sealed,
        "paper_totals": poll.result.paper,
        "apart": apart_of(poll),
        "not_cast": poll.not_cast(),
        "outcome": poll.result.outcome.report(),
        "question_code": poll.bulletin.question_code,
        "closing_code": poll.bulletin.closing_code,
        "certified_by": signed.collect::<Vec<_>>(),
        "bulletin": poll.index,
        "corrections": corrections.collect::<Vec<_>>(),
    })
}

/// Sealed ballots and papers apart and together, option by option; null where there was one kind.
fn apart_of(poll: &PublishedPoll) -> Value {
    let apart = Apart::of(&poll.manifest().method, &poll.result, poll.papers);
    let Some(Apart { valid: (sealed, paper), lines }) = apart else { return Value::Null };
    let options = poll.manifest().options.iter().zip(lines).map(|(option, line)| {
        json!({
            "id": option.id,
            "sealed": line.sealed,
            "paper": line.paper,
            "both": line.both,
        })
    });
    let options: Vec<_> = options.collect();
    json!({ "valid": { "sealed": sealed, "paper": paper }, "options": options })
}

fn officers_of(record: &Record) -> Value {
    let officers = &record.officers;
    let tellers: Vec<_> = officers.tellers.iter().map(|teller| &teller.name).collect();
    let presidium: Vec<_> = officers.presidium.iter().map(|member| &member.name).collect();
    json!({ "tellers": tellers, "presidium": presidium, "threshold": officers.threshold })
}
