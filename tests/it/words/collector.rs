//! Finds what names messages in code, templates and page scripts, and reads the messages.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};

use crate::tidy::File;

/// A message: the blanks in it, and whether they are all that it has besides text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) blanks: BTreeSet<String>,
    pub(super) is_plain: bool,
}

/// The messages of a language's files; a key that stands twice fails.
pub(super) fn messages(files: &[File]) -> BTreeMap<String, Message> {
    let mut found = BTreeMap::new();
    for file in files {
        let resource = fluent_syntax::parser::parse(file.text.as_str())
            .map_err(|(_, errors)| format!("{}: {errors:?}", file.path))
            .unwrap();
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut read = Message { blanks: BTreeSet::new(), is_plain: true };
            for element in message.value.into_iter().flat_map(|value| value.elements) {
                match element {
                    PatternElement::TextElement { .. } => {}
                    PatternElement::Placeable {
                        expression: Expression::Inline(InlineExpression::VariableReference { id }),
                    } => {
                        read.blanks.insert(id.name.to_owned());
                    }
                    PatternElement::Placeable { .. } => read.is_plain = false,
                }
            }
            let key = message.id.name.to_owned();
            assert!(found.insert(key, read).is_none(), "{} stands twice", message.id.name);
        }
    }
    found
}

/// The first word of a key.
pub(super) fn area(key: &str) -> &str {
    key.split('-').next().unwrap_or_default()
}

fn is_key(text: &str) -> bool {
    text.contains('-')
        && text.split('-').all(|part| {
            let lawful = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
            !part.is_empty() && part.chars().all(lawful)
        })
}

/// Keys of these areas between quotation marks; lines that are comments name nothing.
pub(super) fn quoted(text: &str, areas: &BTreeSet<&str>) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let pieces = code.flat_map(|line| line.split('"'));
    let keys = pieces.filter(|piece| is_key(piece) && areas.contains(area(piece)));
    keys.map(str::to_owned).collect()
}

/// What is asked for outright, `w.say("key")` and `w.with("key", …)`, of whatever area: one that has
/// no message at all is missed otherwise.
pub(super) fn asked(text: &str) -> BTreeSet<String> {
    let calls = ["w.say(\"", "w.with(\"", "words.say(\"", "words.with(\""];
    let pieces = calls.iter().flat_map(|call| text.split(call).skip(1));
    let keys = pieces.filter_map(|piece| piece.split('"').next());
    keys.filter(|key| is_key(key)).map(str::to_owned).collect()
}

/// The parts of a template that are code: between `{{` and `}}`, `{%` and `%}`.
pub(super) fn code_of_template(text: &str) -> String {
    let mut code = String::new();
    for (begin, end) in [("{{", "}}"), ("{%", "%}")] {
        for piece in text.split(begin).skip(1) {
            code.push_str(piece.split(end).next().unwrap_or_default());
            code.push('\n');
        }
    }
    code
}

/// The prefixes that templates hand to page scripts: `w.script("vote-")`.
pub(super) fn prefixes(templates: &[File]) -> BTreeSet<String> {
    let calls = templates.iter().flat_map(|file| file.text.split("w.script(\"").skip(1));
    calls.filter_map(|call| call.split('"').next()).map(str::to_owned).collect()
}

/// A key that a script puts together: its fixed parts, and what may stand between them.
#[derive(Debug)]
pub(super) struct Composed {
    parts: Vec<String>,
    gaps: Vec<BTreeSet<String>>,
}

impl Composed {
    /// Reads the inside of a template literal, such as `vote-mode-${mode}`.
    fn read(literal: &str) -> Option<Self> {
        let mut pieces = literal.split("${");
        let mut composed = Self { parts: vec![pieces.next()?.to_owned()], gaps: Vec::new() };
        for piece in pieces {
            let (expression, rest) = piece.rsplit_once('}')?;
            // Where the expression names what it may be, it is one of those.
            let named = expression.split('"').skip(1).step_by(2);
            let word = |word: &&str| is_key(&format!("a-{word}"));
            composed.gaps.push(named.filter(word).map(str::to_owned).collect());
            composed.parts.push(rest.to_owned());
        }
        Some(composed)
    }

    fn area(&self) -> &str {
        area(self.parts.first().map_or("", String::as_str))
    }

    /// Whether it can become a key. What is fixed in nothing but its area must take its other words
    /// from the scripts themselves.
    pub(super) fn fits(&self, key: &str, words: &BTreeSet<String>) -> bool {
        let Some((first, rest)) = self.parts.split_first() else { return false };
        let Some(key) = key.strip_prefix(first.as_str()) else { return false };
        let open = self.gaps.iter().all(BTreeSet::is_empty);
        let bare = open && first.trim_end_matches('-') == self.area();
        let allowed = |gap: &BTreeSet<String>, word: &str| {
            !word.is_empty()
                && if gap.is_empty() { !bare || words.contains(word) } else { gap.contains(word) }
        };
        fills(key, &self.gaps, rest, &allowed)
    }
}

/// Whether `key` is the gaps filled, each followed by its part.
fn fills(
    key: &str,
    gaps: &[BTreeSet<String>],
    parts: &[String],
    allowed: &dyn Fn(&BTreeSet<String>, &str) -> bool,
) -> bool {
    let (Some((gap, gaps)), Some((part, parts))) = (gaps.split_first(), parts.split_first()) else {
        return key.is_empty();
    };
    (0..=key.len()).any(|end| {
        let Some((word, rest)) = key.split_at_checked(end) else { return false };
        let rest = rest.strip_prefix(part.as_str());
        rest.is_some_and(|rest| allowed(gap, word) && fills(rest, gaps, parts, allowed))
    })
}

/// Keys that scripts put together.
pub(super) fn composed(text: &str, areas: &BTreeSet<&str>) -> Vec<Composed> {
    let literals = text.split('`').filter(|literal| literal.contains("${"));
    let keys = literals.filter_map(Composed::read);
    keys.filter(|key| areas.contains(key.area()) && key.parts.iter().all(|part| is_part(part)))
        .collect()
}

/// Keys that code puts together, such as `format!("api-{}", …)`.
pub(super) fn formatted(text: &str, areas: &BTreeSet<&str>) -> Vec<Composed> {
    let literals = text.split('"').filter(|literal| literal.contains('{') && is_begun(literal));
    let keys = literals.filter_map(|literal| Composed::read(&literal.replace('{', "${")));
    keys.filter(|key| areas.contains(key.area()) && key.parts.iter().all(|part| is_part(part)))
        .collect()
}

fn is_begun(literal: &str) -> bool {
    literal.split('{').next().is_some_and(|begin| begin.contains('-') && is_part(begin))
}

fn is_part(part: &str) -> bool {
    part.chars().all(|it| it == '-' || it.is_ascii_lowercase() || it.is_ascii_digit())
}

/// All words of a script, `_` as `-`.
pub(super) fn words_of(text: &str) -> BTreeSet<String> {
    let inside = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    text.split(|letter| !inside(letter)).map(|word| word.replace('_', "-")).collect()
}

/// A refusal's key right after its constructor, with the blanks that are filled after it.
pub(super) fn refusals(text: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut found = Vec::new();
    let kinds = ["sign_in", "forbidden", "not_found", "conflict", "invalid", "too_many"];
    let calls = kinds.map(|kind| format!("Refusal::{kind}(\"refusal-"));
    for piece in calls.iter().flat_map(|call| text.split(call.as_str()).skip(1)) {
        let Some((key, mut rest)) = piece.split_once("\")") else { continue };
        if !is_key(&format!("refusal-{key}")) {
            continue;
        }
        let mut blanks = BTreeSet::new();
        while let Some(call) = rest.trim_start().strip_prefix(".with") {
            let Some((_, arguments)) = call.split_once('(') else { break };
            blanks.insert(arguments.split('"').nth(1).unwrap_or_default().to_owned());
            rest = after_call(arguments);
        }
        found.push((format!("refusal-{key}"), blanks));
    }
    found
}

/// What follows the bracket that closes a call.
fn after_call(arguments: &str) -> &str {
    let mut depth = 1;
    for (at, letter) in arguments.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return arguments.get(at + 1..).unwrap_or_default();
        }
    }
    ""
}

mod controls {
    //! What the collector finds, and what it does not.

    use super::*;

    fn file(text: &str) -> File {
        File { path: "x.ftl".to_owned(), text: text.to_owned() }
    }

    fn set(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn blanks_and_selectors_are_seen() {
        let read = messages(&[file("a-b = { $n } of { $all }\na-c = { $n ->\n  *[other] x\n }\n")]);
        assert_eq!(read["a-b"], Message { blanks: set(&["all", "n"]), is_plain: true });
        assert!(!read["a-c"].is_plain);
        assert_ne!(read["a-b"], messages(&[file("a-b = { $n } of { $m }\n")])["a-b"]);
    }

    #[test]
    #[should_panic(expected = "stands twice")]
    fn a_key_that_stands_twice_fails() {
        messages(&[file("a-b = x\n"), file("a-b = y\n")]);
    }

    #[test]
    fn keys_are_found_in_code_and_templates() {
        let areas = BTreeSet::from(["desk", "error"]);
        let code =
            "say(\"desk-home\"); // desk-x\n// \"desk-comment\"\n\"other-key\" \"desk\" \"desk-\"";
        assert_eq!(quoted(code, &areas), set(&["desk-home"]));
        let template =
            "<p class=\"error-summary\">{{ w.say(\"error-title\") }}{% call x(\"desk-a\") %}";
        assert_eq!(quoted(&code_of_template(template), &areas), set(&["desk-a", "error-title"]));
        assert_eq!(asked("w.with(\"new-area\", [(\"n\", 1)]) say(\"x-y\")"), set(&["new-area"]));
        let templates = [file("{{ w.script(\"vote-\")|safe }}")];
        assert_eq!(prefixes(&templates), set(&["vote-"]));
    }

    #[test]
    fn keys_that_scripts_put_together_are_found() {
        let areas = BTreeSet::from(["vote"]);
        let script = "say(`vote-mode-${mode}`) say(`vote-${id}`) `other-${x}` `vote ${n}` \"dark\"";
        let found = composed(script, &areas);
        assert_eq!(found.len(), 2);
        let words = words_of(script);
        assert!(found[0].fits("vote-mode-any", &words));
        assert!(!found[0].fits("vote-mode-", &words));
        assert!(found[1].fits("vote-dark", &words));
        assert!(!found[1].fits("vote-light", &words));
        let one = Composed::read("vote-${a ? \"done\" : \"hint\"}-${b}").unwrap();
        assert!(one.fits("vote-hint-open", &words));
        assert!(!one.fits("vote-wait-open", &words));
    }

    #[test]
    fn keys_that_code_puts_together_are_found() {
        let areas = BTreeSet::from(["api"]);
        let code = "format!(\"api-{}\", name) format!(\"{} api\") (\"sign_in\") \"other-{x}\"";
        let found = formatted(code, &areas);
        assert_eq!(found.len(), 1);
        assert!(found[0].fits("api-sign-in", &words_of(code)));
        assert!(!found[0].fits("api-sign-out", &words_of(code)));
    }

    #[test]
    fn the_blanks_of_refusals_are_seen() {
        let code =
            "Refusal::invalid(\"refusal-day\")\n .with_word(\"field\", f(1)).with(\"n\", 2).into()";
        assert_eq!(refusals(code), [("refusal-day".to_owned(), set(&["field", "n"]))]);
        assert_eq!(refusals("Refusal::invalid(\"refusal-day\", why) Some(\"refusal-day\")"), []);
    }
}
