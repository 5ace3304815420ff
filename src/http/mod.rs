//! The URL table: every address of the service, with who may use it.
//!
//! Each verb has one address and two faces: a form of a page, answered with a page, and JSON,
//! answered with JSON. `access` checks login, role, township and origin before a handler runs.

mod access;
mod address;
pub mod api;
mod assets;
mod charts;
mod dates;
mod desk;
mod detach;
mod doorstep;
mod failure;
mod gate;
mod headers;
mod input;
mod operations;
mod page;
pub mod pages;
mod rates;
mod reply;
mod tables;
mod visitor;

pub use crate::words;
pub use operations::{Operations, operations};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, post};

use crate::domain::account::Role;
use crate::limits::{BALLOT_BYTES_MAX, BODY_BYTES_MAX, LIST_BYTES_MAX, LIST_FORM_BYTES_MAX};
use crate::service::Service;
use access::{Access, guard};
use gate::Gate;

pub use doorstep::{Doorstep, Trusted, doorstep};
pub use gate::Admission;

/// What handlers are given.
#[derive(Clone)]
pub struct App {
    /// The service.
    pub service: Service,
}

impl App {
    /// Whether a browser reaches us over TLS, by the host that it names. Without TLS of our own we
    /// listen on this computer alone: who names another host came by a server with TLS in front
    /// of us, and a browser on this computer names this computer.
    fn is_secure(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        host.is_some_and(|host| self.service.is_secure(host))
    }
}

const CLERK: Access = Access::Roles(&[Role::Clerk]);
const TELLER: Access = Access::Roles(&[Role::Teller]);
const PRESIDIUM: Access = Access::Roles(&[Role::Presidium]);
const OFFICERS: Access = Access::Roles(&[Role::Teller, Role::Presidium]);
const SECOND: Access = Access::Roles(&[Role::Clerk, Role::Teller, Role::Presidium]);
const STAFF: Access = Access::Roles(&[Role::Clerk, Role::Teller, Role::Presidium]);
const ADMINISTRATOR: Access = Access::Roles(&[Role::Administrator]);
const GIVERS: Access = Access::Roles(&[Role::Presidium, Role::Administrator]);
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

/// Every address of the service, for whoever gets through to it.
pub fn router(app: App) -> Router {
    gated(app, Admission::open())
}

/// Every address of the service behind its gate.
pub fn gated(app: App, admission: Admission) -> Router {
    let table = Table { router: Router::new(), app: app.clone() };
    let table = running(preparing(administration(published(everybody(table)))));
    let table = importing(api(officers(table)));
    table
        .router
        .fallback(failure::no_such_page)
        .method_not_allowed_fallback(failure::no_such_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn_with_state(app.clone(), visitor::recognise))
        .layer(from_fn(detach::to_the_end))
        .layer(from_fn_with_state(Gate::new(Some(app.clone()), admission), gate::pass))
        .layer(from_fn_with_state(app.clone(), headers::set))
        .with_state(app)
}

/// What needs no account.
fn everybody(table: Table) -> Table {
    use api::tablet;
    use pages::{enrol, login, login_steps as steps, vote};
    table
        // Files only: a page that holds a token beside what was typed must not be compressed.
        .with("/static/{*path}", Access::Public, get(assets::file))
        .with("/health", Access::Public, get(operations::healthy))
        .with("/vote", Access::Public, get(vote::any))
        .with("/vote/{session}", Access::Public, get(vote::one))
        .with("/enrol", Access::Public, get(enrol::page))
        .with("/api/enrolment", Access::Public, post(tablet::enrol))
        .with("/api/heartbeat", Access::Public, post(tablet::heartbeat))
        .with("/language", Access::Public, post(login::language))
        .with("/login", Access::Public, get(login::form).post(login::sign_in))
        .with("/login/code", Access::Public, get(steps::code_form).post(steps::code))
        .with("/login/password", Access::Public, get(steps::password_form).post(steps::password))
        .with(
            "/login/second-factor",
            Access::Public,
            get(steps::second_factor_form).post(steps::second_factor),
        )
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
        .with("/api/sessions/{session}/polls/{poll}/paper", TELLER, post(officer::batch))
        .with("/api/sessions/{session}/polls/{poll}/paper/release", TELLER, post(officer::release))
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
    use api::{description, published};
    use pages::public::{files, home, machines, paper, poll, receipts, rule, session, texts};
    table
        .with("/", Access::Public, get(home::home))
        .with("/sessions/{session}", Access::Public, get(session::session))
        .with("/sessions/{session}/results.xlsx", Access::Public, get(files::results))
        .with("/sessions/{session}/results.csv", Access::Public, get(files::results))
        .with("/sessions/{session}/progress.xlsx", Access::Public, get(files::progress))
        .with("/sessions/{session}/progress.csv", Access::Public, get(files::progress))
        .with("/sessions/{session}/polls/{poll}", Access::Public, get(poll::poll))
        .with("/sessions/{session}/polls/{poll}/totals.pb", Access::Public, get(files::totals))
        .with("/sessions/{session}/polls/{poll}/rule", Access::Public, get(rule::rule))
        .with("/sessions/{session}/polls/{poll}/receipts", Access::Public, get(receipts::receipts))
        .with("/sessions/{session}/polls/{poll}/notice.pdf", Access::Public, get(paper::notice))
        .with("/papers/{session}/{kind}", Access::Public, get(paper::check))
        .with("/how", Access::Public, get(texts::how))
        .with("/verify", Access::Public, get(texts::verify))
        .with("/accessibility", Access::Public, get(texts::accessibility))
        .with("/privacy", Access::Public, get(texts::privacy))
        .with("/api", Access::Public, get(machines::page))
        .with("/api/openapi.json", Access::Public, get(description::openapi))
        .with("/api/sessions", Access::Public, get(published::sessions))
        .with("/api/sessions/{session}/result.json", Access::Public, get(published::result))
}

/// Accounts, townships, the county's view, the audit trail, the archive.
fn administration(table: Table) -> Table {
    use pages::{accounts, archive, audit, county, townships};
    table
        .with("/admin/accounts", ADMINISTRATOR, get(accounts::list).post(accounts::add))
        .with("/admin/accounts/{account}/close", ADMINISTRATOR, post(accounts::close))
        .with("/admin/accounts/{account}/password", ADMINISTRATOR, post(accounts::reset_password))
        .with("/admin/grants/{grant}/give", GIVERS, post(accounts::give))
        .with("/admin/grants/{grant}/withdraw", GIVERS, post(accounts::withdraw))
        .with("/desk/accounts", PRESIDIUM, get(accounts::second))
        .with("/admin/townships", ADMINISTRATOR, get(townships::list).post(townships::save))
        .with("/admin/audit", ADMINISTRATOR, get(audit::whole))
        .with("/admin/audit.xlsx", ADMINISTRATOR, get(audit::whole_table))
        .with("/admin/audit.csv", ADMINISTRATOR, get(audit::whole_table))
        .with("/county", COUNTY, get(county::overview))
        .with("/desk/{session}/audit", STAFF, get(audit::of_session))
        .with("/desk/{session}/audit.xlsx", STAFF, get(audit::of_session_table))
        .with("/desk/{session}/audit.csv", STAFF, get(audit::of_session_table))
        .with("/desk/{session}/archive", STAFF, get(archive::page))
        .with("/desk/{session}/archive", CLERK, post(archive::ask))
        .with("/desk/{session}/archive.zip", CLERK, get(archive::file))
}

/// The desk before the session: roll, projects, polls, officers.
fn preparing(table: Table) -> Table {
    use pages::{deputy, desk, officers, poll, poll_form, polls, project, projects, roll};
    table
        .with("/desk", Access::SignedIn, get(desk::home))
        .with("/desk/sessions/new", CLERK, get(desk::new_form))
        .with("/desk/sessions", CLERK, post(desk::add))
        .with("/desk/{session}/roll", CLERK, get(roll::list).post(roll::add))
        .with("/desk/{session}/roll.xlsx", CLERK, get(roll::table))
        .with("/desk/{session}/roll.csv", CLERK, get(roll::table))
        .with("/desk/{session}/roll/print", CLERK, get(roll::print))
        .with("/desk/{session}/roll/deputies/{deputy}", CLERK, get(deputy::one).post(deputy::edit))
        .with("/desk/{session}/roll/deputies/{deputy}/status", CLERK, post(deputy::set_status))
        .with("/desk/{session}/roll/deputies/{deputy}/remove", CLERK, post(deputy::remove))
        .with("/desk/{session}/projects", CLERK, get(projects::list).post(projects::add))
        .with("/desk/{session}/projects.xlsx", CLERK, get(projects::table))
        .with("/desk/{session}/projects.csv", CLERK, get(projects::table))
        .with("/desk/{session}/projects/new", CLERK, get(projects::new_form))
        .with("/desk/{session}/projects/{project}", CLERK, get(project::one).post(project::edit))
        .with("/desk/{session}/projects/{project}/move", CLERK, post(project::move_to))
        .with("/desk/{session}/officers", CLERK, get(officers::list).post(officers::add))
        .with("/desk/{session}/officers/propose", CLERK, post(officers::propose))
        .with("/desk/{session}/officers/{officer}/remove", CLERK, post(officers::remove))
        .with("/desk/{session}/polls", STAFF, get(polls::list))
        .with("/desk/{session}/polls", CLERK, post(poll_form::add))
        .with("/desk/{session}/polls/new", CLERK, get(poll_form::new_form))
        .with("/desk/{session}/polls/{poll}", STAFF, get(poll::one))
        .with("/desk/{session}/polls/{poll}/rule", STAFF, get(poll::regulation))
        .with(
            "/desk/{session}/polls/{poll}/edit",
            CLERK,
            get(poll_form::edit_form).post(poll_form::edit),
        )
        .with("/desk/{session}/polls/{poll}/freeze", CLERK, post(poll::freeze))
        .with("/desk/{session}/polls/{poll}/adoption", CLERK, post(poll::adopt))
        .with(
            "/desk/{session}/polls/{poll}/discard",
            CLERK,
            get(poll::discard_form).post(poll::discard),
        )
}

/// Lists that are imported, and the empty ones to fill in.
fn importing(table: Table) -> Table {
    use pages::import;
    table
        .with(
            "/desk/{session}/roll/import",
            CLERK,
            get(import::roll_form)
                .post(import::roll)
                .layer(DefaultBodyLimit::max(LIST_FORM_BYTES_MAX)),
        )
        .with(
            "/desk/{session}/roll/import/template.xlsx",
            CLERK,
            get(import::template::roll_workbook),
        )
        .with("/desk/{session}/roll/import/template.csv", CLERK, get(import::template::roll_text))
        .with(
            "/desk/{session}/projects/import",
            CLERK,
            get(import::projects_form)
                .post(import::projects)
                .layer(DefaultBodyLimit::max(LIST_FORM_BYTES_MAX)),
        )
        .with(
            "/desk/{session}/projects/import/template.xlsx",
            CLERK,
            get(import::template::projects_workbook),
        )
        .with(
            "/desk/{session}/projects/import/template.csv",
            CLERK,
            get(import::template::projects_text),
        )
}

/// The desk on the day: stages, sign-in, polls that run, results; and the hall's screen.
fn running(table: Table) -> Table {
    use pages::{acts, hall, paper, print, run, sign_in, tablets, today};
    table
        .with("/desk/{session}", STAFF, get(today::today))
        .with("/desk/{session}/close", CLERK, get(today::close_form))
        .with("/desk/{session}/stage", CLERK, post(today::stage))
        .with("/desk/{session}/acts/{act}/confirm", SECOND, post(acts::confirm))
        .with("/desk/{session}/acts/{act}/withdraw", SECOND, post(acts::withdraw))
        .with("/desk/{session}/sign-in", CLERK, get(sign_in::page).post(sign_in::mark))
        .with("/desk/{session}/sign-in/find", CLERK, post(sign_in::find))
        .with("/desk/{session}/sign-in/late", CLERK, post(sign_in::late))
        .with("/desk/{session}/tablets", CLERK, get(tablets::list).post(tablets::offer))
        .with("/desk/{session}/tablets/{tablet}/reset", CLERK, post(tablets::reset))
        .with("/desk/{session}/tablets/{tablet}/revoke", CLERK, post(tablets::revoke))
        .with("/desk/{session}/paper", STAFF, get(paper::page))
        .with("/desk/{session}/run", STAFF, get(run::polls))
        .with("/desk/{session}/run/{poll}", STAFF, get(run::poll))
        .with("/desk/{session}/run/{poll}/result.xlsx", STAFF, get(run::table))
        .with("/desk/{session}/run/{poll}/result.csv", STAFF, get(run::table))
        .with("/desk/{session}/run/{poll}/open", CLERK, post(run::acts::open))
        .with("/desk/{session}/run/{poll}/take-back", CLERK, post(run::acts::take_back))
        .with("/desk/{session}/run/{poll}/pause", CLERK, post(run::acts::pause))
        .with("/desk/{session}/run/{poll}/resume", CLERK, post(run::acts::resume))
        .with("/desk/{session}/run/{poll}/paper", CLERK, post(paper::to_paper))
        .with("/desk/{session}/run/{poll}/tablets", CLERK, post(paper::to_tablets))
        .with("/desk/{session}/run/{poll}/close", CLERK, post(run::acts::close))
        .with("/desk/{session}/run/{poll}/publish", CLERK, post(run::acts::publish))
        .with("/desk/{session}/run/{poll}/next-round", CLERK, post(run::acts::next_round))
        .with("/desk/{session}/run/{poll}/again", CLERK, post(run::acts::again))
        .with("/desk/{session}/run/{poll}/void", PRESIDIUM, post(run::acts::void))
        .with("/desk/{session}/run/{poll}/correct", PRESIDIUM, post(run::acts::correct))
        .with("/desk/{session}/print", CLERK, get(print::centre))
        .with("/desk/{session}/print/stage/{stage}", CLERK, get(print::stage))
        .with("/desk/{session}/print/{kind}", CLERK, get(print::pdf))
        .with("/desk/{session}/print/{kind}/picture", CLERK, get(print::picture))
        .with("/hall/{session}", Access::Public, get(hall::screen))
}
