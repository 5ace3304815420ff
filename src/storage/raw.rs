//! What the database does without the service: durable transactions in a second, each with one row
//! as long as a ballot. `piaojue bench` prints it beside its own figures.

use std::sync::Arc;

use sqlx::{AnyConnection, ConnectOptions as _, Connection as _, Executor as _};
use tokio::task::JoinSet;

use super::hosts::Hosts;
use super::{Dialect, StorageError};
use crate::clock::Stopwatch;

/// Commits so many transactions over so many connections to the database of a URL, in a table that
/// is dropped afterwards; how many there were in a second.
///
/// # Errors
/// When the database refuses.
pub async fn rate(
    url: &str,
    connections: u32,
    transactions: u32,
    row: Arc<[u8]>,
) -> Result<u64, StorageError> {
    sqlx::any::install_default_drivers();
    let dialect = Dialect::of(url).ok_or(StorageError::Url)?;
    let options = Hosts::of(dialect, url)?.first()?;
    let mut all: Vec<AnyConnection> = Vec::new();
    for _ in 0..connections {
        let mut connection = options.connect().await?;
        dialect.prepare(&mut connection).await?;
        all.push(connection);
    }
    let Some(first) = all.first_mut() else { return Ok(0) };
    let bytes = if dialect.locks_rows() { "bytea" } else { "blob" };
    first.execute("drop table if exists bench_rows").await?;
    let create = match bytes {
        "bytea" => "create table bench_rows (number bigint primary key, bytes bytea not null)",
        _ => "create table bench_rows (number integer primary key, bytes blob not null)",
    };
    first.execute(create).await?;
    let each = transactions / connections.max(1);
    let watch = Stopwatch::start();
    let mut tasks = JoinSet::new();
    for (number, connection) in (0_u32..).zip(all) {
        let row = Arc::clone(&row);
        tasks.spawn(async move { commit(connection, number * each, each, &row).await });
    }
    let mut back = Vec::new();
    for done in tasks.join_all().await {
        back.push(done?);
    }
    let microseconds = watch.elapsed().as_micros().max(1);
    for connection in &mut back {
        connection.execute("drop table if exists bench_rows").await?;
    }
    for connection in back {
        connection.close().await?;
    }
    let rate = u128::from(each) * u128::from(connections) * 1_000_000 / microseconds;
    Ok(u64::try_from(rate).unwrap_or(u64::MAX))
}

async fn commit(
    mut connection: AnyConnection,
    from: u32,
    count: u32,
    row: &[u8],
) -> Result<AnyConnection, StorageError> {
    for number in from..from + count {
        sqlx::query("insert into bench_rows (number, bytes) values ($1, $2)")
            .bind(i64::from(number))
            .bind(row)
            .execute(&mut connection)
            .await?;
    }
    Ok(connection)
}
