//! Clients that go away in the middle, on PostgreSQL: the driver's future is dropped at every
//! moment of a transaction. No connection stays behind in a transaction, and what was committed is
//! there for others.

use std::time::Duration;

use piaojue::clock::Clock;
use piaojue::service::{KeyFile, Parts, Service, SignInRules};
use piaojue::storage::{self, Storage};
use serde_json::json;
use sqlx::AnyPool;
use sqlx::any::AnyPoolOptions;

use crate::counts::count;
use crate::hall::{SITE, Size, prepare};
use crate::judge::{Acknowledged, judge};
use crate::support::postgres::Postgres;
use crate::template::runtime;

/// Connections that are in a transaction and do nothing.
fn left_behind(postgres: &Postgres, address: &str) -> String {
    let question = "select count(*) from pg_stat_activity where datname = current_database() \
                    and state like 'idle in transaction%'";
    postgres.ask(address, question)
}

/// Gives up waiting for something after so many microseconds.
async fn give_up<T>(after: u64, doing: impl Future<Output = T>) {
    let _given_up = tokio::time::timeout(Duration::from_micros(after), doing).await;
}

#[test]
fn who_goes_away_leaves_no_transaction_behind() {
    let postgres = Postgres::start();
    let address = postgres.database("left");
    let runtime = runtime();
    runtime.block_on(async {
        let storage = Storage::open(&address).await.unwrap();
        let mut kept = Vec::new();
        for round in 0..count(200, 4_000) {
            let after = u64::try_from(round % 200).unwrap() * 10;
            give_up(after, storage.begin()).await;
            let name = format!("kept{round}");
            let mut tx = storage.begin().await.unwrap();
            storage::facts::write(tx.connection(), &name, "1").await.unwrap();
            tx.commit().await.unwrap();
            kept.push(name);
        }
        let rows = "select count(*) from facts where name like 'kept%'";
        assert_eq!(postgres.ask(&address, rows), kept.len().to_string(), "what was committed");
        // Whoever takes a connection finds it at rest, however many were left.
        for _ in 0..20 {
            drop(storage.read().await.unwrap());
        }
        storage.close().await;
    });
    assert_eq!(left_behind(&postgres, &address), "0");
    the_driver_alone_leaves_some(&address);
}

/// The control: the driver's own pool, without our question, hands out connections that the server
/// has in a transaction. If it never does any more, the guard may go.
fn the_driver_alone_leaves_some(address: &str) {
    runtime().block_on(async {
        let pool: AnyPool =
            AnyPoolOptions::new().max_connections(1).connect(address).await.unwrap();
        let mut seen = false;
        for round in 0..4_000_u64 {
            give_up(round % 400, pool.begin()).await;
            let mut connection = pool.acquire().await.unwrap();
            let question = "do $$ begin if now() <> statement_timestamp() then \
                 raise exception 'left in a transaction'; end if; end $$";
            seen = sqlx::Executor::execute(&mut *connection, question).await.is_err();
            if seen {
                println!("the driver alone left a transaction behind in round {round}");
                break;
            }
        }
        assert!(seen, "sqlx mended issue 4385: the guard of the pool is needed no more");
    });
}

#[test]
fn a_ballot_whose_client_went_away_is_stored_or_can_be_cast_again() {
    let postgres = Postgres::start();
    let address = postgres.database("casts");
    let runtime = runtime();
    let slips = count(60, 400);
    runtime.block_on(async {
        let storage = Storage::open(&address).await.unwrap();
        let (clock, key_file) = (Clock::System, KeyFile::generate());
        let (site, rules) = (SITE.into(), SignInRules::rehearsal());
        let service = Service::begin(Parts { storage, clock, key_file, site, rules });
        let (town, poll) = prepare(service, &Size::small(slips)).await;
        town.sign_in(slips).await.unwrap();
        town.open(poll).await.unwrap();
        let session = town.session;
        let mut known = Vec::new();
        for slip in 0..slips {
            let ballot = town.sealed(poll, slip, &json!([slip % 3])).await.unwrap();
            let after = u64::try_from(slip).unwrap() * 400;
            give_up(after, town.service.cast(session, poll, &ballot)).await;
            let receipt = town.service.cast(session, poll, &ballot).await.unwrap();
            let receipt = json!({
                "index": receipt.index,
                "leaf": receipt.leaf,
                "note": receipt.note,
                "receipt_code": receipt.code(),
            });
            known.push(Acknowledged { ballot, receipt });
        }
        let entries = town.service.entries(session).await.unwrap();
        assert_eq!(judge(poll, &entries, &known), Ok(slips));
        // On another connection, of another program, each is there too.
        let rows = postgres.ask(&address, "select count(*) from entries where kind = 'ballot'");
        assert_eq!(rows, slips.to_string());
        assert_eq!(left_behind(&postgres, &address), "0");
        town.service.end().await;
    });
}
