//! The roll of deputies (W2): who is on it, who counts, one more, and the sheet to print.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use crate::documents::tables::roll;
use crate::domain::roll::{Deputy, SeatStatus, Turnout};
use crate::domain::session::Session;
use crate::http::App;
use crate::http::address::{Path, Query};
use crate::http::dates::day;
use crate::http::desk::{Refused, render_form, session_page};
use crate::http::failure::Failure;
use crate::http::input::Input;
use crate::http::page::{Page, render};
use crate::http::reply::done;
use crate::http::tables::{self, Exports};
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::papers::unprintable;
use crate::service::roll::DeputyForm;

/// A deputy as the list shows one.
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) deputy: Deputy,
    pub(super) status: SeatStatus,
    /// What the seat was from which day on, in words.
    pub(super) history: Vec<String>,
}

impl Line {
    /// The deputies of a session with their places on the roll.
    pub(super) fn all(w: Words, session: &Session, deputies: Vec<Deputy>) -> Vec<Self> {
        let line = |(number, deputy): (usize, Deputy)| {
            let history = deputy.statuses.iter().map(|since| {
                let facts = [("status", w.say(since.status.word())), ("day", day(w, since.day))];
                let line = w.with("prepare-roll-since", facts);
                let reason = Some(since.reason.as_str()).filter(|reason| !reason.is_empty());
                reason.map_or(line.clone(), |reason| {
                    w.with("prepare-roll-why", [("line", line.as_str()), ("reason", reason)])
                })
            });
            let (history, status) = (history.collect(), deputy.status_on(session.opens_on));
            Self { number, deputy, status, history }
        };
        (1..).zip(deputies).map(line).collect()
    }
}

/// Whether a text occurs in what the roll says of a deputy.
fn has(deputy: &Deputy, wanted: &str) -> bool {
    let Deputy { name, delegation, seat, .. } = deputy;
    [name, delegation, seat].into_iter().any(|text| text.contains(wanted))
}

#[derive(Template)]
#[template(path = "desk/roll.html")]
struct RollPage {
    w: Words,
    page: Page,
    session: Uuid,
    opens_on: String,
    /// Why nothing can change any more.
    fixed: Option<String>,
    turnout: Turnout,
    total: usize,
    /// Names that documents cannot print in full.
    lacking: Vec<String>,
    wanted: String,
    exports: Exports,
    lines: Vec<Line>,
    form: DeputyForm,
    refused: Option<Refused>,
}

#[derive(Template)]
#[template(path = "desk/roll_print.html")]
struct PrintPage {
    w: Words,
    page: Page,
    session: Uuid,
    opens_on: String,
    turnout: Turnout,
    lines: Vec<Line>,
}

/// What the list is narrowed down to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Filter {
    q: String,
}

/// What the page shows besides the roll.
struct Shown {
    wanted: String,
    form: DeputyForm,
    refused: Option<Refused>,
}

fn empty_form() -> DeputyForm {
    DeputyForm { name: String::new(), delegation: String::new(), seat: String::new() }
}

/// `GET /desk/{session}/roll`.
pub(in crate::http) async fn list(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(filter): Query<Filter>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let wanted = filter.q.trim().to_owned();
    show(&app, &visitor, session, Shown { wanted, form: empty_form(), refused: None }).await
}

/// `POST /desk/{session}/roll`: one deputy.
pub(in crate::http) async fn add(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(form): Input<DeputyForm>,
) -> Result<Response, Failure> {
    let one = std::slice::from_ref(&form);
    match app.service.add_deputies(visitor.actor()?, session, one).await {
        Ok(_) => Ok(done(&visitor, &format!("/desk/{session}/roll"))),
        Err(fault) => {
            let refused = Some(Refused::of(&visitor, fault)?);
            let shown = Shown { wanted: String::new(), form, refused };
            show(&app, &visitor, session, shown).await
        }
    }
}

async fn show(
    app: &App,
    visitor: &Visitor,
    session: Uuid,
    shown: Shown,
) -> Result<Response, Failure> {
    let (known, page) = session_page(app, visitor, session, "prepare-roll").await?;
    let w = visitor.words;
    let deputies = app.service.roll(session).await?;
    let turnout = Turnout::of(&deputies, known.opens_on);
    let total = deputies.len();
    let names = deputies.iter().map(|deputy| deputy.name.as_str());
    let lacking = unprintable(names).into_iter().map(str::to_owned).collect();
    let mut lines = Line::all(w, &known, deputies);
    lines.retain(|line| has(&line.deputy, &shown.wanted));
    let Shown { wanted, form, refused } = shown;
    let status = refused.as_ref().map(|refused| refused.status);
    let fixed = known.stage.check_preparing().err().map(|refusal| w.refusal(&refusal));
    let opens_on = day(w, known.opens_on);
    let page = RollPage {
        w,
        page,
        session,
        opens_on,
        fixed,
        turnout,
        total,
        exports: Exports::of(&format!("/desk/{session}/roll")).found(&wanted),
        lacking,
        wanted,
        lines,
        form,
        refused,
    };
    render_form(&page, status)
}

/// `GET /desk/{session}/roll.xlsx` and `roll.csv`: the whole roll, or what was found of it.
pub(in crate::http) async fn table(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(filter): Query<Filter>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let known = app.service.session(session).await?;
    let mut deputies = app.service.roll(session).await?;
    deputies.retain(|deputy| has(deputy, filter.q.trim()));
    tables::taken(&app, &visitor, roll::table(&known, &deputies)).await
}

/// `GET /desk/{session}/roll/print`.
pub(in crate::http) async fn print(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let (known, page) = session_page(&app, &visitor, session, "prepare-roll").await?;
    let deputies = app.service.roll(session).await?;
    let turnout = Turnout::of(&deputies, known.opens_on);
    let mut lines = Line::all(visitor.words, &known, deputies);
    lines.retain(|line| line.status == SeatStatus::InOffice);
    let opens_on = day(visitor.words, known.opens_on);
    render(&PrintPage { w: visitor.words, page, session, opens_on, turnout, lines })
}
