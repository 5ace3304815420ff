//! The receipt codes of a poll: a deputy finds that the own ballot is there, and nothing else.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{cached, record};
use crate::http::App;
use crate::http::address::{Path, Query};
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::visitor::Visitor;
use crate::http::words::Words;

/// Letters of a receipt code.
const LETTERS: usize = 10;
/// The letters of Crockford's base32.
const CROCKFORD: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#[derive(Template)]
#[template(path = "public/receipts.html")]
struct ReceiptsPage {
    w: Words,
    page: Page,
    session: Uuid,
    poll: Uuid,
    question: String,
    papers: u64,
    codes: Vec<String>,
    typed: String,
    found: Found,
}

/// What came of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    /// Nothing was asked.
    NotAsked,
    /// What was typed is no receipt code.
    NoCode,
    /// It is not among the poll's.
    Nowhere(String),
    /// It is.
    Here(String),
}

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Asked {
    code: String,
}

/// A receipt code as it was typed: in any case, with or without hyphens, O for 0, I and L for 1.
fn read(typed: &str) -> Option<String> {
    let plain = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let skipped = |letter: &char| !letter.is_whitespace() && !matches!(letter, '-' | '－' | '—');
    let letters: Vec<char> = typed.chars().filter(skipped).map(plain).collect();
    let fits = letters.len() == LETTERS && letters.iter().all(|&it| CROCKFORD.contains(it));
    fits.then(|| letters.chunks(LETTERS / 2).map(String::from_iter).collect::<Vec<_>>().join("-"))
}

fn search(typed: &str, codes: &[String]) -> Found {
    if typed.trim().is_empty() {
        return Found::NotAsked;
    }
    match read(typed) {
        None => Found::NoCode,
        Some(code) if codes.contains(&code) => Found::Here(code),
        Some(code) => Found::Nowhere(code),
    }
}

/// `GET /sessions/{session}/polls/{poll}/receipts`.
pub(in crate::http) async fn receipts(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let words = visitor.words;
    let record = record(&app, session).await?;
    let poll = record.poll(poll).ok_or(Failure::NoSuchPage)?;
    let manifest = poll.manifest();
    let codes = app.service.receipt_codes(manifest.session, manifest.poll).await?;
    let found = search(&asked.code, &codes);
    let searched = found != Found::NotAsked;
    let answer = render(&ReceiptsPage {
        w: words,
        page: Page::of(&visitor, words.say("public-receipts")),
        session: manifest.session,
        poll: manifest.poll,
        question: manifest.question.clone(),
        papers: poll.papers,
        codes,
        typed: asked.code,
        found,
    })?;
    // What somebody searched for is kept nowhere on the way.
    Ok(if searched { answer } else { cached(&visitor, answer) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        let codes = ["7KQ2M-9XD40".to_owned(), "10000-ZZZZZ".to_owned()];
        for typed in ["7KQ2M-9XD40", "7kq2m9xd4o", " 7KQ2M 9XD4O ", "7kq2m－9xd40"] {
            assert_eq!(search(typed, &codes), Found::Here("7KQ2M-9XD40".to_owned()), "{typed}");
        }
        assert_eq!(search("iooooZZZZZ", &codes), Found::Here("10000-ZZZZZ".to_owned()));
        assert_eq!(search("l0000-zzzzz", &codes), Found::Here("10000-ZZZZZ".to_owned()));
        assert_eq!(search("00000-00000", &codes), Found::Nowhere("00000-00000".to_owned()));
        for typed in ["7KQ2M", "7KQ2M-9XD4U", "7KQ2M-9XD400", "表决"] {
            assert_eq!(search(typed, &codes), Found::NoCode, "{typed}");
        }
        assert_eq!(search("  ", &codes), Found::NotAsked);
    }
}
