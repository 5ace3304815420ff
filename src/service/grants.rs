//! Accounts and new passwords: an administrator asks, a member of the township's presidium gives.
//!
//! Whoever gets one gets a one-time code of two halves. The administrator sees the one, the second
//! person the other, and neither can sign in as somebody else. Where there is no presidium yet that
//! could agree, at the founding of a township, the administrator is alone and sees both; from the
//! first sign-in of a member on the schema refuses that. The last member who can sign in is reset
//! at the machine only: an administrator who could do it would be the presidium.

use jiff::SignedDuration;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::accounts::{AccountForm, is_last_of_presidium, presidium, there};
use super::health::machine_line;
use super::second_factor::plain_code;
use super::sign_in::text;
use super::{Actor, Fault, Service};
use crate::clock::draw_id;
use crate::domain::account::{Account, GrantKind, Role, Second};
use crate::domain::refusal::Refusal;
use crate::storage;
use crate::storage::Tx;
use crate::storage::accounts::{Credentials, NewPassword, PasswordKind};
use crate::storage::audit::Line;
use crate::storage::grants::Grant;

/// For how long a one-time code is shown: as long as it is good.
const SHOWN: SignedDuration = SignedDuration::from_hours(24);

/// What waits, or was given and is not used yet, as one of the two persons sees it.
#[derive(Clone, Debug)]
pub struct OpenGrant {
    /// Its id.
    pub id: Uuid,
    /// An account, or a new password for one.
    pub kind: GrantKind,
    /// The account as it is or will be.
    pub account: Account,
    /// Who has to agree.
    pub second: Second,
    /// Who asked.
    pub proposed_by: Uuid,
    /// When.
    pub proposed_at: String,
    /// Whether it was given.
    pub given: bool,
    /// What the one who looks knows of the code.
    pub code: KnownCode,
}

/// What somebody knows of a one-time code.
#[derive(Clone)]
pub enum KnownCode {
    /// Nothing.
    Nothing,
    /// All of it: there is no second person.
    Whole(Zeroizing<String>),
    /// The half of who asked.
    First(Zeroizing<String>),
    /// The half of who agreed.
    Second(Zeroizing<String>),
}

/// What is known, and not the code: what is printed for programmers ends in logs.
impl std::fmt::Debug for KnownCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Whole(_) => "Whole",
            Self::First(_) => "First",
            Self::Second(_) => "Second",
        })
    }
}

impl Service {
    /// Asks for an account; where nobody is there who could agree, it is there at once.
    ///
    /// # Errors
    /// When something in it does not fit.
    pub async fn add_account(&self, actor: &Actor, form: &AccountForm) -> Result<OpenGrant, Fault> {
        actor.must_be(&[Role::Administrator], "verb-accounts")?;
        let account = form.read(draw_id())?;
        let mut tx = self.storage().begin().await?;
        self.check_new(&mut tx, &account).await?;
        if account.role.is_of_township()
            && storage::townships::find(tx.connection(), &account.township).await?.is_none()
        {
            return Err(Refusal::invalid("refusal-no-township").into());
        }
        let details = serde_json::to_string(form);
        let details = details.map_err(|_| Fault::Broken("an account cannot be written"))?;
        self.ask(tx, actor, GrantKind::Account, account, details).await
    }

    /// Asks for a new password and second factor of somebody who has lost them.
    ///
    /// # Errors
    /// When there is no such account, or it is closed, or nobody is left in its presidium who could
    /// agree.
    pub async fn reset_password(&self, actor: &Actor, id: Uuid) -> Result<OpenGrant, Fault> {
        actor.must_be(&[Role::Administrator], "verb-accounts")?;
        actor.must_be_fresh()?;
        let mut tx = self.storage().begin().await?;
        let found = in_use(&mut tx, id).await?;
        if id == actor.account.id {
            return Err(Refusal::conflict("refusal-own-reset").into());
        }
        if is_last_of_presidium(&mut tx, &found).await? {
            return Err(Refusal::conflict("refusal-last-reset").into());
        }
        self.ask(tx, actor, GrantKind::Reset, found.account, String::new()).await
    }

    async fn check_new(&self, tx: &mut Tx, account: &Account) -> Result<(), Fault> {
        if storage::accounts::find_by_login(tx.connection(), &account.login).await?.is_some() {
            return Err(Refusal::conflict("refusal-login-taken").into());
        }
        Ok(())
    }

    async fn ask(
        &self,
        mut tx: Tx,
        actor: &Actor,
        kind: GrantKind,
        account: Account,
        details: String,
    ) -> Result<OpenGrant, Fault> {
        let since = self.shown_since()?;
        for other in storage::grants::open(tx.connection(), &since).await? {
            let same = match kind {
                GrantKind::Reset => other.account == account.id,
                GrantKind::Account => wanted(&other)?.is_some_and(|it| it.login == account.login),
            };
            if same && other.kind == kind && !other.given {
                return Err(Refusal::conflict("refusal-grant-waits").into());
            }
        }
        let second = second_for(&mut tx, actor, &account).await?;
        let alone = second == Second::Nobody;
        let (login, role) = (account.login.as_str(), account.role.name());
        let action =
            if kind == GrantKind::Reset { "audit-reset-asked" } else { "audit-account-asked" };
        let line = self.instance_line(actor, action, login, role)?;
        let grant = Grant {
            id: draw_id(),
            kind,
            account: account.id,
            township: account.township.clone(),
            details,
            second,
            proposed_by: actor.account.id,
            proposed_at: line.at.clone(),
            given: alone,
            decided_by: String::new(),
            decided_at: if alone { line.at.clone() } else { String::new() },
        };
        // The hash takes its time: nobody waits for it who casts a ballot.
        drop(tx);
        let hash = if alone { self.code_hash(grant.id).await? } else { String::new() };
        let mut tx = self.storage().begin().await?;
        storage::grants::insert(tx.connection(), &grant).await?;
        storage::audit::append(tx.connection(), &line).await?;
        if alone {
            self.carry_out(&mut tx, actor, &grant, &account, &hash).await?;
        }
        tx.commit().await?;
        Ok(self.seen(actor, grant, account))
    }

    /// What waits or is not used yet, for an administrator or a member of a presidium.
    ///
    /// # Errors
    /// When somebody else asks.
    pub async fn open_grants(&self, actor: &Actor) -> Result<Vec<OpenGrant>, Fault> {
        actor.must_be(&[Role::Administrator, Role::Presidium], "verb-accounts")?;
        let mut connection = self.storage().read().await?;
        let mut open = Vec::new();
        for grant in storage::grants::open(&mut connection, &self.shown_since()?).await? {
            if actor.account.role == Role::Presidium && grant.township != actor.account.township {
                continue;
            }
            let found = storage::accounts::find(&mut connection, grant.account).await?;
            let unused = found.as_ref().is_some_and(|found| {
                found.kind == PasswordKind::OneTime && found.password_at == grant.decided_at
            });
            let account = match found {
                Some(found) => Some(found.account),
                None => wanted(&grant)?,
            };
            if let Some(account) = account.filter(|_| unused || !grant.given) {
                open.push(self.seen(actor, grant, account));
            }
        }
        Ok(open)
    }

    /// How many accounts and resets wait for a member of a presidium to agree.
    ///
    /// # Errors
    /// When somebody else asks.
    pub async fn waiting_grants(&self, actor: &Actor) -> Result<usize, Fault> {
        let open = self.open_grants(actor).await?;
        Ok(open.iter().filter(|grant| !grant.given).count())
    }

    /// Agrees, as the second person: the account is there, or the old password is worth nothing any
    /// more.
    ///
    /// # Errors
    /// When the person is the first one, not the one to agree, or has not typed the password
    /// lately; when the account was closed meanwhile.
    pub async fn give(&self, actor: &Actor, id: Uuid) -> Result<OpenGrant, Fault> {
        let mut connection = self.storage().read().await?;
        let grant = storage::grants::waiting(&mut connection, id).await?;
        drop(connection);
        let grant = visible(grant, actor)?;
        if grant.proposed_by == actor.account.id || grant.account == actor.account.id {
            return Err(Refusal::forbidden("refusal-second-same").into());
        }
        let second = grant.second.role().into_iter().collect::<Vec<_>>();
        actor.must_be(&second, grant.kind.word())?;
        actor.must_be_fresh()?;
        let hash = self.code_hash(grant.id).await?;
        let mut tx = self.storage().begin().await?;
        let account = match wanted(&grant)? {
            Some(account) => account,
            None => in_use(&mut tx, grant.account).await?.account,
        };
        let at = text(self.clock().timestamp())?;
        storage::grants::end(tx.connection(), id, Some(actor.account.id), &at).await?;
        if grant.kind == GrantKind::Account {
            self.check_new(&mut tx, &account).await?;
        }
        let by = actor.account.id.to_string();
        let grant = Grant { given: true, decided_at: at, decided_by: by, ..grant };
        self.carry_out(&mut tx, actor, &grant, &account, &hash).await?;
        tx.commit().await?;
        Ok(self.seen(actor, grant, account))
    }

    /// Withdraws what waits: who asked can, and who would agree.
    ///
    /// # Errors
    /// When it does not wait any more.
    pub async fn withdraw_grant(&self, actor: &Actor, id: Uuid) -> Result<(), Fault> {
        actor.must_be(&[Role::Administrator, Role::Presidium], "verb-accounts")?;
        let mut tx = self.storage().begin().await?;
        let grant = storage::grants::waiting(tx.connection(), id).await?;
        let grant = visible(grant, actor)?;
        let account = match wanted(&grant)? {
            Some(account) => account,
            None => there(&mut tx, grant.account).await?.account,
        };
        let line = self.instance_line(actor, "audit-grant-withdrawn", &account.login, "")?;
        storage::grants::end(tx.connection(), id, None, &line.at).await?;
        storage::audit::append(tx.connection(), &line).await?;
        Ok(tx.commit().await?)
    }

    /// Does what was asked for: the code is the password from now on, until its owner chooses one.
    async fn carry_out(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        grant: &Grant,
        account: &Account,
        hash: &str,
    ) -> Result<(), Fault> {
        let password = NewPassword { hash, kind: PasswordKind::OneTime, at: &grant.decided_at };
        let action = match grant.kind {
            GrantKind::Account => {
                storage::accounts::insert(tx.connection(), account, password).await?;
                "audit-account-added"
            }
            GrantKind::Reset => {
                reset(tx, account, password).await?;
                "audit-password-reset"
            }
        };
        let line = self.instance_line(actor, action, &account.login, account.role.name())?;
        Ok(storage::audit::append(tx.connection(), &line).await?)
    }

    /// A one-time code for an administrator, or for the last member of a presidium, who has lost
    /// password or second factor, given at the machine itself: there may be nobody left who could
    /// ask or agree in the browser. Whoever may start this command has the database and the key
    /// file in hand already; the trail tells of it.
    ///
    /// # Errors
    /// When nobody has that name, or it is somebody else's: everybody else is reset by two.
    pub async fn reset_at_machine(&self, login: &str) -> Result<Zeroizing<String>, Fault> {
        let login = login.trim().to_lowercase();
        let mut tx = self.storage().begin().await?;
        let found = storage::accounts::find_by_login(tx.connection(), &login).await?;
        let found = found.ok_or_else(|| Refusal::not_found("refusal-no-account"))?;
        let found = in_use(&mut tx, found.account.id).await?;
        let alone = is_last_of_presidium(&mut tx, &found).await?;
        let account = found.account;
        if account.role != Role::Administrator && !alone {
            return Err(Refusal::forbidden("refusal-machine-reset").into());
        }
        drop(tx);
        let (first, second) = self.inner.keys.one_time_code(draw_id());
        let code = Zeroizing::new(format!("{}-{}", *first, *second));
        let hash = self.inner.passwords.hash(plain_code(&code)).await?;
        let at = text(self.clock().timestamp())?;
        let role = account.role.name().to_owned();
        let line = machine_line(at.clone(), "audit-password-reset", account.login.clone());
        let mut tx = self.storage().begin().await?;
        let password = NewPassword { hash: &hash, kind: PasswordKind::OneTime, at: &at };
        reset(&mut tx, &account, password).await?;
        storage::audit::append(tx.connection(), &Line { details: role, ..line }).await?;
        tx.commit().await?;
        Ok(code)
    }

    async fn code_hash(&self, grant: Uuid) -> Result<String, Fault> {
        let (first, second) = self.inner.keys.one_time_code(grant);
        let whole = Zeroizing::new(format!("{}{}", *first, *second));
        self.inner.passwords.hash(plain_code(&whole)).await
    }

    fn seen(&self, actor: &Actor, grant: Grant, account: Account) -> OpenGrant {
        let (first, second) = self.inner.keys.one_time_code(grant.id);
        let (own, me) = (grant.proposed_by == actor.account.id, actor.account.id.to_string());
        let code = match grant.second {
            Second::Nobody if own => {
                KnownCode::Whole(Zeroizing::new(format!("{}-{}", *first, *second)))
            }
            Second::Presidium | Second::Administrator if own => KnownCode::First(first),
            _ if grant.decided_by == me => KnownCode::Second(second),
            _ => KnownCode::Nothing,
        };
        let Grant { id, kind, second, proposed_by, proposed_at, given, .. } = grant;
        OpenGrant { id, kind, account, second, proposed_by, proposed_at, given, code }
    }

    fn shown_since(&self) -> Result<String, Fault> {
        let since = self.clock().timestamp().saturating_sub(SHOWN);
        text(since.map_err(|_| Fault::Broken("the clock stands nowhere"))?)
    }
}

/// What waits, if this account may know of it.
fn visible(grant: Option<Grant>, actor: &Actor) -> Result<Grant, Refusal> {
    let account = &actor.account;
    let here = |it: &Grant| {
        account.role == Role::Administrator
            || (account.role == Role::Presidium && it.township == account.township)
    };
    grant.filter(here).ok_or_else(|| Refusal::conflict("refusal-act-gone"))
}

/// The account that is wanted; nothing where it is there already.
fn wanted(grant: &Grant) -> Result<Option<Account>, Fault> {
    if grant.kind == GrantKind::Reset {
        return Ok(None);
    }
    let form: AccountForm = serde_json::from_str(&grant.details)
        .map_err(|_| Fault::Broken("an account that is asked for cannot be read"))?;
    Ok(Some(form.read(grant.account)?))
}

/// An account that is to be reset: one that nobody has closed.
async fn in_use(tx: &mut Tx, id: Uuid) -> Result<Credentials, Fault> {
    let found = there(tx, id).await?;
    if found.account.is_active() {
        Ok(found)
    } else {
        Err(Refusal::not_found("refusal-no-account").into())
    }
}

/// Everything by which an account's owner signed in is worth nothing any more; the code is.
async fn reset(tx: &mut Tx, account: &Account, code: NewPassword<'_>) -> Result<(), Fault> {
    storage::accounts::set_password(tx.connection(), account.id, code).await?;
    storage::accounts::set_totp(tx.connection(), account.id, "", 0).await?;
    storage::secrets::set_recovery_codes(tx.connection(), account.id, &[]).await?;
    storage::failures::forget_name(tx.connection(), &account.login).await?;
    storage::failures::forget_devices(tx.connection(), account.id).await?;
    storage::logins::end_of_account(tx.connection(), account.id).await?;
    Ok(storage::begun::end_of_account(tx.connection(), account.id).await?)
}

/// Who has to agree to what concerns an account.
async fn second_for(tx: &mut Tx, actor: &Actor, account: &Account) -> Result<Second, Fault> {
    if account.role.is_of_township() {
        let members = presidium(tx, &account.township, account.id).await?;
        return Ok(if members > 0 { Second::Presidium } else { Second::Nobody });
    }
    let all = storage::accounts::all_credentials(tx.connection()).await?;
    let other = all.iter().any(|found| {
        let it = &found.account;
        it.role == Role::Administrator
            && it.is_active()
            && found.kind == PasswordKind::Own
            && it.id != actor.account.id
            && it.id != account.id
    });
    Ok(if other { Second::Administrator } else { Second::Nobody })
}
