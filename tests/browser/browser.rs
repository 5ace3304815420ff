//! The browser of the harness: it does what it is told, and fails when it cannot.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use crate::pages::Pages;
use crate::pictures;
use crate::support::axe;
use crate::support::chromium::Chromium;

const FORM: &str = r#"<body data-screen="S0"><main><h1>票决</h1>
    <label>票码 <input id="code"></label> <button id="go">开始</button>
    <p id="said"></p><p id="hidden" hidden>藏</p></main><script type="module" src="/page.mjs"></script></body>"#;
const SCRIPT: &str = r##"
    document.querySelector("#go").addEventListener("click", async () => {
      const answer = await fetch("/echo", {method: "POST", body: code.value}).catch(() => null);
      said.textContent = answer ? `收到 ${await answer.text()}` : "网络不通";
      document.body.dataset.screen = answer ? "S2" : "D4";
    });
    const code = document.querySelector("#code");
    const said = document.querySelector("#said");
"##;

fn form() -> Pages {
    let page = format!(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>试页</title>{FORM}"
    );
    Pages::serve(&[("/", &page), ("/page.mjs", SCRIPT), ("/other", "<h1>另一页</h1>")])
}

#[test]
fn a_person_can_be_played() {
    let pages = form();
    let chromium = Chromium::start(&pictures("played"));
    let browser = chromium.open(360, 740);
    browser.goto(&pages.url("/"));
    browser.wait_screen("S0");
    assert_eq!(browser.run("return [innerWidth, innerHeight]"), json!([360, 740]));
    assert_eq!(browser.run("return navigator.language"), "zh-CN");
    browser.fill("#code", "ABCD-12345");
    browser.fill("#code", "票码七");
    browser.click("#go");
    browser.wait_screen("S2");
    browser.wait_text("#said", "收到");
    assert_eq!(browser.text("#said"), "收到 票码七");

    browser.set_offline(true);
    browser.click("#go");
    browser.wait_screen("D4");
    browser.set_offline(false);
    browser.click("#go");
    browser.wait_screen("S2");

    browser.goto(&pages.url("/other"));
    browser.back();
    browser.wait_for("#go");
    browser.forward();
    browser.reload();
    assert_eq!(browser.text("h1"), "另一页");
    assert!(std::fs::read(browser.screenshot("other")).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn browsers_share_nothing() {
    let pages = form();
    let chromium = Chromium::start(&pictures("apart"));
    let (one, other) = (chromium.open(800, 600), chromium.open_with(800, 600, "en", &[]));
    for browser in [&one, &other] {
        browser.goto(&pages.url("/"));
    }
    one.run("localStorage.setItem('mark', '1'); document.cookie = 'mark=1'");
    let kept = "return [localStorage.getItem('mark'), document.cookie]";
    assert_eq!(one.run(kept), json!(["1", "mark=1"]));
    assert_eq!(other.run(kept), json!([null, ""]));
    assert_eq!(other.run("return navigator.language"), "en");
}

#[test]
fn a_page_can_be_seen_as_in_the_hall() {
    let pages = form();
    let chromium = Chromium::start(&pictures("hall"));
    let near = chromium.open(800, 600);
    near.goto(&pages.url("/"));
    assert_eq!(near.run("return isSecureContext"), true);
    let flag = "--host-resolver-rules=MAP vote.test 127.0.0.1";
    let hall = chromium.open_with(800, 600, "zh-CN", &[flag]);
    hall.goto(&pages.url("/").replace("127.0.0.1", "vote.test"));
    assert_eq!(
        hall.run("return [isSecureContext, typeof crypto.subtle]"),
        json!([false, "undefined"])
    );
}

#[test]
fn a_failure_says_where_and_shows_it() {
    let pages = form();
    let folder = pictures("failure");
    let _ = std::fs::remove_dir_all(&folder);
    let chromium = Chromium::start(&folder);
    let browser = chromium.open(800, 600);
    browser.goto(&pages.url("/"));
    let failed = catch_unwind(AssertUnwindSafe(|| browser.run("throw new Error('no such thing')")));
    let said = failed.unwrap_err().downcast::<String>().unwrap();
    for part in ["no such thing", &pages.url("/"), "screen S0", "failed-browser-"] {
        assert!(said.contains(part), "{part:?} is not in {said}");
    }
    let picture = said.rsplit_once("picture ").unwrap().1;
    assert!(std::fs::read(picture).unwrap().starts_with(b"\x89PNG"), "{picture}");

    let browser = browser.with_patience(Duration::from_millis(300));
    let waits: [(&str, &dyn Fn()); 6] = [
        ("screen S9", &|| browser.wait_screen("S9")),
        ("#none", &|| browser.wait_for("#none")),
        ("#hidden", &|| browser.wait_for("#hidden")),
        ("\"投票\" in h1", &|| browser.wait_text("h1", "投票")),
        ("a click on #hidden", &|| browser.click("#hidden")),
        ("typing into h1", &|| browser.fill("h1", "x")),
    ];
    for (what, wait) in waits {
        let said = catch_unwind(AssertUnwindSafe(wait)).unwrap_err().downcast::<String>().unwrap();
        assert!(said.contains(what) && said.contains("browser.rs:"), "{what:?}: {said}");
    }
}

#[test]
fn the_policy_of_a_page_stays_in_force_and_its_breach_is_seen() {
    let breach = r#"<body><h1>票决</h1><p style="color:red">一</p></body>"#;
    let pages = Pages::page("", breach);
    let clean = form();
    let chromium = Chromium::start(&pictures("policy"));
    let browser = chromium.open(800, 600);
    browser.goto(&clean.url("/"));
    browser.wait_for("#go");
    let of_page = |entries: Vec<String>| -> Vec<String> {
        entries.into_iter().filter(|entry| !entry.contains("favicon.ico")).collect()
    };
    assert_eq!(of_page(browser.console()), Vec::<String>::new());
    browser.goto(&pages.url("/"));
    let said = of_page(browser.console()).join("\n");
    assert!(said.contains("Content Security Policy"), "{said}");
    let refused = "try { document.body.innerHTML = '<b>x</b>' } catch (error) { return 'refused' }";
    assert_eq!(browser.run(refused), "refused");
}

#[test]
fn axe_finds_what_is_wrong_and_nothing_else() {
    let bad = Pages::page(
        "#pale { color: #999; background: #fff } .tiny { width: 10px; height: 10px; padding: 0 }",
        r#"<body><main><h1>票决</h1><p id="pale">看不清</p><input id="bare">
           <button class="tiny" aria-label="一"></button><button class="tiny" aria-label="二">
           </button></main></body>"#,
    );
    let good = form();
    let chromium = Chromium::start(&pictures("axe"));
    let browser = chromium.open(800, 600);
    browser.goto(&good.url("/"));
    assert_eq!(axe::violations(&browser), Vec::<String>::new());
    browser.goto(&bad.url("/"));
    let found = axe::violations(&browser);
    for (rule, at) in [("color-contrast", "#pale"), ("label", "#bare"), ("target-size", "一")] {
        let named = |text: &&String| text.starts_with(rule) && text.contains(at);
        assert!(found.iter().any(|text| named(&text)), "{rule} is not in {found:#?}");
    }
}

#[test]
fn a_page_is_printed_on_the_paper_that_it_names() {
    let pages = Pages::page("@page { size: A5 }", "<body><h1>票决</h1></body>");
    let chromium = Chromium::start(&pictures("print"));
    let browser = chromium.open(800, 600);
    browser.goto(&pages.url("/"));
    let pdf = String::from_utf8_lossy(&browser.print_to_pdf()).into_owned();
    assert!(pdf.starts_with("%PDF"));
    let width = pdf.split_once("/MediaBox [0 0 ").unwrap().1.split_once(' ').unwrap().0;
    let width: f64 = width.parse().unwrap();
    assert!((width - 420.0).abs() < 2.0, "A5 is 148 mm or 420 points wide, not {width}");
}

#[test]
fn nothing_is_left_of_a_browser_when_its_test_panics() {
    let mut left = std::path::PathBuf::new();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let chromium = Chromium::start(&pictures("left"));
        let browser = chromium.open(800, 600);
        left = browser.profile().to_owned();
        assert!(left.exists() && running(&left) > 0, "the browser runs while it is open");
        // Forgetting it leaves its end to the guard of the driver.
        std::mem::forget(browser);
        assert!(left.as_os_str().is_empty(), "on purpose");
    }));
    assert!(panicked.is_err());
    // What was killed stands in the list for a moment; each look takes a while by itself.
    assert!((0..500).any(|_| running(&left) == 0), "{} are left", running(&left));
    std::fs::remove_dir_all(&left).unwrap();
}

/// How many programs run with this folder in their command line.
fn running(folder: &Path) -> usize {
    let listed = Command::new("ps").args(["-A", "-ww", "-o", "stat=,args="]).output().unwrap();
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let folder = folder.to_str().unwrap();
    listed.lines().filter(|line| line.contains(folder) && !line.starts_with('Z')).count()
}
