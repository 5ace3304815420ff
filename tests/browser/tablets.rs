//! The hall's tablets as staff and tablet see them (W5), and the page with the hall's certificate.

use crate::pictures;
use crate::screens::{Demo, check, check_in_both_languages, sign_in};
use crate::support::chromium::Chromium;
use crate::support::server::Server;

#[test]
fn a_tablet_scans_its_code_and_is_ready() {
    let demo = Demo::start();
    let chromium = Chromium::start(&pictures("tablets"));
    let (desk, tablet) = (chromium.open(1280, 900), chromium.open(800, 1280));
    sign_in(&desk, &demo.server, "clerk");
    desk.goto(&demo.path("/desk/{s}/tablets"));
    desk.wait_for(".empty");
    check_in_both_languages(&desk, "none", ".empty");
    desk.fill("#name", "07");
    desk.fill("#seat", "第一排");
    desk.click("#form button[type=submit]");
    desk.wait_for(".enrolment-qr svg");
    check(&desk, "code");
    let address = desk.text(".enrolment .code");
    tablet.goto(&address);
    tablet.wait_screen("S0");
    tablet.wait_text("#main", "平板编号 07");
    let shown = tablet.run("return location.href + document.referrer + history.length");
    let code = address.rsplit_once('#').unwrap().1;
    assert!(!shown.to_string().contains(code), "the code has left the address: {shown}");
    desk.click(".enrolment a.button");
    desk.wait_for("td .tag.done");
    check_in_both_languages(&desk, "list", "td .tag.done");
    // A reset reaches the tablet with its next word, and what was typed is gone.
    tablet.run("document.documentElement.dataset.before = ''");
    desk.click("form[action$='/reset'] button");
    desk.wait_for("td .tag.done");
    tablet.wait_gone("html[data-before]");
    tablet.wait_text("#main", "平板编号 07");
    // The code works once.
    let other = chromium.open(800, 1280);
    other.goto(&address);
    other.wait_text("#state", "已使用");
    check(&other, "used");
    let named = other.run("return document.querySelector('[data-tablet]')?.dataset.tablet ?? ''");
    assert_eq!(named, "");
}

#[test]
fn the_page_with_the_certificate_is_within_its_limits() {
    let arguments = ["serve", "--tls", "--name", "piaojue.hall", "--http", "127.0.0.1:0"];
    let server = Server::start(&arguments, &[]);
    let output = server.output();
    let plain = output.split_once("plain http on ").unwrap().1.lines().next().unwrap();
    let chromium = Chromium::start(&pictures("certificate"));
    let browser = chromium.open(1280, 900);
    for (language, path) in [("zh-CN", "/"), ("en", "/?lang=en")] {
        browser.goto(&format!("{plain}{path}"));
        browser.wait_for(&format!("html[lang={language}] #fingerprint"));
        check(&browser, &format!("certificate-{language}"));
    }
}
