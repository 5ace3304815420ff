//! The hall's big screen (H1 to H4): one page without controls that follows the session by itself.
//! It is public, and shows no more than everybody in the hall may know at the time.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::today::needed;
use crate::documents::qr;
use crate::domain::poll::PollState;
use crate::domain::roll::{Deputy, Mark};
use crate::http::App;
use crate::http::address::{Path, Query};
use crate::http::charts::{Bars, Ring};
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::board::{Board, BoardPoll};

/// Most bars on one page: more could not be read from the last row.
const BARS_MAX: usize = 10;

/// Which page of a result; `pause` stops the turning.
#[derive(Deserialize)]
pub(in crate::http) struct Turn {
    page: Option<usize>,
    pause: Option<String>,
}

/// A delegation in the hall.
struct Seats {
    name: String,
    present: usize,
    all: usize,
}

/// What the screen shows now.
enum Shown {
    /// H1: who is there.
    SignIn { ring: Box<Ring>, seats: Vec<Seats>, needed: u32 },
    /// H2: a vote goes on, or is closed and being counted: numbers only.
    Voting { question: String, code: String, word: &'static str, ballots: Option<usize> },
    /// H3: the bars of a certified result.
    Result { question: String, bars: Box<Bars> },
    /// H4: where everybody can read it.
    Public { qr: String, address: String },
    /// One sentence.
    Notice { question: String, key: &'static str },
}

#[derive(Template)]
#[template(path = "hall/screen.html")]
struct ScreenPage {
    w: Words,
    page: Page,
    board: Arc<Board>,
    shown: Shown,
    /// The page of the result, and how many there are.
    at: usize,
    pages: usize,
    /// Whether the pages turn by themselves.
    turns: bool,
}

impl ScreenPage {
    /// The page after this one, the first after the last.
    fn after(&self) -> usize {
        self.at % self.pages + 1
    }
}

/// `GET /hall/{session}`.
pub(in crate::http) async fn screen(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(turn): Query<Turn>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let board = app.service.board(session).await?;
    let page = Page::of(&visitor, board.session.title.clone());
    let w = visitor.words;
    let (shown, at, pages) = match subject(&board) {
        None => (sign_in(&app, w, &board).await?, 1, 1),
        Some(poll) => poll_shown(&app, w, &board, poll, turn.page.unwrap_or(1)).await?,
    };
    let turns = pages > 1 && turn.pause.is_none();
    render(&ScreenPage { w, page, board, shown, at, pages, turns })
}

/// The poll that the hall looks at: the one that is voted on or counted, else the latest.
fn subject(board: &Board) -> Option<&BoardPoll> {
    board.current().or_else(|| board.polls.last())
}

async fn sign_in(app: &App, w: Words, board: &Board) -> Result<Shown, Failure> {
    let session = board.session.id;
    let prepared = app.service.prepared_polls(session).await?;
    let mut roll = app.service.roll(session).await?;
    roll.retain(|deputy| deputy.is_in_office(board.session.opens_on));
    let needed = needed(board, &prepared);
    let ring = Box::new(Ring::of(w, board.turnout, needed, true));
    Ok(Shown::SignIn { ring, seats: seats(&roll), needed })
}

fn seats(roll: &[Deputy]) -> Vec<Seats> {
    let mut seats: Vec<Seats> = Vec::new();
    for deputy in roll.iter().filter(|deputy| !deputy.delegation.is_empty()) {
        let here = usize::from(deputy.mark == Some(Mark::Present));
        if let Some(known) = seats.iter_mut().find(|known| known.name == deputy.delegation) {
            known.all += 1;
            known.present += here;
        } else {
            let name = deputy.delegation.clone();
            seats.push(Seats { name, present: here, all: 1 });
        }
    }
    seats
}

/// What the hall may see of a poll: nothing of the count before it is certified.
async fn poll_shown(
    app: &App,
    w: Words,
    board: &Board,
    poll: &BoardPoll,
    asked: usize,
) -> Result<(Shown, usize, usize), Failure> {
    let question = poll.poll.manifest().question.clone();
    let notice = |key| Shown::Notice { question: question.clone(), key };
    let one = |shown| Ok((shown, 1, 1));
    match poll.state {
        PollState::Open | PollState::Paused | PollState::Closed => one(Shown::Voting {
            question,
            code: poll.question_code.clone(),
            word: poll.word(),
            // Papers and hands are counted after the close; nobody knows how many there are.
            ballots: poll.only_sealed().then_some(poll.ballots),
        }),
        PollState::Opened if board.session.rehearsal => one(notice("hall-rehearsal-over")),
        PollState::Opened => one(notice("hall-certifying")),
        PollState::Voided => one(notice("hall-voided")),
        PollState::Draft | PollState::Ready => one(notice("hall-soon")),
        PollState::Certified | PollState::Published => {
            let ledger = app.service.log_of(board.session.id).await?;
            let logged = ledger.poll(poll.id).and_then(ballotbox::ledger::PollLedger::outcome);
            let Some(entry) = logged else { return one(notice("hall-certifying")) };
            let manifest = poll.poll.manifest();
            let present = poll.closed_present.unwrap_or(manifest.electorate.present);
            let bars = Bars::of(w, board.township.body(), manifest, present, entry);
            let result = bars.pages(BARS_MAX);
            let public = poll.state == PollState::Published;
            let pages = result + usize::from(public);
            let at = asked.clamp(1, pages);
            if at > result {
                return Ok((public_page(app, board)?, at, pages));
            }
            let bars = Box::new(bars.page(at, BARS_MAX));
            Ok((Shown::Result { question, bars }, at, pages))
        }
    }
}

/// The address of the public page as a QR code. It holds no secret.
fn public_page(app: &App, board: &Board) -> Result<Shown, Failure> {
    let site = app.service.address_of(&board.session.site);
    let address = format!("{site}/sessions/{}", board.session.id);
    let drawn = qr::svg(&address).map_err(|_| Failure::Internal("an address is too long"))?;
    Ok(Shown::Public { qr: drawn.to_string(), address })
}
