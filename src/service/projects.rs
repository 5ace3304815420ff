//! Projects of a session: written, screened, made candidates, taken back, each with its reason.

use serde::Deserialize;
use uuid::Uuid;

use super::work::Work;
use super::{Actor, Fault, Service};
use crate::clock::draw_id;
use crate::domain::account::Role;
use crate::domain::project::{Description, Project, ProjectState, parse_wan};
use crate::domain::refusal::Refusal;
use crate::domain::text::{FieldFaults, TEXT_MAX, TITLE_MAX, first, noted, optional, required};
use crate::storage;
use crate::storage::polls::DraftState;

/// Most projects of a session.
const PROJECTS_MAX: usize = 2_000;

/// What the clerk writes of a project.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProjectForm {
    /// 项目名称.
    pub title: String,
    /// 类别.
    pub category: String,
    /// 项目内容.
    pub content: String,
    /// 建设地点.
    pub location: String,
    /// 受益群众.
    pub beneficiaries: String,
    /// 总投资, in 万元 with up to four places.
    pub investment_wan: String,
    /// 资金来源.
    pub fund_source: String,
    /// 责任单位.
    pub lead_unit: String,
    /// 协办单位.
    pub co_units: String,
    /// 完成时限.
    pub due: String,
    /// 年度目标.
    pub goal: String,
    /// 提出人.
    pub proposer: String,
}

impl ProjectForm {
    /// The description as the list will have it.
    ///
    /// # Errors
    /// Names the first field that does not fit.
    pub fn read(&self) -> Result<Description, Refusal> {
        self.read_all().map_err(first)
    }

    /// As [`Self::read`], with all fields that do not fit.
    ///
    /// # Errors
    /// Names each field with what is wrong.
    pub fn read_all(&self) -> Result<Description, FieldFaults> {
        let mut faults = FieldFaults::new();
        let mut read =
            |field, text: &str, max| noted(&mut faults, field, |it| optional(it, text, max));
        let mut description = Description {
            title: String::new(),
            category: read("field-category", &self.category, TITLE_MAX),
            content: read("field-content", &self.content, TEXT_MAX),
            location: read("field-location", &self.location, TITLE_MAX),
            beneficiaries: read("field-beneficiaries", &self.beneficiaries, TITLE_MAX),
            investment: 0,
            fund_source: read("field-fund-source", &self.fund_source, TITLE_MAX),
            lead_unit: read("field-lead-unit", &self.lead_unit, TITLE_MAX),
            co_units: read("field-co-units", &self.co_units, TITLE_MAX),
            due: read("field-due", &self.due, TITLE_MAX),
            goal: read("field-goal", &self.goal, TEXT_MAX),
            proposer: read("field-proposer", &self.proposer, TITLE_MAX),
        };
        description.title =
            noted(&mut faults, "field-title", |it| required(it, &self.title, TITLE_MAX));
        description.investment = noted(&mut faults, "field-investment", |_| self.investment());
        if faults.is_empty() { Ok(description) } else { Err(faults) }
    }

    fn investment(&self) -> Result<i64, Refusal> {
        if self.investment_wan.trim().is_empty() {
            return Ok(0);
        }
        parse_wan(&self.investment_wan).ok_or_else(|| Refusal::invalid("refusal-investment"))
    }
}

impl Service {
    /// The projects of a session in the order of the list.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn projects(&self, session: Uuid) -> Result<Vec<Project>, Fault> {
        let mut connection = self.storage().read().await?;
        Ok(storage::projects::all(&mut connection, session).await?)
    }

    /// Adds projects, all or none; `state` is where they begin.
    ///
    /// # Errors
    /// When a text does not fit, or a title stands already.
    pub async fn add_projects(
        &self,
        actor: &Actor,
        session: Uuid,
        forms: &[ProjectForm],
        state: ProjectState,
    ) -> Result<Vec<Uuid>, Fault> {
        actor.must_be(&[Role::Clerk], "verb-projects")?;
        check_begins(state)?;
        let mut work = self.work_of(session, actor).await?;
        let mut known = storage::projects::all(work.connection(), session).await?;
        if known.len() + forms.len() > PROJECTS_MAX {
            return Err(Refusal::invalid("refusal-projects-many").with("max", PROJECTS_MAX).into());
        }
        let mut ids = Vec::new();
        for form in forms {
            let description = form.read()?;
            check_title(&known, None, &description.title)?;
            let (id, position) = (draw_id(), 0);
            let reason = String::new();
            let project = Project { id, position, description, state, reason, version: 0 };
            storage::projects::insert(work.connection(), session, &project).await?;
            ids.push(id);
            known.push(project);
        }
        work.audit(actor, "audit-projects-added", forms.len().to_string(), "").await?;
        work.commit().await?;
        Ok(ids)
    }

    /// Changes what is written of a project. `version` is the one that the clerk saw.
    ///
    /// # Errors
    /// When it stands in a fixed list, somebody else changed it, or a text does not fit.
    pub async fn edit_project(
        &self,
        actor: &Actor,
        session: Uuid,
        project: Uuid,
        version: u64,
        form: &ProjectForm,
    ) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "verb-projects")?;
        let description = form.read()?;
        let mut work = self.work_of(session, actor).await?;
        let mut known = work.project(project).await?;
        work.check_not_listed(&known, true).await?;
        let all = storage::projects::all(work.connection(), session).await?;
        check_title(&all, Some(project), &description.title)?;
        let before = serde_json::to_string(&known.description).unwrap_or_default();
        (known.description, known.version) = (description, version);
        storage::projects::update(work.connection(), session, &known).await?;
        work.withdraw_freezes_of(project).await?;
        work.audit(actor, "audit-project-edited", known.description.title, before).await?;
        work.commit().await?;
        Ok(())
    }

    /// Moves a project to another state by hand.
    ///
    /// # Errors
    /// When the move is not there, the reason is missing, or the project stands in a poll.
    pub async fn move_project(
        &self,
        actor: &Actor,
        session: Uuid,
        project: Uuid,
        to: ProjectState,
        reason: &str,
    ) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "verb-projects")?;
        let reason = optional("field-reason", reason, 200)?;
        let mut work = self.work_of(session, actor).await?;
        let mut known = work.project(project).await?;
        let moved = known.state.moved(to, &reason)?;
        if known.state == ProjectState::Candidate {
            work.check_not_listed(&known, false).await?;
        }
        let details = format!("{} → {} {reason}", known.state.name(), to.name());
        (known.state, known.reason) = (moved, reason);
        storage::projects::update(work.connection(), session, &known).await?;
        work.audit(actor, "audit-project-moved", known.description.title, details).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Refuses a state that a new project cannot begin in: what the vote decides is in nobody's hand.
pub(super) fn check_begins(state: ProjectState) -> Result<(), Refusal> {
    let begins = [ProjectState::Suggested, ProjectState::Screened, ProjectState::Candidate];
    if begins.contains(&state) {
        return Ok(());
    }
    Err(Refusal::invalid("refusal-project-begins").with_word("state", state.word()))
}

/// Two projects of one session have different titles.
fn check_title(known: &[Project], own: Option<Uuid>, title: &str) -> Result<(), Refusal> {
    let other = |project: &&Project| Some(project.id) != own && project.description.title == title;
    match known.iter().find(other) {
        None => Ok(()),
        Some(_) => Err(Refusal::conflict("refusal-title-twice").with("title", title)),
    }
}

impl Work {
    async fn project(&mut self, project: Uuid) -> Result<Project, Fault> {
        let session = self.session.id;
        let all = storage::projects::all(self.connection(), session).await?;
        let found = all.into_iter().find(|known| known.id == project);
        Ok(found.ok_or_else(|| Refusal::not_found("refusal-no-project"))?)
    }

    /// Withdraws what waits to be fixed with a project on its list: the second person confirms
    /// what was read.
    pub(super) async fn withdraw_freezes_of(&mut self, project: Uuid) -> Result<(), Fault> {
        let session = self.session.id;
        for poll in storage::polls::all(self.connection(), session).await? {
            if poll.options.iter().any(|(_, id)| *id == project) {
                self.withdraw_proposals("freeze", &poll.id.to_string()).await?;
            }
        }
        Ok(())
    }

    /// Refuses a change of a project that stands on the list of a poll: on any, or on one that is
    /// fixed only.
    async fn check_not_listed(&mut self, project: &Project, fixed_only: bool) -> Result<(), Fault> {
        let session = self.session.id;
        let polls = storage::polls::all(self.connection(), session).await?;
        let lists = polls.iter().filter(|poll| !fixed_only || poll.state != DraftState::Draft);
        for poll in lists {
            if poll.options.iter().any(|(_, id)| *id == project.id) {
                return Err(Refusal::conflict("refusal-listed")
                    .with("question", &poll.question)
                    .into());
            }
        }
        Ok(())
    }
}
