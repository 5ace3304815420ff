//! Tablets of the hall (W5): enrolled by a code that works once, heard, limited, reset, taken out;
//! and nothing of a tablet stands where a ballot does (P7).

use std::io::{BufReader, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use aho_corasick::AhoCorasick;
use serde_json::{Value, json};

use crate::client::{Answer, Request, read};
use crate::hall::{Hall, Size};

/// What a tablet holds after it was enrolled: the code, and the cookie.
struct Tablet {
    code: String,
    cookie: String,
}

impl Tablet {
    /// The cookie's value.
    fn secret(&self) -> &str {
        self.cookie.split_once('=').unwrap().1
    }
}

fn offer(hall: &Hall, clerk: &str, name: &str) -> Value {
    let path = format!("/desk/{}/tablets", hall.town.session);
    let body = json!({ "name": name, "seat": "第一排左" }).to_string();
    let answer = Request::post(&path).json(body).with("cookie", clerk).send(hall.address());
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn redeem(hall: &Hall, code: &str) -> Answer {
    let body = json!({ "code": code }).to_string();
    Request::post("/api/enrolment").json(body).send(hall.address())
}

fn enrol(hall: &Hall, clerk: &str, name: &str) -> Tablet {
    let code = offer(hall, clerk, name)["code"].as_str().unwrap().to_owned();
    let answer = redeem(hall, &code);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["session"], hall.town.session.to_string());
    let (cookie, attributes) = answer.header("set-cookie").unwrap().split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/; Max-Age=43200; HttpOnly; SameSite=Strict");
    Tablet { code, cookie: cookie.to_owned() }
}

fn beat(hall: &Hall, cookie: &str) -> Answer {
    let body = json!({ "page": "K7QM-2XYZ" }).to_string();
    Request::post("/api/heartbeat").json(body).with("cookie", cookie).send(hall.address())
}

/// The list as the clerk sees it.
fn list(hall: &Hall, clerk: &str) -> String {
    let path = format!("/desk/{}/tablets", hall.town.session);
    let cookie = format!("{clerk}; lang=en");
    Request::get(&path).with("cookie", &cookie).send(hall.address()).text()
}

/// The act on the only tablet of the list.
fn act(hall: &Hall, clerk: &str, verb: &str) -> u16 {
    let text = list(hall, clerk);
    let end = format!("/{verb}");
    let path = text.split('"').find(|part| part.ends_with(&end)).unwrap().to_owned();
    Request::post(&path).json("{}").with("cookie", clerk).send(hall.address()).status
}

#[test]
fn a_tablet_is_enrolled_once_heard_reset_and_taken_out() {
    let hall = Hall::open(&Size::small(2));
    let clerk = hall.sign_in("clerk");
    let offered = offer(&hall, &clerk, "07");
    let code = offered["code"].as_str().unwrap();
    let address = offered["address"].as_str().unwrap();
    assert!(address.ends_with(&format!("/enrol#{code}")), "behind the #: {address}");
    // A second code for the same tablet takes the place of the first.
    let tablet = enrol(&hall, &clerk, "07");
    for worthless in [code, &tablet.code, "9KRP-W79M-9QEN-SKC2", "x", ""] {
        let answer = redeem(&hall, worthless);
        assert_eq!(answer.status, 403, "{worthless:?}");
        assert_eq!(answer.header("set-cookie"), None);
    }
    let never = list(&hall, &clerk);
    assert!(never.contains("07") && never.contains("0 ready, 1 enrolled"), "{never}");
    assert!(!never.contains(&tablet.code), "the code is shown once");
    let said = beat(&hall, &tablet.cookie);
    assert_eq!((said.status, said.json()), (200, json!({ "resets": 0 })));
    assert!(list(&hall, &clerk).contains("1 ready, 1 enrolled"));
    let page = Request::get(&format!("/vote/{}", hall.town.session));
    let page = page.with("cookie", &tablet.cookie).send(hall.address()).text();
    assert!(page.contains("data-tablet=\"07\"") && page.contains("data-resets=\"0\""));
    assert_eq!(act(&hall, &clerk, "reset"), 200);
    assert_eq!(beat(&hall, &tablet.cookie).json(), json!({ "resets": 1 }));
    // The same number again: the former enrolment ends.
    let again = enrol(&hall, &clerk, "07");
    assert_eq!(beat(&hall, &tablet.cookie).status, 401);
    assert_eq!(beat(&hall, &again.cookie).status, 200);
    assert_eq!(act(&hall, &clerk, "revoke"), 200);
    assert_eq!(beat(&hall, &again.cookie).status, 401, "taken out at once");
    assert_eq!(beat(&hall, "d=x").status, 401);
    let page = Request::get("/vote").with("cookie", &again.cookie).send(hall.address()).text();
    assert!(page.contains("data-tablet=\"\""));
}

/// Streams of events that there are for all who are not enrolled.
const STREAMS: usize = 1_000;

#[test]
fn an_enrolled_tablet_follows_whatever_strangers_hold() {
    crate::slow::raise_limit();
    let hall = Hall::open(&Size::small(2));
    let clerk = hall.sign_in("clerk");
    let tablet = enrol(&hall, &clerk, "07");
    let follow = |cookie: &str| {
        let mut stream = TcpStream::connect(hall.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let request = Request::get(&hall.path("/events")).with("cookie", cookie);
        stream.write_all(&request.bytes(hall.address())).unwrap();
        let status = read(&mut BufReader::new(&stream), true).unwrap().status;
        (status, stream)
    };
    // What tablets hold is not taken from strangers: the control would have fewer places.
    let other = enrol(&hall, &clerk, "08");
    let others: Vec<_> = (0..3).map(|_| follow(&other.cookie)).collect();
    assert!(others.iter().all(|(status, _)| *status == 200));
    // Addresses do not count here, so that one stranger can hold all of them.
    let held: Vec<_> = (0..STREAMS).map(|_| follow("d=x")).collect();
    assert!(held.iter().all(|(status, _)| *status == 200));
    assert_eq!(follow("d=x").0, 503, "the control: a stranger more");
    let own: Vec<_> = (0..3).map(|_| follow(&tablet.cookie)).collect();
    assert!(own.iter().all(|(status, _)| *status == 200));
    assert_eq!(follow(&tablet.cookie).0, 429, "a fourth of one tablet");
}

#[test]
fn an_enrolled_tablet_casts_twenty_times_a_minute() {
    let hall = Hall::open(&Size::small(2));
    let clerk = hall.sign_in("clerk");
    let (first, second) = (enrol(&hall, &clerk, "01"), enrol(&hall, &clerk, "02"));
    let cast = |cookie: &str| {
        let request = hall.casting(b"{}").with("cookie", cookie);
        request.send(hall.address()).status
    };
    let answers: Vec<_> = (0..30).map(|_| cast(&first.cookie)).collect();
    let taken = answers.iter().filter(|status| **status == 422).count();
    // One more is let through every three seconds.
    assert!((20..=27).contains(&taken) && answers.contains(&429), "{answers:?}");
    assert_eq!(cast(&second.cookie), 422, "another tablet");
    // Where nobody is enrolled nothing is limited: a cookie that anybody invents makes no device.
    assert!((0..30).all(|at| cast(&format!("d={at}")) == 422));
    assert!((0..30).all(|_| cast("d=x") == 422));
}

#[test]
fn nothing_of_a_tablet_stands_where_a_ballot_does() {
    let size = Size { log: "debug", ..Size::small(6) };
    let hall = Hall::open(&size);
    let clerk = hall.sign_in("clerk");
    let names = ["T4801", "T4802"];
    let tablets = names.map(|name| enrol(&hall, &clerk, name));
    let poll = hall.fetch_poll();
    for slip in 0..6 {
        let tablet = &tablets[slip % 2];
        assert_eq!(beat(&hall, &tablet.cookie).status, 200);
        let ballot = hall.town.sealed_for(&poll, slip, &json!([0])).unwrap();
        let cast = hall.casting(&ballot).with("cookie", &tablet.cookie);
        assert_eq!(cast.send(hall.address()).status, 200);
    }
    let ids = hall.runtime.block_on(hall.town.service.tablets(hall.town.session)).unwrap();
    let ids: Vec<_> = ids.iter().map(|tablet| tablet.id.to_string()).collect();
    let secrets = tablets.iter().flat_map(|tablet| [tablet.code.as_str(), tablet.secret()]);
    let wanted: Vec<&str> = secrets.chain(names).chain(ids.iter().map(String::as_str)).collect();
    let search = AhoCorasick::new(&wanted).unwrap();
    // The public log, entry by entry, and what the program writes about itself.
    let entries = hall.entries();
    assert!(entries.len() > 6);
    assert!(entries.iter().all(|entry| !search.is_match(entry)), "in the log");
    let output = hall.server.output();
    assert!(!output.is_empty() && !search.is_match(&output), "in the program's own log");
    // The bytes on the disk: the secrets stand nowhere, names and ids in their own table and in the
    // trail of what staff did, and no table has a column of one beside a column of the other.
    let disk: Vec<u8> = ["piaojue.db", "piaojue.db-wal"]
        .iter()
        .flat_map(|file| std::fs::read(hall.server.data().join(file)).unwrap_or_default())
        .collect();
    let stored = |what: &str| AhoCorasick::new([what]).unwrap().is_match(&disk);
    for tablet in &tablets {
        assert!(!stored(&tablet.code) && !stored(tablet.secret()), "a secret is stored");
    }
    assert!(ids.iter().all(|id| stored(id)), "a dead test: the ids stand on the disk");
    let schema = tables();
    let about = |words: &[&str]| {
        let has = |sql: &&String| words.iter().any(|word| sql.contains(word));
        schema.iter().filter(has).cloned().collect::<Vec<_>>()
    };
    let (of_tablets, of_ballots) =
        (about(&["tablet"]), about(&["table ballots", "table entries", "slip"]));
    assert!(of_tablets.len() == 2 && of_ballots.len() >= 2, "{schema:?}");
    assert!(of_tablets.iter().all(|sql| !of_ballots.contains(sql)));
    for sql in &of_tablets {
        assert!(!sql.contains("ballot") && !sql.contains("poll"), "{sql}");
    }
}

/// Every table as the migrations make it, without comments.
fn tables() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite");
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let code: Vec<_> = text.lines().filter(|line| !line.starts_with("--")).collect();
        let code = code.join("\n");
        found.extend(code.split(';').filter(|sql| sql.contains("create table")).map(String::from));
    }
    found
}
