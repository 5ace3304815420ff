//! A ballot without marks (abuse 9), odd texts on the pages that scripts build (abuse 20, 21), and
//! what the next deputy finds on a tablet, whatever is pressed (abuse 56) and whatever had to wait.

use ballotbox::manifest::Channel;
use piaojue::demo::{Town, TownPlan};
use piaojue::service::polls::PollForm;
use piaojue::service::projects::ProjectForm;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::pictures;
use crate::screens::sign_in;
use crate::support::chromium::{Browser, Chromium};
use crate::support::proxy::Proxy;
use crate::support::server::Server;

const MARKUP: &str = "\"><img src=x onerror=hacked=1>";
const SCRIPT: &str = "<script>hacked=1</script>";
const TEMPLATE: &str = "{{7*7}}{% if %}${7*7}#{7*7}";
const LINK: &str = "javascript:hacked=1";

/// A town that votes on projects with odd titles.
async fn town(server: &Server) -> Town {
    let plan = TownPlan { stubs: 1, title: SCRIPT, ..TownPlan::ZHANGZHAI };
    let mut town = Town::found(server.service("vote.example").await, &plan).await.unwrap();
    town.add_deputies(6).await.unwrap();
    let project = |title: &str| ProjectForm {
        title: title.into(),
        content: format!("{MARKUP}\n{SCRIPT}"),
        investment_wan: "86.5".into(),
        lead_unit: SCRIPT.into(),
        due: TEMPLATE.into(),
        ..ProjectForm::default()
    };
    let options = [MARKUP, SCRIPT, TEMPLATE, LINK].map(project);
    let options = town.add_candidates(&options).await.unwrap();
    town.make_slips(6).await.unwrap();
    let form = PollForm {
        channel: Channel::Sealed,
        question: MARKUP.into(),
        method: json!({ "kind": "pick", "min": 0, "max": 4 }),
        rule: json!({ "seats": 2 }),
        options,
    };
    let poll = town.prepare_poll(form).await.unwrap();
    town.sign_in(6).await.unwrap();
    town.open(poll).await.unwrap();
    town
}

fn start() -> (Server, Runtime, Town) {
    let server = Server::start(&["serve", "--site", "vote.example", "--second-factor", "off"], &[]);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let town = runtime.block_on(town(&server));
    (server, runtime, town)
}

/// A slip's code, typed in; the ballot is there then.
fn enter(browser: &Browser<'_>, town: &Town, slip: usize) {
    browser.wait_screen("S0");
    browser.wait_for(".door[data-door=open] #code-1");
    for (number, group) in (1..).zip(town.slips[slip].printed().split('-')) {
        browser.fill(&format!("#code-{number}"), group);
    }
    browser.run("document.querySelector('#start')?.click()");
    browser.wait_screen("S2");
}

/// The page has these texts as they were typed, and nothing of them was carried out.
fn harmless(browser: &Browser<'_>, page: &str, texts: &[&str]) {
    for text in texts {
        browser.wait_text("body", text);
    }
    let done = browser.run(
        "return [typeof window.hacked, document.querySelectorAll('img[src=x]').length, \
         document.querySelectorAll('a[href^=\"javascript:\"]').length]",
    );
    assert_eq!(done, json!(["undefined", 0, 0]), "{page}");
    let said: Vec<_> =
        browser.console().into_iter().filter(|it| it.contains("Content Security Policy")).collect();
    assert_eq!(said, Vec::<String>::new(), "{page}: the policy had nothing to stop");
}

#[test]
fn odd_texts_are_text_on_every_page_that_a_script_builds() {
    let (server, _runtime, town) = start();
    let chromium = Chromium::start(&pictures("odd"));
    let browser = chromium.open(1280, 800);
    browser.goto(&server.url(&format!("/vote/{}", town.session)));
    enter(&browser, &town, 0);
    let all = [MARKUP, SCRIPT, TEMPLATE, LINK];
    harmless(&browser, "the ballot", &all);
    browser.screenshot("ballot");
    browser.run("document.querySelectorAll('label[data-option]').forEach((row) => row.click())");
    browser.click("#next");
    browser.wait_screen("S3");
    harmless(&browser, "the review", &all);
    browser.goto(&server.url(&format!("/hall/{}", town.session)));
    browser.wait_for("main");
    harmless(&browser, "the hall's screen", &[MARKUP]);
    browser.screenshot("hall");
    let teller = chromium.open(1280, 800);
    sign_in(&teller, &server, "teller1");
    teller.goto(&server.url(&format!("/officer/{}", town.session)));
    teller.wait_for("main");
    harmless(&teller, "a teller's device", &[SCRIPT]);
    teller.goto(&server.url(&format!("/desk/{}", town.session)));
    harmless(&teller, "the desk", &[MARKUP]);
    // The control: as the markup of a page it does what it says.
    browser.goto(&format!("data:text/html,<p title=\"{MARKUP}"));
    let hacked = "return new Promise((done) => setInterval(() => window.hacked && done(1), 5))";
    assert_eq!(browser.run(hacked), 1);
}

/// What a page still has of a deputy: ticks, letters of the code, a receipt, texts in storage.
fn left(browser: &Browser<'_>) -> Value {
    browser.run(
        "const kept = JSON.stringify([{...localStorage}, {...sessionStorage}]); \
         return [document.querySelectorAll('input:checked').length, \
         [...document.querySelectorAll('input')].map((it) => it.value).join(''), \
         document.querySelector('#receipt-code') ? 1 : 0, \
         /slots|proof|[A-Z0-9]{4}-[A-Z0-9]{4}/.test(kept) ? kept : '']",
    )
}

#[test]
fn the_next_deputy_finds_nothing_of_the_one_before() {
    let (server, _runtime, town) = start();
    let chromium = Chromium::start(&pictures("next"));
    let browser = chromium.open(1280, 800);
    let vote = server.url(&format!("/vote/{}", town.session));
    let nothing = json!([0, "", 0, ""]);
    let is_clean = |what: &str| {
        browser.wait_screen("S0");
        assert_eq!(left(&browser), nothing, "{what}");
        assert!(!browser.text("body").contains(TEMPLATE), "{what}: an option is shown");
    };
    browser.goto(&server.url("/how"));
    browser.goto(&vote);
    // Half a ballot is left behind.
    enter(&browser, &town, 0);
    browser.run("document.querySelector('label[data-option]').click()");
    assert_eq!(left(&browser)[0], 1, "a dead test: a tick is seen");
    browser.reload();
    is_clean("the page was loaded again in the midst of a ballot");
    enter(&browser, &town, 0);
    browser.run("document.querySelector('label[data-option]').click()");
    browser.back();
    browser.forward();
    is_clean("back and forward in the midst of a ballot");
    // A whole one.
    enter(&browser, &town, 0);
    browser.run("document.querySelector('label[data-option]').click()");
    browser.click("#next");
    browser.wait_screen("S3");
    browser.click("#cast");
    browser.wait_screen("S4");
    browser.wait_for("#receipt-code");
    browser.reload();
    is_clean("the page was loaded again after the receipt");
    browser.back();
    browser.forward();
    is_clean("back and forward after the receipt");
    enter(&browser, &town, 1);
    assert_eq!(left(&browser)[0], 0, "the next ballot is empty");
}

/// Opens a slip's link in the page, as the tablet's camera does, while the network is gone; the
/// slip has been looked for then, in vain.
fn open_link_offline(browser: &Browser<'_>, proxy: &Proxy, code: &str) {
    browser.wait_for(".door[data-door=open]");
    proxy.cut();
    browser.wait_for(".door[data-door=offline]");
    browser.run(&format!("location.hash = '{code}'"));
    browser.run(
        "return new Promise((done) => setInterval(() => \
         document.querySelector('#start[aria-disabled=false]') && done(1), 5))",
    );
    let kept = browser.run(
        "return JSON.stringify([{...localStorage}, {...sessionStorage}, location.href, \
         history.state, document.body.innerHTML])",
    );
    assert!(!kept.to_string().contains(code), "the code is in this page's memory only: {kept}");
}

#[test]
fn a_slips_link_waits_for_the_network_and_for_nobody_else() {
    let (server, _runtime, town) = start();
    let proxy = Proxy::start(server.address());
    let chromium = Chromium::start(&pictures("link"));
    let browser = chromium.open(1280, 800);
    let code = |slip: usize| town.slips[slip].printed().replace('-', "");
    browser.goto(&proxy.url(&format!("/vote/{}", town.session)));
    open_link_offline(&browser, &proxy, &code(0));
    proxy.mend();
    browser.wait_screen("S2");
    browser.reload();
    // Who goes away, and somebody else tries the tablet: nothing waits any more.
    open_link_offline(&browser, &proxy, &code(1));
    browser.click("#practise");
    browser.wait_screen("S2");
    browser.click("#next");
    browser.wait_screen("S3");
    browser.click("#cast");
    browser.wait_screen("S4");
    browser.click("#done");
    browser.wait_screen("S0");
    proxy.mend();
    enter(&browser, &town, 2);
    let asked = |slip: usize| {
        let key = town.slips[slip].key(town.session).public();
        proxy.count("GET", &format!("/slips/{key}"))
    };
    assert_eq!([0, 1, 2].map(asked), [1, 0, 1], "the slip of who went away is not looked up");
}

#[test]
fn who_marks_less_than_may_be_is_told_before_casting() {
    let (server, _runtime, town) = start();
    let chromium = Chromium::start(&pictures("less"));
    let browser = chromium.open(1280, 800);
    browser.goto(&server.url(&format!("/vote/{}", town.session)));
    enter(&browser, &town, 0);
    let warned = || browser.run("return document.querySelectorAll('#undervote').length");
    browser.click("#next");
    browser.wait_screen("S3");
    browser.wait_text("main", "您没有填写任何一项");
    browser.wait_text("#undervote", "您还有 4 项未选");
    browser.screenshot("nothing");
    browser.click("#back");
    browser.wait_screen("S2");
    browser.run("document.querySelectorAll('label[data-option]').forEach((row) => row.click())");
    browser.click("#next");
    browser.wait_screen("S3");
    assert_eq!(warned(), 0, "the control: all that may be is marked");
}
