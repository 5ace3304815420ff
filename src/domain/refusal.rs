//! Refusals: why a verb is not carried out, and what to do next, in words of both languages.
//!
//! A refusal names a message of `locales/*/refusal.ftl`; the facts fill its blanks. What the
//! refusal means for HTTP is said in `http::failure` alone.

use std::fmt;

/// What sort of refusal it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nobody is signed in.
    SignIn,
    /// This account may not do it.
    Forbidden,
    /// There is no such thing, or not for this account.
    NotFound,
    /// Not in this state.
    Conflict,
    /// What was handed in is wrong.
    Invalid,
    /// Too often.
    TooMany,
}

/// A blank of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Text as it is: names, numbers, codes.
    Text(String),
    /// A message itself, by its key, in the reader's language.
    Word(&'static str),
    /// Several messages, joined as a list.
    Words(Vec<&'static str>),
}

/// A refusal: its sort, its message, the facts that fill the blanks, what the core says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    kind: Kind,
    key: &'static str,
    facts: Vec<(&'static str, Fact)>,
    detail: Option<String>,
}

impl Refusal {
    const fn new(kind: Kind, key: &'static str) -> Self {
        Self { kind, key, facts: Vec::new(), detail: None }
    }

    /// Nobody is signed in.
    pub const fn sign_in(key: &'static str) -> Self {
        Self::new(Kind::SignIn, key)
    }

    /// This account may not do it.
    pub const fn forbidden(key: &'static str) -> Self {
        Self::new(Kind::Forbidden, key)
    }

    /// There is no such thing, or not for this account.
    pub const fn not_found(key: &'static str) -> Self {
        Self::new(Kind::NotFound, key)
    }

    /// Not in this state.
    pub const fn conflict(key: &'static str) -> Self {
        Self::new(Kind::Conflict, key)
    }

    /// What was handed in is wrong.
    pub const fn invalid(key: &'static str) -> Self {
        Self::new(Kind::Invalid, key)
    }

    /// Too often.
    pub const fn too_many(key: &'static str) -> Self {
        Self::new(Kind::TooMany, key)
    }

    /// Fills a blank with text.
    #[must_use]
    pub fn with(mut self, name: &'static str, text: impl fmt::Display) -> Self {
        self.facts.push((name, Fact::Text(text.to_string())));
        self
    }

    /// Fills a blank with a message.
    #[must_use]
    pub fn with_word(mut self, name: &'static str, key: &'static str) -> Self {
        self.facts.push((name, Fact::Word(key)));
        self
    }

    /// Fills a blank with several messages.
    #[must_use]
    pub fn with_words(mut self, name: &'static str, keys: Vec<&'static str>) -> Self {
        self.facts.push((name, Fact::Words(keys)));
        self
    }

    /// Adds what the core says of it, in English: for programs, beside the message and not in it.
    #[must_use]
    pub fn because(mut self, error: impl fmt::Display) -> Self {
        self.detail = Some(error.to_string());
        self
    }

    /// What sort of refusal it is.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Key of the message.
    pub const fn key(&self) -> &'static str {
        self.key
    }

    /// What the core says of it, in English.
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }

    /// What fills its blanks.
    pub fn facts(&self) -> &[(&'static str, Fact)] {
        &self.facts
    }
}
