//! Signing in and out (W0), the first account, passwords, the language.

use askama::Template;
use axum::extract::State;
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::domain::account::Role;
use crate::http::App;
use crate::http::address::Query;
use crate::http::failure::Failure;
use crate::http::input::{Input, Nothing};
use crate::http::page::{Page, render};
use crate::http::reply::done;
use crate::http::visitor::{Face, LANGUAGE_COOKIE, Visitor, login_cookie};
use crate::http::words::{Language, Words};
use crate::service::Fault;

/// A field of one of these forms.
struct Field {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
}

#[derive(Template)]
#[template(path = "login/form.html")]
struct FormPage {
    w: Words,
    page: Page,
    notice: String,
    lead: String,
    action: &'static str,
    button: &'static str,
    fields: Vec<Field>,
    back: String,
}

const LOGIN: Field =
    Field { name: "login", label: "field-login", hint: "", kind: "text", autocomplete: "username" };
const PASSWORD: Field = Field {
    name: "password",
    label: "field-password",
    hint: "",
    kind: "password",
    autocomplete: "current-password",
};
const NEW_PASSWORD: Field = Field {
    name: "new",
    label: "field-new-password",
    hint: "field-new-password-hint",
    kind: "password",
    autocomplete: "new-password",
};

fn page(visitor: &Visitor, title: &str, action: &'static str) -> FormPage {
    FormPage {
        w: visitor.words,
        page: Page::of(visitor, visitor.words.say(title)),
        notice: String::new(),
        lead: String::new(),
        action,
        button: title_button(action),
        fields: Vec::new(),
        back: String::new(),
    }
}

fn title_button(action: &str) -> &'static str {
    match action {
        "/setup" => "login-set-up",
        "/password" => "login-change",
        "/again" => "login-confirm",
        _ => "common-sign-in",
    }
}

/// `GET /login`.
pub(in crate::http) async fn form(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    if app.service.needs_setup().await? {
        return Ok(Redirect::to("/setup").into_response());
    }
    if visitor.signed_in.is_some() {
        return Ok(Redirect::to("/desk").into_response());
    }
    render(&FormPage { fields: vec![LOGIN, PASSWORD], ..page(&visitor, "login-title", "/login") })
}

/// Name and password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Credentials {
    login: String,
    password: String,
}

/// `POST /login`.
pub(in crate::http) async fn sign_in(
    State(app): State<App>,
    visitor: Visitor,
    Input(given): Input<Credentials>,
) -> Result<Response, Failure> {
    let password = Zeroizing::new(given.password);
    let login = match app.service.sign_in(&given.login, password).await {
        Ok(login) => login,
        Err(Fault::Refused(refusal)) if visitor.face == Face::Page => {
            // The same form again, with what was wrong on top.
            let notice = visitor.words.refusal(&refusal);
            let form = page(&visitor, "login-title", "/login");
            let mut answer = render(&FormPage { fields: vec![LOGIN, PASSWORD], notice, ..form })?;
            *answer.status_mut() = Failure::from(refusal).status();
            return Ok(answer);
        }
        Err(fault) => return Err(fault.into()),
    };
    let mut answer = done(&visitor, "/desk");
    let name = login_cookie(app.tls);
    let secure = secure(&app);
    let cookie = Zeroizing::new(format!(
        "{name}={}; Path=/; HttpOnly; SameSite=Strict{secure}",
        *login.token
    ));
    set_cookie(&mut answer, &cookie)?;
    Ok(answer)
}

fn set_cookie(answer: &mut Response, cookie: &str) -> Result<(), Failure> {
    let value = HeaderValue::from_str(cookie);
    let value = value.map_err(|_| Failure::Internal("a cookie cannot be written"))?;
    answer.headers_mut().append(SET_COOKIE, value);
    Ok(())
}

/// `POST /logout`.
pub(in crate::http) async fn sign_out(
    State(app): State<App>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.sign_out(visitor.login()?).await?;
    let mut answer = done(&visitor, "/login");
    let name = login_cookie(app.tls);
    let secure = secure(&app);
    set_cookie(
        &mut answer,
        &format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict{secure}"),
    )?;
    let clear = HeaderValue::from_static("\"cache\", \"storage\"");
    answer.headers_mut().insert("clear-site-data", clear);
    Ok(answer)
}

/// `GET /setup`: the first account, with the code that the terminal shows.
pub(in crate::http) async fn setup_form(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    if !app.service.needs_setup().await? {
        return Ok(Redirect::to("/login").into_response());
    }
    let code = Field {
        name: "code",
        label: "field-setup-code",
        hint: "field-setup-code-hint",
        kind: "text",
        autocomplete: "off",
    };
    let name =
        Field { name: "name", label: "field-name", hint: "", kind: "text", autocomplete: "name" };
    let fields = vec![code, LOGIN, name, NEW_PASSWORD];
    let lead = visitor.words.say("login-setup-lead");
    render(&FormPage { lead, fields, ..page(&visitor, "login-setup-title", "/setup") })
}

/// What the first account needs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Setup {
    code: String,
    login: String,
    name: String,
    new: String,
}

/// `POST /setup`.
pub(in crate::http) async fn set_up(
    State(app): State<App>,
    visitor: Visitor,
    Input(setup): Input<Setup>,
) -> Result<Response, Failure> {
    let password = Zeroizing::new(setup.new);
    app.service.set_up(&setup.code, &setup.login, &setup.name, password).await?;
    Ok(done(&visitor, "/login"))
}

/// `GET /password`.
pub(in crate::http) async fn password_form(visitor: Visitor) -> Result<Response, Failure> {
    let fields = vec![PASSWORD, NEW_PASSWORD];
    render(&FormPage { fields, ..page(&visitor, "login-password-title", "/password") })
}

/// The old password and a new one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Change {
    password: String,
    new: String,
}

/// `POST /password`.
pub(in crate::http) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Input(change): Input<Change>,
) -> Result<Response, Failure> {
    let (old, new) = (Zeroizing::new(change.password), Zeroizing::new(change.new));
    app.service.change_password(visitor.login()?, old, new).await?;
    Ok(done(&visitor, "/desk"))
}

/// Where to go on when the password was typed.
#[derive(Deserialize)]
pub(in crate::http) struct Onward {
    #[serde(default)]
    back: String,
}

/// `GET /again`: the password once more, for acts of a second person.
pub(in crate::http) async fn again_form(
    visitor: Visitor,
    Query(onward): Query<Onward>,
) -> Result<Response, Failure> {
    let lead = visitor.words.say("login-again-lead");
    let form = page(&visitor, "login-again-title", "/again");
    render(&FormPage { fields: vec![PASSWORD], lead, back: onward.back, ..form })
}

/// The password once more, and the page to come back to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Again {
    password: String,
    #[serde(default)]
    back: String,
}

/// `POST /again`.
pub(in crate::http) async fn again(
    State(app): State<App>,
    visitor: Visitor,
    Input(again): Input<Again>,
) -> Result<Response, Failure> {
    app.service.refresh(visitor.login()?, Zeroizing::new(again.password)).await?;
    let home = home_of(visitor.actor()?.account.role);
    Ok(done(&visitor, own_path(&again.back).unwrap_or(home)))
}

/// A path of this site, never another site's address.
pub(in crate::http) fn own_path(path: &str) -> Option<&str> {
    let visible = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (visible && path.starts_with('/') && !path.starts_with("//")).then_some(path)
}

/// Where an account begins.
pub(in crate::http) const fn home_of(role: Role) -> &'static str {
    match role {
        Role::Administrator => "/admin/accounts",
        Role::County => "/county",
        Role::Clerk | Role::Teller | Role::Presidium | Role::Unit => "/desk",
    }
}

/// What a cookie's attributes end with.
const fn secure(app: &App) -> &'static str {
    if app.tls { "; Secure" } else { "" }
}

/// A language, and the page to come back to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Choice {
    language: String,
    back: String,
}

/// `POST /language`.
pub(in crate::http) async fn language(
    State(app): State<App>,
    visitor: Visitor,
    Input(choice): Input<Choice>,
) -> Result<Response, Failure> {
    let language = Language::of(&choice.language).unwrap_or_default();
    let mut answer = done(&visitor, own_path(&choice.back).unwrap_or("/"));
    let (tag, secure) = (language.tag(), secure(&app));
    let cookie =
        format!("{LANGUAGE_COOKIE}={tag}; Path=/; Max-Age=31536000; SameSite=Strict{secure}");
    set_cookie(&mut answer, &cookie)?;
    Ok(answer)
}
