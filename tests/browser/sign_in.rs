//! The screens of signing in, with a phone for the second factor: looked at in both languages.

use crate::pictures;
use crate::screens::check;
use crate::support::chromium::{Browser, Chromium};
use crate::support::server::Server;
use crate::support::totp;

/// The password of the only account here.
const PASSWORD: &str = "Piaojue-demo-2026";

fn go_on(browser: &Browser<'_>) {
    browser.click("main form button[type=submit]");
}

fn seconds(browser: &Browser<'_>) -> i64 {
    browser.run("return Math.floor(Date.now() / 1000)").as_i64().unwrap()
}

/// The same page in English and back again.
fn look(browser: &Browser<'_>, name: &str) {
    check(browser, name);
    let address = browser.run("return location.href");
    browser.run("document.cookie = 'lang=en; path=/'");
    browser.goto(address.as_str().unwrap());
    browser.wait_for("html[lang=en] main");
    check(browser, &format!("{name}-en"));
    browser.run("document.cookie = 'lang=zh-CN; path=/'");
    browser.goto(address.as_str().unwrap());
    browser.wait_for("html[lang^=zh] main");
}

#[test]
fn a_first_sign_in_is_one_thing_on_each_screen() {
    let server = Server::start(&["serve"], &[]);
    let chromium = Chromium::start(&pictures("sign-in"));
    let browser = chromium.open(1280, 900);
    let output = server.output();
    let code = output.lines().find_map(|line| line.split_once("setup code 初始化码: "));
    browser.goto(&server.url("/setup"));
    browser.fill("#code", code.unwrap().1);
    browser.fill("#login", "admin");
    browser.fill("#name", "系统管理员");
    browser.fill("#new", PASSWORD);
    go_on(&browser);
    let sign_in = || {
        browser.wait_for("#password");
        browser.fill("#login", "admin");
        browser.fill("#password", PASSWORD);
        go_on(&browser);
        browser.wait_for("#code");
    };
    sign_in();
    look(&browser, "second-factor");
    browser.click("details > summary");
    let secret = browser.text(".secret-text");
    let now = seconds(&browser);
    browser.fill("#code", &totp::code(&secret, now));
    go_on(&browser);
    browser.wait_for(".recovery-codes");
    check(&browser, "recovery-codes");
    browser.click("main a.button.primary");
    browser.wait_for(".bar-who form[action='/logout']");
    browser.goto(&server.url("/admin/accounts"));
    look(&browser, "accounts");
    browser.goto(&server.url("/admin/audit"));
    look(&browser, "trail");
    browser.click(".bar-who form[action='/logout'] button");
    sign_in();
    look(&browser, "code");
    browser.goto(&server.url("/login/code?recovery=1"));
    look(&browser, "recovery");
    browser.goto(&server.url("/login/code"));
    // The code of the set-up was used: the phone may still show it, and then the next one counts.
    let later = seconds(&browser);
    let later = if later / 30 == now / 30 { later + 30 } else { later };
    browser.fill("#code", &totp::code(&secret, later));
    go_on(&browser);
    browser.wait_for(".bar-who form[action='/logout']");
}
