//! A tablet of the hall, used by one deputy after another.

use serde_json::json;

use super::press;
use crate::support::chromium::{Browser, Chromium};

/// A tablet's browser.
pub(super) struct Tablet<'c> {
    browser: Browser<'c>,
}

impl<'c> Tablet<'c> {
    pub(super) fn open(
        chromium: &'c Chromium,
        server: &str,
        session: &str,
        width: u32,
        height: u32,
    ) -> Self {
        let browser = chromium.open(width, height);
        browser.goto(&format!("http://{server}/vote/{session}"));
        Self { browser }
    }

    /// Types a code, as its slip has it in four groups.
    fn enter(&self, code: &str) {
        self.browser.wait_screen("S0");
        self.browser.wait_for(".door[data-door=open] #code-1");
        let letters: Vec<char> = code.chars().collect();
        for (number, group) in (1..).zip(letters.chunks(4)) {
            self.browser.fill(&format!("#code-{number}"), &String::from_iter(group));
        }
        self.browser.run("document.querySelector('#start')?.click()");
    }

    /// A deputy votes: marks options by place and choice, looks again, casts, and gives the tablet back.
    pub(super) fn vote(&self, code: &str, chosen: &[(usize, &str)]) {
        self.enter(code);
        self.browser.wait_screen("S2");
        let options = self.browser.run(
            "return [...new Set([...document.querySelectorAll('label[data-option]')].map((it) => \
             it.dataset.option))]",
        );
        for &(place, choice) in chosen {
            let option = &options[place];
            let choice = if choice.is_empty() {
                String::new()
            } else {
                format!("[data-choice={}]", json!(choice))
            };
            press(&self.browser, &format!("label[data-option={option}]{choice}"));
        }
        self.browser.screenshot("ballot");
        press(&self.browser, "#next");
        self.browser.wait_screen("S3");
        self.browser.screenshot("review");
        press(&self.browser, "#cast");
        self.browser.wait_screen("S4");
        self.browser.wait_for("#receipt-code");
        self.browser.screenshot("voted");
        press(&self.browser, "#done");
        self.browser.wait_screen("S0");
        let ticks = self.browser.run("return document.querySelectorAll('input:checked').length");
        assert_eq!(ticks, 0, "nothing of a deputy is left for the next");
    }

    /// A deputy begins to fill in a ballot, and is not done.
    pub(super) fn begin(&self, code: &str) {
        self.enter(code);
        self.browser.wait_screen("S2");
    }

    /// The vote goes over to paper while a ballot is open: it ends, and is told not to be cast.
    pub(super) fn sent_to_paper(&self) {
        self.browser.wait_screen("D3");
        self.browser.wait_for("[data-reason='to-paper']");
        self.browser.wait_text(".ending", "没有投出");
        self.browser.screenshot("to-paper");
        press(&self.browser, "#done");
        self.browser.wait_screen("S0");
    }

    /// The vote goes on on paper: the tablet says so and takes no code.
    pub(super) fn sees_paper(&self) {
        self.browser.wait_for(".door[data-door=on-paper]");
        self.browser.wait_text("#door-state", "纸质票");
        self.browser.screenshot("on-paper");
    }

    /// A slip that cannot vote is told so before anything is filled in.
    pub(super) fn refused(&self, code: &str, reason: &str) {
        self.enter(code);
        self.browser.wait_screen("D3");
        self.browser.wait_for(&format!("[data-reason='{reason}']"));
        self.browser.screenshot(&format!("refused-{reason}"));
        press(&self.browser, "#done");
        self.browser.wait_screen("S0");
    }
}
