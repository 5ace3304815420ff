//! Outcomes, certificates, bulletins, corrections and voids that say what did not happen.

use ballotbox::codec::Digest;
use ballotbox::entry::{Body, Corrected, PollVoided};
use ballotbox::hall::Hall;
use ballotbox::method::Method;
use ballotbox::note::SignedNote;
use ballotbox::statement::Statement;
use serde_json::{Value, json};
use uuid::Uuid;

use super::forge::{Forge, failing_in};
use crate::fixture::{Day, published, question};

const NONE: [usize; 0] = [];

fn forge() -> Forge {
    Forge::new(published(), 9, 1)
}

#[test]
fn an_altered_outcome_is_found_though_every_officer_signs_it() {
    type Change = fn(&mut Value);
    let cases: [(Change, &[usize], &[usize], &str); 11] = [
        (|body| body["sealed"][0] = json!(7), &[11], &[11, 15], "a sealed total"),
        (|body| body["paper"][0] = json!(1), &[11, 12], &[11, 12, 15], "papers from nowhere"),
        (|body| body["totals"][0] = json!(7), &[11, 13], &[11, 13, 15], "a total"),
        (
            |body| body["outcome"]["elected"] = json!([0, 2]),
            &[13, 16],
            &[13, 15, 16],
            "the elected",
        ),
        (|body| body["outcome"]["seats_left"] = json!(1), &[13], &[13, 15], "the seats left"),
        (
            |body| body["outcome"]["reason"]["zh"] = json!("经主席团决定"),
            &[13],
            &[13, 15],
            "the reason",
        ),
        (|body| body["outcome"]["options"][2]["votes"] = json!(6), &[13], &[13, 15], "votes"),
        (|body| body["outcome"]["warnings"] = json!([]), &[13], &[13, 15], "the remarks"),
        (|body| body["ballots"]["cast"] = json!(9), &[13, 14], &[13, 14, 15], "ballots cast"),
        (|body| body["ballots"]["issued"] = json!(8), &[13, 14], &[13, 14, 15], "ballots issued"),
        (|body| body["ballots"]["invalid"] = json!(1), &[13, 14], &[13, 14, 15], "invalid ones"),
    ];
    let mut forge = forge();
    for (change, conspiracy, alone, name) in cases {
        let failing = forge.with(|forge| change(forge.body("outcome")));
        assert_eq!(failing, alone, "{name}");
        let failing = forge.with(|forge| {
            change(forge.body("outcome"));
            forge.certify(3, 3);
        });
        assert_eq!(failing, conspiracy, "{name}, certified by everybody");
    }
}

#[test]
fn a_poll_has_one_outcome_certificate_and_bulletin_in_this_order() {
    let mut forge = forge();
    for (kind, check) in [("outcome", 11), ("certificate", 15), ("published", 16)] {
        let at = forge.at(kind, 0);
        let failing = forge.with(|forge| forge.entries.push(forge.entries[at].clone()));
        assert_eq!(failing, [check], "{kind} twice");
    }
    let certificate = forge.at("certificate", 0);
    let failing = forge.with(|forge| drop(forge.entries.remove(certificate)));
    assert_eq!(failing, [16], "a bulletin without certificate");
    let failing = forge.with(|forge| forge.entries.swap(certificate, certificate + 1));
    assert_eq!(failing, [15, 16], "a bulletin before the certificate");
    let failing = forge.with(|forge| forge.entries.swap(certificate, certificate - 1));
    assert_eq!(failing, [11, 15, 16], "a certificate before the outcome");
}

#[test]
fn a_certificate_needs_every_teller_and_the_threshold() {
    let mut forge = forge();
    for (tellers, presidium, expected) in [
        (3, 1, [15].as_slice()),
        (3, 0, &[15]),
        (2, 2, &[15]),
        (2, 3, &[15]),
        (0, 0, &[15]),
        (0, 3, &[15]),
        (3, 3, &[]),
    ] {
        let failing = forge.with(|forge| forge.certify(tellers, presidium));
        assert_eq!(failing, expected, "{tellers} tellers, {presidium} members");
    }
    let mut others = Day::open(9, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 2).hall;
    let statement = Statement::Certificate(forge.certificate_facts());
    let strangers = others.signed(&statement, 0..3, 0..3);
    assert_eq!(forge.with(|forge| forge.renote("certificate", &strangers)), [15], "strangers");
    let log = forge.insider.log_signs(strangers.text());
    assert_eq!(forge.with(|forge| forge.renote("certificate", &log)), [15], "the log's key");
    let nobody = SignedNote::new(strangers.text());
    assert_eq!(forge.with(|forge| forge.renote("certificate", &nobody)), [15], "nobody");
    assert_eq!(failing_in(&mut others), NONE);
}

#[test]
fn a_certificate_is_for_this_closing_note_outcome_and_count() {
    let other = Digest::of(&[b"other"]);
    let mut forge = forge();
    for (member, value) in [
        ("closing", json!(other)),
        ("outcome", json!(other)),
        ("present", json!(8)),
        ("slips", json!(8)),
        ("invalid", json!(1)),
    ] {
        let failing =
            forge.with(|forge| forge.body("certificate")["facts"][member] = value.clone());
        assert_eq!(failing, [15], "{member}");
        let failing = forge.with(|forge| {
            forge.body("certificate")["facts"][member] = value;
            let statement = Statement::Certificate(forge.certificate_facts());
            let note = forge.day.hall.signed(&statement, 0..3, 0..3);
            forge.renote("certificate", &note);
        });
        assert_eq!(failing, [15], "{member}, signed by everybody");
    }
}

#[test]
fn a_bulletin_says_what_the_outcome_says() {
    type Change<'a> = &'a dyn Fn(&mut Value);
    let mut forge = forge();
    let first = forge.body("published")["elected"][0].clone();
    let cases: [(Change<'_>, &str); 8] = [
        (&|body| body["elected"] = json!([]), "nobody"),
        (&|body| body["elected"] = json!([first]), "one less"),
        (&|body| body["elected"][1] = first.clone(), "one twice"),
        (&|body| body["elected"][1]["title"] = json!("项目3"), "another title"),
        (&|body| body["elected"][1]["number"] = json!(3), "another number"),
        (&|body| body["question"] = json!("另一题"), "another question"),
        (&|body| body["question_code"] = json!("0000-0000-0000"), "another question code"),
        (&|body| body["closing_code"] = json!("0000-0000-0000"), "another closing code"),
    ];
    for (change, name) in cases {
        assert_eq!(forge.with(|forge| change(forge.body("published"))), [16], "{name}");
    }
}

/// A correction of an entry, signed by so many of the presidium.
fn correction(hall: &Hall, poll: Uuid, refers: u64, members: usize) -> Body {
    let text = "更正：会议地点".to_owned();
    let digest = Digest::of(&[text.as_bytes()]);
    let statement = Statement::Correct { poll, refers, text: digest };
    let note = hall.signed(&statement, 0..0, 0..members);
    Body::Corrected(Box::new(Corrected { poll, refers, text, note }))
}

#[test]
fn a_correction_is_signed_and_refers_to_what_is_published() {
    for (refers, members, expected) in [
        (3, 2, NONE.as_slice()),
        (3, 3, &[]),
        (3, 1, &[15]),
        (3, 0, &[15]),
        (100, 2, &[15]),
        (u64::MAX >> 11, 2, &[15]),
    ] {
        let mut day = published();
        let body = correction(&day.hall, day.poll.id(), refers, members);
        day.hall.append(body).unwrap();
        assert_eq!(failing_in(&mut day.hall), expected, "{refers}, {members} members");
    }
    let own = u64::try_from(published().hall.entries().len()).unwrap();
    for (refers, expected) in [(own - 1, NONE.as_slice()), (own, &[15])] {
        let mut day = published();
        let body = correction(&day.hall, day.poll.id(), refers, 2);
        day.hall.append(body).unwrap();
        assert_eq!(failing_in(&mut day.hall), expected, "{refers} of {own}");
    }
    let mut day = published();
    let mut body = correction(&day.hall, day.poll.id(), 3, 2);
    if let Body::Corrected(body) = &mut body {
        body.text.push_str("和结果");
    }
    day.hall.append(body).unwrap();
    assert_eq!(failing_in(&mut day.hall), [15], "another text than the one signed");
    let mut day = Day::open(9, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 1);
    let body = correction(&day.hall, day.poll.id(), 3, 2);
    day.hall.append(body).unwrap();
    assert_eq!(failing_in(&mut day.hall), [15], "before anything is published");
}

/// A day that came to some step: 0 open, 1 closed, 2 closing note, 3 counted, 4 published.
fn at_step(step: usize) -> Day {
    let mut day = Day::open(9, question(Method::Pick { min: 0, max: 2 }, 3, Some(2)), 61);
    for slip in 0..6 {
        day.cast(slip, &json!([0, 1]));
    }
    if step > 0 {
        day.close();
    }
    if step == 2 {
        day.hall.sign_closing(&mut day.poll, 6).unwrap();
    }
    if step > 2 {
        day.count();
    }
    if step > 3 {
        day.publish();
    }
    day
}

#[test]
fn a_poll_is_voided_before_its_closing_note_or_for_a_missing_share() {
    for (step, missing, expected) in [
        (0, None, NONE.as_slice()),
        (1, None, &[]),
        (2, None, &[15]),
        (3, None, &[15]),
        (4, None, &[15]),
        (0, Some(1), &[15]),
        (2, Some(1), &[]),
        (3, Some(1), &[15]),
        (4, Some(1), &[15]),
    ] {
        let mut day = at_step(step);
        day.hall.void_poll(&day.poll, "作废", missing).unwrap();
        assert_eq!(failing_in(&mut day.hall), expected, "step {step}, missing {missing:?}");
    }
    let mut day = at_step(0);
    day.hall.void_poll(&day.poll, "作废", None).unwrap();
    day.hall.void_poll(&day.poll, "作废", None).unwrap();
    assert_eq!(failing_in(&mut day.hall), [15], "twice");
    let mut day = at_step(0);
    day.hall.void_poll(&day.poll, "作废", None).unwrap();
    day.close();
    assert_eq!(failing_in(&mut day.hall), [9], "closed after it was voided");
}

#[test]
fn a_share_is_missing_of_a_teller_who_gave_none() {
    let cases: [(&[usize], &[usize]); 5] =
        [(&[], &[]), (&[0, 2], &[]), (&[0], &[]), (&[1], &[15]), (&[0, 1, 2], &[15])];
    for (given, expected) in cases {
        let mut day = at_step(2);
        day.hall.open_sums(&day.poll, &mut day.rng).unwrap();
        day.hall.void_poll(&day.poll, "作废", Some(1)).unwrap();
        let mut forge = Forge::new(day, 9, 61);
        let void = forge.entries.pop().unwrap();
        let first = forge.at("share", 0);
        let failing = forge.with(|forge| {
            let shares = forge.entries.split_off(first);
            forge.entries.extend(given.iter().map(|&teller| shares[teller].clone()));
            forge.entries.push(void);
        });
        assert_eq!(failing, expected, "shares of {given:?}, missing that of 1");
    }
    let mut day = at_step(2);
    let (poll, reason, missing) = (day.poll.id(), "作废".to_owned(), Some(Uuid::nil()));
    let note = day.hall.signed(&Statement::void_poll(poll, &reason, missing), 0..0, 0..2);
    let body = PollVoided { poll, reason, missing_share: missing, note };
    day.hall.append(Body::PollVoided(Box::new(body))).unwrap();
    assert_eq!(failing_in(&mut day.hall), [15], "a teller whom nobody knows");
}

#[test]
fn a_void_is_signed_by_the_presidiums_threshold() {
    for (tellers, members, signed_reason, missing, expected) in [
        (0, 2, "作废", None, NONE.as_slice()),
        (0, 1, "作废", None, &[15]),
        (0, 0, "作废", None, &[15]),
        (3, 1, "作废", None, &[15]),
        (0, 2, "别的理由", None, &[15]),
        (0, 2, "作废", Some(Uuid::nil()), &[15]),
    ] {
        let mut day = at_step(0);
        let (poll, reason) = (day.poll.id(), "作废".to_owned());
        let digest = Digest::of(&[signed_reason.as_bytes()]);
        let statement = Statement::VoidPoll { poll, reason: digest, missing };
        let note = day.hall.signed(&statement, 0..tellers, 0..members);
        let body = PollVoided { poll, reason, missing_share: missing, note };
        day.hall.append(Body::PollVoided(Box::new(body))).unwrap();
        assert_eq!(failing_in(&mut day.hall), expected, "{tellers} {members} {signed_reason}");
    }
}

#[test]
fn totals_that_the_shares_do_not_give_are_found_though_all_else_follows_from_them() {
    for (sealed, expected) in
        [(vec![6, 6, 0], NONE.as_slice()), (vec![6, 0, 6], &[11]), (vec![5, 6, 0], &[11])]
    {
        let mut day = at_step(2);
        day.hall.open_sums(&day.poll, &mut day.rng).unwrap();
        day.hall.decide(&mut day.poll, sealed.clone()).unwrap();
        day.publish();
        assert_eq!(failing_in(&mut day.hall), expected, "{sealed:?}");
    }
}

#[test]
fn a_poll_on_paper_has_no_sealed_totals() {
    for (sealed, expected) in [(vec![0, 0], NONE.as_slice()), (vec![1, 0], &[11])] {
        let paper = ballotbox::hall::Question {
            channel: ballotbox::manifest::Channel::Paper,
            ..question(Method::Pick { min: 0, max: 1 }, 2, Some(1))
        };
        let mut day = Day::open(9, paper, 62);
        day.close();
        day.hall.enter_paper(&mut day.poll, 9, 0, vec![5, 3]).unwrap();
        day.hall.sign_closing(&mut day.poll, 0).unwrap();
        day.hall.decide(&mut day.poll, sealed.clone()).unwrap();
        day.publish();
        assert_eq!(failing_in(&mut day.hall), expected, "{sealed:?}");
    }
}

#[test]
fn there_are_no_more_ballots_than_slips_handed_out() {
    for (slips, expected) in [(6, NONE.as_slice()), (5, &[14])] {
        let mut day = at_step(0);
        let closed = ballotbox::hall::Ballots { slips, present: 9 };
        day.hall.close_poll(&mut day.poll, closed).unwrap();
        day.count();
        day.publish();
        assert_eq!(failing_in(&mut day.hall), expected, "{slips} slips for 6 ballots");
    }
}
