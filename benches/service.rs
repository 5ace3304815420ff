//! Speed of the service over HTTP: casts that are durable before they are answered, and pages
//! (`docs/PERFORMANCE.md`). `cargo bench -p piaojue --bench service` prints a table.
//!
//! Beside it in the same run stands what the disk gives: the rate of durable transactions of SQLite
//! alone, with the service's settings.
#![expect(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "a measurement that cannot go on stops, and says where"
)]

#[path = "../tests/http/client.rs"]
#[expect(dead_code, reason = "what tests alone need")]
mod client;
#[path = "../tests/http/hall.rs"]
#[expect(dead_code, reason = "what tests alone need")]
mod hall;
#[path = "../tests/http/lists.rs"]
#[expect(dead_code, reason = "what tests alone need")]
mod lists;
#[path = "../tests/support/mod.rs"]
#[expect(dead_code, reason = "no browsers and no other database here")]
mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use client::Request;
use hall::{Hall, Size, sign_in};
use serde_json::json;
use sqlx::{Connection as _, Executor as _, SqliteConnection};

/// Casts in a second, as a hall gives them at its busiest.
const RATE: u32 = 50;
/// For how many seconds.
const SECONDS: u32 = 8;
/// Casts as fast as they are taken.
const FAST: usize = 800;
/// Tablets that cast as fast as they are answered.
const TABLETS: usize = 16;
/// Requests of each page.
const PAGES: usize = 300;
/// Rows of a list that is imported, as many as a list may have.
const ROWS: usize = 2_000;
/// Times that it is imported, each time into a hall of its own.
const IMPORTS: usize = 3;
/// Transactions of SQLite alone.
const TRANSACTIONS: usize = 500;

fn main() {
    // `cargo test` runs benches too; only `cargo bench` asks for figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    machine();
    println!("| what | p50 | p99 | slowest | rate |\n|---|---|---|---|---|");
    let paced = usize::try_from(RATE * SECONDS).unwrap();
    let method = json!({ "kind": "pick", "min": 0, "max": 10 });
    let slips = paced + FAST;
    let hall = Hall::open(&Size { options: 20, method, ..Size::small(slips) });
    transactions(&hall);
    casts(&hall, paced);
    pages();
    imports();
}

/// What it is measured on, and what else runs there.
fn machine() {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let text = read("/proc/cpuinfo");
    let name = text.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let cores = std::thread::available_parallelism().unwrap();
    let load = read("/proc/loadavg");
    println!("{cores} cores, {}; load before: {load}", name.trim_start_matches(['\t', ':', ' ']));
}

/// Prints a line of the table.
fn line(what: &str, times: &mut [Duration], whole: Option<Duration>) {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1000.0;
    let rate = whole.map_or_else(String::new, |whole| {
        format!("{:.0}/s", times.len() as f64 / whole.as_secs_f64())
    });
    println!("| {what} | {:.1} ms | {:.1} ms | {:.1} ms | {rate} |", at(50), at(99), at(100));
}

/// Durable transactions of SQLite alone, each with a row as long as a ballot's.
fn transactions(hall: &Hall) {
    let path = hall.server.data().join("raw.db");
    let url = format!("sqlite:{}?mode=rwc", path.display());
    let row = vec![7_u8; 10_000];
    let (mut times, whole) = hall.runtime.block_on(async {
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        let settings = "pragma journal_mode = wal; pragma synchronous = full; \
                        create table rows (number integer primary key, bytes blob)";
        connection.execute(settings).await.unwrap();
        let (mut times, begun) = (Vec::new(), Instant::now());
        for _ in 0..TRANSACTIONS {
            let begun = Instant::now();
            let query = sqlx::query("insert into rows (bytes) values ($1)").bind(&row);
            query.execute(&mut connection).await.unwrap();
            times.push(begun.elapsed());
        }
        (times, begun.elapsed())
    });
    line("SQLite alone, one durable transaction", &mut times, Some(whole));
}

fn casts(hall: &Hall, paced: usize) {
    let poll = hall.fetch_poll();
    let seal = |slip| hall.town.sealed_for(&poll, slip, &json!([slip % 20])).unwrap();
    let ballots: Vec<_> = (0..paced + FAST).map(seal).collect();
    let cast = |ballot: &Vec<u8>| {
        let answer = hall.casting(ballot).send(hall.address());
        assert_eq!(answer.status, 200, "{}", answer.text());
    };
    let begun = Instant::now();
    let mut times: Vec<_> = std::thread::scope(|scope| {
        let due = |number: u32| begun + Duration::from_secs(1) / RATE * number;
        let send = |(number, ballot)| {
            // Late is late: the time counts from when the deputy pressed the button.
            let due = due(number);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            scope.spawn(move || {
                cast(ballot);
                due.elapsed()
            })
        };
        let threads: Vec<_> = (0..).zip(&ballots[..paced]).map(send).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    line(&format!("cast, {RATE} in a second"), &mut times, Some(begun.elapsed()));
    let (next, begun) = (AtomicUsize::new(paced), Instant::now());
    let mut times: Vec<_> = std::thread::scope(|scope| {
        let tablet = || {
            let mut times = Vec::new();
            while let Some(ballot) = ballots.get(next.fetch_add(1, Ordering::Relaxed)) {
                let begun = Instant::now();
                cast(ballot);
                times.push(begun.elapsed());
            }
            times
        };
        let threads: Vec<_> = (0..TABLETS).map(|_| scope.spawn(tablet)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let what = format!("cast, {TABLETS} tablets without a pause");
    line(&what, &mut times, Some(begun.elapsed()));
}

/// Pages of the demo's town, one request after the other, each on a connection of its own.
fn pages() {
    let (server, runtime, service) = hall::start("info", &[]);
    let scene = runtime.block_on(piaojue::demo::tell(service, &|_| ())).unwrap();
    let (session, address) = (scene.town.session, server.address());
    let (clerk, teller) = (sign_in(address, "clerk"), sign_in(address, "teller1"));
    let rows = [
        ("login", "/login".to_owned(), ""),
        ("desk", "/desk".to_owned(), &*clerk),
        ("tablet's page", format!("/vote/{session}"), ""),
        ("poll for a tablet", format!("/api/sessions/{session}/polls/{}", scene.poll), ""),
        ("state", format!("/api/sessions/{session}/state"), ""),
        ("hall", format!("/hall/{session}"), ""),
        ("verifier", "/verify".to_owned(), ""),
        ("officer's page", format!("/officer/{session}"), &*teller),
        ("officer's tasks", format!("/api/sessions/{session}/officer"), &*teller),
        ("log's entries", format!("/api/sessions/{session}/log/entries"), &*teller),
    ];
    for (what, path, cookie) in rows {
        let begun = Instant::now();
        let ask = |_| {
            let begun = Instant::now();
            let answer = Request::get(&path).with("cookie", cookie).send(address);
            assert_eq!(answer.status, 200, "{path}");
            begun.elapsed()
        };
        let mut times: Vec<_> = (0..PAGES).map(ask).collect();
        line(what, &mut times, Some(begun.elapsed()));
    }
}

/// The longest list of projects from a spreadsheet: looked at, and imported.
fn imports() {
    let heading = ["项目名称", "总投资（万元）", "项目内容", "责任单位", "完成时限"];
    let mut rows = vec![lists::row(&heading)];
    rows.extend((4..=ROWS).map(|number| {
        let title = format!("第{number}号民生实事候选项目");
        let content = "硬化村道 3.2 公里，宽 4.5 米，含路肩和排水沟。";
        lists::row(&[&title, "335.1545", content, "镇建设办", "2026年10月"])
    }));
    let file = lists::xlsx(&rows);
    let (mut looks, mut imports) = (Vec::new(), Vec::new());
    for _ in 0..IMPORTS {
        // Three projects are there already.
        let hall = Hall::prepared(&Size::small(6));
        let clerk = lists::Clerk::of(&hall);
        let begun = Instant::now();
        assert_eq!(clerk.send("projects", "项目.xlsx", &file).status, 200);
        looks.push(begun.elapsed());
        let begun = Instant::now();
        let answer = clerk.import("projects", "项目.xlsx", &file);
        assert_eq!(answer.status, 200, "{}", answer.text());
        imports.push(begun.elapsed());
    }
    line(&format!("preview of {ROWS} projects"), &mut looks, None);
    line(&format!("import of {ROWS} projects"), &mut imports, None);
}
