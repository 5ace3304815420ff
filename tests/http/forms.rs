//! What strangers and typing mistakes send to forms (abuse 11, 17 to 22, 24, 25, 52 to 54, 57).

use piaojue::demo::PASSWORD;
use piaojue::service::Fault;
use piaojue::service::accounts::AccountForm;
use piaojue::service::roll::DeputyForm;
use serde_json::json;

use crate::client::Request;
use crate::hall::{Hall, PLAN, Size, log_in};

/// The token that the forms of a page carry.
pub(crate) fn token(hall: &Hall, cookie: &str) -> String {
    let page = Request::get("/desk").with("cookie", cookie).send(hall.address()).text();
    let (_, rest) = page.split_once(r#"name="csrf" value=""#).expect("a form with its token");
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn a_change_comes_from_our_own_pages_only() {
    let hall = Hall::open(&Size::small(6));
    let (address, before) = (hall.address(), hall.entries());
    let ballot = hall.town.sealed_for(&hall.fetch_poll(), 0, &json!([0])).unwrap();
    let cookie = hall.sign_in("teller1");
    let keys = hall.path("/officer/keys");
    let requests = [
        hall.casting(&ballot),
        Request::post(&keys).json("{}").with("cookie", &cookie),
        Request::post("/language").form(&[("language", "en"), ("back", "/")]),
        Request::post("/login").form(&[("login", "clerk"), ("password", PASSWORD)]),
        Request::post("/logout").json("{}").with("cookie", &cookie),
    ];
    let foreign = [
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("origin", "https://vote.example.evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "none"),
        ("sec-fetch-site", "what"),
    ];
    for request in &requests {
        for (name, value) in foreign {
            let answer = request.clone().with(name, value).send(address);
            assert_eq!(answer.status, 403, "{request:?} with {name}: {value}");
            assert!(answer.all("set-cookie").is_empty());
        }
    }
    // A page of another site can send a body of these kinds without asking first.
    let simple = [
        (&*hall.poll_path("/ballots"), ""),
        (&*hall.poll_path("/ballots"), "text/plain"),
        (&*hall.poll_path("/ballots"), crate::client::FORM),
    ];
    for (path, kind) in simple {
        let request = Request::post(path).with("content-type", kind).body(&ballot);
        assert_eq!(request.send(address).status, 403, "{kind}");
    }
    for kind in ["text/plain", "multipart/form-data; boundary=x", "application/xml"] {
        let request = Request::post("/logout").with("content-type", kind).with("cookie", &cookie);
        assert_eq!(request.body(b"csrf=x").send(address).status, 422, "{kind}");
    }
    assert_eq!(hall.entries(), before, "nothing was stored");
    let signed_in = Request::get("/desk").with("cookie", &cookie).send(address);
    assert_eq!(signed_in.status, 200, "the login still stands");
}

#[test]
fn a_form_carries_the_token_of_its_own_login() {
    let hall = Hall::prepared(&Size::small(6));
    let address = hall.address();
    let (cookie, other) = (hall.sign_in("clerk"), hall.sign_in("teller1"));
    let (mine, foreign) = (token(&hall, &cookie), token(&hall, &other));
    assert_ne!(mine, foreign);
    let out = |fields: &[(&str, &str)]| {
        Request::post("/logout").with("cookie", &cookie).form(fields).send(address).status
    };
    for fields in [&[][..], &[("csrf", "")], &[("csrf", &foreign)], &[("csrf", "x")]] {
        assert_eq!(out(fields), 403, "{fields:?}");
    }
    let without = Request::post("/logout").with("cookie", &cookie);
    let script = without.clone().with("content-type", "application/json").body(b"{}");
    assert_eq!(script.send(address).status, 403, "JSON without the header of our scripts");
    assert_eq!(without.body(b"").send(address).status, 403, "no body, no token");
    let wanted = Request::post("/again").with("cookie", &cookie);
    let wanted = wanted.form(&[("csrf", &mine), ("password", "wrong")]).send(address);
    assert_eq!(wanted.status, 401, "the token is right, the password is not");
    assert_eq!(out(&[("csrf", &mine)]), 303);
    let after = Request::get("/desk").with("cookie", &cookie).send(address);
    assert_eq!((after.status, after.header("location")), (303, Some("/login")));
}

#[test]
fn fields_that_are_too_many_too_long_or_twice_are_refused() {
    let hall = Hall::prepared(&Size::small(6));
    let address = hall.address();
    let login = |body: &str| {
        let kind = crate::client::FORM;
        let request = Request::post("/login").with("content-type", kind).body(body.as_bytes());
        request.send(address).status
    };
    let right = format!("login=clerk&password={PASSWORD}");
    assert_eq!(login(&right), 303);
    for wrong in ["&role=administrator", "&used=0", "&township=1", "&login=admin", "&password=x"] {
        assert_eq!(login(&format!("{right}{wrong}")), 422, "{wrong}");
    }
    assert_eq!(login("login=clerk"), 422);
    let script = |body: String| Request::post("/login").json(body).send(address).status;
    let twice = format!(r#"{{"login":"clerk","login":"admin","password":"{PASSWORD}"}}"#);
    assert_eq!(script(twice), 422, "a member twice");
    let more = json!({ "login": "clerk", "password": PASSWORD, "role": "administrator" });
    assert_eq!(script(more.to_string()), 422, "a member more");
    assert_eq!(script("[".repeat(60_000)), 422, "deep");
    // What stands in the query counts for nothing.
    let query = format!("/login?login=clerk&password={PASSWORD}");
    assert_eq!(Request::post(&query).form(&[]).send(address).status, 422);
    for (length, status) in [(255, 401), (300, 422), (60_000, 422), (1 << 20, 413)] {
        let password = "长".repeat(length / 3);
        let answer = log_in(address, "clerk", &password);
        assert_eq!(answer.status, status, "{length} bytes: {}", answer.text());
    }
}

#[test]
fn what_is_typed_is_text() {
    let hall = Hall::prepared(&Size::small(6));
    let town = &hall.town;
    for login in ["' OR 1=1--", "clerk'--", "clerk\"; drop table accounts; --", "%", "_____", "*"] {
        let answer = log_in(hall.address(), login, PASSWORD);
        assert_eq!(answer.status, 401, "{login}");
    }
    let names = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=a()>",
        "{{7*7}} {% if %} ${7*7}",
        "javascript:alert(1)",
        "' OR 1=1--",
        "𠮷田·买买提·阿卜杜热合曼",
        "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏",
    ];
    for (number, name) in (0..).zip(names) {
        let login = format!("person{number}");
        let form = AccountForm {
            login: login.clone(),
            name: name.into(),
            role: "clerk".into(),
            township: PLAN.code.into(),
            unit: String::new(),
        };
        let added = hall.runtime.block_on(town.add_account(&form));
        assert!(added.is_ok(), "{name}: {added:?}");
        let cookie = hall.sign_in(&login);
        let page = Request::get("/desk").with("cookie", &cookie).send(hall.address()).text();
        let escaped = ["&", "<", ">", "\"", "'"].iter().fold(name.to_owned(), |text, letter| {
            let code = u32::from(letter.chars().next().unwrap());
            text.replace(letter, &format!("&#{code};"))
        });
        assert!(page.contains(&escaped), "{name} stands on the page as it was typed: {page}");
        assert!(escaped == name || !page.contains(name), "{name} stands on the page raw");
    }
}

#[test]
fn characters_that_hide_or_reorder_are_refused() {
    let hall = Hall::prepared(&Size::small(6));
    let town = &hall.town;
    let add = |name: &str| {
        let (delegation, seat) = ("第一代表团".into(), "一排一座".into());
        let deputies = [DeputyForm { name: name.into(), delegation, seat }];
        let added = town.service.add_deputies(&town.clerk, town.session, &deputies);
        hall.runtime.block_on(added)
    };
    let hidden = [
        '\u{0}', '\u{7}', '\u{1b}', '\u{7f}', '\u{85}', '\u{200b}', '\u{200f}', '\u{202a}',
        '\u{202e}', '\u{2066}', '\u{2069}', '\u{feff}', '\u{2028}', '\u{2029}',
    ];
    for letter in hidden {
        let refused = add(&format!("王{letter}二"));
        assert!(matches!(refused, Err(Fault::Refused(_))), "{letter:?}: {refused:?}");
    }
    assert!(add(&"长".repeat(31)).is_err(), "31 characters");
    for name in ["𠮷田三郎", "𪚥𠔻", "买买提·阿卜杜热合曼", &"长".repeat(30)] {
        assert!(add(name).is_ok(), "{name}");
    }
}

#[test]
fn a_line_of_the_log_cannot_be_forged() {
    let hall = Hall::prepared(&Size { log: "trace,mio=info", ..Size::small(6) });
    let login = "clerk\r\n2026-01-31T00:00:00Z FORGED line\u{1b}[31m";
    assert_eq!(log_in(hall.address(), login, PASSWORD).status, 401);
    let agent = Request::get("/nowhere%0d%0aFORGED%20line").with("user-agent", "a\tFORGED");
    assert_eq!(agent.send(hall.address()).status, 404);
    for line in hall.server.output().lines() {
        assert!(!line.starts_with("FORGED") && !line.contains("Z FORGED line\u{1b}"), "{line}");
    }
}

#[test]
fn guesses_sent_together_count_one_by_one() {
    let hall = Hall::prepared(&Size::small(6));
    let guess = |password: &'static str| {
        let address = hall.address();
        move || log_in(address, "clerk", password).status
    };
    let answers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..24).map(|_| scope.spawn(guess("Wrong-guess-2026"))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let wrong = answers.iter().filter(|&&status| status == 401).count();
    assert_eq!(wrong, 5, "five are answered, the others come too late: {answers:?}");
    assert!(answers.iter().all(|status| [401, 429].contains(status)));
    assert_eq!(guess(PASSWORD)(), 429, "the right one too, for a while");
    assert_eq!(log_in(hall.address(), "teller1", PASSWORD).status, 200, "others are not blocked");
}

#[test]
fn two_hundred_who_sign_in_hold_up_nobody_who_votes() {
    let hall = Hall::open(&Size::small(6));
    let poll = hall.fetch_poll();
    let address = hall.address();
    let cast = |slip| {
        let ballot = hall.town.sealed_for(&poll, slip, &json!([0])).unwrap();
        let begun = std::time::Instant::now();
        assert_eq!(hall.casting(&ballot).send(address).status, 200);
        begun.elapsed()
    };
    let alone = cast(0);
    let ready = std::sync::Barrier::new(201);
    std::thread::scope(|scope| {
        let logins: Vec<_> = (0..200)
            .map(|number| {
                let (login, ready) = (format!("nobody{number}"), &ready);
                scope.spawn(move || {
                    ready.wait();
                    log_in(address, &login, PASSWORD).status
                })
            })
            .collect();
        ready.wait();
        println!("a cast alone {alone:?}, beside 200 logins {:?}", cast(1));
        for login in logins {
            let status = login.join().unwrap();
            assert!([401, 429].contains(&status), "{status}");
        }
    });
}

#[test]
fn a_vote_is_held_again_on_a_way_that_there_is() {
    let hall = Hall::open(&Size::small(6));
    let clerk = hall.sign_in("clerk");
    let path = format!("/desk/{}/run/{}/again", hall.town.session, hall.poll);
    let again = |channel: &str| {
        let request = Request::post(&path).json(json!({ "channel": channel }).to_string());
        request.with("cookie", &clerk).send(hall.address()).json()
    };
    assert_eq!(again("hands")["error"], "prepare-refusal-channel");
    for known in ["", "paper"] {
        let said = again(known);
        assert_ne!(said["error"], "prepare-refusal-channel", "{said}");
        assert!(said["error"].is_string(), "the vote is not void: {said}");
    }
}
