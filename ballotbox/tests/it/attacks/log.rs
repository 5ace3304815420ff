//! A log that is cut, forked or headed by others, and what follows after the end.

use ballotbox::bundle::Bundle;
use ballotbox::note::SignedNote;
use ballotbox::verify::Verdict;
use serde_json::{Value, json};

use super::forge::{Forge, failing, failing_in, report};
use crate::fixture::{Day, published, question};

const NONE: [usize; 0] = [];

fn forge() -> Forge {
    Forge::new(published(), 9, 1)
}

#[test]
fn a_cut_log_does_not_fit_its_head() {
    let mut day = published();
    let bundle = day.hall.bundle();
    let checkpoints = bundle.checkpoints().to_vec();
    let failing_of =
        |entries: Vec<Vec<u8>>| failing(&Bundle::new(entries, checkpoints.clone()).to_bytes());
    let entries = bundle.entries().to_vec();
    assert_eq!(failing_of(entries.clone()), NONE);
    for left_out in 1..entries.len() {
        let cut = entries[..left_out].to_vec();
        assert!(failing_of(cut).contains(&2), "{left_out} entries of {}", entries.len());
    }
    for middle in 0..entries.len() {
        let cut = [&entries[..middle], &entries[middle + 1..]].concat();
        assert!(failing_of(cut).contains(&2), "without entry {middle}");
    }
    let longer = [entries.clone(), entries[entries.len() - 1..].to_vec()].concat();
    assert!(failing_of(longer).contains(&2), "an entry more");
    assert_eq!(failing_of(Vec::new()), [2], "no entries");
}

#[test]
fn whoever_holds_the_logs_key_cannot_drop_or_change_what_the_tellers_closed() {
    let mut forge = forge();
    let first = forge.at("ballot", 0);
    let closing = forge.at("closing", 0);
    for at in 0..closing {
        let failing = forge.with(|forge| drop(forge.entries.remove(at)));
        assert!(failing.contains(&9) || failing == [2], "without entry {at}: {failing:?}");
    }
    let failing = forge.with(|forge| drop(forge.entries.remove(first)));
    assert_eq!(failing, [9, 14], "a ballot dropped");
    let failing = forge.with(|forge| forge.entries.swap(first, first + 1));
    assert_eq!(failing, [9], "two ballots swapped");
    let failing = forge.with(|forge| forge.entries.insert(first, forge.entries[first].clone()));
    assert_eq!(failing, [6, 9, 14], "a ballot doubled");
    // A log that ends earlier is a log of the time before: nothing is published in it yet.
    let entries = forge.bytes()[..closing].to_vec();
    let head = forge.insider.checkpoint(&entries);
    let earlier = Bundle::new(entries, vec![head]).to_bytes();
    assert_eq!(report(&earlier).verdict, Verdict::Incomplete);
}

#[test]
fn heads_are_signed_by_the_log_grow_and_reach_the_end() {
    let forge = forge();
    let stranger = Forge::new(
        Day::open(9, question(ballotbox::method::Method::YesNoAbstain {}, 1, None), 2),
        9,
        2,
    );
    let entries = forge.bytes();
    let head = |size: usize| forge.insider.checkpoint(&entries[..size]);
    let all = entries.len();
    let origin = forge.day.hall.origin();
    let text = |note: &str| note.parse::<SignedNote>().unwrap().text().to_owned();
    let foreign = stranger.insider.log_signs(&text(&head(all))).to_string();
    let twice = head(all) + head(all).lines().last().unwrap() + "\n";
    let both = head(all) + foreign.lines().last().unwrap() + "\n";
    let unsigned = SignedNote::new(text(&head(all))).to_string();
    let padded = text(&head(all)).replace(&format!("\n{all}\n"), &format!("\n0{all}\n"));
    let padded = forge.insider.log_signs(&padded).to_string();
    let longer = forge.insider.log_signs(&format!("{}more\n", text(&head(all)))).to_string();
    let elsewhere = text(&head(all)).replace(origin.as_str(), stranger.day.hall.origin().as_str());
    let elsewhere = forge.insider.log_signs(&elsewhere).to_string();
    let fork = text(&head(all)).replace(&format!("\n{all}\n"), &format!("\n{}\n", all - 1));
    let fork = forge.insider.log_signs(&fork).to_string();
    let receipt = forge.day.hall.receipt(3).unwrap().to_string();
    let cases = [
        (vec![head(all)], NONE.as_slice(), "the control"),
        (vec![head(3), head(9), head(all)], &[], "several heads"),
        (vec![], &[2], "none"),
        (vec![head(all - 1)], &[2], "an older one"),
        (vec![head(0), head(all)], &[2], "a head of nothing"),
        (vec![head(all), head(all)], &[2], "the same twice"),
        (vec![head(all), head(3)], &[2], "shrinking"),
        (vec![foreign.clone()], &[2], "a stranger's key"),
        (vec![foreign, head(all)], &[2], "a stranger's beside the right one"),
        (vec![twice], &[2], "signed twice"),
        (vec![both], &[2], "signed by a stranger too"),
        (vec![unsigned], &[2], "unsigned"),
        (vec![padded], &[2], "a size with a zero in front"),
        (vec![longer], &[2], "a line more"),
        (vec![elsewhere, head(all)], &[2], "of another log"),
        (vec![fork, head(all)], &[2], "a fork"),
        (vec![receipt, head(all)], &[2], "a receipt"),
        (vec![String::new(), head(all)], &[2], "no note"),
    ];
    for (checkpoints, expected, name) in cases {
        let bundle = Bundle::new(entries.clone(), checkpoints).to_bytes();
        assert_eq!(failing(&bundle), expected, "{name}");
    }
}

#[test]
fn a_session_opens_once_and_nothing_but_corrections_follows_its_close() {
    let mut forge = forge();
    let opened = forge.entries[0].clone();
    assert_eq!(forge.with(|forge| forge.entries.push(opened)), [2], "opened again");
    let mut day = published();
    day.hall.close().unwrap();
    assert_eq!(failing_in(&mut day.hall), NONE);
    day.hall.attendance(9, 9).unwrap();
    assert_eq!(failing_in(&mut day.hall), [2], "attendance after the close");
    let mut day = published();
    day.hall.close().unwrap();
    day.hall.close().unwrap();
    assert_eq!(failing_in(&mut day.hall), [2], "closed twice");
    let mut day = published();
    day.hall.attendance(9, 10).unwrap();
    assert_eq!(failing_in(&mut day.hall), [14], "more present than there are");
}

#[test]
fn an_entry_has_its_members_and_no_others() {
    type Change<'a> = &'a dyn Fn(&mut Value);
    let at = "2026-01-31T09:00:00Z";
    let changes: [(Change<'_>, &str); 7] = [
        (&|entry| entry["more"] = json!(1), "a member more"),
        (&|entry| entry["body"]["more"] = json!(1), "a member more in the body"),
        (&|entry| drop(entry.as_object_mut().unwrap().remove("at")), "no time"),
        (&|entry| entry["at"] = json!("2026-01-31T24:00:00Z"), "no such time"),
        (&|entry| entry["at"] = json!("2026-01-31 09:00:00Z"), "another form of time"),
        (&|entry| entry["kind"] = json!("poll_unlocked"), "an unknown kind"),
        (&|entry| entry["body"] = json!({}), "an empty body"),
    ];
    let mut forge = forge();
    let last = forge.entries.len() - 1;
    for (change, name) in changes {
        let failing = forge.with(|forge| change(&mut forge.entries[last]));
        assert_eq!(failing, [1], "{name}");
    }
    let ballot = forge.at("ballot", 0);
    let failing = forge.with(|forge| forge.entries[ballot]["at"] = json!(at));
    assert!(failing.starts_with(&[1]), "a ballot with a time: {failing:?}");
}

#[test]
fn a_log_has_a_name_that_can_stand_in_notes() {
    let mut forge = forge();
    forge.entries.truncate(1);
    for (member, value) in [
        ("site", ""),
        ("site", "vote example"),
        ("site", "vote+example"),
        ("site", "vote\nexample"),
        ("township", ""),
        ("township", "5002\n29203"),
    ] {
        let failing = forge.with(|forge| forge.body("session_opened")[member] = json!(value));
        assert_eq!(failing, [2], "{member} {value:?}");
    }
}
