//! Officers of a session and the public halves of their cards, at rest.

use ballotbox::codec::{ProofBytes, base64url, from_base64url};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::StorageError;
use super::row::Columns;
use crate::domain::officer::{Keys, Office, Officer};

fn read_row(row: &AnyRow) -> Result<Officer, StorageError> {
    let columns = Columns::of("officers", row);
    let keys = if columns.text("sign")?.is_empty() {
        Keys::None
    } else if columns.text("lock_key")?.is_empty() {
        Keys::Sign(columns.parsed("sign")?)
    } else {
        let (sign, lock) = (columns.parsed("sign")?, columns.parsed("lock_key")?);
        let proof = from_base64url(&columns.text("proof")?);
        let proof = proof.map_err(|_| columns.cannot_be("proof", "no base64url"))?;
        Keys::Lock(sign, lock, ProofBytes::new(proof))
    };
    Ok(Officer {
        id: columns.id("id")?,
        account: columns.id("account")?,
        name: columns.text("name")?,
        office: columns.word("role", Office::parse)?,
        keys,
    })
}

/// The officers of a session, tellers first, each in the order of the list.
///
/// # Errors
/// When the database refuses.
pub async fn all(
    connection: &mut AnyConnection,
    session: Uuid,
) -> Result<Vec<Officer>, StorageError> {
    let rows = sqlx::query(
        "select o.id as id, o.account as account, a.name as name, o.role as role, \
         o.sign as sign, o.lock_key as lock_key, o.proof as proof \
         from officers o join accounts a on a.id = o.account \
         where o.session = $1 order by o.role desc, o.position, o.id",
    )
    .bind(session.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter().map(read_row).collect()
}

/// Adds an officer at the end of the list.
///
/// # Errors
/// When the database refuses, for instance an account that holds an office already.
pub async fn insert(
    connection: &mut AnyConnection,
    session: Uuid,
    officer: &Officer,
) -> Result<(), StorageError> {
    sqlx::query(
        "insert into officers (session, id, account, role, position, sign, lock_key, proof) \
         values ($1, $2, $3, $4, \
         (select coalesce(max(position), 0) + 1 from officers where session = $1), '', '', '')",
    )
    .bind(session.to_string())
    .bind(officer.id.to_string())
    .bind(officer.account.to_string())
    .bind(officer.office.name())
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets what an officer signed of notes that were withdrawn, before the officer goes.
///
/// # Errors
/// When the database refuses.
pub async fn delete_signatures(
    connection: &mut AnyConnection,
    session: Uuid,
    officer: Uuid,
) -> Result<(), StorageError> {
    sqlx::query("delete from note_signatures where session = $1 and officer = $2")
        .bind(session.to_string())
        .bind(officer.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes an officer off the list.
///
/// # Errors
/// When the database refuses.
pub async fn delete(
    connection: &mut AnyConnection,
    session: Uuid,
    officer: Uuid,
) -> Result<(), StorageError> {
    sqlx::query("delete from officers where session = $1 and id = $2")
        .bind(session.to_string())
        .bind(officer.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Registers the public halves of an officer's card, in place of older ones.
///
/// # Errors
/// When the database refuses.
pub async fn set_keys(
    connection: &mut AnyConnection,
    session: Uuid,
    officer: Uuid,
    keys: &Keys,
) -> Result<(), StorageError> {
    let (sign, lock, proof) = match keys {
        Keys::None => (String::new(), String::new(), String::new()),
        Keys::Sign(sign) => (sign.to_string(), String::new(), String::new()),
        Keys::Lock(sign, lock, proof) => {
            (sign.to_string(), lock.to_string(), base64url(proof.as_bytes()))
        }
    };
    sqlx::query(
        "update officers set sign = $1, lock_key = $2, proof = $3 where session = $4 and id = $5",
    )
    .bind(sign)
    .bind(lock)
    .bind(proof)
    .bind(session.to_string())
    .bind(officer.to_string())
    .execute(connection)
    .await?;
    Ok(())
}
