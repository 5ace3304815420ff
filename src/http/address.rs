//! What an address itself says: the ids in its path and the fields of its query.
//!
//! The web framework answers an id that is none with a line of text of its own; here it is as
//! unknown as an id that nothing has.

use axum::extract::{FromRequestParts, Path as RawPath, Query as RawQuery};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::failure::Failure;

/// The parameters of the path.
pub(super) struct Path<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let read = RawPath::from_request_parts(parts, state).await;
        read.map(|RawPath(read)| Self(read)).map_err(|_| Failure::NoSuchPage)
    }
}

/// The fields of the query.
pub(super) struct Query<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let read = RawQuery::from_request_parts(parts, state).await;
        read.map(|RawQuery(read)| Self(read)).map_err(|why| Failure::Body(why.body_text()))
    }
}
