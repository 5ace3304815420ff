//! A change goes on to its end even when the client goes away in the middle: the web framework
//! drops a handler whose client disconnects, and a half-dropped transaction is nobody's friend.

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::failure::Failure;

/// Runs a change in a task of its own.
pub(super) async fn to_the_end(request: Request, next: Next) -> Response {
    if request.method() == Method::GET || request.method() == Method::HEAD {
        return next.run(request).await;
    }
    let done = tokio::spawn(next.run(request)).await;
    done.unwrap_or_else(|_| Failure::Internal("a handler broke").into_response())
}
