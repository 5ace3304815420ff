//! What strangers read of a result: the votes of each project, or only what was chosen; never a part
//! of the hall (abuse 65).

use ballotbox::manifest::Channel;
use piaojue::domain::roll::Deputy;
use piaojue::service::batches::BatchForm;
use piaojue::service::polls::PollForm;
use serde_json::json;

use crate::client::Request;
use crate::hall::{Hall, Size, one_of};
use crate::matrix::{TABLE, filled};
use crate::subdistrict::becomes_a_subdistrict;

/// Ballots, of which all but two are for the first project.
const BALLOTS: usize = 7;

/// The pages of a published vote on three projects: the list, and how it was decided.
fn pages(publish: &str) -> [String; 2] {
    let rule = json!({ "seats": 1, "publish": publish });
    let hall = Hall::open(&Size { rule, ..Size::small(BALLOTS) });
    let town = &hall.town;
    hall.runtime.block_on(async {
        for slip in 0..BALLOTS {
            let marks = if slip < BALLOTS - 2 { json!([0]) } else { json!([1]) };
            town.cast(hall.poll, slip, &marks).await.unwrap();
        }
        town.close(hall.poll).await.unwrap();
        town.count(hall.poll, u64::try_from(BALLOTS).unwrap()).await.unwrap();
        town.certify().await.unwrap();
        town.publish(hall.poll).await.unwrap();
    });
    let session = town.session;
    [format!("/sessions/{session}"), format!("/sessions/{session}/polls/{}", hall.poll)]
        .map(|path| Request::get(&path).send(hall.address()).text())
}

#[test]
fn a_rule_that_publishes_names_keeps_votes_off_the_pages() {
    // The negative control: a rule that publishes counts has them on both pages.
    let [list, decided] = pages("counts");
    assert!(list.contains("5 票"), "{list}");
    for shown in ["得 5 票", "得 2 票", "class=\"bars\""] {
        assert!(decided.contains(shown), "{shown} is missing: {decided}");
    }
    let [list, decided] = pages("names");
    for page in [&list, &decided] {
        assert!(page.contains("民生实事候选项目1"), "{page}");
        for hidden in ["5 票", "2 票", "class=\"bars\""] {
            assert!(!page.contains(hidden), "{hidden} is shown: {page}");
        }
    }
    assert!(decided.contains("公告只载明项目名称"), "it says where the votes stand: {decided}");
}

/// How a vote on paper was decided, and the table of results: so many of eight got a paper.
fn decided_on_paper(issued: u32, batch: &BatchForm) -> [String; 2] {
    let hall = Hall::prepared(&Size::small(8));
    let (town, session) = (&hall.town, hall.town.session);
    let poll = hall.runtime.block_on(async {
        let projects = town.service.projects(session).await.unwrap();
        let options: Vec<_> = projects.iter().map(|project| project.id).collect();
        let form = PollForm { channel: Channel::Paper, ..one_of(&options) };
        let poll = town.prepare_poll(form).await.unwrap();
        town.sign_in(8).await.unwrap();
        town.open(poll).await.unwrap();
        town.close_paper(poll, issued).await.unwrap();
        town.enter_papers(poll, batch).await.unwrap();
        town.seal_papers(poll).await.unwrap();
        town.certify().await.unwrap();
        town.publish(poll).await.unwrap();
        poll
    });
    [format!("/sessions/{session}/polls/{poll}"), format!("/sessions/{session}/results.csv")]
        .map(|path| Request::get(&path).send(hall.address()).text())
}

#[test]
fn a_void_vote_says_of_no_project_that_it_is_out() {
    let (cell, tag) = ("<td>不作认定</td>", "hall-tag\">不作认定<");
    let pattern = "url(#bar-undecided)";
    // Seven papers come back of six that were handed out.
    let batch = BatchForm { batch: 1, papers: 7, invalid: 0, totals: vec![6, 1, 0] };
    let [page, table] = decided_on_paper(6, &batch);
    for shown in [cell, tag, pattern] {
        assert_eq!(page.matches(shown).count(), 3, "{shown}: {page}");
    }
    assert!(!page.contains("未入选"), "{page}");
    // Nor has a project passed, or a place.
    assert_eq!(table.matches(",,不作认定,,").count(), 3, "{table}");
    // The control: as many as were handed out.
    let batch = BatchForm { batch: 1, papers: 8, invalid: 0, totals: vec![7, 1, 0] };
    let [page, table] = decided_on_paper(8, &batch);
    for hidden in [cell, tag, pattern] {
        assert!(!page.contains(hidden), "{hidden}: {page}");
    }
    assert_eq!(page.matches("<td>未入选</td>").count(), 2, "{page}");
    assert_eq!(page.matches("url(#bar-left)").count(), 2, "{page}");
    assert_eq!(table.matches(",否,未入选,").count(), 2, "{table}");
}

#[test]
fn of_a_small_hall_totals_are_published_and_no_part_of_it() {
    let hall = Hall::open(&Size::small(6));
    let (town, session) = (&hall.town, hall.town.session);
    let roll = hall.runtime.block_on(async {
        for slip in 0..6 {
            town.cast(hall.poll, slip, &json!([0])).await.unwrap();
        }
        town.close(hall.poll).await.unwrap();
        town.count(hall.poll, 6).await.unwrap();
        town.certify().await.unwrap();
        town.publish(hall.poll).await.unwrap();
        town.service.roll(session).await.unwrap()
    });
    let part = |it: &Deputy| [it.name.clone(), it.delegation.clone(), it.seat.clone()];
    let parts: Vec<_> = roll.iter().flat_map(part).collect();
    let poll = hall.poll.to_string();
    let mut read = 0;
    for (method, address, may, _) in TABLE {
        if *method != "GET" || !may.contains(&"") || address.ends_with("/events") {
            continue;
        }
        let path = filled(&hall, address, &session.to_string(), &poll);
        let answer = Request::get(&path).send(hall.address());
        let kind = answer.header("content-type").unwrap_or_default();
        if !kind.starts_with("text/") && !kind.starts_with("application/json") {
            continue;
        }
        let text = answer.text();
        read += 1;
        for part in &parts {
            assert!(!text.contains(part.as_str()), "{path} tells of {part}");
        }
    }
    assert!(read > 25, "{read} addresses");
    // The controls: totals are there, unanimous as they are; and the desk's roll has the parts.
    let decided = Request::get(&format!("/sessions/{session}/polls/{poll}")).send(hall.address());
    assert!(decided.text().contains("得 6 票"), "{}", decided.text());
    let desk =
        Request::get(&format!("/desk/{session}/roll")).with("cookie", &hall.sign_in("clerk"));
    let desk = desk.send(hall.address()).text();
    assert!(parts.iter().all(|part| desk.contains(part.as_str())), "{desk}");
}

/// What pages say of the same vote: of a congress, and of a subdistrict's assembly.
const SAID: [(&str, &str, &str); 7] = [
    ("list", "主办单位：朝天镇人民代表大会主席团", "主办单位：朝天镇人大工作委员会"),
    ("list", "<dt>签字的主席团成员</dt>", "<dt>签字的人大街道工委成员</dt>"),
    ("decided", "<dt>签字确认的主席团成员</dt>", "<dt>签字确认的人大街道工委成员</dt>"),
    ("decided", "全体代表 6 人，到会 6 人", "全体议事代表 6 人，到会 6 人"),
    ("decided", "每位代表可以在", "每位议事代表可以在"),
    ("rule", "票决工作在大会主席团主持下进行", "票选推荐工作在人大街道工委主持下进行"),
    ("hall", "（全体代表 6 人）", "（全体议事代表 6 人）"),
];

#[test]
fn pages_of_a_subdistrict_say_that_its_assembly_recommends() {
    for subdistrict in [false, true] {
        let hall = Hall::open(&Size::small(6));
        let (town, session, poll) = (&hall.town, hall.town.session, hall.poll);
        hall.runtime.block_on(async {
            if subdistrict {
                becomes_a_subdistrict(town).await;
            }
            for slip in 0..6 {
                town.cast(poll, slip, &json!([0])).await.unwrap();
            }
            town.close(poll).await.unwrap();
            town.count(poll, 6).await.unwrap();
            town.certify().await.unwrap();
            town.publish(poll).await.unwrap();
        });
        for (page, congress, assembly) in SAID {
            let path = match page {
                "list" => format!("/sessions/{session}"),
                "decided" => format!("/sessions/{session}/polls/{poll}"),
                "rule" => format!("/sessions/{session}/polls/{poll}/rule"),
                _ => format!("/hall/{session}"),
            };
            let text = Request::get(&path).send(hall.address()).text();
            let (wanted, foreign) =
                if subdistrict { (assembly, congress) } else { (congress, assembly) };
            assert!(text.contains(wanted), "{wanted} is not in {text}");
            assert!(!text.contains(foreign), "{foreign} is in {text}");
        }
    }
}
