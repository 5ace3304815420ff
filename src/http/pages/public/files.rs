//! What is published, as files: results and progress as tables, totals of a poll for research.

use axum::extract::State;
use axum::response::Response;
use uuid::Uuid;

use super::{cached, record};
use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::tables::{answer, attached};
use crate::http::visitor::Visitor;
use crate::service::published::{progress_table, results_table, totals_of};

/// `GET /sessions/{session}/results.xlsx` and `results.csv`.
pub(in crate::http) async fn results(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let record = record(&app, session).await?;
    Ok(cached(&visitor, answer(&visitor, results_table(&record)).await?))
}

/// `GET /sessions/{session}/progress.xlsx` and `progress.csv`.
pub(in crate::http) async fn progress(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let record = record(&app, session).await?;
    let projects = app.service.elected_projects(&record).await?;
    Ok(cached(&visitor, answer(&visitor, progress_table(&record, &projects)).await?))
}

/// `GET /sessions/{session}/polls/{poll}/totals.pb`.
pub(in crate::http) async fn totals(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let record = record(&app, session).await?;
    let poll = record.poll(poll).ok_or(Failure::NoSuchPage)?;
    let projects = app.service.projects(session).await?;
    let bytes = totals_of(&record, poll, &projects)?;
    let title = format!("{} {}", record.board.session.title, poll.manifest().question);
    let answer = attached(bytes, "text/plain; charset=utf-8", "totals", &title, "pb");
    Ok(cached(&visitor, answer))
}
