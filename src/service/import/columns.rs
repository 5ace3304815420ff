//! The columns of the lists that are imported, with the names that offices give them.

use crate::domain::written::{Unit, narrow};

/// What is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The roll of deputies.
    Roll,
    /// Projects.
    Projects,
}

/// How a column's cells are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A person's name.
    Name,
    /// A few words on one line.
    Line,
    /// A number or a place, whose digits may be of full width.
    Place,
    /// Text that may have several lines.
    Text,
    /// An amount of money.
    Amount,
    /// A time limit.
    Due,
}

/// A column of a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    /// Key of its word, which is its heading in our templates.
    pub word: &'static str,
    /// How its cells are read.
    pub kind: Kind,
    /// What offices call it, without spaces and what stands in brackets.
    names: &'static [&'static str],
}

const fn column(word: &'static str, kind: Kind, names: &'static [&'static str]) -> Column {
    Column { word, kind, names }
}

static ROLL: [Column; 3] = [
    column("field-name", Kind::Name, &["姓名", "代表姓名", "代表", "name"]),
    column(
        "field-delegation",
        Kind::Line,
        &["代表团", "所在代表团", "代表团名称", "团组", "代表小组", "delegation"],
    ),
    column("field-seat", Kind::Place, &["座位", "座位号", "座次", "座号", "席位", "seat"]),
];

static PROJECTS: [Column; 12] = [
    column(
        "field-title",
        Kind::Line,
        &[
            "项目名称",
            "候选项目名称",
            "候选项目",
            "项目",
            "名称",
            "title",
            "project",
            "projecttitle",
        ],
    ),
    column("field-category", Kind::Line, &["类别", "项目类别", "类型", "项目类型", "category"]),
    column(
        "field-content",
        Kind::Text,
        &[
            "项目内容",
            "建设内容",
            "主要内容",
            "建设内容及规模",
            "主要建设内容",
            "内容",
            "content",
            "description",
        ],
    ),
    column(
        "field-location",
        Kind::Line,
        &["建设地点", "实施地点", "项目地点", "建设地址", "地点", "location", "place"],
    ),
    column(
        "field-beneficiaries",
        Kind::Line,
        &["受益群众", "受益范围", "受益对象", "受益人口", "受益人数", "beneficiaries"],
    ),
    column(
        "field-investment",
        Kind::Amount,
        &[
            "总投资",
            "总投资额",
            "投资",
            "投资额",
            "估算投资",
            "投资估算",
            "计划投资",
            "概算",
            "预算",
            "investment",
            "totalinvestment",
        ],
    ),
    column(
        "field-fund-source",
        Kind::Line,
        &["资金来源", "资金渠道", "fundsource", "sourceoffunds", "funds"],
    ),
    column(
        "field-lead-unit",
        Kind::Line,
        &[
            "责任单位",
            "牵头单位",
            "承办单位",
            "主办单位",
            "实施单位",
            "实施主体",
            "责任部门",
            "leadunit",
            "responsibleunit",
        ],
    ),
    column(
        "field-co-units",
        Kind::Line,
        &["协办单位", "配合单位", "协办部门", "co-units", "supportingunits"],
    ),
    column(
        "field-due",
        Kind::Due,
        &["完成时限", "完成时间", "完工时间", "办结时限", "建设期限", "时限", "due", "deadline"],
    ),
    column(
        "field-goal",
        Kind::Text,
        &["年度目标", "本年度目标", "跨年度项目年度目标", "goal", "goalofthisyear"],
    ),
    column(
        "field-proposer",
        Kind::Line,
        &["提出人", "提议人", "建议人", "领衔代表", "提出单位", "proposer", "proposedby"],
    ),
];

/// Columns of counting numbers, which nobody misses.
const NUMBERS: [&str; 7] = ["序号", "编号", "序", "号", "no", "no.", "#"];

/// The columns of a project that pasted lines without headings have, by their places.
const PROJECT_ORDER: [usize; 5] = [0, 5, 2, 7, 9];

impl Subject {
    /// Its columns; the first names the row.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Roll => &ROLL,
            Self::Projects => &PROJECTS,
        }
    }

    /// The columns that rows without headings have, in order.
    pub(super) fn order(self) -> Vec<usize> {
        match self {
            Self::Roll => (0..ROLL.len()).collect(),
            Self::Projects => PROJECT_ORDER.to_vec(),
        }
    }

    /// The column that a heading names, and what its amounts are counted in: nothing where that is
    /// a unit that is not read.
    pub(super) fn find(self, heading: &str) -> Option<(usize, Option<Unit>)> {
        let (name, bracket) = bare(heading);
        let place = self.columns().iter().position(|column| column.names.contains(&&*name))?;
        let amounts = self.columns().get(place).is_some_and(|column| column.kind == Kind::Amount);
        Some((place, if amounts { unit(&bracket) } else { Some(Unit::Wan) }))
    }
}

/// What the words in a heading's brackets say that amounts are counted in; 万元 where they do not.
/// Taken for another unit, an amount would be wrong by as much as the units differ.
fn unit(bracket: &str) -> Option<Unit> {
    const OTHERS: [&str; 14] = [
        "百元", "千元", "十万", "百万", "千万", "亿", "美元", "港元", "欧元", "$", "usd",
        "thousand", "million", "billion",
    ];
    let says = |words: &[&str]| words.iter().any(|word| bracket.contains(word));
    if says(&OTHERS) {
        None
    } else if says(&["万", "10,000", "10000"]) || !says(&["元", "yuan", "rmb", "cny"]) {
        Some(Unit::Wan)
    } else {
        Some(Unit::Yuan)
    }
}

/// Whether a heading is that of a column that is not missed.
pub(super) fn is_number(heading: &str) -> bool {
    NUMBERS.contains(&&*bare(heading).0)
}

/// A heading without spaces, asterisks and brackets, and what stood in the brackets.
fn bare(heading: &str) -> (String, String) {
    let (mut name, mut bracket, mut depth) = (String::new(), String::new(), 0_u32);
    for letter in narrow(heading).to_lowercase().chars() {
        match letter {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if letter.is_whitespace() || letter == '*' || letter == ':' => {}
            _ if depth > 0 => bracket.push(letter),
            _ => name.push(letter),
        }
    }
    (name, bracket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_the_names_of_offices() {
        let word = |subject: Subject, heading| {
            subject
                .find(heading)
                .and_then(|(place, _)| subject.columns().get(place))
                .map(|it| it.word)
        };
        for (heading, wanted) in [
            ("项目名称", "field-title"),
            (" 项 目\n名 称 ", "field-title"),
            ("总投资（万元）", "field-investment"),
            ("总投资(元)*", "field-investment"),
            ("责任单位", "field-lead-unit"),
            ("完成时限", "field-due"),
            ("Total investment (10,000 yuan)", "field-investment"),
        ] {
            assert_eq!(word(Subject::Projects, heading), Some(wanted), "{heading}");
        }
        assert_eq!(word(Subject::Roll, "姓　名"), Some("field-name"));
        assert_eq!(word(Subject::Roll, "联系电话"), None);
        assert!(is_number("序号") && is_number("No.") && !is_number("电话"));
    }

    #[test]
    fn a_heading_says_what_amounts_are_counted_in() {
        for (heading, wanted) in [
            ("总投资", Some(Unit::Wan)),
            ("总投资（必填）", Some(Unit::Wan)),
            ("总投资（人民币万元）", Some(Unit::Wan)),
            ("Investment (10,000 yuan)", Some(Unit::Wan)),
            ("总投资（元）", Some(Unit::Yuan)),
            ("投资额【人民币，元】", Some(Unit::Yuan)),
            ("Investment (yuan)", Some(Unit::Yuan)),
            ("总投资（千元）", None),
            ("总投资（百万元）", None),
            ("总投资（亿元）", None),
            ("总投资（美元）", None),
            ("Investment (million yuan)", None),
        ] {
            let (_, unit) = Subject::Projects.find(heading).unwrap();
            assert_eq!(unit, wanted, "{heading}");
        }
        let (_, unit) = Subject::Projects.find("受益群众（千人）").unwrap();
        assert_eq!(unit, Some(Unit::Wan), "it is no amount");
    }

    #[test]
    fn no_name_stands_for_two_columns() {
        for subject in [Subject::Roll, Subject::Projects] {
            let mut names: Vec<_> = subject.columns().iter().flat_map(|it| it.names).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count);
        }
    }
}
