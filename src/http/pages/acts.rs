//! Acts that wait for a second person: the panel that pages show, its confirming and withdrawing.
//!
//! A page shows the panel with `{% include "parts/acts.html" %}`, a field `acts: Acts` from
//! [`Acts::load`], and its `w` and `page`.

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::clock::in_china;
use crate::domain::account::Role;
use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::{Failure, asks_password};
use crate::http::input::Input;
use crate::http::pages::login::own_path;
use crate::http::reply::done;
use crate::http::visitor::{Face, Visitor};
use crate::http::words::Words;
use crate::service::Fault;
use crate::service::proposals::{Act, WaitingAct};

/// The acts of a session that wait, as one account sees them.
pub(in crate::http) struct Acts {
    /// The session.
    pub(in crate::http) session: Uuid,
    /// What waits, the oldest first.
    pub(in crate::http) waiting: Vec<Waiting>,
    /// Whether the password was typed within the last minutes.
    pub(in crate::http) fresh: bool,
}

/// An act that waits.
pub(in crate::http) struct Waiting {
    /// Its id.
    pub(in crate::http) id: Uuid,
    /// Key of the word of the act.
    pub(in crate::http) word: &'static str,
    /// The poll, the deputy or the digest of the archive that it is about.
    pub(in crate::http) about: String,
    /// Why, where the act has a reason.
    pub(in crate::http) reason: String,
    /// Who asked.
    pub(in crate::http) by: String,
    /// When, as a clock in China shows it.
    pub(in crate::http) at: String,
    /// Who confirms.
    pub(in crate::http) second: Role,
    /// Whether the visitor asked for it.
    pub(in crate::http) own: bool,
    /// Whether the visitor may confirm it.
    pub(in crate::http) mine: bool,
}

impl Acts {
    /// What waits in a session, for whoever looks.
    pub(in crate::http) async fn load(
        app: &App,
        session: Uuid,
        visitor: &Visitor,
    ) -> Result<Self, Failure> {
        let actor = visitor.actor()?;
        let acts = app.service.waiting_acts(session).await?;
        let mut waiting = Vec::new();
        for act in &acts {
            let (about, reason) = subject(app, session, visitor.words, &act.act).await?;
            let own = act.proposed_by == actor.account.id;
            let second = act.act.second();
            waiting.push(Waiting {
                id: act.id,
                word: act.act.word(),
                about,
                reason,
                by: app.service.account_name(act.proposed_by).await?,
                at: clock(act),
                second,
                own,
                mine: !own && actor.account.role == second,
            });
        }
        Ok(Self { session, waiting, fresh: actor.fresh })
    }
}

async fn subject(
    app: &App,
    session: Uuid,
    w: Words,
    act: &Act,
) -> Result<(String, String), Failure> {
    let question = async |poll: &Uuid| -> Result<String, Failure> {
        Ok(app.service.prepared_poll(session, *poll).await?.draft.question)
    };
    Ok(match act {
        Act::Freeze { poll } | Act::Close { poll, issued: None } | Act::Publish { poll } => {
            (question(poll).await?, String::new())
        }
        Act::Close { poll, issued: Some(issued) } => {
            let issued = w.with("running-act-issued", [("n", *issued)]);
            (format!("{} · {issued}", question(poll).await?), String::new())
        }
        Act::ToPaper { poll, reason } | Act::ToTablets { poll, reason } => {
            (question(poll).await?, reason.clone())
        }
        Act::SignIn { deputy, reason } => {
            let roll = app.service.roll(session).await?;
            let name = roll.into_iter().find(|known| known.id == *deputy).map(|it| it.name);
            (name.unwrap_or_default(), reason.clone())
        }
        Act::Export { digest, .. } => (format!("SHA-256 {digest}"), String::new()),
    })
}

/// When an act was asked for, as a clock in China shows it.
fn clock(act: &WaitingAct) -> String {
    // The service writes the time itself, always in this form.
    let at = act.proposed_at.parse::<jiff::Timestamp>();
    at.map_or_else(|_| String::new(), |at| in_china(at).strftime("%H:%M").to_string())
}

/// Where to go on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Back {
    #[serde(default)]
    back: String,
}

impl Back {
    fn path(&self, session: Uuid) -> String {
        let today = || format!("/desk/{session}");
        own_path(&self.back).map_or_else(today, str::to_owned)
    }
}

/// `POST /desk/{session}/acts/{act}/confirm`.
pub(in crate::http) async fn confirm(
    State(app): State<App>,
    Path((session, act)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(back): Input<Back>,
) -> Result<Response, Failure> {
    let path = back.path(session);
    match app.service.confirm(visitor.actor()?, session, act).await {
        Ok(()) => Ok(done(&visitor, &path)),
        Err(Fault::Refused(refusal)) if asks_password(&refusal) && visitor.face == Face::Page => {
            Ok(Redirect::to(&format!("/again?back={path}")).into_response())
        }
        Err(fault) => Err(fault.into()),
    }
}

/// `POST /desk/{session}/acts/{act}/withdraw`.
pub(in crate::http) async fn withdraw(
    State(app): State<App>,
    Path((session, act)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(back): Input<Back>,
) -> Result<Response, Failure> {
    app.service.withdraw(visitor.actor()?, session, act).await?;
    Ok(done(&visitor, &back.path(session)))
}
