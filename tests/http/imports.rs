//! Lists that are imported: what stands in the database afterwards is what stood in the file,
//! whatever the file was (abuse 22 to 25, 32 to 35).

use piaojue::domain::project::{Project, write_wan};
use piaojue::domain::roll::Deputy;
use serde_json::json;

use crate::client::Request;
use crate::hall::{Hall, Size};
use crate::lists::{Cell, Clerk, Rows, Writing, examples, fields, row, text, xlsx, xlsx_of_due};

fn hall() -> Hall {
    Hall::prepared(&Size::small(6))
}

fn roll(hall: &Hall) -> Vec<Deputy> {
    hall.runtime.block_on(hall.town.service.roll(hall.town.session)).unwrap()
}

pub(crate) fn projects(hall: &Hall) -> Vec<Project> {
    hall.runtime.block_on(hall.town.service.projects(hall.town.session)).unwrap()
}

/// The lines of the audit trail that were written since.
fn trail(hall: &Hall, action: &str) -> Vec<(String, String)> {
    let lines = hall.runtime.block_on(hall.town.service.audit_trail(hall.town.session)).unwrap();
    let lines = lines.into_iter().filter(|kept| kept.line.action == action);
    lines.map(|kept| (kept.line.object, kept.line.details)).collect()
}

const WRITINGS: [Writing; 5] =
    [Writing::Utf8, Writing::Utf8Bom, Writing::Gb18030, Writing::Utf16Le, Writing::Utf16Be];

/// A candidate list as an office writes it: a title above, a number before, an amount and a month in
/// one of the usual forms.
pub(crate) fn candidates(name: &str, titles: &[String]) -> (Rows, Vec<(String, String, String)>) {
    let amounts: [(Cell, &str); 5] = [
        (Cell::Number(335.1545), "335.1545"),
        (Cell::from("335.1545万元"), "335.1545"),
        (Cell::from("1,200"), "1200"),
        (Cell::from("８６．５"), "86.5"),
        (Cell::from("3351545元"), "335.1545"),
    ];
    let limits: [(Cell, &str); 6] = [
        (Cell::from("2026年10月"), "2026年10月"),
        (Cell::from("2026-10"), "2026年10月"),
        (Cell::from("2026/10/31"), "2026年10月31日"),
        (Cell::from("2026.10"), "2026年10月"),
        (Cell::Number(46_326.0), "2026年10月31日"),
        (Cell::from("年底前"), "年底前"),
    ];
    let mut rows = vec![
        row(&[&format!("{name}候选项目表")]),
        row(&["序号", "项目名称", "总投资（万元）", "完成时限", "建设地点", "备注"]),
    ];
    let mut wanted = Vec::new();
    for (number, title) in titles.iter().enumerate() {
        let title = format!("{title}·{name}");
        let (amount, due) = (&amounts[number % 5], &limits[number % 6]);
        let place = "李家村,东洋路;\"北段\"";
        let cells = [
            Cell::Number(number as f64 + 1.0),
            title.clone().into(),
            amount.0.clone(),
            due.0.clone(),
            place.into(),
            "不导入".into(),
        ];
        rows.push(cells.to_vec());
        wanted.push((title, amount.1.to_owned(), due.1.to_owned()));
    }
    rows.push(row(&["合计", "", "1,234.5"]));
    (rows, wanted)
}

#[test]
fn the_candidates_of_real_votes_come_in_from_every_kind_of_file() {
    let hall = hall();
    let clerk = Clerk::of(&hall);
    let before = projects(&hall).len();
    let examples = examples();
    assert_eq!(examples.len(), 11, "eleven real cases");
    let separators = [",", ";", "\t"];
    let ends = ["\r\n", "\n", "\r"];
    let mut wanted = Vec::new();
    for (number, (name, titles)) in examples.iter().enumerate() {
        let (rows, expected) = candidates(name, titles);
        let (file, ending) = if number < 5 {
            let (separator, end) = (separators[number % 3], ends[number % 3]);
            (text(&rows, separator, end, WRITINGS[number]), "csv")
        } else {
            (xlsx(&rows), "xlsx")
        };
        let answer = clerk.import("projects", &format!("{name}.{ending}"), &file);
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        assert_eq!(answer.json()["new"], titles.len(), "{name}: {}", answer.text());
        wanted.extend(expected);
    }
    let found: Vec<_> = projects(&hall).into_iter().skip(before).collect();
    assert_eq!(found.len(), wanted.len());
    for (project, (title, amount, due)) in found.iter().zip(&wanted) {
        let it = &project.description;
        assert_eq!(&it.title, title);
        assert_eq!((&write_wan(it.investment), &it.due), (amount, due), "{title}");
        assert_eq!(it.location, "李家村,东洋路;\"北段\"");
        assert_eq!(project.state.name(), "candidate");
        assert!(it.content.is_empty(), "what has no column stays empty");
    }
}

#[test]
fn a_roll_comes_in_from_every_encoding_separator_and_line_end() {
    let hall = hall();
    let clerk = Clerk::of(&hall);
    let before = roll(&hall).len();
    let long = "阿".repeat(28);
    let mut wanted = Vec::new();
    for (number, writing) in WRITINGS.into_iter().enumerate() {
        for (place, separator) in [",", ";", "\t"].into_iter().enumerate() {
            let end = ["\r\n", "\n", "\r"][(number + place) % 3];
            let tag = format!("{number}{place}");
            let names = [
                format!("𠮷田{tag}"),
                format!("买买提·阿不都热合曼{tag}"),
                format!("张某{tag}"),
                format!("{long}{tag}"),
            ];
            let mut rows = vec![row(&["姓　名", "代表团", "座位"])];
            for name in &names {
                rows.push(row(&[name, "第一代表团", "３排５座"]));
            }
            let file = text(&rows, separator, end, writing);
            let answer = clerk.import("roll", "名册.csv", &file);
            assert_eq!(answer.status, 200, "{writing:?} {separator:?}: {}", answer.text());
            assert_eq!(answer.json()["new"], 4, "{writing:?} {separator:?} {end:?}");
            wanted.extend(names);
        }
    }
    let found: Vec<_> = roll(&hall).into_iter().skip(before).collect();
    let names: Vec<_> = found.iter().map(|deputy| deputy.name.clone()).collect();
    assert_eq!(names, wanted);
    assert!(found.iter().all(|it| it.delegation == "第一代表团" && it.seat == "3排5座"));
}

#[test]
fn a_second_time_changes_nothing_and_a_correction_changes_one() {
    let hall = hall();
    let clerk = Clerk::of(&hall);
    let mut rows = vec![row(&["姓名", "代表团"]), row(&["李秀英", "一团"]), row(&["王芳", "二团"])];
    let first = clerk.import("roll", "a.xlsx", &xlsx(&rows)).json();
    assert_eq!((&first["new"], &first["missing"]), (&json!(2), &json!(6)));
    let second = clerk.import("roll", "a.xlsx", &xlsx(&rows)).json();
    assert_eq!(
        (&second["new"], &second["changed"], &second["unchanged"]),
        (&json!(0), &json!(0), &json!(2))
    );
    rows[2] = row(&["王芳", "三团"]);
    let third = clerk.import("roll", "b.xlsx", &xlsx(&rows)).json();
    assert_eq!((&third["new"], &third["changed"]), (&json!(0), &json!(1)));
    let found = roll(&hall);
    assert_eq!(found.len(), 8, "nobody was added twice, nobody is gone");
    assert!(found.iter().any(|it| it.name == "王芳" && it.delegation == "三团"));
    let lines = trail(&hall, "audit-roll-imported");
    assert_eq!(lines.len(), 2, "who changes nothing leaves no line: {lines:?}");
    let sha256 = "\"digest\":\"";
    assert!(lines.iter().all(|(_, details)| details.contains(sha256)), "{lines:?}");
    assert_eq!(lines[0].0, "b.xlsx");
    assert_eq!(trail(&hall, "audit-deputy-edited").len(), 1, "what stood there before is kept");
}

#[test]
fn one_bad_row_stops_all_and_every_fault_is_named() {
    let hall = hall();
    let clerk = Clerk::of(&hall);
    let before = projects(&hall).len();
    let mut rows = vec![row(&["项目名称", "总投资", "完成时限", "责任单位"])];
    for number in 0..147 {
        rows.push(row(&[&format!("项目{number}"), "86", "2026年10月", "镇建设办"]));
    }
    rows.push(row(&["项目甲", "八十六", "2026年13月", "镇建设办"]));
    rows.push(row(&["赵\u{202e}敏", "86", "2026年10月", "镇建设办"]));
    rows.push(row(&["", "86", "2026年10月", "镇建设办"]));
    let answer = clerk.import("projects", "项目.xlsx", &xlsx(&rows));
    assert_eq!(answer.status, 422, "{}", answer.text());
    let faults = answer.json()["faults"].clone();
    let said: Vec<_> =
        faults.as_array().unwrap().iter().map(|it| it["message"].as_str().unwrap()).collect();
    let wanted = [
        "第 149 行“总投资”有误",
        "第 149 行“完成时限”有误",
        "第 150 行“项目名称”有误",
        "第 151 行“项目名称”有误",
    ];
    assert_eq!(said.len(), wanted.len(), "{said:#?}");
    for (said, wanted) in said.iter().zip(wanted) {
        assert!(said.starts_with(wanted), "{said}");
    }
    assert!(said[2].contains("U+202E") && said[2].contains("第 2 个字"), "{}", said[2]);
    assert_eq!(projects(&hall).len(), before, "nothing was imported");
    let page = clerk.send("projects", "项目.xlsx", &xlsx(&rows));
    assert_eq!(page.status, 422);
    let text = page.text();
    assert!(text.contains("共 4 处问题，未导入任何数据。"), "{text}");
    // The control: without the three rows it is taken.
    rows.truncate(148);
    assert_eq!(clerk.import("projects", "项目.xlsx", &xlsx(&rows)).json()["new"], 147);
}

#[test]
fn a_browser_sees_a_preview_and_takes_what_it_saw() {
    let hall = hall();
    let clerk = Clerk::of(&hall);
    let rows = vec![row(&["姓名", "代表团", "电话"]), row(&["李秀英", "一团", "13800000000"])];
    let file = text(&rows, ",", "\r\n", Writing::Gb18030);
    let page = clerk.send("roll", "名册.csv", &file);
    assert_eq!(page.status, 200, "{}", page.text());
    let shown = page.text();
    for part in ["新增 1", "GB18030", "逗号", "电话", "李秀英", "第 1 行"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("13800000000"), "what is not imported is not shown");
    assert_eq!(roll(&hall).len(), 6, "a preview changes nothing");
    // A wrong guess is changed: the same bytes read in another way.
    let mut guess = fields(&shown, "guess");
    guess.extend([("encoding".into(), "utf-8".into()), ("separator".into(), "comma".into())]);
    let wrong = clerk.form("roll", &borrowed(&guess));
    assert_eq!(wrong.status, 422, "{}", wrong.text());
    assert!(wrong.text().contains("id=\"guess\""), "it can be changed back");
    let take = fields(&shown, "take");
    let taken = clerk.form("roll", &borrowed(&take));
    assert_eq!(taken.status, 303, "{}", taken.text());
    let place = taken.header("location").unwrap();
    let after = clerk.get(place).text();
    assert!(after.contains("最近一次导入") && after.contains("新增 1"), "{after}");
    assert_eq!(roll(&hall).len(), 7);
    // The same form again: the plan it speaks of is no longer the plan.
    let again = clerk.form("roll", &borrowed(&take));
    assert_eq!(again.status, 409, "{}", again.text());
    assert_eq!(roll(&hall).len(), 7);
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn names_that_are_alike_are_asked_about() {
    let hall = hall();
    let clerk = Clerk::of(&hall);
    let first = vec![row(&["姓名", "代表团"]), row(&["买买提·吐尔逊", "一团"])];
    assert_eq!(clerk.import("roll", "a.xlsx", &xlsx(&first)).json()["new"], 1);
    for alike in ["买买提•吐尔逊", "买买提‧吐尔逊", "买买提 吐尔逊"] {
        let rows = vec![row(&["姓名", "代表团"]), row(&[alike, "一团"])];
        let answer = clerk.import("roll", "b.xlsx", &xlsx(&rows));
        assert_eq!(answer.status, 422, "{alike}: {}", answer.text());
        assert_eq!(answer.json()["error"], "import-alike", "{alike}");
    }
    // NFD is no other name at all.
    let composed = vec![row(&["姓名"]), row(&["José"])];
    let decomposed = vec![row(&["姓名"]), row(&["Jose\u{301}"])];
    assert_eq!(clerk.import("roll", "c.xlsx", &xlsx(&composed)).json()["new"], 1);
    assert_eq!(clerk.import("roll", "c.xlsx", &xlsx(&decomposed)).json()["unchanged"], 1);
    // The same name twice: two people, if a person says so.
    let twice = vec![row(&["姓名", "代表团"]), row(&["张伟", "一团"]), row(&["张伟", "二团"])];
    let answer = clerk.import("roll", "d.xlsx", &xlsx(&twice));
    assert_eq!((answer.status, answer.json()["error"].clone()), (422, json!("import-same-name")));
    let page = clerk.send("roll", "d.xlsx", &xlsx(&twice)).text();
    let take = fields(&page, "take");
    assert_eq!(clerk.form("roll", &borrowed(&take)).status, 422, "not without the tick");
    assert!(!roll(&hall).iter().any(|it| it.name == "张伟"));
    let mut ticked = borrowed(&take);
    ticked.push(("others", "true"));
    assert_eq!(clerk.form("roll", &ticked).status, 303);
    assert_eq!(roll(&hall).iter().filter(|it| it.name == "张伟").count(), 2);
    let again = clerk.import("roll", "d.xlsx", &xlsx(&twice)).json();
    assert_eq!(again["unchanged"], 2, "asked once, and known from then on: {again}");
    let same = vec![row(&["项目名称"]), row(&["村道硬化"]), row(&["村道硬化"])];
    assert_eq!(clerk.import("projects", "e.xlsx", &xlsx(&same)).status, 422, "titles differ");
}

#[test]
fn dates_of_spreadsheets_say_what_they_show() {
    let hall = hall();
    let clerk = Clerk::of(&hall);
    for (serial, format, wanted) in [
        (46_296.0, "yyyy\"年\"m\"月\"", "2026年10月"),
        (46_326.0, "yyyy\"年\"m\"月\"d\"日\"", "2026年10月31日"),
        (46_326.75, "yyyy-mm-dd hh:mm", "2026年10月31日"),
        (46_326.0, "General", "2026年10月31日"),
        (2026.11, "General", "2026年11月"),
    ] {
        let answer = clerk.import("projects", "a.xlsx", &xlsx_of_due(serial, format));
        assert_eq!(answer.status, 200, "{serial} {format}: {}", answer.text());
        let found = projects(&hall);
        let due =
            &found.iter().find(|it| it.description.title == "村道硬化").unwrap().description.due;
        assert_eq!(due, wanted, "{serial} {format}");
    }
    let ambiguous = clerk.import("projects", "a.xlsx", &xlsx_of_due(2026.1, "General"));
    assert_eq!(ambiguous.status, 422);
    assert!(ambiguous.text().contains("分不清是 1 月还是 10 月"), "{}", ambiguous.text());
}

#[test]
fn pasted_lines_go_the_same_way() {
    let hall = hall();
    let clerk = Clerk::of(&hall);
    let page = clerk.form("roll", &[("text", "李秀英 一团 3排5座\n王芳,二团")]);
    assert_eq!(page.status, 200, "{}", page.text());
    let take = fields(&page.text(), "take");
    assert_eq!(clerk.form("roll", &borrowed(&take)).status, 303);
    assert_eq!(roll(&hall).len(), 8);
    let json = json!({ "text": "村道硬化\t1,200万元\t硬化 3.2 公里\t交通站\t10月底前" });
    let request = Request::post(&clerk.path("projects")).with("cookie", &clerk.cookie);
    let answer = request.json(json.to_string()).send(hall.address());
    assert_eq!(answer.json()["new"], 1, "{}", answer.text());
    let found = projects(&hall).pop().unwrap().description;
    assert_eq!((write_wan(found.investment), found.due), ("1200".into(), "2026年10月底前".into()));
    let nothing = clerk.form("roll", &[("text", " \n")]);
    assert_eq!(nothing.status, 422);
}

#[test]
fn templates_are_read_as_headings_alone() {
    let hall = hall();
    let clerk = Clerk::of(&hall);
    for kind in ["roll", "projects"] {
        for ending in ["xlsx", "csv"] {
            let answer = clerk.get(&format!("{}/template.{ending}", clerk.path(kind)));
            assert_eq!(answer.status, 200);
            let name = answer.header("content-disposition").unwrap().to_owned();
            assert!(name.contains(&format!("{kind}-template.{ending}")), "{name}");
            let back = clerk.send(kind, &format!("模板.{ending}"), &answer.body);
            assert_eq!(back.status, 422, "{}", back.text());
            assert!(back.text().contains("文件中没有内容"), "{}", back.text());
        }
    }
}
