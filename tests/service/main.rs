//! The service and its storage from inside, in one binary: each test runs on SQLite and on
//! PostgreSQL. Every check has its control: what must fail fails.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails, and says where"
)]

mod casting;
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
    casting {
        the_same_bytes_get_the_same_receipt, fifty_at_once_are_one_ballot,
        two_nodes_take_one_ballot, what_does_not_hold_is_not_stored,
        slips_that_are_not_on_the_roll_or_void, only_an_open_poll_takes_ballots,
        a_cast_is_before_the_close_or_told_so, two_sessions_do_not_disturb_each_other,
    }
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
