//! The headers of every answer, and cookies (`docs/SECURITY.md`; abuse 54, 55).

use piaojue::demo::PASSWORD;
use serde_json::json;

use crate::client::{Answer, Request};
use crate::hall::{Hall, SITE, Size, cookie_of, log_in};

/// Written here again, so that a change of the program's own list is seen.
const WANTED: [(&str, &str); 7] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; \
         require-trusted-types-for 'script'; trusted-types piaojue-worker",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(self), geolocation=(), microphone=(), usb=(), payment=()"),
    ("x-frame-options", "DENY"),
];
/// What says too much.
const UNWANTED: [&str; 5] =
    ["server", "x-powered-by", "access-control-allow-origin", "via", "x-runtime"];

fn check(what: &str, answer: &Answer, wanted: u16) {
    assert_eq!(answer.status, wanted, "{what}: {}", answer.text());
    for (name, value) in WANTED {
        assert_eq!(answer.header(name), Some(value), "{what}: {name}");
    }
    for name in UNWANTED {
        assert_eq!(answer.header(name), None, "{what}: {name}");
    }
    let cache = if what.contains("static") && wanted < 400 { "no-cache" } else { "no-store" };
    assert_eq!(answer.header("cache-control"), Some(cache), "{what}");
}

#[test]
fn every_answer_has_its_headers() {
    let hall = Hall::open(&Size::small(6));
    let cookie = hall.sign_in("teller1");
    let get = Request::get;
    let hall_page = format!("/hall/{}?page=x", hall.town.session);
    let answers = [
        ("the form", get("/login"), 200),
        ("a page", get("/desk").with("cookie", &cookie), 200),
        ("the tablet's page", get("/vote"), 200),
        ("a redirect", get("/desk"), 303),
        ("a static file", get("/static/tablet.wasm"), 200),
        ("no static file", get("/static/none.mjs"), 404),
        ("no page", get("/nowhere"), 404),
        ("the root", get("/"), 200),
        ("JSON", get(&hall.path("/state")), 200),
        ("events", get(&hall.path("/events")), 200),
        ("no session", get("/api/sessions/x/state"), 404),
        ("who are you", get(&hall.path("/officer")), 401),
        ("not you", get(&hall.path("/log")).with("cookie", &hall.sign_in("clerk")), 403),
        ("another method", get("/logout"), 405),
        ("no token", Request::post("/logout").with("cookie", &cookie), 403),
        ("a wrong body", Request::post("/login").json("{"), 422),
        ("too large", Request::post("/login").json(vec![b' '; 70_000]), 413),
        ("a wrong query", get(&hall.path("/log/entries?from=x")).with("cookie", &cookie), 422),
        ("a wrong query of a page", get(&hall_page), 422),
        ("an unknown query", get(&hall.path("/log/entries?a=1")).with("cookie", &cookie), 422),
    ];
    for (what, request, wanted) in answers {
        check(what, &request.send_head(hall.address()), wanted);
    }
    let file = get("/static/tablet.wasm").send_head(hall.address());
    let tag = file.header("etag").unwrap();
    let known = get("/static/tablet.wasm").with("if-none-match", tag).send(hall.address());
    check("the same static file", &known, 304);
    assert!(known.body.is_empty());
}

#[test]
fn a_refusal_has_the_face_that_its_asker_reads() {
    let hall = Hall::open(&Size::small(6));
    let address = hall.address();
    let page = Request::get("/nowhere").send(address);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(page.text().contains("lang=\"zh"), "Chinese where nothing was chosen");
    let english = Request::get("/nowhere").with("cookie", "lang=en").send(address).text();
    assert!(english.contains("lang=\"en"));
    for request in [
        Request::get("/api/nowhere"),
        Request::get("/api/sessions/x/state"),
        Request::get("/nowhere").with("accept", "application/json"),
        Request::post("/logout").json("{}"),
        Request::post("/api/live").json("{}"),
        Request::get(&hall.poll_path("/ballots")),
    ] {
        let answer = request.send(address);
        assert_eq!(answer.header("content-type"), Some("application/json"), "{request:?}");
        let said = answer.json();
        assert!(said["error"].is_string() && said["message"].is_string(), "{said}");
    }
}

#[test]
fn what_a_form_is_answered_stands_in_the_description() {
    let hall = Hall::prepared(&Size::small(6));
    let address = hall.address();
    let description = Request::get("/api/openapi.json").send(address).json();
    let described =
        |path: &str, status: &str| description["paths"][path]["post"]["responses"][status].clone();
    // Who does not ask for JSON is taken for a person.
    let refused = Request::post("/language").form(&[]).send(address);
    assert_eq!(refused.status, 422);
    assert_eq!(refused.header("content-type"), Some("text/html; charset=utf-8"));
    let fields = [("language", "en"), ("back", "/how")];
    let done = Request::post("/language").form(&fields).send(address);
    assert_eq!((done.status, done.header("location")), (303, Some("/how")));
    for status in ["default", "200"] {
        for kind in ["text/html", "application/json"] {
            let content = &described("/language", status)["content"][kind];
            assert!(content.is_object(), "{status}: {kind}");
        }
    }
    assert!(described("/language", "303").is_object());
    // The control: what has no page is not said to answer with one.
    let refused = Request::post("/api/enrolment").form(&[]).send(address);
    assert_eq!(refused.header("content-type"), Some("application/json"));
    assert!(described("/api/enrolment", "default")["content"]["text/html"].is_null());
    assert!(described("/api/enrolment", "303").is_null());
}

#[test]
fn a_script_that_finds_nobody_is_told_so_in_json() {
    let hall = Hall::prepared(&Size::small(6));
    let clerk = hall.sign_in("clerk");
    let path = format!("/desk/{}/sign-in/find", hall.town.session);
    let find = |q: &str| {
        let request = Request::post(&path).json(json!({ "q": q }).to_string());
        request.with("cookie", &clerk).send(hall.address())
    };
    // Nothing typed, a name that nobody has: a page would go on to its list.
    for nobody in ["", "没有此人"] {
        let answer = find(nobody);
        assert_eq!(answer.status, 200, "{nobody:?}: {}", answer.text());
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.json(), json!({ "done": false }), "{nobody:?}");
    }
}

#[test]
fn a_refusal_in_chinese_is_wholly_chinese() {
    let hall = Hall::prepared(&Size::small(6));
    let clerk = hall.sign_in("clerk");
    let polls = format!("/desk/{}/polls", hall.town.session);
    let many_seats = json!({
        "question": "票决",
        "method": { "kind": "pick", "min": 0, "max": 2 },
        "rule": { "seats": 99 },
        "options": [hall.poll, hall.town.session],
    });
    let cases = [
        ("/login", json!({ "login": 1 }), "body"),
        (polls.as_str(), json!([]), "body"),
        (polls.as_str(), many_seats, "refusal-rule"),
    ];
    for (path, body, code) in cases {
        let request = Request::post(path).json(body.to_string()).with("cookie", &clerk);
        let said = request.send(hall.address()).json();
        assert_eq!(said["error"], code, "{said}");
        let message = said["message"].as_str().unwrap();
        let latin = message.chars().any(|letter| letter.is_ascii_alphabetic());
        assert!(!latin && !message.is_empty(), "{message}");
        let detail = said["detail"].as_str().unwrap();
        assert!(detail.chars().any(|letter| letter.is_ascii_alphabetic()), "{detail}");
    }
}

#[test]
fn a_login_is_kept_in_a_cookie_that_only_the_server_reads() {
    let hall = Hall::prepared(&Size::small(6));
    let answer = log_in(hall.address(), "clerk", PASSWORD);
    let cookies = answer.all("set-cookie");
    let named = |name: &str| cookies.iter().find(|it| it.starts_with(name)).copied().unwrap();
    let (value, attributes) = named("sid=").split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/; HttpOnly; SameSite=Strict");
    let (device, attributes) = named("dev=").split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/; Max-Age=15552000; HttpOnly; SameSite=Strict");
    assert_eq!(device.len(), 47, "256 bits: {device}");
    let known = Request::post("/login").with("cookie", device);
    let known = known.json(json!({ "login": "clerk", "password": PASSWORD }).to_string());
    let known = known.send(hall.address());
    assert!(known.all("set-cookie").iter().all(|it| !it.starts_with("dev=")), "it stays known");
    let token = value.strip_prefix("sid=").unwrap();
    assert_eq!(token.len(), 43, "256 bits: {token}");
    let again = cookie_of(&log_in(hall.address(), "clerk", PASSWORD));
    assert_ne!(again, value, "another each time");
    // What the database keeps is no key.
    let wal = std::fs::read(hall.server.data().join("piaojue.db-wal")).unwrap_or_default();
    let kept = [std::fs::read(hall.server.data().join("piaojue.db")).unwrap(), wal].concat();
    assert!(!kept.windows(token.len()).any(|part| part == token.as_bytes()));

    let out = Request::post("/logout").json("{}").with("cookie", &again).send(hall.address());
    assert_eq!(out.header("clear-site-data"), Some("\"cache\", \"storage\""));
    let cleared = out.header("set-cookie").unwrap();
    assert_eq!(cleared, "sid=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    let after = Request::get("/desk").with("cookie", &again).send(hall.address());
    assert_eq!(after.status, 303, "the login is gone on the server too");
    for forged in ["sid=", "sid=x", "sid=00000000-0000-0000-0000-000000000000", "__Host-sid=x"] {
        let answer = Request::get("/desk").with("cookie", forged).send(hall.address());
        assert_eq!(answer.status, 303, "{forged}");
    }
}

/// The program speaks plain http to this computer alone: who names the site came over TLS.
#[test]
fn behind_a_server_with_tls_cookies_are_bound_to_the_host() {
    let hall = Hall::prepared(&Size::small(6));
    let address = hall.address();
    let enter = |host: &str| {
        let body = json!({ "login": "teller1", "password": PASSWORD }).to_string();
        let answer = Request::post("/login").json(body).with("host", host).send(address);
        assert_eq!(answer.status, 200, "{host}: {}", answer.text());
        answer
    };
    let names = |answer: &Answer| {
        let cookies = answer.all("set-cookie");
        let name = |cookie: &&str| cookie.split_once('=').unwrap().0.to_owned();
        cookies.iter().map(name).collect::<Vec<_>>()
    };
    let desk = |host: &str, cookie: &str| {
        Request::get("/desk").with("host", host).with("cookie", cookie).send(address).status
    };
    let language = |host: &str| {
        let choice = Request::post("/language").form(&[("language", "en"), ("back", "/")]);
        choice.with("host", host).send(address).header("set-cookie").unwrap().to_owned()
    };
    let answer = enter(SITE);
    assert_eq!(names(&answer), ["__Host-sid", "__Host-dev", "__Host-begun"]);
    for cookie in answer.all("set-cookie") {
        assert!(cookie.contains("; Path=/; "), "{cookie}");
        assert!(cookie.ends_with("; HttpOnly; SameSite=Strict; Secure"), "{cookie}");
    }
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"));
    let login = answer.all("set-cookie")[0].split(';').next().unwrap().to_owned();
    assert_eq!(desk(SITE, &login), 200);
    // Another site of the same domain can set the name without the prefix.
    let bare = login.strip_prefix("__Host-").unwrap();
    assert_eq!(desk(SITE, bare), 303);
    assert_eq!(language(SITE), "lang=en; Path=/; Max-Age=31536000; SameSite=Strict; Secure");

    // The control: a browser on this computer speaks plain http, and would keep none of these.
    let answer = enter(address);
    assert_eq!(names(&answer), ["sid", "dev", "begun"]);
    for cookie in answer.all("set-cookie") {
        assert!(cookie.ends_with("; HttpOnly; SameSite=Strict"), "{cookie}");
    }
    assert_eq!(answer.header("strict-transport-security"), None);
    assert_eq!(desk(address, &cookie_of(&answer)), 200);
    assert_eq!(language(address), "lang=en; Path=/; Max-Age=31536000; SameSite=Strict");
}

#[test]
fn the_way_back_stays_on_this_site() {
    let hall = Hall::prepared(&Size::small(6));
    let to = |back: &str| {
        let request = Request::post("/language").form(&[("language", "en"), ("back", back)]);
        let answer = request.send(hall.address());
        assert_eq!(answer.status, 303, "{back:?}");
        answer.header("location").unwrap().to_owned()
    };
    for own in ["/", "/vote", "/hall/x?a=b", "/%E7%A5%A8"] {
        assert_eq!(to(own), own);
    }
    for foreign in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nset-cookie: a=b",
        "javascript:alert(1)",
        "evil.example",
        "",
        " /vote",
        "/票",
        "/\u{0}",
    ] {
        assert_eq!(to(foreign), "/", "{foreign:?}");
    }
    let elsewhere = Request::get("/login?next=//evil.example").send(hall.address());
    assert_eq!(elsewhere.status, 200, "a query leads nowhere");
    let unknown = json!({ "language": "tlh", "back": "/" }).to_string();
    assert_eq!(Request::post("/language").json(unknown).send(hall.address()).status, 200);
}

#[test]
fn the_way_back_after_the_password_stays_on_this_site() {
    let hall = Hall::prepared(&Size::small(6));
    let cookie = hall.sign_in("clerk");
    let token = crate::forms::token(&hall, &cookie);
    let to = |back: &str| {
        let fields = [("csrf", token.as_str()), ("password", PASSWORD), ("back", back)];
        let request = Request::post("/again").with("cookie", &cookie).form(&fields);
        let answer = request.send(hall.address());
        assert_eq!(answer.status, 303, "{back:?}: {}", answer.text());
        answer.header("location").unwrap().to_owned()
    };
    assert_eq!(to("/desk/accounts"), "/desk/accounts", "the control");
    for foreign in
        ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", ""]
    {
        assert_eq!(to(foreign), "/desk", "{foreign:?}");
    }
    let session = hall.town.session;
    let withdraw = format!("/desk/{session}/acts/{session}/withdraw");
    let fields = [("csrf", token.as_str()), ("back", "//evil.example")];
    let request = Request::post(&withdraw).with("cookie", &cookie).form(&fields);
    let answer = request.send(hall.address());
    assert_eq!((answer.status, answer.header("location")), (409, None), "{}", answer.text());
}
