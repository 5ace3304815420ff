//! The day's list of tasks (W1): how far each has come, who acts, and the one step that is next.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::acts::Acts;
use crate::domain::account::Role;
use crate::domain::day::{DayStand, NextStep, OfficersStand, Papers, PollStand, Spot, Task};
use crate::domain::poll::PollState;
use crate::domain::project::ProjectState;
use crate::domain::refusal::Refusal;
use crate::domain::session::Stage;
use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::input::Input;
use crate::http::page::{Page, render};
use crate::http::reply::done;
use crate::http::visitor::{Face, Visitor};
use crate::http::words::Words;
use crate::service::again::replaces;
use crate::service::board::Board;
use crate::service::notes::{NoteTask, Pending};
use crate::service::polls::PreparedPoll;
use crate::service::proposals::{Act, WaitingAct};
use ballotbox::manifest::Manifest;
use ballotbox::threshold::Threshold;

/// A session's day as its screens need it.
pub(in crate::http) struct Day {
    /// What all screens may show.
    pub(in crate::http) board: Arc<Board>,
    /// The polls as they were prepared.
    pub(in crate::http) prepared: Vec<PreparedPoll>,
    /// The notes that wait for signatures.
    pub(in crate::http) notes: Vec<NoteTask>,
    /// How far it has come.
    pub(in crate::http) stand: DayStand,
}

impl Day {
    /// Loads a session's day.
    pub(in crate::http) async fn load(app: &App, session: Uuid) -> Result<Self, Failure> {
        let service = &app.service;
        let board = service.board(session).await?;
        let prepared = service.prepared_polls(session).await?;
        let notes = service.open_notes(session).await?;
        let acts = service.waiting_acts(session).await?;
        let ledger = service.log_of(session).await?;
        let projects = service.projects(session).await?;
        let is_candidate = |state| state == ProjectState::Candidate;
        let mut polls = Vec::new();
        for poll in &prepared {
            let mut stand = stand_of(poll, &prepared, &board, (&notes, &acts));
            if stand.state == PollState::Closed {
                stand.disagree = service.closing_progress(session, stand.id).await?.disagree;
                let papers = service.papers_left(session, stand.id).await?;
                stand.papers = Papers::of(stand.channel, papers);
            }
            polls.push(stand);
        }
        let named = !service.officers(session).await?.is_empty();
        let signing = notes.iter().any(|note| matches!(note.pending, Pending::Officers { .. }));
        let officers = match (ledger.officers().is_some(), signing, named) {
            (true, _, _) => OfficersStand::Fixed,
            (false, true, _) => OfficersStand::Signing,
            (false, false, true) => OfficersStand::Cards,
            (false, false, false) => OfficersStand::Nobody,
        };
        let stand = DayStand {
            stage: board.session.stage,
            rehearsal: board.session.rehearsal,
            all: board.turnout.all,
            present: board.turnout.present,
            needed: needed(&board, &prepared),
            candidates: projects.iter().filter(|it| is_candidate(it.state)).count(),
            officers,
            slips: ledger.roll().is_some(),
            polls,
        };
        Ok(Self { board, prepared, notes, stand })
    }
}

/// How far a poll has come: by the log, else as it was prepared.
fn state_of(poll: &PreparedPoll, board: &Board) -> PollState {
    let logged = board.poll(poll.draft.id).map(|logged| logged.state);
    logged.unwrap_or_else(|| poll.state_before_opening())
}

/// The fewest that must be present, by the rule of the next poll; two thirds where there is none.
pub(in crate::http) fn needed(board: &Board, prepared: &[PreparedPoll]) -> u32 {
    let next = prepared.iter().find(|poll| !state_of(poll, board).is_logged());
    let rule = next.or(prepared.last()).map(|poll| poll.rule.quorum.threshold());
    board.turnout.needed(rule.unwrap_or(Threshold::TWO_THIRDS))
}

fn stand_of(
    poll: &PreparedPoll,
    all: &[PreparedPoll],
    board: &Board,
    (notes, acts): (&[NoteTask], &[WaitingAct]),
) -> PollStand {
    let draft = &poll.draft;
    let logged = board.poll(draft.id);
    let state = state_of(poll, board);
    let lives = |other: &PreparedPoll| state_of(other, board) != PollState::Voided;
    let follows = |other: &PreparedPoll| other.draft.previous == Some(draft.id) && lives(other);
    let again = |other: &PreparedPoll| replaces(&other.draft, draft) && lives(other);
    let asks = logged.and_then(|logged| logged.outcome.as_ref());
    let asks = asks.is_some_and(|outcome| outcome.next.is_some());
    let about = |act: &Act| act.poll() == Some(draft.id);
    let switches = |act: &Act| matches!(act, Act::ToPaper { .. } | Act::ToTablets { .. });
    let is_this = |manifest: &Manifest| manifest.poll == draft.id;
    let opens =
        |note: &NoteTask| matches!(&note.pending, Pending::Open { manifest } if is_this(manifest));
    PollStand {
        id: draft.id,
        question: draft.question.clone(),
        state,
        adopted: !draft.adopted_record.is_empty(),
        channel: draft.channel,
        on_paper: !draft.paper_since.is_empty(),
        switching: acts.iter().any(|act| about(&act.act) && switches(&act.act)),
        waits: acts.iter().any(|act| about(&act.act) && !switches(&act.act)),
        papers: Papers::None,
        opening: notes.iter().any(opens),
        sealed: logged.is_some_and(|logged| logged.closing_code.is_some()),
        disagree: false,
        round_due: asks && !all.iter().any(follows),
        again_due: state == PollState::Voided && !all.iter().any(again),
    }
}

/// The next step as a page shows it: with a button for whom it concerns.
pub(in crate::http) struct NextView {
    session: Uuid,
    /// What it is.
    pub(in crate::http) step: NextStep,
    /// Where the button leads; empty where the visitor cannot do it.
    pub(in crate::http) link: String,
    /// Whether it is for the visitor to do.
    pub(in crate::http) own: bool,
}

impl NextView {
    /// The next step of a day for a visitor.
    pub(in crate::http) fn of(day: &Day, page: &Page) -> Self {
        let step = day.stand.next();
        let session = day.board.session.id;
        let own = page.who.as_ref().is_some_and(|who| step.who.contains(&who.role));
        let link = match step.spot {
            Spot::Roll => format!("/desk/{session}/roll"),
            Spot::Projects => format!("/desk/{session}/projects"),
            Spot::Officers => format!("/desk/{session}/officers"),
            Spot::Cards => format!("/officer/{session}"),
            Spot::Slips => format!("/officer/{session}/slips"),
            Spot::Polls => format!("/desk/{session}/polls"),
            Spot::SignIn => format!("/desk/{session}/sign-in"),
            Spot::Close => format!("/desk/{session}/close"),
            Spot::Run(poll) => format!("/desk/{session}/run/{poll}"),
            Spot::Stage(_) | Spot::Open(_) | Spot::Nowhere => String::new(),
        };
        Self { session, step, link, own }
    }

    /// What one press does, where that is all: its address and the stage that it leads on from.
    pub(in crate::http) fn press(&self) -> Option<(String, &'static str)> {
        let session = self.session;
        match self.step.spot {
            Spot::Stage(stage) => Some((format!("/desk/{session}/stage"), stage.name())),
            Spot::Open(poll) => Some((format!("/desk/{session}/run/{poll}/open"), "")),
            _ => None,
        }
    }

    pub(in crate::http) fn is_over(&self) -> bool {
        self.step.spot == Spot::Nowhere
    }

    /// Key of the button's word.
    pub(in crate::http) fn button(&self) -> &'static str {
        match self.step.spot {
            Spot::Stage(Stage::Preparing) => "running-begin-sign-in",
            Spot::Stage(_) => "running-begin-session",
            Spot::Open(_) => "running-ask-open",
            Spot::Close => "running-close-session",
            _ => "running-go",
        }
    }
}

/// A line of the list.
struct Line {
    task: Task,
    tag: crate::domain::day::Tag,
    link: String,
}

#[derive(Template)]
#[template(path = "run/today.html")]
struct TodayPage {
    w: Words,
    page: Page,
    board: Arc<Board>,
    acts: Acts,
    next: NextView,
    lines: Vec<Line>,
}

/// `GET /desk/{session}`.
pub(in crate::http) async fn today(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let day = Day::load(&app, session).await?;
    let acts = Acts::load(&app, session, &visitor).await?;
    let title = visitor.words.say("running-today");
    let page = Page::of(&visitor, title).at(&day.board.session);
    let role = visitor.actor()?.account.role;
    let line = |task| Line { task, tag: day.stand.tag(task), link: link(task, session, role) };
    let lines = Task::ALL.into_iter().map(line).collect();
    let next = NextView::of(&day, &page);
    render(&TodayPage { w: visitor.words, page, board: day.board, acts, next, lines })
}

/// Where a task is done, for a role that gets there.
fn link(task: Task, session: Uuid, role: Role) -> String {
    let clerk = role == Role::Clerk;
    let desk = |place: &str| format!("/desk/{session}/{place}");
    match task {
        Task::Roll if clerk => desk("roll"),
        Task::Projects if clerk => desk("projects"),
        Task::Officers if clerk => desk("officers"),
        Task::Officers => format!("/officer/{session}/card"),
        Task::Slips if role == Role::Teller => format!("/officer/{session}/slips"),
        Task::Rule => desk("polls"),
        Task::SignIn if clerk => desk("sign-in"),
        Task::Seal | Task::Certify if !clerk => format!("/officer/{session}"),
        Task::Vote | Task::Seal | Task::Certify | Task::Publish => desk("run"),
        Task::Close if clerk => desk("close"),
        Task::Roll | Task::Projects | Task::Slips | Task::SignIn | Task::Close => String::new(),
    }
}

#[derive(Template)]
#[template(path = "run/close.html")]
struct ClosePage {
    w: Words,
    page: Page,
    session: Uuid,
    notice: String,
    open: bool,
}

fn close_page(visitor: &Visitor, board: &Board, notice: String) -> Result<Response, Failure> {
    let session = board.session.id;
    let mut page = Page::of(visitor, visitor.words.say("running-close-session")).at(&board.session);
    page.path = format!("/desk/{session}/close");
    let open = board.session.stage == Stage::InSession;
    render(&ClosePage { w: visitor.words, page, session, notice, open })
}

/// `GET /desk/{session}/close`: what closing means, and the word to type.
pub(in crate::http) async fn close_form(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let board = app.service.board(session).await?;
    close_page(&visitor, &board, String::new())
}

/// The stage that the clerk saw; to close the session from a page, the word that confirms it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct From {
    from: String,
    #[serde(default)]
    typed: String,
}

/// `POST /desk/{session}/stage`.
pub(in crate::http) async fn stage(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(given): Input<From>,
) -> Result<Response, Failure> {
    let from = Stage::parse(&given.from).ok_or_else(|| Refusal::conflict("refusal-changed"))?;
    let w = visitor.words;
    let people = visitor.face == Face::Page;
    if people && from == Stage::InSession && given.typed.trim() != w.say("running-close-word") {
        let board = app.service.board(session).await?;
        let notice = w.with("running-close-typed", [("word", w.say("running-close-word"))]);
        let mut answer = close_page(&visitor, &board, notice)?;
        *answer.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(answer);
    }
    app.service.next_stage(visitor.actor()?, session, from).await?;
    Ok(done(&visitor, &format!("/desk/{session}")))
}
