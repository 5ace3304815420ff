//! A township whose poll is one of `examples/`, and its papers.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ballotbox::ledger::Ledger;
use piaojue::clock::Clock;
use piaojue::demo::{Town, TownPlan};
use piaojue::domain::papers::{Layout, PaperAsked, PaperKind};
use piaojue::service::polls::PollForm;
use piaojue::service::projects::ProjectForm;
use piaojue::service::{KeyFile, Parts, Service, SignInRules};
use piaojue::storage::Storage;
use serde_json::Value;
use uuid::Uuid;

use crate::poppler::{squeezed, text};
use crate::support::process::Folder;

/// Names that ordinary faces lack, and what would be markup if it were read as such.
pub(crate) const RARE: [&str; 3] = ["𠮷喆珺", "玥璟昇堃", "阿卜杜拉·买买提"];
pub(crate) const MARKUP: &str =
    "#import \"x\" $x$ *粗* @ref <script>alert(1)</script> _斜_ \\u{4e00}";

/// A town in session with its poll, which is ready, and the example that it is.
pub(crate) struct Place {
    pub(crate) town: Town,
    pub(crate) poll: Uuid,
    pub(crate) example: Value,
    _folder: Folder,
}

/// The root of the project.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

impl Place {
    /// A town with the poll of an example, with `extra` more project titles at the end.
    pub(crate) async fn of(example: &str, rehearsal: bool, extra: &[&str]) -> Self {
        Self::with(example, rehearsal, extra, &[]).await
    }

    /// The same, with some parameters of the rule changed.
    pub(crate) async fn with(
        example: &str,
        rehearsal: bool,
        extra: &[&str],
        rule: &[(&str, &str)],
    ) -> Self {
        let plan = TownPlan { rehearsal, ..TownPlan::ZHANGZHAI };
        Self::founded(&plan, example, extra, rule).await
    }

    /// The same in a town of this plan.
    pub(crate) async fn founded(
        plan: &TownPlan<'_>,
        example: &str,
        extra: &[&str],
        rule: &[(&str, &str)],
    ) -> Self {
        let text = std::fs::read_to_string(root().join("examples").join(example)).unwrap();
        let mut example: Value = serde_json::from_str(&text).unwrap();
        for (name, value) in rule {
            example["rule"][name] = (*value).into();
        }
        let folder = Folder::fresh("papers");
        let url = format!("sqlite:{}?mode=rwc", folder.path().join("piaojue.db").display());
        let storage = Storage::open(&url).await.unwrap();
        let (key_file, site) = (KeyFile::generate(), "vote.example".into());
        let rules = SignInRules::rehearsal();
        let service =
            Service::begin(Parts { storage, clock: Clock::System, key_file, site, rules });
        let mut town = Town::found(service, plan).await.unwrap();
        let all = number(&example["electorate"]["all"]);
        town.add_deputies(all - RARE.len()).await.unwrap();
        let rare = RARE.map(|name| piaojue::service::roll::DeputyForm {
            name: name.to_owned(),
            delegation: "第一代表团".to_owned(),
            seat: "9排9座".to_owned(),
        });
        town.service.add_deputies(&town.clerk, town.session, &rare).await.unwrap();
        let titles = example["options"].as_array().unwrap().iter();
        let titles = titles.map(|it| it["title"].as_str().or(it.as_str()).unwrap().to_owned());
        let titles: Vec<_> = titles.chain(extra.iter().map(|it| (*it).to_owned())).collect();
        let projects: Vec<_> = (0..).zip(titles).map(|(at, title)| project(at, title)).collect();
        let options = town.add_candidates(&projects).await.unwrap();
        town.make_slips(all).await.unwrap();
        let form = PollForm {
            channel: ballotbox::manifest::Channel::Sealed,
            question: example["title"].as_str().unwrap().to_owned(),
            method: example["method"].clone(),
            rule: example["rule"].clone(),
            options,
        };
        let poll = town.prepare_poll(form).await.unwrap();
        Self { town, poll, example, _folder: folder }
    }

    /// Signs in, opens, casts the example's ballots, closes.
    pub(crate) async fn vote(&self) {
        let town = &self.town;
        town.sign_in(number(&self.example["electorate"]["present"])).await.unwrap();
        town.open(self.poll).await.unwrap();
        for (slip, marks) in self.example["ballots"].as_array().unwrap().iter().enumerate() {
            assert!(town.cast(self.poll, slip, marks).await.is_ok(), "ballot {slip}");
        }
        town.close(self.poll).await.unwrap();
        let ballots = self.example["ballots"].as_array().unwrap().len();
        town.count(self.poll, u64::try_from(ballots).unwrap()).await.unwrap();
    }

    /// A paper of the poll as PDF.
    pub(crate) async fn pdf(&self, kind: PaperKind, layout: Layout) -> Vec<u8> {
        let service = &self.town.service;
        let paper = service.paper(self.town.session, &self.asked(kind, layout)).await.unwrap();
        service.print(self.town.session, vec![paper]).await.unwrap()
    }

    /// A paper of the poll as text without any space.
    pub(crate) async fn text(&self, kind: PaperKind, layout: Layout) -> String {
        squeezed(&text(&self.pdf(kind, layout).await))
    }

    pub(crate) fn asked(&self, kind: PaperKind, layout: Layout) -> PaperAsked {
        PaperAsked { kind, poll: kind.is_of_poll().then_some(self.poll), layout }
    }

    pub(crate) async fn code(&self, kind: PaperKind) -> String {
        let asked = self.asked(kind, Layout::default());
        self.town.service.paper(self.town.session, &asked).await.unwrap().code
    }

    pub(crate) async fn ledger(&self) -> Arc<Ledger> {
        self.town.service.log_of(self.town.session).await.unwrap()
    }
}

pub(crate) fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn project(number: usize, title: String) -> ProjectForm {
    ProjectForm {
        title,
        category: "出行".into(),
        content: format!("改造道路并配套排水、照明。{MARKUP}"),
        location: "李家村".into(),
        investment_wan: format!("{}.1545", 335 + number),
        fund_source: "镇财政、上级补助".into(),
        lead_unit: "镇农业农村局".into(),
        due: "2026年11月底前".into(),
        proposer: RARE[0].into(),
        ..ProjectForm::default()
    }
}

/// Takes the parts out of a text, each once; what is left.
pub(crate) fn without(text: &str, parts: &[String]) -> String {
    let mut text = text.to_owned();
    for part in parts {
        let part = squeezed(part);
        let at = text.find(&part).unwrap_or_else(|| panic!("{part} is not in {text}"));
        text.replace_range(at..at + part.len(), "|");
    }
    text
}

/// The digits that are left of a text: numbers on paper that the database does not have.
pub(crate) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn a_number_that_nothing_accounts_for_is_found() {
    let text = "应到48人实到45人";
    assert_eq!(digits(&without(text, &["应到48人".into(), "实到45人".into()])), "");
    assert_eq!(digits(&without(text, &["应到48人".into()])), "45");
}
