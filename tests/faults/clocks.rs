//! Clocks that jump: the vote goes on, the desk is told, the audit trail keeps it, the times
//! of the log never go back, and no login lasts longer for it. `libfaketime` stands between the
//! program and the system's clock.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use ballotbox::entry::Entry;
use piaojue::demo::PASSWORD;
use serde_json::json;

use crate::client::Request;
use crate::hall::sign_in;
use crate::support::process::Folder;
use crate::template::{serve_on, template, trail};

const PATIENCE: Duration = Duration::from_secs(30);

/// How far the clock is put, and the word of the alarm.
const JUMPS: [(&str, &str); 5] = [
    ("-86400", "向后退了"),
    ("+31536000", "向前跳了"),
    ("-3600", "向后退了"),
    ("+378691200", "向前跳了"),
    ("+0", "向后退了"),
];

fn library() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").unwrap().flatten();
    folders
        .map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"))
        .find(|path| path.exists())
        .expect("libfaketime is missing: tests/run installs it (apt-get install faketime)")
}

/// The clock of a program, which a file puts.
struct Wall {
    library: PathBuf,
    file: PathBuf,
    _place: Folder,
}

impl Wall {
    /// A clock that is right.
    fn right() -> Self {
        let place = Folder::fresh("clock");
        let wall = Self { library: library(), file: place.path().join("time"), _place: place };
        wall.put("+0");
        wall
    }

    /// Puts it so many seconds away from the right time.
    fn put(&self, seconds: &str) {
        std::fs::write(&self.file, seconds).unwrap();
    }

    /// What the program is started with.
    fn environment(&self) -> [(&str, &str); 5] {
        [
            ("LD_PRELOAD", self.library.to_str().unwrap()),
            ("FAKETIME_TIMESTAMP_FILE", self.file.to_str().unwrap()),
            ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            ("DONT_FAKE_MONOTONIC", "1"),
        ]
    }
}

#[test]
fn a_clock_that_jumps_is_told_and_disturbs_nothing() {
    let template = template();
    let wall = Wall::right();
    // Passwords without an end: one of 90 days ends when a clock is a year ahead.
    let asvs = ["--password-profile", "asvs"];
    let server = serve_on(template.data(), &asvs, &wall.environment());
    let desk = || {
        let cookie = sign_in(server.address(), "clerk");
        let path = format!("/desk/{}", template.session);
        let text = Request::get(&path).with("cookie", &cookie).send(server.address()).text();
        (cookie, text)
    };
    assert!(!desk().1.contains("服务器时钟"), "the control: no jump, no alarm");
    let mut known: Vec<_> = template.cast(server.address(), 0).into_iter().collect();
    for (number, (jump, words)) in (1..).zip(JUMPS) {
        wall.put(jump);
        let end = Instant::now() + PATIENCE;
        let cookie = loop {
            let (cookie, text) = desk();
            if text.contains(words) && jumps(&server) == number {
                break cookie;
            }
            assert!(Instant::now() < end, "{jump}: the desk never said it");
        };
        for act in ["pause", "resume"] {
            let path = format!("/desk/{}/run/{}/{act}", template.session, template.poll);
            let done = Request::post(&path).with("cookie", &cookie).json("{}");
            let done = done.send(server.address());
            assert_eq!(done.status, 200, "{jump} {act}: {}", done.text());
        }
        known.push(template.cast(server.address(), number).expect("the vote goes on"));
    }
    let entries = template.entries(server.data()).unwrap();
    let entries: Vec<_> = entries.iter().map(|it| Entry::from_bytes(it).unwrap()).collect();
    let times: Vec<_> =
        entries.iter().filter_map(|it| it.at().map(ballotbox::codec::Time::as_str)).collect();
    assert!(times.is_sorted(), "the times of the log never go back: {times:?}");
    // In its order, with the times of the clock as it stood.
    let trail: Vec<_> = trail(server.data()).into_iter().map(|line| line.at).collect();
    assert!(!trail.is_sorted(), "the control: the clock really went back");
    assert_eq!(template.judge(server.data(), &known), Ok(1 + JUMPS.len()));
}

/// A cookie that is kept while the clock goes back: nobody knows any more how long ago the password
/// was typed, or the login used.
#[test]
fn a_clock_that_goes_back_makes_nothing_last_longer() {
    let wall = Wall::right();
    let server = serve_on(template().data(), &[], &wall.environment());
    let address = server.address();
    let cookie = sign_in(address, "admin");
    // It wants a password that was typed lately, and changes nothing: nobody has that account.
    let act = || {
        let path = "/admin/accounts/01234567-89ab-4cde-8f01-23456789abcd/password";
        let answer = Request::post(path).with("cookie", &cookie).json("{}").send(address);
        (answer.status, answer.json()["error"].as_str().unwrap().to_owned())
    };
    let type_again = || {
        let body = json!({ "password": PASSWORD }).to_string();
        let answer = Request::post("/again").with("cookie", &cookie).json(body).send(address);
        assert_eq!(answer.status, 200, "{}", answer.text());
    };
    let fresh = (404, String::from("refusal-no-account"));
    assert_eq!(act(), fresh, "the control: just signed in");
    // The password is typed when the clock is a minute ahead, and the clock is put right.
    wall.put("+60");
    type_again();
    assert_eq!(act(), fresh, "the control: no step");
    wall.put("+0");
    assert_eq!(act(), fresh, "who puts the clock right by a minute signs nobody out");
    wall.put("-86400");
    assert_eq!(act(), (401, String::from("refusal-sign-in")), "no login of tomorrow");
    wall.put("+70");
    assert_eq!(act(), fresh, "the control: it was the step that let it count for nothing");
}

/// Jumps that the audit trail has.
fn jumps(server: &crate::support::server::Server) -> usize {
    trail(server.data()).iter().filter(|line| line.action == "audit-clock-step").count()
}
