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
use crate::http::reply::{done, done_with};
use crate::http::visitor::{
    Face, LANGUAGE_COOKIE, Visitor, begun_cookie, device_cookie, login_cookie,
};
use crate::http::words::{Language, Words};
use crate::service::sign_in::{NewLogin, SignIn, Step};
use crate::service::{Fault, SecondFactor};

/// A field of one of these forms.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) kind: &'static str,
    pub(super) autocomplete: &'static str,
}

#[derive(Template)]
#[template(path = "login/form.html")]
pub(super) struct FormPage {
    pub(super) w: Words,
    pub(super) page: Page,
    /// What was wrong with what was typed.
    pub(super) notice: String,
    /// What the page is for.
    pub(super) lead: String,
    /// Where a form is posted to.
    pub(super) action: &'static str,
    pub(super) button: &'static str,
    pub(super) fields: Vec<Field>,
    pub(super) back: String,
    /// Another way: its address and the key of its word.
    pub(super) other: Option<(&'static str, &'static str)>,
    /// A password alone signs in here.
    pub(super) rehearsal: bool,
}

/// How long a device stays known: half a year.
const DEVICE_SECONDS: u32 = 180 * 24 * 3600;
const LOGIN: Field =
    Field { name: "login", label: "field-login", hint: "", kind: "text", autocomplete: "username" };
const PASSWORD: Field = Field {
    name: "password",
    label: "field-password",
    hint: "",
    kind: "password",
    autocomplete: "current-password",
};
/// A new password, with the rule for it.
pub(super) fn new_password(app: &App) -> Field {
    Field {
        name: "new",
        label: "field-new-password",
        hint: app.service.rules().profile.word(),
        kind: "password",
        autocomplete: "new-password",
    }
}

/// A form without fields.
pub(super) fn page(visitor: &Visitor, title: &str, action: &'static str) -> FormPage {
    FormPage {
        w: visitor.words,
        page: Page::of(visitor, visitor.words.say(title)),
        notice: String::new(),
        lead: String::new(),
        action,
        button: title_button(action),
        fields: Vec::new(),
        back: String::new(),
        other: None,
        rehearsal: false,
    }
}

fn title_button(action: &str) -> &'static str {
    match action {
        "/setup" => "login-set-up",
        "/password" => "login-change",
        "/again" => "login-confirm",
        "/login/password" => "login-take",
        "/login/code" | "/login/second-factor" => "login-go-on",
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
    render(&login_page(&app, &visitor, String::new()))
}

fn login_page(app: &App, visitor: &Visitor, notice: String) -> FormPage {
    let rehearsal = app.service.rules().second_factor == SecondFactor::Off;
    let form = page(visitor, "login-title", "/login");
    FormPage { fields: vec![LOGIN, PASSWORD], notice, rehearsal, ..form }
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
    match app.service.sign_in(&given.login, password, &visitor.source).await {
        Ok(reached) => arrived(&visitor, reached),
        Err(fault) => again_with(&visitor, fault, |notice| login_page(&app, &visitor, notice)),
    }
}

/// The same form again, with what was wrong on top.
pub(super) fn again_with(
    visitor: &Visitor,
    fault: Fault,
    form: impl FnOnce(String) -> FormPage,
) -> Result<Response, Failure> {
    match fault {
        Fault::Refused(refusal) if visitor.face == Face::Page => {
            let mut answer = render(&form(visitor.words.refusal(&refusal)))?;
            *answer.status_mut() = Failure::from(refusal).status();
            Ok(answer)
        }
        fault => Err(fault.into()),
    }
}

/// On to the desk, or to what is still wanted.
pub(super) fn arrived(visitor: &Visitor, reached: SignIn) -> Result<Response, Failure> {
    match reached {
        SignIn::Done(login) => {
            let mut answer = done(visitor, "/desk");
            keep_login(visitor, &mut answer, &login)?;
            Ok(answer)
        }
        SignIn::Wants(step, token) => {
            let wants = serde_json::json!({ "done": false, "wants": step.name() });
            let mut answer = done_with(visitor, path_of(step), &wants);
            if let Some(token) = token {
                let name = begun_cookie(visitor.secure);
                let cookie = Zeroizing::new(own_cookie(visitor, name, &token, 600));
                set_cookie(&mut answer, &cookie)?;
            }
            Ok(answer)
        }
    }
}

/// Where a step is taken.
pub(super) const fn path_of(step: Step) -> &'static str {
    match step {
        Step::Code => "/login/code",
        Step::Password => "/login/password",
        Step::SetUp => "/login/second-factor",
    }
}

/// Gives the browser the cookies of a login, and takes the one of its beginning.
pub(super) fn keep_login(
    visitor: &Visitor,
    answer: &mut Response,
    login: &NewLogin,
) -> Result<(), Failure> {
    let (name, secure) = (login_cookie(visitor.secure), secure(visitor));
    let cookie = Zeroizing::new(format!(
        "{name}={}; Path=/; HttpOnly; SameSite=Strict{secure}",
        *login.token
    ));
    set_cookie(answer, &cookie)?;
    if let Some(device) = &login.device {
        let name = device_cookie(visitor.secure);
        set_cookie(answer, &Zeroizing::new(own_cookie(visitor, name, device, DEVICE_SECONDS)))?;
    }
    set_cookie(answer, &own_cookie(visitor, begun_cookie(visitor.secure), "", 0))
}

/// A cookie of ours that ends after so many seconds.
fn own_cookie(visitor: &Visitor, name: &str, value: &str, seconds: u32) -> String {
    let secure = secure(visitor);
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
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
    let name = login_cookie(visitor.secure);
    let secure = secure(&visitor);
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
    let fields = vec![code, LOGIN, name, new_password(&app)];
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
pub(in crate::http) async fn password_form(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let fields = vec![PASSWORD, new_password(&app)];
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
const fn secure(visitor: &Visitor) -> &'static str {
    if visitor.secure { "; Secure" } else { "" }
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
    visitor: Visitor,
    Input(choice): Input<Choice>,
) -> Result<Response, Failure> {
    let language = Language::of(&choice.language).unwrap_or_default();
    let mut answer = done(&visitor, own_path(&choice.back).unwrap_or("/"));
    let (tag, secure) = (language.tag(), secure(&visitor));
    let cookie =
        format!("{LANGUAGE_COOKIE}={tag}; Path=/; Max-Age=31536000; SameSite=Strict{secure}");
    set_cookie(&mut answer, &cookie)?;
    Ok(answer)
}
