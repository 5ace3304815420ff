//! The form of a poll: question, method, candidates, and every parameter of its rule, filled in
//! from a profile.

use askama::Template;
use axum::extract::{FromRequest, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use ballotbox::profile::Profile;
use serde_json::json;
use uuid::Uuid;

use super::poll_fields::Fields;
use super::project::Seen;
use crate::domain::poll::{PollState, Verb};
use crate::domain::project::{Project, ProjectState};
use crate::http::App;
use crate::http::address::{Path, Query};
use crate::http::desk::{Refused, render_form, session_page};
use crate::http::failure::Failure;
use crate::http::input::Input;
use crate::http::page::Page;
use crate::http::reply::done_with;
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::Fault;
use crate::service::polls::PollForm;

/// Values of a choice, each with the key of its word.
type Choices = &'static [(&'static str, &'static str)];

const METHODS: [(&str, &str, &str); 5] = [
    ("pick", "prepare-method-pick", "prepare-method-pick-hint"),
    ("yes_no_abstain", "prepare-method-yes-no", "prepare-method-yes-no-hint"),
    ("capped", "prepare-method-capped", "prepare-method-capped-hint"),
    ("grade", "prepare-method-grade", "prepare-method-grade-hint"),
    ("rank", "prepare-method-rank", "prepare-method-rank-hint"),
];
/// How votes come in, with what each means.
const WAYS: [(&str, &str, &str); 3] = [
    ("sealed", "channel-sealed", "prepare-channel-sealed-hint"),
    ("paper", "channel-paper", "prepare-channel-paper-hint"),
    ("hands", "channel-hands", "prepare-channel-hands-hint"),
];
const SHARES: Choices = &[(">", "prepare-cmp-over"), (">=", "prepare-cmp-at-least")];
const BASES: Choices = &[
    ("all", "prepare-base-all"),
    ("present", "prepare-base-present"),
    ("issued", "prepare-base-issued"),
    ("valid", "prepare-base-valid"),
];
const PASS_BASES: Choices = &[
    ("all", "prepare-base-all"),
    ("present", "prepare-base-present"),
    ("issued", "prepare-base-issued"),
    ("valid", "prepare-base-valid"),
    ("none", "prepare-base-none"),
];
/// Parameters that are one choice: name of the field, its word, its values.
const SURPLUS: Choices =
    &[("free", "prepare-surplus-free"), ("obligatory", "prepare-surplus-obligatory")];
const TIE: Choices = &[
    ("revote", "prepare-tie-revote"),
    ("presidium", "prepare-tie-presidium"),
    ("admit_all", "prepare-tie-admit-all"),
    ("drop_all", "prepare-tie-drop-all"),
];
const SHORTFALL: Choices = &[
    ("leave", "prepare-shortfall-leave"),
    ("revote", "prepare-shortfall-revote"),
    ("next_session", "prepare-shortfall-next-session"),
    ("presidium", "prepare-shortfall-presidium"),
];
const BLANK: Choices = &[("abstain", "prepare-blank-abstain"), ("yes", "prepare-blank-yes")];
const OVER_VOTE: Choices =
    &[("ballot_void", "prepare-over-ballot-void"), ("item_void", "prepare-over-item-void")];
const SCORE: Choices = &[
    ("pick", "prepare-score-pick"),
    ("borda", "prepare-score-borda"),
    ("rank_sum", "prepare-score-rank-sum"),
];
const PUBLISH: Choices =
    &[("counts", "prepare-publish-counts"), ("names", "prepare-publish-names")];

/// A project that can be chosen as a candidate.
struct Candidate {
    id: Uuid,
    position: u32,
    title: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "desk/poll_form.html")]
struct FormPage {
    w: Words,
    page: Page,
    session: Uuid,
    action: String,
    form: Fields,
    candidates: Vec<Candidate>,
    profiles: Vec<(&'static str, String)>,
    /// Whether the rule is shown open.
    open: bool,
    refused: Option<Refused>,
}

/// A poll as it was written: by a person in a form, or by a program as `docs/FORMATS.md` has it.
pub(in crate::http) enum Written {
    Fields(Box<Fields>),
    Json(PollForm),
}

impl<S: Send + Sync> FromRequest<S> for Written {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if kind.is_some_and(|kind| kind.starts_with("application/json")) {
            return Ok(Self::Json(Input::from_request(request, state).await?.0));
        }
        let fields = Input::<Fields>::from_request(request, state).await?.0;
        Ok(Self::Fields(Box::new(fields)))
    }
}

/// `GET /desk/{session}/polls/new`.
pub(in crate::http) async fn new_form(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let projects = app.service.projects(session).await?.into_iter();
    let candidates = projects.filter(|project| project.state == ProjectState::Candidate);
    let form = Fields::new(candidates.map(|project| project.id).collect());
    show(&app, &visitor, (session, None), form, None).await
}

/// `POST /desk/{session}/polls`.
pub(in crate::http) async fn add(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    written: Written,
) -> Result<Response, Failure> {
    let actor = visitor.actor()?;
    // Tellers and presidium read the list at this address.
    Verb::Edit.check(PollState::Draft, actor.account.role)?;
    let (fields, form) = match written {
        Written::Json(form) => (None, Ok(form)),
        Written::Fields(fields) if !fields.fill.is_empty() => {
            return fill(&app, &visitor, (session, None), *fields).await;
        }
        Written::Fields(fields) => (Some(fields.clone()), fields.read().map_err(Fault::from)),
    };
    let added = match form {
        Ok(form) => app.service.add_poll(actor, session, form).await,
        Err(fault) => Err(fault),
    };
    match (added, fields) {
        (Ok(poll), _) => {
            let place = format!("/desk/{session}/polls/{poll}");
            Ok(done_with(&visitor, &place, &json!({ "poll": poll })))
        }
        (Err(fault), None) => Err(fault.into()),
        (Err(fault), Some(fields)) => {
            let refused = Refused::of(&visitor, fault)?;
            show(&app, &visitor, (session, None), *fields, Some(refused)).await
        }
    }
}

/// `GET /desk/{session}/polls/{poll}/edit`.
pub(in crate::http) async fn edit_form(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let prepared = app.service.prepared_poll(session, poll).await?;
    let state = prepared.state(&*app.service.board(session).await?);
    Verb::Edit.check(state, visitor.actor()?.account.role)?;
    let edited = Some((poll, prepared.draft.version));
    show(&app, &visitor, (session, edited), Fields::of(&prepared), None).await
}

/// `POST /desk/{session}/polls/{poll}/edit?version=`.
pub(in crate::http) async fn edit(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    Query(seen): Query<Seen>,
    visitor: Visitor,
    written: Written,
) -> Result<Response, Failure> {
    let (actor, version) = (visitor.actor()?, seen.version());
    let edited = Some((poll, version));
    let (fields, form) = match written {
        Written::Json(form) => (None, Ok(form)),
        Written::Fields(fields) if !fields.fill.is_empty() => {
            return fill(&app, &visitor, (session, edited), *fields).await;
        }
        Written::Fields(fields) => (Some(fields.clone()), fields.read().map_err(Fault::from)),
    };
    let changed = match form {
        Ok(form) => app.service.edit_poll(actor, session, poll, version, form).await,
        Err(fault) => Err(fault),
    };
    match (changed, fields) {
        (Ok(()), _) => {
            let place = format!("/desk/{session}/polls/{poll}");
            Ok(done_with(&visitor, &place, &json!({ "poll": poll })))
        }
        (Err(fault), None) => Err(fault.into()),
        (Err(fault), Some(fields)) => {
            let refused = Refused::of(&visitor, fault)?;
            show(&app, &visitor, (session, edited), *fields, Some(refused)).await
        }
    }
}

/// The same form with the rule of the chosen profile.
async fn fill(
    app: &App,
    visitor: &Visitor,
    place: (Uuid, Option<(Uuid, u64)>),
    mut fields: Fields,
) -> Result<Response, Failure> {
    fields.fill_from_profile();
    show(app, visitor, place, fields, None).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    (session, edited): (Uuid, Option<(Uuid, u64)>),
    form: Fields,
    refused: Option<Refused>,
) -> Result<Response, Failure> {
    let title = if edited.is_some() { "prepare-poll-edit" } else { "prepare-poll-new" };
    let (_, page) = session_page(app, visitor, session, title).await?;
    let action = match edited {
        Some((poll, version)) => format!("/desk/{session}/polls/{poll}/edit?version={version}"),
        None => format!("/desk/{session}/polls"),
    };
    let projects = app.service.projects(session).await?.into_iter();
    let able = projects.filter(|project| project.state == ProjectState::Candidate);
    let candidate = |project: Project| Candidate {
        id: project.id,
        position: project.position,
        chosen: form.options.contains(&project.id),
        title: project.description.title,
    };
    let candidates = able.map(candidate).collect();
    let word = |profile: Profile| format!("prepare-profile-{}", profile.name());
    let profiles = Profile::ALL.map(|profile| (profile.name(), word(profile))).to_vec();
    let status = refused.as_ref().map(|refused| refused.status);
    let (w, open) = (visitor.words, refused.is_some());
    let page = FormPage { w, page, session, action, form, candidates, profiles, open, refused };
    render_form(&page, status)
}
