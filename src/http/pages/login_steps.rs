//! What a sign-in asks for after the password (W0): a code, a password of one's own, a second
//! factor that is set up. One thing on each screen.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use serde_json::json;
use zeroize::Zeroizing;

use super::login::{Field, FormPage, again_with, arrived, keep_login, new_password, page, path_of};
use crate::documents::qr;
use crate::http::App;
use crate::http::address::Query;
use crate::http::failure::Failure;
use crate::http::input::Input;
use crate::http::page::{Page, render};
use crate::http::visitor::{Face, Visitor, begun_cookie, cookie};
use crate::http::words::Words;
use crate::service::Fault;
use crate::service::sign_in::{Standing, Step};

const CODE: Field = Field {
    name: "code",
    label: "field-code",
    hint: "field-code-hint",
    kind: "code",
    autocomplete: "one-time-code",
};
const RECOVERY: Field = Field {
    name: "code",
    label: "field-recovery-code",
    hint: "field-recovery-code-hint",
    kind: "text",
    autocomplete: "off",
};

fn token<'a>(visitor: &Visitor, headers: &'a HeaderMap) -> &'a str {
    cookie(headers, begun_cookie(visitor.secure)).unwrap_or_default()
}

/// The sign-in that has begun, where it wants this step; else where to go instead.
async fn wanted(app: &App, token: &str, step: Step) -> Result<Result<Standing, Response>, Failure> {
    Ok(match app.service.standing(token).await? {
        Some(standing) if standing.step == step => Ok(standing),
        Some(standing) => Err(Redirect::to(path_of(standing.step)).into_response()),
        None => Err(Redirect::to("/login").into_response()),
    })
}

/// Whether somebody has no device at hand.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Way {
    recovery: String,
}

/// `GET /login/code`.
pub(in crate::http) async fn code_form(
    State(app): State<App>,
    Query(way): Query<Way>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Result<Response, Failure> {
    match wanted(&app, token(&visitor, &headers), Step::Code).await? {
        Ok(_) => render(&code_page(&visitor, !way.recovery.is_empty(), String::new())),
        Err(elsewhere) => Ok(elsewhere),
    }
}

fn code_page(visitor: &Visitor, recovery: bool, notice: String) -> FormPage {
    let (title, field, other) = if recovery {
        ("login-with-recovery-title", RECOVERY, ("/login/code", "login-with-code"))
    } else {
        ("login-code-title", CODE, ("/login/code?recovery=1", "login-with-recovery"))
    };
    let form = page(visitor, title, "/login/code");
    FormPage { fields: vec![field], notice, other: Some(other), ..form }
}

/// A code.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Code {
    code: String,
}

/// `POST /login/code`.
pub(in crate::http) async fn code(
    State(app): State<App>,
    headers: HeaderMap,
    visitor: Visitor,
    Input(given): Input<Code>,
) -> Result<Response, Failure> {
    let code = Zeroizing::new(given.code);
    // Letters stand in recovery codes alone.
    let recovery = code.chars().any(char::is_alphabetic);
    match app.service.give_code(token(&visitor, &headers), &code, &visitor.source).await {
        Ok(reached) => arrived(&visitor, reached),
        Err(fault) => back(&visitor, fault, |notice| code_page(&visitor, recovery, notice)),
    }
}

/// A sign-in that has ended begins anew; what was wrong is typed again.
fn back(
    visitor: &Visitor,
    fault: Fault,
    form: impl FnOnce(String) -> FormPage,
) -> Result<Response, Failure> {
    match fault {
        Fault::Refused(refusal)
            if refusal.key() == "refusal-sign-in-gone" && visitor.face == Face::Page =>
        {
            Ok(Redirect::to("/login").into_response())
        }
        fault => again_with(visitor, fault, form),
    }
}

/// `GET /login/password`.
pub(in crate::http) async fn password_form(
    State(app): State<App>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Result<Response, Failure> {
    match wanted(&app, token(&visitor, &headers), Step::Password).await? {
        Ok(standing) => render(&password_page(&app, &visitor, standing.expired, String::new())),
        Err(elsewhere) => Ok(elsewhere),
    }
}

fn password_page(app: &App, visitor: &Visitor, expired: bool, notice: String) -> FormPage {
    let lead = if expired { "login-expired-lead" } else { "login-first-lead" };
    let lead = visitor.words.say(lead);
    let form = page(visitor, "login-own-password", "/login/password");
    FormPage { fields: vec![new_password(app)], lead, notice, ..form }
}

/// A password of one's own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Own {
    new: String,
}

/// `POST /login/password`.
pub(in crate::http) async fn password(
    State(app): State<App>,
    headers: HeaderMap,
    visitor: Visitor,
    Input(own): Input<Own>,
) -> Result<Response, Failure> {
    let token = token(&visitor, &headers);
    let new = Zeroizing::new(own.new);
    match app.service.give_password(token, new, &visitor.source).await {
        Ok(reached) => arrived(&visitor, reached),
        Err(fault) => {
            let expired = app.service.standing(token).await?.is_some_and(|it| it.expired);
            back(&visitor, fault, |notice| password_page(&app, &visitor, expired, notice))
        }
    }
}

#[derive(Template)]
#[template(path = "login/second_factor.html")]
struct SetupPage {
    w: Words,
    page: Page,
    notice: String,
    drawing: Zeroizing<String>,
    /// The secret in groups, to be typed where there is no camera.
    groups: Vec<String>,
}

/// `GET /login/second-factor`.
pub(in crate::http) async fn second_factor_form(
    State(app): State<App>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Result<Response, Failure> {
    match wanted(&app, token(&visitor, &headers), Step::SetUp).await? {
        Ok(standing) => render(&setup_page(&visitor, &standing, String::new())?),
        Err(elsewhere) => Ok(elsewhere),
    }
}

fn setup_page(
    visitor: &Visitor,
    standing: &Standing,
    notice: String,
) -> Result<SetupPage, Failure> {
    let setup = standing.setup.as_ref();
    let setup = setup.ok_or(Failure::Internal("a second factor is set up without a secret"))?;
    let drawing = qr::svg(&setup.address);
    let drawing = drawing.map_err(|_| Failure::Internal("a second factor cannot be drawn"))?;
    let letters: Vec<char> = setup.secret.chars().collect();
    let groups = letters.chunks(4).map(|four| four.iter().collect()).collect();
    let page = Page::of(visitor, visitor.words.say("login-setup-factor-title"));
    Ok(SetupPage { w: visitor.words, page, notice, drawing, groups })
}

#[derive(Template)]
#[template(path = "login/recovery_codes.html")]
struct CodesPage {
    w: Words,
    page: Page,
    codes: Vec<Zeroizing<String>>,
}

/// `POST /login/second-factor`.
pub(in crate::http) async fn second_factor(
    State(app): State<App>,
    headers: HeaderMap,
    visitor: Visitor,
    Input(given): Input<Code>,
) -> Result<Response, Failure> {
    let token = token(&visitor, &headers);
    let code = Zeroizing::new(given.code);
    match app.service.set_second_factor_up(token, &code, &visitor.source).await {
        Ok((login, codes)) => {
            let mut answer = match visitor.face {
                Face::Page => {
                    let page = Page::of(&visitor, visitor.words.say("login-recovery-title"));
                    render(&CodesPage { w: visitor.words, page, codes })?
                }
                Face::Json => {
                    let codes: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
                    axum::Json(json!({ "done": true, "recovery_codes": codes })).into_response()
                }
            };
            keep_login(&visitor, &mut answer, &login)?;
            Ok(answer)
        }
        Err(Fault::Refused(refusal)) if visitor.face == Face::Page => {
            let notice = visitor.words.refusal(&refusal);
            match wanted(&app, token, Step::SetUp).await? {
                Ok(standing) => {
                    let mut answer = render(&setup_page(&visitor, &standing, notice)?)?;
                    *answer.status_mut() = Failure::from(refusal).status();
                    Ok(answer)
                }
                Err(elsewhere) => Ok(elsewhere),
            }
        }
        Err(fault) => Err(fault.into()),
    }
}
