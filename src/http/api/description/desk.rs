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
        post::<today::From>("/desk/{session}/stage", CLERK, "stage"),
        post::<acts::Back>("/desk/{session}/acts/{act}/confirm", SECOND, "act-confirm"),
        post::<acts::Back>("/desk/{session}/acts/{act}/withdraw", SECOND, "act-withdraw"),
        post::<sign_in::Marks>("/desk/{session}/sign-in", CLERK, "mark"),
        post::<sign_in::Find>("/desk/{session}/sign-in/find", CLERK, "mark-found"),
        post::<sign_in::LateForm>("/desk/{session}/sign-in/late", CLERK, "mark-late"),
    ]
}

/// Polls that run.
fn polls() -> Vec<Verb> {
    vec![
        post::<Nothing>("/desk/{session}/run/{poll}/open", CLERK, "poll-open"),
        post::<Nothing>("/desk/{session}/run/{poll}/take-back", CLERK, "poll-take-back"),
        post::<Nothing>("/desk/{session}/run/{poll}/pause", CLERK, "poll-pause"),
        post::<Nothing>("/desk/{session}/run/{poll}/resume", CLERK, "poll-resume"),
        post::<Nothing>("/desk/{session}/run/{poll}/close", CLERK, "poll-close"),
        post::<Nothing>("/desk/{session}/run/{poll}/publish", CLERK, "poll-publish"),
        post::<Nothing>("/desk/{session}/run/{poll}/next-round", CLERK, "poll-next-round")
            .gives(&["poll"]),
        post::<Nothing>("/desk/{session}/run/{poll}/again", CLERK, "poll-again").gives(&["poll"]),
        post::<run::Void>("/desk/{session}/run/{poll}/void", PRESIDIUM, "poll-void"),
        post::<run::Correction>("/desk/{session}/run/{poll}/correct", PRESIDIUM, "poll-correct"),
    ]
}
