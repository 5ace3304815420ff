//! The description says of every address what the URL table says, and forgets none.

use std::collections::BTreeMap;

use super::verbs::all;
use crate::http::access::Access;
use crate::http::words::{Language, Words};
use crate::http::{
    ADMINISTRATOR, CLERK, COUNTY, GIVERS, OFFICERS, PRESIDIUM, SECOND, STAFF, TELLER,
};

/// The URL table as it is written.
const TABLE: &str = include_str!("../../mod.rs");

/// What the table calls each access.
const ACCESS: [(&str, Access); 11] = [
    ("Access::Public", Access::Public),
    ("Access::SignedIn", Access::SignedIn),
    ("CLERK", CLERK),
    ("TELLER", TELLER),
    ("PRESIDIUM", PRESIDIUM),
    ("OFFICERS", OFFICERS),
    ("SECOND", SECOND),
    ("STAFF", STAFF),
    ("ADMINISTRATOR", ADMINISTRATOR),
    ("COUNTY", COUNTY),
    ("GIVERS", GIVERS),
];

/// `POST /login` and the like, with who may use it.
type Addresses = BTreeMap<String, Access>;

/// The addresses of the table that take or give JSON: every change, and all below `/api/`.
fn table() -> Addresses {
    let mut found = Addresses::new();
    for row in TABLE.split(".with(").skip(1) {
        let row: String = row.split_whitespace().collect();
        let Some(rest) = row.strip_prefix('"') else { continue };
        let (path, rest) = rest.split_once("\",").expect("an address ends");
        let (access, methods) = rest.split_once(',').expect("an access stands after the address");
        let known = ACCESS.iter().find(|(name, _)| *name == access);
        let (_, access) = known.unwrap_or_else(|| panic!("{path}: what is {access}?"));
        if methods.contains("post(") {
            found.insert(format!("POST {path}"), *access);
        }
        if methods.contains("get(") && path.starts_with("/api/") {
            found.insert(format!("GET {path}"), *access);
        }
    }
    found
}

fn described() -> Addresses {
    let address = |changes| if changes { "POST" } else { "GET" };
    let verbs = all();
    let count = verbs.len();
    let found: Addresses = verbs
        .into_iter()
        .map(|verb| (format!("{} {}", address(verb.changes), verb.path), verb.access))
        .collect();
    assert_eq!(found.len(), count, "an address is described twice");
    found
}

#[test]
fn every_address_is_described_and_no_other() {
    let (table, described) = (table(), described());
    assert!(table.len() > 20, "the table is not read any more: {table:?}");
    let lacking = |of: &Addresses, than: &Addresses| {
        let missing = of.keys().filter(|address| !than.contains_key(*address));
        missing.cloned().collect::<Vec<_>>().join("\n")
    };
    let missing = lacking(&table, &described);
    assert!(missing.is_empty(), "add these to api/description/table.rs or desk.rs:\n{missing}");
    let gone = lacking(&described, &table);
    assert!(gone.is_empty(), "the description has what the URL table does not:\n{gone}");
    for (address, access) in &table {
        assert_eq!(described.get(address), Some(access), "{address}: who may use it");
    }
}

#[test]
fn every_verb_has_its_sentence_in_both_languages() {
    for language in Language::ALL {
        let keys: Vec<_> = Words { language }.keys().collect();
        for verb in all() {
            assert!(keys.contains(&verb.key), "{} is missing in {}", verb.key, language.tag());
        }
    }
}

#[test]
fn the_description_is_openapi_with_the_fields_of_the_handlers() {
    let document = super::document(Words { language: Language::English }, "sid");
    let json = serde_json::to_value(&document).unwrap();
    assert!(json["openapi"].as_str().is_some_and(|version| version.starts_with("3.")));
    let login = &json["paths"]["/login"]["post"];
    let body = &login["requestBody"]["content"]["application/json"]["schema"];
    let fields: Vec<_> = body["properties"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["login", "password"]);
    let closing = &json["paths"]["/api/sessions/{session}/polls/{poll}/closing"]["post"];
    let body = &closing["requestBody"]["content"]["application/json"]["schema"]["properties"];
    assert_eq!(body["stubs"]["type"], "integer");
    assert_eq!(closing["security"][0]["login"], serde_json::json!([]));
    let names: Vec<_> = closing["parameters"].as_array().unwrap().iter().collect();
    assert_eq!(names.len(), 3, "session, poll and the header");
    // What a ballot's body is follows from the core's own type.
    let ballot = &json["paths"]["/api/sessions/{session}/polls/{poll}/ballots"]["post"];
    let ballot = &ballot["requestBody"]["content"]["application/json"]["schema"]["properties"];
    assert_eq!(ballot["slots"]["type"], "array");
}
