//! A whole session in one process: every party of `docs/PROTOCOL.md` in one hall, for simulation,
//! tests and measurements.
//!
//! A real session keeps the parties apart: cards stay with officers, slips with deputies, the log
//! with the server. [`Hall`] holds all their secrets and makes the same entries. It does not refuse
//! what a server or a teller's device would refuse: tests let it write logs that no session could
//! have, and see them refuted.

mod poll;

use rand_core::CryptoRng;
use thiserror::Error;
use uuid::Uuid;

use crate::bundle::Bundle;
use crate::canonical::CanonicalError;
use crate::card::{KeyCard, SignKey};
use crate::closing::ClosingError;
use crate::codec::{PublicKey, Time};
use crate::draft::{self, DraftError};
use crate::entry::{
    Attendance, Body, Entry, OfficersEntry, SessionClosed, SessionOpened, SlipVoided, SlipsMade,
};
use crate::log::{Tree, leaf_hash};
use crate::manifest::ManifestError;
use crate::note::{NoteKey, Origin, SignedNote};
use crate::officers::{Officers, PresidiumMember, Teller};
use crate::opening::OpeningError;
use crate::paper::PaperError;
use crate::proof::ProofError;
use crate::seal::BallotError;
use crate::slip::{RollError, SlipCode, SlipKey, SlipRoll};
use crate::statement::{Statement, VoidReason};

pub use poll::{Ballots, Count, OpenPoll, Question};

/// Why a step of the session cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HallError {
    /// Site or township code cannot stand in a note.
    #[error("site or township code cannot stand in a note")]
    Origin,
    /// There is no such teller, presidium member or slip.
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// A text that has no canonical bytes.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// A proof that cannot be made.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The slips make no roll.
    #[error(transparent)]
    Roll(#[from] RollError),
    /// The poll cannot open.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// A ballot cannot be sealed.
    #[error(transparent)]
    Ballot(#[from] BallotError),
    /// The poll cannot be closed for good.
    #[error(transparent)]
    Closing(#[from] ClosingError),
    /// The sums cannot be opened.
    #[error(transparent)]
    Opening(#[from] OpeningError),
    /// What is to be appended does not follow from the log.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The paper figures are not possible.
    #[error(transparent)]
    Paper(#[from] PaperError),
}

/// How a session begins.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The site that serves the log.
    pub site: String,
    /// The township's code.
    pub township: String,
    /// The session's name.
    pub title: String,
    /// Names of the tellers, two to seven.
    pub tellers: Vec<String>,
    /// Names of the presidium members.
    pub presidium: Vec<String>,
    /// Signatures of the presidium that are needed: more than half.
    pub threshold: u32,
    /// Slips to make: one for every deputy.
    pub slips: usize,
    /// A rehearsal.
    pub rehearsal: bool,
    /// When it begins.
    pub at: Time,
}

struct Officer {
    id: Uuid,
    card: KeyCard,
}

/// Every party of a session with its secrets, and the session's log.
pub struct Hall {
    session: Uuid,
    origin: Origin,
    setup: Setup,
    now: Time,
    log_key: SignKey,
    tellers: Vec<Officer>,
    presidium: Vec<Officer>,
    officers: Officers,
    slips: Vec<SlipCode>,
    voided: usize,
    attendance: Attendance,
    entries: Vec<Vec<u8>>,
    tree: Tree,
    checkpoints: Vec<String>,
}

/// Draws an id: version 4, from the randomness handed in.
pub fn draw_id(rng: &mut impl CryptoRng) -> Uuid {
    let mut bytes = [0_u8; 16];
    rng.fill_bytes(&mut bytes);
    if let Some(byte) = bytes.get_mut(6) {
        *byte = (*byte & 0x0f) | 0x40;
    }
    if let Some(byte) = bytes.get_mut(8) {
        *byte = (*byte & 0x3f) | 0x80;
    }
    Uuid::from_bytes(bytes)
}

impl Hall {
    /// Opens a session: log key, officers with their cards, slips; three entries.
    ///
    /// # Errors
    /// When a name or code cannot stand in the log, or there are too few or many officers.
    pub fn open(setup: Setup, rng: &mut impl CryptoRng) -> Result<Self, HallError> {
        let session = draw_id(rng);
        let origin = Origin::new(&setup.site, &setup.township, session).ok_or(HallError::Origin)?;
        let mut draw = |count| {
            let officer = |_| Officer { id: draw_id(rng), card: KeyCard::generate(rng) };
            (0..count).map(officer).collect::<Vec<_>>()
        };
        let (tellers, presidium) = (draw(setup.tellers.len()), draw(setup.presidium.len()));
        let officers = enrol(session, &setup, &tellers, &presidium, rng)?;
        officers.check(session).map_err(ManifestError::from)?;
        let slips = (0..setup.slips).map(|_| SlipCode::generate(rng)).collect();
        let mut hall = Self {
            session,
            origin,
            now: setup.at.clone(),
            log_key: SignKey::generate(rng),
            tellers,
            presidium,
            officers,
            slips,
            voided: 0,
            attendance: Attendance { all: 0, present: 0 },
            entries: Vec::new(),
            tree: Tree::new(),
            checkpoints: Vec::new(),
            setup,
        };
        hall.begin()?;
        Ok(hall)
    }

    fn begin(&mut self) -> Result<(), HallError> {
        self.append(Body::SessionOpened(Box::new(self.opened())))?;
        let statement = Statement::Officers { list: self.officers.digest()? };
        let (tellers, members) = (self.tellers.len(), self.presidium.len());
        let note = self.signed(&statement, 0..tellers, 0..members);
        let officers = self.officers.clone();
        self.append(Body::Officers(Box::new(OfficersEntry { officers, note })))?;
        if !self.slips.is_empty() {
            let roll = self.roll()?;
            let count = u64::try_from(roll.count()).unwrap_or(u64::MAX);
            let statement = Statement::Slips { count, roll: roll.digest() };
            let note = self.signed(&statement, 0..1, 0..0);
            let maker = self.tellers.first().ok_or(HallError::Missing("teller"))?.id;
            let keys = roll.keys().copied().collect();
            self.append(Body::SlipsMade(Box::new(SlipsMade { maker, keys, note })))?;
        }
        Ok(())
    }

    /// The body of the first entry.
    fn opened(&self) -> SessionOpened {
        SessionOpened {
            site: self.setup.site.clone(),
            township: self.setup.township.clone(),
            session: self.session,
            title: self.setup.title.clone(),
            log_key: self.log_key.public(),
            rehearsal: self.setup.rehearsal,
        }
    }

    /// The session's id.
    pub const fn session(&self) -> Uuid {
        self.session
    }

    /// The log's name.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Sets the time that entries bear from now on.
    pub fn set_time(&mut self, now: Time) {
        self.now = now;
    }

    /// Appends an entry and tells its index.
    ///
    /// # Errors
    /// When a text in it has no canonical bytes.
    pub fn append(&mut self, body: Body) -> Result<usize, HallError> {
        let bytes = Entry::new(self.now.clone(), body).to_bytes()?;
        let index = self.tree.append(leaf_hash(&bytes));
        self.entries.push(bytes);
        Ok(index)
    }

    /// A note signed by some tellers and some presidium members, named by position.
    pub fn signed(
        &self,
        statement: &Statement,
        tellers: std::ops::Range<usize>,
        presidium: std::ops::Range<usize>,
    ) -> SignedNote {
        let mut note = SignedNote::new(statement.text(&self.origin));
        let tellers = self.tellers.iter().skip(tellers.start).take(tellers.len());
        let members = self.presidium.iter().skip(presidium.start).take(presidium.len());
        for officer in tellers.chain(members) {
            let key = officer.card.sign_key(self.session);
            let name = NoteKey::officer(&self.origin, officer.id, key.public());
            note = key.sign(note, &name);
        }
        note
    }

    /// How many tellers and presidium members there are.
    fn counts(&self) -> (usize, usize) {
        (self.tellers.len(), self.presidium.len())
    }

    /// Enters how many deputies there are and how many are present.
    ///
    /// # Errors
    /// Never in practice.
    pub fn attendance(&mut self, all: u32, present: u32) -> Result<(), HallError> {
        self.attendance = Attendance { all, present };
        self.append(Body::Attendance(Box::new(Attendance { all, present }))).map(drop)
    }

    /// The public key of a slip, by its position.
    ///
    /// # Errors
    /// When there is no such slip.
    pub fn slip(&self, position: usize) -> Result<PublicKey, HallError> {
        Ok(self.slip_key(position)?.public())
    }

    /// The code of a slip, by its position.
    ///
    /// # Errors
    /// When there is no such slip.
    pub fn slip_code(&self, position: usize) -> Result<&SlipCode, HallError> {
        self.slips.get(position).ok_or(HallError::Missing("slip"))
    }

    fn slip_key(&self, position: usize) -> Result<SlipKey, HallError> {
        Ok(self.slip_code(position)?.key(self.session))
    }

    /// The card of a teller, by position.
    ///
    /// # Errors
    /// When there is no such teller.
    pub fn teller_card(&self, position: usize) -> Result<&KeyCard, HallError> {
        let officer = self.tellers.get(position);
        officer.map(|officer| &officer.card).ok_or(HallError::Missing("teller"))
    }

    /// The roll of all slips.
    ///
    /// # Errors
    /// When there are no slips.
    pub fn roll(&self) -> Result<SlipRoll, HallError> {
        let keys = self.slips.iter().map(|slip| slip.key(self.session).public());
        Ok(SlipRoll::new(keys.collect())?)
    }

    /// Two tellers void a slip for the session, or for one poll because its holder votes on paper.
    ///
    /// # Errors
    /// When there is no such slip.
    pub fn void_slip(
        &mut self,
        position: usize,
        poll: Option<Uuid>,
        reason: VoidReason,
    ) -> Result<(), HallError> {
        let slip = self.slip(position)?;
        let note = self.signed(&Statement::VoidSlip { slip, poll, reason }, 0..2, 0..0);
        self.voided += usize::from(poll.is_none());
        self.append(Body::SlipVoided(Box::new(SlipVoided { slip, poll, reason, note }))).map(drop)
    }

    /// Signs a checkpoint over all entries.
    pub fn checkpoint(&mut self) {
        let note = draft::checkpoint(&self.tree, &self.origin, &self.log_key);
        let covered = self.checkpoints.last() == Some(&note.to_string());
        if !covered {
            self.checkpoints.push(note.to_string());
        }
    }

    /// The log's note over one entry: what a tablet gets back (`docs/PROTOCOL.md` §5).
    pub fn receipt(&self, index: usize) -> Option<SignedNote> {
        draft::receipt(&self.tree, &self.origin, &self.log_key, index)
    }

    /// Closes the session; nothing but corrections may follow.
    ///
    /// # Errors
    /// Never in practice.
    pub fn close(&mut self) -> Result<(), HallError> {
        self.append(Body::SessionClosed(Box::new(SessionClosed {}))).map(drop)
    }

    /// The bytes of all entries so far.
    pub fn entries(&self) -> &[Vec<u8>] {
        &self.entries
    }

    /// The bundle of all entries, with a checkpoint over them.
    pub fn bundle(&mut self) -> Bundle {
        self.checkpoint();
        Bundle::new(self.entries.clone(), self.checkpoints.clone())
    }
}

fn enrol(
    session: Uuid,
    setup: &Setup,
    tellers: &[Officer],
    presidium: &[Officer],
    rng: &mut impl CryptoRng,
) -> Result<Officers, HallError> {
    let teller = |(officer, name): (&Officer, &String)| {
        let lock = officer.card.lock_key(session);
        Ok(Teller {
            id: officer.id,
            name: name.clone(),
            sign: officer.card.sign_key(session).public(),
            lock: lock.public(),
            proof: lock.prove(session, officer.id, rng)?,
        })
    };
    let member = |(officer, name): (&Officer, &String)| PresidiumMember {
        id: officer.id,
        name: name.clone(),
        sign: officer.card.sign_key(session).public(),
    };
    Ok(Officers {
        tellers: tellers
            .iter()
            .zip(&setup.tellers)
            .map(teller)
            .collect::<Result<Vec<_>, HallError>>()?,
        presidium: presidium.iter().zip(&setup.presidium).map(member).collect(),
        threshold: setup.threshold,
    })
}
