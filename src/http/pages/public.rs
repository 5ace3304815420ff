//! What everybody can read: lists that were voted for, how it was decided, how to check it.

use askama::Template;
use axum::response::Response;

use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::visitor::Visitor;
use crate::http::words::Words;

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    w: Words,
    page: Page,
}

/// `GET /verify`: the verifier in the browser.
pub(in crate::http) async fn verify(visitor: Visitor) -> Result<Response, Failure> {
    let page = Page::of(&visitor, visitor.words.say("verify-title"));
    render(&VerifyPage { w: visitor.words, page })
}
