//! What the network may ask of the program: one table, each line of it tested against the running
//! program (`tests/http/limits.rs`, `tests/http/slow.rs`).
//!
//! A number that a hall may have to change is a setting of `serve` whose default stands here.

use std::time::Duration;

/// Bytes of a request's first line and fields; more is answered with 431.
pub const HEAD_BYTES_MAX: usize = 16 * 1024;
/// Fields of a request; more is answered with 431.
pub const HEAD_FIELDS_MAX: usize = 100;
/// Bytes of an address, path and query; more is answered with 414.
pub const URL_BYTES_MAX: usize = 2 * 1024;
/// Bytes of a body where nothing else is said.
pub const BODY_BYTES_MAX: usize = 64 * 1024;
/// Bytes of a sealed ballot: the longest form that a poll can have, and room for its frame.
pub const BALLOT_BYTES_MAX: usize = 256 * 1024;
/// Bytes of a roll of slips.
pub const LIST_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Bytes of a list of projects or deputies: a file of 2 MB in base64url, or 2 MB of pasted lines,
/// and what else stands in the form.
pub const LIST_FORM_BYTES_MAX: usize = 3 * 1024 * 1024;
/// Parts of a form with a file: the token, the file, and what was chosen for it.
pub const PARTS_MAX: usize = 5;

/// From the connection to the end of its first head, and from the first byte of a later one.
pub const HEAD_TIME_MAX: Duration = Duration::from_secs(10);
/// For the handshake of TLS.
pub const HANDSHAKE_TIME_MAX: Duration = Duration::from_secs(10);
/// A connection without a request.
pub const IDLE_TIME_MAX: Duration = Duration::from_secs(30);
/// Until a body is here.
pub const BODY_TIME_MAX: Duration = Duration::from_secs(10);
/// Until a form with a file is here.
pub const UPLOAD_TIME_MAX: Duration = Duration::from_secs(30);
/// From a request's head to the answer's. What was begun goes on to its end.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(15);
/// The same for a ballot: its tablet waits, and asks again with the same bytes.
pub const CAST_TIME_MAX: Duration = Duration::from_secs(30);
/// The same where a file is read, lists are written or papers are set, which wait for their turn.
pub const LONG_TIME_MAX: Duration = Duration::from_secs(150);
/// For a client that does not read what it asked for.
pub const WRITE_TIME_MAX: Duration = Duration::from_secs(15);
/// Bytes that a client must take in that time once it has made the program wait.
pub const WRITE_BYTES_MIN: usize = 64 * 1024;
/// What the system keeps of an answer for a client that does not read it.
pub const SEND_BUFFER_BYTES: u32 = 128 * 1024;
/// From the wish to stop until every connection is ended.
pub const DRAIN_TIME_MAX: Duration = Duration::from_secs(5);

/// Connections in all.
pub const CONNECTIONS_MAX: usize = 4_096;
/// Connections of one address, where addresses count.
pub const CONNECTIONS_PER_ADDRESS_MAX: usize = 512;
/// Connections of the operators' address, so that these never take the files of the others.
pub const OPERATIONS_CONNECTIONS_MAX: usize = 64;
/// Files that the program may have open besides the connections of its pages.
pub const OTHER_FILES: u64 = 256;
/// Requests in a second that one device may go on sending.
pub const REQUESTS_PER_SECOND: u32 = 20;
/// Requests that it may send at once.
pub const REQUESTS_AT_ONCE: u32 = 40;
/// Ballots in a minute from one enrolled tablet.
pub const CASTS_PER_MINUTE: u32 = 20;
/// Streams of events in all; those of enrolled tablets come on top.
pub const EVENTS_MAX: usize = 1_000;
/// Streams of events of one device.
pub const EVENTS_PER_DEVICE_MAX: usize = 3;
