//! Accounts: first start, signing in and out, passwords, who has which account.

use ballotbox::codec::{Digest, base64url};
use jiff::{SignedDuration, Timestamp};
use rand_core::Rng as _;
use serde::Deserialize;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Actor, Fault, Service};
use crate::clock::draw_id;
use crate::clock::written;
use crate::domain::account::{Account, AccountState, PASSWORD_BYTES_MAX, Role, password_is_strong};
use crate::domain::refusal::Refusal;
use crate::domain::text::{NAME_MAX, optional, required};
use crate::storage;
use crate::storage::Tx;
use crate::storage::accounts::Credentials;
use crate::storage::audit::Line;
use crate::storage::logins::Login;

/// A login ends when it was not used for so long.
const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// A login ends after so long.
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(8);
/// The password counts as typed lately for so long.
const FRESH: SignedDuration = SignedDuration::from_mins(5);
/// Wrong passwords until an account takes none for a while.
const FAILURES_MAX: u32 = 5;
/// For how long it takes none; twice as long after each further one.
const BLOCKED_MINUTES: i64 = 10;
/// The fact that holds the digest of the setup code.
const SETUP: &str = "setup_code";

/// A new account.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountForm {
    /// Name to sign in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The role's name.
    pub role: String,
    /// The township's code, where the role has one.
    #[serde(default)]
    pub township: String,
    /// The unit, where the role has one.
    #[serde(default)]
    pub unit: String,
    /// The first password.
    pub password: String,
}

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

/// What the browser keeps.
pub struct NewLogin {
    /// The token.
    pub token: Zeroizing<String>,
    /// Whether another login of the account has ended by this.
    pub ended_another: bool,
}

/// A line of the audit trail that concerns no session.
pub(super) fn instance_line(
    service: &Service,
    actor: &Actor,
    action: &str,
    object: &str,
    details: &str,
) -> Result<Line, Fault> {
    let at = service.clock().now().map_err(|_| Fault::Broken("the clock stands nowhere"))?;
    Ok(Line {
        at: at.as_str().to_owned(),
        session: String::new(),
        actor: actor.account.login.clone(),
        role: actor.account.role.name().to_owned(),
        action: action.to_owned(),
        object: object.to_owned(),
        details: details.to_owned(),
    })
}

impl Service {
    /// A new setup code, where there is no account yet. It is shown once, on the terminal.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn setup_code(&self) -> Result<Option<Zeroizing<String>>, Fault> {
        let mut tx = self.storage().begin().await?;
        if !storage::accounts::all(tx.connection()).await?.is_empty() {
            return Ok(None);
        }
        let code = ballotbox::slip::SlipCode::generate(&mut crate::clock::randomness()).printed();
        let digest = Digest::of(&[code.as_bytes()]).to_string();
        storage::facts::write(tx.connection(), SETUP, &digest).await?;
        tx.commit().await?;
        Ok(Some(code))
    }

    /// Whether the first account is still to be made.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn needs_setup(&self) -> Result<bool, Fault> {
        let mut connection = self.storage().read().await?;
        Ok(storage::facts::read(&mut connection, SETUP).await?.is_some())
    }

    /// Makes the first account, an administrator's, with the code from the terminal.
    ///
    /// # Errors
    /// When the code is wrong or used, or the password is weak.
    pub async fn set_up(
        &self,
        code: &str,
        login: &str,
        name: &str,
        password: Zeroizing<String>,
    ) -> Result<(), Fault> {
        let mut connection = self.storage().read().await?;
        let wanted = storage::facts::read(&mut connection, SETUP).await?;
        drop(connection);
        let code = ballotbox::slip::SlipCode::parse(code).map(|code| code.printed());
        let given = code.map(|code| Digest::of(&[code.as_bytes()]).to_string()).ok();
        if wanted.is_none() || wanted != given {
            return Err(Refusal::forbidden("refusal-setup-code").into());
        }
        let account = Account {
            id: draw_id(),
            login: read_login(login)?,
            name: required("field-name", name, NAME_MAX)?,
            role: Role::Administrator,
            township: String::new(),
            unit: String::new(),
            state: AccountState::Active,
        };
        let actor = Actor { account: account.clone(), fresh: true };
        let hash = self.hash(password).await?;
        let line = instance_line(self, &actor, "audit-set-up", &account.login, "")?;
        let mut tx = self.storage().begin().await?;
        // The code goes first: who comes at the same time waits here, and finds an account.
        storage::facts::write(tx.connection(), SETUP, "").await?;
        if !storage::accounts::all(tx.connection()).await?.is_empty() {
            return Err(Refusal::forbidden("refusal-setup-code").into());
        }
        storage::accounts::insert(tx.connection(), &account, &hash, &line.at).await?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn hash(&self, password: Zeroizing<String>) -> Result<String, Fault> {
        if !password_is_strong(&password) {
            return Err(Refusal::invalid("refusal-password-weak").into());
        }
        self.inner.passwords.hash(password).await
    }

    /// All accounts, for the administrator.
    ///
    /// # Errors
    /// When somebody else asks.
    pub async fn accounts(&self, actor: &Actor) -> Result<Vec<Account>, Fault> {
        actor.must_be(&[Role::Administrator], "verb-accounts")?;
        let mut connection = self.storage().read().await?;
        Ok(storage::accounts::all(&mut connection).await?)
    }

    /// The names of accounts by their ids, for screens that say who did something.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn account_name(&self, id: Uuid) -> Result<String, Fault> {
        let mut connection = self.storage().read().await?;
        let found = storage::accounts::find(&mut connection, id).await?;
        Ok(found.map_or_else(String::new, |found| found.account.name))
    }

    /// Makes an account.
    ///
    /// # Errors
    /// When something in it does not fit.
    pub async fn add_account(&self, actor: &Actor, form: AccountForm) -> Result<Uuid, Fault> {
        actor.must_be(&[Role::Administrator], "verb-accounts")?;
        let role = Role::parse(&form.role);
        let role = role.ok_or_else(|| Refusal::invalid("refusal-role-unknown"))?;
        let township = if role.is_of_township() { form.township } else { String::new() };
        let account = Account {
            id: draw_id(),
            login: read_login(&form.login)?,
            name: required("field-name", &form.name, NAME_MAX)?,
            role,
            township,
            unit: optional("field-unit", &form.unit, NAME_MAX)?,
            state: AccountState::Active,
        };
        let hash = self.hash(Zeroizing::new(form.password)).await?;
        let line = instance_line(self, actor, "audit-account-added", &account.login, role.name())?;
        let mut tx = self.storage().begin().await?;
        if storage::accounts::find_by_login(tx.connection(), &account.login).await?.is_some() {
            return Err(Refusal::conflict("refusal-login-taken").into());
        }
        if role.is_of_township()
            && storage::townships::find(tx.connection(), &account.township).await?.is_none()
        {
            return Err(Refusal::invalid("refusal-no-township").into());
        }
        storage::accounts::insert(tx.connection(), &account, &hash, &line.at).await?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok(account.id)
    }

    /// Closes an account: its login ends at once; its name stays in the records.
    ///
    /// # Errors
    /// When it is the administrator's own.
    pub async fn close_account(&self, actor: &Actor, id: Uuid) -> Result<(), Fault> {
        actor.must_be(&[Role::Administrator], "verb-accounts")?;
        if id == actor.account.id {
            return Err(Refusal::conflict("refusal-own-account").into());
        }
        let line = instance_line(self, actor, "audit-account-closed", &id.to_string(), "")?;
        let mut tx = self.storage().begin().await?;
        must_be_there(&mut tx, id).await?;
        storage::accounts::set_state(tx.connection(), id, AccountState::Closed).await?;
        storage::logins::end_of_account(tx.connection(), id).await?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives an account a new password, which also opens it again after wrong ones.
    ///
    /// # Errors
    /// When the password is weak.
    pub async fn reset_password(
        &self,
        actor: &Actor,
        id: Uuid,
        password: Zeroizing<String>,
    ) -> Result<(), Fault> {
        actor.must_be(&[Role::Administrator], "verb-accounts")?;
        let hash = self.hash(password).await?;
        let line = instance_line(self, actor, "audit-password-reset", &id.to_string(), "")?;
        let mut tx = self.storage().begin().await?;
        must_be_there(&mut tx, id).await?;
        storage::accounts::set_password(tx.connection(), id, &hash).await?;
        storage::logins::end_of_account(tx.connection(), id).await?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Changes the own password.
    ///
    /// # Errors
    /// When the old one is wrong or the new one weak.
    pub async fn change_password(
        &self,
        signed_in: &SignedIn,
        old: Zeroizing<String>,
        new: Zeroizing<String>,
    ) -> Result<(), Fault> {
        let actor = &signed_in.actor;
        self.check_password(actor.account.login.as_str(), old).await?;
        let hash = self.hash(new).await?;
        let line = instance_line(self, actor, "audit-password", &actor.account.login, "")?;
        let mut tx = self.storage().begin().await?;
        storage::accounts::set_password(tx.connection(), actor.account.id, &hash).await?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Signs in. An older login of the account ends.
    ///
    /// # Errors
    /// When name or password is wrong, one answer for both, or the account takes none for a while.
    pub async fn sign_in(
        &self,
        login: &str,
        password: Zeroizing<String>,
    ) -> Result<NewLogin, Fault> {
        let account = self.check_password(login, password).await?;
        let at = self.clock().timestamp();
        let at = text(at)?;
        let token = random_token();
        let kept = Login {
            token: Digest::of(&[token.as_bytes()]).to_string(),
            account: account.id,
            csrf: random_token().to_string(),
            started_at: at.clone(),
            seen_at: at.clone(),
            fresh_at: at,
        };
        let actor = Actor { account, fresh: true };
        let line = instance_line(self, &actor, "audit-login", &actor.account.login, "")?;
        let mut tx = self.storage().begin().await?;
        let ended_another = storage::logins::replace(tx.connection(), &kept).await?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok(NewLogin { token, ended_another })
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
        self.check_password(signed_in.actor.account.login.as_str(), password).await?;
        let at = text(self.clock().timestamp())?;
        let mut tx = self.storage().begin().await?;
        storage::logins::refresh(tx.connection(), &signed_in.token, &at).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Signs out.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sign_out(&self, signed_in: &SignedIn) -> Result<(), Fault> {
        let actor = &signed_in.actor;
        let line = instance_line(self, actor, "audit-logout", &actor.account.login, "")?;
        let mut tx = self.storage().begin().await?;
        storage::logins::end(tx.connection(), &signed_in.token).await?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Who holds a browser's token, if the login has not ended.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn signed_in(&self, token: &str) -> Result<Option<SignedIn>, Fault> {
        let digest = Digest::of(&[token.as_bytes()]).to_string();
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
        let Some(account) = account.filter(|_| idle < IDLE && age < ABSOLUTE) else {
            return Ok(None);
        };
        if idle > SignedDuration::from_mins(1) {
            let mut tx = self.storage().begin().await?;
            storage::logins::touch(tx.connection(), &digest, &text(now)?).await?;
            tx.commit().await?;
        }
        let actor = Actor { account, fresh: typed < FRESH };
        Ok(Some(SignedIn { actor, csrf: login.csrf, token: digest }))
    }

    async fn check_password(
        &self,
        login: &str,
        password: Zeroizing<String>,
    ) -> Result<Account, Fault> {
        if password.len() > PASSWORD_BYTES_MAX {
            return Err(Refusal::invalid("refusal-password-long").into());
        }
        // A name that no account can have is looked up as one that none has.
        let login = read_login(login).unwrap_or_default();
        let mut connection = self.storage().read().await?;
        let found = storage::accounts::find_by_login(&mut connection, &login).await?;
        drop(connection);
        if let Some(found) = &found {
            self.check_not_blocked(found)?;
        }
        let hash = found.as_ref().map(|found| found.password.clone());
        let fits = self.inner.passwords.fits(password, hash).await?;
        let wrong = || Refusal::sign_in("refusal-credentials");
        let account = found.ok_or_else(wrong)?.account;
        self.count_attempt(account.id, fits).await?;
        if !fits || account.state != AccountState::Active {
            return Err(wrong().into());
        }
        Ok(account)
    }

    fn check_not_blocked(&self, found: &Credentials) -> Result<(), Refusal> {
        let now = self.clock().timestamp();
        match found.blocked_until.parse::<Timestamp>() {
            Ok(until) if now < until => {
                let minutes = until.duration_since(now).as_mins() + 1;
                Err(Refusal::too_many("refusal-blocked").with("minutes", minutes))
            }
            _ => Ok(()),
        }
    }

    /// Counts a wrong password, and forgets them after a right one. The account is read again:
    /// guesses that are sent together count one by one, and once they have blocked it the right one
    /// among them is worth nothing.
    async fn count_attempt(&self, account: Uuid, fits: bool) -> Result<(), Fault> {
        let mut tx = self.storage().begin().await?;
        // The database counts and holds the row: on PostgreSQL others could read it meanwhile.
        let found = if fits {
            storage::accounts::find(tx.connection(), account).await?
        } else {
            storage::accounts::count_failure(tx.connection(), account).await?
        };
        let Some(found) = found else { return Ok(()) };
        self.check_not_blocked(&found)?;
        if fits && found.failures == 0 {
            return Ok(());
        }
        let failures = if fits { 0 } else { found.failures };
        let until = blocked_until(failures, self.clock().timestamp())?;
        storage::accounts::set_failures(tx.connection(), account, failures, &until).await?;
        if failures >= FAILURES_MAX {
            let actor = Actor { account: found.account, fresh: false };
            let line = instance_line(self, &actor, "audit-blocked", &actor.account.login, &until)?;
            storage::audit::append(tx.connection(), &line).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// Refuses an id that no account has.
async fn must_be_there(tx: &mut Tx, id: Uuid) -> Result<(), Fault> {
    match storage::accounts::find(tx.connection(), id).await? {
        Some(_) => Ok(()),
        None => Err(Refusal::not_found("refusal-no-account").into()),
    }
}

/// Until when an account takes no password: ten minutes after the fifth wrong one in a row, twice
/// as long after each further one.
fn blocked_until(failures: u32, now: Timestamp) -> Result<String, Fault> {
    let Some(over) = failures.checked_sub(FAILURES_MAX) else { return Ok(String::new()) };
    let minutes = BLOCKED_MINUTES << over.min(6);
    let until = now.saturating_add(SignedDuration::from_mins(minutes));
    text(until.map_err(|_| Fault::Broken("the clock stands nowhere"))?)
}

fn text(at: Timestamp) -> Result<String, Fault> {
    let at = written(at).map_err(|_| Fault::Broken("the clock stands nowhere"))?;
    Ok(at.as_str().to_owned())
}

/// A name to sign in with: small letters, digits, hyphens and dots.
fn read_login(login: &str) -> Result<String, Refusal> {
    let login = login.trim().to_lowercase();
    let lawful = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
    if (2..=32).contains(&login.len()) && login.chars().all(lawful) {
        Ok(login)
    } else {
        Err(Refusal::invalid("refusal-login"))
    }
}

/// 256 random bits.
pub(super) fn random_token() -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    crate::clock::randomness().fill_bytes(bytes.as_mut());
    Zeroizing::new(base64url(bytes.as_ref()))
}
