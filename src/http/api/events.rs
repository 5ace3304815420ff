//! The state pushed to tablets, desk and screens: one event for each version, its number the
//! event's id. Who was away is sent the state as it is now, whatever was missed. Where a state
//! cannot be read the stream ends: a client opens it again, and does not stay with the last one.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::sse::{Event, KeepAlive};
use axum::response::{IntoResponse, Sse};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;
use uuid::Uuid;

use super::state::state_of;
use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;

/// Silence after which a comment is sent, so that a broken connection is noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// `GET /api/sessions/{session}/events`.
pub(in crate::http) async fn stream(
    State(app): State<App>,
    Path(session): Path<Uuid>,
) -> Result<impl IntoResponse, Failure> {
    app.service.session(session).await?;
    let service = app.service.clone();
    // The stream gives the present value first, then each change; what comes too fast is skipped.
    let events = WatchStream::new(app.service.follow(session)).then(move |_| {
        let service = service.clone();
        async move { service.board(session).await.ok() }
    });
    let events = events.map_while(|board| {
        let board = board?;
        let event = Event::default().event("state").id(board.version.to_string());
        event.json_data(state_of(&board)).ok().map(Ok::<_, Infallible>)
    });
    let events = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    // The framework would say "no-cache", which lets a cache keep it.
    Ok(([(CACHE_CONTROL, "no-store")], events))
}
