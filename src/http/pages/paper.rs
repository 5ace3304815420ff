//! 应急 (W14): what to do when tablets or power fail, step by step on one page that can be printed,
//! with the one button that fits how the vote stands.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use ballotbox::manifest::Channel;
use serde::Deserialize;
use uuid::Uuid;

use super::acts::Acts;
use crate::domain::day::Papers;
use crate::domain::paper::{PaperStand, fewest};
use crate::domain::poll::PollState;
use crate::domain::refusal::Refusal;
use crate::http::App;
use crate::http::address::Path;
use crate::http::dates;
use crate::http::desk::{Refused, render_form};
use crate::http::failure::Failure;
use crate::http::input::Input;
use crate::http::page::Page;
use crate::http::reply::done;
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::Fault;
use crate::service::board::Board;
use crate::service::proposals::Act;

/// How the vote that goes on now stands.
struct Now {
    poll: Uuid,
    question: String,
    word: &'static str,
    state: PollState,
    channel: Channel,
    /// Since when and why it goes on on paper, where it does.
    switched: Option<(String, String)>,
    stand: PaperStand,
    /// Papers handed out and papers entered, after the close.
    papers: (u64, u64),
    /// Why it cannot go over to paper in this round, and what to do instead.
    cannot: Option<Refusal>,
    /// Whether an act about it waits for a second person.
    waits: bool,
}

impl Now {
    fn casting(&self) -> bool {
        matches!(self.state, PollState::Open | PollState::Paused)
    }

    fn is_sealed(&self) -> bool {
        self.channel == Channel::Sealed
    }

    fn is(&self, name: &str) -> bool {
        self.state.name() == name
    }

    /// Key of what is next after the close, where it needs no figures of papers.
    const fn after_close(&self) -> Option<&'static str> {
        match (Papers::of(self.channel, self.papers), self.channel) {
            (Papers::Counting, Channel::Hands) => Some("running-next-enter-hands"),
            (Papers::Counting, Channel::Sealed | Channel::Paper) => None,
            (Papers::None | Papers::Entered, _) => Some("running-next-sign-count"),
        }
    }
}

#[derive(Template)]
#[template(path = "run/paper.html")]
struct PaperPage {
    w: Words,
    page: Page,
    board: Arc<Board>,
    acts: Acts,
    now: Option<Now>,
    fewest: usize,
    /// The reason that was typed.
    reason: String,
    refused: Option<Refused>,
}

/// `GET /desk/{session}/paper`.
pub(in crate::http) async fn page(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show(&app, session, &visitor, (String::new(), None)).await
}

/// Why a vote goes over to paper, or back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Why {
    reason: String,
}

/// `POST /desk/{session}/run/{poll}/paper`: asks for the vote to go on on paper; the presidium
/// confirms.
pub(in crate::http) async fn to_paper(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Why { reason }): Input<Why>,
) -> Result<Response, Failure> {
    let act = Act::ToPaper { poll, reason: reason.clone() };
    let asked = app.service.propose(visitor.actor()?, session, act).await;
    answer(&app, session, &visitor, (reason, asked)).await
}

/// `POST /desk/{session}/run/{poll}/tablets`: asks for the vote to return to tablets.
pub(in crate::http) async fn to_tablets(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Why { reason }): Input<Why>,
) -> Result<Response, Failure> {
    let act = Act::ToTablets { poll, reason: reason.clone() };
    let asked = app.service.propose(visitor.actor()?, session, act).await;
    answer(&app, session, &visitor, (reason, asked)).await
}

async fn answer(
    app: &App,
    session: Uuid,
    visitor: &Visitor,
    (reason, asked): (String, Result<(), Fault>),
) -> Result<Response, Failure> {
    match asked {
        Ok(()) => Ok(done(visitor, &format!("/desk/{session}/paper"))),
        Err(fault) => {
            let refused = Refused::of(visitor, fault)?;
            show(app, session, visitor, (reason, Some(refused))).await
        }
    }
}

async fn show(
    app: &App,
    session: Uuid,
    visitor: &Visitor,
    (reason, refused): (String, Option<Refused>),
) -> Result<Response, Failure> {
    let board = app.service.board(session).await?;
    let acts = Acts::load(app, session, visitor).await?;
    let now = now(app, visitor.words, &board).await?;
    let w = visitor.words;
    let mut page = Page::of(visitor, w.say("emergency-title")).at(&board.session);
    page.path = format!("/desk/{session}/paper");
    let fewest = fewest(board.session.rehearsal);
    let status = refused.as_ref().map(|refused| refused.status);
    let page = PaperPage { w, page, board, acts, now, fewest, reason, refused };
    render_form(&page, status)
}

async fn now(app: &App, w: Words, board: &Board) -> Result<Option<Now>, Failure> {
    let session = board.session.id;
    let Some(poll) = board.current() else { return Ok(None) };
    let prepared = app.service.prepared_poll(session, poll.id).await?;
    let stand = app.service.paper_stand(session, poll.id).await?;
    let waiting = app.service.waiting_acts(session).await?;
    let draft = prepared.draft;
    let since = dates::written(w, &draft.paper_since);
    let switched = poll.switched.then(|| (since, draft.paper_reason.clone()));
    Ok(Some(Now {
        poll: poll.id,
        question: draft.question,
        word: poll.word(),
        state: poll.state,
        channel: poll.channel(),
        switched,
        papers: app.service.papers_left(session, poll.id).await?,
        cannot: stand.check_switch().err(),
        stand,
        waits: waiting.iter().any(|waiting| waiting.act.poll() == Some(poll.id)),
    }))
}
