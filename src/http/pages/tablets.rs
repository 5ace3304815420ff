//! The tablets of the hall (W5): which there are and whether they are ready, the code that enrols
//! one, reset and taking out. Never who votes on one.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;
use uuid::Uuid;

use crate::documents::qr;
use crate::domain::tablet::{Standing, Tablet};
use crate::http::App;
use crate::http::address::Path;
use crate::http::assets;
use crate::http::dates::written;
use crate::http::desk::{Refused, render_form, session_page};
use crate::http::failure::Failure;
use crate::http::input::{Input, Nothing};
use crate::http::page::Page;
use crate::http::reply::done;
use crate::http::visitor::{Face, Visitor};
use crate::http::words::Words;
use crate::service::tablets::TabletForm;

/// A tablet in the list.
struct Line {
    id: Uuid,
    name: String,
    seat: String,
    standing: Standing,
    seen: String,
    page: String,
    old: bool,
}

/// The code that enrols one, as it is shown once.
struct Shown {
    name: String,
    qr: String,
    address: String,
}

#[derive(Template)]
#[template(path = "desk/tablets.html")]
struct TabletsPage {
    w: Words,
    page: Page,
    session: Uuid,
    lines: Vec<Line>,
    ready: usize,
    current: &'static str,
    shown: Option<Shown>,
    form: TabletForm,
    refused: Option<Refused>,
}

/// `GET /desk/{session}/tablets`.
pub(in crate::http) async fn list(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show(&app, &visitor, session, None, None).await
}

/// `POST /desk/{session}/tablets`: the answer itself shows the code, and nothing else ever does.
pub(in crate::http) async fn offer(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(form): Input<TabletForm>,
) -> Result<Response, Failure> {
    match app.service.offer_tablet(visitor.actor()?, session, &form).await {
        Ok(code) => {
            let address = format!("{}/enrol#{}", app.service.address(), *code);
            if visitor.face == Face::Json {
                let said = json!({ "code": *code, "address": address });
                return Ok(axum::response::IntoResponse::into_response(axum::Json(said)));
            }
            let drawn = qr::svg(&address);
            let drawn = drawn.map_err(|_| Failure::Internal("an address is too long"))?;
            let shown = Shown { name: form.name, qr: drawn.to_string(), address };
            show(&app, &visitor, session, Some(shown), None).await
        }
        Err(fault) => {
            let refused = Refused::of(&visitor, fault)?;
            show(&app, &visitor, session, None, Some((form, refused))).await
        }
    }
}

/// `POST /desk/{session}/tablets/{tablet}/reset`.
pub(in crate::http) async fn reset(
    State(app): State<App>,
    Path((session, tablet)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.reset_tablet(visitor.actor()?, session, tablet).await?;
    Ok(done(&visitor, &place_of(session)))
}

/// `POST /desk/{session}/tablets/{tablet}/revoke`.
pub(in crate::http) async fn revoke(
    State(app): State<App>,
    Path((session, tablet)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.revoke_tablet(visitor.actor()?, session, tablet).await?;
    Ok(done(&visitor, &place_of(session)))
}

fn place_of(session: Uuid) -> String {
    format!("/desk/{session}/tablets")
}

async fn show(
    app: &App,
    visitor: &Visitor,
    session: Uuid,
    shown: Option<Shown>,
    refused: Option<(TabletForm, Refused)>,
) -> Result<Response, Failure> {
    let (_, page) = session_page(app, visitor, session, "nav-tablets").await?;
    let tablets = app.service.tablets(session).await?;
    let (now, w, current) = (app.service.clock().timestamp(), visitor.words, assets::version());
    let line = |tablet: &Tablet| {
        let heard = !tablet.page.is_empty();
        Line {
            id: tablet.id,
            name: tablet.name.clone(),
            seat: tablet.seat.clone(),
            standing: tablet.standing(now),
            seen: if heard { seen(w, tablet) } else { String::new() },
            page: tablet.page.clone(),
            old: heard && tablet.page != current,
        }
    };
    let lines: Vec<_> = tablets.iter().map(line).collect();
    let (form, refused) = match refused {
        Some((form, refused)) => (form, Some(refused)),
        None => {
            (TabletForm { name: next_name(&tablets, shown.as_ref()), seat: String::new() }, None)
        }
    };
    let status = refused.as_ref().map(|refused| refused.status);
    let ready = lines.iter().filter(|line| line.standing == Standing::Ready).count();
    let page = TabletsPage { w, page, session, lines, ready, current, shown, form, refused };
    render_form(&page, status)
}

fn seen(w: Words, tablet: &Tablet) -> String {
    crate::clock::written(tablet.seen_at)
        .map_or_else(|_| String::new(), |at| written(w, at.as_str()))
}

/// The number after the highest that there is, for the next tablet.
fn next_name(tablets: &[Tablet], shown: Option<&Shown>) -> String {
    let names = tablets.iter().map(|tablet| &tablet.name).chain(shown.map(|shown| &shown.name));
    let highest = names.filter_map(|name| name.trim().parse::<u32>().ok()).max().unwrap_or(0);
    format!("{:02}", highest.saturating_add(1))
}
