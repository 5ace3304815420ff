//! Passwords: Argon2id with a pepper, two at a time, off the event loop.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use rand_core::Rng as _;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::Fault;
use crate::domain::refusal::Refusal;

/// Hashes at a time: more would take the processor from those who vote.
const AT_ONCE: usize = 2;
/// Who may wait for a turn; more are sent away at once.
const WAITING_MAX: usize = 16;
/// Bytes of a salt.
const SALT: usize = 16;

/// Hashes and checks passwords.
pub(super) struct Passwords {
    pepper: Arc<Zeroizing<[u8; 32]>>,
    turns: Semaphore,
    waiting: Semaphore,
}

impl Passwords {
    pub(super) fn new(pepper: Zeroizing<[u8; 32]>) -> Self {
        Self {
            pepper: Arc::new(pepper),
            turns: Semaphore::new(AT_ONCE),
            waiting: Semaphore::new(WAITING_MAX),
        }
    }

    /// Hashes a password; the result is a PHC string.
    pub(super) async fn hash(&self, password: Zeroizing<String>) -> Result<String, Fault> {
        let pepper = Arc::clone(&self.pepper);
        let mut salt = [0_u8; SALT];
        crate::clock::randomness().fill_bytes(&mut salt);
        self.run(move || {
            let hash = hasher(&pepper)?.hash_password_with_salt(password.as_bytes(), &salt);
            hash.ok().map(|hash| hash.to_string())
        })
        .await?
        .ok_or(Fault::Broken("the password could not be hashed"))
    }

    /// Whether a password fits a hash. Where there is no account, `hash` is nothing and the answer
    /// takes as long.
    pub(super) async fn fits(
        &self,
        password: Zeroizing<String>,
        hash: Option<String>,
    ) -> Result<bool, Fault> {
        let pepper = Arc::clone(&self.pepper);
        self.run(move || {
            let Some(hasher) = hasher(&pepper) else { return false };
            let Some(hash) = hash else {
                let _same_time = hasher.hash_password_with_salt(password.as_bytes(), &[0; SALT]);
                return false;
            };
            PasswordHash::new(&hash)
                .is_ok_and(|hash| hasher.verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let gone = Fault::Broken("the task that hashes passwords is gone");
        // Two hundred at once must not queue for minutes, nor keep their passwords in memory.
        let Ok(_place) = self.waiting.try_acquire() else {
            return Err(Refusal::too_many("refusal-busy").into());
        };
        let Ok(_turn) = self.turns.acquire().await else { return Err(gone) };
        tokio::task::spawn_blocking(work).await.map_err(|_| gone)
    }
}

/// Argon2id with the parameters that OWASP names as the least: 19 MiB, two passes.
fn hasher(pepper: &[u8; 32]) -> Option<Argon2<'_>> {
    let params = Params::new(19_456, 2, 1, None).ok()?;
    Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params).ok()
}
