//! Many deputies at once: lines are pasted, shown as they were understood, and only then taken.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::lines::{self, Line};
use crate::http::App;
use crate::http::address::Path;
use crate::http::desk::{Refused, render_form, session_page};
use crate::http::failure::Failure;
use crate::http::input::Input;
use crate::http::page::Page;
use crate::http::reply::done_with;
use crate::http::visitor::{Face, Visitor};
use crate::http::words::Words;
use crate::service::roll::DeputyForm;

#[derive(Template)]
#[template(path = "desk/roll_lines.html")]
struct LinesPage {
    w: Words,
    page: Page,
    session: Uuid,
    text: String,
    lines: Vec<Line<DeputyForm>>,
    faults: usize,
    refused: Option<Refused>,
}

/// What was pasted, and whether it is to be taken.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Pasted {
    text: String,
    #[serde(default)]
    take: bool,
}

/// `GET /desk/{session}/roll/lines`.
pub(in crate::http) async fn form(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show(&app, &visitor, session, (String::new(), Vec::new()), None).await
}

/// `POST /desk/{session}/roll/lines`.
pub(in crate::http) async fn paste(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(pasted): Input<Pasted>,
) -> Result<Response, Failure> {
    let known = app.service.roll(session).await?;
    let read = lines::deputies(&pasted.text, &known);
    // A program wants it done, or to know the first line that is wrong.
    let take = pasted.take || visitor.face == Face::Json;
    if let Some(refused) = lines::refused(&visitor, &read)? {
        return show(&app, &visitor, session, (pasted.text, read), Some(refused)).await;
    }
    if !take {
        return show(&app, &visitor, session, (pasted.text, read), None).await;
    }
    let forms: Vec<DeputyForm> = read.iter().map(|line| line.form.clone()).collect();
    match app.service.add_deputies(visitor.actor()?, session, &forms).await {
        Ok(count) => {
            let place = format!("/desk/{session}/roll");
            Ok(done_with(&visitor, &place, &json!({ "added": count })))
        }
        Err(fault) => {
            let refused = Some(Refused::of(&visitor, fault)?);
            show(&app, &visitor, session, (pasted.text, read), refused).await
        }
    }
}

async fn show(
    app: &App,
    visitor: &Visitor,
    session: Uuid,
    (text, lines): (String, Vec<Line<DeputyForm>>),
    refused: Option<Refused>,
) -> Result<Response, Failure> {
    let (_, page) = session_page(app, visitor, session, "prepare-roll-lines").await?;
    let faults = lines.iter().filter(|line| line.fault.is_some()).count();
    let status = refused.as_ref().map(|refused| refused.status);
    let w = visitor.words;
    render_form(&LinesPage { w, page, session, text, lines, faults, refused }, status)
}
