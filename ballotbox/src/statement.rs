//! What officers and the log sign: the text of every note but the checkpoint.
//!
//! A text is written from facts and compared, never parsed: what is signed is what the entry
//! says, or the entry is refused. Lines are: `piaojue/v1/<kind>`, the origin, then one fact a line;
//! digests and keys in standard base64 as in C2SP notes (`docs/PROTOCOL.md` §2, §3, §5, §6).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codec::{Digest, PublicKey, base64_standard};
use crate::note::Origin;

/// The reason why a slip no longer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoidReason {
    /// Nobody drew it; opened and voided in public (剩余票签).
    LeftOver,
    /// Handed back damaged and exchanged for another.
    Damaged,
    /// Its holder votes on paper in this poll.
    Paper,
}

impl VoidReason {
    const fn word(self) -> &'static str {
        match self {
            Self::LeftOver => "left_over",
            Self::Damaged => "damaged",
            Self::Paper => "paper",
        }
    }
}

/// The facts of a closing note (`docs/PROTOCOL.md` §6.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosingFacts {
    /// The poll that is closed.
    pub poll: Uuid,
    /// Digest of its manifest.
    pub manifest: Digest,
    /// Entries in the log that every teller's device re-checked.
    pub size: u64,
    /// Root over them.
    pub root: Digest,
    /// Sealed ballots of the poll.
    pub ballots: u64,
    /// Stubs counted in the transparent box.
    pub stubs: u64,
    /// Paper ballots entered, invalid ones included.
    pub paper: u64,
}

/// The facts of a certificate (`docs/PROTOCOL.md` §6.7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateFacts {
    /// The poll that is certified.
    pub poll: Uuid,
    /// Digest of the closing note's text.
    pub closing: Digest,
    /// Deputies present by the close.
    pub present: u64,
    /// Slips handed out.
    pub slips: u64,
    /// Invalid paper ballots.
    pub invalid: u64,
    /// Digest of the outcome entry's body.
    pub outcome: Digest,
}

/// A statement to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// The officers of the session, each of whom signs (§7).
    Officers {
        /// Digest of the canonical list of tellers, presidium and threshold.
        list: Digest,
    },
    /// The roll of slips, signed by its maker (§2.2).
    Slips {
        /// How many there are.
        count: u64,
        /// Digest of the sorted public keys.
        roll: Digest,
    },
    /// A slip no longer counts, signed by two tellers (§2.2, §6.2).
    VoidSlip {
        /// The slip's public key.
        slip: PublicKey,
        /// The poll it is void for; all polls of the session when absent.
        poll: Option<Uuid>,
        /// Why.
        reason: VoidReason,
    },
    /// Every teller found the manifest right (§3).
    Open {
        /// The poll.
        poll: Uuid,
        /// Digest of its manifest.
        manifest: Digest,
    },
    /// The log holds this entry, signed by the log's key (§5).
    Receipt {
        /// Position in the log, from 0.
        index: u64,
        /// Leaf of the entry.
        leaf: Digest,
    },
    /// A batch of paper ballots, signed by the two tellers who entered it (§6.2).
    Paper {
        /// The poll.
        poll: Uuid,
        /// Digest of the batch's canonical figures.
        figures: Digest,
    },
    /// The closed log, signed by every teller (§6.3).
    Close(ClosingFacts),
    /// The result, signed by tellers and presidium (§6.7).
    Certificate(CertificateFacts),
    /// The poll is void, signed by the presidium's threshold (§6).
    VoidPoll {
        /// The poll.
        poll: Uuid,
        /// The reason in words.
        reason: Digest,
        /// The teller whose share is missing, where that is the reason.
        missing: Option<Uuid>,
    },
    /// A correction, signed by the presidium's threshold (§6.8).
    Correct {
        /// The poll.
        poll: Uuid,
        /// The entry that it refers to.
        refers: u64,
        /// Digest of the correction's words.
        text: Digest,
    },
}

impl Statement {
    /// The presidium voids a poll for a reason in words.
    pub fn void_poll(poll: Uuid, reason: &str, missing: Option<Uuid>) -> Self {
        Self::VoidPoll { poll, reason: Digest::of(&[reason.as_bytes()]), missing }
    }

    /// The presidium corrects in words what an entry says.
    pub fn correct(poll: Uuid, refers: u64, text: &str) -> Self {
        Self::Correct { poll, refers, text: Digest::of(&[text.as_bytes()]) }
    }

    /// The text that is signed.
    pub fn text(&self, origin: &Origin) -> String {
        let digest = |digest: &Digest| base64_standard(digest.as_bytes());
        let or_dash = |id: &Option<Uuid>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
        let (kind, facts): (&str, Vec<String>) = match self {
            Self::Officers { list } => ("officers", vec![digest(list)]),
            Self::Slips { count, roll } => ("slips", vec![count.to_string(), digest(roll)]),
            Self::VoidSlip { slip, poll, reason } => (
                "void-slip",
                vec![base64_standard(slip.as_bytes()), or_dash(poll), reason.word().to_owned()],
            ),
            Self::Open { poll, manifest } => ("open", vec![poll.to_string(), digest(manifest)]),
            Self::Receipt { index, leaf } => ("receipt", vec![index.to_string(), digest(leaf)]),
            Self::Paper { poll, figures } => ("paper", vec![poll.to_string(), digest(figures)]),
            Self::Close(facts) => (
                "close",
                vec![
                    facts.poll.to_string(),
                    digest(&facts.manifest),
                    facts.size.to_string(),
                    digest(&facts.root),
                    facts.ballots.to_string(),
                    facts.stubs.to_string(),
                    facts.paper.to_string(),
                ],
            ),
            Self::Certificate(facts) => (
                "certificate",
                vec![
                    facts.poll.to_string(),
                    digest(&facts.closing),
                    facts.present.to_string(),
                    facts.slips.to_string(),
                    facts.invalid.to_string(),
                    digest(&facts.outcome),
                ],
            ),
            Self::VoidPoll { poll, reason, missing } => {
                ("void-poll", vec![poll.to_string(), digest(reason), or_dash(missing)])
            }
            Self::Correct { poll, refers, text } => {
                ("correct", vec![poll.to_string(), refers.to_string(), digest(text)])
            }
        };
        let mut text = format!("piaojue/v1/{kind}\n{}\n", origin.as_str());
        for fact in facts {
            text.push_str(&fact);
            text.push('\n');
        }
        text
    }
}
