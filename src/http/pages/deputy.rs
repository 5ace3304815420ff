//! One deputy on the roll: what is written of the person, what the seat is from which day on, and
//! taking an entry back that was a mistake.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use uuid::Uuid;

use super::roll::Line;
use crate::domain::refusal::Refusal;
use crate::domain::roll::SeatStatus;
use crate::domain::text;
use crate::http::App;
use crate::http::address::Path;
use crate::http::dates::day;
use crate::http::desk::{Refused, render_form, session_page};
use crate::http::failure::Failure;
use crate::http::input::{Input, Nothing};
use crate::http::page::Page;
use crate::http::reply::done;
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::roll::DeputyForm;

#[derive(Template)]
#[template(path = "desk/deputy.html")]
struct DeputyPage {
    w: Words,
    page: Page,
    session: Uuid,
    fixed: Option<String>,
    line: Line,
    form: DeputyForm,
    change: Change,
    statuses: Vec<(&'static str, &'static str)>,
    refused: Option<Refused>,
}

/// What a seat is from a day on.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Change {
    status: String,
    since: String,
    reason: String,
}

/// What somebody typed, where it was refused.
#[derive(Default)]
struct Typed {
    form: Option<DeputyForm>,
    change: Option<Change>,
    refused: Option<Refused>,
}

/// `GET /desk/{session}/roll/deputies/{deputy}`.
pub(in crate::http) async fn one(
    State(app): State<App>,
    Path(place): Path<(Uuid, Uuid)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show(&app, &visitor, place, Typed::default()).await
}

/// `POST /desk/{session}/roll/deputies/{deputy}`.
pub(in crate::http) async fn edit(
    State(app): State<App>,
    Path((session, deputy)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(form): Input<DeputyForm>,
) -> Result<Response, Failure> {
    match app.service.edit_deputy(visitor.actor()?, session, deputy, &form).await {
        Ok(()) => Ok(done(&visitor, &format!("/desk/{session}/roll"))),
        Err(fault) => {
            let refused = Some(Refused::of(&visitor, fault)?);
            let typed = Typed { form: Some(form), refused, ..Typed::default() };
            show(&app, &visitor, (session, deputy), typed).await
        }
    }
}

/// `POST /desk/{session}/roll/deputies/{deputy}/status`.
pub(in crate::http) async fn set_status(
    State(app): State<App>,
    Path((session, deputy)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(change): Input<Change>,
) -> Result<Response, Failure> {
    let status = SeatStatus::parse(&change.status);
    let status = status.ok_or_else(|| Refusal::invalid("prepare-refusal-status"))?;
    let (since, reason) = ((change.since.as_str(), status), change.reason.as_str());
    let changed = async {
        let first = first_day(&app, session, deputy).await?;
        // What begins before the roll does would hold on no day of the session.
        if text::day("field-since", &change.since)? < first {
            let first = day(visitor.words, first);
            return Err(Refusal::invalid("prepare-refusal-since").with("day", first).into());
        }
        let actor = visitor.actor()?;
        Ok::<_, Failure>(app.service.set_seat_status(actor, session, deputy, since, reason).await?)
    };
    match changed.await {
        Ok(()) => Ok(done(&visitor, &format!("/desk/{session}/roll/deputies/{deputy}"))),
        Err(failure) => {
            let refused = Some(Refused::of(&visitor, failure)?);
            let typed = Typed { change: Some(change), refused, ..Typed::default() };
            show(&app, &visitor, (session, deputy), typed).await
        }
    }
}

/// The day from which the roll knows a deputy.
async fn first_day(app: &App, session: Uuid, deputy: Uuid) -> Result<Date, Failure> {
    let known = app.service.roll(session).await?.into_iter().find(|known| known.id == deputy);
    let known = known.ok_or_else(|| Refusal::not_found("refusal-no-deputy"))?;
    let first = known.statuses.iter().map(|since| since.day).min();
    Ok(first.unwrap_or(Date::MIN))
}

/// `POST /desk/{session}/roll/deputies/{deputy}/remove`.
pub(in crate::http) async fn remove(
    State(app): State<App>,
    Path((session, deputy)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.remove_deputy(visitor.actor()?, session, deputy).await?;
    Ok(done(&visitor, &format!("/desk/{session}/roll")))
}

async fn show(
    app: &App,
    visitor: &Visitor,
    (session, deputy): (Uuid, Uuid),
    typed: Typed,
) -> Result<Response, Failure> {
    let (known, page) = session_page(app, visitor, session, "prepare-deputy").await?;
    let w = visitor.words;
    let deputies = app.service.roll(session).await?;
    let mut lines = Line::all(w, &known, deputies).into_iter();
    let line = lines.find(|line| line.deputy.id == deputy);
    let line = line.ok_or_else(|| Refusal::not_found("refusal-no-deputy"))?;
    let form = typed.form.unwrap_or_else(|| DeputyForm {
        name: line.deputy.name.clone(),
        delegation: line.deputy.delegation.clone(),
        seat: line.deputy.seat.clone(),
    });
    let change = typed.change.unwrap_or_else(|| Change {
        status: SeatStatus::Ended.name().to_owned(),
        since: known.opens_on.to_string(),
        reason: String::new(),
    });
    let fixed = known.stage.check_preparing().err().map(|refusal| w.refusal(&refusal));
    let statuses = SeatStatus::ALL.iter().map(|it| (it.name(), it.word())).collect();
    let refused = typed.refused;
    let status = refused.as_ref().map(|refused| refused.status);
    let page = DeputyPage { w, page, session, fixed, line, form, change, statuses, refused };
    render_form(&page, status)
}
