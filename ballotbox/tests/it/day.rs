//! Whole days: from an open session to a verified bundle.

use ballotbox::codec::{Digest, Time};
use ballotbox::hall::{Ballots, Hall, Question, Setup};
use ballotbox::manifest::Channel;
use ballotbox::method::{Marks, Method};
use ballotbox::rule::{Blank, RuleSettings};
use ballotbox::verify::{Verdict, verify};

#[test]
fn a_day_verifies() {
    let mut rng = rand_chacha();
    let mut hall = Hall::open(setup(12), &mut rng).unwrap();
    hall.attendance(12, 9).unwrap();
    let rule = RuleSettings { seats: Some(Some(2)), ..RuleSettings::default() }.resolve().unwrap();
    let options = ["路", "桥", "灯"].map(|title| (title.to_owned(), Digest::of(&[])));
    let question = Question {
        question: "民生实事项目票决".into(),
        channel: Channel::Sealed,
        method: Method::Pick { min: 0, max: 2 },
        options: options.to_vec(),
        rule,
    };
    let mut poll = hall.open_poll(question, &mut rng).unwrap();
    for slip in 0..8 {
        let marks = Marks::parse(&Method::Pick { min: 0, max: 2 }, 3, Blank::Abstain, &serde_json::json!([0, 1])).unwrap();
        let ballot = hall.seal(&poll, slip, &marks, &mut rng).unwrap();
        hall.cast(&mut poll, ballot).unwrap();
    }
    hall.close_poll(&mut poll, Ballots { slips: 9, present: 9, stubs: 8 }).unwrap();
    hall.sign_closing(&mut poll, 8).unwrap();
    let sums = hall.open_sums(&poll, &mut rng).unwrap();
    assert_eq!(sums, [8, 8, 0]);
    hall.decide(&mut poll, sums).unwrap();
    hall.certify(&poll).unwrap();
    hall.publish(&poll).unwrap();
    let report = verify(&hall.bundle().to_bytes(), &|_| {}).unwrap();
    for check in &report.checks { println!("{check:?}"); }
    assert_eq!(report.verdict, Verdict::Verified);
}
fn setup(slips: usize) -> Setup {
    Setup { site: "https://vote.example".into(), township: "500229".into(), title: "四屏镇".into(),
        tellers: vec!["甲".into(), "乙".into(), "丙".into()], presidium: vec!["子".into(), "丑".into(), "寅".into()],
        threshold: 2, slips, rehearsal: false, at: Time::parse("2026-01-31T09:00:00Z").unwrap() }
}
fn rand_chacha() -> impl rand_core::CryptoRng {
    use rand_core::SeedableRng as _;
    rand_chacha::ChaCha20Rng::seed_from_u64(1)
}
