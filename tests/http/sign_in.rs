//! Signing in as a browser does: the second factor, the way back after a password that was typed
//! long ago, and what the audit trail tells of strangers (abuse 11, 16, 47, 48, 57).

use std::time::{SystemTime, UNIX_EPOCH};

use piaojue::demo::PASSWORD;
use serde_json::json;

use crate::client::{Answer, Request};
use crate::hall::{Hall, SITE, Size, change, cookie_of, log_in};
use crate::support::server::Server;
use crate::support::totp;

/// A browser: it keeps the cookies that it is given.
struct Browser<'a> {
    address: &'a str,
    cookies: Vec<(String, String)>,
}

impl Browser<'_> {
    fn take(&mut self, answer: Answer) -> Answer {
        for cookie in answer.all("set-cookie") {
            let (pair, attributes) = cookie.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !attributes.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }

    fn with_cookies(&self, request: Request) -> Request {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        request.with("cookie", &pairs.collect::<Vec<_>>().join("; "))
    }

    fn get(&mut self, path: &str) -> Answer {
        let answer = self.with_cookies(Request::get(path)).send(self.address);
        self.take(answer)
    }

    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.with_cookies(Request::post(path).form(fields));
        let answer = request.send(self.address);
        self.take(answer)
    }

    fn has(&self, name: &str) -> bool {
        self.cookies.iter().any(|(known, _)| known == name)
    }
}

fn to(answer: &Answer) -> &str {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").unwrap()
}

fn seconds() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(now.as_secs()).unwrap()
}

/// The secret that stands on the page for those without a camera.
fn secret_on(page: &str) -> String {
    let (_, rest) = page.split_once("secret-text\">").expect("the secret in letters");
    let (spans, _) = rest.split_once("</p>").unwrap();
    let parts = spans.split("<span>").skip(1).map(|part| part.split('<').next().unwrap());
    parts.collect()
}

#[test]
fn the_first_account_signs_in_with_a_phone() {
    let server = Server::start(&["serve", "--site", SITE], &[]);
    let output = server.output();
    let code = output.lines().find_map(|line| line.split_once("setup code 初始化码: "));
    let mut browser = Browser { address: server.address(), cookies: Vec::new() };
    let setup =
        [("code", code.unwrap().1), ("login", "admin"), ("name", "管理员"), ("new", PASSWORD)];
    assert_eq!(to(&browser.post("/setup", &setup)), "/login");
    assert!(!browser.get("/login").text().contains("panel warn"), "it is no rehearsal");
    let login = [("login", "admin"), ("password", PASSWORD)];
    assert_eq!(to(&browser.post("/login", &login)), "/login/second-factor");
    assert!(!browser.has("sid") && browser.has("begun"));
    assert_eq!(to(&browser.get("/desk")), "/login", "a password alone opens no page");
    assert_eq!(to(&browser.get("/login/code")), "/login/second-factor", "one step at a time");
    let page = browser.get("/login/second-factor");
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let page = page.text();
    assert!(page.contains("<svg") && !page.contains("otpauth:"), "a drawing");
    let secret = secret_on(&page);
    let wrong = browser.post("/login/second-factor", &[("code", "12")]);
    assert_eq!(wrong.status, 401);
    assert!(wrong.text().contains("role=\"alert\"") && secret_on(&wrong.text()) == secret);
    let now = seconds();
    let page = browser.post("/login/second-factor", &[("code", &totp::code(&secret, now))]);
    assert_eq!(page.status, 200);
    let page = page.text();
    assert_eq!(page.matches("<li><span class=\"code\">").count(), 10);
    let (_, first) = page.split_once("<li><span class=\"code\">").unwrap();
    let recovery = first.split('<').next().unwrap().to_owned();
    assert!(browser.has("sid") && browser.has("dev") && !browser.has("begun"));
    assert_eq!(browser.get("/admin/accounts").status, 200);
    let townships = browser.get("/admin/townships").text();
    assert!(townships.contains("9 位统计用区划代码"), "what a township's code is");

    let mut another = Browser { address: server.address(), cookies: Vec::new() };
    assert_eq!(to(&another.post("/login", &login)), "/login/code");
    let used = another.post("/login/code", &[("code", &totp::code(&secret, now))]);
    assert_eq!(used.status, 401, "a code is good once");
    assert!(another.get("/login/code?recovery=1").text().contains("3ABCD"), "what one looks like");
    let odd = another.get("/login/code?recovery=1&recovery=2");
    assert!(odd.status == 422 && odd.text().contains("<html"), "a page in our own words");
    assert_eq!(to(&another.post("/login/code", &[("code", &recovery)])), "/desk");
    assert_eq!(to(&browser.get("/admin/accounts")), "/login", "the older login has ended");
    // The next half minute, which a phone that is ahead shows already.
    let mut script = Browser { address: server.address(), cookies: Vec::new() };
    let body = json!({ "login": "admin", "password": PASSWORD }).to_string();
    let told = Request::post("/login").json(body).send(server.address());
    assert_eq!(told.json(), json!({ "done": false, "wants": "code" }));
    script.take(told);
    let next = json!({ "code": totp::code(&secret, now + 30) }).to_string();
    let told = script.with_cookies(Request::post("/login/code").json(next)).send(server.address());
    assert_eq!(told.json(), json!({ "done": true }));
}

#[test]
fn who_typed_the_password_long_ago_types_it_and_comes_back() {
    let hall = Hall::prepared(&Size::small(6));
    let (address, session) = (hall.address(), hall.town.session);
    let cookie = hall.sign_in("presidium1");
    let grant = "01234567-89ab-4cde-8f01-23456789abcd";
    let asked = hall.runtime.block_on(async {
        let form = piaojue::service::accounts::AccountForm {
            login: "teller9".into(),
            name: "何新人".into(),
            role: "teller".into(),
            township: crate::hall::PLAN.code.into(),
            unit: String::new(),
        };
        let service = &hall.town.service;
        service.add_account(&hall.town.administrator, &form).await.unwrap().id
    });
    let give = |id: &str| {
        let request = Request::post(&format!("/admin/grants/{id}/give"));
        request.json("{}").with("cookie", &cookie).send(address)
    };
    assert_eq!(give(grant).status, 409, "there is none");
    change(&hall.server, "update logins set fresh_at = '2026-01-01T00:00:00Z'");
    let told = give(&asked.to_string());
    assert_eq!(told.status, 403);
    assert_eq!(told.json()["error"], "refusal-not-fresh");
    assert_eq!(told.json()["again"], "/again?back=/desk/accounts");
    // As a page: the sentence, and the way there and back.
    let page = Request::get("/desk/accounts").with("cookie", &cookie).send(address).text();
    assert!(page.contains("href=\"/again?back=/desk/accounts\"") && !page.contains("/give\""));
    let again = Request::get("/again?back=/desk/accounts").with("cookie", &cookie).send(address);
    let again = again.text();
    let (_, rest) = again.split_once("name=\"csrf\" value=\"").unwrap();
    let token = rest.split('"').next().unwrap();
    let typed = [("csrf", token), ("password", PASSWORD), ("back", "/desk/accounts")];
    let typed = Request::post("/again").with("cookie", &cookie).form(&typed).send(address);
    assert_eq!(to(&typed), "/desk/accounts");
    let page = Request::get("/desk/accounts").with("cookie", &cookie).send(address).text();
    assert!(page.contains("/give\""), "now it can be done");
    assert_eq!(give(&asked.to_string()).json()["part"], "second");
    // An act of a session comes back to its session.
    let act = format!("/desk/{session}/acts/{grant}/confirm");
    let gone = Request::post(&act).json("{}").with("cookie", &cookie).send(address);
    assert_eq!(gone.status, 409, "a login that is fresh is told what is the matter");
}

#[test]
fn the_trail_tells_of_strangers() {
    let hall = Hall::prepared(&Size::small(6));
    let address = hall.address();
    let cookie = hall.sign_in("clerk");
    let ask = |request: Request| request.with("cookie", &cookie).send(address).status;
    assert_eq!(ask(Request::get("/admin/accounts")), 403);
    assert_eq!(ask(Request::post("/logout").json("{}").with("origin", "http://evil.example")), 403);
    assert_eq!(ask(Request::post("/logout").form(&[("csrf", "x")])), 403);
    assert_eq!(ask(Request::get("/nowhere")), 404);
    let session = "01234567-89ab-4cde-8f01-23456789abcd";
    assert_eq!(ask(Request::get(&format!("/desk/{session}/roll%0d%0aFORGED"))), 404);
    assert_eq!(ask(Request::get(&format!("/desk/{session}/roll"))), 404);
    assert_eq!(log_in(address, "clerk", "Wrong-guess-2026").status, 401);
    let path = format!("/desk/{}/roll.csv", hall.town.session);
    assert_eq!(ask(Request::get(&path)), 200);
    let (service, town) = (&hall.town.service, &hall.town);
    let lines = hall.runtime.block_on(service.whole_audit_trail(&town.administrator)).unwrap();
    let of = |action: &str| {
        let found = lines.iter().filter(|kept| kept.line.action == action);
        let mut found: Vec<_> = found
            .map(|kept| (kept.line.actor.as_str(), kept.line.details.as_str(), &kept.line.source))
            .collect();
        found.sort_unstable();
        found
    };
    let here = String::from("127.0.0.1");
    assert_eq!(
        of("audit-denied"),
        [
            ("clerk", "expired", &here),
            ("clerk", "foreign", &here),
            ("clerk", "role", &here),
            ("clerk", "township", &here)
        ]
    );
    assert_eq!(of("audit-login-failed"), [("clerk", "", &here)]);
    assert_eq!(of("audit-table").len(), 1);
    assert_eq!(of("audit-started").len(), 1, "and the program said that it began");
    let login = lines.iter().find(|kept| kept.line.action == "audit-login").unwrap();
    assert_eq!(login.line.device.len(), 8, "the device of the login");
    // A thousand denials are no thousand lines.
    for _ in 0..40 {
        ask(Request::get("/admin/accounts"));
    }
    let lines = hall.runtime.block_on(service.whole_audit_trail(&town.administrator)).unwrap();
    let denied = lines.iter().filter(|kept| kept.line.action == "audit-denied").count();
    assert!((20..=44).contains(&denied), "{denied}");
    let again = cookie_of(&log_in(address, "clerk", PASSWORD));
    assert_ne!(again, cookie);
}

#[test]
fn a_changed_line_is_found_at_the_machine() {
    let mut server = Server::start(&["serve", "--second-factor", "off"], &[]);
    let check = |server: &Server| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_piaojue"));
        let done = command.args(["audit", "--data"]).arg(server.data()).output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    assert_eq!(check(&server).0, Some(2), "while it runs its folder is locked");
    assert_eq!(server.terminate(), 0);
    let (code, said) = check(&server);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(" - 3 "), "started, the rules, stopped: {said}");
    change(
        &server,
        "drop trigger audit_stays;
         update audit set details = 'dengbao required' where action = 'audit-rules-begin'",
    );
    let (code, said) = check(&server);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("line 第 2 条"), "{said}");
}
