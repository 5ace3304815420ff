//! One connection's bytes with what the web framework does not watch: heads that could be read in
//! two ways, heads that never end, and clients that do not read what they asked for.

use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::heads::Heads;
use crate::limits::{HEAD_TIME_MAX, WRITE_BYTES_MIN, WRITE_TIME_MAX};

/// A byte that stands in no head: the framework answers it with 400 and ends the connection.
const IMPOSSIBLE: u8 = 0;

/// A stream that is watched.
pub(super) struct Wire<S> {
    stream: S,
    heads: Heads,
    reading: Reading,
    /// The time that a client has that made the program wait, and what it has taken since.
    stalled: Option<(Pin<Box<Sleep>>, usize)>,
}

/// What is awaited of the client.
enum Reading {
    /// Nothing is pressing: a body, or the time between two requests.
    Free,
    /// The end of a head.
    Head(Pin<Box<Sleep>>),
    /// Nothing more: a head was refused.
    Refused,
}

impl<S> Wire<S> {
    /// Begins to watch: the first head is awaited from now on.
    pub(super) fn new(stream: S) -> Self {
        let reading = Reading::Head(Box::pin(sleep(HEAD_TIME_MAX)));
        Self { stream, heads: Heads::new(), reading, stalled: None }
    }

    /// Looks at bytes that came in; how many of them pass.
    fn look_at(&mut self, bytes: &mut [u8]) -> usize {
        if let Err(place) = self.heads.take(bytes) {
            self.reading = Reading::Refused;
            if let Some(byte) = bytes.get_mut(place) {
                *byte = IMPOSSIBLE;
            }
            return place + 1;
        }
        match (&self.reading, self.heads.is_within()) {
            (Reading::Free, true) => {
                self.reading = Reading::Head(Box::pin(sleep(HEAD_TIME_MAX)));
            }
            (Reading::Head(_), false) => self.reading = Reading::Free,
            (Reading::Free, false) | (Reading::Head(_), true) | (Reading::Refused, _) => {}
        }
        bytes.len()
    }

    /// What became of a wish to write: a client that does not read has its time.
    fn paced<T>(
        &mut self,
        done: Poll<io::Result<T>>,
        cx: &mut Context<'_>,
        count: impl FnOnce(&T) -> usize,
    ) -> Poll<io::Result<T>> {
        match &done {
            Poll::Ready(Ok(it)) => {
                if let Some((_, taken)) = &mut self.stalled {
                    *taken += count(it);
                    if *taken >= WRITE_BYTES_MIN {
                        self.stalled = None;
                    }
                }
                done
            }
            Poll::Ready(Err(_)) => done,
            Poll::Pending => {
                let new = || (Box::pin(sleep(WRITE_TIME_MAX)), 0);
                let (time, _) = self.stalled.get_or_insert_with(new);
                ready!(time.as_mut().poll(cx));
                Poll::Ready(Err(late("the client does not read")))
            }
        }
    }
}

fn late(why: &'static str) -> io::Error {
    io::Error::new(ErrorKind::TimedOut, why)
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        if matches!(wire.reading, Reading::Refused) {
            return Poll::Ready(Err(io::Error::new(ErrorKind::InvalidData, "a head was refused")));
        }
        let before = buffer.filled().len();
        match Pin::new(&mut wire.stream).poll_read(cx, buffer) {
            Poll::Pending => {
                if let Reading::Head(time) = &mut wire.reading {
                    ready!(time.as_mut().poll(cx));
                    return Poll::Ready(Err(late("the head did not come")));
                }
                Poll::Pending
            }
            Poll::Ready(done) => {
                let fresh = buffer.filled_mut().get_mut(before..).unwrap_or_default();
                let passed = wire.look_at(fresh);
                buffer.set_filled(before + passed);
                Poll::Ready(done)
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wire = self.get_mut();
        let done = Pin::new(&mut wire.stream).poll_write(cx, bytes);
        wire.paced(done, cx, |count| *count)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wire = self.get_mut();
        let done = Pin::new(&mut wire.stream).poll_write_vectored(cx, parts);
        wire.paced(done, cx, |count| *count)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        let done = Pin::new(&mut wire.stream).poll_flush(cx);
        // Everything is with the system: whoever made the program wait has caught up.
        wire.paced(done, cx, |()| WRITE_BYTES_MIN)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        let done = Pin::new(&mut wire.stream).poll_shutdown(cx);
        wire.paced(done, cx, |()| WRITE_BYTES_MIN)
    }
}
