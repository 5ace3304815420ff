//! What a note becomes with its signatures: which statement is signed, by whom, as which entry.

use ballotbox::entry::{
    Body, CertificateEntry, Corrected, OfficersEntry, PollOpened, PollVoided, SlipVoided,
};
use ballotbox::manifest::{Manifest, Poll};
use ballotbox::note::SignedNote;
use ballotbox::officers::Officers;
use ballotbox::paper::{PaperBatch, PaperFigures};
use ballotbox::statement::{CertificateFacts, Statement};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Fault;
use crate::domain::officer::{Office, Officer};
use crate::domain::refusal::Refusal;
use crate::storage::notes::WaitingNote;

/// What a waiting note will become: the entry's body without the note itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Pending {
    /// The list of officers, signed by each of them.
    Officers {
        /// The list.
        officers: Officers,
    },
    /// A poll opens, signed by every teller.
    Open {
        /// Its manifest.
        manifest: Box<Manifest>,
    },
    /// A slip is void, signed by two tellers.
    VoidSlip {
        /// The slip's public key.
        slip: ballotbox::codec::PublicKey,
        /// The poll, where its holder votes on paper in it; else the whole session.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        poll: Option<Uuid>,
        /// Why.
        reason: ballotbox::statement::VoidReason,
    },
    /// A batch of papers, signed by the two tellers who entered it.
    Paper {
        /// What both read off it.
        figures: PaperFigures,
        /// The two.
        tellers: [Uuid; 2],
    },
    /// The result, signed by every teller and the presidium's threshold.
    Certificate {
        /// What is certified.
        facts: CertificateFacts,
    },
    /// The poll is void, signed by the presidium's threshold.
    VoidPoll {
        /// The poll.
        poll: Uuid,
        /// Why.
        reason: String,
        /// The teller whose share is missing, where that is the reason.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        missing_share: Option<Uuid>,
    },
    /// A correction, signed by the presidium's threshold.
    Correct {
        /// The poll.
        poll: Uuid,
        /// The entry that it refers to.
        refers: u64,
        /// What is corrected.
        text: String,
    },
}

impl Pending {
    /// Its name in the database and in JSON.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Officers { .. } => "officers",
            Self::Open { .. } => "open",
            Self::VoidSlip { .. } => "void_slip",
            Self::Paper { .. } => "paper",
            Self::Certificate { .. } => "certificate",
            Self::VoidPoll { .. } => "void_poll",
            Self::Correct { .. } => "correct",
        }
    }

    /// The poll that it is about.
    pub fn poll(&self) -> Option<Uuid> {
        match self {
            Self::Open { manifest } => Some(manifest.poll),
            Self::Certificate { facts } => Some(facts.poll),
            Self::Paper { figures, .. } => Some(figures.poll),
            Self::VoidPoll { poll, .. } | Self::Correct { poll, .. } => Some(*poll),
            Self::VoidSlip { poll, .. } => *poll,
            Self::Officers { .. } => None,
        }
    }

    pub(super) fn subject(&self) -> String {
        match self {
            Self::VoidSlip { slip, .. } => slip.to_string(),
            Self::Officers { .. }
            | Self::Open { .. }
            | Self::Paper { .. }
            | Self::Certificate { .. }
            | Self::VoidPoll { .. }
            | Self::Correct { .. } => self.poll().map_or_else(String::new, |poll| poll.to_string()),
        }
    }

    /// What is signed.
    pub(super) fn statement(&self) -> Result<Statement, Fault> {
        let digest = |text: &str| ballotbox::codec::Digest::of(&[text.as_bytes()]);
        Ok(match self {
            Self::Officers { officers } => Statement::Officers { list: officers.digest()? },
            Self::Open { manifest } => Poll::new(Manifest::clone(manifest))
                .map_err(|error| Refusal::conflict("refusal-manifest").because(error))?
                .opening(),
            Self::VoidSlip { slip, poll, reason } => {
                Statement::VoidSlip { slip: *slip, poll: *poll, reason: *reason }
            }
            Self::Paper { figures, .. } => {
                Statement::Paper { poll: figures.poll, figures: figures.digest()? }
            }
            Self::Certificate { facts } => Statement::Certificate(facts.clone()),
            Self::VoidPoll { poll, reason, missing_share } => {
                Statement::VoidPoll { poll: *poll, reason: digest(reason), missing: *missing_share }
            }
            Self::Correct { poll, refers, text } => {
                Statement::Correct { poll: *poll, refers: *refers, text: digest(text) }
            }
        })
    }

    /// Whether an officer signs this note.
    pub(super) fn is_for(&self, officer: &Officer) -> bool {
        match (self, officer.office) {
            (Self::Officers { .. } | Self::Certificate { .. }, _)
            | (Self::Open { .. } | Self::VoidSlip { .. }, Office::Teller)
            | (Self::VoidPoll { .. } | Self::Correct { .. }, Office::Presidium) => true,
            (Self::Paper { tellers, .. }, Office::Teller) => tellers.contains(&officer.id),
            (Self::Open { .. } | Self::VoidSlip { .. } | Self::Paper { .. }, Office::Presidium)
            | (Self::VoidPoll { .. } | Self::Correct { .. }, Office::Teller) => false,
        }
    }

    /// Whether who signs confirms what somebody else wants, and types the password lately for it:
    /// an opening, a slip that is void, papers that another teller entered. Where the card alone
    /// decides, the card is enough.
    pub(super) const fn is_of_a_second_person(&self) -> bool {
        match self {
            Self::Open { .. } | Self::VoidSlip { .. } | Self::Paper { .. } => true,
            Self::Officers { .. }
            | Self::Certificate { .. }
            | Self::VoidPoll { .. }
            | Self::Correct { .. } => false,
        }
    }

    /// How many signatures are needed, and whether these are enough.
    pub(super) fn needed(&self, officers: &Officers) -> (usize, usize) {
        let (tellers, threshold) = (officers.tellers.len(), officers.threshold());
        match self {
            Self::Officers { .. } => (tellers, officers.presidium.len()),
            Self::Open { .. } => (tellers, 0),
            Self::VoidSlip { .. } | Self::Paper { .. } => (2, 0),
            Self::Certificate { .. } => (tellers, threshold),
            Self::VoidPoll { .. } | Self::Correct { .. } => (0, threshold),
        }
    }

    /// The entry that it becomes with its signatures.
    pub(super) fn entry(self, note: SignedNote) -> Body {
        match self {
            Self::Officers { officers } => {
                Body::Officers(Box::new(OfficersEntry { officers, note }))
            }
            Self::Open { manifest } => {
                Body::PollOpened(Box::new(PollOpened { manifest: *manifest, note }))
            }
            Self::VoidSlip { slip, poll, reason } => {
                Body::SlipVoided(Box::new(SlipVoided { slip, poll, reason, note }))
            }
            Self::Paper { figures, .. } => Body::PaperBatch(Box::new(PaperBatch { figures, note })),
            Self::Certificate { facts } => {
                Body::Certificate(Box::new(CertificateEntry { facts, note }))
            }
            Self::VoidPoll { poll, reason, missing_share } => {
                Body::PollVoided(Box::new(PollVoided { poll, reason, missing_share, note }))
            }
            Self::Correct { poll, refers, text } => {
                Body::Corrected(Box::new(Corrected { poll, refers, text, note }))
            }
        }
    }
}

/// What a waiting note will become.
pub(super) fn parse(waiting: &WaitingNote) -> Result<Pending, Fault> {
    serde_json::from_str(&waiting.body)
        .map_err(|_| Fault::Broken("a waiting note's body cannot be read"))
}
