//! The manifest of a poll: everything that is fixed when it opens (`docs/PROTOCOL.md` §3).
//!
//! Its digest stands in every ballot, every proof and every note of the poll. Every teller's device
//! checks it and signs the opening note; tablet, server and verifier refuse a poll without it.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::canonical::{self, CanonicalError};
use crate::card::BoxKey;
use crate::codec::{Digest, PublicKey, Time, is_plain};
use crate::form::{Form, FormError};
use crate::method::Method;
use crate::note::{NoteError, Origin, SignedNote};
use crate::officers::{Officers, OfficersError, PresidiumMember, Teller};
use crate::outcome::Outcome;
use crate::rule::{Rule, RuleError};
use crate::statement::Statement;

/// The one suite there is: ristretto255, SHA-256, Ed25519.
pub const SUITE: &str = "ristretto255-sha256-ed25519/1";
/// What every manifest is.
pub const MANIFEST_KIND: &str = "piaojue/manifest/1";
/// Fewest sealed ballots that are ever opened together; rehearsals go on with fewer.
pub const MIN_BALLOTS: u64 = 5;
/// Most options of one poll (`docs/FORMATS.md`).
pub const MAX_OPTIONS: usize = 300;

/// How votes come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Sealed ballots from tablets, paper for those who ask.
    Sealed,
    /// Paper only: no slips, locks or shares.
    Paper,
    /// A show of hands, counted and entered by two tellers.
    Hands,
}

impl Channel {
    /// Whether a further round may be held in this way after one in that: in the same, or on paper
    /// after tablets, which may fail between the rounds (`docs/PROTOCOL.md` §2).
    pub fn may_follow(self, before: Self) -> bool {
        self == before || (self, before) == (Self::Paper, Self::Sealed)
    }
}

/// Why there is a further round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundReason {
    /// Equal votes at the cut: the tied options again.
    Tie,
    /// Fewer options passed than there are seats.
    Shortfall,
}

/// The poll that this one continues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Previous {
    /// Its id.
    pub poll: Uuid,
    /// Digest of its outcome entry's body.
    pub outcome: Digest,
    /// Why a further round is held.
    pub reason: RoundReason,
    /// Options elected in the rounds before, as published last.
    pub elected: Vec<ListedOption>,
}

/// An option that stands on a list of elected ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedOption {
    /// Its id, the same in all rounds.
    pub id: Uuid,
    /// Its number on the list of candidates, from 1, the same in all rounds.
    pub number: u32,
    /// Its title.
    pub title: String,
}

/// A candidate project on the ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollOption {
    /// Its id, the same in all rounds.
    pub id: Uuid,
    /// Its number on the list of candidates, from 1.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Digest of the full description that the booklet prints.
    pub digest: Digest,
}

/// Who may vote and who is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestElectorate {
    /// All deputies in office (全体代表; `docs/RULES.md` §2 P33).
    pub all_deputies: u32,
    /// Deputies present when the poll opens; the quorum is taken of these.
    pub present: u32,
}

/// The slips that this poll counts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestSlips {
    /// Slips on the roll.
    pub count: u64,
    /// Digest of the roll.
    pub digest: Digest,
    /// Slips voided for the whole session so far.
    pub voided: u64,
}

/// Everything that is fixed when a poll opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always [`MANIFEST_KIND`].
    pub kind: String,
    /// Always [`SUITE`].
    pub suite: String,
    /// The session of congress.
    pub session: Uuid,
    /// The township's code in the national list of divisions.
    pub township: String,
    /// The poll.
    pub poll: Uuid,
    /// How votes come in.
    pub channel: Channel,
    /// 1, or one more than the poll that this one continues.
    pub round: u32,
    /// The poll that this one continues, from round 2 on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub previous: Option<Previous>,
    /// The question as it stands on the ballot.
    pub question: String,
    /// The ballot method.
    pub method: Method,
    /// The candidates in the order of the ballot.
    pub options: Vec<PollOption>,
    /// Every parameter of the rule.
    pub rule: Rule,
    /// What method and options compile to.
    pub form: Form,
    /// Who may vote.
    pub electorate: ManifestElectorate,
    /// The slips; left out where the channel has none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub slips: Option<ManifestSlips>,
    /// The tellers.
    pub tellers: Vec<Teller>,
    /// The presidium members who certify.
    pub presidium: Vec<PresidiumMember>,
    /// How many of them must sign.
    pub threshold: u32,
    /// The key that signs checkpoints and receipts.
    pub log_key: PublicKey,
    /// A rehearsal (演练): watermarked, never certified.
    pub rehearsal: bool,
    /// When the poll opened.
    pub opened_at: Time,
}

/// Why a manifest is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ManifestError {
    /// It has no canonical bytes.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// Another kind or suite than this program knows.
    #[error("kind or suite is not known: {0}")]
    Kind(String),
    /// Method and options do not give a form.
    #[error(transparent)]
    Form(#[from] FormError),
    /// The rule does not fit.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// The form is not what method and options compile to.
    #[error("the form is not what method and options give")]
    OtherForm,
    /// A question with characters that could hide or reorder what a screen shows.
    #[error("the question has characters that cannot be shown")]
    Question,
    /// Something about the options.
    #[error("option {number}: {fault}")]
    Option {
        /// The option's number.
        number: u32,
        /// What is wrong.
        fault: &'static str,
    },
    /// Something about the officers.
    #[error(transparent)]
    Officers(#[from] OfficersError),
    /// More present than there are deputies, or nobody.
    #[error("{present} present of {all} deputies is not possible")]
    Electorate {
        /// Deputies present.
        present: u32,
        /// Deputies in office.
        all: u32,
    },
    /// A sealed poll without slips, or another channel with some.
    #[error("slips and channel do not fit")]
    Slips,
    /// Round and previous poll do not fit.
    #[error("round {0} does not fit the poll that it continues")]
    Round(u32),
}

/// A manifest that was checked, with what follows from it: what sealing and checking need.
#[derive(Clone, Debug)]
pub struct Poll {
    manifest: Manifest,
    digest: Digest,
    box_key: BoxKey,
}

impl Poll {
    /// Checks a manifest by itself: suite, form, rule, options, officers, proofs of possession.
    ///
    /// # Errors
    /// The first fault found.
    pub fn new(manifest: Manifest) -> Result<Self, ManifestError> {
        let digest = Digest::of(&[&canonical::to_bytes(&manifest)?]);
        if manifest.kind != MANIFEST_KIND || manifest.suite != SUITE {
            return Err(ManifestError::Kind(format!("{} {}", manifest.kind, manifest.suite)));
        }
        if Form::compile(&manifest.method, manifest.options.len())? != manifest.form {
            return Err(ManifestError::OtherForm);
        }
        let sealed = manifest.channel == Channel::Sealed;
        // No channel counts deputies apart in the log, so a second gate fits none.
        manifest.rule.check(&manifest.method, manifest.options.len(), true)?;
        if !is_plain(&manifest.question) {
            return Err(ManifestError::Question);
        }
        check_options(&manifest.options)?;
        let ManifestElectorate { all_deputies: all, present } = manifest.electorate;
        if present == 0 || present > all {
            return Err(ManifestError::Electorate { present, all });
        }
        if sealed != manifest.slips.is_some() {
            return Err(ManifestError::Slips);
        }
        if manifest.round == 0 || (manifest.round > 1) != manifest.previous.is_some() {
            return Err(ManifestError::Round(manifest.round));
        }
        let box_key = manifest.officers().check(manifest.session)?;
        Ok(Self { manifest, digest, box_key })
    }

    /// The manifest.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// SHA-256 of the manifest's canonical bytes.
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// The form of the ballot.
    pub const fn form(&self) -> &Form {
        &self.manifest.form
    }

    /// The sum of the tellers' locks.
    pub const fn box_key(&self) -> &BoxKey {
        &self.box_key
    }

    /// The text of the opening note that every teller signs.
    pub const fn opening(&self) -> Statement {
        Statement::Open { poll: self.manifest.poll, manifest: self.digest }
    }

    /// Checks the opening note: signed by every teller, in the manifest's order, and by nobody
    /// else. The order matters because the question code is a hash of the note as it stands.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check_opening(&self, origin: &Origin, note: &SignedNote) -> Result<(), NoteError> {
        let tellers = self.manifest.officers().teller_keys(origin);
        let text = self.opening().text(origin);
        note.check_all(&text, &tellers)?;
        if note.check(&text, &tellers)?.is_sorted() { Ok(()) } else { Err(NoteError::Order) }
    }
}

impl Manifest {
    /// The officers as the manifest names them.
    pub fn officers(&self) -> Officers {
        Officers {
            tellers: self.tellers.clone(),
            presidium: self.presidium.clone(),
            threshold: self.threshold,
        }
    }

    /// The options that an outcome of this poll elects and those of the rounds before it, in the
    /// order of their numbers: what the bulletin lists (`docs/PROTOCOL.md` §6.6).
    pub fn elected_with(&self, outcome: &Outcome) -> Vec<ListedOption> {
        let mut elected = self.previous.as_ref().map_or_else(Vec::new, |it| it.elected.clone());
        for &option in &outcome.elected {
            let option = usize::try_from(option).ok().and_then(|at| self.options.get(at));
            elected.extend(option.map(|option| ListedOption {
                id: option.id,
                number: option.number,
                title: option.title.clone(),
            }));
        }
        elected.sort_by_key(|option| option.number);
        elected
    }

    /// The titles in the order of the ballot.
    pub fn titles(&self) -> Vec<String> {
        self.options.iter().map(|option| option.title.clone()).collect()
    }
}

fn check_options(options: &[PollOption]) -> Result<(), ManifestError> {
    if options.len() > MAX_OPTIONS {
        return Err(ManifestError::Option { number: 0, fault: "more than 300 options" });
    }
    for (position, option) in options.iter().enumerate() {
        let fault = |fault| Err(ManifestError::Option { number: option.number, fault });
        let earlier = || options.iter().take(position);
        if option.number == 0 {
            return fault("numbers begin with 1");
        }
        if option.title.trim().is_empty() || !is_plain(&option.title) {
            return fault("the title is empty or has characters that cannot be shown");
        }
        let same = |other: &PollOption| {
            other.id == option.id || other.number == option.number || other.title == option.title
        };
        if earlier().any(same) {
            return fault("the id, the number or the title stands twice");
        }
    }
    Ok(())
}

/// The question code (题面码): the first 12 Crockford characters of the hash of the opening note
/// with its signatures, in groups of four (`docs/PROTOCOL.md` §3).
pub fn question_code(opening: &SignedNote) -> String {
    opening.digest().code(12, 4)
}
