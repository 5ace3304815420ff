//! Who has signed in, at rest: the list's tick, or a manual sign-in with reason and second person.

use sqlx::AnyConnection;
use uuid::Uuid;

use super::StorageError;
use crate::domain::roll::Mark;

/// How a mark came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// Ticked on the list.
    List,
    /// By hand, with a reason and a second person.
    Manual {
        /// Why.
        reason: String,
        /// Who confirmed it.
        confirmed_by: Uuid,
    },
}

/// Marks a deputy as present or on leave.
///
/// # Errors
/// When the database refuses.
pub async fn mark(
    connection: &mut AnyConnection,
    session: Uuid,
    deputy: Uuid,
    mark: Mark,
    how: &How,
    by: (Uuid, &str),
) -> Result<(), StorageError> {
    let (name, reason, confirmed_by) = match how {
        How::List => ("list", String::new(), String::new()),
        How::Manual { reason, confirmed_by } => {
            ("manual", reason.clone(), confirmed_by.to_string())
        }
    };
    let (marked_by, at) = by;
    sqlx::query(
        "insert into attendance (session, deputy, mark, how, reason, marked_by, confirmed_by, \
         marked_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (session, deputy) \
         do update set mark = excluded.mark, how = excluded.how, reason = excluded.reason, \
         marked_by = excluded.marked_by, confirmed_by = excluded.confirmed_by, \
         marked_at = excluded.marked_at",
    )
    .bind(session.to_string())
    .bind(deputy.to_string())
    .bind(mark.name())
    .bind(name)
    .bind(reason)
    .bind(marked_by.to_string())
    .bind(confirmed_by)
    .bind(at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a mark back: the deputy has not arrived.
///
/// # Errors
/// When the database refuses.
pub async fn clear(
    connection: &mut AnyConnection,
    session: Uuid,
    deputy: Uuid,
) -> Result<(), StorageError> {
    sqlx::query("delete from attendance where session = $1 and deputy = $2")
        .bind(session.to_string())
        .bind(deputy.to_string())
        .execute(connection)
        .await?;
    Ok(())
}
