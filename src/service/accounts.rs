//! Accounts: the first one, who has which, and the end of one. How people get one and sign in
//! stands in `grants` and `sign_in`.

use ballotbox::codec::Digest;
use serde::Deserialize;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Actor, Fault, Service};
use crate::clock::draw_id;
use crate::domain::account::{Account, AccountState, Role};
use crate::domain::refusal::Refusal;
use crate::domain::source::Source;
use crate::domain::text::{NAME_MAX, optional, required};
use crate::storage;
use crate::storage::Tx;
use crate::storage::accounts::{Credentials, NewPassword, PasswordKind};

/// The fact that holds the digest of the setup code.
const SETUP: &str = "setup_code";

/// A new account.
#[derive(Clone, Debug, Deserialize, serde::Serialize)]
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
}

impl AccountForm {
    /// The account as it will be.
    pub(super) fn read(&self, id: Uuid) -> Result<Account, Refusal> {
        let role = Role::parse(&self.role);
        let role = role.ok_or_else(|| Refusal::invalid("refusal-role-unknown"))?;
        let township = if role.is_of_township() { self.township.clone() } else { String::new() };
        Ok(Account {
            id,
            login: read_login(&self.login)?,
            name: required("field-name", &self.name, NAME_MAX)?,
            role,
            township,
            unit: optional("field-unit", &self.unit, NAME_MAX)?,
            state: AccountState::Active,
        })
    }
}

/// An account with how far its owner has come with it.
#[derive(Clone, Debug)]
pub struct Known {
    /// The account.
    pub account: Account,
    /// Whether its owner has chosen a password.
    pub taken_over: bool,
    /// Whether a second factor is set up.
    pub second_factor: bool,
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
        self.rules().profile.check(&password, &account)?;
        let hash = self.inner.passwords.hash(password).await?;
        let actor = Actor { account, fresh: true, source: Source::default() };
        let account = &actor.account;
        let line = self.instance_line(&actor, "audit-set-up", &account.login, "")?;
        let mut tx = self.storage().begin().await?;
        // The code goes first: who comes at the same time waits here, and finds an account.
        storage::facts::write(tx.connection(), SETUP, "").await?;
        if !storage::accounts::all(tx.connection()).await?.is_empty() {
            return Err(Refusal::forbidden("refusal-setup-code").into());
        }
        let password = NewPassword { hash: &hash, kind: PasswordKind::Own, at: &line.at };
        storage::accounts::insert(tx.connection(), account, password).await?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok(())
    }

    /// All accounts, for the administrator.
    ///
    /// # Errors
    /// When somebody else asks.
    pub async fn accounts(&self, actor: &Actor) -> Result<Vec<Known>, Fault> {
        actor.must_be(&[Role::Administrator], "verb-accounts")?;
        self.accounts_at_machine().await
    }

    /// All accounts, for whoever administers the machine.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn accounts_at_machine(&self) -> Result<Vec<Known>, Fault> {
        let mut connection = self.storage().read().await?;
        let all = storage::accounts::all_credentials(&mut connection).await?;
        let known = |found: Credentials| Known {
            taken_over: found.kind == PasswordKind::Own,
            second_factor: !found.totp.is_empty(),
            account: found.account,
        };
        Ok(all.into_iter().map(known).collect())
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

    /// Makes an account whose password is known, as a town that plays itself needs it. No address
    /// leads here.
    pub(crate) async fn add_ready_account(
        &self,
        actor: &Actor,
        form: &AccountForm,
        password: Zeroizing<String>,
    ) -> Result<Account, Fault> {
        let account = form.read(draw_id())?;
        let hash = self.inner.passwords.hash(password).await?;
        let (login, role) = (&account.login, account.role.name());
        let line = self.instance_line(actor, "audit-account-added", login, role)?;
        let mut tx = self.storage().begin().await?;
        let password = NewPassword { hash: &hash, kind: PasswordKind::Own, at: &line.at };
        storage::accounts::insert(tx.connection(), &account, password).await?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok(account)
    }

    /// Closes an account: its login ends at once; its name stays in the records.
    ///
    /// # Errors
    /// When it is the administrator's own, or the last of its township's presidium: without one the
    /// administrator would give accounts alone.
    pub async fn close_account(&self, actor: &Actor, id: Uuid) -> Result<(), Fault> {
        actor.must_be(&[Role::Administrator], "verb-accounts")?;
        if id == actor.account.id {
            return Err(Refusal::conflict("refusal-own-account").into());
        }
        actor.must_be_fresh()?;
        let mut tx = self.storage().begin().await?;
        let found = there(&mut tx, id).await?;
        let login = &found.account.login;
        let line = self.instance_line(actor, "audit-account-closed", login, "")?;
        storage::accounts::set_state(tx.connection(), id, AccountState::Closed).await?;
        storage::logins::end_of_account(tx.connection(), id).await?;
        storage::begun::end_of_account(tx.connection(), id).await?;
        storage::audit::append(tx.connection(), &line).await?;
        // Asked after the line: who closes another at the same time waits for the end of the trail,
        // so that of two members who are closed at once one stays.
        if is_last_of_presidium(&mut tx, &found).await? {
            return Err(Refusal::conflict("refusal-last-presidium").into());
        }
        tx.commit().await?;
        Ok(())
    }
}

/// An account that is to be changed.
pub(super) async fn there(tx: &mut Tx, id: Uuid) -> Result<Credentials, Fault> {
    let found = storage::accounts::find(tx.connection(), id).await?;
    Ok(found.ok_or_else(|| Refusal::not_found("refusal-no-account"))?)
}

/// How many members of a township's presidium have taken their accounts over, without this one.
pub(super) async fn presidium(tx: &mut Tx, township: &str, but: Uuid) -> Result<usize, Fault> {
    let all = storage::accounts::all_credentials(tx.connection()).await?;
    let ready = all.iter().filter(|found| {
        can_agree(found) && found.account.township == township && found.account.id != but
    });
    Ok(ready.count())
}

/// Whether nobody of its township's presidium is left who could agree to anything but the owner of
/// this account, as it was found.
pub(super) async fn is_last_of_presidium(tx: &mut Tx, found: &Credentials) -> Result<bool, Fault> {
    let account = &found.account;
    Ok(can_agree(found) && presidium(tx, &account.township, account.id).await? == 0)
}

/// Whether an account's owner can agree as a member of a presidium: the account is in use and was
/// taken over.
fn can_agree(found: &Credentials) -> bool {
    let account = &found.account;
    account.role == Role::Presidium && account.is_active() && found.kind == PasswordKind::Own
}

/// A name to sign in with: small letters, digits, hyphens and dots.
pub(super) fn read_login(login: &str) -> Result<String, Refusal> {
    let login = login.trim().to_lowercase();
    let lawful = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
    if (2..=32).contains(&login.len()) && login.chars().all(lawful) {
        Ok(login)
    } else {
        Err(Refusal::invalid("refusal-login"))
    }
}
