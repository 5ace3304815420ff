//! What was begun goes on to its end even when the client goes away in the middle or has waited too
//! long: the web framework drops a handler whose client disconnects, and a half-dropped transaction
//! is nobody's friend. A page that is only read may begin one too: it notes that a login was used.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::failure::Failure;

/// Runs a request in a task of its own.
pub(super) async fn to_the_end(request: Request, next: Next) -> Response {
    let done = tokio::spawn(next.run(request)).await;
    done.unwrap_or_else(|_| Failure::Internal("a handler broke").into_response())
}
