//! Townships: added and changed by the administrator; a merger ends one and names what follows.

use serde::Deserialize;

use super::{Actor, Fault, Service};
use crate::domain::account::Role;
use crate::domain::refusal::Refusal;
use crate::domain::text::{NAME_MAX, day, required};
use crate::domain::township::{Township, TownshipKind};
use crate::storage;

/// What the administrator writes of a township.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TownshipForm {
    /// Code in the national list of divisions.
    pub code: String,
    /// Name.
    pub name: String,
    /// County or district.
    pub county: String,
    /// `town`, `township` or `subdistrict`.
    pub kind: String,
    /// The day from which it exists.
    pub valid_from: String,
    /// The day on which it ended; empty while it exists.
    #[serde(default)]
    pub valid_to: String,
    /// Codes of the townships that were merged into it, with spaces between.
    #[serde(default)]
    pub predecessors: String,
    /// The version that was seen; 0 for a new one.
    #[serde(default)]
    pub version: u64,
}

impl TownshipForm {
    fn read(&self) -> Result<Township, Refusal> {
        let code = self.code.trim().to_owned();
        if code.len() != 9 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Refusal::invalid("refusal-township-code"));
        }
        let valid_from = day("field-valid-from", &self.valid_from)?;
        let valid_to = if self.valid_to.trim().is_empty() {
            None
        } else {
            Some(day("field-valid-to", &self.valid_to)?)
        };
        if valid_to.is_some_and(|end| end <= valid_from) {
            return Err(Refusal::invalid("refusal-township-days"));
        }
        let kind = TownshipKind::parse(&self.kind);
        Ok(Township {
            code,
            name: required("field-township", &self.name, NAME_MAX)?,
            county: required("field-county", &self.county, NAME_MAX)?,
            kind: kind.ok_or_else(|| Refusal::invalid("refusal-township-kind"))?,
            valid_from,
            valid_to,
            predecessors: self.predecessors.split_whitespace().map(str::to_owned).collect(),
            version: self.version,
        })
    }
}

impl Service {
    /// All townships in the order of their codes.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn townships(&self) -> Result<Vec<Township>, Fault> {
        let mut connection = self.storage().read().await?;
        Ok(storage::townships::all(&mut connection).await?)
    }

    /// Adds a township, or changes one that stands.
    ///
    /// # Errors
    /// When a text does not fit, a predecessor is not known, or somebody else changed it.
    pub async fn save_township(&self, actor: &Actor, form: &TownshipForm) -> Result<(), Fault> {
        actor.must_be(&[Role::Administrator], "verb-townships")?;
        let township = form.read()?;
        let mut tx = self.storage().begin().await?;
        let known = storage::townships::all(tx.connection()).await?;
        for predecessor in &township.predecessors {
            let is_known = known.iter().any(|other| other.code == *predecessor);
            if !is_known || *predecessor == township.code {
                return Err(Refusal::invalid("refusal-predecessor")
                    .with("code", predecessor)
                    .into());
            }
        }
        let stands = known.iter().any(|other| other.code == township.code);
        match (stands, township.version) {
            (true, 0) => return Err(Refusal::conflict("refusal-township-twice").into()),
            (true, _) => storage::townships::update(tx.connection(), &township).await?,
            (false, _) => storage::townships::insert(tx.connection(), &township).await?,
        }
        let line = self.instance_line(actor, "audit-township", &township.code, &township.name)?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok(())
    }
}
