//! Polls: their states, the verbs, and who may do what when (the table of the voting day).
//!
//! Up to `Ready` a poll is a draft of the clerk; from `Open` on its state follows from the log
//! alone. Every verb is refused in every other state, with the step that comes next.

use ballotbox::verify::Phase;
use serde::Serialize;

use super::account::Role;
use super::refusal::Refusal;

/// How far a poll has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PollState {
    /// 起草: question, candidates and rule may change.
    Draft,
    /// 就绪: list and rule are fixed; adoption and opening follow.
    Ready,
    /// 表决进行中.
    Open,
    /// 已暂停.
    Paused,
    /// 已截止: tellers check and seal the log, then open the sums.
    Closed,
    /// 已开票: totals and outcome are known.
    Opened,
    /// 已确认.
    Certified,
    /// 已公布.
    Published,
    /// 已作废.
    Voided,
}

impl PollState {
    /// All states, in order.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Ready,
        Self::Open,
        Self::Paused,
        Self::Closed,
        Self::Opened,
        Self::Certified,
        Self::Published,
        Self::Voided,
    ];

    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Ready => "ready",
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Opened => "opened",
            Self::Certified => "certified",
            Self::Published => "published",
            Self::Voided => "voided",
        }
    }

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "poll-draft",
            Self::Ready => "poll-ready",
            Self::Open => "poll-open",
            Self::Paused => "poll-paused",
            Self::Closed => "poll-closed",
            Self::Opened => "poll-opened",
            Self::Certified => "poll-certified",
            Self::Published => "poll-published",
            Self::Voided => "poll-voided",
        }
    }

    /// Key of the sentence that says what comes next and who must do it.
    pub const fn next_step(self) -> &'static str {
        match self {
            Self::Draft => "next-draft",
            Self::Ready => "next-ready",
            Self::Open => "next-open",
            Self::Paused => "next-paused",
            Self::Closed => "next-closed",
            Self::Opened => "next-opened",
            Self::Certified => "next-certified",
            Self::Published => "next-published",
            Self::Voided => "next-voided",
        }
    }

    /// Whether the poll stands in the log.
    pub const fn is_logged(self) -> bool {
        !matches!(self, Self::Draft | Self::Ready)
    }
}

impl From<Phase> for PollState {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Open => Self::Open,
            Phase::Paused => Self::Paused,
            Phase::Closed => Self::Closed,
            Phase::Opened => Self::Opened,
            Phase::Certified => Self::Certified,
            Phase::Published => Self::Published,
            Phase::Voided => Self::Voided,
        }
    }
}

/// What can be done with a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Change question, candidates, method or rule; discard the draft.
    Edit,
    /// Ask for list and rule to be fixed.
    ProposeFreeze,
    /// Fix list and rule, as the second person.
    ConfirmFreeze,
    /// Record that the congress adopted the 票决办法.
    Adopt,
    /// Ask the tellers to open.
    Open,
    /// Sign the opening note.
    SignOpening,
    /// Pause casting.
    Pause,
    /// Let casting go on.
    Resume,
    /// Ask for a poll that runs to go on on paper.
    ProposePaper,
    /// Let it go on on paper, as the second person.
    ConfirmPaper,
    /// Ask for a poll that goes on on paper to return to tablets.
    ProposeTablets,
    /// Let it return, as the second person.
    ConfirmTablets,
    /// Hold an unused slip and hand out a paper for it.
    HandPaper,
    /// Sign that a slip is void in the poll for a paper.
    SignPaperSlip,
    /// Let go of slips that are held, so that they vote on a tablet.
    ReleasePaper,
    /// Ask for the close.
    ProposeClose,
    /// Close, as the second person.
    ConfirmClose,
    /// Enter what a batch of papers shows, apart from the other teller.
    EnterPaper,
    /// Sign a batch that two tellers entered equal.
    SignPaper,
    /// Sign the closing note.
    SignClosing,
    /// Hand in a share of the sums.
    Share,
    /// Sign the certificate.
    Certify,
    /// Ask for publication.
    ProposePublish,
    /// Publish, as the second person.
    ConfirmPublish,
    /// Prepare the round that the outcome asks for.
    NextRound,
    /// Prepare a void poll once more, on the same list.
    HoldAgain,
    /// Ask for the poll to be void, or sign that it is.
    Void,
    /// Ask for a correction, or sign it.
    Correct,
}

impl Verb {
    /// All verbs, in the order of the day.
    pub const ALL: [Self; 28] = [
        Self::Edit,
        Self::ProposeFreeze,
        Self::ConfirmFreeze,
        Self::Adopt,
        Self::Open,
        Self::SignOpening,
        Self::Pause,
        Self::Resume,
        Self::ProposePaper,
        Self::ConfirmPaper,
        Self::ProposeTablets,
        Self::ConfirmTablets,
        Self::HandPaper,
        Self::SignPaperSlip,
        Self::ReleasePaper,
        Self::ProposeClose,
        Self::ConfirmClose,
        Self::EnterPaper,
        Self::SignPaper,
        Self::SignClosing,
        Self::Share,
        Self::Certify,
        Self::ProposePublish,
        Self::ConfirmPublish,
        Self::NextRound,
        Self::HoldAgain,
        Self::Void,
        Self::Correct,
    ];

    /// Key of its word on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Edit => "verb-edit",
            Self::ProposeFreeze => "verb-propose-freeze",
            Self::ConfirmFreeze => "verb-confirm-freeze",
            Self::Adopt => "verb-adopt",
            Self::Open => "verb-open",
            Self::SignOpening => "verb-sign-opening",
            Self::Pause => "verb-pause",
            Self::Resume => "verb-resume",
            Self::ProposePaper => "verb-propose-paper",
            Self::ConfirmPaper => "verb-confirm-paper",
            Self::ProposeTablets => "verb-propose-tablets",
            Self::ConfirmTablets => "verb-confirm-tablets",
            Self::HandPaper => "verb-hand-paper",
            Self::SignPaperSlip => "verb-sign-paper-slip",
            Self::ReleasePaper => "verb-release-paper",
            Self::ProposeClose => "verb-propose-close",
            Self::ConfirmClose => "verb-confirm-close",
            Self::EnterPaper => "verb-enter-paper",
            Self::SignPaper => "verb-sign-paper",
            Self::SignClosing => "verb-sign-closing",
            Self::Share => "verb-share",
            Self::Certify => "verb-certify",
            Self::ProposePublish => "verb-propose-publish",
            Self::ConfirmPublish => "verb-confirm-publish",
            Self::NextRound => "verb-next-round",
            Self::HoldAgain => "verb-hold-again",
            Self::Void => "verb-void",
            Self::Correct => "verb-correct",
        }
    }

    /// Who may do it.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Edit
            | Self::ProposeFreeze
            | Self::Adopt
            | Self::Open
            | Self::Pause
            | Self::Resume
            | Self::ProposePaper
            | Self::ProposeTablets
            | Self::ProposeClose
            | Self::ProposePublish
            | Self::NextRound
            | Self::HoldAgain => &[Role::Clerk],
            Self::SignOpening
            | Self::HandPaper
            | Self::SignPaperSlip
            | Self::ReleasePaper
            | Self::ConfirmClose
            | Self::EnterPaper
            | Self::SignPaper
            | Self::SignClosing
            | Self::Share => &[Role::Teller],
            Self::ConfirmFreeze
            | Self::ConfirmPaper
            | Self::ConfirmTablets
            | Self::ConfirmPublish
            | Self::Void
            | Self::Correct => &[Role::Presidium],
            Self::Certify => &[Role::Teller, Role::Presidium],
        }
    }

    /// In which states.
    pub const fn states(self) -> &'static [PollState] {
        match self {
            Self::Edit | Self::ProposeFreeze | Self::ConfirmFreeze => &[PollState::Draft],
            Self::Adopt => &[PollState::Draft, PollState::Ready],
            Self::Open | Self::SignOpening => &[PollState::Ready],
            Self::Pause => &[PollState::Open],
            Self::Resume | Self::ProposeTablets | Self::ConfirmTablets => &[PollState::Paused],
            Self::ProposePaper
            | Self::ConfirmPaper
            | Self::HandPaper
            | Self::SignPaperSlip
            | Self::ReleasePaper
            | Self::ProposeClose
            | Self::ConfirmClose => &[PollState::Open, PollState::Paused],
            Self::EnterPaper | Self::SignPaper | Self::SignClosing | Self::Share => {
                &[PollState::Closed]
            }
            Self::Certify => &[PollState::Opened],
            Self::ProposePublish | Self::ConfirmPublish => &[PollState::Certified],
            Self::NextRound => &[PollState::Certified, PollState::Published],
            Self::HoldAgain => &[PollState::Voided],
            Self::Void => &[PollState::Open, PollState::Paused, PollState::Closed],
            Self::Correct => &[PollState::Published],
        }
    }

    /// Whether a role may do it in a state.
    ///
    /// # Errors
    /// Says who may, or what comes next and who must do it.
    pub fn check(self, state: PollState, role: Role) -> Result<(), Refusal> {
        if !self.roles().contains(&role) {
            let who = self.roles().iter().map(|role| role.word()).collect();
            return Err(Refusal::forbidden("refusal-role")
                .with_word("verb", self.word())
                .with_words("roles", who));
        }
        if !self.states().contains(&state) {
            return Err(Refusal::conflict("refusal-state")
                .with_word("verb", self.word())
                .with_word("state", state.word())
                .with_word("next", state.next_step()));
        }
        Ok(())
    }
}
