//! Fields that no address knows, and fields that stand twice: of every form and every verb, as the
//! program's own description has them (abuse 52, 53). A new verb is tried without a line here.

use ballotbox::codec::base64url;
use piaojue::demo::PASSWORD;
use serde_json::{Map, Value, json};

use crate::client::{Answer, Request};
use crate::hall::{Hall, Size};
use crate::matrix::{ID, TABLE, Visitor, filled, visitors};

/// What somebody who knows the tables would like to set besides.
const WISHES: [&str; 5] = ["is_admin", "used", "township_id", "__proto__", "version[]"];

/// A verb that changes something.
struct Verb {
    path: String,
    /// Names of the fields, and how each is written.
    fields: Vec<(String, Value)>,
    /// Whether a form of a page has them too.
    form: bool,
    cookie: String,
    token: String,
}

/// All verbs, each with somebody who may use it. Parameters name nothing that there is.
fn verbs(hall: &Hall) -> Vec<Verb> {
    let visitors = visitors(hall);
    let tokens: Vec<_> = visitors.iter().map(|visitor| token(hall, visitor)).collect();
    let described = Request::get("/api/openapi.json").send(hall.address()).json();
    let mut verbs = Vec::new();
    for (address, methods) in described["paths"].as_object().unwrap() {
        let Some(taken) = methods.get("post") else { continue };
        let content = &taken["requestBody"]["content"];
        let known = content["application/json"]["schema"]["properties"].as_object();
        let fields = known.into_iter().flatten();
        let row = TABLE.iter().find(|row| (row.0, row.1) == ("POST", address.as_str()));
        let may = row.unwrap_or_else(|| panic!("{address} is not in the table")).2;
        let who = visitors.iter().position(|visitor| may.contains(&visitor.role)).unwrap();
        let own = hall.town.session.to_string();
        verbs.push(Verb {
            path: filled(hall, address, &own, ID),
            fields: fields.map(|(name, schema)| (name.clone(), schema.clone())).collect(),
            form: content.get("application/x-www-form-urlencoded").is_some(),
            cookie: visitors[who].cookie.clone(),
            token: tokens[who].clone(),
        });
    }
    assert!(verbs.len() > 50, "the description is not read any more: {}", verbs.len());
    verbs
}

fn token(hall: &Hall, visitor: &Visitor) -> String {
    if visitor.cookie.is_empty() {
        return String::new();
    }
    let page = Request::get("/password").with("cookie", &visitor.cookie);
    let page = page.send(hall.address()).text();
    let (_, rest) = page.split_once(r#"name="csrf" value=""#).expect("a form with its token");
    rest.split('"').next().unwrap().to_owned()
}

impl Verb {
    fn request(&self) -> Request {
        let request = Request::post(&self.path).with("accept", "application/json");
        if self.cookie.is_empty() { request } else { request.with("cookie", &self.cookie) }
    }

    fn script(&self, hall: &Hall, body: &str) -> Answer {
        self.request().json(body).send(hall.address())
    }

    fn form(&self, hall: &Hall, fields: &[(&str, &str)]) -> Answer {
        let all = [&[("csrf", self.token.as_str())], fields].concat();
        self.request().form(&all).send(hall.address())
    }
}

/// Texts of which each field takes one, whatever it is made of.
fn texts() -> [String; 4] {
    let point = base64url(&[0; 32]);
    [ID.to_owned(), "x".to_owned(), point, "2026-01-31".to_owned()]
}

/// A value of this schema; `text` where it is a text.
fn value(schema: &Value, text: &str) -> Value {
    let word = schema["enum"].as_array().and_then(|words| words.first());
    match schema["type"].as_str() {
        Some("string") => word.cloned().unwrap_or_else(|| json!(text)),
        Some("integer") => json!(1),
        Some("boolean") => json!(true),
        Some("array") => json!([]),
        _ => json!({}),
    }
}

/// Whether the answer says that the body is none of this address.
fn is_no_body(answer: &Answer) -> bool {
    if answer.header("content-type") != Some("application/json") {
        return false;
    }
    let said = answer.json();
    let refused = ["body", "ballot_refused"].map(|code| said["error"] == code).contains(&true);
    assert_eq!(refused, refused && answer.status == 422, "{said}");
    refused
}

#[test]
fn what_no_form_and_no_verb_knows_is_refused() {
    let hall = Hall::open(&Size::small(6));
    let (before, mut wrong) = (hall.entries(), Vec::new());
    for verb in verbs(&hall) {
        for wish in WISHES.into_iter().filter(|wish| verb.fields.iter().all(|it| it.0 != *wish)) {
            let answer = verb.script(&hall, &format!(r#"{{"{wish}":0}}"#));
            let said = answer.json();
            let named = said["detail"].as_str().unwrap_or_default().contains("unknown field");
            // Of a ballot's bytes nothing is told but that they are none.
            if !is_no_body(&answer) || !(named || said["error"] == "ballot_refused") {
                wrong.push(format!("{} takes {wish} in JSON: {} {said}", verb.path, answer.status));
            }
            if verb.form && wish != "__proto__" {
                let answer = verb.form(&hall, &[(wish, "0")]);
                let said = answer.json();
                let named = said["detail"].as_str().unwrap_or_default().contains("unknown field");
                if !is_no_body(&answer) || !named {
                    let status = answer.status;
                    wrong.push(format!("{} takes {wish} in a form: {status} {said}", verb.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(hall.entries(), before, "nothing has changed");
}

/// Fields that no text of ours fills, because they hold keys, notes or proofs: the core's own types,
/// which take each member once (`an_entry_has_its_members_and_no_others`).
const OF_THE_CORE: [&str; 5] = ["note", "proof", "sig", "slip", "manifest"];

#[test]
fn a_field_stands_once_in_every_form_and_verb() {
    let hall = Hall::open(&Size::small(6));
    let (before, mut wrong, mut tried) = (hall.entries(), Vec::new(), 0);
    for verb in verbs(&hall) {
        for (name, schema) in &verb.fields {
            let twice = |text: &str| {
                let value = value(schema, text);
                let answer =
                    verb.script(&hall, &format!(r#"{{"{name}":{value},"{name}":{value}}}"#));
                assert!(is_no_body(&answer), "{}: {name} twice", verb.path);
                answer.json()["detail"].as_str().unwrap_or_default().contains("duplicate field")
            };
            let seen = texts().iter().any(|text| twice(text));
            let ballot = verb.path.ends_with("/ballots");
            if !seen && !ballot && !OF_THE_CORE.contains(&name.as_str()) {
                wrong.push(format!("{}: {name} twice is refused for another reason", verb.path));
            }
            // A list may have several in a form.
            if verb.form && schema["type"] != "array" {
                tried += 1;
                wrong.extend(in_a_form(&hall, &verb, name, schema));
            }
        }
    }
    assert!(tried > 60, "{tried} fields of forms");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(hall.entries(), before, "nothing has changed");
}

/// A field twice in a form: what is wrong with the answer. The other fields are there once, as the
/// control shows: with this one once too the form is one.
fn in_a_form(hall: &Hall, verb: &Verb, name: &str, schema: &Value) -> Option<String> {
    // Keys, notes and proofs are not typed into forms: for those there is no control.
    let of_the_core = ["/officer/keys", "/signatures", "/slips", "/void", "/closing", "/shares"];
    let typed = !verb.path.starts_with("/api/")
        || of_the_core.iter().all(|ending| !verb.path.ends_with(ending));
    // How a file is read is one of a few words, or nothing.
    let nothing = |name: &str| verb.path.ends_with("/import") && name != "text" && name != "name";
    let text_of = |name: &str, schema: &Value, text: &str| match value(schema, text) {
        Value::String(_) if nothing(name) => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    };
    for text in texts() {
        let plain = |(_, schema): &&(String, Value)| {
            schema["type"] != "array" && schema["type"] != "object"
        };
        let mut fields: Vec<_> = verb
            .fields
            .iter()
            .filter(plain)
            .map(|(name, schema)| (name.as_str(), text_of(name, schema, &text)))
            .collect();
        let send = |fields: &[(&str, String)]| {
            let fields: Vec<_> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
            verb.form(hall, &fields)
        };
        if typed && is_no_body(&send(&fields)) {
            continue;
        }
        fields.push((name, text_of(name, schema, &text)));
        let answer = send(&fields);
        return (!is_no_body(&answer)).then(|| {
            format!("{}: {name} twice in a form is {} {}", verb.path, answer.status, answer.text())
        });
    }
    Some(format!("{}: no form of ours is one", verb.path))
}

#[test]
fn what_stands_in_the_query_is_no_field() {
    let hall = Hall::open(&Size::small(6));
    let (before, mut wrong) = (hall.entries(), Vec::new());
    let error = |answer: &Answer| (answer.status, answer.json()["error"].clone());
    for verb in verbs(&hall).iter().filter(|verb| !verb.fields.is_empty()) {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, schema) in &verb.fields {
            query.append_pair(name, value(schema, ID).as_str().unwrap_or("1"));
        }
        let path = format!("{}?{}", verb.path, query.finish());
        let with = Verb { path, fields: Vec::new(), form: verb.form, ..verb.again() };
        // A body that is none: what the query says does not make it one.
        for body in [r#"{"no_such_field":1}"#, "[]"] {
            let (alone, beside) = (verb.script(&hall, body), with.script(&hall, body));
            if error(&alone) != error(&beside) {
                wrong.push(format!("{}: {} {}", with.path, beside.status, beside.text()));
            }
            assert!(is_no_body(&alone), "{}", verb.path);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(hall.entries(), before, "nothing has changed");
}

impl Verb {
    fn again(&self) -> Self {
        Self {
            path: self.path.clone(),
            fields: self.fields.clone(),
            form: self.form,
            cookie: self.cookie.clone(),
            token: self.token.clone(),
        }
    }
}

#[test]
fn the_token_of_a_form_stands_once() {
    let hall = Hall::prepared(&Size::small(6));
    let cookie = hall.sign_in("clerk");
    let token = token(&hall, &Visitor { role: "clerk", cookie: cookie.clone() });
    let out = |fields: &[(&str, &str)]| {
        let request = Request::post("/logout").with("cookie", &cookie).form(fields);
        request.send(hall.address()).status
    };
    for [first, second] in [["x", &token], [&token, "x"], [&token, &token]] {
        assert_eq!(out(&[("csrf", first), ("csrf", second)]), 422);
    }
    assert_eq!(out(&[("csrf", &token)]), 303, "the control");
}

#[test]
fn what_is_deep_or_many_is_refused_before_it_is_read() {
    let hall = Hall::prepared(&Size::small(6));
    let clerk = hall.sign_in("clerk");
    let path = format!("/desk/{}/polls", hall.town.session);
    let send = |body: String| {
        let request = Request::post(&path).json(body).with("cookie", &clerk);
        request.send(hall.address()).status
    };
    let deep = "[".repeat(20_000) + &"]".repeat(20_000);
    assert_eq!(send(format!(r#"{{"method":{deep}}}"#)), 422, "a stack of brackets");
    let many: Map<_, _> = (0..3_000).map(|it| (format!("a{it}"), json!(1))).collect();
    assert_eq!(send(Value::Object(many).to_string()), 422, "three thousand members");
    assert_eq!(send(r#"{"question":"\ud800"}"#.to_owned()), 422, "half a letter");
    // The fields in their order and without names.
    let login = |body: Value| Request::post("/login").json(body.to_string()).send(hall.address());
    assert_eq!(login(json!(["clerk", PASSWORD])).status, 422);
    let named = json!({ "login": "clerk", "password": PASSWORD });
    assert_eq!(login(named).status, 200, "the control");
}
