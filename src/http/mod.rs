//! The URL table: every address of the service, with who may use it.
//!
//! Each verb has one address and two faces: a form of a page, answered with a page, and JSON,
//! answered with JSON. `access` checks login, role, township and origin before a handler runs.

mod access;
mod address;
pub mod api;
mod assets;
mod detach;
mod failure;
mod headers;
mod input;
mod page;
pub mod pages;
mod reply;
mod visitor;
pub mod words;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, post};

use crate::domain::account::Role;
use crate::service::Service;
use access::{Access, guard};

/// Most bytes of a body where nothing else is said.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// Most bytes of a sealed ballot: the longest form that a poll can have, and room for its frame.
const BALLOT_BYTES_MAX: usize = 256 * 1024;
/// Most bytes of a roll of slips, a list of projects or of deputies.
const LIST_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What handlers are given.
#[derive(Clone)]
pub struct App {
    /// The service.
    pub service: Service,
    /// Whether browsers reach it over TLS: cookies then are `Secure` and bound to the host.
    pub tls: bool,
}

const CLERK: Access = Access::Roles(&[Role::Clerk]);
const TELLER: Access = Access::Roles(&[Role::Teller]);
const PRESIDIUM: Access = Access::Roles(&[Role::Presidium]);
const OFFICERS: Access = Access::Roles(&[Role::Teller, Role::Presidium]);
const SECOND: Access = Access::Roles(&[Role::Clerk, Role::Teller, Role::Presidium]);
const STAFF: Access = Access::Roles(&[Role::Clerk, Role::Teller, Role::Presidium]);
const ADMINISTRATOR: Access = Access::Roles(&[Role::Administrator]);
const COUNTY: Access = Access::Roles(&[Role::County, Role::Administrator]);

/// Adds addresses to the table.
struct Table {
    router: Router<App>,
    app: App,
}

impl Table {
    fn with(mut self, path: &str, access: Access, methods: MethodRouter<App>) -> Self {
        let guarded = methods.layer(from_fn_with_state((self.app.clone(), access), guard));
        self.router = self.router.route(path, guarded);
        self
    }
}

/// Every address of the service.
pub fn router(app: App) -> Router {
    let table = Table { router: Router::new(), app: app.clone() };
    let table = running(preparing(administration(published(everybody(table)))));
    let table = api(officers(table));
    table
        .router
        .fallback(failure::no_such_page)
        .method_not_allowed_fallback(failure::no_such_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn_with_state(app.clone(), visitor::recognise))
        .layer(from_fn(detach::to_the_end))
        .layer(from_fn_with_state(app.clone(), headers::set))
        .with_state(app)
}

/// What needs no account.
fn everybody(table: Table) -> Table {
    use pages::{login, vote};
    table
        .with("/static/{*path}", Access::Public, get(assets::file))
        .with("/vote", Access::Public, get(vote::any))
        .with("/vote/{session}", Access::Public, get(vote::one))
        .with("/language", Access::Public, post(login::language))
        .with("/login", Access::Public, get(login::form).post(login::sign_in))
        .with("/setup", Access::Public, get(login::setup_form).post(login::set_up))
        .with("/logout", Access::SignedIn, post(login::sign_out))
        .with("/password", Access::SignedIn, get(login::password_form).post(login::change))
        .with("/again", Access::SignedIn, get(login::again_form).post(login::again))
}

/// What tablets, officers' devices and strangers with a question ask for.
fn api(table: Table) -> Table {
    use api::{casting, events, log, officer, state};
    table
        .with("/api/live", Access::Public, get(state::live))
        .with("/api/sessions/{session}/state", Access::Public, get(state::state))
        .with("/api/sessions/{session}/events", Access::Public, get(events::stream))
        .with("/api/sessions/{session}/polls/{poll}", Access::Public, get(state::poll))
        .with(
            "/api/sessions/{session}/polls/{poll}/slips/{slip}",
            Access::Public,
            get(casting::slip),
        )
        .with(
            "/api/sessions/{session}/polls/{poll}/ballots",
            Access::Public,
            post(casting::cast).layer(DefaultBodyLimit::max(BALLOT_BYTES_MAX)),
        )
        .with("/api/sessions/{session}/bundle.json", Access::Public, get(log::bundle))
        .with("/api/sessions/{session}/log/entries", OFFICERS, get(log::entries))
        .with("/api/sessions/{session}/log", OFFICERS, get(log::head))
        .with("/api/sessions/{session}/officer", OFFICERS, get(officer::tasks))
        .with("/api/sessions/{session}/officer/keys", OFFICERS, post(officer::keys))
        .with("/api/sessions/{session}/notes/{note}/signatures", OFFICERS, post(officer::sign))
        .with(
            "/api/sessions/{session}/slips",
            TELLER,
            post(officer::slips).layer(DefaultBodyLimit::max(LIST_BYTES_MAX)),
        )
        .with("/api/sessions/{session}/slips/void", TELLER, post(officer::void_slip))
        .with("/api/sessions/{session}/polls/{poll}/closing", OFFICERS, post(officer::closing))
        .with(
            "/api/sessions/{session}/polls/{poll}/shares",
            TELLER,
            post(officer::share).layer(DefaultBodyLimit::max(LIST_BYTES_MAX)),
        )
}

/// Pages of officers' own devices.
fn officers(table: Table) -> Table {
    use pages::officer;
    table
        .with("/officer/{session}", OFFICERS, get(officer::tasks))
        .with("/officer/{session}/card", OFFICERS, get(officer::card))
        .with("/officer/{session}/slips", TELLER, get(officer::slips))
}

/// What was published, for everybody.
fn published(table: Table) -> Table {
    use pages::public;
    table.with("/verify", Access::Public, get(public::verify))
}

/// Accounts, townships, the county's view, the audit trail.
fn administration(table: Table) -> Table {
    table
}

/// The desk before the session: roll, projects, polls, officers.
fn preparing(table: Table) -> Table {
    use pages::desk;
    table.with("/desk", Access::SignedIn, get(desk::home))
}

/// The desk on the day: stages, sign-in, polls that run, results; and the hall's screen.
fn running(table: Table) -> Table {
    use pages::hall;
    table.with("/hall/{session}", Access::Public, get(hall::screen))
}
