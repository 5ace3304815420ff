//! The service and its storage from inside, in one binary: each test runs on SQLite and on
//! PostgreSQL. Every check has its control: what must fail fails.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says where"
)]

mod accounts;
mod alone;
mod bench;
mod casting;
mod day;
mod exports;
mod failover;
mod guesses;
mod imports;
mod insider;
mod machine;
mod nodes;
mod nouns;
mod paper;
mod papers;
mod place;
mod planted;
mod printed;
mod sign_in;
mod stages;
#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "of what drives the program from outside, databases only")]
mod support;
mod table;
mod tablets;
mod trail;
mod voting;

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
    accounts {
        the_setup_code_works_once, forms_that_do_not_fit_are_refused,
        wrong_passwords_block_for_a_while, guesses_at_once_are_all_counted,
        one_login_per_account_ends_in_time, a_closed_account_is_out_at_once,
        what_is_not_there_is_not_changed,
        passwords_change_with_the_old_one, second_persons, another_township_finds_nothing,
    }
    alone {
        an_administrator_alone_is_never_the_presidium, of_members_closed_at_once_one_stays,
    }
    casting {
        the_same_bytes_get_the_same_receipt, fifty_at_once_are_one_ballot,
        two_nodes_take_one_ballot, what_does_not_hold_is_not_stored,
        slips_that_are_not_on_the_roll_or_void, only_an_open_poll_takes_ballots,
        a_cast_is_before_the_close_or_told_so, two_sessions_do_not_disturb_each_other,
    }
    exports {
        an_archive_leaves_when_two_want_it, a_session_that_changed_is_asked_for_again,
        every_file_is_what_the_lists_say, totals_have_no_line_for_a_ballot,
        who_fetches_the_bundle_again_waits_for_no_writer,
    }
    guesses {
        guesses_at_its_own_address_keep_no_chair_out, a_clock_that_goes_back_keeps_nobody_out,
    }
    imports {
        a_list_is_taken_whole_and_once, what_is_taken_is_what_was_shown, who_may_import_and_when,
        a_fixed_list_is_not_changed_by_an_import,
    }
    insider {
        a_list_that_was_changed_does_not_open, a_void_vote_on_another_list_is_not_held_again,
        what_the_schema_refuses_of_offices, what_the_schema_refuses_of_second_persons,
        what_the_schema_refuses_of_proposals, what_the_schema_refuses_of_fixed_lists,
        what_the_schema_refuses_of_acts,
    }
    nouns {
        townships, accounts, logins, sessions, roll_and_attendance, projects, officers,
        facts_and_settings,
    }
    paper {
        a_day_on_paper, a_vote_goes_on_on_paper, a_vote_returns_to_tablets,
        fewer_than_five_are_cast_on_a_tablet, a_vote_with_few_ballots_is_held_again_on_paper,
        a_further_round_goes_over_to_paper, a_vote_on_paper_takes_no_stub,
        more_papers_than_were_handed_out_are_a_void_vote, a_show_of_hands,
        a_breach_blocks_the_certificate,
    }
    papers {
        polls, notes, proposals, log, what_is_logged_stays, what_the_schema_refuses,
    }
    printed {
        a_void_vote_is_announced_as_void_and_held_again, what_is_level_stays_open,
        what_goes_into_a_further_round_stays_open,
        a_further_round_has_no_regulation, a_report_knows_who_was_on_leave,
        hands_do_not_return, five_grades_apart_fit_the_sheet,
        only_a_poll_with_a_stub_is_named_by_it,
    }
    sign_in {
        a_password_alone_is_no_login, a_stranger_does_not_lock_the_chair_out,
        names_that_nobody_has_are_blocked_alike, passwords_run_out_and_do_not_come_back,
        accounts_are_given_by_two, a_reset_ends_everything, second_persons_type_their_password,
    }
    stages {
        every_act_at_every_stage_by_every_role, a_session_ends_when_its_polls_are_over,
        a_session_begins_where_there_is_a_township,
    }
    tablets {
        codes_work_once_and_not_for_long, what_one_node_hears_another_knows,
        tablets_are_the_clerks_of_the_township,
    }
    table { every_verb_in_every_state_by_every_role }
    trail {
        a_changed_row_breaks_the_chain, all_lines_of_all_nodes_are_chained,
        every_act_has_its_line,
    }
    voting {
        a_tie_and_the_round_after_it, a_void_poll_is_held_again, a_rehearsal_is_never_certified,
        four_ballots_are_never_opened, tellers_who_disagree_count_again,
        other_stubs_than_ballots_need_the_presidium, left_over_slips_are_void_by_two_tellers,
        who_comes_late_votes_too, too_few_present_open_nothing, a_share_that_never_comes_voids,
        an_opening_is_asked_for_again_after_a_slip_is_void,
        an_opening_is_asked_for_again_after_the_attendance_changed,
        each_poll_has_its_own_stub, one_poll_is_open_at_a_time,
    }
}

/// Runs a test to its end on a runtime of its own.
fn run(test: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(2).enable_all().build().unwrap().block_on(test);
}
