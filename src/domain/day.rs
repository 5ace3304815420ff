//! The day as a list of tasks (今日流程): how far each has come, and the one step that is next.

use ballotbox::manifest::Channel;
use uuid::Uuid;

use super::account::Role;
use super::poll::PollState;
use super::session::Stage;

/// A task of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// 名册.
    Roll,
    /// 候选项目.
    Projects,
    /// 监票人与主席团及密钥卡.
    Officers,
    /// 票签.
    Slips,
    /// 票决办法与清单冻结.
    Rule,
    /// 签到.
    SignIn,
    /// 表决.
    Vote,
    /// 封箱与开票.
    Seal,
    /// 确认.
    Certify,
    /// 公布.
    Publish,
    /// 闭会.
    Close,
}

impl Task {
    /// All tasks in the order of the day.
    pub const ALL: [Self; 11] = [
        Self::Roll,
        Self::Projects,
        Self::Officers,
        Self::Slips,
        Self::Rule,
        Self::SignIn,
        Self::Vote,
        Self::Seal,
        Self::Certify,
        Self::Publish,
        Self::Close,
    ];

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Roll => "running-task-roll",
            Self::Projects => "running-task-projects",
            Self::Officers => "running-task-officers",
            Self::Slips => "running-task-slips",
            Self::Rule => "running-task-rule",
            Self::SignIn => "running-task-sign-in",
            Self::Vote => "running-task-vote",
            Self::Seal => "running-task-seal",
            Self::Certify => "running-task-certify",
            Self::Publish => "running-task-publish",
            Self::Close => "running-task-close",
        }
    }

    /// Who must act.
    pub const fn who(self) -> &'static [Role] {
        match self {
            Self::Roll | Self::Projects | Self::SignIn | Self::Close => &[Role::Clerk],
            Self::Officers => &[Role::Clerk, Role::Teller, Role::Presidium],
            Self::Slips | Self::Seal => &[Role::Teller],
            Self::Rule | Self::Publish => &[Role::Clerk, Role::Presidium],
            Self::Vote => &[Role::Clerk, Role::Teller],
            Self::Certify => &[Role::Teller, Role::Presidium],
        }
    }
}

/// How far a task has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// 未开始.
    Todo,
    /// 进行中.
    Doing,
    /// 已完成.
    Done,
    /// 需处理.
    Attention,
}

impl Tag {
    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Todo => "running-tag-todo",
            Self::Doing => "running-tag-doing",
            Self::Done => "running-tag-done",
            Self::Attention => "running-tag-attention",
        }
    }

    /// Its name among the styles.
    pub const fn style(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::Doing => "doing",
            Self::Done => "done",
            Self::Attention => "attention",
        }
    }
}

/// How far the list of officers has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficersStand {
    /// Nobody is named.
    Nobody,
    /// Somebody has registered no card yet, or nobody asked for signatures.
    Cards,
    /// Each of them is to sign the list.
    Signing,
    /// The list stands in the log.
    Fixed,
}

/// Papers that tellers enter after the close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Papers {
    /// There are none.
    None,
    /// They are being entered.
    Counting,
    /// As many are entered as were handed out; hands are counted once, however many are raised.
    Entered,
}

impl Papers {
    /// How they stand, by how many were handed out and how many are entered.
    pub const fn of(channel: Channel, (issued, entered): (u64, u64)) -> Self {
        match channel {
            Channel::Hands if entered > 0 => Self::Entered,
            Channel::Hands => Self::Counting,
            Channel::Sealed | Channel::Paper if issued == 0 => Self::None,
            Channel::Sealed | Channel::Paper if entered < issued => Self::Counting,
            Channel::Sealed | Channel::Paper => Self::Entered,
        }
    }
}

/// What the day needs to know of a poll.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact by itself, none excludes another"
)]
pub struct PollStand {
    /// Its id.
    pub id: Uuid,
    /// The question.
    pub question: String,
    /// How far it has come.
    pub state: PollState,
    /// Whether the congress adopted the 票决办法.
    pub adopted: bool,
    /// How votes come in.
    pub channel: Channel,
    /// Whether it began on tablets and goes on on paper.
    pub on_paper: bool,
    /// Whether it waits for a second person to go over to paper, or back.
    pub switching: bool,
    /// Papers that tellers enter after the close.
    pub papers: Papers,
    /// Whether another act about it waits for a second person.
    pub waits: bool,
    /// Whether the tellers are asked to open it.
    pub opening: bool,
    /// Whether the closing note is in the log: shares follow.
    pub sealed: bool,
    /// Whether tellers counted different things.
    pub disagree: bool,
    /// Whether the outcome asks for a round that nobody has prepared.
    pub round_due: bool,
    /// Whether it is void and nobody has prepared the vote again.
    pub again_due: bool,
}

/// What the day needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayStand {
    /// The session's stage.
    pub stage: Stage,
    /// A rehearsal ends with the opened sums: nothing is certified.
    pub rehearsal: bool,
    /// Deputies in office.
    pub all: u32,
    /// Deputies signed in.
    pub present: u32,
    /// The fewest that must be.
    pub needed: u32,
    /// Candidate projects.
    pub candidates: usize,
    /// The officers.
    pub officers: OfficersStand,
    /// Whether the slips are made.
    pub slips: bool,
    /// All polls in order, as prepared or as the log tells.
    pub polls: Vec<PollStand>,
}

/// Where a step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The roll of deputies.
    Roll,
    /// The projects.
    Projects,
    /// The officers.
    Officers,
    /// The officers' own devices.
    Cards,
    /// The slips, on a teller's device.
    Slips,
    /// The polls as they are prepared.
    Polls,
    /// The list to sign in.
    SignIn,
    /// The stage itself: one press leads on from it.
    Stage(Stage),
    /// The page that closes the session.
    Close,
    /// The page that runs a poll.
    Run(Uuid),
    /// The tellers are asked to open a poll: one press.
    Open(Uuid),
    /// Nowhere: the session is over.
    Nowhere,
}

/// The one step that is next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// Key of the sentence.
    pub key: &'static str,
    /// Who must do it.
    pub who: &'static [Role],
    /// Where it is done.
    pub spot: Spot,
    /// The question of the poll that it is about; empty where it is about none.
    pub question: String,
}

const CLERK: &[Role] = &[Role::Clerk];
const TELLERS: &[Role] = &[Role::Teller];
const PRESIDIUM: &[Role] = &[Role::Presidium];
const CERTIFIERS: &[Role] = &[Role::Teller, Role::Presidium];

const fn step(key: &'static str, who: &'static [Role], spot: Spot) -> NextStep {
    NextStep { key, who, spot, question: String::new() }
}

impl PollStand {
    /// Whether nothing follows in this poll.
    fn is_over(&self, rehearsal: bool) -> bool {
        match self.state {
            PollState::Published => !self.round_due,
            PollState::Voided => !self.again_due,
            PollState::Opened => rehearsal,
            _ => false,
        }
    }

    /// What comes next in this poll, or nothing before the session is in session.
    fn next(&self) -> NextStep {
        let run = Spot::Run(self.id);
        let found = match self.state {
            PollState::Draft if self.waits => step("running-next-freeze-waits", PRESIDIUM, run),
            PollState::Draft => step("running-next-freeze", CLERK, Spot::Polls),
            PollState::Ready if !self.adopted => step("running-next-adopt", CLERK, Spot::Polls),
            PollState::Ready if self.opening => step("running-next-opening", TELLERS, Spot::Cards),
            PollState::Ready => step("running-next-open", CLERK, Spot::Open(self.id)),
            PollState::Open | PollState::Paused if self.waits => {
                step("running-next-close-waits", TELLERS, run)
            }
            PollState::Open | PollState::Paused if self.switching => {
                step("running-next-switch-waits", PRESIDIUM, run)
            }
            PollState::Open => step(self.voting(), CLERK, run),
            PollState::Paused if self.on_paper => step("running-next-on-paper", TELLERS, run),
            PollState::Paused => step("running-next-paused", CLERK, run),
            PollState::Closed if self.sealed => step("running-next-shares", TELLERS, Spot::Cards),
            PollState::Closed if self.disagree => {
                step("running-next-disagree", TELLERS, Spot::Cards)
            }
            PollState::Closed => step(self.counting(), TELLERS, Spot::Cards),
            PollState::Opened => step("running-next-certify", CERTIFIERS, Spot::Cards),
            PollState::Certified if self.waits => {
                step("running-next-publish-waits", PRESIDIUM, run)
            }
            PollState::Certified => step("running-next-publish", CLERK, run),
            PollState::Published => step("running-next-round-due", CLERK, run),
            PollState::Voided => step("running-next-again", CLERK, run),
        };
        NextStep { question: self.question.clone(), ..found }
    }

    /// What is said while votes come in.
    const fn voting(&self) -> &'static str {
        match self.channel {
            Channel::Sealed => "running-next-voting",
            Channel::Paper => "running-next-voting-paper",
            Channel::Hands => "running-next-voting-hands",
        }
    }

    /// What tellers do after the close: papers and hands are entered before the closing note.
    const fn counting(&self) -> &'static str {
        match (self.channel, self.papers) {
            (Channel::Sealed, Papers::None | Papers::Entered) => "running-next-seal",
            (Channel::Hands, Papers::None | Papers::Counting) => "running-next-enter-hands",
            (_, Papers::Counting) => "running-next-enter-paper",
            (Channel::Paper | Channel::Hands, Papers::None | Papers::Entered) => {
                "running-next-sign-count"
            }
        }
    }

    /// 0 before it opens, 1 while votes come in, then one more with each thing that is done.
    const fn reached(&self) -> u8 {
        match self.state {
            PollState::Draft | PollState::Ready | PollState::Voided => 0,
            PollState::Open | PollState::Paused => 1,
            PollState::Closed => 2,
            PollState::Opened => 3,
            PollState::Certified => 4,
            PollState::Published => 5,
        }
    }
}

impl DayStand {
    /// The one step that is next.
    pub fn next(&self) -> NextStep {
        if self.stage == Stage::Closed {
            return step("running-next-nothing", CLERK, Spot::Nowhere);
        }
        // A poll that stands in the log comes before everything else.
        let running = |poll: &&PollStand| {
            poll.state.is_logged()
                && !matches!(poll.state, PollState::Voided | PollState::Published)
        };
        let over = |poll: &PollStand| poll.is_over(self.rehearsal);
        if let Some(poll) = self.polls.iter().filter(running).find(|poll| !over(poll)) {
            return poll.next();
        }
        if let Some(missing) = self.missing() {
            return missing;
        }
        match self.stage {
            Stage::Preparing => step("running-next-begin-sign-in", CLERK, Spot::Stage(self.stage)),
            Stage::SignIn if self.present < self.needed => {
                step("running-next-sign-in", CLERK, Spot::SignIn)
            }
            Stage::SignIn => step("running-next-begin-session", CLERK, Spot::Stage(self.stage)),
            Stage::InSession | Stage::Closed => match self.polls.iter().find(|poll| !over(poll)) {
                Some(poll) => poll.next(),
                None => step("running-next-close-session", CLERK, Spot::Close),
            },
        }
    }

    /// What must be prepared before deputies sign in, in order.
    fn missing(&self) -> Option<NextStep> {
        if self.all == 0 {
            return Some(step("running-next-roll", CLERK, Spot::Roll));
        }
        if self.candidates == 0 && self.polls.is_empty() {
            return Some(step("running-next-projects", CLERK, Spot::Projects));
        }
        match self.officers {
            OfficersStand::Nobody => {
                return Some(step("running-next-officers", CLERK, Spot::Officers));
            }
            OfficersStand::Cards => {
                return Some(step("running-next-cards", CERTIFIERS, Spot::Cards));
            }
            OfficersStand::Signing => {
                return Some(step("running-next-officers-sign", CERTIFIERS, Spot::Cards));
            }
            OfficersStand::Fixed => {}
        }
        if !self.slips && !self.needs_no_slips() {
            return Some(step("running-next-slips", TELLERS, Spot::Slips));
        }
        if self.polls.is_empty() {
            return Some(step("running-next-poll", CLERK, Spot::Polls));
        }
        let draft = self.polls.iter().find(|poll| poll.state == PollState::Draft);
        draft.filter(|_| self.stage == Stage::Preparing).map(PollStand::next)
    }

    /// A day that is wholly on paper needs no slips.
    fn needs_no_slips(&self) -> bool {
        let keyless = |poll: &PollStand| poll.channel != Channel::Sealed;
        !self.polls.is_empty() && self.polls.iter().all(keyless)
    }

    /// How far a task has come.
    pub fn tag(&self, task: Task) -> Tag {
        let began = self.stage != Stage::Preparing;
        // What is missing although the session has begun asks for somebody's hand.
        let late = if self.stage == Stage::InSession { Tag::Attention } else { Tag::Todo };
        match task {
            Task::Roll => match (self.all, began) {
                (0, _) => Tag::Todo,
                (_, false) => Tag::Doing,
                (_, true) => Tag::Done,
            },
            Task::Projects => match (self.candidates, self.polls.is_empty()) {
                (_, false) => Tag::Done,
                (0, true) => late,
                (_, true) => Tag::Doing,
            },
            Task::Officers => match self.officers {
                OfficersStand::Nobody => late,
                OfficersStand::Cards | OfficersStand::Signing if late == Tag::Todo => Tag::Doing,
                OfficersStand::Cards | OfficersStand::Signing => Tag::Attention,
                OfficersStand::Fixed => Tag::Done,
            },
            Task::Slips if self.slips || self.needs_no_slips() => Tag::Done,
            Task::Slips => late,
            Task::Rule => self.rule_tag(),
            Task::SignIn => match self.stage {
                Stage::Preparing => Tag::Todo,
                Stage::SignIn => Tag::Doing,
                Stage::InSession if self.present < self.needed => Tag::Attention,
                Stage::InSession | Stage::Closed => Tag::Done,
            },
            Task::Vote => {
                let attention = |poll: &PollStand| {
                    (poll.state == PollState::Paused && !poll.on_paper)
                        || poll.again_due && self.is_open()
                };
                self.poll_tag(1, attention)
            }
            Task::Seal => self.poll_tag(2, |poll| poll.disagree && !poll.sealed),
            Task::Certify => self.poll_tag(3, |_| false),
            Task::Publish => self.poll_tag(4, |poll| poll.round_due && self.is_open()),
            Task::Close => {
                if self.is_open() {
                    Tag::Todo
                } else {
                    Tag::Done
                }
            }
        }
    }

    fn is_open(&self) -> bool {
        self.stage != Stage::Closed
    }

    fn rule_tag(&self) -> Tag {
        let fixed = |poll: &PollStand| poll.state != PollState::Draft && poll.adopted;
        if self.polls.is_empty() {
            Tag::Todo
        } else if self.polls.iter().all(fixed) {
            Tag::Done
        } else {
            Tag::Doing
        }
    }

    /// A task that every poll goes through: `at` is what a poll has reached while it is in it.
    fn poll_tag(&self, at: u8, attention: impl Fn(&PollStand) -> bool) -> Tag {
        // A rehearsal goes no further than the opened sums.
        let last = if self.rehearsal { 3 } else { 5 };
        let count = |poll: &&PollStand| poll.state != PollState::Voided || poll.again_due;
        let polls: Vec<&PollStand> = self.polls.iter().filter(count).collect();
        let past = |poll: &&PollStand| poll.reached() > at.min(last - 1);
        if self.polls.iter().any(attention) {
            Tag::Attention
        } else if polls.is_empty() || !polls.iter().any(|poll| poll.reached() >= at.min(last)) {
            Tag::Todo
        } else if polls.iter().all(past) {
            Tag::Done
        } else {
            Tag::Doing
        }
    }
}

#[cfg(test)]
mod tests;
