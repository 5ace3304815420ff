//! What strangers read of a result: the votes of each project, or only what was chosen.

use serde_json::json;

use crate::client::Request;
use crate::hall::{Hall, Size};

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
