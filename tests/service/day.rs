//! A town's voting day, played once to each state on each database; every test gets copies.

use ballotbox::codec::PublicKey;
use ballotbox::manifest::Channel;
use ballotbox::verify::Verdict;
use jiff::Timestamp;
use piaojue::clock::Clock;
use piaojue::demo::{RobotOfficer, Town, TownPlan};
use piaojue::domain::account::{Account, AccountState, Role};
use piaojue::domain::poll::PollState;
use piaojue::domain::source::Source;
use piaojue::service::polls::PollForm;
use piaojue::service::projects::ProjectForm;
use piaojue::service::{Actor, Fault, KeyFile, Parts, Service, SignInRules};
use piaojue::storage::Storage;
use serde_json::{Value, json};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::place::{Kind, Place};
use crate::support::recount::recount;

/// Deputies, all of whom sign in.
pub(crate) const DEPUTIES: usize = 12;
/// Slips, a third of them to spare.
pub(crate) const SLIPS: usize = 16;

/// The plan of every town here.
pub(crate) const PLAN: TownPlan = TownPlan {
    code: "510812100",
    name: "朝天镇",
    county: "朝天区",
    title: "朝天镇第二届人民代表大会第六次会议",
    tellers: 2,
    presidium: 3,
    stubs: 4,
    rehearsal: false,
};

/// Where everybody stands: the states of a poll, and the moment between closing note and shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    State(PollState),
    Sealed,
}

impl Point {
    /// All, in the order in which the table of the voting day names them.
    pub(crate) const ALL: [Self; 10] = [
        Self::State(PollState::Draft),
        Self::State(PollState::Ready),
        Self::State(PollState::Open),
        Self::State(PollState::Paused),
        Self::State(PollState::Closed),
        Self::Sealed,
        Self::State(PollState::Opened),
        Self::State(PollState::Certified),
        Self::State(PollState::Published),
        Self::State(PollState::Voided),
    ];

    /// The poll's state there.
    pub(crate) const fn state(self) -> PollState {
        match self {
            Self::State(state) => state,
            Self::Sealed => PollState::Closed,
        }
    }
}

/// A town on its database.
pub(crate) struct Day {
    pub(crate) place: Place,
    pub(crate) clock: Clock,
    pub(crate) town: Town,
    /// The poll; nil in a town that has none yet.
    pub(crate) poll: Uuid,
    /// The projects on the list.
    pub(crate) projects: Vec<Uuid>,
    key: String,
}

/// The time at which all days begin.
pub(crate) fn morning() -> Timestamp {
    "2026-01-31T01:00:00Z".parse().unwrap()
}

/// A service on a database, where a password alone signs in.
pub(crate) async fn serve(place: &Place, clock: &Clock, key: &str) -> Service {
    serve_with(place, clock, key, SignInRules::rehearsal()).await
}

async fn serve_with(place: &Place, clock: &Clock, key: &str, rules: SignInRules) -> Service {
    let parts = Parts {
        storage: place.storage().await,
        clock: clock.clone(),
        key_file: KeyFile::parse(key).unwrap(),
        site: "piaojue.example".into(),
        rules,
    };
    Service::begin(parts)
}

/// A list of candidates with these titles.
pub(crate) fn candidates(titles: &[&str]) -> Vec<ProjectForm> {
    let form = |title: &&str| ProjectForm {
        title: (*title).to_owned(),
        content: "新建及改造".into(),
        investment_wan: "86".into(),
        lead_unit: "镇村镇建设服务中心".into(),
        due: "2026年10月".into(),
        ..ProjectForm::default()
    };
    titles.iter().map(form).collect()
}

/// The poll of every day here: two of three, a tie is voted on again.
pub(crate) fn question(options: &[Uuid]) -> PollForm {
    PollForm {
        question: "2026年民生实事项目票决".into(),
        method: json!({ "kind": "pick", "min": 0, "max": 2 }),
        rule: json!({ "seats": 2, "tie_at_cut": "revote" }),
        options: options.to_vec(),
        channel: Channel::Sealed,
    }
}

/// Marks that leave three candidates level.
pub(crate) fn level(slip: usize) -> Value {
    [json!([0, 1]), json!([0, 2]), json!([1, 2])][slip % 3].clone()
}

impl Day {
    /// A town with officers who have signed, deputies, slips and projects, on a new database.
    pub(crate) async fn found(kind: Kind, plan: &TownPlan<'_>) -> Self {
        Self::found_with(kind, plan, SLIPS).await
    }

    /// As [`Self::found`], with so many slips, or none.
    pub(crate) async fn found_with(kind: Kind, plan: &TownPlan<'_>, slips: usize) -> Self {
        let place = Place::empty(kind);
        let clock = Clock::set_to(morning());
        let key = KeyFile::generate().text().to_owned();
        let service = serve(&place, &clock, &key).await;
        let mut town = Town::found(service, plan).await.unwrap();
        town.add_deputies(DEPUTIES).await.unwrap();
        let titles = ["村内道路硬化工程", "村级养老服务点", "农村饮水巩固提升", "镇区路灯亮化"];
        let projects = town.add_candidates(&candidates(&titles)).await.unwrap();
        if slips > 0 {
            town.make_slips(slips).await.unwrap();
        }
        Self { place, clock, town, poll: Uuid::nil(), projects, key }
    }

    /// A town at a point of its day. The first that asks plays the day for all.
    pub(crate) async fn at(kind: Kind, point: Point) -> Self {
        static SQLITE: OnceCell<Vec<Day>> = OnceCell::const_new();
        static POSTGRES: OnceCell<Vec<Day>> = OnceCell::const_new();
        let played = match kind {
            Kind::Sqlite => SQLITE.get_or_init(|| play(kind)).await,
            Kind::Postgres => POSTGRES.get_or_init(|| play(kind)).await,
        };
        let place = Point::ALL.iter().position(|it| *it == point).unwrap();
        played[place].copy().await
    }

    /// As [`Self::at`], where the poll is open.
    pub(crate) async fn open(kind: Kind) -> Self {
        Self::at(kind, Point::State(PollState::Open)).await
    }

    /// This day on a copy of its database. Its own service must have ended.
    async fn copy(&self) -> Self {
        let place = self.place.copy();
        let clock = Clock::set_to(morning());
        let service = serve(&place, &clock, &self.key).await;
        let mut town = self.town.clone();
        town.service = service;
        let (poll, projects, key) = (self.poll, self.projects.clone(), self.key.clone());
        Self { place, clock, town, poll, projects, key }
    }

    /// Ends the service; what comes to rest can be copied.
    async fn rest(self) -> Self {
        self.town.service.end().await;
        self
    }

    /// Ends the service and begins another on the same database.
    pub(crate) async fn restart(&mut self) {
        self.town.service.end().await;
        self.town.service = serve(&self.place, &self.clock, &self.key).await;
    }

    /// A second service on the same database, as another node would be.
    pub(crate) async fn node(&self) -> Service {
        serve(&self.place, &self.clock, &self.key).await
    }

    /// The same, with other rules for signing in.
    pub(crate) async fn node_with(&self, rules: SignInRules) -> Service {
        serve_with(&self.place, &self.clock, &self.key, rules).await
    }

    pub(crate) fn service(&self) -> &Service {
        &self.town.service
    }

    pub(crate) fn session(&self) -> Uuid {
        self.town.session
    }

    /// The database beside the service.
    pub(crate) async fn storage(&self) -> Storage {
        self.place.storage().await
    }

    /// The poll's state as all screens show it.
    pub(crate) async fn state(&self) -> PollState {
        self.state_of(self.poll).await
    }

    /// A poll's state as all screens show it.
    pub(crate) async fn state_of(&self, poll: Uuid) -> PollState {
        let board = self.service().board(self.session()).await.unwrap();
        board.poll(poll).map_or(PollState::Ready, |poll| poll.state)
    }

    /// Ballots of the poll in the log.
    pub(crate) async fn ballots(&self) -> usize {
        let log = self.service().log_of(self.session()).await.unwrap();
        log.poll(self.poll).unwrap().ballot_count()
    }

    /// Size and root of the log and the session's version: what no refusal may change.
    pub(crate) async fn trace(&self) -> (usize, String, u64) {
        let log = self.service().log_of(self.session()).await.unwrap();
        let version = self.service().session(self.session()).await.unwrap().version;
        (log.size(), log.root().to_string(), version)
    }

    /// The public half of a slip.
    pub(crate) fn slip(&self, number: usize) -> PublicKey {
        self.town.slips[number].key(self.session()).public()
    }

    /// Casts marks for so many slips from the first on.
    pub(crate) async fn cast_all(&self, marks: impl Fn(usize) -> Value, count: usize) {
        for slip in 0..count {
            self.town.cast(self.poll, slip, &marks(slip)).await.unwrap();
        }
    }

    /// Somebody of a role: a person of the town where there is one, else made up.
    pub(crate) fn somebody(&self, role: Role) -> Actor {
        let first = |robots: &[RobotOfficer]| robots[0].actor.clone();
        match role {
            Role::Clerk => self.town.clerk.clone(),
            Role::Teller => first(&self.town.tellers),
            Role::Presidium => first(&self.town.presidium),
            Role::Administrator => self.town.administrator.clone(),
            Role::County | Role::Unit => stranger(role, PLAN.code),
        }
    }

    /// Whether the bundle verifies; what it says. One that does is counted again besides, by the
    /// second implementation of the rules.
    pub(crate) async fn verify(&self) -> ballotbox::verify::Report {
        let bundle = self.service().bundle(self.session()).await.unwrap();
        let report = ballotbox::verify::verify(&bundle, &|_| ()).unwrap();
        if report.verdict == Verdict::Verified {
            assert_eq!(recount(&bundle), Ok(()));
        }
        report
    }
}

/// An actor whom no account stands behind.
pub(crate) fn stranger(role: Role, township: &str) -> Actor {
    let township = if role.is_of_township() { township } else { "" };
    let account = Account {
        id: Uuid::from_u128(77),
        login: "stranger".into(),
        name: "某人".into(),
        role,
        township: township.into(),
        unit: String::new(),
        state: AccountState::Active,
    };
    Actor { account, fresh: true, source: Source::default() }
}

/// The key of a refusal; fails where it is none.
pub(crate) fn refused<T>(result: Result<T, Fault>) -> &'static str {
    match result {
        Err(Fault::Refused(refusal)) => refusal.key(),
        Err(other) => panic!("not a refusal: {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

/// Plays the day and keeps a copy of each point of it.
async fn play(kind: Kind) -> Vec<Day> {
    let mut days = Vec::new();
    let mut day = Day::found(kind, &PLAN).await;
    let form = question(&day.projects[..3]);
    day.poll = day.town.service.add_poll(&day.town.clerk, day.town.session, form).await.unwrap();
    for point in Point::ALL {
        // The void poll branches off from the closed one.
        if point == Point::State(PollState::Voided) {
            let closed: &Day = &days[4];
            day = closed.copy().await;
        }
        advance(&day, point).await;
        let here = day.rest().await;
        day = here.copy().await;
        days.push(here);
    }
    day.rest().await;
    days
}

/// Leads a day from the point before to this one.
async fn advance(day: &Day, point: Point) {
    let (town, poll) = (&day.town, day.poll);
    match point {
        Point::State(PollState::Draft) => {}
        Point::State(PollState::Ready) => {
            let act = piaojue::service::proposals::Act::Freeze { poll };
            town.both(act, &town.presidium[0].actor).await.unwrap();
            let service = &town.service;
            let record = "全体代表过半数赞成";
            service.adopt(&town.clerk, town.session, poll, "2026-01-31", record).await.unwrap();
            town.sign_in(DEPUTIES).await.unwrap();
        }
        Point::State(PollState::Open) => town.open(poll).await.unwrap(),
        Point::State(PollState::Paused) => {
            day.cast_all(level, DEPUTIES).await;
            town.service.pause(&town.clerk, town.session, poll, true).await.unwrap();
        }
        Point::State(PollState::Closed) => town.close(poll).await.unwrap(),
        Point::Sealed => {
            for teller in &town.tellers {
                let stubs = u64::try_from(DEPUTIES).unwrap();
                teller.seal(&town.service, poll, stubs).await.unwrap();
            }
        }
        Point::State(PollState::Opened) => {
            for teller in &town.tellers {
                teller.share(&town.service, poll).await.unwrap();
            }
        }
        Point::State(PollState::Certified) => town.certify().await.unwrap(),
        Point::State(PollState::Published) => town.publish(poll).await.unwrap(),
        Point::State(PollState::Voided) => void(day).await,
    }
}

/// The presidium voids the poll before the closing note.
pub(crate) async fn void(day: &Day) {
    let (town, chair) = (&day.town, &day.town.presidium[0].actor);
    let asked = town.service.ask_to_void(chair, town.session, day.poll, "题目有误", None).await;
    asked.unwrap();
    for member in town.presidium.iter().take(2) {
        member.sign_all(&town.service).await.unwrap();
    }
}
