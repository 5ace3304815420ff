//! What is done at the desk, with who may do it. A test holds it against the URL table.

use super::verbs::{Verb, post};
use crate::http::input::Nothing;
use crate::http::pages::run::acts as run;
use crate::http::pages::{
    acts, deputy, import, officers, paper, poll, project, projects, sign_in, today,
};
use crate::http::{ADMINISTRATOR, CLERK, GIVERS, PRESIDIUM, SECOND};
use crate::service::accounts::AccountForm;
use crate::service::polls::PollForm;
use crate::service::projects::ProjectForm;
use crate::service::roll::DeputyForm;
use crate::service::sessions::SessionForm;
use crate::service::tablets::TabletForm;
use crate::service::townships::TownshipForm;

/// What an import says of itself.
const IMPORTED: &[&str] = &["new", "changed", "unchanged", "missing"];

/// What somebody who gives an account is told.
const GRANTED: &[&str] = &["account", "grant", "given", "code", "part"];

/// All of it.
pub(super) fn all() -> Vec<Verb> {
    [administration(), roll(), projects(), prepared(), day(), polls()].concat()
}

/// Accounts and townships.
fn administration() -> Vec<Verb> {
    vec![
        post::<AccountForm>("/admin/accounts", ADMINISTRATOR, "api-account-add").gives(GRANTED),
        post::<Nothing>("/admin/accounts/{account}/close", ADMINISTRATOR, "api-account-close"),
        post::<Nothing>(
            "/admin/accounts/{account}/password",
            ADMINISTRATOR,
            "api-account-password",
        )
        .gives(GRANTED),
        post::<Nothing>("/admin/grants/{grant}/give", GIVERS, "api-grant-give").gives(GRANTED),
        post::<Nothing>("/admin/grants/{grant}/withdraw", GIVERS, "api-grant-withdraw"),
        post::<TownshipForm>("/admin/townships", ADMINISTRATOR, "api-township"),
    ]
}

/// Sessions and their rolls.
fn roll() -> Vec<Verb> {
    vec![
        post::<SessionForm>("/desk/sessions", CLERK, "api-session-add").gives(&["session"]),
        post::<DeputyForm>("/desk/{session}/roll", CLERK, "api-deputy-add"),
        post::<import::Handed>("/desk/{session}/roll/import", CLERK, "api-deputies-import")
            .gives(IMPORTED),
        post::<DeputyForm>("/desk/{session}/roll/deputies/{deputy}", CLERK, "api-deputy-edit"),
        post::<deputy::Change>(
            "/desk/{session}/roll/deputies/{deputy}/status",
            CLERK,
            "api-deputy-status",
        ),
        post::<Nothing>(
            "/desk/{session}/roll/deputies/{deputy}/remove",
            CLERK,
            "api-deputy-remove",
        ),
    ]
}

/// Projects.
fn projects() -> Vec<Verb> {
    vec![
        post::<ProjectForm>("/desk/{session}/projects", CLERK, "api-project-add")
            .asks::<projects::Begin>()
            .gives(&["projects"]),
        post::<import::Handed>("/desk/{session}/projects/import", CLERK, "api-projects-import")
            .gives(IMPORTED),
        post::<ProjectForm>("/desk/{session}/projects/{project}", CLERK, "api-project-edit")
            .asks::<project::Seen>(),
        post::<project::Move>("/desk/{session}/projects/{project}/move", CLERK, "api-project-move"),
    ]
}

/// Officers, and polls before they open.
fn prepared() -> Vec<Verb> {
    vec![
        post::<officers::Chosen>("/desk/{session}/officers", CLERK, "api-officer-add")
            .gives(&["officer"]),
        post::<officers::Asked>("/desk/{session}/officers/propose", CLERK, "api-officers-propose"),
        post::<Nothing>("/desk/{session}/officers/{officer}/remove", CLERK, "api-officer-remove"),
        post::<PollForm>("/desk/{session}/polls", CLERK, "api-poll-add")
            .json_only()
            .gives(&["poll"]),
        post::<PollForm>("/desk/{session}/polls/{poll}/edit", CLERK, "api-poll-edit")
            .asks::<project::Seen>()
            .json_only()
            .gives(&["poll"]),
        post::<Nothing>("/desk/{session}/polls/{poll}/freeze", CLERK, "api-poll-freeze"),
        post::<poll::Adoption>("/desk/{session}/polls/{poll}/adoption", CLERK, "api-poll-adopt"),
        post::<poll::Typed>("/desk/{session}/polls/{poll}/discard", CLERK, "api-poll-discard"),
    ]
}

/// The day: stages, second persons, sign-in.
fn day() -> Vec<Verb> {
    vec![
        post::<TabletForm>("/desk/{session}/tablets", CLERK, "api-tablet-offer")
            .gives(&["code", "address"]),
        post::<Nothing>("/desk/{session}/tablets/{tablet}/reset", CLERK, "api-tablet-reset"),
        post::<Nothing>("/desk/{session}/tablets/{tablet}/revoke", CLERK, "api-tablet-revoke"),
        post::<today::From>("/desk/{session}/stage", CLERK, "api-stage"),
        post::<acts::Back>("/desk/{session}/acts/{act}/confirm", SECOND, "api-act-confirm"),
        post::<acts::Back>("/desk/{session}/acts/{act}/withdraw", SECOND, "api-act-withdraw"),
        post::<Nothing>("/desk/{session}/archive", CLERK, "api-archive"),
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
        post::<paper::Why>("/desk/{session}/run/{poll}/paper", CLERK, "api-poll-to-paper"),
        post::<paper::Why>("/desk/{session}/run/{poll}/tablets", CLERK, "api-poll-to-tablets"),
        post::<run::Close>("/desk/{session}/run/{poll}/close", CLERK, "api-poll-close"),
        post::<Nothing>("/desk/{session}/run/{poll}/publish", CLERK, "api-poll-publish"),
        post::<run::InWay>("/desk/{session}/run/{poll}/next-round", CLERK, "api-poll-next-round")
            .gives(&["poll"]),
        post::<run::InWay>("/desk/{session}/run/{poll}/again", CLERK, "api-poll-again")
            .gives(&["poll"]),
        post::<run::Void>("/desk/{session}/run/{poll}/void", PRESIDIUM, "api-poll-void"),
        post::<run::Correction>(
            "/desk/{session}/run/{poll}/correct",
            PRESIDIUM,
            "api-poll-correct",
        ),
    ]
}
