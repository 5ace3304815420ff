//! Sessions that are ready to vote, with every ballot sealed ahead of time.

use std::sync::Arc;

use anyhow::Context as _;
use ballotbox::codec::Digest;
use ballotbox::entry::Entry;
use ballotbox::manifest::{Channel, Poll};
use ballotbox::seal::SealedBallot;
use rayon::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::Plan;
use crate::clock::Clock;
use crate::demo::{Town, TownPlan};
use crate::progress;
use crate::service::polls::PollForm;
use crate::service::projects::ProjectForm;
use crate::service::{KeyFile, Parts, Service, SignInRules};
use crate::storage::Storage;

/// The site in the logs' names.
const SITE: &str = "bench.example";

/// A sealed ballot on its tablet.
pub(super) struct Ballot {
    pub(super) bytes: Vec<u8>,
    pub(super) leaf: Digest,
}

/// One session with its open poll.
pub(super) struct Hall {
    pub(super) town: Town,
    pub(super) poll: Uuid,
    pub(super) ballots: Vec<Arc<Ballot>>,
}

/// All sessions.
pub(super) struct County {
    pub(super) halls: Vec<Hall>,
}

/// The service in this process.
pub(super) fn service(storage: Storage, key_file: KeyFile) -> Service {
    let (clock, site, rules) = (Clock::System, SITE.into(), SignInRules::default());
    Service::begin(Parts { storage, clock, key_file, site, rules })
}

impl County {
    /// Founds all sessions and seals all ballots; then leaves the database to the nodes.
    pub(super) async fn found(
        plan: Plan,
        storage: Storage,
        key_file: KeyFile,
    ) -> anyhow::Result<Self> {
        let service = service(storage, key_file);
        let bar = progress::Step::begin("sessions are founded", plan.sessions);
        let mut halls: Vec<Hall> = Vec::new();
        for number in 0..plan.sessions {
            let first = halls.first().map(|hall| &hall.town);
            halls.push(hall(plan, number, &service, first).await?);
            bar.advance(1);
        }
        bar.end();
        let bar = progress::Step::begin("ballots are sealed", plan.sessions * plan.deputies);
        for hall in &mut halls {
            let board = service.board(hall.town.session).await?;
            let poll = Arc::clone(&board.poll(hall.poll).context("the poll is not open")?.poll);
            let (town, count) = (hall.town.clone(), plan.deputies);
            let sealed = tokio::task::spawn_blocking(move || seal(&town, &poll, count));
            hall.ballots = sealed.await??;
            bar.advance(plan.deputies);
        }
        bar.end();
        service.end().await;
        Ok(Self { halls })
    }
}

fn seal(town: &Town, poll: &Poll, count: usize) -> anyhow::Result<Vec<Arc<Ballot>>> {
    let options = poll.manifest().options.len();
    let ballot = |slip: usize| {
        let mut marks: Vec<_> = (0..options / 2).map(|place| (slip + place) % options).collect();
        marks.sort_unstable();
        let bytes = town.sealed_for(poll, slip, &json!(marks))?;
        let leaf = Entry::ballot(SealedBallot::from_bytes(&bytes)?).leaf()?;
        Ok(Arc::new(Ballot { bytes, leaf }))
    };
    (0..count).into_par_iter().map(ballot).collect()
}

/// Founds one session and opens its poll.
async fn hall(
    plan: Plan,
    number: usize,
    service: &Service,
    first: Option<&Town>,
) -> anyhow::Result<Hall> {
    let (code, name) = (format!("{}", 320_322_100 + number), format!("第{}镇", number + 1));
    let title = format!("{name}第二届人民代表大会第二次会议");
    let town = TownPlan {
        code: &code,
        name: &name,
        county: "沛县",
        title: &title,
        tellers: 3,
        presidium: 3,
        stubs: 1,
        rehearsal: false,
    };
    let mut town = if let Some(first) = first {
        first.found_beside(&town).await?
    } else {
        let founded = Town::found(service.clone(), &town).await;
        founded.context("the database holds data already")?
    };
    town.add_deputies(plan.deputies).await?;
    let project = |number: usize| ProjectForm {
        title: format!("民生实事候选项目{}", number + 1),
        content: "年内建成并投入使用。".into(),
        investment_wan: "60".into(),
        ..ProjectForm::default()
    };
    let projects: Vec<_> = (0..plan.options).map(project).collect();
    let options = town.add_candidates(&projects).await?;
    town.make_slips(plan.deputies).await?;
    let half = plan.options / 2;
    let form = PollForm {
        question: "票决2026年度民生实事项目".into(),
        method: json!({ "kind": "pick", "min": 0, "max": half }),
        rule: json!({ "seats": half }),
        options,
        channel: Channel::Sealed,
    };
    let poll = town.prepare_poll(form).await?;
    town.sign_in(plan.deputies).await?;
    town.open(poll).await?;
    Ok(Hall { town, poll, ballots: Vec::new() })
}
