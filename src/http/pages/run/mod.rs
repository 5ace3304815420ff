//! Running the polls (W7): all of them in order, and one with what can be done in its state.

pub(in crate::http) mod acts;
mod result;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use ballotbox::manifest::Channel;
use uuid::Uuid;

use super::acts::Acts;
use super::apart::ApartView;
use super::today::{Day, NextView};
use crate::documents::tables::results::{self, Opened};
use crate::domain::day::PollStand;
use crate::domain::officer::{Office, Officer};
use crate::domain::paper::{PaperStand, word};
use crate::domain::reconciliation::Reconciliation;
use crate::domain::refusal::Refusal;
use crate::domain::session::Stage;
use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::tables::{self, Exports};
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::board::{Board, BoardPoll};
use crate::service::closing::ClosingProgress;
use crate::service::notes::NoteTask;
use result::ResultView;

#[derive(Template)]
#[template(path = "run/polls.html")]
struct PollsPage {
    w: Words,
    page: Page,
    board: Arc<Board>,
    acts: Acts,
    next: NextView,
    polls: Vec<PollStand>,
}

/// `GET /desk/{session}/run`.
pub(in crate::http) async fn polls(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let day = Day::load(&app, session).await?;
    let acts = Acts::load(&app, session, &visitor).await?;
    let page = Page::of(&visitor, visitor.words.say("running-run")).at(&day.board.session);
    let next = NextView::of(&day, &page);
    let polls = day.stand.polls;
    render(&PollsPage { w: visitor.words, page, board: day.board, acts, next, polls })
}

/// What a person typed and why it was refused.
#[derive(Default)]
pub(super) struct Typed {
    /// The reason for a void poll.
    void: String,
    /// A correction.
    correction: String,
    /// The teller whose share is missing.
    teller: Option<Uuid>,
    /// Papers handed out.
    issued: String,
    /// Why it was refused.
    notice: String,
    /// The field that it is about.
    field: &'static str,
}

impl Typed {
    /// Whether this teller was chosen.
    fn holds(&self, teller: &OfficerLine) -> bool {
        self.teller == Some(teller.id)
    }
}

/// An officer and how far the officer's part has come.
struct OfficerLine {
    id: Uuid,
    name: String,
    office: Office,
    /// Whether the officer has signed what waits.
    signed: bool,
    /// The stubs that the officer counted.
    stubs: Option<u64>,
    /// Whether the teller's share is in.
    share: bool,
}

/// Signatures that wait: how many there are and how many are needed.
struct Signatures {
    signed: usize,
    needed: usize,
}

impl Signatures {
    fn of(note: &NoteTask) -> Self {
        Self { signed: note.signed.len(), needed: note.needed }
    }
}

#[derive(Template)]
#[template(path = "run/poll.html")]
struct PollPage {
    w: Words,
    page: Page,
    board: Arc<Board>,
    acts: Acts,
    next: NextView,
    poll: PollStand,
    in_session: bool,
    round: u32,
    stub: u32,
    code: String,
    closing_code: Option<String>,
    ballots: usize,
    papers: PaperStand,
    officers: Vec<OfficerLine>,
    opening: Option<Signatures>,
    certificate: Option<Signatures>,
    voiding: Option<Signatures>,
    correcting: Option<Signatures>,
    reconciled: Option<Reconciliation>,
    apart: Option<ApartView>,
    result: Option<ResultView>,
    exports: Exports,
    typed: Typed,
}

impl PollPage {
    /// Deputies who have signed in and not cast; who they are nobody can know.
    fn not_cast(&self) -> usize {
        self.papers.left()
    }

    /// Whether votes come in on tablets, at least at first.
    fn is_sealed(&self) -> bool {
        self.poll.channel == Channel::Sealed
    }

    fn channel_word(&self) -> &'static str {
        word(self.poll.channel)
    }

    fn is_paper(&self) -> bool {
        self.poll.channel == Channel::Paper
    }

    /// Key of the word for its state.
    fn state_word(&self) -> &'static str {
        let logged = self.board.poll(self.poll.id);
        logged.map_or_else(|| self.poll.state.word(), BoardPoll::word)
    }

    /// The field that a refusal is about, where there is one to go to.
    fn refused_field(&self) -> Option<&'static str> {
        match self.typed.field {
            "" => Some("reason"),
            "issued" if !self.is_paper() => None,
            field => Some(field),
        }
    }

    fn of_tellers(&self) -> impl Iterator<Item = &OfficerLine> {
        self.officers.iter().filter(|officer| officer.office == Office::Teller)
    }

    /// Presidium members who sign because stubs and ballots differ.
    fn of_presidium(&self) -> impl Iterator<Item = &OfficerLine> {
        let signs = |it: &&OfficerLine| it.office == Office::Presidium && it.stubs.is_some();
        self.officers.iter().filter(signs)
    }

    fn is(&self, names: &str) -> bool {
        names.split(' ').any(|name| name == self.poll.state.name())
    }
}

/// `GET /desk/{session}/run/{poll}`.
pub(in crate::http) async fn poll(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show(&app, (session, poll), &visitor, Typed::default()).await
}

/// `GET /desk/{session}/run/{poll}/result.xlsx` and `result.csv`, once the sums are opened.
pub(in crate::http) async fn table(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let board = app.service.board(session).await?;
    let ledger = app.service.log_of(session).await?;
    let opened = ledger.poll(poll).and_then(|logged| {
        let (entry, present) = (logged.outcome()?, logged.closed()?.present);
        Some(Opened { manifest: logged.poll().manifest(), present, entry })
    });
    let opened = opened.ok_or_else(|| Refusal::not_found("refusal-no-result"))?;
    let table = results::table(&board.session, board.township.body(), &[opened]);
    tables::taken(&app, &visitor, table).await
}

/// The page of a poll, with what was typed where it was refused.
async fn show(
    app: &App,
    (session, id): (Uuid, Uuid),
    visitor: &Visitor,
    typed: Typed,
) -> Result<Response, Failure> {
    let day = Day::load(app, session).await?;
    let acts = Acts::load(app, session, visitor).await?;
    let w = visitor.words;
    let poll = day.stand.polls.iter().find(|poll| poll.id == id).cloned();
    let poll = poll.ok_or_else(|| Refusal::not_found("refusal-no-poll"))?;
    let mut page = Page::of(visitor, poll.question.clone()).at(&day.board.session);
    page.path = format!("/desk/{session}/run/{id}");
    let next = NextView::of(&day, &page);
    let ledger = app.service.log_of(session).await?;
    let logged = ledger.poll(id);
    let shown = day.board.poll(id);
    let progress = app.service.closing_progress(session, id).await?;
    let officers = app.service.officers(session).await?;
    let waiting = |kind: &str| {
        day.notes.iter().find(|it| it.pending.kind() == kind && it.pending.poll() == Some(id))
    };
    let signing = waiting("open").or_else(|| waiting("certificate"));
    let round = day.prepared.iter().find(|it| it.draft.id == id);
    render(&PollPage {
        w,
        page,
        acts,
        next,
        in_session: day.board.session.stage == Stage::InSession,
        round: shown.map_or(1, |shown| shown.poll.manifest().round),
        stub: round.map_or(0, |prepared| prepared.draft.position),
        code: shown.map_or_else(String::new, |shown| shown.question_code.clone()),
        closing_code: shown.and_then(|shown| shown.closing_code.clone()),
        ballots: shown.map_or(0, |shown| shown.ballots),
        papers: app.service.paper_stand(session, id).await?,
        officers: lines(&officers, &progress, signing),
        opening: waiting("open").map(Signatures::of),
        certificate: waiting("certificate").map(Signatures::of),
        voiding: waiting("void_poll").map(Signatures::of),
        correcting: waiting("correct").map(Signatures::of),
        reconciled: app.service.reconciliation(session, id).await?,
        apart: logged.and_then(|logged| {
            let manifest = logged.poll().manifest();
            ApartView::of(w, manifest, logged.outcome()?, logged.papers())
        }),
        result: logged.and_then(|logged| ResultView::of(w, day.board.township.body(), logged)),
        exports: Exports::of(&format!("/desk/{session}/run/{id}/result")),
        board: day.board,
        poll,
        typed,
    })
}

fn lines(
    officers: &[Officer],
    progress: &ClosingProgress,
    signing: Option<&NoteTask>,
) -> Vec<OfficerLine> {
    let counted = |id: Uuid| {
        progress.signed.iter().find(|(officer, _)| *officer == id).map(|(_, stubs)| *stubs)
    };
    let line = |officer: &Officer| OfficerLine {
        id: officer.id,
        name: officer.name.clone(),
        office: officer.office,
        signed: signing.is_some_and(|note| note.signed.contains(&officer.id)),
        stubs: counted(officer.id),
        share: progress.shares.contains(&officer.id),
    };
    officers.iter().map(line).collect()
}
