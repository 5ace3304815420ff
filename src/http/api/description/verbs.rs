//! The addresses that take or give JSON, with who may use them: what `super` describes. A test
//! holds it against the URL table.

use serde::de::DeserializeOwned;

use super::shape::{Field, fields};
use crate::http::access::Access;
use crate::http::api::officer;
use crate::http::input::Nothing;
use crate::http::pages::login;
use crate::http::{OFFICERS, TELLER};
use crate::service::officers::CardKeys;

/// An address and what is done there.
pub(in crate::http) struct Verb {
    /// Whether it changes something.
    pub(in crate::http) changes: bool,
    /// The address.
    pub(in crate::http) path: &'static str,
    /// Who may use it.
    pub(in crate::http) access: Access,
    /// Its name, and the key of its sentence after `api-`.
    pub(in crate::http) name: &'static str,
    /// Names in the query.
    pub(in crate::http) query: &'static [&'static str],
    /// Fields of the body.
    pub(in crate::http) body: Vec<Field>,
    /// What comes back.
    pub(in crate::http) answer: Answer,
}

/// What comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Answer {
    /// An object with these members.
    Object(&'static [&'static str]),
    /// A list of objects.
    List,
    /// Events, for as long as the connection stands.
    Events,
}

const fn get(path: &'static str, access: Access, name: &'static str) -> Verb {
    let answer = Answer::Object(&[]);
    Verb { changes: false, path, access, name, query: &[], body: Vec::new(), answer }
}

fn post<T: DeserializeOwned>(path: &'static str, access: Access, name: &'static str) -> Verb {
    let (body, answer) = (fields::<T>(), Answer::Object(&["done"]));
    Verb { changes: true, path, access, name, query: &[], body, answer }
}

impl Verb {
    const fn gives(mut self, members: &'static [&'static str]) -> Self {
        self.answer = Answer::Object(members);
        self
    }

    const fn gives_list(mut self) -> Self {
        self.answer = Answer::List;
        self
    }

    const fn gives_events(mut self) -> Self {
        self.answer = Answer::Events;
        self
    }

    const fn asks(mut self, query: &'static [&'static str]) -> Self {
        self.query = query;
        self
    }
}

/// All of them, in the order in which the page lists them.
pub(in crate::http) fn all() -> Vec<Verb> {
    [published(), login(), running(), casting(), officers()].into_iter().flatten().collect()
}

fn published() -> Vec<Verb> {
    vec![
        get("/api/sessions", Access::Public, "published-sessions").gives(&["sessions"]),
        get("/api/sessions/{session}/result.json", Access::Public, "published-result").gives(&[
            "session",
            "title",
            "township",
            "township_name",
            "county",
            "year",
            "opens_on",
            "updated_at",
            "chosen",
            "page",
            "result",
            "bundle",
            "lists",
            "polls",
            "officers",
        ]),
        get("/api/sessions/{session}/bundle.json", Access::Public, "published-bundle").gives(&[
            "kind",
            "entries",
            "checkpoints",
        ]),
        get("/api/openapi.json", Access::Public, "published-description").gives(&[
            "openapi",
            "info",
            "paths",
            "components",
            "tags",
        ]),
    ]
}

fn login() -> Vec<Verb> {
    vec![
        post::<login::Setup>("/setup", Access::Public, "set-up"),
        post::<login::Credentials>("/login", Access::Public, "sign-in"),
        post::<Nothing>("/logout", Access::SignedIn, "sign-out"),
        post::<login::Change>("/password", Access::SignedIn, "password"),
        post::<login::Again>("/again", Access::SignedIn, "again"),
        post::<login::Choice>("/language", Access::Public, "language"),
    ]
}

fn running() -> Vec<Verb> {
    vec![
        get("/api/live", Access::Public, "live").gives(&["sessions"]),
        get("/api/sessions/{session}/state", Access::Public, "state").gives(&[
            "version",
            "session",
            "site",
            "township",
            "title",
            "rehearsal",
            "log_key",
            "stage",
            "present",
            "all",
            "polls",
            "current",
        ]),
        get("/api/sessions/{session}/events", Access::Public, "events").gives_events(),
    ]
}

fn casting() -> Vec<Verb> {
    vec![
        get("/api/sessions/{session}/polls/{poll}", Access::Public, "poll")
            .gives(&["manifest", "note", "roll", "state", "stub", "desk", "details"]),
        get("/api/sessions/{session}/polls/{poll}/slips/{slip}", Access::Public, "slip")
            .gives(&["state", "receipt_code"]),
        post::<ballotbox::seal::SealedBallot>(
            "/api/sessions/{session}/polls/{poll}/ballots",
            Access::Public,
            "cast",
        )
        .gives(&["index", "leaf", "note", "receipt_code"]),
    ]
}

fn officers() -> Vec<Verb> {
    vec![
        get("/api/sessions/{session}/officer", OFFICERS, "officer").gives(&[
            "officer",
            "origin",
            "title",
            "rehearsal",
            "log_key",
            "officers",
            "slips",
            "stubs",
            "all",
            "present",
            "version",
            "notes",
            "polls",
        ]),
        post::<CardKeys>("/api/sessions/{session}/officer/keys", OFFICERS, "keys"),
        post::<officer::Signature>(
            "/api/sessions/{session}/notes/{note}/signatures",
            OFFICERS,
            "signature",
        ),
        post::<ballotbox::entry::SlipsMade>("/api/sessions/{session}/slips", TELLER, "slips"),
        post::<officer::VoidSlip>("/api/sessions/{session}/slips/void", TELLER, "void-slip"),
        post::<officer::Closing>(
            "/api/sessions/{session}/polls/{poll}/closing",
            OFFICERS,
            "closing",
        ),
        post::<ballotbox::opening::Share>(
            "/api/sessions/{session}/polls/{poll}/shares",
            TELLER,
            "share",
        ),
        get("/api/sessions/{session}/log", OFFICERS, "log-head").gives(&["size", "checkpoint"]),
        get("/api/sessions/{session}/log/entries", OFFICERS, "log-entries")
            .asks(&["from"])
            .gives_list(),
    ]
}
