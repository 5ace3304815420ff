//! The archive of a session (会议档案): asked for by the clerk, confirmed by the presidium, fetched.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use uuid::Uuid;

use super::acts::Acts;
use crate::http::App;
use crate::http::address::Path;
use crate::http::dates;
use crate::http::desk::session_page;
use crate::http::failure::Failure;
use crate::http::input::{Input, Nothing};
use crate::http::page::{Page, render};
use crate::http::reply::done;
use crate::http::tables::attached;
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::archive::ExportStand;

/// An archive that may be fetched.
struct Ready {
    digest: String,
    by: String,
    at: String,
}

#[derive(Template)]
#[template(path = "desk/archive.html")]
struct ArchivePage {
    w: Words,
    page: Page,
    session: Uuid,
    acts: Acts,
    /// Whether the session is closed.
    closed: bool,
    /// Whether the clerk may ask for it.
    askable: bool,
    /// Whether it was let go, and the session has changed since.
    changed: bool,
    ready: Option<Ready>,
}

/// `GET /desk/{session}/archive`.
pub(in crate::http) async fn page(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let (_, page) = session_page(&app, &visitor, session, "nav-archive").await?;
    let acts = Acts::load(&app, session, &visitor).await?;
    let stand = app.service.export_stand(session).await?;
    let ready = match &stand {
        ExportStand::Granted(granted) => Some(Ready {
            digest: granted.digest.clone(),
            by: app.service.account_name(granted.confirmed_by).await?,
            at: dates::written(visitor.words, &granted.at),
        }),
        ExportStand::Early
        | ExportStand::Nobody
        | ExportStand::Waiting(_)
        | ExportStand::Changed => None,
    };
    render(&ArchivePage {
        w: visitor.words,
        page,
        session,
        acts,
        closed: !matches!(stand, ExportStand::Early),
        askable: matches!(stand, ExportStand::Nobody | ExportStand::Changed),
        changed: matches!(stand, ExportStand::Changed),
        ready,
    })
}

/// `POST /desk/{session}/archive`.
pub(in crate::http) async fn ask(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.ask_to_export(visitor.actor()?, session).await?;
    Ok(done(&visitor, &format!("/desk/{session}/archive")))
}

/// `GET /desk/{session}/archive.zip`: the bytes that two persons let go.
pub(in crate::http) async fn file(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let archive = app.service.export(visitor.actor()?, session).await?;
    Ok(attached(archive.bytes, "application/zip", "archive", &archive.title, "zip"))
}
