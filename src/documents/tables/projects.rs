//! The projects of a session with all their columns (`docs/RULES.md` §3.1).

use super::{Cell, Column, Kind, Table};
use crate::domain::project::Project;
use crate::domain::session::Session;

/// The projects of a session as a table.
pub(crate) fn table(session: &Session, projects: &[Project]) -> Table {
    let columns = vec![
        Column::new("prepare-number", Kind::Number, 6),
        Column::new("field-title", Kind::Text, 30),
        Column::new("field-category", Kind::Text, 10),
        Column::new("field-content", Kind::Text, 40),
        Column::new("field-location", Kind::Text, 18),
        Column::new("field-beneficiaries", Kind::Text, 16),
        Column::new("prepare-project-wan", Kind::Wan, 12),
        Column::new("field-fund-source", Kind::Text, 16),
        Column::new("field-lead-unit", Kind::Text, 18),
        Column::new("field-co-units", Kind::Text, 18),
        Column::new("field-due", Kind::Text, 14),
        Column::new("field-goal", Kind::Text, 24),
        Column::new("field-proposer", Kind::Text, 14),
        Column::new("prepare-project-state", Kind::Text, 10),
        Column::new("field-reason", Kind::Text, 20),
    ];
    Table {
        file: "projects",
        name: "table-projects",
        about: session.title.clone(),
        rehearsal: session.rehearsal,
        day: session.opens_on,
        rows: projects.iter().map(row).collect(),
        columns,
    }
}

fn row(project: &Project) -> Vec<Cell> {
    let it = &project.description;
    vec![
        Cell::Number(project.position.into()),
        Cell::text(&it.title),
        Cell::text(&it.category),
        Cell::text(&it.content),
        Cell::text(&it.location),
        Cell::text(&it.beneficiaries),
        wan(it.investment),
        Cell::text(&it.fund_source),
        Cell::text(&it.lead_unit),
        Cell::text(&it.co_units),
        Cell::text(&it.due),
        Cell::text(&it.goal),
        Cell::text(&it.proposer),
        Cell::Word(project.state.word()),
        Cell::text(&project.reason),
    ]
}

/// An investment of nothing is one that nobody has written down.
pub(super) const fn wan(yuan: i64) -> Cell {
    if yuan == 0 { Cell::Empty } else { Cell::Wan(yuan) }
}
