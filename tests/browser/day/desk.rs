//! The clerk at the desk, and the administrator before: everything through the pages, accounts and
//! townships through the same addresses' other face.

use serde_json::{Value, json};
use std::cell::OnceCell;

use super::{PASSWORD, press, sign_in};
use crate::screens;
use crate::support::chromium::{Browser, Chromium};
use crate::support::server::Server;

/// The clerk's browser.
pub(super) struct Desk<'c> {
    browser: Browser<'c>,
    server: &'c Server,
    session: OnceCell<String>,
}

impl<'c> Desk<'c> {
    pub(super) fn open(chromium: &'c Chromium, server: &'c Server) -> Self {
        Self { browser: chromium.open(1280, 900), server, session: OnceCell::new() }
    }

    pub(super) fn session(&self) -> &str {
        self.session.get().unwrap()
    }

    pub(super) fn picture(&self, name: &str) {
        self.browser.screenshot(name);
    }

    fn path(&self, path: &str) -> String {
        self.server.url(&path.replace("{session}", self.session.get().map_or("", |it| it)))
    }

    fn goto(&self, path: &str) {
        self.browser.goto(&self.path(path));
    }

    /// Sends JSON to an address of a verb, as a program would.
    fn send(&self, path: &str, body: &Value) -> Value {
        let script = format!(
            "return fetch({}, {{method: 'POST', headers: {{'content-type': 'application/json', \
             'x-piaojue': '1'}}, body: JSON.stringify({body})}}).then(async (answer) => \
             ({{status: answer.status, body: await answer.text()}}))",
            json!(self.path(path))
        );
        let answer = self.browser.run(&script);
        assert_eq!(answer["status"], 200, "{path} {body}: {answer}");
        serde_json::from_str(answer["body"].as_str().unwrap()).unwrap()
    }

    /// First start: the setup code from the terminal, the administrator, township and accounts.
    pub(super) fn found_town(&self) {
        let output = self.server.output();
        let code = output.lines().find_map(|line| line.split_once("setup code 初始化码: "));
        let (_, code) = code.ok_or_else(|| format!("no setup code in {output}")).unwrap();
        self.goto("/");
        self.goto("/login");
        self.browser.wait_for("#code");
        self.browser.fill("#code", code);
        self.browser.fill("#login", "admin");
        self.browser.fill("#name", "系统管理员");
        self.browser.fill("#new", PASSWORD);
        press(&self.browser, "main form button[type=submit]");
        self.browser.wait_for("#password");
        sign_in(&self.browser, self.server.address(), "admin");
        self.send(
            "/admin/townships",
            &json!({"code": "510812100", "name": "朝天镇", "county": "朝天区", "kind": "town",
                    "valid_from": "2019-12-24"}),
        );
        let people = [
            ("clerk", "王秘书", "clerk"),
            ("teller1", "李监票", "teller"),
            ("teller2", "周监票", "teller"),
            ("teller3", "吴监票", "teller"),
            ("presidium1", "赵主席", "presidium"),
            ("presidium2", "钱委员", "presidium"),
        ];
        let mut codes = Vec::new();
        for (login, name, role) in people {
            let form = json!({"login": login, "name": name, "role": role, "township": "510812100"});
            let told = self.send("/admin/accounts", &form);
            assert_eq!(told["part"], "whole", "nobody is there yet who could agree: {told}");
            codes.push((login, told["code"].as_str().unwrap().to_owned()));
        }
        self.browser.goto(&self.path("/admin/accounts"));
        self.picture("accounts");
        self.sign_out();
        for (login, code) in codes {
            self.first_sign_in(login, &code);
        }
    }

    fn sign_out(&self) {
        press(&self.browser, ".bar-who form[action='/logout'] button");
        self.browser.wait_for("#password");
    }

    /// Signs somebody in with the code that was handed over, and chooses a password.
    fn first_sign_in(&self, login: &str, code: &str) {
        self.goto("/login");
        self.browser.fill("#login", login);
        self.browser.fill("#password", &code.to_lowercase());
        press(&self.browser, "main form button[type=submit]");
        self.browser.wait_for("#new");
        self.browser.fill("#new", PASSWORD);
        if login == "clerk" {
            self.picture("own-password");
        }
        press(&self.browser, "main form button[type=submit]");
        self.browser.wait_for(".bar-who form[action='/logout']");
        self.sign_out();
    }

    /// The clerk signs in and begins a session of three stubs.
    pub(super) fn begin_session(&self) {
        sign_in(&self.browser, self.server.address(), "clerk");
        self.goto("/desk/sessions/new");
        self.browser.fill("#title", "朝天镇第二届人民代表大会第六次会议");
        self.browser.run("document.querySelector('#opens_on').value ||= '2026-11-23'");
        press(&self.browser, "form[action='/desk/sessions'] button[type=submit]");
        self.browser.wait_for("nav a[href^='/desk/']");
        let address = self.browser.run("return location.pathname");
        let session = address.as_str().unwrap().split('/').nth(2).unwrap().to_owned();
        self.session.set(session).unwrap();
    }

    /// Pastes a roll; the last deputy on it comes late.
    pub(super) fn write_roll(&self, count: usize) {
        let line =
            |number: usize| format!("代表{number:02}\t第{}代表团\t{number}号", number % 3 + 1);
        let mut lines: Vec<String> = (1..count).map(line).collect();
        lines.push("迟到的代表\t第一代表团\t12号".into());
        self.paste("/desk/{session}/roll/import", &lines.join("\n"));
        self.goto("/desk/{session}/roll");
        self.browser.wait_text("main", "迟到的代表");
        self.picture("roll");
    }

    /// Pastes candidate projects.
    pub(super) fn write_projects(&self, titles: &[&str]) {
        let line = |title: &&str| format!("{title}\t86\t新建及改造\t镇建设办\t2026年10月");
        let lines: Vec<String> = titles.iter().map(line).collect();
        self.paste("/desk/{session}/projects/import", &lines.join("\n"));
        self.goto("/desk/{session}/projects");
        self.browser.wait_text("main", titles[0]);
        self.picture("projects");
    }

    /// Puts lines into the field, looks at what was understood, and takes it.
    fn paste(&self, path: &str, lines: &str) {
        self.goto(path);
        let script = format!("document.querySelector('textarea').value = {}", json!(lines));
        press(&self.browser, "details:has(#lines) > summary");
        self.browser.wait_for("#lines textarea");
        self.browser.run(&script);
        press(&self.browser, "#lines button[type=submit]");
        press(&self.browser, "#take button[type=submit]");
        self.browser.wait_for("#last-title");
    }

    /// Chooses all tellers and presidium members; tells their logins.
    pub(super) fn appoint_officers(&self) -> Vec<String> {
        for _ in 0..5 {
            self.goto("/desk/{session}/officers");
            press(&self.browser, "form[action$='/officers'] button[type=submit]");
        }
        self.goto("/desk/{session}/officers");
        self.browser.wait_text("main", "钱委员");
        ["teller1", "teller2", "teller3", "presidium1", "presidium2"].map(String::from).to_vec()
    }

    /// All have registered: they are asked to sign the list.
    pub(super) fn propose_officers(&self) {
        self.goto("/desk/{session}/officers");
        self.browser.wait_for("#threshold");
        self.browser.run("document.querySelector('#threshold').value = '2'");
        press(&self.browser, "form[action$='/officers/propose'] button[type=submit]");
        self.goto("/desk/{session}/officers");
        self.picture("officers");
    }

    /// Writes a poll on candidates, without seats where all that pass are to be chosen, and asks for its list to be frozen; tells its id.
    pub(super) fn prepare_poll(
        &self,
        question: &str,
        method: &str,
        titles: &[&str],
        seats: &str,
    ) -> String {
        self.prepare_poll_on("sealed", question, method, (titles, seats))
    }

    /// As [`Self::prepare_poll`], on tablets, on paper or by hands.
    pub(super) fn prepare_poll_on(
        &self,
        channel: &str,
        question: &str,
        method: &str,
        (titles, seats): (&[&str], &str),
    ) -> String {
        self.goto("/desk/{session}/polls/new");
        press(&self.browser, &format!("[name=channel][value={channel}]"));
        self.browser.fill("#question", question);
        self.browser.run(&format!(
            "document.querySelector('[name=method][value={method}]').click(); \
             for (const box of document.querySelectorAll('input[name=options]')) \
             box.checked = {}.some((it) => box.labels[0].textContent.includes(it))",
            json!(titles)
        ));
        let set = |name: &str, value: &str| {
            self.browser
                .run(&format!("document.querySelector('[name={name}]').value = {}", json!(value)));
        };
        set("max", seats);
        set("seats", seats);
        self.picture("poll-form");
        press(&self.browser, "main form .button.primary[type=submit]:not([name=fill])");
        self.browser.wait_for("form[action$='/freeze']");
        let address = self.browser.run("return location.pathname");
        let poll = address.as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        press(&self.browser, "form[action$='/freeze'] button");
        poll
    }

    /// Records that the congress adopted the 票决办法.
    pub(super) fn adopt(&self, poll: &str) {
        self.goto(&format!("/desk/{{session}}/polls/{poll}"));
        self.browser.wait_for("form[action$='/adoption']");
        self.browser.run("document.querySelector('#on').value ||= '2026-11-23'");
        let record = "document.querySelector('[name=record]').value = '大会举手表决通过'";
        self.browser.run(record);
        press(&self.browser, "form[action$='/adoption'] button[type=submit]");
        self.goto(&format!("/desk/{{session}}/polls/{poll}"));
        self.picture("poll");
    }

    /// Begins sign-in, and ticks everybody but the one who comes late.
    pub(super) fn sign_in_all_but_one(&self) {
        self.next_stage();
        self.goto("/desk/{session}/sign-in");
        self.browser.wait_for("input[name=deputies]");
        self.browser.run(
            "for (const box of document.querySelectorAll('input[name=deputies]')) \
             box.checked = !box.closest('li').textContent.includes('迟到的代表')",
        );
        press(&self.browser, "button[name=mark][value=present]");
        self.browser.wait_text(".turnout", "11");
        self.picture("sign-in");
    }

    pub(super) fn begin_meeting(&self) {
        self.next_stage();
    }

    /// Leads the session to its next stage by the one button on top.
    fn next_stage(&self) {
        let from = self.state()["stage"].clone();
        self.send("/desk/{session}/stage", &json!({ "from": from }));
        self.goto("/desk/{session}");
        self.browser.wait_for("#next-title");
    }

    fn run_page(&self, poll: &str) {
        self.goto(&format!("/desk/{{session}}/run/{poll}"));
    }

    pub(super) fn ask_to_open(&self, poll: &str) {
        self.run_page(poll);
        press(&self.browser, "form[action$='/open'] button[type=submit]");
        self.browser.wait_for("form[action$='/take-back']");
        self.picture("opening");
    }

    /// By hand, with a reason; a teller confirms.
    pub(super) fn late_arrival(&self, name: &str) {
        self.goto("/desk/{session}/sign-in");
        press(&self.browser, "#late summary");
        self.browser.wait_for("form[action$='/sign-in/late']");
        self.browser.run(&format!(
            "const choice = document.querySelector('form[action$=\"/sign-in/late\"] select'); \
             choice.value = [...choice.options].find((it) => it.textContent.includes({})).value; \
             document.querySelector('form[action$=\"/sign-in/late\"] [name=reason]').value = \
             '会议开始后到会'",
            json!(name)
        ));
        press(&self.browser, "form[action$='/sign-in/late'] button[type=submit]");
    }

    pub(super) fn propose_close(&self, poll: &str) {
        self.run_page(poll);
        press(&self.browser, "form[action$='/close'] button[type=submit]");
    }

    /// Asks for the vote to go on on paper; the presidium confirms.
    pub(super) fn ask_for_paper(&self, poll: &str, reason: &str) {
        self.goto("/desk/{session}/paper");
        self.browser.wait_for("#reason");
        screens::check(&self.browser, "emergency");
        self.browser.fill("#reason", reason);
        press(&self.browser, &format!("form[action$='/run/{poll}/paper'] button[type=submit]"));
        self.browser.wait_gone("#reason");
    }

    /// Asks for the close of a vote on paper, of which so many papers were handed out.
    pub(super) fn propose_close_paper(&self, poll: &str, issued: u32) {
        self.run_page(poll);
        self.browser.fill("#issued", &issued.to_string());
        screens::check(&self.browser, "close-paper");
        press(&self.browser, "form[action$='/close'] button[type=submit]");
    }

    /// Waits until the page of a poll says something.
    pub(super) fn wait_said(&self, poll: &str, text: &str) {
        self.run_page(poll);
        self.browser.wait_text("main", text);
    }

    /// The pages of a poll that was on paper only.
    pub(super) fn paper_pages(&self, poll: &str) {
        self.run_page(poll);
        self.browser.wait_for(".recon-line.holds");
        screens::check(&self.browser, "paper-result");
        self.goto(&format!("/sessions/{{session}}/polls/{poll}"));
        self.browser.wait_text("main", "没有密封票");
        screens::check(&self.browser, "public-paper");
        self.goto("/sessions/{session}");
        self.browser.wait_for(&format!("a[href$='/polls/{poll}']"));
        let receipts = "return document.querySelector(\"a[href$='/receipts']\")";
        assert!(self.browser.run(receipts).is_null(), "no receipts of papers");
        self.goto("/desk/{session}/paper");
        self.browser.wait_for(".emergency-steps");
        screens::check(&self.browser, "emergency-none");
    }

    /// What is published of a poll with both kinds of ballots.
    pub(super) fn apart(&self, poll: &str) {
        self.run_page(poll);
        self.browser.wait_for("#apart table");
        screens::check(&self.browser, "apart");
        self.goto(&format!("/sessions/{{session}}/polls/{poll}"));
        self.browser.wait_text("main", "密封票与纸质票分列");
        screens::check(&self.browser, "public-apart");
    }

    pub(super) fn propose_publish(&self, poll: &str) {
        self.run_page(poll);
        self.picture("certified");
        press(&self.browser, "form[action$='/publish'] button[type=submit]");
    }

    pub(super) fn next_round(&self, poll: &str) -> String {
        self.run_page(poll);
        press(&self.browser, "form[action$='/next-round'] button[type=submit]");
        self.browser.wait_for("form[action$='/open']");
        let address = self.browser.run("return location.pathname");
        address.as_str().unwrap().rsplit('/').next().unwrap().to_owned()
    }

    /// The state of the session as every screen gets it.
    fn state(&self) -> Value {
        let address = json!(self.path("/api/sessions/{session}/state"));
        self.browser.run(&format!("return fetch({address}).then((answer) => answer.json())"))
    }

    /// Waits until a poll has come to a state, by the page that follows it.
    pub(super) fn wait_state(&self, poll: &str, state: &str) {
        self.run_page(poll);
        self.browser.wait_for(&format!("[data-state='{state}']"));
    }

    pub(super) fn close_session(&self) {
        self.goto("/desk/{session}/close");
        self.browser.wait_for("#typed");
        let wanted = self.browser.run(
            "return document.querySelector('#typed').labels[0].textContent.match(/“([^”]+)”/)?.[1] \
             ?? ''",
        );
        self.browser.fill("#typed", wanted.as_str().unwrap());
        press(&self.browser, "form[action$='/stage'] button[type=submit]");
        self.goto("/desk/{session}");
        self.browser.wait_text(".tag", "已闭会");
    }

    /// The bundle as everybody can download it.
    pub(super) fn download_bundle(&self) -> Vec<u8> {
        let address = json!(self.path("/api/sessions/{session}/bundle.json"));
        let text = self.browser.run(&format!("return fetch({address}).then((it) => it.text())"));
        text.as_str().unwrap().to_owned().into_bytes()
    }

    /// What the public sees at the end.
    pub(super) fn public_pages(&self, poll: &str) {
        self.goto("/sessions/{session}");
        self.browser.wait_text("main", "村内道路硬化工程");
        self.browser.wait_text("main", "老年活动中心改造");
        self.picture("list");
        self.goto(&format!("/sessions/{{session}}/polls/{poll}"));
        self.browser.wait_text("main", "入选");
        self.picture("result");
        self.goto("/verify?bundle=/api/sessions/{session}/bundle.json");
        press(&self.browser, "#published");
        self.browser.wait_for("#verdict");
        self.browser.wait_text("#verdict", "核验通过");
        self.picture("verified");
    }
}
