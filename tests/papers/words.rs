//! A subdistrict has no congress: its deputies recommend, and its papers say so.

use piaojue::demo::Town;
use piaojue::domain::papers::{Layout, PaperKind};
use piaojue::service::townships::TownshipForm;

use crate::run;
use crate::town::Place;

/// What stands where: in a town, and in a subdistrict.
const WORDS: [(PaperKind, &str, &str); 5] = [
    (PaperKind::Attendance, "代表签到册", "议事代表签到册"),
    (PaperKind::Ballot, "大会主席团（印章）", "会议主持机构（印章）"),
    (PaperKind::Result, "会议执行主席：", "会议主持人："),
    (PaperKind::Notice, "差额票决方式决定", "差额票选方式推荐"),
    (PaperKind::Notice, "第二次会议主席团", "张寨镇人大工作委员会"),
];

/// The administrator puts right what sort of township it is.
async fn becomes_a_subdistrict(town: &Town) {
    let known = town.service.townships().await.unwrap().remove(0);
    let form = TownshipForm {
        code: known.code,
        name: known.name,
        county: known.county,
        kind: "subdistrict".into(),
        valid_from: known.valid_from.to_string(),
        valid_to: String::new(),
        predecessors: String::new(),
        version: known.version,
    };
    town.service.save_township(&town.administrator, &form).await.unwrap();
}

#[test]
fn a_subdistrict_has_words_of_its_own() {
    run(async {
        for subdistrict in [false, true] {
            let place = Place::of("siping-2023.json", false, &[]).await;
            place.vote().await;
            place.town.certify().await.unwrap();
            // A board with the old words is in memory by now.
            place.town.service.board(place.town.session).await.unwrap();
            if subdistrict {
                becomes_a_subdistrict(&place.town).await;
            }
            for (kind, town, other) in WORDS {
                let text = place.text(kind, Layout::default()).await;
                let (wanted, foreign) = if subdistrict { (other, town) } else { (town, other) };
                assert!(text.contains(wanted), "{wanted} is not in {text}");
                let alien = text.contains(foreign) && !wanted.contains(foreign);
                assert!(!alien, "{foreign} is in {text}");
            }
        }
    });
}
