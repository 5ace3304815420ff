//! Accessibility faults that a machine can find, by axe-core.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::chromium::Browser;

/// Where `tests/run` puts axe-core.
const SOURCE: &str = "tests/assets/node_modules/axe-core/axe.min.js";

/// WCAG 2.2 at level AA with all that came before it, and the size of targets, which axe does not
/// look at by itself.
const CHECK: &str = r#"axe.run(document, {
    resultTypes: ["violations"],
    runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    rules: {"target-size": {enabled: true}},
}).then(({violations}) => violations.map(({id, help, impact, nodes}) => ({
    id, help, impact, nodes: nodes.map(({target, failureSummary}) =>
        ({at: target.flat().join(" "), why: failureSummary})),
})))"#;

/// The faults of the page that is open, as text for people: none, if it has none. The page's
/// security policy stays in force for the page; axe-core comes in beside it.
#[track_caller]
pub(crate) fn violations(browser: &Browser<'_>) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SOURCE);
    let source = std::fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{SOURCE} ({error}): tests/run installs it"));
    // The value of the script itself is not wanted, and cannot be handed over.
    browser.evaluate(&format!("{source}; undefined"));
    let found = browser.evaluate(CHECK);
    found.as_array().expect("axe-core answers with a list").iter().map(readable).collect()
}

fn readable(violation: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut readable =
        format!("{} ({}): {}", text(&violation["id"]), text(&violation["impact"]), {
            text(&violation["help"])
        });
    for node in violation["nodes"].as_array().into_iter().flatten() {
        let why = text(&node["why"]).replace('\n', " ");
        write!(readable, "\n  {}: {why}", text(&node["at"])).unwrap();
    }
    readable
}
