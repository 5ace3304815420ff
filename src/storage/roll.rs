//! The roll of deputies at rest, with each seat's statuses and the day's attendance.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::StorageError;
use super::row::Columns;
use crate::domain::roll::{Deputy, Mark, SeatStatus, Since};

/// The roll of a session in its order.
///
/// # Errors
/// When the database refuses.
pub async fn all(
    connection: &mut AnyConnection,
    session: Uuid,
) -> Result<Vec<Deputy>, StorageError> {
    let rows = sqlx::query(
        "select d.id as id, d.name as name, d.delegation as delegation, d.seat as seat, \
         coalesce(a.mark, '') as mark from deputies d \
         left join attendance a on a.session = d.session and a.deputy = d.id \
         where d.session = $1 order by d.position, d.id",
    )
    .bind(session.to_string())
    .fetch_all(&mut *connection)
    .await?;
    let mut deputies = rows.iter().map(read_row).collect::<Result<Vec<_>, _>>()?;
    let rows = sqlx::query(
        "select deputy, since, status, reason from deputy_statuses where session = $1 \
         order by since",
    )
    .bind(session.to_string())
    .fetch_all(connection)
    .await?;
    for row in &rows {
        let columns = Columns::of("deputy_statuses", row);
        let (deputy, day) = (columns.id("deputy")?, columns.day("since")?);
        let since = Since {
            day: day.ok_or_else(|| columns.cannot_be("since", ""))?,
            status: columns.word("status", SeatStatus::parse)?,
            reason: columns.text("reason")?,
        };
        if let Some(deputy) = deputies.iter_mut().find(|known| known.id == deputy) {
            deputy.statuses.push(since);
        }
    }
    Ok(deputies)
}

fn read_row(row: &AnyRow) -> Result<Deputy, StorageError> {
    let columns = Columns::of("deputies", row);
    let mark = columns.text("mark")?;
    Ok(Deputy {
        id: columns.id("id")?,
        name: columns.text("name")?,
        delegation: columns.text("delegation")?,
        seat: columns.text("seat")?,
        statuses: Vec::new(),
        mark: Mark::parse(&mark),
    })
}

/// Adds a deputy at the end of the roll.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    connection: &mut AnyConnection,
    session: Uuid,
    deputy: &Deputy,
) -> Result<(), StorageError> {
    insert_all(connection, session, std::slice::from_ref(deputy)).await
}

/// Adds deputies at the end of the roll, in this order.
///
/// # Errors
/// When the database refuses.
pub async fn insert_all(
    connection: &mut AnyConnection,
    session: Uuid,
    deputies: &[Deputy],
) -> Result<(), StorageError> {
    // Asked for once: the last place is found by looking at all of them.
    let row =
        sqlx::query("select coalesce(max(position), 0) as last from deputies where session = $1")
            .bind(session.to_string())
            .fetch_one(&mut *connection)
            .await?;
    let last = Columns::of("deputies", &row).integer("last")?;
    for (position, deputy) in (last + 1..).zip(deputies) {
        sqlx::query(
            "insert into deputies (session, id, name, delegation, seat, position) \
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(session.to_string())
        .bind(deputy.id.to_string())
        .bind(&deputy.name)
        .bind(&deputy.delegation)
        .bind(&deputy.seat)
        .bind(position)
        .execute(&mut *connection)
        .await?;
        for since in &deputy.statuses {
            set_status(connection, session, deputy.id, since).await?;
        }
    }
    Ok(())
}

/// Changes a deputy's name, delegation and seat.
///
/// # Errors
/// [`StorageError::Changed`] when the deputy is not there any more.
pub async fn update(
    connection: &mut AnyConnection,
    session: Uuid,
    deputy: &Deputy,
) -> Result<(), StorageError> {
    let done = sqlx::query(
        "update deputies set name = $1, delegation = $2, seat = $3 where session = $4 and id = $5",
    )
    .bind(&deputy.name)
    .bind(&deputy.delegation)
    .bind(&deputy.seat)
    .bind(session.to_string())
    .bind(deputy.id.to_string())
    .execute(connection)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("deputies")) }
}

/// Says what a deputy's seat is from a day on.
///
/// # Errors
/// When the database refuses.
pub async fn set_status(
    connection: &mut AnyConnection,
    session: Uuid,
    deputy: Uuid,
    since: &Since,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into deputy_statuses (session, deputy, since, status, reason) \
         values ($1, $2, $3, $4, $5) on conflict (session, deputy, since) \
         do update set status = excluded.status, reason = excluded.reason",
    )
    .bind(session.to_string())
    .bind(deputy.to_string())
    .bind(since.day.to_string())
    .bind(since.status.name())
    .bind(&since.reason)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a deputy off the roll who was put there by mistake.
///
/// # Errors
/// When the database refuses, for instance because the deputy has signed in.
pub async fn delete(
    connection: &mut AnyConnection,
    session: Uuid,
    deputy: Uuid,
) -> Result<(), StorageError> {
    for statement in [
        "delete from deputy_statuses where session = $1 and deputy = $2",
        "delete from deputies where session = $1 and id = $2",
    ] {
        sqlx::query(statement)
            .bind(session.to_string())
            .bind(deputy.to_string())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
