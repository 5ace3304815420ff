//! Imports in one transaction: whole or not at all, once and not twice, by who may, and only what
//! was shown.

use piaojue::documents::import::{Choice, FileFault, Table};
use piaojue::domain::account::Role;
use piaojue::domain::poll::PollState;
use piaojue::domain::project::ProjectState;
use piaojue::service::import::columns::Subject;
use piaojue::service::import::plan::Counts;
use piaojue::service::import::{Consent, List, Look, Taken, Target};
use piaojue::service::{Actor, Fault, Service};

use crate::day::{DEPUTIES, Day, Point, refused, stranger};
use crate::place::Kind;

const PROJECTS: Target = Target::Projects(ProjectState::Candidate);

async fn table(service: &Service, target: Target, text: &str) -> (List, Table) {
    let list = List::Lines(text.to_owned());
    let table = service.read_list(target.subject(), &list, Choice::default()).await.unwrap();
    (list, table)
}

async fn import(
    day: &Day,
    actor: &Actor,
    target: Target,
    text: &str,
    consent: &Consent,
) -> Result<Taken, Fault> {
    let (list, table) = table(day.service(), target, text).await;
    day.service().import(actor, day.session(), target, (&list, &table), consent).await
}

fn done(taken: Result<Taken, Fault>) -> Counts {
    match taken.unwrap() {
        Taken::Done(counts) => counts,
        Taken::Not(_, why) => panic!("not taken: {why:?}"),
    }
}

fn not_done(taken: Result<Taken, Fault>) -> &'static str {
    match taken.unwrap() {
        Taken::Done(counts) => panic!("taken: {counts:?}"),
        Taken::Not(_, why) => why.key(),
    }
}

async fn look(day: &Day, target: Target, text: &str) -> Look {
    let (_, table) = table(day.service(), target, text).await;
    day.service().look_at_list(day.session(), target.subject(), &table).await.unwrap()
}

async fn draft(kind: Kind) -> Day {
    Day::at(kind, Point::State(PollState::Draft)).await
}

pub(crate) async fn a_list_is_taken_whole_and_once(kind: Kind) {
    let day = draft(kind).await;
    let (service, session, clerk) = (day.service(), day.session(), &day.town.clerk);
    let anyway = Consent::default();
    let before = service.projects(session).await.unwrap().len();
    let bad = "村道硬化\t86\t内容\t交通站\t2026年10月\n饮水管网\t八十六";
    assert_eq!(not_done(import(&day, clerk, PROJECTS, bad, &anyway).await), "refusal-investment");
    assert_eq!(service.projects(session).await.unwrap().len(), before);
    assert!(service.last_import(session, Subject::Projects).await.unwrap().is_none());
    let good = bad.replace("八十六", "1,200万元");
    let first = done(import(&day, clerk, PROJECTS, &good, &anyway).await);
    assert_eq!((first.new, first.changed, first.missing), (2, 0, before));
    let second = done(import(&day, clerk, PROJECTS, &good, &anyway).await);
    assert_eq!((second.new, second.changed, second.unchanged), (0, 0, 2));
    let changed = good.replace("交通站", "镇建设办");
    let third = done(import(&day, clerk, PROJECTS, &changed, &anyway).await);
    assert_eq!((third.new, third.changed), (0, 1));
    let found = service.projects(session).await.unwrap();
    assert_eq!(found.len(), before + 2);
    let road = found.iter().find(|it| it.description.title == "村道硬化").unwrap();
    assert_eq!(road.description.lead_unit, "镇建设办");
    let last = service.last_import(session, Subject::Projects).await.unwrap().unwrap();
    assert_eq!((last.by.as_str(), last.trace.counts), ("clerk", third));
    assert_eq!(last.trace.digest, List::Lines(changed).digest());
    assert_eq!(last.trace.digest.len(), 64);
}

pub(crate) async fn what_is_taken_is_what_was_shown(kind: Kind) {
    let day = draft(kind).await;
    let clerk = &day.town.clerk;
    let text = "村道硬化\t86";
    let shown = look(&day, PROJECTS, text).await.plan.digest();
    let seen = Consent { seen: shown.clone(), others: false };
    done(import(&day, clerk, PROJECTS, "村道硬化\t12", &Consent::default()).await);
    assert_eq!(not_done(import(&day, clerk, PROJECTS, text, &seen).await), "import-changed");
    let again = look(&day, PROJECTS, text).await.plan.digest();
    assert_ne!(again, shown);
    let seen = Consent { seen: again, others: false };
    assert_eq!(done(import(&day, clerk, PROJECTS, text, &seen).await).changed, 1);
    // The same list by two clerks' hands at once: one adds, the other finds it there.
    let (list, anyway) = ("甲项目\t1\n乙项目\t2\n丙项目\t3", Consent::default());
    let (one, other) = tokio::join!(
        import(&day, clerk, PROJECTS, list, &anyway),
        import(&day, clerk, PROJECTS, list, &anyway),
    );
    assert_eq!(done(one).new + done(other).new, 3);
}

pub(crate) async fn who_may_import_and_when(kind: Kind) {
    let day = draft(kind).await;
    let (service, session) = (day.service(), day.session());
    let anyway = Consent::default();
    let text = "李秀英\t一团";
    for role in [Role::Teller, Role::Presidium] {
        let actor = day.somebody(role);
        let tried = import(&day, &actor, Target::Roll, text, &anyway).await;
        assert_eq!(refused(tried), "refusal-role");
        let note = service.note_refused_file(&actor, session, "a.xlsx", &FileFault::Kind).await;
        assert_eq!(refused(note), "refusal-role");
    }
    let neighbour = stranger(Role::Clerk, "510812999");
    let tried = import(&day, &neighbour, Target::Roll, text, &anyway).await;
    assert_eq!(refused(tried), "refusal-no-session");
    let elected = Target::Projects(ProjectState::Elected);
    let tried = import(&day, &day.town.clerk, elected, text, &anyway).await;
    assert_eq!(refused(tried), "refusal-project-begins");
    let roll = service.roll(session).await.unwrap().len();
    assert_eq!(roll, DEPUTIES);
    assert_eq!(done(import(&day, &day.town.clerk, Target::Roll, text, &anyway).await).new, 1);
    // From sign-in on the roll stands.
    let open = Day::open(kind).await;
    let tried = import(&open, &open.town.clerk, Target::Roll, text, &anyway).await;
    assert_eq!(refused(tried), "refusal-preparation-over");
}

pub(crate) async fn a_fixed_list_is_not_changed_by_an_import(kind: Kind) {
    let day = Day::at(kind, Point::State(PollState::Ready)).await;
    let (service, session, clerk) = (day.service(), day.session(), &day.town.clerk);
    let listed = service.projects(session).await.unwrap().remove(0).description;
    let text = format!("{}\t99", listed.title);
    let tried = import(&day, clerk, PROJECTS, &text, &Consent::default()).await;
    assert_eq!(not_done(tried), "refusal-listed");
    assert_eq!(service.projects(session).await.unwrap().remove(0).description, listed);
    // A project that is on no list may still come.
    let other = import(&day, clerk, PROJECTS, "另一项目\t99", &Consent::default()).await;
    assert_eq!(done(other).new, 1);
}
