//! Accounts (W15): who has which, one more, a new password, closed for good.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::domain::account::{Account, Role};
use crate::domain::township::Township;
use crate::http::App;
use crate::http::address::Path;
use crate::http::desk::{Refused, render_form};
use crate::http::failure::Failure;
use crate::http::input::{Input, Nothing};
use crate::http::page::Page;
use crate::http::reply::{done, done_with};
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::accounts::AccountForm;

const HERE: &str = "/admin/accounts";

/// What was typed of a new account, but for the password.
#[derive(Default)]
struct Typed {
    login: String,
    name: String,
    role: String,
    township: String,
    unit: String,
}

#[derive(Template)]
#[template(path = "admin/accounts.html")]
struct AccountsPage {
    w: Words,
    page: Page,
    own: Uuid,
    accounts: Vec<Account>,
    townships: Vec<Township>,
    roles: [Role; 6],
    typed: Typed,
    refused: Option<Refused>,
}

impl AccountsPage {
    fn township<'a>(&'a self, account: &'a Account) -> &'a str {
        let found = self.townships.iter().find(|township| township.code == account.township);
        found.map_or(account.township.as_str(), |township| township.name.as_str())
    }
}

/// `GET /admin/accounts`.
pub(in crate::http) async fn list(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show(&app, &visitor, Typed::default(), None).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    typed: Typed,
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
        accounts: app.service.accounts(actor).await?,
        townships: app.service.townships().await?,
        roles: Role::ALL,
        typed,
        refused,
    };
    render_form(&shown, status)
}

/// `POST /admin/accounts`.
pub(in crate::http) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    Input(form): Input<AccountForm>,
) -> Result<Response, Failure> {
    let AccountForm { login, name, role, township, unit, .. } = form.clone();
    match app.service.add_account(visitor.actor()?, form).await {
        Ok(account) => Ok(done_with(&visitor, HERE, &json!({ "account": account }))),
        Err(fault) => {
            let refused = Refused::of(&visitor, fault)?;
            show(&app, &visitor, Typed { login, name, role, township, unit }, Some(refused)).await
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
    app.service.close_account(visitor.actor()?, account).await?;
    Ok(done(&visitor, HERE))
}

/// A new password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewPassword {
    password: String,
}

/// `POST /admin/accounts/{account}/password`.
pub(in crate::http) async fn reset_password(
    State(app): State<App>,
    Path(account): Path<Uuid>,
    visitor: Visitor,
    Input(new): Input<NewPassword>,
) -> Result<Response, Failure> {
    let password = Zeroizing::new(new.password);
    match app.service.reset_password(visitor.actor()?, account, password).await {
        Ok(()) => Ok(done(&visitor, HERE)),
        Err(fault) => {
            let refused = Refused::of(&visitor, fault)?;
            show(&app, &visitor, Typed::default(), Some(refused)).await
        }
    }
}
