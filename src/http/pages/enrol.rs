//! The page that a tablet opens to be enrolled: its script reads the code behind the `#` of the
//! address, which no server and no log of addresses ever sees.

use askama::Template;
use axum::response::Response;

use crate::http::failure::Failure;
use crate::http::page::render;
use crate::http::visitor::Visitor;
use crate::http::words::Words;

#[derive(Template)]
#[template(path = "enrol.html")]
struct EnrolPage {
    w: Words,
}

/// `GET /enrol`.
pub(in crate::http) async fn page(visitor: Visitor) -> Result<Response, Failure> {
    render(&EnrolPage { w: visitor.words })
}
