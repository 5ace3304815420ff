//! What people type, in every field that is free text: markup, statements, templates and what hides
//! (abuse 19 to 22). Which fields there are says the program's own description; a new one without a
//! line here is a failure.

use std::collections::BTreeSet;

use piaojue::domain::project::ProjectState;
use piaojue::service::polls::PollForm;
use piaojue::service::projects::ProjectForm;
use piaojue::service::roll::DeputyForm;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::client::{Answer, Request};
use crate::hall::{Hall, PLAN, Size, one_of};
use crate::matrix::{ID, TABLE, Visitor, filled, visitors};

const MARKUP: &str = "\"><img src=x onerror=a()>";
const SCRIPT: &str = "<script>alert(1)</script>";
const TEMPLATE: &str = "{{7*7}}{% if %}${7*7}#{7*7}";
const STATEMENT: &str = "'; drop table projects; --";
const LINK: &str = "javascript:alert(1)";
/// Of the longest that a seat or a tablet's name can be.
const SHORT: &str = "<b>'\"&{{";

/// Characters that hide, end a line, or turn its direction.
const HIDDEN: [char; 9] = [
    '\u{0}', '\u{7}', '\u{7f}', '\u{85}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}',
    '\u{2028}',
];

/// Fields that hold a word out of several, a day, a number, an id, a code, a key, a password, or
/// what is looked for: none of them is kept as it was typed.
const NO_TEXT: &[&str] = &[
    "account",
    "back",
    "channel",
    "clear",
    "code",
    "deputy",
    "encoding",
    "file",
    "from",
    "investment_wan",
    "issued",
    "kind",
    "language",
    "leave",
    "lock",
    "login",
    "maker",
    "manifest",
    "mark",
    "new",
    "note",
    "on",
    "opens_on",
    "password",
    "poll",
    "predecessors",
    "present",
    "proof",
    "q",
    "role",
    "seen",
    "separator",
    "sig",
    "sign",
    "since",
    "slip",
    "state",
    "status",
    "teller",
    "to",
    "township",
    "typed",
    "valid_from",
    "valid_to",
];

/// Free texts that are tried elsewhere: lists in `imports`; the first account's name, which is read
/// as any account's is; a reason that is read as the one for paper is.
const ELSEWHERE: &[(&str, &str)] = &[
    ("/desk/{session}/roll/import", "text"),
    ("/desk/{session}/roll/import", "name"),
    ("/desk/{session}/projects/import", "text"),
    ("/desk/{session}/projects/import", "name"),
    ("/setup", "name"),
    ("/desk/{session}/run/{poll}/tablets", "reason"),
    ("/api/heartbeat", "page"),
];

/// A form with free texts, whole and right but for what its texts say.
struct Case {
    login: &'static str,
    address: &'static str,
    path: String,
    body: Value,
    texts: Vec<&'static str>,
}

impl Case {
    fn new(hall: &Hall, login: &'static str, address: &'static str, body: Value) -> Self {
        let poll = hall.poll.to_string();
        let path = filled(hall, address, &hall.town.session.to_string(), &poll);
        let texts = body.as_object().unwrap().keys();
        let texts = texts.filter(|name| !NO_TEXT.contains(&name.as_str()));
        let texts = texts.filter(|name| body[name.as_str()].is_string());
        let texts = texts.map(|name| &*name.clone().leak()).collect();
        Self { login, address, path, body, texts }
    }

    fn at(mut self, from: &str, to: &str) -> Self {
        assert!(self.path.contains(from), "{} has no {from}", self.path);
        self.path = self.path.replacen(from, to, 1);
        self
    }

    fn send(&self, hall: &Hall, cookie: &str, body: &Value) -> Answer {
        let request = Request::post(&self.path).json(body.to_string()).with("cookie", cookie);
        request.send(hall.address())
    }

    /// Each text with each character that hides, and half a letter; then all as they are.
    fn try_it(&self, hall: &Hall) {
        let cookie = hall.sign_in(self.login);
        for text in &self.texts {
            let typed = self.body[text].as_str().unwrap();
            for hidden in HIDDEN {
                let mut letters: Vec<_> = typed.chars().collect();
                // In place of a letter, so that nothing is too long.
                let middle = letters.len() / 2;
                letters[middle] = hidden;
                let mut body = self.body.clone();
                body[text] = letters.into_iter().collect::<String>().into();
                let answer = self.send(hall, &cookie, &body);
                let said = answer.json();
                let named = format!("U+{:04X}", u32::from(hidden));
                let message = said["message"].as_str().unwrap_or_default();
                assert!(
                    answer.status == 422 && message.contains(&named),
                    "{} {text} with {named}: {} {said}",
                    self.path,
                    answer.status
                );
            }
            let whole = self.body.to_string();
            let broken = whole.replacen(&json!(typed).to_string(), r#""\ud800""#, 1);
            assert_ne!(broken, whole);
            let request = Request::post(&self.path).json(broken).with("cookie", &cookie);
            assert_eq!(request.send(hall.address()).status, 422, "{} {text}", self.path);
        }
        let answer = self.send(hall, &cookie, &self.body);
        assert_eq!(answer.status, 200, "the control: {} {}", self.path, answer.text());
    }
}

fn project(title: &str) -> ProjectForm {
    ProjectForm {
        title: title.into(),
        category: LINK.into(),
        content: format!("{MARKUP}\n{SCRIPT}\n{TEMPLATE}"),
        location: MARKUP.into(),
        beneficiaries: STATEMENT.into(),
        investment_wan: "60".into(),
        fund_source: TEMPLATE.into(),
        lead_unit: SCRIPT.into(),
        co_units: MARKUP.into(),
        due: TEMPLATE.into(),
        goal: SCRIPT.into(),
        proposer: STATEMENT.into(),
    }
}

fn project_body(title: &str) -> Value {
    let it = project(title);
    json!({
        "title": it.title, "category": it.category, "content": it.content,
        "location": it.location, "beneficiaries": it.beneficiaries,
        "investment_wan": it.investment_wan, "fund_source": it.fund_source,
        "lead_unit": it.lead_unit, "co_units": it.co_units, "due": it.due, "goal": it.goal,
        "proposer": it.proposer,
    })
}

fn today() -> String {
    piaojue::clock::in_china(jiff::Timestamp::now()).date().to_string()
}

/// What there is to be changed.
struct There {
    deputy: String,
    /// A project that was suggested, and its version.
    project: (String, u64),
    /// A poll that is not fixed, and its version.
    poll: (String, u64),
    options: Vec<Uuid>,
}

async fn there(hall: &Hall) -> There {
    let (town, service, session) = (&hall.town, &hall.town.service, hall.town.session);
    let deputy = service.roll(session).await.unwrap()[0].id;
    let options = town.add_candidates(&["甲", "乙"].map(project)).await.unwrap();
    let poll = service.add_poll(&town.clerk, session, one_of(&options)).await.unwrap();
    let drafted = service.prepared_poll(session, poll).await.unwrap().draft.version;
    let state = ProjectState::Suggested;
    let added = service.add_projects(&town.clerk, session, &[project("丙")], state).await;
    let added = added.unwrap()[0];
    let known = service.projects(session).await.unwrap();
    let version = known.iter().find(|it| it.id == added).unwrap().version;
    let (project, poll) = ((added.to_string(), version), (poll.to_string(), drafted));
    There { deputy: deputy.to_string(), project, poll, options }
}

/// Everything that is written before a session begins.
fn before_the_session(hall: &Hall) -> Vec<Case> {
    let there = hall.runtime.block_on(there(hall));
    of_people(hall, &there).into_iter().chain(of_the_vote(hall, &there)).collect()
}

fn of_people(hall: &Hall, there: &There) -> Vec<Case> {
    let case = |login, address, body| Case::new(hall, login, address, body);
    let seat = json!({ "name": MARKUP, "delegation": SCRIPT, "seat": SHORT });
    let account = json!({
        "login": "odd1", "name": MARKUP, "role": "unit", "township": PLAN.code, "unit": SCRIPT,
    });
    let township = json!({
        "code": "510812102", "name": MARKUP, "county": STATEMENT, "kind": "town",
        "valid_from": "2019-12-24",
    });
    let session = json!({ "title": SCRIPT, "opens_on": today(), "stubs": 1 });
    let status = json!({ "status": "suspended", "since": today(), "reason": STATEMENT });
    let deputy = "/desk/{session}/roll/deputies/{deputy}";
    vec![
        case("admin", "/admin/accounts", account),
        case("admin", "/admin/townships", township),
        case("clerk", "/desk/sessions", session),
        case("clerk", "/desk/{session}/roll", seat.clone()),
        case("clerk", deputy, seat).at(ID, &there.deputy),
        case("clerk", "/desk/{session}/roll/deputies/{deputy}/status", status)
            .at(ID, &there.deputy),
        case("clerk", "/desk/{session}/tablets", json!({ "name": SHORT, "seat": MARKUP })),
    ]
}

fn of_the_vote(hall: &Hall, there: &There) -> Vec<Case> {
    let case = |login, address, body| Case::new(hall, login, address, body);
    let (prepared, own) = (hall.poll.to_string(), &there.poll.0);
    let question = json!({
        "question": MARKUP, "method": { "kind": "pick", "min": 0, "max": 1 },
        "rule": { "seats": 1 }, "options": there.options,
    });
    let (project, seen) = (&there.project.0, there.project.1);
    let rejected = json!({ "to": "rejected", "reason": MARKUP });
    let adoption = json!({ "on": today(), "record": format!("{TEMPLATE}\n{SCRIPT}") });
    vec![
        case("clerk", "/desk/{session}/projects", project_body(TEMPLATE)),
        case("clerk", "/desk/{session}/projects/{project}", project_body(SCRIPT))
            .at(ID, &format!("{project}?version={seen}")),
        case("clerk", "/desk/{session}/projects/{project}/move", rejected).at(ID, project),
        case("clerk", "/desk/{session}/polls/{poll}/edit", question.clone())
            .at(&prepared, own)
            .at("/edit", &format!("/edit?version={}", there.poll.1)),
        case("clerk", "/desk/{session}/polls/{poll}/adoption", adoption).at(&prepared, own),
        case("clerk", "/desk/{session}/polls", question),
    ]
}

/// What is written while the hall votes.
fn during_the_vote(hall: &Hall) -> Vec<Case> {
    let absent = hall.runtime.block_on(hall.town.service.roll(hall.town.session)).unwrap();
    let absent = absent.last().unwrap().id;
    let case = |login, address, body| Case::new(hall, login, address, body);
    vec![
        case(
            "clerk",
            "/desk/{session}/sign-in/late",
            json!({ "deputy": absent, "reason": MARKUP }),
        ),
        case("clerk", "/desk/{session}/run/{poll}/paper", json!({ "reason": SCRIPT })),
        case("presidium1", "/desk/{session}/run/{poll}/void", json!({ "reason": TEMPLATE })),
    ]
}

#[test]
fn every_free_text_is_kept_as_it_was_typed_and_hides_nothing() {
    let hall = Hall::prepared(&Size::small(6));
    let before = before_the_session(&hall);
    for case in &before {
        case.try_it(&hall);
    }
    let known = hall.runtime.block_on(hall.town.service.projects(hall.town.session)).unwrap();
    assert_eq!(known.len(), 3 + 3 + 1, "no statement was carried out");
    let kept = known.iter().find(|it| it.description.title == TEMPLATE).unwrap();
    assert_eq!(kept.description.content, project("").content, "as it was typed");
    look_at_every_page(&hall, &[MARKUP, SCRIPT, TEMPLATE, STATEMENT, LINK, SHORT]);

    let open = Hall::prepared(&Size { deputies: 13, ..Size::small(12) });
    open.runtime.block_on(async {
        open.town.sign_in(12).await.unwrap();
        open.town.open(open.poll).await.unwrap();
        // With fewer, and fewer who are left, a vote does not go over to paper.
        for slip in 0..5 {
            open.town.cast(open.poll, slip, &json!([0])).await.unwrap();
        }
    });
    let during = during_the_vote(&open);
    for case in &during {
        case.try_it(&open);
    }
    look_at_every_page(&open, &[MARKUP, SCRIPT, TEMPLATE]);

    let after = odd_day();
    let correction = "/desk/{session}/run/{poll}/correct";
    let correction = Case::new(&after, "presidium1", correction, json!({ "text": MARKUP }));
    correction.try_it(&after);
    look_at_every_page(&after, &[MARKUP, SCRIPT, TEMPLATE, STATEMENT, LINK]);

    let tried: BTreeSet<_> = before
        .iter()
        .chain(&during)
        .chain([&correction])
        .flat_map(|case| case.texts.iter().map(|text| (case.address, *text)))
        .chain(ELSEWHERE.iter().copied())
        .map(|(address, text)| (address.to_owned(), text.to_owned()))
        .collect();
    let described = free_texts(&after);
    let missing: Vec<_> = described.difference(&tried).collect();
    assert!(missing.is_empty(), "write a case for {missing:?}");
    let gone: Vec<_> = tried.difference(&described).collect();
    assert!(gone.is_empty(), "the program has no {gone:?}");
}

/// All fields that are free text, as the program describes itself.
fn free_texts(hall: &Hall) -> BTreeSet<(String, String)> {
    let described = Request::get("/api/openapi.json").send(hall.address()).json();
    let mut found = BTreeSet::new();
    for (address, methods) in described["paths"].as_object().unwrap() {
        let body = &methods["post"]["requestBody"]["content"]["application/json"]["schema"];
        for (name, schema) in body["properties"].as_object().into_iter().flatten() {
            let text = schema["type"] == "string" && schema["enum"].is_null();
            if text && !NO_TEXT.contains(&name.as_str()) {
                found.insert((address.clone(), name.clone()));
            }
        }
    }
    assert!(found.len() > 40, "{found:?}");
    found
}

/// A day on which everything that can be typed is odd, up to its publication.
fn odd_day() -> Hall {
    let mut hall = Hall::prepared(&Size::small(6));
    let town = &hall.town;
    let poll = hall.runtime.block_on(async {
        let (service, session) = (&town.service, town.session);
        let deputy =
            DeputyForm { name: MARKUP.into(), delegation: SCRIPT.into(), seat: SHORT.into() };
        service.add_deputies(&town.clerk, session, &[deputy]).await.unwrap();
        let titles = [SCRIPT, MARKUP, TEMPLATE, STATEMENT, LINK];
        let options = town.add_candidates(&titles.map(project)).await.unwrap();
        let form = PollForm {
            question: MARKUP.into(),
            method: json!({ "kind": "pick", "min": 0, "max": 5 }),
            rule: json!({ "seats": 3, "basis": SCRIPT }),
            options,
            channel: ballotbox::manifest::Channel::Sealed,
        };
        let poll = town.prepare_poll(form).await.unwrap();
        town.sign_in(6).await.unwrap();
        town.open(poll).await.unwrap();
        for (slip, marks) in
            [[0, 1, 2], [0, 1, 2], [0, 1, 3], [0, 2, 4], [0, 1, 2]].iter().enumerate()
        {
            town.cast(poll, slip, &json!(marks)).await.unwrap();
        }
        town.close(poll).await.unwrap();
        town.count(poll, 5).await.unwrap();
        town.certify().await.unwrap();
        town.publish(poll).await.unwrap();
        poll
    });
    hall.poll = poll;
    hall
}

/// The text as a page has it.
fn escaped(text: &str) -> String {
    ["&", "<", ">", "\"", "'"].iter().fold(text.to_owned(), |text, letter| {
        let code = u32::from(letter.chars().next().unwrap());
        text.replace(letter, &format!("&#{code};"))
    })
}

/// Every page that there is, as each role sees it: nothing that was typed is markup, and each of
/// these texts stands on some page as it was typed.
fn look_at_every_page(hall: &Hall, typed: &[&'static str]) {
    let (mut seen, mut pages) = (BTreeSet::new(), 0);
    let ids = hall.runtime.block_on(async {
        let (service, session) = (&hall.town.service, hall.town.session);
        let deputy = service.roll(session).await.unwrap().last().unwrap().id;
        let project = service.projects(session).await.unwrap().last().unwrap().id;
        [("{deputy}", deputy.to_string()), ("{project}", project.to_string())]
    });
    let session = hall.town.session.to_string();
    for visitor in visitors(hall) {
        for (method, address, may, _) in TABLE {
            let wanted = *method == "GET" && may.contains(&visitor.role);
            // A stream of events never ends; it is no page either.
            if !wanted || address.ends_with("/events") {
                continue;
            }
            let address =
                ids.iter().fold((*address).to_owned(), |it, (name, id)| it.replace(name, id));
            let path = filled(hall, &address, &session, &hall.poll.to_string());
            let answer = fetch(hall, &visitor, &path);
            assert!(answer.status < 500, "{path}: {}", answer.status);
            pages += usize::from(is_page(&answer, &path, &visitor, typed, &mut seen));
        }
    }
    assert!(pages > 60, "{pages} pages");
    let missing: Vec<_> = typed.iter().filter(|text| !seen.contains(*text)).collect();
    assert!(missing.is_empty(), "on no page: {missing:?}");
}

fn fetch(hall: &Hall, visitor: &Visitor, path: &str) -> Answer {
    let request = Request::get(path);
    let cookie = &visitor.cookie;
    let request = if cookie.is_empty() { request } else { request.with("cookie", cookie) };
    request.send(hall.address())
}

/// Whether it is a page; then nothing on it is what somebody typed, but as text.
fn is_page(
    answer: &Answer,
    path: &str,
    visitor: &Visitor,
    typed: &[&'static str],
    seen: &mut BTreeSet<&'static str>,
) -> bool {
    let kind = answer.header("content-type").unwrap_or_default();
    if !kind.starts_with("text/html") && !kind.starts_with("image/svg") {
        return false;
    }
    let (page, role) = (answer.text(), visitor.role);
    let links = ["href=\"javascript:", "src=\"javascript:", "action=\"javascript:"];
    for raw in ["<script>alert", "<img src=x", "<b>'"].into_iter().chain(links) {
        assert!(!page.contains(raw), "{path} for {role:?} has {raw}");
    }
    seen.extend(typed.iter().filter(|text| page.contains(&escaped(text))));
    true
}

#[test]
fn what_is_looked_for_is_text() {
    let hall = Hall::prepared(&Size::small(6));
    let (clerk, session) = (hall.sign_in("clerk"), hall.town.session);
    let find = |list: &str, q: &str| {
        let path = format!("/desk/{session}/{list}?q={q}");
        let answer = Request::get(&path).with("cookie", &clerk).send(hall.address());
        assert_eq!(answer.status, 200, "{path}");
        answer.text()
    };
    for (list, known) in
        [("projects", "民生实事候选项目1"), ("roll", "第1代表团"), ("audit", "admin")]
    {
        let asked = [
            "%25",
            "_",
            "%27%20OR%201%3D1--",
            "%5C",
            "*",
            ".*",
            "%3Cscript%3Ealert(1)%3C/script%3E",
        ];
        for q in asked {
            let page = find(list, q);
            assert!(
                !page.contains(&format!(">{known}")),
                "{list}: {q} finds what it does not name"
            );
            assert!(!page.contains("<script>alert"), "{list}: {q}");
        }
    }
    let named = find("projects", "%E6%B0%91%E7%94%9F");
    assert!(named.contains("民生实事候选项目1"), "the control: {named}");
}
