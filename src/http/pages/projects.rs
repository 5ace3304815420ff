//! The candidate projects (W3): the list with what speaks against a project, and one more.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::project::categories;
use crate::documents::tables as documents;
use crate::domain::project::{Concern, Project, ProjectState, concerns, write_wan};
use crate::domain::refusal::Refusal;
use crate::http::App;
use crate::http::address::{Path, Query};
use crate::http::desk::{Refused, render_form, session_page};
use crate::http::failure::Failure;
use crate::http::input::Input;
use crate::http::page::{Page, render};
use crate::http::reply::done_with;
use crate::http::tables::{self, Exports};
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::projects::ProjectForm;

/// A project as the list shows one.
struct Line {
    project: Project,
    wan: String,
    class: &'static str,
    concerns: Vec<Concern>,
}

impl Line {
    fn of(project: Project, year: i16) -> Self {
        let wan = write_wan(project.description.investment);
        let concerns = concerns(&project.description, year);
        let class = class_of(project.state);
        Self { project, wan, class, concerns }
    }
}

/// Whether a text occurs in what is written of a project.
fn has(project: &Project, wanted: &str) -> bool {
    let it = &project.description;
    let texts = [&it.title, &it.category, &it.content, &it.location, &it.lead_unit, &it.proposer];
    texts.into_iter().any(|text| text.contains(wanted))
}

/// How a state's tag looks.
pub(super) const fn class_of(state: ProjectState) -> &'static str {
    match state {
        ProjectState::Candidate | ProjectState::Underway => " doing",
        ProjectState::Elected | ProjectState::Completed | ProjectState::Evaluated => " done",
        ProjectState::Suggested
        | ProjectState::Screened
        | ProjectState::NotElected
        | ProjectState::Rejected
        | ProjectState::Withdrawn => "",
    }
}

/// How many projects have come so far.
struct Count {
    state: ProjectState,
    count: usize,
}

#[derive(Template)]
#[template(path = "desk/projects.html")]
struct ProjectsPage {
    w: Words,
    page: Page,
    session: Uuid,
    total: usize,
    counts: Vec<Count>,
    wanted: String,
    exports: Exports,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "desk/project_new.html")]
struct NewPage {
    w: Words,
    page: Page,
    session: Uuid,
    form: ProjectForm,
    categories: Vec<String>,
    refused: Option<Refused>,
}

/// What the list is narrowed down to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Filter {
    q: String,
}

/// `GET /desk/{session}/projects`.
pub(in crate::http) async fn list(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(filter): Query<Filter>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let (known, page) = session_page(&app, &visitor, session, "prepare-projects").await?;
    let projects = app.service.projects(session).await?;
    let total = projects.len();
    let of = |state| projects.iter().filter(|project| project.state == state).count();
    let counts = ProjectState::ALL.into_iter().map(|state| Count { state, count: of(state) });
    let counts = counts.filter(|count| count.count > 0).collect();
    let year = known.opens_on.year();
    let wanted = filter.q.trim().to_owned();
    let lines = projects.into_iter().map(|project| Line::of(project, year));
    let lines = lines.filter(|line| has(&line.project, &wanted)).collect();
    let exports = Exports::of(&format!("/desk/{session}/projects")).found(&wanted);
    let w = visitor.words;
    render(&ProjectsPage { w, page, session, total, counts, wanted, exports, lines })
}

/// `GET /desk/{session}/projects.xlsx` and `projects.csv`: all of them, or what was found.
pub(in crate::http) async fn table(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(filter): Query<Filter>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let known = app.service.session(session).await?;
    let mut projects = app.service.projects(session).await?;
    projects.retain(|project| has(project, filter.q.trim()));
    tables::taken(&app, &visitor, documents::projects::table(&known, &projects)).await
}

/// Where a new project begins.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Begin {
    state: String,
}

impl Begin {
    fn read(&self) -> Result<ProjectState, Refusal> {
        match self.state.as_str() {
            "" => Ok(ProjectState::Suggested),
            name => begin_state(name),
        }
    }
}

/// A state that a new project can begin in.
pub(super) fn begin_state(name: &str) -> Result<ProjectState, Refusal> {
    let begins = [ProjectState::Suggested, ProjectState::Screened, ProjectState::Candidate];
    let found = ProjectState::parse(name).filter(|state| begins.contains(state));
    found.ok_or_else(|| Refusal::invalid("prepare-refusal-begin"))
}

/// `GET /desk/{session}/projects/new`.
pub(in crate::http) async fn new_form(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show_new(&app, &visitor, session, ProjectForm::default(), None).await
}

/// `POST /desk/{session}/projects`: one project, beginning in the state of `?state=`.
pub(in crate::http) async fn add(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(begin): Query<Begin>,
    visitor: Visitor,
    Input(form): Input<ProjectForm>,
) -> Result<Response, Failure> {
    let state = begin.read()?;
    let one = std::slice::from_ref(&form);
    match app.service.add_projects(visitor.actor()?, session, one, state).await {
        Ok(ids) => {
            let place = format!("/desk/{session}/projects");
            Ok(done_with(&visitor, &place, &json!({ "projects": ids })))
        }
        Err(fault) => {
            let refused = Some(Refused::of(&visitor, fault)?);
            show_new(&app, &visitor, session, form, refused).await
        }
    }
}

async fn show_new(
    app: &App,
    visitor: &Visitor,
    session: Uuid,
    form: ProjectForm,
    refused: Option<Refused>,
) -> Result<Response, Failure> {
    let (_, page) = session_page(app, visitor, session, "prepare-project-new").await?;
    let status = refused.as_ref().map(|refused| refused.status);
    let categories = categories(&form.category);
    render_form(&NewPage { w: visitor.words, page, session, form, categories, refused }, status)
}
