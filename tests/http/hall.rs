//! A hall with a running server, whose officers and slips the test holds.
//!
//! The town is founded in this process, on the data of a server that runs already: two programs on
//! one database, as two nodes would be. [`Hall::away`] leaves the data to the server alone.

use ballotbox::entry::Entry;
use ballotbox::manifest::{Manifest, Poll};
use ballotbox::seal::SealedBallot;
use piaojue::demo::{PASSWORD, Town, TownPlan};
use piaojue::service::Service;
use piaojue::service::polls::PollForm;
use piaojue::service::projects::ProjectForm;
use piaojue::storage::Storage;
use serde_json::{Value, json};
use sqlx::Executor as _;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::client::{Answer, Request};
use crate::support::process::wait_until;
use crate::support::server::Server;

/// The site of every hall here, first part of the name of its log.
pub(crate) const SITE: &str = "vote.example";

/// The township of a hall.
pub(crate) const PLAN: TownPlan = TownPlan {
    code: "510812100",
    name: "朝天镇",
    county: "朝天区",
    title: "朝天镇第十九届人民代表大会第六次会议",
    tellers: 3,
    presidium: 3,
    stubs: 4,
    rehearsal: false,
};

/// How large a hall is, and what it votes on.
pub(crate) struct Size {
    pub(crate) deputies: usize,
    pub(crate) slips: usize,
    pub(crate) options: usize,
    pub(crate) method: Value,
    pub(crate) rule: Value,
    /// How much the program logs.
    pub(crate) log: &'static str,
}

impl Size {
    /// Choose any number of so few projects that sealing takes no time.
    pub(crate) fn small(slips: usize) -> Self {
        let method = json!({ "kind": "pick", "min": 0, "max": 3 });
        let rule = json!({ "seats": 2 });
        Self { deputies: slips, slips, options: 3, method, rule, log: "info" }
    }
}

/// A running server and everybody in its hall.
pub(crate) struct Hall {
    pub(crate) server: Server,
    pub(crate) town: Town,
    pub(crate) poll: Uuid,
    pub(crate) runtime: Runtime,
}

impl Hall {
    /// A hall in which a poll is open.
    pub(crate) fn open(size: &Size) -> Self {
        Self::open_with(size, &[])
    }

    /// As [`Self::open`], by a server with further arguments.
    pub(crate) fn open_with(size: &Size, arguments: &[&str]) -> Self {
        let hall = Self::prepared_with(size, arguments);
        let poll = hall.poll;
        hall.runtime.block_on(async {
            hall.town.sign_in(size.deputies).await.unwrap();
            hall.town.open(poll).await.unwrap();
        });
        hall
    }

    /// A hall in which a poll is ready, and nobody has signed in.
    pub(crate) fn prepared(size: &Size) -> Self {
        Self::prepared_with(size, &[])
    }

    fn prepared_with(size: &Size, arguments: &[&str]) -> Self {
        let (server, runtime, service) = start(size.log, arguments);
        let (town, poll) = runtime.block_on(prepare(service, size));
        Self { server, town, poll, runtime }
    }

    /// Leaves the data to the server alone.
    pub(crate) fn away(&self) {
        self.runtime.block_on(self.town.service.end());
    }

    pub(crate) fn address(&self) -> &str {
        self.server.address()
    }

    /// An address below the session.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/api/sessions/{}{rest}", self.town.session)
    }

    /// An address below the poll.
    pub(crate) fn poll_path(&self, rest: &str) -> String {
        self.path(&format!("/polls/{}{rest}", self.poll))
    }

    /// The poll as a tablet gets it.
    pub(crate) fn fetch_poll(&self) -> Poll {
        let answer = Request::get(&self.poll_path("")).send(self.address()).json();
        let manifest: Manifest = serde_json::from_value(answer["manifest"].clone()).unwrap();
        Poll::new(manifest).unwrap()
    }

    /// The state as every screen gets it.
    pub(crate) fn state(&self) -> Value {
        Request::get(&self.path("/state")).send(self.address()).json()
    }

    /// A request that hands a ballot in.
    pub(crate) fn casting(&self, ballot: &[u8]) -> Request {
        Request::post(&self.poll_path("/ballots")).json(ballot)
    }

    /// A slip's state, by its ballot.
    pub(crate) fn slip(&self, ballot: &SealedBallot) -> Value {
        let path = self.poll_path(&format!("/slips/{}", ballot.slip));
        Request::get(&path).send(self.address()).json()
    }

    /// Waits until the slip of a ballot has voted.
    pub(crate) fn wait_until_stored(&self, ballot: &SealedBallot) {
        wait_until("the ballot was never stored", || self.slip(ballot)["state"] == "used");
    }

    /// All entries of the log as they are stored.
    pub(crate) fn entries(&self) -> Vec<Vec<u8>> {
        self.runtime.block_on(self.town.service.entries(self.town.session)).unwrap()
    }

    /// Signs in and gives the cookie.
    pub(crate) fn sign_in(&self, login: &str) -> String {
        sign_in(self.address(), login)
    }
}

/// Signs an account of a town in and gives the cookie.
pub(crate) fn sign_in(address: &str, login: &str) -> String {
    let answer = log_in(address, login, PASSWORD);
    assert_eq!(answer.status, 200, "{login}: {}", answer.text());
    cookie_of(&answer)
}

/// Hands name and password in, as a script would.
pub(crate) fn log_in(address: &str, login: &str, password: &str) -> Answer {
    let body = json!({ "login": login, "password": password });
    Request::post("/login").json(body.to_string()).send(address)
}

/// The cookie that an answer sets, as it goes back.
pub(crate) fn cookie_of(answer: &Answer) -> String {
    let cookies = answer.all("set-cookie");
    let login = cookies.into_iter().find(|cookie| cookie.starts_with("sid=")).unwrap();
    login.split(';').next().unwrap().to_owned()
}

/// A sealed ballot's parts.
pub(crate) fn read_ballot(bytes: &[u8]) -> SealedBallot {
    SealedBallot::from_bytes(bytes).unwrap()
}

/// The leaf that a ballot has in the log.
pub(crate) fn leaf_of(bytes: &[u8]) -> String {
    Entry::ballot(read_ballot(bytes)).leaf().unwrap().to_string()
}

/// A server that runs, and its data opened in this process too.
pub(crate) fn start(log: &str, more: &[&str]) -> (Server, Runtime, Service) {
    let own = ["serve", "--site", SITE, "--second-factor", "off"];
    let server = Server::start(&[&own[..], more].concat(), &[("RUST_LOG", log)]);
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).enable_all().build().unwrap();
    let service = runtime.block_on(server.service(SITE));
    (server, runtime, service)
}

/// Changes a server's database beside the program, as a broken disk or a stranger would.
pub(crate) fn change(server: &Server, statements: &'static str) {
    let url = format!("sqlite:{}", server.data().join("piaojue.db").display());
    Runtime::new().unwrap().block_on(async {
        let storage = Storage::open(&url).await.unwrap();
        let mut tx = storage.begin().await.unwrap();
        tx.connection().execute(statements).await.unwrap();
        tx.commit().await.unwrap();
        storage.close().await;
    });
}

/// Founds a town with a poll that is ready.
pub(crate) async fn prepare(service: Service, size: &Size) -> (Town, Uuid) {
    let mut town = Town::found(service, &PLAN).await.unwrap();
    town.add_deputies(size.deputies).await.unwrap();
    let titles = (1..=size.options).map(|number| format!("民生实事候选项目{number}"));
    let projects: Vec<_> = titles.map(|title| project(&title)).collect();
    let options = town.add_candidates(&projects).await.unwrap();
    town.make_slips(size.slips).await.unwrap();
    let form = PollForm {
        question: "票决2026年度民生实事项目".into(),
        method: size.method.clone(),
        rule: size.rule.clone(),
        options,
        channel: ballotbox::manifest::Channel::Sealed,
    };
    let poll = town.prepare_poll(form).await.unwrap();
    (town, poll)
}

/// A project with all that one must have.
pub(crate) fn project(title: &str) -> ProjectForm {
    ProjectForm {
        title: title.into(),
        content: "年内建成并投入使用。".into(),
        investment_wan: "60".into(),
        ..ProjectForm::default()
    }
}

/// A poll on which at most one of these is chosen.
pub(crate) fn one_of(options: &[Uuid]) -> PollForm {
    PollForm {
        question: "票决".into(),
        method: json!({ "kind": "pick", "min": 0, "max": 1 }),
        rule: json!({ "seats": 1 }),
        options: options.to_vec(),
        channel: ballotbox::manifest::Channel::Sealed,
    }
}
