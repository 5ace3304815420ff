//! The page on the JSON interface: every verb with who may use it, its fields and an example.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::cached;
use crate::http::App;
use crate::http::api::description::shape::{Field, Kind};
use crate::http::api::description::verbs::{Answer, Verb, all};
use crate::http::api::description::{sentence, who};
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::visitor::Visitor;
use crate::http::words::Words;

#[derive(Template)]
#[template(path = "public/machines.html")]
struct MachinesPage {
    w: Words,
    page: Page,
    verbs: Vec<Shown>,
}

/// A verb as the page shows it.
struct Shown {
    method: &'static str,
    path: &'static str,
    sentence: String,
    who: String,
    fields: Vec<&'static str>,
    members: &'static [&'static str],
    example: String,
}

impl Shown {
    fn of(words: Words, url: &str, verb: &Verb) -> Self {
        Self {
            method: if verb.changes { "POST" } else { "GET" },
            path: verb.path,
            sentence: sentence(words, verb),
            who: who(words, verb.access),
            fields: verb.body.iter().map(|field| field.name).collect(),
            members: match verb.answer {
                Answer::Object(members) => members,
                Answer::List | Answer::Events => &[],
            },
            example: example(url, verb),
        }
    }
}

/// A command that does it.
fn example(url: &str, verb: &Verb) -> String {
    let path = verb.path.replace('{', "$").replace('}', "");
    let query = verb.query.first().map_or_else(String::new, |it| format!("?{0}=${0}", it.name));
    if !verb.changes {
        return format!("curl -b jar \"{url}{path}{query}\"");
    }
    let fields: Vec<_> = verb.body.iter().map(sample).collect();
    format!(
        "curl -b jar -c jar -H 'X-Piaojue: 1' -H 'Content-Type: application/json' \\\n  \
         -d '{{{}}}' \"{url}{path}{query}\"",
        fields.join(",")
    )
}

fn sample(field: &Field) -> String {
    let one = match field.kind {
        Kind::Text => "\"…\"".to_owned(),
        Kind::Integer => "1".to_owned(),
        Kind::Flag => "false".to_owned(),
        Kind::Object | Kind::Any => "{}".to_owned(),
        Kind::Choice(words) => format!("\"{}\"", words.first().copied().unwrap_or_default()),
    };
    let value = if field.list { format!("[{one}]") } else { one };
    format!("\"{}\":{value}", field.name)
}

/// `GET /api`.
pub(in crate::http) async fn page(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let words = visitor.words;
    let url = app.service.address();
    let page = Page::of(&visitor, words.say("public-api"));
    let verbs = all().iter().map(|verb| Shown::of(words, &url, verb)).collect();
    let answer = render(&MachinesPage { w: words, page, verbs })?;
    Ok(cached(&visitor, answer))
}
