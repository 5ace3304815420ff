//! The county's view (C1): every township with its session that runs or was last. Counts only: of a
//! vote, nothing but how many ballots are in, and no result before it is certified.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::clock::in_china;
use crate::domain::poll::PollState;
use crate::domain::roll::Turnout;
use crate::domain::session::Stage;
use crate::domain::township::Township;
use crate::http::App;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::board::{Board, BoardPoll};

#[derive(Template)]
#[template(path = "county/overview.html")]
struct OverviewPage {
    w: Words,
    page: Page,
    at: String,
    running: usize,
    tiles: Vec<Tile>,
}

/// A township.
struct Tile {
    code: String,
    name: String,
    meeting: Option<Meeting>,
}

/// Its session.
struct Meeting {
    title: String,
    rehearsal: bool,
    stage: Stage,
    turnout: Turnout,
    poll: Option<Vote>,
}

/// The poll that is under way or was last.
struct Vote {
    question: String,
    /// Key of the word for its state.
    word: &'static str,
    /// Sealed ballots, where there is nothing on paper beside them that nobody has counted.
    cast: Option<usize>,
    present: u32,
    /// How many projects were chosen, once that is certified.
    chosen: Option<usize>,
}

impl Meeting {
    fn of(board: &Board) -> Self {
        let poll = board.current().or_else(|| board.polls.last());
        Self {
            title: board.session.title.clone(),
            rehearsal: board.session.rehearsal,
            stage: board.session.stage,
            turnout: board.turnout,
            poll: poll.map(|poll| Vote::of(poll, board.turnout)),
        }
    }

    const fn is_running(&self) -> bool {
        matches!(self.stage, Stage::SignIn | Stage::InSession)
    }

    /// Style of the stage's tag.
    const fn tag(&self) -> &'static str {
        match self.stage {
            Stage::Preparing => "todo",
            Stage::SignIn | Stage::InSession => "doing",
            Stage::Closed => "done",
        }
    }

    fn percent(&self) -> u32 {
        percent(self.turnout.present, self.turnout.all)
    }
}

impl Vote {
    fn of(poll: &BoardPoll, turnout: Turnout) -> Self {
        let is_certified = matches!(poll.state, PollState::Certified | PollState::Published);
        let outcome = poll.outcome.as_ref().filter(|_| is_certified);
        Self {
            question: poll.poll.manifest().question.clone(),
            word: poll.word(),
            cast: poll.only_sealed().then_some(poll.ballots),
            present: poll.closed_present.unwrap_or(turnout.present),
            chosen: outcome.map(|it| it.options.iter().filter(|option| option.elected).count()),
        }
    }
}

/// So many of all in hundredths, rounded down: 100 only where all are there.
fn percent(some: u32, all: u32) -> u32 {
    some.saturating_mul(100).checked_div(all).unwrap_or(0).min(100)
}

/// The session that a township's tile shows: one that runs before one that does not, a real one
/// before a rehearsal, then the latest.
fn shown<'a>(boards: &'a [Arc<Board>], code: &str) -> Option<&'a Arc<Board>> {
    let rank = |board: &&Arc<Board>| {
        let session = &board.session;
        (!matches!(session.stage, Stage::SignIn | Stage::InSession), session.rehearsal)
    };
    // Of equals, the first is the latest.
    boards.iter().filter(|board| board.session.township == code).min_by_key(rank)
}

/// `GET /county`.
pub(in crate::http) async fn overview(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let boards = app.service.boards().await?;
    let now = in_china(app.service.clock().timestamp());
    let mut townships = app.service.townships().await?;
    townships.retain(|township| township.exists_on(now.date()));
    let tile = |township: Township| Tile {
        meeting: shown(&boards, &township.code).map(|board| Meeting::of(board)),
        name: township.name,
        code: township.code,
    };
    let mut tiles: Vec<_> = townships.into_iter().map(tile).collect();
    let runs = |tile: &Tile| tile.meeting.as_ref().is_some_and(Meeting::is_running);
    tiles.sort_by_key(|tile| !runs(tile));
    let running = tiles.iter().filter(|tile| runs(tile)).count();
    let page = Page::of(&visitor, visitor.words.say("nav-county"));
    let at = now.strftime("%H:%M:%S").to_string();
    render(&OverviewPage { w: visitor.words, page, at, running, tiles })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::small::SmallTown;

    #[test]
    fn a_hundred_means_all() {
        assert_eq!(percent(81, 86), 94);
        assert_eq!(percent(1_999, 2_000), 99);
        assert_eq!(percent(2_000, 2_000), 100);
        assert_eq!(percent(0, 0), 0);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_vote_on_paper_shows_no_number_of_ballots() {
        let small = SmallTown::found("county").await;
        small.open_on_paper().await;
        let board = small.town.service.board(small.town.session).await.unwrap();
        let vote = Meeting::of(&board).poll.unwrap();
        assert_eq!((vote.word, vote.cast), ("poll-open-paper", None));
        drop(board);
        small.end().await;
    }
}
