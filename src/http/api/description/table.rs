//! The addresses of everybody, of tablets and of officers' devices, with who may use them. A test
//! holds them against the URL table.

use super::verbs::{Verb, get, post};
use crate::http::access::Access;
use crate::http::api::{log, officer, tablet};
use crate::http::input::Nothing;
use crate::http::pages::{login, login_steps};
use crate::http::{OFFICERS, TELLER};
use crate::service::batches::BatchForm;
use crate::service::officers::CardKeys;

/// All of them.
pub(super) fn all() -> Vec<Verb> {
    [published(), login(), running(), casting(), officers()].concat()
}

fn published() -> Vec<Verb> {
    vec![
        get("/api/sessions", Access::Public, "api-published-sessions").gives(&["sessions"]),
        get("/api/sessions/{session}/result.json", Access::Public, "api-published-result").gives(
            &[
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
            ],
        ),
        get("/api/sessions/{session}/bundle.json", Access::Public, "api-published-bundle")
            .gives(&["kind", "entries", "checkpoints"]),
        get("/api/openapi.json", Access::Public, "api-published-description").gives(&[
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
        post::<login::Setup>("/setup", Access::Public, "api-set-up"),
        post::<login::Credentials>("/login", Access::Public, "api-sign-in"),
        post::<login_steps::Own>("/login/password", Access::Public, "api-login-password"),
        post::<login_steps::Code>("/login/code", Access::Public, "api-login-code"),
        post::<login_steps::Code>("/login/second-factor", Access::Public, "api-login-set-up"),
        post::<Nothing>("/logout", Access::SignedIn, "api-sign-out"),
        post::<login::Change>("/password", Access::SignedIn, "api-password"),
        post::<login::Again>("/again", Access::SignedIn, "api-again"),
        post::<login::Choice>("/language", Access::Public, "api-language"),
    ]
}

fn running() -> Vec<Verb> {
    vec![
        get("/api/live", Access::Public, "api-live").gives(&["sessions"]),
        get("/api/sessions/{session}/state", Access::Public, "api-state").gives(&[
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
        get("/api/sessions/{session}/events", Access::Public, "api-events").gives_events(),
    ]
}

fn casting() -> Vec<Verb> {
    vec![
        get("/api/sessions/{session}/polls/{poll}", Access::Public, "api-poll")
            .gives(&["manifest", "note", "roll", "state", "stub", "desk", "details"]),
        get("/api/sessions/{session}/polls/{poll}/slips/{slip}", Access::Public, "api-slip")
            .gives(&["state", "receipt_code"]),
        post::<ballotbox::seal::SealedBallot>(
            "/api/sessions/{session}/polls/{poll}/ballots",
            Access::Public,
            "api-cast",
        )
        .gives(&["index", "leaf", "note", "receipt_code"]),
        post::<tablet::Code>("/api/enrolment", Access::Public, "api-enrol").gives(&["session"]),
        post::<tablet::Word>("/api/heartbeat", Access::Public, "api-heartbeat").gives(&["resets"]),
    ]
}

fn officers() -> Vec<Verb> {
    vec![
        get("/api/sessions/{session}/officer", OFFICERS, "api-officer").gives(&[
            "officer",
            "fresh",
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
        post::<CardKeys>("/api/sessions/{session}/officer/keys", OFFICERS, "api-keys"),
        post::<officer::Signature>(
            "/api/sessions/{session}/notes/{note}/signatures",
            OFFICERS,
            "api-signature",
        ),
        post::<ballotbox::entry::SlipsMade>("/api/sessions/{session}/slips", TELLER, "api-slips"),
        post::<officer::VoidSlip>("/api/sessions/{session}/slips/void", TELLER, "api-void-slip"),
        post::<BatchForm>("/api/sessions/{session}/polls/{poll}/paper", TELLER, "api-paper"),
        post::<Nothing>(
            "/api/sessions/{session}/polls/{poll}/paper/release",
            TELLER,
            "api-paper-release",
        ),
        post::<officer::Closing>(
            "/api/sessions/{session}/polls/{poll}/closing",
            OFFICERS,
            "api-closing",
        ),
        post::<ballotbox::opening::Share>(
            "/api/sessions/{session}/polls/{poll}/shares",
            TELLER,
            "api-share",
        ),
        get("/api/sessions/{session}/log", OFFICERS, "api-log-head").gives(&["size", "checkpoint"]),
        get("/api/sessions/{session}/log/entries", OFFICERS, "api-log-entries")
            .asks::<log::From>()
            .gives_list(),
    ]
}
