//! Townships: which there are, from when until when, what went before them; added and changed.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use crate::domain::township::{Township, TownshipKind};
use crate::http::App;
use crate::http::address::Query;
use crate::http::dates::day;
use crate::http::desk::{Refused, render_form};
use crate::http::failure::Failure;
use crate::http::input::Input;
use crate::http::page::Page;
use crate::http::reply::done;
use crate::http::visitor::Visitor;
use crate::http::words::Words;
use crate::service::townships::TownshipForm;

const HERE: &str = "/admin/townships";

#[derive(Template)]
#[template(path = "admin/townships.html")]
struct TownshipsPage {
    w: Words,
    page: Page,
    townships: Vec<Township>,
    kinds: [TownshipKind; 3],
    form: TownshipForm,
    refused: Option<Refused>,
}

impl TownshipsPage {
    /// From when until when, in words.
    fn validity(&self, township: &Township) -> String {
        let from = day(self.w, township.valid_from);
        match township.valid_to {
            None => self.w.with("admin-township-since", [("from", from)]),
            Some(to) => {
                self.w.with("admin-township-until", [("from", from), ("to", day(self.w, to))])
            }
        }
    }

    /// The names of what went before it.
    fn predecessors(&self, township: &Township) -> String {
        let name = |code: &String| {
            let found = self.townships.iter().find(|other| other.code == *code);
            found.map_or_else(|| code.clone(), |other| other.name.clone())
        };
        let names: Vec<_> = township.predecessors.iter().map(name).collect();
        names.join(self.w.pick("、", ", "))
    }
}

/// Which township to change.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Chosen {
    code: String,
}

/// `GET /admin/townships`.
pub(in crate::http) async fn list(
    State(app): State<App>,
    Query(chosen): Query<Chosen>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let townships = app.service.townships().await?;
    let found = townships.iter().find(|township| township.code == chosen.code);
    let form = found.map_or_else(empty, written);
    show(&visitor, townships, form, None)
}

fn show(
    visitor: &Visitor,
    townships: Vec<Township>,
    form: TownshipForm,
    refused: Option<Refused>,
) -> Result<Response, Failure> {
    let status = refused.as_ref().map(|refused| refused.status);
    let shown = TownshipsPage {
        w: visitor.words,
        page: Page::of(visitor, visitor.words.say("nav-townships")),
        townships,
        kinds: TownshipKind::ALL,
        form,
        refused,
    };
    render_form(&shown, status)
}

fn empty() -> TownshipForm {
    TownshipForm {
        code: String::new(),
        name: String::new(),
        county: String::new(),
        kind: TownshipKind::Town.name().to_owned(),
        valid_from: String::new(),
        valid_to: String::new(),
        predecessors: String::new(),
        version: 0,
    }
}

/// A township as its form has it.
fn written(township: &Township) -> TownshipForm {
    TownshipForm {
        code: township.code.clone(),
        name: township.name.clone(),
        county: township.county.clone(),
        kind: township.kind.name().to_owned(),
        valid_from: township.valid_from.to_string(),
        valid_to: township.valid_to.map_or_else(String::new, |day| day.to_string()),
        predecessors: township.predecessors.join(" "),
        version: township.version,
    }
}

/// `POST /admin/townships`.
pub(in crate::http) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Input(form): Input<TownshipForm>,
) -> Result<Response, Failure> {
    match app.service.save_township(visitor.actor()?, &form).await {
        Ok(()) => Ok(done(&visitor, HERE)),
        Err(fault) => {
            let refused = Refused::of(&visitor, fault)?;
            show(&visitor, app.service.townships().await?, form, Some(refused))
        }
    }
}
