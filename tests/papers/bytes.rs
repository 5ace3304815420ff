//! The same data give the same bytes; other data give other bytes and another code.

use piaojue::domain::papers::{Layout, PaperAsked, PaperKind, PaperStage};
use piaojue::service::Fault;
use piaojue::service::roll::DeputyForm;
use uuid::Uuid;

use crate::poppler::{squeezed, text};
use crate::run;
use crate::town::Place;

#[test]
fn a_paper_changes_with_its_data_and_only_then() {
    run(async {
        let place = Place::of("siping-2023.json", false, &[]).await;
        let kind = PaperKind::Attendance;
        let (first, again) =
            (place.pdf(kind, Layout::default()).await, place.pdf(kind, Layout::default()).await);
        assert!(first == again, "two runs differ");
        let code = place.code(kind).await;

        let town = &place.town;
        let deputy = town.service.roll(town.session).await.unwrap()[0].clone();
        let form = |name: &str| DeputyForm {
            name: name.to_owned(),
            delegation: deputy.delegation.clone(),
            seat: deputy.seat.clone(),
        };
        town.service
            .edit_deputy(&town.clerk, town.session, deputy.id, &form("赵建民"))
            .await
            .unwrap();
        assert!(place.pdf(kind, Layout::default()).await != first);
        assert_ne!(place.code(kind).await, code);
        let form = form(&deputy.name);
        town.service.edit_deputy(&town.clerk, town.session, deputy.id, &form).await.unwrap();
        assert!(place.pdf(kind, Layout::default()).await == first, "changed back");
        assert_eq!(place.code(kind).await, code);
    });
}

#[test]
fn a_code_stands_as_long_as_its_data_do() {
    run(async {
        let place = Place::of("siping-2023.json", false, &[]).await;
        let (service, session) = (&place.town.service, place.town.session);
        let asked = place.asked(PaperKind::Attendance, Layout::default());
        let code = place.code(PaperKind::Attendance).await;
        let stands = async |session: Uuid, asked: &PaperAsked, code: &str| {
            service.paper_stands(session, asked, code).await.unwrap()
        };
        assert!(stands(session, &asked, &code).await);
        assert!(stands(session, &asked, &code.to_lowercase()).await);
        assert!(!stands(session, &asked, code.get(1..).unwrap()).await);
        assert!(!stands(session, &place.asked(PaperKind::Ballot, Layout::default()), &code).await);
        assert!(!stands(Uuid::from_u128(1), &asked, &code).await);
        place.town.sign_in(44).await.unwrap();
        assert!(stands(session, &asked, &code).await, "who is there stands on the sheet by hand");
    });
}

#[test]
fn a_stage_is_one_file_and_a_session_many() {
    run(async {
        let place = Place::of("siping-2023.json", false, &[]).await;
        let (service, session) = (&place.town.service, place.town.session);
        let layout = Layout::default();
        let none = service.papers_of_stage(session, PaperStage::During, layout).await;
        assert!(matches!(none, Err(Fault::Refused(it)) if it.key() == "refusal-paper-none"));
        let papers = service.papers_of_stage(session, PaperStage::Before, layout).await.unwrap();
        let kinds: Vec<_> = papers.iter().map(|paper| paper.kind.name()).collect();
        assert_eq!(kinds, ["booklet", "regulation", "attendance", "ballot"]);
        let all = squeezed(&text(&service.print(session, papers).await.unwrap()));
        for title in ["候选项目名册", "票决办法", "代表签到册", "大会主席团（印章）"]
        {
            assert!(all.contains(title), "{title}");
        }
        let files = service.session_papers(session).await.unwrap();
        let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
        let wanted = ["01-候选项目名册.pdf", "02-票决办法.pdf", "03-签到册.pdf", "04-表决票.pdf"];
        assert_eq!(names[..4], wanted);
        assert_eq!(names[4..], ["05-表决票-A3.pdf"]);
        assert!(files.iter().all(|file| file.bytes.starts_with(b"%PDF-")));
    });
}

#[test]
fn what_is_missing_is_said() {
    run(async {
        let place = Place::of("siping-2023.json", false, &[]).await;
        let shelf = place.town.service.paper_shelf(place.town.session).await.unwrap();
        let missing: Vec<_> = shelf
            .iter()
            .map(|it| (it.kind.name(), it.missing.as_ref().map_or("", |refusal| refusal.key())))
            .collect();
        assert_eq!(
            missing,
            [
                ("booklet", ""),
                ("regulation", ""),
                ("attendance", ""),
                ("ballot", ""),
                ("zero", "refusal-paper-not-open"),
                ("result", "refusal-paper-not-open"),
                ("notice", "refusal-paper-not-open"),
                ("minutes", "refusal-paper-no-log"),
            ]
        );
    });
}
