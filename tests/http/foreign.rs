//! Ids of another township at addresses of one's own, and one's own at theirs (abuse 47): every
//! address with an id in it, by the clerk, a teller and a member of the presidium who may use it.

use piaojue::demo::{Town, TownPlan};
use piaojue::service::accounts::AccountForm;
use piaojue::service::tablets::TabletForm;
use serde_json::{Value, json};

use crate::client::Request;
use crate::hall::{Hall, PLAN, Size, one_of, project};
use crate::matrix::{ID, TABLE, filled};

/// The township next door.
const NEXT: TownPlan = TownPlan { code: "510812101", name: "大滩镇", ..PLAN };

/// Ids of what another township has, by the names of the table.
type Ids = Vec<(&'static str, String)>;

/// Another township with one of everything.
async fn neighbour(hall: &Hall) -> (Town, Ids) {
    let mut town = hall.town.found_beside(&NEXT).await.unwrap();
    town.add_deputies(6).await.unwrap();
    let options = town.add_candidates(&["甲", "乙"].map(project)).await.unwrap();
    town.make_slips(6).await.unwrap();
    let (service, session) = (&town.service, town.session);
    let poll = service.add_poll(&town.clerk, session, one_of(&options)).await.unwrap();
    let freeze = piaojue::service::proposals::Act::Freeze { poll };
    service.propose(&town.clerk, session, freeze).await.unwrap();
    let act = service.waiting_acts(session).await.unwrap()[0].id;
    let tablet = TabletForm { name: "01".into(), seat: String::new() };
    let code = service.offer_tablet(&town.clerk, session, &tablet).await.unwrap();
    service.enrol_tablet(&code).await.unwrap();
    let asked = AccountForm {
        login: "asked".into(),
        name: "新人".into(),
        role: "teller".into(),
        township: NEXT.code.into(),
        unit: String::new(),
    };
    let grant = service.add_account(&town.administrator, &asked).await.unwrap().id;
    let deputy = service.roll(session).await.unwrap()[0].id;
    let ids = vec![
        ("{poll}", poll.to_string()),
        ("{act}", act.to_string()),
        ("{deputy}", deputy.to_string()),
        ("{project}", options[0].to_string()),
        ("{officer}", town.tellers[0].officer.id.to_string()),
        ("{tablet}", service.tablets(session).await.unwrap()[0].id.to_string()),
        ("{grant}", grant.to_string()),
    ];
    (town, ids)
}

/// All that the neighbour has.
async fn state(town: &Town) -> String {
    let (service, session) = (&town.service, town.session);
    let entries = service.entries(session).await.unwrap();
    let acts = service.waiting_acts(session).await.unwrap();
    let trail: Vec<_> = service.audit_trail(session).await.unwrap();
    let trail: Vec<_> = trail.into_iter().map(|kept| kept.chain).collect();
    let roll = service.roll(session).await.unwrap();
    let projects = service.projects(session).await.unwrap();
    format!("{entries:?} {acts:?} {trail:?} {roll:?} {projects:?}")
}

/// What the program takes at an address, so that a body is no reason to refuse.
fn body(described: &Value, address: &str) -> Value {
    let taken = &described["paths"][address]["post"]["requestBody"]["content"];
    let fields = taken["application/json"]["schema"]["properties"].as_object();
    let value = |schema: &Value| match schema["type"].as_str() {
        Some("string") => schema["enum"].get(0).cloned().unwrap_or_else(|| json!(ID)),
        Some("integer") => json!(1),
        Some("boolean") => json!(true),
        Some("array") => json!([]),
        _ => json!({}),
    };
    fields.into_iter().flatten().map(|(name, schema)| (name.clone(), value(schema))).collect()
}

#[test]
fn ids_of_another_township_name_nothing() {
    let hall = Hall::prepared(&Size::small(6));
    let (next, ids) = hall.runtime.block_on(neighbour(&hall));
    let before = hall.runtime.block_on(state(&next));
    let own_before = hall.entries();
    let described = Request::get("/api/openapi.json").send(hall.address()).json();
    let logins = [("clerk", "clerk"), ("teller", "teller1"), ("presidium", "presidium1")];
    let people = logins.map(|(role, login)| (role, hall.sign_in(login)));
    let (own, theirs) = (hall.town.session.to_string(), next.session.to_string());
    let (mut tried, mut wrong) = (0, Vec::new());
    for (method, address, may, _) in TABLE {
        let named = ids.iter().any(|(name, _)| address.contains(name));
        for (role, cookie) in people.iter().filter(|(role, _)| may.contains(role)) {
            // Public addresses are for everybody, whatever the township.
            if !named || may.contains(&"") {
                continue;
            }
            let foreign =
                ids.iter().fold((*address).to_owned(), |it, (name, id)| it.replace(name, id));
            for session in [&own, &theirs] {
                let path = filled(&hall, &foreign, session, "");
                let request = Request::new(method, &path).with("cookie", cookie);
                let request = if *method == "POST" {
                    request.json(body(&described, address).to_string())
                } else {
                    request
                };
                let answer = request.send(hall.address());
                tried += 1;
                // What is to be changed may be refused for the stage before it is looked for.
                let refused = match (*method, session == &theirs, address.contains("{session}")) {
                    (_, true, true) => [404].contains(&answer.status),
                    ("GET", ..) => [404, 409].contains(&answer.status),
                    _ => [403, 404, 409, 422].contains(&answer.status),
                };
                if !refused {
                    let (status, text) = (answer.status, answer.text());
                    wrong.push(format!("{method} {path} by {role}: {status} {text}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 60, "{tried} requests");
    assert_eq!(hall.runtime.block_on(state(&next)), before, "the neighbour has what it had");
    assert_eq!(hall.entries(), own_before);
    // Who went to the neighbour's addresses stands in the trail of the installation.
    let service = &hall.town.service;
    let lines = hall.runtime.block_on(service.whole_audit_trail(&hall.town.administrator));
    let lines = lines.unwrap();
    for login in ["clerk", "teller1", "presidium1"] {
        let of = |kept: &&piaojue::storage::audit::Kept| {
            let line = &kept.line;
            (&*line.action, &*line.details, &*line.actor) == ("audit-denied", "township", login)
        };
        assert!(lines.iter().any(|kept| of(&kept)), "{login} left no line");
    }
    // The control: to the neighbour's own clerk the same ids name something.
    let cookie = hall.sign_in(&format!("clerk{}", NEXT.code));
    for address in ["roll/deputies/{deputy}", "projects/{project}", "polls/{poll}"] {
        let path = ids.iter().fold(address.to_owned(), |it, (name, id)| it.replace(name, id));
        let request = Request::get(&format!("/desk/{theirs}/{path}")).with("cookie", &cookie);
        assert_eq!(request.send(hall.address()).status, 200, "{address}");
    }
}
