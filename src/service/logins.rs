//! Logins: who holds a browser's token, the password once more, the end; and the lock of those who
//! type wrong ones.

use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use super::attempts::Turn;
use super::sign_in::{as_actor, digest, text};
use super::{Actor, Fault, Service};
use crate::domain::account::{Account, AccountState};
use crate::domain::refusal::Refusal;
use crate::domain::source::Source;
use crate::storage;
use crate::storage::failures::{Bucket, Failures};

/// A login ends when it was not used for so long.
const IDLE: SignedDuration = SignedDuration::from_mins(15);
/// A login ends after so long.
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(8);
/// The password counts as typed lately for so long.
const FRESH: SignedDuration = SignedDuration::from_mins(5);
/// How far ahead a time may lie that was written down: the clocks of nodes are not quite the same,
/// and a clock that is put right by a minute signs nobody out in the middle of a vote.
const AHEAD_MAX: SignedDuration = SignedDuration::from_mins(2);
/// Wrong passwords and codes until a device may type none for a while.
const FAILURES_MAX: u32 = 5;
/// For how long it may type none; twice as long after each further one.
const BLOCKED_MINUTES: i64 = 10;
/// How long wrong ones are remembered after the last.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(48);
/// Passwords and codes that strangers at one address may send in a minute: a whole hall may share
/// one.
const SOURCE_MAX: u32 = 120;
/// Passwords and codes that a known device may send in a minute for its account.
const DEVICE_MAX: u32 = 20;

/// Somebody who has signed in, and what the forms need.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who it is.
    pub actor: Actor,
    /// The token that every form carries.
    pub csrf: String,
    /// Digest of the browser's token.
    pub token: String,
}

impl Service {
    /// Who holds a browser's token, if the login has not ended.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn signed_in(&self, token: &str, source: &Source) -> Result<Option<SignedIn>, Fault> {
        let digest = digest(token);
        let mut connection = self.storage().read().await?;
        let Some(login) = storage::logins::find(&mut connection, &digest).await? else {
            return Ok(None);
        };
        let found = storage::accounts::find(&mut connection, login.account).await?;
        drop(connection);
        let now = self.clock().timestamp();
        let since = |text: &str| text.parse::<Timestamp>().map(|then| now.duration_since(then));
        let (Ok(idle), Ok(age), Ok(typed)) =
            (since(&login.seen_at), since(&login.started_at), since(&login.fresh_at))
        else {
            return Err(Fault::Broken("a login has no time"));
        };
        let active = |account: &Account| account.state == AccountState::Active;
        let account = found.map(|found| found.account).filter(active);
        let lasts = is_within(idle, IDLE) && is_within(age, ABSOLUTE);
        let Some(account) = account.filter(|_| lasts) else { return Ok(None) };
        if idle > SignedDuration::from_mins(1) {
            let mut tx = self.storage().begin().await?;
            storage::logins::touch(tx.connection(), &digest, &text(now)?).await?;
            tx.commit().await?;
        }
        // The device is the one that the login began on, whatever else the browser says.
        let source = Source { address: source.address.clone(), device: login.device };
        let actor = Actor { account, fresh: is_within(typed, FRESH), source };
        Ok(Some(SignedIn { actor, csrf: login.csrf, token: digest }))
    }

    /// Types the password again, for acts that ask for it.
    ///
    /// # Errors
    /// When it is wrong.
    pub async fn refresh(
        &self,
        signed_in: &SignedIn,
        password: Zeroizing<String>,
    ) -> Result<(), Fault> {
        let Actor { account, source, .. } = &signed_in.actor;
        self.check_password(account.login.as_str(), password, source).await?;
        let at = text(self.clock().timestamp())?;
        let mut tx = self.storage().begin().await?;
        storage::logins::refresh(tx.connection(), &signed_in.token, &at).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Changes the own password.
    ///
    /// # Errors
    /// When the old one is wrong or the new one does not fit.
    pub async fn change_password(
        &self,
        signed_in: &SignedIn,
        old: Zeroizing<String>,
        new: Zeroizing<String>,
    ) -> Result<(), Fault> {
        let Actor { account, source, .. } = &signed_in.actor;
        let found = self.check_password(account.login.as_str(), old, source).await?;
        self.replace_password(&found, new, source).await
    }

    /// Signs out.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sign_out(&self, signed_in: &SignedIn) -> Result<(), Fault> {
        let actor = &signed_in.actor;
        let line = self.instance_line(actor, "audit-logout", &actor.account.login, "")?;
        let mut tx = self.storage().begin().await?;
        storage::logins::end(tx.connection(), &signed_in.token).await?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Refuses an address that sends more passwords than people type. A known device of the account
    /// has a count of its own: a stranger behind the same access point must not keep the chair out,
    /// and who has such a device makes no more work than that.
    pub(super) async fn check_rate(&self, bucket: &Bucket, source: &Source) -> Result<(), Fault> {
        let (attempts, who, most) = if bucket.device.is_empty() {
            (&self.inner.attempts, format!("sign-in {}", source.address), SOURCE_MAX)
        } else {
            let who = format!("{} {}", bucket.login, bucket.device);
            (&self.inner.attempts_of_known, who, DEVICE_MAX)
        };
        let turn = attempts.count(&who, most, self.clock().timestamp());
        if turn == Turn::FirstOver {
            self.note(None, source, "audit-rate", &source.address, "").await?;
        }
        match turn {
            Turn::Free => Ok(()),
            Turn::FirstOver | Turn::Over => Err(Refusal::too_many("refusal-busy").into()),
        }
    }

    /// Refuses a device that has typed too many wrong ones. The answer is the same, and as quick,
    /// for names that no account has.
    pub(super) async fn check_not_blocked(&self, bucket: &Bucket) -> Result<(), Fault> {
        let mut connection = self.storage().read().await?;
        let failures = storage::failures::find(&mut connection, bucket).await?;
        Ok(self.check_failures(&failures)?)
    }

    pub(super) fn check_failures(&self, failures: &Failures) -> Result<(), Refusal> {
        match left_of_block(failures, self.clock().timestamp()) {
            Some(left) => {
                let minutes = left.as_mins() + 1;
                Err(Refusal::too_many("refusal-blocked").with("minutes", minutes))
            }
            None => Ok(()),
        }
    }

    /// Counts a wrong password or code. A name that none can have is not counted: everybody knows
    /// that no account has it.
    pub(super) async fn count_failure(
        &self,
        bucket: &Bucket,
        account: Option<&Account>,
        source: &Source,
        action: &'static str,
    ) -> Result<(), Fault> {
        let now = self.clock().timestamp();
        let source = Source { address: source.address.clone(), device: bucket.device.clone() };
        let actor = account.map(|account| as_actor(account, &source));
        // A name that no account has may be a password in the wrong field: it is not written down.
        let name = if account.is_some() { bucket.login.as_str() } else { "" };
        let line = self.line(actor.as_ref(), &source, action, name, "")?;
        let mut tx = self.storage().begin().await?;
        storage::audit::append(tx.connection(), &line).await?;
        if !bucket.login.is_empty() {
            let old = now.saturating_sub(REMEMBERED);
            let old = text(old.map_err(|_| Fault::Broken("the clock stands nowhere"))?)?;
            storage::failures::forget_old(tx.connection(), &old).await?;
            let failures = storage::failures::count(tx.connection(), bucket, &line.at).await?;
            // Of guesses that were sent together, those after the fifth count for nothing.
            self.check_failures(&failures)?;
            let until = blocked_until(failures.count, now)?;
            if !until.is_empty() {
                storage::failures::block(tx.connection(), bucket, &until).await?;
                let line = self.line(actor.as_ref(), &source, "audit-blocked", name, &until)?;
                storage::audit::append(tx.connection(), &line).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}

/// Whether something happened less than so long ago. Of a time that lies ahead nobody knows how
/// long ago it was, because the clock has gone back since: it counts as long ago.
pub(super) fn is_within(age: SignedDuration, most: SignedDuration) -> bool {
    (-AHEAD_MAX..most).contains(&age)
}

/// For how long a device may type none after so many wrong ones in a row: ten minutes after the
/// fifth, twice as long after each further one.
fn block_after(failures: u32) -> Option<SignedDuration> {
    let over = failures.checked_sub(FAILURES_MAX)?;
    Some(SignedDuration::from_mins(BLOCKED_MINUTES << over.min(6)))
}

/// Until when a device may type none.
fn blocked_until(failures: u32, now: Timestamp) -> Result<String, Fault> {
    let Some(block) = block_after(failures) else { return Ok(String::new()) };
    let until = now.saturating_add(block);
    text(until.map_err(|_| Fault::Broken("the clock stands nowhere"))?)
}

/// How much is left of a block. Where more would be left than it ever lasted, the clock has gone
/// back since, and it is over: it must not keep anybody out for as long as the clock went back.
fn left_of_block(failures: &Failures, now: Timestamp) -> Option<SignedDuration> {
    let until = failures.blocked_until.parse::<Timestamp>().ok()?;
    let (left, whole) = (until.duration_since(now), block_after(failures.count)?);
    (left.is_positive() && left <= whole + AHEAD_MAX).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn what_lies_ahead_is_long_ago() {
        let day = 24 * 60 * 60;
        for (most, age, within) in [
            (FRESH, 0, true),
            (FRESH, 299, true),
            (FRESH, 300, false),
            (FRESH, -120, true),
            (FRESH, -121, false),
            (FRESH, -day, false),
            (IDLE, 899, true),
            (IDLE, 900, false),
            (IDLE, -121, false),
            (IDLE, -day, false),
            (ABSOLUTE, day / 3 - 1, true),
            (ABSOLUTE, day / 3, false),
            (ABSOLUTE, -day, false),
            (ABSOLUTE, -365 * day, false),
        ] {
            assert_eq!(is_within(SignedDuration::from_secs(age), most), within, "{most:?} {age}");
        }
    }

    #[test]
    fn a_block_never_lasts_longer_than_it_did_at_first() {
        let began = 1_000_000;
        for (count, minutes) in [(5, 10), (6, 20), (8, 80), (11, 640), (12, 640), (1_000, 640)] {
            let whole = minutes * 60;
            let blocked_until = blocked_until(count, at(began)).unwrap();
            let failures = Failures { count, blocked_until };
            for (passed, left) in [
                (0, Some(whole)),
                (1, Some(whole - 1)),
                (whole - 1, Some(1)),
                (whole, None),
                (whole + 60, None),
                // The clock goes back: by a moment, and by more.
                (-120, Some(whole + 120)),
                (-121, None),
                (-24 * 60 * 60, None),
            ] {
                let told = left_of_block(&failures, at(began + passed));
                assert_eq!(told, left.map(SignedDuration::from_secs), "{count} {passed}");
            }
        }
        assert_eq!(blocked_until(4, at(began)).unwrap(), "");
        assert_eq!(left_of_block(&Failures::default(), at(began)), None);
    }
}
