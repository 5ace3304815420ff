//! The entries of a session's log (`docs/PROTOCOL.md` §7).
//!
//! An entry is canonical JSON with `kind`, `at` (not in `ballot`: order says enough, times would
//! tell who voted) and `body`. No entry names a deputy as a voter.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::canonical::{self, CanonicalError};
use crate::codec::{Digest, PublicKey, Time};
use crate::log::leaf_hash;
use crate::manifest::{ListedOption, Manifest};
use crate::note::SignedNote;
use crate::officers::Officers;
use crate::opening::Share;
use crate::outcome::{BallotCounts, Outcome, Totals};
use crate::paper::PaperBatch;
use crate::seal::SealedBallot;
use crate::statement::{CertificateFacts, ClosingFacts, VoidReason};

/// Declares the kinds of entries: name in JSON, variant, body.
macro_rules! entries {
    ($($(#[$doc:meta])* $kind:literal $variant:ident($body:ty),)*) => {
        /// What an entry says.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Body {
            $($(#[$doc])* $variant(Box<$body>),)*
        }

        impl Body {
            /// The entry's kind, as in JSON.
            pub const fn kind(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $kind,)*
                }
            }

            fn from_parts(kind: &str, body: &Value) -> Result<Self, String> {
                match kind {
                    $($kind => <$body>::deserialize(body)
                        .map(|body| Self::$variant(Box::new(body)))
                        .map_err(|error| format!("{kind}: {error}")),)*
                    _ => Err(format!("unknown kind of entry {kind:?}")),
                }
            }

            fn to_value(&self) -> Result<Value, serde_json::Error> {
                match self {
                    $(Self::$variant(body) => serde_json::to_value(body),)*
                }
            }
        }
    };
}

entries! {
    /// The first entry: names the log and fixes its key.
    "session_opened" SessionOpened(SessionOpened),
    /// Tellers, presidium and threshold, signed by each of them.
    "officers" Officers(OfficersEntry),
    /// The roll of slips, signed by its maker.
    "slips_made" SlipsMade(SlipsMade),
    /// A slip that no longer counts, signed by two tellers.
    "slip_voided" SlipVoided(SlipVoided),
    /// How many deputies there are and how many are present.
    "attendance" Attendance(Attendance),
    /// A poll opens: manifest and opening note.
    "poll_opened" PollOpened(PollOpened),
    /// Casting is paused.
    "poll_paused" PollPaused(PollMark),
    /// Casting goes on.
    "poll_resumed" PollResumed(PollMark),
    /// A sealed ballot.
    "ballot" Ballot(SealedBallot),
    /// No ballot of this poll follows.
    "poll_closed" PollClosed(PollClosed),
    /// A batch of paper ballots.
    "paper_batch" PaperBatch(PaperBatch),
    /// The closing note with all signatures.
    "closing" Closing(ClosingEntry),
    /// A teller's share of the sums.
    "share" Share(Share),
    /// Totals and what the rule decides on them.
    "outcome" Outcome(OutcomeEntry),
    /// Tellers and presidium certify the outcome.
    "certificate" Certificate(CertificateEntry),
    /// The bulletin.
    "published" Published(Published),
    /// A correction, which overwrites nothing.
    "corrected" Corrected(Corrected),
    /// The poll is void and never opened.
    "poll_voided" PollVoided(PollVoided),
    /// Nothing follows.
    "session_closed" SessionClosed(SessionClosed),
}

/// Body of `session_opened`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionOpened {
    /// The site that serves the log, first part of the origin.
    pub site: String,
    /// The township's code in the national list of divisions.
    pub township: String,
    /// The session of congress.
    pub session: Uuid,
    /// Its name, e.g. 四屏镇第二届人民代表大会第四次会议.
    pub title: String,
    /// The key that signs checkpoints and receipts.
    pub log_key: PublicKey,
    /// A rehearsal (演练).
    pub rehearsal: bool,
}

/// Body of `officers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficersEntry {
    /// Who they are.
    pub officers: Officers,
    /// The note that each of them signed.
    pub note: SignedNote,
}

/// Body of `slips_made`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlipsMade {
    /// The teller who made them.
    pub maker: Uuid,
    /// Their public keys, sorted bytewise, none twice.
    pub keys: Vec<PublicKey>,
    /// The maker's note over count and roll.
    pub note: SignedNote,
}

/// Body of `slip_voided`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlipVoided {
    /// The slip's public key.
    pub slip: PublicKey,
    /// The poll it is void for; all polls of the session when absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub poll: Option<Uuid>,
    /// Why.
    pub reason: VoidReason,
    /// The note of two tellers.
    pub note: SignedNote,
}

/// Body of `attendance`: counts only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// Deputies in office (应到).
    pub all: u32,
    /// Deputies present (实到).
    pub present: u32,
}

/// Body of `poll_opened`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollOpened {
    /// Everything that is fixed.
    pub manifest: Manifest,
    /// The opening note, signed by every teller.
    pub note: SignedNote,
}

/// Body of `poll_paused` and `poll_resumed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollMark {
    /// The poll.
    pub poll: Uuid,
}

/// Body of `poll_closed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollClosed {
    /// The poll.
    pub poll: Uuid,
    /// Sealed ballots of the poll.
    pub ballots: u32,
    /// Slips handed out; without slips, papers handed out or hands that could be raised.
    pub slips: u32,
    /// Deputies present by then.
    pub present: u32,
}

/// Body of `closing`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosingEntry {
    /// What every teller's device found.
    pub facts: ClosingFacts,
    /// The closing note over the facts, with all signatures.
    pub note: SignedNote,
}

/// Body of `outcome`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeEntry {
    /// The poll.
    pub poll: Uuid,
    /// Totals per slot of the sealed ballots.
    pub sealed: Vec<u32>,
    /// Totals per slot of the paper ballots.
    pub paper: Vec<u32>,
    /// Ballots issued, cast and invalid, on both ways together.
    pub ballots: BallotCounts,
    /// Both together in the method's own words.
    pub totals: Totals,
    /// What the rule decides.
    pub outcome: Outcome,
}

/// Body of `certificate`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateEntry {
    /// What is certified.
    pub facts: CertificateFacts,
    /// The certificate over the facts, signed by all tellers and the presidium's threshold.
    pub note: SignedNote,
}

/// Body of `published`: the bulletin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The poll.
    pub poll: Uuid,
    /// The question as it stood on the ballot.
    pub question: String,
    /// The elected options of all rounds, in the order of their numbers.
    pub elected: Vec<ListedOption>,
    /// Question code, as read out.
    pub question_code: String,
    /// Closing code, as read out.
    pub closing_code: String,
}

/// Body of `corrected`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrected {
    /// The poll.
    pub poll: Uuid,
    /// Index of the entry that it refers to.
    pub refers: u64,
    /// What is corrected, in words.
    pub text: String,
    /// The note of the presidium's threshold.
    pub note: SignedNote,
}

/// Body of `poll_voided`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollVoided {
    /// The poll.
    pub poll: Uuid,
    /// Why, in words.
    pub reason: String,
    /// The teller whose share is missing, where the poll was closed already.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub missing_share: Option<Uuid>,
    /// The note of the presidium's threshold.
    pub note: SignedNote,
}

/// Body of `session_closed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionClosed {}

/// An entry: when, and what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawEntry", into = "RawEntry")]
pub struct Entry {
    at: Option<Time>,
    body: Body,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    at: Option<Time>,
    body: Value,
    kind: String,
}

impl TryFrom<RawEntry> for Entry {
    type Error = String;

    fn try_from(raw: RawEntry) -> Result<Self, String> {
        let body = Body::from_parts(&raw.kind, &raw.body)?;
        let timeless = matches!(body, Body::Ballot(_));
        if timeless == raw.at.is_some() {
            return Err(format!("{}: a ballot has no time, every other entry has one", raw.kind));
        }
        Ok(Self { at: raw.at, body })
    }
}

impl From<Entry> for RawEntry {
    fn from(entry: Entry) -> Self {
        let kind = entry.body.kind().to_owned();
        Self { at: entry.at, body: entry.body.to_value().unwrap_or(Value::Null), kind }
    }
}

impl Entry {
    /// An entry at a time. Ballots have none: see [`Self::ballot`].
    pub fn new(at: Time, body: Body) -> Self {
        let at = if matches!(body, Body::Ballot(_)) { None } else { Some(at) };
        Self { at, body }
    }

    /// The entry of a sealed ballot, which has no time.
    pub fn ballot(ballot: SealedBallot) -> Self {
        Self { at: None, body: Body::Ballot(Box::new(ballot)) }
    }

    /// When, where it says so.
    pub const fn at(&self) -> Option<&Time> {
        self.at.as_ref()
    }

    /// What.
    pub const fn body(&self) -> &Body {
        &self.body
    }

    /// What, taken out.
    pub fn into_body(self) -> Body {
        self.body
    }

    /// The canonical bytes, of which the leaf is made.
    ///
    /// # Errors
    /// When a text in it is not NFC.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CanonicalError> {
        canonical::to_bytes(self)
    }

    /// Reads an entry; anything but its canonical bytes is refused.
    ///
    /// # Errors
    /// When the bytes are not canonical or no entry of this protocol.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CanonicalError> {
        canonical::from_bytes(bytes)
    }

    /// The leaf in the log.
    ///
    /// # Errors
    /// As [`Self::to_bytes`].
    pub fn leaf(&self) -> Result<Digest, CanonicalError> {
        Ok(leaf_hash(&self.to_bytes()?))
    }
}

/// The leaf of a sealed ballot's entry, for a tablet that knows no other kind of entry.
///
/// # Errors
/// As [`Entry::to_bytes`].
pub fn ballot_leaf(ballot: &SealedBallot) -> Result<Digest, CanonicalError> {
    #[derive(Serialize)]
    struct BallotEntry<'a> {
        body: &'a SealedBallot,
        kind: &'static str,
    }
    Ok(leaf_hash(&canonical::to_bytes(&BallotEntry { body: ballot, kind: "ballot" })?))
}

impl OutcomeEntry {
    /// Digest of the body, which the certificate names.
    ///
    /// # Errors
    /// When a text in it is not NFC.
    pub fn digest(&self) -> Result<Digest, CanonicalError> {
        Ok(Digest::of(&[&canonical::to_bytes(self)?]))
    }
}
