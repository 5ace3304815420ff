//! The roll of deputies (代表名册), with who signed in once sign-in has begun.

use jiff::civil::Date;

use super::{Cell, Column, Kind, Table};
use crate::domain::roll::{Deputy, Mark};
use crate::domain::session::{Session, Stage};

/// The roll of a session as a table.
pub(crate) fn table(session: &Session, deputies: &[Deputy]) -> Table {
    let attended = session.stage != Stage::Preparing;
    let mut columns = vec![
        Column::new("prepare-number", Kind::Number, 6),
        Column::new("field-name", Kind::Text, 18),
        Column::new("field-delegation", Kind::Text, 18),
        Column::new("field-seat", Kind::Text, 12),
        Column::new("prepare-roll-status", Kind::Text, 14),
        Column::new("field-since", Kind::Day, 12),
        Column::new("field-reason", Kind::Text, 28),
    ];
    if attended {
        columns.push(Column::new("table-attendance", Kind::Text, 12));
    }
    let rows = (1..).zip(deputies).map(|(number, deputy)| {
        let mut row = row(number, deputy, session.opens_on);
        if attended {
            row.push(attendance(deputy, session.opens_on));
        }
        row
    });
    Table {
        file: "roll",
        name: "prepare-roll",
        about: session.title.clone(),
        rehearsal: session.rehearsal,
        day: session.opens_on,
        rows: rows.collect(),
        columns,
    }
}

/// What the roll says of a deputy on the session's first day.
fn row(number: u64, deputy: &Deputy, day: Date) -> Vec<Cell> {
    let begun = deputy.statuses.iter().filter(|since| since.day <= day);
    let since = begun.max_by_key(|since| since.day);
    vec![
        Cell::Number(number),
        Cell::text(&deputy.name),
        Cell::text(&deputy.delegation),
        Cell::text(&deputy.seat),
        Cell::Word(deputy.status_on(day).word()),
        since.map_or(Cell::Empty, |since| Cell::Day(since.day)),
        since.map_or(Cell::Empty, |since| Cell::text(&since.reason)),
    ]
}

/// Who is not in office is not expected, and neither present nor missing.
fn attendance(deputy: &Deputy, day: Date) -> Cell {
    if !deputy.is_in_office(day) {
        return Cell::Empty;
    }
    Cell::Word(match deputy.mark {
        Some(Mark::Present) => "running-mark-present",
        Some(Mark::Leave) => "running-mark-leave",
        None => "running-missing",
    })
}
