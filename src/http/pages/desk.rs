//! The sessions of a township (W1): the list, and a new one.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use crate::domain::account::Role;
use crate::domain::session::{Session, Stage};
use crate::http::App;
use crate::http::dates::day;
use crate::http::desk::{Refused, render_form};
use crate::http::failure::Failure;
use crate::http::input::Input;
use crate::http::page::{Page, render};
use crate::http::reply::done_with;
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::sessions::{STUBS_MAX, SessionForm};

#[derive(Template)]
#[template(path = "desk/home.html")]
struct HomePage {
    w: Words,
    page: Page,
    sessions: Vec<Line>,
    /// Accounts that wait for this member of the presidium.
    waiting: usize,
}

/// A session on the list.
struct Line {
    session: Session,
    day: String,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "desk/session_new.html")]
struct NewPage {
    w: Words,
    page: Page,
    form: SessionForm,
    stubs_max: u32,
    refused: Option<Refused>,
}

/// How a stage's tag looks.
const fn class_of(session: &Session) -> &'static str {
    match session.stage {
        Stage::Preparing => "",
        Stage::SignIn | Stage::InSession => " doing",
        Stage::Closed => " done",
    }
}

/// `GET /desk`.
pub(in crate::http) async fn home(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let actor = visitor.actor()?;
    let sessions = app.service.sessions_of(actor).await?;
    let waiting = match actor.account.role {
        Role::Presidium => app.service.waiting_grants(actor).await?,
        _ => 0,
    };
    let line = |session: Session| {
        let (day, class) = (day(visitor.words, session.opens_on), class_of(&session));
        Line { session, day, class }
    };
    let sessions = sessions.into_iter().map(line).collect();
    let page = Page::of(&visitor, visitor.words.say("desk-home"));
    render(&HomePage { w: visitor.words, page, sessions, waiting })
}

/// `GET /desk/sessions/new`.
pub(in crate::http) async fn new_form(visitor: Visitor) -> Result<Response, Failure> {
    let form = SessionForm {
        title: String::new(),
        opens_on: String::new(),
        stubs: STUBS_MAX,
        rehearsal: false,
    };
    show(&visitor, form, None)
}

/// `POST /desk/sessions`.
pub(in crate::http) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    Input(form): Input<SessionForm>,
) -> Result<Response, Failure> {
    match app.service.add_session(visitor.actor()?, form.clone()).await {
        Ok(id) => {
            let place = format!("/desk/{id}/roll");
            Ok(done_with(&visitor, &place, &json!({ "session": id })))
        }
        Err(fault) => {
            let refused = Refused::of(&visitor, fault)?;
            show(&visitor, form, Some(refused))
        }
    }
}

fn show(
    visitor: &Visitor,
    form: SessionForm,
    refused: Option<Refused>,
) -> Result<Response, Failure> {
    let page = Page::of(visitor, visitor.words.say("prepare-session-new"));
    let status = refused.as_ref().map(|refused| refused.status);
    let stubs_max = STUBS_MAX;
    render_form(&NewPage { w: visitor.words, page, form, stubs_max, refused }, status)
}
