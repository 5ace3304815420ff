//! Tables of counts: which identities hold, which are answered for, and which block a certificate.

use super::*;

/// 40 slips, 33 sealed ballots with their stubs, 5 of 6 papers came back.
const MIXED: Counted = Counted {
    channel: Channel::Sealed,
    issued: 40,
    ballots: 33,
    stubs: Some(33),
    answered: false,
    papers_issued: 6,
    papers: 5,
    unreturned: Some(1),
    present: 40,
    signed_in: 41,
    void: false,
};
const PAPER: Counted = Counted {
    channel: Channel::Paper,
    issued: 40,
    ballots: 0,
    stubs: Some(0),
    papers_issued: 40,
    papers: 38,
    unreturned: Some(2),
    ..MIXED
};

fn standings(counted: Counted) -> Vec<(Identity, &'static str, Standing)> {
    let lines = counted.reconcile().lines;
    lines.into_iter().map(|line| (line.identity, line.sign, line.standing)).collect()
}

#[test]
fn each_channel_has_its_lines() {
    use Identity::{Issued, Papers, Present, SignIn, Stubs};
    let of = |counted| standings(counted).into_iter().map(|line| line.0).collect::<Vec<_>>();
    assert_eq!(of(MIXED), [Issued, Stubs, Papers, Present, SignIn]);
    assert_eq!(of(PAPER), [Issued, Papers, Present, SignIn]);
    let none = Counted { papers_issued: 0, papers: 0, unreturned: Some(0), ..MIXED };
    assert_eq!(of(none), [Issued, Stubs, Present, SignIn]);
    let hands = Counted { channel: Channel::Hands, ..PAPER };
    assert_eq!(of(hands), [Issued, Present, SignIn]);
}

#[test]
fn figures_that_agree_hold() {
    for counted in [MIXED, PAPER, Counted { signed_in: 40, ..MIXED }] {
        let lines = counted.reconcile();
        assert!(lines.lines.iter().all(|line| line.standing == Standing::Holds), "{lines:?}");
        assert_eq!((lines.check(), lines.laws().count()), (Ok(()), 0));
    }
    let issued = MIXED.reconcile().lines.remove(0);
    let right = [("recon-ballots", 33), ("recon-paper", 5), ("recon-not-cast", 2)];
    assert_eq!((issued.left.1, issued.right.as_slice()), (40, right.as_slice()));
    let of_paper = PAPER.reconcile().lines.remove(1);
    assert_eq!(of_paper.right, [("recon-papers-in", 38), ("recon-unreturned", 2)]);
}

#[test]
fn one_more_or_one_fewer_breaks_one_line() {
    use Identity::{Issued, Papers, Present, SignIn, Stubs};
    let table: [(Counted, &[(Identity, &str)]); 8] = [
        (Counted { stubs: Some(32), ..MIXED }, &[(Stubs, "≠")]),
        (Counted { stubs: Some(34), ..MIXED }, &[(Stubs, "≠")]),
        (Counted { unreturned: Some(0), ..MIXED }, &[(Papers, "≠")]),
        (Counted { unreturned: Some(2), ..MIXED }, &[(Papers, "≠")]),
        (Counted { papers_issued: 4, issued: 38, ..MIXED }, &[(Papers, "<")]),
        (Counted { issued: 37, ..MIXED }, &[(Issued, "<")]),
        (Counted { present: 37, ..MIXED }, &[(Present, "<")]),
        (Counted { signed_in: 39, ..MIXED }, &[(SignIn, "<")]),
    ];
    for (counted, expected) in table {
        let broken: Vec<_> = standings(counted)
            .into_iter()
            .filter(|(_, _, standing)| *standing == Standing::Breach)
            .map(|(identity, sign, _)| (identity, sign))
            .collect();
        assert_eq!(broken, expected, "{counted:?}");
        let refusal = counted.reconcile().check().unwrap_err();
        assert_eq!(refusal.key(), "refusal-recon");
        assert_eq!(counted.reconcile().laws().count(), expected.len());
    }
}

#[test]
fn what_is_answered_for_or_void_blocks_nothing_and_is_said() {
    let answered = Counted { stubs: Some(34), answered: true, ..MIXED };
    assert_eq!(answered.reconcile().check(), Ok(()));
    assert_eq!(answered.reconcile().laws().collect::<Vec<_>>(), ["recon-law-stubs"]);
    let more = Counted { papers: 41, unreturned: Some(0), ..PAPER };
    assert!(more.reconcile().check().is_err());
    let void = Counted { void: true, ..more };
    assert_eq!(void.reconcile().check(), Ok(()));
    let laws: Vec<_> = void.reconcile().laws().collect();
    assert_eq!(laws, ["recon-law-issued", "recon-law-issued", "recon-law-present"]);
    // Not counted yet is neither: there is nothing to certify.
    let open = Counted { stubs: None, unreturned: None, ..MIXED };
    assert_eq!(open.reconcile().check(), Ok(()));
    let open = standings(open).into_iter().filter(|line| line.2 == Standing::Open).count();
    assert_eq!(open, 2);
}
