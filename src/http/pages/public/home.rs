//! The public home (P1): the lists of all townships, the newest first, and what runs now.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use uuid::Uuid;

use super::cached;
use crate::http::App;
use crate::http::dates;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::pages::login::home_of;
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::record::Record;

#[derive(Template)]
#[template(path = "public/home.html")]
struct HomePage {
    w: Words,
    page: Page,
    lists: Vec<List>,
    running: Vec<Running>,
    desk: Option<&'static str>,
}

/// A list that is published.
struct List {
    session: Uuid,
    year: i16,
    township: String,
    county: String,
    title: String,
    count: usize,
    at: String,
}

/// A session that runs now.
struct Running {
    session: Uuid,
    title: String,
    stage: &'static str,
}

impl List {
    fn of(words: Words, record: &Record) -> Self {
        let board = &record.board;
        Self {
            session: board.session.id,
            year: board.session.opens_on.year(),
            township: board.township.name.clone(),
            county: board.township.county.clone(),
            title: board.session.title.clone(),
            count: record.elected().len(),
            at: record.updated_at().map(|at| dates::moment(words, at)).unwrap_or_default(),
        }
    }
}

/// `GET /`.
pub(in crate::http) async fn home(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let words = visitor.words;
    let records = app.service.records().await?;
    let boards = app.service.running_boards().await?;
    let running = boards.iter().filter(|board| !board.session.rehearsal).map(|board| Running {
        session: board.session.id,
        title: board.session.title.clone(),
        stage: board.session.stage.word(),
    });
    let answer = render(&HomePage {
        w: words,
        page: Page::of(&visitor, words.say("public-home")),
        lists: records.iter().map(|record| List::of(words, record)).collect(),
        running: running.collect(),
        desk: visitor.signed_in.as_ref().map(|login| home_of(login.actor.account.role)),
    })?;
    Ok(if records.is_empty() { answer } else { cached(&visitor, answer) })
}
