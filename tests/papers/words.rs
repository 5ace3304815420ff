//! A subdistrict has no congress: its deputies recommend, and its papers say so.

use piaojue::demo::TownPlan;
use piaojue::domain::papers::{Layout, PaperKind};

use crate::run;
use crate::subdistrict::becomes_a_subdistrict;
use crate::town::Place;

/// What stands where: in a town, and in a subdistrict.
const WORDS: [(PaperKind, &str, &str); 12] = [
    (PaperKind::Attendance, "代表签到册", "议事代表签到册"),
    (PaperKind::Ballot, "大会主席团（印章）", "人大街道工委（印章）"),
    (PaperKind::Ballot, "规定代表在候选项目中", "规定议事代表在候选项目中"),
    (PaperKind::Regulation, "实行差额票决。", "实行差额票选推荐。"),
    (PaperKind::Regulation, "本办法自大会通过之日", "本办法自会议通过之日"),
    (PaperKind::Result, "（占全体代表48人）", "（占全体议事代表48人）"),
    (PaperKind::Result, "应选1个，选出1个。", "应选1个，推荐1个。"),
    (PaperKind::Minutes, "确认结果须主席团2名签字", "确认结果须人大街道工委2名签字"),
    (PaperKind::Minutes, "二、监票人和主席团成员", "二、监票人和人大街道工委成员"),
    (PaperKind::Result, "会议执行主席：", "会议主持人："),
    (PaperKind::Notice, "差额票决方式决定", "差额票选方式推荐"),
    (PaperKind::Notice, "第二次会议主席团", "张寨镇人大工作委员会"),
];

/// Words of a congress; 人民代表大会 has the first of them.
const FOREIGN: [&str; 3] = ["大会", "主席团", "执行主席"];

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

/// A subdistrict whose session is named as its assembly names it (`docs/RULES.md` §4).
const SONGCHENG: TownPlan<'static> = TownPlan {
    code: "411403001",
    name: "宋城街道",
    county: "睢阳区",
    title: "宋城街道第一届居民议事会第三次会议",
    ..TownPlan::ZHANGZHAI
};

/// A text without what stands in 《》: the names of statutes, one of which is that on congresses.
fn without_titles(text: &str) -> String {
    let after = |part| str::split_once(part, '》').map_or(part, |(_, after)| after);
    text.split('《').map(after).collect()
}

#[test]
fn no_paper_of_a_subdistrict_speaks_of_a_congress() {
    run(async {
        let mut found = Vec::new();
        for subdistrict in [true, false] {
            let place = Place::founded(&SONGCHENG, "siping-2023.json", &[], &[]).await;
            if subdistrict {
                becomes_a_subdistrict(&place.town).await;
            }
            place.vote().await;
            place.town.certify().await.unwrap();
            for kind in PaperKind::ALL {
                let text = without_titles(&place.text(kind, Layout::default()).await);
                for foreign in FOREIGN {
                    let has = text.contains(foreign);
                    assert!(!has || !subdistrict, "{foreign} is in {text}");
                    if has {
                        found.push(foreign);
                    }
                }
                let recommends = text.contains("推荐");
                let says = [PaperKind::Regulation, PaperKind::Result, PaperKind::Notice];
                if says.contains(&kind) {
                    assert_eq!(recommends, subdistrict, "{text}");
                }
            }
        }
        // The control: the same session of a congress has the words that are looked for.
        for foreign in FOREIGN {
            assert!(found.contains(&foreign), "{foreign} is on no paper of a congress");
        }
    });
}
