//! A township with everybody who takes part: founded, prepared, signed in, and led through a poll.

use ballotbox::entry::SlipsMade;
use ballotbox::manifest::Poll;
use ballotbox::method::Marks;
use ballotbox::note::{NoteKey, SignedNote};
use ballotbox::seal;
use ballotbox::slip::{SlipCode, SlipRoll};
use ballotbox::statement::Statement;
use serde_json::Value;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::RobotOfficer;
use crate::clock::{in_china, randomness};
use crate::domain::account::{Account, AccountState, Role};
use crate::domain::project::ProjectState;
use crate::domain::refusal::Refusal;
use crate::domain::roll::Mark;
use crate::domain::session::Stage;
use crate::domain::source::Source;
use crate::service::accounts::AccountForm;
use crate::service::casting::{CastRefusal, Receipt};
use crate::service::polls::PollForm;
use crate::service::projects::ProjectForm;
use crate::service::proposals::Act;
use crate::service::roll::DeputyForm;
use crate::service::sessions::SessionForm;
use crate::service::townships::TownshipForm;
use crate::service::{Actor, Fault, Service};

/// The password of every account of a town that plays itself.
pub const PASSWORD: &str = "Piaojue-demo-2026";

/// What a town is founded with.
pub struct TownPlan<'a> {
    /// Code in the national list of divisions.
    pub code: &'a str,
    /// Name.
    pub name: &'a str,
    /// County or district.
    pub county: &'a str,
    /// Name of the session.
    pub title: &'a str,
    /// Tellers.
    pub tellers: u32,
    /// Presidium members.
    pub presidium: u32,
    /// Polls that slips have stubs for.
    pub stubs: u32,
    /// A rehearsal.
    pub rehearsal: bool,
}

impl TownPlan<'static> {
    /// 张寨镇, whose candidates of 2022 are among `examples/`; small, for others to be made of.
    pub const ZHANGZHAI: Self = Self {
        code: "320322105",
        name: "张寨镇",
        county: "沛县",
        title: "张寨镇第二届人民代表大会第二次会议",
        tellers: 2,
        presidium: 2,
        stubs: 3,
        rehearsal: false,
    };
}

/// A township in which everybody is a robot.
#[derive(Clone)]
pub struct Town {
    /// The service.
    pub service: Service,
    /// The session.
    pub session: Uuid,
    /// 系统管理员.
    pub administrator: Actor,
    /// 工作人员.
    pub clerk: Actor,
    /// 监票人.
    pub tellers: Vec<RobotOfficer>,
    /// 主席团成员.
    pub presidium: Vec<RobotOfficer>,
    /// The slips, as their makers printed them.
    pub slips: Vec<SlipCode>,
}

/// Signs the setup code off and makes the administrator.
async fn administrator(service: &Service) -> Result<Actor, Fault> {
    let code = service.setup_code().await?;
    let code = code.ok_or_else(|| Refusal::conflict("refusal-setup-code"))?;
    let password = Zeroizing::new(PASSWORD.to_owned());
    service.set_up(&code, "admin", "系统管理员", password).await?;
    let account = Account {
        id: Uuid::nil(),
        login: "admin".into(),
        name: "系统管理员".into(),
        role: Role::Administrator,
        township: String::new(),
        unit: String::new(),
        state: AccountState::Active,
    };
    let source = Source::default();
    let asking = Actor { account, fresh: true, source };
    let accounts = service.accounts(&asking).await?;
    let known = accounts.into_iter().next().ok_or(Fault::Broken("there is no account"))?;
    Ok(Actor { account: known.account, ..asking })
}

impl Town {
    /// Founds a town: township, accounts, a session, officers with cards, all of whom sign.
    ///
    /// # Errors
    /// When the database is not empty.
    pub async fn found(service: Service, plan: &TownPlan<'_>) -> Result<Self, Fault> {
        let administrator = administrator(&service).await?;
        let founder = Founder { service: &service, administrator: &administrator, plan, tail: "" };
        let town = founder.town().await?;
        founder.account("county", "区人大", Role::County).await?;
        Ok(town)
    }

    /// Founds another town of the same county. Its people sign in with the town's code behind their
    /// names.
    ///
    /// # Errors
    /// When there is such a town.
    pub async fn found_beside(&self, plan: &TownPlan<'_>) -> Result<Self, Fault> {
        let (service, administrator, tail) = (&self.service, &self.administrator, plan.code);
        Founder { service, administrator, plan, tail }.town().await
    }

    /// One more account, which signs in with the password of everybody here.
    ///
    /// # Errors
    /// When something in it does not fit.
    pub async fn add_account(&self, form: &AccountForm) -> Result<Actor, Fault> {
        ready_account(&self.service, &self.administrator, form).await
    }

    fn teller(&self) -> Result<&RobotOfficer, Fault> {
        self.tellers.first().ok_or(Fault::Broken("there is no teller"))
    }

    fn chair(&self) -> Result<&RobotOfficer, Fault> {
        self.presidium.first().ok_or(Fault::Broken("there is no presidium"))
    }

    /// The first teller makes slips; the codes stay with the town's deputies.
    ///
    /// # Errors
    /// When there are slips already.
    pub async fn make_slips(&mut self, count: usize) -> Result<(), Fault> {
        let codes: Vec<_> = (0..count).map(|_| SlipCode::generate(&mut randomness())).collect();
        let keys = codes.iter().map(|code| code.key(self.session).public()).collect();
        let roll = SlipRoll::new(keys).map_err(|_| Fault::Broken("no roll"))?;
        let maker = self.teller()?;
        let ledger = self.service.log_of(self.session).await?;
        let origin = ledger.origin().cloned().ok_or(Fault::Broken("the log has no name"))?;
        let count = u64::try_from(roll.count()).unwrap_or(u64::MAX);
        let text = Statement::Slips { count, roll: roll.digest() }.text(&origin);
        let key = maker.card.sign_key(self.session);
        let name = NoteKey::officer(&origin, maker.officer.id, key.public());
        let note = key.sign(SignedNote::new(text), &name);
        let keys = roll.keys().copied().collect();
        let made = SlipsMade { maker: maker.officer.id, keys, note };
        self.service.take_slips(&maker.actor, self.session, made).await?;
        self.slips = codes;
        Ok(())
    }

    /// Puts deputies on the roll: invented names, seats in rows of ten.
    ///
    /// # Errors
    /// When sign-in has begun.
    pub async fn add_deputies(&self, count: usize) -> Result<(), Fault> {
        let deputies: Vec<_> = (0..count).map(deputy).collect();
        self.service.add_deputies(&self.clerk, self.session, &deputies).await.map(drop)
    }

    /// Puts candidate projects on the list.
    ///
    /// # Errors
    /// When a title stands already.
    pub async fn add_candidates(&self, projects: &[ProjectForm]) -> Result<Vec<Uuid>, Fault> {
        let state = ProjectState::Candidate;
        self.service.add_projects(&self.clerk, self.session, projects, state).await
    }

    /// Prepares a poll: written, fixed by two persons, its 票决办法 adopted.
    ///
    /// # Errors
    /// When something in it does not fit.
    pub async fn prepare_poll(&self, form: PollForm) -> Result<Uuid, Fault> {
        let (service, session) = (&self.service, self.session);
        let poll = service.add_poll(&self.clerk, session, form).await?;
        self.both(Act::Freeze { poll }, &self.chair()?.actor).await?;
        let today = in_china(service.clock().timestamp()).date().to_string();
        let record = "大会举手表决,全体代表过半数赞成,通过票决办法";
        service.adopt(&self.clerk, session, poll, &today, record).await?;
        Ok(poll)
    }

    /// The clerk asks for an act, a second person confirms it.
    ///
    /// # Errors
    /// When it is not time for it.
    pub async fn both(&self, act: Act, second: &Actor) -> Result<(), Fault> {
        let (service, session) = (&self.service, self.session);
        service.propose(&self.clerk, session, act.clone()).await?;
        let waiting = service.waiting_acts(session).await?;
        let asked = waiting.into_iter().find(|waiting| waiting.act == act);
        let asked = asked.ok_or(Fault::Broken("what was asked for does not wait"))?;
        service.confirm(second, session, asked.id).await
    }

    /// Begins sign-in, signs the first deputies of the roll in, then begins the meeting.
    ///
    /// # Errors
    /// When the session is further already.
    pub async fn sign_in(&self, present: usize) -> Result<(), Fault> {
        let (service, session) = (&self.service, self.session);
        service.next_stage(&self.clerk, session, Stage::Preparing).await?;
        let roll = service.roll(session).await?;
        let here: Vec<Uuid> = roll.iter().take(present).map(|deputy| deputy.id).collect();
        service.mark(&self.clerk, session, &here, Some(Mark::Present)).await?;
        service.next_stage(&self.clerk, session, Stage::SignIn).await
    }

    /// Opens a poll: the clerk asks, every teller signs.
    ///
    /// # Errors
    /// Says what is missing.
    pub async fn open(&self, poll: Uuid) -> Result<(), Fault> {
        self.service.ask_to_open(&self.clerk, self.session, poll).await?;
        for teller in &self.tellers {
            teller.sign_all(&self.service).await?;
        }
        Ok(())
    }

    /// Seals marks with a slip, as a tablet does: the bytes that it sends.
    ///
    /// # Errors
    /// When the poll is not open, or the marks do not fit.
    pub async fn sealed(&self, poll: Uuid, slip: usize, marks: &Value) -> Result<Vec<u8>, Fault> {
        let board = self.service.board(self.session).await?;
        let known = board.poll(poll).ok_or(Fault::Broken("the poll is not open"))?;
        self.sealed_for(&known.poll, slip, marks)
    }

    /// As [`Self::sealed`], for a poll that is at hand.
    ///
    /// # Errors
    /// When the marks do not fit.
    pub fn sealed_for(&self, poll: &Poll, slip: usize, marks: &Value) -> Result<Vec<u8>, Fault> {
        let manifest = poll.manifest();
        let marks =
            Marks::parse(&manifest.method, manifest.options.len(), manifest.rule.blank, marks)
                .map_err(|_| Fault::Broken("the marks do not fit"))?;
        let code = self.slips.get(slip).ok_or(Fault::Broken("there is no such slip"))?;
        let ballot = seal::seal(poll, &code.key(self.session), &marks, &mut randomness());
        let ballot = ballot.map_err(|_| Fault::Broken("the ballot cannot be sealed"))?;
        Ok(ballot.to_bytes()?)
    }

    /// A deputy votes.
    ///
    /// # Errors
    /// When the service refuses.
    pub async fn cast(
        &self,
        poll: Uuid,
        slip: usize,
        marks: &Value,
    ) -> Result<Receipt, CastRefusal> {
        let bytes = self.sealed(poll, slip, marks).await?;
        self.service.cast(self.session, poll, &bytes).await
    }

    /// Closes a poll: the clerk asks, a teller confirms.
    ///
    /// # Errors
    /// When it is not open.
    pub async fn close(&self, poll: Uuid) -> Result<(), Fault> {
        self.both(Act::close(poll), &self.teller()?.actor).await
    }

    /// Every teller's device seals the log, then opens the sums. `stubs` is what they counted.
    ///
    /// # Errors
    /// When a device refuses.
    pub async fn count(&self, poll: Uuid, stubs: u64) -> Result<(), Fault> {
        for teller in &self.tellers {
            teller.seal(&self.service, poll, stubs).await?;
        }
        for teller in &self.tellers {
            teller.share(&self.service, poll).await?;
        }
        Ok(())
    }

    /// Tellers and presidium certify.
    ///
    /// # Errors
    /// When there is nothing to certify.
    pub async fn certify(&self) -> Result<(), Fault> {
        for officer in self.tellers.iter().chain(&self.presidium) {
            officer.sign_all(&self.service).await?;
        }
        Ok(())
    }

    /// Publishes: the clerk asks, the presidium confirms.
    ///
    /// # Errors
    /// When the poll is not certified.
    pub async fn publish(&self, poll: Uuid) -> Result<(), Fault> {
        self.both(Act::Publish { poll }, &self.chair()?.actor).await
    }
}

fn township(plan: &TownPlan<'_>) -> TownshipForm {
    TownshipForm {
        code: plan.code.into(),
        name: plan.name.into(),
        county: plan.county.into(),
        kind: "town".into(),
        valid_from: "2019-12-24".into(),
        valid_to: String::new(),
        predecessors: String::new(),
        version: 0,
    }
}

/// The administrator at work, making accounts.
struct Founder<'a> {
    service: &'a Service,
    administrator: &'a Actor,
    plan: &'a TownPlan<'a>,
    /// What stands behind the names to sign in with.
    tail: &'a str,
}

impl Founder<'_> {
    /// Township, accounts, a session, officers with cards, all of whom sign.
    async fn town(&self) -> Result<Town, Fault> {
        self.service.save_township(self.administrator, &township(self.plan)).await?;
        let clerk = self.account("clerk", "王秘书", Role::Clerk).await?;
        let today = in_china(self.service.clock().timestamp()).date().to_string();
        let form = SessionForm {
            title: self.plan.title.into(),
            opens_on: today,
            stubs: self.plan.stubs,
            rehearsal: self.plan.rehearsal,
        };
        let session = self.service.add_session(&clerk, form).await?;
        let people = self.officers().await?;
        let mut officers = Vec::new();
        for actor in people {
            self.service.add_officer(&clerk, session, actor.account.id).await?;
            officers.push(RobotOfficer::enrol(self.service, actor, session).await?);
        }
        self.service.set_threshold(&clerk, session, self.plan.presidium / 2 + 1).await?;
        self.service.propose_officers(&clerk, session).await?;
        for officer in &officers {
            officer.sign_all(self.service).await?;
        }
        let is_teller = |robot: &RobotOfficer| robot.actor.account.role == Role::Teller;
        let (tellers, presidium) = officers.into_iter().partition(is_teller);
        let slips = Vec::new();
        let (service, administrator) = (self.service.clone(), self.administrator.clone());
        Ok(Town { service, session, administrator, clerk, tellers, presidium, slips })
    }

    async fn account(&self, login: &str, name: &str, role: Role) -> Result<Actor, Fault> {
        let login = format!("{login}{}", self.tail);
        let form = AccountForm {
            login,
            name: name.into(),
            role: role.name().into(),
            township: self.plan.code.into(),
            unit: String::new(),
        };
        ready_account(self.service, self.administrator, &form).await
    }

    /// Accounts of tellers, then of presidium members.
    async fn officers(&self) -> Result<Vec<Actor>, Fault> {
        let mut people = Vec::new();
        for (count, role) in
            [(self.plan.tellers, Role::Teller), (self.plan.presidium, Role::Presidium)]
        {
            for number in 1..=count {
                let login = format!("{}{number}", role.name());
                people.push(self.account(&login, &officer_name(role, number), role).await?);
            }
        }
        Ok(people)
    }
}

/// An account that signs in with the password of everybody here.
async fn ready_account(
    service: &Service,
    administrator: &Actor,
    form: &AccountForm,
) -> Result<Actor, Fault> {
    let password = Zeroizing::new(PASSWORD.to_owned());
    let account = service.add_ready_account(administrator, form, password).await?;
    Ok(Actor { account, fresh: true, source: Source::default() })
}

fn officer_name(role: Role, number: u32) -> String {
    let names = match role {
        Role::Teller => ["李监票", "周监票", "吴监票", "郑监票", "冯监票", "陈监票", "褚监票"],
        _ => ["赵主席", "钱委员", "孙委员", "卫委员", "蒋委员", "沈委员", "韩委员"],
    };
    let place = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
    names.get(place).map_or_else(|| format!("{number}号"), |name| (*name).to_owned())
}

/// Surnames of invented deputies.
const SURNAMES: [char; 20] = [
    '赵', '钱', '孙', '李', '周', '吴', '郑', '王', '冯', '陈', '褚', '卫', '蒋', '沈', '韩', '杨',
    '朱', '秦', '尤', '许',
];
/// Given names of invented deputies.
const GIVEN: [&str; 12] = [
    "建国", "秀英", "玉兰", "志强", "桂花", "国庆", "春梅", "德明", "小燕", "永福", "淑珍", "长林",
];

fn deputy(number: usize) -> DeputyForm {
    let surname = SURNAMES.get(number % SURNAMES.len()).copied().unwrap_or('赵');
    let given = GIVEN.get((number * 7 + number / 20) % GIVEN.len()).copied().unwrap_or("建国");
    DeputyForm {
        name: format!("{surname}{given}"),
        delegation: format!("第{}代表团", number % 5 + 1),
        seat: format!("{}排{}座", number / 10 + 1, number % 10 + 1),
    }
}
