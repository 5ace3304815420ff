//! An officer's own device: makes the card, signs, seals, opens, confirms as the second person.

use serde_json::json;

use super::{PASSWORD, press, sign_in};
use crate::screens;
use crate::support::chromium::{Browser, Chromium};

/// An officer's browser.
pub(super) struct Device<'c> {
    browser: Browser<'c>,
    server: String,
    session: String,
    login: String,
}

impl<'c> Device<'c> {
    pub(super) fn open(chromium: &'c Chromium, server: &str, session: &str, login: &str) -> Self {
        let browser = chromium.open(900, 1000);
        sign_in(&browser, server, login);
        let (server, session) = (server.to_owned(), session.to_owned());
        Self { browser, server, session, login: login.to_owned() }
    }

    fn goto(&self, path: &str) {
        let Self { server, session, .. } = self;
        self.browser.goto(&format!("http://{server}/officer/{session}{path}"));
    }

    fn picture(&self, name: &str) {
        self.browser.screenshot(&format!("{}-{name}", self.login));
    }

    /// Makes the card, types two of its groups back, and keeps it on this device.
    pub(super) fn make_card(&self) {
        self.goto("/card");
        press(&self.browser, "#make-card");
        self.browser.wait_for("#card-text");
        if self.login == "teller1" {
            self.picture("card");
        }
        let groups = self.browser.run(
            "return [...document.querySelectorAll('#card-text li')].map((it) => it.textContent)",
        );
        press(&self.browser, "#card-noted");
        self.browser.wait_for("[data-group]");
        let asked = self
            .browser
            .run("return [...document.querySelectorAll('[data-group]')].map((it) => it.id)");
        for id in asked.as_array().unwrap() {
            let id = id.as_str().unwrap();
            let number: usize = id.trim_start_matches("group-").parse().unwrap();
            self.browser.fill(&format!("#{id}"), groups[number - 1].as_str().unwrap().trim());
        }
        press(&self.browser, "#keep-card");
        press(&self.browser, "#register");
        self.browser.wait_for("#card-done");
    }

    /// Opens the first task of a kind that waits for this officer.
    fn task(&self, kind: &str) {
        self.goto("");
        press(&self.browser, &format!("[data-task='{kind}'][data-state=now] [data-open]"));
    }

    /// Waits until what was pressed has been done, and the task of a kind waits no more.
    fn done(&self, pressed: &str, kind: &str) {
        self.browser.wait_gone(pressed);
        self.goto("");
        self.browser.wait_for("#overview");
        let quoted = format!("[data-task='{kind}'][data-state=now]");
        self.browser.wait_gone(&quoted);
    }

    /// Signs the note of a kind that waits.
    pub(super) fn sign(&self, kind: &str) {
        if ["open", "void_slip", "paper"].contains(&kind) {
            // Who confirms what somebody else wants has typed the password lately.
            self.type_password_again();
        }
        self.task(kind);
        self.browser.wait_for("#sign");
        if self.login == "teller1" {
            self.picture(kind);
        }
        press(&self.browser, "#sign");
        self.done("#sign", kind);
    }

    /// Makes slips, "prints" them, sends the roll; tells the codes as the paper has them.
    pub(super) fn make_slips(&self, count: usize) -> Vec<String> {
        self.goto("/slips");
        self.browser.fill("#slip-count", &count.to_string());
        for box_name in ["two", "printer", "once"] {
            press(&self.browser, &format!("#slips-{box_name}"));
        }
        press(&self.browser, "#make-slips");
        self.browser.wait_for("#slips-counted");
        let codes = self.browser.run(
            "return [...document.querySelectorAll('.code')].map((it) => it.textContent\
             .replaceAll(/\\s|-/g, '')).filter((it) => /^[0-9A-Z]{16}$/.test(it))",
        );
        let codes: Vec<String> =
            codes.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect();
        assert_eq!(codes.len(), count, "a code on every slip");
        self.picture("slips");
        press(&self.browser, "#slips-counted");
        press(&self.browser, "#slips-printed");
        press(&self.browser, "#sign");
        self.browser.wait_for("#slips-made");
        codes
    }

    /// Asks for a slip to be void.
    pub(super) fn void_slip(&self, code: &str) {
        self.goto("/slips");
        self.browser.wait_for("#slip-code");
        self.browser.fill("#slip-code", code);
        press(&self.browser, "#void-slip");
        // Until the page says so the request may be on its way, and leaving would end it.
        self.browser.wait_for("form .panel.ok");
        self.sign("void_slip");
    }

    /// Re-checks the log, counts the stubs, signs the closing note.
    pub(super) fn seal(&self, stubs: usize) {
        self.task("closing");
        self.browser.wait_for("#stubs");
        self.browser.fill("#stubs", &stubs.to_string());
        press(&self.browser, "#recheck");
        self.browser.wait_for("#sign");
        if self.login == "teller1" {
            self.picture("close");
        }
        press(&self.browser, "#sign");
        self.done("#sign", "closing");
    }

    /// Takes a slip in and hands out a paper for it.
    pub(super) fn hand_paper(&self, code: &str) {
        self.goto("/slips");
        self.browser.wait_for("#paper-slip");
        self.browser.fill("#paper-slip", code);
        press(&self.browser, "#hand-paper");
        self.browser.wait_for("#papers form .panel.ok");
    }

    /// Enters a batch of papers as this teller reads it.
    pub(super) fn enter_papers(&self, papers: u32, invalid: u32, totals: &[u32]) {
        self.task("paper_entry");
        self.browser.wait_for("#enter-paper");
        self.fill_figures(&[("#papers", papers), ("#invalid", invalid)], totals);
        if self.login == "teller1" {
            screens::check(&self.browser, "paper-entry");
        }
        press(&self.browser, "#enter-paper");
        self.browser.wait_gone("#enter-paper");
    }

    /// Enters a show of hands as this teller counted it.
    pub(super) fn enter_hands(&self, took_part: u32, totals: &[u32]) {
        self.task("paper_entry");
        self.browser.wait_for("#enter-paper");
        self.fill_figures(&[("#papers", took_part)], totals);
        press(&self.browser, "#enter-paper");
        self.browser.wait_gone("#enter-paper");
    }

    /// The entry as it is before anything is typed, in both languages.
    pub(super) fn look_at_entry(&self, page: &str) {
        for language in ["en", "zh-CN"] {
            self.browser.run(&format!("document.cookie = 'lang={language}; path=/'"));
            self.task("paper_entry");
            self.browser.wait_for(&format!("html[lang={language}] #enter-paper"));
            screens::check(&self.browser, &format!("{page}-{language}"));
        }
    }

    fn fill_figures(&self, counts: &[(&str, u32)], totals: &[u32]) {
        for (field, figure) in counts {
            self.browser.fill(field, &figure.to_string());
        }
        for (slot, total) in totals.iter().enumerate() {
            self.browser.fill(&format!("#total-{slot}"), &total.to_string());
        }
    }

    /// The two entries differ: the places are marked, and this device was told its own totals and
    /// not the other's.
    pub(super) fn sees_difference(&self, slot: usize, mine: &[u32], other: &[u32]) {
        self.task("paper_entry");
        self.browser.wait_for("[data-problem=differ]");
        self.browser.wait_for(&format!("#total-{slot}[data-differs]"));
        let marked = self.browser.run("return document.querySelectorAll('[data-differs]').length");
        assert_eq!(marked, 1, "one place differs");
        let address = json!(format!("/api/sessions/{}/officer", self.session));
        let told = self.browser.run(&format!("return fetch({address}).then((it) => it.text())"));
        let told = told.as_str().unwrap();
        assert!(told.contains(&json!(mine).to_string()), "{told}");
        assert!(!told.contains(&json!(other).to_string()), "{told}");
        screens::check(&self.browser, &format!("{}-paper-differ", self.login));
    }

    /// Seals a poll with papers: stubs where there are any, and how many papers are missing.
    pub(super) fn seal_papers(&self, stubs: Option<usize>, missing: Option<usize>) {
        self.task("closing");
        self.browser.wait_for("#recheck");
        for (field, count) in [("#stubs", stubs), ("#unreturned", missing)] {
            if let Some(count) = count {
                self.browser.fill(field, &count.to_string());
            }
        }
        press(&self.browser, "#recheck");
        self.browser.wait_for("#sign");
        if self.login == "teller1" {
            screens::check(&self.browser, "close-papers");
        }
        press(&self.browser, "#sign");
        self.done("#sign", "closing");
    }

    /// Opens the sums with the others.
    pub(super) fn share(&self) {
        self.task("share");
        press(&self.browser, "#share");
        self.done("#share", "share");
    }

    /// Checks everything again and signs the certificate, where it still waits for this officer.
    pub(super) fn certify(&self) {
        self.task("certificate");
        press(&self.browser, "#run-checks");
        self.browser.wait_for("#sign");
        if self.login == "presidium1" {
            self.picture("certificate");
        }
        press(&self.browser, "#sign");
        self.done("#sign", "certificate");
    }

    fn type_password_again(&self) {
        self.browser.goto(&format!("http://{}/again", self.server));
        self.browser.fill("#password", PASSWORD);
        press(&self.browser, "main form button[type=submit]");
        self.browser.wait_for(".bar-who");
        self.browser.wait_gone("#password");
    }

    /// Confirms what waits for a second person, typing the password again where it is asked for.
    pub(super) fn confirm(&self) {
        let Self { server, session, .. } = self;
        let today = format!("http://{server}/desk/{session}");
        self.browser.goto(&today);
        self.browser.wait_for("form[action$='/confirm'], a[href^='/again']");
        if self.browser.run("return document.querySelector(\"a[href^='/again']\") !== null") == true
        {
            self.type_password_again();
            self.browser.goto(&today);
        }
        self.picture("confirm");
        press(&self.browser, "form[action$='/confirm'] button[type=submit]");
        self.browser.wait_gone("form[action$='/confirm']");
    }
}
