//! What is written into the audit trail besides the acts of a session: sign-ins, denials, starts
//! and stops; and the check that every chain is whole.

use sqlx::AnyConnection;
use uuid::Uuid;

use super::attempts::Turn;
use super::{Actor, Fault, Service};
use crate::domain::account::Role;
use crate::domain::source::Source;
use crate::storage::audit::{Line, chained};
use crate::storage::{self, StorageError};

/// Denials of one person or address that are written down in a minute; the first that is not says
/// that there were more.
const DENIALS_MAX: u32 = 20;
/// Lines about strangers that are written down in a minute, whatever addresses they have.
const STRANGERS_MAX: u32 = 200;
/// Lines that are read at a time.
const LINES: u32 = 1000;
/// The fact that holds how people signed in when the program last ran.
const RULES: &str = "sign_in_rules";

/// What a check of the audit trail has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailCheck {
    /// The session; empty for the lines that concern none.
    pub session: String,
    /// Lines that continue one another.
    pub lines: u64,
    /// The position at which the chain breaks, where it does.
    pub broken_at: Option<u64>,
    /// The digest of the last line, to be compared with one that was written down elsewhere.
    pub head: String,
}

impl Service {
    /// A line of the trail that concerns no session.
    pub(super) fn instance_line(
        &self,
        actor: &Actor,
        action: &str,
        object: &str,
        details: &str,
    ) -> Result<Line, Fault> {
        self.line(Some(actor), &actor.source, action, object, details)
    }

    /// The same, where nobody has signed in.
    pub(super) fn line(
        &self,
        actor: Option<&Actor>,
        source: &Source,
        action: &str,
        object: &str,
        details: &str,
    ) -> Result<Line, Fault> {
        let at = self.clock().now().map_err(|_| Fault::Broken("the clock stands nowhere"))?;
        let account = actor.map(|actor| &actor.account);
        Ok(Line {
            at: at.as_str().to_owned(),
            session: String::new(),
            actor: account.map_or_else(String::new, |account| account.login.clone()),
            role: account.map_or_else(String::new, |account| account.role.name().to_owned()),
            source: source.address.clone(),
            device: short(&source.device),
            action: action.to_owned(),
            object: object.to_owned(),
            details: details.to_owned(),
        })
    }

    /// Writes a line that concerns no session.
    pub(super) async fn note(
        &self,
        actor: Option<&Actor>,
        source: &Source,
        action: &str,
        object: &str,
        details: &str,
    ) -> Result<(), Fault> {
        let line = self.line(actor, source, action, object, details)?;
        let mut tx = self.storage().begin().await?;
        storage::audit::append(tx.connection(), &line).await?;
        Ok(tx.commit().await?)
    }

    /// Writes down that a request was denied: a page of another role or township, a form of
    /// another site.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_denial(
        &self,
        actor: Option<&Actor>,
        source: &Source,
        path: &str,
        why: &str,
    ) -> Result<(), Fault> {
        let who = actor.map_or(source.address.as_str(), |actor| actor.account.login.as_str());
        let now = self.clock().timestamp();
        let attempts = &self.inner.attempts;
        let mut turn = attempts.count(&format!("denied {who}"), DENIALS_MAX, now);
        if actor.is_none() && turn != Turn::Over {
            // One who has many addresses is to fill no disk either.
            turn = turn.and(attempts.count("denied strangers", STRANGERS_MAX, now));
        }
        let path: String = path.chars().take(200).collect();
        match turn {
            Turn::Free => self.note(actor, source, "audit-denied", &path, why).await,
            Turn::FirstOver => self.note(actor, source, "audit-denied-more", "", "").await,
            Turn::Over => Ok(()),
        }
    }

    /// Writes down that a table or a paper left.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_table(&self, actor: &Actor, file: &str, digest: &str) -> Result<(), Fault> {
        self.note(Some(actor), &actor.source, "audit-table", file, digest).await
    }

    /// Writes down that the program was started, which one it is, and what has changed in how
    /// people sign in since it last ran.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_start(&self, program: &str) -> Result<(), Fault> {
        let nobody = Source::default();
        self.note(None, &nobody, "audit-started", env!("CARGO_PKG_VERSION"), program).await?;
        let rules = self.rules();
        let now = format!("{} {}", rules.profile.name(), rules.second_factor.name());
        let mut tx = self.storage().begin().await?;
        let before = storage::facts::read(tx.connection(), RULES).await?.unwrap_or_default();
        if before != now {
            storage::facts::write(tx.connection(), RULES, &now).await?;
            let first = before.is_empty();
            let action = if first { "audit-rules-begin" } else { "audit-rules" };
            let line = self.line(None, &nobody, action, &now, &before)?;
            storage::audit::append(tx.connection(), &line).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Writes down that the program stops because it was asked to, and before it what still waits.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_stop(&self) -> Result<(), Fault> {
        self.write_refused(true).await;
        let version = env!("CARGO_PKG_VERSION");
        self.note(None, &Source::default(), "audit-stopped", version, "").await
    }

    /// Checks the chain of a session, or of what concerns none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn check_trail(&self, session: Option<Uuid>) -> Result<TrailCheck, Fault> {
        self.check_chain(session.map_or_else(String::new, |session| session.to_string())).await
    }

    /// Checks all chains, for the administrator.
    ///
    /// # Errors
    /// When somebody else asks.
    pub async fn check_trails(&self, actor: &Actor) -> Result<Vec<TrailCheck>, Fault> {
        actor.must_be(&[Role::Administrator], "verb-audit")?;
        self.check_all_trails().await
    }

    /// Checks all chains, for who is at the machine itself.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn check_all_trails(&self) -> Result<Vec<TrailCheck>, Fault> {
        let mut connection = self.storage().read().await?;
        let chains = storage::audit::chains(&mut connection).await?;
        drop(connection);
        let mut checks = Vec::new();
        for session in chains {
            checks.push(self.check_chain(session).await?);
        }
        Ok(checks)
    }

    async fn check_chain(&self, session: String) -> Result<TrailCheck, Fault> {
        let mut connection = self.storage().read().await?;
        Ok(check_chain(&mut connection, session).await?)
    }
}

/// Checks the chain of a session, or that of what concerns none where it is empty.
pub(super) async fn check_chain(
    connection: &mut AnyConnection,
    session: String,
) -> Result<TrailCheck, StorageError> {
    // The head first: what is appended meanwhile is beyond it and is checked as well.
    let head = storage::audit::head(connection, &session).await?;
    let (mut lines, mut chain) = (0_u64, String::new());
    let mut at_head = head.position == 0;
    let broken = |lines, head| {
        let (session, broken_at) = (session.clone(), Some(lines + 1));
        TrailCheck { session, lines, broken_at, head }
    };
    loop {
        let kept = storage::audit::after(connection, &session, lines, LINES).await?;
        let more = kept.len() == usize::try_from(LINES).unwrap_or(usize::MAX);
        for it in kept {
            if it.position != lines + 1 || it.chain != chained(&chain, &it.line) {
                return Ok(broken(lines, head.chain));
            }
            (lines, chain) = (it.position, it.chain);
            if lines == head.position {
                at_head = chain == head.chain;
            }
        }
        if !more {
            break;
        }
    }
    if !at_head || lines < head.position {
        return Ok(broken(lines, head.chain));
    }
    Ok(TrailCheck { session, lines, broken_at: None, head: chain })
}

/// The beginning of a device's digest: enough to tell devices apart.
pub(super) fn short(device: &str) -> String {
    device.chars().take(8).collect()
}
