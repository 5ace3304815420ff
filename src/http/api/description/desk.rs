//! What is done at the desk, with who may do it. A test holds it against the URL table.

use super::verbs::{Verb, post};
use crate::http::input::Nothing;
use crate::http::pages::run::acts as run;
use crate::http::pages::{acts, sign_in, today};
use crate::http::{CLERK, PRESIDIUM, SECOND};

/// All of it.
pub(super) fn all() -> Vec<Verb> {
    [day(), polls()].concat()
}

/// The day: stages, second persons, sign-in.
fn day() -> Vec<Verb> {
    vec![
        post::<today::From>("/desk/{session}/stage", CLERK, "api-stage"),
        post::<acts::Back>("/desk/{session}/acts/{act}/confirm", SECOND, "api-act-confirm"),
        post::<acts::Back>("/desk/{session}/acts/{act}/withdraw", SECOND, "api-act-withdraw"),
        post::<sign_in::Marks>("/desk/{session}/sign-in", CLERK, "api-mark"),
        post::<sign_in::Find>("/desk/{session}/sign-in/find", CLERK, "api-mark-found"),
        post::<sign_in::LateForm>("/desk/{session}/sign-in/late", CLERK, "api-mark-late"),
    ]
}

/// Polls that run.
fn polls() -> Vec<Verb> {
    vec![
        post::<Nothing>("/desk/{session}/run/{poll}/open", CLERK, "api-poll-open"),
        post::<Nothing>("/desk/{session}/run/{poll}/take-back", CLERK, "api-poll-take-back"),
        post::<Nothing>("/desk/{session}/run/{poll}/pause", CLERK, "api-poll-pause"),
        post::<Nothing>("/desk/{session}/run/{poll}/resume", CLERK, "api-poll-resume"),
        post::<Nothing>("/desk/{session}/run/{poll}/close", CLERK, "api-poll-close"),
        post::<Nothing>("/desk/{session}/run/{poll}/publish", CLERK, "api-poll-publish"),
        post::<Nothing>("/desk/{session}/run/{poll}/next-round", CLERK, "api-poll-next-round")
            .gives(&["poll"]),
        post::<Nothing>("/desk/{session}/run/{poll}/again", CLERK, "api-poll-again")
            .gives(&["poll"]),
        post::<run::Void>("/desk/{session}/run/{poll}/void", PRESIDIUM, "api-poll-void"),
        post::<run::Correction>(
            "/desk/{session}/run/{poll}/correct",
            PRESIDIUM,
            "api-poll-correct",
        ),
    ]
}
