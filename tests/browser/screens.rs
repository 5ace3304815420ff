//! Every page of the service at three widths: nothing that axe finds, nothing smaller, closer or
//! paler than it may be, nothing that scrolls sideways.

use piaojue::demo::PASSWORD;

use crate::pictures;
use crate::support::axe;
use crate::support::chromium::{Browser, Chromium};
use crate::support::measure::{Limits, measure};
use crate::support::server::Server;

/// Phone, tablet, desk.
pub(crate) const WIDTHS: [(u32, u32); 3] = [(360, 740), (768, 1024), (1280, 800)];
/// What staff and the public need.
pub(crate) const STAFF: Limits =
    Limits { target_px: 44.0, gap_px: 0.0, font_px: 14.0, contrast: 4.5 };
/// What deputies need, but for what they mark.
const DEPUTY: Limits = Limits { target_px: 60.0, gap_px: 0.0, font_px: 24.0, contrast: 10.0 };
/// The same on a phone.
const PHONE: Limits = Limits { font_px: 20.0, ..DEPUTY };
/// What deputies mark (12.7 mm), and how far apart (2.54 mm).
const BALLOT: Limits = Limits { target_px: 76.0, gap_px: 16.0, ..DEPUTY };

/// A demo that has come to where one deputy has not voted.
pub(crate) struct Demo {
    pub(crate) server: Server,
    session: String,
    poll: String,
    code: String,
}

impl Demo {
    pub(crate) fn start() -> Self {
        let server = Server::start(&["demo"], &[]);
        let output = server.output();
        let after = |mark: &str, length: usize| {
            let parts = output.split_once(mark).ok_or_else(|| format!("no {mark} in {output}"));
            let (_, rest) = parts.unwrap();
            rest.trim_start().chars().take(length).collect::<String>()
        };
        let (session, poll) = (after("/vote/", 36), after("/polls/", 36));
        Self { session, poll, code: after("票码", 19), server }
    }

    pub(crate) fn path(&self, path: &str) -> String {
        self.server.url(&path.replace("{s}", &self.session).replace("{p}", &self.poll))
    }
}

/// Everything that is wrong with the page as it stands.
pub(crate) fn faults(browser: &Browser<'_>, page: &str, limits: &Limits) -> Vec<String> {
    let measured = measure(browser, "body").faults(limits);
    let found = measured.into_iter().chain(axe::violations(browser));
    found.map(|fault| format!("{page}: {fault}")).collect()
}

/// A page of staff or public as it stands, at all widths: within its limits, and a picture of each.
pub(crate) fn check(browser: &Browser<'_>, page: &str) {
    let mut found = Vec::new();
    for (width, height) in WIDTHS {
        browser.resize(width, height);
        found.extend(faults(browser, &format!("{page} at {width}"), &STAFF));
        // Of the whole page, for whoever looks at it.
        browser.resize(width, 2400);
        browser.screenshot(&format!("{page}-{width}"));
    }
    browser.resize(1280, 900);
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

/// As [`check`], in both languages; what was typed into the page is lost.
pub(crate) fn check_in_both_languages(browser: &Browser<'_>, page: &str, ready: &str) {
    for language in ["en", "zh-CN"] {
        browser.run(&format!("document.cookie = 'lang={language}; path=/'"));
        browser.reload();
        browser.wait_for(&format!("html[lang={language}] {ready}"));
        check(browser, &format!("{page}-{language}"));
    }
}

/// Signs an account of a town that plays itself in.
pub(crate) fn sign_in(browser: &Browser<'_>, server: &Server, login: &str) {
    browser.goto(&server.url("/login"));
    browser.fill("#login", login);
    browser.fill("#password", PASSWORD);
    browser.click("main form button[type=submit]");
    browser.wait_for(".bar-who form[action='/logout']");
}

/// The pages of an account at all widths.
fn walk(chromium: &Chromium, demo: &Demo, login: &str, pages: &[&str]) -> Vec<String> {
    let browser = chromium.open(1280, 800);
    if !login.is_empty() {
        sign_in(&browser, &demo.server, login);
    }
    let mut found = Vec::new();
    for page in pages {
        for (width, height) in WIDTHS {
            browser.resize(width, height);
            browser.goto(&demo.path(page));
            browser.wait_for("main");
            found.extend(faults(&browser, &format!("{login} {page} at {width}"), &STAFF));
        }
        let name = page.replace("{s}", "s").replace("{p}", "p").replace('/', "-");
        browser.screenshot(&format!("{login}{name}"));
    }
    found
}

#[test]
fn every_page_of_staff_and_public_is_within_its_limits() {
    let demo = Demo::start();
    let chromium = Chromium::start(&pictures("screens"));
    let clerk = [
        "/desk",
        "/desk/sessions/new",
        "/desk/{s}",
        "/desk/{s}/tablets",
        "/desk/{s}/roll",
        "/desk/{s}/roll/import",
        "/desk/{s}/projects",
        "/desk/{s}/projects/import",
        "/desk/{s}/projects/new",
        "/desk/{s}/officers",
        "/desk/{s}/polls",
        "/desk/{s}/polls/{p}",
        "/desk/{s}/polls/{p}/rule",
        "/desk/{s}/polls/new",
        "/desk/{s}/sign-in",
        "/desk/{s}/print",
        "/desk/{s}/run/{p}",
        "/desk/{s}/paper",
        "/desk/{s}/audit",
        "/desk/{s}/archive",
        "/password",
    ];
    let everybody = [
        "/",
        "/how",
        "/verify",
        "/login",
        "/privacy",
        "/accessibility",
        "/api",
        "/papers/{s}/attendance?code=7KQ2M",
    ];
    let found = [
        walk(&chromium, &demo, "", &everybody),
        walk(&chromium, &demo, "clerk", &clerk),
        walk(
            &chromium,
            &demo,
            "teller1",
            &["/officer/{s}", "/officer/{s}/card", "/officer/{s}/slips", "/desk/{s}"],
        ),
        walk(&chromium, &demo, "presidium1", &["/officer/{s}", "/desk/{s}/run/{p}"]),
        walk(&chromium, &demo, "admin", &["/admin/accounts", "/admin/townships", "/admin/audit"]),
        walk(&chromium, &demo, "county", &["/county"]),
    ];
    let found = found.concat();
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

#[test]
fn the_tablet_is_within_its_limits_on_every_screen() {
    let demo = Demo::start();
    let chromium = Chromium::start(&pictures("screens"));
    let browser = chromium.open(1280, 800);
    let mut found = Vec::new();
    let mut look = |screen: &str| {
        for (width, height) in WIDTHS {
            browser.resize(width, height);
            let limits = if width < 600 { &PHONE } else { &DEPUTY };
            found.extend(faults(&browser, &format!("{screen} at {width}"), limits));
            browser.screenshot(&format!("tablet-{screen}-{width}"));
        }
    };
    browser.goto(&demo.path("/vote/{s}"));
    browser.wait_for(".door[data-door=open] #code-1");
    look("S0");
    for (number, group) in (1..).zip(demo.code.split('-')) {
        browser.fill(&format!("#code-{number}"), group);
    }
    browser.run("document.querySelector('#start')?.click()");
    browser.wait_screen("S2");
    look("S2");
    browser.resize(1280, 800);
    let rows = measure(&browser, "fieldset").faults(&BALLOT);
    assert!(rows.is_empty(), "{}", rows.join("\n"));
    browser.run(
        "for (const row of [...document.querySelectorAll('label[data-option]')].slice(0, 8)) \
         row.click()",
    );
    browser.click("#next");
    browser.wait_screen("S3");
    look("S3");
    browser.resize(1280, 800);
    // From the press to the receipt as the page itself sees it; a figure to read, not to assert.
    let milliseconds = browser.run(
        "const began = performance.now(); document.querySelector('#cast').click(); \
         return new Promise((done) => { const look = () => document.querySelector('#receipt-code') \
         ? done(Math.round(performance.now() - began)) : requestAnimationFrame(look); look(); })",
    );
    eprintln!("from 投票 to the receipt: {milliseconds} ms");
    browser.wait_screen("S4");
    look("S4");
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

#[test]
fn the_print_centre_shows_its_papers_and_a_pdf_opens() {
    let demo = Demo::start();
    let chromium = Chromium::start(&pictures("screens"));
    let browser = chromium.open(1280, 800);
    sign_in(&browser, &demo.server, "clerk");
    for (width, height) in [(360, 3600), (768, 2600), (1280, 2200)] {
        browser.resize(width, height);
        browser.goto(&demo.path("/desk/{s}/print"));
        browser.wait_for("main");
        // A picture that the policy of the page did not let in is refused here.
        let widths = browser.run(
            "return Promise.all([...document.images].map(async (it) => { \
             it.loading = 'eager'; await it.decode(); return it.naturalWidth; }))",
        );
        let widths: Vec<_> =
            widths.as_array().unwrap().iter().map(serde_json::Value::as_u64).collect();
        assert!(widths.len() >= 5, "{} pictures", widths.len());
        assert!(widths.iter().all(|width| width.is_some_and(|it| it > 0)), "{widths:?}");
        browser.screenshot(&format!("print-{width}"));
    }
    browser.resize(1280, 900);
    browser.goto(&demo.path("/desk/{s}/print/zero?poll={p}"));
    assert_eq!(browser.run("return document.contentType"), "application/pdf");
    browser.goto(&demo.path("/desk/{s}/print/result?poll={p}"));
    assert!(browser.text("main").contains("还没有计票"), "what is missing is said");
}
