//! The log as a server keeps it: nothing is appended that a verifier would refute.
//!
//! A [`Ledger`] knows everything that the entries so far have told, and takes a further entry only
//! when the verifier's own checks ([`crate::verify`]) find nothing against it. It holds no secret,
//! keeps no bytes but the ballots' and writes nothing: the caller stores what
//! [`Ledger::admit`] gives. `next` says what follows from the log, `poll` what is known of a poll.
//!
//! ```
//! # use ballotbox::codec::Time;
//! # use ballotbox::hall::{Hall, Setup};
//! # use rand_core::SeedableRng as _;
//! # let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! # let names = |names: [&str; 2]| names.map(String::from).to_vec();
//! # let mut hall = Hall::open(
//! #     Setup {
//! #         site: "vote.example".into(),
//! #         township: "500229203".into(),
//! #         title: "四屏镇第二届人民代表大会第四次会议".into(),
//! #         tellers: names(["甲", "乙"]),
//! #         presidium: names(["子", "丑"]),
//! #         threshold: 2,
//! #         slips: 6,
//! #         rehearsal: false,
//! #         at: Time::parse("2026-01-31T09:00:00Z")?,
//! #     },
//! #     &mut rng,
//! # )?;
//! use ballotbox::entry::{Attendance, Body, Entry};
//! use ballotbox::ledger::Ledger;
//!
//! // After a restart: all stored entries are played again.
//! let mut ledger = Ledger::read(hall.entries())?;
//! let at = Time::parse("2026-01-31T09:05:00Z")?;
//! let attendance = |all, present| {
//!     Entry::new(at.clone(), Body::Attendance(Box::new(Attendance { all, present })))
//! };
//! let admitted = ledger.admit(&attendance(6, 5))?;
//! assert_eq!((admitted.index, ledger.size()), (3, 4));
//!
//! // What a verifier would refute is refused, and the ledger stays as it was.
//! let refused = ledger.admit(&attendance(6, 7)).unwrap_err();
//! assert_eq!((refused.number, ledger.size()), (14, 4));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod next;
mod poll;

pub use poll::PollLedger;

use uuid::Uuid;

use crate::canonical::CanonicalError;
use crate::codec::{Digest, PublicKey};
use crate::entry::{Attendance, Body, Entry, SessionOpened};
use crate::log::{Tree, leaf_hash};
use crate::note::Origin;
use crate::officers::Officers;
use crate::slip::SlipRoll;
use crate::statement::VoidReason;
use crate::verify::{
    CastFault, Check, Findings, Refuted, State, check_order, check_result, may_cast, play,
    read_entries,
};

/// Everything that a session's entries have told so far.
///
/// A copy shares the ballots and costs little beside them.
#[derive(Clone)]
pub struct Ledger {
    state: State,
}

/// An entry that was taken, to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// Its position in the log, from 0.
    pub index: usize,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
    /// Its leaf in the log.
    pub leaf: Digest,
}

/// How many slips are void for the whole session, by reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoidedSlips {
    /// Nobody drew them.
    pub left_over: usize,
    /// Handed back and exchanged.
    pub damaged: usize,
}

impl VoidedSlips {
    /// All of them.
    pub const fn all(self) -> usize {
        self.left_over + self.damaged
    }
}

impl Default for Ledger {
    fn default() -> Self {
        Self::new()
    }
}

impl Ledger {
    /// A session that has not begun.
    pub const fn new() -> Self {
        Self { state: State::new(Tree::new()) }
    }

    /// Plays stored entries from the first on. The slips' signatures and the proofs of ballots are
    /// not checked again: whoever stored them did, and [`crate::verify`] does.
    ///
    /// # Errors
    /// The first fault of the first entry that a verifier would refute.
    pub fn read(entries: &[Vec<u8>]) -> Result<Self, Refuted> {
        let mut state = State::new(Tree::new());
        for (bytes, entry) in entries.iter().zip(read_entries(entries)) {
            let entry = canonical(&state, entry)?;
            append(&mut state, entry, leaf_hash(bytes))?;
        }
        Ok(Self { state })
    }

    /// Plays one more entry as a verifier would, and takes it or leaves everything as it was.
    ///
    /// Of a ballot this checks what the log knows: an open poll, a slip on the roll, not void,
    /// not used. **Its signature and proof are the caller's duty** ([`crate::seal::check`]),
    /// because they take time that must not be spent where entries are put in order.
    ///
    /// # Errors
    /// The first fault that a verifier would find.
    pub fn admit(&mut self, entry: &Entry) -> Result<Admitted, Refuted> {
        let bytes = canonical(&self.state, entry.to_bytes())?;
        let entry = canonical(&self.state, Entry::from_bytes(&bytes))?;
        let leaf = leaf_hash(&bytes);
        let index = if let Body::Ballot(ballot) = entry.body() {
            let mut findings = Findings::default();
            let index = self.size();
            check_order(&self.state, &mut findings, index, &entry);
            let cast = may_cast(&self.state, ballot.poll, &ballot.slip);
            findings.expect(Check::Casting, index, cast);
            findings.refuse_faults()?;
            // These are all the checks there are on a ballot; playing it finds no fault any more.
            append(&mut self.state, entry, leaf)?
        } else {
            let mut state = self.state.clone();
            let index = append(&mut state, entry, leaf)?;
            self.state = state;
            index
        };
        Ok(Admitted { index, bytes, leaf })
    }

    /// Whether a slip can cast in a poll as things stand: what [`Self::admit`] asks of a ballot.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn may_cast(&self, poll: Uuid, slip: &PublicKey) -> Result<(), CastFault> {
        may_cast(&self.state, poll, slip)
    }

    /// Entries so far.
    pub const fn size(&self) -> usize {
        self.state.tree.size()
    }

    /// The root over them.
    pub fn root(&self) -> Digest {
        self.state.tree.root()
    }

    /// The log's leaves with inclusion and consistency proofs.
    pub const fn tree(&self) -> &Tree {
        &self.state.tree
    }

    /// The log's name, once the session was opened.
    pub fn origin(&self) -> Option<&Origin> {
        self.state.session.as_ref().map(|session| &session.origin)
    }

    /// The first entry.
    pub fn session(&self) -> Option<&SessionOpened> {
        self.state.session.as_ref().map(|session| &session.body)
    }

    /// Tellers and presidium, once they are fixed.
    pub const fn officers(&self) -> Option<&Officers> {
        self.state.officers.as_ref()
    }

    /// The roll of slips, once it was made.
    pub const fn roll(&self) -> Option<&SlipRoll> {
        self.state.roll.as_ref()
    }

    /// Why a slip is void for the whole session, where it is.
    pub fn voided(&self, slip: &PublicKey) -> Option<VoidReason> {
        self.state.voided.get(slip).copied()
    }

    /// How many slips are void for the whole session.
    pub fn voided_slips(&self) -> VoidedSlips {
        let reasons = self.state.voided.values();
        let left_over = reasons.filter(|&&reason| reason == VoidReason::LeftOver).count();
        VoidedSlips { left_over, damaged: self.state.voided.len() - left_over }
    }

    /// Slips that are neither left over nor void: as many as can be in deputies' hands.
    pub fn slips_handed_out(&self) -> usize {
        let made = self.state.roll.as_ref().map_or(0, SlipRoll::count);
        made.saturating_sub(self.state.voided.len())
    }

    /// The latest count of deputies.
    pub fn attendance(&self) -> Option<Attendance> {
        self.state.attendance.clone()
    }

    /// Whether the session is over: only corrections may follow.
    pub const fn closed(&self) -> bool {
        self.state.session_closed
    }

    /// All polls in the order in which they opened.
    pub fn polls(&self) -> impl DoubleEndedIterator<Item = PollLedger<'_>> {
        self.state.polls.iter().map(PollLedger)
    }

    /// One poll.
    pub fn poll(&self, poll: Uuid) -> Option<PollLedger<'_>> {
        let position = self.state.position(poll)?;
        self.state.polls.get(position).map(PollLedger)
    }
}

/// Check 1 on one entry.
fn canonical<T>(state: &State, read: Result<T, CanonicalError>) -> Result<T, Refuted> {
    read.map_err(|error| {
        let (number, name) = (Check::Canonical.number(), Check::Canonical.name());
        Refuted { number, name, detail: format!("entry {}: {error}", state.tree.size()) }
    })
}

/// Plays an entry and appends its leaf. After a fault the state is of no use any more.
fn append(state: &mut State, entry: Entry, leaf: Digest) -> Result<usize, Refuted> {
    let index = state.tree.size();
    let mut findings = Findings::default();
    let counted = counted(entry.body());
    play(state, &mut findings, index, entry);
    let position = counted.and_then(|poll| state.position(poll));
    if let Some(poll) = position.and_then(|position| state.polls.get(position)) {
        check_result(state, poll, &mut findings);
    }
    findings.refuse_faults()?;
    Ok(state.tree.append(leaf))
}

/// The poll whose figures an entry concerns, which are then checked as a whole.
const fn counted(body: &Body) -> Option<Uuid> {
    match body {
        Body::Closing(body) => Some(body.facts.poll),
        Body::Share(body) => Some(body.poll),
        Body::Outcome(body) => Some(body.poll),
        Body::Certificate(body) => Some(body.facts.poll),
        Body::Published(body) => Some(body.poll),
        _ => None,
    }
}
