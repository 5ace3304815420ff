//! The text that a note must have, from the facts that a page shows: what an officer signs says
//! what stood on the screen, or the page refuses.

use rand_core::CryptoRng;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{OriginParts, Refused, requests, to_value};
use crate::codec::PublicKey;
use crate::manifest::{Manifest, Poll};
use crate::officers::Officers;
use crate::paper::PaperFigures;
use crate::statement::{CertificateFacts, Statement, VoidReason};

requests! {
    /// The text of a note (§2.4) of a kind, from its facts. Officers and manifest are checked.
    "statement" Write { origin: OriginParts, kind: String, facts: Value, }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    manifest: Manifest,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VoidSlip {
    slip: PublicKey,
    #[serde(default)]
    poll: Option<Uuid>,
    reason: VoidReason,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VoidPoll {
    poll: Uuid,
    reason: String,
    #[serde(default)]
    missing_share: Option<Uuid>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Correct {
    poll: Uuid,
    refers: u64,
    text: String,
}

impl Write {
    fn carry_out(self, _: &mut impl CryptoRng) -> Result<Value, Refused> {
        let origin = self.origin.origin()?;
        let statement = statement(&self.kind, &self.facts, self.origin.session)?;
        to_value(statement.text(&origin))
    }
}

fn statement(kind: &str, facts: &Value, session: Uuid) -> Result<Statement, Refused> {
    Ok(match kind {
        "officers" => {
            let officers = Officers::deserialize(facts)?;
            officers.check(session)?;
            Statement::Officers { list: officers.digest()? }
        }
        "open" => {
            let poll = Poll::new(Opening::deserialize(facts)?.manifest)?;
            if poll.manifest().session != session {
                return Err(Refused("the manifest is of another session".into()));
            }
            poll.opening()
        }
        "void_slip" => {
            let VoidSlip { slip, poll, reason } = VoidSlip::deserialize(facts)?;
            Statement::VoidSlip { slip, poll, reason }
        }
        "paper" => {
            let figures = PaperFigures::deserialize(facts)?;
            Statement::Paper { poll: figures.poll, figures: figures.digest()? }
        }
        "certificate" => Statement::Certificate(CertificateFacts::deserialize(facts)?),
        "void_poll" => {
            let VoidPoll { poll, reason, missing_share } = VoidPoll::deserialize(facts)?;
            Statement::void_poll(poll, &reason, missing_share)
        }
        "correct" => {
            let Correct { poll, refers, text } = Correct::deserialize(facts)?;
            Statement::correct(poll, refers, &text)
        }
        _ => return Err(Refused(format!("there is no kind of note {kind:?}"))),
    })
}
