//! The service and its storage from inside, in one binary: each test runs on SQLite and on
//! PostgreSQL. Every check has its control: what must fail fails.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails, and says where"
)]

mod day;
mod nouns;
mod papers;
mod place;
#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "of what drives the program from outside, databases only")]
mod support;
mod table;

/// Mounts each test once for each database.
macro_rules! on_both {
    ($($module:ident { $($test:ident),* $(,)? })*) => {
        mod sqlite {
            $(mod $module { $(
                #[test]
                fn $test() { crate::run(crate::$module::$test(crate::place::Kind::Sqlite)); }
            )* })*
        }
        mod postgres {
            $(mod $module { $(
                #[test]
                fn $test() { crate::run(crate::$module::$test(crate::place::Kind::Postgres)); }
            )* })*
        }
    };
}

on_both! {
    nouns {
        townships, accounts, logins, sessions, roll_and_attendance, projects, officers,
        facts_and_settings,
    }
    papers {
        polls, notes, proposals, log, what_is_logged_stays, what_the_schema_refuses,
    }
    table { every_verb_in_every_state_by_every_role }
}

/// Runs a test to its end on a runtime of its own.
fn run(test: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(2).enable_all().build().unwrap().block_on(test);
}
