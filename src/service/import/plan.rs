//! What an import would do: every item held against what is there. The same plan is shown before
//! and carried out after; if it has changed in between, it is shown again.

use std::collections::{BTreeMap, HashMap};

use ballotbox::codec::Digest;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::columns::Subject;
use super::sheet::Item;
use crate::domain::alike::seen;
use crate::domain::refusal::Refusal;

/// A deputy or project that is there already.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// Its id.
    pub(super) id: Uuid,
    /// Its cells, in the order of the subject's columns.
    pub(super) cells: Vec<String>,
}

/// What becomes of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is added.
    New,
    /// Something written about it changes.
    Changed(Uuid),
    /// It is there as it stands here.
    Unchanged,
}

/// A line of the plan.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// The row, from 1.
    pub row: usize,
    /// What becomes of it.
    pub change: Change,
    /// Its cells afterwards.
    pub now: Vec<String>,
    /// The cells that change, as they are before.
    pub before: Vec<Option<String>>,
    /// What a person has to decide first.
    #[serde(skip)]
    pub question: Option<Refusal>,
}

/// How many lines are new, changed, unchanged, and what is there and not in the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Lines that are added.
    pub new: usize,
    /// Lines by which something changes.
    pub changed: usize,
    /// Lines that change nothing.
    pub unchanged: usize,
    /// What is there and does not stand in the list; it stays.
    pub missing: usize,
}

/// What an import would do.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// Its lines, in the order of the list.
    pub lines: Vec<Line>,
    /// What is there and does not stand in the list, by name; it stays.
    pub missing: Vec<String>,
}

impl Plan {
    /// Holds the items against what is there.
    pub(super) fn of(subject: Subject, items: &[Item], known: &[Known]) -> Self {
        let mut left = Left::of(known);
        // Those that say most about themselves choose first: of two of one name each finds itself.
        let mut found: BTreeMap<usize, &Known> = BTreeMap::new();
        for agreement in [Agreement::Whole, Agreement::Second, Agreement::Name] {
            for (place, item) in items.iter().enumerate() {
                if !found.contains_key(&place)
                    && let Some(known) = left.take(item, agreement)
                {
                    found.insert(place, known);
                }
            }
        }
        let lines = items.iter().enumerate();
        let mut lines: Vec<Line> =
            lines.map(|(place, item)| line(item, found.get(&place).copied())).collect();
        ask(subject, &mut lines, known);
        Self { lines, missing: left.names() }
    }

    /// How many there are of each.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { missing: self.missing.len(), ..Counts::default() };
        for line in &self.lines {
            match line.change {
                Change::New => counts.new += 1,
                Change::Changed(_) => counts.changed += 1,
                Change::Unchanged => counts.unchanged += 1,
            }
        }
        counts
    }

    /// What a person has to decide.
    pub fn questions(&self) -> impl Iterator<Item = (usize, &Refusal)> {
        self.lines.iter().filter_map(|line| Some((line.row, line.question.as_ref()?)))
    }

    /// A digest of all that would be done: who confirms a plan confirms this one.
    pub fn digest(&self) -> String {
        Digest::of(&[&serde_json::to_vec(self).unwrap_or_default()]).to_string()
    }
}

/// How much of an item must be the same.
#[derive(Clone, Copy)]
enum Agreement {
    /// All that it says.
    Whole,
    /// Its name and what stands next to it.
    Second,
    /// Its name.
    Name,
}

/// What no item has found yet, by name.
struct Left<'a> {
    known: Vec<Option<&'a Known>>,
    by_name: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Left<'a> {
    fn of(known: &'a [Known]) -> Self {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, it) in known.iter().enumerate() {
            by_name.entry(name(&it.cells)).or_default().push(place);
        }
        Self { known: known.iter().map(Some).collect(), by_name }
    }

    fn take(&mut self, item: &Item, agreement: Agreement) -> Option<&'a Known> {
        let name = item.cells.first().and_then(Option::as_deref)?;
        let count = match agreement {
            Agreement::Whole => item.cells.len(),
            Agreement::Second => 2,
            Agreement::Name => 1,
        };
        let agrees = |known: &Known| {
            let pairs = item.cells.iter().zip(&known.cells).take(count);
            pairs.into_iter().all(|(cell, known)| cell.as_ref().is_none_or(|cell| cell == known))
        };
        let places = self.by_name.get(name)?;
        let place = places
            .iter()
            .copied()
            .find(|place| self.known.get(*place).copied().flatten().is_some_and(agrees))?;
        self.known.get_mut(place)?.take()
    }

    fn names(&self) -> Vec<String> {
        self.known.iter().flatten().map(|known| name(&known.cells).to_owned()).collect()
    }
}

fn name(cells: &[String]) -> &str {
    cells.first().map_or("", String::as_str)
}

fn line(item: &Item, known: Option<&Known>) -> Line {
    let old = |place: usize| known.and_then(|known| known.cells.get(place));
    let mut now = Vec::new();
    let mut before = Vec::new();
    for (place, cell) in item.cells.iter().enumerate() {
        // What the list has no column for stays as it is.
        let new = cell.clone().or_else(|| old(place).cloned()).unwrap_or_default();
        before.push(old(place).filter(|old| **old != new).cloned());
        now.push(new);
    }
    let change = match known {
        None => Change::New,
        Some(known) if before.iter().any(Option::is_some) => Change::Changed(known.id),
        Some(_) => Change::Unchanged,
    };
    let before = if change == Change::New { vec![None; now.len()] } else { before };
    Line { row: item.row, change, now, before, question: None }
}

/// Asks about every new line that a reader would take for another one.
fn ask(subject: Subject, lines: &mut [Line], known: &[Known]) {
    let mut there: HashMap<String, &str> = HashMap::new();
    for it in known {
        there.entry(seen(name(&it.cells))).or_insert(name(&it.cells));
    }
    let mut above: HashMap<String, (usize, String)> = HashMap::new();
    for line in lines {
        let own = name(&line.now).to_owned();
        let looks = seen(&own);
        if line.change == Change::New {
            line.question = match (above.get(&looks), there.get(&looks)) {
                (Some((row, other)), _) if *other == own => {
                    Some(Refusal::invalid(same_row(subject)).with("name", &own).with("row", row))
                }
                (Some((row, other)), _) => {
                    Some(Refusal::invalid("import-alike-row").with("name", other).with("row", row))
                }
                (None, Some(other)) if **other == own => {
                    Some(Refusal::invalid("import-on-roll").with("name", &own))
                }
                (None, Some(other)) => Some(Refusal::invalid("import-alike").with("name", other)),
                (None, None) => None,
            };
        }
        above.entry(looks).or_insert((line.row, own));
    }
}

/// Only names of people stand twice in a list that is taken.
const fn same_row(subject: Subject) -> &'static str {
    match subject {
        Subject::Roll => "import-same-name",
        Subject::Projects => "import-same-title",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(id: u128, cells: [&str; 3]) -> Known {
        Known { id: Uuid::from_u128(id), cells: cells.map(str::to_owned).to_vec() }
    }

    fn item(row: usize, cells: [Option<&str>; 3]) -> Item {
        Item { row, cells: cells.map(|cell| cell.map(str::to_owned)).to_vec() }
    }

    fn plan(items: &[Item], known: &[Known]) -> Plan {
        Plan::of(Subject::Roll, items, known)
    }

    fn counts(new: usize, changed: usize, unchanged: usize, missing: usize) -> Counts {
        Counts { new, changed, unchanged, missing }
    }

    #[test]
    fn items_are_new_changed_unchanged_or_missing() {
        let there = [
            known(1, ["李秀英", "一团", "1"]),
            known(2, ["王芳", "一团", "2"]),
            known(3, ["赵敏", "二团", "3"]),
        ];
        let items = [
            item(2, [Some("王芳"), Some("二团"), Some("2")]),
            item(3, [Some("李秀英"), Some("一团"), Some("1")]),
            item(4, [Some("周杰"), Some("二团"), Some("4")]),
        ];
        let plan = plan(&items, &there);
        assert_eq!(plan.counts(), counts(1, 1, 1, 1));
        assert_eq!(plan.lines[0].change, Change::Changed(Uuid::from_u128(2)));
        assert_eq!(plan.lines[0].before, [None, Some("一团".to_owned()), None]);
        assert_eq!(plan.missing, ["赵敏"]);
        assert_eq!(plan.questions().count(), 0);
    }

    #[test]
    fn a_column_that_is_not_there_changes_nothing() {
        let there = [known(1, ["李秀英", "一团", "1"])];
        let found = plan(&[item(2, [Some("李秀英"), None, None])], &there);
        assert_eq!(found.counts(), counts(0, 0, 1, 0));
        assert_eq!(found.lines[0].now, ["李秀英", "一团", "1"]);
        // An empty cell of a column that is there empties it.
        let found = plan(&[item(2, [Some("李秀英"), Some(""), None])], &there);
        assert_eq!(found.counts(), counts(0, 1, 0, 0));
    }

    #[test]
    fn two_of_one_name_each_find_themselves() {
        let there = [known(1, ["张伟", "一团", "1"]), known(2, ["张伟", "二团", "2"])];
        let items = [
            item(2, [Some("张伟"), Some("二团"), Some("2")]),
            item(3, [Some("张伟"), Some("一团"), Some("1")]),
        ];
        let found = plan(&items, &there);
        assert_eq!(found.counts(), counts(0, 0, 2, 0));
        assert_eq!(found.questions().count(), 0, "nothing is new, nothing is asked");
        // The seat of one has changed: still each is itself.
        let items = [items[0].clone(), item(3, [Some("张伟"), Some("一团"), Some("9")])];
        let found = plan(&items, &there);
        assert_eq!(found.lines[1].change, Change::Changed(Uuid::from_u128(1)));
    }

    #[test]
    fn what_looks_like_another_is_asked_about() {
        let there = [known(1, ["买买提·吐尔逊", "一团", "1"])];
        let items = [
            item(2, [Some("买买提•吐尔逊"), Some("一团"), Some("1")]),
            item(3, [Some("张伟"), Some("一团"), Some("2")]),
            item(4, [Some("张伟"), Some("二团"), Some("3")]),
            item(5, [Some("王芳"), Some("二团"), Some("4")]),
        ];
        let found = plan(&items, &there);
        let asked: Vec<_> = found.questions().map(|(row, why)| (row, why.key())).collect();
        assert_eq!(asked, [(2, "import-alike"), (4, "import-same-name")]);
        assert_eq!(found.counts(), counts(4, 0, 0, 1));
    }

    #[test]
    fn the_digest_tells_plans_apart() {
        let there = [known(1, ["李秀英", "一团", "1"])];
        let items = [item(2, [Some("李秀英"), Some("二团"), Some("1")])];
        assert_eq!(plan(&items, &there).digest(), plan(&items, &there).digest());
        assert_ne!(plan(&items, &there).digest(), plan(&items, &[]).digest());
        let other = [known(1, ["李秀英", "三团", "1"])];
        assert_ne!(plan(&items, &there).digest(), plan(&items, &other).digest());
    }
}
