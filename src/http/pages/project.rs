//! One project: its columns, what speaks against it, and where it goes from here.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::projects::class_of;
use crate::domain::project::{CATEGORIES, Concern, Project, ProjectState, concerns, write_wan};
use crate::domain::refusal::Refusal;
use crate::http::App;
use crate::http::address::{Path, Query};
use crate::http::desk::{Refused, render_form, session_page};
use crate::http::failure::Failure;
use crate::http::input::Input;
use crate::http::page::Page;
use crate::http::reply::done;
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::projects::ProjectForm;

#[derive(Template)]
#[template(path = "desk/project.html")]
struct ProjectPage {
    w: Words,
    page: Page,
    session: Uuid,
    project: Project,
    class: &'static str,
    concerns: Vec<Concern>,
    moves: &'static [ProjectState],
    form: ProjectForm,
    /// The version that the form was filled in on.
    version: u64,
    reason: String,
    categories: Vec<String>,
    refused: Option<Refused>,
}

/// The categories that a form offers: those of the notices, and what a project has already.
pub(super) fn categories(chosen: &str) -> Vec<String> {
    let known = CATEGORIES.iter().map(|category| (*category).to_owned());
    let own = Some(chosen).filter(|own| !own.is_empty() && !CATEGORIES.contains(own));
    known.chain(own.map(str::to_owned)).collect()
}

/// The version that the clerk saw.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Seen {
    version: u64,
}

impl Seen {
    /// The version.
    pub(super) const fn version(&self) -> u64 {
        self.version
    }
}

/// Where a project is moved, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Move {
    to: String,
    #[serde(default)]
    reason: String,
}

/// What somebody typed, where it was refused.
#[derive(Default)]
struct Typed {
    form: Option<(u64, ProjectForm)>,
    reason: String,
    refused: Option<Refused>,
}

/// `GET /desk/{session}/projects/{project}`.
pub(in crate::http) async fn one(
    State(app): State<App>,
    Path(place): Path<(Uuid, Uuid)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show(&app, &visitor, place, Typed::default()).await
}

/// `POST /desk/{session}/projects/{project}?version=`.
pub(in crate::http) async fn edit(
    State(app): State<App>,
    Path((session, project)): Path<(Uuid, Uuid)>,
    Query(seen): Query<Seen>,
    visitor: Visitor,
    Input(form): Input<ProjectForm>,
) -> Result<Response, Failure> {
    let (actor, version) = (visitor.actor()?, seen.version);
    match app.service.edit_project(actor, session, project, version, &form).await {
        Ok(()) => Ok(done(&visitor, &format!("/desk/{session}/projects"))),
        Err(fault) => {
            let refused = Some(Refused::of(&visitor, fault)?);
            let typed = Typed { form: Some((version, form)), refused, ..Typed::default() };
            show(&app, &visitor, (session, project), typed).await
        }
    }
}

/// `POST /desk/{session}/projects/{project}/move`.
pub(in crate::http) async fn move_to(
    State(app): State<App>,
    Path((session, project)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(given): Input<Move>,
) -> Result<Response, Failure> {
    let to = ProjectState::parse(&given.to);
    let to = to.ok_or_else(|| Refusal::invalid("prepare-refusal-state"))?;
    let reason = given.reason;
    match app.service.move_project(visitor.actor()?, session, project, to, &reason).await {
        Ok(()) => Ok(done(&visitor, &format!("/desk/{session}/projects/{project}"))),
        Err(fault) => {
            let refused = Some(Refused::of(&visitor, fault)?);
            let typed = Typed { reason, refused, ..Typed::default() };
            show(&app, &visitor, (session, project), typed).await
        }
    }
}

fn form_of(project: &Project) -> ProjectForm {
    let it = project.description.clone();
    let investment = it.investment;
    ProjectForm {
        title: it.title,
        category: it.category,
        content: it.content,
        location: it.location,
        beneficiaries: it.beneficiaries,
        investment_wan: if investment == 0 { String::new() } else { write_wan(investment) },
        fund_source: it.fund_source,
        lead_unit: it.lead_unit,
        co_units: it.co_units,
        due: it.due,
        goal: it.goal,
        proposer: it.proposer,
    }
}

async fn show(
    app: &App,
    visitor: &Visitor,
    (session, project): (Uuid, Uuid),
    typed: Typed,
) -> Result<Response, Failure> {
    let (known, page) = session_page(app, visitor, session, "prepare-project").await?;
    let mut projects = app.service.projects(session).await?.into_iter();
    let project = projects.find(|it| it.id == project);
    let project = project.ok_or_else(|| Refusal::not_found("refusal-no-project"))?;
    let concerns = concerns(&project.description, known.opens_on.year());
    let Typed { form, reason, refused } = typed;
    let (version, form) = form.unwrap_or_else(|| (project.version, form_of(&project)));
    let status = refused.as_ref().map(|refused| refused.status);
    let page = ProjectPage {
        w: visitor.words,
        page,
        session,
        class: class_of(project.state),
        concerns,
        moves: project.state.moves(),
        version,
        reason,
        categories: categories(&form.category),
        form,
        project,
        refused,
    };
    render_form(&page, status)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::project::Description;

    #[test]
    fn a_form_brings_back_what_stands_in_the_list() {
        let description = Description {
            title: "村道硬化".to_owned(),
            investment: 3_351_545,
            due: "2027年10月".to_owned(),
            ..Description::default()
        };
        let (id, state) = (Uuid::nil(), ProjectState::Candidate);
        let reason = String::new();
        let project = Project { id, position: 1, description, state, reason, version: 3 };
        let form = form_of(&project);
        assert_eq!(form.investment_wan, "335.1545");
        assert_eq!(form.read(), Ok(project.description));
    }

    #[test]
    fn a_category_of_our_own_stays_in_the_choice() {
        assert_eq!(categories("").len(), CATEGORIES.len());
        assert_eq!(categories("环境").len(), CATEGORIES.len());
        assert_eq!(categories("水利").last().map(String::as_str), Some("水利"));
    }
}
