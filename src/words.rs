//! The words of the screens: messages of `locales/` in the reader's language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use crate::domain::body::VotingBody;
use crate::domain::refusal::{Fact, Refusal};

/// The languages of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// 简体中文, where nothing else is asked for.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// Both, the default first.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The tag, as in `<html lang>` and in the folder's name.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The language of a tag.
    pub fn of(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Files;

/// Messages of one language: to fill in here, and as templates for page scripts.
struct Messages {
    bundle: FluentBundle<FluentResource>,
    templates: BTreeMap<String, String>,
}

static CHINESE: LazyLock<Messages> = LazyLock::new(|| Messages::read(Language::Chinese));
static ENGLISH: LazyLock<Messages> = LazyLock::new(|| Messages::read(Language::English));

impl Messages {
    /// Reads the files of a language. They stand in the program, and tests read them all.
    fn read(language: Language) -> Self {
        let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // The marks that isolate directions would stand in codes that people copy.
        bundle.set_use_isolating(false);
        let mut templates = BTreeMap::new();
        for name in Files::iter().filter(|name| name.starts_with(language.tag())) {
            let Some(file) = Files::get(&name) else { continue };
            let text = String::from_utf8_lossy(&file.data).into_owned();
            let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, errors)| {
                tracing::error!(file = %name, ?errors, "messages cannot be read");
                resource
            });
            for entry in resource.entries() {
                if let Entry::Message(message) = entry
                    && let Some(pattern) = &message.value
                {
                    templates.insert(message.id.name.to_owned(), template(pattern));
                }
            }
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(file = %name, ?errors, "messages stand twice");
            }
        }
        Self { bundle, templates }
    }

    fn find(&self, key: &str, facts: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, facts, &mut errors).into_owned())
    }
}

/// The words in one language. Templates ask `w.say("key")` and `w.with("key", [("n", 3)])`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The language.
    pub language: Language,
}

impl Words {
    fn messages(self) -> &'static Messages {
        match self.language {
            Language::Chinese => &CHINESE,
            Language::English => &ENGLISH,
        }
    }

    fn find(self, key: &str, facts: Option<&FluentArgs<'_>>) -> String {
        let found = self.messages().find(key, facts);
        found.or_else(|| CHINESE.find(key, facts)).unwrap_or_else(|| {
            tracing::error!(key, "a message is missing");
            key.to_owned()
        })
    }

    /// The tag of the language.
    pub const fn tag(self) -> &'static str {
        self.language.tag()
    }

    /// A message without blanks.
    pub fn say(self, key: &str) -> String {
        self.find(key, None)
    }

    /// A message whose blanks are filled with text. Templates hand a reference in.
    pub fn with<'f, V: ToString>(self, key: &str, facts: impl AsRef<[(&'f str, V)]>) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in facts.as_ref() {
            args.set((*name).to_owned(), value.to_string());
        }
        self.find(key, Some(&args))
    }

    /// One of two texts.
    pub fn pick<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    /// A sentence of a congress in the words of the body that votes.
    pub fn told(self, body: &VotingBody, sentence: &str) -> String {
        match self.language {
            Language::Chinese => body.says(sentence),
            Language::English => body.says_in_english(sentence),
        }
    }

    /// A message without blanks, in the words of the body that votes.
    pub fn say_of(self, body: &VotingBody, key: &str) -> String {
        self.told(body, &self.say(key))
    }

    /// A refusal as a sentence.
    pub fn refusal(self, refusal: &Refusal) -> String {
        let mut args = FluentArgs::new();
        for (name, fact) in refusal.facts() {
            let text = match fact {
                Fact::Text(text) => text.clone(),
                Fact::Word(key) => self.say(key),
                Fact::Words(keys) => {
                    let words: Vec<_> = keys.iter().map(|key| self.say(key)).collect();
                    words.join(self.pick("、", ", "))
                }
            };
            args.set(*name, text);
        }
        self.find(refusal.key(), Some(&args))
    }

    /// All messages whose keys begin with a prefix, as JSON for a page's script; `{ $n }` stands as
    /// `{n}`. Nothing in it can end the element that it stands in.
    pub fn script(self, prefix: &str) -> String {
        let of = |messages: &'static Messages| {
            messages.templates.iter().filter(|(key, _)| key.starts_with(prefix))
        };
        // What this language lacks is said in the default one.
        let messages: BTreeMap<_, _> = of(&CHINESE).chain(of(self.messages())).collect();
        let text = serde_json::to_string(&messages).unwrap_or_default();
        text.replace('<', "\\u003c")
    }

    /// The keys of all messages, for tests.
    pub fn keys(self) -> impl Iterator<Item = &'static str> {
        self.messages().templates.keys().map(String::as_str)
    }
}

/// A message with its blanks left as `{name}`.
fn template(pattern: &Pattern<&str>) -> String {
    let part = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => (*value).to_owned(),
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => format!("{{{}}}", id.name),
        PatternElement::Placeable { .. } => String::new(),
    };
    pattern.elements.iter().map(part).collect()
}
