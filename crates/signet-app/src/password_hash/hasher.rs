//! What the domain asks for: a password hashed, a password compared, and the same time for nobody's.

use std::sync::Arc;

use argon2::Params;
use tokio::sync::oneshot;
use unicode_normalization::UnicodeNormalization;

use super::{
    HashCost, HashError, OUTPUT_BYTES, PasswordMatch, PoolError, Room, Share,
    pool::{Done, Job, Pool, Task},
};
use crate::base::{entropy::Entropy, secret::Secret};

/// The longest password that is hashed, in bytes after normalization.
pub const MAX_PASSWORD_BYTES: usize = 1024;

/// The pool. Cheap to clone; its threads end with the last clone.
#[derive(Debug, Clone)]
pub struct PasswordHasher(pub(super) Arc<Pool>);

impl PasswordHasher {
    /// Starts the threads.
    pub fn new(cost: HashCost, room: Room) -> Result<Self, PoolError> {
        let HashCost { memory_kib, iterations, lanes } = cost;
        let current = Params::new(memory_kib, iterations, lanes, Some(OUTPUT_BYTES)).map_err(PoolError::Cost)?;
        Ok(Self(Arc::new(Pool::start(current, room)?)))
    }

    /// Hashes a new password into a PHC string.
    pub async fn hash(&self, share: &Share, password: Secret<String>, entropy: &Entropy) -> Result<String, HashError> {
        let password = normalize(&password);
        if password.expose().len() > MAX_PASSWORD_BYTES {
            return Err(HashError::TooLong);
        }
        match self.run(share, Task::Hash(password, entropy.bytes())).await? {
            Done::Hashed(phc) => Ok(phc),
            Done::Compared(_) => Err(HashError::Failed),
        }
    }

    /// Compares a password with a stored hash, ours or that of another program.
    ///
    /// One that cannot be read matches nothing, after the usual time.
    pub async fn verify(&self, share: &Share, password: Secret<String>, phc: &str) -> Result<PasswordMatch, HashError> {
        let password = normalize(&password);
        if password.expose().len() > MAX_PASSWORD_BYTES {
            return self.compare(share, Task::Nobody(Secret::new(String::new()))).await;
        }
        self.compare(share, Task::Verify(password, phc.to_owned())).await
    }

    /// Spends the time of a comparison for a user who does not exist or has no password.
    pub async fn verify_nobody(&self, share: &Share, password: Secret<String>) -> Result<(), HashError> {
        let mut password = normalize(&password);
        if password.expose().len() > MAX_PASSWORD_BYTES {
            password = Secret::new(String::new());
        }
        self.compare(share, Task::Nobody(password)).await.map(drop)
    }

    async fn compare(&self, share: &Share, task: Task) -> Result<PasswordMatch, HashError> {
        match self.run(share, task).await? {
            Done::Compared(verdict) => Ok(verdict),
            Done::Hashed(_) => Err(HashError::Failed),
        }
    }

    pub(super) async fn run(&self, share: &Share, task: Task) -> Result<Done, HashError> {
        let (reply, answer) = oneshot::channel();
        // Whoever goes away gives the place back.
        let place = self.0.enter(share, Job { task, reply })?;
        match tokio::time::timeout(self.0.wait(), answer).await {
            Ok(outcome) => outcome.unwrap_or(Err(HashError::Failed)),
            Err(_) => Err(place.too_late()),
        }
    }
}

/// The form in which passwords are compared, so that one typed on another keyboard or
/// system still matches.
fn normalize(password: &Secret<String>) -> Secret<String> {
    let password = password.expose();
    if password.is_ascii() {
        return Secret::new(password.clone());
    }
    // Reserved at once: growing would leave copies behind that nobody wipes.
    let mut normal = String::with_capacity(password.len() * 3);
    // RFC 8265 §4.2.2: other spaces become U+0020, then NFC.
    normal.extend(password.chars().map(|c| if is_wide_space(c) { ' ' } else { c }).nfc());
    Secret::new(normal)
}

fn is_wide_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}
