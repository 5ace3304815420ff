//! Signing in (W6): who is there, by delegation and seat, with one press for each deputy.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::acts::Acts;
use super::today::needed;
use crate::domain::poll::PollState;
use crate::domain::refusal::Refusal;
use crate::domain::roll::{Deputy, Mark};
use crate::domain::session::Stage;
use crate::http::App;
use crate::http::address::{Path, Query};
use crate::http::charts::Ring;
use crate::http::failure::Failure;
use crate::http::input::Input;
use crate::http::page::{Page, render};
use crate::http::reply::{done, done_with};
use crate::http::visitor::{Face, Visitor};
use crate::http::words::Words;
use crate::service::Fault;
use crate::service::board::Board;
use crate::service::proposals::Act;

/// What the list shows.
#[derive(Default, Deserialize)]
pub(in crate::http) struct Filter {
    /// A part of a name, a delegation or a seat.
    #[serde(default)]
    q: String,
    /// The deputy who was signed in last, to say so.
    last: Option<Uuid>,
}

/// A delegation with those of its deputies that the filter leaves.
struct Group {
    name: String,
    present: usize,
    all: usize,
    deputies: Vec<Deputy>,
}

/// A manual sign-in as it was typed, and why it was refused.
#[derive(Default)]
struct Late {
    deputy: Option<Uuid>,
    reason: String,
    notice: String,
}

impl Late {
    /// Whether this deputy was chosen.
    fn holds(&self, deputy: &Deputy) -> bool {
        self.deputy == Some(deputy.id)
    }
}

#[derive(Template)]
#[template(path = "run/sign_in.html")]
struct SignInPage {
    w: Words,
    page: Page,
    board: Arc<Board>,
    acts: Acts,
    ring: Ring,
    needed: u32,
    groups: Vec<Group>,
    /// Deputies who are not signed in, for the manual sign-in.
    absent: Vec<Deputy>,
    q: String,
    /// The name of the deputy who was signed in last.
    last: Option<(Uuid, String)>,
    /// Whether a vote has begun, so that slips come from those kept aside.
    voting: bool,
    late: Late,
}

impl SignInPage {
    fn begun(&self) -> bool {
        matches!(self.board.session.stage, Stage::SignIn | Stage::InSession)
    }

    /// Whether slips were drawn for a vote: who has signed in then stays signed in.
    fn drawn(&self) -> bool {
        !self.board.polls.is_empty()
    }

    fn shown(&self) -> usize {
        self.groups.iter().map(|group| group.deputies.len()).sum()
    }
}

/// Whether the filter leaves a deputy.
fn matches(deputy: &Deputy, q: &str) -> bool {
    q.is_empty()
        || deputy.name.contains(q)
        || deputy.delegation.contains(q)
        || deputy.seat.eq_ignore_ascii_case(q)
}

/// The roll by delegation, in its order, with those that the filter leaves.
fn groups(roll: &[Deputy], q: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for deputy in roll {
        let known = groups.iter().position(|group| group.name == deputy.delegation);
        let at = known.unwrap_or_else(|| {
            let name = deputy.delegation.clone();
            groups.push(Group { name, present: 0, all: 0, deputies: Vec::new() });
            groups.len() - 1
        });
        let Some(group) = groups.get_mut(at) else { continue };
        group.all += 1;
        group.present += usize::from(deputy.mark == Some(Mark::Present));
        if matches(deputy, q) {
            group.deputies.push(deputy.clone());
        }
    }
    groups.retain(|group| !group.deputies.is_empty());
    groups
}

async fn show(
    app: &App,
    session: Uuid,
    visitor: &Visitor,
    filter: Filter,
    late: Late,
) -> Result<Response, Failure> {
    let board = app.service.board(session).await?;
    let acts = Acts::load(app, session, visitor).await?;
    let prepared = app.service.prepared_polls(session).await?;
    let mut roll = app.service.roll(session).await?;
    roll.retain(|deputy| deputy.is_in_office(board.session.opens_on));
    let w = visitor.words;
    let needed = needed(&board, &prepared);
    let last = filter.last.and_then(|id| {
        let signed = |it: &&Deputy| it.id == id && it.mark == Some(Mark::Present);
        roll.iter().find(signed).map(|deputy| (id, deputy.name.clone()))
    });
    let casting = |state| matches!(state, PollState::Open | PollState::Paused);
    let mut page = Page::of(visitor, w.say("running-sign-in")).at(&board.session);
    page.path = list(session, "", None);
    render(&SignInPage {
        w,
        page,
        acts,
        ring: Ring::of(w, board.turnout, needed, false),
        needed,
        groups: groups(&roll, filter.q.trim()),
        q: filter.q.trim().to_owned(),
        last,
        voting: board.polls.iter().any(|poll| casting(poll.state)),
        absent: roll.into_iter().filter(|it| it.mark != Some(Mark::Present)).collect(),
        board,
        late,
    })
}

/// `GET /desk/{session}/sign-in`.
pub(in crate::http) async fn page(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(filter): Query<Filter>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show(&app, session, &visitor, filter, Late::default()).await
}

/// The deputies to mark: one by the button beside the name, or those that are ticked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Marks {
    /// One deputy to sign in.
    present: Option<Uuid>,
    /// One deputy who is on leave.
    leave: Option<Uuid>,
    /// One deputy whose mark is taken back.
    clear: Option<Uuid>,
    /// What becomes of those that are ticked: `present`, `leave` or `clear`.
    mark: Option<String>,
    /// Those that are ticked.
    #[serde(default)]
    deputies: Vec<Uuid>,
    /// The filter to come back to.
    #[serde(default)]
    q: String,
}

impl Marks {
    fn read(&self) -> Result<(Vec<Uuid>, Option<Mark>), Refusal> {
        let one = [
            (self.present, Some(Mark::Present)),
            (self.leave, Some(Mark::Leave)),
            (self.clear, None),
        ];
        if let Some((Some(deputy), mark)) = one.into_iter().find(|(id, _)| id.is_some()) {
            return Ok((vec![deputy], mark));
        }
        let mark = match self.mark.as_deref() {
            Some("present") => Some(Mark::Present),
            Some("leave") => Some(Mark::Leave),
            Some("clear") => None,
            _ => return Err(Refusal::invalid("refusal-no-deputy")),
        };
        if self.deputies.is_empty() {
            return Err(Refusal::invalid("refusal-nobody-ticked"));
        }
        Ok((self.deputies.clone(), mark))
    }
}

fn list(session: Uuid, q: &str, last: Option<Uuid>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if !q.is_empty() {
        query.append_pair("q", q);
    }
    if let Some(last) = last {
        query.append_pair("last", &last.to_string());
    }
    let query = query.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("/desk/{session}/sign-in{mark}{query}")
}

/// `POST /desk/{session}/sign-in`.
pub(in crate::http) async fn mark(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(marks): Input<Marks>,
) -> Result<Response, Failure> {
    let (deputies, mark) = marks.read()?;
    app.service.mark(visitor.actor()?, session, &deputies, mark).await?;
    Ok(done(&visitor, &list(session, &marks.q, marks.present)))
}

/// A part of a name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Find {
    q: String,
}

/// `POST /desk/{session}/sign-in/find`: signs in the one deputy whom the text finds, or lists all
/// whom it finds.
pub(in crate::http) async fn find(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(find): Input<Find>,
) -> Result<Response, Failure> {
    let q = find.q.trim();
    let opens_on = app.service.session(session).await?.opens_on;
    let mut roll = app.service.roll(session).await?;
    roll.retain(|deputy| deputy.is_in_office(opens_on));
    let Some(deputy) = only_match(&roll, q) else {
        // Nobody was signed in: none fits, or several do.
        return Ok(done_with(&visitor, &list(session, q, None), &json!({ "done": false })));
    };
    let mark = Some(Mark::Present);
    app.service.mark(visitor.actor()?, session, &[deputy], mark).await?;
    Ok(done(&visitor, &list(session, "", Some(deputy))))
}

/// The one deputy whom a text finds: by the whole name or seat, else by a part of them; nobody who
/// has signed in.
fn only_match(roll: &[Deputy], q: &str) -> Option<Uuid> {
    let waits = |deputy: &&Deputy| deputy.mark != Some(Mark::Present);
    let whole = |it: &&Deputy| it.name == q || it.seat.eq_ignore_ascii_case(q);
    let exact: Vec<_> = roll.iter().filter(whole).collect();
    let part = || roll.iter().filter(|deputy| deputy.name.contains(q)).collect();
    let found: Vec<&Deputy> = if exact.is_empty() { part() } else { exact };
    match found.as_slice() {
        [only] if !q.is_empty() => Some(*only).filter(waits).map(|deputy| deputy.id),
        _ => None,
    }
}

/// A deputy to sign in by hand, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct LateForm {
    deputy: Uuid,
    reason: String,
}

/// `POST /desk/{session}/sign-in/late`: asks a teller to confirm a manual sign-in.
pub(in crate::http) async fn late(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(form): Input<LateForm>,
) -> Result<Response, Failure> {
    let LateForm { deputy, reason } = form;
    let act = Act::SignIn { deputy, reason: reason.clone() };
    match app.service.propose(visitor.actor()?, session, act).await {
        Ok(()) => Ok(done(&visitor, &list(session, "", None))),
        Err(Fault::Refused(refusal)) if visitor.face == Face::Page => {
            let notice = visitor.words.refusal(&refusal);
            let late = Late { deputy: Some(deputy), reason, notice };
            let mut page = show(&app, session, &visitor, Filter::default(), late).await?;
            *page.status_mut() = Failure::from(refusal).status();
            Ok(page)
        }
        Err(fault) => Err(fault.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deputy(name: &str, delegation: &str, seat: &str, mark: Option<Mark>) -> Deputy {
        Deputy {
            id: Uuid::from_u128(u128::try_from(name.len() * 100 + seat.len()).unwrap()),
            name: name.to_owned(),
            delegation: delegation.to_owned(),
            seat: seat.to_owned(),
            statuses: Vec::new(),
            mark,
        }
    }

    #[test]
    fn enter_signs_in_only_when_one_deputy_is_meant() {
        let roll = [
            deputy("王伟", "第一代表团", "A1", None),
            deputy("王伟明", "第一代表团", "A02", None),
            deputy("李娜", "第二代表团", "B003", Some(Mark::Present)),
        ];
        assert_eq!(only_match(&roll, "王伟"), Some(roll[0].id), "the whole name comes first");
        assert_eq!(only_match(&roll, "伟明"), Some(roll[1].id));
        assert_eq!(only_match(&roll, "a02"), Some(roll[1].id), "the seat");
        assert_eq!(only_match(&roll, "王"), None, "two");
        assert_eq!(only_match(&roll, "李娜"), None, "has signed in");
        assert_eq!(only_match(&roll, ""), None);
    }

    #[test]
    fn groups_count_everybody_and_list_whom_the_filter_leaves() {
        let roll = [
            deputy("王伟", "第一代表团", "A1", Some(Mark::Present)),
            deputy("李娜", "第二代表团", "B1", None),
            deputy("张敏", "第一代表团", "A2", Some(Mark::Leave)),
        ];
        let found = groups(&roll, "张");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].present, found[0].all, found[0].deputies.len()), (1, 2, 1));
        assert_eq!(groups(&roll, "").len(), 2);
    }
}
