//! Projects at rest.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::StorageError;
use super::row::{Columns, integer};
use crate::domain::project::{Description, Project, ProjectState};

fn read_row(row: &AnyRow) -> Result<Project, StorageError> {
    let columns = Columns::of("projects", row);
    let description = Description {
        title: columns.text("title")?,
        category: columns.text("category")?,
        content: columns.text("content")?,
        location: columns.text("location")?,
        beneficiaries: columns.text("beneficiaries")?,
        investment: columns.integer("investment")?,
        fund_source: columns.text("fund_source")?,
        lead_unit: columns.text("lead_unit")?,
        co_units: columns.text("co_units")?,
        due: columns.text("due")?,
        goal: columns.text("goal")?,
        proposer: columns.text("proposer")?,
    };
    Ok(Project {
        id: columns.id("id")?,
        position: columns.number("position")?,
        description,
        state: columns.word("state", ProjectState::parse)?,
        reason: columns.text("reason")?,
        version: columns.number("version")?,
    })
}

/// All projects of a session in the order of the list.
///
/// # Errors
/// When the database refuses.
pub async fn all(
    connection: &mut AnyConnection,
    session: Uuid,
) -> Result<Vec<Project>, StorageError> {
    let rows = sqlx::query(
        "select id, position, title, category, content, location, beneficiaries, investment, \
         fund_source, lead_unit, co_units, due, goal, proposer, state, reason, version \
         from projects where session = $1 order by position, id",
    )
    .bind(session.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter().map(read_row).collect()
}

/// Adds a project at the end of the list.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut AnyConnection,
    session: Uuid,
    project: &Project,
) -> Result<(), StorageError> {
    insert_all(connection, session, std::slice::from_ref(project)).await
}

/// Adds projects at the end of the list, in this order.
///
/// # Errors
/// When the database refuses.
pub async fn insert_all(
    connection: &mut AnyConnection,
    session: Uuid,
    projects: &[Project],
) -> Result<(), StorageError> {
    // Asked for once: the last place is found by looking at all of them.
    let row =
        sqlx::query("select coalesce(max(position), 0) as last from projects where session = $1")
            .bind(session.to_string())
            .fetch_one(&mut *connection)
            .await?;
    let last = Columns::of("projects", &row).integer("last")?;
    for (position, project) in (last + 1..).zip(projects) {
        insert_at(connection, session, position, project).await?;
    }
    Ok(())
}

async fn insert_at(
    connection: &mut AnyConnection,
    session: Uuid,
    position: i64,
    project: &Project,
) -> Result<(), StorageError> {
    let it = &project.description;
    sqlx::query(
        "insert into projects (session, id, title, category, content, location, beneficiaries, \
         investment, fund_source, lead_unit, co_units, due, goal, proposer, state, reason, \
         version, position) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1, $17)",
    )
    .bind(session.to_string())
    .bind(project.id.to_string())
    .bind(&it.title)
    .bind(&it.category)
    .bind(&it.content)
    .bind(&it.location)
    .bind(&it.beneficiaries)
    .bind(it.investment)
    .bind(&it.fund_source)
    .bind(&it.lead_unit)
    .bind(&it.co_units)
    .bind(&it.due)
    .bind(&it.goal)
    .bind(&it.proposer)
    .bind(project.state.name())
    .bind(&project.reason)
    .bind(position)
    .execute(connection)
    .await?;
    Ok(())
}

/// Changes a project that has not changed since it was read.
///
/// # Errors
/// [`StorageError::Changed`] when it has.
pub async fn update(
    connection: &mut AnyConnection,
    session: Uuid,
    project: &Project,
) -> Result<(), StorageError> {
    let it = &project.description;
    let done = sqlx::query(
        "update projects set title = $1, category = $2, content = $3, location = $4, \
         beneficiaries = $5, investment = $6, fund_source = $7, lead_unit = $8, co_units = $9, \
         due = $10, goal = $11, proposer = $12, state = $13, reason = $14, position = $15, \
         version = version + 1 where session = $16 and id = $17 and version = $18",
    )
    .bind(&it.title)
    .bind(&it.category)
    .bind(&it.content)
    .bind(&it.location)
    .bind(&it.beneficiaries)
    .bind(it.investment)
    .bind(&it.fund_source)
    .bind(&it.lead_unit)
    .bind(&it.co_units)
    .bind(&it.due)
    .bind(&it.goal)
    .bind(&it.proposer)
    .bind(project.state.name())
    .bind(&project.reason)
    .bind(integer(project.position))
    .bind(session.to_string())
    .bind(project.id.to_string())
    .bind(integer(project.version))
    .execute(connection)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("projects")) }
}

/// Takes a project off the list that was put there by mistake.
///
/// # Errors
/// When the database refuses, for instance because it stands in a poll.
pub async fn delete(
    connection: &mut AnyConnection,
    session: Uuid,
    project: Uuid,
) -> Result<(), StorageError> {
    sqlx::query("delete from projects where session = $1 and id = $2")
        .bind(session.to_string())
        .bind(project.to_string())
        .execute(connection)
        .await?;
    Ok(())
}
