//! The pages of an officer's own device: the server gives the frame and public data, the page's
//! script holds the card.

use askama::Template;

use axum::response::Response;
use uuid::Uuid;

use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::page::{Page, render};
use crate::http::visitor::Visitor;
use crate::http::words::Words;

macro_rules! screen {
    ($(#[$doc:meta])* $handler:ident, $name:ident, $template:literal, $title:literal) => {
        #[derive(Template)]
        #[template(path = $template)]
        struct $name {
            w: Words,
            page: Page,
            session: Uuid,
        }

        $(#[$doc])*
        pub(in crate::http) async fn $handler(
            Path(session): Path<Uuid>,
            visitor: Visitor,
        ) -> Result<Response, Failure> {
            let page = Page::of(&visitor, visitor.words.say($title));
            render(&$name { w: visitor.words, page, session })
        }
    };
}

screen!(
    /// `GET /officer/{session}`: what waits for this officer.
    tasks, TasksPage, "officer/tasks.html", "officer-tasks"
);
screen!(
    /// `GET /officer/{session}/card`: the key card.
    card, CardPage, "officer/card.html", "officer-card"
);
screen!(
    /// `GET /officer/{session}/slips`: slips made and voided.
    slips, SlipsPage, "officer/slips.html", "officer-slips"
);
