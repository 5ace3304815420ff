//! The archive's page in all its states, as clerk and presidium see it, and what a browser gets.

use piaojue::demo::{Town, TownPlan};
use piaojue::domain::session::Stage;
use piaojue::service::polls::PollForm;
use piaojue::service::projects::ProjectForm;
use serde_json::json;
use uuid::Uuid;

use crate::pictures;
use crate::screens::{STAFF, WIDTHS, faults, sign_in};
use crate::support::chromium::{Browser, Chromium};
use crate::support::server::Server;

const PLAN: TownPlan = TownPlan { stubs: 1, ..TownPlan::ZHANGZHAI };

/// A town on the data of a server that runs, its poll published; and the poll.
async fn published(server: &Server) -> (Town, Uuid) {
    let mut town = Town::found(server.service("vote.example").await, &PLAN).await.unwrap();
    town.add_deputies(9).await.unwrap();
    let project = |title: &str| ProjectForm {
        title: title.into(),
        content: "新装路灯126盏，改造线路4.2公里。".into(),
        investment_wan: "86.5".into(),
        lead_unit: "镇村镇建设服务中心".into(),
        due: "2026年10月底前".into(),
        ..ProjectForm::default()
    };
    let projects = ["村内路灯亮化工程", "村内道路硬化工程", "危房改造项目"].map(project);
    let options = town.add_candidates(&projects).await.unwrap();
    town.make_slips(9).await.unwrap();
    let form = PollForm {
        channel: ballotbox::manifest::Channel::Sealed,
        question: "2026年度民生实事项目票决".into(),
        method: json!({ "kind": "pick", "min": 0, "max": 2 }),
        rule: json!({ "seats": 2 }),
        options,
    };
    let poll = town.prepare_poll(form).await.unwrap();
    town.sign_in(8).await.unwrap();
    town.open(poll).await.unwrap();
    for slip in 0..7 {
        town.cast(poll, slip, &json!([0, 1])).await.unwrap();
    }
    town.close(poll).await.unwrap();
    town.count(poll, 7).await.unwrap();
    town.certify().await.unwrap();
    town.publish(poll).await.unwrap();
    (town, poll)
}

/// Looks at the page as it stands, at all widths.
fn look(browser: &Browser<'_>, name: &str, found: &mut Vec<String>) {
    for (width, height) in WIDTHS {
        browser.resize(width, height);
        found.extend(faults(browser, &format!("{name} at {width}"), &STAFF));
        browser.screenshot(&format!("{name}-{width}"));
    }
}

#[test]
fn an_archive_goes_through_two_hands() {
    let server = Server::start(&["serve", "--site", "vote.example", "--second-factor", "off"], &[]);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (town, poll) = runtime.block_on(published(&server));
    let page = server.url(&format!("/desk/{}/archive", town.session));
    let chromium = Chromium::start(&pictures("archive"));
    let (clerk, chair) = (chromium.open(1280, 800), chromium.open(1280, 800));
    let mut found = Vec::new();
    sign_in(&clerk, &server, "clerk");
    sign_in(&chair, &server, "presidium1");

    clerk.goto(&page);
    clerk.wait_for("p.empty");
    look(&clerk, "early", &mut found);
    clerk.goto(&server.url(&format!("/desk/{}/run/{poll}", town.session)));
    clerk.wait_for(".result-table");
    look(&clerk, "result", &mut found);
    runtime.block_on(async {
        let stage = Stage::InSession;
        town.service.next_stage(&town.clerk, town.session, stage).await.unwrap();
        town.service.end().await;
    });

    chair.goto(&page);
    chair.wait_for("p.empty");
    clerk.goto(&page);
    clerk.wait_for("form[action$='/archive']");
    look(&clerk, "ask", &mut found);
    clerk.click("form[action$='/archive'] button");
    clerk.wait_for("[data-swap=acts] .panel");
    look(&clerk, "waits", &mut found);
    chair.goto(&page);
    chair.wait_for("form[action$='/confirm']");
    look(&chair, "confirm", &mut found);
    chair.click("form[action$='/confirm'] button");
    chair.wait_for(".panel.ok");
    look(&chair, "confirmed", &mut found);
    clerk.goto(&page);
    clerk.wait_for("a[href$='/archive.zip']");
    look(&clerk, "ready", &mut found);
    // What the link gives has the digest that the page shows.
    let same = clerk.run(
        "const shown = document.querySelector('dd.digest').textContent.trim(); \
         return fetch(document.querySelector(\"a[href$='/archive.zip']\").href) \
         .then((answer) => answer.arrayBuffer()) \
         .then((bytes) => crypto.subtle.digest('SHA-256', bytes)) \
         .then((digest) => [...new Uint8Array(digest)] \
         .map((byte) => byte.toString(16).padStart(2, '0')).join('') === shown)",
    );
    assert_eq!(same, true);

    clerk.goto(&server.url(&format!("/desk/{}", town.session)));
    clerk.wait_for("a[href$='/archive']");
    look(&clerk, "today", &mut found);
    for (name, path) in [
        ("public-session", format!("/sessions/{}", town.session)),
        ("public-poll", format!("/sessions/{}/polls/{poll}", town.session)),
    ] {
        clerk.goto(&server.url(&path));
        clerk.wait_for("main");
        look(&clerk, name, &mut found);
    }
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}
