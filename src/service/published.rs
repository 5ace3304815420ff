//! What is published of a session, in the forms that programs read: the result as JSON, totals for
//! research, and the same as tables.

use serde_json::{Value, json};

use super::Fault;
use super::record::{PublishedPoll, Record};
use crate::documents::pabulib;
use crate::documents::tables::results::Opened;
use crate::documents::tables::{Table, progress, results};
use crate::domain::apart::Apart;
use crate::domain::project::Project;

/// The result of a session: what was chosen, with figures and codes.
pub(crate) fn result_of(record: &Record, projects: &[Project]) -> Value {
    let mut result = session_of(record);
    let lists = record.latest_rounds().map(|latest| list_of(latest, projects));
    let more = [
        ("lists", lists.collect()),
        ("polls", record.polls.iter().map(poll_of).collect()),
        ("officers", officers_of(record)),
    ];
    if let Some(members) = result.as_object_mut() {
        members.extend(more.map(|(name, value): (&str, Value)| (name.to_owned(), value)));
    }
    result
}

/// The published polls of a session as a table.
pub(crate) fn results_table(record: &Record) -> Table {
    let polls: Vec<_> = record.polls.iter().map(opened).collect();
    results::table(&record.board.session, record.board.township.body(), &polls)
}

/// What became of the chosen projects, as a table.
pub(crate) fn progress_table(record: &Record, projects: &[Project]) -> Table {
    let of_poll = |poll: &&PublishedPoll| poll.manifest().rule.grading.is_none();
    let lists = record.latest_rounds().filter(of_poll);
    let elected: Vec<_> = lists
        .flat_map(|poll| {
            let question = poll.manifest().question.as_str();
            poll.bulletin.elected.iter().map(move |option| (question, option))
        })
        .collect();
    progress::table(&record.board.session, &elected, projects)
}

/// A published poll's totals for research.
///
/// # Errors
/// When they cannot be written.
pub(crate) fn totals_of(
    record: &Record,
    poll: &PublishedPoll,
    projects: &[Project],
) -> Result<Vec<u8>, Fault> {
    pabulib::text(opened(poll), &poll.closed_at, &record.board.township, projects)
        .map_err(|_| Fault::Broken("totals cannot be written"))
}

fn opened(poll: &PublishedPoll) -> Opened<'_> {
    Opened { manifest: poll.manifest(), present: poll.present, entry: &poll.result }
}

/// A session with a published list, in short.
pub(crate) fn session_of(record: &Record) -> Value {
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
            "beneficiaries": written.beneficiaries,
            "investment_yuan": written.investment,
            "fund_source": written.fund_source,
            "lead_unit": written.lead_unit,
            "co_units": written.co_units,
            "due": written.due,
            "goal": written.goal,
            "state": project.map(|project| project.state),
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
