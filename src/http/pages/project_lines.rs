//! Many projects at once: lines are pasted, shown as they were understood, and only then taken.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::lines::{self, Line};
use super::projects::begin_state;
use crate::domain::project::ProjectState;
use crate::http::App;
use crate::http::address::Path;
use crate::http::desk::{Refused, render_form, session_page};
use crate::http::failure::Failure;
use crate::http::input::Input;
use crate::http::page::Page;
use crate::http::reply::done_with;
use crate::http::visitor::{Face, Visitor};
use crate::http::words::Words;
use crate::service::projects::ProjectForm;

#[derive(Template)]
#[template(path = "desk/project_lines.html")]
struct LinesPage {
    w: Words,
    page: Page,
    session: Uuid,
    text: String,
    state: String,
    lines: Vec<Line<ProjectForm>>,
    faults: usize,
    refused: Option<Refused>,
}

/// What was pasted, where the projects begin, and whether they are to be taken.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Pasted {
    text: String,
    #[serde(default = "candidate")]
    state: String,
    #[serde(default)]
    take: bool,
}

/// Lists that are pasted are mostly those of the candidates.
fn candidate() -> String {
    ProjectState::Candidate.name().to_owned()
}

/// `GET /desk/{session}/projects/lines`.
pub(in crate::http) async fn form(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let pasted = Pasted { text: String::new(), state: candidate(), take: false };
    show(&app, &visitor, session, (pasted, Vec::new()), None).await
}

/// `POST /desk/{session}/projects/lines`.
pub(in crate::http) async fn paste(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(pasted): Input<Pasted>,
) -> Result<Response, Failure> {
    let state = begin_state(&pasted.state)?;
    let known = app.service.projects(session).await?;
    let read = lines::projects(&pasted.text, &known);
    // A program wants it done, or to know the first line that is wrong.
    let take = pasted.take || visitor.face == Face::Json;
    if let Some(refused) = lines::refused(&visitor, &read)? {
        return show(&app, &visitor, session, (pasted, read), Some(refused)).await;
    }
    if !take {
        return show(&app, &visitor, session, (pasted, read), None).await;
    }
    let forms: Vec<ProjectForm> = read.iter().map(|line| line.form.clone()).collect();
    match app.service.add_projects(visitor.actor()?, session, &forms, state).await {
        Ok(ids) => {
            let place = format!("/desk/{session}/projects");
            Ok(done_with(&visitor, &place, &json!({ "projects": ids })))
        }
        Err(fault) => {
            let refused = Some(Refused::of(&visitor, fault)?);
            show(&app, &visitor, session, (pasted, read), refused).await
        }
    }
}

async fn show(
    app: &App,
    visitor: &Visitor,
    session: Uuid,
    (pasted, lines): (Pasted, Vec<Line<ProjectForm>>),
    refused: Option<Refused>,
) -> Result<Response, Failure> {
    let (_, page) = session_page(app, visitor, session, "prepare-project-lines").await?;
    let faults = lines.iter().filter(|line| line.fault.is_some()).count();
    let status = refused.as_ref().map(|refused| refused.status);
    let (w, Pasted { text, state, .. }) = (visitor.words, pasted);
    render_form(&LinesPage { w, page, session, text, state, lines, faults, refused }, status)
}
