//! What waits in a copy of a day, put there by hand where the day itself would not let it, for the
//! table of the voting day.

use ballotbox::entry::Body;
use ballotbox::entry::Entry;
use ballotbox::paper::PaperFigures;
use ballotbox::statement::{CertificateFacts, VoidReason};
use piaojue::service::notes::Pending;
use piaojue::service::proposals::Act;
use piaojue::storage;
use piaojue::storage::notes::WaitingNote;
use piaojue::storage::proposals::Proposal;
use uuid::Uuid;

use crate::day::Day;
use crate::table::switches;

/// What waits in a copy of a day, put there by hand where the day itself would not let it.
#[derive(Default)]
pub(crate) struct Planted {
    pub(crate) freeze: Uuid,
    pub(crate) close: Uuid,
    pub(crate) publish: Uuid,
    pub(crate) to_paper: Uuid,
    pub(crate) to_tablets: Uuid,
    pub(crate) open: Uuid,
    pub(crate) paper_slip: Uuid,
    pub(crate) paper: Uuid,
    pub(crate) certificate: Uuid,
    pub(crate) void: Uuid,
    pub(crate) correction: Uuid,
}

/// Figures from another day's log, for notes that are planted where their time has not come.
pub(crate) struct Figures {
    pub(crate) manifest: ballotbox::manifest::Manifest,
    pub(crate) certificate: CertificateFacts,
    pub(crate) share: ballotbox::opening::Share,
}

pub(crate) async fn figures(day: &Day) -> Figures {
    let entries = day.service().entries(day.session()).await.unwrap();
    let (mut manifest, mut certificate, mut share) = (None, None, None);
    for bytes in &entries {
        match Entry::from_bytes(bytes).unwrap().into_body() {
            Body::PollOpened(body) => manifest = Some(body.manifest),
            Body::Certificate(body) => certificate = Some(body.facts),
            Body::Share(body) => share = Some(*body),
            _ => {}
        }
    }
    Figures {
        manifest: manifest.unwrap(),
        certificate: certificate.unwrap(),
        share: share.unwrap(),
    }
}

pub(crate) async fn plant(day: &Day, figures: &Figures) -> Planted {
    let (session, poll) = (day.session(), day.poll);
    let storage = day.storage().await;
    let mut tx = storage.begin().await.unwrap();
    let mut ids = (1..=11).map(Uuid::from_u128);
    let mut acts = Vec::new();
    let [to_paper, to_tablets] = switches(poll);
    for act in [Act::Freeze { poll }, Act::close(poll), Act::Publish { poll }, to_paper, to_tablets]
    {
        let proposal = Proposal {
            id: ids.next().unwrap(),
            act: act.name().into(),
            subject: poll.to_string(),
            details: serde_json::to_string(&act).unwrap(),
            proposed_by: day.town.clerk.account.id,
            proposed_at: String::new(),
        };
        storage::proposals::insert(tx.connection(), session, &proposal).await.unwrap();
        acts.push(proposal.id);
    }
    let notes = [
        Pending::Open { manifest: Box::new(figures.manifest.clone()) },
        Pending::VoidSlip { slip: day.slip(15), poll: Some(poll), reason: VoidReason::Paper },
        Pending::Paper {
            figures: PaperFigures { poll, batch: 1, papers: 6, invalid: 0, totals: vec![6, 4, 2] },
            tellers: [day.town.tellers[0].officer.id, day.town.tellers[1].officer.id],
        },
        Pending::Certificate { facts: figures.certificate.clone() },
        Pending::VoidPoll { poll, reason: "题目有误".into(), missing_share: None },
        Pending::Correct { poll, refers: 0, text: "更正".into() },
    ];
    let mut planted = Vec::new();
    for pending in notes {
        let note = WaitingNote {
            id: ids.next().unwrap(),
            kind: pending.kind().into(),
            subject: "planted".into(),
            text: "planted\n".into(),
            body: serde_json::to_string(&pending).unwrap(),
        };
        storage::notes::insert(tx.connection(), session, &note, "9").await.unwrap();
        planted.push(note.id);
    }
    tx.commit().await.unwrap();
    storage.close().await;
    Planted {
        freeze: acts[0],
        close: acts[1],
        publish: acts[2],
        to_paper: acts[3],
        to_tablets: acts[4],
        open: planted[0],
        paper_slip: planted[1],
        paper: planted[2],
        certificate: planted[3],
        void: planted[4],
        correction: planted[5],
    }
}

impl Planted {
    /// The same, of what really waits, where it does.
    pub(crate) async fn real(mut self, day: &Day) -> Self {
        let asking = &day.town.tellers[0].officer;
        for task in day.service().waiting_notes(day.session(), asking).await.unwrap() {
            match task.pending {
                Pending::Open { .. } => self.open = task.id,
                Pending::VoidSlip { .. } => self.paper_slip = task.id,
                Pending::Paper { .. } => self.paper = task.id,
                Pending::Certificate { .. } => self.certificate = task.id,
                Pending::VoidPoll { .. } => self.void = task.id,
                Pending::Correct { .. } => self.correction = task.id,
                Pending::Officers { .. } => {}
            }
        }
        for waiting in day.service().waiting_acts(day.session()).await.unwrap() {
            match waiting.act {
                Act::Freeze { .. } => self.freeze = waiting.id,
                Act::Close { .. } => self.close = waiting.id,
                Act::Publish { .. } => self.publish = waiting.id,
                Act::ToPaper { .. } => self.to_paper = waiting.id,
                Act::ToTablets { .. } => self.to_tablets = waiting.id,
                Act::SignIn { .. } | Act::Export { .. } => {}
            }
        }
        self
    }
}
