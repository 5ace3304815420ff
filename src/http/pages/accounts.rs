//! Accounts (W15): who has which, one more, a reset, closed for good; and the part of the second
//! person in that.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock::in_china;
use crate::domain::account::{GrantKind, Role, Second};
use crate::domain::township::Township;
use crate::http::App;
use crate::http::address::Path;
use crate::http::desk::{Refused, render_form};
use crate::http::failure::Failure;
use crate::http::input::{Input, Nothing};
use crate::http::page::{Page, render};
use crate::http::reply::{done, done_with};
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::accounts::{AccountForm, Known};
use crate::service::grants::{KnownCode, OpenGrant};
use crate::service::{SecondFactor, SignInRules};

const HERE: &str = "/admin/accounts";
/// Where the second person looks.
const SECOND: &str = "/desk/accounts";

/// What waits for a second person, or whose code is not used yet.
struct Grants {
    /// Each with what the reader may do.
    lines: Vec<GrantLine>,
    /// Whether the password was typed lately.
    fresh: bool,
}

struct GrantLine {
    grant: OpenGrant,
    township: String,
    by: String,
    at: String,
    own: bool,
    mine: bool,
}

impl GrantLine {
    /// The code, as far as it is known: the key of what it is, and its text.
    fn code(&self) -> Option<(&'static str, &str)> {
        match &self.grant.code {
            KnownCode::Nothing => None,
            KnownCode::Whole(text) => Some(("admin-code-whole", text)),
            KnownCode::First(text) => Some(("admin-code-first", text)),
            KnownCode::Second(text) => Some(("admin-code-second", text)),
        }
    }

    fn is_reset(&self) -> bool {
        self.grant.kind == GrantKind::Reset
    }
}

impl Grants {
    async fn of(app: &App, visitor: &Visitor) -> Result<Self, Failure> {
        let actor = visitor.actor()?;
        let townships = app.service.townships().await?;
        let mut lines = Vec::new();
        for grant in app.service.open_grants(actor).await? {
            let own = grant.proposed_by == actor.account.id;
            let role = grant.second.role();
            let mine = !own && !grant.given && role == Some(actor.account.role);
            let at = grant.proposed_at.parse::<jiff::Timestamp>();
            let at = at.map_or_else(
                |_| String::new(),
                |at| in_china(at).strftime("%Y-%m-%d %H:%M").to_string(),
            );
            let by = app.service.account_name(grant.proposed_by).await?;
            let township = name_of(&townships, &grant.account.township);
            lines.push(GrantLine { grant, township, by, at, own, mine });
        }
        Ok(Self { lines, fresh: actor.fresh })
    }
}

fn name_of(townships: &[Township], code: &str) -> String {
    let found = townships.iter().find(|township| township.code == code);
    found.map_or_else(|| code.to_owned(), |township| township.name.clone())
}

#[derive(Template)]
#[template(path = "admin/accounts.html")]
struct AccountsPage {
    w: Words,
    page: Page,
    own: Uuid,
    rules: SignInRules,
    grants: Grants,
    accounts: Vec<Known>,
    townships: Vec<Township>,
    roles: [Role; 6],
    typed: AccountForm,
    refused: Option<Refused>,
}

impl AccountsPage {
    fn township(&self, known: &Known) -> String {
        name_of(&self.townships, &known.account.township)
    }

    fn is_off(&self) -> bool {
        self.rules.second_factor == SecondFactor::Off
    }
}

fn blank() -> AccountForm {
    let [login, name, role, township, unit] = [const { String::new() }; 5];
    AccountForm { login, name, role, township, unit }
}

/// `GET /admin/accounts`.
pub(in crate::http) async fn list(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show(&app, &visitor, blank(), None).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    typed: AccountForm,
    refused: Option<Refused>,
) -> Result<Response, Failure> {
    let actor = visitor.actor()?;
    let status = refused.as_ref().map(|refused| refused.status);
    let shown = AccountsPage {
        w: visitor.words,
        page: Page {
            path: HERE.to_owned(),
            ..Page::of(visitor, visitor.words.say("nav-accounts"))
        },
        own: actor.account.id,
        rules: app.service.rules(),
        grants: Grants::of(app, visitor).await?,
        accounts: app.service.accounts(actor).await?,
        townships: app.service.townships().await?,
        roles: Role::ALL,
        typed,
        refused,
    };
    render_form(&shown, status)
}

/// What a program is told: the code as far as this person may know it.
fn told(grant: &OpenGrant) -> Value {
    let (code, part) = match &grant.code {
        KnownCode::Nothing => ("", ""),
        KnownCode::Whole(text) => (text.as_str(), "whole"),
        KnownCode::First(text) => (text.as_str(), "first"),
        KnownCode::Second(text) => (text.as_str(), "second"),
    };
    json!({ "account": grant.account.id, "grant": grant.id, "given": grant.given,
            "code": code, "part": part })
}

/// `POST /admin/accounts`.
pub(in crate::http) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    Input(form): Input<AccountForm>,
) -> Result<Response, Failure> {
    match app.service.add_account(visitor.actor()?, &form).await {
        Ok(grant) => Ok(done_with(&visitor, HERE, &told(&grant))),
        Err(fault) => {
            let refused = Refused::of(&visitor, fault)?;
            show(&app, &visitor, form, Some(refused)).await
        }
    }
}

/// `POST /admin/accounts/{account}/close`.
pub(in crate::http) async fn close(
    State(app): State<App>,
    Path(account): Path<Uuid>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    match app.service.close_account(visitor.actor()?, account).await {
        Ok(()) => Ok(done(&visitor, HERE)),
        Err(fault) => {
            let refused = Refused::of(&visitor, fault)?;
            show(&app, &visitor, blank(), Some(refused)).await
        }
    }
}

/// `POST /admin/accounts/{account}/password`.
pub(in crate::http) async fn reset_password(
    State(app): State<App>,
    Path(account): Path<Uuid>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    match app.service.reset_password(visitor.actor()?, account).await {
        Ok(grant) => Ok(done_with(&visitor, HERE, &told(&grant))),
        Err(fault) => {
            let refused = Refused::of(&visitor, fault)?;
            show(&app, &visitor, blank(), Some(refused)).await
        }
    }
}

#[derive(Template)]
#[template(path = "desk/accounts.html")]
struct SecondPage {
    w: Words,
    page: Page,
    grants: Grants,
}

/// `GET /desk/accounts`: what a member of the presidium is asked to agree to.
pub(in crate::http) async fn second(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let grants = Grants::of(&app, &visitor).await?;
    let page = Page::of(&visitor, visitor.words.say("nav-grants"));
    render(&SecondPage { w: visitor.words, page, grants })
}

/// Where who decides came from.
fn desk_of(visitor: &Visitor) -> Result<&'static str, Failure> {
    Ok(match visitor.actor()?.account.role {
        Role::Administrator => HERE,
        Role::Clerk | Role::Teller | Role::Presidium | Role::County | Role::Unit => SECOND,
    })
}

/// `POST /admin/grants/{grant}/give`.
pub(in crate::http) async fn give(
    State(app): State<App>,
    Path(grant): Path<Uuid>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    let given = app.service.give(visitor.actor()?, grant).await?;
    Ok(done_with(&visitor, desk_of(&visitor)?, &told(&given)))
}

/// `POST /admin/grants/{grant}/withdraw`.
pub(in crate::http) async fn withdraw(
    State(app): State<App>,
    Path(grant): Path<Uuid>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.withdraw_grant(visitor.actor()?, grant).await?;
    Ok(done(&visitor, desk_of(&visitor)?))
}
