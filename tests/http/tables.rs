//! Tables as they leave over HTTP: every number is the database's, both formats say the same, and a
//! list that was handed out can be handed in again.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use piaojue::domain::project::{Project, ProjectState, write_wan};
use piaojue::domain::roll::{Deputy, Mark};
use piaojue::domain::session::Stage;
use piaojue::http::words::{Language, Words};
use piaojue::service::projects::ProjectForm;
use piaojue::service::roll::DeputyForm;
use serde_json::json;

use crate::client::{Answer, Request};
use crate::hall::{Hall, Size};

/// Titles that a spreadsheet would compute, were they not text.
const FORMULAS: [&str; 5] = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1:A9)", "＝1+1"];

/// The cells of a table, heads first.
type Rows = Vec<Vec<String>>;

fn fetch(hall: &Hall, path: &str, cookie: &str) -> Answer {
    let request = Request::get(path).with("cookie", cookie);
    let answer = request.send(hall.address());
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer
}

/// The text after the apostrophe that makes it text.
fn unguarded(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'').unwrap_or(cell);
    if rest.starts_with(['=', '+', '-', '@', '＝']) { rest } else { cell }
}

/// A table as CSV, checked for how such files begin and end their lines.
fn csv_of(bytes: &[u8]) -> Rows {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").expect("a byte order mark");
    assert!(text.ends_with(b"\r\n"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    let rows: Rows =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']), "{cell}");
    }
    rows.iter().map(|row| row.iter().map(|cell| unguarded(cell).to_owned()).collect()).collect()
}

/// A table as a spreadsheet, its typed cells as the text would have them.
fn xlsx_of(bytes: &[u8]) -> Rows {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let name = book.sheet_names()[0].clone();
    assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0, "no formula");
    let cell = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::DateTime(at) => match at.to_ymd_hms_milli() {
            (year, month, day, 0, 0, 0, _) => format!("{year:04}-{month:02}-{day:02}"),
            (year, month, day, hour, minute, second, _) => {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        },
        other => panic!("{other:?} is no cell of ours"),
    };
    let range = book.worksheet_range(&name).unwrap();
    range.rows().map(|row| row.iter().map(cell).collect()).collect()
}

/// A table in both formats, which say the same.
fn table(hall: &Hall, path: &str, cookie: &str) -> Rows {
    let (csv, xlsx) =
        (fetch(hall, &format!("{path}.csv"), cookie), fetch(hall, &format!("{path}.xlsx"), cookie));
    for (answer, kind) in [(&csv, "text/csv"), (&xlsx, "application/vnd.openxml")] {
        assert!(answer.header("content-type").unwrap().starts_with(kind));
        let disposition = answer.header("content-disposition").unwrap();
        // Its name in Chinese, and a plain one for old programs.
        assert!(disposition.contains("filename*=UTF-8''"), "{disposition}");
        assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
    }
    let again = fetch(hall, &format!("{path}.xlsx"), cookie);
    assert_eq!(again.body, xlsx.body, "the same bytes");
    let (csv, xlsx) = (csv_of(&csv.body), xlsx_of(&xlsx.body));
    assert_eq!(csv, xlsx, "{path}");
    csv
}

/// The cells under a head, by its message.
fn column(rows: &Rows, words: Words, key: &str) -> Vec<String> {
    let title = words.say(key);
    let at = rows[0].iter().position(|head| *head == title);
    let at = at.unwrap_or_else(|| panic!("no {title} in {:?}", rows[0]));
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

fn is(rows: &Rows, key: &str, expected: impl IntoIterator<Item = impl ToString>) {
    let expected: Vec<_> = expected.into_iter().map(|it| it.to_string()).collect();
    assert_eq!(column(rows, Words::default(), key), expected, "{key}");
}

/// A hall with a roll and projects of every sort of text, its poll published.
pub(crate) fn published() -> Hall {
    let hall = Hall::prepared(&Size::small(8));
    let town = &hall.town;
    hall.runtime.block_on(async {
        let (service, session) = (&town.service, town.session);
        let deputy = |name: &str, seat: &str| DeputyForm {
            name: name.into(),
            delegation: "第二代表团".into(),
            seat: seat.into(),
        };
        let people = [deputy("𠮷永福", "-1"), deputy("阿卜杜热西提·买买提", "=3")];
        service.add_deputies(&town.clerk, session, &people).await.unwrap();
        let odd = FORMULAS.map(|title| ProjectForm {
            title: title.into(),
            category: "环境".into(),
            content: "排水1229米，路面600米\n第二行 \"引号\", 逗号".into(),
            location: "李家村".into(),
            beneficiaries: "1200人".into(),
            investment_wan: "335.1545".into(),
            fund_source: "财政".into(),
            lead_unit: "+镇农业办".into(),
            co_units: "镇村建办".into(),
            due: "2026年10月".into(),
            goal: "-年内完成六成".into(),
            proposer: "@张三".into(),
        });
        service.add_projects(&town.clerk, session, &odd, ProjectState::Suggested).await.unwrap();
        town.sign_in(8).await.unwrap();
        town.open(hall.poll).await.unwrap();
        let ballots = [[0, 1], [0, 1], [0, 1], [0, 2], [0, 1], [0, 1], [0, 1]];
        for (slip, marks) in ballots.iter().enumerate() {
            town.cast(hall.poll, slip, &json!(marks)).await.unwrap();
        }
        town.close(hall.poll).await.unwrap();
        town.count(hall.poll, 7).await.unwrap();
        town.certify().await.unwrap();
        town.publish(hall.poll).await.unwrap();
    });
    hall
}

#[test]
fn every_table_is_what_the_database_has() {
    let hall = published();
    let (service, session) = (&hall.town.service, hall.town.session);
    let cookie = hall.sign_in("clerk");
    let w = Words::default();
    let desk = format!("/desk/{session}");

    let deputies: Vec<Deputy> = hall.runtime.block_on(service.roll(session)).unwrap();
    let roll = table(&hall, &format!("{desk}/roll"), &cookie);
    is(&roll, "prepare-number", 1..=deputies.len());
    is(&roll, "field-name", deputies.iter().map(|it| &it.name));
    is(&roll, "field-delegation", deputies.iter().map(|it| &it.delegation));
    is(&roll, "field-seat", deputies.iter().map(|it| &it.seat));
    is(&roll, "prepare-roll-status", deputies.iter().map(|it| w.say(it.statuses[0].status.word())));
    is(&roll, "field-since", deputies.iter().map(|it| it.statuses[0].day));
    let attended = |deputy: &Deputy| match deputy.mark {
        Some(Mark::Present) => "已签到",
        Some(Mark::Leave) => "请假",
        None => "未到",
    };
    is(&roll, "table-attendance", deputies.iter().map(attended));
    assert_eq!(column(&roll, w, "table-attendance").iter().filter(|it| *it == "已签到").count(), 8);

    let projects = hall.runtime.block_on(service.projects(session)).unwrap();
    let rows = table(&hall, &format!("{desk}/projects"), &cookie);
    assert_eq!(projects.len(), 8);
    check_projects(&rows, &projects);

    let found = format!("{desk}/projects.csv?q=%EF%BC%9D");
    let found = csv_of(&fetch(&hall, &found, &cookie).body);
    assert_eq!(column(&found, w, "field-title"), ["＝1+1"], "what was looked for alone");

    let result = table(&hall, &format!("{desk}/run/{}/result", hall.poll), &cookie);
    check_results(&hall, &result);
    // Everybody gets the same of what is published, and its progress.
    let public = table(&hall, &format!("/sessions/{session}/results"), "");
    assert_eq!(public, result);
    let progress = table(&hall, &format!("/sessions/{session}/progress"), "");
    is(&progress, "field-title", ["民生实事候选项目1", "民生实事候选项目2"]);
    is(&progress, "prepare-project-wan", ["60", "60"]);
    is(&progress, "table-progress-state", ["已入选", "已入选"]);
    let nobody = Request::get(&format!("/sessions/{session}/progress.csv")).send(hall.address());
    assert!(!nobody.text().contains("张三"), "who proposed it stays at the desk");

    let trail = hall.runtime.block_on(service.audit_trail(session)).unwrap();
    // The logins of this test stand in no session's trail, so that it does not grow meanwhile.
    let audit = table(&hall, &format!("{desk}/audit"), &cookie);
    is(&audit, "audit-column-number", trail.iter().map(|it| it.position));
    is(&audit, "audit-column-chain", trail.iter().map(|it| &it.chain));
    is(&audit, "audit-column-who", trail.iter().map(|it| &it.line.actor));
}

fn check_projects(rows: &Rows, projects: &[Project]) {
    let w = Words::default();
    let texts = |pick: fn(&Project) -> &String| projects.iter().map(pick).collect::<Vec<_>>();
    is(rows, "prepare-number", projects.iter().map(|it| it.position));
    is(rows, "field-title", texts(|it| &it.description.title));
    is(rows, "field-category", texts(|it| &it.description.category));
    is(rows, "field-content", texts(|it| &it.description.content));
    is(rows, "field-location", texts(|it| &it.description.location));
    is(rows, "field-beneficiaries", texts(|it| &it.description.beneficiaries));
    let wan = projects.iter().map(|it| write_wan(it.description.investment));
    is(rows, "prepare-project-wan", wan);
    is(rows, "field-fund-source", texts(|it| &it.description.fund_source));
    is(rows, "field-lead-unit", texts(|it| &it.description.lead_unit));
    is(rows, "field-co-units", texts(|it| &it.description.co_units));
    is(rows, "field-due", texts(|it| &it.description.due));
    is(rows, "field-goal", texts(|it| &it.description.goal));
    is(rows, "field-proposer", texts(|it| &it.description.proposer));
    is(rows, "prepare-project-state", projects.iter().map(|it| w.say(it.state.word())));
    is(rows, "field-reason", texts(|it| &it.reason));
}

/// Against the log itself: 7 of 8 present cast; 7, 6 and 1 votes.
fn check_results(hall: &Hall, rows: &Rows) {
    let ledger = hall.runtime.block_on(hall.town.service.log_of(hall.town.session)).unwrap();
    let poll = ledger.poll(hall.poll).unwrap();
    let entry = poll.outcome().unwrap();
    let lines = &entry.outcome.options;
    is(rows, "running-col-votes", [7, 6, 1]);
    is(rows, "running-col-votes", lines.iter().map(|it| it.votes));
    is(rows, "public-no", lines.iter().map(|it| it.no));
    is(rows, "public-abstain", lines.iter().map(|it| it.abstain));
    is(rows, "public-not-cast", [1, 1, 1]);
    is(rows, "table-rank", lines.iter().map(|it| it.rank));
    is(rows, "field-reason", lines.iter().map(|it| &it.reason.zh));
    is(rows, "table-poll-reason", [&entry.outcome.reason.zh; 3]);
    is(rows, "public-all", [10; 3]);
    is(rows, "public-present", [8; 3]);
    is(rows, "public-issued", [entry.ballots.issued; 3]);
    is(rows, "public-cast", [7; 3]);
    is(rows, "public-invalid", [0; 3]);
    is(rows, "public-number", 1..=3);
    let fates = lines.iter().map(|it| if it.elected { "入选" } else { "未入选" });
    is(rows, "public-fate", fates);
    is(rows, "table-passed", lines.iter().map(|it| if it.passed { "是" } else { "否" }));
}

#[test]
fn heads_speak_the_readers_language() {
    let hall = Hall::prepared(&Size::small(6));
    let cookie = format!("{}; lang=en", hall.sign_in("clerk"));
    let english = Words { language: Language::English };
    for name in ["roll", "projects"] {
        let rows = table(&hall, &format!("/desk/{}/{name}", hall.town.session), &cookie);
        assert_eq!(rows[0][0], english.say("prepare-number"), "{:?}", rows[0]);
        let chinese = rows[0].iter().any(|head| !head.is_ascii());
        assert!(!chinese, "{:?}", rows[0]);
    }
    // Before sign-in there is nothing to say of who is there.
    let rows = table(&hall, &format!("/desk/{}/roll", hall.town.session), &cookie);
    assert!(!rows[0].contains(&english.say("table-attendance")));
}

/// The cell of a row under a head, by its message.
fn cell(heads: &[String], row: &[String], key: &str) -> String {
    let title = Words::default().say(key);
    row[heads.iter().position(|head| *head == title).unwrap()].clone()
}

fn project_form(heads: &[String], row: &[String]) -> ProjectForm {
    let cell = |key| cell(heads, row, key);
    ProjectForm {
        title: cell("field-title"),
        category: cell("field-category"),
        content: cell("field-content"),
        location: cell("field-location"),
        beneficiaries: cell("field-beneficiaries"),
        investment_wan: cell("prepare-project-wan"),
        fund_source: cell("field-fund-source"),
        lead_unit: cell("field-lead-unit"),
        co_units: cell("field-co-units"),
        due: cell("field-due"),
        goal: cell("field-goal"),
        proposer: cell("field-proposer"),
    }
}

fn deputy_form(heads: &[String], row: &[String]) -> DeputyForm {
    let cell = |key| cell(heads, row, key);
    DeputyForm {
        name: cell("field-name"),
        delegation: cell("field-delegation"),
        seat: cell("field-seat"),
    }
}

#[test]
fn lists_that_left_can_be_handed_in_again() {
    let hall = published();
    let (service, town) = (&hall.town.service, &hall.town);
    let cookie = hall.sign_in("clerk");
    let projects = table(&hall, &format!("/desk/{}/projects", town.session), &cookie);
    let forms: Vec<_> = projects[1..].iter().map(|row| project_form(&projects[0], row)).collect();
    let roll = table(&hall, &format!("/desk/{}/roll", town.session), &cookie);
    let deputies: Vec<_> = roll[1..].iter().map(|row| deputy_form(&roll[0], row)).collect();
    hall.runtime.block_on(async {
        let form = piaojue::service::sessions::SessionForm {
            title: "第七次会议".into(),
            opens_on: "2026-12-01".into(),
            stubs: 1,
            rehearsal: false,
        };
        let next = service.add_session(&town.clerk, form).await.unwrap();
        let state = ProjectState::Suggested;
        service.add_projects(&town.clerk, next, &forms, state).await.unwrap();
        service.add_deputies(&town.clerk, next, &deputies).await.unwrap();
        let written = async |session| {
            let projects = service.projects(session).await.unwrap();
            let roll = service.roll(session).await.unwrap();
            let people: Vec<_> =
                roll.into_iter().map(|it| (it.name, it.delegation, it.seat)).collect();
            (projects.into_iter().map(|it| it.description).collect::<Vec<_>>(), people)
        };
        assert_eq!(written(next).await, written(town.session).await);
        assert_eq!(service.session(next).await.unwrap().stage, Stage::Preparing);
    });
}
