//! A hall in which a poll is open, prepared once: its data folder is copied for each fault, and its
//! ballots are sealed already.

use std::path::Path;
use std::sync::OnceLock;

use piaojue::storage::audit::Line;
use piaojue::storage::{self, Storage, StorageError};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::client::Request;
use crate::hall::{Hall, SITE, Size, read_ballot};
use crate::judge::{Acknowledged, judge};
use crate::support::process::{Folder, Sweeper};
use crate::support::server::Server;

/// Slips in the hall, and ballots that are sealed.
pub(crate) const SLIPS: usize = 40;

pub(crate) struct Template {
    folder: Folder,
    _sweeper: Sweeper,
    pub(crate) session: Uuid,
    pub(crate) poll: Uuid,
    pub(crate) ballots: Vec<Vec<u8>>,
    /// Other sealings of the first slip.
    pub(crate) others: Vec<Vec<u8>>,
}

/// The template of this binary.
pub(crate) fn template() -> &'static Template {
    static TEMPLATE: OnceLock<Template> = OnceLock::new();
    TEMPLATE.get_or_init(Template::make)
}

/// A runtime of two threads.
pub(crate) fn runtime() -> Runtime {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(2).enable_all().build().unwrap()
}

impl Template {
    fn make() -> Self {
        let mut hall = Hall::open(&Size::small(SLIPS));
        let question = hall.fetch_poll();
        let seal = |slip, marks: Value| hall.town.sealed_for(&question, slip, &marks).unwrap();
        let ballots = (0..SLIPS).map(|slip| seal(slip, json!([slip % 3]))).collect();
        let others = (0..20).map(|number| seal(0, json!([number % 3]))).collect();
        hall.away();
        assert_eq!(hall.server.terminate(), 0);
        let (session, poll) = (hall.town.session, hall.poll);
        let folder = Folder::fresh("template");
        copy(hall.server.data(), folder.path());
        let sweeper = Sweeper::of(folder.path());
        Self { folder, _sweeper: sweeper, session, poll, ballots, others }
    }

    /// A copy of the data folder.
    pub(crate) fn data(&self) -> Folder {
        let folder = Folder::fresh("data");
        copy(self.folder.path(), folder.path());
        folder
    }

    /// The program on a copy of the data.
    pub(crate) fn serve(&self, more: &[&str]) -> Server {
        serve_on(self.data(), more, &[])
    }

    /// A path below the poll.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/api/sessions/{}/polls/{}{rest}", self.session, self.poll)
    }

    /// A request that hands a ballot in.
    pub(crate) fn casting(&self, ballot: &[u8]) -> Request {
        Request::post(&self.path("/ballots")).json(ballot)
    }

    /// What is known of a ballot's slip.
    pub(crate) fn slip(&self, address: &str, ballot: &[u8]) -> Value {
        let path = self.path(&format!("/slips/{}", read_ballot(ballot).slip));
        Request::get(&path).send(address).json()
    }

    /// Hands in one of the ballots; what came back, if it was taken.
    pub(crate) fn cast(&self, address: &str, number: usize) -> Option<Acknowledged> {
        let ballot = self.ballots[number].clone();
        let answer = self.casting(&ballot).try_send(address).ok()?;
        (answer.status == 200).then(|| Acknowledged { ballot, receipt: answer.json() })
    }

    /// All entries that a data folder has.
    pub(crate) fn entries(&self, data: &Path) -> Result<Vec<Vec<u8>>, StorageError> {
        runtime().block_on(read(data, self.session))
    }

    /// Judges what a data folder has; the number of ballots.
    pub(crate) fn judge(&self, data: &Path, known: &[Acknowledged]) -> Result<usize, String> {
        let entries = self.entries(data).map_err(|error| error.to_string())?;
        judge(self.poll, &entries, known)
    }
}

/// The program on these data.
pub(crate) fn serve_on(data: Folder, more: &[&str], environment: &[(&str, &str)]) -> Server {
    let program = Path::new(env!("CARGO_BIN_EXE_piaojue"));
    let arguments = [&["serve", "--site", SITE, "--second-factor", "off"], more].concat();
    Server::on(data, program, &arguments, environment).unwrap_or_else(|why| panic!("{why}"))
}

/// All entries of a session, as the program's own storage reads them.
pub(crate) async fn read(data: &Path, session: Uuid) -> Result<Vec<Vec<u8>>, StorageError> {
    let storage = open(data).await?;
    let entries = {
        let mut connection = storage.read().await?;
        storage::log::entries(&mut connection, session, 0).await?
    };
    storage.close().await;
    Ok(entries)
}

/// The lines of the audit trail that concern no session, in its order.
pub(crate) fn trail(data: &Path) -> Vec<Line> {
    runtime().block_on(async {
        let storage = open(data).await.unwrap();
        let mut one = storage.read().await.unwrap();
        let lines = storage::audit::after(&mut one, "", 0, u32::MAX).await.unwrap();
        drop(one);
        storage.close().await;
        lines.into_iter().map(|kept| kept.line).collect()
    })
}

/// Opens the database of a data folder.
pub(crate) async fn open(data: &Path) -> Result<Storage, StorageError> {
    Storage::open(&format!("sqlite:{}?mode=rw", data.join("piaojue.db").display())).await
}

/// Copies all files of a folder, and folders in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}
