//! Lists that are pasted: a line for each deputy or project, cut into cells, with what is wrong
//! said for each line. Nothing is taken while a line is wrong.

use std::collections::HashMap;

use crate::domain::project::Project;
use crate::domain::refusal::Refusal;
use crate::domain::roll::Deputy;
use crate::http::desk::Refused;
use crate::http::failure::Failure;
use crate::http::visitor::{Face, Visitor};
use crate::service::projects::ProjectForm;
use crate::service::roll::DeputyForm;

/// A line as it was understood.
#[derive(Clone, Debug)]
pub(super) struct Line<T> {
    /// Its number in what was pasted, from 1.
    pub(super) number: usize,
    /// What it says.
    pub(super) form: T,
    /// What is wrong with it; then nothing is taken.
    pub(super) fault: Option<Refusal>,
    /// What a person should look at, though it may be right.
    pub(super) remark: Option<Refusal>,
}

/// A line that is not empty, cut into its cells.
struct Row {
    number: usize,
    cells: Vec<String>,
    by_spaces: bool,
}

impl Row {
    fn cell(&self, place: usize) -> String {
        self.cells.get(place).cloned().unwrap_or_default()
    }
}

/// What is refused of a list as a whole: that it is empty, or has lines that are wrong.
pub(super) fn refused<T>(visitor: &Visitor, lines: &[Line<T>]) -> Result<Option<Refused>, Failure> {
    let faults = lines.iter().filter_map(|line| line.fault.as_ref());
    let (count, first) = (faults.clone().count(), faults.clone().next());
    let refusal = match first {
        None if lines.is_empty() => Refusal::invalid("prepare-lines-none"),
        None => return Ok(None),
        Some(first) if visitor.face == Face::Json => first.clone(),
        Some(_) => Refusal::invalid("prepare-lines-faults").with("count", count),
    };
    Refused::of(visitor, refusal).map(Some)
}

/// Reads deputies: name, delegation, seat. `known` stand on the roll already.
pub(super) fn deputies(text: &str, known: &[Deputy]) -> Vec<Line<DeputyForm>> {
    let rows = cut(text, true, &["姓名", "代表姓名", "Name"]);
    let mut seen: HashMap<String, usize> = HashMap::new();
    let line = |row: Row| {
        let name = together(&row.cell(0));
        let form = DeputyForm { name, delegation: row.cell(1), seat: row.cell(2) };
        let number = row.number;
        let fault = fault_of_deputy(&row, &form);
        let before = seen.insert(form.name.clone(), number);
        let twice = before.map(|line| {
            Refusal::invalid("prepare-line-same-name").with("name", &form.name).with("line", line)
        });
        let stands = known
            .iter()
            .any(|deputy| deputy.name == form.name)
            .then(|| Refusal::invalid("prepare-line-on-roll").with("name", &form.name));
        Line { number, form, fault, remark: twice.or(stands) }
    };
    rows.into_iter().map(line).collect()
}

fn fault_of_deputy(row: &Row, form: &DeputyForm) -> Option<Refusal> {
    if row.cells.len() > 3 {
        let count = row.cells.len();
        return Some(Refusal::invalid("prepare-line-deputy-cells").with("count", count));
    }
    if row.by_spaces && form.name.chars().count() == 1 {
        // 张 三 is one name to a reader, and two cells to us.
        return Some(Refusal::invalid("prepare-line-split-name").with("name", &form.name));
    }
    form.read().err()
}

/// Reads projects: title, 万元, content, responsible unit, due. `known` stand on the list already.
pub(super) fn projects(text: &str, known: &[Project]) -> Vec<Line<ProjectForm>> {
    let rows = cut(text, false, &["项目名称", "名称", "Title"]);
    let mut seen: HashMap<String, usize> = HashMap::new();
    let line = |row: Row| {
        let form = ProjectForm {
            title: row.cell(0),
            investment_wan: amount(&row.cell(1)),
            content: row.cell(2),
            lead_unit: row.cell(3),
            due: row.cell(4),
            ..ProjectForm::default()
        };
        let number = row.number;
        let cells = row.cells.len();
        let many = (cells > 5)
            .then(|| Refusal::invalid("prepare-line-project-cells").with("count", cells));
        let twice = seen
            .insert(form.title.clone(), number)
            .map(|line| Refusal::invalid("prepare-line-same-title").with("line", line));
        let stands = known
            .iter()
            .any(|project| project.description.title == form.title)
            .then(|| Refusal::conflict("refusal-title-twice").with("title", &form.title));
        let fault = many.or_else(|| form.read().err()).or(twice).or(stands);
        Line { number, form, fault, remark: None }
    };
    rows.into_iter().map(line).collect()
}

/// Cuts a text into rows. Tabs come first, then commas, then spaces where they may part cells.
fn cut(text: &str, spaces: bool, headings: &[&str]) -> Vec<Row> {
    let text = text.trim_start_matches('\u{feff}');
    let rows = (1..).zip(text.lines()).map(|(number, line)| {
        let commas = |letter: char| letter == ',' || letter == '，';
        let (cells, by_spaces): (Vec<&str>, bool) = if line.contains('\t') {
            (line.split('\t').collect(), false)
        } else if line.contains(commas) {
            (line.split(commas).collect(), false)
        } else if spaces {
            (line.split_whitespace().collect(), true)
        } else {
            (vec![line], false)
        };
        let mut cells: Vec<String> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        Row { number, cells, by_spaces }
    });
    let mut rows: Vec<Row> = rows.filter(|row| !row.cells.is_empty()).collect();
    let is_heading = |row: &Row| headings.contains(&together(&row.cell(0)).as_str());
    if rows.first().is_some_and(is_heading) {
        rows.remove(0);
    }
    rows
}

/// A name without the spaces that align names of two hanzi with those of three.
fn together(name: &str) -> String {
    let hanzi =
        |letter: char| matches!(letter, '〇' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    if name.chars().all(|letter| hanzi(letter) || letter.is_whitespace()) {
        name.split_whitespace().collect()
    } else {
        name.to_owned()
    }
}

/// An amount as lists write it: 1,200 万元.
fn amount(cell: &str) -> String {
    let cell = cell.trim_end_matches('元').trim_end_matches('万').trim_end();
    cell.chars().filter(|letter| *letter != ',' && *letter != '，').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Line<DeputyForm>> {
        deputies(text, &[])
    }

    fn said(text: &str) -> Vec<(String, String, String)> {
        let lines = read(text).into_iter();
        lines
            .map(|line| {
                assert!(line.fault.is_none(), "{:?}", line.fault);
                (line.form.name, line.form.delegation, line.form.seat)
            })
            .collect()
    }

    fn fault(text: &str) -> &'static str {
        read(text).into_iter().find_map(|line| line.fault).map_or("none", |fault| fault.key())
    }

    fn three(name: &str, delegation: &str, seat: &str) -> (String, String, String) {
        (name.to_owned(), delegation.to_owned(), seat.to_owned())
    }

    #[test]
    fn tabs_commas_and_spaces_part_cells() {
        let wanted = vec![three("李秀英", "第一代表团", "3排5座")];
        for text in [
            "李秀英\t第一代表团\t3排5座",
            "李秀英,第一代表团,3排5座",
            "李秀英，第一代表团，3排5座",
            "李秀英 第一代表团 3排5座",
            "李秀英\u{3000}第一代表团\u{3000}\u{3000}3排5座",
            "  李秀英 , 第一代表团 ,3排5座 ,, ",
        ] {
            assert_eq!(said(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_tab_wins_over_commas_and_spaces_in_cells() {
        let found = said("Anna Li\t第一团, 东组\t3 排 5 座");
        assert_eq!(found, [three("Anna Li", "第一团, 东组", "3 排 5 座")]);
    }

    #[test]
    fn delegation_and_seat_may_be_missing() {
        assert_eq!(said("李秀英"), [three("李秀英", "", "")]);
        assert_eq!(said("李秀英\t\t12"), [three("李秀英", "", "12")]);
    }

    #[test]
    fn line_ends_empty_lines_headings_and_byte_order_marks_are_no_deputies() {
        let text = "\u{feff}姓 名\t代表团\r\n\r\n李秀英\t一团\r\n \t \r\n王芳\t二团\r\n";
        let lines = read(text);
        let numbers: Vec<usize> = lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [3, 5]);
        assert_eq!(said(text), [three("李秀英", "一团", ""), three("王芳", "二团", "")]);
        assert!(read("").is_empty());
        assert!(read("\r\n \u{3000}\n").is_empty());
    }

    #[test]
    fn spaces_that_align_a_name_are_left_out() {
        assert_eq!(said("张\u{3000}三\t一团"), [three("张三", "一团", "")]);
        assert_eq!(said("张  三,一团"), [three("张三", "一团", "")]);
        assert_eq!(fault("张 三"), "prepare-line-split-name");
        assert_eq!(fault("张 三 一团"), "prepare-line-split-name");
    }

    #[test]
    fn long_names_dots_and_rare_hanzi_stand_as_they_are() {
        let dotted = "买买提·阿不都热合曼·吐尔逊";
        let thirty = "阿".repeat(30);
        let rare = "\u{20000}\u{2b740}某";
        for name in [dotted, &thirty, rare] {
            assert_eq!(said(&format!("{name}\t一团")), [three(name, "一团", "")]);
        }
        assert_eq!(fault(&"阿".repeat(31)), "refusal-field-long");
        assert_eq!(said("\u{20000}\u{3000}\u{2b740}\t一团")[0].0, "\u{20000}\u{2b740}");
    }

    #[test]
    fn what_does_not_fit_is_said_for_its_line() {
        let lines = read("李秀英,一团,1\n王芳,二团,2,多出\n,三团,3\n赵\u{202e}敏,四团,4");
        let keys: Vec<_> = lines.iter().map(|line| line.fault.as_ref().map(Refusal::key)).collect();
        let wanted = [
            None,
            Some("prepare-line-deputy-cells"),
            Some("refusal-field-empty"),
            Some("refusal-field-hidden"),
        ];
        assert_eq!(keys, wanted);
    }

    #[test]
    fn the_same_name_twice_is_told_and_taken() {
        let lines = read("李秀英\t一团\n王芳\t一团\n李秀英\t二团");
        assert!(lines.iter().all(|line| line.fault.is_none()));
        let remarks: Vec<_> =
            lines.iter().map(|line| line.remark.as_ref().map(Refusal::key)).collect();
        assert_eq!(remarks, [None, None, Some("prepare-line-same-name")]);
    }

    #[test]
    fn who_stands_on_the_roll_is_told() {
        let known = Deputy {
            id: uuid::Uuid::nil(),
            name: "李秀英".to_owned(),
            delegation: String::new(),
            seat: String::new(),
            statuses: Vec::new(),
            mark: None,
        };
        let lines = deputies("李秀英\t一团", &[known]);
        assert_eq!(lines[0].remark.as_ref().map(Refusal::key), Some("prepare-line-on-roll"));
    }

    #[test]
    fn projects_are_read_with_amounts_as_lists_write_them() {
        let text =
            "项目名称\t总投资\n村道硬化\t1,200万元\t硬化 3.2 公里, 含路肩\t交通站\t2027年10月";
        let lines = projects(text, &[]);
        assert_eq!(lines.len(), 1);
        let form = &lines[0].form;
        assert!(lines[0].fault.is_none(), "{:?}", lines[0].fault);
        assert_eq!(form.investment_wan, "1200");
        assert_eq!(form.content, "硬化 3.2 公里, 含路肩");
        assert_eq!((form.lead_unit.as_str(), form.due.as_str()), ("交通站", "2027年10月"));
    }

    #[test]
    fn faults_of_projects_are_told() {
        let lines = projects("甲,八十六\n乙,86.5\n乙,3\n丙 丁\n戊,1,2,3,4,5", &[]);
        let keys: Vec<_> = lines.iter().map(|line| line.fault.as_ref().map(Refusal::key)).collect();
        let wanted = [
            Some("refusal-investment"),
            None,
            Some("prepare-line-same-title"),
            None,
            Some("prepare-line-project-cells"),
        ];
        assert_eq!(keys, wanted);
    }
}
