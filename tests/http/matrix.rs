//! Who may use which address: every address of the program's URL table, every role and nobody, the
//! own township and another (abuse 47, 48, 63). What is expected stands here, written without
//! looking at the program's own table; an address that is missing on either side is a failure.
//!
//! A new address gets one line in [`TABLE`].

use std::collections::BTreeSet;

use piaojue::demo::PASSWORD;
use piaojue::service::accounts::AccountForm;
use piaojue::service::sessions::SessionForm;
use piaojue::service::townships::TownshipForm;
use uuid::Uuid;

use crate::client::Request;
use crate::hall::{Hall, Size, cookie_of, log_in};

/// Everybody, signed in or not.
const ALL: &[&str] = &["", "clerk", "teller", "presidium", "county", "admin", "unit"];
/// Everybody who has signed in.
const IN: &[&str] = &["clerk", "teller", "presidium", "county", "admin", "unit"];
const OFFICERS: &[&str] = &["teller", "presidium"];
const TELLER: &[&str] = &["teller"];
const PRESIDIUM: &[&str] = &["presidium"];
const CLERK: &[&str] = &["clerk"];
const STAFF: &[&str] = &["clerk", "teller", "presidium"];
const ADMIN: &[&str] = &["admin"];
const GIVERS: &[&str] = &["presidium", "admin"];
const COUNTY: &[&str] = &["county", "admin"];

/// What stands in for a parameter that is looked up: the session's, or one that nothing has.
pub(crate) const ID: &str = "01234567-89ab-4cde-8f01-23456789abcd";

/// Method, address, who may use it, and what they are answered: to a GET in the own township, to a
/// POST whose body has a field that no address knows.
pub(crate) type Row = (&'static str, &'static str, &'static [&'static str], u16);

pub(crate) const TABLE: &[Row] = &[
    ("GET", "/", ALL, 200),
    ("GET", "/health", ALL, 200),
    ("GET", "/how", ALL, 200),
    ("GET", "/privacy", ALL, 200),
    ("GET", "/accessibility", ALL, 200),
    ("GET", "/api", ALL, 200),
    ("GET", "/api/openapi.json", ALL, 200),
    ("GET", "/api/sessions", ALL, 200),
    ("GET", "/api/sessions/{session}/result.json", ALL, 404),
    ("GET", "/sessions/{session}", ALL, 404),
    ("GET", "/sessions/{session}/results.xlsx", ALL, 404),
    ("GET", "/sessions/{session}/results.csv", ALL, 404),
    ("GET", "/sessions/{session}/progress.xlsx", ALL, 404),
    ("GET", "/sessions/{session}/progress.csv", ALL, 404),
    ("GET", "/sessions/{session}/polls/{poll}", ALL, 404),
    ("GET", "/sessions/{session}/polls/{poll}/totals.pb", ALL, 404),
    ("GET", "/sessions/{session}/polls/{poll}/receipts", ALL, 404),
    ("GET", "/sessions/{session}/polls/{poll}/rule", ALL, 404),
    ("GET", "/sessions/{session}/polls/{poll}/notice.pdf", ALL, 404),
    ("GET", "/papers/{session}/{kind}", ALL, 404),
    ("GET", "/admin/accounts", ADMIN, 200),
    ("POST", "/admin/accounts", ADMIN, 422),
    ("POST", "/admin/accounts/{account}/close", ADMIN, 422),
    ("POST", "/admin/accounts/{account}/password", ADMIN, 422),
    ("POST", "/admin/grants/{grant}/give", GIVERS, 422),
    ("POST", "/admin/grants/{grant}/withdraw", GIVERS, 422),
    ("GET", "/desk/accounts", PRESIDIUM, 200),
    ("GET", "/admin/townships", ADMIN, 200),
    ("POST", "/admin/townships", ADMIN, 422),
    ("GET", "/admin/audit", ADMIN, 200),
    ("GET", "/admin/audit.xlsx", ADMIN, 200),
    ("GET", "/admin/audit.csv", ADMIN, 200),
    ("GET", "/county", COUNTY, 200),
    ("GET", "/desk/sessions/new", CLERK, 200),
    ("POST", "/desk/sessions", CLERK, 422),
    ("GET", "/desk/{session}", STAFF, 200),
    ("GET", "/desk/{session}/close", CLERK, 200),
    ("POST", "/desk/{session}/stage", CLERK, 422),
    ("GET", "/desk/{session}/audit", STAFF, 200),
    ("GET", "/desk/{session}/audit.xlsx", STAFF, 200),
    ("GET", "/desk/{session}/audit.csv", STAFF, 200),
    ("GET", "/desk/{session}/archive", STAFF, 200),
    ("POST", "/desk/{session}/archive", CLERK, 422),
    // Nobody has let it go.
    ("GET", "/desk/{session}/archive.zip", CLERK, 409),
    ("POST", "/desk/{session}/acts/{act}/confirm", STAFF, 422),
    ("POST", "/desk/{session}/acts/{act}/withdraw", STAFF, 422),
    ("GET", "/desk/{session}/roll", CLERK, 200),
    ("POST", "/desk/{session}/roll", CLERK, 422),
    ("GET", "/desk/{session}/roll.xlsx", CLERK, 200),
    ("GET", "/desk/{session}/roll.csv", CLERK, 200),
    ("GET", "/desk/{session}/roll/print", CLERK, 200),
    ("GET", "/desk/{session}/roll/import", CLERK, 200),
    ("POST", "/desk/{session}/roll/import", CLERK, 422),
    ("GET", "/desk/{session}/roll/import/template.xlsx", CLERK, 200),
    ("GET", "/desk/{session}/roll/import/template.csv", CLERK, 200),
    ("GET", "/desk/{session}/roll/deputies/{deputy}", CLERK, 404),
    ("POST", "/desk/{session}/roll/deputies/{deputy}", CLERK, 422),
    ("POST", "/desk/{session}/roll/deputies/{deputy}/status", CLERK, 422),
    ("POST", "/desk/{session}/roll/deputies/{deputy}/remove", CLERK, 422),
    ("GET", "/desk/{session}/projects", CLERK, 200),
    ("POST", "/desk/{session}/projects", CLERK, 422),
    ("GET", "/desk/{session}/projects.xlsx", CLERK, 200),
    ("GET", "/desk/{session}/projects.csv", CLERK, 200),
    ("GET", "/desk/{session}/projects/new", CLERK, 200),
    ("GET", "/desk/{session}/projects/import", CLERK, 200),
    ("POST", "/desk/{session}/projects/import", CLERK, 422),
    ("GET", "/desk/{session}/projects/import/template.xlsx", CLERK, 200),
    ("GET", "/desk/{session}/projects/import/template.csv", CLERK, 200),
    ("GET", "/desk/{session}/projects/{project}", CLERK, 404),
    ("POST", "/desk/{session}/projects/{project}", CLERK, 422),
    ("POST", "/desk/{session}/projects/{project}/move", CLERK, 422),
    ("GET", "/desk/{session}/officers", CLERK, 200),
    ("POST", "/desk/{session}/officers", CLERK, 422),
    ("POST", "/desk/{session}/officers/propose", CLERK, 422),
    ("POST", "/desk/{session}/officers/{officer}/remove", CLERK, 422),
    ("GET", "/desk/{session}/polls", STAFF, 200),
    ("POST", "/desk/{session}/polls", CLERK, 422),
    ("GET", "/desk/{session}/polls/new", CLERK, 200),
    ("GET", "/desk/{session}/polls/{poll}", STAFF, 200),
    ("GET", "/desk/{session}/polls/{poll}/rule", STAFF, 200),
    ("GET", "/desk/{session}/polls/{poll}/edit", CLERK, 409),
    ("POST", "/desk/{session}/polls/{poll}/edit", CLERK, 422),
    ("POST", "/desk/{session}/polls/{poll}/freeze", CLERK, 422),
    ("POST", "/desk/{session}/polls/{poll}/adoption", CLERK, 422),
    ("GET", "/desk/{session}/polls/{poll}/discard", CLERK, 409),
    ("POST", "/desk/{session}/polls/{poll}/discard", CLERK, 422),
    ("GET", "/desk/{session}/sign-in", CLERK, 200),
    ("POST", "/desk/{session}/sign-in", CLERK, 422),
    ("POST", "/desk/{session}/sign-in/find", CLERK, 422),
    ("POST", "/desk/{session}/sign-in/late", CLERK, 422),
    ("GET", "/desk/{session}/paper", STAFF, 200),
    ("POST", "/desk/{session}/run/{poll}/paper", CLERK, 422),
    ("POST", "/desk/{session}/run/{poll}/tablets", CLERK, 422),
    ("GET", "/desk/{session}/run", STAFF, 200),
    ("GET", "/desk/{session}/run/{poll}", STAFF, 200),
    // Nothing is opened yet.
    ("GET", "/desk/{session}/run/{poll}/result.xlsx", STAFF, 404),
    ("GET", "/desk/{session}/run/{poll}/result.csv", STAFF, 404),
    ("POST", "/desk/{session}/run/{poll}/open", CLERK, 422),
    ("POST", "/desk/{session}/run/{poll}/take-back", CLERK, 422),
    ("POST", "/desk/{session}/run/{poll}/pause", CLERK, 422),
    ("POST", "/desk/{session}/run/{poll}/resume", CLERK, 422),
    ("POST", "/desk/{session}/run/{poll}/close", CLERK, 422),
    ("POST", "/desk/{session}/run/{poll}/publish", CLERK, 422),
    ("POST", "/desk/{session}/run/{poll}/next-round", CLERK, 422),
    ("POST", "/desk/{session}/run/{poll}/again", CLERK, 422),
    ("POST", "/desk/{session}/run/{poll}/void", PRESIDIUM, 422),
    ("POST", "/desk/{session}/run/{poll}/correct", PRESIDIUM, 422),
    ("GET", "/desk/{session}/print", CLERK, 200),
    ("GET", "/desk/{session}/print/stage/{stage}", CLERK, 404),
    ("GET", "/desk/{session}/print/{kind}", CLERK, 404),
    ("GET", "/desk/{session}/print/{kind}/picture", CLERK, 404),
    ("GET", "/static/{*path}", ALL, 200),
    ("GET", "/vote", ALL, 200),
    ("GET", "/vote/{session}", ALL, 200),
    ("GET", "/enrol", ALL, 200),
    ("POST", "/api/enrolment", ALL, 422),
    ("POST", "/api/heartbeat", ALL, 422),
    ("GET", "/desk/{session}/tablets", CLERK, 200),
    ("POST", "/desk/{session}/tablets", CLERK, 422),
    ("POST", "/desk/{session}/tablets/{tablet}/reset", CLERK, 422),
    ("POST", "/desk/{session}/tablets/{tablet}/revoke", CLERK, 422),
    ("POST", "/language", ALL, 422),
    ("GET", "/login", ALL, 200),
    ("POST", "/login", ALL, 422),
    // No sign-in has begun.
    ("GET", "/login/code", ALL, 303),
    ("POST", "/login/code", ALL, 422),
    ("GET", "/login/password", ALL, 303),
    ("POST", "/login/password", ALL, 422),
    ("GET", "/login/second-factor", ALL, 303),
    ("POST", "/login/second-factor", ALL, 422),
    ("GET", "/setup", ALL, 303),
    ("POST", "/setup", ALL, 422),
    ("POST", "/logout", IN, 422),
    ("GET", "/password", IN, 200),
    ("POST", "/password", IN, 422),
    ("GET", "/again", IN, 200),
    ("POST", "/again", IN, 422),
    ("GET", "/verify", ALL, 200),
    ("GET", "/desk", IN, 200),
    ("GET", "/hall/{session}", ALL, 200),
    ("GET", "/officer/{session}", OFFICERS, 200),
    ("GET", "/officer/{session}/card", OFFICERS, 200),
    ("GET", "/officer/{session}/slips", TELLER, 200),
    ("GET", "/api/live", ALL, 200),
    ("GET", "/api/sessions/{session}/state", ALL, 200),
    ("GET", "/api/sessions/{session}/events", ALL, 200),
    ("GET", "/api/sessions/{session}/polls/{poll}", ALL, 200),
    ("GET", "/api/sessions/{session}/polls/{poll}/slips/{slip}", ALL, 200),
    ("POST", "/api/sessions/{session}/polls/{poll}/ballots", ALL, 422),
    // Nothing is published yet.
    ("GET", "/api/sessions/{session}/bundle.json", ALL, 404),
    ("GET", "/api/sessions/{session}/log/entries", OFFICERS, 200),
    ("GET", "/api/sessions/{session}/log", OFFICERS, 200),
    ("GET", "/api/sessions/{session}/officer", OFFICERS, 200),
    ("POST", "/api/sessions/{session}/officer/keys", OFFICERS, 422),
    ("POST", "/api/sessions/{session}/notes/{note}/signatures", OFFICERS, 422),
    ("POST", "/api/sessions/{session}/slips", TELLER, 422),
    ("POST", "/api/sessions/{session}/slips/void", TELLER, 422),
    ("POST", "/api/sessions/{session}/polls/{poll}/paper", TELLER, 422),
    ("POST", "/api/sessions/{session}/polls/{poll}/paper/release", TELLER, 422),
    ("POST", "/api/sessions/{session}/polls/{poll}/closing", OFFICERS, 422),
    ("POST", "/api/sessions/{session}/polls/{poll}/shares", TELLER, 422),
];

/// The addresses of the program's own table, with their methods, out of its text.
fn addresses() -> BTreeSet<(String, String)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/http/mod.rs");
    let text = std::fs::read_to_string(path).unwrap();
    let mut found = BTreeSet::new();
    for part in text.split(".with(").skip(1) {
        let Some(row) = part.trim_start().strip_prefix('"') else { continue };
        let (address, rest) = row.split_once('"').unwrap();
        let rest = rest.split(".with(").next().unwrap();
        for method in ["get", "post", "put", "patch", "delete", "head", "any"] {
            let called = [" ", ".", "\n", "("].map(|before| format!("{before}{method}("));
            if called.iter().any(|called| rest.contains(called)) {
                found.insert((method.to_uppercase(), address.to_owned()));
            }
        }
    }
    found
}

#[test]
fn every_address_stands_in_the_table() {
    let known: BTreeSet<_> = TABLE.iter().map(|row| (row.0.to_owned(), row.1.to_owned())).collect();
    let program = addresses();
    let missing: Vec<_> = program.difference(&known).collect();
    assert!(missing.is_empty(), "say in {} who may use {missing:?}", file!());
    let gone: Vec<_> = known.difference(&program).collect();
    assert!(gone.is_empty(), "the program has no {gone:?}");
}

/// A visitor: the role, and the cookie of a login.
pub(crate) struct Visitor {
    pub(crate) role: &'static str,
    pub(crate) cookie: String,
}

impl Visitor {
    fn ask(&self, method: &str, path: &str) -> Request {
        let request = Request::new(method, path);
        let request =
            if self.cookie.is_empty() { request } else { request.with("cookie", &self.cookie) };
        if method == "POST" { request.json(r#"{"no_such_field":1}"#) } else { request }
    }
}

/// Another township with a session of its own.
fn neighbour(hall: &Hall) -> Uuid {
    let (service, code) = (&hall.town.service, "510812101");
    let township = TownshipForm {
        code: code.into(),
        name: "大滩镇".into(),
        county: "朝天区".into(),
        kind: "town".into(),
        valid_from: "2019-12-24".into(),
        valid_to: String::new(),
        predecessors: String::new(),
        version: 0,
    };
    let login = "clerk2";
    hall.runtime.block_on(async {
        service.save_township(&hall.town.administrator, &township).await.unwrap();
        let clerk = hall.town.add_account(&account_form(login, "clerk", code)).await.unwrap();
        let opens_on = "2026-01-31".into();
        let form = SessionForm { title: "大滩镇".into(), opens_on, stubs: 1, rehearsal: false };
        service.add_session(&clerk, form).await.unwrap()
    })
}

fn account_form(login: &str, role: &str, township: &str) -> AccountForm {
    AccountForm {
        login: login.into(),
        name: login.into(),
        role: role.into(),
        township: township.into(),
        unit: String::new(),
    }
}

/// One of each.
pub(crate) fn visitors(hall: &Hall) -> Vec<Visitor> {
    let unit = account_form("unit", "unit", crate::hall::PLAN.code);
    hall.runtime.block_on(hall.town.add_account(&unit)).unwrap();
    let visitor = |role: &&'static str| {
        let login = match *role {
            "teller" => "teller1",
            "presidium" => "presidium1",
            other => other,
        };
        let cookie = if role.is_empty() { String::new() } else { hall.sign_in(login) };
        Visitor { role, cookie }
    };
    ALL.iter().map(visitor).collect()
}

/// An address with its parameters filled in.
pub(crate) fn filled(hall: &Hall, address: &str, session: &str, poll: &str) -> String {
    let slip = hall.town.slips[0].key(hall.town.session).public().to_string();
    address
        .replace("{session}", session)
        .replace("{poll}", poll)
        .replace("{note}", ID)
        .replace("{act}", ID)
        .replace("{account}", ID)
        .replace("{grant}", ID)
        .replace("{deputy}", ID)
        .replace("{officer}", ID)
        .replace("{project}", ID)
        .replace("{tablet}", ID)
        .replace("{slip}", &slip)
        .replace("{*path}", "tablet.wasm")
}

fn is_page(address: &str) -> bool {
    !address.starts_with("/api/") && !address.starts_with("/static/")
}

/// What a visitor is answered at an address of the own township.
fn expected((method, address, may, answer): Row, visitor: &Visitor) -> u16 {
    if may.contains(&visitor.role) {
        // Who has signed in has no use for the form.
        let elsewhere = address == "/login" && method == "GET" && !visitor.role.is_empty();
        return if elsewhere { 303 } else { answer };
    }
    match (visitor.role, method) {
        // A browser is led to the form, a script is told.
        ("", "GET") if is_page(address) => 303,
        ("", _) => 401,
        _ => 403,
    }
}

#[test]
fn every_address_is_for_those_it_is_for() {
    let hall = Hall::open(&Size::small(6));
    let other = neighbour(&hall).to_string();
    let before = hall.entries();
    let visitors = visitors(&hall);
    let (own, poll) = (hall.town.session.to_string(), hall.poll.to_string());
    let mut wrong = Vec::new();
    let mut expect = |visitor: &Visitor, method: &str, path: &str, wanted: u16| {
        let found = visitor.ask(method, path).send_head(hall.address());
        if found.status != wanted {
            let role = visitor.role;
            wrong.push(format!("{method} {path} by {role:?}: {}, not {wanted}", found.status));
        }
        assert!(found.status < 500, "{method} {path}");
    };
    for row in TABLE {
        let (method, address, may, _) = *row;
        for visitor in &visitors {
            let allowed = expected(*row, visitor);
            expect(visitor, method, &filled(&hall, address, &own, &poll), allowed);
            if !address.contains("{session}") || !may.contains(&visitor.role) {
                continue;
            }
            let everybody = may.contains(&"");
            // A body is read before a session is looked for where everybody may ask.
            let unknown = if everybody && method == "POST" { 422 } else { 404 };
            for nothing in [ID, &"9".repeat(400)] {
                let status = if nothing == ID { unknown } else { 404 };
                expect(visitor, method, &filled(&hall, address, nothing, &poll), status);
            }
            // The neighbour's session: public addresses show it, others do not know it.
            let foreign = if address.contains("{poll}") || !everybody { unknown } else { allowed };
            expect(visitor, method, &filled(&hall, address, &other, &poll), foreign);
            if address.contains("{poll}") {
                // A script's body is read before anything is looked for.
                let unknown = if method == "POST" { 422 } else { 404 };
                expect(visitor, method, &filled(&hall, address, &own, ID), unknown);
                expect(visitor, method, &filled(&hall, address, &own, "x"), 404);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(hall.entries(), before, "nothing has changed");
}

#[test]
fn who_is_out_is_out_at_once() {
    let hall = Hall::prepared(&Size::small(6));
    let (service, town) = (&hall.town.service, &hall.town);
    let cookie = hall.sign_in("teller1");
    let tasks =
        || Request::get(&hall.path("/officer")).with("cookie", &cookie).send(hall.address());
    assert_eq!(tasks().status, 200);
    let teller = town.tellers[0].actor.account.id;
    hall.runtime.block_on(service.close_account(&town.administrator, teller)).unwrap();
    assert_eq!(tasks().status, 401, "an account that was closed");
    assert_eq!(log_in(hall.address(), "teller1", PASSWORD).status, 401);
    // A second login ends the first.
    let first = hall.sign_in("teller2");
    let second = cookie_of(&log_in(hall.address(), "teller2", PASSWORD));
    let ask = |cookie: &str| {
        Request::get(&hall.path("/officer")).with("cookie", cookie).send(hall.address()).status
    };
    assert_eq!((ask(&first), ask(&second)), (401, 200));
}
