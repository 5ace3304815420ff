//! The officers of a session: who holds which office, who has registered a card, and who has
//! signed the list.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use ballotbox::codec::Digest;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::domain::account::{Account, Role};
use crate::domain::officer::{Keys, Office, Officer};
use crate::http::App;
use crate::http::address::Path;
use crate::http::desk::{Refused, render_form, session_page};
use crate::http::failure::Failure;
use crate::http::input::{Input, Nothing};
use crate::http::page::Page;
use crate::http::reply::{done, done_with};
use crate::http::visitor::Visitor;
use crate::http::words::Words;

/// An officer as the page shows one.
struct Line {
    officer: Officer,
    /// Fingerprint of the card's public halves; none before it is registered.
    fingerprint: Option<String>,
    signed: bool,
}

/// One of the two offices, with who holds it and who could.
struct Group {
    title: &'static str,
    hint: &'static str,
    lines: Vec<Line>,
    candidates: Vec<Account>,
}

#[derive(Template)]
#[template(path = "desk/officers.html")]
struct OfficersPage {
    w: Words,
    page: Page,
    session: Uuid,
    version: u64,
    groups: Vec<Group>,
    /// Members of the presidium.
    members: usize,
    threshold: u32,
    /// Officers whose card is not registered.
    waiting: usize,
    /// How many have signed the list that waits.
    signed: Option<usize>,
    total: usize,
    fixed: bool,
    refused: Option<Refused>,
}

/// The account that takes an office.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Chosen {
    account: Uuid,
}

/// Signatures of the presidium that are needed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Asked {
    threshold: u32,
}

/// `GET /desk/{session}/officers`.
pub(in crate::http) async fn list(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show(&app, &visitor, session, None).await
}

/// `POST /desk/{session}/officers`.
pub(in crate::http) async fn add(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(chosen): Input<Chosen>,
) -> Result<Response, Failure> {
    let id = app.service.add_officer(visitor.actor()?, session, chosen.account).await?;
    Ok(done_with(&visitor, &place_of(session), &json!({ "officer": id })))
}

/// `POST /desk/{session}/officers/{officer}/remove`.
pub(in crate::http) async fn remove(
    State(app): State<App>,
    Path((session, officer)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.remove_officer(visitor.actor()?, session, officer).await?;
    Ok(done(&visitor, &place_of(session)))
}

/// `POST /desk/{session}/officers/propose`: everybody is asked to sign the list with this
/// threshold.
pub(in crate::http) async fn propose(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(Asked { threshold }): Input<Asked>,
) -> Result<Response, Failure> {
    let actor = visitor.actor()?;
    let asked = async {
        if app.service.session(session).await?.threshold != threshold {
            app.service.set_threshold(actor, session, threshold).await?;
        }
        app.service.propose_officers(actor, session).await
    };
    match asked.await {
        Ok(()) => Ok(done(&visitor, &place_of(session))),
        Err(fault) => {
            let refused = Some(Refused::of(&visitor, fault)?);
            show(&app, &visitor, session, refused).await
        }
    }
}

fn place_of(session: Uuid) -> String {
    format!("/desk/{session}/officers")
}

/// What two people compare: 20 characters of the public halves' digest.
fn fingerprint(keys: &Keys) -> Option<String> {
    let digest = match keys {
        Keys::None => return None,
        Keys::Sign(sign) => Digest::of(&[sign.as_bytes()]),
        Keys::Lock(sign, lock, _) => Digest::of(&[sign.as_bytes(), lock.as_bytes()]),
    };
    Some(digest.code(20, 5))
}

/// The threshold that the page begins with: what was set, where it is lawful, else more than half.
fn threshold_of(set: u32, members: usize) -> u32 {
    let members = u32::try_from(members).unwrap_or(u32::MAX);
    let lawful = set <= members && set.saturating_mul(2) > members;
    if lawful { set } else { members / 2 + 1 }
}

async fn show(
    app: &App,
    visitor: &Visitor,
    session: Uuid,
    refused: Option<Refused>,
) -> Result<Response, Failure> {
    let (known, mut page) = session_page(app, visitor, session, "prepare-officers").await?;
    page.path = place_of(session);
    let officers = app.service.officers(session).await?;
    let candidates = app.service.officer_candidates(session).await?;
    let signed = app.service.list_signed(session).await?;
    let fixed = app.service.log_of(session).await?.officers().is_some();
    let group = |office: Office, role: Role, (title, hint)| {
        let line = |officer: &Officer| Line {
            fingerprint: fingerprint(&officer.keys),
            signed: fixed || signed.as_ref().is_some_and(|ids| ids.contains(&officer.id)),
            officer: officer.clone(),
        };
        let lines = officers.iter().filter(|officer| officer.office == office).map(line);
        let able = candidates.iter().filter(|account| account.role == role);
        Group { title, hint, lines: lines.collect(), candidates: able.cloned().collect() }
    };
    let tellers = ("prepare-officers-tellers", "prepare-officers-tellers-hint");
    let presidium = ("prepare-officers-presidium", "prepare-officers-presidium-hint");
    let groups = vec![
        group(Office::Teller, Role::Teller, tellers),
        group(Office::Presidium, Role::Presidium, presidium),
    ];
    let count = |of: fn(&Officer) -> bool| officers.iter().filter(|it| of(it)).count();
    let members = count(|officer| officer.office == Office::Presidium);
    let status = refused.as_ref().map(|refused| refused.status);
    let page = OfficersPage {
        w: visitor.words,
        page,
        session,
        version: known.version,
        groups,
        members,
        threshold: threshold_of(known.threshold, members),
        waiting: count(|officer| officer.keys == Keys::None),
        signed: signed.map(|signed| signed.len()),
        total: officers.len(),
        fixed,
        refused,
    };
    render_form(&page, status)
}

#[cfg(test)]
mod tests {
    use super::threshold_of;

    #[test]
    fn the_threshold_begins_at_more_than_half() {
        let found = [0, 1, 2, 3, 4, 5].map(|members| threshold_of(1, members));
        assert_eq!(found, [1, 1, 2, 2, 3, 3]);
        assert_eq!(threshold_of(4, 5), 4);
        assert_eq!(threshold_of(6, 5), 3);
    }
}
