//! Accounts and new passwords that an administrator wants to give, at rest.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::StorageError;
use super::row::Columns;
use crate::domain::account::{GrantKind, Second};

/// What an administrator wants to give.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Its id; the one-time code follows from it.
    pub id: Uuid,
    /// An account, or a new password for one.
    pub kind: GrantKind,
    /// The account, which need not be there yet.
    pub account: Uuid,
    /// Whose presidium agrees; empty for accounts of no township.
    pub township: String,
    /// The account as it is to be, for a new one.
    pub details: String,
    /// Who has to agree.
    pub second: Second,
    /// Who asked.
    pub proposed_by: Uuid,
    /// When.
    pub proposed_at: String,
    /// Whether it was given.
    pub given: bool,
    /// The second person's id; empty while it waits, or where there was none.
    pub decided_by: String,
    /// Since when the code is good.
    pub decided_at: String,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, kind, account, township, details, second, proposed_by, proposed_at, \
             state, decided_by, decided_at from grants ",
            $rest
        )
    };
}

fn read_row(row: &AnyRow) -> Result<Grant, StorageError> {
    let columns = Columns::of("grants", row);
    Ok(Grant {
        id: columns.id("id")?,
        kind: columns.word("kind", GrantKind::parse)?,
        account: columns.id("account")?,
        township: columns.text("township")?,
        details: columns.text("details")?,
        second: columns.word("second", Second::parse)?,
        proposed_by: columns.id("proposed_by")?,
        proposed_at: columns.text("proposed_at")?,
        given: columns.text("state")? == "given",
        decided_by: columns.text("decided_by")?,
        decided_at: columns.text("decided_at")?,
    })
}

/// What waits, and what was given since `since`; the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn open(connection: &mut AnyConnection, since: &str) -> Result<Vec<Grant>, StorageError> {
    let rows = sqlx::query(select!(
        "where state = 'waiting' or (state = 'given' and decided_at > $1) \
         order by proposed_at desc, id"
    ))
    .bind(since)
    .fetch_all(connection)
    .await?;
    rows.iter().map(read_row).collect()
}

/// What waits, by its id.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(
    connection: &mut AnyConnection,
    id: Uuid,
) -> Result<Option<Grant>, StorageError> {
    let query = sqlx::query(select!("where id = $1 and state = 'waiting'")).bind(id.to_string());
    query.fetch_optional(connection).await?.map(|row| read_row(&row)).transpose()
}

/// Adds what an administrator wants to give; what needs nobody else is given at once.
///
/// # Errors
/// When the database refuses, for instance where somebody else is there to agree.
pub async fn insert(connection: &mut AnyConnection, grant: &Grant) -> Result<(), StorageError> {
    sqlx::query(
        "insert into grants (id, kind, account, township, details, second, proposed_by, \
         proposed_at, state, decided_by, decided_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10)",
    )
    .bind(grant.id.to_string())
    .bind(grant.kind.name())
    .bind(grant.account.to_string())
    .bind(&grant.township)
    .bind(&grant.details)
    .bind(grant.second.name())
    .bind(grant.proposed_by.to_string())
    .bind(&grant.proposed_at)
    .bind(if grant.given { "given" } else { "waiting" })
    .bind(&grant.decided_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends what waits: given by a second person, or withdrawn where there is none.
///
/// # Errors
/// [`StorageError::Changed`] when it does not wait any more.
pub async fn end(
    connection: &mut AnyConnection,
    id: Uuid,
    given_by: Option<Uuid>,
    at: &str,
) -> Result<(), StorageError> {
    let (state, by) = match given_by {
        Some(by) => ("given", by.to_string()),
        None => ("withdrawn", String::new()),
    };
    let done = sqlx::query(
        "update grants set state = $1, decided_by = $2, decided_at = $3 \
         where id = $4 and state = 'waiting'",
    )
    .bind(state)
    .bind(by)
    .bind(at)
    .bind(id.to_string())
    .execute(connection)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::Changed("grants")) }
}
