//! An address that takes or gives JSON, as its description has it.

use serde::de::DeserializeOwned;

use super::shape::{Field, fields};
use super::{desk, table};
use crate::http::access::Access;

/// An address and what is done there.
#[derive(Clone)]
pub(in crate::http) struct Verb {
    /// Whether it changes something.
    pub(in crate::http) changes: bool,
    /// The address.
    pub(in crate::http) path: &'static str,
    /// Who may use it.
    pub(in crate::http) access: Access,
    /// Key of its sentence.
    pub(in crate::http) key: &'static str,
    /// What stands in the query; all of it may be left out.
    pub(in crate::http) query: Vec<Field>,
    /// Fields of the body.
    pub(in crate::http) body: Vec<Field>,
    /// Whether a form of a page has the same fields.
    pub(in crate::http) form: bool,
    /// What comes back.
    pub(in crate::http) answer: Answer,
}

/// What comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Answer {
    /// An object with these members.
    Object(&'static [&'static str]),
    /// A list of objects.
    List,
    /// Events, for as long as the connection stands.
    Events,
}

/// An address that gives something.
pub(super) fn get(path: &'static str, access: Access, key: &'static str) -> Verb {
    let (query, body, answer) = (Vec::new(), Vec::new(), Answer::Object(&[]));
    Verb { changes: false, path, access, key, query, body, form: false, answer }
}

/// An address that takes what a handler reads as `T`, and says that it is done.
pub(super) fn post<T: DeserializeOwned>(
    path: &'static str,
    access: Access,
    key: &'static str,
) -> Verb {
    let (body, answer) = (fields::<T>(), Answer::Object(&["done"]));
    let verb =
        Verb { changes: true, path, access, key, query: Vec::new(), body, form: true, answer };
    let form = verb.has_page();
    Verb { form, ..verb }
}

impl Verb {
    /// Whether people use the address too: what stands below `/api/` has no page.
    pub(super) fn has_page(&self) -> bool {
        !self.path.starts_with("/api/")
    }

    /// Gives an object with these members.
    pub(super) const fn gives(mut self, members: &'static [&'static str]) -> Self {
        self.answer = Answer::Object(members);
        self
    }

    /// Gives a list.
    pub(super) const fn gives_list(mut self) -> Self {
        self.answer = Answer::List;
        self
    }

    /// Gives events.
    pub(super) const fn gives_events(mut self) -> Self {
        self.answer = Answer::Events;
        self
    }

    /// Takes in the query what a handler reads as `T`.
    pub(super) fn asks<T: DeserializeOwned>(mut self) -> Self {
        self.query = fields::<T>();
        self
    }

    /// The form of its page has other fields than its JSON.
    pub(super) const fn json_only(mut self) -> Self {
        self.form = false;
        self
    }
}

/// All of them, in the order in which the page lists them.
pub(in crate::http) fn all() -> Vec<Verb> {
    [table::all(), desk::all()].concat()
}
