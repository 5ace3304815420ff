//! The door for other languages: a request in JSON, an answer in JSON.
//!
//! The tablet's page, the officers' pages and the public verifier call the very functions that the
//! server calls (`wasm.rs` passes the bytes through). A request is `{"do": <verb>, …}`; an answer
//! is `{"ok": …}` or `{"error": "a sentence"}`. Nothing is kept between calls, and a secret comes
//! back only to the one who makes it.
//!
//! `tablet` has what a deputy's tablet asks; `officer` and `log` have the rest and come with the
//! feature `officers`, so that a tablet's module carries nothing that it does not ask
//! (`docs/adr/0018-a-smaller-module-for-tablets.md`).

#[cfg(feature = "officers")]
mod log;
#[cfg(feature = "officers")]
mod officer;
#[cfg(feature = "officers")]
mod statement;
mod tablet;

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;
use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

use crate::note::Origin;

/// Declares requests: verb, parameters, and the function that answers.
macro_rules! requests {
    ($($(#[$doc:meta])* $verb:literal $name:ident { $($field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(serde::Deserialize)]
            #[serde(deny_unknown_fields)]
            struct $name { $($field: $type,)* }
        )*

        /// Carries out a request with one of these verbs.
        pub(super) fn carry_out(
            verb: &str,
            parameters: &serde_json::Value,
            rng: &mut impl rand_core::CryptoRng,
        ) -> Option<Result<serde_json::Value, super::Refused>> {
            match verb {
                $($verb => Some(
                    <$name as serde::Deserialize>::deserialize(parameters)
                        .map_err(super::Refused::from)
                        .and_then(|request| request.carry_out(rng)),
                ),)*
                _ => None,
            }
        }
    };
}

use requests;

/// A code or a card in a request. Wiped when dropped, never printed.
#[derive(Deserialize, ZeroizeOnDrop)]
struct Secret(String);

/// The parts of a log's name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OriginParts {
    site: String,
    township: String,
    session: Uuid,
}

/// A refusal, as a sentence.
struct Refused(String);

impl<E: std::error::Error> From<E> for Refused {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Answers a request. Request and answer are wiped, since they may hold a code, a card or marks.
pub fn answer(mut request: Vec<u8>, rng: &mut impl CryptoRng) -> Zeroizing<Vec<u8>> {
    let parsed = serde_json::from_slice::<Value>(&request);
    request.zeroize();
    let answer = match parsed.map_err(Refused::from).and_then(|request| dispatch(request, rng)) {
        Ok(value) => json!({ "ok": value }),
        Err(Refused(why)) => json!({ "error": why }),
    };
    let answer = Wiped(answer);
    Zeroizing::new(answer.0.to_string().into_bytes())
}

fn dispatch(request: Value, rng: &mut impl CryptoRng) -> Result<Value, Refused> {
    let mut request = Wiped(request);
    let verb = request.0.as_object_mut().and_then(|members| members.remove("do"));
    let verb = verb.as_ref().and_then(Value::as_str);
    let verb = verb.ok_or_else(|| Refused("the request has no member \"do\"".into()))?;
    let found = tablet::carry_out(verb, &request.0, rng);
    #[cfg(feature = "officers")]
    let found = found
        .or_else(|| officer::carry_out(verb, &request.0, rng))
        .or_else(|| statement::carry_out(verb, &request.0, rng))
        .or_else(|| log::carry_out(verb, &request.0, rng));
    found.unwrap_or_else(|| Err(Refused(format!("there is no verb {verb:?}"))))
}

/// A value that is wiped when dropped: codes, cards and marks are texts, numbers and keys in it.
#[derive(Deserialize)]
struct Wiped(Value);

impl Drop for Wiped {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        // Overwrites the number where it stands; null would only change the tag beside it.
        Value::Number(number) => *number = 0_u64.into(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => {
            for (mut key, mut member) in std::mem::take(members) {
                key.zeroize();
                wipe(&mut member);
            }
        }
        Value::Bool(value) => *value = false,
        Value::Null => (),
    }
}

fn to_value(value: impl Serialize) -> Result<Value, Refused> {
    Ok(serde_json::to_value(value)?)
}

impl OriginParts {
    fn origin(&self) -> Result<Origin, Refused> {
        let origin = Origin::new(&self.site, &self.township, self.session);
        origin.ok_or_else(|| Refused("site or township code cannot stand in a note".into()))
    }
}
