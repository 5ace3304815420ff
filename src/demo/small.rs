//! A small town for tests: nine deputies, three projects, two seats, slips for three polls.

use std::path::PathBuf;

use ballotbox::manifest::Channel;
use serde_json::json;
use uuid::Uuid;

use super::{Town, TownPlan};
use crate::clock::Clock;
use crate::service::polls::PollForm;
use crate::service::projects::ProjectForm;
use crate::service::{KeyFile, Parts, Service, SignInRules};
use crate::storage::Storage;

fn two_of(options: Vec<Uuid>, channel: Channel) -> PollForm {
    PollForm {
        question: "民生实事项目票决".to_owned(),
        method: json!({ "kind": "pick", "min": 0, "max": 2 }),
        rule: json!({ "seats": 2 }),
        options,
        channel,
    }
}

/// A town in session with eight of nine deputies present, and its poll, which is ready.
pub(crate) struct SmallTown {
    /// The town.
    pub(crate) town: Town,
    /// The poll.
    pub(crate) poll: Uuid,
    data: PathBuf,
}

impl SmallTown {
    /// Founds it in a folder of its own; `name` is the test's.
    pub(crate) async fn found(name: &str) -> Self {
        let folder = format!("piaojue-{name}-{}", std::process::id());
        let data = std::env::temp_dir().join(folder);
        std::fs::create_dir_all(&data).unwrap();
        let url = format!("sqlite:{}?mode=rwc", data.join("piaojue.db").display());
        let storage = Storage::open(&url).await.unwrap();
        let key_file = KeyFile::generate();
        let site = "127.0.0.1:8080".into();
        let rules = SignInRules::rehearsal();
        let service =
            Service::begin(Parts { storage, clock: Clock::System, key_file, site, rules });
        let mut town = Town::found(service, &TownPlan::ZHANGZHAI).await.unwrap();
        town.add_deputies(9).await.unwrap();
        let project = |title: &str| ProjectForm { title: title.into(), ..ProjectForm::default() };
        let projects = ["村内路灯亮化工程", "村内道路硬化工程", "危房改造项目"].map(project);
        let options = town.add_candidates(&projects).await.unwrap();
        town.make_slips(10).await.unwrap();
        let poll = town.prepare_poll(two_of(options, Channel::Sealed)).await.unwrap();
        town.sign_in(8).await.unwrap();
        Self { town, poll, data }
    }

    /// Prepares and opens another poll on the same projects, on paper.
    pub(crate) async fn open_on_paper(&self) -> Uuid {
        let projects = self.town.service.projects(self.town.session).await.unwrap();
        let options = projects.iter().map(|project| project.id).collect();
        let poll = self.town.prepare_poll(two_of(options, Channel::Paper)).await.unwrap();
        self.town.open(poll).await.unwrap();
        poll
    }

    /// Closes the database and deletes it.
    pub(crate) async fn end(self) {
        self.town.service.end().await;
        std::fs::remove_dir_all(&self.data).unwrap();
    }
}
