//! Signing in and out: a password, a code of the second factor, and what a first sign-in asks for.
//!
//! A right password alone is no login. It begins one, under a token of its own that opens no page;
//! the login is there when everything has been given. Wrong passwords and codes are counted for
//! each name and device (`lock`), so that a stranger who knows a name locks out strangers alone.

use ballotbox::codec::{Digest, base64url};
use jiff::{SignedDuration, Timestamp};
use rand_core::Rng as _;
use zeroize::Zeroizing;

use super::second_factor::{self, Secret, draw_number, draw_recovery_codes, plain_code};
use super::{Actor, Fault, SecondFactor, Service};
use crate::clock::written;
use crate::domain::account::{Account, AccountState};
use crate::domain::password::BYTES_MAX;
use crate::domain::refusal::Refusal;
use crate::domain::source::Source;
use crate::storage;
use crate::storage::accounts::{Credentials, NewPassword, PasswordKind};
use crate::storage::begun::BegunLogin;
use crate::storage::failures::Bucket;
use crate::storage::logins::Login;

/// A sign-in that has begun ends when it is not finished by then.
const BEGUN: SignedDuration = SignedDuration::from_mins(10);
/// A one-time code is good for so long.
const ONE_TIME: SignedDuration = SignedDuration::from_hours(24);

/// What the browser keeps.
pub struct NewLogin {
    /// The token.
    pub token: Zeroizing<String>,
    /// The token of the device, where the browser has none that is known.
    pub device: Option<Zeroizing<String>>,
    /// Whether another login of the account has ended by this.
    pub ended_another: bool,
}

/// How far a sign-in has come.
pub enum SignIn {
    /// All that is asked for was given.
    Done(NewLogin),
    /// Something is still wanted. The token is there where the sign-in has just begun.
    Wants(Step, Option<Zeroizing<String>>),
}

/// What a sign-in still wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A code of the second factor.
    Code,
    /// A password of one's own.
    Password,
    /// A second factor that is set up.
    SetUp,
}

impl Step {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Password => "password",
            Self::SetUp => "set_up",
        }
    }
}

/// A sign-in that has begun, for the page that asks for what is still wanted.
pub struct Standing {
    /// Whose.
    pub account: Account,
    /// What it wants.
    pub step: Step,
    /// Whether the password has run out, and was not given by somebody else.
    pub expired: bool,
    /// The second factor that is being set up.
    pub setup: Option<Setup>,
}

/// A second factor that is being set up, as the screen shows it.
pub struct Setup {
    /// What the drawing says.
    pub address: Zeroizing<String>,
    /// What is typed where there is no camera.
    pub secret: Zeroizing<String>,
}

impl Service {
    /// Takes name and password.
    ///
    /// # Errors
    /// When name or password is wrong, one answer for both, or too many were.
    pub async fn sign_in(
        &self,
        login: &str,
        password: Zeroizing<String>,
        source: &Source,
    ) -> Result<SignIn, Fault> {
        let (bucket, found) = self.named(login, source).await?;
        self.check_rate(&bucket, source).await?;
        let found = self.check_credentials(&bucket, found, password, source).await?;
        let now = self.clock().timestamp();
        let since = found.password_at.parse::<Timestamp>();
        if found.kind == PasswordKind::OneTime
            && !since.is_ok_and(|since| now.duration_since(since) < ONE_TIME)
        {
            return Err(Refusal::sign_in("refusal-code-expired").into());
        }
        let token = random_token();
        let begun = BegunLogin {
            token: digest(&token),
            account: found.account.id,
            code_given: false,
            totp: draw_number(),
            started_at: text(now)?,
        };
        let Some(step) = self.step(&found, &begun) else {
            return Ok(SignIn::Done(self.finish(&found, source).await?));
        };
        let before = now.saturating_sub(BEGUN).map_err(|_| Fault::Broken("no clock"))?;
        let mut tx = self.storage().begin().await?;
        storage::begun::insert(tx.connection(), &begun, &text(before)?).await?;
        tx.commit().await?;
        Ok(SignIn::Wants(step, Some(token)))
    }

    /// What a sign-in that has begun still wants; nothing where it has ended.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn standing(&self, token: &str) -> Result<Option<Standing>, Fault> {
        let Some((begun, found)) = self.begun(token).await? else { return Ok(None) };
        let Some(step) = self.step(&found, &begun) else { return Ok(None) };
        let secret = || {
            let secret = Secret::of(self.inner.keys.secrets(), begun.account, &begun.totp);
            let address = secret.address(self.site(), &found.account.login);
            Setup { address, secret: secret.text() }
        };
        let setup = (step == Step::SetUp).then(secret);
        let expired = found.kind == PasswordKind::Own;
        Ok(Some(Standing { account: found.account, step, expired, setup }))
    }

    /// Takes a code of the second factor, or a recovery code.
    ///
    /// # Errors
    /// When it is wrong or was used, or too many were wrong.
    pub async fn give_code(
        &self,
        token: &str,
        code: &str,
        source: &Source,
    ) -> Result<SignIn, Fault> {
        let (mut begun, found) = self.begun_at(token, Step::Code, source).await?;
        let bucket = self.bucket(&found.account.login, Some(&found.account), source).await?;
        self.check_not_blocked(&bucket).await?;
        if !self.takes_code(&found, code, source).await? {
            let account = Some(&found.account);
            self.count_failure(&bucket, account, source, "audit-code-failed").await?;
            return Err(Refusal::sign_in("refusal-code").into());
        }
        begun.code_given = true;
        let mut tx = self.storage().begin().await?;
        storage::begun::update(tx.connection(), &begun).await?;
        tx.commit().await?;
        self.go_on(&found, &begun, source).await
    }

    /// Takes the password that somebody chooses in place of one that others know or that is old.
    ///
    /// # Errors
    /// When it does not fit, or was used before.
    pub async fn give_password(
        &self,
        token: &str,
        new: Zeroizing<String>,
        source: &Source,
    ) -> Result<SignIn, Fault> {
        let (begun, found) = self.begun_at(token, Step::Password, source).await?;
        self.replace_password(&found, new, source).await?;
        let (_, found) = self.begun(token).await?.ok_or_else(gone)?;
        self.go_on(&found, &begun, source).await
    }

    /// Takes the first code of a second factor: it is set up then. The recovery codes are told
    /// once.
    ///
    /// # Errors
    /// When the code is wrong.
    pub async fn set_second_factor_up(
        &self,
        token: &str,
        code: &str,
        source: &Source,
    ) -> Result<(NewLogin, Vec<Zeroizing<String>>), Fault> {
        let (begun, found) = self.begun_at(token, Step::SetUp, source).await?;
        let account = &found.account;
        let bucket = self.bucket(&account.login, Some(account), source).await?;
        self.check_not_blocked(&bucket).await?;
        let secret = Secret::of(self.inner.keys.secrets(), account.id, &begun.totp);
        let Some(step) = secret.step_of(code, self.clock().timestamp()) else {
            self.count_failure(&bucket, Some(account), source, "audit-code-failed").await?;
            return Err(Refusal::sign_in("refusal-code-setup").into());
        };
        let codes = draw_recovery_codes();
        let mut hashes = Vec::new();
        for code in &codes {
            hashes.push(self.inner.passwords.hash(plain_code(code)).await?);
        }
        let actor = as_actor(account, source);
        let line = self.instance_line(&actor, "audit-second-factor", &account.login, "")?;
        let mut tx = self.storage().begin().await?;
        storage::accounts::set_totp(tx.connection(), account.id, &begun.totp, step).await?;
        storage::secrets::set_recovery_codes(tx.connection(), account.id, &hashes).await?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok((self.finish(&found, source).await?, codes))
    }

    /// A sign-in that has begun and has not ended, with its account as it is now.
    async fn begun(&self, token: &str) -> Result<Option<(BegunLogin, Credentials)>, Fault> {
        let mut connection = self.storage().read().await?;
        let Some(begun) = storage::begun::find(&mut connection, &digest(token)).await? else {
            return Ok(None);
        };
        let found = storage::accounts::find(&mut connection, begun.account).await?;
        let age = begun.started_at.parse::<Timestamp>();
        let age = age.map(|then| self.clock().timestamp().duration_since(then));
        let lasts = age.is_ok_and(|age| super::logins::is_within(age, BEGUN));
        let found = found.filter(|found| lasts && found.account.state == AccountState::Active);
        Ok(found.map(|found| (begun, found)))
    }

    async fn begun_at(
        &self,
        token: &str,
        step: Step,
        source: &Source,
    ) -> Result<(BegunLogin, Credentials), Fault> {
        let begun = self.begun(token).await?;
        let account = begun.as_ref().map(|(_, found)| &found.account);
        let login = account.map_or("", |account| account.login.as_str());
        let bucket = self.bucket(login, account, source).await?;
        self.check_rate(&bucket, source).await?;
        let (begun, found) = begun.ok_or_else(gone)?;
        if self.step(&found, &begun) == Some(step) {
            Ok((begun, found))
        } else {
            Err(gone().into())
        }
    }

    /// What is wanted next.
    fn step(&self, found: &Credentials, begun: &BegunLogin) -> Option<Step> {
        let rules = self.rules();
        let set_up = !found.totp.is_empty();
        let asked = match rules.second_factor {
            SecondFactor::Off => false,
            SecondFactor::Required => {
                set_up || rules.profile.wants_second_factor(found.account.role)
            }
        };
        if asked && set_up && !begun.code_given {
            Some(Step::Code)
        } else if self.is_due(found) {
            Some(Step::Password)
        } else if asked && !set_up {
            Some(Step::SetUp)
        } else {
            None
        }
    }

    /// Whether a password is only good for choosing another.
    fn is_due(&self, found: &Credentials) -> bool {
        let Some(days) = self.rules().profile.days() else {
            return found.kind == PasswordKind::OneTime;
        };
        let most = SignedDuration::from_hours(24 * days);
        let since = found.password_at.parse::<Timestamp>();
        let young = since.is_ok_and(|it| self.clock().timestamp().duration_since(it) < most);
        found.kind == PasswordKind::OneTime || !young
    }

    async fn go_on(
        &self,
        found: &Credentials,
        begun: &BegunLogin,
        source: &Source,
    ) -> Result<SignIn, Fault> {
        match self.step(found, begun) {
            Some(step) => Ok(SignIn::Wants(step, None)),
            None => Ok(SignIn::Done(self.finish(found, source).await?)),
        }
    }

    /// Begins the login. An older one of the account ends, and the device is known from now on.
    async fn finish(&self, found: &Credentials, source: &Source) -> Result<NewLogin, Fault> {
        let account = &found.account;
        let (token, at) = (random_token(), text(self.clock().timestamp())?);
        let bucket = self.bucket(&account.login, Some(account), source).await?;
        let mut tx = self.storage().begin().await?;
        // Guesses that are sent together count one by one, and once they have blocked the device
        // the right one among them is worth nothing.
        let failures = storage::failures::find(tx.connection(), &bucket).await?;
        self.check_failures(&failures)?;
        let known = !source.device.is_empty()
            && storage::failures::is_known(tx.connection(), None, &source.device).await?;
        let device = (!known).then(random_token);
        let kept = Login {
            token: digest(&token),
            account: account.id,
            csrf: random_token().to_string(),
            started_at: at.clone(),
            seen_at: at.clone(),
            fresh_at: at.clone(),
            device: device.as_ref().map_or_else(|| source.device.clone(), |it| digest(it)),
        };
        let ended_another = storage::logins::replace(tx.connection(), &kept).await?;
        storage::begun::end_of_account(tx.connection(), account.id).await?;
        storage::failures::forget(tx.connection(), &bucket).await?;
        storage::failures::know(tx.connection(), account.id, &kept.device, &at).await?;
        let source = Source { device: kept.device.clone(), ..source.clone() };
        let actor = as_actor(account, &source);
        if ended_another {
            let line = self.instance_line(&actor, "audit-login-ended", &account.login, "")?;
            storage::audit::append(tx.connection(), &line).await?;
        }
        let line = self.instance_line(&actor, "audit-login", &account.login, "")?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok(NewLogin { token, device, ended_another })
    }

    /// Whether a code is the device's of this half minute, or a recovery code that is left. Each is
    /// taken once.
    async fn takes_code(
        &self,
        found: &Credentials,
        code: &str,
        source: &Source,
    ) -> Result<bool, Fault> {
        let id = found.account.id;
        let secret = Secret::of(self.inner.keys.secrets(), id, &found.totp);
        if let Some(step) = secret.step_of(code, self.clock().timestamp()) {
            let mut tx = self.storage().begin().await?;
            let taken = storage::accounts::take_step(tx.connection(), id, step).await?;
            tx.commit().await?;
            return Ok(taken);
        }
        let plain = plain_code(code);
        let Some(number) = second_factor::recovery_number(&plain) else { return Ok(false) };
        let mut connection = self.storage().read().await?;
        let codes = storage::secrets::recovery_codes(&mut connection, id).await?;
        drop(connection);
        let hash = codes.into_iter().find(|(position, _)| *position == number);
        if !self.inner.passwords.fits(plain, hash.map(|(_, hash)| hash)).await? {
            return Ok(false);
        }
        let actor = as_actor(&found.account, source);
        let line = self.instance_line(&actor, "audit-recovery-code", &number.to_string(), "")?;
        let mut tx = self.storage().begin().await?;
        let taken = storage::secrets::take_recovery_code(tx.connection(), id, number).await?;
        storage::audit::append(tx.connection(), &line).await?;
        tx.commit().await?;
        Ok(taken)
    }

    /// Gives an account a password that its owner has chosen.
    pub(super) async fn replace_password(
        &self,
        found: &Credentials,
        new: Zeroizing<String>,
        source: &Source,
    ) -> Result<(), Fault> {
        let (account, profile) = (&found.account, self.rules().profile);
        profile.check(&new, account)?;
        let mut connection = self.storage().read().await?;
        let old = storage::secrets::old_passwords(&mut connection, account.id).await?;
        drop(connection);
        let kept = usize::try_from(profile.remembered()).unwrap_or(usize::MAX);
        // One after the other, each in its turn: five at once would keep others waiting.
        for hash in [found.password.clone()].into_iter().chain(old).take(kept) {
            if self.inner.passwords.fits(new.clone(), Some(hash)).await? {
                return Err(Refusal::invalid("refusal-password-used").into());
            }
        }
        let hash = self.inner.passwords.hash(new).await?;
        let actor = as_actor(account, source);
        let line = self.instance_line(&actor, "audit-password", &account.login, "")?;
        let mut tx = self.storage().begin().await?;
        let keep = profile.remembered() - 1;
        let old = &found.password;
        storage::secrets::remember_password(tx.connection(), account.id, old, keep).await?;
        let password = NewPassword { hash: &hash, kind: PasswordKind::Own, at: &line.at };
        storage::accounts::set_password(tx.connection(), account.id, password).await?;
        storage::audit::append(tx.connection(), &line).await?;
        Ok(tx.commit().await?)
    }

    /// The account that name and password belong to.
    pub(super) async fn check_password(
        &self,
        login: &str,
        password: Zeroizing<String>,
        source: &Source,
    ) -> Result<Credentials, Fault> {
        let (bucket, found) = self.named(login, source).await?;
        self.check_credentials(&bucket, found, password, source).await
    }

    /// Whose attempts are counted together with those for a name, and the account that has it.
    async fn named(
        &self,
        login: &str,
        source: &Source,
    ) -> Result<(Bucket, Option<Credentials>), Fault> {
        // A name that no account can have is looked up as one that none has.
        let name = super::accounts::read_login(login).unwrap_or_default();
        let mut connection = self.storage().read().await?;
        let found = storage::accounts::find_by_login(&mut connection, &name).await?;
        drop(connection);
        let account = found.as_ref().map(|found| &found.account);
        let bucket = self.bucket(&name, account, source).await?;
        Ok((bucket, found))
    }

    async fn check_credentials(
        &self,
        bucket: &Bucket,
        found: Option<Credentials>,
        password: Zeroizing<String>,
        source: &Source,
    ) -> Result<Credentials, Fault> {
        if password.len() > BYTES_MAX {
            return Err(Refusal::invalid("refusal-password-long").into());
        }
        let account = found.as_ref().map(|found| found.account.clone());
        self.check_not_blocked(bucket).await?;
        let one_time = found.as_ref().is_some_and(|it| it.kind == PasswordKind::OneTime);
        let typed = if one_time { plain_code(&password) } else { password };
        let hash = found.as_ref().map(|found| found.password.clone());
        let fits = self.inner.passwords.fits(typed, hash).await?;
        let right = found.filter(|it| fits && it.account.state == AccountState::Active);
        if let Some(found) = right {
            return Ok(found);
        }
        self.count_failure(bucket, account.as_ref(), source, "audit-login-failed").await?;
        Err(Refusal::sign_in("refusal-credentials").into())
    }

    /// Whose attempts are counted together with this one.
    async fn bucket(
        &self,
        login: &str,
        account: Option<&Account>,
        source: &Source,
    ) -> Result<Bucket, Fault> {
        let mut device = String::new();
        if let Some(account) = account.filter(|_| !source.device.is_empty()) {
            let mut connection = self.storage().read().await?;
            let id = Some(account.id);
            if storage::failures::is_known(&mut connection, id, &source.device).await? {
                device.clone_from(&source.device);
            }
        }
        Ok(Bucket { login: login.to_owned(), device })
    }
}

/// Who acts while signing in.
pub(super) fn as_actor(account: &Account, source: &Source) -> Actor {
    Actor { account: account.clone(), fresh: true, source: source.clone() }
}

fn gone() -> Refusal {
    Refusal::sign_in("refusal-sign-in-gone")
}

/// What stands in the database for a token.
pub(crate) fn digest(token: &str) -> String {
    Digest::of(&[token.as_bytes()]).to_string()
}

/// An instant as the database has it.
pub(super) fn text(at: Timestamp) -> Result<String, Fault> {
    let at = written(at).map_err(|_| Fault::Broken("the clock stands nowhere"))?;
    Ok(at.as_str().to_owned())
}

/// 256 random bits.
pub(super) fn random_token() -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    crate::clock::randomness().fill_bytes(bytes.as_mut());
    Zeroizing::new(base64url(bytes.as_ref()))
}
