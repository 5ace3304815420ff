//! Paper and hands: a day without slips, a vote that goes over to paper in its midst, too few
//! papers, too many, entries that differ, counts that block a certificate.

use ballotbox::manifest::Channel;
use ballotbox::outcome::Status;
use ballotbox::verify::Verdict;
use piaojue::domain::paper::{PaperStand, Way};
use piaojue::domain::papers::{Layout, PaperAsked, PaperKind};
use piaojue::domain::poll::PollState;
use piaojue::domain::reconciliation::Standing;
use piaojue::domain::roll::Mark;
use piaojue::service::batches::{BatchForm, BatchState};
use piaojue::service::casting::{CastRefusal, SlipState};
use piaojue::service::closing::HandCount;
use piaojue::service::polls::PollForm;
use piaojue::service::proposals::Act;
use piaojue::storage;
use piaojue::storage::attendance::How;
use serde_json::json;
use uuid::Uuid;

use crate::day::{DEPUTIES, Day, PLAN, Point, level, question, refused, void};
use crate::place::Kind;
use crate::support::recount::recount;

/// A batch of the poll of every day here: two of three.
fn batch(batch: u32, papers: u32, invalid: u32, totals: [u32; 3]) -> BatchForm {
    BatchForm { batch, papers, invalid, totals: totals.to_vec() }
}

/// A day that has no slips and whose poll is on paper, or by hands, and open.
pub(crate) async fn keyless(kind: Kind, form: impl Fn(&[Uuid]) -> PollForm) -> Day {
    let mut day = Day::found_with(kind, &PLAN, 0).await;
    day.poll = day.town.prepare_poll(form(&day.projects[..3])).await.unwrap();
    day.town.sign_in(DEPUTIES).await.unwrap();
    day.town.open(day.poll).await.unwrap();
    day
}

pub(crate) fn on_paper(options: &[Uuid]) -> PollForm {
    PollForm { channel: Channel::Paper, ..question(options) }
}

/// Tellers and presidium certify, clerk and presidium publish, a stranger verifies.
async fn finish(day: &Day) {
    day.town.certify().await.unwrap();
    assert_eq!(day.state().await, PollState::Certified);
    day.town.publish(day.poll).await.unwrap();
    let report = day.verify().await;
    assert_eq!(report.verdict, Verdict::Verified, "{report:?}");
    // The control: another figure in the bundle, of a batch where there is one, and it does not
    // verify.
    let bundle = day.service().bundle(day.session()).await.unwrap();
    let text = String::from_utf8(bundle).unwrap();
    let batch = "\"papers\":";
    let figure = if text.contains(batch) { batch } else { "\"cast\":" };
    let forged = text.replacen(figure, &format!("{figure}1"), 1);
    assert_ne!(forged, text);
    let report = ballotbox::verify::verify(forged.as_bytes(), &|_| ()).unwrap();
    assert_eq!(report.verdict, Verdict::Refuted);
    let counted = recount(forged.as_bytes()).unwrap_err();
    assert!(counted.contains("differs"), "{counted}");
}

pub(crate) async fn a_day_on_paper(kind: Kind) {
    let day = keyless(kind, on_paper).await;
    let (town, service, session, poll) = (&day.town, day.service(), day.session(), day.poll);
    assert!(service.log_of(session).await.unwrap().roll().is_none(), "no slips were made");
    let close = |issued| service.propose(&town.clerk, session, Act::Close { poll, issued });
    assert_eq!(refused(close(None).await), "refusal-issued-missing");
    assert_eq!(refused(close(Some(13)).await), "refusal-issued-many");
    town.close_paper(poll, 12).await.unwrap();
    two_entries(&day).await;
    // Eleven of twelve came back, one of them invalid.
    let early = service.sign_closing(
        &town.tellers[0].actor,
        session,
        poll,
        HandCount::default(),
        ballotbox::note::SignedNote::new("early\n"),
    );
    assert_eq!(refused(early.await), "refusal-paper-outstanding");
    town.enter_papers(poll, &batch(2, 5, 1, [4, 1, 3])).await.unwrap();
    a_batch_that_there_is_not(&day).await;
    town.seal_papers(poll).await.unwrap();
    assert_eq!(day.state().await, PollState::Opened, "nothing is to be opened");
    let log = service.log_of(session).await.unwrap();
    let entry = log.poll(poll).unwrap().outcome().unwrap();
    assert_eq!(
        (entry.sealed.as_slice(), entry.paper.as_slice()),
        ([0; 3].as_slice(), [10, 5, 5].as_slice())
    );
    let ballots = entry.ballots;
    assert_eq!((ballots.issued, ballots.cast, ballots.invalid), (12, 11, 1));
    let lines = service.reconciliation(session, poll).await.unwrap().unwrap().lines;
    assert!(lines.iter().all(|line| line.standing == Standing::Holds), "{lines:?}");
    finish(&day).await;
    day.service().end().await;
}

/// A teller enters one batch too many: nobody can close until it is taken back.
async fn a_batch_that_there_is_not(day: &Day) {
    let (town, service, session, poll) = (&day.town, day.service(), day.session(), day.poll);
    let teller = &town.tellers[0].actor;
    let enter = |form| service.enter_batch(teller, session, poll, form);
    let nothing = || batch(3, 0, 0, [0; 3]);
    assert_eq!(refused(enter(nothing()).await), "refusal-batch-papers", "nothing was entered");
    enter(batch(3, 1, 0, [1, 0, 0])).await.unwrap();
    assert_eq!(refused(town.seal_papers(poll).await), "refusal-batch-open");
    assert_eq!(refused(enter(batch(3, 0, 0, [1, 0, 0])).await), "refusal-batch-papers");
    enter(nothing()).await.unwrap();
    let stand = service.batch_stand(session, poll, &town.tellers[0].officer).await.unwrap();
    assert_eq!((stand.state, stand.mine), (BatchState::Empty, None));
}

/// The first teller's entry stays hidden; the second differs, corrects, and both sign.
async fn two_entries(day: &Day) {
    let (town, service, session, poll) = (&day.town, day.service(), day.session(), day.poll);
    let [one, two] = [&town.tellers[0], &town.tellers[1]];
    let right = batch(1, 6, 0, [6, 4, 2]);
    let enter = |robot: &piaojue::demo::RobotOfficer, form: BatchForm| {
        let actor = robot.actor.clone();
        async move { service.enter_batch(&actor, session, poll, form).await }
    };
    for (form, key) in [
        (batch(2, 6, 0, [6, 4, 2]), "refusal-batch-other"),
        (batch(1, 6, 7, [0, 0, 0]), "refusal-batch-papers"),
        (batch(1, 6, 0, [7, 0, 0]), "refusal-batch-total"),
        (batch(1, 6, 0, [6, 4, 3]), "refusal-batch-group"),
        (BatchForm { totals: vec![1, 2], ..right.clone() }, "refusal-batch-boxes"),
    ] {
        assert_eq!(refused(enter(one, form).await), key);
    }
    enter(one, right.clone()).await.unwrap();
    let stand = service.batch_stand(session, poll, &two.officer).await.unwrap();
    assert_eq!((stand.state, stand.mine, stand.differs.len()), (BatchState::First, None, 0));
    enter(two, batch(1, 6, 1, [5, 4, 1])).await.unwrap();
    for (robot, papers) in [(one, 0), (two, 1)] {
        let stand = service.batch_stand(session, poll, &robot.officer).await.unwrap();
        assert_eq!((stand.state, stand.papers), (BatchState::Differ, (12, 0)));
        assert_eq!(stand.differs, ["0", "2", "invalid"]);
        assert_eq!(stand.mine.unwrap().invalid, papers, "one's own figures only");
        assert_eq!(robot.sign_all(service).await.unwrap(), 0, "nothing to sign");
    }
    enter(two, right).await.unwrap();
    let stand = service.batch_stand(session, poll, &one.officer).await.unwrap();
    assert_eq!(stand.state, BatchState::Agreed);
    let third = service.waiting_notes(session, &town.presidium[0].officer).await.unwrap();
    assert!(third.iter().all(|task| !task.mine), "the two who entered it sign");
    for robot in [one, two] {
        assert_eq!(robot.sign_all(service).await.unwrap(), 1);
    }
    let storage = day.storage().await;
    let mut connection = storage.read().await.unwrap();
    let kept = storage::paper::entries(&mut connection, session, (poll, 1)).await.unwrap();
    let mut attempts: Vec<_> = kept.iter().map(|entry| entry.attempt).collect();
    attempts.sort_unstable();
    assert_eq!(attempts, [1, 1, 2], "the wrong figures are not lost");
    drop(connection);
    storage.close().await;
}

pub(crate) async fn a_vote_goes_on_on_paper(kind: Kind) {
    let day = Day::open(kind).await;
    let (town, service, session, poll) = (&day.town, day.service(), day.session(), day.poll);
    day.cast_all(level, 6).await;
    let back = Act::ToTablets { poll, reason: "修好".into() };
    assert_eq!(refused(service.propose(&town.clerk, session, back.clone()).await), "refusal-state");
    town.go_on_on_paper(poll, "会场停电").await.unwrap();
    assert_eq!(day.state().await, PollState::Paused);
    assert!(service.board(session).await.unwrap().poll(poll).unwrap().switched);
    let resumed = service.pause(&town.clerk, session, poll, false).await;
    assert_eq!(refused(resumed), "refusal-paper-resume");
    let again = Act::ToPaper { poll, reason: "再次".into() };
    assert_eq!(
        refused(service.propose(&town.clerk, session, again).await),
        "refusal-paper-already"
    );
    let cast = town.cast(poll, 6, &level(0)).await;
    assert!(matches!(cast, Err(CastRefusal::NotOpen(PollState::Paused))), "{cast:?}");
    let teller = &town.tellers[0].actor;
    let used = service.hand_paper(teller, session, poll, day.slip(0)).await;
    assert_eq!(refused(used), "refusal-paper-voted");
    town.hand_papers(poll, 6..12).await.unwrap();
    let twice = service.hand_paper(teller, session, poll, day.slip(6)).await;
    assert_eq!(refused(twice), "refusal-paper-twice");
    let stand = service.paper_stand(session, poll).await.unwrap();
    let expected = PaperStand { ballots: 6, held: 0, void: 6, present: 12, rehearsal: false };
    assert_eq!(stand, expected);
    town.close(poll).await.unwrap();
    let enter = |form| service.enter_batch(teller, session, poll, form);
    assert_eq!(refused(enter(batch(1, 7, 0, [7, 7, 0])).await), "refusal-batch-more");
    assert_eq!(refused(enter(batch(1, 4, 0, [4, 4, 0])).await), "refusal-batch-few");
    // One paper is missing: five are entered, and the tellers say so.
    town.enter_papers(poll, &batch(1, 5, 0, [5, 3, 2])).await.unwrap();
    town.count(poll, 6).await.unwrap();
    let log = service.log_of(session).await.unwrap();
    let entry = log.poll(poll).unwrap().outcome().unwrap();
    // The six sealed ballots leave all three level, with four votes each.
    assert_eq!(
        (entry.sealed.as_slice(), entry.paper.as_slice()),
        ([4; 3].as_slice(), [5, 3, 2].as_slice())
    );
    let lines = service.reconciliation(session, poll).await.unwrap().unwrap().lines;
    let figures: Vec<_> = lines.iter().map(|line| (line.left.1, line.standing)).collect();
    let holds = Standing::Holds;
    assert_eq!(figures, [(12, holds), (6, holds), (6, holds), (12, holds), (12, holds)]);
    finish(&day).await;
    day.service().end().await;
}

pub(crate) async fn a_vote_returns_to_tablets(kind: Kind) {
    let day = Day::open(kind).await;
    let (town, service, session, poll) = (&day.town, day.service(), day.session(), day.poll);
    day.cast_all(level, 6).await;
    town.go_on_on_paper(poll, "网络中断").await.unwrap();
    town.hand_papers(poll, [6]).await.unwrap();
    // While no tablet takes ballots, a slip that is let go would leave its paper uncounted.
    let teller = &town.tellers[0].actor;
    let released = service.release_paper(teller, session, poll).await;
    assert_eq!(refused(released), "refusal-paper-no-tablets");
    // A reason is kept as every text is.
    let asked = |reason: &str| Act::ToTablets { poll, reason: reason.into() };
    service.propose(&town.clerk, session, asked(" \u{3000}网络恢复\r\n")).await.unwrap();
    let waiting = service.waiting_acts(session).await.unwrap();
    let waiting = waiting.into_iter().find(|it| it.act == asked("网络恢复")).unwrap();
    service.confirm(&town.presidium[0].actor, session, waiting.id).await.unwrap();
    assert_eq!(day.state().await, PollState::Open);
    let lines = service.audit_trail(session).await.unwrap();
    let told = lines.iter().find(|kept| kept.line.action == "audit-to-tablets").unwrap();
    assert_eq!(told.line.details, "网络恢复");
    // The slip that is held stays held; the others vote.
    let held = town.cast(poll, 6, &level(0)).await;
    assert!(matches!(held, Err(CastRefusal::SlipVoided)), "{held:?}");
    assert!(town.cast(poll, 7, &level(0)).await.is_ok());
    assert!(!service.board(session).await.unwrap().poll(poll).unwrap().switched);
    service.release_paper(teller, session, poll).await.unwrap();
    assert!(town.cast(poll, 6, &level(0)).await.is_ok());
    service.end().await;
}

pub(crate) async fn fewer_than_five_are_cast_on_a_tablet(kind: Kind) {
    let day = Day::open(kind).await;
    let (town, service, session, poll) = (&day.town, day.service(), day.session(), day.poll);
    let teller = &town.tellers[0].actor;
    let none = service.release_paper(teller, session, poll).await;
    assert_eq!(refused(none), "refusal-paper-none-held");
    day.cast_all(level, 8).await;
    town.hand_papers(poll, 8..12).await.unwrap();
    let stand = service.paper_stand(session, poll).await.unwrap();
    assert_eq!((stand.held, stand.void, stand.missing(), stand.left()), (4, 0, 1, 0));
    let held = town.cast(poll, 8, &level(2)).await;
    assert!(matches!(held, Err(CastRefusal::SlipVoided)), "{held:?}");
    let state = service.slip_state(session, poll, &day.slip(8)).await;
    assert!(matches!(state, Ok(SlipState::Voided)), "{state:?}");
    let close = service.propose(&town.clerk, session, Act::close(poll)).await;
    assert_eq!(refused(close), "refusal-paper-few");
    service.release_paper(teller, session, poll).await.unwrap();
    for slip in 8..12 {
        town.cast(poll, slip, &level(slip)).await.unwrap();
    }
    town.close(poll).await.unwrap();
    town.count(poll, 12).await.unwrap();
    finish(&day).await;
    day.service().end().await;
}

pub(crate) async fn a_vote_with_few_ballots_is_held_again_on_paper(kind: Kind) {
    let mut day = Day::open(kind).await;
    let (town, session, poll) = (day.town.clone(), day.session(), day.poll);
    let service = town.service.clone();
    let ask =
        || service.propose(&town.clerk, session, Act::ToPaper { poll, reason: "停电".into() });
    day.cast_all(level, 4).await;
    assert_eq!(refused(ask().await), "refusal-paper-few-sealed");
    for slip in 4..9 {
        town.cast(poll, slip, &level(slip)).await.unwrap();
    }
    assert_eq!(refused(ask().await), "refusal-paper-few-left");
    void(&day).await;
    let again = service.hold_again(&town.clerk, session, poll, Way::Paper).await.unwrap();
    let twice = service.hold_again(&town.clerk, session, poll, Way::Same).await;
    assert_eq!(refused(twice), "refusal-again-prepared");
    day.poll = again;
    town.open(again).await.unwrap();
    town.close_paper(again, 12).await.unwrap();
    town.enter_papers(again, &batch(1, 12, 0, [12, 8, 4])).await.unwrap();
    town.seal_papers(again).await.unwrap();
    finish(&day).await;
    day.service().end().await;
}

pub(crate) async fn a_further_round_goes_over_to_paper(kind: Kind) {
    let mut day = Day::at(kind, Point::State(PollState::Published)).await;
    let (town, session) = (day.town.clone(), day.session());
    let service = town.service.clone();
    // On tablets first; it is void, and held again on paper.
    let tablets = service.prepare_next_round(&town.clerk, session, day.poll, Way::Same).await;
    day.poll = tablets.unwrap();
    town.open(day.poll).await.unwrap();
    void(&day).await;
    let again = service.hold_again(&town.clerk, session, day.poll, Way::Paper).await.unwrap();
    town.open(again).await.unwrap();
    let log = service.log_of(session).await.unwrap();
    let manifest = log.poll(again).unwrap().poll().manifest().clone();
    assert_eq!((manifest.channel, manifest.round), (Channel::Paper, 2));
    let options = manifest.options.len();
    town.close_paper(again, 12).await.unwrap();
    let totals = [7, 5].into_iter().cycle().take(options).collect();
    let figures = BatchForm { batch: 1, papers: 12, invalid: 0, totals };
    town.enter_papers(again, &figures).await.unwrap();
    town.seal_papers(again).await.unwrap();
    day.poll = again;
    finish(&day).await;
    service.end().await;
}

pub(crate) async fn a_vote_on_paper_takes_no_stub(kind: Kind) {
    let day = Day::at(kind, Point::State(PollState::Draft)).await;
    let (town, service, session) = (&day.town, day.service(), day.session());
    let stub =
        async |poll: Uuid| service.prepared_poll(session, poll).await.unwrap().draft.position;
    let edit = async |form: PollForm| {
        let version = service.prepared_poll(session, day.poll).await.unwrap().draft.version;
        service.edit_poll(&town.clerk, session, day.poll, version, form).await.unwrap();
        stub(day.poll).await
    };
    let options = &day.projects[..3];
    assert_eq!(stub(day.poll).await, 1);
    assert_eq!(edit(on_paper(options)).await, PLAN.stubs + 1);
    let other = service.add_poll(&town.clerk, session, question(options)).await.unwrap();
    assert_eq!(stub(other).await, 1, "the stub is free again");
    assert_eq!(edit(question(options)).await, 2, "and on tablets it needs one");
    service.end().await;
}

pub(crate) async fn more_papers_than_were_handed_out_are_a_void_vote(kind: Kind) {
    // The control is as many as were handed out.
    for (papers, status) in [(7, Status::Void), (6, Status::Decided)] {
        let day = keyless(kind, on_paper).await;
        let (town, service, session, poll) = (&day.town, day.service(), day.session(), day.poll);
        // Present are twelve; six asked for a paper, and majority of all is seven.
        town.close_paper(poll, 6).await.unwrap();
        let totals = [papers, papers, 0];
        town.enter_papers(poll, &batch(1, papers, 0, totals)).await.unwrap();
        town.seal_papers(poll).await.unwrap();
        let log = service.log_of(session).await.unwrap();
        let found = log.poll(poll).unwrap().outcome().unwrap().outcome.status;
        let expected = if status == Status::Void { status } else { Status::Shortfall };
        assert_eq!(found, expected);
        let lines = service.reconciliation(session, poll).await.unwrap().unwrap();
        let voids = lines.lines.iter().any(|line| line.standing == Standing::Voids);
        assert_eq!(voids, status == Status::Void, "{lines:?}");
        finish(&day).await;
        day.service().end().await;
    }
}

pub(crate) async fn a_show_of_hands(kind: Kind) {
    let hands = |options: &[Uuid]| PollForm {
        question: "两个续建项目逐项表决".into(),
        method: json!({ "kind": "yes_no_abstain" }),
        rule: json!({}),
        options: options[..2].to_vec(),
        channel: Channel::Hands,
    };
    let day = keyless(kind, hands).await;
    let (town, service, session, poll) = (&day.town, day.service(), day.session(), day.poll);
    let choose = PollForm { channel: Channel::Hands, ..question(&day.projects[..3]) };
    let added = service.add_poll(&town.clerk, session, choose).await;
    assert_eq!(refused(added), "refusal-hands-method");
    // Totals of papers do not count deputies apart, no more than sealed ones do.
    let gate = json!({ "electorate": 20, "cmp": ">", "num": 1, "den": 2 });
    let gated = PollForm { rule: json!({ "second_gate": gate }), ..on_paper(&day.projects[..3]) };
    assert_eq!(refused(service.add_poll(&town.clerk, session, gated).await), "refusal-rule");
    town.close(poll).await.unwrap();
    let teller = &town.tellers[0].actor;
    let form = |papers, invalid| BatchForm { batch: 1, papers, invalid, totals: vec![10, 1, 3, 8] };
    let enter = |form| service.enter_batch(teller, session, poll, form);
    assert_eq!(refused(enter(form(12, 1)).await), "refusal-hands-invalid");
    assert_eq!(refused(enter(form(13, 0)).await), "refusal-hands-more");
    let early = town.tellers[0].seal(service, poll, 0).await;
    assert_eq!(refused(early), "refusal-hands-not-entered");
    town.enter_papers(poll, &form(12, 0)).await.unwrap();
    let second = BatchForm { batch: 2, ..form(12, 0) };
    assert_eq!(refused(enter(second).await), "refusal-hands-once");
    town.seal_papers(poll).await.unwrap();
    let log = service.log_of(session).await.unwrap();
    let outcome = &log.poll(poll).unwrap().outcome().unwrap().outcome;
    let chosen: Vec<_> = outcome.options.iter().map(|it| (it.yes, it.no, it.elected)).collect();
    assert_eq!(chosen, [(10, 1, true), (3, 8, false)]);
    finish(&day).await;
    papers_speak_of_hands(&day).await;
    day.service().end().await;
}

/// What is printed of a show of hands: no ballots, no box, and nothing that was secret.
async fn papers_speak_of_hands(day: &Day) {
    let asked = |kind: PaperKind| {
        let poll = kind.is_of_poll().then_some(day.poll);
        PaperAsked { kind, poll, layout: Layout::default() }
    };
    let (service, session) = (day.service(), day.session());
    for kind in [PaperKind::Ballot, PaperKind::Zero] {
        let made = service.paper(session, &asked(kind)).await;
        assert_eq!(refused(made), "refusal-paper-hands");
    }
    let shelf = service.paper_shelf(session).await.unwrap();
    let kinds: Vec<_> = shelf.iter().map(|it| it.kind.name()).collect();
    assert_eq!(kinds, ["booklet", "regulation", "attendance", "result", "notice", "minutes"]);
    let body = async |kind: PaperKind| {
        let paper = service.paper(session, &asked(kind)).await.unwrap();
        serde_json::to_string(&paper.body).unwrap()
    };
    let notice = body(PaperKind::Notice).await;
    assert!(notice.contains("以举手方式决定民生实事项目 1 个"), "{notice}");
    assert!(!notice.contains("无记名"), "{notice}");
    let result = body(PaperKind::Result).await;
    assert!(result.contains(r#"["举手表决","12 人"],["未表决","0 人"]"#), "{result}");
    assert!(!result.contains("电子票") && !result.contains(r#""apart""#), "{result}");
    let minutes = body(PaperKind::Minutes).await;
    for said in ["截止表决：实到 12 人。", "录入举手表决 12 人。", r#"["举手表决","12 人"]"#]
    {
        assert!(minutes.contains(said), "{said} is not in {minutes}");
    }
}

pub(crate) async fn a_breach_blocks_the_certificate(kind: Kind) {
    let day = Day::at(kind, Point::State(PollState::Opened)).await;
    let (service, session) = (day.service(), day.session());
    let teller = &day.town.tellers[0];
    let roll = service.roll(session).await.unwrap();
    let gone = roll.iter().find(|deputy| deputy.mark == Some(Mark::Present)).unwrap().id;
    let by = (day.town.clerk.account.id, "2026-01-31T04:00:00Z");
    // Somebody changes the sign-in list behind the program's back.
    let storage = day.storage().await;
    let mut tx = storage.begin().await.unwrap();
    storage::attendance::clear(tx.connection(), session, gone).await.unwrap();
    tx.commit().await.unwrap();
    let before = day.trace().await;
    assert_eq!(refused(teller.sign_all(service).await), "refusal-recon");
    assert_eq!(day.trace().await, before);
    let lines = service.reconciliation(session, day.poll).await.unwrap().unwrap();
    assert_eq!(lines.breach().map(|line| line.left.1), Some(11), "eleven of twelve are listed");
    // Put right, the result is certified.
    let mut tx = storage.begin().await.unwrap();
    let (how, mark) = (How::List, Mark::Present);
    storage::attendance::mark(tx.connection(), session, gone, mark, &how, by).await.unwrap();
    tx.commit().await.unwrap();
    storage.close().await;
    finish(&day).await;
    day.service().end().await;
}
