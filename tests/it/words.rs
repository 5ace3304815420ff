//! The words of the screens: what code, templates and page scripts name has a message in both
//! languages, with the same blanks, and no message is left over.

mod collector;

use std::collections::{BTreeMap, BTreeSet};

use crate::tidy::{File, files};
use collector::{
    Message, area, asked, code_of_template, composed, messages, prefixes, quoted, refusals,
    words_of,
};

const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

fn messages_of(language: &str) -> BTreeMap<String, Message> {
    let folder = format!("locales/{language}/");
    let mut files = files(&[".ftl"]);
    files.retain(|file| file.path.starts_with(&folder));
    assert!(!files.is_empty(), "no messages in {folder}");
    messages(&files)
}

/// Everything that names messages.
struct Sources {
    code: Vec<File>,
    templates: Vec<File>,
    scripts: Vec<File>,
}

impl Sources {
    fn read() -> Self {
        let under = |ending: &str, folder: &str| {
            let mut files = files(&[ending]);
            files.retain(|file| file.path.starts_with(folder));
            files
        };
        Self {
            code: under(".rs", "src/"),
            templates: under(".html", "templates/"),
            scripts: under(".mjs", "static/js/"),
        }
    }
}

#[test]
fn both_languages_say_the_same() {
    let [chinese, english] = LANGUAGES.map(messages_of);
    assert_eq!(chinese, english);
}

#[test]
fn what_is_named_has_a_message_and_no_message_is_left_over() {
    let known = messages_of("zh-CN");
    let sources = Sources::read();
    let areas: BTreeSet<&str> = known.keys().map(|key| area(key)).collect();
    let prefixes = prefixes(&sources.templates);
    let handed: BTreeSet<&str> = prefixes.iter().map(|prefix| area(prefix)).collect();

    let mut named = BTreeMap::new();
    for file in &sources.code {
        let keys = quoted(&file.text, &areas).into_iter().chain(asked(&file.text));
        named.extend(keys.map(|key| (key, &file.path)));
    }
    for file in &sources.templates {
        let code = code_of_template(&file.text);
        let keys = quoted(&code, &areas).into_iter().chain(asked(&code));
        named.extend(keys.map(|key| (key, &file.path)));
    }
    for file in &sources.scripts {
        named.extend(quoted(&file.text, &handed).into_iter().map(|key| (key, &file.path)));
    }
    let missing: Vec<_> = named.iter().filter(|(key, _)| !known.contains_key(*key)).collect();
    assert!(missing.is_empty(), "no message: {missing:#?}");

    let scripts: String = sources.scripts.iter().map(|file| file.text.as_str()).collect();
    let composed = composed(&scripts, &handed);
    let words = words_of(&scripts);
    let used =
        |key: &String| named.contains_key(key) || composed.iter().any(|it| it.fits(key, &words));
    let unused: Vec<_> = known.keys().filter(|key| !used(key)).collect();
    assert!(unused.is_empty(), "nothing says these: {unused:#?}");
    let idle: Vec<_> =
        composed.iter().filter(|it| !known.keys().any(|key| it.fits(key, &words))).collect();
    assert!(idle.is_empty(), "these become no message: {idle:#?}");
}

#[test]
fn page_scripts_are_given_plain_messages() {
    let prefixes = prefixes(&Sources::read().templates);
    assert!(!prefixes.is_empty());
    for (key, message) in messages_of("zh-CN").iter().chain(&messages_of("en")) {
        let handed = prefixes.iter().any(|prefix| key.starts_with(prefix));
        assert!(message.is_plain || !handed, "{key} has more than text and blanks");
    }
}

#[test]
fn refusals_fill_the_blanks_of_their_messages() {
    let known = messages_of("zh-CN");
    let code = Sources::read().code;
    let raised: Vec<_> = code.iter().flat_map(|file| refusals(&file.text)).collect();
    assert!(raised.len() > 50, "only {} refusals were found", raised.len());
    for (key, blanks) in raised {
        let wanted = known.get(&key).map(|message| &message.blanks);
        assert_eq!(wanted, Some(&blanks), "{key}");
    }
}
