//! What is unusual in a rule is said on the poll's page before anybody votes (RULES §0 findings 1
//! and 2), in both languages; a usual rule is not remarked on.

use serde_json::{Value, json};

use crate::client::Request;
use crate::hall::{Hall, Size};

/// The poll's page as its clerk reads it in a language.
fn page(hall: &Hall, language: &str) -> String {
    let path = format!("/desk/{}/polls/{}", hall.town.session, hall.poll);
    let cookie = format!("{}; lang={language}", hall.sign_in("clerk"));
    let answer = Request::get(&path).with("cookie", &cookie).send(hall.address());
    assert_eq!(answer.status, 200);
    answer.text()
}

fn prepared(rule: Value) -> Hall {
    Hall::prepared(&Size { rule, ..Size::small(6) })
}

#[test]
fn a_rule_below_the_law_is_remarked_on_before_the_vote() {
    let hall = prepared(json!({
        "seats": 2,
        "quorum": { "base": "all", "cmp": ">", "num": 1, "den": 2 },
        "pass": { "base": "all", "cmp": ">=", "num": 1, "den": 3 },
    }));
    let words = [
        ("zh-CN", ["请主席团留意", "第十四条", "通过要求低于半数"]),
        ("en", ["For the presidium to note", "Article 14", "The pass mark is below half"]),
    ];
    for (language, sentences) in words {
        let page = page(&hall, language);
        for sentence in sentences {
            assert!(page.contains(sentence), "{sentence}: {page}");
        }
    }
    let usual = page(&prepared(json!({ "seats": 2 })), "zh-CN");
    assert!(!usual.contains("第十四条") && !usual.contains("第二十五条"), "{usual}");
}
