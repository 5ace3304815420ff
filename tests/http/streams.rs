//! Streams of events: nobody fills the program's memory by not reading, and no state is passed over.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex};

use crate::client::Request;
use crate::hall::{Hall, Size, change};
use crate::support::process::wait_until;

/// Somebody who reads all that a stream says.
struct Follower {
    stream: TcpStream,
    read: Arc<Mutex<String>>,
}

/// What ends an answer that comes in parts; the connection goes on.
const END: &str = "\r\n0\r\n\r\n";

/// A stream that is asked for; nobody reads it yet.
fn ask(hall: &Hall) -> TcpStream {
    let mut stream = TcpStream::connect(hall.address()).unwrap();
    let (path, host) = (hall.path("/events"), hall.address());
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).unwrap();
    stream
}

/// How a stream begins to tell of the state as it is now.
fn newest(hall: &Hall) -> String {
    format!("\nid: {}\n", hall.state()["version"])
}

impl Follower {
    fn of(hall: &Hall) -> Self {
        let (stream, read) = (ask(hall), Arc::<Mutex<String>>::default());
        std::thread::spawn({
            let (mut stream, read) = (stream.try_clone().unwrap(), Arc::clone(&read));
            move || {
                let mut bytes = [0; 8_192];
                while let Ok(length @ 1..) = stream.read(&mut bytes) {
                    let text = String::from_utf8_lossy(&bytes[..length]);
                    read.lock().unwrap().push_str(&text);
                }
            }
        });
        Self { stream, read }
    }

    fn length(&self) -> usize {
        self.read.lock().unwrap().len()
    }

    fn has_read(&self, what: &str) -> bool {
        self.read.lock().unwrap().contains(what)
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// One step of the poll at the desk.
fn act(hall: &Hall, cookie: &str, verb: &str) -> u16 {
    let path = format!("/desk/{}/run/{}/{verb}", hall.town.session, hall.poll);
    Request::post(&path).json("{}").with("cookie", cookie).send(hall.address()).status
}

/// Followers who never read: what they are sent is the newest state and no heap of old ones.
#[test]
fn a_stream_that_nobody_reads_is_let_go_and_fills_no_memory() {
    const STREAMS: usize = 50;
    let hall = Hall::open(&Size::small(2));
    let cookie = hall.sign_in("clerk");
    let sockets = || {
        let files = std::fs::read_dir(format!("/proc/{}/fd", hall.server.id())).unwrap();
        let links = files.flatten().filter_map(|file| std::fs::read_link(file.path()).ok());
        links.filter(|link| link.to_string_lossy().starts_with("socket:")).count()
    };
    // Who reads is sent what changed, however often it does. Several changes may come as one.
    let control = Follower::of(&hall);
    let (before, resting) = (hall.server.rss_bytes(), sockets());
    let unread: Vec<_> = (0..STREAMS).map(|_| ask(&hall)).collect();
    wait_until("the streams were never taken", || sockets() >= resting + STREAMS);
    // More for each stream than the system keeps for it.
    wait_until("who reads is not sent what changes", || {
        assert_eq!(["pause", "resume"].map(|verb| act(&hall, &cookie, verb)), [200, 200]);
        control.length() > 400_000
    });
    let grown = hall.server.rss_bytes().saturating_sub(before);
    println!("the program grew by {} MB over {STREAMS} streams that nobody reads", grown >> 20);
    assert!(grown < 100 << 20, "{grown} bytes more");
    let gone = || sockets() < resting + STREAMS / 5;
    wait_until("streams that nobody reads are still there", gone);
    drop(unread);
    // More bytes would prove nothing: the end of a stream has some.
    assert_eq!(act(&hall, &cookie, "pause"), 200);
    let newest = newest(&hall);
    wait_until("who reads was let go too", || control.has_read(&newest));
}

/// A page that was sent nothing of a change would show the old state until the next one.
#[test]
fn a_stream_ends_where_a_state_cannot_be_read() {
    let hall = Hall::open(&Size::small(2));
    let cookie = hall.sign_in("clerk");
    let follower = Follower::of(&hall);
    let open = r#""state":"open""#;
    wait_until("the state is never sent", || follower.has_read(open));
    // The control: what changes is sent, and the stream goes on, so that the next change comes too.
    for verb in ["pause", "resume", "pause"] {
        assert_eq!(act(&hall, &cookie, verb), 200);
        let newest = newest(&hall);
        wait_until("a change is never sent", || follower.has_read(&newest));
    }
    change(
        &hall.server,
        "create table spoiled as select valid_from from townships;
         create trigger spoils after update of version on sessions
         begin update townships set valid_from = 'never'; end",
    );
    assert!(!follower.has_read(END));
    act(&hall, &cookie, "resume");
    wait_until("the stream goes on without the change", || follower.has_read(END));
    change(
        &hall.server,
        "drop trigger spoils;
         update townships set valid_from = (select valid_from from spoiled)",
    );
    let again = Follower::of(&hall);
    wait_until("the state is not sent again", || again.has_read(open));
}
