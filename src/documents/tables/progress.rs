//! What became of the projects that were chosen (推进情况): who builds what by when, for how much.

use ballotbox::manifest::ListedOption;

use super::projects::wan;
use super::{Cell, Column, Kind, Table};
use crate::domain::project::Project;
use crate::domain::session::Session;

/// The chosen projects of a session in the order of their lists, each with the question that it was
/// an answer to. Who proposed one is nobody's business here.
pub(crate) fn table(
    session: &Session,
    elected: &[(&str, &ListedOption)],
    projects: &[Project],
) -> Table {
    let columns = vec![
        Column::new("field-question", Kind::Text, 24),
        Column::new("prepare-number", Kind::Number, 6),
        Column::new("field-title", Kind::Text, 30),
        Column::new("field-content", Kind::Text, 40),
        Column::new("field-location", Kind::Text, 18),
        Column::new("field-lead-unit", Kind::Text, 18),
        Column::new("field-co-units", Kind::Text, 18),
        Column::new("prepare-project-wan", Kind::Wan, 12),
        Column::new("field-fund-source", Kind::Text, 16),
        Column::new("field-due", Kind::Text, 14),
        Column::new("field-goal", Kind::Text, 24),
        Column::new("table-progress-state", Kind::Text, 10),
    ];
    let rows = elected.iter().map(|(question, option)| {
        let project = projects.iter().find(|project| project.id == option.id);
        let mut row = vec![
            Cell::text(question),
            Cell::Number(option.number.into()),
            Cell::text(&option.title),
        ];
        row.extend(project.map_or_else(|| vec![Cell::Empty; 9], written));
        row
    });
    Table {
        file: "progress",
        name: "table-progress",
        about: session.title.clone(),
        rehearsal: session.rehearsal,
        day: session.opens_on,
        rows: rows.collect(),
        columns,
    }
}

fn written(project: &Project) -> Vec<Cell> {
    let it = &project.description;
    vec![
        Cell::text(&it.content),
        Cell::text(&it.location),
        Cell::text(&it.lead_unit),
        Cell::text(&it.co_units),
        wan(it.investment),
        Cell::text(&it.fund_source),
        Cell::text(&it.due),
        Cell::text(&it.goal),
        Cell::Word(project.state.word()),
    ]
}
