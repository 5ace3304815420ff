//! Browsers for tests: Chromium through its driver, as a person would use it.
//!
//! Tests that drive browsers are plain functions: every call waits by itself, and a failure names
//! the line of the test. They cannot be async, since a runtime runs within each [`Chromium`].

use std::panic::Location;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Condvar, Mutex, Once};
use std::time::Duration;

use fantoccini::error::CmdError;
use fantoccini::wd::{Locator, PrintConfiguration, TimeoutConfiguration};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use super::process::{Folder, PATIENCE, Process};
use super::wire::Post;

/// How many tests may have a Chromium at once. More than one a core makes all of them miss their
/// time limits.
const MOST_AT_ONCE: usize = 2;
/// Whether Chinese is drawn is looked at once.
static GLYPHS: Once = Once::new();
/// Pause between two looks at a page.
const PAUSE: Duration = Duration::from_millis(50);

/// The driver with the browsers that it opened; all end when this is dropped.
///
/// A test makes one and opens in it as many browsers as it needs: it waits for its turn here and
/// once, because two tests that each waited for one more browser would wait for ever.
pub(crate) struct Chromium {
    // Fields are dropped in this order: programs end, then the next test has its turn.
    runtime: Runtime,
    driver: Process,
    address: String,
    screenshots: PathBuf,
    _turn: Turn,
}

impl Chromium {
    /// Starts the driver. Pictures, also those of failures, go into this folder.
    pub(crate) fn start(screenshots: &Path) -> Self {
        let turn = Turn::wait();
        std::fs::create_dir_all(screenshots).unwrap();
        let driver = Process::start(Command::new("chromedriver").arg("--port=0"), "KILL");
        let port = driver.line(|line| {
            let port = line.split_once("started successfully on port ")?.1;
            Some(port.trim_end_matches('.').to_owned())
        });
        let port = port.unwrap_or_else(|error| panic!("{error}"));
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Self {
            runtime,
            driver,
            address: format!("http://127.0.0.1:{port}"),
            screenshots: screenshots.to_owned(),
            _turn: turn,
        }
    }

    /// Opens a browser in Chinese with a page of this size in CSS pixels, and with nothing in its
    /// memory.
    pub(crate) fn open(&self, width: u32, height: u32) -> Browser<'_> {
        self.open_with(width, height, "zh-CN", &[])
    }

    /// Opens a browser in this language with more flags of Chromium's, such as
    /// `--host-resolver-rules=MAP vote.test 127.0.0.1`, under which a page has no secure context
    /// and so is as it will be in a hall.
    pub(crate) fn open_with(
        &self,
        width: u32,
        height: u32,
        language: &str,
        flags: &[&str],
    ) -> Browser<'_> {
        let profile = Folder::fresh("profile");
        let mut all = vec![
            "--headless".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            format!("--lang={language}"),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        all.extend(flags.iter().map(|&flag| flag.to_owned()));
        let wishes = json!({
            "goog:chromeOptions": {"args": all, "prefs": {"intl.accept_languages": language}},
            "goog:loggingPrefs": {"browser": "ALL"},
        });
        let wishes = wishes.as_object().unwrap().clone();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let connecting = builder.capabilities(wishes).connect(&self.address);
        let client = self.runtime.block_on(connecting).unwrap_or_else(|error| {
            panic!("no browser ({error}); the driver said:\n{}", self.driver.output())
        });
        let limits =
            TimeoutConfiguration::new(Some(PATIENCE), Some(PATIENCE), Some(Duration::ZERO));
        self.runtime.block_on(client.update_timeouts(limits)).unwrap();
        let browser = Browser { chromium: self, client, patience: PATIENCE, profile };
        browser.resize(width, height);
        GLYPHS.call_once(|| browser.draws_chinese());
        browser
    }
}

/// One browser with a memory of its own. Every call waits for what it needs, up to a minute, and
/// fails with the address, the screen and a picture of the page.
pub(crate) struct Browser<'c> {
    chromium: &'c Chromium,
    client: Client,
    patience: Duration,
    profile: Folder,
}

impl Browser<'_> {
    /// The same browser, which waits no longer than this: for a test that something does not come.
    pub(crate) fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Where Chromium keeps what it remembers.
    pub(crate) fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// Gives the page this size in CSS pixels, exactly and as small as one likes.
    #[track_caller]
    pub(crate) fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.command("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Opens this address.
    #[track_caller]
    pub(crate) fn goto(&self, address: &str) {
        let done = self.chromium.runtime.block_on(self.client.goto(address));
        self.expect(done, &format!("opening {address}"));
    }

    /// Goes one page back in the history.
    #[track_caller]
    pub(crate) fn back(&self) {
        let done = self.chromium.runtime.block_on(self.client.back());
        self.expect(done, "going back");
    }

    /// Goes one page forward in the history.
    #[track_caller]
    pub(crate) fn forward(&self) {
        let done = self.chromium.runtime.block_on(self.client.forward());
        self.expect(done, "going forward");
    }

    /// Loads the page again.
    #[track_caller]
    pub(crate) fn reload(&self) {
        let done = self.chromium.runtime.block_on(self.client.refresh());
        self.expect(done, "reloading");
    }

    /// The text that is seen in the first element for this selector.
    #[track_caller]
    pub(crate) fn text(&self, selector: &str) -> String {
        self.patiently(&format!("the text of {selector}"), async || {
            self.client.find(Locator::Css(selector)).await?.text().await.map(Some)
        })
    }

    /// Clicks the first element for this selector, once it can be clicked.
    #[track_caller]
    pub(crate) fn click(&self, selector: &str) {
        self.patiently(&format!("a click on {selector}"), async || {
            self.client.find(Locator::Css(selector)).await?.click().await.map(Some)
        });
    }

    /// Types this text into a field in the place of what it holds.
    #[track_caller]
    pub(crate) fn fill(&self, selector: &str, text: &str) {
        self.patiently(&format!("typing into {selector}"), async || {
            let field = self.client.find(Locator::Css(selector)).await?;
            field.clear().await?;
            field.send_keys(text).await.map(Some)
        });
    }

    /// Waits until an element for this selector is seen.
    #[track_caller]
    pub(crate) fn wait_for(&self, selector: &str) {
        self.patiently(&format!("{selector} to be seen"), async || {
            let seen = self.client.find(Locator::Css(selector)).await?.is_displayed().await?;
            Ok(seen.then_some(()))
        });
    }

    /// Waits until nothing that the selector finds is seen.
    #[track_caller]
    pub(crate) fn wait_gone(&self, selector: &str) {
        self.patiently(&format!("{selector} to be gone"), async || {
            for left in self.client.find_all(Locator::Css(selector)).await? {
                if left.is_displayed().await? {
                    return Ok(None);
                }
            }
            Ok(Some(()))
        });
    }

    /// Waits until the first element for this selector shows this text among other.
    #[track_caller]
    pub(crate) fn wait_text(&self, selector: &str, text: &str) {
        self.patiently(&format!("{text:?} in {selector}"), async || {
            let shown = self.client.find(Locator::Css(selector)).await?.text().await?;
            Ok(shown.contains(text).then_some(()))
        });
    }

    /// Waits until the page is at this screen (`<body data-screen="S2">`).
    #[track_caller]
    pub(crate) fn wait_screen(&self, screen: &str) {
        self.patiently(&format!("screen {screen}"), async || {
            let script = "return document.body?.dataset.screen ?? null";
            let now = self.client.execute(script, vec![]).await?;
            Ok((now == screen).then_some(()))
        });
    }

    /// Runs a function's body in the page, and gives what it returns; a promise is awaited.
    #[track_caller]
    pub(crate) fn run(&self, script: &str) -> Value {
        let done = self.chromium.runtime.block_on(self.client.execute(script, vec![]));
        self.expect(done, &format!("the script {script:?}"))
    }

    /// Evaluates a long script that the page's own rules must not refuse, and awaits its value.
    #[track_caller]
    pub(crate) fn evaluate(&self, expression: &str) -> Value {
        let answer = self.command(
            "Runtime.evaluate",
            &json!({"expression": expression, "awaitPromise": true, "returnByValue": true}),
        );
        if let Some(thrown) = answer.get("exceptionDetails") {
            self.fail("a script", &thrown.to_string());
        }
        answer["result"].get("value").cloned().unwrap_or(Value::Null)
    }

    /// A command of Chromium's own protocol, which has more than `WebDriver`.
    #[track_caller]
    pub(crate) fn command(&self, name: &str, parameters: &Value) -> Value {
        let body = json!({"cmd": name, "params": parameters});
        let command = Post { path: "goog/cdp/execute", body };
        let done = self.chromium.runtime.block_on(self.client.issue_cmd(command));
        self.expect(done, name)
    }

    /// Takes the page off the network, or brings it back. What is under way may go on; a proxy
    /// that is cut ends that too.
    #[track_caller]
    pub(crate) fn set_offline(&self, offline: bool) {
        self.command("Network.enable", &json!({}));
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.command("Network.emulateNetworkConditions", &conditions);
    }

    /// What the page has said on its console since this was last asked: errors of its scripts, and
    /// all that its security policy refused.
    #[track_caller]
    pub(crate) fn console(&self) -> Vec<String> {
        let command = Post { path: "se/log", body: json!({"type": "browser"}) };
        let done = self.chromium.runtime.block_on(self.client.issue_cmd(command));
        let entries = self.expect(done, "the console");
        let entries = entries.as_array().into_iter().flatten();
        entries.map(|entry| format!("{} {}", entry["level"], entry["message"])).collect()
    }

    /// Saves a picture of what is seen as `name.png`, and says where.
    #[track_caller]
    pub(crate) fn screenshot(&self, name: &str) -> PathBuf {
        let picture = self.chromium.runtime.block_on(self.client.screenshot());
        let path = self.chromium.screenshots.join(format!("{name}.png"));
        std::fs::write(&path, self.expect(picture, "a picture")).unwrap();
        path
    }

    /// The page as it is printed: a PDF of the size that its style sheet names, else A4.
    #[track_caller]
    pub(crate) fn print_to_pdf(&self) -> Vec<u8> {
        // What shrinks to fit ignores the style sheet's `@page`.
        let paper = PrintConfiguration::builder().background(true).shrink_to_fit(false);
        let pdf = self.chromium.runtime.block_on(self.client.print(paper.build().unwrap()));
        self.expect(pdf, "printing")
    }

    /// Looks again and again until there is something; a page that is being rebuilt is no error.
    #[track_caller]
    fn patiently<T>(&self, what: &str, look: impl AsyncFn() -> Result<Option<T>, CmdError>) -> T {
        let last = Mutex::new(String::from("it is not so"));
        let found = self.chromium.runtime.block_on(async {
            tokio::time::timeout(self.patience, async {
                loop {
                    match look().await {
                        Ok(Some(found)) => return found,
                        Ok(None) => {}
                        Err(error) => *last.lock().unwrap() = error.to_string(),
                    }
                    tokio::time::sleep(PAUSE).await;
                }
            })
            .await
        });
        match found {
            Ok(found) => found,
            Err(_) => self.fail(what, &last.into_inner().unwrap()),
        }
    }

    #[track_caller]
    fn expect<T>(&self, done: Result<T, CmdError>, what: &str) -> T {
        // A closure would be the caller that the failure names.
        match done {
            Ok(value) => value,
            Err(error) => self.fail(what, &error.to_string()),
        }
    }

    /// Fails the test, with all that helps to see why.
    #[track_caller]
    fn fail(&self, what: &str, why: &str) -> ! {
        let caller = Location::caller();
        let file = Path::new(caller.file()).file_stem().unwrap_or_default().to_string_lossy();
        let path = self.chromium.screenshots.join(format!("failed-{file}-{}.png", caller.line()));
        let seen = self.chromium.runtime.block_on(async {
            let address = self.client.current_url().await.map(String::from).unwrap_or_default();
            let script = "return document.body?.dataset.screen ?? 'none'";
            let screen = self.client.execute(script, vec![]).await.unwrap_or_default();
            let screen = screen.as_str().unwrap_or("unknown");
            let picture = self.client.screenshot().await.unwrap_or_default();
            format!(
                "at {address}, screen {screen}, picture {}",
                std::fs::write(&path, picture).map_or_else(
                    |error| format!("not saved: {error}"),
                    |()| path.display().to_string()
                )
            )
        });
        panic!("{caller}: {what} failed: {why}\n{seen}")
    }

    /// Fails if Chinese is drawn as boxes: without a Chinese face every measure would be wrong.
    #[track_caller]
    fn draws_chinese(&self) {
        let drawn = self.run(include_str!("glyphs.js"));
        assert_eq!(
            drawn,
            json!("drawn"),
            "Chinese is not drawn as it is written: tests/run installs fonts-noto-cjk"
        );
    }
}

impl Drop for Browser<'_> {
    fn drop(&mut self) {
        // The driver ends what does not close by itself.
        let _ = self.chromium.runtime.block_on(self.client.clone().close());
    }
}

/// The right to have browsers now; the next test has it when this is dropped.
struct Turn;

static RUNNING: Mutex<usize> = Mutex::new(0);
static ENDED: Condvar = Condvar::new();

impl Turn {
    fn wait() -> Self {
        let running = RUNNING.lock().unwrap();
        *ENDED.wait_while(running, |running| *running >= MOST_AT_ONCE).unwrap() += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap() -= 1;
        ENDED.notify_one();
    }
}
