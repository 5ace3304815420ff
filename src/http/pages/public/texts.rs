//! Pages that say something and ask nothing: how to check a result, accessibility (P5), privacy
//! (P6), and the verifier's frame.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::cached;
use crate::http::App;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::visitor::Visitor;
use crate::http::words::Words;

#[derive(Template)]
#[template(path = "public/how.html")]
struct HowPage {
    w: Words,
    page: Page,
    url: String,
}

/// `GET /how`: how a result comes about and how anybody checks it.
pub(in crate::http) async fn how(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let url = app.service.address();
    let page = Page::of(&visitor, visitor.words.say("public-how"));
    let answer = render(&HowPage { w: visitor.words, page, url })?;
    Ok(cached(&visitor, answer))
}

macro_rules! text {
    ($(#[$doc:meta])* $handler:ident, $name:ident, $template:literal, $title:literal) => {
        #[derive(Template)]
        #[template(path = $template)]
        struct $name {
            w: Words,
            page: Page,
        }

        $(#[$doc])*
        pub(in crate::http) async fn $handler(visitor: Visitor) -> Result<Response, Failure> {
            let page = Page::of(&visitor, visitor.words.say($title));
            let answer = render(&$name { w: visitor.words, page })?;
            Ok(cached(&visitor, answer))
        }
    };
}

text!(
    /// `GET /verify`: the verifier in the browser.
    verify, VerifyPage, "verify.html", "verify-title"
);
text!(
    /// `GET /accessibility`.
    accessibility, AccessibilityPage, "public/accessibility.html", "public-accessibility"
);
text!(
    /// `GET /privacy`.
    privacy, PrivacyPage, "public/privacy.html", "public-privacy"
);
